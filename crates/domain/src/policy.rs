//! Whose turn it is, and why.
//!
//! At a counter, among those who wait for what it serves: first whoever has waited `max_wait_secs`, the
//! oldest first; then the priority classes' share; then the oldest. Those who wait for a service and class
//! form a lane, and only the head of a lane can be next, so a choice looks at a few dozen tickets at most.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, PriorityClassId, ServiceId, TicketId};
use jiff::Timestamp;

use crate::apply::secs_between;
use crate::hall::Hall;
use crate::index::{Queue, Waiter};
use crate::{CallReason, PriorityRule, Rules};

impl Hall {
    /// The order in which this counter would call those who wait, if it called them all now, and why; the
    /// first `max`. For its present services; closed, for all that the rules give it.
    ///
    /// At the end stand those whose service no counter may serve any more since the rules changed: any
    /// counter calls them when it has nobody else, first come first, for nobody may be forgotten.
    pub fn waiting_order(
        &self,
        counter: CounterNumber,
        now: Timestamp,
        max: usize,
    ) -> Vec<(TicketId, CallReason)> {
        let Some(counter) = self.counter(counter) else { return Vec::new() };
        let mut turns = Turns::new(&self.rules, counter.others_since_priority);
        let mut own = Lanes::new(self, counter.services.iter());
        let mut forgotten = Lanes::without_priority(self, self.unserved());
        let mut next = || own.take_next(&mut turns, now).or_else(|| forgotten.take_next(&mut turns, now));
        let order = std::iter::from_fn(&mut next).take(max);
        order.map(|(waiter, reason)| (waiter.ticket, reason)).collect()
    }

    /// The order in which those who wait for one service will probably be called; the first `max`. The share
    /// of the priority classes is that of the counter which next calls one of them.
    pub fn next_for_service(&self, service: &ServiceId, now: Timestamp, max: usize) -> Vec<TicketId> {
        let serving = self.counters().filter(|(_, counter)| counter.is_open() && counter.serves(service));
        let others = serving.map(|(_, counter)| counter.others_since_priority).max().unwrap_or(0);
        let mut turns = Turns::new(&self.rules, others);
        let mut lanes = Lanes::new(self, std::iter::once(service));
        let order = std::iter::from_fn(|| lanes.take_next(&mut turns, now)).take(max);
        order.map(|(waiter, _)| waiter.ticket).collect()
    }

    /// Services with somebody waiting that no counter may serve.
    pub(crate) fn unserved(&self) -> impl Iterator<Item = &ServiceId> {
        self.index.waiting.keys().filter(|service| !self.served.contains(*service))
    }
}

/// How the calls of one counter are shared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turns {
    rule: PriorityRule,
    max_wait_secs: u32,
    others_since_priority: u32,
}

impl Turns {
    pub(crate) fn new(rules: &Rules, others_since_priority: u32) -> Self {
        Self { rule: rules.priority, max_wait_secs: rules.max_wait_secs, others_since_priority }
    }

    fn is_priority_due(&self) -> bool {
        match self.rule {
            PriorityRule::Strict => true,
            PriorityRule::OneAfter { others } => self.others_since_priority >= others,
        }
    }

    fn has_waited_too_long(&self, waiter: &Waiter, now: Timestamp) -> bool {
        secs_between(waiter.issued_at, now) >= self.max_wait_secs
    }

    fn count(&mut self, reason: Option<u8>) {
        self.others_since_priority =
            if reason.is_some() { 0 } else { self.others_since_priority.saturating_add(1) };
    }
}

/// Those who wait for one service with one class, of which some have been taken in thought.
#[derive(Debug, Clone)]
pub(crate) struct Lane<'a> {
    pub(crate) service: &'a ServiceId,
    pub(crate) class: Option<&'a PriorityClassId>,
    /// None also for a class that the rules no longer know.
    pub(crate) rank: Option<u8>,
    pub(crate) queue: &'a Queue,
    pub(crate) n_taken: usize,
}

impl<'a> Lane<'a> {
    /// The lanes of a service.
    pub(crate) fn of(hall: &'a Hall, service: &'a ServiceId) -> impl Iterator<Item = Self> {
        let queues = hall.index.waiting.get(service).into_iter().flatten();
        queues.map(move |(class, queue)| {
            let class = class.as_ref();
            let rank = class.and_then(|class| hall.rules.classes.get(class)).map(|class| class.rank);
            Self { service, class, rank, queue, n_taken: 0 }
        })
    }

    fn head(&self) -> Option<&'a Waiter> {
        self.queue.get(self.n_taken)
    }

    fn priority_reason(&self) -> CallReason {
        match self.class {
            Some(class) => CallReason::Priority { class: class.clone() },
            None => CallReason::Oldest,
        }
    }
}

/// All lanes of some services.
pub(crate) struct Lanes<'a> {
    pub(crate) lanes: Vec<Lane<'a>>,
    /// Which of `lanes` belong to a service.
    by_service: BTreeMap<&'a ServiceId, Vec<usize>>,
}

impl<'a> Lanes<'a> {
    pub(crate) fn new(hall: &'a Hall, services: impl Iterator<Item = &'a ServiceId>) -> Self {
        let lanes: Vec<_> = services.flat_map(|service| Lane::of(hall, service)).collect();
        let mut by_service: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (idx, lane) in lanes.iter().enumerate() {
            by_service.entry(lane.service).or_default().push(idx);
        }
        Self { lanes, by_service }
    }

    /// All lanes of some services, where a class does not count.
    fn without_priority(hall: &'a Hall, services: impl Iterator<Item = &'a ServiceId>) -> Self {
        let mut lanes = Self::new(hall, services);
        lanes.lanes.iter_mut().for_each(|lane| lane.rank = None);
        lanes
    }

    /// Takes whose turn it is among all lanes.
    fn take_next(&mut self, turns: &mut Turns, now: Timestamp) -> Option<(Waiter, CallReason)> {
        let (lane_idx, reason) = self.choose(0..self.lanes.len(), *turns, now)?;
        let waiter = self.take(lane_idx, turns)?;
        Some((waiter, reason))
    }

    pub(crate) fn of_services(&self, services: &[ServiceId]) -> Vec<usize> {
        services.iter().filter_map(|service| self.by_service.get(service)).flatten().copied().collect()
    }

    /// Takes the head of a lane.
    pub(crate) fn take(&mut self, lane_idx: usize, turns: &mut Turns) -> Option<Waiter> {
        let lane = &mut self.lanes[lane_idx];
        let head = *lane.head()?;
        lane.n_taken += 1;
        turns.count(lane.rank);
        Some(head)
    }

    /// Of which lane the head is next, and why.
    pub(crate) fn choose(
        &self,
        lane_idxs: impl Iterator<Item = usize> + Clone,
        turns: Turns,
        now: Timestamp,
    ) -> Option<(usize, CallReason)> {
        let heads = lane_idxs.filter_map(|idx| {
            let lane = &self.lanes[idx];
            Some((lane, idx, lane.head()?))
        });
        let (_, oldest_idx, oldest) = heads.clone().min_by_key(|(_, _, head)| head.place)?;
        if turns.has_waited_too_long(oldest, now) {
            return Some((oldest_idx, CallReason::MaxWait));
        }
        let ordinary = heads.clone().filter(|(lane, ..)| lane.rank.is_none());
        let ordinary = ordinary.min_by_key(|(_, _, head)| head.place);
        let with_priority = heads.filter(|(lane, ..)| lane.rank.is_some());
        let with_priority = with_priority.min_by_key(|(lane, _, head)| (lane.rank, head.place));
        match (with_priority, ordinary) {
            (Some((lane, idx, _)), None) => Some((idx, lane.priority_reason())),
            (Some((lane, idx, _)), Some(_)) if turns.is_priority_due() => Some((idx, lane.priority_reason())),
            (_, Some((_, idx, _))) => Some((idx, CallReason::Oldest)),
            (None, None) => None,
        }
    }
}
