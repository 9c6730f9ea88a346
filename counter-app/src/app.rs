//! The window: the hub's client on one side, the screen on the other.

use goiso_client::{Client, ClientError, RequestIds};
use goiso_i18n::Texts;
use goiso_protocol::Role;
use goiso_ui::install_fonts;
use jiff::Timestamp;

use crate::{Action, Counter, Options, counter_ui};

/// A counter terminal in its window.
#[derive(Debug)]
pub struct App {
    client: Client,
    counter: Counter,
    texts: Texts,
}

impl App {
    /// Connects to the hub and gets ready to draw.
    pub fn start(options: &Options, texts: Texts, ctx: &egui::Context) -> Result<Self, ClientError> {
        install_fonts(ctx);
        let waker = ctx.clone();
        let role = Role::Counter { counter: options.counter };
        let wake = move || waker.request_repaint();
        let client = Client::start(&options.hub, options.device.clone(), role, wake)?;
        let counter = Counter::new(options.counter, options.official(), RequestIds::random());
        Ok(Self { client, counter, texts })
    }

    fn act(&mut self, action: Action, now: Timestamp) {
        let Some(frame) = self.counter.handle(action, now) else { return };
        if let Err(error) = self.client.send(frame) {
            tracing::warn!(%error, "a wish could not be sent");
            self.counter.not_sent();
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let now = self.client.hub_now();
        for event in self.client.poll() {
            self.counter.take(event, now);
        }
        if let Some(deadline) = self.counter.next_deadline(now) {
            ctx.request_repaint_after(deadline.duration_since(now).unsigned_abs());
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let now = self.client.hub_now();
        if let Some(action) = counter_ui(ui, &self.counter, &self.texts, now) {
            self.act(action, now);
            // What has been pressed shows at once, not with the answer.
            ui.ctx().request_repaint();
        }
    }
}
