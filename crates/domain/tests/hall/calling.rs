//! Calling, coming, not coming.

use insta::assert_snapshot;

use crate::play::{Play, counter, play, rules};
use goiso_domain::{CallReason, Event, Outcome, TicketState};

#[test]
fn from_the_touch_to_the_end() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        1 issue chung-thuc
        5 next 1
        30 arrive 1
        200 finish 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    1s issue chung-thuc -> A001 [print A001 at kiosk-1]
    5s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    30s arrive 1 -> A001 here [light 1]
    200s finish 1 -> A001 received [light 1]
    ");
}

#[test]
fn whoever_came_first_is_called_first_whatever_the_service() {
    assert_snapshot!(play(rules(), "
        0 issue ho-tich
        0 issue chung-thuc
        0 issue dat-dai
        1 issue chung-thuc
        2 issue ho-tich
        9 open 1 lan
        10 next 1
        11 next 1
        12 next 1
        13 next 1
        14 next 1   -- dat-dai is not served here
    "), @r"
    0s issue ho-tich -> B001 [print B001 at kiosk-1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    0s issue dat-dai -> C001 [print C001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    2s issue ho-tich -> B002 [print B002 at kiosk-1]
    9s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    10s next 1 -> B001 called (oldest) [announce B001 to 1 as call 1 light 1]
    11s next 1 -> B001 here [light 1], B001 done [light 1], A001 called (oldest) [announce A001 to 1 as call 2 light 1]
    12s next 1 -> A001 here [light 1], A001 done [light 1], A002 called (oldest) [announce A002 to 1 as call 3 light 1]
    13s next 1 -> A002 here [light 1], A002 done [light 1], B002 called (oldest) [announce B002 to 1 as call 4 light 1]
    14s next 1 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(1) }
    ");
}

#[test]
fn calling_the_next_finishes_who_is_there() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        1 next 1
        60 next 1    -- nobody noted the arrival
        90 arrive 1
        120 call 1 a003
        150 next 1   -- nobody waits: A003 stays
        160 finish 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    0s issue chung-thuc -> A002 [print A002 at kiosk-1]
    0s issue chung-thuc -> A003 [print A003 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    60s next 1 -> A001 here [light 1], A001 done [light 1], A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    90s arrive 1 -> A002 here [light 1]
    120s call 1 a003 -> A002 done [light 1], A003 called (out of turn) [announce A003 to 1 as call 3 light 1]
    150s next 1 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(1) }
    160s finish 1 -> A003 here [light 1], A003 received [light 1]
    ");
}

#[test]
fn a_number_is_called_three_times_at_most_and_then_absent() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        1 next 1
        31 recall 1
        61 recall 1
        91 recall 1
        95 absent 1
        96 recall 1
        99 next 1
        100 arrive 1
        101 recall 1
        102 arrive 1
        103 absent 1  -- walked away while being served
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    0s issue chung-thuc -> A002 [print A002 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    31s recall 1 -> A001 recalled [announce A001 to 1 as call 2 light 1]
    61s recall 1 -> A001 recalled [announce A001 to 1 as call 3 light 1]
    91s recall 1 -> REFUSED calls_exhausted: CallsExhausted { number: TicketNumber("A001"), max: 3 }
    95s absent 1 -> A001 absent [light 1]
    96s recall 1 -> REFUSED no_current_ticket: NoCurrentTicket { counter: CounterNumber(1) }
    99s next 1 -> A002 called (oldest) [announce A002 to 1 as call 4 light 1]
    100s arrive 1 -> A002 here [light 1]
    101s recall 1 -> REFUSED already_serving: AlreadyServing { number: TicketNumber("A002") }
    102s arrive 1 -> REFUSED already_serving: AlreadyServing { number: TicketNumber("A002") }
    103s absent 1 -> A002 absent [light 1]
    "#);
}

#[test]
fn an_absent_visitor_may_be_called_again_by_number() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 open 2 minh
        0 issue ho-tich
        1 next 1
        60 absent 1
        61 next 1     -- not by turn
        90 call 2 B001
        95 recall 2
        99 call 1 B001
        100 finish 2
        101 call 2 B001
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s open 2 minh -> counter 2 open with minh for ho-tich dat-dai [light 2]
    0s issue ho-tich -> B001 [print B001 at kiosk-1]
    1s next 1 -> B001 called (oldest) [announce B001 to 1 as call 1 light 1]
    60s absent 1 -> B001 absent [light 1]
    61s next 1 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(1) }
    90s call 2 B001 -> B001 called (out of turn) [announce B001 to 2 as call 2 light 2]
    95s recall 2 -> B001 recalled [announce B001 to 2 as call 3 light 2]
    99s call 1 B001 -> REFUSED ticket_not_callable: TicketNotCallable { number: TicketNumber("B001") }
    100s finish 2 -> B001 here [light 2], B001 received [light 2]
    101s call 2 B001 -> REFUSED ticket_not_callable: TicketNotCallable { number: TicketNumber("B001") }
    "#);
}

#[test]
fn a_visitor_may_give_up_until_called() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue ho-tich
        0 issue ho-tich
        0 issue ho-tich
        1 cancel B001
        2 cancel B001
        3 next 1
        4 cancel B002
        5 arrive 1
        6 cancel B002
        7 absent 1
        8 cancel B002
        9 next 1
        10 finish 1
        11 cancel B003
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue ho-tich -> B001 [print B001 at kiosk-1]
    0s issue ho-tich -> B002 [print B002 at kiosk-1]
    0s issue ho-tich -> B003 [print B003 at kiosk-1]
    1s cancel B001 -> B001 given up
    2s cancel B001 -> REFUSED ticket_not_cancellable: TicketNotCancellable { number: TicketNumber("B001") }
    3s next 1 -> B002 called (oldest) [announce B002 to 1 as call 1 light 1]
    4s cancel B002 -> REFUSED ticket_not_cancellable: TicketNotCancellable { number: TicketNumber("B002") }
    5s arrive 1 -> B002 here [light 1]
    6s cancel B002 -> REFUSED ticket_not_cancellable: TicketNotCancellable { number: TicketNumber("B002") }
    7s absent 1 -> B002 absent [light 1]
    8s cancel B002 -> B002 given up [light 1]
    9s next 1 -> B003 called (oldest) [announce B003 to 1 as call 2 light 1]
    10s finish 1 -> B003 here [light 1], B003 received [light 1]
    11s cancel B003 -> REFUSED ticket_not_cancellable: TicketNotCancellable { number: TicketNumber("B003") }
    "#);
}

#[test]
fn a_ticket_remembers_its_times_and_calls() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        1 issue chung-thuc
        5 next 1
        30 recall 1
    ",
    );
    let id = play.hall.at_counter(counter(1)).unwrap();
    let called =
        TicketState::Called { counter: counter(1), at: play.at(5), n_calls: 2, reason: CallReason::Oldest };
    assert_eq!(play.hall.ticket(id).unwrap().state, called, "the first call counts");
    let call = play.hall.ticket(id).unwrap().last_call.unwrap();
    assert_eq!((call.sequence, call.counter, call.at, call.n_calls), (2, counter(1), play.at(30), 2));

    play.run("40 arrive 1");
    let serving = TicketState::Serving {
        counter: counter(1),
        called_at: play.at(5),
        since: play.at(40),
        n_calls: 2,
        reason: CallReason::Oldest,
    };
    assert_eq!(play.hall.ticket(id).unwrap().state, serving);

    play.run("100 finish 1");
    let done = TicketState::Done {
        counter: counter(1),
        outcome: Outcome::Settled("received".parse().unwrap()),
        called_at: play.at(5),
        served_from: play.at(40),
        at: play.at(100),
    };
    assert_eq!(play.hall.ticket(id).unwrap().state, done);
    assert_eq!(play.hall.at_counter(counter(1)), None);
    assert_eq!(play.hall.calls(9), [(id, call)], "the board still shows it");
}

#[test]
fn the_newest_calls_come_first_and_each_ticket_once() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 open 3 hoa
        0 issue chung-thuc
        0 issue ho-tich
        0 issue dat-dai
        1 next 1
        2 next 3
        3 recall 1
        4 next 3
    ",
    );
    let shown = |max| -> Vec<_> {
        let calls = play.hall.calls(max).into_iter();
        calls
            .map(|(id, call)| format!("{} {}", play.hall.ticket(id).unwrap().number, call.sequence))
            .collect()
    };
    assert_eq!(shown(9), ["C001 4", "A001 3", "B001 2"]);
    assert_eq!(shown(2), ["C001 4", "A001 3"]);
}

#[test]
fn a_counter_knows_its_figures_of_the_day() {
    let mut play = Play::new(rules());
    assert_eq!(play.hall.day_figures(counter(1)).mean_service_secs, None);
    play.run(
        "
        0 open 1 lan
        0 open 3 hoa
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        0 next 1
        50 arrive 1
        150 next 1      -- served for 100 s
        160 absent 1
        160 next 1
        360 finish 1    -- arrival not noted: 200 s from the call
        400 next 3
    ",
    );
    let figures = play.hall.day_figures(counter(1));
    assert_eq!((figures.n_served, figures.n_absent, figures.mean_service_secs), (2, 1, Some(150)));
    let other = play.hall.day_figures(counter(3));
    assert_eq!((other.n_served, other.n_absent, other.mean_service_secs), (0, 0, None));
}

#[test]
fn a_counter_knows_how_long_its_oldest_visitor_waits() {
    let mut play = Play::new(rules());
    let since = |play: &Play, n| play.hall.longest_waiting_since(counter(n));
    play.run("3 issue dat-dai");
    assert_eq!((since(&play, 1), since(&play, 2)), (None, Some(play.at(3))));
    play.run(
        "
        5 issue ho-tich
        6 issue ho-tich
        7 issue chung-thuc nct
        7 open 1 lan
    ",
    );
    assert_eq!((since(&play, 1), since(&play, 2)), (Some(play.at(5)), Some(play.at(3))));
    play.run("8 call 1 B001");
    assert_eq!(since(&play, 1), Some(play.at(6)));
    assert_eq!(since(&play, 99), None);
}

#[test]
fn a_slip_is_printed_again_where_the_number_was_given_or_where_somebody_says() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        1 issue chung-thuc
        2 slip A001
        3 slip A001 kiosk-2
        4 next 1
        5 slip A001
        6 finish 1
        7 slip A001
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    1s issue chung-thuc -> A001 [print A001 at kiosk-1]
    2s slip A001 -> A001 slip again [print A001 at kiosk-1]
    3s slip A001 kiosk-2 -> A001 slip again [print A001 at kiosk-2]
    4s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    5s slip A001 -> A001 slip again [print A001 at kiosk-1]
    6s finish 1 -> A001 here [light 1], A001 received [light 1]
    7s slip A001 -> REFUSED ticket_over: TicketOver { number: TicketNumber("A001") }
    "#);
}

fn ways(ids: &[&str]) -> goiso_domain::Rules {
    goiso_domain::Rules { outcomes: ids.iter().map(|id| id.parse().unwrap()).collect(), ..rules() }
}

#[test]
fn a_service_ends_in_a_way_that_the_office_has_settled() {
    let mut play = Play::new(ways(&["tra-ket-qua", "bo-sung"]));
    insta::assert_snapshot!(play.run("
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        1 next 1
        2 finish 1 received
        3 finish 1 bo-sung
        4 next 1
        5 next 1
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    0s issue chung-thuc -> A002 [print A002 at kiosk-1]
    0s issue chung-thuc -> A003 [print A003 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    2s finish 1 received -> REFUSED unknown_outcome: UnknownOutcome { outcome: OutcomeId("received") }
    3s finish 1 bo-sung -> A001 here [light 1], A001 bo-sung [light 1]
    4s next 1 -> A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    5s next 1 -> A002 here [light 1], A002 tra-ket-qua [light 1], A003 called (oldest) [announce A003 to 1 as call 3 light 1]
    "#);
    let ended = |n: usize| match &play
        .journal
        .iter()
        .filter(|(event, _)| matches!(event, Event::Finished { .. }))
        .nth(n)
    {
        Some((Event::Finished { outcome, .. }, _)) => outcome.clone(),
        other => panic!("{other:?}"),
    };
    let settled = |id: &str| Outcome::Settled(id.parse().unwrap());
    assert_eq!(
        [ended(0), ended(1)],
        [settled("bo-sung"), settled("tra-ket-qua")],
        "the first is the usual way"
    );
}

#[test]
fn an_old_journal_knows_the_four_ways_there_were() {
    let told = |text: &str| serde_json::from_str::<Outcome>(text).unwrap();
    assert_eq!(told("\"guided\""), Outcome::Settled("guided".parse().unwrap()));
    assert_eq!(told("\"day_ended\""), Outcome::DayEnded);
    assert_eq!(serde_json::to_string(&Outcome::DayEnded).unwrap(), "\"day_ended\"");
    assert!(serde_json::from_str::<Outcome>("\"Nửa chừng\"").is_err());
    // Rules of before say nothing about it, and rules that change nothing are written as before.
    let written = serde_json::to_value(rules()).unwrap();
    assert_eq!(written.get("outcomes"), None);
    let read: goiso_domain::Rules = serde_json::from_value(written).unwrap();
    assert_eq!(read.outcomes, ways(&["done", "received", "refused", "guided"]).outcomes);
}
