//! The journal takes no entries: nothing is promised, everybody knows, and it passes by itself.

use goiso_protocol::{Answer, IssuingState, PrinterCondition, Request};
use goiso_store::{JOURNAL_FILE, OpenOptions};
use rusqlite::Connection;
use serde_json::json;

use crate::support::{
    Centre, Devices, Inside, Rest, SERVICE, Screen, books, call_next, counter, done, issue, numbers, open,
    small,
};

fn issuing(kiosk: &mut Screen, wanted: IssuingState) {
    kiosk.kiosk_view(&format!("{wanted:?}"), |view| (view.issuing == wanted).then_some(()));
}

fn refusal(answer: Answer) -> String {
    match answer {
        Answer::Refused { refusal } => refusal.code,
        done @ (Answer::Done { .. } | Answer::SignedIn { .. }) => panic!("no refusal, but {done:?}"),
    }
}

#[test]
fn while_another_program_locks_the_journal_wishes_are_refused_and_then_granted_again() {
    let devices = Devices::switch_on();
    let centre = devices.centre();
    let hub = Inside::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let rest = Rest::of(hub.address);
    let (mut kiosk, mut desk, mut board) = (Screen::kiosk(&url), Screen::counter(&url), Screen::board(&url));
    desk.ask("d-1", open());
    kiosk
        .kiosk_view("a kiosk that can print", |view| (view.printer == PrinterCondition::Ready).then_some(()));
    let ticket = kiosk.take_number("k-1");

    let other = Connection::open(centre.data().join(JOURNAL_FILE)).expect("the journal is there");
    other.execute_batch("BEGIN IMMEDIATE").expect("the journal can be locked");
    assert_eq!(refusal(kiosk.ask("k-2", issue())), "journal_unavailable");
    assert_eq!(refusal(desk.ask("d-2", call_next())), "journal_unavailable");
    issuing(&mut kiosk, IssuingState::JournalUnavailable);
    desk.counter_view("who waits, still", |view| {
        assert_eq!(view.n_waiting, 1, "nobody sees a number that was not written");
        (view.issuing == IssuingState::JournalUnavailable).then_some(())
    });
    board.board_view("the trouble", |view| (view.issuing == IssuingState::JournalUnavailable).then_some(()));
    let post = |id: &str| rest.post("/api/v1/tickets", &json!({ "service": SERVICE, "request_id": id }));
    assert_eq!(post("r-1").problem(), (503, "journal_unavailable".to_owned()));
    assert_eq!(rest.get(&format!("/api/v1/tickets/{}", ticket.ticket)).json()["number"], "A001");
    assert_eq!((rest.get("/readyz").status, rest.get("/healthz").status), (503, 200));
    assert!(rest.get("/metrics").body.contains("goiso_journal_ready 0\n"));

    other.execute_batch("ROLLBACK").expect("it was ours");
    issuing(&mut kiosk, IssuingState::Ready);
    assert_eq!(rest.get("/readyz").status, 200);
    // A refused wish was not made: the same id may be asked again.
    let second = kiosk.take_number("k-3");
    assert_eq!(second.number.as_str(), "A002");
    devices.wait_printed(2);
    let slips = [(ticket.ticket.to_string(), 1), (second.ticket.to_string(), 1)];
    assert_eq!(devices.slips_by_ticket(), slips.into(), "what was refused is not printed");
    assert_eq!(post("r-1").json()["number"], "A003");
    assert_eq!(done(desk.ask("d-3", call_next())).ticket, ticket.ticket);
    hub.stop();
    assert_eq!(numbers(&centre.data()), ["A001", "A002", "A003"]);
}

#[test]
fn on_a_full_disk_no_numbers_are_given_but_whoever_has_one_is_served() {
    let centre = Centre::sample();
    let journal = OpenOptions { pretended_disk: Some(192 * 1024), ..small() };
    let hub = Inside::try_start(&centre, journal).expect("there is room to start");
    let url = format!("ws://{}/ws", hub.address);
    let rest = Rest::of(hub.address);
    let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
    desk.ask("d-1", open());
    issuing(&mut kiosk, IssuingState::Ready);
    let mut given = Vec::new();
    let refused = loop {
        let wish = json!({ "service": SERVICE, "request_id": format!("r-{}", given.len()) });
        let reply = rest.post("/api/v1/tickets", &wish);
        if reply.status != 201 {
            break reply;
        }
        given.push(reply.json()["number"].as_str().expect("a number").to_owned());
        assert!(given.len() < 500, "the disk is never full");
    };
    assert_eq!(refused.problem(), (503, "journal_unavailable".to_owned()));
    issuing(&mut kiosk, IssuingState::JournalUnavailable);
    assert_eq!(rest.get("/readyz").status, 503);
    for (number_idx, number) in given.iter().take(3).enumerate() {
        let called = done(desk.ask(&format!("call-{number_idx}"), call_next()));
        assert_eq!(called.number.as_str(), number);
    }
    let finish = Request::Finish { counter: counter(), outcome: None };
    done(desk.ask("finish", finish));
    hub.stop();
    let rows = books(&centre.data());
    assert_eq!(rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), given);
    assert_eq!(rows.iter().filter(|row| row.outcome.is_some()).count(), 3);
}

#[test]
fn a_hub_that_starts_without_room_for_its_reserve_serves_but_gives_no_numbers() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let mut kiosk = Screen::kiosk(&format!("ws://{}/ws", hub.address));
    kiosk.take_number("k-1");
    hub.stop();

    // No disk has room for this.
    let journal = OpenOptions { ballast_bytes: 1 << 60, ..small() };
    let hub = Inside::try_start(&centre, journal).expect("it serves whoever has a number");
    let url = format!("ws://{}/ws", hub.address);
    let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
    issuing(&mut kiosk, IssuingState::JournalUnavailable);
    assert_eq!(refusal(kiosk.ask("k-2", issue())), "journal_unavailable");
    desk.ask("d-1", open());
    assert_eq!(done(desk.ask("d-2", call_next())).number.as_str(), "A001");
    hub.stop();
    assert_eq!(numbers(&centre.data()), ["A001"]);
}
