//! The rules of the board, without a window.

mod common;

use common::{at, board, call, counter, earlier, now, show};
use goiso_client::LinkEvent;
use goiso_display::{Board, CounterScene, Featured, Glow, LinkState};
use goiso_protocol::{BoardCall, BoardCounterCondition, TicketStage};

fn numbers(calls: &[BoardCall]) -> Vec<&str> {
    calls.iter().map(|call| call.number.as_str()).collect()
}

/// What stands in the large place at a moment, as the board itself would have moved on by then.
fn large(board: &mut Board, millis: i64) -> String {
    board.advance(at(millis));
    match board.featured(at(millis)) {
        Featured::Spotlight(calls, _) => numbers(calls).join("+"),
        Featured::Calm(call) => format!("({})", call.number),
        Featured::Nobody => "-".to_owned(),
    }
}

/// What stands there at each of these seconds.
fn play(board: &mut Board, seconds: &[i64]) -> String {
    let shown: Vec<String> =
        seconds.iter().map(|second| format!("{second}s {}", large(board, second * 1000))).collect();
    shown.join(", ")
}

#[test]
fn what_was_called_before_the_start_is_shown_calmly() {
    let mut board = board(&[call(1, "A001", 1), call(2, "B001", 2)]);
    assert_eq!(large(&mut board, 0), "(B001)");
}

#[test]
fn a_new_call_has_the_spotlight_for_twenty_seconds() {
    let mut board = board(&earlier());
    assert_eq!(large(&mut board, 0), "-", "all have come");
    show(&mut board, &[call(7, "A005", 3)], now());
    insta::assert_snapshot!(play(&mut board, &[0, 19, 20, 60]), @"0s A005, 19s A005, 20s (A005), 60s (A005)");
}

#[test]
fn calls_that_come_at_once_are_shown_together_four_at_a_time_and_none_is_lost() {
    let mut board = board(&[]);
    let calls: Vec<BoardCall> = (1..=6).map(|n| call(n, &format!("A00{n}"), n as u32)).collect();
    show(&mut board, &calls, now());
    insta::assert_snapshot!(
        play(&mut board, &[0, 3, 4, 23, 24]),
        @"0s A001+A002+A003+A004, 3s A001+A002+A003+A004, 4s A005+A006, 23s A005+A006, 24s (A006)"
    );
    assert!(board.recent(at(5000), 8).iter().any(|call| call.number.as_str() == "A001"), "still in the list");
}

#[test]
fn forty_calls_at_once_have_all_been_shown_after_forty_seconds() {
    let mut board = board(&[]);
    let calls: Vec<BoardCall> = (1..=40).map(|n| call(n, &format!("A{n:03}"), n as u32)).collect();
    show(&mut board, &calls, now());
    let mut time = now();
    let mut shown: Vec<String> = Vec::new();
    while time < at(40_000) {
        board.advance(time);
        if let Featured::Spotlight(calls, _) = board.featured(time) {
            let fresh =
                numbers(calls).into_iter().map(str::to_owned).filter(|number| !shown.contains(number));
            let fresh: Vec<String> = fresh.collect();
            shown.extend(fresh);
        }
        time = board.next_deadline(time);
    }
    assert_eq!(shown, calls.iter().map(|call| call.number.to_string()).collect::<Vec<_>>());
}

#[test]
fn a_later_call_waits_until_the_one_before_has_been_read() {
    let mut board = board(&[]);
    let first = call(1, "A001", 1);
    show(&mut board, std::slice::from_ref(&first), now());
    show(&mut board, &[first.clone(), call(2, "B001", 2)], at(1000));
    insta::assert_snapshot!(play(&mut board, &[1, 3, 4]), @"1s A001, 3s A001, 4s B001");
    show(&mut board, &[first, call(2, "B001", 2), call(3, "C001", 3)], at(10_000));
    insta::assert_snapshot!(play(&mut board, &[10]), @"10s C001");
}

#[test]
fn a_recall_lights_up_again_without_waiting_for_itself() {
    let mut board = board(&[]);
    show(&mut board, &[call(1, "A001", 1)], now());
    show(&mut board, &[BoardCall { n_calls: 2, ..call(2, "A001", 1) }], at(15_000));
    insta::assert_snapshot!(play(&mut board, &[15, 34, 35]), @"15s A001, 34s A001, 35s (A001)");
}

#[test]
fn who_has_come_leaves_the_spotlight_early() {
    let mut board = board(&[]);
    show(&mut board, &[call(1, "A001", 1)], now());
    show(&mut board, &[BoardCall { stage: TicketStage::Serving, ..call(1, "A001", 1) }], at(2000));
    insta::assert_snapshot!(play(&mut board, &[3, 4]), @"3s A001, 4s -");
}

#[test]
fn who_has_come_before_the_place_is_free_is_not_shown_in_it() {
    let mut board = board(&[]);
    let first = call(1, "A001", 1);
    show(&mut board, std::slice::from_ref(&first), now());
    show(&mut board, &[first.clone(), call(2, "B001", 2), call(3, "C001", 3)], at(1000));
    let come = BoardCall { stage: TicketStage::Serving, ..call(2, "B001", 2) };
    show(&mut board, &[first, come, call(3, "C001", 3)], at(2000));
    insta::assert_snapshot!(play(&mut board, &[3, 4]), @"3s A001, 4s C001");
}

#[test]
fn a_call_missed_for_long_is_only_listed() {
    let mut board = board(&[]);
    board.take(LinkEvent::Down { since: now() }, at(5000));
    assert_eq!(board.link(), LinkState::Down);
    board.take(LinkEvent::Up, at(95_000));
    show(
        &mut board,
        &[call(1, "A001", 1), BoardCall { called_at: at(6_000), ..call(2, "B001", 2) }],
        at(95_000),
    );
    insta::assert_snapshot!(play(&mut board, &[95, 115]), @"95s B001, 115s (B001)");
}

#[test]
fn a_new_day_begins_its_sequence_again() {
    let mut board = board(&[call(812, "A812", 1)]);
    show(&mut board, &[], now());
    show(&mut board, &[call(1, "A001", 1)], now());
    assert_eq!(large(&mut board, 0), "A001");
}

#[test]
fn the_list_holds_everyone_but_the_one_in_the_large_place() {
    let mut board = board(&earlier());
    let mut calls = earlier();
    calls.push(call(7, "A005", 3));
    show(&mut board, &calls, now());
    let numbers: Vec<String> =
        board.recent(now(), 6).iter().map(|call| format!("{} {}", call.number, call.counter)).collect();
    insta::assert_snapshot!(numbers.join(", "), @"B012 1, C031 5, A004 2, E018 7, D002 4, C030 6");
    assert_eq!(board.recent(now(), 2).len(), 2);
}

#[test]
fn a_flash_is_never_quicker_than_three_in_a_second() {
    let mut board = board(&[]);
    show(&mut board, &[call(1, "A001", 1)], now());
    let glow = |millis| match board.featured(at(millis)) {
        Featured::Spotlight(_, glow) => glow,
        Featured::Calm(_) | Featured::Nobody => panic!("it is in the spotlight"),
    };
    let glows: Vec<Glow> = (0..10_000).map(glow).collect();
    let changes: Vec<usize> = (1..glows.len()).filter(|i| glows[*i] != glows[i - 1]).collect();
    assert!(changes.len() >= 4, "it catches the eye");
    assert!(changes.windows(2).all(|pair| pair[1] - pair[0] >= 1000 / 6), "{changes:?}");
    assert!(changes.iter().all(|change| *change <= 4000), "and then is still");
}

#[test]
fn a_quiet_board_wakes_once_a_minute() {
    let mut board = board(&earlier());
    assert_eq!(board.next_deadline(now()), at(50_000));
    show(&mut board, &[call(7, "A005", 3)], now());
    let mut deadlines = Vec::new();
    let mut time = now();
    for _ in 0..10 {
        time = board.next_deadline(time);
        deadlines.push(time.duration_since(now()).as_millis());
        board.advance(time);
    }
    assert_eq!(deadlines, [500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 20_000, 50_000]);
}

#[test]
fn a_counter_is_calling_serving_free_paused_or_closed() {
    let waiting = call(1, "A001", 1);
    let served = BoardCall { stage: TicketStage::Serving, ..call(2, "B001", 2) };
    let board = board(&[waiting.clone(), served]);
    let (open, paused, closed) =
        (BoardCounterCondition::Open, BoardCounterCondition::Paused, BoardCounterCondition::Closed);
    for (counter, scene) in [
        (counter(1, open, Some("A001")), CounterScene::Calling(&waiting)),
        (counter(2, open, Some("B001")), CounterScene::Serving("B001")),
        (counter(2, paused, Some("B001")), CounterScene::Serving("B001")),
        (counter(3, open, Some("C001")), CounterScene::Serving("C001")),
        (counter(3, open, None), CounterScene::Free),
        (counter(3, BoardCounterCondition::Unknown, None), CounterScene::Free),
        (counter(3, paused, None), CounterScene::Paused),
        (counter(3, closed, None), CounterScene::Closed),
    ] {
        assert_eq!(board.at_counter(&counter), scene, "{counter:?}");
    }
}

#[test]
fn a_restart_in_the_middle_of_the_day_announces_nothing_again() {
    let calls: Vec<BoardCall> = (1..=12).map(|n| call(n, &format!("A{n:03}"), n as u32)).collect();
    let mut board = board(&calls);
    assert_eq!(large(&mut board, 0), "(A012)");
    assert_eq!(board.recent(now(), 11).len(), 11, "the whole state is there");
    show(&mut board, &calls, at(1000));
    assert_eq!(large(&mut board, 1000), "(A012)");
}

#[test]
fn while_the_hub_is_away_the_last_state_stays() {
    let mut board = board(&earlier());
    show(&mut board, &[call(7, "A005", 3)], now());
    board.take(LinkEvent::Down { since: now() }, at(3000));
    insta::assert_snapshot!(play(&mut board, &[3, 20, 600]), @"3s A005, 20s (A005), 600s (A005)");
    board.take(LinkEvent::Up, at(601_000));
    show(&mut board, &[call(7, "A005", 3)], at(601_000));
    assert_eq!(large(&mut board, 601_000), "(A005)", "it is not announced again");
}
