//! A centre's file, `centre.toml`: what it may say ([`schema`]), what it says ([`Config`]), and everything
//! that is wrong with it at once ([`ConfigErrors`]).

mod check;
mod errors;
mod read;
mod reader;
mod reference;
mod schema;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_files;
mod types;
mod values;

use std::path::Path;

use toml::de::DeTable;

pub use errors::{ConfigError, ConfigErrors, Position};
pub use reference::reference;
pub use types::{
    BoardConfig, CentreConfig, ClassConfig, Config, CounterConfig, FieldConfig, KioskConfig, LedBusConfig,
    LedBusKind, LedConfig, LimitsConfig, PrinterConfig, PrinterKind, PriorityConfig, SerialConfig,
    ServiceConfig,
};

use reader::Reader;

impl Config {
    /// Reads a file. The errors name it as `path` does.
    pub fn load(path: &Path) -> Result<Self, ConfigErrors> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            ConfigErrors::whole(&name, format!("cannot be read: {error}; 'goiso-hub init' writes a sample"))
        })?;
        Self::parse(&text, &name)
    }

    /// Reads a text; the errors name it `file_name`.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, ConfigErrors> {
        if text.len() > schema::FILE_BYTES_MAX {
            let problem = format!("is {} bytes long; at most {}", text.len(), schema::FILE_BYTES_MAX);
            return Err(ConfigErrors::whole(file_name, problem));
        }
        let mut reader = Reader::new(text);
        let (root, syntax_errors) = DeTable::parse_recoverable(text);
        for error in &syntax_errors {
            let offset = error.span().map_or(0, |span| span.start);
            reader.error(offset, "", error.message().replace('\n', ", "));
        }
        // What follows a broken line may have been misread: it would only lead astray.
        let mut config = None;
        // What follows a broken line may have been misread: it would only lead astray.
        if syntax_errors.is_empty() {
            let read = read::config(&mut reader, root.get_ref());
            check::check(&mut reader, &read);
            config = Some(read);
        }
        let errors = reader.into_errors();
        match config {
            Some(config) if errors.is_empty() => Ok(config),
            Some(_) | None => Err(ConfigErrors { file_name: file_name.to_owned(), errors }),
        }
    }
}
