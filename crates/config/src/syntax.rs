//! Broken TOML: where each broken part begins, without what follows from it.

use toml::de::{DeTable, Error};

/// The parts of a text that are broken, with offsets. An unclosed bracket would turn all that follows into
/// errors; so each table is looked at by itself and only its first error is told.
pub(super) fn problems(text: &str, whole: &[Error]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut ends = table_offsets(text).skip(1).chain([text.len()]);
    for begin in table_offsets(text) {
        let end = ends.next().expect("there are as many ends as beginnings");
        let (_, errors) = DeTable::parse_recoverable(&text[begin..end]);
        found.extend(errors.iter().map(|error| told(error, begin)).min());
    }
    if found.is_empty() {
        // Only wrong together: the same table or key twice.
        found.extend(whole.iter().map(|error| told(error, 0)));
    }
    found
}

fn told(error: &Error, begin: usize) -> (usize, String) {
    let offset = error.span().map_or(0, |span| span.start);
    (begin + offset, error.message().replace('\n', ", "))
}

/// Where the text and each table in it begin: a line with `[name` or `[[name`.
fn table_offsets(text: &str) -> impl Iterator<Item = usize> {
    let headers = text.match_indices("\n[").map(|(newline, _)| newline + 1);
    let is_header = |&offset: &usize| {
        let name = text[offset..].trim_start_matches('[');
        name.starts_with(|first: char| first.is_ascii_alphabetic())
    };
    std::iter::once(0).chain(headers.filter(is_header))
}
