//! Plays a morning in the hall from a script, and writes down what came of each line.

mod script;
mod telling;

use std::fmt::Write;

use goiso_domain::{
    AtEnd, ClassRules, Command, CounterRules, Event, Hall, PriorityRule, Rules, Series, ServiceRules,
};
use goiso_model::{CounterNumber, PriorityClassId, ServiceId};
use jiff::{SignedDuration, Timestamp};

/// A Monday, 07:30 in Vietnam.
pub(crate) const MORNING: &str = "2026-11-23T07:30:00+07:00";

pub(crate) fn service(text: &str) -> ServiceId {
    text.parse().unwrap()
}

pub(crate) fn class(text: &str) -> PriorityClassId {
    text.parse().unwrap()
}

pub(crate) fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).unwrap()
}

pub(crate) fn series(prefix: &str, first: u32, last: u32, width: u8) -> Series {
    Series { prefix: prefix.to_owned(), first, last, width, at_end: AtEnd::Refuse }
}

pub(crate) fn service_rules(series: &str) -> ServiceRules {
    ServiceRules::new(service(series), 300)
}

/// Three services; counters 1 and 2 serve two each, 3 serves all. One priority call after two others, and
/// disabled people (`nkt`) before old ones (`nct`).
pub(crate) fn rules() -> Rules {
    let counters = [
        (1, vec!["chung-thuc", "ho-tich"]),
        (2, vec!["ho-tich", "dat-dai"]),
        (3, vec!["chung-thuc", "ho-tich", "dat-dai"]),
    ];
    let services = [("chung-thuc", "A"), ("ho-tich", "B"), ("dat-dai", "C")];
    Rules {
        zone: "Asia/Ho_Chi_Minh".to_owned(),
        day_starts_at: jiff::civil::time(4, 0, 0, 0),
        series: services.iter().map(|(id, prefix)| (service(id), series(prefix, 1, 999, 3))).collect(),
        services: services.iter().map(|(id, _)| (service(id), service_rules(id))).collect(),
        counters: counters
            .into_iter()
            .map(|(n, ids)| (counter(n), CounterRules::new(ids.into_iter().map(service).collect())))
            .collect(),
        classes: [("nkt", 1), ("nct", 2)]
            .into_iter()
            .map(|(id, rank)| (class(id), ClassRules { rank }))
            .collect(),
        priority: PriorityRule::OneAfter { others: 2 },
        calendars: std::collections::BTreeMap::new(),
        max_wait_secs: 3600,
        calls_max: 3,
        waiting_max: 200,
        office: goiso_domain::OfficeRules::default(),
        lending: std::collections::BTreeMap::new(),
        outcomes: goiso_model::OutcomeId::built_in(),
    }
}

pub(crate) struct Play {
    pub(crate) hall: Hall,
    pub(crate) journal: Vec<(Event, Timestamp)>,
    pub(crate) begins: Timestamp,
    rules_at_first: Rules,
    n_tickets: u64,
}

/// Plays a script on a fresh hall whose day has begun.
pub(crate) fn play(rules: Rules, script: &str) -> String {
    Play::new(rules).run(script)
}

impl Play {
    pub(crate) fn new(rules: Rules) -> Self {
        let begins = MORNING.parse().unwrap();
        let mut play = Self {
            hall: Hall::new(rules.clone()),
            journal: Vec::new(),
            begins,
            rules_at_first: rules,
            n_tickets: 0,
        };
        for command in play.hall.due(begins) {
            play.wish(&command, begins).unwrap();
        }
        play
    }

    /// Each line is `seconds command`, e.g. `5 next 1`. What stands after `--` is a remark.
    pub(crate) fn run(&mut self, script: &str) -> String {
        let mut transcript = String::new();
        let lines = script.lines().map(|line| line.split("--").next().unwrap().trim());
        for line in lines.filter(|line| !line.is_empty()) {
            let (secs, wish) = line.split_once(' ').unwrap();
            let now = self.begins + SignedDuration::from_secs(secs.parse().unwrap());
            let command = self.read(secs.parse().unwrap(), wish.trim());
            let outcome = match self.wish(&command, now) {
                Ok(told) if told.is_empty() => "nothing to do".to_owned(),
                Ok(told) => told.join(", "),
                Err(refusal) => format!("REFUSED {refusal}"),
            };
            writeln!(transcript, "{secs}s {} -> {outcome}", wish.trim()).unwrap();
        }
        self.replay();
        transcript
    }

    pub(crate) fn at(&self, secs: i64) -> Timestamp {
        self.begins + SignedDuration::from_secs(secs)
    }

    /// Decides and applies; the laws of the hall hold after every event, and a refusal changes nothing.
    pub(crate) fn wish(&mut self, command: &Command, now: Timestamp) -> Result<Vec<String>, String> {
        let before = self.hall.clone();
        let events = self.hall.decide(command, now).map_err(|refusal| {
            assert_eq!(self.hall, before, "a refusal changes nothing");
            format!("{}: {refusal:?}", refusal.code())
        })?;
        let mut told = Vec::new();
        for event in events {
            self.hall.apply(&event, now);
            self.hall.check().unwrap();
            told.push(self.tell(&event));
            self.journal.push((event, now));
        }
        Ok(told)
    }

    /// The journal, written as JSON and read again, leads to the same hall.
    pub(crate) fn replay(&self) {
        let mut hall = Hall::new(self.rules_at_first.clone());
        for (event, at) in &self.journal {
            let written = serde_json::to_string(event).unwrap();
            hall.apply(&serde_json::from_str(&written).unwrap(), *at);
        }
        assert_eq!(hall, self.hall);
    }
}
