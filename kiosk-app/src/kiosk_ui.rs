//! Draws the kiosk: the frame that all its screens share, and which screen is in it.

mod appointment;
mod attract;
mod choose;
mod classes;
mod closed;
mod footer;
mod frame;
mod given;
mod guide;
mod keyboard;
mod keys;
mod languages;
mod leaving;
mod message;
mod own;
mod pages;
mod pills;
mod qr;
mod search;
mod staff;
mod statement;
mod taken;
mod tile;

use std::time::Duration;

use egui::{Color32, Rect, Ui, Vec2};
use goiso_i18n::Texts;
use goiso_protocol::{KioskView, PrinterCondition};
use goiso_ui::layout::split_top;
use goiso_ui::widgets::{Banner, Header, banner, header};
use goiso_ui::{LetterSizes, Theme, icon_named};
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::kiosk::Part;
use crate::{AWAY_AFTER, Action, Contrast, HallState, Kiosk, Letters, LinkState, Opening, Reach, Screen};

/// Design pixels of an upright screen.
const UPRIGHT: Vec2 = Vec2::new(1080.0, 1920.0);
/// The least design pixels of a lying screen: 4 : 3.
const LYING: Vec2 = Vec2::new(1440.0, 1080.0);
/// How much larger large letters are.
const LARGE_LETTERS: f32 = 1.25;
/// How often a bar or a countdown moves.
const BAR_STEP: SignedDuration = SignedDuration::from_millis(100);
/// The same for whole seconds.
const SECOND: SignedDuration = SignedDuration::from_secs(1);
/// The least height of what is touched: EN 301 549 and the ADA ask for about as much.
const TOUCH_MIN_MM: f32 = 20.0;
const INCH_MM: f32 = 25.4;
/// In the low layout everything to touch is within so many design pixels from the foot of an upright screen.
pub(crate) const LOW_REACH: f32 = 1_100.0;

/// What every part of a screen is drawn from.
pub(crate) struct Scene<'a> {
    pub(crate) kiosk: &'a Kiosk,
    pub(crate) texts: &'a Texts,
    pub(crate) theme: Theme,
    pub(crate) now: Timestamp,
    pub(crate) shape: Shape,
    pub(crate) window: Rect,
}

/// Which way the screen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Upright,
    Lying,
}

/// What the whole window is to be cleared with before [`kiosk_ui`] draws on it: a rectangle over all of it is dear
/// where the processor draws.
pub fn ground(kiosk: &Kiosk) -> Color32 {
    theme(kiosk, UPRIGHT, UPRIGHT).paper
}

/// Draws the whole screen as it is at `now`, by the hub's clock, on its [`ground`]; the answer is what was touched or
/// typed.
pub fn kiosk_ui(ui: &mut Ui, kiosk: &Kiosk, texts: &Texts, now: Timestamp) -> Option<Action> {
    let window = ui.max_rect();
    let scene = scene(window, kiosk, texts, now);
    let (head, body) = split_top(window, scene.by_shape(220.0, 150.0));
    taken::keep_numbers_together(ui, &scene, body);
    head_ui(ui, &scene, head);
    let (on_bar, body) = guide::bar_ui(ui, &scene, body);
    let touched = body_ui(ui, &scene, body).or(on_bar);
    // The last one drawn is above the others.
    let stayed = leaving::leaving_ui(ui, &scene, body);
    let typed = keys::typed(ui, &scene);
    let asked = keys::held_corner(ui, &scene, head);
    let any = || keys::is_any_input(ui).then_some(Action::Stay);
    touched.or(stayed).or(typed).or(asked).or_else(any)
}

fn body_ui(ui: &Ui, scene: &Scene<'_>, body: Rect) -> Option<Action> {
    let kiosk = scene.kiosk;
    if let Screen::Staff(page) = kiosk.screen() {
        return staff::staff_ui(ui, scene, page);
    }
    let state = kiosk.hall_state(scene.now);
    let Some(view) = kiosk.view() else {
        if state == HallState::HubAway {
            return closed::away_ui(ui, scene, body);
        }
        message::no_view_ui(ui, scene, body);
        return None;
    };
    let is_free = match kiosk.screen().facts().part {
        Part::Asking | Part::Preparing => true,
        Part::Answer | Part::Staff => false,
    };
    let is_shut = match state {
        HallState::HubAway => !kiosk.is_on_its_own(scene.now),
        HallState::NotIssuing => true,
        HallState::Ready
        | HallState::AfterHours { .. }
        | HallState::Holiday { .. }
        | HallState::Full { .. } => false,
    };
    if is_free && is_shut {
        return closed::closed_ui(ui, scene, body, view, state);
    }
    if *kiosk.screen() == Screen::Attract {
        return first_ui(ui, scene, body, view, state);
    }
    let body = banners_ui(ui, scene, view, body);
    match kiosk.screen() {
        Screen::Choosing { field, page } => choose::choose_ui(ui, scene, body, view, field.as_ref(), *page),
        Screen::Searching { query } => search::search_ui(ui, scene, body, view, query),
        Screen::Led { service } => choose::led_ui(ui, scene, body, view, service),
        Screen::Appointment(appointment) => appointment::appointment_ui(ui, scene, body, view, appointment),
        Screen::Classes => classes::classes_ui(ui, scene, body, view),
        Screen::Suggested { class } => classes::suggested_ui(ui, scene, body, view, class),
        Screen::ScanHelp => message::scan_help_ui(ui, scene, body, view),
        Screen::Languages => languages::languages_ui(ui, scene, body),
        Screen::Own { ticket, is_cancelling: true } => own::cancel_ui(ui, scene, body, ticket),
        Screen::Own { ticket, is_cancelling: false } => own::own_ui(ui, scene, body, ticket),
        Screen::Asking { wish, .. } => message::asking_ui(ui, scene, body, wish),
        Screen::Given { number, slip, until } => given::given_ui(ui, scene, body, (number, *slip), *until),
        Screen::Taken { ticket, slip, until } => taken::taken_ui(ui, scene, body, (ticket, *slip), *until),
        Screen::Told { told, .. } => message::told_ui(ui, scene, body, told),
        // Drawn above.
        Screen::Attract | Screen::Staff(_) => None,
    }
}

/// What a visitor finds.
fn first_ui(ui: &Ui, scene: &Scene<'_>, body: Rect, view: &KioskView, state: HallState) -> Option<Action> {
    let is_ready = state == HallState::Ready || scene.kiosk.is_on_its_own(scene.now);
    if !is_ready {
        return closed::closed_ui(ui, scene, body, view, state);
    }
    match scene.kiosk.opening(scene.now) {
        Opening::Welcome => {
            let body = banners_ui(ui, scene, view, body);
            attract::attract_ui(ui, scene, body, view)
        }
        opening @ (Opening::Emergency | Opening::NoPaper | Opening::PrinterFault | Opening::StandIn) => {
            closed::opening_ui(ui, scene, body, view, opening)
        }
    }
}

/// How long the screen stays true if nothing happens: until the model's next deadline, the next minute of
/// the clock, or the next step of a bar or countdown.
pub fn repaint_after(kiosk: &Kiosk, now: Timestamp) -> Duration {
    const MINUTE: i64 = 60;
    let next_minute = SignedDuration::from_secs(MINUTE - now.as_second().rem_euclid(MINUTE));
    let deadline = kiosk.next_deadline().map(|deadline| deadline.duration_since(now));
    let bar =
        matches!(kiosk.screen(), Screen::Taken { until: Some(_), .. } | Screen::Given { until: Some(_), .. })
            .then_some(BAR_STEP);
    let until_asked = deadline.map(|left| left - crate::WARNED_BEFORE);
    let question = match kiosk.leaves_in(now) {
        Some(_) => Some(SECOND),
        None => until_asked.filter(SignedDuration::is_positive),
    };
    let away = match kiosk.link() {
        LinkState::Down { since } => {
            Some((since + AWAY_AFTER).duration_since(now)).filter(SignedDuration::is_positive)
        }
        LinkState::Connecting | LinkState::Up | LinkState::NotAccepted(_) => None,
    };
    let first = [deadline, bar, question, away].into_iter().flatten().fold(next_minute, SignedDuration::min);
    first.max(SignedDuration::ZERO).unsigned_abs()
}

fn scene<'a>(window: Rect, kiosk: &'a Kiosk, texts: &'a Texts, now: Timestamp) -> Scene<'a> {
    let size = window.size();
    let shape = if size.x > size.y { Shape::Lying } else { Shape::Upright };
    let design = match shape {
        Shape::Upright => UPRIGHT,
        Shape::Lying => LYING,
    };
    let mut theme = theme(kiosk, size, design);
    let inches = kiosk.view().and_then(|view| view.setup.screen_inches);
    theme.touch_min = inches.map_or(theme.px(Theme::TOUCH_MIN), |inches| {
        TOUCH_MIN_MM * size.length() / (inches as f32 * INCH_MM)
    });
    Scene { kiosk, texts, theme, now, shape, window }
}

fn theme(kiosk: &Kiosk, size: Vec2, design: Vec2) -> Theme {
    let colour = kiosk.view().and_then(|view| view.centre.colour.as_deref());
    let theme = Theme::fitting(size, design).with_centre_colour(colour);
    let mut theme = Theme { letter_sizes: LetterSizes::Few, ..theme };
    if kiosk.comfort().letters == Letters::Large {
        theme.text_scale = LARGE_LETTERS;
    }
    if kiosk.comfort().contrast == Contrast::High {
        theme = theme.with_high_contrast();
    }
    theme
}

impl Scene<'_> {
    /// Points for a length in design pixels, which differs between the two shapes.
    pub(crate) fn by_shape(&self, upright: f32, lying: f32) -> f32 {
        match self.shape {
            Shape::Upright => self.theme.px(upright),
            Shape::Lying => self.theme.px(lying),
        }
    }

    /// The same for something to touch: never less than a finger needs.
    pub(crate) fn touch_by_shape(&self, upright: f32, lying: f32) -> f32 {
        self.by_shape(upright, lying).max(self.theme.touch_min)
    }

    /// The part of `rect` that things to touch may be in.
    pub(crate) fn within_reach(&self, rect: Rect) -> Rect {
        match (self.kiosk.comfort().reach, self.shape) {
            (Reach::Low, Shape::Upright) => {
                rect.with_min_y(rect.top().max(self.window.bottom() - self.theme.px(LOW_REACH)))
            }
            (Reach::Low, Shape::Lying) | (Reach::Whole, _) => rect,
        }
    }

    /// A point in time on the centre's clock.
    pub(crate) fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.kiosk.zone().clone())
    }

    /// "13:30", or "13:30 Thứ Ba, 24/11" on another day than today.
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        let (now, at) = (self.local(self.now), self.local(at));
        let time = self.texts.time(at.time());
        if now.date() == at.date() {
            return time;
        }
        let date = self.texts.date(at.date());
        self.texts.format("kiosk-moment", &[("time", time.into()), ("date", date.into())])
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
        LinkState::Down { .. } if scene.kiosk.is_on_its_own(scene.now) => {
            show(Banner::Fault, "cloud_off", &text("kiosk-emergency-banner"));
        }
        LinkState::Down { .. } => show(Banner::Fault, "cloud_off", &text("link-down")),
        LinkState::Connecting => show(Banner::Fault, "cloud_off", &text("link-connecting")),
        LinkState::NotAccepted(_) => show(Banner::Fault, "warning", &text("link-not-accepted")),
    }
    match scene.kiosk.screen().facts().part {
        Part::Asking => {}
        Part::Preparing | Part::Answer | Part::Staff => return rect,
    }
    // While the hub is away nobody knows of its printer, and what the banner above says is enough.
    if scene.kiosk.is_on_its_own(scene.now) {
        return rect;
    }
    if let (Opening::StandIn, Some(other)) = (scene.kiosk.opening(scene.now), &view.stand_in) {
        let place = closed::place(scene, other);
        show(
            Banner::Notice,
            "print",
            &scene.texts.format("kiosk-stand-in-title", &[("place", place.into())]),
        );
    }
    match view.printer {
        PrinterCondition::Ready | PrinterCondition::PaperLow | PrinterCondition::Absent => {}
        PrinterCondition::NoPaper => show(Banner::Notice, "print_disabled", &text("kiosk-no-paper")),
        PrinterCondition::Fault | PrinterCondition::Unknown => {
            show(Banner::Notice, "print_disabled", &text("kiosk-printer-fault"));
        }
    }
    // The attract screen has room of its own for them.
    if matches!(scene.kiosk.screen(), Screen::Choosing { .. }) {
        let notices = notices(scene, view);
        if !notices.is_empty() {
            show(Banner::Notice, "info", &notices.join(" • "));
        }
    }
    rect
}

/// The day's notices that there are words for in this language.
pub(crate) fn notices<'v>(scene: &Scene<'_>, view: &'v KioskView) -> Vec<&'v str> {
    view.notices.iter().map(|notice| scene.own(notice)).filter(|notice| !notice.is_empty()).collect()
}
