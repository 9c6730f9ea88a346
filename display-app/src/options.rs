//! What the command line says.

use std::path::PathBuf;

use clap::Parser;
use goiso_model::{DeviceName, Language};
use goiso_ui::WindowSize;

/// The hall board of Gọi Số.
#[derive(Debug, Clone, Parser)]
#[command(name = "goiso-display", version)]
pub struct Options {
    /// The hub's address
    #[arg(long, default_value = "ws://127.0.0.1:7300/ws")]
    pub hub: String,
    /// This board's name in the hub's configuration
    #[arg(long, default_value = "board-1")]
    pub device: DeviceName,
    /// Over the whole screen (this is how it starts)
    #[arg(long)]
    pub fullscreen: bool,
    /// In a window
    #[arg(long, conflicts_with = "fullscreen")]
    pub windowed: bool,
    /// The window's size
    #[arg(long, default_value = "1920x1080")]
    pub size: WindowSize,
    /// The language of the screen
    #[arg(long, default_value = "vi")]
    pub language: Language,
    /// A folder of Fluent files that change or add texts, e.g. LOCALES/en/common.ftl
    #[arg(long)]
    pub locales: Option<PathBuf>,
    /// The loudspeaker: an ALSA device that takes any rate, e.g. default or plughw:1
    #[arg(long, default_value = "default")]
    pub sound_device: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::try_parse_from(line.split(' ')).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_must_be_said() {
        let options = parse("goiso-display").unwrap();
        assert_eq!(options.device.as_str(), "board-1");
        assert_eq!(options.size, WindowSize { width: 1920, height: 1080 });
        assert!(!options.windowed && parse("goiso-display --windowed").unwrap().windowed);
    }

    #[test]
    fn wrong_options_are_named() {
        for (line, wrong) in [
            ("goiso-display --size 1920", "'1920'"),
            ("goiso-display --size 1920x9", "'1920x9'"),
            ("goiso-display --device Board_1", "'Board_1'"),
            ("goiso-display --language VI", "'VI'"),
            ("goiso-display --windowed --fullscreen", "--fullscreen"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(wrong), "{line}: {error}");
        }
    }
}
