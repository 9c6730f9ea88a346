//! What the command line says.

use std::path::PathBuf;

use clap::Parser;
use goiso_model::{CounterNumber, DeviceName, Language, OfficialId};
use goiso_ui::WindowSize;

/// The counter terminal of Gọi Số.
#[derive(Debug, Clone, Parser)]
#[command(name = "goiso-counter", version)]
pub struct Options {
    /// The hub's address
    #[arg(long, default_value = "ws://127.0.0.1:7300/ws")]
    pub hub: String,
    /// This terminal's name
    #[arg(long, default_value = "counter-terminal")]
    pub device: DeviceName,
    /// Which counter this is; without, somebody chooses a counter, or takes numbers, or looks after the hall
    #[arg(long)]
    pub counter: Option<CounterNumber>,
    /// Who serves here, where officials do not sign in; `counter-<number>` if not given
    #[arg(long)]
    pub official: Option<OfficialId>,
    /// Over the whole screen
    #[arg(long, conflicts_with = "windowed")]
    pub fullscreen: bool,
    /// In a window (this is how it starts)
    #[arg(long)]
    pub windowed: bool,
    /// The window's size; as it was left, if not given, and 460x900 the first time
    #[arg(long)]
    pub size: Option<WindowSize>,
    /// Leave Alt+1 to Alt+4 to other programs
    #[arg(long)]
    pub no_global_keys: bool,
    /// The language of the screen
    #[arg(long, default_value = "vi")]
    pub language: Language,
    /// A folder of Fluent files that change or add texts, e.g. LOCALES/en/common.ftl
    #[arg(long)]
    pub locales: Option<PathBuf>,
}

impl Options {
    /// Who serves where officials do not sign in: as given, else named after the counter or the terminal.
    pub fn official(&self) -> OfficialId {
        self.official.clone().unwrap_or_else(|| {
            let name = match self.counter {
                Some(counter) => format!("counter-{counter}"),
                None => self.device.to_string(),
            };
            OfficialId::new(name).expect("a counter's number and a device's name make a slug")
        })
    }

    /// The name under which the window's place is kept.
    pub fn place_name(&self) -> String {
        match self.counter {
            Some(counter) => format!("counter-{counter}"),
            None => self.device.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::try_parse_from(line.split(' ')).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_must_be_said() {
        let options = parse("goiso-counter --counter 3").unwrap();
        assert_eq!(options.official().as_str(), "counter-3");
        assert_eq!((options.size, options.place_name().as_str()), (None, "counter-3"));
        assert_eq!(options.hub, "ws://127.0.0.1:7300/ws");
        let desk = parse("goiso-counter --device ban-huong-dan").unwrap();
        assert_eq!((desk.counter, desk.official().as_str()), (None, "ban-huong-dan"));
    }

    #[test]
    fn wrong_options_are_named() {
        for (line, wrong) in [
            ("goiso-counter --counter 1000", "1000"),
            ("goiso-counter --counter ba", "'ba'"),
            ("goiso-counter --counter 3 --size 460", "'460'"),
            ("goiso-counter --counter 3 --size 460x9", "'460x9'"),
            ("goiso-counter --counter 3 --official Lan", "'Lan'"),
            ("goiso-counter --counter 3 --language VI", "'VI'"),
            ("goiso-counter --counter 3 --windowed --fullscreen", "--fullscreen"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(wrong), "{line}: {error}");
        }
    }
}
