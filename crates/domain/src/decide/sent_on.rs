//! Visitors who are sent on to a colleague, what is written down for one, and what a counter takes back.

use goiso_model::CounterNumber;
use jiff::{SignedDuration, Timestamp};

use super::hold::arrival;
use crate::hall::Hall;
use crate::{CHAIN_MAX, Event, Refusal, Target, TransferPlace, UNDO_SECS, note};

impl Hall {
    pub(super) fn decide_transfer(
        &self,
        counter: CounterNumber,
        to: &Target,
        place: TransferPlace,
        note: Option<&str>,
    ) -> Result<Vec<Event>, Refusal> {
        let (ticket, present) = self.present_at(counter)?;
        self.reachable(to, counter)?;
        let sent = Event::Transferred {
            ticket,
            counter,
            to: to.clone(),
            place,
            then: present.then.clone(),
            note: note::fit_if_any(note)?,
        };
        Ok(arrival(ticket, counter, present).into_iter().chain([sent]).collect())
    }

    pub(super) fn decide_chain(
        &self,
        counter: CounterNumber,
        then: &[Target],
    ) -> Result<Vec<Event>, Refusal> {
        let (ticket, present) = self.present_at(counter)?;
        if then.len() > CHAIN_MAX {
            return Err(Refusal::ChainTooLong { max: CHAIN_MAX });
        }
        let mut from = counter;
        for target in then {
            self.reachable(target, from)?;
            if let Target::Counter(next) = target {
                from = *next;
            }
        }
        if present.then == then {
            return Ok(Vec::new());
        }
        Ok(vec![Event::Chained { ticket, counter, then: then.to_vec() }])
    }

    /// Whether somebody can be sent there: a service that some counter serves, or another counter.
    fn reachable(&self, to: &Target, from: CounterNumber) -> Result<(), Refusal> {
        match to {
            Target::Service(service) if !self.rules.services.contains_key(service) => {
                Err(Refusal::UnknownService { service: service.clone() })
            }
            Target::Service(service) if !self.served.contains(service) => {
                Err(Refusal::ServiceNotServed { service: service.clone() })
            }
            Target::Service(_) => Ok(()),
            Target::Counter(counter) if *counter == from => Err(Refusal::SentToItself { counter: *counter }),
            Target::Counter(counter) => self.known_counter(*counter).map(|_| ()),
        }
    }

    /// Where a visitor goes to who is finished at a counter.
    pub(super) fn next_in_chain(&self, counter: CounterNumber) -> Option<Event> {
        let ticket = self.at_counter(counter)?;
        let (to, then) = self.ticket(ticket)?.then.split_first()?;
        Some(Event::Transferred {
            ticket,
            counter,
            to: to.clone(),
            place: TransferPlace::Keep,
            then: then.to_vec(),
            note: None,
        })
    }

    pub(super) fn decide_note(&self, counter: CounterNumber, text: &str) -> Result<Vec<Event>, Refusal> {
        let (ticket, present) = self.present_at(counter)?;
        let note = note::fit(text)?;
        if present.note == note {
            return Ok(Vec::new());
        }
        Ok(vec![Event::Noted { ticket, counter, note }])
    }

    pub(super) fn decide_undo(&self, counter: CounterNumber, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        self.staffed_counter(counter)?;
        self.nobody_at(counter)?;
        let nothing = Refusal::NothingToUndo { counter };
        let until = self.undo_until(counter).filter(|until| now <= *until).ok_or(nothing.clone())?;
        debug_assert!(until >= now, "the window is open");
        let ticket = self.counter(counter).and_then(|counter| Some(counter.last_deed.as_ref()?.id));
        Ok(vec![Event::Undone { ticket: ticket.ok_or(nothing)?, counter }])
    }

    /// Until when a counter may take back its last "absent", "finished" or "given up"; none if there is nothing to
    /// take back.
    pub fn undo_until(&self, counter: CounterNumber) -> Option<Timestamp> {
        let deed = self.counter(counter)?.last_deed.as_ref()?;
        // A series that has wrapped may have given the number to somebody else.
        let is_mine = self.ticket_by_number(&deed.before.number) == Some(deed.id);
        let until = deed.at.checked_add(SignedDuration::from_secs(i64::from(UNDO_SECS))).ok();
        until.filter(|_| is_mine && self.at_counter(counter).is_none())
    }
}
