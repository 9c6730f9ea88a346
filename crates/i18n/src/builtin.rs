//! The languages that are part of the program.

use goiso_model::Language;

use crate::Texts;

/// The files of a language, in the order they are read. Keys are unique across them.
pub const FILES: [&str; 8] =
    ["common.ftl", "refusals.ftl", "kiosk.ftl", GUIDE, "counter.ftl", "board.ftl", "slip.ftl", "hub.ftl"];

/// What kiosks say aloud.
const GUIDE: &str = "guide.ftl";

macro_rules! sources {
    ($tag:literal) => {
        [
            include_str!(concat!("../../../assets/locales/", $tag, "/common.ftl")),
            include_str!(concat!("../../../assets/locales/", $tag, "/refusals.ftl")),
            include_str!(concat!("../../../assets/locales/", $tag, "/kiosk.ftl")),
            include_str!(concat!("../../../assets/locales/", $tag, "/guide.ftl")),
            include_str!(concat!("../../../assets/locales/", $tag, "/counter.ftl")),
            include_str!(concat!("../../../assets/locales/", $tag, "/board.ftl")),
            include_str!(concat!("../../../assets/locales/", $tag, "/slip.ftl")),
            include_str!(concat!("../../../assets/locales/", $tag, "/hub.ftl")),
        ]
    };
}

const VIETNAMESE: [&str; FILES.len()] = sources!("vi");
const ENGLISH: [&str; FILES.len()] = sources!("en");

/// The sources of a built-in language, in the order of [`FILES`].
pub(crate) fn sources(language: &Language) -> Option<&'static [&'static str]> {
    match language.as_str() {
        "vi" => Some(&VIETNAMESE),
        "en" => Some(&ENGLISH),
        _ => None,
    }
}

/// The files whose texts visitors read in their own language.
const OF_VISITORS: [&str; 3] = ["common.ftl", "refusals.ftl", "kiosk.ftl"];

/// Every key of a file that visitors read, in the order of the file.
pub(crate) fn keys_of_visitors() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    FILES
        .into_iter()
        .zip(VIETNAMESE)
        .filter(|(file, _)| OF_VISITORS.contains(file))
        .map(|(file, source)| (file, keys(source)))
}

/// The keys of all that kiosks say aloud: what a voice for them has to record.
pub fn guide_keys() -> Vec<&'static str> {
    let guide = FILES.into_iter().zip(VIETNAMESE).find(|(file, _)| *file == GUIDE);
    guide.map(|(_, source)| keys(source)).unwrap_or_default()
}

fn keys(source: &'static str) -> Vec<&'static str> {
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(resource, _)| resource);
    let keys = resource.body.iter().filter_map(|entry| match entry {
        fluent_syntax::ast::Entry::Message(message) => Some(message.id.name),
        _ => None,
    });
    keys.collect()
}

/// The built-in languages, each with its own name for itself: `vi` "Tiếng Việt", `en` "English".
pub fn languages() -> Vec<(Language, String)> {
    [Language::vietnamese(), Language::english()]
        .into_iter()
        .map(|language| {
            let name = Texts::new(&language).text("language-name");
            (language, name)
        })
        .collect()
}
