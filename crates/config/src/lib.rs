//! A centre's file, `centre.toml`: what it may say (`schema`), what it says ([`Config`]), and everything
//! that is wrong with it at once ([`ConfigErrors`]).

mod check;
mod emergency;
mod errors;
mod read;
mod reader;
mod reference;
mod schema;
mod syntax;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_boards;
#[cfg(test)]
mod tests_of_emergency;
#[cfg(test)]
mod tests_of_files;
#[cfg(test)]
mod tests_of_leds;
#[cfg(test)]
mod tests_of_pads;
#[cfg(test)]
mod tests_of_rules;
mod types;
mod values;
mod warnings;

use std::io::Read;
use std::path::Path;

use toml::de::DeTable;

pub use errors::{ConfigError, ConfigErrors, Position};
pub use reference::reference;
pub use types::{
    AccentConfig, BoardConfig, BoardLayoutConfig, CentreConfig, ClassConfig, Config, CounterConfig,
    DossierServiceConfig, EmergencyConfig, FieldConfig, GuidanceConfig, KeypadConfig, KeypadKind,
    KioskConfig, KioskLevels, LedArrow, LedBusConfig, LedBusKind, LedClosed, LedConfig, LedModelConfig,
    LedProtocol, LedRegisters, LimitsConfig, OutcomeConfig, PrinterConfig, PrinterKind, PrinterModelChoice,
    PriorityConfig, ReadingConfig, ScannerConfig, ScannerKind, ScannerPlace, SentenceConfig, SerialConfig,
    ServiceConfig, SlipLayoutChoice, VoiceConfig,
};
pub use warnings::ConfigWarning;

use reader::Reader;

impl Config {
    /// Reads a file. The errors name it as `path` does.
    pub fn load(path: &Path) -> Result<Self, ConfigErrors> {
        let name = path.display().to_string();
        let text = read_text(path).map_err(|error| {
            let remedy = match error.kind() {
                std::io::ErrorKind::NotFound => "; 'goiso-hub init' writes a sample",
                std::io::ErrorKind::InvalidData => "; save it again as UTF-8",
                _ => "",
            };
            ConfigErrors::whole(&name, format!("cannot be read: {error}{remedy}"))
        })?;
        Self::parse(&text, &name)
    }

    /// Reads a text; the errors name it `file_name`.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, ConfigErrors> {
        if text.len() > schema::FILE_BYTES_MAX {
            let problem = format!("is longer than {} bytes", schema::FILE_BYTES_MAX);
            return Err(ConfigErrors::whole(file_name, problem));
        }
        let mut reader = Reader::new(text);
        let (root, syntax_errors) = DeTable::parse_recoverable(text);
        let config = if syntax_errors.is_empty() {
            let config = read::config(&mut reader, root.get_ref());
            check::check(&mut reader, &config);
            Some(config)
        } else {
            // What follows a broken line may have been misread: it would only lead astray.
            for (offset, problem) in syntax::problems(text, &syntax_errors) {
                reader.error(offset, "", problem);
            }
            None
        };
        let errors = reader.into_errors();
        match config {
            Some(config) if errors.is_empty() => Ok(config),
            Some(_) | None => Err(ConfigErrors { file_name: file_name.to_owned(), errors }),
        }
    }
}

/// No more than what shows that a file is too long.
fn read_text(path: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(schema::FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    // Cut in the middle of a letter, it is too long, and not wrongly written.
    if bytes.len() > schema::FILE_BYTES_MAX {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    String::from_utf8(bytes).map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidData, error))
}
