//! How many are called before a ticket. Views and slips ask it for every ticket, so where a counter's services
//! share one line it is counted from their places alone; a property test holds it against `waiting_order`.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, TicketId};
use jiff::Timestamp;

use crate::apply::secs_between;
use crate::hall::Hall;
use crate::index::n_before;
use crate::policy::Lane;
use crate::{Help, PriorityRule, ServiceOrder, Ticket, TicketState};

impl Hall {
    /// How many of those who wait now would be called before this ticket by the rules. Where several
    /// counters may call it, it is asked at the one that would reach it first. 0 if it does not wait.
    pub fn ahead(&self, ticket: TicketId, now: Timestamp) -> u32 {
        let Some((id, ticket)) = self.ticket(ticket).map(|found| (ticket, found)) else { return 0 };
        if ticket.state != TicketState::Waiting {
            return 0;
        }
        let is_forgotten = self.bound_to(ticket).is_none() && !self.served.contains(&ticket.service);
        let counters = if is_forgotten {
            self.counters.keys().copied().collect()
        } else {
            self.counters_for_ticket(ticket)
        };
        let n_ahead = counters.into_iter().map(|counter| self.n_ahead_at(counter, id, ticket, now)).min();
        u32::try_from(n_ahead.unwrap_or(0)).unwrap_or(u32::MAX)
    }

    fn n_ahead_at(&self, number: CounterNumber, id: TicketId, ticket: &Ticket, now: Timestamp) -> usize {
        let (Some(counter), Some(rules)) = (self.counter(number), self.rules.counters.get(&number)) else {
            return 0;
        };
        let bound = self.bound_to(ticket);
        let is_own = bound == Some(number) || self.line_of(number).contains(&ticket.service);
        let is_forgotten = bound.is_none() && !self.served.contains(&ticket.service);
        let helps_early = |help: &Help| help.from_wait_secs.is_some();
        let is_plain = rules.order == ServiceOrder::Together && !rules.helps.iter().any(helps_early);
        if is_own && !is_plain || is_forgotten && !rules.helps.is_empty() {
            let order = self.waiting_order(number, now, usize::MAX);
            return order.iter().position(|(other, _)| *other == id).unwrap_or(order.len());
        }
        if is_forgotten {
            let n_own: usize = self.lanes_at(number).map(|lane| lane.queue.len()).sum();
            let services = self.index.waiting.keys();
            let forgotten = services.flat_map(|service| Lane::of(self, service));
            let forgotten = forgotten.filter(|lane| self.is_forgotten(lane));
            return n_own + forgotten.map(|lane| n_before(lane.queue, ticket.place)).sum::<usize>();
        }
        let others = counter.others_since_priority;
        if is_own {
            return self.n_ahead_in(&self.lanes_at(number).collect::<Vec<_>>(), others, ticket, now);
        }
        // An official who has left this service out may take it up again.
        let may_serve = self.may_serve(number);
        let lanes = self.index.waiting.keys().flat_map(|service| Lane::of(self, service));
        let would_call = |lane: &Lane<'_>| match lane.bound {
            Some(bound) => bound == number,
            None => may_serve.contains(lane.service),
        };
        self.n_ahead_in(&lanes.filter(would_call).collect::<Vec<_>>(), others, ticket, now)
    }

    fn n_ahead_in(
        &self,
        lanes: &[Lane<'_>],
        others_since_priority: u32,
        ticket: &Ticket,
        now: Timestamp,
    ) -> usize {
        let max_wait_secs = self.rules.max_wait_secs;
        if secs_between(ticket.since, now) >= max_wait_secs {
            return lanes.iter().map(|lane| n_before(lane.queue, ticket.place)).sum();
        }
        let mut crowd = Crowd { others_since_priority, ..Crowd::default() };
        for lane in lanes {
            crowd.add(lane, ticket.place, |since| secs_between(since, now) >= max_wait_secs);
        }
        if ticket.standing.is_front() {
            return crowd.overdue.len() + crowd.n_front_before;
        }
        crowd.n_ahead(ticket.place, self.rules.priority)
    }
}

/// Those who wait beside one ticket that has not waited too long.
#[derive(Default)]
struct Crowd {
    others_since_priority: u32,
    /// Who have waited too long, by place, with what their turn is counted as.
    overdue: Vec<(u64, Turn)>,
    /// Who come first, not overdue: before the ticket, and in all.
    n_front_before: usize,
    n_front: usize,
    /// The places of those without a class, not overdue.
    others: Vec<u64>,
    /// The same of those with one, by rank.
    priority: BTreeMap<u8, Vec<u64>>,
}

/// What a call is counted as between the classes and the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Other,
    Priority,
    Nobodys,
}

impl Turn {
    fn of(lane: &Lane<'_>) -> Self {
        match (lane.is_front, lane.rank) {
            (true, _) => Self::Nobodys,
            (false, Some(_)) => Self::Priority,
            (false, None) => Self::Other,
        }
    }
}

impl Crowd {
    fn add(&mut self, lane: &Lane<'_>, place: u64, is_overdue: impl Fn(Timestamp) -> bool) {
        let n_overdue = lane.queue.partition_point(|waiter| is_overdue(waiter.since));
        let turn = Turn::of(lane);
        self.overdue.extend(lane.queue.iter().take(n_overdue).map(|waiter| (waiter.place, turn)));
        let rest = lane.queue.iter().skip(n_overdue).map(|waiter| waiter.place);
        match (turn, lane.rank) {
            (Turn::Nobodys, _) => {
                self.n_front += lane.queue.len() - n_overdue;
                self.n_front_before += n_before(lane.queue, place).saturating_sub(n_overdue);
            }
            (Turn::Other | Turn::Priority, None) => self.others.extend(rest),
            (Turn::Other | Turn::Priority, Some(rank)) => {
                self.priority.entry(rank).or_default().extend(rest);
            }
        }
    }

    /// How many of them are called before the one at a place, who is one of them.
    fn n_ahead(mut self, place: u64, rule: PriorityRule) -> usize {
        let mut others_since = self.others_since_after_overdue();
        self.others.sort_unstable();
        self.priority.values_mut().for_each(|places| places.sort_unstable());
        let mut others = self.others.iter().copied().peekable();
        let mut classes: Vec<_> =
            self.priority.values().map(|places| places.iter().copied().peekable()).collect();
        let mut n_ahead = self.overdue.len() + self.n_front;
        loop {
            let is_due = match rule {
                PriorityRule::Strict => true,
                PriorityRule::OneAfter { others } => others_since >= others,
            };
            let heads = || classes.iter().cloned().enumerate();
            let heads = heads().filter_map(|(idx, mut places)| Some((*places.peek()?, idx)));
            let other = others.peek().copied();
            let first = match other {
                Some(other) if !is_due => heads.min().filter(|(place, _)| *place < other),
                Some(_) | None => heads.min_by_key(|(_, idx)| *idx),
            };
            let called = match first {
                Some((_, idx)) => classes[idx].next(),
                None => others.next(),
            };
            if called.is_none_or(|called| called == place) {
                return n_ahead;
            }
            others_since = if first.is_some() { 0 } else { others_since.saturating_add(1) };
            n_ahead += 1;
        }
    }

    /// What the counter's count will be once it has called all who have waited too long.
    fn others_since_after_overdue(&mut self) -> u32 {
        self.overdue.sort_unstable();
        let count = |others: u32, turn: &Turn| match turn {
            Turn::Other => others.saturating_add(1),
            Turn::Priority => 0,
            Turn::Nobodys => others,
        };
        self.overdue.iter().map(|(_, turn)| turn).fold(self.others_since_priority, count)
    }
}
