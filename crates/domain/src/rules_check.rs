//! Finds every contradiction in rules at once.

use std::fmt::Display;

use goiso_model::{CounterNumber, ServiceId};
use jiff::tz::TimeZone;

use crate::numbering::{DIGITS_MAX, VALUE_MAX};
use crate::{
    Calendar, CalendarId, CallsWhom, CounterRules, OUTCOMES_MAX, PriorityRule, Rules, RulesError, Series,
    ServiceOrder, Ticket, Window,
};

/// The longest prefix, in characters: more does not fit a slip or an LED board.
const PREFIX_LENGTH_MAX: usize = 6;
/// The greatest weight of a service at a counter.
const WEIGHT_MAX: u32 = 100;

impl Rules {
    /// Every contradiction, in the order of the configuration.
    pub fn check(&self) -> Result<(), Vec<RulesError>> {
        let mut found = Found::default();
        self.check_limits(&mut found);
        self.check_outcomes(&mut found);
        self.check_series(&mut found);
        self.check_services(&mut found);
        self.check_counters(&mut found);
        self.check_calendars(&mut found);
        if found.0.is_empty() { Ok(()) } else { Err(found.0) }
    }

    /// The rank of a ticket's priority class, if it has one that these rules know.
    pub(crate) fn rank_of(&self, ticket: &Ticket) -> Option<u8> {
        Some(self.classes.get(ticket.class.as_ref()?)?.rank)
    }

    fn check_limits(&self, found: &mut Found) {
        if TimeZone::get(&self.zone).is_err() {
            found.add("zone", format!("'{}' is not a known time zone, e.g. 'Asia/Ho_Chi_Minh'", self.zone));
        }
        if let PriorityRule::OneAfter { others: 0 } = self.priority {
            found.add("priority.others", "0 must be at least 1; for 'always first' use the mode 'strict'");
        }
        let limits = [
            ("max_wait_secs", self.max_wait_secs),
            ("calls_max", self.calls_max),
            ("waiting_max", self.waiting_max),
            ("office.hold_max_secs", self.office.hold_max_secs),
        ];
        for (path, _) in limits.iter().filter(|(_, limit)| *limit == 0) {
            found.add(*path, "0 must be at least 1");
        }
        let begin = self.day_starts_at;
        if self.office.day_end.is_some_and(|end| end.at == begin) {
            let (hour, minute) = (begin.hour(), begin.minute());
            let problem = "is when the day begins, so no number would be given; choose another time";
            found.add("office.day_ends_at", format!("{hour:02}:{minute:02} {problem}"));
        }
    }

    fn check_outcomes(&self, found: &mut Found) {
        let n = self.outcomes.len();
        if n == 0 || n > OUTCOMES_MAX {
            found.add("outcomes", format!("{n} must be 1 to {OUTCOMES_MAX}"));
        }
        for (idx, outcome) in self.outcomes.iter().enumerate() {
            if self.outcomes[..idx].contains(outcome) {
                found.add(format!("outcomes.{outcome}"), "there are two of it");
            }
        }
    }

    fn check_series(&self, found: &mut Found) {
        for (id, series) in &self.series {
            series.check(&format!("series.{id}"), found);
        }
        let lent = self.lending.iter().map(|(kiosk, rules)| {
            (format!("lending.{kiosk}"), format!("kiosk '{kiosk}' while the hub is away"), rules.series())
        });
        let mut all: Vec<_> = self
            .series
            .iter()
            .map(|(id, series)| (format!("series.{id}"), format!("series '{id}'"), series.clone()))
            .collect();
        for (path, _, series) in lent.clone() {
            series.check(&path, found);
        }
        all.extend(lent);
        for (idx, (path, _, series)) in all.iter().enumerate() {
            for (_, earlier, _) in all[..idx].iter().filter(|(.., earlier)| earlier.clashes_with(series)) {
                found.add(path.as_str(), format!("could give the same number as {earlier}"));
            }
        }
        for (kiosk, _) in self.lending.iter().filter(|(_, rules)| rules.count == 0) {
            found.add(
                format!("lending.{kiosk}.count"),
                "0 must be at least 1; leave the kiosk out to lend it none",
            );
        }
    }

    fn check_services(&self, found: &mut Found) {
        for (id, service) in &self.services {
            let path = |key: &str| format!("services.{id}.{key}");
            if !self.series.contains_key(&service.series) {
                found.add(
                    path("series"),
                    unknown("series", &service.series, self.series.keys().map(ServiceId::as_str)),
                );
            }
            if let Some(calendar) = service.calendar.as_ref().filter(|id| !self.calendars.contains_key(id)) {
                found.add(
                    path("calendar"),
                    unknown("calendar", calendar.as_str(), self.calendars.keys().map(CalendarId::as_str)),
                );
            }
            if service.daily_max == Some(0) {
                found.add(path("daily_max"), "0 must be at least 1; leave it out for no limit");
            }
            if let Some(hours) = service.hours.as_ref().filter(|id| !self.calendars.contains_key(id)) {
                let known = self.calendars.keys().map(CalendarId::as_str);
                found.add(path("hours"), unknown("calendar", hours.as_str(), known));
            }
            if service.group_max == Some(0) {
                found.add(path("group_max"), "0 must be at least 1; leave it out for one person a number");
            }
            if let Some(appointments) = &service.appointments {
                let limits = [("slot_secs", appointments.slot_secs), ("per_slot", appointments.per_slot)];
                for (key, _) in limits.iter().filter(|(_, limit)| *limit == 0) {
                    found.add(path(&format!("appointments.{key}")), "0 must be at least 1");
                }
            }
            if service.usual_service_secs == 0 {
                found.add(path("usual_service_secs"), "0 must be at least 1");
            }
        }
    }

    fn check_counters(&self, found: &mut Found) {
        for (number, counter) in &self.counters {
            let path = format!("counters.{number}.services");
            if counter.services.is_empty() {
                found.add(path.as_str(), "is empty; name at least one service");
            }
            for (idx, service) in counter.services.iter().enumerate() {
                if !self.services.contains_key(service) {
                    found.add(
                        path.as_str(),
                        unknown("service", service, self.services.keys().map(ServiceId::as_str)),
                    );
                }
                if counter.services[..idx].contains(service) {
                    found.add(path.as_str(), format!("names '{service}' twice; once is enough"));
                }
            }
            self.check_sharing(*number, counter, found);
        }
    }

    fn check_sharing(&self, number: CounterNumber, counter: &CounterRules, found: &mut Found) {
        let services = || self.services.keys().map(ServiceId::as_str);
        match &counter.order {
            ServiceOrder::Together | ServiceOrder::Listed => {}
            ServiceOrder::Weighted { weights } => {
                for (service, weight) in weights {
                    let path = format!("counters.{number}.weights.{service}");
                    if !counter.services.contains(service) {
                        found.add(path.as_str(), "is none of the counter's services");
                    }
                    if !(1..=WEIGHT_MAX).contains(weight) {
                        found.add(path, format!("{weight} must be 1 to {WEIGHT_MAX}"));
                    }
                }
            }
        }
        for (idx, help) in counter.helps.iter().enumerate() {
            let path = format!("counters.{number}.helps");
            if !self.services.contains_key(&help.service) {
                found.add(path.as_str(), unknown("service", &help.service, services()));
            }
            if counter.services.contains(&help.service) {
                found.add(path.as_str(), format!("names '{}', which the counter serves", help.service));
            }
            if counter.helps[..idx].iter().any(|earlier| earlier.service == help.service) {
                found.add(path.as_str(), format!("names '{}' twice; once is enough", help.service));
            }
        }
        if counter.calls == CallsWhom::SentHere && !counter.helps.is_empty() {
            let path = format!("counters.{number}.helps");
            found.add(path, "a counter that calls only who was sent there helps nowhere; remove one of them");
        }
    }

    fn check_calendars(&self, found: &mut Found) {
        for (id, calendar) in &self.calendars {
            calendar.check(&format!("calendars.{}", id.as_str()), found);
        }
    }
}

impl Series {
    fn check(&self, path: &str, found: &mut Found) {
        if !(1..=DIGITS_MAX).contains(&self.width) {
            found.add(format!("{path}.width"), format!("{} must be 1 to {DIGITS_MAX}", self.width));
        }
        if self.first > self.last {
            let problem = format!("{} is after last {}; swap them", self.first, self.last);
            found.add(format!("{path}.first"), problem);
        }
        if self.last > VALUE_MAX {
            found.add(format!("{path}.last"), format!("{} must be at most {VALUE_MAX}", self.last));
        }
        let prefix = &self.prefix;
        if prefix.chars().count() > PREFIX_LENGTH_MAX || prefix.chars().any(char::is_control) {
            let shown = prefix.escape_debug();
            let problem = format!("'{shown}' must be at most {PREFIX_LENGTH_MAX} visible characters");
            found.add(format!("{path}.prefix"), problem);
        }
        if *prefix != prefix.trim_start().to_uppercase() {
            let shown = prefix.escape_debug();
            let problem = format!("'{shown}' must be in capitals, with no space before them");
            found.add(format!("{path}.prefix"), problem);
        }
    }
}

impl Calendar {
    fn check(&self, path: &str, found: &mut Found) {
        for (windows, day) in self.week.iter().zip(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]) {
            check_windows(windows, &format!("{path}.week.{day}"), found);
        }
        for (day, windows) in &self.special {
            check_windows(windows, &format!("{path}.special.{day}"), found);
            if self.closed.contains(day) {
                found
                    .add(format!("{path}.special.{day}"), "the day is among the closed ones too; choose one");
            }
        }
    }
}

fn check_windows(windows: &[Window], path: &str, found: &mut Found) {
    for window in windows.iter().filter(|window| window.end <= window.begin && !window.ends_at_midnight()) {
        found.add(path, format!("{} must end after it begins", written(window)));
    }
    for pair in windows.windows(2) {
        if pair[0].ends_at_midnight() || pair[1].begin < pair[0].end {
            let problem = format!("{} must begin after {} has ended", written(&pair[1]), written(&pair[0]));
            found.add(path, problem);
        }
    }
}

fn written(window: &Window) -> String {
    format!("{}–{}", window.begin.strftime("%H:%M"), window.end.strftime("%H:%M"))
}

fn unknown<'a>(what: &str, name: impl Display, known: impl Iterator<Item = &'a str>) -> String {
    match known.collect::<Vec<_>>().as_slice() {
        [] => format!("unknown {what} '{name}'; there is none"),
        known => format!("unknown {what} '{name}'; there is {}", known.join(", ")),
    }
}

#[derive(Default)]
struct Found(Vec<RulesError>);

impl Found {
    fn add(&mut self, path: impl Into<String>, problem: impl Into<String>) {
        self.0.push(RulesError { path: path.into(), problem: problem.into() });
    }
}
