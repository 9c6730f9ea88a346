//! How long visits will keep a counter: the shape that past visits show, at the speed of today.

use std::collections::BTreeMap;

use goiso_model::ServiceId;
use jiff::Timestamp;

use super::Speed;
use super::chance::Chance;
use crate::apply::secs_between;
use crate::durations::{Durations, mean_of};
use crate::hall::Hall;
use crate::pace::ServiceLearned;
use crate::{PastDays, Rules};

/// Durations are drawn evenly between so many neighbouring quantiles.
const N_QUANTILES: usize = 65;
/// How many visits the configured usual time counts for beside those seen.
const USUAL_WEIGHT: f64 = 5.0;
/// How many visits a service's mean counts for beside those of one hour.
const HOUR_WEIGHT: f64 = 30.0;
/// How many visits it takes for the hall of today to count as much as its past.
const HALL_WEIGHT: f64 = 25.0;
/// How many visits it takes for a service of today to count as much as the hall of today.
const SERVICE_WEIGHT: f64 = 60.0;
/// So many visits show the shape of a service's durations; with fewer it is taken to be the usual one.
const SHAPE_VISITS_MIN: u32 = 20;
/// The usual shape: log-normal, with a standard deviation of 0.7 of the mean; quantiles in sixteenths.
const USUAL_SHAPE: [f64; 17] =
    [0.15, 0.31, 0.4, 0.47, 0.54, 0.6, 0.67, 0.74, 0.82, 0.91, 1.0, 1.12, 1.25, 1.43, 1.69, 2.16, 4.37];
/// What a service that the rules no longer know is taken to need, in seconds.
const UNKNOWN_SECS: f64 = 300.0;
/// How far the speed of the coming hours may differ from that of the last, as a part of it.
const DRIFT: f64 = 0.03;
/// The same from what few visits show, to be divided by the root of their number.
const NOISE: f64 = 0.6;

/// How long visits for one service keep a counter, in seconds.
#[derive(Debug)]
pub(super) struct Times {
    quantiles: [f64; N_QUANTILES],
}

/// How long visits of today keep a counter.
#[derive(Debug)]
pub(super) struct TimesToday {
    by_service: BTreeMap<ServiceId, Times>,
    unknown: Times,
    /// How unsure the common speed is, as a part of it.
    pub(super) unsureness: f64,
}

impl Times {
    fn new(mean: f64, shape: &[f64; N_QUANTILES]) -> Self {
        Self { quantiles: shape.map(|quantile| quantile * mean) }
    }

    /// The duration at a place between 0 and 1 of them all.
    fn at(&self, place: f64) -> f64 {
        let place = place * (N_QUANTILES - 1) as f64;
        let idx = (place as usize).min(N_QUANTILES - 2);
        let (low, high) = (self.quantiles[idx], self.quantiles[idx + 1]);
        low + (high - low) * (place - idx as f64)
    }

    /// A visit that begins.
    pub(super) fn draw(&self, chance: &mut Chance) -> f64 {
        self.at(chance.even())
    }

    /// What is left of a visit that has taken so long.
    pub(super) fn draw_rest(&self, so_far: f64, chance: &mut Chance) -> f64 {
        let shorter = self.quantiles.partition_point(|quantile| *quantile <= so_far);
        if shorter == N_QUANTILES {
            // Longer than any seen: what has taken long takes long.
            return so_far * 0.25 * chance.even();
        }
        let passed = shorter.saturating_sub(1) as f64 / (N_QUANTILES - 1) as f64;
        (self.at(passed + (1.0 - passed) * chance.even()) - so_far).max(0.0)
    }

    /// The mean of what such visits take in their first `secs`.
    fn mean_within(&self, secs: f64) -> f64 {
        mean_of(&self.quantiles.map(|quantile| quantile.min(secs)))
    }
}

impl TimesToday {
    pub(super) fn of(hall: &Hall, past: &PastDays, speed: Speed, now: Timestamp) -> Self {
        let known = Known { hall, past };
        let hour = hall.pace.hour(now);
        let services: BTreeMap<_, _> =
            hall.rules.services.keys().map(|id| (id, Today::of(&known, id, now))).collect();
        let (seen, expected) =
            services.values().fold((0.0, 0.0), |(s, e), service| (s + service.seen, e + service.usual));
        let n_seen: f64 = services.values().map(|service| service.n_seen).sum();
        let all: f64 = services.values().map(|service| service.mean * service.n_seen).sum();
        let weight = HALL_WEIGHT * if n_seen > 0.0 { all / n_seen } else { 1.0 };
        let of_hall = (seen + past.of_late() * weight) / (expected + weight);
        let by_service = services.into_iter().map(|(id, service)| {
            let weight = SERVICE_WEIGHT * service.mean;
            let of_service = match speed {
                Speed::OfToday => (service.seen + of_hall * weight) / (service.usual + weight),
                Speed::Known(factor) => factor,
            };
            let mean = known.mean_at(id, hour) * of_service;
            (id.clone(), Times::new(mean, &service.shape))
        });
        Self {
            by_service: by_service.collect(),
            unknown: Times::new(UNKNOWN_SECS, &usual_shape()),
            unsureness: match speed {
                Speed::OfToday => (DRIFT * DRIFT + NOISE * NOISE / (n_seen + HALL_WEIGHT)).sqrt(),
                Speed::Known(_) => 0.0,
            },
        }
    }

    pub(super) fn service(&self, service: &ServiceId) -> &Times {
        self.by_service.get(service).unwrap_or(&self.unknown)
    }
}

/// What today's visits of a service have taken, and would have taken at the usual speed.
struct Today {
    mean: f64,
    shape: [f64; N_QUANTILES],
    seen: f64,
    usual: f64,
    n_seen: f64,
}

impl Today {
    /// Visits that go on are counted as far as they have come; else a morning's first visits, which are over because
    /// they were short, would make the whole day look short.
    fn of(known: &Known<'_>, id: &ServiceId, now: Timestamp) -> Self {
        let (hall, mean) = (known.hall, known.mean(id));
        let shape = known.shape(id);
        let times = Times::new(mean, &shape);
        let mut found = Self { mean, shape, seen: 0.0, usual: 0.0, n_seen: 0.0 };
        let mut take = |began_at: Timestamp, secs: u32| {
            let age = f64::from(secs_between(began_at, now));
            let of_hour = known.mean_at(id, hall.pace.hour(began_at)) / mean;
            let within = times.mean_within(age / of_hour.max(f64::MIN_POSITIVE)) * of_hour;
            found.seen += f64::from(secs);
            found.usual += within;
            found.n_seen += within / mean;
        };
        for visit in hall.pace.services.get(id).into_iter().flat_map(|pace| &pace.recent) {
            take(visit.began_at, visit.secs);
        }
        let kept = hall.pace.counters.values().filter_map(|counter| counter.visit.as_ref());
        for kept in kept.filter(|kept| kept.service() == id) {
            take(kept.called_at, secs_between(kept.called_at, kept.ended_at.unwrap_or(now)));
        }
        found
    }
}

/// What is known of a service before the speed of today is looked at.
struct Known<'a> {
    hall: &'a Hall,
    past: &'a PastDays,
}

impl Known<'_> {
    fn today(&self, id: &ServiceId) -> Option<&ServiceLearned> {
        self.hall.pace.services.get(id).map(|pace| &pace.learned)
    }

    /// Of past days; of today only where there are none, for today's speed is looked at by itself.
    fn learned(&self, id: &ServiceId) -> Option<&ServiceLearned> {
        let past = self.past.service(id).filter(|learned| learned.durations.n() >= SHAPE_VISITS_MIN);
        past.or_else(|| self.today(id))
    }

    fn mean(&self, id: &ServiceId) -> f64 {
        let usual = usual_secs(&self.hall.rules, id);
        let all = self.learned(id).map(|learned| learned.durations.sum()).unwrap_or_default();
        (all.secs as f64 + usual * USUAL_WEIGHT) / (f64::from(all.n) + USUAL_WEIGHT)
    }

    fn mean_at(&self, id: &ServiceId, hour: usize) -> f64 {
        let mean = self.mean(id);
        let sum = self.learned(id).map(|learned| learned.by_hour[hour]).unwrap_or_default();
        (sum.secs as f64 + mean * HOUR_WEIGHT) / (f64::from(sum.n) + HOUR_WEIGHT)
    }

    fn shape(&self, id: &ServiceId) -> [f64; N_QUANTILES] {
        let mut seen = Durations::default();
        for learned in [self.past.service(id), self.today(id)].into_iter().flatten() {
            seen.add(&learned.durations);
        }
        let shape = if seen.n() < SHAPE_VISITS_MIN { None } else { seen.quantiles() };
        shape.unwrap_or_else(usual_shape)
    }
}

fn usual_secs(rules: &Rules, id: &ServiceId) -> f64 {
    rules.services.get(id).map_or(UNKNOWN_SECS, |rules| f64::from(rules.usual_service_secs))
}

fn usual_shape() -> [f64; N_QUANTILES] {
    let per_step = (N_QUANTILES - 1) / (USUAL_SHAPE.len() - 1);
    let shape: [f64; N_QUANTILES] = std::array::from_fn(|idx| {
        let (step, part) = (idx / per_step, (idx % per_step) as f64 / per_step as f64);
        let next = USUAL_SHAPE.get(step + 1).copied().unwrap_or(USUAL_SHAPE[step]);
        USUAL_SHAPE[step] + (next - USUAL_SHAPE[step]) * part
    });
    let mean = mean_of(&shape);
    shape.map(|quantile| quantile / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_shape_has_the_mean_one_and_runs_evenly_from_sixteenth_to_sixteenth() {
        let shape = usual_shape();
        assert!((mean_of(&shape) - 1.0).abs() < 1e-9);
        let per_step = (N_QUANTILES - 1) / 16;
        let beside = |idx: usize| shape[idx] / shape[0] * USUAL_SHAPE[0];
        for (step, quantile) in USUAL_SHAPE.iter().enumerate() {
            assert!((beside(step * per_step) - quantile).abs() < 1e-9, "{step} sixteenths");
        }
        for idx in (0..N_QUANTILES).filter(|idx| idx % per_step != 0) {
            let step = idx / per_step;
            let part = (idx - step * per_step) as f64 / per_step as f64;
            let between = USUAL_SHAPE[step] * (1.0 - part) + USUAL_SHAPE[step + 1] * part;
            assert!((beside(idx) - between).abs() < 1e-9, "quantile {idx}");
        }
    }
}
