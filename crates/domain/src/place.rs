//! How many are called before a ticket. Views and slips ask it for every ticket, so it is counted from the
//! lanes rather than by taking one after another; a property test holds it against `waiting_order`.

use goiso_model::{CounterNumber, ServiceId, TicketId};
use jiff::Timestamp;

use crate::apply::secs_between;
use crate::hall::Hall;
use crate::index::n_before;
use crate::policy::Lane;
use crate::{PriorityRule, Ticket, TicketState};

impl Hall {
    /// How many of those who wait now would be called before this ticket by the rules. Where several
    /// counters may call it, it is asked at the one that would reach it first. 0 if it does not wait.
    pub fn ahead(&self, ticket: TicketId, now: Timestamp) -> u32 {
        let Some(ticket) = self.ticket(ticket).filter(|ticket| ticket.state == TicketState::Waiting) else {
            return 0;
        };
        let counters = if self.served.contains(&ticket.service) {
            self.counters_for(&ticket.service)
        } else {
            self.counters.keys().copied().collect()
        };
        let n_ahead = counters.into_iter().map(|counter| self.n_ahead_at(counter, ticket, now)).min();
        u32::try_from(n_ahead.unwrap_or(0)).unwrap_or(u32::MAX)
    }

    fn n_ahead_at(&self, number: CounterNumber, ticket: &Ticket, now: Timestamp) -> usize {
        let Some(counter) = self.counters.get(&number) else { return 0 };
        let others = counter.others_since_priority;
        if !self.served.contains(&ticket.service) {
            let own = counter.services.iter().flat_map(|service| Lane::of(self, service));
            let n_own: usize = own.map(|lane| lane.queue.len()).sum();
            let forgotten = self.unserved().flat_map(|service| Lane::of(self, service));
            return n_own + forgotten.map(|lane| n_before(lane.queue, ticket.place)).sum::<usize>();
        }
        // An official who has left this service out may take it up again.
        let may_serve = self.rules.counters.get(&number).map_or(&counter.services, |rules| &rules.services);
        let services = if counter.serves(&ticket.service) { &counter.services } else { may_serve };
        self.n_ahead_in(services.iter(), others, ticket, now)
    }

    fn n_ahead_in<'a>(
        &'a self,
        services: impl Iterator<Item = &'a ServiceId>,
        others_since_priority: u32,
        ticket: &Ticket,
        now: Timestamp,
    ) -> usize {
        let lanes: Vec<_> = services.flat_map(|service| Lane::of(self, service)).collect();
        let max_wait_secs = self.rules.max_wait_secs;
        if secs_between(ticket.issued_at, now) >= max_wait_secs {
            return lanes.iter().map(|lane| n_before(lane.queue, ticket.place)).sum();
        }
        let mut crowd = Crowd::new(others_since_priority);
        let rank = self.rules.rank_of(ticket);
        for lane in &lanes {
            crowd.add(lane, rank, ticket.place, |at| secs_between(at, now) >= max_wait_secs);
        }
        crowd.n_ahead(rank.is_some(), self.rules.priority)
    }
}

/// Those who wait beside one ticket that has not waited too long.
struct Crowd {
    others_since_priority: usize,
    /// Who have waited too long, by place, with their rank.
    overdue: Vec<(u64, Option<u8>)>,
    /// Without a class, not overdue: before the ticket, and in all.
    n_others_before: usize,
    n_others: usize,
    /// With a class, not overdue: before the ticket by rank and place, and in all.
    n_priority_before: usize,
    n_priority: usize,
}

impl Crowd {
    fn new(others_since_priority: u32) -> Self {
        Self {
            others_since_priority: others_since_priority as usize,
            overdue: Vec::new(),
            n_others_before: 0,
            n_others: 0,
            n_priority_before: 0,
            n_priority: 0,
        }
    }

    fn add(&mut self, lane: &Lane<'_>, rank: Option<u8>, place: u64, is_overdue: impl Fn(Timestamp) -> bool) {
        let n_overdue = lane.queue.partition_point(|waiter| is_overdue(waiter.issued_at));
        let n_rest = lane.queue.len() - n_overdue;
        let n_before = n_before(lane.queue, place).saturating_sub(n_overdue);
        self.overdue.extend(lane.queue.iter().take(n_overdue).map(|waiter| (waiter.place, lane.rank)));
        match lane.rank {
            None => {
                self.n_others += n_rest;
                self.n_others_before += n_before;
            }
            Some(lane_rank) => {
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
        self.overdue.len() + n_shared
    }

    /// What the counter's count will be once it has called all who have waited too long.
    fn others_since_after_overdue(&mut self) -> usize {
        self.overdue.sort_unstable();
        let others = self.overdue.iter().rev().take_while(|(_, rank)| rank.is_none()).count();
        if others == self.overdue.len() { self.others_since_priority + others } else { others }
    }
}
