//! How often somebody's PIN has been tried in vain.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

/// So many wrong PINs in a row, and an official is locked out for a while.
pub const WRONG_TRIES_MAX: u32 = 5;
/// How long an official is locked out. At five tries in five minutes, half of all six-digit PINs take a year.
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(5);
/// Wrong tries are forgotten after so long without another.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// The wrong tries of each official or kiosk since the last right one. It holds only those of the centre, and is
/// bounded by them.
#[derive(Debug)]
pub(super) struct Tries<K> {
    wrong: BTreeMap<K, (u32, Timestamp)>,
}

impl<K> Default for Tries<K> {
    fn default() -> Self {
        Self { wrong: BTreeMap::new() }
    }
}

impl<K: Ord + Clone> Tries<K> {
    /// Until when nothing is taken from this one.
    pub(super) fn locked_until(&self, official: &K, now: Timestamp) -> Option<Timestamp> {
        let (n_wrong, last) = self.wrong.get(official)?;
        let until = last.saturating_add(LOCKED_FOR).unwrap_or(*last);
        (*n_wrong >= WRONG_TRIES_MAX && now < until).then_some(until)
    }

    /// A wrong PIN.
    pub(super) fn wrong(&mut self, official: &K, now: Timestamp) {
        let (n_wrong, last) = self.wrong.entry(official.clone()).or_insert((0, now));
        let is_old = now.duration_since(*last) >= FORGOTTEN_AFTER;
        let is_served = *n_wrong >= WRONG_TRIES_MAX && now.duration_since(*last) >= LOCKED_FOR;
        *n_wrong = if is_old || is_served { 1 } else { *n_wrong + 1 };
        *last = now;
    }

    /// The right one.
    pub(super) fn right(&mut self, official: &K) {
        self.wrong.remove(official);
    }
}

#[cfg(test)]
mod tests {
    use goiso_model::OfficialId;

    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + secs).unwrap()
    }

    #[test]
    fn five_wrong_pins_lock_an_official_out_for_five_minutes() {
        let lan = OfficialId::new("cb-lan").unwrap();
        let hoa = OfficialId::new("cb-hoa").unwrap();
        let mut tries = Tries::default();
        for second in 0..5 {
            assert_eq!(tries.locked_until(&lan, at(second)), None);
            tries.wrong(&lan, at(second));
        }
        assert_eq!(tries.locked_until(&lan, at(5)), Some(at(304)));
        assert_eq!(tries.locked_until(&hoa, at(5)), None, "only whose PIN was tried");
        assert_eq!(tries.locked_until(&lan, at(304)), None);
        tries.wrong(&lan, at(305));
        assert_eq!(tries.locked_until(&lan, at(306)), None, "five more tries");
    }

    #[test]
    fn a_right_pin_or_a_quarter_of_an_hour_forgets_the_wrong_ones() {
        let lan = OfficialId::new("cb-lan").unwrap();
        let mut tries = Tries::default();
        (0..4).for_each(|second| tries.wrong(&lan, at(second)));
        tries.right(&lan);
        (10..14).for_each(|second| tries.wrong(&lan, at(second)));
        assert_eq!(tries.locked_until(&lan, at(15)), None);
        tries.wrong(&lan, at(13 + 15 * 60));
        assert_eq!(tries.locked_until(&lan, at(14 + 15 * 60)), None);
    }
}
