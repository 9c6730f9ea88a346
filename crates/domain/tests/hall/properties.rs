//! Laws that hold whatever people do, over random rules and random days.

mod deeds;
mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use goiso_domain::{
    AtEnd, Command, CounterState, Event, Hall, PastDays, PauseReason, PriorityRule, Rules, SAMPLES_MIN,
    StatisticsFold, Ticket, TicketState, effects,
};
use goiso_model::{CounterNumber, TicketId, TicketNumber};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

use self::deeds::{Deed, N_RULES, deeds, some_rules};
use crate::play::{MORNING, rules, series, service};

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
        if matches!(deed, Deed::Clock) {
            for command in self.hall.due(self.now) {
                self.wish(&command);
            }
            assert!(self.hall.due(self.now).is_empty(), "what was due is done");
        }
    }

    fn wish(&mut self, command: &Command) {
        let outcome = self.hall.decide(command, self.now);
        assert_eq!(outcome, self.hall.decide(command, self.now), "no chance is at work");
        for event in outcome.into_iter().flatten() {
            self.note(&event, command);
            self.hall.apply(&event, self.now);
            self.hall.check().unwrap();
            effects(&self.hall, &event);
            self.compare_after(&event, command);
            self.journal.push((event, self.now));
        }
    }

    /// Before the event is true.
    fn note(&mut self, event: &Event, command: &Command) {
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
                let series = self.hall.rules().series_of(service);
                self.has_wrapped |= series.is_some_and(|(_, series)| series.at_end == AtEnd::Wrap);
                assert!(is_new || self.has_wrapped, "{number} was given before");
                if matches!(command, Command::Issue { .. }) {
                    assert!(oracle::is_within_hours(&self.hall, service, self.now), "{service} is closed");
                    assert_eq!(self.hall.day_closed(), None);
                }
            }
            Event::Called { ticket, counter, reason, .. } => {
                let called = self.hall.ticket(*ticket).unwrap();
                if matches!(command, Command::CallNext { .. }) {
                    let mut same = waiting(&self.hall).filter(|(_, t)| is_alike(t, called));
                    assert!(same.all(|(_, t)| t.place >= called.place), "order within a class: {reason:?}");
                    let max_wait = i64::from(self.hall.rules().max_wait_secs);
                    let is_long = |t: &Ticket| self.now.duration_since(t.since).as_secs() >= max_wait;
                    let own = waiting(&self.hall).filter(|(_, t)| oracle::is_own(&self.hall, *counter, t));
                    let mut long = own.filter(|(_, t)| is_long(t));
                    assert!(long.all(|(_, t)| t.place >= called.place), "nobody younger goes before them");
                }
                let has_priority = rank(&self.hall, called).is_some();
                let others = self.others_since(*counter);
                if !called.standing.is_front() {
                    self.others_since.insert(*counter, if has_priority { 0 } else { others + 1 });
                }
            }
            _ => {}
        }
    }

    fn compare_after(&self, event: &Event, command: &Command) {
        let rules = self.hall.rules();
        match event {
            // An appointment and a walk-in are taken in beyond the limits of the hall.
            Event::Issued { service, .. } if matches!(command, Command::Issue { .. }) => {
                let given = |t: &Ticket| t.came_for == *service && !t.is_carried;
                let n_issued = self.hall.tickets().filter(|(_, t)| given(t)).count();
                let max = self.hall.daily_max(service);
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
        // Whoever goes on from here is in the line by then.
        let present = self.hall.at_counter(number).and_then(|id| self.hall.ticket(id));
        if present.is_some_and(|ticket| !ticket.then.is_empty()) {
            return;
        }
        if !oracle::knows(&self.hall, number) {
            return;
        }
        let expected = oracle::next(&self.hall, number, self.now);
        let called = self.hall.decide(command, self.now).ok().and_then(|events| match events.last() {
            Some(Event::Called { ticket, .. }) => Some(*ticket),
            _ => None,
        });
        assert_eq!(called, expected.map(|(ticket, _)| ticket));
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

    /// The figures of the day add up, and count as the hall does.
    fn compare_figures(&self) {
        let mut fold = StatisticsFold::new(&self.day_began.0);
        for (event, at) in &self.journal[self.day_began.1..] {
            fold.take(event, *at);
        }
        let found = fold.at(self.now);
        crate::statistics::check_sums(&found);
        let waiting: Vec<_> = waiting(&self.hall).map(|(_, ticket)| ticket).collect();
        assert_eq!(found.all.n_waiting, self.hall.n_waiting_in_all(), "{waiting:?}");
        for (number, figure) in &found.by_counter {
            assert_eq!(figure.n_served, self.hall.day_figures(*number).n_served, "counter {number}");
        }
    }

    /// Whoever waits stands in the line of each counter that may call, at the place that `ahead` tells.
    fn compare_lines(&self) {
        let counters: Vec<_> = self.hall.counters().map(|(number, _)| number).collect();
        let lines: BTreeMap<_, Vec<_>> = counters
            .iter()
            .map(|number| (*number, self.hall.waiting_order(*number, self.now, usize::MAX)))
            .collect();
        let forecast = self.hall.forecast(&PAST, self.now);
        for (id, ticket) in waiting(&self.hall) {
            let is_forgotten = oracle::is_forgotten(&self.hall, ticket);
            let callers = if is_forgotten { counters.clone() } else { self.hall.counters_for_ticket(ticket) };
            let places = callers.iter().filter_map(|c| lines[c].iter().position(|(other, _)| *other == id));
            let place = places.min();
            let is_own = |c: &CounterNumber| is_forgotten || oracle::is_own(&self.hall, *c, ticket);
            if callers.iter().all(is_own) {
                assert_eq!(place, Some(self.hall.ahead(id, self.now) as usize), "{ticket:?}");
            }
            let comes = |c: &CounterNumber| match &self.hall.counter(*c).unwrap().state {
                CounterState::Open { .. } | CounterState::Paused { reason: PauseReason::Break, .. } => true,
                CounterState::Paused { .. } | CounterState::Closed => false,
            };
            let may_be_called = counters.iter().any(|c| comes(c) && oracle::is_own(&self.hall, *c, ticket));
            let helps = |c: &CounterNumber| comes(c) && oracle::helps(&self.hall, *c, ticket);
            let is_known = PAST.n_visits(&ticket.service) >= SAMPLES_MIN;
            let is_told = forecast.for_ticket(id).is_some();
            // The forgotten, and those who are only helped, come perhaps after the end of every forecast.
            if !is_forgotten && (may_be_called || !counters.iter().any(helps)) {
                assert!(is_told == may_be_called || !is_known && !is_told, "{ticket:?}");
            }
        }
        let mut by_place: Vec<_> = self.hall.tickets().map(|(_, t)| (t.place, t.since)).collect();
        by_place.sort_unstable();
        assert!(by_place.is_sorted_by_key(|(_, since)| *since), "of two places the later is no older");
    }
}

/// A day on which everything was served often enough to be known.
static PAST: LazyLock<PastDays> = LazyLock::new(|| crate::forecasts::past(1, 300));

fn waiting(hall: &Hall) -> impl Iterator<Item = (TicketId, &Ticket)> {
    hall.tickets().filter(|(_, ticket)| ticket.state == TicketState::Waiting)
}

fn is_alike(a: &Ticket, b: &Ticket) -> bool {
    let standing = |t: &Ticket| (t.bound, t.standing.is_front());
    a.service == b.service && a.class == b.class && standing(a) == standing(b)
}

fn rank(hall: &Hall, ticket: &Ticket) -> Option<u8> {
    Some(hall.rules().classes.get(ticket.class.as_ref()?)?.rank)
}

proptest! {
    // A failing case becomes a named test instead of a file.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_the_laws_of_the_hall_hold(which in 0..N_RULES, deeds in deeds()) {
        let mut onlooker = Onlooker::new(some_rules(which));
        for (secs, deed) in &deeds {
            onlooker.now += SignedDuration::from_secs(*secs);
            onlooker.see(deed);
            prop_assert!(onlooker.hall.next_deadline(onlooker.now).unwrap() > onlooker.now);
        }
        onlooker.compare_figures();
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
        onlooker.wish(&Command::ApplyRules { rules: Box::new(some_rules(0)) });
        let numbers: Vec<_> = onlooker.hall.counters().map(|(number, _)| number).collect();
        for number in &numbers {
            for command in [
                Command::Chain { counter: *number, then: vec![] },
                Command::Finish { counter: *number, outcome: None },
                Command::CloseCounter { counter: *number },
            ] {
                onlooker.wish(&command);
            }
        }
        for number in &numbers {
            let official = format!("cb-{number}").parse().unwrap();
            onlooker.wish(&Command::OpenCounter { counter: *number, official, services: vec![] });
        }
        // Each call may finish somebody who goes on to the next of a chain.
        for _ in 0..=waiting(&onlooker.hall).count() * 3 + 20 {
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
            hall.forecast(&PastDays::default(), now);
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
        hall.forecast(&PastDays::default(), now);
    }
    assert!(Timestamp::MAX.checked_add(1.second()).is_err());
}
