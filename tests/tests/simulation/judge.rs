//! Reads the journal as an auditor would, with a small model of its own.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::ops::RangeInclusive;

use goiso_domain::{AtEnd, CallReason, Event, Hall, LendingEvent, Rules, Target, TicketState, TurnedAway};
use goiso_model::{CounterNumber, DeviceName, PriorityClassId, ServiceId, TicketId, TicketNumber};
use goiso_store::Record;
use jiff::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Waiting,
    Called(CounterNumber),
    Serving(CounterNumber),
    Held(CounterNumber),
    Absent,
    Done,
    PutOff,
    Cancelled,
}

#[derive(Debug)]
struct Visitor {
    number: TicketNumber,
    lane: (ServiceId, Option<PriorityClassId>),
    /// When, and after how many others of that moment.
    came: (Timestamp, usize),
    place: Place,
    /// Whether it has waited from the beginning: neither sent on nor come back.
    is_plain: bool,
    /// Where it was before it was last finished, absent or given up.
    before_end: Option<Place>,
}

#[derive(Debug, Default)]
struct Auditor {
    rules: Option<Box<Rules>>,
    visitors: BTreeMap<TicketId, Visitor>,
    /// What is lent today, and the numbers of it.
    blocks: BTreeMap<u32, Lent>,
}

#[derive(Debug)]
struct Lent {
    kiosk: DeviceName,
    prefix: String,
    values: RangeInclusive<u32>,
    is_kept: bool,
}

impl Lent {
    fn has(&self, number: &TicketNumber) -> bool {
        let value = number.as_str().strip_prefix(&self.prefix).and_then(|digits| digits.parse().ok());
        value.is_some_and(|value: u32| self.values.contains(&value))
    }
}

/// Nobody is lost, in two places or passed over, and no number is given twice.
pub(crate) fn journal(records: &[Record]) -> Result<(), String> {
    let mut auditor = Auditor::default();
    for record in records {
        auditor.read(record).map_err(|law| format!("record {}: {law}", record.sequence))?;
    }
    Ok(())
}

/// The hall has exactly the journal's visitors, where the journal has them.
pub(crate) fn hall(records: &[Record], hall: &Hall) -> Result<(), String> {
    let mut auditor = Auditor::default();
    for record in records {
        auditor.read(record)?;
    }
    if hall.tickets().count() != auditor.visitors.len() {
        return Err(format!(
            "the hall has {} visitors, not {}",
            hall.tickets().count(),
            auditor.visitors.len()
        ));
    }
    for (id, visitor) in &auditor.visitors {
        let place = hall.ticket(*id).map(|ticket| match &ticket.state {
            TicketState::Waiting => Place::Waiting,
            TicketState::Called { counter, .. } => Place::Called(*counter),
            TicketState::Serving { counter, .. } => Place::Serving(*counter),
            TicketState::Held { counter, .. } => Place::Held(*counter),
            TicketState::PutOff { .. } => Place::PutOff,
            TicketState::Absent { .. } => Place::Absent,
            TicketState::Done { .. } => Place::Done,
            TicketState::Cancelled { .. } => Place::Cancelled,
        });
        if place != Some(visitor.place) {
            return Err(format!("{} is {place:?} in the hall, not {:?}", visitor.number, visitor.place));
        }
    }
    Ok(())
}

impl Auditor {
    fn read(&mut self, record: &Record) -> Result<(), String> {
        match &record.event {
            Event::RulesApplied { rules } => self.rules = Some(rules.clone()),
            Event::DayStarted { .. } => {
                let expected = self
                    .visitors
                    .values()
                    .find(|v| !matches!(v.place, Place::Done | Place::PutOff | Place::Cancelled));
                if let Some(visitor) = expected {
                    return Err(format!("{} is {:?} when the day ends", visitor.number, visitor.place));
                }
                self.visitors.clear();
                self.blocks.clear();
            }
            Event::CounterOpened { .. }
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
            | Event::CardShown { .. } => {}
            Event::Held { .. }
            | Event::Returned { .. }
            | Event::Restored { .. }
            | Event::Transferred { .. }
            | Event::Chained { .. }
            | Event::Noted { .. }
            | Event::PutOff { .. }
            | Event::Undone { .. } => self.comes_and_goes(&record.event)?,
            Event::Issued { ticket, number, service, series, class, entry, .. } => {
                self.issued(*ticket, number, series)?;
                if self.blocks.values().any(|lent| lent.has(number)) {
                    return Err(format!("{number} is lent to a kiosk"));
                }
                let lane = (service.clone(), class.clone());
                self.come(*ticket, number, lane, (record.at, entry.is_none()))?;
            }
            Event::Lending(event) => self.lending(event)?,
            Event::Called { ticket, counter, reason, .. } => self.called(*ticket, *counter, reason)?,
            Event::Recalled { ticket, counter } => {
                self.go(*ticket, &[Place::Called(*counter)], Place::Called(*counter))?;
            }
            Event::Arrived { ticket, counter } => {
                self.go(*ticket, &[Place::Called(*counter)], Place::Serving(*counter))?;
            }
            Event::Finished { ticket, counter, .. } => {
                self.go(*ticket, &[Place::Serving(*counter)], Place::Done)?;
            }
            Event::MarkedAbsent { ticket, counter, .. } => {
                self.go(
                    *ticket,
                    &[Place::Called(*counter), Place::Serving(*counter), Place::Held(*counter)],
                    Place::Absent,
                )?;
            }
            Event::Cancelled { ticket, .. } => {
                let any = CounterNumber::new(1).expect("a counter");
                let from =
                    [Place::Waiting, Place::Absent, Place::Called(any), Place::Held(any), Place::PutOff];
                self.go(*ticket, &from, Place::Cancelled)?;
            }
        }
        Ok(())
    }

    fn come(
        &mut self,
        ticket: TicketId,
        number: &TicketNumber,
        lane: (ServiceId, Option<PriorityClassId>),
        (at, is_plain): (Timestamp, bool),
    ) -> Result<(), String> {
        let came = (at, self.visitors.len());
        let (number, place) = (number.clone(), Place::Waiting);
        let visitor = Visitor { number, lane, came, place, is_plain, before_end: None };
        match self.visitors.insert(ticket, visitor) {
            Some(_) => Err(format!("{ticket} is given twice")),
            None => Ok(()),
        }
    }

    /// Nobody else has a lent number, and a kiosk gives only what is lent to it and on its disk.
    fn lending(&mut self, event: &LendingEvent) -> Result<(), String> {
        match event {
            LendingEvent::BlockLent { block, kiosk, prefix, first, last, .. } => {
                let lent = Lent {
                    kiosk: kiosk.clone(),
                    prefix: prefix.clone(),
                    values: *first..=*last,
                    is_kept: false,
                };
                let is_shared = |other: &Lent| {
                    other.prefix == *prefix && other.values.start() <= last && first <= other.values.end()
                };
                if self.blocks.values().any(is_shared) || self.visitors.values().any(|v| lent.has(&v.number))
                {
                    return Err(format!("block {block} has numbers that are lent or given already"));
                }
                self.blocks.insert(*block, lent);
            }
            LendingEvent::BlockKept { block } => {
                let lent =
                    self.blocks.get_mut(block).ok_or_else(|| format!("block {block} was never lent"))?;
                lent.is_kept = true;
            }
            LendingEvent::BlockExtended { block, last } => {
                let lent =
                    self.blocks.get_mut(block).ok_or_else(|| format!("block {block} was never lent"))?;
                lent.values = *lent.values.start()..=*last;
            }
            LendingEvent::IssuedOffline {
                ticket, number, service, class, kiosk, block, issued_at, ..
            } => {
                let lent = block.and_then(|block| self.blocks.get(&block));
                if !lent.is_some_and(|lent| lent.has(number) && lent.is_kept && lent.kiosk == *kiosk) {
                    return Err(format!("{kiosk} gave {number}, which it was not lent"));
                }
                if self.visitors.values().any(|visitor| visitor.number == *number) {
                    return Err(format!("{number} was given twice"));
                }
                self.come(*ticket, number, (service.clone(), class.clone()), (*issued_at, true))?;
            }
            LendingEvent::TurnedAway { number, why, .. } => {
                if *why != TurnedAway::OtherDay {
                    return Err(format!("{number} was turned away: {why:?}"));
                }
            }
        }
        Ok(())
    }

    fn called(
        &mut self,
        ticket: TicketId,
        counter: CounterNumber,
        reason: &CallReason,
    ) -> Result<(), String> {
        self.turn(ticket, reason)?;
        let at = |v: &Visitor| matches!(v.place, Place::Called(at) | Place::Serving(at) if at == counter);
        if let Some(other) = self.visitors.values().find(|v| at(v)) {
            return Err(format!("{} is still at counter {counter}", other.number));
        }
        let held = self.visitors.get(&ticket).map(|v| v.place).filter(|p| matches!(p, Place::Held(_)));
        let from: Vec<_> = [Place::Waiting, Place::Absent].into_iter().chain(held).collect();
        self.go(ticket, &from, Place::Called(counter))
    }

    /// A number comes once a day, or again where its series may wrap and nobody is expected under it.
    fn issued(&self, ticket: TicketId, number: &TicketNumber, series: &ServiceId) -> Result<(), String> {
        let may_wrap =
            self.rules.as_ref().and_then(|rules| rules.series.get(series)).map(|series| series.at_end)
                == Some(AtEnd::Wrap);
        let is_over = |v: &Visitor| matches!(v.place, Place::Done | Place::PutOff | Place::Cancelled);
        match self.visitors.iter().find(|(_, v)| v.number == *number && !(may_wrap && is_over(v))) {
            Some((other, _)) => Err(format!("{number} is given to {ticket} and to {other}")),
            None => Ok(()),
        }
    }

    /// Of those who wait for the same with the same claim, whoever came first is called first.
    fn turn(&self, ticket: TicketId, reason: &CallReason) -> Result<(), String> {
        let Some(called) = self.visitors.get(&ticket) else { return Err(format!("{ticket} does not exist")) };
        // Each of these says itself why age does not decide.
        if matches!(
            reason,
            CallReason::OutOfTurn
                | CallReason::Returned
                | CallReason::Restored
                | CallReason::Transferred
                | CallReason::Appointment
                | CallReason::WalkIn
        ) || !called.is_plain
        {
            return Ok(());
        }
        let is_before = |v: &&Visitor| {
            v.place == Place::Waiting && v.is_plain && v.lane == called.lane && v.came < called.came
        };
        match self.visitors.values().find(is_before) {
            Some(first) => Err(format!("{} is called before {}", called.number, first.number)),
            None => Ok(()),
        }
    }

    fn go(&mut self, ticket: TicketId, from: &[Place], to: Place) -> Result<(), String> {
        let Some(visitor) = self.visitors.get_mut(&ticket) else {
            return Err(format!("{ticket} does not exist"));
        };
        let is_same = |place: &Place| match to {
            // Whoever is called when the day ends, wherever that is.
            Place::Cancelled => discriminant(place) == discriminant(&visitor.place),
            _ => *place == visitor.place,
        };
        if !from.iter().any(is_same) {
            return Err(format!("{} goes from {:?} to {to:?}", visitor.number, visitor.place));
        }
        if matches!(to, Place::Done | Place::Absent | Place::Cancelled) {
            visitor.before_end = Some(visitor.place);
        }
        visitor.place = to;
        Ok(())
    }

    fn comes_and_goes(&mut self, event: &Event) -> Result<(), String> {
        let (ticket, from, to) = match event {
            Event::Held { ticket, counter, .. } => {
                (ticket, vec![Place::Serving(*counter)], Place::Held(*counter))
            }
            Event::Returned { ticket } => {
                let held = self.visitors.get(ticket).map(|v| v.place);
                (ticket, held.into_iter().filter(|p| matches!(p, Place::Held(_))).collect(), Place::Waiting)
            }
            Event::Restored { ticket, .. } => (ticket, vec![Place::Absent], Place::Waiting),
            Event::Transferred { ticket, counter, to, .. } => {
                if let (Target::Service(service), Some(visitor)) = (to, self.visitors.get_mut(ticket)) {
                    visitor.lane.0 = service.clone();
                }
                (ticket, vec![Place::Serving(*counter), Place::Done], Place::Waiting)
            }
            Event::PutOff { ticket } => {
                let any = self.visitors.get(ticket).map(|v| v.place);
                let waits = |p: &Place| matches!(p, Place::Waiting | Place::Held(_));
                (ticket, any.into_iter().filter(waits).collect(), Place::PutOff)
            }
            Event::Undone { ticket, .. } => return self.undone(*ticket),
            _ => return Ok(()),
        };
        self.go(*ticket, &from, to)?;
        if let Some(visitor) = self.visitors.get_mut(ticket).filter(|_| to == Place::Waiting) {
            visitor.is_plain = false;
        }
        Ok(())
    }

    /// Back to where the visitor was, but to no counter where somebody else is.
    fn undone(&mut self, ticket: TicketId) -> Result<(), String> {
        let before = self.visitors.get(&ticket).and_then(|visitor| visitor.before_end);
        let Some(before) = before else { return Err(format!("{ticket} had not ended")) };
        if let Place::Called(counter) | Place::Serving(counter) = before {
            let is_there =
                |v: &Visitor| matches!(v.place, Place::Called(c) | Place::Serving(c) if c == counter);
            if let Some(other) = self.visitors.values().find(|v| is_there(v)) {
                return Err(format!("{} is at counter {counter} when {ticket} is taken back", other.number));
            }
        }
        if let Some(visitor) = self.visitors.get_mut(&ticket) {
            (visitor.place, visitor.before_end) = (before, None);
        }
        Ok(())
    }
}
