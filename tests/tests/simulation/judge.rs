//! Reads the journal as an auditor would, with a small model of its own.

use std::collections::BTreeMap;
use std::mem::discriminant;

use goiso_domain::{AtEnd, CallReason, Event, Hall, Rules, TicketState};
use goiso_model::{CounterNumber, PriorityClassId, ServiceId, TicketId, TicketNumber};
use goiso_store::Record;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Waiting,
    Called(CounterNumber),
    Serving(CounterNumber),
    Absent,
    Done,
    Cancelled,
}

#[derive(Debug)]
struct Visitor {
    number: TicketNumber,
    lane: (ServiceId, Option<PriorityClassId>),
    came: usize,
    place: Place,
}

#[derive(Debug, Default)]
struct Auditor {
    rules: Option<Box<Rules>>,
    visitors: BTreeMap<TicketId, Visitor>,
}

/// Nobody is lost, in two places or passed over, and no number is given twice.
pub(crate) fn journal(records: &[Record]) -> Result<(), String> {
    let mut auditor = Auditor::default();
    for record in records {
        auditor.read(&record.event).map_err(|law| format!("record {}: {law}", record.sequence))?;
    }
    Ok(())
}

/// The hall has exactly the journal's visitors, where the journal has them.
pub(crate) fn hall(records: &[Record], hall: &Hall) -> Result<(), String> {
    let mut auditor = Auditor::default();
    for record in records {
        auditor.read(&record.event)?;
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
    fn read(&mut self, event: &Event) -> Result<(), String> {
        match event {
            Event::RulesApplied { rules } => self.rules = Some(rules.clone()),
            Event::DayStarted { .. } => {
                let expected =
                    self.visitors.values().find(|v| !matches!(v.place, Place::Done | Place::Cancelled));
                if let Some(visitor) = expected {
                    return Err(format!("{} is {:?} when the day ends", visitor.number, visitor.place));
                }
                self.visitors.clear();
            }
            Event::CounterOpened { .. }
            | Event::CounterPaused { .. }
            | Event::CounterClosed { .. }
            | Event::MessagePosted { .. }
            | Event::MessageRemoved { .. } => {}
            Event::Issued { ticket, number, service, series, class, .. } => {
                self.issued(*ticket, number, series)?;
                let lane = (service.clone(), class.clone());
                let came = self.visitors.len();
                let visitor = Visitor { number: number.clone(), lane, came, place: Place::Waiting };
                if self.visitors.insert(*ticket, visitor).is_some() {
                    return Err(format!("{number} takes another's id"));
                }
            }
            Event::Called { ticket, counter, reason } => {
                self.turn(*ticket, reason)?;
                let at =
                    |v: &Visitor| matches!(v.place, Place::Called(at) | Place::Serving(at) if at == *counter);
                if let Some(other) = self.visitors.values().find(|v| at(v)) {
                    return Err(format!("{} is still at counter {counter}", other.number));
                }
                self.go(*ticket, &[Place::Waiting, Place::Absent], Place::Called(*counter))?;
            }
            Event::Recalled { ticket, counter } => {
                self.go(*ticket, &[Place::Called(*counter)], Place::Called(*counter))?;
            }
            Event::Arrived { ticket, counter } => {
                self.go(*ticket, &[Place::Called(*counter)], Place::Serving(*counter))?;
            }
            Event::Finished { ticket, counter, .. } => {
                self.go(*ticket, &[Place::Serving(*counter)], Place::Done)?;
            }
            Event::MarkedAbsent { ticket, counter } => {
                self.go(*ticket, &[Place::Called(*counter), Place::Serving(*counter)], Place::Absent)?;
            }
            Event::Cancelled { ticket, .. } => {
                let any = CounterNumber::new(1).expect("a counter");
                self.go(*ticket, &[Place::Waiting, Place::Absent, Place::Called(any)], Place::Cancelled)?;
            }
        }
        Ok(())
    }

    /// A number comes once a day, or again where its series may wrap and nobody is expected under it.
    fn issued(&self, ticket: TicketId, number: &TicketNumber, series: &ServiceId) -> Result<(), String> {
        let may_wrap =
            self.rules.as_ref().and_then(|rules| rules.series.get(series)).map(|series| series.at_end)
                == Some(AtEnd::Wrap);
        let is_over = |v: &Visitor| matches!(v.place, Place::Done | Place::Cancelled);
        match self.visitors.iter().find(|(_, v)| v.number == *number && !(may_wrap && is_over(v))) {
            Some((other, _)) => Err(format!("{number} is given to {ticket} and to {other}")),
            None => Ok(()),
        }
    }

    /// Of those who wait for the same with the same claim, whoever came first is called first.
    fn turn(&self, ticket: TicketId, reason: &CallReason) -> Result<(), String> {
        let Some(called) = self.visitors.get(&ticket) else { return Err(format!("{ticket} does not exist")) };
        if *reason == CallReason::OutOfTurn {
            return Ok(());
        }
        let is_before =
            |v: &&Visitor| v.place == Place::Waiting && v.lane == called.lane && v.came < called.came;
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
        visitor.place = to;
        Ok(())
    }
}
