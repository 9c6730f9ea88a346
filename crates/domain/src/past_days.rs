//! What past days teach the forecast. It shapes what people are told to expect, never who is called.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, ServiceId};
use jiff::civil::Date;

use crate::Pace;
use crate::pace::{N_SLOTS, ServiceLearned};

/// How many business days back it reaches: the newest ones, about six weeks.
pub const PAST_DAYS_MAX: usize = 30;

/// Whole business days, laid together. A day given twice counts once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PastDays {
    days: BTreeMap<Date, Pace>,
    services: BTreeMap<ServiceId, ServiceLearned>,
    counters: BTreeMap<CounterNumber, DaysOpen>,
}

/// On how many days a counter called, by slot of the day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DaysOpen {
    /// When it did.
    pub(crate) was_open: [u32; N_SLOTS],
    /// When it did, or would have done for somebody.
    pub(crate) would_call: [u32; N_SLOTS],
}

impl PastDays {
    /// Adds a day that has ended; the oldest beyond [`PAST_DAYS_MAX`] is forgotten. A day on which nobody came tells
    /// nothing.
    pub fn keep(&mut self, day: Date, pace: &Pace) {
        if pace.services.is_empty() {
            return;
        }
        self.days.insert(day, pace.clone());
        self.add_up();
    }

    /// Adds the days of another, which count where both know one.
    pub fn merge(&mut self, other: Self) {
        self.days.extend(other.days);
        self.add_up();
    }

    fn add_up(&mut self) {
        while self.days.len() > PAST_DAYS_MAX {
            self.days.pop_first();
        }
        self.services.clear();
        self.counters.clear();
        for pace in self.days.values() {
            for (service, day) in &pace.services {
                self.services.entry(service.clone()).or_default().add(&day.learned);
            }
            for (&counter, day) in &pace.counters {
                let none = DaysOpen { was_open: [0; N_SLOTS], would_call: [0; N_SLOTS] };
                let sums = self.counters.entry(counter).or_insert(none);
                for (sum, was_open) in sums.was_open.iter_mut().zip(&day.was_open) {
                    *sum += u32::from(*was_open);
                }
                for (sum, would_call) in sums.would_call.iter_mut().zip(&day.would_call) {
                    *sum += u32::from(*would_call);
                }
            }
        }
    }

    /// How many days it knows.
    pub fn n_days(&self) -> u32 {
        u32::try_from(self.days.len()).unwrap_or(u32::MAX)
    }

    /// Visits of a service that it knows of.
    pub fn n_visits(&self, service: &ServiceId) -> u32 {
        self.services.get(service).map_or(0, |learned| learned.durations.n())
    }

    pub(crate) fn service(&self, service: &ServiceId) -> Option<&ServiceLearned> {
        self.services.get(service)
    }

    pub(crate) fn days_open(&self, counter: CounterNumber) -> Option<&DaysOpen> {
        self.counters.get(&counter)
    }
}
