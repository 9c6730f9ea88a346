//! What an official does with visitors.

use goiso_model::{CounterNumber, OutcomeId, TicketId, TicketNumber};
use jiff::Timestamp;

use super::hold::arrival;
use crate::hall::Hall;
use crate::{AbsentCause, CallReason, Event, Outcome, Refusal, Ticket, TicketState, note};

impl Hall {
    pub(super) fn decide_call_next(
        &self,
        counter: CounterNumber,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        self.calling_counter(counter)?;
        // Whoever goes on from here waits again, perhaps before everybody else.
        let after = self.next_in_chain(counter).is_some().then(|| {
            let mut hall = self.clone();
            self.finish_present(counter, &self.usual_outcome())
                .iter()
                .for_each(|event| hall.apply(event, now));
            hall
        });
        let (ticket, reason) = after
            .as_ref()
            .unwrap_or(self)
            .waiting_order(counter, now, 1)
            .pop()
            .ok_or(Refusal::NobodyWaiting { counter })?;
        Ok(self.call_after_present(counter, ticket, reason, None))
    }

    pub(super) fn decide_call_number(
        &self,
        counter: CounterNumber,
        number: &TicketNumber,
        note: Option<&str>,
    ) -> Result<Vec<Event>, Refusal> {
        self.calling_counter(counter)?;
        let note = note::fit_if_any(note)?;
        let unknown = || Refusal::UnknownNumber { number: number.clone() };
        let id = self.ticket_by_number(number).ok_or_else(unknown)?;
        let ticket = self.ticket(id).ok_or_else(unknown)?;
        let reason = match ticket.state {
            // Whoever sees the visitor come back need not wait for a slip to be scanned.
            TicketState::Held { counter: holder, .. } if holder == counter => CallReason::Returned,
            TicketState::Waiting | TicketState::Absent { .. } | TicketState::Held { .. } => {
                CallReason::OutOfTurn
            }
            TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Done { .. }
            | TicketState::PutOff { .. }
            | TicketState::Cancelled { .. } => {
                return Err(Refusal::TicketNotCallable { number: number.clone() });
            }
        };
        match self.bound_to(ticket) {
            Some(bound) if bound == counter => {}
            Some(bound) => {
                return Err(Refusal::TicketSentElsewhere { number: number.clone(), counter: bound });
            }
            None => {
                let is_anybodys = !self.served.contains(&ticket.service) || reason == CallReason::Returned;
                if !is_anybodys && !self.serves_or_helps(counter, &ticket.service) {
                    return Err(Refusal::ServiceNotAtCounter { service: ticket.service.clone(), counter });
                }
            }
        }
        Ok(self.call_after_present(counter, id, reason, note))
    }

    pub(super) fn decide_recall(&self, counter: CounterNumber) -> Result<Vec<Event>, Refusal> {
        let (id, ticket) = self.called_at(counter)?;
        let TicketState::Called { n_calls, .. } = ticket.state else {
            return Err(Refusal::AlreadyServing { number: ticket.number.clone() });
        };
        let max = self.rules.calls_max;
        if n_calls >= max {
            return Err(Refusal::CallsExhausted { number: ticket.number.clone(), max });
        }
        Ok(vec![Event::Recalled { ticket: id, counter }])
    }

    pub(super) fn decide_arrive(&self, counter: CounterNumber) -> Result<Vec<Event>, Refusal> {
        let (ticket, _) = self.called_at(counter)?;
        Ok(vec![Event::Arrived { ticket, counter }])
    }

    pub(super) fn decide_finish(
        &self,
        counter: CounterNumber,
        outcome: Option<&OutcomeId>,
    ) -> Result<Vec<Event>, Refusal> {
        self.present_at(counter)?;
        let Some(outcome) = outcome else { return Ok(self.finish_present(counter, &self.usual_outcome())) };
        if !self.rules.outcomes.contains(outcome) {
            return Err(Refusal::UnknownOutcome { outcome: outcome.clone() });
        }
        Ok(self.finish_present(counter, &Outcome::Settled(outcome.clone())))
    }

    /// How a service ends where nobody says how.
    pub(super) fn usual_outcome(&self) -> Outcome {
        let usual = self.rules.outcomes.first().cloned();
        Outcome::Settled(usual.unwrap_or_else(|| OutcomeId::built_in().swap_remove(0)))
    }

    pub(super) fn decide_absent(&self, counter: CounterNumber) -> Result<Vec<Event>, Refusal> {
        let (ticket, _) = self.present_at(counter)?;
        Ok(vec![Event::MarkedAbsent { ticket, counter, cause: AbsentCause::Official }])
    }

    pub(super) fn present_at(&self, counter: CounterNumber) -> Result<(TicketId, &Ticket), Refusal> {
        self.staffed_counter(counter)?;
        let present = self.at_counter(counter).and_then(|id| Some((id, self.ticket(id)?)));
        present.ok_or(Refusal::NoCurrentTicket { counter })
    }

    fn called_at(&self, counter: CounterNumber) -> Result<(TicketId, &Ticket), Refusal> {
        let (id, ticket) = self.present_at(counter)?;
        match ticket.state {
            TicketState::Serving { .. } => Err(Refusal::AlreadyServing { number: ticket.number.clone() }),
            TicketState::Called { .. }
            | TicketState::Waiting
            | TicketState::Done { .. }
            | TicketState::Held { .. }
            | TicketState::Absent { .. }
            | TicketState::PutOff { .. }
            | TicketState::Cancelled { .. } => Ok((id, ticket)),
        }
    }

    /// Who is at the counter has been served before somebody else is called there.
    fn call_after_present(
        &self,
        counter: CounterNumber,
        ticket: TicketId,
        reason: CallReason,
        note: Option<String>,
    ) -> Vec<Event> {
        let mut events = self.finish_present(counter, &self.usual_outcome());
        events.push(Event::Called { ticket, counter, reason, note });
        events
    }

    /// Whoever is at the counter has come, is finished, and goes on to where the chain leads.
    pub(super) fn finish_present(&self, counter: CounterNumber, outcome: &Outcome) -> Vec<Event> {
        let Some((ticket, present)) = self.at_counter(counter).and_then(|id| Some((id, self.ticket(id)?)))
        else {
            return Vec::new();
        };
        let finished = Event::Finished { ticket, counter, outcome: outcome.clone() };
        let arrival = arrival(ticket, counter, present);
        arrival.into_iter().chain([finished]).chain(self.next_in_chain(counter)).collect()
    }
}
