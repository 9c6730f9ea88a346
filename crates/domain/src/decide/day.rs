//! New rules and new days.

use goiso_model::CounterNumber;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::hall::Hall;
use crate::{CancelCause, CounterState, Event, Outcome, Refusal, Rules, TicketState};

impl Hall {
    /// Counters that the new rules do not have are closed, unless somebody is at one of them. Tickets of
    /// services that they do not have stay: see `Hall::waiting_order`.
    pub(super) fn decide_rules(&self, rules: &Rules) -> Result<Vec<Event>, Refusal> {
        rules.check().map_err(|errors| Refusal::RulesInvalid { errors })?;
        if *rules == self.rules {
            return Ok(Vec::new());
        }
        let mut events = Vec::new();
        for (number, counter) in self.counters().filter(|(number, _)| !rules.counters.contains_key(number)) {
            self.nobody_at(number)?;
            events.extend(closing(number, &counter.state));
        }
        events.push(Event::RulesApplied { rules: Box::new(rules.clone()) });
        Ok(events)
    }

    /// Whoever is still expected goes into the history of the old day, first come first. Messages with an end that is
    /// still to come are said on the new day, too.
    pub(super) fn decide_day(&self, day: Date, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        if let Some(present) = self.day.filter(|present| *present >= day) {
            return Err(Refusal::DayAlreadyStarted { day: present });
        }
        let mut left: Vec<_> = self.tickets().collect();
        left.sort_by_key(|(_, ticket)| ticket.place);
        let ends = left.into_iter().filter_map(|(ticket, t)| match t.state {
            TicketState::Waiting | TicketState::Called { .. } | TicketState::Absent { .. } => {
                Some(Event::Cancelled { ticket, cause: CancelCause::DayEnded })
            }
            TicketState::Serving { counter, .. } => {
                Some(Event::Finished { ticket, counter, outcome: Outcome::DayEnded })
            }
            TicketState::Done { .. } | TicketState::Cancelled { .. } => None,
        });
        let closings = self.counters().filter_map(|(number, counter)| closing(number, &counter.state));
        let begun = [Event::DayStarted { day }];
        Ok(ends.chain(closings).chain(begun).chain(self.kept_messages(now)).collect())
    }
}

fn closing(counter: CounterNumber, state: &CounterState) -> Option<Event> {
    match state {
        CounterState::Closed => None,
        CounterState::Open { .. } | CounterState::Paused { .. } => Some(Event::CounterClosed { counter }),
    }
}
