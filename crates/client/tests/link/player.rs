//! Plays a script on a link and writes down what comes of it: `<` what comes from the hub, `>` what the socket is
//! told, `!` what the screen is told. Deadlines between two lines of a script are played when they fall due.

use std::fmt::Write as _;

use goiso_client::{Command, Link, LinkEvent};
use goiso_protocol::{Answer, ErrorCode, FromHub, Role, ToHub, decode, encode};
use jiff::{SignedDuration, Timestamp};

use crate::samples::{self, device, id, request};

#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// The websocket opens.
    Open,
    /// The websocket closes or cannot be opened.
    Lose,
    /// The screen sends a request.
    Ask(usize),
    /// The hub says welcome in this epoch.
    Welcome(&'static str),
    /// The hub sends a view.
    View(&'static str, u64),
    /// The hub answers.
    Answer(usize),
    Refuse(ErrorCode),
    Fault(ErrorCode),
    Alive,
    Bye,
    Ping,
    Text(&'static str),
    /// Nothing: time passes.
    Wait,
}

pub(crate) fn play(script: &[(f64, Step)]) -> String {
    let mut link = Link::new(device(), Role::Board, at(0.0));
    let mut transcript = String::new();
    for &(secs, step) in script {
        while link.next_deadline() < at(secs) {
            let due = link.next_deadline();
            note(&mut link, due, "", &mut transcript);
            assert!(link.next_deadline() > due, "a deadline that was acted on does not stay");
        }
        let now = at(secs);
        let input = take(&mut link, step, now);
        note(&mut link, now, &input, &mut transcript);
    }
    transcript
}

fn take(link: &mut Link, step: Step, now: Timestamp) -> String {
    let frame = match step {
        Step::Open => {
            link.opened(now);
            return "< opens".to_owned();
        }
        Step::Lose => {
            link.lost(now);
            return "< is lost".to_owned();
        }
        Step::Ask(n) => {
            link.send(request(n)).unwrap();
            return format!("asks r{n}");
        }
        Step::Ping => {
            link.heard(now);
            return "< ping".to_owned();
        }
        Step::Text(text) => {
            link.received(text, now);
            return format!("< {text}");
        }
        Step::Wait => return String::new(),
        Step::Welcome(epoch) => samples::welcome(epoch, now),
        Step::View(epoch, revision) => samples::view(epoch, revision, now),
        Step::Answer(n) => samples::done(id(n)),
        Step::Refuse(code) => FromHub::Refused { code, message: "no".to_owned() },
        Step::Fault(code) => FromHub::Error { code, message: "what?".to_owned() },
        Step::Alive => FromHub::Alive { now },
        Step::Bye => FromHub::Bye { message: "see you".to_owned() },
    };
    link.received(&encode(&frame), now);
    match frame {
        FromHub::Welcome { epoch, .. } => format!("< welcome {epoch}"),
        FromHub::View { epoch, revision, .. } => format!("< view {epoch} {revision}"),
        FromHub::Answer { id, .. } => format!("< answer {id}"),
        FromHub::Refused { code, .. } => format!("< refused {code:?}"),
        FromHub::Error { code, .. } => format!("< error {code:?}"),
        FromHub::Alive { .. } => "< alive".to_owned(),
        FromHub::Bye { .. } => "< bye".to_owned(),
        FromHub::Port { .. } | FromHub::Unknown => unreachable!("no step says it"),
    }
}

fn note(link: &mut Link, now: Timestamp, input: &str, transcript: &mut String) {
    let mut words = vec![input.to_owned()];
    words.extend(link.poll(now).iter().map(command_words));
    words.extend(link.drain_events().iter().map(event_words));
    words.retain(|word| !word.is_empty());
    let row = format!("{:5.1}s {}", secs(now), words.join(", "));
    writeln!(transcript, "{}", row.trim_end()).unwrap();
}

fn command_words(command: &Command) -> String {
    match command {
        Command::Connect => "> connect".to_owned(),
        Command::Close => "> close".to_owned(),
        Command::Send(text) => match decode(text).unwrap() {
            ToHub::Hello { device, .. } => format!("> hello of {device}"),
            ToHub::Request { id, .. } => format!("> request {id}"),
            ToHub::SignIn { id, .. } => format!("> sign in {id}"),
            ToHub::OpenCorner { id, .. } => format!("> open corner {id}"),
            ToHub::TakeSeat { id, .. } | ToHub::SignOut { id } => format!("> seat {id}"),
            ToHub::Report { .. } | ToHub::Port { .. } | ToHub::Unknown => {
                unreachable!("a link knows what it sends")
            }
        },
    }
}

pub(crate) fn event_words(event: &LinkEvent) -> String {
    match event {
        LinkEvent::Up => "! up".to_owned(),
        LinkEvent::Down { since } => format!("! down since {:.1}s", secs(*since)),
        LinkEvent::NotAccepted { code, message } => format!("! not accepted: {code:?} '{message}'"),
        LinkEvent::View(view) => format!("! {}", samples::notice_of(view)),
        LinkEvent::Port { connection, .. } => format!("! port {connection}"),
        LinkEvent::Answer { id, answer: Answer::Done { .. } } => format!("! {id} done"),
        LinkEvent::Answer { id, answer: Answer::Refused { refusal } } => {
            format!("! {id} no: {}", refusal.code)
        }
        LinkEvent::Answer { id, answer: Answer::SignedIn { .. } } => format!("! {id} signed in"),
    }
}

pub(crate) fn at(secs: f64) -> Timestamp {
    "2026-08-03T07:30:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_millis((secs * 1000.0) as i64)
}

fn secs(time: Timestamp) -> f64 {
    time.duration_since(at(0.0)).as_secs_f64()
}
