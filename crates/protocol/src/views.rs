//! Whole views: what each kind of screen shows. They hold points in time rather than durations, so that a
//! view stays true while nothing happens.

mod beside;
mod board;
mod desk;
mod kiosk;
mod lending;
mod scanned;
mod slips;

#[cfg(doc)]
use goiso_model::OutcomeId;
use goiso_model::{CounterNumber, LocalText, OfficialId, PriorityClassId, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Onward, PauseReason};

pub use beside::{Colleague, HallService, OutcomeInfo};
pub use board::{
    Accent, BoardCall, BoardCounter, BoardCounterCondition, BoardLayout, BoardMessage, BoardReport,
    BoardView, BoardVoice, MessageLevel, NextNumbers, NumberReading, SoundState, SpokenSentence, VolumeFrom,
};
pub use desk::{
    AssistantView, DeskCounter, DeskView, KioskPrinter, SaidMessage, SupervisedCounter, SupervisedService,
    SupervisorView, WaitingLongest,
};
pub use kiosk::{
    ClassInfo, FieldInfo, Guidance, GuidanceWhen, KioskService, KioskSetup, KioskView, OpenHours,
    PrinterCondition, ServiceState, WaitRange,
};
pub use lending::{Lending, LentBlock};
pub use scanned::{Scanned, ScannedAppointment, ScannedThing};
pub use slips::{SlipState, SlipTrouble, StandInPrinter};

/// What a screen shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "screen", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a client keeps one")]
pub enum View {
    /// For a kiosk.
    Kiosk(KioskView),
    /// For a counter terminal.
    Counter(CounterView),
    /// For a hall board.
    Board(BoardView),
    /// For a terminal where nobody has a seat.
    Desk(DeskView),
    /// For somebody who takes numbers for people in the hall.
    Assistant(AssistantView),
    /// For somebody who looks after the whole hall.
    Supervisor(SupervisorView),
    /// A screen of a newer hub.
    #[serde(other)]
    Unknown,
}

/// The centre's own words and colours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Centre {
    /// "Trung tâm Phục vụ hành chính công".
    pub name: LocalText,
    /// The unit above it: "UBND xã Tân Cương".
    pub unit: LocalText,
    /// A line under the name, possibly empty.
    pub slogan: LocalText,
    /// A telephone number to call for help, possibly empty.
    pub hotline: String,
    /// The zone that clocks show, e.g. `Asia/Ho_Chi_Minh`.
    pub zone: String,
    /// The main colour as `#RRGGBB`; absent for the default red.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
}

/// Whether the hub can give numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuingState {
    /// It can.
    Ready,
    /// Its disk does not take entries: nothing can be promised until it does.
    JournalUnavailable,
    /// A state of a newer hub: treated as unavailable.
    #[serde(other)]
    Unknown,
}

/// What a counter terminal shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CounterView {
    /// Head of the screen.
    pub centre: Centre,
    /// Which counter.
    pub counter: CounterNumber,
    /// Its own name, possibly empty.
    pub name: LocalText,
    /// Whether it serves.
    #[serde(flatten)]
    pub state: CounterState,
    /// The services it serves now (open), or would (closed), in order.
    pub services: Vec<(ServiceId, LocalText)>,
    /// Who is called or served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<CurrentTicket>,
    /// Who this counter would call, in that order; the first [`Self::WAITING_SHOWN_MAX`].
    pub waiting: Vec<WaitingTicket>,
    /// How many there are in all.
    pub n_waiting: u32,
    /// When the one waiting longest got the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_since: Option<Timestamp>,
    /// The day's figures of this counter.
    pub today: Today,
    /// How many calls a number gets before "absent" is due.
    pub calls_max: u32,
    /// What the official should know.
    pub alerts: Vec<Alert>,
    /// The names of the priority classes.
    pub classes: Vec<ClassInfo>,
    /// Whether the hub can take entries.
    pub issuing: IssuingState,
    /// What the scanner at this counter has just read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanned: Option<Scanned>,
    /// Who was here and may come back: held or absent, the newest first; the first [`Self::AWAY_SHOWN_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub away: Vec<AwayTicket>,
    /// Until when the last "absent", "finished" or "given up" may be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<Timestamp>,
    /// Since when the supervisor is asked to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_since: Option<Timestamp>,
    /// Every service of the hall.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hall: Vec<HallService>,
    /// Every other counter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colleagues: Vec<Colleague>,
    /// What the supervisor says, the most urgent first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<SaidMessage>,
    /// Slips of visitors who wait for this counter's services that a printer did not bring out, or may not have,
    /// the newest first; at most [`SlipTrouble::TOLD_MAX`]. An official may have them printed again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<SlipTrouble>,
    /// How a service can end, the usual way first; none where the centre has settled nothing: then in the ways of
    /// [`OutcomeId::built_in`], which have names of their own on each terminal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<OutcomeInfo>,
}

impl CounterView {
    /// The most waiting tickets a view lists.
    pub const WAITING_SHOWN_MAX: usize = 50;
    /// The most tickets a view lists of those who may come back.
    pub const AWAY_SHOWN_MAX: usize = 20;
}

/// Somebody who was at a counter or called there, and may come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwayTicket {
    /// Its id.
    pub ticket: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// For which service.
    pub service: ServiceId,
    /// Held or absent.
    pub stage: TicketStage,
    /// Since when.
    pub since: Timestamp,
    /// Until when the place is kept, if held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What an official wrote down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Whether a counter serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CounterState {
    /// Nobody is there.
    Closed,
    /// It calls.
    Open {
        /// Who serves.
        official: OfficialId,
        /// Since when.
        since: Timestamp,
    },
    /// It does not call for a while.
    Paused {
        /// Who serves.
        official: OfficialId,
        /// Since when.
        since: Timestamp,
        /// Why.
        reason: PauseReason,
    },
}

/// The ticket at a counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentTicket {
    /// Its id.
    pub ticket: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// For which service.
    pub service: ServiceId,
    /// The priority class, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<PriorityClassId>,
    /// Called or being served.
    pub stage: TicketStage,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it was first called here.
    pub called_at: Timestamp,
    /// When the visitor came to the counter, once serving.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serving_since: Option<Timestamp>,
    /// How often it has been called here.
    pub n_calls: u32,
    /// Why it was this one's turn.
    pub reason: SelectedReason,
    /// What an official wrote down for the colleagues.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where the visitor goes to once finished here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Onward>,
    /// How long such a service usually takes; absent where nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_minutes: Option<u32>,
}

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketStage {
    /// In the hall.
    Waiting,
    /// Asked to a counter.
    Called,
    /// At the counter.
    Serving,
    /// Did not come.
    Absent,
    /// Served.
    Done,
    /// Given up, or the day ended.
    Cancelled,
    /// Fetching something; the place is kept.
    Held,
    /// Asked to come on the next business day.
    PutOff,
    /// A stage of a newer hub.
    #[serde(other)]
    Unknown,
}

/// Why a ticket's turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelectedReason {
    /// Longest waiting.
    Oldest,
    /// A priority class, within its share.
    Priority,
    /// Waited longer than the longest allowed.
    MaxWait,
    /// An official chose the number.
    OutOfTurn,
    /// Back with what was missing.
    Returned,
    /// Was absent, and has waited behind the next two.
    Restored,
    /// Sent on by another counter.
    Transferred,
    /// Has an appointment.
    Appointment,
    /// Had to leave unserved on the day before.
    CarriedOver,
    /// The service comes first at this counter.
    ServiceOrder,
    /// The service has had less than its share of this counter's calls.
    ServiceShare,
    /// The counter helps where it does not usually serve.
    Helping,
    /// Came to the counter without a slip.
    WalkIn,
    /// A reason of a newer hub.
    #[serde(other)]
    Unknown,
}

/// A ticket in a counter's waiting list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingTicket {
    /// Its id.
    pub ticket: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// For which service.
    pub service: ServiceId,
    /// The priority class, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<PriorityClassId>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Why it stands where it stands.
    pub reason: SelectedReason,
}

/// A counter's figures of the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// Tickets finished here.
    pub n_served: u32,
    /// Tickets marked absent here.
    pub n_absent: u32,
    /// Mean time at the counter in seconds; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_service_secs: Option<u32>,
}

/// Something the official should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// What is wrong; shown as the text `alert-…` (`_` becomes `-`).
    pub kind: AlertKind,
    /// With which device, e.g. `printer-1`; empty for none.
    pub device: String,
}

/// Kinds of alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// The LED over this counter does not answer.
    LedDown,
    /// A kiosk's printer has no paper.
    PrinterNoPaper,
    /// A kiosk's printer is near its end of paper.
    PrinterPaperLow,
    /// A kiosk's printer does not print.
    PrinterFault,
    /// A counter's keypad does not answer.
    KeypadGone,
    /// A scanner, of this counter or of a kiosk, does not answer.
    ScannerGone,
    /// The hub's disk does not take entries.
    JournalUnavailable,
    /// A number that a kiosk gave while the hub was away leads to no ticket: somebody waits in vain. The device is the
    /// number.
    NumberTurnedAway,
    /// A kind of a newer hub.
    #[serde(other)]
    Unknown,
}
