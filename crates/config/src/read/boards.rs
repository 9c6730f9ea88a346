//! From the tables about boards.

use goiso_model::CounterNumber;
use toml::de::{DeTable, DeValue};

use crate::reader::Reader;
use crate::schema;
use crate::types::{BoardConfig, CounterConfig};

pub(super) fn boards<'a>(
    reader: &mut Reader<'a>,
    root: &'a DeTable<'a>,
    counters: &[CounterConfig],
) -> Vec<BoardConfig> {
    let entries = reader.many(root, &schema::BOARDS);
    let mut boards = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let only: Option<Vec<CounterNumber>> =
            reader.references(entry, "counters", "counters", counter_reference);
        let shown = counters
            .iter()
            .map(|counter| counter.number)
            .filter(|number| only.as_ref().is_none_or(|only| only.contains(number)))
            .collect();
        if let Some(name) = name {
            boards.push(BoardConfig { name, counters: shown });
        }
    }
    boards
}

fn counter_reference(value: &DeValue<'_>) -> Option<(String, Option<CounterNumber>)> {
    let written = value.as_integer()?.to_string();
    let number = written.parse().ok().and_then(|number| CounterNumber::new(number).ok());
    Some((written, number))
}
