//! Laws that hold whatever people do, over random days.

use std::collections::{BTreeMap, BTreeSet};

use goiso_domain::{
    AtEnd, CallReason, Command, Event, Hall, Outcome, PauseReason, PriorityRule, Rules, Ticket, TicketState,
    business_day, effects,
};
use goiso_model::{CounterNumber, PriorityClassId, ServiceId, TicketId, TicketNumber};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

use crate::play::{MORNING, class, counter, rules, series, service};

const SERVICES: [&str; 4] = ["chung-thuc", "ho-tich", "dat-dai", "cap-bang"];
const CLASSES: [&str; 2] = ["nct", "nkt"];

/// What somebody does; indexes are taken modulo what there is.
#[derive(Debug, Clone)]
enum Deed {
    Issue { service: usize, class: Option<usize> },
    Next(u32),
    Number { at: u32, ticket: usize },
    Recall(u32),
    Arrive(u32),
    Finish(u32),
    Absent(u32),
    Cancel { ticket: usize },
    Open { at: u32, official: usize, services: u8 },
    Pause(u32),
    Close(u32),
    Rules(usize),
    Day,
}

fn deeds() -> impl Strategy<Value = Vec<(i64, Deed)>> {
    let at = || 1..5_u32;
    let deed = prop_oneof![
        12 => (0..4_usize, proptest::option::of(0..2_usize)).prop_map(|(service, class)| Deed::Issue { service, class }),
        10 => at().prop_map(Deed::Next),
        2 => (at(), 0..50_usize).prop_map(|(at, ticket)| Deed::Number { at, ticket }),
        2 => at().prop_map(Deed::Recall),
        3 => at().prop_map(Deed::Arrive),
        3 => at().prop_map(Deed::Finish),
        3 => at().prop_map(Deed::Absent),
        2 => (0..50_usize).prop_map(|ticket| Deed::Cancel { ticket }),
        5 => (at(), 0..4_usize, 0..16_u8).prop_map(|(at, official, services)| Deed::Open { at, official, services }),
        1 => at().prop_map(Deed::Pause),
        1 => at().prop_map(Deed::Close),
        1 => (0..4_usize).prop_map(Deed::Rules),
        1 => Just(Deed::Day),
    ];
    proptest::collection::vec((0..300_i64, deed), 1..150)
}

/// Four sets of rules to go to and fro between.
fn some_rules(which: usize) -> Rules {
    let mut rules = rules();
    match which {
        0 => rules.max_wait_secs = 1800,
        1 => {
            rules.priority = PriorityRule::Strict;
            rules.series.insert(service("chung-thuc"), series("A", 3, 9, 3));
            let wrapping = rules.series.get_mut(&service("ho-tich")).unwrap();
            (wrapping.last, wrapping.at_end) = (4, AtEnd::Wrap);
            (rules.waiting_max, rules.calls_max) = (6, 1);
        }
        2 => {
            rules.services.remove(&service("dat-dai"));
            rules.classes.remove(&class("nkt"));
            rules.counters.remove(&counter(2));
            rules.counters.get_mut(&counter(3)).unwrap().services.pop();
            rules.priority = PriorityRule::OneAfter { others: 1 };
        }
        _ => {
            rules.series.insert(service("cap-bang"), series("B", 1, 50, 2));
            rules.services.insert(service("cap-bang"), crate::play::service_rules("cap-bang"));
            let offices = &mut rules.counters.get_mut(&counter(1)).unwrap().services;
            offices.insert(0, service("cap-bang"));
            rules.services.get_mut(&service("ho-tich")).unwrap().daily_max = Some(5);
            rules.counters.insert(counter(4), rules.counters[&counter(3)].clone());
            rules.max_wait_secs = 600;
        }
    }
    rules.check().expect("these rules are fine");
    rules
}

/// A hall, and what an onlooker with a notebook knows of it.
struct Onlooker {
    hall: Hall,
    now: Timestamp,
    n_tickets: u64,
    journal: Vec<(Event, Timestamp)>,
    /// The hall's rules at the beginning of the day, and how much of the journal is older.
    day_began: (Rules, usize),
    /// Numbers given today, and whether they may come again.
    numbers: BTreeSet<TicketNumber>,
    has_wrapped: bool,
    /// Calls without a class since the last with one, by counter.
    others_since: BTreeMap<CounterNumber, u32>,
}

impl Onlooker {
    fn new(rules: Rules) -> Self {
        let now = MORNING.parse().unwrap();
        let day_began = (rules.clone(), 0);
        let mut onlooker = Self {
            hall: Hall::new(rules),
            now,
            n_tickets: 0,
            journal: Vec::new(),
            day_began,
            numbers: BTreeSet::new(),
            has_wrapped: false,
            others_since: BTreeMap::new(),
        };
        for command in onlooker.hall.due(now) {
            onlooker.wish(&command);
        }
        onlooker
    }

    fn see(&mut self, deed: &Deed) {
        let Some(command) = self.command(deed) else { return };
        if let Command::CallNext { counter } = command {
            self.expect_next(counter, &command);
        }
        self.wish(&command);
    }

    fn command(&mut self, deed: &Deed) -> Option<Command> {
        let nth = |n: usize| self.hall.tickets().nth(n % self.hall.tickets().count().max(1));
        Some(match deed {
            Deed::Issue { service: n, class: class_idx } => {
                self.n_tickets += 1;
                Command::Issue {
                    ticket: TicketId::from_bits(self.n_tickets.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
                    service: service(SERVICES[*n]),
                    class: class_idx.map(|n| class(CLASSES[n])),
                    kiosk: None,
                    people: 1,
                }
            }
            Deed::Next(n) => Command::CallNext { counter: counter(*n) },
            Deed::Number { at, ticket } => Command::CallNumber {
                counter: counter(*at),
                number: nth(*ticket)?.1.number.clone(),
                note: None,
            },
            Deed::Recall(n) => Command::Recall { counter: counter(*n) },
            Deed::Arrive(n) => Command::Arrive { counter: counter(*n) },
            Deed::Finish(n) => Command::Finish { counter: counter(*n), outcome: Outcome::Guided },
            Deed::Absent(n) => Command::MarkAbsent { counter: counter(*n) },
            Deed::Cancel { ticket } => Command::Cancel { ticket: nth(*ticket)?.0, counter: None },
            Deed::Open { at, official, services } => {
                let chosen = SERVICES.iter().enumerate().filter(|(n, _)| services >> n & 1 == 1);
                Command::OpenCounter {
                    counter: counter(*at),
                    official: ["lan", "hoa", "minh", "tam"][*official].parse().unwrap(),
                    services: chosen.map(|(_, id)| service(id)).collect(),
                }
            }
            Deed::Pause(n) => Command::PauseCounter { counter: counter(*n), reason: PauseReason::Break },
            Deed::Close(n) => Command::CloseCounter { counter: counter(*n) },
            Deed::Rules(n) => Command::ApplyRules { rules: Box::new(some_rules(*n)) },
            Deed::Day => {
                self.now += SignedDuration::from_hours(20);
                Command::StartDay { day: business_day(self.hall.rules(), self.now) }
            }
        })
    }

    fn wish(&mut self, command: &Command) {
        let outcome = self.hall.decide(command, self.now);
        assert_eq!(outcome, self.hall.decide(command, self.now), "no chance is at work");
        for event in outcome.into_iter().flatten() {
            self.note(&event);
            self.hall.apply(&event, self.now);
            self.hall.check().unwrap();
            effects(&self.hall, &event);
            self.compare_after(&event);
            self.journal.push((event, self.now));
        }
    }

    /// Before the event is true.
    fn note(&mut self, event: &Event) {
        match event {
            Event::DayStarted { .. } => {
                self.day_began = (self.hall.rules().clone(), self.journal.len());
                self.numbers.clear();
                self.has_wrapped = false;
                self.others_since.clear();
                assert!(self.hall.tickets().all(|(_, ticket)| !ticket.is_active()), "all days end");
            }
            Event::Issued { number, service, .. } => {
                let is_active = |t: &Ticket| t.is_active() && t.number == *number;
                assert!(!self.hall.tickets().any(|(_, ticket)| is_active(ticket)), "{number} is in use");
                let is_new = self.numbers.insert(number.clone());
                self.has_wrapped |= self.hall.rules().series_of(service).unwrap().1.at_end == AtEnd::Wrap;
                assert!(is_new || self.has_wrapped, "{number} was given before");
            }
            Event::Called { ticket, counter, reason, .. } => {
                let called = self.hall.ticket(*ticket).unwrap();
                if *reason != CallReason::OutOfTurn {
                    let mut same = waiting(&self.hall).filter(|(_, t)| is_alike(t, called));
                    assert!(same.all(|(_, t)| t.place >= called.place), "order within a class");
                }
                let has_priority = rank(&self.hall, called).is_some();
                let others = self.others_since(*counter);
                self.others_since.insert(*counter, if has_priority { 0 } else { others + 1 });
            }
            _ => {}
        }
    }

    fn compare_after(&self, event: &Event) {
        let rules = self.hall.rules();
        match event {
            Event::Issued { service, .. } => {
                let n_issued = self.hall.tickets().filter(|(_, t)| t.service == *service).count();
                let max = rules.services[service].daily_max;
                assert!(max.is_none_or(|max| n_issued <= max as usize), "the day's limit");
                assert!(waiting(&self.hall).count() <= rules.waiting_max as usize, "the hall's limit");
            }
            Event::Recalled { ticket, .. } => {
                let call = self.hall.ticket(*ticket).unwrap().last_call.unwrap();
                assert!((2..=rules.calls_max).contains(&call.n_calls));
            }
            _ => {}
        }
    }

    fn others_since(&self, counter: CounterNumber) -> u32 {
        let at_first = match self.day_began.0.priority {
            PriorityRule::Strict => 0,
            PriorityRule::OneAfter { others } => others,
        };
        self.others_since.get(&counter).copied().unwrap_or(at_first)
    }

    /// Says by a plain scan who is next, and compares.
    fn expect_next(&self, number: CounterNumber, command: &Command) {
        let Some(counter) = self.hall.counter(number).filter(|counter| counter.is_open()) else { return };
        let others_since = counter.others_since_priority;
        let today = &self.journal[self.day_began.1..];
        // New rules may drop a class, or take a counter away and bring it back.
        if !today.iter().any(|(event, _)| matches!(event, Event::RulesApplied { .. })) {
            assert_eq!(others_since, self.others_since(number));
        }
        let own: Vec<_> =
            waiting(&self.hall).filter(|(_, t)| counter.services.contains(&t.service)).collect();
        let is_served = |id: &ServiceId| self.hall.rules().counters.values().any(|c| c.services.contains(id));
        let left: Vec<_> = waiting(&self.hall).filter(|(_, t)| !is_served(&t.service)).collect();
        let mut expected = expected_of(&self.hall, &own, others_since, self.now);
        if expected.is_none() {
            // Those whom no counter may serve any more come last, first come first.
            let oldest = left.iter().min_by_key(|(_, ticket)| ticket.place);
            expected = oldest.map(|(id, ticket)| {
                let waited = self.now.duration_since(ticket.issued_at).as_secs();
                let is_long = waited >= i64::from(self.hall.rules().max_wait_secs);
                (*id, if is_long { CallReason::MaxWait } else { CallReason::Oldest })
            });
        }
        let called = self.hall.decide(command, self.now).ok().and_then(|events| match events.last() {
            Some(Event::Called { ticket, reason, .. }) => Some((*ticket, reason.clone())),
            _ => None,
        });
        assert_eq!(called, expected);
    }

    /// The journal, written and read again, leads to the same hall, also from the morning on.
    fn compare_replay(&self) {
        let mut hall = Hall::new(self.day_began.0.clone());
        for (event, at) in &self.journal[self.day_began.1..] {
            let written = serde_json::to_string(event).unwrap();
            hall.apply(&serde_json::from_str(&written).unwrap(), *at);
        }
        assert_eq!(hall, self.hall);
    }

    /// Whoever waits stands in the line of each counter that may call, at the place that `ahead` tells.
    fn compare_lines(&self) {
        let counters: Vec<_> = self.hall.counters().map(|(number, _)| number).collect();
        let lines: BTreeMap<_, Vec<_>> = counters
            .iter()
            .map(|number| (*number, self.hall.waiting_order(*number, self.now, usize::MAX)))
            .collect();
        let forecast = self.hall.forecast(self.now);
        for (id, ticket) in waiting(&self.hall) {
            let mut callers = self.hall.counters_for(&ticket.service);
            let is_forgotten = callers.is_empty();
            if is_forgotten {
                callers.clone_from(&counters);
            }
            let places = callers.iter().filter_map(|c| lines[c].iter().position(|(other, _)| *other == id));
            let place = places.min();
            let serves = |c: &CounterNumber| is_forgotten || serves(&self.hall, *c, &ticket.service);
            if callers.iter().all(serves) {
                assert_eq!(place, Some(self.hall.ahead(id, self.now) as usize), "{ticket:?}");
            }
            let is_open = |c: &CounterNumber| self.hall.counter(*c).unwrap().is_open();
            let may_be_called = callers.iter().any(|c| is_open(c) && serves(c));
            // The forgotten come after all others, and so perhaps after the end of every forecast.
            assert!(is_forgotten || forecast.for_ticket(id).is_some() == may_be_called, "{ticket:?}");
        }
    }
}

fn expected_of(
    hall: &Hall,
    choice: &[(TicketId, &Ticket)],
    others_since: u32,
    now: Timestamp,
) -> Option<(TicketId, CallReason)> {
    let (oldest, ticket) = choice.iter().min_by_key(|(_, t)| t.place)?;
    let waited = now.duration_since(ticket.issued_at).as_secs();
    if waited >= i64::from(hall.rules().max_wait_secs) {
        return Some((*oldest, CallReason::MaxWait));
    }
    let first = choice.iter().filter(|(_, t)| rank(hall, t).is_some());
    let first = first.min_by_key(|(_, t)| (rank(hall, t), t.place));
    let other = choice.iter().filter(|(_, t)| rank(hall, t).is_none()).min_by_key(|(_, t)| t.place);
    let is_due = match hall.rules().priority {
        PriorityRule::Strict => true,
        PriorityRule::OneAfter { others } => others_since >= others,
    };
    match (first, other) {
        (Some((id, ticket)), other) if is_due || other.is_none() => {
            let class: PriorityClassId = ticket.class.clone().unwrap();
            Some((*id, CallReason::Priority { class }))
        }
        (_, Some((id, _))) => Some((*id, CallReason::Oldest)),
        (_, None) => None,
    }
}

fn waiting(hall: &Hall) -> impl Iterator<Item = (TicketId, &Ticket)> {
    hall.tickets().filter(|(_, ticket)| ticket.state == TicketState::Waiting)
}

fn is_alike(a: &Ticket, b: &Ticket) -> bool {
    a.service == b.service && a.class == b.class
}

fn rank(hall: &Hall, ticket: &Ticket) -> Option<u8> {
    Some(hall.rules().classes.get(ticket.class.as_ref()?)?.rank)
}

fn serves(hall: &Hall, counter: CounterNumber, service: &ServiceId) -> bool {
    hall.counter(counter).is_some_and(|counter| counter.services.contains(service))
}

proptest! {
    // A failing case becomes a named test instead of a file.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_the_laws_of_the_hall_hold(which in 0..4_usize, deeds in deeds()) {
        let mut onlooker = Onlooker::new(some_rules(which));
        for (secs, deed) in &deeds {
            onlooker.now += SignedDuration::from_secs(*secs);
            onlooker.see(deed);
            prop_assert!(onlooker.hall.next_deadline(onlooker.now).unwrap() > onlooker.now);
        }
        onlooker.compare_lines();
        onlooker.compare_replay();
    }

    #[test]
    fn everybody_who_waits_is_called_in_the_end(deeds in deeds()) {
        let mut onlooker = Onlooker::new(some_rules(0));
        for (secs, deed) in &deeds {
            onlooker.now += SignedDuration::from_secs(*secs);
            onlooker.see(deed);
        }
        let numbers: Vec<_> = onlooker.hall.counters().map(|(number, _)| number).collect();
        for number in &numbers {
            for command in [
                Command::Finish { counter: *number, outcome: Outcome::Done },
                Command::CloseCounter { counter: *number },
            ] {
                onlooker.wish(&command);
            }
        }
        for number in &numbers {
            let official = format!("cb-{number}").parse().unwrap();
            onlooker.wish(&Command::OpenCounter { counter: *number, official, services: vec![] });
        }
        for _ in 0..=waiting(&onlooker.hall).count() {
            for number in &numbers {
                onlooker.see(&Deed::Next(u32::from(number.get())));
            }
        }
        prop_assert_eq!(waiting(&onlooker.hall).count(), 0);
    }

    #[test]
    fn two_series_clash_where_they_can_write_the_same(
        prefixes in ("(A|A1|A0|A10|A-)?", "(A|A1|A0|A10|A-)?"),
        firsts in (0..120_u32, 0..120_u32),
        lengths in (0..40_u32, 0..40_u32),
        widths in (1..4_u8, 1..4_u8),
    ) {
        let one = series(&prefixes.0, firsts.0, firsts.0 + lengths.0, widths.0);
        let two = series(&prefixes.1, firsts.1, firsts.1 + lengths.1, widths.1);
        let numbers: BTreeSet<_> = (one.first..=one.last).map(|value| one.number(value)).collect();
        let is_clash = (two.first..=two.last).any(|value| numbers.contains(&two.number(value)));
        let mut rules = rules();
        rules.series = BTreeMap::from([(service("one"), one), (service("two"), two)]);
        rules.services.clear();
        rules.counters.clear();
        prop_assert_eq!(rules.check().is_err(), is_clash);
    }

    #[test]
    fn a_clock_that_jumps_stops_nothing(deeds in deeds(), jumps in proptest::collection::vec(-90_000..90_000_i64, 150)) {
        let mut hall = Hall::new(some_rules(3));
        let mut onlooker = Onlooker::new(some_rules(3));
        for ((_, deed), jump) in deeds.iter().zip(&jumps) {
            let now = onlooker.now + SignedDuration::from_secs(*jump);
            let Some(command) = onlooker.command(deed) else { continue };
            for event in hall.decide(&command, now).into_iter().flatten() {
                hall.apply(&event, now);
                prop_assert_eq!(hall.check(), Ok(()));
            }
            for command in hall.due(now) {
                for event in hall.decide(&command, now).unwrap() {
                    hall.apply(&event, now);
                }
            }
            hall.forecast(now);
            for (id, _) in hall.tickets() {
                hall.ahead(id, now);
            }
        }
    }
}

#[test]
fn the_greatest_and_the_least_times_stop_nothing() {
    let mut hall = Hall::new(some_rules(0));
    for now in [Timestamp::MIN, Timestamp::MAX, "2026-11-23T08:00:00Z".parse().unwrap()] {
        for command in hall.due(now) {
            for event in hall.decide(&command, now).unwrap() {
                hall.apply(&event, now);
            }
        }
        hall.next_deadline(now);
        hall.service_state(&service("ho-tich"), now);
        hall.forecast(now);
    }
    assert!(Timestamp::MAX.checked_add(1.second()).is_err());
}
