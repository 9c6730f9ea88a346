//! How a ticket stands in the line, and the words for what may be wished of one.

use goiso_model::{CounterNumber, ServiceId};
use serde::{Deserialize, Serialize};

/// For how long a counter may take back "absent", "finished" and "given up", in seconds.
pub const UNDO_SECS: u32 = 5;
/// Behind how many an absent visitor waits who is back.
pub const RESTORED_BEHIND: usize = 2;
/// The most counters and services one after the other that a visitor may be sent to.
pub const CHAIN_MAX: usize = 8;

/// How a waiting ticket came to its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It took a number.
    #[default]
    Came,
    /// It has an appointment.
    Appointment,
    /// It had to leave unserved on the day before.
    CarriedOver,
    /// It was absent.
    Restored,
    /// It was held, and is called first.
    Returned,
    /// It was sent on with its place, or to the end of the line.
    Transferred,
    /// It was sent on, and is called first.
    TransferredFirst,
}

impl Standing {
    /// Whether it is called before all others that have not waited too long.
    pub fn is_front(self) -> bool {
        match self {
            Self::Returned | Self::TransferredFirst => true,
            Self::Came | Self::Appointment | Self::CarriedOver | Self::Restored | Self::Transferred => false,
        }
    }

    /// Whether it has been at a counter, or called to one, before it waited.
    pub fn was_called(self) -> bool {
        match self {
            Self::Restored | Self::Returned | Self::Transferred | Self::TransferredFirst => true,
            Self::Came | Self::Appointment | Self::CarriedOver => false,
        }
    }
}

/// Where a visitor is sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// To any counter that serves this.
    Service(ServiceId),
    /// To this counter alone, for the service the visitor came for.
    Counter(CounterNumber),
}

/// To which place of the line a visitor is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferPlace {
    /// As if the visitor had waited there from the beginning.
    #[default]
    Keep,
    /// Before all others.
    First,
    /// Behind all others.
    Last,
}

/// What a visitor fetches who keeps the place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// Papers that are missing.
    #[default]
    Papers,
    /// A copy.
    Copies,
    /// A form to fill in.
    Form,
    /// A payment.
    Payment,
    /// A signature.
    Signature,
    /// Something else.
    Other,
}

/// Whether a service gives numbers, as the supervisor settles it for the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceSwitch {
    /// As its hours say.
    #[default]
    Open,
    /// Not for a while; those who wait are served.
    Paused,
    /// Not any more today; those who wait are served.
    Closed,
}

/// What becomes of those who still wait when the service of a day ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Their numbers end.
    #[default]
    Cancel,
    /// They keep their numbers and are called first on the next business day.
    Carry,
}
