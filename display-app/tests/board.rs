//! The rules of the board, without a window.

mod common;

use common::{at, board, call, earlier, now, show};
use goiso_client::LinkEvent;
use goiso_display::{Board, Featured, Glow, LinkState};
use goiso_model::TicketNumber;
use goiso_protocol::{BoardCall, TicketStage};

/// What stands in the large place at a moment, as the board itself would have moved on by then.
fn large(board: &mut Board, millis: i64) -> String {
    board.advance(at(millis));
    match board.featured(at(millis)) {
        Featured::Spotlight(call, _) => call.number.to_string(),
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
fn calls_that_come_at_once_are_shown_one_after_the_other_and_none_is_lost() {
    let mut board = board(&[]);
    let calls = [call(1, "A001", 1), call(2, "B001", 2), call(3, "C001", 3)];
    show(&mut board, &calls, now());
    insta::assert_snapshot!(
        play(&mut board, &[0, 3, 4, 7, 8, 27, 28]),
        @"0s A001, 3s A001, 4s B001, 7s B001, 8s C001, 27s C001, 28s (C001)"
    );
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
fn every_call_of_a_crowded_minute_is_shown_for_at_least_four_seconds() {
    let mut board = board(&[]);
    let calls: Vec<BoardCall> = (1..=12).map(|n| call(n, &format!("A{n:03}"), 1 + n as u32)).collect();
    let mut shown: Vec<(TicketNumber, i64)> = Vec::new();
    for (tick, time) in (0..900).zip((0..).step_by(100).map(at)) {
        if tick % 7 == 0 {
            show(&mut board, &calls[..calls.len().min(tick / 7 + 1)], time);
        }
        board.advance(time);
        if let Featured::Spotlight(call, _) = board.featured(time) {
            match shown.last_mut() {
                Some((number, n_ticks)) if *number == call.number => *n_ticks += 1,
                Some(_) | None => shown.push((call.number.clone(), 1)),
            }
        }
    }
    let numbers: Vec<&TicketNumber> = shown.iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, calls.iter().map(|call| &call.number).collect::<Vec<_>>());
    assert!(shown.iter().all(|(_, n_ticks)| *n_ticks >= 39), "{shown:?}");
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
fn a_call_missed_for_long_is_only_listed() {
    let mut board = board(&[]);
    board.take(LinkEvent::Down { since: now() }, at(5000));
    assert_eq!(board.link(), LinkState::Down);
    board.take(LinkEvent::Up, at(70_000));
    show(
        &mut board,
        &[call(1, "A001", 1), BoardCall { called_at: at(65_000), ..call(2, "B001", 2) }],
        at(70_000),
    );
    insta::assert_snapshot!(play(&mut board, &[70, 90]), @"70s B001, 90s (B001)");
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
