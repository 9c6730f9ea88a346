//! What a code scanner read, as the screen beside it may show it. No personal data is in it.

use goiso_model::{PriorityClassId, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::TicketStage;
use crate::TicketInfo;

/// A scan. It stays in the view for some seconds; a screen shows each `sequence` once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanned {
    /// Rises with each scan, over the hub's restarts too.
    pub sequence: u64,
    /// What was scanned.
    pub thing: ScannedThing,
}

/// What a scan leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "thing", rename_all = "snake_case")]
pub enum ScannedThing {
    /// A sound identity card.
    IdentityCard {
        /// The priority class that goes with its holder's age, if any: a suggestion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<PriorityClassId>,
    },
    /// An identity card that cannot be read soundly.
    UnreadableCard,
    /// A dossier's code.
    Dossier {
        /// The service it leads to; absent where the centre names none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceId>,
    },
    /// A slip of today.
    Slip {
        /// Whose.
        ticket: TicketId,
        /// Its number.
        number: TicketNumber,
        /// Where it stands.
        stage: TicketStage,
        /// How many are before it; 0 once called.
        ahead: u32,
        /// The whole ticket as it stood then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        whole: Option<Box<TicketInfo>>,
    },
    /// A slip of another day or another hub.
    OldSlip,
    /// An appointment; one that has a number already is told as its slip.
    Appointment {
        /// Which; absent for one that the hub does not know.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appointment: Option<ScannedAppointment>,
    },
    /// Nothing that the hub knows.
    Nothing,
    /// A thing of a newer hub: as nothing.
    #[serde(other)]
    Unknown,
}

/// An appointment that was scanned. A [`crate::Request::CheckIn`] gives its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannedAppointment {
    /// Its code, which the ticket will have as its id.
    pub code: TicketId,
    /// For which service.
    pub service: ServiceId,
    /// The beginning of its slot.
    pub slot: Timestamp,
    /// From when on its number can be had.
    pub from: Timestamp,
    /// Until when its number has its place by the slot; later it waits like all others.
    pub in_order_until: Timestamp,
}
