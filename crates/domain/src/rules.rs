//! What the configuration settles: services and their numbers, counters, priority, hours.

use std::collections::{BTreeMap, BTreeSet};

use goiso_model::{CounterNumber, IdError, PriorityClassId, ServiceId};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

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
}

/// What a counter may serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterRules {
    /// In order; never empty.
    pub services: Vec<ServiceId>,
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
