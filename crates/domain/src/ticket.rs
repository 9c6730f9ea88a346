//! One visitor's turn.

use goiso_model::{CounterNumber, DeviceName, PriorityClassId, ServiceId, TicketNumber};
use jiff::Timestamp;

use crate::{CallReason, CancelCause, Outcome, SeriesId};

/// A ticket of today. It knows where its visitor is; whoever else wants to know asks it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// What the visitor sees and hears.
    pub number: TicketNumber,
    /// What the visitor came for.
    pub service: ServiceId,
    /// The series of the number.
    pub series: SeriesId,
    /// The place in that series.
    pub value: u32,
    /// The priority claimed.
    pub class: Option<PriorityClassId>,
    /// Where the slip was printed.
    pub kiosk: Option<DeviceName>,
    /// When the number was given.
    pub issued_at: Timestamp,
    /// Rises with every ticket of the day: who came first, even where clocks say "at the same time".
    pub place: u64,
    /// Where the visitor is.
    pub state: TicketState,
    /// The newest call or recall, also after the visitor has gone.
    pub last_call: Option<Call>,
}

impl Ticket {
    /// Whether the visitor is still expected: waiting, called, at a counter, or absent but restorable.
    pub fn is_active(&self) -> bool {
        match self.state {
            TicketState::Waiting
            | TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Absent { .. } => true,
            TicketState::Done { .. } | TicketState::Cancelled { .. } => false,
        }
    }

    /// The counter the visitor is called to or served at.
    pub fn at_counter(&self) -> Option<CounterNumber> {
        match self.state {
            TicketState::Called { counter, .. } | TicketState::Serving { counter, .. } => Some(counter),
            TicketState::Waiting
            | TicketState::Done { .. }
            | TicketState::Absent { .. }
            | TicketState::Cancelled { .. } => None,
        }
    }
}

/// Where a visitor is.
#[derive(Debug, Clone, PartialEq)]
pub enum TicketState {
    /// In the hall.
    Waiting,
    /// Asked to a counter.
    Called {
        /// Which.
        counter: CounterNumber,
        /// When first; recalls do not move it.
        at: Timestamp,
        /// How often, at least 1.
        n_calls: u32,
        /// Why it was this one's turn.
        reason: CallReason,
    },
    /// At a counter.
    Serving {
        /// Which.
        counter: CounterNumber,
        /// When first called there.
        called_at: Timestamp,
        /// When the visitor came to the counter.
        since: Timestamp,
        /// How often it was called.
        n_calls: u32,
        /// Why it was this one's turn.
        reason: CallReason,
    },
    /// Served.
    Done {
        /// Where.
        counter: CounterNumber,
        /// With what result.
        outcome: Outcome,
        /// When first called there.
        called_at: Timestamp,
        /// When the visitor came to the counter; equals `at` where nobody noted the arrival.
        served_from: Timestamp,
        /// When it ended.
        at: Timestamp,
    },
    /// Did not come; may be called again by number.
    Absent {
        /// Where it was called.
        counter: CounterNumber,
        /// When the official gave up.
        at: Timestamp,
    },
    /// Ended without service.
    Cancelled {
        /// Why.
        cause: CancelCause,
        /// When.
        at: Timestamp,
    },
}

/// A call or recall of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Rises with every call and recall of the day, from 1.
    pub sequence: u64,
    /// To which counter.
    pub counter: CounterNumber,
    /// When.
    pub at: Timestamp,
    /// The how-manieth to that counter, from 1.
    pub n_calls: u32,
}
