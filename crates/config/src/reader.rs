//! Walks a parsed file by the schema and collects what is wrong instead of stopping at it.

use std::collections::BTreeMap;
use std::str::FromStr;

use toml::de::{DeTable, DeValue};

use super::errors::{ConfigError, Position};
use super::schema::{Key, Need, Shape, TABLES, Table};
use super::values::{self, Problems, Value};

/// The most errors that are told at once.
pub(super) const ERRORS_MAX: usize = 200;

/// Alerts name a device by its name alone.
const DEVICE_TABLES: [&str; 6] = ["kiosks", "boards", "printers", "led_buses", "keypads", "scanners"];

/// Names of one table, each with the offset where it was given.
type Names = BTreeMap<String, usize>;

/// Collects errors while a file is read.
pub(super) struct Reader<'a> {
    text: &'a str,
    errors: Vec<Found>,
    /// Where each path of the file is, to find the line of an error that is found later.
    places: BTreeMap<String, usize>,
    /// The ids of each table.
    names: BTreeMap<&'static str, Names>,
    references: Vec<PendingReference>,
    /// The keys asked for, so that a test sees that each key of the schema is read.
    #[cfg(test)]
    pub(super) asked: std::collections::BTreeSet<(&'static str, &'static str)>,
}

/// Something wrong.
struct Found {
    /// Absent if it is about the file as a whole.
    offset: Option<usize>,
    path: String,
    problem: String,
}

/// A reference that is looked up when all tables have been read.
struct PendingReference {
    table: &'static str,
    id: String,
    offset: usize,
    path: String,
}

/// One table of the file.
pub(super) struct Entry<'a> {
    table: &'static Table,
    /// E.g. `services.ho-tich`, or `services[3]` while the id is not known.
    path: String,
    offset: usize,
    /// None if the table is left out and only defaults are read.
    values: Option<&'a DeTable<'a>>,
}

impl Entry<'_> {
    /// The path of a key.
    pub(super) fn path_of(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    /// Whether a key is given.
    pub(super) fn has(&self, key: &str) -> bool {
        self.values.is_some_and(|values| values.contains_key(key))
    }

    /// Where the entry begins.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }
}

impl<'a> Reader<'a> {
    /// Begins to read a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            errors: Vec::new(),
            places: BTreeMap::new(),
            names: BTreeMap::new(),
            references: Vec::new(),
            #[cfg(test)]
            asked: std::collections::BTreeSet::new(),
        }
    }

    /// Notes an error at a byte of the text.
    pub(super) fn error(&mut self, offset: usize, path: impl Into<String>, problem: impl Into<String>) {
        self.errors.push(Found { offset: Some(offset), path: path.into(), problem: problem.into() });
    }

    /// Notes an error where a path is; a part of the path that is not in the file is left out.
    pub(super) fn error_at(&mut self, path: &str, problem: impl Into<String>) {
        let mut known = path;
        loop {
            if let Some(&offset) = self.places.get(known) {
                return self.error(offset, path, problem);
            }
            let Some(end) = known.rfind(['.', '[']) else {
                let path = path.to_owned();
                return self.errors.push(Found { offset: None, path, problem: problem.into() });
            };
            known = &known[..end];
        }
    }

    /// Refuses tables that the schema does not have.
    pub(super) fn check_tables(&mut self, root: &DeTable<'a>) {
        let known: Vec<_> =
            TABLES.iter().filter(|table| !table.shape.is_inside()).map(|table| table.name).collect();
        for key in root.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            self.error(key.span().start, key.get_ref().as_ref(), unknown("table", key.get_ref(), &known));
        }
    }

    /// The table that occurs once; if it is left out, all its keys have their defaults.
    pub(super) fn one(&mut self, root: &'a DeTable<'a>, table: &'static Table) -> Entry<'a> {
        if let Some(value) = root.get(table.name) {
            if value.get_ref().is_array() {
                self.error(
                    value.span().start,
                    table.name,
                    format!("must be written [{}], and once", table.name),
                );
                return Entry {
                    table,
                    path: table.name.to_owned(),
                    offset: value.span().start,
                    values: None,
                };
            }
            return self.entry(table, table.name.to_owned(), value);
        }
        if table.shape == Shape::One {
            self.error(0, table.name, format!("missing table; add [{}]", table.name));
        }
        Entry { table, path: table.name.to_owned(), offset: 0, values: None }
    }

    /// The entries of a table that occurs many times.
    pub(super) fn many(&mut self, root: &'a DeTable<'a>, table: &'static Table) -> Vec<Entry<'a>> {
        let Shape::Many { max, id } = table.shape else { return Vec::new() };
        self.names.entry(table.name).or_default();
        let Some(value) = root.get(table.name) else { return Vec::new() };
        self.places.insert(table.name.to_owned(), value.span().start);
        let Some(items) = value.get_ref().as_array() else {
            self.error(
                value.span().start,
                table.name,
                format!("must be written [[{}]], once for each entry", table.name),
            );
            return Vec::new();
        };
        if items.len() > max {
            let offset = items[max].span().start;
            self.error(offset, table.name, format!("{} entries are too many; at most {max}", items.len()));
        }
        let entries: Vec<_> = items
            .iter()
            .enumerate()
            .map(|(idx, item)| {
                let path = match item.get_ref().get(id).map(toml::Spanned::get_ref) {
                    Some(DeValue::String(text)) if !text.is_empty() => format!("{}.{text}", table.name),
                    Some(DeValue::Integer(number)) => format!("{}.{number}", table.name),
                    _ => format!("{}[{}]", table.name, idx + 1),
                };
                self.entry(table, path, item)
            })
            .collect();
        for entry in &entries {
            let id = entry.values.and_then(|values| values.get(id));
            match id.map(|id| (id.span().start, id.get_ref())) {
                Some((offset, DeValue::String(text))) => self.define(table.name, text, offset, &entry.path),
                Some((offset, DeValue::Integer(number))) => {
                    self.define(table.name, &number.to_string(), offset, &entry.path);
                }
                _ => {}
            }
        }
        entries
    }

    /// A table inside an entry.
    pub(super) fn inside(
        &mut self,
        entry: &Entry<'a>,
        name: &'static str,
        table: &'static Table,
    ) -> Option<Entry<'a>> {
        self.note_asked(entry, name);
        let value = entry.values?.get(name)?;
        Some(self.entry(table, entry.path_of(name), value))
    }

    /// Tables inside an entry, at least one; none if they are left out.
    pub(super) fn many_inside(
        &mut self,
        entry: &Entry<'a>,
        name: &'static str,
        table: &'static Table,
    ) -> Option<Vec<Entry<'a>>> {
        self.note_asked(entry, name);
        let Shape::ManyInside { max } = table.shape else { return None };
        let value = entry.values?.get(name)?;
        let path = entry.path_of(name);
        let offset = value.span().start;
        let Some(items) = value.get_ref().as_array().filter(|items| !items.is_empty()) else {
            let problem = format!("must be written [[{}]], once for each entry", table.name);
            self.error(offset, path, problem);
            return None;
        };
        if items.len() > max {
            let problem = format!("{} entries are too many; at most {max}", items.len());
            self.error(items[max].span().start, path.as_str(), problem);
        }
        let entries = items.iter().enumerate();
        Some(entries.map(|(idx, item)| self.entry(table, format!("{path}[{}]", idx + 1), item)).collect())
    }

    fn entry(&mut self, table: &'static Table, path: String, value: &'a Value<'a>) -> Entry<'a> {
        let offset = value.span().start;
        self.places.entry(path.clone()).or_insert(offset);
        let values = value.get_ref().as_table();
        match values {
            Some(values) => self.check_keys(table, &path, values),
            None => self.error(offset, path.as_str(), "must be a table with keys of its own"),
        }
        Entry { table, path, offset, values }
    }

    fn check_keys(&mut self, table: &'static Table, path: &str, values: &DeTable<'_>) {
        let known: Vec<_> = table.keys.iter().map(|key| key.name).collect();
        for (name, _) in values {
            let path = format!("{path}.{name}");
            let offset = name.span().start;
            let Some(key) = table.keys.iter().find(|key| key.name == name.get_ref()) else {
                self.error(offset, path, unknown("key", name.get_ref(), &known));
                continue;
            };
            self.places.entry(path.clone()).or_insert(offset);
            let (other, allowed) = key.only;
            let actual = values.get(other).map(toml::Spanned::get_ref).and_then(DeValue::as_str);
            // A wrong value of the other key is that key's error.
            if let Some(actual) = actual.filter(|actual| is_choice(table, other, actual))
                && !allowed.contains(&actual)
            {
                self.error(
                    offset,
                    path,
                    format!(
                        "does not belong to {other} = \"{actual}\", only to \"{}\"",
                        allowed.join("\", \"")
                    ),
                );
            }
        }
    }

    /// Gives an entry its id: once in its table, and for devices once in all tables of devices.
    fn define(&mut self, table: &'static str, id: &str, offset: usize, path: &str) {
        let scope: &[&str] = if DEVICE_TABLES.contains(&table) { &DEVICE_TABLES } else { &[table] };
        let first = scope.iter().find_map(|table| self.names.get(table)?.get(id));
        if let Some(&first) = first {
            let line = Position::of(self.text, first).line;
            let scope = scope.join(", ");
            let problem =
                format!("'{id}' is already used in line {line}; it must be unique among the {scope}");
            self.error(offset, path, problem);
        } else {
            self.names.entry(table).or_default().insert(id.to_owned(), offset);
        }
    }

    /// What a key holds, else its default; notes what is wrong with it.
    pub(super) fn get<T>(
        &mut self,
        entry: &Entry<'a>,
        name: &'static str,
        convert: impl Fn(&Key, &Value<'_>, &mut Problems) -> Option<T>,
    ) -> Option<T> {
        self.note_asked(entry, name);
        let key = entry.table.key(name);
        let mut problems = Vec::new();
        let converted = match entry.values.and_then(|values| values.get(name)) {
            Some(value) => convert(key, value, &mut problems),
            None => None,
        };
        let is_good = problems.is_empty();
        for (offset, problem) in problems {
            self.error(offset, entry.path_of(name), problem);
        }
        match (converted, key.need) {
            (Some(converted), _) => Some(converted),
            // So that reading goes on, also where the value is wrong.
            (None, Need::Default(toml)) => {
                let default = DeValue::parse(toml).expect("the schema's defaults are TOML");
                convert(key, &default, &mut Vec::new())
            }
            // A table that is left out has been noted already.
            (None, Need::Required) if is_good && entry.values.is_some() => {
                let problem = format!("missing key; add {name} = {}", key.example);
                self.error(entry.offset, entry.path_of(name), problem);
                None
            }
            (None, Need::Required | Need::Optional(_)) => None,
        }
    }

    /// An id of our own types.
    pub(super) fn id<T: FromStr>(&mut self, entry: &Entry<'a>, name: &'static str) -> Option<T> {
        self.get(entry, name, parse_id)
    }

    /// The id of an entry of another table, which is looked up in the end.
    pub(super) fn reference<T: FromStr>(
        &mut self,
        entry: &Entry<'a>,
        name: &'static str,
        table: &'static str,
    ) -> Option<T> {
        let (id, offset) = self.get(entry, name, |key, value, problems| {
            Some((values::plain_text(key, value, problems)?, value.span().start))
        })?;
        // What is no id names no entry either, which is noted in the end.
        let parsed = id.parse().ok();
        self.references.push(PendingReference { table, id, offset, path: entry.path_of(name) });
        parsed
    }

    /// Several of them, each once, at least one; none if the key is left out. `item` takes an item apart into
    /// the id as it is written, and what it means if it is an id.
    pub(super) fn references<T>(
        &mut self,
        entry: &Entry<'a>,
        name: &'static str,
        table: &'static str,
        item: impl Fn(&DeValue<'_>) -> Option<(String, Option<T>)>,
    ) -> Option<Vec<T>> {
        let found = self.get(entry, name, |key, value, problems| {
            let found = values::list(key, value, problems, |value, problems| {
                let taken = item(value.get_ref());
                if taken.is_none() {
                    values::wrong_kind(key, value, problems);
                }
                taken.map(|(id, meaning)| (id, meaning, value.span().start))
            })?;
            if value.get_ref().as_array().is_some_and(|items| items.is_empty()) {
                problems.push((value.span().start, format!("must name at least one, e.g. {}", key.example)));
            }
            for (idx, (id, _, offset)) in found.iter().enumerate() {
                if found[..idx].iter().any(|(earlier, _, _)| earlier == id) {
                    problems.push((*offset, format!("names '{id}' twice")));
                }
            }
            Some(found)
        })?;
        let path = entry.path_of(name);
        let mut meanings = Vec::new();
        for (id, meaning, offset) in found {
            self.references.push(PendingReference { table, id, offset, path: path.clone() });
            meanings.extend(meaning);
        }
        Some(meanings)
    }

    /// Looks all references up.
    pub(super) fn resolve(&mut self) {
        for reference in std::mem::take(&mut self.references) {
            let names = self.names.get(reference.table).cloned().unwrap_or_default();
            if names.contains_key(&reference.id) {
                continue;
            }
            let known: Vec<_> = names.keys().map(String::as_str).collect();
            let problem = format!(
                "there is no '{}' in [[{}]]{}",
                reference.id,
                reference.table,
                hint(&reference.id, &known)
            );
            self.error(reference.offset, reference.path, problem);
        }
    }

    /// Whether anything has been wrong so far.
    pub(super) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether a table has an entry with this id.
    pub(super) fn has_name(&self, table: &str, id: &str) -> bool {
        self.names.get(table).is_some_and(|names| names.contains_key(id))
    }

    /// What was wrong, in the order of the file; the first [`ERRORS_MAX`].
    pub(super) fn into_errors(mut self) -> Vec<ConfigError> {
        self.errors.sort_by_key(|found| found.offset);
        let n_more = self.errors.len().saturating_sub(ERRORS_MAX);
        let mut errors: Vec<_> = self
            .errors
            .into_iter()
            .take(ERRORS_MAX)
            .map(|Found { offset, path, problem }| {
                let at = offset.map(|offset| Position::of(self.text, offset));
                ConfigError { at, path, problem }
            })
            .collect();
        if n_more > 0 {
            let problem = format!("and {n_more} more");
            errors.push(ConfigError { at: None, path: String::new(), problem });
        }
        errors
    }

    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests look at what was asked"))]
    fn note_asked(&mut self, entry: &Entry<'_>, name: &'static str) {
        #[cfg(test)]
        self.asked.insert((entry.table.name, name));
        #[cfg(not(test))]
        let (_, _) = (entry, name);
    }
}

/// An id of our own types.
pub(super) fn parse_id<T: FromStr>(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<T> {
    let id = value.get_ref().as_str().and_then(|text| text.parse().ok());
    if id.is_none() {
        values::wrong_kind(key, value, problems);
    }
    id
}

fn is_choice(table: &Table, key: &str, text: &str) -> bool {
    let kind = table.keys.iter().find(|other| other.name == key).map(|other| other.kind);
    matches!(kind, Some(super::schema::Kind::Choice(choices)) if choices.contains(&text))
}

fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    format!("unknown {what}{}", hint(name, known))
}

/// The known name that was probably meant, else all of them.
fn hint(name: &str, known: &[&str]) -> String {
    const NAMES_SHOWN_MAX: usize = 20;
    let nearest = known
        .iter()
        .map(|known| (strsim::normalized_damerau_levenshtein(name, known), known))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, nearest)) if likeness >= 0.6 => format!("; did you mean '{nearest}'?"),
        Some(_) if known.len() <= NAMES_SHOWN_MAX => format!("; there are: {}", known.join(", ")),
        Some(_) => format!("; there are {}: {}, …", known.len(), known[..NAMES_SHOWN_MAX].join(", ")),
        None => "; there are none".to_owned(),
    }
}
