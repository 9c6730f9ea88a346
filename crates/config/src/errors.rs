//! What is wrong with a file, all of it, with lines.

use std::fmt;

/// Everything that is wrong with one file, in the order of its lines; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors {
    /// The file's name as it was given.
    pub file_name: String,
    /// What is wrong.
    pub errors: Vec<ConfigError>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// Where; absent if it is about the file as a whole.
    pub at: Option<Position>,
    /// The key, e.g. `services.ho-tich.prefix`; empty if it is about none.
    pub path: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// A place in a text, both from 1. The column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Which line.
    pub line: usize,
    /// Which character of it.
    pub column: usize,
}

impl Position {
    /// The place of a byte of `text`.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = &text.as_bytes()[..offset.min(text.len())];
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |newline| newline + 1);
        let line = before.split(|&b| b == b'\n').count();
        // Bytes that begin a character, so that a Vietnamese letter counts once.
        let column = before[line_start..].iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1;
        Self { line, column }
    }
}

impl ConfigErrors {
    /// An error about a file as a whole.
    pub(super) fn whole(file_name: &str, problem: String) -> Self {
        let error = ConfigError { at: None, path: String::new(), problem };
        Self { file_name: file_name.to_owned(), errors: vec![error] }
    }
}

/// One line an error: `centre.toml:42: services.ho-tich.prefx: unknown key; did you mean 'prefix'?`.
/// An error about no key (a broken syntax) has the column too.
impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (error_idx, error) in self.errors.iter().enumerate() {
            if error_idx > 0 {
                writeln!(f)?;
            }
            write!(f, "{}:", self.file_name)?;
            match error.at {
                Some(at) if error.path.is_empty() => write!(f, "{}:{}:", at.line, at.column)?,
                Some(at) => write!(f, "{}:", at.line)?,
                None => {}
            }
            if !error.path.is_empty() {
                write!(f, " {}:", error.path)?;
            }
            write!(f, " {}", error.problem)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigErrors {}
