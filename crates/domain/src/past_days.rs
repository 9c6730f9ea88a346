//! What past days teach the forecast. It shapes what people are told to expect, never who is called.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, ServiceId};
use jiff::civil::Date;

use crate::Pace;
use crate::leaving::Leaving;
use crate::pace::{N_SLOTS, ServiceLearned, Sum};

/// How many business days back it reaches: the newest ones, about six weeks.
pub const PAST_DAYS_MAX: usize = 30;
/// What each day counts for the speed of late, beside the day after it.
const FADING: f64 = 0.8;
/// How many days of the usual speed count beside those seen.
const USUAL_DAYS: f64 = 0.5;
/// How many visits at everybody's speed count beside those of one counter.
const COUNTER_WEIGHT: f64 = 40.0;

/// Whole business days, laid together. A day given twice counts once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PastDays {
    days: BTreeMap<Date, Pace>,
    services: BTreeMap<ServiceId, ServiceLearned>,
    counters: BTreeMap<CounterNumber, CounterLearned>,
    leaving: Leaving,
    of_late: Option<f64>,
}

/// What they show of a counter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CounterLearned {
    /// On how many days it called, by slot of the day.
    pub(crate) was_open: [u32; N_SLOTS],
    pub(crate) leaving: Leaving,
    /// How long visits take at it, beside those at all counters.
    pub(crate) slowness: f64,
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
        self.leaving = Leaving::default();
        for pace in self.days.values() {
            for (service, day) in &pace.services {
                self.services.entry(service.clone()).or_default().add(&day.learned);
            }
            for (&counter, day) in &pace.counters {
                let sums = self.counters.entry(counter).or_insert_with(CounterLearned::nothing);
                for (sum, was_open) in sums.was_open.iter_mut().zip(&day.was_open) {
                    *sum += u32::from(*was_open);
                }
                sums.leaving.add(day);
                self.leaving.add(day);
            }
        }
        self.of_late = self.speed_of_late();
        self.compare_counters();
    }

    /// How long visits of the newest days took, beside those of all of them. None where there are none.
    fn speed_of_late(&self) -> Option<f64> {
        let (mut took, mut usual, mut weight) = (0.0, 0.0, 1.0);
        for pace in self.days.values().rev() {
            let sums = pace.services.iter().map(|(service, pace)| (service, pace.learned.durations.sum()));
            let (day_took, day_usual) = self.beside_usual(sums);
            (took, usual) = (took + weight * day_took, usual + weight * day_usual);
            weight *= FADING;
        }
        let shrink = USUAL_DAYS * usual * (1.0 - FADING);
        (usual > 0.0).then(|| (took + shrink) / (usual + shrink))
    }

    /// What visits took, and what as many for the same services take on average.
    fn beside_usual<'a>(&self, visits: impl Iterator<Item = (&'a ServiceId, Sum)>) -> (f64, f64) {
        let of_one = |(service, sum): (&ServiceId, Sum)| {
            let all = self.services.get(service).map(|learned| learned.durations.sum()).unwrap_or_default();
            (sum.secs as f64, f64::from(sum.n) * all.secs as f64 / f64::from(all.n.max(1)))
        };
        visits.map(of_one).fold((0.0, 0.0), |(took, usual), (t, u)| (took + t, usual + u))
    }

    fn compare_counters(&mut self) {
        let mut visits = BTreeMap::<CounterNumber, BTreeMap<&ServiceId, Sum>>::new();
        for (&counter, day) in self.days.values().flat_map(|pace| &pace.counters) {
            for (service, sum) in &day.visits {
                visits.entry(counter).or_default().entry(service).or_default().add(sum);
            }
        }
        let slowness = |services: &BTreeMap<&ServiceId, Sum>| {
            let n: u32 = services.values().map(|sum| sum.n).sum();
            let (took, usual) = self.beside_usual(services.iter().map(|(service, sum)| (*service, *sum)));
            let shrink = COUNTER_WEIGHT * usual / f64::from(n.max(1));
            if usual > 0.0 { (took + shrink) / (usual + shrink) } else { 1.0 }
        };
        let found: Vec<_> = visits.iter().map(|(counter, services)| (*counter, slowness(services))).collect();
        for (counter, slowness) in found {
            if let Some(learned) = self.counters.get_mut(&counter) {
                learned.slowness = slowness;
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

    pub(crate) fn counter(&self, counter: CounterNumber) -> Option<&CounterLearned> {
        self.counters.get(&counter)
    }

    /// When counters leave whoever waits.
    pub(crate) fn leaving(&self) -> &Leaving {
        &self.leaving
    }

    /// How long visits of the newest days took, beside those of all of them: 1 where nothing is known.
    pub(crate) fn of_late(&self) -> f64 {
        self.of_late.unwrap_or(1.0)
    }
}

impl CounterLearned {
    fn nothing() -> Self {
        Self { was_open: [0; N_SLOTS], leaving: Leaving::default(), slowness: 1.0 }
    }
}
