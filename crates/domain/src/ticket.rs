//! One visitor's turn.

use goiso_model::{CounterNumber, DeviceName, PriorityClassId, ServiceId, TicketNumber};
use jiff::Timestamp;

use crate::{CallReason, CancelCause, HoldReason, Outcome, SeriesId, Standing, Target};

/// Between two numbers given there is room for so many places: for those who are restored, or come to an
/// appointment.
pub const PLACE_GAP: u64 = 1 << 20;

/// A ticket of today. It knows where its visitor is; whoever else wants to know asks it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// What the visitor sees and hears.
    pub number: TicketNumber,
    /// What the visitor is to be served for.
    pub service: ServiceId,
    /// What the number was taken for: another service, once the visitor has been sent on.
    pub came_for: ServiceId,
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
    /// When the hub heard of it, if a kiosk gave it while the hub was away.
    pub told_at: Option<Timestamp>,
    /// Rises by one with every number given today.
    pub came: u64,
    /// Among those who wait: who comes first, even where clocks say "at the same time". Rises with every number
    /// given; see [`crate::PLACE_GAP`].
    pub place: u64,
    /// Since when it counts as waiting. Of two places, the later one never counts from an earlier time.
    pub since: Timestamp,
    /// How it came to its place.
    pub standing: Standing,
    /// The only counter that may call it, while that one is staffed.
    pub bound: Option<CounterNumber>,
    /// Where it goes to once finished.
    pub then: Vec<Target>,
    /// Whether it was given on an earlier day.
    pub is_carried: bool,
    /// How many people it is for.
    pub people: u32,
    /// The time it was promised.
    pub slot: Option<Timestamp>,
    /// What an official wrote down for the colleagues; possibly empty.
    pub note: String,
    /// Where the visitor is.
    pub state: TicketState,
    /// The newest call or recall, also after the visitor has gone.
    pub last_call: Option<Call>,
}

impl Ticket {
    /// Whether the visitor is still expected: waiting, called, at a counter, fetching something, or
    /// absent but restorable.
    pub fn is_active(&self) -> bool {
        match self.state {
            TicketState::Waiting
            | TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Held { .. }
            | TicketState::Absent { .. } => true,
            TicketState::Done { .. } | TicketState::Cancelled { .. } | TicketState::PutOff { .. } => false,
        }
    }

    /// The counter the visitor is called to or served at.
    pub fn at_counter(&self) -> Option<CounterNumber> {
        match self.state {
            TicketState::Called { counter, .. } | TicketState::Serving { counter, .. } => Some(counter),
            TicketState::Waiting
            | TicketState::Done { .. }
            | TicketState::Held { .. }
            | TicketState::Absent { .. }
            | TicketState::PutOff { .. }
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
    /// Fetching something; called first on return.
    Held {
        /// Where it was, and is to come back to.
        counter: CounterNumber,
        /// Since when.
        since: Timestamp,
        /// Until when the place is kept.
        until: Timestamp,
        /// What for.
        reason: HoldReason,
    },
    /// Asked to come on the next business day.
    PutOff {
        /// When.
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
