//! Officials sign in: a wrong PIN, a lost PC, a hub that is killed between the steps.

use std::io::Write as _;
use std::process::{Command, Stdio};

use goiso_model::TicketNumber;
use goiso_protocol::{
    Answer, CounterState, FromHub, OfficialRole, Pin, Request, Resume, Role, Seat, SignedIn, TicketStage,
    ToHub, View, encode,
};

use crate::support::{
    Centre, Child, HUB, Proxy, RawSocket, Screen, call_next, counter, issue, open, request_id,
};

const PIN: &str = "246813";

fn seat() -> Seat {
    Seat::Counter { counter: counter() }
}

/// Puts somebody on the list, as the IT person does.
fn add(centre: &Centre, name: &str, role: &str) {
    official(centre, &["add", name, "--role", role]);
}

/// `goiso-hub official`; a PIN is at hand if it is asked for.
fn official(centre: &Centre, words: &[&str]) {
    let mut command = Command::new(HUB);
    command.arg("official").args(words).arg("--data").arg(centre.data());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the hub's program");
    // Nobody reads it who needs none.
    writeln!(child.stdin.take().expect("it is piped"), "{PIN}").unwrap_or_default();
    let output = child.wait_with_output().expect("it is our child");
    assert!(output.status.success(), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains(PIN), "a PIN in the output");
}

fn sign_in(screen: &mut Screen, id: &str, name: &str, pin: &str) -> Answer {
    let official = name.parse().expect("a slug");
    screen.say(ToHub::SignIn { id: request_id(id), official, pin: Pin::new(pin) })
}

/// Signs in and sits down; what a broken line needs comes back.
fn sit(screen: &mut Screen, id: &str, name: &str, seat: Seat) -> Resume {
    let Answer::SignedIn { signed_in: SignedIn { token, .. } } = sign_in(screen, id, name, PIN) else {
        panic!("{name} is not let in")
    };
    let id = request_id(&format!("{id}-seat"));
    assert_eq!(screen.say(ToHub::TakeSeat { id, seat }), Answer::Done { ticket: None });
    let resume = Resume { token, seat };
    screen.set_resume(Some(resume.clone()));
    resume
}

fn code(answer: Answer) -> String {
    match answer {
        Answer::Refused { refusal } => refusal.code,
        other @ (Answer::Done { .. } | Answer::SignedIn { .. }) => panic!("not refused: {other:?}"),
    }
}

fn hall() -> Centre {
    let centre = Centre::sample();
    add(&centre, "hoa", "official");
    add(&centre, "mai", "supervisor");
    centre
}

/// No PIN, hash or token in anything that the hub wrote down.
fn assert_secret(centre: &Centre, tokens: &[&Resume]) {
    let log = std::fs::read_to_string(centre.folder().join("hub.log")).expect("a log");
    let journal: Vec<u8> = std::fs::read_dir(centre.data())
        .expect("the data folder")
        .filter_map(|entry| {
            let path = entry.expect("an entry").path();
            let is_journal = path.file_name().is_some_and(|name| name.to_string_lossy().contains("journal"));
            is_journal.then(|| std::fs::read(path).expect("a file"))
        })
        .flatten()
        .collect();
    let journal = String::from_utf8_lossy(&journal);
    for secret in [PIN, "$argon2id"].into_iter().chain(tokens.iter().map(|resume| resume.token.expose())) {
        assert!(!log.contains(secret) && !journal.contains(secret), "a secret was written down");
    }
}

#[test]
fn an_official_signs_in_and_serves_and_wrong_pins_are_locked_out() {
    let centre = hall();
    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let mut desk = Screen::counter(&url);
    desk.desk_view("a door", |view| view.is_sign_in_needed.then_some(()));
    assert_eq!(code(desk.ask("early", open())), "sign_in_needed");
    for n in 0..5 {
        assert_eq!(code(sign_in(&mut desk, &format!("wrong-{n}"), "mai", "975310")), "wrong_pin");
    }
    assert_eq!(code(sign_in(&mut desk, "locked", "mai", PIN)), "sign_in_locked");
    assert_eq!(code(sign_in(&mut desk, "nobody", "khong-co", PIN)), "wrong_pin");
    let resume = sit(&mut desk, "hoa", "hoa", seat());
    desk.seated_view("the counter", |_| Some(()));
    Screen::kiosk(&url).take_number("k-1");
    assert_eq!(desk.ask("open", open()), Answer::Done { ticket: None });
    assert!(matches!(desk.ask("call", call_next()), Answer::Done { ticket: Some(_) }));
    hub.terminate();
    assert!(hub.end().success());
    assert_secret(&centre, &[&resume]);
}

#[test]
fn a_line_that_breaks_signs_nobody_out() {
    let centre = hall();
    let hub = Child::start(&centre);
    let line = Proxy::open(Some(hub.address));
    let mut desk = Screen::counter(&line.websocket());
    sit(&mut desk, "hoa", "hoa", seat());
    desk.ask("open", open());
    line.cut();
    let pause = Request::PauseCounter { counter: counter(), reason: goiso_protocol::PauseReason::Lunch };
    assert_eq!(desk.ask("pause", pause), Answer::Done { ticket: None });
    desk.seated_view("paused", |view| matches!(view.state, CounterState::Paused { .. }).then_some(()));
    hub.terminate();
    assert!(hub.end().success());
}

#[test]
fn a_hub_that_is_killed_between_the_steps_signs_nobody_out() {
    let centre = hall();
    let mut hub = Child::start(&centre);
    let line = Proxy::open(Some(hub.address));
    let mut desk = Screen::counter(&line.websocket());
    let resume = sit(&mut desk, "hoa", "hoa", seat());
    desk.ask("open", open());
    Screen::kiosk(&line.websocket()).ask("k-1", issue());
    let steps = [
        ("call", call_next()),
        ("recall", Request::Recall { counter: counter() }),
        ("arrive", Request::Arrive { counter: counter() }),
        ("finish", Request::Finish { counter: counter(), outcome: "received".parse().ok() }),
    ];
    for (id, wish) in steps {
        hub.kill();
        line.cut();
        hub = Child::start(&centre);
        line.lead_to(hub.address);
        match desk.ask(id, wish) {
            Answer::Done { ticket: Some(ticket) } => assert_eq!(ticket.number.as_str(), "A001", "{id}"),
            other => panic!("{id}: {other:?}"),
        }
    }
    hub.terminate();
    assert!(hub.end().success());
    assert_secret(&centre, &[&resume]);
}

#[test]
fn a_token_of_another_terminal_or_another_official_opens_nothing() {
    let centre = hall();
    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let mut desk = Screen::counter(&url);
    let resume = sit(&mut desk, "hoa", "hoa", seat());
    let line = Proxy::open(None);
    let mut thief = Screen::start(&line.websocket(), "another-pc", Role::Counter { counter: counter() });
    thief.set_resume(Some(resume));
    line.lead_to(hub.address);
    thief.desk_view("the door", |view| view.is_sign_in_needed.then_some(()));
    assert_eq!(code(thief.ask("open", open())), "sign_in_needed");
    hub.terminate();
    assert!(hub.end().success());
}

/// Also by a program that takes only views with a higher revision than the last one, whatever screen that was of: the
/// door's view and the seat's change together, and a counter's may have stood unchanged for hours.
#[test]
fn whoever_sits_down_is_shown_the_counter_at_once() {
    let centre = Centre::sample();
    let hub = Child::start(&centre);
    let mut desk = RawSocket::open(hub.address).hello("ban-1", r#""role":"desk""#);
    let mut newest = 0;
    let mut shown = |desk: &mut RawSocket, frame: ToHub, is_right: fn(&View) -> bool| {
        desk.send(&encode(&frame));
        loop {
            match desk.next().expect("the hub goes on") {
                FromHub::View { revision, view, .. } => {
                    assert!(revision > newest, "{revision} after {newest}: {view:?}");
                    newest = revision;
                    if is_right(&view) {
                        return;
                    }
                }
                FromHub::Answer { answer, .. } => assert_eq!(answer, Answer::Done { ticket: None }),
                other => panic!("{other:?}"),
            }
        }
    };
    for n in 0..20 {
        let take = ToHub::TakeSeat { id: request_id(&format!("take-{n}")), seat: seat() };
        shown(&mut desk, take, |view| matches!(view, View::Counter(_)));
        let out = ToHub::SignOut { id: request_id(&format!("out-{n}")) };
        shown(&mut desk, out, |view| matches!(view, View::Desk(_)));
    }
    hub.terminate();
    assert!(hub.end().success());
}

#[test]
fn the_supervisor_sees_a_lost_pc_and_its_visitor_is_not_lost() {
    let centre = hall();
    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let mut supervisor = Screen::start(&url, "giam-sat", Role::Desk);
    let Answer::SignedIn { signed_in } = sign_in(&mut supervisor, "mai", "mai", PIN) else {
        panic!("let in")
    };
    assert_eq!(signed_in.role, OfficialRole::Supervisor);
    let id = request_id("mai-seat");
    supervisor.say(ToHub::TakeSeat { id, seat: Seat::Supervisor });
    {
        let mut desk = Screen::counter(&url);
        sit(&mut desk, "hoa", "hoa", seat());
        desk.ask("open", open());
        Screen::kiosk(&url).take_number("k-1");
        desk.ask("call", call_next());
        // The PC is switched off here.
    }
    let (number, stage) = supervisor.supervisor_view("a lost terminal", |view| {
        let lost = view.counters.iter().find(|known| known.counter == counter())?;
        lost.freed_at?;
        Some((lost.number.clone(), lost.stage))
    });
    assert_eq!((number.as_ref().map(TicketNumber::as_str), stage), (Some("A001"), Some(TicketStage::Called)));
    hub.terminate();
    assert!(hub.end().success());
}

#[test]
fn the_first_official_on_the_list_and_the_last_one_off_it_need_no_restart() {
    let centre = Centre::sample();
    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let mut desk = Screen::counter(&url);
    assert_eq!(desk.ask("open", open()), Answer::Done { ticket: None });
    Screen::kiosk(&url).take_number("k-1");
    assert!(matches!(desk.ask("call", call_next()), Answer::Done { ticket: Some(_) }));

    add(&centre, "hoa", "official");
    desk.desk_view("the door", |view| view.is_sign_in_needed.then_some(()));
    assert_eq!(code(desk.ask("early", call_next())), "sign_in_needed");
    sit(&mut desk, "hoa", "hoa", seat());
    desk.seated_view("the visitor who was there", |view| {
        (view.current.as_ref()?.number.as_str() == "A001").then_some(())
    });
    assert!(matches!(
        desk.ask("arrive", Request::Arrive { counter: counter() }),
        Answer::Done { ticket: Some(_) }
    ));

    official(&centre, &["remove", "hoa"]);
    desk.desk_view("no door any more", |view| (!view.is_sign_in_needed).then_some(()));
    let take = ToHub::TakeSeat { id: request_id("again"), seat: seat() };
    assert_eq!(desk.say(take), Answer::Done { ticket: None });
    let finish = Request::Finish { counter: counter(), outcome: None };
    assert!(matches!(desk.ask("finish", finish), Answer::Done { ticket: Some(_) }));
    hub.terminate();
    assert!(hub.end().success());
}
