//! What is touched is large enough for a finger, wherever the size of the screen is known.

mod sample;

use egui::Vec2;
use egui::accesskit::Role;
use goiso_i18n::Texts;
use goiso_kiosk::{Action, GuideAction, Key, Kiosk, SoundCard, StaffAction, kiosk_ui};
use goiso_protocol::{Answer, KioskView, ScannedThing};
use goiso_ui::testing::egui_kittest::kittest::NodeT as _;
use goiso_ui::testing::harness;
use sample::{answer, at, choose, enter_corner, idle, kiosk, many, own_slip, scanned, show, ticket};

/// Screens that kiosks have, in pixels and inches.
const SCREENS: [([u32; 2], u32); 5] =
    [([1024, 768], 15), ([768, 1024], 15), ([1366, 768], 19), ([1080, 1920], 21), ([1920, 1080], 24)];
/// The goal is 20; letters and rows are laid out in whole pixels.
const MILLIMETRES_MIN: f32 = 19.5;

fn view(inches: u32) -> KioskView {
    let mut view = sample::speaking(sample::with_corner(many(24)));
    view.setup.screen_inches = Some(inches);
    view
}

/// Everything to touch on a screen is at least 20 mm high and wide, and no word is lost for it.
fn fits_fingers(name: &str, kiosk: &Kiosk, (size, inches): ([u32; 2], u32)) {
    sample::fits::fits(name, kiosk, size);
    let texts = Texts::new(kiosk.language());
    let harness = harness(size, |ui| {
        kiosk_ui(ui, kiosk, &texts, at(6));
    });
    let diagonal = Vec2::new(size[0] as f32, size[1] as f32).length();
    let a_millimetre = diagonal / (inches as f32 * 25.4);
    let mut n_targets = 0;
    for node in harness.root().children_recursive() {
        let node_here = node.accesskit_node();
        if node_here.role() != Role::Button {
            continue;
        }
        n_targets += 1;
        let rect = node.rect();
        let millimetres = rect.height().min(rect.width()) / a_millimetre;
        let label = node_here.label();
        assert!(
            millimetres >= MILLIMETRES_MIN,
            "{name}: {label:?} is {millimetres:.1} mm on {inches} inches at {size:?}"
        );
    }
    assert!(n_targets > 0, "{name}: nothing is looked at");
}

fn listening(view: KioskView) -> Kiosk {
    let mut kiosk = idle(view);
    kiosk.set_sound(SoundCard::Works);
    kiosk.handle(Action::Begin, at(0));
    kiosk.handle(Action::Guide(GuideAction::Start), at(0));
    kiosk
}

#[test]
fn choosing_and_looking_for_a_service() {
    for screen in SCREENS {
        let mut searching = kiosk(view(screen.1));
        fits_fingers("choosing", &searching, screen);
        searching.handle(Action::Search, at(0));
        fits_fingers("searching", &searching, screen);
    }
}

#[test]
fn what_is_beside_the_way() {
    for screen in SCREENS {
        let scan = |thing: ScannedThing| {
            let mut kiosk = idle(view(screen.1));
            show(&mut kiosk, scanned(view(screen.1), thing), 0);
            kiosk
        };
        fits_fingers("attract", &idle(view(screen.1)), screen);
        for aside in [Action::AskPriority, Action::AskScan, Action::AskLanguage] {
            let mut kiosk = kiosk(view(screen.1));
            kiosk.handle(aside.clone(), at(0));
            fits_fingers(&format!("{aside:?}"), &kiosk, screen);
        }
        let mut own = scan(own_slip(ticket()));
        fits_fingers("own slip", &own, screen);
        own.handle(Action::AskCancel, at(0));
        fits_fingers("giving up", &own, screen);
        let appointment = Some(sample::appointment());
        fits_fingers("appointment", &scan(ScannedThing::Appointment { appointment }), screen);
        let mut taken = kiosk(view(screen.1));
        let id = choose(&mut taken, "dich-vu-0", 0);
        answer(&mut taken, &id, Answer::Done { ticket: Some(ticket()) }, 0);
        fits_fingers("number", &taken, screen);
    }
}

#[test]
fn the_bar_of_the_voice() {
    for screen in SCREENS {
        let mut untouched = idle(view(screen.1));
        untouched.set_sound(SoundCard::Works);
        fits_fingers("a voice is offered", &untouched, screen);
        let mut kiosk = listening(view(screen.1));
        fits_fingers("listening while choosing", &kiosk, screen);
        kiosk.handle(Action::Search, at(0));
        fits_fingers("listening while searching", &kiosk, screen);
        kiosk.handle(Action::Back, at(0));
        let id = choose(&mut kiosk, "dich-vu-0", 0);
        answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 0);
        fits_fingers("listening to a number", &kiosk, screen);
    }
}

#[test]
fn the_staff_corner() {
    for screen in SCREENS {
        let mut kiosk = idle(view(screen.1));
        kiosk.set_sound(SoundCard::Works);
        kiosk.handle(Action::OpenStaff, at(0));
        fits_fingers("PIN", &kiosk, screen);
        kiosk.handle(Action::Staff(StaffAction::Close), at(0));
        enter_corner(&mut kiosk, 0);
        fits_fingers("corner", &kiosk, screen);
        kiosk.handle(Action::Staff(StaffAction::AskReprint), at(0));
        fits_fingers("reprint", &kiosk, screen);
        kiosk.handle(Action::Staff(StaffAction::Type(Key::Char('A'))), at(0));
        fits_fingers("reprint, typed", &kiosk, screen);
    }
}
