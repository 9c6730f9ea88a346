//! `goiso-kiosk`: the kiosk in a window, on the line to the hub.

use std::error::Error as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use clap::Parser;
use eframe::egui;
use goiso_client::emergency::FileDisk;
use goiso_client::{Client, RequestIds, random_bits};
use goiso_i18n::{LocaleError, Texts};
use goiso_kiosk::{
    Action, Courier, Errand, Kiosk, Runtime, Screen, Slip, SoundCard, Speaker, StaffPin, Voices, ground,
    kiosk_ui, repaint_after,
};
use goiso_model::{DeviceName, Language, TicketId};
use goiso_protocol::{LocalSlip, LocalSlipAnswer, Role, ToHub};
use goiso_ui::{LettersTexture, WindowSize};
use jiff::{SignedDuration, Timestamp};
use tracing_subscriber::EnvFilter;

/// The kiosk of a centre: a visitor touches a service and gets a number.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Where the hub is.
    #[arg(long, default_value = "ws://127.0.0.1:7300/ws")]
    hub: String,
    /// This kiosk's name in the hub's configuration.
    #[arg(long, default_value = "kiosk-1")]
    device: DeviceName,
    /// Open in a window of the usual size instead of over the whole screen.
    #[arg(long, conflicts_with = "fullscreen")]
    windowed: bool,
    /// Open over the whole screen, as is usual unless --size is given.
    #[arg(long)]
    fullscreen: bool,
    /// Open in a window of this size, e.g. 1080x1920.
    #[arg(long)]
    size: Option<WindowSize>,
    /// The language to start with and to return to.
    #[arg(long, default_value = "vi")]
    language: Language,
    /// A folder of Fluent files that change or add texts and languages, e.g. LOCALES/tay/kiosk.ftl.
    #[arg(long)]
    locales: Option<PathBuf>,
    /// ALSA's name of the loudspeaker, for a kiosk that says aloud what its screens are about.
    #[arg(long, default_value = "default")]
    sound: String,
    /// A folder of the centre's own voices, a voice pack in a folder of each language, e.g. VOICES/vi/pack.toml.
    #[arg(long)]
    voices: Option<PathBuf>,
    /// The folder for what must outlast a power cut: the numbers given while the hub is away. Usually
    /// $XDG_DATA_HOME/goiso-kiosk/DEVICE, or the same below ~/.local/share.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Where goiso-device-agent on this computer prints slips while the hub is away. Usually
    /// $XDG_RUNTIME_DIR/goiso-device-agent.sock; without an agent there, numbers are on the screen only.
    #[arg(long)]
    agent: Option<PathBuf>,
    /// Draw without a pause, and log what each frame took from its input to its pixels: for the bench.
    #[arg(long, hide = true)]
    frames: bool,
}

/// A disk that cannot be had is tried again after this.
const DISK_AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// The usual window: half of the design, which most desks can show.
const WINDOW: WindowSize = WindowSize { width: 540, height: 960 };

/// Somebody must mend a text first.
const EXIT_MEND: u8 = 2;

fn main() -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let options = Options::parse();
    let spoken = options.languages().and_then(|languages| Ok((languages, options.texts(&options.language)?)));
    let (languages, texts) = match spoken {
        Ok(spoken) => spoken,
        Err(error) => {
            tracing::error!(cause = ?error.source(), "{error}; mend it, or leave --locales out");
            return Ok(ExitCode::from(EXIT_MEND));
        }
    };
    let is_window = options.is_window();
    let viewport = egui::ViewportBuilder::default()
        .with_title(texts.text("kiosk-window"))
        .with_app_id("goiso-kiosk")
        .with_inner_size(options.size.unwrap_or(WINDOW))
        .with_fullscreen(!is_window);
    let native = eframe::NativeOptions {
        viewport,
        // There are no gradients to smooth, and each dot costs time where the processor draws.
        dithering: false,
        glow_options: eframe::egui_glow::GlowConfiguration {
            // A frame is drawn when something has changed, and need not wait for the one before to be shown.
            vsync: false,
            ..Default::default()
        },
        ..Default::default()
    };
    let start = move |creation: &eframe::CreationContext<'_>| {
        let app = App::start(&creation.egui_ctx, options, languages, texts)?;
        Ok(Box::new(app) as Box<dyn eframe::App>)
    };
    eframe::run_native("goiso-kiosk", native, Box::new(start))
        .map_err(|error| anyhow::anyhow!("the window cannot be opened: {error}"))?;
    Ok(ExitCode::SUCCESS)
}

impl Options {
    fn is_window(&self) -> bool {
        self.windowed || (self.size.is_some() && !self.fullscreen)
    }

    /// The languages on offer, each with its own name: the built-in ones, then those of the folder.
    fn languages(&self) -> Result<Vec<(Language, String)>, LocaleError> {
        let mut languages = goiso_i18n::languages();
        if let Some(folder) = &self.locales {
            let further = goiso_i18n::languages_in(folder)?;
            languages.extend(
                further
                    .into_iter()
                    .filter(|(tag, _)| !goiso_i18n::languages().iter().any(|(own, _)| own == tag)),
            );
        }
        Ok(languages)
    }

    fn data_folder(&self) -> anyhow::Result<PathBuf> {
        if let Some(folder) = &self.data {
            return Ok(folder.clone());
        }
        let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let base = var("XDG_DATA_HOME").or_else(|| Some(var("HOME")?.join(".local/share")));
        let base = base.context("there is neither XDG_DATA_HOME nor HOME: give a folder with --data")?;
        Ok(base.join("goiso-kiosk").join(self.device.as_str()))
    }

    fn agent_socket(&self) -> Option<PathBuf> {
        let usual = || {
            let folder = std::env::var_os("XDG_RUNTIME_DIR").filter(|folder| !folder.is_empty())?;
            Some(PathBuf::from(folder).join("goiso-device-agent.sock"))
        };
        self.agent.clone().or_else(usual)
    }

    fn texts(&self, language: &Language) -> Result<Texts, LocaleError> {
        Texts::load(language, self.locales.as_deref())
    }
}

struct App {
    client: Client,
    runtime: Runtime<FileDisk>,
    /// To the agent on this computer; none where nobody said where it is.
    courier: Option<Courier>,
    ctx: egui::Context,
    data: PathBuf,
    /// When a disk that cannot be had is tried again.
    disk_again: Timestamp,
    /// As it is on the disk.
    known_pin: Option<StaffPin>,
    options: Options,
    texts: Texts,
    /// From when the hub first said that this kiosk is to speak.
    speaker: Option<Speaker>,
    /// Over the whole screen, for visitors.
    is_kiosk: bool,
    /// The last thing that moved was a finger.
    is_by_touch: bool,
    letters: LettersTexture,
    /// The frame that is being drawn, if frames are measured.
    frame_begun: Option<Instant>,
}

impl App {
    fn start(
        ctx: &egui::Context,
        options: Options,
        languages: Vec<(Language, String)>,
        texts: Texts,
    ) -> anyhow::Result<Self> {
        goiso_ui::install_fonts(ctx);
        goiso_ui::draw_letters_at_whole_dots(ctx);
        ctx.set_theme(egui::Theme::Light);
        // The screen scales with the window by itself.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let repaint = ctx.clone();
        let wake = move || repaint.request_repaint();
        let client = Client::start(&options.hub, options.device.clone(), Role::Kiosk, wake)?;
        let data = options.data_folder()?;
        let kiosk = Kiosk::new(options.language.clone(), languages, RequestIds::random(), client.hub_now());
        let is_kiosk = !options.is_window();
        let mut app = Self {
            disk_again: client.hub_now(),
            client,
            runtime: Runtime::new(kiosk, random_bits),
            courier: options.agent_socket().map(Courier::new),
            ctx: ctx.clone(),
            data,
            known_pin: None,
            options,
            texts,
            speaker: None,
            is_kiosk,
            is_by_touch: is_kiosk,
            letters: LettersTexture::default(),
            frame_begun: None,
        };
        app.open_disk();
        Ok(app)
    }

    /// Where it cannot be had, the kiosk goes on with the hub's numbers alone, and tries again.
    fn open_disk(&mut self) {
        let now = self.client.hub_now();
        match goiso_kiosk::open_folder(&self.data, &self.options.device) {
            Ok((emergency, last_view)) => {
                if let Some(ahead) = emergency.book().ahead() {
                    self.client.reckon(ahead);
                }
                self.runtime.adopt(emergency, last_view, self.client.hub_now());
                self.known_pin = goiso_kiosk::read_pin(&self.data);
                self.runtime.remember_pin(self.known_pin.clone());
            }
            Err(error) => {
                tracing::error!(
                    folder = %self.data.display(), cause = ?error.source(),
                    "{error}: no numbers are given while the hub is away"
                );
                self.disk_again = now + DISK_AGAIN;
            }
        }
    }

    /// What opens the staff corner while the hub is away outlasts a power cut.
    fn keep_pin(&mut self) {
        let known = self.runtime.kiosk().known_pin();
        if !self.runtime.has_disk() || known == self.known_pin.as_ref() {
            return;
        }
        if let Err(error) = goiso_kiosk::keep_pin(&self.data, known) {
            tracing::warn!(%error, "the staff corner needs the hub after the next start");
        }
        self.known_pin = known.cloned();
    }

    fn hear(&mut self) {
        let events = self.client.poll();
        let now = self.client.hub_now();
        for event in events {
            self.runtime.take(event, now);
        }
    }

    fn do_errands(&mut self) {
        for errand in self.runtime.poll(self.client.ahead(), self.client.hub_now()) {
            match errand {
                Errand::Send(frame) => self.send(frame),
                Errand::Withdraw(id) => self.client.withdraw(&id),
                Errand::Print(ticket, slip) => self.print(ticket, &slip),
            }
        }
    }

    /// Without an agent that has a printer the number stays on the screen alone.
    fn print(&mut self, ticket: TicketId, slip: &LocalSlip) {
        let Some(courier) = &self.courier else { return };
        let repaint = self.ctx.clone();
        match courier.print(ticket, slip, move || repaint.request_repaint()) {
            Ok(()) => self.runtime.slip_is(ticket, Slip::Printing, self.client.hub_now()),
            Err(error) => tracing::info!(%error, "no agent prints slips here"),
        }
    }

    fn hear_of_slips(&mut self) {
        let fates = self.courier.as_ref().map(Courier::poll).unwrap_or_default();
        for (ticket, answer) in fates {
            match answer {
                LocalSlipAnswer::Printed => {}
                LocalSlipAnswer::NotPrinted { .. } | LocalSlipAnswer::Unclear => {
                    tracing::warn!(%ticket, ?answer, "a slip did not come out");
                    self.runtime.slip_is(ticket, Slip::Failed, self.client.hub_now());
                }
            }
        }
    }

    fn send(&mut self, frame: ToHub) {
        let id = frame.id().cloned();
        if let Err(error) = self.client.send(frame) {
            tracing::warn!(?id, %error, "a request was not sent");
            if let Some(id) = id {
                self.runtime.not_sent(&id, self.client.hub_now());
            }
        }
    }
}

impl App {
    /// A kiosk over the whole screen has no pointer where it is touched, and closes only when staff wish it.
    fn keep_shut(&mut self, ctx: &egui::Context) {
        let is_touched = ctx.input(egui::InputState::any_touches);
        let is_moved =
            ctx.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::MouseMoved(_))));
        self.is_by_touch = is_touched || (self.is_by_touch && !is_moved);
        if self.is_by_touch {
            ctx.set_cursor_icon(egui::CursorIcon::None);
        }
        if self.runtime.kiosk().wants_restart() {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        } else if ctx.input(|input| input.viewport().close_requested()) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
    }
}

impl App {
    /// Says what is to be heard now. Where no voice is set up, no sound card is touched.
    fn speak(&mut self, ctx: &egui::Context, now: Timestamp) {
        if self.speaker.is_none() && self.runtime.kiosk().has_guidance() {
            let repaint = ctx.clone();
            let voices =
                Voices { folder: self.options.voices.clone(), locales: self.options.locales.clone() };
            match Speaker::start(&self.options.sound, voices, move || repaint.request_repaint()) {
                Ok(speaker) => self.speaker = Some(speaker),
                Err(error) => {
                    tracing::warn!(%error, "the voice's thread cannot be started");
                    self.runtime.set_sound(SoundCard::Away);
                }
            }
        }
        if let Some(speaker) = &mut self.speaker {
            if let Some(card) = speaker.sound_card() {
                self.runtime.set_sound(card);
            }
            speaker.tell(self.runtime.kiosk().speech(now));
        }
    }
}

impl App {
    /// One frame ends where the next one begins: each is asked for at once, and the pixels of the one before are out.
    #[expect(clippy::disallowed_methods, reason = "a program's main, measuring itself")]
    fn measure_frame(&mut self, ctx: &egui::Context) {
        let now = Instant::now();
        if let Some(begun) = self.frame_begun.replace(now) {
            tracing::debug!(micros = now.duration_since(begun).as_micros(), "frame");
        }
        ctx.request_repaint();
    }
}

impl eframe::App for App {
    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        ground(self.runtime.kiosk()).to_normalized_gamma_f32()
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        self.letters.bound(input);
        if self.options.frames {
            self.measure_frame(ctx);
        }
    }

    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if !self.runtime.has_disk() && self.client.hub_now() >= self.disk_again {
            self.open_disk();
        }
        self.hear();
        let now = self.client.hub_now();
        self.hear_of_slips();
        self.do_errands();
        self.keep_pin();
        self.speak(ctx, now);
        if self.is_kiosk {
            self.keep_shut(ctx);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        if self.texts.language() != self.runtime.kiosk().language() {
            let language = self.runtime.kiosk().language();
            self.texts = self.options.texts(language).unwrap_or_else(|error| {
                tracing::warn!(%error, "a locale can no longer be read; the built-in texts are used");
                Texts::new(language)
            });
        }
        let now = self.client.hub_now();
        if let Some(action) = kiosk_ui(ui, self.runtime.kiosk(), &self.texts, now) {
            let is_new_screen = action != Action::Stay;
            // What the hub has answered by now counts before a touch that gives up waiting for it.
            self.hear();
            self.runtime.handle(action, now);
            self.do_errands();
            if is_new_screen {
                // The screen as it was before the touch is not worth a frame.
                ui.ctx().request_discard("something was touched");
            }
            ui.ctx().request_repaint();
        }
        if *self.runtime.kiosk().screen() == Screen::Attract {
            self.letters.renew_if_large(ui.ctx());
        }
        let due = self.runtime.next_deadline().map(|due| due.duration_since(now).max(SignedDuration::ZERO));
        let screen = repaint_after(self.runtime.kiosk(), now);
        ui.ctx().request_repaint_after(due.map_or(screen, |due| due.unsigned_abs().min(screen)));
    }
}
