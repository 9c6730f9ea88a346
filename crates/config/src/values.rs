//! One value of the file at a time: from TOML to what it means, or what is wrong with it.

mod voice;

use std::collections::{BTreeMap, BTreeSet};

use goiso_domain::Window;
use goiso_model::{Language, LocalText};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::schema::{Key, Kind};

pub(super) use voice::{template, volumes};

/// A value with its place in the file.
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// Takes what is wrong, with the offset of the byte where.
pub(super) type Problems = Vec<(usize, String)>;

/// White on the colour must reach this contrast (WCAG 2.2, 1.4.3).
const CONTRAST_MIN: f64 = 4.5;

/// Says that a value is not of the key's kind.
pub(super) fn wrong_kind(key: &Key, value: &Value<'_>, problems: &mut Problems) {
    let found = match value.get_ref() {
        DeValue::String(text) => format!("the text '{}'", shorten(text)),
        DeValue::Integer(integer) => format!("the number {integer}"),
        DeValue::Float(float) => format!("the number {float}"),
        DeValue::Boolean(flag) => format!("{flag}"),
        DeValue::Datetime(time) => format!("the time {time}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    };
    problems.push((
        value.span().start,
        format!("must be {}, e.g. {} = {}; found {found}", key.kind, key.name, key.example),
    ));
}

fn shorten(text: &str) -> String {
    const SHOWN_MAX: usize = 40;
    text.chars().take(SHOWN_MAX).collect()
}

/// A value that is a text.
pub(super) fn plain_text(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<String> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        wrong_kind(key, value, problems);
    }
    text.map(str::to_owned)
}

/// One line of text within the key's limits.
pub(super) fn text(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<String> {
    let (min, max) = match key.kind {
        Kind::Text(min, max) => (min, max),
        Kind::Path(max) | Kind::LocalText(max) | Kind::LocalTexts(_, max) | Kind::Template(max) => (1, max),
        _ => (0, usize::MAX),
    };
    let text = plain_text(key, value, problems)?;
    let n_chars = text.chars().count();
    let problem = if n_chars < min {
        format!("must not be empty, e.g. {}", key.example)
    } else if n_chars > max {
        format!("is {n_chars} characters long; at most {max}")
    } else if text.chars().any(char::is_control) {
        "must be one line without control characters".to_owned()
    } else if text.trim() != text && key.name != "prefix" {
        "must not begin or end with a space".to_owned()
    } else {
        return Some(text);
    };
    problems.push((value.span().start, problem));
    None
}

/// A text in Vietnamese, or one for each language.
pub(super) fn local_text(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<LocalText> {
    let Some(table) = value.get_ref().as_table() else {
        return text(key, value, problems).map(LocalText::vietnamese);
    };
    if !table.contains_key(Language::vietnamese().as_str()) {
        problems.push((value.span().start, format!("lacks the Vietnamese text, e.g. {}", key.example)));
    }
    let mut texts = BTreeMap::new();
    for (tag, value) in table {
        if let (Some(language), Some(text)) =
            (language(tag.get_ref(), tag.span().start, problems), text(key, value, problems))
        {
            texts.insert(language, text);
        }
    }
    Some(LocalText(texts))
}

fn language(tag: &str, offset: usize, problems: &mut Problems) -> Option<Language> {
    Language::try_from(tag.to_owned()).map_err(|problem| problems.push((offset, problem))).ok()
}

/// The items of a list that are good.
pub(super) fn list<T>(
    key: &Key,
    value: &Value<'_>,
    problems: &mut Problems,
    mut item: impl FnMut(&Value<'_>, &mut Problems) -> Option<T>,
) -> Option<Vec<T>> {
    let Some(items) = value.get_ref().as_array() else {
        wrong_kind(key, value, problems);
        return None;
    };
    Some(items.iter().filter_map(|value| item(value, problems)).collect())
}

/// Several texts.
pub(super) fn local_texts(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<Vec<LocalText>> {
    let texts = list(key, value, problems, |value, problems| local_text(key, value, problems))?;
    if let Kind::LocalTexts(n_max, _) = key.kind
        && texts.len() > n_max
    {
        problems.push((value.span().start, format!("has {} entries; at most {n_max}", texts.len())));
    }
    Some(texts)
}

/// A whole number within the key's limits.
pub(super) fn integer(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<i64> {
    let number = value
        .get_ref()
        .as_integer()
        .and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok())
        .filter(|number| match key.kind {
            Kind::Integer(min, max) => (min..=max).contains(number),
            Kind::ChoiceOfIntegers(choices) => choices.contains(number),
            _ => true,
        });
    if number.is_none() {
        wrong_kind(key, value, problems);
    }
    number
}

/// Several whole numbers within the key's limits.
pub(super) fn integers(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<Vec<i64>> {
    let Kind::Integers(min, max) = key.kind else { return None };
    list(key, value, problems, |value, problems| {
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        let number = number.filter(|number| (min..=max).contains(number));
        if number.is_none() {
            wrong_kind(key, value, problems);
        }
        number
    })
}

/// true or false.
pub(super) fn flag(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<bool> {
    let flag = value.get_ref().as_bool();
    if flag.is_none() {
        wrong_kind(key, value, problems);
    }
    flag
}

/// One of the key's words.
pub(super) fn choice(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<&'static str> {
    let Kind::Choice(choices) = key.kind else { return None };
    let chosen =
        value.get_ref().as_str().and_then(|text| choices.iter().find(|&&choice| choice == text).copied());
    if chosen.is_none() {
        wrong_kind(key, value, problems);
    }
    chosen
}

/// A Material Symbols name: a–z, 0–9 and `_`.
pub(super) fn icon(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<String> {
    let name = plain_text(key, value, problems)?;
    let is_name =
        name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_name {
        wrong_kind(key, value, problems);
    }
    is_name.then_some(name)
}

/// Where a web server is reached, without a path.
pub(super) fn web_address(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<String> {
    let text = plain_text(key, value, problems)?;
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    let is_host = |host: &str| {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b".-:[]".contains(&b);
        !host.is_empty() && host.bytes().all(is_plain)
    };
    let Kind::WebAddress(max) = key.kind else { return None };
    if host.is_some_and(is_host) && text.len() <= max {
        return Some(text);
    }
    wrong_kind(key, value, problems);
    None
}

/// A colour that white text can be read on.
pub(super) fn colour(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<String> {
    let text = plain_text(key, value, problems)?;
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
    let Some(rgb) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
        wrong_kind(key, value, problems);
        return None;
    };
    let contrast = contrast_with_white(rgb);
    if contrast < CONTRAST_MIN {
        // Rounded down, so that 4.49 does not read as enough.
        let shown = (contrast * 10.0).floor() / 10.0;
        problems.push((
            value.span().start,
            format!(
                "'{text}' is too light: white text has a contrast of {shown:.1} to 1 on it and needs {CONTRAST_MIN}; take a darker one, e.g. {}",
                key.example
            ),
        ));
        return None;
    }
    Some(text.to_uppercase())
}

/// WCAG 2.2, "contrast ratio" and "relative luminance".
fn contrast_with_white(rgb: u32) -> f64 {
    let channel = |shift: u32| {
        let value = f64::from((rgb >> shift) & 0xFF) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
    1.05 / (luminance + 0.05)
}

/// The name of a zone that is known here.
pub(super) fn zone(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<String> {
    let name = plain_text(key, value, problems)?;
    let is_known = TimeZone::get(&name).is_ok();
    if !is_known {
        wrong_kind(key, value, problems);
    }
    is_known.then_some(name)
}

/// The languages on offer.
pub(super) fn languages(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<Vec<Language>> {
    let tags = list(key, value, problems, |value, problems| {
        let tag = plain_text(key, value, problems)?;
        language(&tag, value.span().start, problems)
    })?;
    if !tags.contains(&Language::vietnamese()) {
        problems.push((value.span().start, format!("must hold 'vi', e.g. {}", key.example)));
    }
    if let Some(repeated) =
        tags.iter().enumerate().find_map(|(i, tag)| tags[..i].contains(tag).then_some(tag))
    {
        problems.push((value.span().start, format!("names '{repeated}' twice")));
    }
    Some(tags)
}

/// `"04:00"`.
pub(super) fn time_of_day(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<Time> {
    let time = value.get_ref().as_str().and_then(parse_time);
    if time.is_none() {
        wrong_kind(key, value, problems);
    }
    time
}

/// Two digits, a colon, two digits.
fn parse_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i8>().ok())?
    };
    Time::new(two_digits(hour)?, two_digits(minute)?, 0, 0).ok()
}

/// The windows of a day: each with its end after its beginning, in order and apart.
pub(super) fn windows(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<Vec<Window>> {
    let mut free_from = Time::midnight();
    let mut is_day_over = false;
    list(key, value, problems, |value, problems| {
        let text = plain_text(key, value, problems)?;
        let Some(window) = parse_window(&text) else {
            problems.push((
                value.span().start,
                format!(
                    "'{}' must be a window with its end after its beginning, e.g. \"07:30-11:30\"",
                    shorten(&text)
                ),
            ));
            return None;
        };
        if is_day_over || window.begin < free_from {
            problems.push((
                value.span().start,
                format!("'{text}' begins before the window before it has ended; put them in order"),
            ));
            return None;
        }
        free_from = window.end;
        is_day_over = window.end == Time::midnight();
        Some(window)
    })
}

fn parse_window(text: &str) -> Option<Window> {
    let (begin, end) = text.split_once(['-', '–'])?;
    let (begin, end) = (begin.trim(), end.trim());
    let begin = parse_time(begin)?;
    if end == "24:00" {
        return Some(Window { begin, end: Time::midnight() });
    }
    let end = parse_time(end)?;
    (begin < end).then_some(Window { begin, end })
}

/// A date in quotes or not.
fn date(value: &Value<'_>) -> Option<Date> {
    match value.get_ref() {
        DeValue::String(text) => text.parse().ok(),
        DeValue::Datetime(date) if date.time.is_none() => date.to_string().parse().ok(),
        _ => None,
    }
}

/// Days.
pub(super) fn dates(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<BTreeSet<Date>> {
    let dates = list(key, value, problems, |value, problems| {
        let date = date(value);
        if date.is_none() {
            wrong_kind(key, value, problems);
        }
        date
    })?;
    Some(dates.into_iter().collect())
}

/// Days with windows of their own.
pub(super) fn special_days(
    key: &Key,
    value: &Value<'_>,
    problems: &mut Problems,
) -> Option<BTreeMap<Date, Vec<Window>>> {
    let Some(table): Option<&DeTable<'_>> = value.get_ref().as_table() else {
        wrong_kind(key, value, problems);
        return None;
    };
    let mut days = BTreeMap::new();
    for (day, value) in table {
        let Ok(date) = day.get_ref().parse() else {
            problems.push((
                day.span().start,
                format!("'{}' must be a date, e.g. \"2026-08-22\"", shorten(day.get_ref())),
            ));
            continue;
        };
        if let Some(windows) = windows(key, value, problems) {
            days.insert(date, windows);
        }
    }
    Some(days)
}
