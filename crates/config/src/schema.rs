//! Every table and key of a centre's file: what it may hold and what it means. The reader takes limits and
//! defaults from here and `docs/configuration.md` is written from here, so that they cannot disagree.

mod boards;
mod hall;
mod keypads;
mod kiosks;
mod leds;
mod printers;
mod rules;
mod scanners;

use std::fmt;

pub(super) use boards::{BOARDS, LAST_CALL_EN, LAST_CALL_VI, SENTENCES, TEMPLATE_EN, TEMPLATE_VI, VOICE};
pub(super) use hall::{
    CALENDARS, CENTRE, CLASSES, COUNTERS, FIELDS, LIMITS, OUTCOMES, PRIORITY, SERIES, SERVICES,
};
pub(super) use keypads::KEYPADS;
pub(super) use kiosks::KIOSKS;
pub(super) use leds::{LED, LED_BUSES, LED_MODELS};
pub(super) use printers::PRINTERS;
pub(super) use rules::{APPOINTMENTS, HELPS, OFFICE};
pub(super) use scanners::{DOSSIER_SERVICES, SCANNERS};

/// The most characters of a name.
const NAME_CHARS_MAX: usize = 120;
/// The most characters of a path or host.
const PATH_CHARS_MAX: usize = 240;
/// The speeds a serial port may have.
const BAUDS: &[i64] = &[1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200];
/// The most bytes of a file.
pub(super) const FILE_BYTES_MAX: usize = 1 << 20;

/// A table of the file.
#[derive(Debug)]
pub(super) struct Table {
    /// As in the file: `services`; a table inside another has both names: `counters.led`.
    pub(super) name: &'static str,
    /// How often it occurs.
    pub(super) shape: Shape,
    /// What it is about.
    pub(super) about: &'static str,
    /// Its keys.
    pub(super) keys: &'static [Key],
}

/// How often a table occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `[name]`, needed.
    One,
    /// `[name]`, or left out: all its keys have defaults.
    OneOrNone,
    /// `[[name]]`, at most so often, told apart by a key.
    Many { max: usize, id: &'static str },
    /// `name = { … }` in another table.
    Inside,
    /// `[[name]]` with the other table's name before the dot, at most so often.
    ManyInside { max: usize },
}

impl Shape {
    /// Whether it stands in another table.
    pub(super) fn is_inside(self) -> bool {
        match self {
            Self::Inside | Self::ManyInside { .. } => true,
            Self::One | Self::OneOrNone | Self::Many { .. } => false,
        }
    }
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
    /// If not empty: the key belongs only to entries whose other key has one of these values.
    pub(super) only: (&'static str, &'static [&'static str]),
    /// A value as TOML.
    pub(super) example: &'static str,
    pub(super) about: &'static str,
}

/// What a key may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// a–z, 0–9 and inner dashes; the greatest length.
    Slug(usize),
    /// One line; the least and the greatest length in characters.
    Text(usize, usize),
    /// A text, or one for each language; the greatest length of each.
    LocalText(usize),
    /// Several of them, at most so many.
    LocalTexts(usize, usize),
    Integer(i64, i64),
    /// A list of them.
    Integers(i64, i64),
    ChoiceOfIntegers(&'static [i64]),
    Choice(&'static [&'static str]),
    /// true or false.
    Flag,
    TimeOfDay,
    /// `["07:30-11:30"]`.
    Windows,
    Dates,
    /// `{ "2026-08-22" = ["07:30-11:30"] }`.
    SpecialDays,
    /// `#RRGGBB`.
    Colour,
    /// `http://` or `https://`, a host, possibly a port; at most so many characters.
    WebAddress(usize),
    Zone,
    /// A Material Symbols name.
    Icon,
    Languages,
    Path(usize),
    /// The id of an entry of another table.
    Reference(&'static str),
    References(&'static str),
    SubTable(&'static str),
    /// A list of tables.
    SubTables(&'static str),
    /// A spoken sentence with `{number}` and `{counter}` in it; the greatest length in characters.
    Template(usize),
    /// `["07:00 80"]`: from when on how loud.
    Volumes,
}

/// Whether a key may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    /// What holds then, as TOML.
    Default(&'static str),
    /// What that means.
    Optional(&'static str),
}

/// A row of a table.
const fn key(name: &'static str, kind: Kind, need: Need, example: &'static str, about: &'static str) -> Key {
    Key { name, kind, need, only: ("", &[]), example, about }
}

impl Key {
    const fn only_if(mut self, key: &'static str, values: &'static [&'static str]) -> Self {
        self.only = (key, values);
        self
    }
}

impl Table {
    /// A key that the reader asks for.
    pub(super) fn key(&self, name: &str) -> &'static Key {
        self.keys.iter().find(|key| key.name == name).expect("the reader asks only for keys of the schema")
    }
}

/// All tables, in the order of the documentation.
pub(super) static TABLES: [&Table; 24] = [
    &CENTRE,
    &LIMITS,
    &OFFICE,
    &PRIORITY,
    &CLASSES,
    &OUTCOMES,
    &CALENDARS,
    &FIELDS,
    &SERIES,
    &SERVICES,
    &APPOINTMENTS,
    &COUNTERS,
    &HELPS,
    &LED,
    &KIOSKS,
    &BOARDS,
    &VOICE,
    &SENTENCES,
    &PRINTERS,
    &LED_BUSES,
    &LED_MODELS,
    &KEYPADS,
    &SCANNERS,
    &DOSSIER_SERVICES,
];

/// What a value must be, for people: "a number from 1 to 9".
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Kind::{
            Choice, ChoiceOfIntegers, Colour, Dates, Flag, Icon, Integer, Integers, Languages, LocalText,
            LocalTexts, Path, Reference, References, Slug, SpecialDays, SubTable, SubTables, Template, Text,
            TimeOfDay, Volumes, WebAddress, Windows, Zone,
        };
        match self {
            Slug(max) => write!(f, "an id of a–z, 0–9 and inner '-', at most {max} long"),
            Text(0, max) => write!(f, "a text of at most {max} characters"),
            Text(min, max) => write!(f, "a text of {min} to {max} characters"),
            LocalText(max) => write!(f, "a text, or one for each language, of at most {max} characters"),
            LocalTexts(n_max, max) => {
                write!(
                    f,
                    "a list of at most {n_max} texts (or texts for each language) of at most {max} characters"
                )
            }
            Integer(min, max) => write!(f, "a number from {min} to {max}"),
            Integers(min, max) => write!(f, "a list of numbers from {min} to {max}"),
            ChoiceOfIntegers(choices) => {
                let choices: Vec<_> = choices.iter().map(ToString::to_string).collect();
                write!(f, "one of {}", choices.join(", "))
            }
            Choice(choices) => write!(f, "one of \"{}\"", choices.join("\", \"")),
            Flag => write!(f, "true or false"),
            TimeOfDay => write!(f, "a time \"HH:MM\" in quotes"),
            Windows => write!(f, "a list of windows"),
            Dates => write!(f, "a list of dates"),
            SpecialDays => write!(f, "a table of dates with windows"),
            Colour => write!(f, "a colour \"#RRGGBB\""),
            WebAddress(max) => {
                write!(
                    f,
                    "an address \"http://HOST:PORT\" (or https) of at most {max} characters, without a path"
                )
            }
            Zone => write!(f, "a zone of the IANA list"),
            Icon => write!(f, "an icon's name of a–z, 0–9 and '_', at most 40 long"),
            Languages => write!(f, "a list of language tags with \"vi\" in it"),
            Path(max) => write!(f, "a path of at most {max} characters"),
            Reference(table) => write!(f, "the {} of one of [[{table}]]", id_key(table)),
            References(table) => write!(f, "a list of at least one {} of [[{table}]]", id_key(table)),
            SubTable(table) => write!(f, "a table, see {table}"),
            SubTables(table) => write!(f, "tables, see {table}"),
            Template(max) => {
                write!(f, "a sentence with {{number}} and {{counter}} of at most {max} characters")
            }
            Volumes => write!(f, "a list of times with percents, \"HH:MM PERCENT\""),
        }
    }
}

/// The key that tells the entries of a table apart.
fn id_key(name: &str) -> &'static str {
    TABLES
        .iter()
        .find(|table| table.name == name)
        .and_then(|table| if let Shape::Many { id, .. } = table.shape { Some(id) } else { None })
        .unwrap_or("name")
}
