//! The staff corner as a value: who gets in, with the hub and without, and what can be done there.

mod sample;

use goiso_client::LinkEvent;
use goiso_client::emergency::FileDisk;
use goiso_kiosk::{
    Action, Errand, GIVEN_KEPT, GuideAction, Key, Kiosk, LastTry, Reprinting, Runtime, STAFF_IDLE_MAX,
    Screen, SoundCard, StaffAction, StaffPage, StaffPin, WRONG_PINS_MAX,
};
use goiso_model::TicketNumber;
use goiso_protocol::{Answer, Pin, RefusalText, Request, TicketInfo, ToHub};
use sample::{
    answer, at, choose, commune, enter_corner, idle, mockup, service_id, speaking, ticket, type_pin,
    with_corner,
};

fn staff(action: StaffAction) -> Action {
    Action::Staff(action)
}

fn page(kiosk: &Kiosk) -> &StaffPage {
    match kiosk.screen() {
        Screen::Staff(page) => page,
        other => panic!("the corner is not open: {other:?}"),
    }
}

fn last_try(kiosk: &Kiosk) -> &LastTry {
    match page(kiosk) {
        StaffPage::Pin { last, .. } => last,
        other => panic!("no PIN is asked for: {other:?}"),
    }
}

fn refused(code: &str, values: &[(&str, &str)]) -> Answer {
    let values = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Answer::Refused { refusal: RefusalText { code: code.to_owned(), values } }
}

#[test]
fn the_pin_that_staff_type_goes_to_the_hub_once() {
    let mut runtime = Runtime::<FileDisk>::new(at_the_door(), || 7);
    for digit in [2, 5, 8, 0, 3, 6] {
        runtime.handle(staff(StaffAction::Digit(digit)), at(1));
    }
    assert_eq!(runtime.poll(None, at(1)), []);
    runtime.handle(staff(StaffAction::Enter), at(1));
    let errands = runtime.poll(None, at(1));
    let [Errand::Send(ToHub::OpenCorner { id, pin })] = &errands[..] else { panic!("{errands:?}") };
    assert_eq!(pin.expose(), "258036");
    assert_eq!(runtime.poll(None, at(2)), []);
    // A line that takes nothing lets nobody in.
    runtime.not_sent(id, at(2));
    assert_eq!(runtime.poll(None, at(2)), []);
    assert!(matches!(page(runtime.kiosk()), StaffPage::Pin { .. }));
}

/// A kiosk whose corner asks for the PIN.
fn at_the_door() -> Kiosk {
    let mut kiosk = idle(with_corner(mockup()));
    kiosk.handle(Action::OpenStaff, at(0));
    kiosk
}

/// What the hub answers to the PIN.
fn tries(kiosk: &mut Kiosk, pin: &str, secs: i64, says: Answer) {
    let Some(ToHub::OpenCorner { id, pin: asked }) = type_pin(kiosk, pin, secs) else {
        panic!("the hub is asked")
    };
    assert_eq!(asked.expose(), pin);
    assert!(matches!(last_try(kiosk), LastTry::Asked(_)));
    answer(kiosk, &id, says, secs);
}

fn loses_the_line(kiosk: &mut Kiosk, secs: i64) {
    kiosk.take(LinkEvent::Down { since: at(secs) }, at(secs));
}

#[test]
fn the_hub_says_whether_a_pin_is_right() {
    let mut kiosk = at_the_door();
    tries(&mut kiosk, "258035", 1, refused("wrong_pin", &[]));
    assert_eq!(*last_try(&kiosk), LastTry::Wrong);
    tries(&mut kiosk, "258035", 2, refused("sign_in_locked", &[("minutes", "5")]));
    assert_eq!(*last_try(&kiosk), LastTry::Shut { until: at(302) });
    tries(&mut kiosk, "258036", 3, Answer::Done { ticket: None });
    assert_eq!(*page(&kiosk), StaffPage::Home);
    kiosk.tick(at(3) + STAFF_IDLE_MAX);
    assert_eq!(*kiosk.screen(), Screen::Attract, "it closes by itself");
}

#[test]
fn the_pin_is_never_written_out() {
    let mut kiosk = at_the_door();
    type_pin(&mut kiosk, "258036", 1);
    let written = format!("{kiosk:?}");
    assert!(!written.contains("258036"), "{written}");
    enter_corner(&mut idle(with_corner(mockup())), 0);
    let pin = StaffPin::of(&Pin::new("258036")).expect("random bits");
    assert!(pin.is("258036") && !pin.is("258037"));
    assert_eq!(format!("{pin:?}"), "StaffPin(…)");
    assert!(pin.as_hash().starts_with("$argon2id$"));
}

#[test]
fn with_the_hub_away_the_pin_that_it_last_found_right_opens() {
    let mut kiosk = idle(with_corner(mockup()));
    enter_corner(&mut kiosk, 0);
    kiosk.handle(staff(StaffAction::Close), at(1));
    loses_the_line(&mut kiosk, 2);
    kiosk.handle(Action::OpenStaff, at(3));
    assert_eq!(type_pin(&mut kiosk, "111111", 3), None, "nobody is asked");
    assert_eq!(*last_try(&kiosk), LastTry::Wrong);
    assert_eq!(type_pin(&mut kiosk, "258036", 4), None);
    assert_eq!(*page(&kiosk), StaffPage::Home);
}

#[test]
fn with_the_hub_away_five_wrong_pins_shut_the_corner() {
    let mut kiosk = idle(with_corner(mockup()));
    enter_corner(&mut kiosk, 0);
    kiosk.handle(staff(StaffAction::Close), at(1));
    loses_the_line(&mut kiosk, 2);
    kiosk.handle(Action::OpenStaff, at(3));
    for _ in 0..WRONG_PINS_MAX {
        type_pin(&mut kiosk, "111111", 3);
    }
    assert_eq!(*last_try(&kiosk), LastTry::Shut { until: at(303) });
    type_pin(&mut kiosk, "258036", 4);
    assert_eq!(*last_try(&kiosk), LastTry::Shut { until: at(303) }, "even with the right one");
    type_pin(&mut kiosk, "258036", 304);
    assert_eq!(*kiosk.screen(), Screen::Attract, "it has closed by itself");
    kiosk.handle(Action::OpenStaff, at(305));
    type_pin(&mut kiosk, "258036", 305);
    assert_eq!(*page(&kiosk), StaffPage::Home);
}

#[test]
fn a_kiosk_that_never_heard_of_a_right_pin_needs_the_hub() {
    let mut kiosk = at_the_door();
    loses_the_line(&mut kiosk, 1);
    assert_eq!(type_pin(&mut kiosk, "258036", 2), None);
    assert_eq!(*last_try(&kiosk), LastTry::HubNeeded);
    let mut again = idle(mockup());
    again.remember_pin(StaffPin::of(&Pin::new("258036")));
    loses_the_line(&mut again, 1);
    again.handle(Action::OpenStaff, at(2));
    type_pin(&mut again, "258036", 2);
    assert_eq!(*page(&again), StaffPage::Home, "an earlier start knew it");
}

#[test]
fn without_a_pin_in_the_centres_file_there_is_no_corner() {
    let mut kiosk = idle(mockup());
    kiosk.handle(Action::OpenStaff, at(0));
    assert_eq!(*kiosk.screen(), Screen::Attract);
}

#[test]
fn staff_print_a_number_that_was_given_here_of_late_or_one_that_they_type() {
    let mut kiosk = idle(with_corner(mockup()));
    kiosk.handle(Action::Begin, at(0));
    for value in 1..=7 {
        let id = choose(&mut kiosk, "chung-thuc", 0);
        let number = TicketNumber::compose("A", value, 3);
        answer(&mut kiosk, &id, Answer::Done { ticket: Some(TicketInfo { number, ..ticket() }) }, 0);
        kiosk.handle(Action::Done, at(0));
    }
    enter_corner(&mut kiosk, 0);
    let given: Vec<&str> = kiosk.last_tickets().iter().map(|ticket| ticket.number.as_str()).collect();
    assert_eq!(given, ["A007", "A006", "A005", "A004", "A003", "A002"]);
    assert_eq!(given.len(), GIVEN_KEPT);

    kiosk.handle(staff(StaffAction::AskReprint), at(1));
    for letter in "k1-901!".chars() {
        kiosk.handle(staff(StaffAction::Type(Key::Char(letter))), at(1));
    }
    assert!(matches!(page(&kiosk), StaffPage::Reprint { typed, .. } if typed == "K1-901"));
    let sent = kiosk.handle(staff(StaffAction::Enter), at(1));
    let Some(ToHub::Request { id, request: Request::ReprintNumber { number } }) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(number, TicketNumber::typed("K1-901"));
    answer(&mut kiosk, &id, refused("unknown_number", &[("number", "K1-901")]), 2);
    assert!(matches!(page(&kiosk), StaffPage::Reprint { last: Reprinting::Refused(_), .. }));

    let sent = kiosk.handle(staff(StaffAction::Reprint(TicketNumber::typed("A007"))), at(3));
    let id = sent.and_then(ToHub::into_id).expect("the hub is asked");
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 3);
    let printing = Reprinting::Printing(TicketNumber::typed("A007"));
    assert_eq!(*page(&kiosk), StaffPage::Reprint { typed: String::new(), last: printing });
    loses_the_line(&mut kiosk, 4);
    let sent = kiosk.handle(staff(StaffAction::Reprint(TicketNumber::typed("A007"))), at(5));
    assert_eq!(sent, None, "no printer is reached without the hub");
}

#[test]
fn staff_set_how_loud_the_kiosk_begins_to_speak() {
    let mut kiosk = idle(with_corner(speaking(commune())));
    kiosk.set_sound(SoundCard::Works);
    enter_corner(&mut kiosk, 0);
    kiosk.handle(staff(StaffAction::Volume(GuideAction::Softer)), at(1));
    assert_eq!(kiosk.volume(), 40);
    kiosk.handle(staff(StaffAction::Close), at(2));
    kiosk.handle(Action::Guide(GuideAction::Start), at(3));
    kiosk.handle(Action::Guide(GuideAction::Louder), at(3));
    assert_eq!(kiosk.volume(), 60);
    kiosk.tick(at(200));
    assert_eq!(kiosk.volume(), 40, "for each visitor from now on");
}

#[test]
fn staff_see_every_colour_and_start_the_program_anew() {
    let mut kiosk = idle(with_corner(mockup()));
    enter_corner(&mut kiosk, 0);
    for step in 0..goiso_kiosk::TEST_STEPS {
        kiosk.handle(staff(StaffAction::TestScreen), at(1));
        assert_eq!(*page(&kiosk), StaffPage::ScreenTest(step));
    }
    kiosk.handle(staff(StaffAction::TestScreen), at(1));
    assert_eq!(*page(&kiosk), StaffPage::Home);
    kiosk.handle(staff(StaffAction::Restart), at(2));
    assert!(!kiosk.wants_restart(), "it is asked first");
    kiosk.handle(staff(StaffAction::AskRestart), at(2));
    kiosk.handle(staff(StaffAction::Restart), at(3));
    assert!(kiosk.wants_restart());
    assert_eq!(kiosk.handle(Action::ChooseService(service_id("chung-thuc")), at(4)), None);
}

#[test]
fn the_pin_outlasts_a_power_cut_and_only_the_kiosk_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(goiso_kiosk::read_pin(folder.path()), None);
    let pin = StaffPin::of(&Pin::new("258036"));
    for _ in 0..2 {
        goiso_kiosk::keep_pin(folder.path(), pin.as_ref()).expect("the folder can be written to");
    }
    assert_eq!(goiso_kiosk::read_pin(folder.path()), pin);
    let files: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().collect();
    assert_eq!(files.len(), 1);
    let mode = files[0].metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let written = std::fs::read_to_string(files[0].path()).expect("a text");
    assert!(written.starts_with("$argon2id$") && !written.contains("258036"));
    for _ in 0..2 {
        goiso_kiosk::keep_pin(folder.path(), None).expect("it can be forgotten, twice too");
    }
    assert_eq!(goiso_kiosk::read_pin(folder.path()), None);
}
