//! The hub's process is killed, at any moment, and started again on the same data.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use goiso_model::{TicketId, TicketNumber};
use goiso_protocol::{Answer, PrinterCondition, Request, Role};
use serde_json::json;

use crate::support::{
    COUNTER, Child, Devices, Patience, Proxy, Rest, SERVICE, Screen, Told, books, call_next, counter, done,
    issue, open,
};

/// Who makes the wish of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Kiosk,
    Desk,
}

/// A whole visit, and what the display over the counter shows after each step.
fn visit() -> Vec<(Who, &'static str, Request, &'static str)> {
    let counter = counter();
    vec![
        (Who::Desk, "open", open(), ""),
        (Who::Kiosk, "first", issue(), ""),
        (Who::Kiosk, "second", issue(), ""),
        (Who::Desk, "call", call_next(), "A001"),
        (Who::Desk, "arrive", Request::Arrive { counter }, "A001"),
        (Who::Desk, "next", call_next(), "A002"),
        (Who::Desk, "absent", Request::MarkAbsent { counter }, ""),
        (
            Who::Desk,
            "again",
            Request::CallNumber { counter, number: TicketNumber::typed("A002"), reason: None },
            "A002",
        ),
        (Who::Desk, "here", Request::Arrive { counter }, "A002"),
        (Who::Desk, "finish", Request::Finish { counter, outcome: "received".parse().ok() }, ""),
    ]
}

/// What must be the same however often it is asked: the stage moves on, and slips are printed once.
type Lasting = Option<(TicketId, String)>;

fn lasting(answer: &Answer) -> Lasting {
    match answer {
        Answer::Done { ticket } => ticket.as_ref().map(|ticket| (ticket.ticket, ticket.number.to_string())),
        Answer::Refused { refusal } => panic!("refused: {refusal:?}"),
        Answer::SignedIn { .. } => panic!("no wish signs in"),
    }
}

#[test]
fn a_power_cut_between_any_two_steps_loses_nothing_and_does_nothing_twice() {
    let mut devices = Devices::switch_on();
    let centre = devices.centre();
    let address = u8::try_from(COUNTER).expect("small");
    let mut before: Option<(Who, &str, Request, Lasting)> = None;
    let (mut lit, mut n_slips) = (String::new(), 0);
    for (who, id, wish, shown) in visit() {
        devices.plug_line_in();
        let hub = Child::start(&centre);
        let url = format!("ws://{}/ws", hub.address);
        let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
        if let Some((who, id, wish, answer)) = before {
            let screen = if who == Who::Kiosk { &mut kiosk } else { &mut desk };
            assert_eq!(lasting(&screen.ask(id, wish)), answer, "{id} once more");
            devices.wait_shown(address, &lit);
        }
        let screen = if who == Who::Kiosk { &mut kiosk } else { &mut desk };
        if who == Who::Kiosk {
            screen.kiosk_view("a kiosk that can print", |view| {
                (view.printer == PrinterCondition::Ready).then_some(())
            });
            n_slips += 1;
        }
        let answer = screen.ask(id, wish.clone());
        devices.wait_printed(n_slips);
        devices.wait_shown(address, shown);
        hub.kill();
        before = Some((who, id, wish, lasting(&answer)));
        shown.clone_into(&mut lit);
    }
    let rows = books(&centre.data());
    let told: Vec<_> =
        rows.iter().map(|row| (row.number.as_str(), row.n_calls, row.outcome.is_some())).collect();
    assert_eq!(told, [("A001", 1, true), ("A002", 2, true)]);
    let slips: BTreeMap<String, usize> = rows.iter().map(|row| (row.ticket.to_string(), 1)).collect();
    assert_eq!(devices.slips_by_ticket(), slips);
}

type Tell = mpsc::Sender<(TicketId, TicketNumber)>;

/// How many numbers are told until the next cut, and how many milliseconds after the last one it comes.
const CUTS: [(usize, u64); 4] = [(17, 10), (40, 0), (9, 15), (31, 5)];

/// Most cuts then fall between a commit and its answers.
const SLOW_DISK: [&str; 2] = ["--commit-delay-ms", "20"];

/// Kiosks that ask without a pause. The first has the printer.
const N_KIOSKS: usize = 3;

#[test]
fn under_load_every_number_that_was_told_survives_every_power_cut() {
    let devices = Devices::switch_on();
    let centre = devices.centre();
    let line = Proxy::open(None);
    let is_over = AtomicBool::new(false);
    let (tell, heard) = mpsc::channel();
    let mut told = Told::new();
    thread::scope(|scope| {
        for kiosk in 0..N_KIOSKS {
            let (tell, line, is_over) = (tell.clone(), &line, &is_over);
            scope.spawn(move || take_numbers(kiosk, line, is_over, &tell));
        }
        let (of_rest, line, is_over) = (tell.clone(), &line, &is_over);
        scope.spawn(move || post_for_numbers(line, is_over, &of_rest));
        for (n_told, pause_ms) in CUTS {
            let hub = Child::start_with(&centre, &SLOW_DISK);
            line.lead_to(hub.address);
            for _ in 0..n_told {
                let (ticket, number) = heard.recv_timeout(Patience::SPAN).expect("numbers are given");
                assert_eq!(told.insert(ticket, number), None, "one wish, one ticket");
            }
            // Nothing is waited for here: the pause ends in the middle of a commit and its answers.
            while let Ok((ticket, number)) = heard.recv_timeout(Duration::from_millis(pause_ms)) {
                assert_eq!(told.insert(ticket, number), None, "one wish, one ticket");
            }
            hub.kill();
        }
        is_over.store(true, Ordering::Relaxed);
        let hub = Child::start(&centre);
        line.lead_to(hub.address);
        drop(tell);
        told.extend(heard.iter());
        hub.terminate();
        assert!(hub.end().success());
    });
    let written: Told = books(&centre.data()).into_iter().map(|row| (row.ticket, row.number)).collect();
    for (ticket, number) in &told {
        assert_eq!(written.get(ticket), Some(number), "a number that somebody holds");
    }
    assert!(told.len() > CUTS.iter().map(|(n_told, _)| n_told).sum());
    for (ticket, n_slips) in devices.slips_by_ticket() {
        assert_eq!(n_slips, 1, "slips of {ticket}");
        assert!(
            written.contains_key(&ticket.parse().expect("an id")),
            "a slip of {ticket}, which was never given"
        );
    }
    // Whoever asks must ask until there is an answer: then nothing is written that nobody was told.
    assert_eq!(written.len(), told.len());
}

/// Takes numbers until the test is over and the last wish has its answer.
fn take_numbers(kiosk: usize, line: &Proxy, is_over: &AtomicBool, tell: &Tell) {
    let device = if kiosk == 0 { "kiosk-1" } else { "kiosk-2" };
    let mut screen = Screen::start(&line.websocket(), device, Role::Kiosk);
    for n in 0.. {
        let ticket = done(screen.ask(&format!("{kiosk}-{n}"), issue()));
        tell.send((ticket.ticket, ticket.number)).expect("the test listens");
        if is_over.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// The same for a program that asks over HTTP, and asks again after every cut.
fn post_for_numbers(line: &Proxy, is_over: &AtomicBool, tell: &Tell) {
    let mut hub = line.wait_target(None);
    for n in 0.. {
        let wish = json!({ "service": SERVICE, "request_id": format!("rest-{n}") });
        let reply = loop {
            match Rest::of(hub).try_post("/api/v1/tickets", &wish) {
                Some(reply) => break reply,
                None => hub = line.wait_target(Some(hub)),
            }
        };
        assert_eq!(reply.status, 201, "{reply:?}");
        let text = |key: &str| reply.json()[key].as_str().expect("a ticket has it").to_owned();
        let (ticket, number) = (text("ticket").parse().expect("an id"), TicketNumber::typed(&text("number")));
        tell.send((ticket, number)).expect("the test listens");
        if is_over.load(Ordering::Relaxed) {
            return;
        }
    }
}
