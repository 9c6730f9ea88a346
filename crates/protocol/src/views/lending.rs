//! The numbers that a kiosk may give while the hub is away; `docs/emergency.md`.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a kiosk is lent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lending {
    /// The history that the blocks belong to; see [`crate::FromHub::Welcome`].
    pub epoch: String,
    /// The business day they are for.
    pub day: Date,
    /// When it ends: no number of it is given from then on.
    pub until: Timestamp,
    /// What a ticket's id is put behind to follow it with a telephone, e.g. `http://192.168.1.10:7300/t/`.
    pub follow_base: String,
    /// The blocks lent to this kiosk today, to whatever disk; the first one first.
    pub blocks: Vec<LentBlock>,
}

/// A run of numbers lent to a kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LentBlock {
    /// Its number; rises with each block of the day.
    pub block: u32,
    /// The disk it was lent to. No other may give of it.
    pub holder: u64,
    /// Written before the digits, e.g. `K1-`.
    pub prefix: String,
    /// The first value.
    pub first: u32,
    /// The last value; rises when more are lent.
    pub last: u32,
    /// The least digits written.
    pub width: u8,
    /// When it was lent.
    pub lent_at: Timestamp,
    /// Whether the hub knows that it is on the kiosk's disk. Before that nothing may be given of it.
    pub is_kept: bool,
    /// The greatest value that the hub knows to be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_through: Option<u32>,
}
