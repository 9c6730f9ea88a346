//! A full bus is fast enough for people. In virtual time, so the machine's speed does not matter.

use std::time::Duration;

use goiso_tests::pace::{Line, p99, play};

const SEED: u64 = 20_261_124;

#[test]
fn on_an_idle_bus_a_called_number_is_on_its_display_within_60_ms() {
    let idle = Line { n_displays: 1, n_keypads: 0, n_calls: 200, call_every: Duration::from_secs(20) };
    let paces = play(idle, SEED);
    assert_eq!(paces.calls.len(), 200);
    assert!(paces.calls.iter().all(|pace| *pace <= Duration::from_millis(60)), "{:?}", p99(&paces.calls));
}

/// Thirty counters that each call somebody every three minutes, and ten of them by keypad.
#[test]
fn with_thirty_displays_and_ten_keypads_a_call_takes_250_ms_and_a_key_400_ms_at_most() {
    let full = Line { n_displays: 30, n_keypads: 10, n_calls: 400, call_every: Duration::from_secs(6) };
    let paces = play(full, SEED);
    assert_eq!((paces.calls.len(), paces.keys.len()), (400, 200));
    let (calls, keys) = (p99(&paces.calls), p99(&paces.keys));
    assert!(calls <= Duration::from_millis(250), "{calls:?}");
    assert!(keys <= Duration::from_millis(400), "{keys:?}");
    let short = Line { n_calls: 20, ..full };
    assert_eq!(play(short, SEED), play(short, SEED), "the same seed tells the same");
}
