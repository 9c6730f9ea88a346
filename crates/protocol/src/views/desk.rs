//! What terminals show besides a counter's own view: choosing a seat, taking numbers, looking after the hall.

use goiso_model::{CounterNumber, DeviceName, LocalText, PriorityClassId, ServiceId, TicketNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Audience;

use super::{
    Alert, BoardCounterCondition, Centre, ClassInfo, CounterState, IssuingState, KioskService, MessageLevel,
    PrinterCondition, ServiceState, TicketStage, Today,
};

/// What a terminal shows where nobody has a seat. It is the same at every such terminal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeskView {
    /// Head of the screen.
    pub centre: Centre,
    /// Whether the hub asks who somebody is before it gives a seat.
    pub is_sign_in_needed: bool,
    /// The counters to choose from, by number.
    pub counters: Vec<DeskCounter>,
}

/// A counter to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskCounter {
    /// Which.
    pub counter: CounterNumber,
    /// Its own name, possibly empty.
    pub name: LocalText,
    /// Where it is, possibly empty.
    pub place: LocalText,
    /// What it may serve, in order.
    pub services: Vec<(ServiceId, LocalText)>,
    /// Whether somebody serves there.
    pub condition: BoardCounterCondition,
}

/// What an assistant's screen shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AssistantView {
    /// Head of the screen.
    pub centre: Centre,
    /// Every service, in the order of the configuration.
    pub services: Vec<KioskService>,
    /// The priority classes.
    pub classes: Vec<ClassInfo>,
    /// Where slips can be printed.
    pub kiosks: Vec<KioskPrinter>,
    /// Whether the hub can give numbers.
    pub issuing: IssuingState,
}

/// A kiosk and its printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskPrinter {
    /// Which kiosk.
    pub kiosk: DeviceName,
    /// How its printer is.
    pub printer: PrinterCondition,
}

/// What a supervisor's screen shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupervisorView {
    /// Head of the screen.
    pub centre: Centre,
    /// Every counter, by number.
    pub counters: Vec<SupervisedCounter>,
    /// Every service, in the order of the configuration.
    pub services: Vec<SupervisedService>,
    /// Who waits longest, the longest first; at most [`Self::LONGEST_SHOWN_MAX`].
    pub longest: Vec<WaitingLongest>,
    /// What is said to the hall now.
    pub messages: Vec<SaidMessage>,
    /// What is wrong with devices and the journal.
    pub alerts: Vec<Alert>,
    /// The names of the priority classes.
    pub classes: Vec<ClassInfo>,
    /// Whether the hub can take entries.
    pub issuing: IssuingState,
}

impl SupervisorView {
    /// The most waiting tickets a view names.
    pub const LONGEST_SHOWN_MAX: usize = 12;
}

/// A counter in the supervisor's eyes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisedCounter {
    /// Which.
    pub counter: CounterNumber,
    /// Its own name, possibly empty.
    pub name: LocalText,
    /// Whether it serves, and who.
    #[serde(flatten)]
    pub state: CounterState,
    /// What it serves now, or would.
    pub services: Vec<ServiceId>,
    /// Who is called or served there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<TicketNumber>,
    /// Called or being served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<TicketStage>,
    /// Since when that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_since: Option<Timestamp>,
    /// How many wait for what it serves.
    pub n_waiting: u32,
    /// The day's figures there.
    pub today: Today,
    /// Its terminal is gone, and the counter is freed then unless it comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freed_at: Option<Timestamp>,
    /// Since when its official asks the supervisor to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_since: Option<Timestamp>,
}

/// A service in the supervisor's eyes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisedService {
    /// Which.
    pub id: ServiceId,
    /// Its letter.
    pub sign: String,
    /// Its name.
    pub name: LocalText,
    /// How many wait.
    pub n_waiting: u32,
    /// When the one waiting longest got the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_since: Option<Timestamp>,
    /// Numbers given today.
    pub n_issued: u32,
    /// The most numbers of a day, where there is a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_max: Option<u32>,
    /// Whether it gives numbers.
    pub state: ServiceState,
    /// The open counters that serve it.
    pub counters: Vec<CounterNumber>,
}

/// Somebody who waits long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingLongest {
    /// The number.
    pub number: TicketNumber,
    /// For which service.
    pub service: ServiceId,
    /// The priority class, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<PriorityClassId>,
    /// When it was issued.
    pub issued_at: Timestamp,
}

/// Something said to the hall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidMessage {
    /// Its number, by which it is taken back.
    pub message: u32,
    /// How urgent.
    pub level: MessageLevel,
    /// The words.
    pub text: LocalText,
    /// Since when.
    pub since: Timestamp,
    /// For whom.
    #[serde(default, skip_serializing_if = "Audience::is_boards")]
    pub audience: Audience,
}
