//! The key tables of `docs/configuration.md`, written from the schema.

use std::fmt::Write;

use super::schema::{Key, Need, Shape, TABLES, Table};

/// A part for each table: what it is about and a row for each key.
pub fn reference() -> String {
    let mut text = String::new();
    for table in TABLES {
        let written = write_table(&mut text, table);
        written.expect("a String takes all text");
    }
    text
}

fn write_table(text: &mut String, table: &Table) -> std::fmt::Result {
    match table.shape {
        Shape::One => writeln!(text, "## `[{}]`\n\n{}", table.name, table.about)?,
        Shape::OneOrNone => writeln!(text, "## `[{}]`\n\n{} May be left out.", table.name, table.about)?,
        Shape::Many { max, id } => {
            writeln!(text, "## `[[{}]]`\n\n{} At most {max}; `{id}` is unique.", table.name, table.about)?;
        }
        Shape::ManyInside { max } => {
            writeln!(text, "### `[[{}]]`\n\n{} At most {max}.", table.name, table.about)?;
        }
        Shape::Inside => writeln!(text, "### `{}`\n\n{}", table.name, table.about)?,
    }
    writeln!(text, "\n| key | what it holds | if left out | example | meaning |\n|---|---|---|---|---|")?;
    for key in table.keys {
        let cells =
            [format!("`{}`", key.name), capital(&key.kind.to_string()), left_out(key), code(key.example)];
        writeln!(text, "| {} | {} |", cells.join(" | "), meaning(key))?;
    }
    writeln!(text)
}

fn left_out(key: &Key) -> String {
    match key.need {
        Need::Required if key.only.1.is_empty() => "**required**".to_owned(),
        Need::Required => "**required** for its kinds".to_owned(),
        Need::Default(toml) => code(toml),
        Need::Optional(meaning) => meaning.to_owned(),
    }
}

fn meaning(key: &Key) -> String {
    let (other, values) = key.only;
    if values.is_empty() {
        return key.about.to_owned();
    }
    format!("{} Only with {other} = \"{}\".", key.about, values.join("\" or \""))
}

fn code(toml: &str) -> String {
    format!("`{}`", toml.replace('|', "\\|"))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
