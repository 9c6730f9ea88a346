//! The drawn screens of the voice, of one's own slip, of an appointment and of the staff corner.

mod sample;

use std::cell::RefCell;

use goiso_client::LinkEvent;
use goiso_i18n::Texts;
use goiso_kiosk::{Action, GuideAction, Key, Kiosk, StaffAction, kiosk_ui};
use goiso_model::Language;
use goiso_protocol::{Answer, RefusalText, ScannedThing, TicketInfo};
use goiso_ui::testing::egui_kittest::Harness;
use goiso_ui::testing::egui_kittest::kittest::Queryable as _;
use goiso_ui::testing::harness;
use sample::fits::{SIZES, comforts, fits, spoken};
use sample::{answer, at, choose, commune, idle, kiosk, mockup, own_slip, scanned, show, ticket};

const DESIGN: [u32; 2] = [1080, 1920];

/// What somebody does before the screen, and the last that it reports of it.
fn report(kiosk: &Kiosk, does: impl FnOnce(&mut Harness<'_>)) -> Option<Action> {
    let texts = Texts::new(kiosk.language());
    let reported = RefCell::new(Vec::new());
    let mut harness = harness(DESIGN, |ui| {
        reported.borrow_mut().extend(kiosk_ui(ui, kiosk, &texts, at(6)));
    });
    does(&mut harness);
    harness.step();
    harness.step();
    drop(harness);
    let mut reported = reported.into_inner();
    reported.retain(|action| *action != Action::Stay);
    reported.pop()
}

fn touch(kiosk: &Kiosk, label: &str) -> Option<Action> {
    report(kiosk, |harness| harness.get_by_label(label).click())
}

fn says(kiosk: &Kiosk, label: &str) -> bool {
    let texts = Texts::new(kiosk.language());
    let harness = harness(DESIGN, |ui| {
        kiosk_ui(ui, kiosk, &texts, at(6));
    });
    harness.query_by_label(label).is_some()
}

#[test]
fn everything_fits_at_every_size() {
    for (name, kiosk) in screens() {
        for language in [Language::vietnamese(), Language::english()] {
            for size in SIZES {
                fits(name, &spoken(&kiosk, &language), size);
            }
        }
    }
}

#[test]
fn everything_fits_with_every_comfort() {
    for (name, kiosk) in screens() {
        for comfort in comforts() {
            let mut kiosk = kiosk.clone();
            kiosk.handle(Action::Adjust(comfort), at(0));
            for size in [[1080, 1920], [1366, 768], [1024, 768]] {
                fits(name, &kiosk, size);
            }
        }
    }
}

fn screens() -> Vec<(&'static str, Kiosk)> {
    let mut screens = screens_with_voice();
    screens.extend(corner());
    let thing = ScannedThing::Appointment { appointment: Some(sample::appointment()) };
    let mut kiosk = idle(commune());
    show(&mut kiosk, scanned(commune(), thing), 0);
    screens.push(("appointment", kiosk));
    screens
}

#[test]
fn a_slip_before_the_scanner_and_an_appointment_are_dealt_with_by_one_touch() {
    let scan = |thing: ScannedThing| {
        let mut kiosk = idle(mockup());
        show(&mut kiosk, scanned(mockup(), thing), 0);
        kiosk
    };
    assert_eq!(touch(&scan(own_slip(ticket())), "In lại phiếu"), Some(Action::Reprint(ticket().ticket)));
    let old = TicketInfo { issued_at: at(-601), ..ticket() };
    assert!(!says(&scan(own_slip(old)), "In lại phiếu"), "only soon after it was taken");
    let appointment = sample::appointment();
    let shown = |from: i64, until: i64| {
        let (from, in_order_until) = (at(from), at(until));
        let appointment = goiso_protocol::ScannedAppointment { from, in_order_until, ..appointment.clone() };
        scan(ScannedThing::Appointment { appointment: Some(appointment) })
    };
    let check_in = Some(Action::CheckIn(appointment.code));
    assert!(says(&shown(0, 600), "Lịch hẹn lúc 09:00"));
    assert_eq!(touch(&shown(0, 600), "Hộ tịch – Cư trú"), check_in);
    assert_eq!(touch(&shown(60, 600), "Hộ tịch – Cư trú"), None, "it is too early");
    assert!(says(&shown(60, 600), "Còn sớm: lấy số được từ 08:43"));
    assert_eq!(touch(&shown(-600, 0), "Hộ tịch – Cư trú"), check_in);
    assert!(says(&shown(-600, 0), "Đã qua giờ hẹn: vẫn lấy số được, chờ theo thứ tự chung"));
    let unknown = scan(ScannedThing::Appointment { appointment: None });
    assert!(says(&unknown, "Không tìm thấy lịch hẹn này"));
}

/// Those of a kiosk with a voice.
fn screens_with_voice() -> Vec<(&'static str, Kiosk)> {
    vec![
        ("attract with a voice", sample::with_voice(commune())),
        ("home with a voice", voiced(&[Action::Begin])),
        ("listening", listening(&[])),
        ("listening to classes", listening(&[Action::AskPriority])),
        ("listening while searching", listening(&[Action::Search])),
        ("listening to the scan help", listening(&[Action::AskScan])),
    ]
}

/// The staff corner, with and without a voice, and how a try may have ended.
fn corner() -> Vec<(&'static str, Kiosk)> {
    let staff = |kiosk: &Kiosk, actions: &[StaffAction]| {
        let mut kiosk = kiosk.clone();
        for action in actions {
            kiosk.handle(Action::Staff(action.clone()), at(0));
        }
        kiosk
    };
    let mut silent = idle(sample::with_corner(mockup()));
    silent.handle(Action::OpenStaff, at(0));
    let mut unheard = silent.clone();
    unheard.take(LinkEvent::Down { since: at(0) }, at(0));
    sample::type_pin(&mut unheard, "258036", 0);
    let mut plain = idle(sample::with_corner(mockup()));
    sample::enter_corner(&mut plain, 0);
    let mut kiosk = idle(sample::speaking(sample::with_corner(commune())));
    kiosk.set_sound(goiso_kiosk::SoundCard::Works);
    kiosk.handle(Action::Begin, at(0));
    for _ in 0..7 {
        let id = choose(&mut kiosk, "chung-thuc", 0);
        answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 0);
        kiosk.handle(Action::Done, at(0));
    }
    sample::enter_corner(&mut kiosk, 0);
    let letters = "K1-901".chars().map(|letter| StaffAction::Type(Key::Char(letter)));
    let typed: Vec<StaffAction> = [StaffAction::AskReprint].into_iter().chain(letters).collect();
    let mut refused = staff(&kiosk, &typed);
    let sent = refused.handle(Action::Staff(StaffAction::Enter), at(0));
    let id = sent.and_then(goiso_protocol::ToHub::into_id).expect("the hub is asked");
    let refusal = RefusalText { code: "no_printer".to_owned(), values: [].into() };
    answer(&mut refused, &id, Answer::Refused { refusal }, 0);
    vec![
        ("PIN", silent),
        ("PIN that nobody checks", unheard),
        ("corner without a voice", plain.clone()),
        ("no number yet", staff(&plain, &[StaffAction::AskReprint])),
        ("corner", kiosk.clone()),
        ("reprint", staff(&kiosk, &typed)),
        ("refused reprint", refused),
        ("screen test", staff(&kiosk, &[StaffAction::TestScreen])),
        ("restart", staff(&kiosk, &[StaffAction::AskRestart])),
    ]
}

/// A kiosk that could speak, after these touches.
fn voiced(actions: &[Action]) -> Kiosk {
    let mut kiosk = sample::with_voice(commune());
    for action in actions {
        kiosk.handle(action.clone(), at(0));
    }
    kiosk
}

/// The same where it does speak.
fn listening(actions: &[Action]) -> Kiosk {
    voiced(&[&[Action::Guide(GuideAction::Start)], actions].concat())
}

#[test]
fn the_voice_is_switched_by_touch_and_by_key() {
    let start = Some(Action::Guide(GuideAction::Start));
    assert_eq!(touch(&voiced(&[]), "Nghe hướng dẫn"), start);
    assert_eq!(touch(&voiced(&[Action::Begin]), "Bật tiếng"), start);
    let typed = |kiosk: &Kiosk, sign: &str| {
        report(kiosk, |harness| harness.event(egui::Event::Text(sign.to_owned())))
    };
    assert_eq!(typed(&voiced(&[]), "*"), start);
    let on = listening(&[]);
    for (label, sign, action) in [
        ("Nghe lại", "/", GuideAction::Again),
        ("Nhỏ hơn", "-", GuideAction::Softer),
        ("To hơn", "+", GuideAction::Louder),
        ("Tắt tiếng", "*", GuideAction::Stop),
    ] {
        assert_eq!(touch(&on, label), Some(Action::Guide(action)), "{label}");
        assert_eq!(typed(&on, sign), Some(Action::Guide(action)), "{sign}");
    }
    assert!(says(&on, "Âm lượng 60 %"));
    assert!(!says(&kiosk(commune()), "Bật tiếng"), "nothing is offered where it cannot speak");
}
