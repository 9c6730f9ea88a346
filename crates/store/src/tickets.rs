//! A day told ticket by ticket.

use std::collections::BTreeMap;

use goiso_domain::{CallReason, CancelCause, Event, LendingEvent, Outcome, Target, TurnedAway};
use goiso_model::{CounterNumber, OfficialId, PriorityClassId, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;
use serde::Serialize;

use crate::Record;

/// All about one ticket, as far as the records go.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TicketRow {
    /// Which.
    pub ticket: TicketId,
    /// As people see it.
    pub number: TicketNumber,
    /// For which service.
    pub service: ServiceId,
    /// Where it stands.
    pub state: TicketState,
    /// The priority claimed.
    pub class: Option<PriorityClassId>,
    /// Where it was last called to.
    pub counter: Option<CounterNumber>,
    /// Who served there then.
    pub official: Option<OfficialId>,
    /// When the number was given.
    pub issued_at: Timestamp,
    /// When it was last called, calls repeated at the same counter aside.
    pub called_at: Option<Timestamp>,
    /// When the visitor came to the counter.
    pub arrived_at: Option<Timestamp>,
    /// When it was finished, marked absent or cancelled.
    pub ended_at: Option<Timestamp>,
    /// How often it was called in all.
    pub n_calls: u32,
    /// With what result it was finished.
    pub outcome: Option<Outcome>,
    /// Why it was its turn when it was last called.
    pub reason: Option<CallReason>,
    /// Why it ended without service.
    pub cause: Option<CancelCause>,
}

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Not called yet.
    Waiting,
    /// Called to a counter.
    Called,
    /// At the counter.
    Serving,
    /// Served.
    Done,
    /// Did not come; may still be called.
    Absent,
    /// Ended without service.
    Cancelled,
    /// Fetching something; the place is kept.
    Held,
    /// Asked to come on the next business day.
    PutOff,
}

impl TicketRow {
    fn new(
        ticket: TicketId,
        number: &TicketNumber,
        service: &ServiceId,
        class: Option<PriorityClassId>,
        issued_at: Timestamp,
    ) -> Self {
        Self {
            ticket,
            number: number.clone(),
            service: service.clone(),
            state: TicketState::Waiting,
            class,
            counter: None,
            official: None,
            issued_at,
            called_at: None,
            arrived_at: None,
            ended_at: None,
            n_calls: 0,
            outcome: None,
            reason: None,
            cause: None,
        }
    }
}

/// One row for each ticket that `records` issue, in the order of issue.
pub fn tickets_of_day(records: &[Record]) -> Vec<TicketRow> {
    let mut fold = Fold::default();
    for record in records {
        fold.take(record);
    }
    // What kiosks gave while the hub was away was written down later.
    fold.rows.sort_by_key(|row| row.issued_at);
    fold.rows
}

#[derive(Default)]
struct Fold {
    rows: Vec<TicketRow>,
    places: BTreeMap<TicketId, usize>,
    officials: BTreeMap<CounterNumber, OfficialId>,
    /// Rows as they were before they last ended.
    before_end: BTreeMap<TicketId, TicketRow>,
}

impl Fold {
    fn take(&mut self, record: &Record) {
        let at = record.at;
        match &record.event {
            Event::RulesApplied { .. }
            | Event::DayStarted { .. }
            | Event::CounterPaused { .. }
            | Event::Chained { .. }
            | Event::Noted { .. }
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
            Event::CounterOpened { counter, official, .. } => {
                self.officials.insert(*counter, official.clone());
            }
            Event::CounterClosed { counter } => {
                self.officials.remove(counter);
            }
            Event::Issued { ticket, number, service, class, .. } => {
                self.add(TicketRow::new(*ticket, number, service, class.clone(), at));
            }
            Event::Lending(event) => self.lending(event, at),
            Event::Called { ticket, counter, reason, .. } => {
                let official = self.officials.get(counter).cloned();
                self.change(*ticket, |row| {
                    row.state = TicketState::Called;
                    (row.counter, row.official) = (Some(*counter), official);
                    (row.called_at, row.arrived_at, row.ended_at) = (Some(at), None, None);
                    row.reason = Some(reason.clone());
                    row.n_calls += 1;
                });
            }
            Event::Recalled { ticket, .. } => self.change(*ticket, |row| row.n_calls += 1),
            Event::Arrived { ticket, .. } => self.change(*ticket, |row| {
                (row.state, row.arrived_at) = (TicketState::Serving, Some(at));
            }),
            Event::Finished { ticket, outcome, .. } => self.change(*ticket, |row| {
                (row.state, row.ended_at, row.outcome) = (TicketState::Done, Some(at), Some(outcome.clone()));
            }),
            Event::MarkedAbsent { ticket, .. } => self.change(*ticket, |row| {
                (row.state, row.ended_at) = (TicketState::Absent, Some(at));
            }),
            Event::Cancelled { ticket, cause, .. } => self.change(*ticket, |row| {
                (row.state, row.ended_at, row.cause) = (TicketState::Cancelled, Some(at), Some(*cause));
            }),
            Event::Held { ticket, .. } => self.change(*ticket, |row| row.state = TicketState::Held),
            Event::Returned { ticket } | Event::Restored { ticket, .. } => {
                self.change(*ticket, |row| (row.state, row.ended_at) = (TicketState::Waiting, None));
            }
            Event::Transferred { ticket, to, .. } => self.change(*ticket, |row| {
                (row.state, row.ended_at, row.outcome) = (TicketState::Waiting, None, None);
                if let Target::Service(service) = to {
                    row.service = service.clone();
                }
            }),
            Event::PutOff { ticket } => self.change(*ticket, |row| {
                (row.state, row.ended_at) = (TicketState::PutOff, Some(at));
            }),
            Event::Undone { ticket, .. } => self.undo(*ticket),
        }
    }

    fn lending(&mut self, event: &LendingEvent, at: Timestamp) {
        match event {
            LendingEvent::IssuedOffline { ticket, number, service, class, issued_at, .. } => {
                self.add(TicketRow::new(*ticket, number, service, class.clone(), *issued_at));
            }
            LendingEvent::TurnedAway { ticket, number, service, issued_at, why, .. } => {
                let cause = match why {
                    TurnedAway::OtherDay => Some(CancelCause::DayEnded),
                    TurnedAway::NumberTaken | TurnedAway::IdTaken | TurnedAway::NotLent => None,
                };
                let row = TicketRow::new(*ticket, number, service, None, *issued_at);
                self.add(TicketRow { state: TicketState::Cancelled, ended_at: Some(at), cause, ..row });
            }
            LendingEvent::BlockLent { .. }
            | LendingEvent::BlockKept { .. }
            | LendingEvent::BlockExtended { .. } => {}
        }
    }

    fn add(&mut self, row: TicketRow) {
        self.places.insert(row.ticket, self.rows.len());
        self.rows.push(row);
    }

    /// Changes the ticket's row; a ticket of another day has none.
    fn change(&mut self, ticket: TicketId, change: impl FnOnce(&mut TicketRow)) {
        if let Some(row) = self.places.get(&ticket).and_then(|&place| self.rows.get_mut(place)) {
            let ends = |row: &TicketRow| row.ended_at.is_some();
            let before = row.clone();
            change(row);
            // A chain goes on after the end: taken back is the end with it.
            if ends(row) {
                self.before_end.insert(ticket, before);
            }
        }
    }

    /// As it was before the ticket's last end.
    fn undo(&mut self, ticket: TicketId) {
        if let Some(before) = self.before_end.remove(&ticket) {
            self.change(ticket, |row| *row = before);
        }
    }
}
