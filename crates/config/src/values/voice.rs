//! What the hall hears.

use jiff::civil::Time;

use super::{Key, Problems, Value, list, parse_time, plain_text, shorten, text, wrong_kind};

/// What a spoken sentence must hold, each once.
const SLOTS: [&str; 2] = ["{number}", "{counter}"];

/// A sentence with each of [`SLOTS`] in it, once, and no other braces.
pub(in super::super) fn template(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<String> {
    let sentence = text(key, value, problems)?;
    let mut rest = sentence.clone();
    for slot in SLOTS {
        if sentence.matches(slot).count() != 1 {
            let problem = format!("must hold {slot} once, e.g. {}", key.example);
            problems.push((value.span().start, problem));
            return None;
        }
        rest = rest.replace(slot, "");
    }
    if rest.contains(['{', '}']) {
        let problem = format!("may have no braces besides {}", SLOTS.join(" and "));
        problems.push((value.span().start, problem));
        return None;
    }
    Some(sentence)
}

/// At least one time with a percent, in order.
pub(in super::super) fn volumes(
    key: &Key,
    value: &Value<'_>,
    problems: &mut Problems,
) -> Option<Vec<(Time, u8)>> {
    let mut last: Option<Time> = None;
    let volumes = list(key, value, problems, |value, problems| {
        let written = plain_text(key, value, problems)?;
        let Some((from, percent)) = parse_volume(&written) else {
            let problem = format!(
                "'{}' must be a time and a percent from 0 to 100, e.g. \"07:00 80\"",
                shorten(&written)
            );
            problems.push((value.span().start, problem));
            return None;
        };
        if last.is_some_and(|last| from <= last) {
            let problem = format!("'{written}' does not come after the time before it; put them in order");
            problems.push((value.span().start, problem));
            return None;
        }
        last = Some(from);
        Some((from, percent))
    })?;
    if value.get_ref().as_array().is_some_and(|items| items.is_empty()) {
        wrong_kind(key, value, problems);
    }
    (!volumes.is_empty()).then_some(volumes)
}

fn parse_volume(text: &str) -> Option<(Time, u8)> {
    let (from, percent) = text.split_once(' ')?;
    let percent = percent.trim().trim_end_matches('%').trim_end();
    let percent = percent.parse().ok().filter(|percent| *percent <= 100)?;
    Some((parse_time(from)?, percent))
}
