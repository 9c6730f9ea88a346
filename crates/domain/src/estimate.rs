//! How long people will probably wait: the present queue is played through with the times that visits have
//! taken lately. No later arrivals are played, for who comes later is called later.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use goiso_model::{CounterNumber, ServiceId, TicketId};
use jiff::{SignedDuration, Timestamp};

use crate::TicketState;
use crate::apply::secs_between;
use crate::hall::Hall;
use crate::policy::{Lanes, Line};

/// Nobody is promised more precisely than this.
const FORECAST_MAX_SECS: u32 = 4 * 60 * 60;
/// How many visits the usual time counts for beside the recent ones.
const USUAL_WEIGHT: u64 = 5;

/// A wait in whole minutes, both ends included; `0` and `0` means right away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// At least.
    pub min_minutes: u32,
    /// At most.
    pub max_minutes: u32,
}

/// What waits are to be expected at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forecast {
    /// In the order they will be called. A list, because thousands are noted and one or two asked for.
    tickets: Vec<(TicketId, u32)>,
    newcomers: BTreeMap<ServiceId, u32>,
}

impl Forecast {
    /// For somebody who takes a number now; none where no open counter serves it.
    pub fn for_newcomer(&self, service: &ServiceId) -> Option<Wait> {
        self.newcomers.get(service).copied().map(Wait::around)
    }

    /// For somebody who waits; none where no open counter serves the ticket.
    pub fn for_ticket(&self, ticket: TicketId) -> Option<Wait> {
        let noted = self.tickets.iter().find(|(noted, _)| *noted == ticket);
        noted.map(|(_, secs)| Wait::around(*secs))
    }
}

impl Wait {
    /// A quarter less to a quarter more, and at least two minutes each way past five; beyond twenty minutes
    /// in steps of five.
    fn around(secs: u32) -> Self {
        let minutes = secs.div_ceil(60);
        let spread_secs = if minutes > 5 { (secs / 4).max(2 * 60) } else { secs / 4 };
        let (min_minutes, max_minutes) = ((secs - spread_secs) / 60, (secs + spread_secs).div_ceil(60));
        if max_minutes <= 20 {
            return Self { min_minutes, max_minutes };
        }
        Self { min_minutes: min_minutes / 5 * 5, max_minutes: max_minutes.div_ceil(5) * 5 }
    }
}

impl Hall {
    /// Plays the present queue through at the counters that are open.
    pub fn forecast(&self, now: Timestamp) -> Forecast {
        let mut forecast = Forecast::default();
        let mut lanes = Lanes::all(self);
        let open: Vec<_> = self.counters().filter(|(_, counter)| counter.is_open()).collect();
        let mut by_counter: Vec<_> = open.iter().map(|(number, _)| Line::at(self, &lanes, *number)).collect();
        let visit_secs: Vec<_> = lanes.lanes.iter().map(|lane| self.visit_secs(lane.service)).collect();
        let mut free_at: BinaryHeap<_> = open
            .iter()
            .enumerate()
            .map(|(idx, (number, _))| Reverse((self.busy_secs(*number, now), idx)))
            .collect();
        while let Some(Reverse((secs, idx))) = free_at.pop() {
            let at = now.checked_add(SignedDuration::from_secs(i64::from(secs))).unwrap_or(now);
            let next = if secs < FORECAST_MAX_SECS { by_counter[idx].choose(&lanes, at) } else { None };
            let Some((lane_idx, reason)) = next else {
                forecast.note_idle(self.line_of(open[idx].0), secs.min(FORECAST_MAX_SECS));
                continue;
            };
            if let Some(waiter) = by_counter[idx].take(&mut lanes, lane_idx, &reason) {
                forecast.tickets.push((waiter.ticket, secs));
            }
            free_at.push(Reverse((secs.saturating_add(visit_secs[lane_idx]), idx)));
        }
        forecast.note_rest(self, &lanes);
        forecast
    }

    /// How long a visit for this service takes from call to end: the usual time and the newest visits.
    fn visit_secs(&self, service: &ServiceId) -> u32 {
        let usual = self.rules.services.get(service).map_or(0, |rules| rules.usual_service_secs);
        let recent = self.recent_visits.get(service);
        let (n, sum) = recent.map_or((0, 0), |v| (v.len() as u64, v.iter().copied().map(u64::from).sum()));
        let mean = (u64::from(usual) * USUAL_WEIGHT + sum) / (USUAL_WEIGHT + n);
        u32::try_from(mean).unwrap_or(u32::MAX)
    }

    /// How long the visit at a counter will still take. One that takes longer than most is taken to need a
    /// quarter of the usual time more.
    fn busy_secs(&self, counter: CounterNumber, now: Timestamp) -> u32 {
        let Some(ticket) = self.at_counter(counter).and_then(|id| self.ticket(id)) else { return 0 };
        let usual = self.visit_secs(&ticket.service);
        let so_far = match ticket.state {
            TicketState::Called { at: called_at, .. } | TicketState::Serving { called_at, .. } => {
                secs_between(called_at, now)
            }
            TicketState::Waiting
            | TicketState::Done { .. }
            | TicketState::Held { .. }
            | TicketState::Absent { .. }
            | TicketState::PutOff { .. }
            | TicketState::Cancelled { .. } => 0,
        };
        usual.saturating_sub(so_far).max(usual / 4)
    }
}

impl Forecast {
    /// A counter without anybody left would take a newcomer.
    fn note_idle(&mut self, services: &[ServiceId], secs: u32) {
        for service in services {
            let wait = self.newcomers.entry(service.clone()).or_insert(secs);
            *wait = secs.min(*wait);
        }
    }

    /// Whoever is served but not reached waits as long as is ever forecast.
    fn note_rest(&mut self, hall: &Hall, lanes: &Lanes<'_>) {
        let is_open = |number| hall.counter(number).is_some_and(crate::Counter::is_open);
        for lane in &lanes.lanes {
            let is_served = lane.bound.map_or_else(|| self.newcomers.contains_key(lane.service), is_open);
            if !is_served {
                continue;
            }
            let rest = lane.queue.iter().skip(lane.n_taken);
            self.tickets.extend(rest.map(|waiter| (waiter.ticket, FORECAST_MAX_SECS)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_minutes_each_way_begin_past_five() {
        assert_eq!(Wait::around(241), Wait { min_minutes: 3, max_minutes: 6 });
        assert_eq!(Wait::around(301), Wait { min_minutes: 3, max_minutes: 8 });
    }
}
