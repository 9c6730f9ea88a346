//! The words for visitors who go away, come back or are sent on, and for what a supervisor settles.

use goiso_model::{CounterNumber, ServiceId};
use serde::{Deserialize, Serialize};

/// Where a visitor is sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// To any counter that serves this.
    Service(ServiceId),
    /// To this counter alone, as long as somebody is there.
    Counter(CounterNumber),
}

/// Where a visitor goes to next, in a view: one of the two, or, of a newer hub, neither.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onward {
    /// To any counter that serves this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// To this counter alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<CounterNumber>,
}

/// To which place of the line there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Their numbers end.
    #[default]
    Cancel,
    /// They keep their numbers and are called first on the next business day.
    Carry,
}

/// Whom a message is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The people in the hall.
    #[default]
    Boards,
    /// The officials.
    Counters,
    /// Both.
    All,
}

impl Audience {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    pub(crate) fn is_boards(&self) -> bool {
        *self == Self::Boards
    }
}
