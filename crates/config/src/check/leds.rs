//! What LED displays must be to the counters and numbers they show.

use std::collections::BTreeMap;

use goiso_domain::Series;
use goiso_model::TicketNumber;

use crate::reader::Reader;
use crate::types::Config;

pub(super) fn check(reader: &mut Reader<'_>, config: &Config) {
    are_apart(reader, config);
    numbers_fit(reader, config);
}

fn are_apart(reader: &mut Reader<'_>, config: &Config) {
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

fn numbers_fit(reader: &mut Reader<'_>, config: &Config) {
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
