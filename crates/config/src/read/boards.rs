//! From the tables about boards and their voice.

use goiso_model::{CounterNumber, Language, LocalText, ServiceId};
use toml::de::{DeTable, DeValue};

use super::{number, optional_text, service_reference};
use crate::reader::{Entry, Reader};
use crate::schema;
use crate::types::{
    AccentConfig, BoardConfig, BoardLayoutConfig, CounterConfig, ReadingConfig, SentenceConfig,
    ServiceConfig, VoiceConfig,
};
use crate::values;

pub(super) fn boards<'a>(
    reader: &mut Reader<'a>,
    root: &'a DeTable<'a>,
    counters: &[CounterConfig],
    services: &[ServiceConfig],
) -> Vec<BoardConfig> {
    let entries = reader.many(root, &schema::BOARDS);
    entries.iter().filter_map(|entry| board(reader, entry, counters, services)).collect()
}

fn board<'a>(
    reader: &mut Reader<'a>,
    entry: &Entry<'a>,
    counters: &[CounterConfig],
    services: &[ServiceConfig],
) -> Option<BoardConfig> {
    let name = reader.id(entry, "name");
    let only: Option<Vec<CounterNumber>> =
        reader.references(entry, "counters", "counters", counter_reference);
    let shown: Vec<&CounterConfig> = counters
        .iter()
        .filter(|counter| only.as_ref().is_none_or(|only| only.contains(&counter.number)))
        .collect();
    let chosen: Option<Vec<ServiceId>> = reader.references(entry, "services", "services", service_reference);
    let is_chosen = |service: &&ServiceConfig| match &chosen {
        Some(chosen) => chosen.contains(&service.id),
        None => shown.iter().any(|counter| counter.services.contains(&service.id)),
    };
    let shown_services: Vec<&ServiceConfig> = services.iter().filter(is_chosen).collect();
    let layout = layout(reader, entry, &shown_services);
    let zone = reader.id::<goiso_model::DeviceName>(entry, "zone");
    let speaks = reader.get(entry, "speaks", values::flag).unwrap_or_default();
    Some(BoardConfig {
        counters: shown.iter().map(|counter| counter.number).collect(),
        services: shown_services.iter().map(|service| service.id.clone()).collect(),
        next_numbers: number(reader, entry, "next_numbers").unwrap_or_default(),
        zone: zone.filter(|_| speaks).map(|zone| zone.to_string()),
        screen_inches: number(reader, entry, "screen_inches"),
        viewing_metres: number(reader, entry, "viewing_metres").unwrap_or_default(),
        layout: layout?,
        name: name?,
    })
}

fn layout<'a>(
    reader: &mut Reader<'a>,
    entry: &Entry<'a>,
    services: &[&ServiceConfig],
) -> Option<BoardLayoutConfig> {
    match reader.get(entry, "layout", values::choice)? {
        "grid" => Some(BoardLayoutConfig::Grid),
        "service" => {
            let given = optional_text(reader, entry, "title");
            let title = match services {
                _ if given != LocalText::default() => given,
                [only] => only.name.clone(),
                _ => LocalText::default(),
            };
            Some(BoardLayoutConfig::Service { title })
        }
        "strip" => Some(BoardLayoutConfig::Strip),
        "split" => {
            let folder = reader.get(entry, "folder", values::text);
            let slide_secs = number(reader, entry, "slide_secs");
            Some(BoardLayoutConfig::Split { folder: folder?, slide_secs: slide_secs? })
        }
        _ => Some(BoardLayoutConfig::Main),
    }
}

fn counter_reference(value: &DeValue<'_>) -> Option<(String, Option<CounterNumber>)> {
    let written = value.as_integer()?.to_string();
    let number = written.parse().ok().and_then(|number| CounterNumber::new(number).ok());
    Some((written, number))
}

pub(super) fn voice<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> VoiceConfig {
    let entry = reader.one(root, &schema::VOICE);
    let n_repeats = number(reader, &entry, "repeats").unwrap_or_default();
    let gap_millis = number(reader, &entry, "gap_ms").unwrap_or_default();
    let has_chime = reader.get(&entry, "chime", values::flag).unwrap_or_default();
    let volumes = reader.get(&entry, "volumes", values::volumes).unwrap_or_default();
    let sentences = match reader.many_inside(&entry, "sentences", &schema::SENTENCES) {
        Some(entries) => entries.iter().filter_map(|entry| sentence(reader, entry)).collect(),
        None => vec![vietnamese(AccentConfig::North)],
    };
    VoiceConfig { n_repeats, gap_millis, has_chime, volumes, sentences }
}

fn sentence<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> Option<SentenceConfig> {
    let language = reader.get(entry, "language", values::choice)?;
    let pack = reader.get(entry, "pack", values::text);
    let reading = reader.get(entry, "reading", values::choice)?;
    let accent = reader.get(entry, "accent", values::choice)?;
    let template = reader.get(entry, "template", values::template);
    let last_call = reader.get(entry, "last_call", values::text);
    let accent = if accent == "south" { AccentConfig::South } else { AccentConfig::North };
    let usual = if language == "en" { english() } else { vietnamese(accent) };
    Some(SentenceConfig {
        pack: pack.unwrap_or(usual.pack),
        reading: if reading == "number" { ReadingConfig::Number } else { ReadingConfig::Digits },
        accent,
        template: template.unwrap_or(usual.template),
        last_call: last_call.unwrap_or(usual.last_call),
        language: usual.language,
    })
}

/// What is usually said in Vietnamese halls.
fn vietnamese(accent: AccentConfig) -> SentenceConfig {
    let pack = match accent {
        AccentConfig::North => "vi-north",
        AccentConfig::South => "vi-south",
    };
    SentenceConfig {
        language: Language::vietnamese(),
        pack: pack.to_owned(),
        reading: ReadingConfig::Digits,
        accent,
        template: schema::TEMPLATE_VI.to_owned(),
        last_call: schema::LAST_CALL_VI.to_owned(),
    }
}

/// The same in English.
fn english() -> SentenceConfig {
    SentenceConfig {
        language: Language::english(),
        pack: "en".to_owned(),
        reading: ReadingConfig::Digits,
        accent: AccentConfig::North,
        template: schema::TEMPLATE_EN.to_owned(),
        last_call: schema::LAST_CALL_EN.to_owned(),
    }
}
