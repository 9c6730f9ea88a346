//! Whether the hall calls as it should: a judge that knows only the events, over as many calls as one likes.

use std::collections::BTreeMap;

use goiso_domain::{CallReason, Command, Event, Hall, Standing, Target, TransferPlace};
use goiso_model::{CounterNumber, PriorityClassId, ServiceId, TicketId};
use jiff::Timestamp;

use crate::office::{Happened, Office, Plan};

/// What the judge found.
#[derive(Debug, Default)]
pub struct Found {
    /// Calls seen, repeated ones aside.
    pub n_calls: u64,
    /// Of them, those chosen by an official.
    pub n_by_official: u64,
    /// The longest time that an open counter had nobody while somebody it serves waited, in milliseconds.
    pub longest_idle_ms: i64,
    /// Calls of somebody before an older number of the same service and class, without a reason for it: neither was
    /// restored, sent on or has an appointment, nor did an official choose.
    pub n_inversions: u64,
    /// The same with one.
    pub n_with_reason: BTreeMap<Reason, u64>,
    /// Calls of somebody without a class while somebody older with one, whom the counter might have called, waited
    /// without a reason: a class would have been a disadvantage.
    pub n_class_passed: u64,
    /// Calls that a hall which had only read the journal would not have made.
    pub n_other_choices: u64,
    /// Waits of those without a class, in seconds.
    pub waits_of_others: Vec<u32>,
    /// Waits of those with one.
    pub waits_with_class: Vec<u32>,
    /// For each counter, the part of its open time that somebody was called to or at it.
    pub busy: Vec<f64>,
}

/// Why somebody may be called before an older number, or after a younger one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Was absent, and came back.
    Restored,
    /// Was sent on.
    Transferred,
    /// Has an appointment.
    Appointment,
}

/// Plays whole days until so many calls have been made.
pub fn prove(plan: &Plan, seed: u64, calls_min: u64) -> Found {
    let mut office = Office::new(plan.clone(), seed);
    let mut judge = Judge::new(office.hall().clone());
    while judge.found.n_calls < calls_min {
        let begun = office.begin_day(1.0);
        judge.hear(&begun);
        while let Some(happened) = office.step() {
            judge.hear(&happened);
        }
    }
    judge.end()
}

/// The value that so many of a hundred do not exceed.
pub fn percentile(values: &[u32], of_hundred: usize) -> u32 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let idx = (sorted.len() * of_hundred).div_ceil(100).saturating_sub(1);
    sorted.get(idx).copied().unwrap_or(0)
}

type Lane = (ServiceId, Option<PriorityClassId>);

struct Judge {
    /// A hall that knows nothing but what stands in the journal.
    witness: Hall,
    /// Who waits, by age.
    waiting: BTreeMap<Lane, BTreeMap<u64, TicketId>>,
    tickets: BTreeMap<TicketId, Visitor>,
    n_issued: u64,
    desks: BTreeMap<CounterNumber, Desk>,
    found: Found,
}

/// Somebody with a number.
#[derive(Debug, Clone)]
struct Visitor {
    lane: Lane,
    /// How many were given a number, or the last place, before.
    age: u64,
    issued_at: Timestamp,
    /// Why the place may be another than the age says.
    moved: Option<Reason>,
    /// The only counter that may call.
    bound: Option<CounterNumber>,
    was_called: bool,
}

/// A counter, as its events tell.
#[derive(Debug, Default)]
struct Desk {
    services: Vec<ServiceId>,
    /// Somebody is there, even in a pause.
    is_staffed: bool,
    open_since: Option<Timestamp>,
    open_ms: i64,
    busy_since: Option<Timestamp>,
    busy_ms: i64,
    could_call_since: Option<Timestamp>,
}

impl Judge {
    fn new(witness: Hall) -> Self {
        Self {
            witness,
            waiting: BTreeMap::new(),
            tickets: BTreeMap::new(),
            n_issued: 0,
            desks: BTreeMap::new(),
            found: Found::default(),
        }
    }

    fn hear(&mut self, happened: &Happened) {
        let at = happened.at;
        self.compare_choice(happened);
        for event in &happened.events {
            let written = serde_json::to_string(event).expect("events can be written");
            self.witness.apply(&serde_json::from_str(&written).expect("and read"), at);
            self.take(event, at);
        }
        for number in self.desks.keys().copied().collect::<Vec<_>>() {
            let has_somebody = self.has_somebody(number);
            let Some(desk) = self.desks.get_mut(&number) else { continue };
            if desk.open_since.is_some() && desk.busy_since.is_none() && has_somebody {
                desk.could_call_since.get_or_insert(at);
            } else if let Some(since) = desk.could_call_since.take() {
                self.found.longest_idle_ms = self.found.longest_idle_ms.max(millis(since, at));
            }
        }
    }

    /// Whether somebody waits whom a counter may call.
    fn has_somebody(&self, number: CounterNumber) -> bool {
        let may_call = |ticket: &TicketId| {
            let bound = self.tickets.get(ticket).and_then(|visitor| visitor.bound);
            bound.is_none_or(|bound| bound == number || !self.desks.get(&bound).is_some_and(|d| d.is_staffed))
        };
        let Some(desk) = self.desks.get(&number).filter(|desk| desk.open_since.is_some()) else {
            return false;
        };
        desk.services.iter().any(|service| {
            let lanes = self.waiting.range((service.clone(), None)..);
            let lanes = lanes.take_while(|((other, _), _)| other == service);
            lanes.flat_map(|(_, lane)| lane.values()).any(may_call)
        })
    }

    fn compare_choice(&mut self, happened: &Happened) {
        let by_rule = happened.events.iter().find_map(|event| match event {
            Event::Called { counter, reason, .. } if *reason != CallReason::OutOfTurn => Some(*counter),
            _ => None,
        });
        if let Some(counter) = by_rule {
            let chosen = self.witness.decide(&Command::CallNext { counter }, happened.at);
            self.found.n_other_choices += u64::from(chosen.as_ref() != Ok(&happened.events));
        }
    }

    fn take(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::DayStarted { .. } => {
                self.tickets.clear();
                self.waiting.clear();
            }
            Event::CounterOpened { counter, services, .. } => {
                let desk = self.desks.entry(*counter).or_default();
                desk.services.clone_from(services);
                desk.is_staffed = true;
                desk.open_since.get_or_insert(at);
            }
            Event::CounterPaused { counter, .. } | Event::CounterClosed { counter } => {
                let desk = self.desks.entry(*counter).or_default();
                desk.is_staffed = matches!(event, Event::CounterPaused { .. });
                desk.open_ms += desk.open_since.take().map_or(0, |since| millis(since, at));
            }
            Event::Issued { ticket, service, class, entry, .. } => {
                let standing = entry.as_ref().map_or(Standing::Came, |entry| entry.standing);
                let visitor = Visitor {
                    lane: (service.clone(), class.clone()),
                    age: self.n_issued,
                    issued_at: at,
                    moved: (standing == Standing::Appointment).then_some(Reason::Appointment),
                    bound: None,
                    was_called: false,
                };
                self.n_issued += 1;
                self.tickets.insert(*ticket, visitor);
                self.wait(*ticket);
            }
            Event::Called { ticket, counter, reason, .. } => self.called(*ticket, *counter, reason, at),
            Event::Finished { counter, .. } | Event::MarkedAbsent { counter, .. } => self.free(*counter, at),
            Event::Restored { ticket, .. } => {
                if let Some(visitor) = self.tickets.get_mut(ticket) {
                    visitor.moved = Some(Reason::Restored);
                }
                self.wait(*ticket);
            }
            Event::Transferred { ticket, counter, to, place, .. } => {
                self.free(*counter, at);
                if let Some(visitor) = self.tickets.get_mut(ticket) {
                    visitor.moved = Some(Reason::Transferred);
                    if *place == TransferPlace::Last {
                        visitor.age = self.n_issued;
                        self.n_issued += 1;
                    }
                    match to {
                        Target::Service(service) => visitor.lane.0 = service.clone(),
                        Target::Counter(counter) => visitor.bound = Some(*counter),
                    }
                }
                self.wait(*ticket);
            }
            Event::Cancelled { ticket, .. } => self.no_longer(*ticket),
            _ => {}
        }
    }

    fn wait(&mut self, ticket: TicketId) {
        if let Some(Visitor { lane, age, .. }) = self.tickets.get(&ticket) {
            self.waiting.entry(lane.clone()).or_default().insert(*age, ticket);
        }
    }

    fn no_longer(&mut self, ticket: TicketId) {
        if let Some(Visitor { lane, age, .. }) = self.tickets.get(&ticket) {
            self.waiting.entry(lane.clone()).or_default().remove(age);
        }
    }

    fn free(&mut self, counter: CounterNumber, at: Timestamp) {
        let desk = self.desks.entry(counter).or_default();
        desk.busy_ms += desk.busy_since.take().map_or(0, |since| millis(since, at));
    }

    fn called(&mut self, ticket: TicketId, counter: CounterNumber, reason: &CallReason, at: Timestamp) {
        let Some(visitor) = self.tickets.get(&ticket).cloned() else { return };
        self.found.n_calls += 1;
        self.desks.entry(counter).or_default().busy_since = Some(at);
        if *reason == CallReason::OutOfTurn {
            self.found.n_by_official += 1;
        } else {
            self.compare_age(&visitor);
            self.compare_class(&visitor, counter);
        }
        self.no_longer(ticket);
        let Some(known) = self.tickets.get_mut(&ticket) else { return };
        known.bound = None;
        if std::mem::replace(&mut known.was_called, true) {
            return;
        }
        let wait = u32::try_from(millis(visitor.issued_at, at) / 1000).unwrap_or(0);
        match visitor.lane.1 {
            None => self.found.waits_of_others.push(wait),
            Some(_) => self.found.waits_with_class.push(wait),
        }
    }

    /// Whether somebody older of the same service and class still waits, and why.
    fn compare_age(&mut self, called: &Visitor) {
        let older = self.waiting.get(&called.lane).into_iter().flat_map(|lane| lane.range(..called.age));
        let mut reasons = older.map(|(_, ticket)| {
            called.moved.or_else(|| self.tickets.get(ticket).and_then(|other| other.moved))
        });
        let Some(first) = reasons.next() else { return };
        match first.filter(|_| reasons.all(|reason| reason.is_some())) {
            Some(reason) => *self.found.n_with_reason.entry(reason).or_default() += 1,
            None => self.found.n_inversions += 1,
        }
    }

    fn compare_class(&mut self, called: &Visitor, counter: CounterNumber) {
        let Some(desk) =
            self.desks.get(&counter).filter(|_| called.lane.1.is_none() && called.moved.is_none())
        else {
            return;
        };
        let with_class = self
            .waiting
            .iter()
            .filter(|((service, class), _)| class.is_some() && desk.services.contains(service));
        let mut older = with_class.flat_map(|(_, lane)| lane.range(..called.age));
        let is_passed = |(_, ticket): (&u64, &TicketId)| {
            self.tickets.get(ticket).is_some_and(|other| other.moved.is_none())
        };
        self.found.n_class_passed += u64::from(older.any(is_passed));
    }

    fn end(mut self) -> Found {
        let part = |desk: &Desk| desk.busy_ms as f64 / desk.open_ms.max(1) as f64;
        self.found.busy = self.desks.values().map(part).collect();
        self.found
    }
}

impl Found {
    /// How much busier the busiest counter was than the least busy.
    pub fn busy_ratio(&self) -> f64 {
        let most = self.busy.iter().copied().fold(0.0, f64::max);
        most / self.busy.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

fn millis(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_millis().try_into().unwrap_or(i64::MAX)
}
