//! From the tables about keypads.

use toml::de::DeTable;

use super::{counter_number, path};
use crate::reader::Reader;
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
            Some(_) | None => None,
        };
        let opens_counter = reader.id(entry, "opens_counter");
        if let (Some(name), Some(counter), Some(kind)) = (name, counter, kind) {
            keypads.push(KeypadConfig { name, counter, kind, opens_counter });
        }
    }
    keypads
}
