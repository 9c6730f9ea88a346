//! Makes events true. A strange journal may name tickets and counters that do not exist, or say things in
//! an order that `decide` would never give: what makes no sense is passed over, for nothing may stop a hub
//! from starting.

mod counters;
mod tickets;

use goiso_model::TicketId;
use jiff::Timestamp;

use crate::hall::Hall;
use crate::{Booking, CounterState, Event, Message, Pace, Ticket, TicketState};

impl Hall {
    /// Makes an event true that happened at `at`.
    pub fn apply(&mut self, event: &Event, at: Timestamp) {
        self.learn(event, at);
        match event {
            Event::RulesApplied { rules } => self.put_in_force(rules),
            Event::DayStarted { day } => {
                let pace = Pace::beginning(*day, &self.rules);
                *self = Self { day: Some(*day), pace, ..Self::new(self.rules.clone()) };
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
            Event::HelpAsked { counter } => self.ask_help(*counter, Some(at)),
            Event::HelpEnded { counter } => self.ask_help(*counter, None),
            Event::ServicesAssigned { counter, services } => self.assign(*counter, services),
            Event::ServiceSwitched { service, switch } => {
                self.switches.insert(service.clone(), *switch);
            }
            Event::QuotaSet { service, max } => {
                self.quotas.insert(service.clone(), *max);
            }
            Event::DayClosed { rest } => self.closed = Some(*rest),
            Event::Booked { code, service, slot } => {
                self.bookings.insert(*code, Booking { service: service.clone(), slot: *slot });
            }
            Event::BookingDropped { code } => {
                self.bookings.remove(code);
            }
            Event::MessagePosted { message, level, text, since, until, audience } => {
                let since = since.unwrap_or(at);
                let (text, until) = (text.clone(), *until);
                let posted = Message { level: *level, text, since, until, audience: *audience };
                self.messages.insert(*message, posted);
                self.last_message = self.last_message.max(*message);
            }
            Event::MessageRemoved { message } => {
                self.messages.remove(message);
            }
            Event::Lending(event) => self.apply_lending(event, at),
            // Where its visitor stands does not change by paper.
            Event::SlipReprinted { .. } => {}
            Event::CardShown { ticket, person } => self.note_person(*ticket, *person),
            Event::Issued { .. }
            | Event::Called { .. }
            | Event::Recalled { .. }
            | Event::Arrived { .. }
            | Event::Finished { .. }
            | Event::MarkedAbsent { .. }
            | Event::Cancelled { .. }
            | Event::Held { .. }
            | Event::Returned { .. }
            | Event::Restored { .. }
            | Event::Transferred { .. }
            | Event::Chained { .. }
            | Event::Noted { .. }
            | Event::Undone { .. }
            | Event::PutOff { .. } => self.apply_to_ticket(event, at),
        }
    }

    fn apply_to_ticket(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::Issued { ticket, .. } => self.issue(*ticket, event, at),
            Event::Called { ticket, counter, reason, .. } => self.call(*ticket, *counter, reason, at),
            Event::Recalled { ticket, .. } => self.recall(*ticket, at),
            Event::Arrived { ticket, .. } => self.arrive(*ticket, at),
            Event::Finished { ticket, outcome, .. } => self.finish(*ticket, outcome, at),
            Event::MarkedAbsent { ticket, cause, .. } => self.mark_absent(*ticket, *cause, at),
            Event::Cancelled { ticket, cause, counter } => self.cancel(*ticket, *cause, *counter, at),
            Event::Held { ticket, counter, reason, until, note } => {
                let held = TicketState::Held { counter: *counter, since: at, until: *until, reason: *reason };
                self.hold(*ticket, held, note.as_deref());
            }
            Event::Returned { ticket } => self.give_back(*ticket),
            Event::Restored { ticket, place, since } => self.restore(*ticket, *place, *since),
            Event::Transferred { ticket, to, place, then, note, .. } => {
                self.send_on(*ticket, to, *place, then, note.as_deref(), at);
            }
            Event::Chained { ticket, then, .. } => {
                self.change(*ticket, |ticket| ticket.then.clone_from(then));
            }
            Event::Noted { ticket, note, .. } => {
                self.change(*ticket, |ticket| ticket.note.clone_from(note));
            }
            Event::Undone { ticket, counter } => self.undo(*ticket, *counter),
            Event::PutOff { ticket } => {
                self.change(*ticket, |ticket| ticket.state = TicketState::PutOff { at });
            }
            Event::RulesApplied { .. }
            | Event::CardShown { .. }
            | Event::DayStarted { .. }
            | Event::CounterOpened { .. }
            | Event::CounterPaused { .. }
            | Event::CounterClosed { .. }
            | Event::HelpAsked { .. }
            | Event::HelpEnded { .. }
            | Event::ServicesAssigned { .. }
            | Event::ServiceSwitched { .. }
            | Event::QuotaSet { .. }
            | Event::DayClosed { .. }
            | Event::Booked { .. }
            | Event::BookingDropped { .. }
            | Event::SlipReprinted { .. }
            | Event::MessagePosted { .. }
            | Event::MessageRemoved { .. }
            | Event::Lending(_) => {}
        }
    }

    /// Changes a ticket and keeps the index true; none if there is no such ticket. What a counter did to it
    /// before can no longer be taken back.
    fn change<T>(&mut self, id: TicketId, change: impl FnOnce(&mut Ticket) -> T) -> Option<T> {
        let ticket = self.tickets.get_mut(&id)?;
        self.index.leave(id, ticket);
        let answer = change(ticket);
        self.index.enter(id, ticket);
        for counter in self.counters.values_mut() {
            counter.last_deed.take_if(|deed| deed.id == id);
        }
        Some(answer)
    }
}

/// Whole seconds from one time to a later one; 0 if a clock was set back in between.
pub(crate) fn secs_between(from: Timestamp, to: Timestamp) -> u32 {
    let secs = to.duration_since(from).as_secs().max(0);
    u32::try_from(secs).unwrap_or(u32::MAX)
}
