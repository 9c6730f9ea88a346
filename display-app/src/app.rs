//! The window: the hub's client on one side, the screen on the other.

use goiso_client::{Client, ClientError};
use goiso_i18n::Texts;
use goiso_protocol::Role;
use goiso_ui::{bound_letters, draw_letters_at_whole_dots, install_fonts};
use goiso_voice::Pack;

use crate::{Board, Options, Slides, VoiceThread, board_ui, ground};

/// A hall board in its window.
#[derive(Debug)]
pub struct App {
    client: Client,
    board: Board,
    /// None where the system gave no thread for it: the board stands without slides.
    slides: Option<Slides>,
    /// The same for this: the board is silent.
    voice: Option<VoiceThread>,
    texts: Texts,
}

impl App {
    /// Connects to the hub and gets ready to draw.
    pub fn start(options: &Options, texts: Texts, ctx: &egui::Context) -> Result<Self, ClientError> {
        install_fonts(ctx);
        draw_letters_at_whole_dots(ctx);
        let waker = ctx.clone();
        let wake = move || waker.request_repaint();
        let client = Client::start(&options.hub, options.device.clone(), Role::Board, wake)?;
        let waker = ctx.clone();
        let slides = Slides::start(move || waker.request_repaint())
            .inspect_err(|error| tracing::error!(%error, "the slides' thread could not be started"))
            .ok();
        let waker = ctx.clone();
        let load = |name: &str| Pack::named(name).map_err(|error| error.to_string());
        let wake = move || waker.request_repaint();
        // Two screens may show one board. Without randomness they both speak, as the older programs do.
        let program = getrandom::u32().unwrap_or_default();
        let voice = VoiceThread::start(&options.sound_device, program, load, client.teller(), wake)
            .inspect_err(|error| tracing::error!(%error, "the board is silent"))
            .ok();
        Ok(Self { client, board: Board::default(), slides, voice, texts })
    }
}

impl eframe::App for App {
    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        ground().to_normalized_gamma_f32()
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        bound_letters(ctx, input);
    }

    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let now = self.client.hub_now();
        for event in self.client.poll() {
            if let Some(voice) = &self.voice {
                voice.take(&event);
            }
            self.board.take(event, now);
        }
        if let Some(slides) = &self.slides {
            slides.bring(&mut self.board, ctx, ctx.content_rect(), now);
        }
        if let Some(sound) = self.voice.as_ref().and_then(VoiceThread::sound) {
            self.board.hear_of_sound(sound);
        }
        self.board.advance(now);
        let wait = self.board.next_deadline(now).duration_since(now);
        ctx.request_repaint_after(wait.unsigned_abs());
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        board_ui(ui, &self.board, &self.texts, self.client.hub_now());
    }
}
