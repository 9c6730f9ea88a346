//! Whose turn it is, and why.
//!
//! At a counter, among those it may call: first whoever has waited `max_wait_secs`, the oldest first; then who
//! is back from fetching something or was sent on to come first; then the priority classes' share; then the
//! oldest, by the counter's order of services. Those who wait for the same with the same claim form a lane, and
//! only the head of a lane can be next, so a choice looks at a few dozen tickets at most.

mod lanes;
mod line;

use goiso_model::{CounterNumber, ServiceId, TicketId};
use jiff::Timestamp;

use crate::CallReason;
use crate::hall::Hall;

pub(crate) use lanes::{Lane, Lanes};
pub(crate) use line::Line;

impl Hall {
    /// The order in which this counter would call those who wait, if it called them all now, and why; the
    /// first `max`. For its present services; closed, for all that it may serve.
    ///
    /// Behind them stand those whom it helps with, and at the end those whose service no counter may serve any
    /// more: any counter calls them when it has nobody else, first come first, for nobody may be forgotten.
    pub fn waiting_order(
        &self,
        counter: CounterNumber,
        now: Timestamp,
        max: usize,
    ) -> Vec<(TicketId, CallReason)> {
        if self.counter(counter).is_none() {
            return Vec::new();
        }
        let mut lanes = Lanes::all(self);
        let mut line = Line::at(self, &lanes, counter);
        let next = || {
            let (lane_idx, reason) = line.choose(&lanes, now)?;
            Some((line.take(&mut lanes, lane_idx, &reason)?.ticket, reason))
        };
        std::iter::from_fn(next).take(max).collect()
    }

    /// The order in which those who wait for one service will probably be called; the first `max`. The share
    /// of the priority classes is that of the counter which next calls one of them.
    pub fn next_for_service(&self, service: &ServiceId, now: Timestamp, max: usize) -> Vec<TicketId> {
        let serving = self
            .counters()
            .filter(|(number, counter)| counter.is_open() && self.line_of(*number).contains(service));
        let others = serving.map(|(_, counter)| counter.others_since_priority).max().unwrap_or(0);
        let mut lanes = Lanes::of_service(self, service);
        let mut line = Line::of_all(&self.rules, &lanes, others);
        let next = || {
            let (lane_idx, reason) = line.choose(&lanes, now)?;
            Some(line.take(&mut lanes, lane_idx, &reason)?.ticket)
        };
        std::iter::from_fn(next).take(max).collect()
    }

    /// The lanes that a counter may call from at present, those it helps with and the forgotten aside.
    pub(crate) fn lanes_at(&self, number: CounterNumber) -> impl Iterator<Item = Lane<'_>> {
        let services = self.index.waiting.keys();
        let lanes = services.flat_map(|service| Lane::of(self, service));
        lanes.filter(move |lane| self.is_own(number, lane))
    }

    /// Whether a lane is a counter's own: sent to it, or for a service of its line and sent nowhere.
    pub(crate) fn is_own(&self, number: CounterNumber, lane: &Lane<'_>) -> bool {
        match lane.bound {
            Some(bound) => bound == number,
            None => self.line_of(number).contains(lane.service),
        }
    }

    /// Whether no counter may call from this lane: any does then, when it has nobody else.
    pub(crate) fn is_forgotten(&self, lane: &Lane<'_>) -> bool {
        lane.bound.is_none() && !self.served.contains(lane.service)
    }
}
