//! The hub's one clock.
#![expect(clippy::disallowed_methods, reason = "the one place in the hub that reads a clock")]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// A difference of wall and steady time up to this is drift, and followed at once.
const DRIFT_MAX: SignedDuration = SignedDuration::from_secs(2);

/// A greater difference is a jump (an empty clock battery, a mistyped time), and believed only after the
/// wall clock has held it for this long: a jump there and back must not begin a new business day.
const JUMP_HELD: Duration = Duration::from_mins(5);

/// Wall time that does not jump: it runs with the steady clock and follows the wall clock with care.
/// It never goes back: ahead of a wall clock that was set back, it runs at half speed until they meet.
#[derive(Debug)]
pub struct Clock {
    state: Mutex<Follower>,
}

impl Clock {
    /// A clock that tells no time before `not_before` (the journal's last entry): a machine whose battery
    /// is empty wakes up in another decade.
    pub fn new(not_before: Option<Timestamp>) -> Self {
        let follower =
            Follower::new(Timestamp::now().max(not_before.unwrap_or(Timestamp::MIN)), Instant::now());
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
    told: Timestamp,
    told_at: Instant,
    jumped_since: Option<Instant>,
}

impl Follower {
    fn new(wall: Timestamp, steady: Instant) -> Self {
        Self { told: wall, told_at: steady, jumped_since: None }
    }

    fn tell(&mut self, wall: Timestamp, steady: Instant) -> Timestamp {
        let elapsed =
            SignedDuration::try_from(steady.duration_since(self.told_at)).unwrap_or(SignedDuration::ZERO);
        let after = |elapsed: SignedDuration| self.told.saturating_add(elapsed).unwrap_or(self.told);
        let expected = after(elapsed);
        let jump = wall.duration_since(expected);
        let told = if jump.abs() <= DRIFT_MAX {
            self.jumped_since = None;
            wall
        } else {
            let since = *self.jumped_since.get_or_insert(steady);
            let is_held = steady.duration_since(since) >= JUMP_HELD;
            match (is_held, jump.is_positive()) {
                (false, _) => expected,
                (true, true) => {
                    self.jumped_since = None;
                    wall
                }
                (true, false) => after(elapsed / 2),
            }
        };
        self.told = told.max(self.told);
        self.told_at = steady;
        self.told
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
        assert_eq!(
            play(&[(10, 86_410), (309, 86_709), (310, 86_710), (320, 86_720)]),
            [10, 309, 86_710, 86_720]
        );
    }

    #[test]
    fn time_never_goes_back() {
        assert_eq!(play(&[(10, 10), (11, 9), (12, 10)]), [10, 10, 10]);
    }

    #[test]
    fn a_clock_set_back_is_waited_for_at_half_speed() {
        let set_back = [(10, 10), (20, -80), (320, 220), (420, 320), (620, 520), (640, 540)];
        assert_eq!(play(&set_back), [10, 20, 170, 320, 520, 540]);
    }
}
