//! The spotlight under bursts: whatever comes, nobody is lost, nobody is cut short, and the order stays.

mod common;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use common::{at, call};
use goiso_display::{SPOTLIGHT_MIN, Spotlight, TOGETHER_MAX};
use goiso_protocol::{BoardCall, BoardView};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// What a spotlight has shown: since when and until when each call stood, in the order in which they came.
#[derive(Default)]
struct Watcher {
    since: BTreeMap<u64, Timestamp>,
    stood: Vec<(u64, SignedDuration)>,
    came: Vec<u64>,
    most: usize,
}

impl Watcher {
    fn look(&mut self, spotlight: &Spotlight, now: Timestamp) {
        let shown: Vec<u64> = spotlight.shown().iter().map(|call| call.sequence).collect();
        self.most = self.most.max(shown.len());
        let gone: Vec<u64> =
            self.since.keys().copied().filter(|sequence| !shown.contains(sequence)).collect();
        for sequence in gone {
            let since = self.since.remove(&sequence).expect("it stood there");
            self.stood.push((sequence, now.duration_since(since)));
        }
        for sequence in shown {
            if let Entry::Vacant(first) = self.since.entry(sequence) {
                first.insert(now);
                self.came.push(sequence);
            }
        }
    }
}

/// Runs until `end` on a board that wakes `late_millis` after it should.
fn run(spotlight: &mut Spotlight, watcher: &mut Watcher, from: Timestamp, end: Timestamp, late_millis: i64) {
    let mut now = from;
    while let Some(next) = spotlight.next_deadline(now) {
        now = next + SignedDuration::from_millis(late_millis);
        if now > end {
            return;
        }
        spotlight.advance(now);
        watcher.look(spotlight, now);
    }
}

/// Plays bursts: how long after the one before, how many calls.
fn play(bursts: &[(i64, u64)], late_millis: i64) -> (Watcher, u64) {
    let mut spotlight = Spotlight::default();
    spotlight.take(&[], at(0));
    let mut watcher = Watcher::default();
    let mut calls: Vec<BoardCall> = Vec::new();
    let mut now = at(0);
    for &(pause_millis, n) in bursts {
        let end = now + SignedDuration::from_millis(pause_millis);
        run(&mut spotlight, &mut watcher, now, end, late_millis);
        now = end;
        for _ in 0..n {
            let sequence = calls.len() as u64 + 1;
            let counter = 1 + sequence as u32 % 60;
            calls.insert(
                0,
                BoardCall { called_at: now, ..call(sequence, &format!("A{sequence:03}"), counter) },
            );
        }
        let told = &calls[..calls.len().min(BoardView::CALLS_MAX)];
        spotlight.take(told, now);
        watcher.look(&spotlight, now);
    }
    run(&mut spotlight, &mut watcher, now, now + SignedDuration::from_hours(1), late_millis);
    (watcher, calls.len() as u64)
}

proptest! {
    #[test]
    fn whoever_is_called_is_shown_for_four_seconds_in_order_and_nobody_is_lost(
        bursts in prop::collection::vec((0_i64..12_000, 1_u64..40), 1..12),
        late_millis in 0_i64..300,
    ) {
        let (watcher, n_calls) = play(&bursts, late_millis);
        prop_assert_eq!(watcher.came, (1..=n_calls).collect::<Vec<_>>());
        prop_assert!(watcher.most <= TOGETHER_MAX);
        for (sequence, stood) in &watcher.stood {
            prop_assert!(*stood >= SPOTLIGHT_MIN, "{} stood for {:?}", sequence, stood);
        }
        prop_assert_eq!(watcher.stood.len() as u64, n_calls);
    }
}
