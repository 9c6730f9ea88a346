//! An office in virtual time: visitors come, officials call through the real rules of the hall. The same seed gives
//! the same day.

mod detours;
mod plan;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fastrand::Rng;
use goiso_domain::{Command, Event, Hall, PauseReason, Refusal, Rules};
use goiso_model::{CounterNumber, OfficialId, TicketId};
use jiff::civil::{Date, time};
use jiff::{SignedDuration, Timestamp, ToSpan as _};

pub use plan::{Breaks, Detours, Plan, Skills};
use plan::{Errand, class, log_normal, secs};

/// The first day of every office: a Monday.
const FIRST_DAY: Date = jiff::civil::date(2026, 3, 2);
/// Vietnam is so far ahead of Greenwich.
const ZONE_SECS: i64 = 7 * 3600;
/// How often a day an official goes away without a word, where they do.
const HIDDEN_BREAKS_A_DAY: f64 = 3.0;

/// An office at work.
pub struct Office {
    plan: Plan,
    hall: Hall,
    rng: Rng,
    day: Date,
    agenda: BinaryHeap<Reverse<(u64, u64, Deed)>>,
    n_noted: u64,
    n_tickets: u64,
    errands: Vec<Errand>,
    counters: Vec<CounterNumber>,
    officials: Vec<Official>,
    /// How long visits take today beside the plan.
    slowness: f64,
    /// Who is still to come today, in seconds from midnight, the next one last.
    arrivals: Vec<u32>,
}

/// Somebody at a counter.
#[derive(Debug, Clone, Copy)]
struct Official {
    /// How long visits take here beside the others.
    slowness: f64,
    /// Has nobody, and looks up when somebody comes.
    is_idle: bool,
    had_break: bool,
    had_lunch: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Come,
    Open(usize),
    Press(usize),
    Arrive(usize),
    Recall(usize),
    GiveUp(usize),
    Finish(usize),
    Return(usize),
    Bell(usize),
    /// Somebody who was absent is back.
    ComeBack(TicketId),
    /// Somebody has come to an appointment.
    CheckIn(TicketId),
}

/// What happened at one moment; the hall is already as it is after it.
#[derive(Debug, Clone)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// In order; empty where a wish was refused.
    pub events: Vec<Event>,
}

impl Office {
    /// An office before its first day.
    pub fn new(plan: Plan, seed: u64) -> Self {
        let (rules, errands) = (plan.rules(), plan.errands());
        Self::founded(plan, rules, errands, seed)
    }

    /// An office with a centre's own rules, of which the plan says no more than how people behave. Whoever comes when
    /// a service gives no numbers goes home.
    pub fn of_rules(plan: Plan, rules: Rules, seed: u64) -> Self {
        let errands = Errand::of_rules(&rules);
        Self::founded(plan, rules, errands, seed)
    }

    fn founded(plan: Plan, rules: Rules, errands: Vec<Errand>, seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let counters: Vec<_> = rules.counters.keys().copied().collect();
        let officials = counters.iter().map(|_| Official {
            slowness: log_normal(1.0, 0.12, &mut rng),
            is_idle: false,
            had_break: false,
            had_lunch: false,
        });
        let officials = officials.collect();
        Self {
            hall: Hall::new(rules),
            errands,
            counters,
            plan,
            rng,
            day: FIRST_DAY,
            agenda: BinaryHeap::new(),
            n_noted: 0,
            n_tickets: 0,
            officials,
            slowness: 1.0,
            arrivals: Vec::new(),
        }
    }

    /// The hall as it stands.
    pub fn hall(&self) -> &Hall {
        &self.hall
    }

    /// The present day, or the next one before it has begun.
    pub fn day(&self) -> Date {
        self.day
    }

    /// Begins a day on which visits take so much longer or shorter than the plan says, and returns what happened at
    /// its beginning.
    pub fn begin_day(&mut self, slowness: f64) -> Happened {
        if self.hall.day().is_some() {
            self.day = self.day.checked_add(1.day()).expect("within the calendar");
        }
        self.slowness = slowness;
        self.agenda.clear();
        let monday = if self.day.weekday() == jiff::civil::Weekday::Monday { 1.15 } else { 1.0 };
        let n = f64::from(self.plan.visitors) * monday * (0.94 + 0.12 * self.rng.f64());
        self.arrivals = Plan::draw_arrivals(n.round() as u32, &mut self.rng);
        self.arrivals.reverse();
        self.note_next_arrival();
        for idx in 0..self.officials.len() {
            let opens = ms(time(7, 26, 0, 0)) + self.rng.u64(0..360_000);
            let official = &mut self.officials[idx];
            (official.is_idle, official.had_break, official.had_lunch) = (false, false, false);
            self.note(opens, Deed::Open(idx));
            self.note(ms(time(11, 30, 0, 0)), Deed::Bell(idx));
            self.note(ms(time(16, 45, 0, 0)), Deed::Bell(idx));
        }
        let at = self.at(ms(time(4, 0, 0, 0)));
        let mut events = self.wish(&Command::StartDay { day: self.day }, at).unwrap_or_default();
        events.extend(self.book(at));
        Happened { at, events }
    }

    /// What happens next; none when the day is over.
    pub fn step(&mut self) -> Option<Happened> {
        let Reverse((now, _, deed)) = self.agenda.pop()?;
        let events = match deed {
            Deed::Come => self.come(now),
            Deed::Open(idx) | Deed::Return(idx) => self.open(idx, now),
            Deed::Press(idx) => self.press(idx, now),
            Deed::Arrive(idx) => self.act(&Command::Arrive { counter: self.number(idx) }, now),
            Deed::Recall(idx) => self.act(&Command::Recall { counter: self.number(idx) }, now),
            Deed::GiveUp(idx) => {
                self.may_come_back(idx, now);
                let events = self.act(&Command::MarkAbsent { counter: self.number(idx) }, now);
                self.note(now + 500, Deed::Press(idx));
                events
            }
            Deed::Finish(idx) => match self.send_on(idx, now) {
                Some(events) => events,
                None => self.finish(idx, now),
            },
            Deed::Bell(idx) => self.bell(idx, now),
            Deed::ComeBack(ticket) => self.come_back(ticket, now),
            Deed::CheckIn(code) => self.check_in(code, now),
        };
        self.look_up(now);
        Some(Happened { at: self.at(now), events })
    }

    fn come(&mut self, now: u64) -> Vec<Event> {
        self.note_next_arrival();
        let ticket = self.new_ticket();
        let errand = Errand::draw(&self.errands, &mut self.rng);
        let service = self.errands[errand].service.clone();
        // Drawn also for those without a class, so that the same people come whatever the share is.
        let (place, is_disabled) = (self.rng.u32(0..100), self.rng.u32(0..4) == 0);
        let has_class = place < self.plan.priority_share;
        let class = has_class.then(|| class(if is_disabled { "nkt" } else { "nct" }));
        let command = Command::Issue { ticket, service: service.clone(), class, kiosk: None, people: 1 };
        let at = self.at(now);
        let events = match self.wish(&command, at) {
            Ok(events) => events,
            // Whoever finds the service closed, or its numbers all given, goes home.
            Err(Refusal::ServiceClosed { .. } | Refusal::RangeExhausted { .. }) => return Vec::new(),
            Err(refusal) => panic!("{command:?} at {at}: {refusal:?}"),
        };
        for idx in 0..self.officials.len() {
            let serves = self.hall.counter(self.number(idx)).is_some_and(|c| c.serves(&service));
            if self.officials[idx].is_idle && serves {
                self.officials[idx].is_idle = false;
                let reaction = self.rng.u64(self.plan.reaction_ms.clone());
                self.note(now + reaction, Deed::Press(idx));
            }
        }
        events
    }

    fn open(&mut self, idx: usize, now: u64) -> Vec<Event> {
        let official = OfficialId::new(format!("cb-{idx}")).expect("a slug");
        let counter = self.number(idx);
        let events = self.act(&Command::OpenCounter { counter, official, services: Vec::new() }, now);
        self.note(now + 500, Deed::Press(idx));
        events
    }

    /// The official looks who is next, or goes away if it is time.
    fn press(&mut self, idx: usize, now: u64) -> Vec<Event> {
        let counter = self.number(idx);
        let has_somebody = self.hall.longest_waiting_since(counter).is_some();
        if let Some(events) = self.leave_if_due(idx, has_somebody, now) {
            return events;
        }
        self.call(idx, now)
    }

    fn call(&mut self, idx: usize, now: u64) -> Vec<Event> {
        let counter = self.number(idx);
        let at = self.at(now);
        match self.wish(&Command::CallNext { counter }, at) {
            Ok(events) => {
                self.begin_visit(idx, now);
                events
            }
            Err(Refusal::NobodyWaiting { .. }) => {
                self.officials[idx].is_idle = true;
                Vec::new()
            }
            Err(refusal) => panic!("counter {counter} may not call: {refusal:?}"),
        }
    }

    fn leave_if_due(&mut self, idx: usize, has_somebody: bool, now: u64) -> Option<Vec<Event>> {
        let counter = self.number(idx);
        let official = self.officials[idx];
        let (lunch, late_lunch) = (ms(time(11, 30, 0, 0)), ms(time(12, 30, 0, 0)));
        let pause = |reason| Command::PauseCounter { counter, reason };
        if !official.had_lunch && (now >= lunch && !has_somebody || now >= late_lunch) {
            self.officials[idx].had_lunch = true;
            let back = ms(time(13, 28, 0, 0)) + self.rng.u64(0..360_000);
            self.note(back, Deed::Return(idx));
            return Some(self.act(&pause(PauseReason::Lunch), now));
        }
        if now >= ms(time(16, 45, 0, 0)) && !has_somebody || now >= ms(time(20, 0, 0, 0)) {
            return Some(self.act(&Command::CloseCounter { counter }, now));
        }
        if !official.had_break && now > ms(time(9, 0, 0, 0)) && self.rng.u32(0..40) == 0 {
            self.officials[idx].had_break = true;
            let back = now + self.rng.u64(480_000..900_000);
            self.note(back, Deed::Return(idx));
            return Some(self.act(&pause(PauseReason::Break), now));
        }
        None
    }

    fn begin_visit(&mut self, idx: usize, now: u64) {
        self.officials[idx].is_idle = false;
        if self.rng.u32(0..100) < self.plan.absent_share {
            self.note(now + 60_000, Deed::Recall(idx));
            let patience = self.rng.u64(110_000..170_000);
            self.note(now + patience, Deed::GiveUp(idx));
            return;
        }
        let walk = self.rng.u64(8_000..40_000);
        self.note(now + walk, Deed::Arrive(idx));
        let number = self.number(idx);
        let present = self.hall.at_counter(number).and_then(|id| self.hall.ticket(id));
        let errand = self.errands.iter().find(|errand| present.is_some_and(|t| t.service == errand.service));
        let visit = errand.map_or(0.0, |errand| errand.draw_visit(&mut self.rng));
        let visit = visit * self.slowness * self.officials[idx].slowness;
        self.note(now + walk + (visit * 1000.0) as u64, Deed::Finish(idx));
    }

    /// Most call the next one at once, which finishes this one; who may want to go away finishes first.
    fn finish(&mut self, idx: usize, now: u64) -> Vec<Event> {
        let gone = match self.plan.breaks {
            Breaks::Told => 0,
            Breaks::Hidden => {
                let n_visits = f64::from(self.plan.visitors) / f64::from(self.plan.counters);
                let is_gone = self.rng.f64() < HIDDEN_BREAKS_A_DAY / n_visits;
                if is_gone { self.rng.u64(300_000..900_000) } else { 0 }
            }
        };
        let counter = self.number(idx);
        let is_rush =
            now < ms(time(11, 30, 0, 0)) || now > ms(time(13, 30, 0, 0)) && now < ms(time(16, 45, 0, 0));
        if is_rush
            && gone == 0
            && self.rng.u32(0..10) > 0
            && self.hall.longest_waiting_since(counter).is_some()
        {
            return self.call(idx, now);
        }
        let events = self.act(&Command::Finish { counter, outcome: None }, now);
        let tidying = self.rng.u64(self.plan.reaction_ms.clone());
        self.note(now + gone + tidying, Deed::Press(idx));
        events
    }

    /// Who has nobody when the bell rings goes away.
    fn bell(&mut self, idx: usize, now: u64) -> Vec<Event> {
        if !self.officials[idx].is_idle {
            return Vec::new();
        }
        self.officials[idx].is_idle = false;
        self.press(idx, now)
    }

    fn new_ticket(&mut self) -> TicketId {
        self.n_tickets += 1;
        TicketId::from_bits(self.n_tickets.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn note_next_arrival(&mut self) {
        if let Some(secs) = self.arrivals.pop() {
            let part = self.rng.u64(0..1000);
            self.note(u64::from(secs) * 1000 + part, Deed::Come);
        }
    }

    fn note(&mut self, at: u64, deed: Deed) {
        self.n_noted += 1;
        self.agenda.push(Reverse((at, self.n_noted, deed)));
    }

    fn number(&self, idx: usize) -> CounterNumber {
        self.counters[idx]
    }

    fn at(&self, ms: u64) -> Timestamp {
        let midnight = self.day.to_zoned(jiff::tz::TimeZone::UTC).expect("within the calendar").timestamp();
        midnight + SignedDuration::from_millis(i64::try_from(ms).expect("within a day") - ZONE_SECS * 1000)
    }

    /// A wish that the hall cannot refuse.
    fn act(&mut self, command: &Command, now: u64) -> Vec<Event> {
        let at = self.at(now);
        self.wish(command, at).unwrap_or_else(|refusal| panic!("{command:?} at {at}: {refusal:?}"))
    }

    fn wish(&mut self, command: &Command, at: Timestamp) -> Result<Vec<Event>, Refusal> {
        let events = self.hall.decide(command, at)?;
        for event in &events {
            self.hall.apply(event, at);
        }
        Ok(events)
    }
}

fn ms(at: jiff::civil::Time) -> u64 {
    u64::from(secs(at)) * 1000
}
