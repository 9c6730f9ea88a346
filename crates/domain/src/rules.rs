//! What the configuration settles: services and their numbers, counters, priority, hours.

use std::collections::{BTreeMap, BTreeSet};

use goiso_model::{CounterNumber, DeviceName, IdError, OutcomeId, PriorityClassId, ServiceId};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::{CounterRules, LendingRules, Rest};

/// All rules in force at one time. Journaled whole whenever they change, so that replay is exact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// The zone of all civil times, an IANA name: `Asia/Ho_Chi_Minh`.
    pub zone: String,
    /// When a business day begins.
    pub day_starts_at: Time,
    /// The number series.
    pub series: BTreeMap<SeriesId, Series>,
    /// The services.
    pub services: BTreeMap<ServiceId, ServiceRules>,
    /// The counters.
    pub counters: BTreeMap<CounterNumber, CounterRules>,
    /// The priority classes.
    pub classes: BTreeMap<PriorityClassId, ClassRules>,
    /// How priority classes share the calls with everybody else.
    pub priority: PriorityRule,
    /// When services give numbers.
    pub calendars: BTreeMap<CalendarId, Calendar>,
    /// Whoever has waited this long, in seconds, comes first at any counter that serves them.
    pub max_wait_secs: u32,
    /// How often a number is called before the visitor counts as absent.
    pub calls_max: u32,
    /// The most tickets that may wait at one time.
    pub waiting_max: u32,
    /// What the office has settled beside these.
    #[serde(default, skip_serializing_if = "OfficeRules::is_default")]
    pub office: OfficeRules,
    /// Which numbers kiosks may be lent for the time when the hub is away.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lending: BTreeMap<DeviceName, LendingRules>,
    /// How a service can end, the usual way first; at least one, at most [`OUTCOMES_MAX`].
    #[serde(default = "OutcomeId::built_in", skip_serializing_if = "are_built_in")]
    pub outcomes: Vec<OutcomeId>,
}

/// The most ways in which a service can end: each has a digit of the keyboard.
pub const OUTCOMES_MAX: usize = 9;

fn are_built_in(outcomes: &[OutcomeId]) -> bool {
    OutcomeId::are_built_in(outcomes)
}

/// Names a series of numbers. A service's own series has the service's id.
pub type SeriesId = ServiceId;

/// A run of numbers, shared by one or more services, that starts anew each day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Written before the digits: `A`, `A-`, or nothing.
    pub prefix: String,
    /// The first value of the day.
    pub first: u32,
    /// The last value.
    pub last: u32,
    /// The least digits written, 1 to 6.
    pub width: u8,
    /// What comes after the last.
    pub at_end: AtEnd,
}

/// What comes after the last number of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtEnd {
    /// No more numbers today.
    Refuse,
    /// The first again, unless that number is still waiting, called, absent or being served.
    Wrap,
}

/// How a service gives numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRules {
    /// From which series.
    pub series: SeriesId,
    /// When; always, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// The most numbers a day; no limit, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_max: Option<u32>,
    /// The time a visit usually takes, in seconds: what forecasts start from each morning.
    pub usual_service_secs: u32,
    /// When counters serve it, where that is not while it gives numbers; those who wait then are still served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<CalendarId>,
    /// The most people that one number may be for; one, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_max: Option<u32>,
    /// Whether times may be promised, and how; none are, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointments: Option<AppointmentRules>,
}

impl ServiceRules {
    /// Numbers from this series, always and without limit; a visit usually takes so long.
    pub fn new(series: SeriesId, usual_service_secs: u32) -> Self {
        Self {
            series,
            calendar: None,
            daily_max: None,
            usual_service_secs,
            hours: None,
            group_max: None,
            appointments: None,
        }
    }
}

/// A priority class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassRules {
    /// Among classes, the lower rank goes first.
    pub rank: u8,
}

/// How priority classes share the calls of a counter with everybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum PriorityRule {
    /// A class always goes first.
    Strict,
    /// At each counter, one of a class after `others` without.
    OneAfter {
        /// At least 1.
        others: u32,
    },
}

/// What the office has settled about those who go away and come back, and about the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeRules {
    /// The longest that a place is kept for somebody who fetches something, in seconds.
    pub hold_max_secs: u32,
    /// What becomes of whoever has not come back by then.
    pub hold_ends: HoldEnds,
    /// So long after the last call nobody is expected any more, in seconds; until the official says so, if none.
    pub absent_after_secs: Option<u32>,
    /// How long an absent visitor may be restored, in seconds; until the day ends, if none.
    pub restore_within_secs: Option<u32>,
    /// What a number for several people counts as.
    pub groups: GroupCount,
    /// When the service of the day ends by itself; when the next day begins, if none.
    pub day_end: Option<DayEnd>,
}

impl Default for OfficeRules {
    fn default() -> Self {
        Self {
            hold_max_secs: 2 * 60 * 60,
            hold_ends: HoldEnds::Absent,
            absent_after_secs: None,
            restore_within_secs: None,
            groups: GroupCount::Numbers,
            day_end: None,
        }
    }
}

impl OfficeRules {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What becomes of whoever does not come back with what was missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldEnds {
    /// Absent: may still be restored.
    #[default]
    Absent,
    /// The number ends.
    Cancelled,
}

/// What a number for several people counts as where people are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupCount {
    /// As one.
    #[default]
    Numbers,
    /// As so many.
    People,
}

/// When the service of a day ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayEnd {
    /// At what time.
    pub at: Time,
    /// What becomes of those who still wait.
    pub rest: Rest,
}

/// How times are promised. Slots stand one after another from the beginning of each window in which the service
/// gives numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentRules {
    /// How long a slot is, in seconds.
    pub slot_secs: u32,
    /// How many may be promised the same slot.
    pub per_slot: u32,
    /// So long before the slot the number can be had, in seconds.
    pub early_secs: u32,
    /// So long after the slot's beginning the promise holds; who comes later waits as if without one.
    pub late_secs: u32,
    /// In the line it counts as having come so long before the slot.
    pub ahead_secs: u32,
}

/// Names a calendar, e.g. `hanh-chinh`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "ServiceId", into = "ServiceId")]
pub struct CalendarId(ServiceId);

impl CalendarId {
    /// Checks and keeps a slug, with the limits of a service id.
    pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
        ServiceId::new(text).map(Self)
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<ServiceId> for CalendarId {
    fn from(slug: ServiceId) -> Self {
        Self(slug)
    }
}

impl From<CalendarId> for ServiceId {
    fn from(id: CalendarId) -> Self {
        id.0
    }
}

/// When numbers are given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Windows for Monday to Sunday, each in order and apart.
    pub week: [Vec<Window>; 7],
    /// Days without any window: holidays.
    #[serde(default)]
    pub closed: BTreeSet<Date>,
    /// Days with windows of their own.
    #[serde(default)]
    pub special: BTreeMap<Date, Vec<Window>>,
}

/// A stretch of a day, from its beginning up to, not including, its end. `end` 00:00 means midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Included.
    pub begin: Time,
    /// Excluded.
    pub end: Time,
}

/// A contradiction in the rules. The path names the entry, e.g. `services.ho-tich.series`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct RulesError {
    /// Where.
    pub path: String,
    /// What is wrong, and what would be right.
    pub problem: String,
}
