//! Visitors who are sent on.

use insta::assert_snapshot;

use crate::play::{Play, play, rules};

const BOTH_SERVE: &str = "
    0 open 1 lan
    0 open 2 hoa
    0 issue chung-thuc
    1 issue ho-tich
    2 issue ho-tich
    10 next 1
";

fn after(begin: &str, script: &str) -> String {
    let mut play = Play::new(rules());
    play.run(begin);
    play.run(script)
}

#[test]
fn sent_to_a_service_one_keeps_the_time_one_has_waited() {
    assert_snapshot!(after(BOTH_SERVE, "
        60 send 1 dat-dai keep cần trích lục
        70 next 2
        71 next 2
    "), @r"
    60s send 1 dat-dai keep cần trích lục -> A001 here [light 1], A001 sent to dat-dai (Keep: cần trích lục) [light 1]
    70s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 2 light 2]
    71s next 2 -> A001 here [light 2], A001 done [light 2], B001 called (oldest) [announce B001 to 2 as call 3 light 2]
    ");
}

#[test]
fn sent_to_the_end_one_waits_like_somebody_who_has_just_come() {
    assert_snapshot!(after(BOTH_SERVE, "
        60 send 1 ho-tich last
        61 issue ho-tich
        70 next 2
        71 next 2
        72 next 2
        73 next 2
    "), @r"
    60s send 1 ho-tich last -> A001 here [light 1], A001 sent to ho-tich (Last) [light 1]
    61s issue ho-tich -> B003 [print B003 at kiosk-1]
    70s next 2 -> B001 called (oldest) [announce B001 to 2 as call 2 light 2]
    71s next 2 -> B001 here [light 2], B001 done [light 2], B002 called (oldest) [announce B002 to 2 as call 3 light 2]
    72s next 2 -> B002 here [light 2], B002 done [light 2], A001 called (Transferred) [announce A001 to 2 as call 4 light 2]
    73s next 2 -> A001 here [light 2], A001 done [light 2], B003 called (oldest) [announce B003 to 2 as call 5 light 2]
    ");
}

#[test]
fn sent_to_the_front_one_comes_before_all_others() {
    assert_snapshot!(after(BOTH_SERVE, "
        30 issue ho-tich nkt
        60 send 1 ho-tich first
        70 next 2
        71 next 2
    "), @r"
    30s issue ho-tich nkt -> B003 [print B003 at kiosk-1]
    60s send 1 ho-tich first -> A001 here [light 1], A001 sent to ho-tich (First) [light 1]
    70s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 2 light 2]
    71s next 2 -> A001 here [light 2], A001 done [light 2], B003 called (priority nkt) [announce B003 to 2 as call 3 light 2]
    ");
}

#[test]
fn whoever_is_sent_to_a_counter_is_called_only_there() {
    assert_snapshot!(after(BOTH_SERVE, "
        60 send 1 2
        61 next 1
        62 call 1 A001
        63 next 2
        64 finish 2
    "), @r#"
    60s send 1 2 -> A001 here [light 1], A001 sent to counter 2 (Keep) [light 1]
    61s next 1 -> B001 called (oldest) [announce B001 to 1 as call 2 light 1]
    62s call 1 A001 -> REFUSED ticket_sent_elsewhere: TicketSentElsewhere { number: TicketNumber("A001"), counter: CounterNumber(2) }
    63s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 3 light 2]
    64s finish 2 -> A001 here [light 2], A001 received [light 2]
    "#);
}

#[test]
fn a_counter_that_closes_leaves_whoever_was_sent_there_to_the_others() {
    assert_snapshot!(after(BOTH_SERVE, "
        60 send 1 2
        61 close 2
        62 next 1
    "), @r"
    60s send 1 2 -> A001 here [light 1], A001 sent to counter 2 (Keep) [light 1]
    61s close 2 -> counter 2 closed [light 2]
    62s next 1 -> A001 called (Transferred) [announce A001 to 1 as call 2 light 1]
    ");
}

#[test]
fn a_pause_keeps_whoever_was_sent_to_the_counter() {
    assert_snapshot!(after(BOTH_SERVE, "
        60 send 1 2
        61 pause 2 lunch
        62 next 1
        63 finish 1
        64 next 1
        65 finish 1
        66 next 1
        70 open 2 hoa
        71 next 2
    "), @r"
    60s send 1 2 -> A001 here [light 1], A001 sent to counter 2 (Keep) [light 1]
    61s pause 2 lunch -> counter 2 pauses (Lunch) [light 2]
    62s next 1 -> B001 called (oldest) [announce B001 to 1 as call 2 light 1]
    63s finish 1 -> B001 here [light 1], B001 received [light 1]
    64s next 1 -> B002 called (oldest) [announce B002 to 1 as call 3 light 1]
    65s finish 1 -> B002 here [light 1], B002 received [light 1]
    66s next 1 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(1) }
    70s open 2 hoa -> counter 2 open with hoa for ho-tich dat-dai [light 2]
    71s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 4 light 2]
    ");
}

#[test]
fn a_finished_visitor_goes_on_to_where_the_chain_leads() {
    assert_snapshot!(after(BOTH_SERVE, "
        60 chain 1 2 dat-dai
        90 finish 1
        91 next 2
        99 finish 2
        100 next 2
        110 finish 2
    "), @r"
    60s chain 1 2 dat-dai -> A001 then to [counter 2 dat-dai]
    90s finish 1 -> A001 here [light 1], A001 received [light 1], A001 sent to counter 2 (Keep, then dat-dai) [light 1]
    91s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 2 light 2]
    99s finish 2 -> A001 here [light 2], A001 received [light 2], A001 sent to dat-dai (Keep) [light 2]
    100s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 3 light 2]
    110s finish 2 -> A001 here [light 2], A001 received [light 2]
    ");
}

#[test]
fn the_next_call_sends_the_one_before_on_too() {
    assert_snapshot!(after(BOTH_SERVE, "
        60 chain 1 2
        61 chain 1 2
        90 next 1
        91 next 2
    "), @r"
    60s chain 1 2 -> A001 then to [counter 2]
    61s chain 1 2 -> nothing to do
    90s next 1 -> A001 here [light 1], A001 done [light 1], A001 sent to counter 2 (Keep) [light 1], B001 called (oldest) [announce B001 to 1 as call 2 light 1]
    91s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 3 light 2]
    ");
}

#[test]
fn a_note_stays_with_the_visitor() {
    let mut play = Play::new(rules());
    play.run(BOTH_SERVE);
    assert_snapshot!(play.run("
        20 note 1 xem sổ hộ khẩu
        21 note 1 xem sổ hộ khẩu
        30 send 1 ho-tich keep
        31 next 2
    "), @r"
    20s note 1 xem sổ hộ khẩu -> A001 noted: xem sổ hộ khẩu
    21s note 1 xem sổ hộ khẩu -> nothing to do
    30s send 1 ho-tich keep -> A001 here [light 1], A001 sent to ho-tich (Keep) [light 1]
    31s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 2 light 2]
    ");
    let ticket = play.hall.at_counter(crate::play::counter(2)).unwrap();
    assert_eq!(play.hall.ticket(ticket).unwrap().note, "xem sổ hộ khẩu");
}

#[test]
fn the_service_one_was_sent_to_does_not_count_against_its_limit() {
    let mut rules = rules();
    rules.services.get_mut(&crate::play::service("dat-dai")).unwrap().daily_max = Some(1);
    assert_snapshot!(play(rules, "
        0 open 1 lan
        0 issue chung-thuc
        1 next 1
        2 send 1 dat-dai
        3 issue dat-dai
        4 issue dat-dai
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    2s send 1 dat-dai -> A001 here [light 1], A001 sent to dat-dai (Keep) [light 1]
    3s issue dat-dai -> C001 [print C001 at kiosk-1]
    4s issue dat-dai -> REFUSED service_full: ServiceFull { service: ServiceId("dat-dai"), max: 1 }
    "#);
}
