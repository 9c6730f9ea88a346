//! Screens for when no number can be had, or not as usual: each says why, and what to do.

use egui::{Rect, Ui};
use goiso_client::emergency::NoNumber;
use goiso_protocol::{KioskView, StandInPrinter};
use jiff::Timestamp;

use super::Scene;
use super::statement::{Statement, WayOn, statement_ui};
use crate::{Action, AwayOffer, HallState, Opening};

/// The hall gives no numbers now: why, and when it does again. Nobody is to touch in vain.
pub(super) fn closed_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    state: HallState,
) -> Option<Action> {
    let text = |key: &str| scene.texts.text(key);
    let opens = |at: Option<Timestamp>| opens_again(scene, at);
    let look = text("kiosk-see-services");
    let look = || WayOn::Aside(&look, Action::Begin);
    let (icon, title, first, hint, way_on) = match state {
        HallState::HubAway => return away_ui(ui, scene, rect),
        HallState::NotIssuing => {
            ("support_agent", "kiosk-not-issuing", String::new(), text("kiosk-not-issuing-hint"), WayOn::None)
        }
        HallState::AfterHours { opens_at } => {
            ("schedule", "kiosk-after-hours", opens(opens_at), text("kiosk-after-hours-hint"), look())
        }
        HallState::Holiday { opens_at } => {
            ("event_busy", "kiosk-holiday", opens(opens_at), text("kiosk-holiday-hint"), look())
        }
        HallState::Full { opens_at } => {
            ("block", "kiosk-all-full", opens(opens_at), text("kiosk-all-full-hint"), look())
        }
        HallState::Ready => return None,
    };
    let sentences = [first.as_str(), &hint, &hotline(scene, Some(view))];
    statement_ui(ui, scene, rect, &Statement { icon, title: &text(title), sentences: &sentences, way_on })
}

/// The hub is away: a number of the kiosk's own, or why there is none.
pub(super) fn away_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<Action> {
    let text = |key: &str| scene.texts.text(key);
    let hotline = hotline(scene, scene.kiosk.view());
    let begin = text("kiosk-emergency-begin");
    let (title, sentences, way_on) = match scene.kiosk.away_offer(scene.now)? {
        AwayOffer::Numbers => (
            "kiosk-emergency-title",
            [text("kiosk-emergency-hint"), text("kiosk-emergency-order"), String::new()],
            WayOn::Main(&begin, Action::Begin),
        ),
        AwayOffer::NoService { opens_at } => {
            ("kiosk-away", [text("kiosk-away-closed"), opens_again(scene, opens_at), hotline], WayOn::None)
        }
        AwayOffer::None(why) => {
            ("kiosk-away", [text(why_none(why)), text("kiosk-away-hint"), hotline], WayOn::None)
        }
    };
    let sentences = sentences.each_ref().map(String::as_str);
    statement_ui(
        ui,
        scene,
        rect,
        &Statement { icon: "cloud_off", title: &text(title), sentences: &sentences, way_on },
    )
}

/// What must be known before the first touch, though numbers are given.
pub(super) fn opening_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    opening: Opening,
) -> Option<Action> {
    let text = |key: &str| scene.texts.text(key);
    let on = text("kiosk-go-on");
    let screen = |icon, title: &str, sentences: [String; 2]| {
        let sentences = sentences.each_ref().map(String::as_str);
        let way_on = WayOn::Main(&on, Action::Begin);
        statement_ui(ui, scene, rect, &Statement { icon, title, sentences: &sentences, way_on })
    };
    let instead = || [text("kiosk-on-screen"), text("kiosk-on-screen-photo")];
    match opening {
        Opening::Welcome => None,
        Opening::Emergency => away_ui(ui, scene, rect),
        Opening::NoPaper => screen("print_disabled", &text("kiosk-no-paper-title"), instead()),
        Opening::PrinterFault => screen("print_disabled", &text("kiosk-printer-fault-title"), instead()),
        Opening::StandIn => {
            let other = view.stand_in.as_ref()?;
            // The place stands on a line of its own, if it is short.
            let place = place(scene, other).replace(' ', "\u{a0}");
            let title = scene.texts.format("kiosk-stand-in-title", &[("place", place.into())]);
            screen("print", &title, [text("kiosk-stand-in-hint"), String::new()])
        }
    }
}

/// Why the kiosk can give no number by itself, and whom to ask.
pub(super) fn why_none(why: NoNumber) -> &'static str {
    match why {
        NoNumber::NoneLent => "kiosk-emergency-none-lent",
        NoNumber::UsedUp => "kiosk-emergency-used-up",
        NoNumber::DayOver => "kiosk-emergency-day-over",
        NoNumber::ClockWrong => "kiosk-emergency-clock",
        NoNumber::Disk => "kiosk-emergency-disk",
    }
}

/// The same in a word or two, for staff.
pub(super) fn why_none_short(why: NoNumber) -> &'static str {
    match why {
        NoNumber::NoneLent => "kiosk-staff-emergency-none",
        NoNumber::UsedUp => "kiosk-staff-emergency-used-up",
        NoNumber::DayOver => "kiosk-staff-emergency-day-over",
        NoNumber::ClockWrong => "kiosk-staff-emergency-clock",
        NoNumber::Disk => "kiosk-staff-emergency-disk",
    }
}

/// Where the printer is that stands in: as the centre says it, else its name.
pub(super) fn place<'s>(scene: &Scene<'_>, other: &'s StandInPrinter) -> &'s str {
    match scene.own(&other.place) {
        "" => &other.device,
        place => place,
    }
}

fn opens_again(scene: &Scene<'_>, at: Option<Timestamp>) -> String {
    at.map(|at| scene.texts.format("kiosk-opens-again", &[("moment", scene.moment(at).into())]))
        .unwrap_or_default()
}

fn hotline(scene: &Scene<'_>, view: Option<&KioskView>) -> String {
    match view.map_or("", |view| view.centre.hotline.as_str()) {
        "" => String::new(),
        number => scene.texts.format("kiosk-hotline", &[("hotline", number.into())]),
    }
}
