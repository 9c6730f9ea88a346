//! The hub is asked to stop.

use goiso_protocol::{Answer, FromHub};

use crate::support::{Centre, Child, RawSocket, Told, books, done};

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
