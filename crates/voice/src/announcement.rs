//! What is to be said.

use std::time::Duration;

use goiso_model::{CounterNumber, Language, TicketNumber};
use serde::{Deserialize, Serialize};

/// A call, as the hall hears it. Never more than this: no name, no class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Who is called.
    pub number: TicketNumber,
    /// Where to.
    pub counter: CounterNumber,
    /// Whether nobody will be called again.
    pub is_last_call: bool,
}

/// A sentence that is said for each call, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Whose rules numbers are read by.
    pub language: Language,
    /// How ticket numbers are read; a counter's number is always read as a number.
    pub reading: Reading,
    /// Whose words Vietnamese numbers are read in.
    pub accent: Accent,
    /// With `{number}` and `{counter}` in it.
    pub template: String,
    /// What the last call adds, possibly empty.
    pub last_call: String,
}

/// How numbers are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reading {
    /// One by one: "không không năm".
    #[default]
    Digits,
    /// As a number: "một trăm linh năm".
    Number,
}

/// Whose words Vietnamese numbers are read in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accent {
    /// Hà Nội's: nghìn, linh, tư.
    #[default]
    North,
    /// Sài Gòn's: ngàn, lẻ, bốn.
    South,
}

/// Names a clip of a pack by what is heard in it: lower-case words, one space between them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClipKey(pub String);

/// A part of what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// This clip.
    Clip(ClipKey),
    /// Nothing, for so long; besides the usual gap between clips.
    Pause(Duration),
}
