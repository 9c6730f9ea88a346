//! Strict reading of the small TOML files about slips and printers: what is wrong, where, and what would be right.

use std::ops::{Range, RangeInclusive};

use serde::de::DeserializeOwned;
use toml::Spanned;

/// Such files are short; a longer one is another file.
pub const TOML_BYTES_MAX: usize = 64 * 1024;

/// What is wrong with a file about slips or printers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {problem}", at.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default())]
pub struct TomlError {
    /// The file as it was named.
    pub file: String,
    /// Where; absent if it is about the file as a whole.
    pub at: Option<TomlPosition>,
    /// What is wrong, and what would be right.
    pub problem: String,
}

/// A place in a file, both from 1. The column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TomlPosition {
    /// Which line.
    pub line: usize,
    /// Which character of it.
    pub column: usize,
}

/// A text and its name, for errors.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Source<'_> {
    /// Reads the whole text as one value; unknown keys are the type's business.
    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, TomlError> {
        if self.text.len() > TOML_BYTES_MAX {
            return Err(self.whole(format!("is longer than {TOML_BYTES_MAX} bytes")));
        }
        toml::from_str(self.text).map_err(|error| {
            let problem = error.message().replace('\n', ", ");
            match error.span() {
                Some(span) => self.at(&span, problem),
                None => self.whole(problem),
            }
        })
    }

    /// An error about a part of the text.
    pub(super) fn at(self, span: &Range<usize>, problem: impl Into<String>) -> TomlError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        TomlError {
            file: self.file.to_owned(),
            at: Some(TomlPosition { line, column }),
            problem: problem.into(),
        }
    }

    /// An error about the text as a whole.
    pub(super) fn whole(self, problem: impl Into<String>) -> TomlError {
        TomlError { file: self.file.to_owned(), at: None, problem: problem.into() }
    }

    /// A number within its limits.
    pub(super) fn within(
        self,
        name: &str,
        value: &Spanned<u32>,
        limits: &RangeInclusive<u32>,
    ) -> Result<u32, TomlError> {
        let number = *value.get_ref();
        if limits.contains(&number) {
            return Ok(number);
        }
        let (min, max) = (limits.start(), limits.end());
        Err(self.at(&value.span(), format!("{name} is {number}; write a number from {min} to {max}")))
    }
}

/// Reads a file of such a kind; one that is too long is cut, and then refused by its length.
pub(super) fn read_text(path: &std::path::Path) -> Result<String, TomlError> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path)
        .and_then(|file| file.take(TOML_BYTES_MAX as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("cannot be read: {error}"));
    let text = read
        .and_then(|_| String::from_utf8(bytes).map_err(|_| "is no UTF-8; save it again as UTF-8".to_owned()));
    text.map_err(|problem| TomlError { file: path.display().to_string(), at: None, problem })
}
