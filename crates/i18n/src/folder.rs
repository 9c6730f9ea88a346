//! Further languages from a folder: `<folder>/<tag>/*.ftl`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use goiso_model::Language;

use crate::Texts;

/// Why a locale could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LocaleError {
    /// A file or folder could not be read.
    #[error("cannot read locale '{}'", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A line is not Fluent.
    #[error("locale '{}' line {line}: {problem}, near '{near}'", path.display())]
    Syntax {
        /// In which file.
        path: PathBuf,
        /// On which line, from 1.
        line: usize,
        /// What the parser says.
        problem: String,
        /// The beginning of the text it does not understand.
        near: String,
    },
    /// A folder's name is not a language tag.
    #[error("locale folder '{}' must be named after a language: 2 to 12 of a–z and '-', e.g. 'tay'", path.display())]
    Tag {
        /// Which.
        path: PathBuf,
    },
}

/// The languages that a folder holds, each with its own name for itself, by tag. A language that does not
/// say its `language-name` goes by its tag.
pub fn languages_in(folder: &Path) -> Result<Vec<(Language, String)>, LocaleError> {
    let mut languages = Vec::new();
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let tag = path.file_name().and_then(|name| name.to_str()).and_then(Language::new);
        let language = tag.ok_or_else(|| LocaleError::Tag { path: path.clone() })?;
        let texts = Texts::with_folder(&language, folder)?;
        let name = texts.own("language-name").unwrap_or_else(|| language.as_str().to_owned());
        languages.push((language, name));
    }
    Ok(languages)
}

/// The `.ftl` files of a language in a folder, by name; none if the folder does not have that language.
pub(crate) fn resources(language: &Language, folder: &Path) -> Result<Vec<FluentResource>, LocaleError> {
    // Reading the outer folder first tells a mistyped path from a language that is not there.
    let of_language = entries(folder)?.into_iter().find(|path| path.ends_with(language.as_str()));
    let Some(of_language) = of_language else { return Ok(Vec::new()) };
    entries(&of_language)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
        .map(|path| {
            let source = fs::read_to_string(&path).map_err(|source| unreadable(&path, source))?;
            parse(&path, source)
        })
        .collect()
}

/// Reads one source; the first problem wins.
pub(crate) fn parse(path: &Path, source: String) -> Result<FluentResource, LocaleError> {
    const NEAR_CHARS: usize = 40;
    FluentResource::try_new(source).map_err(|(resource, problems)| {
        let source = resource.source();
        let problem = problems.first().expect("the parser only fails with a problem");
        let at = source.floor_char_boundary(problem.pos.start);
        let (before, after) = source.split_at(at);
        LocaleError::Syntax {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            problem: problem.kind.to_string(),
            near: after.lines().next().unwrap_or("").chars().take(NEAR_CHARS).collect(),
        }
    })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, LocaleError> {
    let read = || -> io::Result<Vec<PathBuf>> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.sort();
        Ok(paths)
    };
    read().map_err(|source| unreadable(folder, source))
}

fn unreadable(path: &Path, source: io::Error) -> LocaleError {
    LocaleError::Unreadable { path: path.to_owned(), source }
}
