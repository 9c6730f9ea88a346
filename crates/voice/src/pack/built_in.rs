//! The packs that are part of the program, so that a board speaks with nothing else installed.

use std::path::Path;

use goiso_model::Language;
use include_dir::{Dir, include_dir};

use crate::Accent;

static VOICES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/voice");

/// The names of the built-in packs.
pub const BUILT_IN: [&str; 3] = ["vi-north", "vi-south", "en"];

/// The names of the built-in packs of what kiosks say on their screens, in the order of [`BUILT_IN`].
pub const GUIDES: [&str; 3] = ["guide-vi-north", "guide-vi-south", "guide-en"];

pub(super) fn folder(name: &str) -> Option<&'static Dir<'static>> {
    (BUILT_IN.contains(&name) || GUIDES.contains(&name)).then(|| VOICES.get_dir(name)).flatten()
}

/// Whose words these are: Vietnamese for every language that has no pack.
pub(super) fn name_for(language: &Language, accent: Accent) -> &'static str {
    if *language == Language::english() {
        return "en";
    }
    match accent {
        Accent::North => "vi-north",
        Accent::South => "vi-south",
    }
}

/// The packs that a kiosk speaks from in this language: of its screens, and of numbers; none where there are none.
pub(super) fn guide_for(language: &Language, accent: Accent) -> Option<(&'static str, &'static str)> {
    let is_known = *language == Language::english() || *language == Language::vietnamese();
    let calls = name_for(language, accent);
    let idx = BUILT_IN.iter().position(|name| *name == calls)?;
    is_known.then_some((GUIDES[idx], calls))
}

/// The files of a built-in pack by name, `pack.toml` among them, for whoever hands them on; empty for a name
/// that is none of [`BUILT_IN`] or [`GUIDES`].
pub fn built_in_files(name: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let files = folder(name).into_iter().flat_map(Dir::files);
    files.filter_map(|file| {
        let name = Path::file_name(file.path())?.to_str()?;
        Some((name, file.contents()))
    })
}
