//! What the parts of a centre must be to each other.

mod keypads;
mod leds;

use std::collections::BTreeSet;

use goiso_domain::{CallsWhom, ClassRules, CounterRules, Rules, ServiceRules};
use goiso_model::OutcomeId;

pub(crate) use leds::shows_whole;

use super::reader::Reader;
use super::types::Config;
use crate::emergency;

/// Notes every contradiction. Where keys are wrong, entries may be missing: then only what is between those
/// that were read is looked at.
pub(super) fn check(reader: &mut Reader<'_>, config: &Config) {
    let is_whole = !reader.has_errors();
    leds::check(reader, config);
    keypads::check(reader, config);
    emergency::check(reader, config);
    if is_whole {
        services_have_counters(reader, config);
    }
    for error in config.rules().check().err().unwrap_or_default() {
        let clashing = error.path.strip_prefix("series.").filter(|id| !id.contains('.'));
        if let Some(id) = clashing {
            let path = format!("{}.{id}", if is_own_series(config, id) { "services" } else { "series" });
            reader.error_at(&path, format!("{}; change the prefix or the range of one", error.problem));
        } else if let Some(kiosk) = error.path.strip_prefix("lending.") {
            if let Some((kiosk, key)) = kiosk.split_once('.') {
                reader.error_at(&format!("kiosks.{kiosk}.emergency_{key}"), error.problem);
            } else {
                let problem = format!("{}; choose another emergency_prefix", error.problem);
                reader.error_at(&format!("kiosks.{kiosk}.emergency_prefix"), problem);
            }
        } else if is_whole {
            reader.error_at(&error.path, error.problem);
        }
    }
}

fn is_own_series(config: &Config, id: &str) -> bool {
    config.services.iter().any(|service| service.id.as_str() == id && service.series == service.id)
}

fn services_have_counters(reader: &mut Reader<'_>, config: &Config) {
    let calls = config.counters.iter().filter(|counter| counter.calls == CallsWhom::Services);
    let served: BTreeSet<_> = calls.flat_map(|counter| &counter.services).collect();
    for service in config.services.iter().filter(|service| !served.contains(&service.id)) {
        let path = format!("services.{}", service.id);
        reader.error_at(
            &path,
            "no counter serves it, so its numbers would never be called; add it to a counter's services",
        );
    }
}

impl Config {
    /// How a service can end, the usual way first; never empty.
    pub fn outcome_ids(&self) -> Vec<OutcomeId> {
        if self.outcomes.is_empty() {
            return OutcomeId::built_in();
        }
        self.outcomes.iter().map(|outcome| outcome.id.clone()).collect()
    }

    /// The rules for the hall.
    pub fn rules(&self) -> Rules {
        const SECS_PER_MINUTE: u32 = 60;
        let services = self.services.iter().map(|service| {
            let rules = ServiceRules {
                calendar: service.calendar.clone(),
                daily_max: service.daily_max,
                hours: service.hours.clone(),
                group_max: service.group_max,
                appointments: service.appointments,
                ..ServiceRules::new(service.series.clone(), service.usual_minutes * SECS_PER_MINUTE)
            };
            (service.id.clone(), rules)
        });
        let counters = self.counters.iter().map(|counter| {
            let rules = CounterRules {
                order: counter.order.clone(),
                calls: counter.calls,
                helps: counter.helps.clone(),
                ..CounterRules::new(counter.services.clone())
            };
            (counter.number, rules)
        });
        let classes = self.classes.iter().map(|class| (class.id.clone(), ClassRules { rank: class.rank }));
        Rules {
            zone: self.centre.zone.clone(),
            day_starts_at: self.centre.day_starts_at,
            series: self.series.clone(),
            services: services.collect(),
            counters: counters.collect(),
            classes: classes.collect(),
            priority: self.priority.rule,
            calendars: self.calendars.clone(),
            max_wait_secs: self.priority.max_wait_minutes * SECS_PER_MINUTE,
            calls_max: self.limits.calls_max,
            waiting_max: self.limits.waiting_max,
            office: self.office,
            lending: self.lending(),
            outcomes: self.outcome_ids(),
        }
    }
}
