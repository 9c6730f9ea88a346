//! Whether the hall calls as it should: a judge that knows only the events, over as many calls as one likes.

use std::collections::{BTreeMap, BTreeSet};

use goiso_domain::{CallReason, Command, Event, Hall};
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
    /// Calls of somebody before an older number of the same service and class, without a reason for it.
    pub n_inversions: u64,
    /// Calls that a hall which had only read the journal would not have made.
    pub n_other_choices: u64,
    /// Waits of those without a class, in seconds.
    pub waits_of_others: Vec<u32>,
    /// Waits of those with one.
    pub waits_with_class: Vec<u32>,
    /// For each counter, the part of its open time that somebody was called to or at it.
    pub busy: Vec<f64>,
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
    waiting: BTreeMap<Lane, BTreeSet<(u64, TicketId)>>,
    tickets: BTreeMap<TicketId, (Lane, u64, Timestamp)>,
    n_issued: u64,
    desks: BTreeMap<CounterNumber, Desk>,
    found: Found,
}

/// A counter, as its events tell.
#[derive(Debug, Default)]
struct Desk {
    services: Vec<ServiceId>,
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
        for desk in self.desks.values_mut() {
            let has_somebody = desk.services.iter().any(|service| {
                let lanes = self.waiting.range((service.clone(), None)..);
                lanes.take_while(|((other, _), _)| other == service).any(|(_, lane)| !lane.is_empty())
            });
            if desk.open_since.is_some() && desk.busy_since.is_none() && has_somebody {
                desk.could_call_since.get_or_insert(at);
            } else if let Some(since) = desk.could_call_since.take() {
                self.found.longest_idle_ms = self.found.longest_idle_ms.max(millis(since, at));
            }
        }
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
                desk.open_since.get_or_insert(at);
            }
            Event::CounterPaused { counter, .. } | Event::CounterClosed { counter } => {
                let desk = self.desks.entry(*counter).or_default();
                desk.open_ms += desk.open_since.take().map_or(0, |since| millis(since, at));
            }
            Event::Issued { ticket, service, class, .. } => {
                let lane = (service.clone(), class.clone());
                self.waiting.entry(lane.clone()).or_default().insert((self.n_issued, *ticket));
                self.tickets.insert(*ticket, (lane, self.n_issued, at));
                self.n_issued += 1;
            }
            Event::Called { ticket, counter, reason, .. } => self.called(*ticket, *counter, reason, at),
            Event::Finished { counter, .. } | Event::MarkedAbsent { counter, .. } => {
                let desk = self.desks.entry(*counter).or_default();
                desk.busy_ms += desk.busy_since.take().map_or(0, |since| millis(since, at));
            }
            Event::Cancelled { ticket, .. } => {
                if let Some((lane, place, _)) = self.tickets.get(ticket) {
                    self.waiting.entry(lane.clone()).or_default().remove(&(*place, *ticket));
                }
            }
            _ => {}
        }
    }

    fn called(&mut self, ticket: TicketId, counter: CounterNumber, reason: &CallReason, at: Timestamp) {
        let Some((lane, place, issued_at)) = self.tickets.get(&ticket).cloned() else { return };
        let waiting = self.waiting.entry(lane.clone()).or_default();
        let is_oldest = waiting.first() == Some(&(place, ticket));
        let is_by_official = *reason == CallReason::OutOfTurn;
        waiting.remove(&(place, ticket));
        self.found.n_calls += 1;
        self.found.n_by_official += u64::from(is_by_official);
        self.found.n_inversions += u64::from(!is_oldest && !is_by_official);
        let wait = u32::try_from(millis(issued_at, at) / 1000).unwrap_or(0);
        match lane.1 {
            None => self.found.waits_of_others.push(wait),
            Some(_) => self.found.waits_with_class.push(wait),
        }
        self.desks.entry(counter).or_default().busy_since = Some(at);
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
