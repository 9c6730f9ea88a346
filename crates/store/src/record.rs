//! What stands in the journal.

use goiso_domain::{Event, LendingEvent};
use goiso_model::{DeviceName, RequestId};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Row;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// The version of the event's JSON that is written. An older one must be read for ever.
pub(crate) const EVENT_VERSION: i64 = 1;

/// Something to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When it happened. Kept to the microsecond.
    pub at: Timestamp,
    /// Which wish led to it, if one did.
    pub request: Option<RequestMark>,
    /// What happened.
    pub event: Event,
}

/// Something as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its place: 1, 2, 3, … without a gap.
    pub sequence: u64,
    /// The business day it belongs to: the one it begins, or else the one in force; none before the first.
    pub day: Option<Date>,
    /// When it happened, to the microsecond.
    pub at: Timestamp,
    /// Which wish led to it, if one did.
    pub request: Option<RequestMark>,
    /// What happened.
    pub event: Event,
}

/// Whose wish led to an event, so that a repeated wish is known again after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMark {
    /// Who asked.
    pub device: DeviceName,
    /// The wish's id, as the device drew it.
    pub id: RequestId,
    /// A fingerprint of what was asked: the same id with another content is another wish.
    pub digest: u64,
}

/// A row of the table, before anything in it is believed.
#[derive(Debug)]
pub(crate) struct RawRecord {
    pub(crate) sequence: i64,
    pub(crate) day: Option<String>,
    pub(crate) at: i64,
    pub(crate) version: i64,
    pub(crate) kind: String,
    pub(crate) event: String,
    pub(crate) request: Option<String>,
    pub(crate) hash: Vec<u8>,
}

impl RawRecord {
    pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            sequence: row.get(0)?,
            day: row.get(1)?,
            at: row.get(2)?,
            version: row.get(3)?,
            kind: row.get(4)?,
            event: row.get(5)?,
            request: row.get(6)?,
            hash: row.get(7)?,
        })
    }

    /// The row that says `entry`, still without its hash.
    pub(crate) fn of_entry(entry: &Entry, sequence: i64, day: Option<Date>) -> Self {
        let json =
            |value: Result<String, serde_json::Error>| value.expect("text keys and finite numbers only");
        Self {
            sequence,
            day: day.map(|day| day.to_string()),
            at: entry.at.as_microsecond(),
            version: EVENT_VERSION,
            kind: kind_of(&entry.event).to_owned(),
            event: json(serde_json::to_string(&entry.event)),
            request: entry.request.as_ref().map(|mark| json(serde_json::to_string(mark))),
            hash: Vec::new(),
        }
    }

    pub(crate) fn read(&self) -> Result<Record, StoreError> {
        let sequence = u64::try_from(self.sequence).unwrap_or(0);
        self.parse().map_err(|source| StoreError::Unreadable { sequence, source })
    }

    fn parse(&self) -> Result<Record, serde_json::Error> {
        if self.version != EVENT_VERSION {
            return Err(serde_json::Error::custom(format!(
                "event version {} is not one of 1 to {EVENT_VERSION}: install a newer goiso",
                self.version
            )));
        }
        Ok(Record {
            sequence: u64::try_from(self.sequence).map_err(serde_json::Error::custom)?,
            day: self.day.as_deref().map(str::parse).transpose().map_err(serde_json::Error::custom)?,
            at: Timestamp::from_microsecond(self.at).map_err(serde_json::Error::custom)?,
            request: self.request.as_deref().map(serde_json::from_str).transpose()?,
            event: serde_json::from_str(&self.event)?,
        })
    }
}

/// The event's tag, as in its JSON; where that is `lending`, what it says.
pub(crate) fn kind_of(event: &Event) -> &'static str {
    match event {
        Event::RulesApplied { .. } => "rules_applied",
        Event::DayStarted { .. } => "day_started",
        Event::CounterOpened { .. } => "counter_opened",
        Event::CounterPaused { .. } => "counter_paused",
        Event::CounterClosed { .. } => "counter_closed",
        Event::Issued { .. } => "issued",
        Event::CardShown { .. } => "card_shown",
        Event::Called { .. } => "called",
        Event::Recalled { .. } => "recalled",
        Event::Arrived { .. } => "arrived",
        Event::Finished { .. } => "finished",
        Event::MarkedAbsent { .. } => "marked_absent",
        Event::Cancelled { .. } => "cancelled",
        Event::Held { .. } => "held",
        Event::Returned { .. } => "returned",
        Event::Restored { .. } => "restored",
        Event::Transferred { .. } => "transferred",
        Event::Chained { .. } => "chained",
        Event::Noted { .. } => "noted",
        Event::Undone { .. } => "undone",
        Event::HelpAsked { .. } => "help_asked",
        Event::HelpEnded { .. } => "help_ended",
        Event::ServicesAssigned { .. } => "services_assigned",
        Event::ServiceSwitched { .. } => "service_switched",
        Event::QuotaSet { .. } => "quota_set",
        Event::DayClosed { .. } => "day_closed",
        Event::PutOff { .. } => "put_off",
        Event::Booked { .. } => "booked",
        Event::BookingDropped { .. } => "booking_dropped",
        Event::SlipReprinted { .. } => "slip_reprinted",
        Event::MessagePosted { .. } => "message_posted",
        Event::MessageRemoved { .. } => "message_removed",
        Event::Lending(event) => match event {
            LendingEvent::BlockLent { .. } => "block_lent",
            LendingEvent::BlockKept { .. } => "block_kept",
            LendingEvent::BlockExtended { .. } => "block_extended",
            LendingEvent::IssuedOffline { .. } => "issued_offline",
            LendingEvent::TurnedAway { .. } => "turned_away",
        },
    }
}

/// The day in force once `event` is, if `before` was.
pub(crate) fn day_after(before: Option<Date>, event: &Event) -> Option<Date> {
    match event {
        Event::DayStarted { day } => Some(*day),
        _ => before,
    }
}
