//! What becomes of tickets.

use goiso_model::{CounterNumber, TicketId};
use jiff::Timestamp;

use super::secs_between;
use crate::counter::{Counted, Deed};
use crate::hall::Hall;
use crate::{
    AbsentCause, Call, CallReason, CancelCause, Entry, Event, Outcome, ServiceOrder, Standing, Target,
    Ticket, TicketState, TransferPlace,
};

impl Hall {
    pub(super) fn issue(&mut self, id: TicketId, event: &Event, at: Timestamp) {
        let Event::Issued { number, service, series, value, class, kiosk, entry, .. } = event else { return };
        let Entry { standing, place, since, people, slot } = entry.as_deref().cloned().unwrap_or_default();
        let ticket = Ticket {
            number: number.clone(),
            service: service.clone(),
            came_for: service.clone(),
            series: series.clone(),
            value: *value,
            class: class.clone(),
            kiosk: kiosk.clone(),
            issued_at: at,
            told_at: None,
            came: self.tickets.len() as u64,
            place: place.unwrap_or_else(|| self.next_place()),
            since: since.unwrap_or(at),
            standing,
            bound: None,
            then: Vec::new(),
            is_carried: standing == Standing::CarriedOver,
            people,
            slot,
            note: String::new(),
            state: TicketState::Waiting,
            last_call: None,
        };
        if let std::collections::btree_map::Entry::Vacant(entry) = self.tickets.entry(id) {
            self.last_place = self.last_place.max(ticket.place);
            self.index.add(id, entry.insert(ticket));
        }
        // Whoever has come to an appointment has no promise left.
        self.bookings.remove(&id);
    }

    pub(super) fn call(&mut self, id: TicketId, number: CounterNumber, reason: &CallReason, at: Timestamp) {
        let sequence = self.n_calls + 1;
        let was = self.change(id, |ticket| {
            let was = (ticket.service.clone(), ticket.standing.is_front());
            ticket.state = TicketState::Called { counter: number, at, n_calls: 1, reason: reason.clone() };
            ticket.last_call = Some(Call { sequence, counter: number, at, n_calls: 1 });
            ticket.bound = None;
            was
        });
        let Some((service, was_front)) = was else { return };
        self.n_calls = sequence;
        let has_priority = self.ticket(id).is_some_and(|ticket| self.rules.rank_of(ticket).is_some());
        let order = self.rules.counters.get(&number).map(|rules| &rules.order);
        let Some(counter) = self.counters.get_mut(&number) else { return };
        counter.last_deed = None;
        if was_front {
            return;
        }
        counter.others_since_priority =
            if has_priority { 0 } else { counter.others_since_priority.saturating_add(1) };
        if let Some(ServiceOrder::Weighted { weights }) = order {
            counter.shares.charge(&service, weights, reason);
        }
    }

    pub(super) fn recall(&mut self, id: TicketId, at: Timestamp) {
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

    pub(super) fn arrive(&mut self, id: TicketId, at: Timestamp) {
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

    pub(super) fn finish(&mut self, id: TicketId, outcome: &Outcome, at: Timestamp) {
        let Some(TicketState::Serving { counter: number, called_at, since: served_from, .. }) =
            self.ticket(id).map(|ticket| ticket.state.clone())
        else {
            return;
        };
        let before = self.ticket(id).cloned();
        let done =
            TicketState::Done { counter: number, outcome: outcome.clone(), called_at, served_from, at };
        self.change(id, |ticket| ticket.state = done);
        let Some(before) = before else { return };
        // Where nobody noted the arrival, the call is the best sign of when the visit began.
        let began_at = if served_from < at { served_from } else { called_at };
        let service_secs = secs_between(began_at, at);
        let tally = self.tallies.entry(number).or_default();
        tally.n_served += 1;
        tally.service_secs += u64::from(service_secs);
        let counted = Counted::Visit { service_secs };
        self.keep_deed(number, Deed { id, before, counted, at });
    }

    /// From a counter, or from fetching something.
    pub(super) fn mark_absent(&mut self, id: TicketId, cause: AbsentCause, at: Timestamp) {
        let Some(before) = self.ticket(id).cloned() else { return };
        let number = match before.state {
            TicketState::Held { counter, .. } => Some(counter),
            _ => before.at_counter(),
        };
        let Some(number) = number else { return };
        self.change(id, |ticket| ticket.state = TicketState::Absent { counter: number, at });
        self.tallies.entry(number).or_default().n_absent += 1;
        match cause {
            AbsentCause::Official => {
                self.keep_deed(number, Deed { id, before, counted: Counted::Absence, at });
            }
            // What the clock has done would be due again at once.
            AbsentCause::LastCall | AbsentCause::HoldOver => {}
        }
    }

    pub(super) fn cancel(
        &mut self,
        id: TicketId,
        cause: CancelCause,
        counter: Option<CounterNumber>,
        at: Timestamp,
    ) {
        let Some(before) = self.ticket(id).cloned() else { return };
        self.change(id, |ticket| ticket.state = TicketState::Cancelled { cause, at });
        if let Some(counter) = counter {
            self.keep_deed(counter, Deed { id, before, counted: Counted::Nothing, at });
        }
    }

    pub(super) fn hold(&mut self, id: TicketId, held: TicketState, note: Option<&str>) {
        self.change(id, |ticket| {
            ticket.state = held;
            write_down(ticket, note);
        });
    }

    pub(super) fn give_back(&mut self, id: TicketId) {
        self.change(id, |ticket| {
            if let TicketState::Held { counter, .. } = ticket.state {
                ticket.state = TicketState::Waiting;
                ticket.standing = Standing::Returned;
                ticket.bound = Some(counter);
            }
        });
    }

    pub(super) fn restore(&mut self, id: TicketId, place: u64, since: Timestamp) {
        let restored = self.change(id, |ticket| {
            ticket.state = TicketState::Waiting;
            ticket.standing = Standing::Restored;
            (ticket.place, ticket.since, ticket.bound) = (place, since, None);
        });
        if restored.is_some() {
            self.last_place = self.last_place.max(place);
        }
    }

    pub(super) fn send_on(
        &mut self,
        id: TicketId,
        to: &Target,
        place: TransferPlace,
        then: &[Target],
        note: Option<&str>,
        at: Timestamp,
    ) {
        let last = self.next_place();
        // Whoever is finished and goes on can be taken back, as whoever is finished and stays.
        let is_done = |ticket: &Ticket| matches!(ticket.state, TicketState::Done { .. });
        let mut deed = None;
        if self.ticket(id).is_some_and(is_done) {
            deed = self.counters.iter_mut().find_map(|(number, counter)| {
                Some((*number, counter.last_deed.take_if(|deed| deed.id == id)?))
            });
        }
        let sent = self.change(id, |ticket| {
            ticket.state = TicketState::Waiting;
            match to {
                Target::Service(service) => {
                    ticket.service = service.clone();
                    ticket.bound = None;
                }
                Target::Counter(counter) => ticket.bound = Some(*counter),
            }
            ticket.standing = match place {
                TransferPlace::Keep | TransferPlace::Last => Standing::Transferred,
                TransferPlace::First => Standing::TransferredFirst,
            };
            if place == TransferPlace::Last {
                (ticket.place, ticket.since) = (last, at);
            }
            ticket.then = then.to_vec();
            write_down(ticket, note);
        });
        if sent.is_some() && place == TransferPlace::Last {
            self.last_place = last;
        }
        if let Some((number, deed)) = deed {
            self.keep_deed(number, *deed);
        }
    }

    /// Everything as it was before a counter's last deed, but for the calls made.
    pub(super) fn undo(&mut self, id: TicketId, number: CounterNumber) {
        let is_it = |deed: &mut Box<Deed>| deed.id == id;
        let deed = self.counters.get_mut(&number).and_then(|counter| counter.last_deed.take_if(is_it));
        let Some(deed) = deed else { return };
        let Deed { before, counted, .. } = *deed;
        self.change(id, |ticket| *ticket = Ticket { last_call: ticket.last_call, ..before });
        let tally = self.tallies.entry(number).or_default();
        match counted {
            Counted::Visit { service_secs } => {
                tally.n_served = tally.n_served.saturating_sub(1);
                tally.service_secs = tally.service_secs.saturating_sub(u64::from(service_secs));
            }
            Counted::Absence => tally.n_absent = tally.n_absent.saturating_sub(1),
            Counted::Nothing => {}
        }
    }

    fn keep_deed(&mut self, number: CounterNumber, deed: Deed) {
        if let Some(counter) = self.counters.get_mut(&number) {
            counter.last_deed = Some(Box::new(deed));
        }
    }
}

fn write_down(ticket: &mut Ticket, note: Option<&str>) {
    if let Some(note) = note {
        note.clone_into(&mut ticket.note);
    }
}
