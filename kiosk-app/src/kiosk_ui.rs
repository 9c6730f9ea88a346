//! Draws the kiosk: the frame that all its screens share, and which screen is in it.

mod choose;
mod classes;
mod footer;
mod message;
mod qr;
mod taken;
mod tile;

use std::time::Duration;

use egui::{Rect, Ui, Vec2};
use goiso_i18n::Texts;
use goiso_protocol::{IssuingState, KioskView, PrinterCondition};
use goiso_ui::layout::split_top;
use goiso_ui::widgets::{Banner, Header, banner, header};
use goiso_ui::{Theme, icon_named};
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::{Action, Kiosk, Letters, LinkState, Screen};

/// Design pixels of an upright screen.
const UPRIGHT: Vec2 = Vec2::new(1080.0, 1920.0);
/// The least design pixels of a lying screen: 4 : 3.
const LYING: Vec2 = Vec2::new(1440.0, 1080.0);
/// How much larger large letters are.
const LARGE_LETTERS: f32 = 1.25;
/// How often the bar on the number's screen moves.
const BAR_STEP: SignedDuration = SignedDuration::from_millis(100);

/// What every part of a screen is drawn from.
pub(crate) struct Scene<'a> {
    pub(crate) kiosk: &'a Kiosk,
    pub(crate) texts: &'a Texts,
    pub(crate) theme: Theme,
    pub(crate) now: Timestamp,
    pub(crate) shape: Shape,
}

/// Which way the screen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Upright,
    Lying,
}

/// Draws the whole screen as it is at `now`, by the hub's clock; the answer is what was touched.
pub fn kiosk_ui(ui: &mut Ui, kiosk: &Kiosk, texts: &Texts, now: Timestamp) -> Option<Action> {
    let window = ui.max_rect();
    let scene = scene(window.size(), kiosk, texts, now);
    ui.painter().rect_filled(window, 0.0, scene.theme.paper);
    let head_height = scene.by_shape(220.0, 150.0);
    let (head, body) = split_top(window, head_height);
    head_ui(ui, &scene, head);
    let Some(view) = kiosk.view() else {
        message::no_view_ui(ui, &scene, body);
        return None;
    };
    let body = banners_ui(ui, &scene, view, body);
    match kiosk.screen() {
        Screen::Taken { ticket, until } => taken::taken_ui(ui, &scene, body, ticket, *until),
        Screen::Told { told, .. } => message::told_ui(ui, &scene, body, told),
        Screen::Issuing { service, .. } => {
            message::issuing_ui(ui, &scene, body, service);
            None
        }
        Screen::Choosing { .. } | Screen::Classes if view.issuing != IssuingState::Ready => {
            message::not_issuing_ui(ui, &scene, body, view);
            None
        }
        Screen::Choosing { field } => choose::choose_ui(ui, &scene, body, view, field.as_ref()),
        Screen::Classes => classes::classes_ui(ui, &scene, body, view),
    }
}

/// How long the screen stays true if nothing happens: until the model's next deadline, the next minute of
/// the clock, or the next step of the bar beside a number.
pub fn repaint_after(kiosk: &Kiosk, now: Timestamp) -> Duration {
    const MINUTE: i64 = 60;
    let next_minute = SignedDuration::from_secs(MINUTE - now.as_second().rem_euclid(MINUTE));
    let deadline = kiosk.next_deadline().map(|deadline| deadline.duration_since(now));
    let bar = matches!(kiosk.screen(), Screen::Taken { .. }).then_some(BAR_STEP);
    let first = [deadline, bar].into_iter().flatten().fold(next_minute, SignedDuration::min);
    first.max(SignedDuration::ZERO).unsigned_abs()
}

fn scene<'a>(window: Vec2, kiosk: &'a Kiosk, texts: &'a Texts, now: Timestamp) -> Scene<'a> {
    let shape = if window.x > window.y { Shape::Lying } else { Shape::Upright };
    let design = match shape {
        Shape::Upright => UPRIGHT,
        Shape::Lying => LYING,
    };
    let colour = kiosk.view().and_then(|view| view.centre.colour.as_deref());
    let mut theme = Theme::fitting(window, design).with_centre_colour(colour);
    if kiosk.letters() == Letters::Large {
        theme.text_scale = LARGE_LETTERS;
    }
    Scene { kiosk, texts, theme, now, shape }
}

impl Scene<'_> {
    /// Points for a length in design pixels, which differs between the two shapes.
    pub(crate) fn by_shape(&self, upright: f32, lying: f32) -> f32 {
        match self.shape {
            Shape::Upright => self.theme.px(upright),
            Shape::Lying => self.theme.px(lying),
        }
    }

    /// A point in time on the centre's clock.
    pub(crate) fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.kiosk.zone().clone())
    }

    /// One of the centre's own texts in the language spoken.
    pub(crate) fn own<'t>(&self, text: &'t goiso_model::LocalText) -> &'t str {
        text.get(self.texts.language())
    }
}

fn head_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) {
    let here = scene.local(scene.now);
    let (clock, date) = (scene.texts.time(here.time()), scene.texts.date(here.date()));
    let nameless = scene.texts.text("kiosk-nameless");
    let content = match scene.kiosk.view() {
        Some(view) => Header {
            unit: scene.own(&view.centre.unit),
            name: scene.own(&view.centre.name),
            clock: &clock,
            date: &date,
        },
        // Without the hub's word the clock might be wrong, so none is shown.
        None => Header { unit: "", name: &nameless, clock: "", date: "" },
    };
    // The head is as the centre made it: large letters are for what is to be done.
    let theme = Theme { text_scale: 1.0, ..scene.theme.clone() };
    header(ui, &theme, rect, content);
}

/// What must be known before a touch; the answer is the room below.
fn banners_ui(ui: &Ui, scene: &Scene<'_>, view: &KioskView, mut rect: Rect) -> Rect {
    let height = scene.by_shape(104.0, 80.0);
    let mut show = |kind, icon: &str, text: &str| {
        let (top, below) = split_top(rect, height);
        let icon = icon_named(icon).expect("our own icons are in the table");
        banner(ui, &scene.theme, top, kind, icon, text);
        rect = below;
    };
    let text = |key: &str| scene.texts.text(key);
    match scene.kiosk.link() {
        LinkState::Up => {}
        LinkState::Down => show(Banner::Fault, "cloud_off", &text("link-down")),
        LinkState::Connecting => show(Banner::Fault, "cloud_off", &text("link-connecting")),
        LinkState::NotAccepted(_) => show(Banner::Fault, "warning", &text("link-not-accepted")),
    }
    if !matches!(scene.kiosk.screen(), Screen::Choosing { .. } | Screen::Classes) {
        return rect;
    }
    match view.printer {
        PrinterCondition::Ready | PrinterCondition::PaperLow | PrinterCondition::Absent => {}
        PrinterCondition::NoPaper => show(Banner::Notice, "print_disabled", &text("kiosk-no-paper")),
        PrinterCondition::Fault | PrinterCondition::Unknown => {
            show(Banner::Notice, "print_disabled", &text("kiosk-printer-fault"));
        }
    }
    let notices: Vec<&str> =
        view.notices.iter().map(|notice| scene.own(notice)).filter(|notice| !notice.is_empty()).collect();
    if !notices.is_empty() {
        show(Banner::Notice, "info", &notices.join(" • "));
    }
    rect
}
