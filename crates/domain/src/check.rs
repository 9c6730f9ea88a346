//! What is always true of a hall.

use std::collections::BTreeMap;

use crate::hall::Hall;
use crate::index::Index;
use crate::{Counter, CounterState, TicketState};
use goiso_model::{CounterNumber, TicketId};

impl Hall {
    /// Says which law of the hall is broken, if one is: a bug, or a journal that nobody can have written.
    pub fn check(&self) -> Result<(), String> {
        self.check_index()?;
        self.check_tickets()?;
        self.check_counters()?;
        if self.day.is_none() && !self.tickets.is_empty() {
            return Err("there are tickets before the first day".to_owned());
        }
        Ok(())
    }

    fn check_index(&self) -> Result<(), String> {
        if self.index != Index::of(&self.tickets) {
            return Err("the index does not belong to the tickets".to_owned());
        }
        if self.served != self.rules.served() {
            return Err("the served services do not belong to the rules".to_owned());
        }
        Ok(())
    }

    /// Nobody is in two places, no place has two, and no number is expected twice.
    fn check_tickets(&self) -> Result<(), String> {
        let mut numbers = BTreeMap::new();
        let mut places = BTreeMap::new();
        let mut at_counters = BTreeMap::new();
        let mut calls = BTreeMap::new();
        for (id, ticket) in self.tickets() {
            once(&mut places, &ticket.place, id, "place")?;
            if ticket.is_active() {
                once(&mut numbers, &ticket.number, id, "number")?;
            }
            if let Some(counter) = ticket.at_counter() {
                once(&mut at_counters, &counter, id, "counter")?;
            }
            if let Some(call) = ticket.last_call {
                once(&mut calls, &call.sequence, id, "call")?;
                if call.sequence == 0 || call.sequence > self.n_calls {
                    return Err(format!("call {} of {id} is outside 1 to {}", call.sequence, self.n_calls));
                }
            }
            let is_called = ticket.last_call.is_some();
            let must_be_called = match ticket.state {
                TicketState::Waiting => Some(false),
                TicketState::Called { .. }
                | TicketState::Serving { .. }
                | TicketState::Done { .. }
                | TicketState::Absent { .. } => Some(true),
                TicketState::Cancelled { .. } => None,
            };
            if must_be_called.is_some_and(|must| must != is_called) {
                return Err(format!(
                    "{id} is {:?}, but its last call is {:?}",
                    ticket.state, ticket.last_call
                ));
            }
        }
        Ok(())
    }

    fn check_counters(&self) -> Result<(), String> {
        if !self.counters.keys().eq(self.rules.counters.keys()) {
            return Err("the counters are not those of the rules".to_owned());
        }
        let mut n_done: BTreeMap<_, u32> = BTreeMap::new();
        for ticket in self.tickets.values() {
            if let TicketState::Done { counter, .. } = ticket.state {
                *n_done.entry(counter).or_default() += 1;
            }
        }
        let mut officials = BTreeMap::new();
        for (number, counter) in self.counters() {
            self.check_counter(number, counter)?;
            let n_done = n_done.get(&number).copied().unwrap_or(0);
            let n_counted = self.day_figures(number).n_served;
            if n_done != n_counted {
                return Err(format!("counter {number} counts {n_counted} served, not {n_done}"));
            }
            if let Some(official) = counter.official()
                && let Some(other) = officials.insert(official, number)
            {
                return Err(format!("{official} is at counters {other} and {number}"));
            }
        }
        match self.index.at_counter.keys().find(|number| !self.counters.contains_key(number)) {
            Some(number) => Err(format!("somebody is at counter {number}, which does not exist")),
            None => Ok(()),
        }
    }

    fn check_counter(&self, number: CounterNumber, counter: &Counter) -> Result<(), String> {
        let may_serve = self.rules.counters.get(&number).map_or(&[][..], |rules| &rules.services);
        if counter.services.is_empty() || counter.services.iter().any(|s| !may_serve.contains(s)) {
            return Err(format!("counter {number} serves {:?} of {may_serve:?}", counter.services));
        }
        let is_closed = counter.state == CounterState::Closed;
        if is_closed && (self.at_counter(number).is_some() || counter.services != may_serve) {
            return Err(format!("counter {number} is closed, but not at rest"));
        }
        Ok(())
    }
}

fn once<K: Ord + std::fmt::Debug + Clone>(
    seen: &mut BTreeMap<K, TicketId>,
    key: &K,
    id: TicketId,
    what: &str,
) -> Result<(), String> {
    match seen.insert(key.clone(), id) {
        Some(other) => Err(format!("{other} and {id} share the {what} {key:?}")),
        None => Ok(()),
    }
}
