//! What the hub and its clients say to each other over `/ws`: JSON text frames, one message each.
//!
//! A client opens with [`ToHub::Hello`]; the hub answers [`FromHub::Welcome`] and then sends whole
//! [`View`]s whenever they change, or [`FromHub::Refused`] and closes. Wishes carry a [`RequestId`] that
//! the client draws; sending the same one again does nothing twice and brings the same answer.
//! `docs/protocol.md` shows every frame; a test decodes its examples.
//!
//! [`RequestId`]: goiso_model::RequestId

mod desk;
mod frames;
mod local_slip;
mod ports;
mod requests;
mod sending;
mod views;

pub use desk::{OfficialRole, Pin, Resume, Seat, SeatToken, SignedIn};
pub use frames::{Answer, ErrorCode, FrameError, FromHub, Role, ToHub, decode, encode};
pub use local_slip::{LOCAL_SLIP_BYTES_MAX, LocalSlip, LocalSlipAnswer, LocalSlipError, LocalSlipTexts};
pub use ports::{PORT_BYTES_MAX, PORT_WINDOW_BYTES, PortNews, PortOrder};
pub use requests::{PauseReason, RefusalText, Request, TicketInfo};
pub use sending::{Audience, HoldReason, Onward, Rest, ServiceSwitch, Target, TransferPlace};
pub use views::{
    Accent, Alert, AlertKind, AssistantView, AwayTicket, BoardCall, BoardCounter, BoardCounterCondition,
    BoardLayout, BoardMessage, BoardReport, BoardView, BoardVoice, Centre, ClassInfo, Colleague,
    CounterState, CounterView, CurrentTicket, DeskCounter, DeskView, FieldInfo, Guidance, GuidanceWhen,
    HallService, IssuingState, KioskPrinter, KioskService, KioskSetup, KioskView, Lending, LentBlock,
    MessageLevel, NextNumbers, NumberReading, OpenHours, OutcomeInfo, PrinterCondition, SaidMessage, Scanned,
    ScannedAppointment, ScannedThing, SelectedReason, ServiceState, SlipState, SlipTrouble, SoundState,
    SpokenSentence, StandInPrinter, SupervisedCounter, SupervisedService, SupervisorView, TicketStage, Today,
    View, VolumeFrom, WaitRange, WaitingLongest, WaitingTicket,
};

/// The version both sides must speak. It rises when an old frame would be misunderstood.
pub const VERSION: u16 = 1;

/// The largest frame either side accepts, in bytes. A view of 60 counters is under 32 KiB.
pub const FRAME_BYTES_MAX: usize = 256 * 1024;

/// The largest frame a client may send, in bytes: wishes are small.
pub const REQUEST_BYTES_MAX: usize = 8 * 1024;

/// How often the hub pings, in seconds. A side that hears nothing for [`SILENCE_SECS_MAX`] gives up.
pub const PING_SECS: u64 = 10;

/// The longest silence, in seconds, before the hub drops a client.
pub const SILENCE_SECS_MAX: u64 = 25;

/// How often the hub says [`FromHub::Alive`] when it has nothing else to say, in seconds: a client that
/// has heard nothing for 5 s tells its user that the line is down.
pub const ALIVE_SECS: u64 = 2;
