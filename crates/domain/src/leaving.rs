//! When officials leave although somebody waits. On most days nobody is left when they go, so what would have been is
//! seen only of those who still had somebody: of them, the part that left in each slot of the day instead of calling
//! (after Kaplan and Meier 1958, "Nonparametric estimation from incomplete observations").

use crate::pace::{CounterPace, Departure, Left, N_SLOTS, Until};

/// An official who has nobody left and goes to lunch would have stayed so long for somebody: an hour.
const STAYS_SLOTS: usize = 12;
/// Who goes home would have stayed for three.
const STAYS_LATE_SLOTS: usize = 36;
/// What such a guess counts for beside one who was seen to stay or to leave.
const GUESS_WEIGHT: f64 = 0.02;
/// How many days of all counters count beside those of one.
const ALL_WEIGHT: f64 = 3.0;

/// How often somebody was called in each slot of the day, and how often a counter left somebody.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leaving {
    stayed: [f64; N_SLOTS],
    left: [f64; N_SLOTS],
}

impl Default for Leaving {
    fn default() -> Self {
        Self { stayed: [0.0; N_SLOTS], left: [0.0; N_SLOTS] }
    }
}

impl Leaving {
    /// Adds what a counter did on one day.
    pub(crate) fn add(&mut self, day: &CounterPace) {
        for (stayed, called) in self.stayed.iter_mut().zip(&day.called) {
            *stayed += f64::from(*called);
        }
        for Departure { slot, left, until } in &day.departures {
            let stays = match (left, until) {
                (Left::Somebody, _) => {
                    self.note_left(*slot, 1.0);
                    continue;
                }
                (Left::Nobody, Until::Back) => STAYS_SLOTS,
                (Left::Nobody, Until::NextDay) => STAYS_LATE_SLOTS,
            };
            let end = (slot + stays).min(N_SLOTS - 1);
            for stayed in self.stayed.iter_mut().take(end).skip(slot + 1) {
                *stayed += GUESS_WEIGHT;
            }
            self.note_left(end, GUESS_WEIGHT);
        }
    }

    fn note_left(&mut self, slot: usize, weight: f64) {
        if let Some(left) = self.left.get_mut(slot) {
            *left += weight;
        }
    }

    /// How probable it is that an official who is free in a slot leaves instead of calling. What one counter shows
    /// counts beside all of them.
    pub(crate) fn chance(&self, all: &Self, slot: usize) -> f64 {
        let part = |left: f64, stayed: f64| if left > 0.0 { left / (left + stayed) } else { 0.0 };
        let (Some(all_left), Some(all_stayed)) = (all.left.get(slot), all.stayed.get(slot)) else {
            return 0.0;
        };
        let of_all = part(*all_left, *all_stayed);
        part(self.left[slot] + ALL_WEIGHT * of_all, self.stayed[slot] + ALL_WEIGHT * (1.0 - of_all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What days at a counter show: in a slot so many were called, and so many times somebody was left.
    fn shown(slot: usize, n_called: u16, n_left: usize) -> Leaving {
        let mut day = CounterPace::default();
        day.called[slot] = n_called;
        day.departures = vec![Departure { slot, left: Left::Somebody, until: Until::Back }; n_left];
        let mut leaving = Leaving::default();
        leaving.add(&day);
        leaving
    }

    fn percent(chance: f64) -> i32 {
        (chance * 100.0).round() as i32
    }

    #[test]
    fn of_those_who_were_free_some_called_and_some_left() {
        let all = shown(150, 6, 2);
        assert_eq!(percent(all.chance(&all, 150)), 25);
        assert_eq!(percent(Leaving::default().chance(&all, 150)), 25, "a counter of which nothing is known");
        assert_eq!(percent(all.chance(&all, 149)), 0);
        assert_eq!(percent(all.chance(&all, N_SLOTS)), 0, "no such slot");
    }

    #[test]
    fn what_one_counter_does_counts_beside_all() {
        let all = shown(150, 6, 6);
        // Beside six visits stand three of all, of which half left.
        assert_eq!(percent(shown(150, 6, 0).chance(&all, 150)), 17);
        assert_eq!(percent(shown(150, 0, 6).chance(&all, 150)), 83);
    }

    #[test]
    fn who_left_nobody_is_taken_to_have_stayed_for_an_hour_or_for_three_in_the_evening() {
        for (until, stays) in [(Until::Back, 12), (Until::NextDay, 36)] {
            let mut day = CounterPace::default();
            day.departures = vec![Departure { slot: 100, left: Left::Nobody, until }];
            let mut all = Leaving::default();
            all.add(&day);
            let leaves: Vec<_> =
                (0..N_SLOTS).filter(|slot| Leaving::default().chance(&all, *slot) > 0.0).collect();
            assert_eq!(leaves, [100 + stays]);
            // One who was seen to stay counts for more than the guess.
            day.called[100 + stays] = 1;
            all.add(&day);
            assert_eq!(percent(Leaving::default().chance(&all, 100 + stays)), 4);
            // Fifty guesses count as much as one who was seen to leave.
            let mut both = Leaving::default();
            let mut went = CounterPace::default();
            went.departures = vec![Departure { slot: 100, left: Left::Nobody, until }; 50];
            both.add(&went);
            went.departures = vec![Departure { slot: 99 + stays, left: Left::Somebody, until }];
            both.add(&went);
            assert_eq!(percent(Leaving::default().chance(&both, 99 + stays)), 50);
        }
    }
}
