//! What is written, one record a line: the CRC-32 of the rest in hex, its place in the file from 0, its JSON.

use crc::{CRC_32_ISO_HDLC, Crc};
use goiso_model::{DeviceName, PriorityClassId, RequestId, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The version of what is written. A later one is left alone.
pub const VERSION: u32 = 1;

const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);
const CRC_DIGITS: usize = 8;

/// Which block, of all hubs and days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanId {
    /// The journal's history that it belongs to.
    pub epoch: String,
    /// The business day it is for.
    pub day: Date,
    /// Its number on that day.
    pub block: u32,
}

/// A block as the kiosk holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loan {
    /// Which.
    #[serde(flatten)]
    pub id: LoanId,
    /// Written before the digits.
    pub prefix: String,
    /// The first value.
    pub first: u32,
    /// The last value.
    pub last: u32,
    /// The least digits written.
    pub width: u8,
    /// When it was lent, by the hub's clock.
    pub lent_at: Timestamp,
    /// When its business day ends.
    pub until: Timestamp,
    /// What a ticket's id is put behind to follow it.
    pub follow_base: String,
}

impl Loan {
    /// The number of a value as people see it.
    pub fn number(&self, value: u32) -> TicketNumber {
        TicketNumber::compose(&self.prefix, value, usize::from(self.width))
    }
}

/// A number that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfflineNumber {
    /// From which block.
    #[serde(flatten)]
    pub loan: LoanId,
    /// The number as people see it.
    pub number: TicketNumber,
    /// Its place in the block's series.
    pub value: u32,
    /// What is written before its digits.
    pub prefix: String,
    /// The ticket's id.
    pub ticket: TicketId,
    /// For which service.
    pub service: ServiceId,
    /// The priority claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<PriorityClassId>,
    /// When, by the hub's clock as it was known.
    pub issued_at: Timestamp,
    /// What the QR leads to, once the hub is back.
    pub follow_url: String,
    /// The wish that the visitor gave up waiting for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<RequestId>,
}

/// A number that leads to no ticket: its day was over, or somebody else has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnedAwayNumber {
    /// The ticket's id, which the hub does not know.
    pub ticket: TicketId,
    /// The number as its holder sees it.
    pub number: TicketNumber,
    /// When it was given.
    pub issued_at: Timestamp,
    /// When the hub said so.
    pub told_at: Timestamp,
}

/// Something that is on the disk before anybody acts on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kept", rename_all = "snake_case")]
pub enum Record {
    /// The first of each file.
    Begun {
        /// See [`VERSION`].
        version: u32,
        /// Whose numbers these are.
        kiosk: DeviceName,
        /// Names this disk for the hub: 53 random bits.
        holder: u64,
    },
    /// This block is the kiosk's, or has changed. Nothing is given of it yet.
    Lent(Loan),
    /// The hub knows that it is on this disk: it may be given from.
    Ready(LoanId),
    /// Nothing more is given of it.
    Dropped(LoanId),
    /// A number was given; written before anybody sees it.
    Given(OfflineNumber),
    /// The hub has it.
    Told {
        /// Which.
        ticket: TicketId,
    },
    /// The hub has written down that nobody can be called by it: it is told no more, and staff should know.
    TurnedAway(TurnedAwayNumber),
    /// The greatest value given on a day with a prefix, whatever became of it.
    GivenThrough {
        /// The business day.
        day: Date,
        /// What is written before the digits.
        prefix: String,
        /// The value.
        value: u32,
        /// The number as people see it.
        number: TicketNumber,
    },
    /// How far the hub's clock was ahead of this computer's, in microseconds, at a time of the hub's.
    Clock {
        /// Microseconds.
        ahead_micros: i64,
        /// The hub's time then.
        at: Timestamp,
    },
}

impl Record {
    /// The line for it, as the record at this place of the file.
    pub fn line(&self, place: usize) -> String {
        let json =
            serde_json::to_string(self).expect("our records have string keys only, so they always encode");
        let rest = format!("{place} {json}");
        format!("{:0CRC_DIGITS$x} {rest}\n", CRC.checksum(rest.as_bytes()))
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Every record that is whole, in order.
    pub records: Vec<Record>,
    /// What else there is.
    pub damage: Damage,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Nothing.
    None,
    /// Its last record was not written to the end, as a power cut leaves it: nobody has seen what it says.
    TornTail,
    /// Something is missing before a whole record: a number may have been given that it does not tell of.
    Inside,
}

/// A file that this version must leave alone.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// A later version has written it.
    #[error("was written by a later version ({found}; this one knows {VERSION}): install that one again")]
    Newer {
        /// That version.
        found: u32,
    },
    /// A whole record that this version does not know.
    #[error("line {line} is whole, but not understood")]
    Unknown {
        /// From 1.
        line: usize,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl Contents {
    /// Reads what was written, however it was cut off or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, RecordError> {
        let mut records = Vec::new();
        let mut is_broken_before = false;
        let mut damage = Damage::None;
        for (idx, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let Some((place, json)) = whole(line) else {
                is_broken_before = true;
                continue;
            };
            let record = serde_json::from_str(json)
                .map_err(|source| RecordError::Unknown { line: idx + 1, source })?;
            if let Record::Begun { version: found, .. } = record
                && found > VERSION
            {
                return Err(RecordError::Newer { found });
            }
            if is_broken_before || place != records.len() {
                damage = Damage::Inside;
            }
            records.push(record);
        }
        if is_broken_before && damage == Damage::None {
            damage = Damage::TornTail;
        }
        Ok(Self { records, damage })
    }
}

/// Place and JSON of a line that is as it was written.
fn whole(line: &[u8]) -> Option<(usize, &str)> {
    let (sum, rest) = line.strip_suffix(b"\n")?.split_at_checked(CRC_DIGITS)?;
    let rest = rest.strip_prefix(b" ")?;
    let sum = u32::from_str_radix(std::str::from_utf8(sum).ok()?, 16).ok()?;
    if CRC.checksum(rest) != sum {
        return None;
    }
    let (place, json) = std::str::from_utf8(rest).ok()?.split_once(' ')?;
    Some((place.parse().ok()?, json))
}
