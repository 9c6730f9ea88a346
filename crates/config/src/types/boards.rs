//! Hall boards, and how they speak.

use goiso_model::{CounterNumber, DeviceName, Language, LocalText, ServiceId};
use jiff::civil::Time;

/// A hall board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardConfig {
    /// Its name.
    pub name: DeviceName,
    /// The counters it is about, by number; never empty.
    pub counters: Vec<CounterNumber>,
    /// How it is laid out.
    pub layout: BoardLayoutConfig,
    /// The services whose next numbers it shows, in the order of the kiosk.
    pub services: Vec<ServiceId>,
    /// How many of those who come next it shows for each service, 0 to 8.
    pub next_numbers: usize,
    /// Its sound zone; none for a board that is silent.
    pub zone: Option<String>,
    /// The diagonal of its screen, if it is to be checked whether it can be read.
    pub screen_inches: Option<u32>,
    /// How far the farthest seat is, in metres.
    pub viewing_metres: u32,
}

/// How a board is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoardLayoutConfig {
    /// The newest call large, recent ones beside it.
    Main,
    /// Every counter with its number.
    Grid,
    /// One service or zone.
    Service {
        /// What it is headed.
        title: LocalText,
    },
    /// A narrow strip over a counter.
    Strip,
    /// The calls beside slides.
    Split {
        /// The folder of slides on the board's own machine.
        folder: String,
        /// How long each slide stands, in seconds.
        slide_secs: u32,
    },
}

/// How boards with a sound zone speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceConfig {
    /// How often a call is said, 1 to 3 times.
    pub n_repeats: u8,
    /// The silence between two times, in milliseconds.
    pub gap_millis: u32,
    /// Whether a chime comes first.
    pub has_chime: bool,
    /// From when on how loud in percent, in order; before the first, the last holds. Never empty.
    pub volumes: Vec<(Time, u8)>,
    /// What is said for a call, one after the other; never empty.
    pub sentences: Vec<SentenceConfig>,
}

/// A sentence that is spoken for each call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceConfig {
    /// Its language.
    pub language: Language,
    /// The name of a built-in voice pack, or a folder on the board's own machine.
    pub pack: String,
    /// How ticket numbers are read.
    pub reading: ReadingConfig,
    /// Whose words Vietnamese numbers are read in.
    pub accent: AccentConfig,
    /// The words, with `{number}` and `{counter}` in them, each once.
    pub template: String,
    /// What the last call adds, possibly empty.
    pub last_call: String,
}

/// How ticket numbers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingConfig {
    /// One digit after the other.
    Digits,
    /// As a number.
    Number,
}

/// Whose words Vietnamese numbers are read in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AccentConfig {
    /// Hà Nội's.
    #[default]
    North,
    /// Sài Gòn's.
    South,
}
