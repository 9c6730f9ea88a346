//! The packs that are part of the program, so that a board speaks with nothing else installed.

use std::path::Path;

use goiso_model::Language;
use include_dir::{Dir, include_dir};

use crate::Accent;

static VOICES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/voice");

/// The names of the built-in packs.
pub const BUILT_IN: [&str; 3] = ["vi-north", "vi-south", "en"];

pub(super) fn folder(name: &str) -> Option<&'static Dir<'static>> {
    BUILT_IN.contains(&name).then(|| VOICES.get_dir(name)).flatten()
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

/// The files of a built-in pack by name, `pack.toml` among them, for whoever hands them on; empty for a name
/// that is none of [`BUILT_IN`].
pub fn built_in_files(name: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let files = folder(name).into_iter().flat_map(Dir::files);
    files.filter_map(|file| {
        let name = Path::file_name(file.path())?.to_str()?;
        Some((name, file.contents()))
    })
}
