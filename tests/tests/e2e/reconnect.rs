//! A line that breaks in the middle of a step: the wish is made once, and its answer is found again.

use goiso_protocol::{Answer, CounterState, CounterView, PrinterCondition, Request, TicketStage};

use crate::support::{
    Centre, Child, Devices, Inside, Proxy, Screen, books, call_next, counter, done, issue, numbers, open,
};

/// A wish at the desk, and how whoever looks at the counter sees that it was done.
type Step = (&'static str, Request, fn(&CounterView) -> bool);

fn steps() -> Vec<Step> {
    let counter = counter();
    vec![
        ("open", open(), |view| matches!(view.state, CounterState::Open { .. })),
        ("call", call_next(), |view| {
            view.current.as_ref().is_some_and(|now| now.stage == TicketStage::Called)
        }),
        ("recall", Request::Recall { counter }, |view| {
            view.current.as_ref().is_some_and(|now| now.n_calls == 2)
        }),
        ("arrive", Request::Arrive { counter }, |view| {
            view.current.as_ref().is_some_and(|now| now.stage == TicketStage::Serving)
        }),
        ("finish", Request::Finish { counter, outcome: None }, |view| view.today.n_served == 1),
    ]
}

#[test]
fn whatever_step_a_broken_line_interrupts_is_done_once() {
    let devices = Devices::switch_on();
    let centre = devices.centre();
    let hub = Inside::start(&centre);
    let direct = format!("ws://{}/ws", hub.address);
    let line = Proxy::open(Some(hub.address));
    let mut kiosk = Screen::kiosk(&line.websocket());
    let mut witness = Screen::counter(&direct);
    kiosk
        .kiosk_view("a kiosk that can print", |view| (view.printer == PrinterCondition::Ready).then_some(()));

    line.lose_answers();
    kiosk.begin("k-1", issue());
    witness.counter_view("a visitor waits", |view| (view.n_waiting == 1).then_some(()));
    devices.wait_printed(1);
    line.cut();
    let ticket = done(kiosk.answer("k-1"));
    assert_eq!((ticket.number.as_str(), ticket.is_printing), ("A001", true));

    for (id, wish, is_done) in steps() {
        // Another terminal each time, because one that is often cut off takes its time to come back.
        let mut desk = Screen::counter(&line.websocket());
        desk.counter_view("the first view", |_| Some(()));
        line.lose_answers();
        desk.begin(id, wish);
        witness.counter_view(id, |view| is_done(view).then_some(()));
        line.cut();
        match desk.answer(id) {
            Answer::Done { ticket: about } => {
                assert_eq!(about.map(|about| about.ticket), (id != "open").then_some(ticket.ticket), "{id}");
            }
            refused @ (Answer::Refused { .. } | Answer::SignedIn { .. }) => panic!("{id}: {refused:?}"),
        }
    }
    witness.counter_view("the day's figures", |view| {
        (view.today.n_served == 1 && view.n_waiting == 0).then_some(())
    });
    devices.wait_printed(1);
    assert_eq!(devices.slips_by_ticket(), [(ticket.ticket.to_string(), 1)].into());
    hub.stop();
    let rows = books(&centre.data());
    assert_eq!(rows.iter().map(|row| (row.number.as_str(), row.n_calls)).collect::<Vec<_>>(), [("A001", 2)]);
}

#[test]
fn a_wish_made_while_the_line_is_down_is_granted_when_it_is_back() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let line = Proxy::open(Some(hub.address));
    let mut kiosk = Screen::kiosk(&line.websocket());
    kiosk.kiosk_view("the first view", |_| Some(()));
    line.cut();
    assert_eq!(kiosk.take_number("k-1").number.as_str(), "A001");
    hub.stop();
    assert_eq!(numbers(&centre.data()), ["A001"]);
}

#[test]
fn a_board_that_was_cut_off_during_a_call_shows_it_when_it_is_back() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let direct = format!("ws://{}/ws", hub.address);
    let line = Proxy::open(None);
    let mut board = Screen::board(&line.websocket());
    let (mut kiosk, mut desk) = (Screen::kiosk(&direct), Screen::counter(&direct));
    kiosk.take_number("k-1");
    desk.ask("d-1", open());
    desk.ask("d-2", call_next());
    line.lead_to(hub.address);
    board.board_view("the call", |view| {
        view.calls.iter().find(|call| call.number.as_str() == "A001").map(drop)
    });
    hub.stop();
}

#[test]
fn an_answer_that_a_power_cut_swallowed_is_given_after_it() {
    let centre = Centre::sample();
    let hub = Child::start(&centre);
    let line = Proxy::open(Some(hub.address));
    let mut kiosk = Screen::kiosk(&line.websocket());
    let mut witness = Screen::counter(&format!("ws://{}/ws", hub.address));
    kiosk.kiosk_view("the first view", |_| Some(()));
    line.lose_answers();
    kiosk.begin("k-1", issue());
    let number = witness.counter_view("a visitor waits", |view| Some(view.waiting.first()?.ticket));
    hub.kill();
    line.cut();
    let hub = Child::start(&centre);
    line.lead_to(hub.address);
    let ticket = done(kiosk.answer("k-1"));
    assert_eq!((ticket.ticket, ticket.number.as_str()), (number, "A001"));
    assert_eq!(kiosk.take_number("k-2").number.as_str(), "A002");
    kiosk.kiosk_view("two wait, in the eyes of the hub that was started again", |view| {
        view.services.iter().find(|service| service.n_waiting == 2).map(drop)
    });
    hub.terminate();
    assert!(hub.end().success());
    assert_eq!(numbers(&centre.data()), ["A001", "A002"]);
}
