//! What a counter may take back, for some seconds.

use insta::assert_snapshot;

use crate::play::{Play, counter, play, rules};

#[test]
fn absent_finished_and_given_up_can_be_taken_back_for_five_seconds() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        1 issue chung-thuc
        10 next 1
        20 absent 1
        25 undo 1
        30 arrive 1
        60 finish 1
        64 undo 1
        65 undo 1
        70 finish 1
        76 undo 1
        80 cancel A002 1
        82 undo 1
        83 next 1
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    10s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    20s absent 1 -> A001 absent [light 1]
    25s undo 1 -> A001 as before [light 1]
    30s arrive 1 -> A001 here [light 1]
    60s finish 1 -> A001 received [light 1]
    64s undo 1 -> A001 as before [light 1]
    65s undo 1 -> REFUSED counter_busy: CounterBusy { counter: CounterNumber(1), number: TicketNumber("A001") }
    70s finish 1 -> A001 received [light 1]
    76s undo 1 -> REFUSED nothing_to_undo: NothingToUndo { counter: CounterNumber(1) }
    80s cancel A002 1 -> A002 given up
    82s undo 1 -> A002 as before [light 1]
    83s next 1 -> A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    "#);
}

#[test]
fn what_is_taken_back_is_not_counted() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        10 next 1
        12 arrive 1
        60 finish 1
    ",
    );
    assert_eq!(play.hall.day_figures(counter(1)).n_served, 1);
    assert_eq!(play.hall.undo_until(counter(1)), Some(play.at(65)));
    play.run("61 undo 1");
    assert_eq!(play.hall.day_figures(counter(1)), goiso_domain::Figures::default());
    assert_eq!(play.hall.undo_until(counter(1)), None);
    play.run("62 absent 1");
    assert_eq!(play.hall.day_figures(counter(1)).n_absent, 1);
    play.run("63 undo 1");
    assert_eq!(play.hall.day_figures(counter(1)).n_absent, 0);
}

#[test]
fn nothing_is_taken_back_over_somebody_elses_head() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 open 3 tam
        0 issue chung-thuc
        1 issue chung-thuc
        10 next 1
        20 absent 1
        21 next 1
        22 undo 1          -- somebody else is at the counter
        23 finish 1
        24 call 3 A001
        25 absent 3
        26 call 1 A001
        27 undo 3          -- counter 1 has called it meanwhile
        28 absent 1
        29 close 1
        30 open 1 lan
        31 undo 1          -- a counter that has closed takes nothing back
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s open 3 tam -> counter 3 open with tam for chung-thuc ho-tich dat-dai [light 3]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    10s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    20s absent 1 -> A001 absent [light 1]
    21s next 1 -> A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    22s undo 1 -> REFUSED counter_busy: CounterBusy { counter: CounterNumber(1), number: TicketNumber("A002") }
    23s finish 1 -> A002 here [light 1], A002 received [light 1]
    24s call 3 A001 -> A001 called (out of turn) [announce A001 to 3 as call 3 light 3]
    25s absent 3 -> A001 absent [light 3]
    26s call 1 A001 -> A001 called (out of turn) [announce A001 to 1 as call 4 light 1]
    27s undo 3 -> REFUSED nothing_to_undo: NothingToUndo { counter: CounterNumber(3) }
    28s absent 1 -> A001 absent [light 1]
    29s close 1 -> counter 1 closed [light 1]
    30s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    31s undo 1 -> REFUSED nothing_to_undo: NothingToUndo { counter: CounterNumber(1) }
    "#);
}

#[test]
fn a_chain_is_taken_back_with_the_finish() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 open 2 hoa
        0 issue chung-thuc
        1 next 1
        2 chain 1 2
        10 finish 1
        11 undo 1
        12 next 2
        13 finish 1
        14 next 2
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s open 2 hoa -> counter 2 open with hoa for ho-tich dat-dai [light 2]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    2s chain 1 2 -> A001 then to [counter 2]
    10s finish 1 -> A001 here [light 1], A001 received [light 1], A001 sent to counter 2 (Keep) [light 1]
    11s undo 1 -> A001 as before [light 1]
    12s next 2 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(2) }
    13s finish 1 -> A001 received [light 1], A001 sent to counter 2 (Keep) [light 1]
    14s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 2 light 2]
    ");
}
