//! From the tables about LED displays.

use toml::de::DeTable;

use super::{number, serial};
use crate::reader::{Entry, Reader};
use crate::schema;
use crate::types::{LedBusConfig, LedBusKind, LedConfig};
use crate::values;

pub(super) fn led<'a>(reader: &mut Reader<'a>, counter: &Entry<'a>) -> Option<LedConfig> {
    let led = reader.inside(counter, "led", &schema::LED)?;
    let bus = reader.reference(&led, "bus", "led_buses");
    let address = number(reader, &led, "address");
    Some(LedConfig { bus: bus?, address: address? })
}

pub(super) fn led_buses<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<LedBusConfig> {
    let entries = reader.many(root, &schema::LED_BUSES);
    let mut buses = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let kind = match reader.get(entry, "kind", values::choice) {
            Some("virtual") => Some(LedBusKind::Virtual),
            Some("serial") => serial(reader, entry).map(LedBusKind::Serial),
            Some(_) | None => None,
        };
        let start_register = number(reader, entry, "start_register");
        let width = number(reader, entry, "width");
        if let (Some(name), Some(kind), Some(start_register), Some(width)) =
            (name, kind, start_register, width)
        {
            buses.push(LedBusConfig { name, kind, start_register, width });
        }
    }
    buses
}
