//! When counters will call: as they do now, and as past days let expect.

use goiso_model::CounterNumber;
use jiff::Timestamp;

use super::FORECAST_MAX_SECS;
use crate::PastDays;
use crate::hall::Hall;
use crate::pace::{N_SLOTS, SLOT_SECS};

/// So many past days say something about when counters call.
const DAYS_MIN: u32 = 3;
/// Officials come and go a little before or after their time: so many slots.
const LEEWAY_SLOTS: usize = 3;
const N_COMING: usize = FORECAST_MAX_SECS.div_ceil(SLOT_SECS) as usize;

/// When one counter will probably call.
#[derive(Debug)]
pub(super) struct Calling {
    /// Seconds until the next slot begins.
    first_slot_secs: u32,
    /// How probable it is, for the present slot and those to come.
    by_slot: [f64; N_COMING + 1],
}

impl Calling {
    /// None for a counter that will not call, as far as one can see.
    pub(super) fn of(hall: &Hall, past: &PastDays, number: CounterNumber, now: Timestamp) -> Option<Self> {
        let is_open = hall.counter(number)?.is_at_work();
        let secs = hall.pace.secs_of_day(now);
        let slot = (secs / SLOT_SECS) as usize;
        let n_days = past.n_days();
        let learned = past.counter(number).filter(|_| n_days >= DAYS_MIN);
        if !is_open && learned.is_none() {
            return None;
        }
        let mut by_slot = [f64::from(u8::from(is_open)); N_COMING + 1];
        if let Some(learned) = learned {
            let was_open = |slot: usize| learned.was_open.get(slot).copied().unwrap_or(0);
            // Whoever is in the middle of coming early is not there yet.
            let around = (slot..slot + LEEWAY_SLOTS).map(was_open).min().unwrap_or(0);
            let mut least = if is_open { was_open(slot) } else { around };
            let mut before = by_slot[0];
            for (idx, part) in by_slot.iter_mut().enumerate() {
                let then_open = was_open(slot + idx);
                least = least.min(then_open);
                let back = if idx == 0 { 0.0 } else { open_by_then(least, then_open, n_days) };
                let stays = 1.0 - learned.leaving.chance(past.leaving(), slot + idx);
                *part = (before * stays).max(back);
                before = *part;
            }
        }
        let first_slot_secs = SLOT_SECS - secs % SLOT_SECS;
        by_slot.iter().any(|part| *part > 0.0).then_some(Self { first_slot_secs, by_slot })
    }

    /// The first moment from `secs` on at which it calls, for a day on which it calls where that is at least so
    /// probable.
    pub(super) fn next(&self, secs: u32, at_least: f64) -> Option<u32> {
        let mut idx = match secs.checked_sub(self.first_slot_secs) {
            None => 0,
            Some(later) => (later / SLOT_SECS) as usize + 1,
        };
        if *self.by_slot.get(idx)? > at_least {
            return Some(secs);
        }
        loop {
            idx += 1;
            if *self.by_slot.get(idx)? > at_least {
                return Some(self.first_slot_secs + u32::try_from(idx - 1).unwrap_or(u32::MAX) * SLOT_SECS);
            }
        }
    }
}

/// A counter does not call now, as on all but `now_open` of the past days.
fn open_by_then(now_open: u32, then_open: u32, n_days: u32) -> f64 {
    let not_now = n_days.saturating_sub(now_open);
    if not_now < DAYS_MIN { 0.0 } else { f64::from(then_open.saturating_sub(now_open)) / f64::from(not_now) }
}

const _: () = assert!(N_COMING < N_SLOTS);
