//! People who come back, are sent on, or come to an appointment.

use goiso_domain::{Command, Event, Refusal, Target, TransferPlace};
use goiso_model::TicketId;
use jiff::Timestamp;

use super::{Deed, Detours, Errand, Office, Plan};

/// How many come to an appointment, of a hundred who simply come.
const BOOKED: u32 = 6;
/// How many of a hundred are sent on instead of being done.
const SENT_ON: u32 = 6;

impl Office {
    fn are_detours_played(&self) -> bool {
        match self.plan.detours {
            Detours::None => false,
            Detours::Played => true,
        }
    }

    /// Promises times of the day that begins. Most come a little early, some late, some too late.
    pub(super) fn book(&mut self, now: Timestamp) -> Vec<Event> {
        let n = if self.are_detours_played() { self.plan.visitors * BOOKED / 100 } else { 0 };
        let slots: Vec<_> = Plan::slots().collect();
        let mut booked = Vec::new();
        for _ in 0..n {
            let code = self.new_ticket();
            let errand = Errand::draw(&self.errands, &mut self.rng);
            let slot_secs = slots[self.rng.usize(0..slots.len())];
            let slot = self.at(u64::from(slot_secs) * 1000);
            let service = self.errands[errand].service.clone();
            match self.wish(&Command::Book { code, service, slot }, now) {
                Ok(events) => booked.extend(events),
                Err(Refusal::SlotFull { .. }) => continue,
                Err(refusal) => panic!("a slot of our own calendar: {refusal:?}"),
            }
            let comes = u64::from(slot_secs - 25 * 60) * 1000 + self.rng.u64(0..45 * 60_000);
            self.note(comes, Deed::CheckIn(code));
        }
        booked
    }

    pub(super) fn check_in(&mut self, code: TicketId, now: u64) -> Vec<Event> {
        let at = self.at(now);
        match self.wish(&Command::CheckIn { code, kiosk: None }, at) {
            Ok(events) => events,
            // Some come when numbers are not given.
            Err(Refusal::ServiceClosed { .. }) => Vec::new(),
            Err(refusal) => panic!("who has an appointment may come: {refusal:?}"),
        }
    }

    /// Who is absent at a counter may be back after a while.
    pub(super) fn may_come_back(&mut self, idx: usize, now: u64) {
        if self.are_detours_played()
            && self.rng.bool()
            && let Some(ticket) = self.hall.at_counter(self.number(idx))
        {
            let away = self.rng.u64(60_000..20 * 60_000);
            self.note(now + away, Deed::ComeBack(ticket));
        }
    }

    pub(super) fn come_back(&mut self, ticket: TicketId, now: u64) -> Vec<Event> {
        self.act(&Command::Restore { ticket }, now)
    }

    /// Sends the visitor at a counter on to another, or for another service; none for most, who are done.
    pub(super) fn send_on(&mut self, idx: usize, now: u64) -> Option<Vec<Event>> {
        if !self.are_detours_played() || self.rng.u32(0..100) >= SENT_ON {
            return None;
        }
        let counter = self.number(idx);
        let service =
            self.hall.at_counter(counter).and_then(|id| Some(self.hall.ticket(id)?.service.clone()));
        let serves = |other: &usize| {
            *other != idx
                && service.as_ref().is_some_and(|s| self.hall.may_serve(self.number(*other)).contains(s))
        };
        let others: Vec<_> = (0..self.counters.len()).filter(serves).collect();
        let to = if others.is_empty() || self.rng.bool() {
            let errand = Errand::draw(&self.errands, &mut self.rng);
            Target::Service(self.errands[errand].service.clone())
        } else {
            let other = others[self.rng.usize(0..others.len())];
            Target::Counter(self.number(other))
        };
        let places = [TransferPlace::Keep, TransferPlace::First, TransferPlace::Last];
        let place = places[self.rng.usize(0..places.len())];
        let events = self.act(&Command::Transfer { counter, to, place, note: None }, now);
        let reaction = self.reaction();
        self.note(now + reaction, Deed::Press(idx));
        Some(events)
    }

    /// Who has nobody looks up when somebody is there.
    pub(super) fn look_up(&mut self, now: u64) {
        if !self.are_detours_played() {
            return;
        }
        for idx in 0..self.officials.len() {
            if self.officials[idx].is_idle && self.hall.longest_waiting_since(self.number(idx)).is_some() {
                self.officials[idx].is_idle = false;
                let reaction = self.reaction();
                self.note(now + reaction, Deed::Press(idx));
            }
        }
    }

    fn reaction(&mut self) -> u64 {
        self.rng.u64(self.plan.reaction_ms.clone())
    }
}
