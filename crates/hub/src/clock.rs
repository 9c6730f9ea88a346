//! The hub's one clock.
#![expect(clippy::disallowed_methods, reason = "the one place in the hub that reads a clock")]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// A difference of wall and steady time up to this is drift, and followed at once.
const DRIFT_MAX: SignedDuration = SignedDuration::from_secs(2);

/// A greater difference is a jump (an empty clock battery, a mistyped time), and believed only after the
/// wall clock has held it for this long: a jump there and back must not begin a new business day.
const JUMP_HELD: Duration = Duration::from_secs(300);

/// Wall time that does not jump: it runs with the steady clock and follows the wall clock with care.
/// It never goes back below the last time it told.
#[derive(Debug)]
pub struct Clock {
    state: Mutex<Follower>,
}

impl Clock {
    /// A clock that tells no time before `not_before` (the journal's last entry): a machine whose battery
    /// is empty wakes up in another decade.
    pub fn new(not_before: Option<Timestamp>) -> Self {
        let follower = Follower::new(Timestamp::now().max(not_before.unwrap_or(Timestamp::MIN)), Instant::now());
        Self { state: Mutex::new(follower) }
    }

    /// The present time, in whole microseconds as the journal keeps it.
    pub fn now(&self) -> Timestamp {
        let mut follower = self.state.lock().expect("no holder of this lock can panic");
        let told = follower.tell(Timestamp::now(), Instant::now());
        Timestamp::from_microsecond(told.as_microsecond()).unwrap_or(told)
    }
}

/// The steady clock alone, for measuring how long something took.
pub fn steady() -> Instant {
    Instant::now()
}

#[derive(Debug)]
struct Follower {
    anchor: Timestamp,
    anchored_at: Instant,
    jumped_since: Option<Instant>,
    last_told: Timestamp,
}

impl Follower {
    fn new(wall: Timestamp, steady: Instant) -> Self {
        Self { anchor: wall, anchored_at: steady, jumped_since: None, last_told: wall }
    }

    fn tell(&mut self, wall: Timestamp, steady: Instant) -> Timestamp {
        let elapsed = SignedDuration::try_from(steady.duration_since(self.anchored_at)).unwrap_or(SignedDuration::ZERO);
        let expected = self.anchor.saturating_add(elapsed).unwrap_or(self.anchor);
        let told = if wall.duration_since(expected).abs() <= DRIFT_MAX {
            self.jumped_since = None;
            wall
        } else {
            let since = *self.jumped_since.get_or_insert(steady);
            if steady.duration_since(since) >= JUMP_HELD {
                self.jumped_since = None;
                wall
            } else {
                expected
            }
        };
        if told == wall {
            self.anchor = wall;
            self.anchored_at = steady;
        }
        self.last_told = told.max(self.last_told);
        self.last_told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + secs).unwrap()
    }

    /// Plays (steady seconds, wall seconds) and returns what is told.
    fn play(readings: &[(u64, i64)]) -> Vec<i64> {
        let begin = Instant::now();
        let mut follower = Follower::new(at(0), begin);
        readings
            .iter()
            .map(|&(steady, wall)| {
                follower.tell(at(wall), begin + Duration::from_secs(steady)).as_second() - 1_800_000_000
            })
            .collect()
    }

    #[test]
    fn drift_is_followed() {
        assert_eq!(play(&[(10, 10), (20, 21), (30, 32)]), [10, 21, 32]);
    }

    #[test]
    fn a_jump_there_and_back_is_not_believed() {
        assert_eq!(play(&[(10, 86_410), (20, 86_420), (30, 30), (40, 40)]), [10, 20, 30, 40]);
    }

    #[test]
    fn a_jump_that_holds_is_believed_in_the_end() {
        assert_eq!(play(&[(10, 86_410), (309, 86_709), (310, 86_710), (320, 86_720)]), [10, 309, 86_710, 86_720]);
    }

    #[test]
    fn time_never_goes_back() {
        assert_eq!(play(&[(10, 10), (11, 9), (12, -5), (400, -395), (713, -82), (714, -81)]), [10, 10, 12, 400, 713, 713]);
    }
}
