//! From the tables about keypads.

use toml::de::DeTable;

use super::{counter_number, number, path};
use crate::reader::{Entry, Reader};
use crate::schema;
use crate::types::{KeypadConfig, KeypadKind};
use crate::values;

pub(super) fn keypads<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<KeypadConfig> {
    let entries = reader.many(root, &schema::KEYPADS);
    let mut keypads = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let counter = reader.get(entry, "counter", counter_number);
        let kind = match reader.get(entry, "kind", values::choice) {
            Some("virtual") => Some(KeypadKind::Virtual),
            Some("usb") => path(reader, entry, "path").map(|path| KeypadKind::Usb { path }),
            Some("bus") => on_bus(reader, entry),
            Some(_) | None => None,
        };
        let opens_counter = reader.id(entry, "opens_counter");
        if let (Some(name), Some(counter), Some(kind)) = (name, counter, kind) {
            keypads.push(KeypadConfig { name, counter, kind, opens_counter });
        }
    }
    keypads
}

/// The keys that a pad may have, besides the digits.
const KEYS: [&str; 6] = ["next", "recall", "absent", "finish", "pause", "clear"];

fn on_bus<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> Option<KeypadKind> {
    let bus = reader.reference(entry, "bus", "led_buses");
    let address = number(reader, entry, "address");
    let first_register = number(reader, entry, "first_register");
    let counters_per_register = number(reader, entry, "counters_per_register");
    let keys = reader.get(entry, "keys", values::text)?;
    let keys: Vec<String> = keys.split_whitespace().map(str::to_owned).collect();
    for key in &keys {
        let is_digit = key.len() == 1 && key.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digit && !KEYS.contains(&key.as_str()) {
            let problem = format!("there is no key '{key}'; there are 0 to 9, {}", KEYS.join(", "));
            reader.error_at(&entry.path_of("keys"), problem);
        }
    }
    if keys.len() > KEYS_MAX {
        let problem = format!("{} keys are too many; write at most {KEYS_MAX}", keys.len());
        reader.error_at(&entry.path_of("keys"), problem);
    }
    Some(KeypadKind::Bus {
        bus: bus?,
        address: address?,
        first_register: first_register?,
        counters_per_register: counters_per_register?,
        keys,
    })
}

/// The most keys of a pad on a bus: more counters would not be read in time.
const KEYS_MAX: usize = 32;
