//! The staff corner of a kiosk: the PIN that the IT person sets, checked by the hub, and a slip by its number.

use std::io::Write as _;
use std::process::{Command, Stdio};

use goiso_model::TicketNumber;
use goiso_protocol::{Answer, Pin, Request, ToHub};

use crate::support::{Centre, Child, HUB, Screen, done, request_id};

const PIN: &str = "258036";

/// The line for `centre.toml`, as the IT person has it made.
fn kiosk_pin() -> String {
    let mut command = Command::new(HUB);
    command.arg("kiosk-pin").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the hub's program");
    writeln!(child.stdin.take().expect("it is piped"), "{PIN}").expect("the PIN is read");
    let output = child.wait_with_output().expect("it is our child");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("a line of text")
}

fn open(screen: &mut Screen, id: &str, pin: &str) -> Answer {
    screen.say(ToHub::OpenCorner { id: request_id(id), pin: Pin::new(pin) })
}

fn code(answer: &Answer) -> &str {
    match answer {
        Answer::Refused { refusal } => &refusal.code,
        other @ (Answer::Done { .. } | Answer::SignedIn { .. }) => panic!("not refused: {other:?}"),
    }
}

fn reprint(number: &TicketNumber) -> Request {
    Request::ReprintNumber { number: number.clone() }
}

#[test]
fn staff_open_a_kiosks_corner_and_have_a_slip_printed_by_its_number() {
    let centre = Centre::with_staff_pin(&kiosk_pin());
    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let mut kiosk = Screen::kiosk(&url);
    kiosk.kiosk_view("a staff corner, and no hash of its PIN", |view| {
        (view.setup.has_staff_corner && view.setup.staff_pin.is_empty()).then_some(())
    });
    let number = kiosk.take_number("k-1").number;
    assert_eq!(code(&kiosk.ask("early", reprint(&number))), "not_allowed");
    assert_eq!(code(&open(&mut kiosk, "wrong", "258035")), "wrong_pin");
    assert_eq!(open(&mut kiosk, "right", PIN), Answer::Done { ticket: None });
    match kiosk.ask("again", reprint(&number)) {
        // The virtual printer may be at the first slip yet.
        Answer::Refused { refusal } => assert_eq!(refusal.code, "slip_under_way"),
        answer => assert_eq!(done(answer).number, number),
    }
    assert_eq!(code(&kiosk.ask("nobody", reprint(&TicketNumber::typed("Z999")))), "unknown_number");
    for n in 0..5 {
        assert_eq!(code(&open(&mut kiosk, &format!("guess-{n}"), "111111")), "wrong_pin");
    }
    assert_eq!(code(&open(&mut kiosk, "shut", PIN)), "sign_in_locked");
    hub.terminate();
    assert!(hub.end().success());
    let log = std::fs::read_to_string(centre.folder().join("hub.log")).expect("a log");
    assert!(!log.contains(PIN) && !log.contains("argon2"), "a secret in the log");
}

#[test]
fn nothing_but_a_kiosk_asks_for_its_corner_and_without_a_pin_there_is_none() {
    let centre = Centre::sample();
    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let mut kiosk = Screen::kiosk(&url);
    kiosk.kiosk_view("no corner", |view| (!view.setup.has_staff_corner).then_some(()));
    assert_eq!(code(&open(&mut kiosk, "k", PIN)), "not_allowed");
    let mut desk = Screen::counter(&url);
    assert_eq!(code(&open(&mut desk, "d", PIN)), "not_allowed");
    hub.terminate();
    assert!(hub.end().success());
}
