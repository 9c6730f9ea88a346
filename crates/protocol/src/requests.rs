//! Wishes, and what is said of them.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, LocalText, OfficialId, PriorityClassId, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{MessageLevel, TicketStage, WaitRange};

/// A wish of a visitor or an official.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Give a number for this service, and print it at the kiosk that asks.
    Issue {
        /// For which service.
        service: ServiceId,
        /// The priority the visitor claims.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<PriorityClassId>,
    },
    /// Begin to serve at this counter, or go on after a pause.
    OpenCounter {
        /// Which counter.
        counter: CounterNumber,
        /// Who serves.
        official: OfficialId,
        /// For which services, in order; empty for all that the configuration gives the counter.
        #[serde(default)]
        services: Vec<ServiceId>,
    },
    /// Stop calling for a while.
    PauseCounter {
        /// Which counter.
        counter: CounterNumber,
        /// Why, as shown to the hall.
        reason: PauseReason,
    },
    /// End service at this counter.
    CloseCounter {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Call whoever is next by the rules; the one being served is finished first.
    CallNext {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Call this waiting or absent number out of turn.
    CallNumber {
        /// Which counter.
        counter: CounterNumber,
        /// As the official typed or touched it.
        number: TicketNumber,
    },
    /// Call the present number once more.
    Recall {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor stands at the counter.
    Arrive {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor has been served.
    Finish {
        /// Which counter.
        counter: CounterNumber,
        /// With what result.
        outcome: Outcome,
    },
    /// The visitor does not come.
    MarkAbsent {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor gives up the number.
    Cancel {
        /// Which ticket.
        ticket: TicketId,
    },
    /// Say something to the hall. Only for the interface for other programs.
    PostMessage {
        /// How urgent.
        level: MessageLevel,
        /// The words.
        text: LocalText,
        /// When it ends by itself; at the end of the business day without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// Say it no longer. Only for the interface for other programs.
    RemoveMessage {
        /// Which message.
        message: u32,
    },
}

/// How a service at the counter ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All done.
    #[default]
    Done,
    /// The dossier was received; a result will follow.
    Received,
    /// The dossier could not be taken.
    Refused,
    /// The visitor was told where to go or what to bring.
    Guided,
}

/// Why a counter does not call for a while.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// A short break.
    #[default]
    Break,
    /// Lunch.
    Lunch,
    /// A meeting.
    Meeting,
    /// A computer or line fault.
    Technical,
}

/// A refusal as it travels: the code names the text `refusal-…` in the locales (`_` becomes `-`), the
/// values fill it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalText {
    /// E.g. `nobody_waiting`.
    pub code: String,
    /// E.g. `number` = `A005`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

/// A ticket as its visitor or official sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketInfo {
    /// Its opaque id.
    pub ticket: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// For which service.
    pub service: ServiceId,
    /// That service's name.
    pub service_name: LocalText,
    /// The priority class, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<PriorityClassId>,
    /// Where it stands.
    pub stage: TicketStage,
    /// How many are before it, by the rules as they stand; 0 once called.
    pub ahead: u32,
    /// How long it will probably still wait; absent when nobody serves the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<WaitRange>,
    /// Counters that may call it; once called, the one that did.
    pub counters: Vec<CounterNumber>,
    /// Where those counters are, e.g. "Tầng 1, khu A".
    #[serde(default, skip_serializing_if = "LocalText::is_empty")]
    pub place: LocalText,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// What the slip's QR leads to.
    pub follow_url: String,
    /// Whether a slip is being printed for it at the kiosk that asked.
    pub is_printing: bool,
}
