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
        self.check_blocks()?;
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
        if self.served != self.services_served() {
            return Err("the served services do not belong to the rules".to_owned());
        }
        Ok(())
    }

    /// Nobody is in two places, no place has two, and no number is expected twice.
    fn check_tickets(&self) -> Result<(), String> {
        let mut numbers = BTreeMap::new();
        let mut places = BTreeMap::new();
        let mut comings = BTreeMap::new();
        let mut at_counters = BTreeMap::new();
        let mut calls = BTreeMap::new();
        for (id, ticket) in self.tickets() {
            once(&mut places, &ticket.place, id, "place")?;
            once(&mut comings, &ticket.came, id, "coming")?;
            if ticket.place > self.last_place {
                return Err(format!("{id} is behind the last place {}", self.last_place));
            }
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
                TicketState::Waiting => Some(ticket.standing.was_called()),
                TicketState::Called { .. }
                | TicketState::Serving { .. }
                | TicketState::Done { .. }
                | TicketState::Held { .. }
                | TicketState::Absent { .. } => Some(true),
                TicketState::Cancelled { .. } | TicketState::PutOff { .. } => None,
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

    /// No number is lent twice, and what is lent nobody else has given.
    fn check_blocks(&self) -> Result<(), String> {
        for (id, block) in &self.blocks {
            let mut earlier = self.blocks.range(..id);
            if let Some((other, _)) = earlier.find(|(_, other)| other.numbers.clashes_with(&block.numbers)) {
                return Err(format!("the blocks {other} and {id} share a number"));
            }
            let given = |ticket: &&crate::Ticket| block.numbers.value_of(&ticket.number);
            let foreign = |ticket: &&crate::Ticket| ticket.told_at.is_none() && given(ticket).is_some();
            if let Some(ticket) = self.tickets.values().find(foreign) {
                return Err(format!("{} of block {id} was given by the hub", ticket.number));
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
            if n_done > n_counted {
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
        let may_serve = self.may_serve(number);
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

#[cfg(test)]
mod tests {
    use goiso_model::{ServiceId, TicketNumber};
    use jiff::Timestamp;

    use super::*;
    use crate::{Call, CounterRules, Event, PriorityRule, Rules};

    /// One counter, where one ticket is done and a second one waits.
    fn hall() -> Hall {
        let service: ServiceId = "ho-tich".parse().unwrap();
        let counter = CounterNumber::new(1).unwrap();
        let mut hall = Hall::new(Rules {
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            day_starts_at: jiff::civil::Time::midnight(),
            series: BTreeMap::new(),
            services: BTreeMap::new(),
            counters: BTreeMap::from([(counter, CounterRules::new(vec![service.clone()]))]),
            classes: BTreeMap::new(),
            priority: PriorityRule::Strict,
            calendars: BTreeMap::new(),
            max_wait_secs: 1,
            calls_max: 1,
            waiting_max: 1,
            office: crate::OfficeRules::default(),
            lending: BTreeMap::new(),
            outcomes: goiso_model::OutcomeId::built_in(),
        });
        let issued = |bits, number| Event::Issued {
            ticket: TicketId::from_bits(bits),
            number: TicketNumber::typed(number),
            service: service.clone(),
            series: service.clone(),
            value: 1,
            class: None,
            kiosk: None,
            entry: None,
        };
        let ticket = TicketId::from_bits(1);
        for event in [
            Event::DayStarted { day: "2026-11-23".parse().unwrap() },
            issued(1, "B001"),
            issued(2, "B002"),
            Event::Called { ticket, counter, reason: crate::CallReason::Oldest, note: None },
            Event::Arrived { ticket, counter },
            Event::Finished { ticket, counter, outcome: crate::Outcome::DayEnded },
        ] {
            hall.apply(&event, Timestamp::UNIX_EPOCH);
        }
        hall
    }

    /// What is said about the hall after somebody has meddled with it.
    fn after(meddle: impl FnOnce(&mut Hall)) -> String {
        let mut hall = hall();
        assert_eq!(hall.check(), Ok(()));
        meddle(&mut hall);
        hall.check().unwrap_err()
    }

    fn ticket(hall: &mut Hall, bits: u64) -> &mut crate::Ticket {
        hall.tickets.get_mut(&TicketId::from_bits(bits)).unwrap()
    }

    #[test]
    fn what_is_kept_twice_must_agree() {
        assert_eq!(after(|hall| hall.index.waiting.clear()), "the index does not belong to the tickets");
        let said = "the served services do not belong to the rules";
        assert_eq!(after(|hall| hall.served.clear()), said);
        assert_eq!(after(|hall| hall.tallies.clear()), "counter 1 counts 0 served, not 1");
        assert_eq!(after(|hall| hall.counters.clear()), "the counters are not those of the rules");
    }

    #[test]
    fn no_place_and_no_call_is_shared() {
        let said = after(|hall| {
            ticket(hall, 2).place = crate::PLACE_GAP;
            hall.index = Index::of(&hall.tickets);
        });
        assert_eq!(said, "0000000000001 and 0000000000002 share the place 1048576");
        let said = after(|hall| {
            let call = ticket(hall, 1).last_call;
            let state = ticket(hall, 1).state.clone();
            *ticket(hall, 2) = crate::Ticket { last_call: call, state, ..ticket(hall, 2).clone() };
            hall.index = Index::of(&hall.tickets);
        });
        assert_eq!(said, "0000000000001 and 0000000000002 share the call 1");
    }

    #[test]
    fn calls_are_counted_from_one() {
        for (sequence, n_calls) in [(0, 1), (2, 1), (1, 0)] {
            let said = after(|hall| {
                let call = ticket(hall, 1).last_call.unwrap();
                ticket(hall, 1).last_call = Some(Call { sequence, ..call });
                hall.n_calls = n_calls;
                hall.index = Index::of(&hall.tickets);
            });
            assert_eq!(said, format!("call {sequence} of 0000000000001 is outside 1 to {n_calls}"));
        }
    }

    #[test]
    fn who_waits_has_not_been_called_and_who_is_done_has() {
        let said = after(|hall| {
            ticket(hall, 1).last_call = None;
            hall.index = Index::of(&hall.tickets);
        });
        assert!(said.ends_with("but its last call is None"), "{said}");
        let said = after(|hall| {
            let call = ticket(hall, 1).last_call.unwrap();
            hall.n_calls = 2;
            ticket(hall, 2).last_call = Some(Call { sequence: 2, ..call });
            hall.index = Index::of(&hall.tickets);
        });
        assert!(said.starts_with("0000000000002 is Waiting, but"), "{said}");
    }

    #[test]
    fn a_closed_counter_is_at_rest() {
        let said = after(|hall| {
            let number = CounterNumber::new(1).unwrap();
            let more = ["ho-tich".parse().unwrap(), "dat-dai".parse().unwrap()];
            hall.rules.counters.get_mut(&number).unwrap().services = more.to_vec();
            hall.served = hall.services_served();
        });
        assert_eq!(said, "counter 1 is closed, but not at rest");
    }
}
