//! What happened. Events are the journal, so every change here must still read what was written before:
//! add variants and optional fields, never rename or remove one.

use goiso_model::{
    CounterNumber, DeviceName, LocalText, OfficialId, PriorityClassId, ServiceId, TicketId, TicketNumber,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{MessageLevel, Rules, SeriesId};

/// A fact of the hall. The time it happened at stands beside it in the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// These rules are in force from now on.
    RulesApplied {
        /// All of them.
        rules: Box<Rules>,
    },
    /// A business day began; all numbers start anew, and the tickets of the day before are history.
    DayStarted {
        /// Which.
        day: Date,
    },
    /// A counter serves.
    CounterOpened {
        /// Which.
        counter: CounterNumber,
        /// Who serves.
        official: OfficialId,
        /// In order; never empty.
        services: Vec<ServiceId>,
    },
    /// A counter does not call for a while.
    CounterPaused {
        /// Which.
        counter: CounterNumber,
        /// Why.
        reason: PauseReason,
    },
    /// Nobody serves at a counter any more.
    CounterClosed {
        /// Which.
        counter: CounterNumber,
    },
    /// A number was given.
    Issued {
        /// The new ticket.
        ticket: TicketId,
        /// Its number as people see it.
        number: TicketNumber,
        /// For which service.
        service: ServiceId,
        /// From which series.
        series: SeriesId,
        /// The place in that series.
        value: u32,
        /// The priority claimed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<PriorityClassId>,
        /// Where the slip is printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kiosk: Option<DeviceName>,
    },
    /// A number was called to a counter.
    Called {
        /// Which ticket.
        ticket: TicketId,
        /// To which counter.
        counter: CounterNumber,
        /// Why it was this one's turn.
        reason: CallReason,
    },
    /// It was called once more.
    Recalled {
        /// Which ticket.
        ticket: TicketId,
        /// To which counter.
        counter: CounterNumber,
    },
    /// The visitor came to the counter.
    Arrived {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
    },
    /// The visitor was served.
    Finished {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
        /// With what result.
        outcome: Outcome,
    },
    /// The visitor did not come.
    MarkedAbsent {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
    },
    /// The ticket ended without service.
    Cancelled {
        /// Which ticket.
        ticket: TicketId,
        /// Why.
        cause: CancelCause,
    },
    /// Something is said to the hall from now on.
    MessagePosted {
        /// Its number: rises by one with each message of the day; a message that outlives the day keeps its own.
        message: u32,
        /// How urgent.
        level: MessageLevel,
        /// The words.
        text: LocalText,
        /// Since when, if it was first said on an earlier day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        /// When it ends by itself; none for the end of the business day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// It is said no longer.
    MessageRemoved {
        /// Which message.
        message: u32,
    },
}

/// Why it was a ticket's turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CallReason {
    /// It had waited longest of those this counter serves.
    Oldest,
    /// It is of a priority class, and that class had its turn.
    Priority {
        /// Which class.
        class: PriorityClassId,
    },
    /// It had waited longer than the rules allow anybody to wait.
    MaxWait,
    /// The official chose the number.
    OutOfTurn,
}

/// Why a ticket ended without service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelCause {
    /// The visitor gave it up.
    Visitor,
    /// The business day ended.
    DayEnded,
}

/// How a service at the counter ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All done.
    Done,
    /// The dossier was received; a result will follow.
    Received,
    /// The dossier could not be taken.
    Refused,
    /// The visitor was told where to go or what to bring.
    Guided,
    /// The business day ended while the visitor was still at the counter.
    DayEnded,
}

/// Why a counter does not call for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// A short break.
    Break,
    /// Lunch.
    Lunch,
    /// A meeting.
    Meeting,
    /// A computer or line fault.
    Technical,
}
