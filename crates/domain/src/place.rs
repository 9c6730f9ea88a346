//! How many are called before a ticket. Views and slips ask it for every ticket, so where a counter's services
//! share one line it is counted from the lanes rather than by taking one after another; a property test holds
//! it against `waiting_order`.

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
        let mut crowd = Crowd::new(others_since_priority);
        let rank = self.rules.rank_of(ticket);
        for lane in lanes {
            crowd.add(lane, rank, ticket.place, |since| secs_between(since, now) >= max_wait_secs);
        }
        if ticket.standing.is_front() {
            return crowd.overdue.len() + crowd.n_front_before;
        }
        crowd.n_ahead(rank.is_some(), self.rules.priority)
    }
}

/// Those who wait beside one ticket that has not waited too long.
struct Crowd {
    others_since_priority: usize,
    /// Who have waited too long, by place, with what their turn is counted as.
    overdue: Vec<(u64, Turn)>,
    /// Who come first, not overdue: before the ticket, and in all.
    n_front_before: usize,
    n_front: usize,
    /// Without a class, not overdue: before the ticket, and in all.
    n_others_before: usize,
    n_others: usize,
    /// With a class, not overdue: before the ticket by rank and place, and in all.
    n_priority_before: usize,
    n_priority: usize,
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
    fn new(others_since_priority: u32) -> Self {
        Self {
            others_since_priority: others_since_priority as usize,
            overdue: Vec::new(),
            n_front_before: 0,
            n_front: 0,
            n_others_before: 0,
            n_others: 0,
            n_priority_before: 0,
            n_priority: 0,
        }
    }

    fn add(&mut self, lane: &Lane<'_>, rank: Option<u8>, place: u64, is_overdue: impl Fn(Timestamp) -> bool) {
        let n_overdue = lane.queue.partition_point(|waiter| is_overdue(waiter.since));
        let n_rest = lane.queue.len() - n_overdue;
        let n_before = n_before(lane.queue, place).saturating_sub(n_overdue);
        let turn = Turn::of(lane);
        self.overdue.extend(lane.queue.iter().take(n_overdue).map(|waiter| (waiter.place, turn)));
        match (turn, lane.rank) {
            (Turn::Nobodys, _) => {
                self.n_front += n_rest;
                self.n_front_before += n_before;
            }
            (Turn::Other | Turn::Priority, None) => {
                self.n_others += n_rest;
                self.n_others_before += n_before;
            }
            (Turn::Other | Turn::Priority, Some(lane_rank)) => {
                self.n_priority += n_rest;
                self.n_priority_before += match rank {
                    Some(rank) if lane_rank < rank => n_rest,
                    Some(rank) if lane_rank == rank => n_before,
                    Some(_) | None => 0,
                };
            }
        }
    }

    fn n_ahead(mut self, has_priority: bool, rule: PriorityRule) -> usize {
        let (n_first, others) = match rule {
            PriorityRule::Strict => (0, 0),
            PriorityRule::OneAfter { others } => {
                let others = others as usize;
                (others.saturating_sub(self.others_since_after_overdue()), others)
            }
        };
        // A class's first turn comes after `n_first` others, and each further one after `others` more.
        let n_shared = if has_priority {
            let n_others = n_first + self.n_priority_before * others;
            self.n_priority_before + n_others.min(self.n_others)
        } else {
            let n_priority = match self.n_others_before.checked_sub(n_first) {
                None => 0,
                Some(n) => n.checked_div(others).map_or(usize::MAX, |n_turns| n_turns + 1),
            };
            self.n_others_before + n_priority.min(self.n_priority)
        };
        self.overdue.len() + self.n_front + n_shared
    }

    /// What the counter's count will be once it has called all who have waited too long.
    fn others_since_after_overdue(&mut self) -> usize {
        self.overdue.sort_unstable();
        let counted = || self.overdue.iter().rev().filter(|(_, turn)| *turn != Turn::Nobodys);
        let others = counted().take_while(|(_, turn)| *turn == Turn::Other).count();
        if others == counted().count() { self.others_since_priority + others } else { others }
    }
}
