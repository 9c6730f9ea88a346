//! The hub is asked to stop.

use std::net::TcpStream;

use goiso_protocol::{Answer, ErrorCode, FromHub};
use goiso_store::JOURNAL_FILE;
use rusqlite::Connection;

use crate::support::{Centre, Child, RawSocket, Screen, Told, books, done, hello, issue, numbers};

/// Wishes that one kiosk sends without waiting for answers.
const N_WISHES: usize = 16;

#[test]
fn asked_to_stop_the_hub_commits_says_goodbye_and_ends_well() {
    let centre = Centre::sample();
    let hub = Child::start(&centre);
    let mut kiosks = [(); 3].map(|()| RawSocket::open(hub.address).hello("kiosk-2", r#""role":"kiosk""#));
    let mut board = RawSocket::open(hub.address).hello("board-1", r#""role":"board""#);
    for (kiosk_idx, kiosk) in kiosks.iter_mut().enumerate() {
        for n in 0..N_WISHES {
            let wish = r#"{"do":"issue","service":"chung-thuc"}"#;
            kiosk.send(&format!(r#"{{"type":"request","id":"{kiosk_idx}-{n}","request":{wish}}}"#));
        }
    }
    let mut told = Told::new();
    let mut keep = |frame: FromHub| match frame {
        FromHub::Answer { answer: answer @ Answer::Done { .. }, .. } => {
            let ticket = done(answer);
            assert_eq!(told.insert(ticket.ticket, ticket.number), None);
            true
        }
        // Whoever came too late is told so, and asks again once the hub is back.
        FromHub::Answer { answer: Answer::Refused { refusal }, .. } => {
            assert_eq!(refusal.code, "stopping");
            false
        }
        FromHub::View { .. } => false,
        other => panic!("unexpected: {other:?}"),
    };
    while !keep(kiosks[0].next().expect("an answer")) {}
    hub.terminate();
    for socket in kiosks.iter_mut().chain([&mut board]) {
        loop {
            match socket.next().expect("a goodbye before the end") {
                FromHub::Bye { .. } => break,
                frame => drop(keep(frame)),
            }
        }
        assert_eq!(socket.next(), None, "the goodbye is the last word");
    }
    assert_eq!(hub.end().code(), Some(0));
    let rows = books(&centre.data());
    assert!(!told.is_empty());
    for (ticket, number) in &told {
        let row = rows.iter().find(|row| row.ticket == *ticket).expect("a number that was told is on disk");
        assert_eq!(row.number, *number);
    }
}

#[test]
fn neither_silent_nor_deaf_clients_keep_the_hub_from_ending() {
    let centre = Centre::sample();
    let hub = Child::start(&centre);
    let _idle = TcpStream::connect(hub.address).expect("the hub listens");
    let silent = RawSocket::open(hub.address);
    let mut deaf = RawSocket::open_deaf(hub.address);
    deaf.send(&hello("board-1", r#""role":"board""#));
    hub.terminate();
    assert_eq!(silent.fault(), ErrorCode::Stopping);
    assert_eq!(hub.end().code(), Some(0));
}

#[test]
fn a_hub_that_cannot_write_its_journal_ends_as_well_as_any() {
    let centre = Centre::sample();
    let hub = Child::start(&centre);
    let mut kiosk = Screen::kiosk(&format!("ws://{}/ws", hub.address));
    kiosk.take_number("k-1");
    let other = Connection::open(centre.data().join(JOURNAL_FILE)).expect("the journal is there");
    other.execute_batch("BEGIN IMMEDIATE").expect("the journal can be locked");
    assert!(matches!(kiosk.ask("k-2", issue()), Answer::Refused { .. }));
    hub.terminate();
    assert_eq!(hub.end().code(), Some(0));
    other.execute_batch("ROLLBACK").expect("it was ours");
    assert_eq!(numbers(&centre.data()), ["A001"]);
}
