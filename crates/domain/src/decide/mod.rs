//! Says what comes of a command, and changes nothing.

mod appointments;
mod at_counter;
mod counters;
mod day;
mod hold;
mod issue;
mod lending;
mod sent_on;
mod supervisor;

use goiso_model::{CounterNumber, DeviceName, TicketId};
use jiff::Timestamp;

use crate::hall::Hall;
use crate::{CancelCause, Command, Counter, CounterState, Event, Refusal, TicketState};

impl Hall {
    /// The events that a command leads to now, or why it leads to none. No events mean that what is wished
    /// is so already.
    pub fn decide(&self, command: &Command, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::ApplyRules { rules } => return self.decide_rules(rules),
            Command::StartDay { day } => return self.decide_day(*day, now),
            _ if self.day.is_none() => return Err(Refusal::DayNotStarted),
            _ => {}
        }
        match command {
            Command::ApplyRules { .. } | Command::StartDay { .. } => Ok(Vec::new()),
            Command::Issue { ticket, service, class, kiosk, people } => {
                self.decide_issue(*ticket, service, class.as_ref(), kiosk.as_ref(), *people, now)
            }
            Command::Book { code, service, slot } => self.decide_book(*code, service, *slot, now),
            Command::DropBooking { code } => self.decide_drop_booking(*code),
            Command::CheckIn { code, kiosk } => self.decide_check_in(*code, kiosk.as_ref(), now),
            Command::Cancel { ticket, counter } => self.decide_cancel(*ticket, *counter),
            Command::Reprint { ticket, kiosk } => self.decide_reprint(*ticket, kiosk.as_ref()),
            Command::ReturnHeld { ticket } => self.decide_return(*ticket),
            Command::Restore { ticket } => self.decide_restore(*ticket, now),
            Command::OpenCounter { counter, official, services } => {
                self.decide_open(*counter, official, services)
            }
            Command::PauseCounter { counter, reason } => self.decide_pause(*counter, *reason),
            Command::CloseCounter { counter } => self.decide_close(*counter),
            Command::AskHelp { counter } => self.decide_ask_help(*counter),
            Command::EndHelp { counter } => self.decide_end_help(*counter),
            Command::AssignServices { counter, services } => self.decide_assign(*counter, services),
            Command::SwitchService { service, switch } => self.decide_switch(service, *switch),
            Command::SetQuota { service, max } => self.decide_quota(service, *max),
            Command::EndDay { rest, text } => self.decide_end_day(*rest, text.as_ref()),
            Command::PostMessage { level, text, until, audience } => {
                self.decide_post(*level, text, *until, *audience, now)
            }
            Command::RemoveMessage { message } => self.decide_remove(*message),
            Command::EndMessages => Ok(self.decide_ends(now)),
            Command::EndWaits => Ok(self.decide_ended_waits(now)),
            Command::Lending { kiosk, wish } => self.decide_lending(kiosk, wish, now),
            Command::WalkIn { .. }
            | Command::CallNext { .. }
            | Command::CallNumber { .. }
            | Command::Recall { .. }
            | Command::Arrive { .. }
            | Command::Finish { .. }
            | Command::MarkAbsent { .. }
            | Command::Hold { .. }
            | Command::Transfer { .. }
            | Command::Chain { .. }
            | Command::Note { .. }
            | Command::Undo { .. } => self.decide_at_counter(command, now),
        }
    }

    /// What an official wishes about whoever is, or is to be, at the counter.
    fn decide_at_counter(&self, command: &Command, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::WalkIn { ticket, counter, service, class } => {
                self.decide_walk_in(*ticket, *counter, service, class.as_ref())
            }
            Command::CallNext { counter } => self.decide_call_next(*counter, now),
            Command::CallNumber { counter, number, note } => {
                self.decide_call_number(*counter, number, note.as_deref())
            }
            Command::Recall { counter } => self.decide_recall(*counter),
            Command::Arrive { counter } => self.decide_arrive(*counter),
            Command::Finish { counter, outcome } => self.decide_finish(*counter, outcome.as_ref()),
            Command::MarkAbsent { counter } => self.decide_absent(*counter),
            Command::Hold { counter, reason, minutes, note } => {
                self.decide_hold(*counter, *reason, *minutes, note.as_deref(), now)
            }
            Command::Transfer { counter, to, place, note } => {
                self.decide_transfer(*counter, to, *place, note.as_deref())
            }
            Command::Chain { counter, then } => self.decide_chain(*counter, then),
            Command::Note { counter, note } => self.decide_note(*counter, note),
            Command::Undo { counter } => self.decide_undo(*counter, now),
            Command::Issue { .. }
            | Command::Book { .. }
            | Command::DropBooking { .. }
            | Command::CheckIn { .. }
            | Command::Cancel { .. }
            | Command::Reprint { .. }
            | Command::ReturnHeld { .. }
            | Command::Restore { .. }
            | Command::OpenCounter { .. }
            | Command::PauseCounter { .. }
            | Command::CloseCounter { .. }
            | Command::AskHelp { .. }
            | Command::EndHelp { .. }
            | Command::AssignServices { .. }
            | Command::SwitchService { .. }
            | Command::SetQuota { .. }
            | Command::EndDay { .. }
            | Command::PostMessage { .. }
            | Command::RemoveMessage { .. }
            | Command::EndMessages
            | Command::EndWaits
            | Command::Lending { .. }
            | Command::ApplyRules { .. }
            | Command::StartDay { .. } => Ok(Vec::new()),
        }
    }

    fn decide_cancel(&self, id: TicketId, counter: Option<CounterNumber>) -> Result<Vec<Event>, Refusal> {
        counter.map(|counter| self.staffed_counter(counter)).transpose()?;
        let ticket = self.ticket(id).ok_or(Refusal::UnknownTicket { ticket: id })?;
        match ticket.state {
            TicketState::Waiting
            | TicketState::Held { .. }
            | TicketState::Absent { .. }
            | TicketState::PutOff { .. } => {
                Ok(vec![Event::Cancelled { ticket: id, cause: CancelCause::Visitor, counter }])
            }
            TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Done { .. }
            | TicketState::Cancelled { .. } => {
                Err(Refusal::TicketNotCancellable { number: ticket.number.clone() })
            }
        }
    }

    fn decide_reprint(&self, id: TicketId, kiosk: Option<&DeviceName>) -> Result<Vec<Event>, Refusal> {
        let ticket = self.ticket(id).ok_or(Refusal::UnknownTicket { ticket: id })?;
        match ticket.state {
            TicketState::Waiting
            | TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Held { .. }
            | TicketState::PutOff { .. }
            | TicketState::Absent { .. } => {
                let nowhere = Refusal::NoKiosk { number: ticket.number.clone() };
                let kiosk = kiosk.or(ticket.kiosk.as_ref()).ok_or(nowhere)?;
                Ok(vec![Event::SlipReprinted { ticket: id, kiosk: kiosk.clone() }])
            }
            TicketState::Done { .. } | TicketState::Cancelled { .. } => {
                Err(Refusal::TicketOver { number: ticket.number.clone() })
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
