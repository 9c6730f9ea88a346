//! What hall boards show, and say.

use goiso_model::{CounterNumber, Language, LocalText, ServiceId, TicketNumber};
use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::{Centre, IssuingState, TicketStage};

/// What a hall board shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardView {
    /// Head of the screen.
    pub centre: Centre,
    /// The newest calls, newest first, one for each ticket: [`Self::CALLS_SHOWN`], and every further one of
    /// the last [`Self::FRESH_SECS`], at most [`Self::CALLS_MAX`] in all.
    pub calls: Vec<BoardCall>,
    /// The counters this board is about, by number.
    pub counters: Vec<BoardCounter>,
    /// Lines for the ticker.
    pub notices: Vec<LocalText>,
    /// Whether the hub can take entries.
    pub issuing: IssuingState,
    /// How it is laid out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub layout: BoardLayout,
    /// What the supervisor has to say now, the most urgent first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<BoardMessage>,
    /// Who comes next, where this board shows it: one entry a service, in the order of the services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextNumbers>,
    /// How its calls are spoken; absent for a silent board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<BoardVoice>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl BoardView {
    /// The calls a view carries though they are old.
    pub const CALLS_SHOWN: usize = 12;
    /// The most calls a view carries.
    pub const CALLS_MAX: usize = 120;
    /// A call older than this many seconds is neither put into the spotlight nor spoken.
    pub const FRESH_SECS: i64 = 90;
}

/// How a board is laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BoardLayout {
    /// The newest call large, recent ones beside it.
    #[default]
    Main,
    /// Every counter with its current number.
    Grid,
    /// One service or zone: its newest call, its counters and who comes next.
    Service {
        /// What it is headed, e.g. the service's or the zone's name.
        title: LocalText,
    },
    /// A narrow strip over one counter.
    Strip,
    /// The calls beside slides.
    Split {
        /// The folder of pictures on the board's own machine.
        folder: String,
        /// How long each picture stands.
        slide_secs: u32,
    },
    /// A layout of a newer hub: drawn as the main one.
    #[serde(other)]
    Unknown,
}

/// Something the supervisor says to the hall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardMessage {
    /// How urgent.
    pub level: MessageLevel,
    /// The words.
    pub text: LocalText,
    /// Since when it is said.
    pub since: Timestamp,
}

/// How urgent a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageLevel {
    /// Over the whole board, until it is taken back: fire, evacuation.
    Emergency,
    /// In the line of notices, before the others.
    Notice,
    /// A level of a newer hub: treated as a notice.
    #[serde(other)]
    Unknown,
}

/// Who comes next for a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextNumbers {
    /// Which service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: LocalText,
    /// Numbers in the order in which they will probably be called.
    pub numbers: Vec<TicketNumber>,
    /// How many wait in all.
    pub n_waiting: u32,
}

/// How a board speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardVoice {
    /// The sound zone: the boards whose loudspeakers are heard in one place.
    pub zone: String,
    /// Whether this board is the one of its zone that speaks now.
    pub is_speaker: bool,
    /// Where several programs show this board, the [`BoardReport::program`] of the one that speaks; absent when it
    /// has not told its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_program: Option<u32>,
    /// The calls of this zone up to this [`BoardCall::sequence`] have been spoken, as far as the hub knows.
    pub spoken_through: u64,
    /// What is said for each call, one sentence after the other: Vietnamese, then perhaps English.
    pub sentences: Vec<SpokenSentence>,
    /// How often a call is said, 1 to 3 times.
    pub n_repeats: u8,
    /// The silence between two times, in milliseconds.
    pub gap_millis: u32,
    /// Whether a chime comes first.
    pub has_chime: bool,
    /// How loud, by the time of the centre's day: the last entry that has begun holds, before the first one
    /// the last of all. Never empty.
    pub volumes: Vec<VolumeFrom>,
}

/// A sentence that is spoken for a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenSentence {
    /// In which language.
    pub language: Language,
    /// The voice pack: the name of a built-in one, e.g. `vi-north`, or a folder on the board's own machine.
    pub pack: String,
    /// How numbers are read.
    pub reading: NumberReading,
    /// Whose words: `nghìn, linh, tư` or `ngàn, lẻ, bốn`.
    pub accent: Accent,
    /// With `{number}` and `{counter}` in it: `Mời công dân có số {number} đến quầy số {counter}`.
    pub template: String,
    /// What the last call adds, possibly empty: `Đây là lần gọi cuối`.
    pub last_call: String,
}

/// How numbers are read aloud.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberReading {
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
    /// Hà Nội's.
    #[default]
    North,
    /// Sài Gòn's.
    South,
}

/// A volume and when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeFrom {
    /// From this time of the centre's day on.
    pub from: Time,
    /// 0 (silent) to 100.
    pub percent: u8,
}

/// What a board tells of itself, once a second and whenever it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardReport {
    /// Whether it can speak.
    pub sound: SoundState,
    /// The [`BoardCall::sequence`] of the newest call it has finished speaking; 0 before the first.
    pub spoken_through: u64,
    /// A number that its program drew when it started, so that of two programs with one board's name only one
    /// speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<u32>,
}

/// Whether a board can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoundState {
    /// It is not to speak: its configuration gives it no zone.
    Off,
    /// It can.
    Ready,
    /// There is no sound card, or it does not open.
    NoDevice,
    /// Its voice pack cannot be read.
    NoPack,
    /// A state of a newer board: treated as unable.
    #[serde(other)]
    Unknown,
}

/// A call on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardCall {
    /// Rises with every call and recall of the day; a board lights up and speaks those it has not yet.
    pub sequence: u64,
    /// The number.
    pub number: TicketNumber,
    /// To which counter.
    pub counter: CounterNumber,
    /// Where that counter is, possibly empty.
    pub place: LocalText,
    /// The service's name.
    pub service_name: LocalText,
    /// When this call (or recall) was made.
    pub called_at: Timestamp,
    /// The how-manieth call of this ticket it is.
    pub n_calls: u32,
    /// Whether the last call is made: `n_calls` has reached the limit.
    pub is_last_call: bool,
    /// Still called, being served, or already gone from the counter.
    pub stage: TicketStage,
}

/// A counter on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardCounter {
    /// Which.
    pub counter: CounterNumber,
    /// Its own name, possibly empty.
    pub name: LocalText,
    /// Whether it serves.
    pub condition: BoardCounterCondition,
    /// The number called or served there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<TicketNumber>,
}

/// A counter in the hall's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardCounterCondition {
    /// Nobody is there.
    Closed,
    /// It calls.
    Open,
    /// It does not call for a while.
    Paused,
    /// A condition of a newer hub.
    #[serde(other)]
    Unknown,
}
