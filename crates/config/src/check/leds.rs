//! What LED displays must be to the counters and numbers they show.

use std::collections::BTreeMap;

use goiso_domain::Series;
use goiso_model::TicketNumber;

use crate::reader::Reader;
use crate::types::{Config, CounterConfig, KeypadKind, LedArrow, LedConfig, LedProtocol};

pub(super) fn check(reader: &mut Reader<'_>, config: &Config) {
    are_apart(reader, config);
    poles_are_alone(reader, config);
    for counter in &config.counters {
        let Some(led) = &counter.led else { continue };
        let Some(protocol) = config.led_protocol(led) else { continue };
        numbers_fit(reader, config, counter, led, &protocol);
    }
}

fn are_apart(reader: &mut Reader<'_>, config: &Config) {
    let mut taken = BTreeMap::new();
    for counter in &config.counters {
        let Some(led) = &counter.led else { continue };
        if let Some(other) =
            taken.insert((&led.bus, led.address), format!("shows counter {}", counter.number))
        {
            let path = format!("counters.{}.led.address", counter.number);
            let problem = format!("address {} of '{}' already {other}", led.address, led.bus);
            reader.error_at(&path, format!("{problem}; give each display its own"));
        }
    }
    for keypad in &config.keypads {
        let KeypadKind::Bus { bus, address, .. } = &keypad.kind else { continue };
        if let Some(other) = taken.insert((bus, *address), format!("is keypad '{}'", keypad.name)) {
            let path = format!("keypads.{}.address", keypad.name);
            let problem = format!("address {address} of '{bus}' already {other}");
            reader.error_at(&path, format!("{problem}; give each device on the bus its own"));
        }
    }
}

/// A pole has no address and shows every byte on its line.
fn poles_are_alone(reader: &mut Reader<'_>, config: &Config) {
    for counter in &config.counters {
        let Some(led) = &counter.led else { continue };
        let Some(LedProtocol::Vfd { .. }) = config.led_protocol(led) else { continue };
        let others = config.counters.iter().filter_map(|other| other.led.as_ref());
        let n_leds = others.filter(|other| other.bus == led.bus).count();
        let has_keypad = config
            .keypads
            .iter()
            .any(|keypad| matches!(&keypad.kind, KeypadKind::Bus { bus, .. } if *bus == led.bus));
        if n_leds > 1 || has_keypad {
            let path = format!("counters.{}.led.bus", counter.number);
            let problem = format!("a customer pole shows every byte on its line, and '{}' has more", led.bus);
            reader.error_at(&path, format!("{problem}; give the pole a bus of its own"));
        }
    }
}

fn numbers_fit(
    reader: &mut Reader<'_>,
    config: &Config,
    counter: &CounterConfig,
    led: &LedConfig,
    protocol: &LedProtocol,
) {
    let path = format!("counters.{}.led", counter.number);
    let arrow = arrow_places(led);
    if arrow > 0 && !protocol.has_letters() {
        reader.error_at(&path, "the display has digits alone and cannot point; remove 'arrow'");
    }
    for service in config.services.iter().filter(|service| counter.services.contains(&service.id)) {
        let Some(series) = config.series.get(&service.series) else { continue };
        let number = longest_number(series);
        if !number.as_str().is_ascii() && protocol.has_letters() {
            let problem = format!("the display has no letter for '{}' of {}", series.prefix, service.id);
            reader.error_at(&path, format!("{problem}; choose a prefix of A–Z, or remove 'led'"));
        } else if !shows_whole(led, protocol, &number) {
            let beside = if arrow > 0 { " beside its arrow" } else { "" };
            let places = usize::from(protocol.width()).saturating_sub(arrow);
            let problem = format!(
                "'{number}' of {} does not fit {places} characters of '{}'{beside}",
                service.id,
                led.model.as_ref().unwrap_or(&led.bus)
            );
            reader.error_at(
                &path,
                format!("{problem}; shorten the numbers, or set the bus's width if its displays are wider"),
            );
        }
    }
}

/// Whether a display has the letters and the room for a number.
pub(crate) fn shows_whole(led: &LedConfig, protocol: &LedProtocol, number: &TicketNumber) -> bool {
    let text = number.as_str();
    // Where there are no letters, the number is told by its digits.
    let length =
        if protocol.has_letters() { text.len() } else { text.bytes().filter(u8::is_ascii_digit).count() };
    let has_letters = text.is_ascii() || !protocol.has_letters();
    has_letters && length <= usize::from(protocol.width()).saturating_sub(arrow_places(led))
}

fn arrow_places(led: &LedConfig) -> usize {
    match led.arrow {
        LedArrow::None => 0,
        LedArrow::Left | LedArrow::Right => 1,
    }
}

fn longest_number(series: &Series) -> TicketNumber {
    TicketNumber::compose(&series.prefix, series.last, usize::from(series.width))
}
