//! Where keypads and scanners belong, and that each is one device.

use std::collections::BTreeMap;
use std::path::Path;

use goiso_model::CounterNumber;

use crate::reader::Reader;
use crate::types::{Config, KeypadKind, ScannerKind, ScannerPlace};

pub(super) fn check(reader: &mut Reader<'_>, config: &Config) {
    let mut taken = BTreeMap::new();
    for keypad in &config.keypads {
        let entry = format!("keypads.{}", keypad.name);
        counter_exists(reader, config, keypad.counter, &entry);
        match &keypad.kind {
            // Its address is looked at with those of the displays.
            KeypadKind::Virtual | KeypadKind::Bus { .. } => {}
            KeypadKind::Usb { path } => is_alone(reader, &mut taken, path, &entry),
        }
    }
    for scanner in &config.scanners {
        let entry = format!("scanners.{}", scanner.name);
        match &scanner.place {
            ScannerPlace::Counter(counter) => counter_exists(reader, config, *counter, &entry),
            ScannerPlace::Kiosk(_) => {}
        }
        match &scanner.kind {
            ScannerKind::Virtual => {}
            ScannerKind::Serial(serial) => is_alone(reader, &mut taken, &serial.path, &entry),
            ScannerKind::Keyboard { path } => is_alone(reader, &mut taken, path, &entry),
        }
    }
}

fn counter_exists(reader: &mut Reader<'_>, config: &Config, counter: CounterNumber, entry: &str) {
    if config.counters.iter().any(|known| known.number == counter) {
        return;
    }
    let known: Vec<_> = config.counters.iter().map(|counter| counter.number.to_string()).collect();
    let problem = format!("there is no counter {counter} in [[counters]]; there are: {}", known.join(", "));
    reader.error_at(&format!("{entry}.counter"), problem);
}

fn is_alone<'a>(
    reader: &mut Reader<'_>,
    taken: &mut BTreeMap<&'a Path, String>,
    path: &'a Path,
    entry: &str,
) {
    if let Some(other) = taken.insert(path, entry.to_owned()) {
        let problem = format!("is the path of {other} too; give each device its own");
        reader.error_at(&format!("{entry}.path"), problem);
    }
}
