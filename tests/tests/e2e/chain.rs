//! From touch to call.

use goiso_model::TicketNumber;
use goiso_protocol::{HoldReason, IssuingState, PrinterCondition, Request, TicketStage};

use crate::support::{COUNTER, Child, Devices, SERVICE, Screen, call_next, counter, done, numbers, open};

/// The picture's head says that it is a PNG, and how wide.
fn png_width(bytes: &[u8]) -> u32 {
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    u32::from_be_bytes(bytes[16..20].try_into().expect("four bytes"))
}

#[test]
fn a_visitor_takes_a_number_is_called_seen_and_served() {
    let devices = Devices::switch_on();
    let centre = devices.centre();
    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let (mut kiosk, mut desk, mut board) = (Screen::kiosk(&url), Screen::counter(&url), Screen::board(&url));
    kiosk.kiosk_view("a kiosk that can print", |view| {
        let is_ready = view.printer == PrinterCondition::Ready && view.issuing == IssuingState::Ready;
        (is_ready && view.services.iter().any(|service| service.id.as_str() == SERVICE)).then_some(())
    });
    desk.ask("d-1", open());
    desk.counter_view("an open counter with an empty hall", |view| (view.n_waiting == 0).then_some(()));

    let ticket = kiosk.take_number("k-1");
    assert_eq!((ticket.number.as_str(), ticket.stage), ("A001", TicketStage::Waiting));
    assert!(ticket.is_printing, "{ticket:?}");
    assert_eq!(ticket.follow_url, format!("http://{}/t/{}", hub.address, ticket.ticket));
    kiosk.kiosk_view("one waits", |view| {
        view.services
            .iter()
            .find(|service| service.id.as_str() == SERVICE && service.n_waiting == 1)
            .map(drop)
    });
    desk.counter_view("A001 in the waiting list", |view| {
        (view.waiting.first()?.number.as_str() == "A001" && view.n_waiting == 1).then_some(())
    });
    let picture = devices.wait_printed(1).expect("a slip has a picture");
    let slip = std::fs::read(picture).expect("it can be read");
    assert_eq!(png_width(&slip), 576);
    assert!(slip.len() > 1000, "a slip with something on it");
    assert_eq!(devices.slips_by_ticket(), [(ticket.ticket.to_string(), 1)].into());

    let called = done(desk.ask("d-2", call_next()));
    assert_eq!(
        (called.ticket, called.stage, &called.counters[..]),
        (ticket.ticket, TicketStage::Called, &[counter()][..])
    );
    board.board_view("A001 called on the board", |view| {
        let call = view.calls.first()?;
        assert_eq!(
            (call.number.as_str(), call.counter, call.stage),
            ("A001", counter(), TicketStage::Called)
        );
        let row = view.counters.iter().find(|row| row.counter == counter())?;
        assert_eq!(row.number.as_ref().map(TicketNumber::as_str), Some("A001"));
        Some(())
    });
    let address = u8::try_from(COUNTER).expect("small");
    devices.wait_shown(address, "A001");

    done(desk.ask("d-3", Request::Arrive { counter: counter() }));
    desk.counter_view("A001 at the counter", |view| {
        (view.current.as_ref()?.stage == TicketStage::Serving).then_some(())
    });
    done(desk.ask("d-4", Request::Finish { counter: counter(), outcome: None }));
    devices.wait_shown(address, "");
    desk.counter_view("one served", |view| {
        (view.today.n_served == 1 && view.current.is_none()).then_some(())
    });
    board.board_view("A001 is gone from the counter", |view| {
        (view.calls[0].stage == TicketStage::Done).then_some(())
    });
    assert_eq!(devices.n_pictures(), 1);
    hub.terminate();
    assert!(hub.end().success());
    assert_eq!(numbers(&centre.data()), ["A001"]);
}

#[test]
fn whoever_is_held_leaves_the_display_and_is_shown_again_on_return() {
    let devices = Devices::switch_on();
    let centre = devices.centre();
    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
    let address = u8::try_from(COUNTER).expect("small");
    desk.ask("d-1", open());
    let first = kiosk.take_number("k-1");
    done(desk.ask("d-2", call_next()));
    devices.wait_shown(address, "A001");
    done(desk.ask("d-3", Request::Arrive { counter: counter() }));
    let hold =
        Request::Hold { counter: counter(), reason: HoldReason::Papers, minutes: Some(30), note: None };
    done(desk.ask("d-4", hold));
    devices.wait_shown(address, "");
    desk.counter_view("nobody at the counter, somebody away", |view| {
        (view.current.is_none() && view.away.first()?.number.as_str() == "A001").then_some(())
    });
    kiosk.take_number("k-2");
    done(desk.ask("d-5", call_next()));
    devices.wait_shown(address, "A002");
    done(desk.ask("d-6", Request::ReturnHeld { ticket: first.ticket }));
    done(desk.ask("d-7", Request::Finish { counter: counter(), outcome: None }));
    devices.wait_shown(address, "");
    kiosk.take_number("k-3");
    done(desk.ask("d-8", call_next()));
    devices.wait_shown(address, "A001");
    hub.terminate();
    assert!(hub.end().success());
}
