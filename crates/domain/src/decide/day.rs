//! New rules and new days.

use goiso_model::{CounterNumber, TicketId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::hall::Hall;
use crate::{
    CancelCause, CounterState, Entry, Event, Outcome, Refusal, Rest, Rules, Standing, Ticket, TicketState,
};

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

    /// Whoever is still expected goes into the history of the old day, first come first. Those who were asked to
    /// come on the new day get their numbers again, before all others. Messages with an end that is still to come are
    /// said on the new day, too, and promises still to be kept are repeated.
    pub(super) fn decide_day(&self, day: Date, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        if let Some(present) = self.day.filter(|present| *present >= day) {
            return Err(Refusal::DayAlreadyStarted { day: present });
        }
        let mut left: Vec<_> = self.tickets().collect();
        left.sort_by_key(|(_, ticket)| ticket.place);
        let is_carried = |ticket: &Ticket| match ticket.state {
            TicketState::PutOff { .. } => true,
            TicketState::Waiting | TicketState::Held { .. } => self.closed == Some(Rest::Carry),
            TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Done { .. }
            | TicketState::Absent { .. }
            | TicketState::Cancelled { .. } => false,
        };
        let ends = left.iter().filter_map(|&(ticket, t)| match t.state {
            TicketState::Waiting | TicketState::Held { .. } if is_carried(t) => {
                Some(Event::PutOff { ticket })
            }
            TicketState::Waiting
            | TicketState::Called { .. }
            | TicketState::Held { .. }
            | TicketState::Absent { .. } => {
                Some(Event::Cancelled { ticket, cause: CancelCause::DayEnded, counter: None })
            }
            TicketState::Serving { counter, .. } => {
                Some(Event::Finished { ticket, counter, outcome: Outcome::DayEnded })
            }
            TicketState::Done { .. } | TicketState::Cancelled { .. } | TicketState::PutOff { .. } => None,
        });
        let closings = self.counters().filter_map(|(number, counter)| closing(number, &counter.state));
        let carried = left.iter().filter(|(_, ticket)| is_carried(ticket));
        let carried = carried.map(|(id, ticket)| given_again(*id, ticket));
        let begun = [Event::DayStarted { day }].into_iter().chain(carried);
        let begun = begun.chain(self.kept_bookings(day)).chain(self.kept_messages(now));
        Ok(ends.chain(closings).chain(begun).collect())
    }
}

/// The same number for the same service, on a new day.
fn given_again(id: TicketId, ticket: &Ticket) -> Event {
    let entry = Entry { standing: Standing::CarriedOver, people: ticket.people, ..Entry::default() };
    Event::Issued {
        ticket: id,
        number: ticket.number.clone(),
        service: ticket.service.clone(),
        series: ticket.series.clone(),
        value: ticket.value,
        class: ticket.class.clone(),
        kiosk: None,
        entry: Some(Box::new(entry)),
    }
}

fn closing(counter: CounterNumber, state: &CounterState) -> Option<Event> {
    match state {
        CounterState::Closed => None,
        CounterState::Open { .. } | CounterState::Paused { .. } => Some(Event::CounterClosed { counter }),
    }
}
