//! Makes events true. A strange journal may name tickets and counters that do not exist, or say things in
//! an order that `decide` would never give: what makes no sense is passed over, for nothing may stop a hub
//! from starting.

use goiso_model::{CounterNumber, ServiceId, TicketId};
use jiff::Timestamp;

use crate::hall::Hall;
use crate::{Call, CallReason, Counter, CounterState, Event, Message, Outcome, Rules, Ticket, TicketState};

/// How many visits of a service the forecast looks back on.
const RECENT_VISITS_MAX: usize = 20;

impl Hall {
    /// Makes an event true that happened at `at`.
    pub fn apply(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::RulesApplied { rules } => self.put_in_force(rules),
            Event::DayStarted { day } => {
                *self = Self { day: Some(*day), ..Self::new(self.rules.clone()) };
            }
            Event::CounterOpened { counter, official, services } => {
                let Some(counter) = self.counters.get_mut(counter) else { return };
                counter.state = CounterState::Open { official: official.clone(), since: at };
                counter.services.clone_from(services);
            }
            Event::CounterPaused { counter, reason } => {
                let Some(counter) = self.counters.get_mut(counter) else { return };
                let Some(official) = counter.official().cloned() else { return };
                counter.state = CounterState::Paused { official, since: at, reason: *reason };
            }
            Event::CounterClosed { counter } => self.close(*counter),
            Event::Issued { ticket, number, service, series, value, class, kiosk } => {
                let new = Ticket {
                    number: number.clone(),
                    service: service.clone(),
                    series: series.clone(),
                    value: *value,
                    class: class.clone(),
                    kiosk: kiosk.clone(),
                    issued_at: at,
                    place: self.tickets.len() as u64,
                    state: TicketState::Waiting,
                    last_call: None,
                };
                self.take_in(*ticket, new);
            }
            Event::Called { ticket, counter, reason } => self.call(*ticket, *counter, reason, at),
            Event::Recalled { ticket, .. } => self.recall(*ticket, at),
            Event::Arrived { ticket, .. } => self.arrive(*ticket, at),
            Event::Finished { ticket, outcome, .. } => self.finish(*ticket, *outcome, at),
            Event::MarkedAbsent { ticket, .. } => self.mark_absent(*ticket, at),
            Event::Cancelled { ticket, cause } => {
                self.change(*ticket, |ticket| ticket.state = TicketState::Cancelled { cause: *cause, at });
            }
            Event::MessagePosted { message, level, text, since, until } => {
                let posted =
                    Message { level: *level, text: text.clone(), since: since.unwrap_or(at), until: *until };
                self.messages.insert(*message, posted);
                self.last_message = self.last_message.max(*message);
            }
            Event::MessageRemoved { message } => {
                self.messages.remove(message);
            }
        }
    }

    /// Counters stay as they are, but serve nothing that the rules no longer give them. One that served all
    /// it might goes on serving all it may.
    fn put_in_force(&mut self, rules: &Rules) {
        let mut before = std::mem::take(&mut self.counters);
        for (&number, counter_rules) in &rules.counters {
            let mut counter =
                before.remove(&number).unwrap_or_else(|| Counter::new(counter_rules, rules.priority));
            let all_before = self.rules.counters.get(&number).map(|rules| &rules.services);
            let served_all = all_before == Some(&counter.services);
            counter.services.retain(|service| counter_rules.services.contains(service));
            if served_all || counter.services.is_empty() {
                counter.services.clone_from(&counter_rules.services);
            }
            self.counters.insert(number, counter);
        }
        self.rules = rules.clone();
        self.served = rules.served();
    }

    fn close(&mut self, number: CounterNumber) {
        let Some(counter) = self.counters.get_mut(&number) else { return };
        counter.state = CounterState::Closed;
        if let Some(rules) = self.rules.counters.get(&number) {
            counter.services.clone_from(&rules.services);
        }
    }

    fn take_in(&mut self, id: TicketId, ticket: Ticket) {
        if let std::collections::btree_map::Entry::Vacant(entry) = self.tickets.entry(id) {
            self.index.add(id, entry.insert(ticket));
        }
    }

    fn call(&mut self, id: TicketId, number: CounterNumber, reason: &CallReason, at: Timestamp) {
        let sequence = self.n_calls + 1;
        let is_called = self.change(id, |ticket| {
            ticket.state = TicketState::Called { counter: number, at, n_calls: 1, reason: reason.clone() };
            ticket.last_call = Some(Call { sequence, counter: number, at, n_calls: 1 });
        });
        if is_called.is_none() {
            return;
        }
        self.n_calls = sequence;
        let has_priority = self.ticket(id).is_some_and(|ticket| self.rules.rank_of(ticket).is_some());
        if let Some(counter) = self.counters.get_mut(&number) {
            counter.others_since_priority =
                if has_priority { 0 } else { counter.others_since_priority.saturating_add(1) };
        }
    }

    fn recall(&mut self, id: TicketId, at: Timestamp) {
        let sequence = self.n_calls + 1;
        let recalled = self.change(id, |ticket| {
            let TicketState::Called { counter, n_calls, .. } = &mut ticket.state else { return false };
            *n_calls = n_calls.saturating_add(1);
            ticket.last_call = Some(Call { sequence, counter: *counter, at, n_calls: *n_calls });
            true
        });
        if recalled == Some(true) {
            self.n_calls = sequence;
        }
    }

    fn arrive(&mut self, id: TicketId, at: Timestamp) {
        self.change(id, |ticket| {
            if let TicketState::Called { counter, at: called_at, n_calls, reason } = &ticket.state {
                ticket.state = TicketState::Serving {
                    counter: *counter,
                    called_at: *called_at,
                    since: at,
                    n_calls: *n_calls,
                    reason: reason.clone(),
                };
            }
        });
    }

    fn finish(&mut self, id: TicketId, outcome: Outcome, at: Timestamp) {
        let visit = self.change(id, |ticket| {
            let TicketState::Serving { counter, called_at, since: served_from, .. } = ticket.state else {
                return None;
            };
            ticket.state = TicketState::Done { counter, outcome, called_at, served_from, at };
            Some((ticket.service.clone(), counter, called_at, served_from))
        });
        let Some((service, number, called_at, served_from)) = visit.flatten() else { return };
        // Where nobody noted the arrival, the call is the best sign of when the visit began.
        let began_at = if served_from < at { served_from } else { called_at };
        let tally = self.tallies.entry(number).or_default();
        tally.n_served += 1;
        tally.service_secs += u64::from(secs_between(began_at, at));
        if outcome != Outcome::DayEnded {
            self.remember_visit(service, secs_between(called_at, at));
        }
    }

    fn remember_visit(&mut self, service: ServiceId, secs: u32) {
        let visits = self.recent_visits.entry(service).or_default();
        visits.push_back(secs);
        if visits.len() > RECENT_VISITS_MAX {
            visits.pop_front();
        }
    }

    fn mark_absent(&mut self, id: TicketId, at: Timestamp) {
        let number = self.change(id, |ticket| {
            let counter = ticket.at_counter()?;
            ticket.state = TicketState::Absent { counter, at };
            Some(counter)
        });
        if let Some(number) = number.flatten() {
            self.tallies.entry(number).or_default().n_absent += 1;
        }
    }

    /// Changes a ticket and keeps the index true; none if there is no such ticket.
    fn change<T>(&mut self, id: TicketId, change: impl FnOnce(&mut Ticket) -> T) -> Option<T> {
        let ticket = self.tickets.get_mut(&id)?;
        self.index.leave(id, ticket);
        let answer = change(ticket);
        self.index.enter(id, ticket);
        Some(answer)
    }
}

/// Whole seconds from one time to a later one; 0 if a clock was set back in between.
pub(crate) fn secs_between(from: Timestamp, to: Timestamp) -> u32 {
    let secs = to.duration_since(from).as_secs().max(0);
    u32::try_from(secs).unwrap_or(u32::MAX)
}
