//! Says what comes of a command, and changes nothing.

mod at_counter;
mod counters;
mod day;
mod issue;

use goiso_model::{CounterNumber, TicketId};
use jiff::Timestamp;

use crate::hall::Hall;
use crate::{CancelCause, Command, Counter, CounterState, Event, Refusal, TicketState};

impl Hall {
    /// The events that a command leads to now, or why it leads to none. No events mean that what is wished
    /// is so already.
    pub fn decide(&self, command: &Command, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::ApplyRules { rules } => self.decide_rules(rules),
            Command::StartDay { day } => self.decide_day(*day, now),
            Command::Issue { .. }
            | Command::CallNext { .. }
            | Command::CallNumber { .. }
            | Command::Recall { .. }
            | Command::Arrive { .. }
            | Command::Finish { .. }
            | Command::MarkAbsent { .. }
            | Command::Cancel { .. }
            | Command::OpenCounter { .. }
            | Command::PauseCounter { .. }
            | Command::CloseCounter { .. }
            | Command::PostMessage { .. }
            | Command::RemoveMessage { .. }
            | Command::EndMessages
                if self.day.is_none() =>
            {
                Err(Refusal::DayNotStarted)
            }
            Command::Issue { ticket, service, class, kiosk } => {
                self.decide_issue(*ticket, service, class.as_ref(), kiosk.as_ref(), now)
            }
            Command::CallNext { counter } => self.decide_call_next(*counter, now),
            Command::CallNumber { counter, number } => self.decide_call_number(*counter, number),
            Command::Recall { counter } => self.decide_recall(*counter),
            Command::Arrive { counter } => self.decide_arrive(*counter),
            Command::Finish { counter, outcome } => self.decide_finish(*counter, *outcome),
            Command::MarkAbsent { counter } => self.decide_absent(*counter),
            Command::Cancel { ticket } => self.decide_cancel(*ticket),
            Command::OpenCounter { counter, official, services } => {
                self.decide_open(*counter, official, services)
            }
            Command::PauseCounter { counter, reason } => self.decide_pause(*counter, *reason),
            Command::CloseCounter { counter } => self.decide_close(*counter),
            Command::PostMessage { level, text, until } => self.decide_post(*level, text, *until, now),
            Command::RemoveMessage { message } => self.decide_remove(*message),
            Command::EndMessages => Ok(self.decide_ends(now)),
        }
    }

    fn decide_cancel(&self, id: TicketId) -> Result<Vec<Event>, Refusal> {
        let ticket = self.ticket(id).ok_or(Refusal::UnknownTicket { ticket: id })?;
        match ticket.state {
            TicketState::Waiting | TicketState::Absent { .. } => {
                Ok(vec![Event::Cancelled { ticket: id, cause: CancelCause::Visitor }])
            }
            TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Done { .. }
            | TicketState::Cancelled { .. } => {
                Err(Refusal::TicketNotCancellable { number: ticket.number.clone() })
            }
        }
    }

    fn known_counter(&self, number: CounterNumber) -> Result<&Counter, Refusal> {
        self.counter(number).ok_or(Refusal::UnknownCounter { counter: number })
    }

    /// The counter, if an official is there, even in a pause.
    fn staffed_counter(&self, number: CounterNumber) -> Result<&Counter, Refusal> {
        let counter = self.known_counter(number)?;
        match counter.state {
            CounterState::Closed => Err(Refusal::CounterClosed { counter: number }),
            CounterState::Open { .. } | CounterState::Paused { .. } => Ok(counter),
        }
    }

    /// The counter, if it may call.
    fn calling_counter(&self, number: CounterNumber) -> Result<&Counter, Refusal> {
        let counter = self.staffed_counter(number)?;
        match counter.state {
            CounterState::Paused { .. } => Err(Refusal::CounterPaused { counter: number }),
            CounterState::Open { .. } | CounterState::Closed => Ok(counter),
        }
    }

    /// Refuses while somebody is called to or served at the counter.
    fn nobody_at(&self, number: CounterNumber) -> Result<(), Refusal> {
        match self.at_counter(number).and_then(|id| self.ticket(id)) {
            Some(ticket) => Err(Refusal::CounterBusy { counter: number, number: ticket.number.clone() }),
            None => Ok(()),
        }
    }
}
