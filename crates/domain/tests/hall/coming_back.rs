//! Visitors who go away and come back.

use insta::assert_snapshot;

use crate::play::{Play, play, rules};
use goiso_domain::{Command, HoldEnds, Rules};

const TWO_OFFICIALS: &str = "
    0 open 1 lan
    0 open 3 tam
    0 issue chung-thuc
    1 issue chung-thuc
    2 issue chung-thuc nkt
    3 issue chung-thuc
";

fn after(begin: &str, script: &str) -> String {
    let mut play = Play::new(rules());
    play.run(begin);
    play.run(script)
}

#[test]
fn whoever_fetches_a_paper_keeps_the_place_and_is_called_first_on_return() {
    assert_snapshot!(after(TWO_OFFICIALS, "
        10 next 1
        60 hold 1 30 thiếu bản sao
        61 next 1
        300 back A003      -- the one held is A003: the class goes first
        301 next 3         -- it goes back to the counter that knows the case
        302 next 1
    "), @r"
    10s next 1 -> A003 called (priority nkt) [announce A003 to 1 as call 1 light 1]
    60s hold 1 30 thiếu bản sao -> A003 here [light 1], A003 held for Papers until 1860s [light 1]
    61s next 1 -> A001 called (oldest) [announce A001 to 1 as call 2 light 1]
    300s back A003 -> A003 back
    301s next 3 -> A002 called (oldest) [announce A002 to 3 as call 3 light 3]
    302s next 1 -> A001 here [light 1], A001 done [light 1], A003 called (Returned) [announce A003 to 1 as call 4 light 1]
    ");
}

#[test]
fn a_colleague_takes_over_whoever_returns_to_a_counter_that_has_closed() {
    assert_snapshot!(after(TWO_OFFICIALS, "
        10 next 1
        60 hold 1 30
        70 close 1
        300 back A003
        301 next 3
    "), @r"
    10s next 1 -> A003 called (priority nkt) [announce A003 to 1 as call 1 light 1]
    60s hold 1 30 -> A003 here [light 1], A003 held for Papers until 1860s [light 1]
    70s close 1 -> counter 1 closed [light 1]
    300s back A003 -> A003 back
    301s next 3 -> A003 called (Returned) [announce A003 to 3 as call 2 light 3]
    ");
}

#[test]
fn the_official_who_sees_the_visitor_come_back_calls_the_number() {
    assert_snapshot!(after(TWO_OFFICIALS, "
        10 next 1
        60 hold 1 30
        90 call 1 A003
        91 call 3 A003
    "), @r#"
    10s next 1 -> A003 called (priority nkt) [announce A003 to 1 as call 1 light 1]
    60s hold 1 30 -> A003 here [light 1], A003 held for Papers until 1860s [light 1]
    90s call 1 A003 -> A003 called (Returned) [announce A003 to 1 as call 2 light 1]
    91s call 3 A003 -> REFUSED ticket_not_callable: TicketNotCallable { number: TicketNumber("A003") }
    "#);
}

#[test]
fn a_held_visitor_is_called_to_another_counter_out_of_turn_only() {
    assert_snapshot!(after(TWO_OFFICIALS, "
        10 next 1
        60 hold 1 30
        90 call 3 A003 quầy 1 nghỉ
    "), @r"
    10s next 1 -> A003 called (priority nkt) [announce A003 to 1 as call 1 light 1]
    60s hold 1 30 -> A003 here [light 1], A003 held for Papers until 1860s [light 1]
    90s call 3 A003 quầy 1 nghỉ -> A003 called (out of turn: quầy 1 nghỉ) [announce A003 to 3 as call 2 light 3]
    ");
}

#[test]
fn whoever_does_not_return_in_time_is_absent() {
    assert_snapshot!(after(TWO_OFFICIALS, "
        10 next 1
        60 hold 1 5
        359 clock
        360 clock
        361 back A003
        362 restore A003
    "), @r#"
    10s next 1 -> A003 called (priority nkt) [announce A003 to 1 as call 1 light 1]
    60s hold 1 5 -> A003 here [light 1], A003 held for Papers until 360s [light 1]
    359s clock -> nothing to do
    360s clock -> A003 absent (HoldOver) [light 1]
    361s back A003 -> REFUSED ticket_not_held: TicketNotHeld { number: TicketNumber("A003") }
    362s restore A003 -> A003 restored
    "#);
}

#[test]
fn or_the_number_ends_where_the_office_says_so() {
    let mut strict = rules();
    strict.office.hold_ends = HoldEnds::Cancelled;
    assert_snapshot!(play(strict, "
        0 open 1 lan
        0 issue chung-thuc
        1 next 1
        2 hold 1 5
        302 clock
        303 restore A001
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    2s hold 1 5 -> A001 here [light 1], A001 held for Papers until 302s [light 1]
    302s clock -> A001 ended (HoldOver) [light 1]
    303s restore A001 -> REFUSED ticket_not_absent: TicketNotAbsent { number: TicketNumber("A001") }
    "#);
}

#[test]
fn an_absent_visitor_waits_behind_the_next_two() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        1 issue chung-thuc
        2 issue ho-tich
        3 issue chung-thuc
        4 issue chung-thuc
        10 next 1
        40 absent 1
        60 restore A001
        61 next 1
        62 next 1
        63 next 1
        64 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    2s issue ho-tich -> B001 [print B001 at kiosk-1]
    3s issue chung-thuc -> A003 [print A003 at kiosk-1]
    4s issue chung-thuc -> A004 [print A004 at kiosk-1]
    10s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    40s absent 1 -> A001 absent [light 1]
    60s restore A001 -> A001 restored
    61s next 1 -> A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    62s next 1 -> A002 here [light 1], A002 done [light 1], B001 called (oldest) [announce B001 to 1 as call 3 light 1]
    63s next 1 -> B001 here [light 1], B001 done [light 1], A001 called (Restored) [announce A001 to 1 as call 4 light 1]
    64s next 1 -> A001 here [light 1], A001 done [light 1], A003 called (oldest) [announce A003 to 1 as call 5 light 1]
    ");
}

#[test]
fn two_who_are_restored_do_not_pass_each_other() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        1 issue chung-thuc
        2 issue chung-thuc
        3 issue chung-thuc
        4 issue chung-thuc
        10 next 1
        20 absent 1
        21 next 1
        30 absent 1
        40 restore A001
        41 restore A002
        50 next 1
        51 next 1
        52 next 1
        53 next 1
        54 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    2s issue chung-thuc -> A003 [print A003 at kiosk-1]
    3s issue chung-thuc -> A004 [print A004 at kiosk-1]
    4s issue chung-thuc -> A005 [print A005 at kiosk-1]
    10s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    20s absent 1 -> A001 absent [light 1]
    21s next 1 -> A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    30s absent 1 -> A002 absent [light 1]
    40s restore A001 -> A001 restored
    41s restore A002 -> A002 restored
    50s next 1 -> A003 called (oldest) [announce A003 to 1 as call 3 light 1]
    51s next 1 -> A003 here [light 1], A003 done [light 1], A004 called (oldest) [announce A004 to 1 as call 4 light 1]
    52s next 1 -> A004 here [light 1], A004 done [light 1], A001 called (Restored) [announce A001 to 1 as call 5 light 1]
    53s next 1 -> A001 here [light 1], A001 done [light 1], A002 called (Restored) [announce A002 to 1 as call 6 light 1]
    54s next 1 -> A002 here [light 1], A002 done [light 1], A005 called (oldest) [announce A005 to 1 as call 7 light 1]
    ");
}

#[test]
fn behind_a_priority_visitor_counts_too() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        1 issue chung-thuc
        2 issue chung-thuc
        3 issue chung-thuc
        10 next 1
        20 absent 1
        21 issue chung-thuc nct
        40 restore A001
        50 next 1
        51 next 1
        52 next 1
        53 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    2s issue chung-thuc -> A003 [print A003 at kiosk-1]
    3s issue chung-thuc -> A004 [print A004 at kiosk-1]
    10s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    20s absent 1 -> A001 absent [light 1]
    21s issue chung-thuc nct -> A005 [print A005 at kiosk-1]
    40s restore A001 -> A001 restored
    50s next 1 -> A005 called (priority nct) [announce A005 to 1 as call 2 light 1]
    51s next 1 -> A005 here [light 1], A005 done [light 1], A002 called (oldest) [announce A002 to 1 as call 3 light 1]
    52s next 1 -> A002 here [light 1], A002 done [light 1], A001 called (Restored) [announce A001 to 1 as call 4 light 1]
    53s next 1 -> A001 here [light 1], A001 done [light 1], A003 called (oldest) [announce A003 to 1 as call 5 light 1]
    ");
}

#[test]
fn with_nobody_waiting_a_restored_visitor_is_next() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        10 next 1
        20 absent 1
        40 restore A001
        41 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    10s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    20s absent 1 -> A001 absent [light 1]
    40s restore A001 -> A001 restored
    41s next 1 -> A001 called (Restored) [announce A001 to 1 as call 2 light 1]
    ");
}

#[test]
fn an_absent_visitor_is_restored_only_for_a_while() {
    let mut rules: Rules = rules();
    rules.office.restore_within_secs = Some(30 * 60);
    assert_snapshot!(play(rules, "
        0 open 1 lan
        0 issue chung-thuc
        1 issue chung-thuc
        10 next 1
        20 absent 1
        21 next 1
        30 absent 1
        1820 restore A001
        1831 restore A002
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    10s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    20s absent 1 -> A001 absent [light 1]
    21s next 1 -> A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    30s absent 1 -> A002 absent [light 1]
    1820s restore A001 -> A001 restored
    1831s restore A002 -> REFUSED restore_too_late: RestoreTooLate { number: TicketNumber("A002"), max_minutes: 30 }
    "#);
}

#[test]
fn nobody_is_waited_for_long_after_the_last_call() {
    let mut rules = rules();
    rules.office.absent_after_secs = Some(45);
    assert_snapshot!(play(rules, "
        0 open 1 lan
        0 issue chung-thuc
        10 next 1
        30 recall 1
        90 clock          -- it was not the last call
        100 recall 1
        144 clock
        145 clock
        146 undo 1        -- the clock would do it again at once
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    10s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    30s recall 1 -> A001 recalled [announce A001 to 1 as call 2 light 1]
    90s clock -> nothing to do
    100s recall 1 -> A001 recalled [announce A001 to 1 as call 3 light 1]
    144s clock -> nothing to do
    145s clock -> A001 absent (LastCall) [light 1]
    146s undo 1 -> REFUSED nothing_to_undo: NothingToUndo { counter: CounterNumber(1) }
    ");
}

#[test]
fn the_clock_ends_a_hold_and_a_last_call_at_their_time_and_not_before() {
    let mut rules = rules();
    rules.office.absent_after_secs = Some(45);
    let mut play = Play::new(rules);
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        10 next 1
        20 hold 1 30
        1700 next 1
        1710 recall 1
        1780 recall 1
    ",
    );
    // The hold ends at 20 + 1800, the last call at 1780 + 45.
    let (hold, call) = (play.at(1820), play.at(1825));
    assert_eq!(play.hall.next_deadline(play.at(1790)), Some(hold));
    assert_eq!(play.hall.due(play.at(1819)), []);
    assert_eq!(play.hall.due(hold), [Command::EndWaits]);
    assert_eq!(play.hall.next_deadline(hold), Some(call));
    assert_eq!(play.wish(&Command::EndWaits, hold).unwrap().len(), 1);
    assert_eq!(play.hall.due(play.at(1824)), []);
    assert_eq!(play.hall.due(call), [Command::EndWaits]);
    assert_eq!(play.wish(&Command::EndWaits, call).unwrap().len(), 1);
    assert_eq!(play.hall.due(call), []);
    assert!(
        play.hall.next_deadline(call).is_none_or(|next| next > play.at(10_000)),
        "nothing is left to end"
    );
}
