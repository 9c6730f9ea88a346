//! What the parts of a centre must be to each other.

use std::collections::{BTreeMap, BTreeSet};

use goiso_domain::{ClassRules, CounterRules, Rules, Series, ServiceRules};
use goiso_model::TicketNumber;

use super::reader::Reader;
use super::types::Config;

/// Notes every contradiction. Where keys are wrong, entries may be missing: then only what is between those
/// that were read is looked at.
pub(super) fn check(reader: &mut Reader<'_>, config: &Config) {
    let is_whole = !reader.has_errors();
    leds_are_apart(reader, config);
    numbers_fit_their_displays(reader, config);
    if is_whole {
        services_have_counters(reader, config);
    }
    for error in config.rules().check().err().unwrap_or_default() {
        let clashing = error.path.strip_prefix("series.").filter(|id| !id.contains('.'));
        if let Some(id) = clashing {
            let path = format!("{}.{id}", if is_own_series(config, id) { "services" } else { "series" });
            reader.error_at(&path, format!("{}; change the prefix or the range of one", error.problem));
        } else if is_whole {
            reader.error_at(&error.path, error.problem);
        }
    }
}

fn is_own_series(config: &Config, id: &str) -> bool {
    config.services.iter().any(|service| service.id.as_str() == id && service.series == service.id)
}

fn leds_are_apart(reader: &mut Reader<'_>, config: &Config) {
    let mut taken = BTreeMap::new();
    for counter in &config.counters {
        let Some(led) = &counter.led else { continue };
        if let Some(other) = taken.insert(led, counter.number) {
            let path = format!("counters.{}.led.address", counter.number);
            let problem = format!("address {} of '{}' already shows counter {other}", led.address, led.bus);
            reader.error_at(&path, format!("{problem}; give each display its own"));
        }
    }
}

fn numbers_fit_their_displays(reader: &mut Reader<'_>, config: &Config) {
    for counter in &config.counters {
        let bus =
            counter.led.as_ref().and_then(|led| config.led_buses.iter().find(|bus| bus.name == led.bus));
        let Some(bus) = bus else { continue };
        for service in config.services.iter().filter(|service| counter.services.contains(&service.id)) {
            let Some(series) = config.series.get(&service.series) else { continue };
            let number = longest_number(series);
            let path = format!("counters.{}.led", counter.number);
            if !number.as_str().is_ascii() {
                let problem = format!("the display has no letter for '{}' of {}", series.prefix, service.id);
                reader.error_at(&path, format!("{problem}; choose a prefix of A–Z, or remove 'led'"));
            } else if number.as_str().len() > usize::from(bus.width) {
                let problem = format!(
                    "'{number}' of {} does not fit {} characters of '{}'",
                    service.id, bus.width, bus.name
                );
                reader.error_at(
                    &path,
                    format!(
                        "{problem}; shorten the numbers, or set the bus's width if its displays are wider"
                    ),
                );
            }
        }
    }
}

fn longest_number(series: &Series) -> TicketNumber {
    TicketNumber::compose(&series.prefix, series.last, usize::from(series.width))
}

fn services_have_counters(reader: &mut Reader<'_>, config: &Config) {
    let served: BTreeSet<_> = config.counters.iter().flat_map(|counter| &counter.services).collect();
    for service in config.services.iter().filter(|service| !served.contains(&service.id)) {
        let path = format!("services.{}", service.id);
        reader.error_at(
            &path,
            "no counter serves it, so its numbers would never be called; add it to a counter's services",
        );
    }
}

impl Config {
    /// The rules for the hall.
    pub fn rules(&self) -> Rules {
        const SECS_PER_MINUTE: u32 = 60;
        let services = self.services.iter().map(|service| {
            let rules = ServiceRules {
                series: service.series.clone(),
                calendar: service.calendar.clone(),
                daily_max: service.daily_max,
                usual_service_secs: service.usual_minutes * SECS_PER_MINUTE,
            };
            (service.id.clone(), rules)
        });
        let counters = self
            .counters
            .iter()
            .map(|counter| (counter.number, CounterRules { services: counter.services.clone() }));
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
        }
    }
}
