//! Visitors who go away and come back.

use goiso_model::{CounterNumber, TicketId};
use jiff::{SignedDuration, Timestamp};

use crate::apply::secs_between;
use crate::hall::Hall;
use crate::{
    AbsentCause, CancelCause, Event, HoldEnds, HoldReason, RESTORED_BEHIND, Refusal, Ticket, TicketState,
    note,
};

const SECS_PER_MINUTE: u32 = 60;

impl Hall {
    pub(super) fn decide_hold(
        &self,
        counter: CounterNumber,
        reason: HoldReason,
        minutes: Option<u32>,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let (ticket, present) = self.present_at(counter)?;
        let max_secs = self.rules.office.hold_max_secs;
        let secs = minutes.map_or(max_secs, |minutes| minutes.saturating_mul(SECS_PER_MINUTE));
        if secs > max_secs || secs == 0 {
            return Err(Refusal::HoldTooLong { max_minutes: max_secs / SECS_PER_MINUTE });
        }
        let note = note::fit_if_any(note)?;
        let until = now.saturating_add(SignedDuration::from_secs(i64::from(secs))).unwrap_or(Timestamp::MAX);
        let arrival = arrival(ticket, counter, present);
        Ok(arrival.into_iter().chain([Event::Held { ticket, counter, reason, until, note }]).collect())
    }

    pub(super) fn decide_return(&self, id: TicketId) -> Result<Vec<Event>, Refusal> {
        let ticket = self.ticket(id).ok_or(Refusal::UnknownTicket { ticket: id })?;
        match ticket.state {
            TicketState::Held { .. } => Ok(vec![Event::Returned { ticket: id }]),
            TicketState::Waiting
            | TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Done { .. }
            | TicketState::Absent { .. }
            | TicketState::PutOff { .. }
            | TicketState::Cancelled { .. } => Err(Refusal::TicketNotHeld { number: ticket.number.clone() }),
        }
    }

    pub(super) fn decide_restore(&self, id: TicketId, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        let ticket = self.ticket(id).ok_or(Refusal::UnknownTicket { ticket: id })?;
        let TicketState::Absent { counter, at } = ticket.state else {
            return Err(Refusal::TicketNotAbsent { number: ticket.number.clone() });
        };
        let limit = self.rules.office.restore_within_secs;
        if let Some(max_secs) = limit.filter(|max_secs| secs_between(at, now) > *max_secs) {
            let max_minutes = max_secs / SECS_PER_MINUTE;
            return Err(Refusal::RestoreTooLate { number: ticket.number.clone(), max_minutes });
        }
        if self.closed.is_some() {
            return Err(Refusal::DayClosed);
        }
        let (place, since) = self.place_behind_next(counter, ticket, now);
        Ok(vec![Event::Restored { ticket: id, place, since }])
    }

    /// The place behind the next [`RESTORED_BEHIND`] of the line at the counter where the visitor was absent, or,
    /// with nobody there, at the first that serves the same. Of those with the same claim, it is behind as many
    /// as are among the next.
    fn place_behind_next(&self, counter: CounterNumber, ticket: &Ticket, now: Timestamp) -> (u64, Timestamp) {
        let serves = |number: &CounterNumber| self.line_of(*number).contains(&ticket.service);
        let is_there = self.is_staffed(counter) && serves(&counter);
        let at = if is_there { Some(counter) } else { self.counters_for(&ticket.service).into_iter().next() };
        let line: Vec<_> =
            at.map(|at| self.waiting_order(at, now, usize::MAX)).into_iter().flatten().collect();
        let rank = self.rules.rank_of(ticket);
        let is_alike = |other: &&Ticket| !other.standing.is_front() && self.rules.rank_of(other) == rank;
        let alike = |range: &[(TicketId, crate::CallReason)]| {
            let tickets = range.iter().filter_map(|(id, _)| self.ticket(*id));
            tickets.filter(is_alike).map(|t| (t.place, t.since)).collect::<Vec<_>>()
        };
        let (next, rest) = line.split_at(RESTORED_BEHIND.min(line.len()));
        if let Some((place, since)) = alike(next).into_iter().max() {
            return (self.free_place_after(place), since);
        }
        let Some((first, _)) = alike(rest).into_iter().min() else { return (self.next_place(), now) };
        let before = self.tickets().map(|(_, t)| (t.place, t.since)).filter(|(place, _)| *place < first);
        let (place, since) = before.max().unwrap_or((0, now));
        (self.free_place_after(place), since)
    }

    /// Holds that are over, and last calls that nobody has answered for as long as the rules say.
    pub(super) fn decide_ended_waits(&self, now: Timestamp) -> Vec<Event> {
        let office = self.rules.office;
        let holds = self.index.held.iter().filter(|(_, until)| **until <= now);
        let held = holds.filter_map(|(&ticket, _)| {
            let TicketState::Held { counter, .. } = self.ticket(ticket)?.state else { return None };
            Some(match office.hold_ends {
                HoldEnds::Absent => Event::MarkedAbsent { ticket, counter, cause: AbsentCause::HoldOver },
                HoldEnds::Cancelled => {
                    Event::Cancelled { ticket, cause: CancelCause::HoldOver, counter: None }
                }
            })
        });
        let unanswered = self.last_calls().filter(|(.., until)| *until <= now);
        let absent = unanswered.map(|(ticket, counter, _)| Event::MarkedAbsent {
            ticket,
            counter,
            cause: AbsentCause::LastCall,
        });
        held.chain(absent).collect()
    }

    /// Who has been called for the last time and has not come, and until when that is waited for.
    pub(crate) fn last_calls(&self) -> impl Iterator<Item = (TicketId, CounterNumber, Timestamp)> {
        let after = self.rules.office.absent_after_secs;
        self.index.at_counter.iter().filter_map(move |(&counter, &id)| {
            let ticket = self.ticket(id)?;
            let (TicketState::Called { n_calls, .. }, Some(call)) = (&ticket.state, ticket.last_call) else {
                return None;
            };
            let after = SignedDuration::from_secs(i64::from(after?));
            let until = call.at.saturating_add(after).unwrap_or(Timestamp::MAX);
            (*n_calls >= self.rules.calls_max).then_some((id, counter, until))
        })
    }

    /// Whether the clock has ended somebody's hold or last call.
    pub(crate) fn has_ended_wait(&self, now: Timestamp) -> bool {
        self.index.held.values().any(|until| *until <= now)
            || self.last_calls().any(|(.., until)| until <= now)
    }

    /// When the next hold or last call ends, after `now`.
    pub(crate) fn next_wait_end(&self, now: Timestamp) -> Option<Timestamp> {
        let holds = self.index.held.values().copied();
        holds.chain(self.last_calls().map(|(.., until)| until)).filter(|until| *until > now).min()
    }
}

/// Whoever is dealt with at a counter has come there.
pub(super) fn arrival(id: TicketId, counter: CounterNumber, ticket: &Ticket) -> Option<Event> {
    match ticket.state {
        TicketState::Called { .. } => Some(Event::Arrived { ticket: id, counter }),
        TicketState::Waiting
        | TicketState::Serving { .. }
        | TicketState::Done { .. }
        | TicketState::Held { .. }
        | TicketState::Absent { .. }
        | TicketState::PutOff { .. }
        | TicketState::Cancelled { .. } => None,
    }
}
