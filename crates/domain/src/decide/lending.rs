//! Lending numbers, and taking in those that were given while the hub was away.

use goiso_model::{DeviceName, TicketId, TicketNumber};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::hall::Hall;
use crate::lending::{Block, Given, LendingEvent, LendingRules, LendingWish, OfflineNote, TurnedAway};
use crate::{CancelCause, Event, Refusal, TicketState};

impl Hall {
    pub(super) fn decide_lending(
        &self,
        kiosk: &DeviceName,
        wish: &LendingWish,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        match wish {
            LendingWish::Borrow { holder, above } => self.decide_borrow(kiosk, *holder, above.as_ref()),
            LendingWish::Keep { holder, day, block } => self.decide_keep(kiosk, *holder, *day, *block),
            LendingWish::Tell { given, instead_of } => Ok(self.decide_tell(kiosk, given, *instead_of, now)),
        }
    }

    /// A block that is not on the kiosk's disk yet is the one it is lent: nobody can have given of it. One that was,
    /// and is there no more, is left alone for the rest of the day.
    fn decide_borrow(
        &self,
        kiosk: &DeviceName,
        holder: u64,
        above: Option<&TicketNumber>,
    ) -> Result<Vec<Event>, Refusal> {
        let not_lending = || Refusal::NotLending { kiosk: kiosk.clone() };
        let rules = self.rules.lending.get(kiosk).ok_or_else(not_lending)?;
        let above = above.and_then(|number| rules.series().value_of(number)).unwrap_or(0);
        let is_offered = |block: &Block| {
            block.holder == holder && !block.is_kept && block.follows(rules) && block.numbers.last > above
        };
        if self.blocks_of(kiosk).any(|(_, block)| is_offered(block)) {
            return Ok(Vec::new());
        }
        // Never back: what lies below may have been given by a disk that is lost.
        let highest = (rules.first..=rules.last).rev().find(|value| !self.may_lend(rules, *value));
        let first =
            rules.first.max(above.saturating_add(1)).max(highest.map_or(0, |value| value.saturating_add(1)));
        if first > rules.last {
            return Err(Refusal::NoNumbersToLend { kiosk: kiosk.clone() });
        }
        Ok(vec![Event::Lending(LendingEvent::BlockLent {
            block: self.blocks.keys().max().map_or(1, |newest| newest.saturating_add(1)),
            kiosk: kiosk.clone(),
            holder,
            prefix: rules.prefix.clone(),
            first,
            last: self.lend_through(rules, first, first),
            width: rules.width,
        })])
    }

    /// The last value of a run that goes on from `from` and gives the kiosk as many as it is to have from `next` on.
    fn lend_through(&self, rules: &LendingRules, next: u32, from: u32) -> u32 {
        let enough = next.saturating_add(rules.count.saturating_sub(1)).min(rules.last);
        let run = (from.saturating_add(1)..=enough).take_while(|value| self.may_lend(rules, *value));
        run.last().unwrap_or(from)
    }

    fn may_lend(&self, rules: &LendingRules, value: u32) -> bool {
        let number = rules.series().number(value);
        self.is_free(&number)
    }

    fn decide_keep(
        &self,
        kiosk: &DeviceName,
        holder: u64,
        day: Date,
        block: Option<u32>,
    ) -> Result<Vec<Event>, Refusal> {
        let lent = block
            .and_then(|id| Some((id, self.blocks.get(&id)?)))
            .filter(|(_, lent)| self.day == Some(day) && lent.kiosk == *kiosk && lent.holder == holder);
        let (block, lent) = lent.ok_or_else(|| Refusal::UnknownBlock { kiosk: kiosk.clone() })?;
        let event = Event::Lending(LendingEvent::BlockKept { block });
        Ok(if lent.is_kept { Vec::new() } else { vec![event] })
    }

    /// Somebody holds the number already, so nothing is refused: what would have stood against it is noted, and
    /// what leads to no ticket is written down as such.
    fn decide_tell(
        &self,
        kiosk: &DeviceName,
        given: &Given,
        instead_of: Option<TicketId>,
        now: Timestamp,
    ) -> Vec<Event> {
        if self.turned_away.contains_key(&given.ticket) {
            return Vec::new();
        }
        let known = self.ticket(given.ticket);
        if known.is_some_and(|ticket| ticket.told_at.is_some() && ticket.number == given.number) {
            return Vec::new();
        }
        let block = match self.origin_of(kiosk, given) {
            Ok(block) => block,
            Err(why) => return vec![turned_away(kiosk, given, why)],
        };
        let lent_at = match block {
            Some((_, block)) => block.lent_at,
            None => self.day_began_at(),
        };
        let issued_at = given.issued_at.max(lent_at).min(now);
        let issued = LendingEvent::IssuedOffline {
            ticket: given.ticket,
            number: given.number.clone(),
            service: given.service.clone(),
            class: given.class.clone(),
            kiosk: kiosk.clone(),
            block: block.map(|(id, _)| id),
            issued_at,
            told_time: (issued_at != given.issued_at).then_some(given.issued_at),
            notes: self.notes_on(given, issued_at),
        };
        let replaced = instead_of.and_then(|id| self.replaced(id));
        let extended = block.and_then(|(id, block)| self.extended(id, block, &given.number));
        let events = replaced.into_iter().chain([Event::Lending(issued)]).chain(extended);
        events.collect()
    }

    /// The block that a number comes from, none for one of another journal's history, or why it leads to no ticket.
    fn origin_of(&self, kiosk: &DeviceName, given: &Given) -> Result<Option<(u32, &Block)>, TurnedAway> {
        if self.day != Some(given.day) {
            return Err(TurnedAway::OtherDay);
        }
        if self.is_new(given.ticket).is_err() {
            return Err(TurnedAway::IdTaken);
        }
        if self.was_given(&given.number) {
            return Err(TurnedAway::NumberTaken);
        }
        let named = given.block.and_then(|id| Some((id, self.blocks.get(&id)?)));
        let is_its = |block: &Block| block.kiosk == *kiosk && block.numbers.value_of(&given.number).is_some();
        if let Some(named) = named.filter(|(_, block)| is_its(block)) {
            return Ok(Some(named));
        }
        // A journal that was begun anew or set back knows nothing of the block; the visitor waits all the same.
        let series = self.rules.lending.get(kiosk).map(LendingRules::series);
        let could_be = series.is_some_and(|series| series.value_of(&given.number).is_some());
        if could_be && !self.is_lent(&given.number) { Ok(None) } else { Err(TurnedAway::NotLent) }
    }

    fn notes_on(&self, given: &Given, issued_at: Timestamp) -> Vec<OfflineNote> {
        let Given { service, class, .. } = given;
        let is_known = self.rules.services.contains_key(service);
        let is_class_known = class.as_ref().is_none_or(|class| self.rules.classes.contains_key(class));
        let notes = [
            (!is_known, OfflineNote::ServiceUnknown),
            (is_known && self.may_give(service, issued_at).is_err(), OfflineNote::ServiceClosed),
            (is_known && self.quota_left(service).is_err(), OfflineNote::ServiceFull),
            (!is_class_known, OfflineNote::ClassUnknown),
            (self.has_room().is_err(), OfflineNote::HallFull),
        ];
        notes.into_iter().filter_map(|(is_so, note)| is_so.then_some(note)).collect()
    }

    /// Ends the number that its visitor never heard of, unless it is called already.
    fn replaced(&self, id: TicketId) -> Option<Event> {
        match self.ticket(id)?.state {
            TicketState::Waiting | TicketState::Absent { .. } => {
                Some(Event::Cancelled { ticket: id, cause: CancelCause::Replaced, counter: None })
            }
            TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Held { .. }
            | TicketState::PutOff { .. }
            | TicketState::Done { .. }
            | TicketState::Cancelled { .. } => None,
        }
    }

    /// More numbers, once half of what the kiosk is to have ahead is used up.
    fn extended(&self, id: u32, block: &Block, given: &TicketNumber) -> Option<Event> {
        let rules = self.rules.lending.get(&block.kiosk).filter(|rules| block.follows(rules))?;
        let next = block.next_value().max(block.numbers.value_of(given)?.saturating_add(1));
        let n_left = block.numbers.last.saturating_add(1).saturating_sub(next);
        if n_left > rules.count / 2 {
            return None;
        }
        let last = self.lend_through(rules, next, block.numbers.last);
        (last > block.numbers.last).then_some(Event::Lending(LendingEvent::BlockExtended { block: id, last }))
    }
}

fn turned_away(kiosk: &DeviceName, given: &Given, why: TurnedAway) -> Event {
    Event::Lending(LendingEvent::TurnedAway {
        ticket: given.ticket,
        number: given.number.clone(),
        service: given.service.clone(),
        kiosk: kiosk.clone(),
        issued_at: given.issued_at,
        day: given.day,
        why,
    })
}
