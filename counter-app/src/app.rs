//! The window: the hub's client on one side, the screen on the other.

use std::path::PathBuf;

use egui::{Context, ViewportCommand, WindowLevel, pos2, vec2};
use goiso_client::{Client, ClientError, RequestIds};
use goiso_i18n::Texts;
use goiso_protocol::{Resume, Role};
use goiso_ui::install_fonts;
use jiff::Timestamp;

use crate::global_keys::GlobalKeys;
use crate::place::{Keeper, Place};
use crate::{Action, Options, Setup, Terminal, WindowAction, terminal_ui};

/// A narrow window, in points.
const NARROW: egui::Vec2 = egui::Vec2::new(460.0, 900.0);
/// A wide one.
const WIDE: egui::Vec2 = egui::Vec2::new(1180.0, 720.0);
/// One row.
const MINI: egui::Vec2 = egui::Vec2::new(460.0, 64.0);
/// What the system's own bars take of a screen's height, at most.
const BARS: f32 = 80.0;

/// A terminal in its window.
#[derive(Debug)]
pub struct App {
    client: Client,
    terminal: Terminal,
    texts: Texts,
    resume: Option<Resume>,
    keys: Option<GlobalKeys>,
    keeper: Keeper,
    file: Option<PathBuf>,
}

impl App {
    /// Connects to the hub and gets ready to draw. Where the window stood is in `file`.
    pub fn start(
        options: &Options,
        texts: Texts,
        ctx: &Context,
        place: Option<Place>,
        file: Option<PathBuf>,
    ) -> Result<Self, ClientError> {
        install_fonts(ctx);
        let waker = ctx.clone();
        let role = options.counter.map_or(Role::Desk, |counter| Role::Counter { counter });
        let wake = move || waker.request_repaint();
        let client = Client::start(&options.hub, options.device.clone(), role, wake)?;
        let is_on_top = place.is_some_and(|place| place.is_on_top);
        let setup = Setup { counter: options.counter, official: options.official(), is_on_top };
        let terminal = Terminal::new(setup, RequestIds::random());
        let waker = ctx.clone();
        let keys = (!options.no_global_keys).then(|| GlobalKeys::take(move || waker.request_repaint()));
        let (keys, keeper) = (keys.flatten(), Keeper::new(place));
        Ok(Self { client, terminal, texts, resume: None, keys, keeper, file })
    }

    fn act(&mut self, ctx: &Context, action: Action, now: Timestamp) {
        if let Action::Window(moved) = action {
            self.terminal.handle(action, now);
            self.move_window(ctx, moved);
            return;
        }
        let Some(frame) = self.terminal.handle(action, now) else { return };
        if let Err(error) = self.client.send(frame) {
            tracing::warn!(%error, "a wish could not be sent");
            self.terminal.not_sent();
        }
    }

    fn move_window(&mut self, ctx: &Context, action: WindowAction) {
        let screen = ctx.input(|input| input.viewport().monitor_size).unwrap_or(vec2(1366.0, 768.0));
        let send = |command| ctx.send_viewport_cmd(command);
        let height = NARROW.y.min(screen.y - BARS);
        match action {
            WindowAction::Mini => send(ViewportCommand::InnerSize(MINI)),
            WindowAction::Wide => {
                send(ViewportCommand::InnerSize(WIDE.min(screen - vec2(0.0, BARS))));
            }
            WindowAction::DockLeft => {
                send(ViewportCommand::InnerSize(vec2(NARROW.x, height)));
                send(ViewportCommand::OuterPosition(pos2(0.0, 0.0)));
            }
            WindowAction::DockRight => {
                send(ViewportCommand::InnerSize(vec2(NARROW.x, height)));
                send(ViewportCommand::OuterPosition(pos2((screen.x - NARROW.x).max(0.0), 0.0)));
            }
            WindowAction::ToggleOnTop => {
                let level = if self.terminal.setup().is_on_top {
                    WindowLevel::AlwaysOnTop
                } else {
                    WindowLevel::Normal
                };
                send(ViewportCommand::WindowLevel(level));
            }
        }
    }

    /// Writes down where the window stands, once it stands still.
    fn keep_place(&mut self, ctx: &Context, now: Timestamp) {
        let Some(file) = &self.file else { return };
        let (outer, inner) = ctx.input(|input| (input.viewport().outer_rect, input.viewport().inner_rect));
        let Some(inner) = inner else { return };
        let corner = outer.map(|rect| rect.min);
        let place = Place {
            x: corner.map(|corner| corner.x),
            y: corner.map(|corner| corner.y),
            width: inner.width(),
            height: inner.height(),
            is_on_top: self.terminal.setup().is_on_top,
        };
        if let Some(place) = self.keeper.look(place, now)
            && let Err(error) = place.write(file)
        {
            tracing::warn!(%error, file = %file.display(), "where the window stands cannot be written down");
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        let now = self.client.hub_now();
        for event in self.client.poll() {
            self.terminal.take(event, now);
        }
        let pressed = self.keys.as_ref().map(GlobalKeys::pressed).unwrap_or_default();
        for action in pressed {
            self.act(ctx, Action::Counter(action), now);
        }
        let resume = self.terminal.resume();
        if resume != self.resume {
            self.client.set_resume(resume.clone());
            self.resume = resume;
        }
        self.keep_place(ctx, now);
        let deadlines = [self.terminal.next_deadline(now), self.keeper.next_deadline()];
        if let Some(deadline) = deadlines.into_iter().flatten().min() {
            ctx.request_repaint_after(deadline.duration_since(now).try_into().unwrap_or_default());
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let now = self.client.hub_now();
        if let Some(action) = terminal_ui(ui, &self.terminal, &self.texts, now) {
            self.act(ui.ctx(), action, now);
            // What has been pressed shows at once, not with the answer.
            ui.ctx().request_repaint();
        }
    }
}
