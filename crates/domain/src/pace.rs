//! How a day goes: what there is to learn from it about waiting. A fold over its events, which the hall keeps for
//! the present day; whole days of it, laid together, are [`PastDays`](crate::PastDays).

use std::collections::{BTreeMap, VecDeque};

use goiso_model::{CounterNumber, PriorityClassId, ServiceId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::apply::secs_between;
use crate::durations::Durations;
use crate::hall::Hall;
use crate::{CallReason, Counter, CounterState, Event, Outcome, PauseReason, Rules, Standing, Ticket};

/// How many visits of a service are kept one by one, newest last.
const RECENT_MAX: usize = 40;
/// A visit that kept a counter for longer is a visit that nobody ended.
const VISIT_SECS_MAX: u32 = 2 * 60 * 60;
/// How finely it is known when a counter calls.
pub(crate) const SLOT_SECS: u32 = 5 * 60;
/// Slots of a day.
pub(crate) const N_SLOTS: usize = 24 * 60 * 60 / SLOT_SECS as usize;
/// How finely it is known when people come.
pub(crate) const ARRIVAL_SLOT_SECS: u32 = 30 * 60;
/// Such slots of a day.
pub(crate) const N_ARRIVAL_SLOTS: usize = 24 * 60 * 60 / ARRIVAL_SLOT_SECS as usize;
const N_HOURS: usize = 24;

/// What one business day shows, up to now or to its end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pace {
    /// Midnight before the business day, from which slots are counted.
    midnight: Option<Timestamp>,
    pub(crate) services: BTreeMap<ServiceId, ServicePace>,
    pub(crate) counters: BTreeMap<CounterNumber, CounterPace>,
}

/// What it shows of a service.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ServicePace {
    /// The newest visits.
    pub(crate) recent: VecDeque<Visit>,
    pub(crate) learned: ServiceLearned,
}

/// A visit that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visit {
    pub(crate) began_at: Timestamp,
    pub(crate) secs: u32,
}

/// Visits added up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Sum {
    pub(crate) n: u32,
    pub(crate) secs: u64,
}

impl Sum {
    fn note(&mut self, secs: u32) {
        self.add(&Self { n: 1, secs: u64::from(secs) });
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.n = self.n.saturating_add(other.n);
        self.secs = self.secs.saturating_add(other.secs);
    }
}

/// What can be added up over days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServiceLearned {
    /// How long visits kept their counter.
    pub(crate) durations: Durations,
    /// The same by the hour they began in.
    pub(crate) by_hour: [Sum; N_HOURS],
    /// How many came with each class, by arrival slot.
    pub(crate) arrivals: BTreeMap<Option<PriorityClassId>, [u32; N_ARRIVAL_SLOTS]>,
}

/// What it shows of a counter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CounterPace {
    /// Who keeps the counter, or kept it last.
    pub(crate) visit: Option<Kept>,
    open_since: Option<Timestamp>,
    /// Whether it called when a slot began.
    pub(crate) was_open: [bool; N_SLOTS],
    /// How many it called in a slot.
    pub(crate) called: [u16; N_SLOTS],
    pub(crate) departures: Vec<Departure>,
    /// Its visits by service.
    pub(crate) visits: BTreeMap<ServiceId, Sum>,
}

/// A counter has ceased to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Departure {
    /// In which slot.
    pub(crate) slot: usize,
    pub(crate) left: Left,
    pub(crate) until: Until,
}

/// For how long a counter ceases to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// It has called again.
    Back,
    /// As far as is known.
    NextDay,
}

/// A visit from the call to the next call: what it kept a counter for includes what the official needed before the
/// next one, as long as somebody waited for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kept {
    service: ServiceId,
    pub(crate) called_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
}

impl Default for ServiceLearned {
    fn default() -> Self {
        Self {
            durations: Durations::default(),
            by_hour: [Sum::default(); N_HOURS],
            arrivals: BTreeMap::new(),
        }
    }
}

impl Default for CounterPace {
    fn default() -> Self {
        Self {
            visit: None,
            open_since: None,
            was_open: [false; N_SLOTS],
            called: [0; N_SLOTS],
            departures: Vec::new(),
            visits: BTreeMap::new(),
        }
    }
}

impl ServiceLearned {
    pub(crate) fn add(&mut self, other: &Self) {
        self.durations.add(&other.durations);
        for (sum, more) in self.by_hour.iter_mut().zip(&other.by_hour) {
            sum.add(more);
        }
        for (class, slots) in &other.arrivals {
            let sums = self.arrivals.entry(class.clone()).or_insert([0; N_ARRIVAL_SLOTS]);
            for (sum, n) in sums.iter_mut().zip(slots) {
                *sum = sum.saturating_add(*n);
            }
        }
    }
}

impl Pace {
    pub(crate) fn beginning(day: Date, rules: &Rules) -> Self {
        let midnight = day.to_zoned(rules.time_zone()).ok().map(|midnight| midnight.timestamp());
        Self { midnight, ..Self::default() }
    }

    /// Seconds of the business day; the first day's midnight is not known before it begins.
    pub(crate) fn secs_of_day(&self, at: Timestamp) -> u32 {
        self.midnight.map_or(0, |midnight| secs_between(midnight, at))
    }

    /// The hour of the day; what comes after midnight belongs to the last.
    pub(crate) fn hour(&self, at: Timestamp) -> usize {
        (self.secs_of_day(at) as usize / 3600).min(N_HOURS - 1)
    }

    /// The first slot that begins at this time or later.
    fn slot_from(&self, at: Timestamp) -> Option<usize> {
        let secs = secs_between(self.midnight?, at);
        Some((secs.div_ceil(SLOT_SECS) as usize).min(N_SLOTS))
    }

    /// The slot that has begun; what comes after midnight belongs to the last.
    fn slot_at(&self, at: Timestamp) -> usize {
        ((self.secs_of_day(at) / SLOT_SECS) as usize).min(N_SLOTS - 1)
    }

    /// Visits of a service that have ended today.
    pub(crate) fn n_visits(&self, service: &ServiceId) -> u32 {
        self.services.get(service).map_or(0, |pace| pace.learned.durations.n())
    }

    fn came(&mut self, service: &ServiceId, class: Option<&PriorityClassId>, at: Timestamp) {
        let slot = ((self.secs_of_day(at) / ARRIVAL_SLOT_SECS) as usize).min(N_ARRIVAL_SLOTS - 1);
        let learned = &mut self.services.entry(service.clone()).or_default().learned;
        learned.arrivals.entry(class.cloned()).or_insert([0; N_ARRIVAL_SLOTS])[slot] += 1;
    }

    /// Somebody who has the number since `issued_at` is called.
    fn called(
        &mut self,
        counter: CounterNumber,
        service: &ServiceId,
        issued_at: Timestamp,
        chosen: Chosen,
        at: Timestamp,
    ) {
        let last = self.counters.entry(counter).or_default().visit.take();
        if let Some(last) = last {
            // A counter without anybody to call has kept nobody waiting; nor has it whoever was not in the line.
            let had_to_wait = |ended_at| chosen == Chosen::FromLine && issued_at <= ended_at;
            match last.ended_at {
                Some(ended_at) if had_to_wait(ended_at) => self.ended(counter, last, at),
                Some(ended_at) => self.ended(counter, last, ended_at),
                None => {}
            }
        }
        let slot = self.slot_at(at);
        let pace = self.counters.entry(counter).or_default();
        pace.called[slot] = pace.called[slot].saturating_add(1);
        pace.visit = Some(Kept { service: service.clone(), called_at: at, ended_at: None });
    }

    /// A visit is over, with or without the visitor.
    fn left(&mut self, counter: CounterNumber, at: Timestamp) {
        if let Some(visit) = self.counters.get_mut(&counter).and_then(|counter| counter.visit.as_mut()) {
            visit.ended_at.get_or_insert(at);
        }
    }

    fn ended(&mut self, counter: CounterNumber, visit: Kept, at: Timestamp) {
        let secs = secs_between(visit.called_at, at);
        if secs > VISIT_SECS_MAX {
            return;
        }
        let hour = self.hour(visit.called_at);
        let visits = &mut self.counters.entry(counter).or_default().visits;
        let pace = self.services.entry(visit.service.clone()).or_default();
        pace.recent.push_back(Visit { began_at: visit.called_at, secs });
        if pace.recent.len() > RECENT_MAX {
            pace.recent.pop_front();
        }
        pace.learned.durations.note(secs);
        pace.learned.by_hour[hour].note(secs);
        visits.entry(visit.service).or_default().note(secs);
    }

    fn opened(&mut self, counter: CounterNumber, at: Timestamp) {
        let pace = self.counters.entry(counter).or_default();
        pace.open_since.get_or_insert(at);
        if let Some(last) = pace.departures.last_mut() {
            last.until = Until::Back;
        }
    }

    /// A counter ceases to call. What it does until it calls again is no part of a visit.
    fn stopped(&mut self, counter: CounterNumber, left: Left, at: Timestamp) {
        let slots = |since| Some((self.slot_from(since)?, self.slot_from(at)?));
        let open_since = self.counters.get(&counter).and_then(|pace| pace.open_since);
        let slots = open_since.and_then(slots);
        let slot = self.slot_at(at);
        let Some(pace) = self.counters.get_mut(&counter) else { return };
        if let Some((first, end)) = slots {
            pace.open_since = None;
            pace.was_open[first..end.max(first)].fill(true);
            pace.departures.push(Departure { slot, left, until: Until::NextDay });
        }
        if pace.visit.as_ref().is_some_and(|visit| visit.ended_at.is_some())
            && let Some(visit) = pace.visit.take()
            && let Some(ended_at) = visit.ended_at
        {
            self.ended(counter, visit, ended_at);
        }
    }
}

/// Who waits for a counter that ceases to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    Nobody,
    Somebody,
}

/// How somebody came to be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chosen {
    /// Waiting in the line.
    FromLine,
    /// By an official, or having been elsewhere meanwhile.
    Otherwise,
}

impl Chosen {
    fn of(reason: &CallReason) -> Self {
        match reason {
            CallReason::OutOfTurn
            | CallReason::WalkIn
            | CallReason::Returned
            | CallReason::Restored
            | CallReason::Transferred => Self::Otherwise,
            CallReason::Oldest
            | CallReason::Priority { .. }
            | CallReason::MaxWait
            | CallReason::Appointment
            | CallReason::CarriedOver
            | CallReason::ServiceOrder
            | CallReason::ServiceShare
            | CallReason::Helping => Self::FromLine,
        }
    }
}

impl Hall {
    /// How the present day goes.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// Learns from an event, before the hall makes it true.
    pub(crate) fn learn(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::Issued { ticket, service, class, entry, .. } => {
                let came = entry.as_ref().is_none_or(|entry| entry.standing != Standing::CarriedOver);
                if came && !self.tickets.contains_key(ticket) {
                    self.pace.came(service, class.as_ref(), at);
                }
            }
            Event::CounterOpened { counter, .. } => self.pace.opened(*counter, at),
            // A short break is part of the work: it counts to what keeps a counter, and need not be told.
            Event::CounterPaused {
                counter,
                reason: PauseReason::Lunch | PauseReason::Meeting | PauseReason::Technical,
            }
            | Event::CounterClosed { counter } => {
                let is_nobody = self.longest_waiting_since(*counter).is_none();
                self.pace.stopped(*counter, if is_nobody { Left::Nobody } else { Left::Somebody }, at);
            }
            Event::Called { ticket, counter, reason, .. } => {
                let Some(ticket) = self.tickets.get(ticket) else { return };
                let chosen = Chosen::of(reason);
                self.pace.called(*counter, &ticket.service, ticket.issued_at, chosen, at);
            }
            Event::Finished { counter, outcome: Outcome::DayEnded, .. } => {
                // Nobody knows when that visit really ended.
                if let Some(pace) = self.pace.counters.get_mut(counter) {
                    pace.visit = None;
                }
            }
            Event::Finished { ticket, counter, .. }
            | Event::MarkedAbsent { ticket, counter, .. }
            | Event::Held { ticket, counter, .. }
            | Event::Transferred { ticket, counter, .. }
            | Event::Cancelled { ticket, counter: Some(counter), .. } => {
                let is_there = self.tickets.get(ticket).and_then(Ticket::at_counter);
                if is_there == Some(*counter) {
                    self.pace.left(*counter, at);
                }
            }
            Event::Undone { counter, .. } => {
                if let Some(visit) = self.pace.counters.get_mut(counter).and_then(|pace| pace.visit.as_mut())
                {
                    visit.ended_at = None;
                }
            }
            Event::CounterPaused { reason: PauseReason::Break, .. }
            | Event::RulesApplied { .. }
            | Event::DayStarted { .. }
            | Event::Recalled { .. }
            | Event::Arrived { .. }
            | Event::Cancelled { counter: None, .. }
            | Event::Returned { .. }
            | Event::Restored { .. }
            | Event::Chained { .. }
            | Event::Noted { .. }
            | Event::HelpAsked { .. }
            | Event::HelpEnded { .. }
            | Event::ServicesAssigned { .. }
            | Event::ServiceSwitched { .. }
            | Event::QuotaSet { .. }
            | Event::DayClosed { .. }
            | Event::PutOff { .. }
            | Event::Booked { .. }
            | Event::BookingDropped { .. }
            | Event::SlipReprinted { .. }
            | Event::CardShown { .. }
            | Event::Lending(_)
            | Event::MessagePosted { .. }
            | Event::MessageRemoved { .. } => {}
        }
    }

    /// Since when the visit at a counter keeps it, and for which service: also one that has ended, if the official
    /// has not called anybody since.
    pub(crate) fn kept(&self, counter: CounterNumber) -> Option<&Kept> {
        self.pace.counters.get(&counter)?.visit.as_ref()
    }
}

impl Counter {
    /// Whether it calls, or will in a few minutes.
    pub(crate) fn is_at_work(&self) -> bool {
        match &self.state {
            CounterState::Open { .. } => true,
            CounterState::Paused { reason, .. } => *reason == PauseReason::Break,
            CounterState::Closed => false,
        }
    }
}

impl Kept {
    pub(crate) fn service(&self) -> &ServiceId {
        &self.service
    }
}
