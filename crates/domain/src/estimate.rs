//! How long people will probably wait. The present queue is played through many times at the counters that call, each
//! time with other durations of the visits, as likely as past days and today show them; what comes out is not one
//! wait but a spread of waits. docs/estimate.md says how good it is.

mod calling;
mod chance;
mod newcomers;
mod replay;
mod times;

use std::collections::BTreeMap;

use goiso_model::{PriorityClassId, ServiceId, TicketId};
use jiff::Timestamp;

use crate::PastDays;
use crate::hall::Hall;

/// Nobody is promised more precisely than this.
const FORECAST_MAX_SECS: u32 = 4 * 60 * 60;
/// A wait is told to nobody before so many visits of the service are known, of today and of past days.
pub const SAMPLES_MIN: u32 = 20;

/// A wait in whole minutes, both ends included; `0` and `0` means right away. Every second visitor waits up to about
/// the least, four of five up to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// At least.
    pub min_minutes: u32,
    /// At most.
    pub max_minutes: u32,
}

/// How long a wait may be, in seconds: so many of a hundred in the same place wait no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Ten.
    pub p10: u32,
    /// Fifty.
    pub p50: u32,
    /// Eighty.
    pub p80: u32,
    /// Ninety.
    pub p90: u32,
}

/// How fast visits go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Speed {
    /// As those of today show, as well as that is known.
    OfToday,
    /// Visits surely take so much longer than on past days, at this factor of the mean.
    Known(f64),
}

/// What waits are to be expected at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forecast {
    /// Those who wait, by id.
    tickets: Vec<(TicketId, Spread)>,
    newcomers: BTreeMap<ServiceId, BTreeMap<Option<PriorityClassId>, Spread>>,
}

impl Forecast {
    /// For somebody who takes a number now, with or without a class; none where no counter will serve it, or too little
    /// is known.
    pub fn for_newcomer(&self, service: &ServiceId, class: Option<&PriorityClassId>) -> Option<Wait> {
        self.newcomers.get(service)?.get(&class.cloned()).map(Wait::of)
    }

    /// For somebody who waits; none where no counter will serve the ticket, or too little is known.
    pub fn for_ticket(&self, ticket: TicketId) -> Option<Wait> {
        self.spread_of(ticket).as_ref().map(Wait::of)
    }

    /// What stands behind [`Forecast::for_ticket`].
    pub fn spread_of(&self, ticket: TicketId) -> Option<Spread> {
        let idx = self.tickets.binary_search_by_key(&ticket, |(noted, _)| *noted).ok()?;
        Some(self.tickets[idx].1)
    }
}

impl Wait {
    /// From what half of the people wait to what four of five do; beyond twenty minutes in steps of five.
    fn of(spread: &Spread) -> Self {
        let (min_minutes, max_minutes) = (spread.p50 / 60, spread.p80.div_ceil(60));
        if max_minutes <= 20 {
            return Self { min_minutes, max_minutes };
        }
        Self { min_minutes: min_minutes / 5 * 5, max_minutes: max_minutes.div_ceil(5) * 5 }
    }
}

impl Hall {
    /// Plays the present queue through at the counters that call. Visits last as they did on past days, at the speed
    /// of today.
    pub fn forecast(&self, past: &PastDays, now: Timestamp) -> Forecast {
        self.forecast_at(Speed::OfToday, past, now)
    }

    /// The same at a speed, for studies of how good a forecast can be.
    pub fn forecast_at(&self, speed: Speed, past: &PastDays, now: Timestamp) -> Forecast {
        let mut forecast = replay::forecast(self, past, speed, now);
        let is_known = |service: &ServiceId| {
            past.n_visits(service).saturating_add(self.pace.n_visits(service)) >= SAMPLES_MIN
        };
        forecast.newcomers.retain(|service, _| is_known(service));
        forecast.tickets.retain(|(id, _)| self.ticket(*id).is_some_and(|ticket| is_known(&ticket.service)));
        forecast
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(p50: u32, p80: u32) -> String {
        let wait = Wait::of(&Spread { p10: 0, p50, p80, p90: p80 });
        format!("{}-{}", wait.min_minutes, wait.max_minutes)
    }

    #[test]
    fn a_wait_is_told_in_minutes_that_read_well() {
        let told = [(0, 0), (0, 1), (59, 61), (300, 420), (700, 1200), (700, 1201), (1800, 2390)]
            .map(|(p50, p80)| told(p50, p80));
        assert_eq!(told.join(", "), "0-0, 0-1, 0-2, 5-7, 11-20, 10-25, 30-40");
    }
}
