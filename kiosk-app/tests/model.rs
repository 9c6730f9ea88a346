//! The screen as a value: what a touch, the hub and time lead to.

mod sample;

use goiso_client::LinkEvent;
use goiso_kiosk::{ANSWER_MAX, Action, IDLE_MAX, Kiosk, Letters, LinkState, Screen, TAKEN_SHOWN, Told};
use goiso_model::{FieldId, Language};
use goiso_protocol::{Answer, ErrorCode, IssuingState, RefusalText, Request, ToHub};
use sample::{
    answer, at, choose, class_id, commune, kiosk, kiosk_with, mockup, new_kiosk, province, service_id, show,
    ticket,
};

const HOME: Screen = Screen::Choosing { field: None };

fn down() -> LinkEvent {
    LinkEvent::Down { since: at(0) }
}

fn refusal() -> Answer {
    Answer::Refused { refusal: RefusalText { code: "service_full".to_owned(), values: [].into() } }
}

fn touch(kiosk: &mut Kiosk, slug: &str, secs: i64) -> Option<ToHub> {
    kiosk.handle(Action::ChooseService(service_id(slug)), at(secs))
}

#[test]
fn two_touches_ask_for_one_number() {
    let mut kiosk = kiosk(mockup());
    let first = choose(&mut kiosk, "chung-thuc", 1);
    assert_eq!(touch(&mut kiosk, "chung-thuc", 1), None);
    assert_eq!(touch(&mut kiosk, "ho-tich", 2), None);
    assert!(matches!(kiosk.screen(), Screen::Issuing { id, .. } if *id == first));
}

#[test]
fn the_number_is_shown_when_the_hub_has_answered() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 1);
    answer(&mut kiosk, &"another".parse().unwrap(), Answer::Done { ticket: Some(ticket()) }, 2);
    assert!(matches!(kiosk.screen(), Screen::Issuing { .. }), "the answer was to another request");
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 3);
    let until = at(3) + TAKEN_SHOWN;
    assert_eq!(*kiosk.screen(), Screen::Taken { ticket: Box::new(ticket()), until });
}

#[test]
fn the_next_visitor_finds_the_start_screen() {
    let mut kiosk = kiosk(mockup());
    kiosk.handle(Action::Speak(Language::english()), at(0));
    kiosk.handle(Action::Set(Letters::Large), at(0));
    let id = choose(&mut kiosk, "chung-thuc", 0);
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 0);
    assert_eq!(kiosk.next_deadline(), Some(at(15)));
    kiosk.tick(at(14));
    assert!(matches!(kiosk.screen(), Screen::Taken { .. }));
    kiosk.tick(at(15));
    assert_eq!(*kiosk.screen(), HOME);
    assert_eq!(*kiosk.language(), Language::vietnamese());
    assert_eq!(kiosk.letters(), Letters::Normal);
    assert_eq!(kiosk.next_deadline(), None);
}

#[test]
fn done_frees_the_screen_at_once() {
    let mut kiosk = kiosk_with(ticket());
    kiosk.handle(Action::Done, at(2));
    assert_eq!(*kiosk.screen(), HOME);
}

#[test]
fn a_refusal_is_shown_for_a_while() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    answer(&mut kiosk, &id, refusal(), 1);
    assert!(
        matches!(kiosk.screen(), Screen::Told { told: Told::Refused(refusal), .. } if refusal.code == "service_full")
    );
    assert_eq!(kiosk.next_deadline(), Some(at(11)));
    kiosk.tick(at(11));
    assert_eq!(*kiosk.screen(), HOME);
}

#[test]
fn nothing_can_be_taken_while_the_line_is_down() {
    let mut kiosk = kiosk(mockup());
    kiosk.take(down(), at(1));
    assert!(!kiosk.can_issue() && kiosk.view().is_some(), "the last view stays");
    assert_eq!(touch(&mut kiosk, "chung-thuc", 2), None);
    kiosk.take(LinkEvent::Up, at(3));
    choose(&mut kiosk, "chung-thuc", 4);
}

#[test]
fn a_line_lost_while_a_number_is_asked_for_brings_it_later() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    kiosk.take(down(), at(6));
    assert_eq!(kiosk.next_deadline(), None, "nobody else can do anything either");
    kiosk.tick(at(600));
    kiosk.take(LinkEvent::Up, at(600));
    assert_eq!(kiosk.next_deadline(), Some(at(600) + ANSWER_MAX));
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 601);
    assert!(matches!(kiosk.screen(), Screen::Taken { .. }));
}

#[test]
fn a_silent_hub_does_not_hold_the_visitor_for_ever() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    assert_eq!(kiosk.next_deadline(), Some(at(20)));
    kiosk.tick(at(20));
    assert!(matches!(kiosk.screen(), Screen::Told { told: Told::NoAnswer(_), .. }));
    let mut late = kiosk.clone();
    answer(&mut late, &id, Answer::Done { ticket: Some(ticket()) }, 22);
    assert!(matches!(late.screen(), Screen::Taken { .. }), "the visitor is still there");
    kiosk.tick(at(30));
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 31);
    assert_eq!(*kiosk.screen(), HOME, "the next visitor is not shown another's number");
}

#[test]
fn closed_full_and_unknown_services_cannot_be_chosen() {
    let mut kiosk = kiosk(commune());
    for slug in ["ho-tich", "dat-dai", "dang-ky", "khong-co"] {
        assert_eq!(touch(&mut kiosk, slug, 0), None, "{slug}");
    }
    choose(&mut kiosk, "chung-thuc", 0);
}

#[test]
fn a_service_that_closes_between_sight_and_touch_is_not_asked_for() {
    let mut kiosk = kiosk(mockup());
    show(&mut kiosk, commune(), 1);
    assert_eq!(touch(&mut kiosk, "ho-tich", 2), None);
}

#[test]
fn a_hub_that_cannot_promise_a_number_is_not_asked_for_one() {
    let mut kiosk = kiosk(mockup());
    for issuing in [IssuingState::JournalUnavailable, IssuingState::Unknown] {
        show(&mut kiosk, goiso_protocol::KioskView { issuing, ..mockup() }, 1);
        assert_eq!(touch(&mut kiosk, "chung-thuc", 2), None);
    }
}

#[test]
fn the_claimed_class_goes_with_the_request_and_no_further() {
    let mut kiosk = kiosk(mockup());
    kiosk.handle(Action::ChooseClass(class_id("nct")), at(0));
    assert_eq!(kiosk.class(), None, "the classes were not on the screen");
    kiosk.handle(Action::AskPriority, at(0));
    kiosk.handle(Action::ChooseClass(class_id("nct")), at(1));
    assert_eq!(kiosk.class(), Some(&class_id("nct")));
    let sent = touch(&mut kiosk, "chung-thuc", 2).unwrap();
    let ToHub::Request { id, request } = sent else { panic!("a request was expected") };
    let expected = Request::Issue { service: service_id("chung-thuc"), priority: Some(class_id("nct")) };
    assert_eq!(request, expected);
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 3);
    kiosk.handle(Action::Done, at(4));
    assert_eq!(kiosk.class(), None);
}

#[test]
fn back_goes_one_screen_back() {
    let mut kiosk = kiosk(province());
    let field = FieldId::new("so-tu-phap").unwrap();
    kiosk.handle(Action::ChooseField(field.clone()), at(0));
    assert_eq!(*kiosk.screen(), Screen::Choosing { field: Some(field) });
    kiosk.handle(Action::Back, at(0));
    assert_eq!(*kiosk.screen(), HOME);
    kiosk.handle(Action::AskPriority, at(0));
    kiosk.handle(Action::ChooseClass(class_id("om")), at(0));
    kiosk.handle(Action::Back, at(0));
    assert_eq!(kiosk.class(), None);
    kiosk.handle(Action::ChooseField(FieldId::new("khong-co").unwrap()), at(0));
    assert_eq!(*kiosk.screen(), HOME);
}

#[test]
fn a_visitor_who_leaves_is_forgotten_after_half_a_minute() {
    for action in [
        Action::Speak(Language::english()),
        Action::Set(Letters::Large),
        Action::AskPriority,
        Action::ChooseField(FieldId::new("thue").unwrap()),
    ] {
        let mut kiosk = kiosk(province());
        assert_eq!(kiosk.next_deadline(), None, "an untouched kiosk sleeps");
        kiosk.handle(action.clone(), at(5));
        assert_eq!(kiosk.next_deadline(), Some(at(5) + IDLE_MAX), "{action:?}");
        kiosk.tick(at(34));
        assert_ne!(kiosk.next_deadline(), None);
        kiosk.tick(at(35));
        assert_eq!(kiosk.next_deadline(), None, "{action:?}");
        assert_eq!(*kiosk.language(), Language::vietnamese());
    }
}

#[test]
fn what_a_new_view_no_longer_has_is_no_longer_chosen() {
    let mut kiosk = kiosk(province());
    kiosk.handle(Action::AskPriority, at(0));
    kiosk.handle(Action::ChooseClass(class_id("nct")), at(0));
    kiosk.handle(Action::ChooseField(FieldId::new("thue").unwrap()), at(0));
    show(&mut kiosk, goiso_protocol::KioskView { classes: Vec::new(), ..mockup() }, 1);
    assert_eq!((kiosk.screen(), kiosk.class()), (&HOME, None));
}

#[test]
fn a_clock_set_back_holds_no_screen() {
    let mut kiosk = kiosk_with(ticket());
    kiosk.tick(at(-3600));
    assert_eq!(kiosk.next_deadline(), Some(at(-3600) + TAKEN_SHOWN));
    let mut idle = sample::kiosk(mockup());
    idle.handle(Action::AskPriority, at(0));
    idle.tick(at(-3600));
    assert_eq!(idle.next_deadline(), Some(at(-3600) + IDLE_MAX));
}

#[test]
fn a_tick_before_the_deadline_changes_nothing_and_at_it_something() {
    let mut issuing = kiosk(mockup());
    let id = choose(&mut issuing, "chung-thuc", 0);
    let mut told = issuing.clone();
    answer(&mut told, &id, refusal(), 0);
    let mut touched = kiosk(province());
    touched.handle(Action::AskPriority, at(0));
    for mut kiosk in [issuing, told, touched, kiosk_with(ticket())] {
        let deadline = kiosk.next_deadline().expect("each of these screens ends by itself");
        let before = kiosk.screen().clone();
        kiosk.tick(deadline - jiff::SignedDuration::from_millis(1));
        assert_eq!((kiosk.screen(), kiosk.next_deadline()), (&before, Some(deadline)));
        kiosk.tick(deadline);
        assert_ne!(*kiosk.screen(), before);
        assert_ne!(kiosk.next_deadline(), Some(deadline));
    }
}

#[test]
fn the_link_is_told_as_it_is() {
    let mut kiosk = new_kiosk();
    assert_eq!(kiosk.link(), LinkState::Connecting);
    let code = ErrorCode::UnknownDevice;
    kiosk.take(LinkEvent::NotAccepted { code, message: String::new() }, at(0));
    assert_eq!(kiosk.link(), LinkState::NotAccepted(code));
    kiosk.take(LinkEvent::Up, at(1));
    assert_eq!(kiosk.link(), LinkState::Up);
    assert!(!kiosk.can_issue(), "no view has come yet");
}
