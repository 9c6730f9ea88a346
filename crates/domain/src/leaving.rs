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
