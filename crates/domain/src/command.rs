//! What somebody wishes of the hall.

use goiso_model::{
    CounterNumber, DeviceName, LocalText, OfficialId, PriorityClassId, ServiceId, TicketId, TicketNumber,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{MessageLevel, Outcome, PauseReason, Rules};

/// A wish. `Hall::decide` says what comes of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Give a number.
    Issue {
        /// The id the ticket will have: drawn by the caller, for the hall knows no chance.
        ticket: TicketId,
        /// For which service.
        service: ServiceId,
        /// The priority the visitor claims.
        class: Option<PriorityClassId>,
        /// Where the slip is to be printed; none when asked through the interface for other programs.
        kiosk: Option<DeviceName>,
    },
    /// Call whoever is next by the rules, finishing the one at the counter.
    CallNext {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Call a waiting or absent number out of turn, finishing the one at the counter.
    CallNumber {
        /// Which counter.
        counter: CounterNumber,
        /// Which number of today.
        number: TicketNumber,
    },
    /// Call the present number once more.
    Recall {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor has come to the counter.
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
    /// The visitor gives the number up.
    Cancel {
        /// Which ticket.
        ticket: TicketId,
    },
    /// Begin to serve, go on after a pause, or change official or services while nobody is at the counter.
    OpenCounter {
        /// Which counter.
        counter: CounterNumber,
        /// Who serves.
        official: OfficialId,
        /// In order; empty for all that the rules give the counter.
        services: Vec<ServiceId>,
    },
    /// Stop calling for a while; who is at the counter stays.
    PauseCounter {
        /// Which counter.
        counter: CounterNumber,
        /// Why.
        reason: PauseReason,
    },
    /// End service at this counter; nobody may be at it.
    CloseCounter {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Say something to the hall.
    PostMessage {
        /// How urgent.
        level: MessageLevel,
        /// The words.
        text: LocalText,
        /// When it ends by itself; none for the end of the business day.
        until: Option<Timestamp>,
    },
    /// Say it no longer.
    RemoveMessage {
        /// Which message.
        message: u32,
    },
    /// Say no longer what has ended.
    EndMessages,
    /// Put rules in force.
    ApplyRules {
        /// All of them.
        rules: Box<Rules>,
    },
    /// Begin a business day: what is left of the day before ends, and numbers start anew.
    StartDay {
        /// Which; later than the present one.
        day: Date,
    },
}
