//! Who comes into the demo's hall and what the officials do: a script from a seed.
//!
//! Knows no clock and no hub: [`People::next`] says who wishes what and when, [`People::learn`] hears what came of it.
//! All times are the people's own, counted from the opening of the hall.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

/// Visitors already at the door when it opens.
const EARLY_VISITORS: u32 = 12;
/// The share of visitors, in a hundred, who claim priority.
const PRIORITY_PERCENT: u8 = 10;
/// The share of visitors, in a hundred, who are not there when called.
const NOT_THERE_PERCENT: u8 = 8;
/// The share of those, in a hundred, who come when called again.
const COMES_LATE_PERCENT: u8 = 50;
/// After how many visitors in a hundred an official takes a break.
const BREAK_PERCENT: u8 = 4;

/// What the script knows of the centre.
pub(crate) struct Hall {
    pub(crate) services: Vec<String>,
    /// The priority classes.
    pub(crate) classes: Vec<String>,
    pub(crate) counters: Vec<i64>,
}

/// What somebody wants from the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    TakeNumber { service: String, class: Option<String> },
    At { counter: i64, act: Act },
}

/// What an official does at a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Open,
    CallNext,
    Recall,
    Arrive,
    Finish,
    MarkAbsent,
    Pause,
}

impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wish::TakeNumber { service, .. } => write!(f, "a visitor wants a number for {service}"),
            Wish::At { counter, act } => {
                let act = match act {
                    Act::Open => "opens",
                    Act::CallNext => "calls the next",
                    Act::Recall => "calls again",
                    Act::Arrive => "begins to serve",
                    Act::Finish => "is done",
                    Act::MarkAbsent => "marks absent",
                    Act::Pause => "takes a break",
                };
                write!(f, "counter {counter} {act}")
            }
        }
    }
}

/// What the hub made of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Done,
    NobodyWaiting,
    /// The counter is closed or paused.
    NotOpen,
    Refused,
}

/// Everybody in the hall, with what each will do next.
pub(crate) struct People {
    random: fastrand::Rng,
    hall: Hall,
    visitors_per_hour: u32,
    /// By due time; the second part keeps two of the same instant apart and in order.
    agenda: BTreeMap<(Duration, u64), Wish>,
    n_planned: u64,
}

impl People {
    /// The hall at its opening. `hall` has at least one service and one counter.
    pub(crate) fn new(hall: Hall, visitors_per_hour: u32, seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        let mut people = Self { random, hall, visitors_per_hour, agenda: BTreeMap::new(), n_planned: 0 };
        for counter in people.hall.counters.clone() {
            let due = people.seconds(0..=20);
            people.plan(due, Wish::At { counter, act: Act::Open });
        }
        for _ in 0..EARLY_VISITORS.min(visitors_per_hour) {
            let due = people.seconds(0..=60);
            let wish = people.visitor();
            people.plan(due, wish);
        }
        people.plan_visitor(Duration::ZERO);
        people
    }

    /// When somebody will next do something; there is always a next visitor.
    pub(crate) fn next_due(&self) -> Duration {
        self.agenda.first_key_value().expect("a next visitor is always planned").0.0
    }

    /// The next wish; its answer must be told to [`People::learn`].
    pub(crate) fn next(&mut self) -> (Duration, Wish) {
        let ((due, _), wish) = self.agenda.pop_first().expect("a next visitor is always planned");
        if self.is_last_of_the_door(&wish) {
            self.plan_visitor(due);
        }
        (due, wish)
    }

    /// The official who wished it decides by the answer what comes next.
    pub(crate) fn learn(&mut self, now: Duration, wish: &Wish, answer: Answer) {
        match wish {
            // Whoever has a number, or was refused one, sits down; the rest is the officials' doing.
            Wish::TakeNumber { .. } => {}
            Wish::At { counter, act } => {
                let (pause, act) = self.official(*act, answer);
                self.plan(now + pause, Wish::At { counter: *counter, act });
            }
        }
    }

    /// What an official does after an act, and how long after it.
    fn official(&mut self, act: Act, answer: Answer) -> (Duration, Act) {
        match (act, answer) {
            // Somebody closed the counter at its own screen.
            (_, Answer::NotOpen) => (self.seconds(60..=120), Act::Open),
            (Act::CallNext, Answer::Done) if self.percent(NOT_THERE_PERCENT) => {
                (self.seconds(25..=40), Act::Recall)
            }
            (Act::CallNext, Answer::Done) => (self.seconds(8..=30), Act::Arrive),
            (Act::CallNext, Answer::NobodyWaiting) => (self.seconds(8..=20), Act::CallNext),
            // Somebody pressed a key at this counter meanwhile: bring its visitor to the end.
            (Act::CallNext, Answer::Refused) => (self.seconds(5..=10), Act::Arrive),
            (Act::Recall, Answer::Done) if self.percent(COMES_LATE_PERCENT) => {
                (self.seconds(5..=20), Act::Arrive)
            }
            (Act::Recall, _) => (self.seconds(25..=40), Act::MarkAbsent),
            (Act::Arrive, Answer::Done) => (self.seconds(60..=400), Act::Finish),
            (Act::Arrive, _) => (self.seconds(1..=5), Act::Finish),
            (Act::Finish, Answer::Done) if self.percent(BREAK_PERCENT) => (self.seconds(2..=5), Act::Pause),
            (Act::Open | Act::Finish | Act::MarkAbsent, _) => (self.seconds(3..=15), Act::CallNext),
            (Act::Pause, _) => (self.seconds(120..=300), Act::Open),
        }
    }

    /// The one visitor whose coming plans the next: the latest on the agenda.
    fn is_last_of_the_door(&self, wish: &Wish) -> bool {
        let is_visitor = |wish: &Wish| matches!(wish, Wish::TakeNumber { .. });
        is_visitor(wish) && !self.agenda.values().any(is_visitor)
    }

    fn plan_visitor(&mut self, after: Duration) {
        // Arrivals that know nothing of each other: exponential gaps.
        let mean_secs = 3_600.0 / f64::from(self.visitors_per_hour);
        let gap = Duration::from_secs_f64(-mean_secs * (1.0 - self.random.f64()).ln());
        let wish = self.visitor();
        self.plan(after + gap, wish);
    }

    fn visitor(&mut self) -> Wish {
        let service = self.random.choice(&self.hall.services).expect("a hall has a service").clone();
        let class = if self.percent(PRIORITY_PERCENT) {
            self.random.choice(&self.hall.classes).cloned()
        } else {
            None
        };
        Wish::TakeNumber { service, class }
    }

    fn plan(&mut self, due: Duration, wish: Wish) {
        self.n_planned += 1;
        self.agenda.insert((due, self.n_planned), wish);
    }

    fn seconds(&mut self, range: RangeInclusive<u32>) -> Duration {
        Duration::from_millis(
            self.random.u64(u64::from(*range.start()) * 1_000..=u64::from(*range.end()) * 1_000),
        )
    }

    fn percent(&mut self, share: u8) -> bool {
        self.random.u8(0..100) < share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hall() -> Hall {
        Hall {
            services: vec!["ho-tich".to_owned(), "chung-thuc".to_owned()],
            classes: vec!["nct".to_owned()],
            counters: vec![1, 3],
        }
    }

    /// Plays until `end`, the hub answering all with `answer`, and writes down what was wished when.
    fn play(seed: u64, end: Duration, answer: Answer) -> Vec<(Duration, Wish)> {
        let mut people = People::new(hall(), 60, seed);
        let mut story = Vec::new();
        while people.next_due() <= end {
            let (now, wish) = people.next();
            people.learn(now, &wish, answer);
            story.push((now, wish));
        }
        story
    }

    const HOUR: Duration = Duration::from_hours(1);

    #[test]
    fn the_same_seed_tells_the_same_story() {
        assert_eq!(play(7, HOUR, Answer::Done), play(7, HOUR, Answer::Done));
        assert_ne!(play(7, HOUR, Answer::Done), play(8, HOUR, Answer::Done));
    }

    #[test]
    fn as_many_visitors_come_as_were_asked_for() {
        let hours = 20;
        let story = play(1, HOUR * hours, Answer::Done);
        let n_visitors = story.iter().filter(|(_, wish)| matches!(wish, Wish::TakeNumber { .. })).count();
        let expected = 60 * hours as usize;
        assert!(n_visitors.abs_diff(expected) < expected / 10, "{n_visitors} instead of about {expected}");
    }

    #[test]
    fn some_visitors_claim_priority_and_most_do_not() {
        let story = play(1, HOUR * 20, Answer::Done);
        let claims = |(_, wish): &&(Duration, Wish)| matches!(wish, Wish::TakeNumber { class: Some(_), .. });
        let n_claims = story.iter().filter(claims).count();
        assert!((60..=180).contains(&n_claims), "{n_claims} of about 1200");
    }

    #[test]
    fn an_official_whose_counter_was_closed_opens_it_again() {
        let story = play(4, HOUR, Answer::NotOpen);
        let is_open = |(_, wish): &(Duration, Wish)| matches!(wish, Wish::At { act: Act::Open, .. });
        let is_visitor = |(_, wish): &(Duration, Wish)| matches!(wish, Wish::TakeNumber { .. });
        assert!(story.iter().filter(|entry| is_open(entry)).count() > 4);
        assert!(story.iter().all(|entry| is_open(entry) || is_visitor(entry)));
    }

    #[test]
    fn time_never_runs_backwards() {
        let story = play(3, HOUR, Answer::Done);
        assert!(story.is_sorted_by_key(|(now, _)| *now));
    }

    #[test]
    fn every_official_opens_before_calling_and_calls_before_serving() {
        let story = play(2, HOUR, Answer::Done);
        for counter in [1, 3] {
            let acts: Vec<Act> = story
                .iter()
                .filter_map(|(_, wish)| match wish {
                    Wish::At { counter: at, act } if *at == counter => Some(*act),
                    Wish::At { .. } | Wish::TakeNumber { .. } => None,
                })
                .collect();
            assert_eq!(acts[..2], [Act::Open, Act::CallNext]);
            for pair in acts.windows(2) {
                let before: &[Act] = match pair[1] {
                    Act::Open => &[Act::Pause],
                    Act::CallNext => &[Act::Open, Act::Finish, Act::MarkAbsent],
                    Act::Recall => &[Act::CallNext],
                    Act::Arrive => &[Act::CallNext, Act::Recall],
                    Act::Finish => &[Act::Arrive],
                    Act::MarkAbsent => &[Act::Recall],
                    Act::Pause => &[Act::Finish],
                };
                assert!(before.contains(&pair[0]), "{:?} after {:?}", pair[1], pair[0]);
            }
        }
    }

    #[test]
    fn an_official_who_is_refused_everything_goes_on_trying() {
        let story = play(5, HOUR, Answer::Refused);
        let last_call = story.iter().rfind(|(_, wish)| matches!(wish, Wish::At { act: Act::CallNext, .. }));
        assert!(last_call.expect("somebody called").0 + Duration::from_mins(2) > HOUR);
    }

    #[test]
    fn an_official_with_nobody_waiting_asks_again_soon() {
        let mut people = People::new(hall(), 60, 1);
        let call = Wish::At { counter: 3, act: Act::CallNext };
        people.agenda.retain(|_, wish| matches!(wish, Wish::TakeNumber { .. }));
        people.learn(HOUR, &call, Answer::NobodyWaiting);
        let ((due, _), _) = people.agenda.iter().find(|(_, wish)| **wish == call).expect("calls again");
        assert!(*due > HOUR && *due <= HOUR + Duration::from_secs(20), "{due:?}");
    }
}
