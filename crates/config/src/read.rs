//! From the tables of the file to the parts of a [`Config`].

mod boards;
mod keypads;
mod kiosks;
mod leds;
mod printers;
mod rules;
mod scanners;

use std::collections::BTreeMap;
use std::path::PathBuf;

use goiso_domain::{AtEnd, Calendar, CalendarId, PersonLimits, PriorityRule, Series, SeriesId};
use goiso_model::{CounterNumber, LocalText, ServiceId};
use toml::de::{DeTable, DeValue};

use super::reader::{Entry, Reader};
use super::schema::{self, Key};
use super::types::{
    CentreConfig, ClassConfig, Config, CounterConfig, FieldConfig, LimitsConfig, OutcomeConfig,
    PriorityConfig, SerialConfig, ServiceConfig,
};
use super::values::{self, Problems, Value};

/// Reads everything. What is wrong is in the reader; what it is wrong with has its default or is left out.
pub(super) fn config<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Config {
    reader.check_tables(root);
    let centre = centre(reader, root);
    let limits = limits(reader, root);
    let office = rules::office(reader, root);
    let priority = priority(reader, root);
    let classes = classes(reader, root);
    let outcomes = outcomes(reader, root);
    let calendars = calendars(reader, root);
    let fields = fields(reader, root);
    let mut series = shared_series(reader, root);
    let services = services(reader, root, &mut series);
    let counters = counters(reader, root);
    let kiosks = kiosks::kiosks(reader, root, &services);
    let boards = boards::boards(reader, root, &counters, &services);
    let voice = boards::voice(reader, root);
    let printers = printers::printers(reader, root);
    let led_buses = leds::led_buses(reader, root);
    let led_models = leds::led_models(reader, root);
    let keypads = keypads::keypads(reader, root);
    let scanners = scanners::scanners(reader, root);
    let dossier_services = scanners::dossier_services(reader, root);
    reader.resolve();
    Config {
        centre,
        limits,
        office,
        priority,
        classes,
        outcomes,
        calendars,
        series,
        fields,
        services,
        counters,
        kiosks,
        boards,
        voice,
        printers,
        led_buses,
        led_models,
        keypads,
        scanners,
        dossier_services,
    }
}

fn centre<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> CentreConfig {
    let entry = reader.one(root, &schema::CENTRE);
    CentreConfig {
        name: optional_text(reader, &entry, "name"),
        unit: optional_text(reader, &entry, "unit"),
        slogan: optional_text(reader, &entry, "slogan"),
        hotline: reader.get(&entry, "hotline", values::text).unwrap_or_default(),
        colour: reader.get(&entry, "colour", values::colour),
        public_url: reader.get(&entry, "public_url", values::web_address),
        staff_pin: staff_pin(reader, &entry),
        zone: reader.get(&entry, "zone", values::zone).unwrap_or_default(),
        languages: reader.get(&entry, "languages", values::languages).unwrap_or_default(),
        day_starts_at: reader.get(&entry, "day_starts_at", values::time_of_day).unwrap_or_default(),
        notices: reader.get(&entry, "notices", values::local_texts).unwrap_or_default(),
    }
}

fn staff_pin<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> String {
    let hash = reader.get(entry, "staff_pin", values::text).unwrap_or_default();
    if !hash.is_empty() && !hash.starts_with("$argon2id$") {
        reader.error_at(
            &entry.path_of("staff_pin"),
            "is not the hash of a PIN; 'goiso-hub kiosk-pin' makes one".to_owned(),
        );
        return String::new();
    }
    hash
}

fn limits<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> LimitsConfig {
    let entry = reader.one(root, &schema::LIMITS);
    LimitsConfig {
        calls_max: number(reader, &entry, "calls_max").unwrap_or(1),
        waiting_max: number(reader, &entry, "waiting_max").unwrap_or(1),
        free_counter_minutes: number(reader, &entry, "free_counter_minutes").unwrap_or(1),
        persons: PersonLimits {
            active_max: number(reader, &entry, "person_active_max"),
            day_max: number(reader, &entry, "person_day_max"),
        },
    }
}

fn priority<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> PriorityConfig {
    let entry = reader.one(root, &schema::PRIORITY);
    let rule = reader.get(&entry, "rule", values::choice);
    let others = number(reader, &entry, "others").unwrap_or(1);
    PriorityConfig {
        rule: if rule == Some("strict") { PriorityRule::Strict } else { PriorityRule::OneAfter { others } },
        max_wait_minutes: number(reader, &entry, "max_wait_minutes").unwrap_or(1),
    }
}

fn classes<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<ClassConfig> {
    let entries = reader.many(root, &schema::CLASSES);
    let mut classes = Vec::new();
    for (idx, entry) in entries.iter().enumerate() {
        let id = reader.id(entry, "id");
        let name = reader.get(entry, "name", values::local_text);
        let icon = reader.get(entry, "icon", values::icon);
        let rank = number(reader, entry, "rank").unwrap_or(u8::try_from(idx + 1).unwrap_or(u8::MAX));
        let from_age = number(reader, entry, "from_age");
        if let (Some(id), Some(name), Some(icon)) = (id, name, icon) {
            classes.push(ClassConfig { id, name, icon, rank, from_age });
        }
    }
    classes
}

fn outcomes<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<OutcomeConfig> {
    let entries = reader.many(root, &schema::OUTCOMES);
    let mut outcomes = Vec::new();
    for entry in &entries {
        let id = reader.id(entry, "id");
        let name = reader.get(entry, "name", values::local_text);
        if let (Some(id), Some(name)) = (id, name) {
            outcomes.push(OutcomeConfig { id, name });
        }
    }
    outcomes
}

fn calendars<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> BTreeMap<CalendarId, Calendar> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let entries = reader.many(root, &schema::CALENDARS);
    let mut calendars = BTreeMap::new();
    for entry in &entries {
        let id: Option<ServiceId> = reader.id(entry, "id");
        let weekdays = reader.get(entry, "weekdays", values::windows).unwrap_or_default();
        let week =
            DAYS.map(|day| reader.get(entry, day, values::windows).unwrap_or_else(|| weekdays.clone()));
        let closed = reader.get(entry, "closed", values::dates).unwrap_or_default();
        let special = reader.get(entry, "special", values::special_days).unwrap_or_default();
        for date in special.keys().filter(|date| closed.contains(date)) {
            reader.error_at(
                &entry.path_of("special"),
                format!("{date} is in 'closed' too; keep it in one of them"),
            );
        }
        if let Some(id) = id {
            calendars.insert(CalendarId::from(id), Calendar { week, closed, special });
        }
    }
    calendars
}

fn fields<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<FieldConfig> {
    let entries = reader.many(root, &schema::FIELDS);
    let mut fields = Vec::new();
    for entry in &entries {
        let id = reader.id(entry, "id");
        let name = reader.get(entry, "name", values::local_text);
        let icon = reader.get(entry, "icon", values::icon);
        if let (Some(id), Some(name), Some(icon)) = (id, name, icon) {
            fields.push(FieldConfig { id, name, icon });
        }
    }
    fields
}

fn shared_series<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> BTreeMap<SeriesId, Series> {
    let entries = reader.many(root, &schema::SERIES);
    let mut all = BTreeMap::new();
    for entry in &entries {
        let id: Option<SeriesId> = reader.id(entry, "id");
        let prefix = reader.get(entry, "prefix", values::text);
        let series = series(reader, entry, prefix);
        if let (Some(id), Some(series)) = (id, series) {
            all.insert(id, series);
        }
    }
    all
}

fn series<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>, prefix: Option<String>) -> Option<Series> {
    let first = number(reader, entry, "first");
    let last = number(reader, entry, "last");
    let width = number(reader, entry, "width");
    let at_end = reader.get(entry, "at_end", values::choice);
    if let (Some(first), Some(last)) = (first, last)
        && first > last
    {
        let key = if entry.has("last") { "last" } else { "first" };
        reader.error_at(
            &entry.path_of(key),
            format!("the series ends ({last}) before it begins ({first}); make last at least {first}"),
        );
    }
    let prefix = prefix?;
    if prefix != prefix.to_uppercase() || prefix.starts_with(char::is_whitespace) {
        reader.error_at(
            &entry.path_of("prefix"),
            format!("'{prefix}' must be in capitals and not begin with a space, e.g. 'A-'"),
        );
    }
    let at_end = if at_end? == "wrap" { AtEnd::Wrap } else { AtEnd::Refuse };
    Some(Series { prefix, first: first?, last: last?, width: width?, at_end })
}

fn services<'a>(
    reader: &mut Reader<'a>,
    root: &'a DeTable<'a>,
    all_series: &mut BTreeMap<SeriesId, Series>,
) -> Vec<ServiceConfig> {
    const OWN: [&str; 5] = ["prefix", "first", "last", "width", "at_end"];
    let entries = reader.many(root, &schema::SERVICES);
    if !root.contains_key(schema::SERVICES.name) {
        reader.error(0, "services", "a centre needs at least one service; add [[services]]");
    }
    let has_fields = root.contains_key(schema::FIELDS.name);
    let mut services = Vec::new();
    for entry in &entries {
        let id: Option<ServiceId> = reader.id(entry, "id");
        let sign = reader.get(entry, "sign", values::text);
        let prefix = reader.get(entry, "prefix", values::text).or_else(|| sign.clone());
        let shared: Option<SeriesId> = reader.reference(entry, "series", "series");
        let own = series(reader, entry, prefix);
        if entry.has("series") {
            for key in OWN.into_iter().filter(|key| entry.has(key)) {
                reader.error_at(
                    &entry.path_of(key),
                    "does not go with 'series', which says it for all its services; remove one of them",
                );
            }
        } else if let (Some(id), Some(own)) = (&id, own) {
            let path = format!("services.{id}");
            if reader.has_name(schema::SERIES.name, id.as_str()) {
                let problem = format!("a [[series]] has this id too; rename one, or add series = \"{id}\"");
                reader.error_at(&path, problem);
            }
            all_series.insert(id.clone(), own);
        }
        if has_fields && !entry.has("field") {
            reader.error(
                entry.offset(),
                entry.path_of("field"),
                "missing key; with [[fields]] every service belongs to one",
            );
        }
        services.extend(service(reader, entry, id, sign, shared));
    }
    services
}

fn service<'a>(
    reader: &mut Reader<'a>,
    entry: &Entry<'a>,
    id: Option<ServiceId>,
    sign: Option<String>,
    shared: Option<SeriesId>,
) -> Option<ServiceConfig> {
    let name = reader.get(entry, "name", values::local_text);
    let description = optional_text(reader, entry, "description");
    let icon = reader.get(entry, "icon", values::icon);
    let field = reader.reference(entry, "field", "fields");
    let calendar: Option<ServiceId> = reader.reference(entry, "calendar", "calendars");
    let daily_max = number(reader, entry, "daily_max");
    let usual_minutes = number(reader, entry, "usual_minutes");
    let hours: Option<ServiceId> = reader.reference(entry, "hours", "calendars");
    let group_max = number(reader, entry, "group_max");
    let appointments = rules::appointments(reader, entry);
    let id = id?;
    Some(ServiceConfig {
        sign: sign?,
        name: name?,
        description,
        icon: icon?,
        field,
        series: shared.unwrap_or_else(|| id.clone()),
        calendar: calendar.map(CalendarId::from),
        daily_max,
        usual_minutes: usual_minutes?,
        hours: hours.map(CalendarId::from),
        group_max,
        appointments,
        id,
    })
}

fn counters<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<CounterConfig> {
    let entries = reader.many(root, &schema::COUNTERS);
    if !root.contains_key(schema::COUNTERS.name) {
        reader.error(0, "counters", "a centre needs at least one counter; add [[counters]]");
    }
    let mut counters = Vec::new();
    for entry in &entries {
        let number = reader.get(entry, "number", counter_number);
        let name = optional_text(reader, entry, "name");
        let agency = optional_text(reader, entry, "agency");
        let place = optional_text(reader, entry, "place");
        let services = reader.references(entry, "services", "services", service_reference);
        let is_accessible = reader.get(entry, "accessible", values::flag).unwrap_or_default();
        let order = rules::order(reader, entry, services.as_deref().unwrap_or_default());
        let (calls, helps) = (rules::calls(reader, entry), rules::helps(reader, entry));
        let led = leds::led(reader, entry);
        if let (Some(number), Some(services)) = (number, services) {
            counters.push(CounterConfig {
                number,
                name,
                agency,
                place,
                services,
                order,
                calls,
                helps,
                is_accessible,
                led,
            });
        }
    }
    counters.sort_by_key(|counter| counter.number);
    counters
}

fn serial<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> Option<SerialConfig> {
    let path = path(reader, entry, "path");
    let baud = number(reader, entry, "baud");
    Some(SerialConfig { path: path?, baud: baud? })
}

fn path<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>, key: &'static str) -> Option<PathBuf> {
    reader.get(entry, key, values::text).map(PathBuf::from)
}

/// A number; the schema's limits make it fit.
fn number<'a, T: TryFrom<i64>>(reader: &mut Reader<'a>, entry: &Entry<'a>, key: &'static str) -> Option<T> {
    reader.get(entry, key, values::integer).and_then(|number| T::try_from(number).ok())
}

fn optional_text<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>, key: &'static str) -> LocalText {
    reader.get(entry, key, values::local_text).unwrap_or_default()
}

fn counter_number(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<CounterNumber> {
    let number = values::integer(key, value, problems)?;
    CounterNumber::new(u32::try_from(number).ok()?).ok()
}

fn service_reference(value: &DeValue<'_>) -> Option<(String, Option<ServiceId>)> {
    let id = value.as_str()?;
    Some((id.to_owned(), id.parse().ok()))
}
