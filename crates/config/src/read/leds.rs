//! From the tables about LED displays.

use toml::de::DeTable;

use super::{number, path, serial};
use crate::reader::{Entry, Reader};
use crate::schema;
use crate::types::{
    LedArrow, LedBusConfig, LedBusKind, LedClosed, LedConfig, LedModelConfig, LedProtocol, LedRegisters,
};
use crate::values;

pub(super) fn led<'a>(reader: &mut Reader<'a>, counter: &Entry<'a>) -> Option<LedConfig> {
    let led = reader.inside(counter, "led", &schema::LED)?;
    let bus = reader.reference(&led, "bus", "led_buses");
    let address = number(reader, &led, "address");
    let model = reader.reference(&led, "model", "led_models");
    let arrow = match reader.get(&led, "arrow", values::choice) {
        Some("left") => LedArrow::Left,
        Some("right") => LedArrow::Right,
        Some(_) | None => LedArrow::None,
    };
    Some(LedConfig { bus: bus?, address: address?, model, arrow })
}

pub(super) fn led_buses<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<LedBusConfig> {
    let entries = reader.many(root, &schema::LED_BUSES);
    let mut buses = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let kind = match reader.get(entry, "kind", values::choice) {
            Some("virtual") => Some(LedBusKind::Virtual),
            Some("serial") => {
                let has_echo = reader.get(entry, "echo", values::flag).unwrap_or_default();
                serial(reader, entry).map(|line| LedBusKind::Serial { line, has_echo })
            }
            Some(_) | None => None,
        };
        let model = reader.reference(entry, "model", "led_models");
        let start_register = number(reader, entry, "start_register");
        let width = number(reader, entry, "width");
        let closed = match reader.get(entry, "closed", values::choice) {
            Some("dashes") => LedClosed::Dashes,
            Some(_) | None => LedClosed::Dark,
        };
        let brightness = reader.get(entry, "brightness", values::volumes).unwrap_or_default();
        if let (Some(name), Some(kind), Some(start_register), Some(width)) =
            (name, kind, start_register, width)
        {
            buses.push(LedBusConfig { name, kind, model, start_register, width, closed, brightness });
        }
    }
    buses
}

pub(super) fn led_models<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<LedModelConfig> {
    let entries = reader.many(root, &schema::LED_MODELS);
    let mut models = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let protocol = match reader.get(entry, "protocol", values::choice) {
            Some("modbus") => modbus(reader, entry),
            Some("alpha") => {
                let is_in_text_file = reader.get(entry, "file", values::choice) == Some("text");
                let dimming_mode = number(reader, entry, "dimming_mode");
                let width = number(reader, entry, "width");
                width.map(|width| LedProtocol::Alpha { width, is_in_text_file, dimming_mode })
            }
            Some("onbon") => number(reader, entry, "width").map(|width| LedProtocol::Onbon { width }),
            Some("vfd") => {
                let dialect = reader.get(entry, "dialect", values::choice);
                let is_lower = reader.get(entry, "row", values::choice) == Some("lower");
                dialect.map(|dialect| LedProtocol::Vfd { is_epson: dialect == "epson-dm", is_lower })
            }
            Some("template") => {
                let file = path(reader, entry, "path");
                let width = number(reader, entry, "width");
                let has_letters = reader.get(entry, "letters", values::flag).unwrap_or_default();
                match (file, width) {
                    (Some(path), Some(width)) => Some(LedProtocol::Template { path, width, has_letters }),
                    (_, _) => None,
                }
            }
            Some(_) | None => None,
        };
        if let (Some(name), Some(protocol)) = (name, protocol) {
            models.push(LedModelConfig { name, protocol });
        }
    }
    models
}

fn modbus<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> Option<LedProtocol> {
    let registers = match reader.get(entry, "registers", values::choice) {
        Some("digits") => LedRegisters::Digits,
        Some("bcd") => LedRegisters::Bcd,
        Some("number") => LedRegisters::Number,
        Some(_) | None => LedRegisters::Characters,
    };
    let start_register = number(reader, entry, "start_register");
    let width = number(reader, entry, "width");
    let blank = number(reader, entry, "blank");
    let register: Option<u16> = number(reader, entry, "brightness_register");
    let max = number(reader, entry, "brightness_max");
    Some(LedProtocol::Modbus {
        registers,
        start_register: start_register?,
        width: width?,
        blank: blank?,
        brightness: register.zip(max),
    })
}
