//! Finding a service by its name, typed without diacritics or by its initials.

use goiso_model::{Language, LocalText};
use goiso_protocol::{KioskService, KioskView};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The most letters of a query.
pub(super) const QUERY_CHARS_MAX: usize = 40;
/// The one Vietnamese letter whose mark is no diacritic to Unicode.
const D_WITH_STROKE: char = '\u{111}';
/// The most services that are offered before anything is typed.
const FAVOURITES_MAX: usize = 6;

/// The services that a query leads to, the best first; before anything is typed, those chosen most often today.
pub fn found<'a>(view: &'a KioskView, query: &str, language: &Language) -> Vec<&'a KioskService> {
    let query = folded(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        return favourites(view);
    }
    let ranked = view.services.iter().filter_map(|service| {
        let field = service.field.as_ref().and_then(|id| view.fields.iter().find(|field| field.id == *id));
        let weak = [Some(&service.description), field.map(|field| &field.name)];
        let strong = rank(&service.name, language, &words).map(|rank| (0, rank));
        let rank = strong.or_else(|| {
            weak.into_iter()
                .flatten()
                .filter_map(|text| rank(text, language, &words))
                .min()
                .map(|rank| (1, rank))
        });
        rank.map(|rank| (rank, service))
    });
    let mut ranked: Vec<_> = ranked.collect();
    // Stable: among equals the order of the kiosk holds.
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, service)| service).collect()
}

/// The services that were chosen most often today.
fn favourites(view: &KioskView) -> Vec<&KioskService> {
    let mut chosen: Vec<&KioskService> = view.services.iter().filter(|service| service.n_given > 0).collect();
    chosen.sort_by_key(|service| std::cmp::Reverse(service.n_given));
    chosen.truncate(FAVOURITES_MAX);
    chosen
}

/// How well a text goes with the words that were typed: the less the better, none if not at all.
fn rank(text: &LocalText, language: &Language, query: &[&str]) -> Option<u8> {
    // Many know a service by its Vietnamese name in whatever language they read.
    let texts = [text.get(language), text.get(&Language::vietnamese())].map(folded);
    texts.iter().filter_map(|text| rank_of(text, query)).min()
}

fn rank_of(text: &str, query: &[&str]) -> Option<u8> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = query.join(" ");
    if text.starts_with(&joined) {
        return Some(0);
    }
    let in_order = words.windows(query.len()).any(|window| {
        let (last, rest) = query.split_last().unwrap_or((&"", &[]));
        window.len() == query.len()
            && window.iter().zip(rest).all(|(word, typed)| word == typed)
            && window.last().is_some_and(|word| word.starts_with(last))
    });
    if in_order {
        return Some(1);
    }
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    if query.len() == 1 && query[0].chars().count() > 1 && initials.contains(query[0]) {
        return Some(2);
    }
    let all_begin = query.iter().all(|typed| words.iter().any(|word| word.starts_with(typed)));
    all_begin.then_some(3)
}

/// Small letters without diacritics, and nothing but letters, digits and single spaces: "Hộ tịch – Cư trú" is
/// "ho tich cu tru".
fn folded(text: &str) -> String {
    let bare = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let plain = bare.map(|c| match c {
        D_WITH_STROKE => 'd',
        c if c.is_alphanumeric() => c,
        _ => ' ',
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_its_marks() {
        assert_eq!(folded("Hộ tịch – Cư trú"), "ho tich cu tru");
        assert_eq!(folded("ĐẤT ĐAI, (sổ đỏ)"), "dat dai so do");
        assert_eq!(folded("  Ưu  tiên "), "uu tien");
    }

    #[test]
    fn the_better_a_text_fits_the_lower_its_rank() {
        let rank = |query: &str| rank_of("dang ky khai sinh", &query.split(' ').collect::<Vec<_>>());
        assert_eq!(rank("dang k"), Some(0));
        assert_eq!(rank("khai sinh"), Some(1));
        assert_eq!(rank("khai s"), Some(1));
        assert_eq!(rank("ks"), Some(2));
        assert_eq!(rank("sinh khai"), Some(3));
        assert_eq!(rank("x"), None);
        assert_eq!(rank("k"), Some(1));
        assert_eq!(rank("an"), None, "a word is not found from its middle");
    }
}
