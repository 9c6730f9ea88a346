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
        let days_open = past.days_open(number).filter(|_| n_days >= DAYS_MIN);
        if !is_open && days_open.is_none() {
            return None;
        }
        let mut by_slot = [f64::from(u8::from(is_open)); N_COMING + 1];
        if let Some(days_open) = days_open {
            let days_open = if is_open { &days_open.would_call } else { &days_open.was_open };
            let around = days_open.iter().skip(slot).take(LEEWAY_SLOTS).copied();
            let now_open = if is_open { around.max() } else { around.min() }.unwrap_or(0);
            for (idx, part) in by_slot.iter_mut().enumerate().skip(1) {
                let then_open = days_open.get(slot + idx).copied().unwrap_or(0);
                *part = if is_open {
                    still_open(now_open, then_open)
                } else {
                    open_by_then(now_open, then_open, n_days)
                };
            }
        }
        // Whoever is in the middle of leaving or coming early.
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

/// A counter calls now, as on `now_open` past days; on `then_open` of the days it did later.
fn still_open(now_open: u32, then_open: u32) -> f64 {
    if now_open == 0 { 1.0 } else { (f64::from(then_open) / f64::from(now_open)).min(1.0) }
}

/// A counter does not call now, as on all but `now_open` of the past days.
fn open_by_then(now_open: u32, then_open: u32, n_days: u32) -> f64 {
    let not_now = n_days.saturating_sub(now_open);
    if not_now < DAYS_MIN { 0.0 } else { f64::from(then_open.saturating_sub(now_open)) / f64::from(not_now) }
}

const _: () = assert!(N_COMING < N_SLOTS);
