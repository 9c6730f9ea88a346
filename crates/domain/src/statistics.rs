//! What managers read: a fold over the events of one or many days. docs/statistics.md says what each figure means.

mod fold;
mod samples;

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, OfficialId, OutcomeId, ServiceId};

pub use fold::StatisticsFold;
pub use samples::Samples;

/// Nobody should wait longer, in seconds.
pub const WAIT_TARGET_SECS: u32 = 15 * 60;

/// The figures of some business days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statistics {
    /// Business days that began.
    pub n_days: u32,
    /// All numbers.
    pub all: Figure,
    /// By the service that the number was given for.
    pub by_service: BTreeMap<ServiceId, Figure>,
    /// By counter: what was called there.
    pub by_counter: BTreeMap<CounterNumber, CounterFigure>,
    /// By official, wherever they were.
    pub by_official: BTreeMap<OfficialId, CounterFigure>,
    /// By weekday, Monday first, and hour of the day, in which numbers were given.
    pub by_hour: [[HourFigure; 24]; 7],
}

/// What became of numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    /// Given.
    pub n_issued: u32,
    /// Of those, carried over from the day before.
    pub n_carried: u32,
    /// Visitors who were served and have gone.
    pub n_served: u32,
    /// Of those, by how it ended at last; who was still at a counter when the day ended is in none.
    pub outcomes: BTreeMap<OutcomeId, u32>,
    /// Called in vain, at last.
    pub n_absent: u32,
    /// Given up by the visitor, or left when the day ended.
    pub n_cancelled: u32,
    /// Of those, left when the day ended, or asked to come on the next one.
    pub n_left: u32,
    /// Still expected: waiting, called, at a counter, or fetching something.
    pub n_present: u32,
    /// Of those, waiting.
    pub n_waiting: u32,
    /// Calls repeated.
    pub n_recalls: u32,
    /// How often somebody was sent on.
    pub n_transfers: u32,
    /// How often somebody was sent to fetch something.
    pub n_holds: u32,
    /// From the number to the first call, in seconds; one for each number that was called on the day it was given.
    pub waits: Samples,
    /// From the day's first opening of a counter to the first call, in seconds; one for each number that was carried over.
    pub carried_waits: Samples,
    /// At the counter, from the arrival to the end, in seconds; where nobody noted the arrival, from the call.
    pub services: Samples,
    /// From the call to the noted arrival, in seconds.
    pub arrivals: Samples,
}

/// What was done at a counter or by an official.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CounterFigure {
    /// Numbers called, repeated calls aside.
    pub n_called: u32,
    /// Visitors served.
    pub n_served: u32,
    /// Of those, by how it ended here, as [`Figure::outcomes`].
    pub outcomes: BTreeMap<OutcomeId, u32>,
    /// Called in vain.
    pub n_absent: u32,
    /// Calls repeated.
    pub n_recalls: u32,
    /// Sent on from here.
    pub n_transfers: u32,
    /// Sent from here to fetch something.
    pub n_holds: u32,
    /// From the number to the call, of those first called here on the day they came, in seconds.
    pub waits: Samples,
    /// As [`Figure::services`].
    pub services: Samples,
    /// As [`Figure::arrivals`].
    pub arrivals: Samples,
    /// How long it was open, pauses aside, in seconds.
    pub open_secs: u64,
    /// How long somebody was called to it or served at it, in seconds.
    pub busy_secs: u64,
}

/// What happened to the numbers of one hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HourFigure {
    /// Given.
    pub n_issued: u32,
    /// Of them, called.
    pub n_called: u32,
    /// How long these waited together, in seconds.
    pub wait_secs: u64,
}

impl Figure {
    /// Of those who were called and have gone, the part that did not come; none before the first.
    pub fn absent_rate(&self) -> Option<f64> {
        rate(self.n_absent, self.n_absent + self.n_served)
    }
}

impl CounterFigure {
    /// As [`Figure::absent_rate`].
    pub fn absent_rate(&self) -> Option<f64> {
        rate(self.n_absent, self.n_absent + self.n_served)
    }

    /// The part of its open time that it was busy. A visit that goes on through a pause counts whole, so it may pass
    /// 1; none if it was never open.
    pub fn utilisation(&self) -> Option<f64> {
        (self.open_secs > 0).then(|| self.busy_secs as f64 / self.open_secs as f64)
    }
}

impl HourFigure {
    /// Whole seconds; none if nobody was called.
    pub fn mean_wait_secs(&self) -> Option<u64> {
        self.wait_secs.checked_div(u64::from(self.n_called))
    }
}

fn rate(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}
