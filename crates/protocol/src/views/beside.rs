//! What stands beside the line on a counter's screen: the hall, the other counters, how a service can end.

use goiso_model::{CounterNumber, LocalText, OutcomeId, ServiceId};
use serde::{Deserialize, Serialize};

use super::BoardCounterCondition;

/// A service of the hall, whoever serves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallService {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: LocalText,
    /// How many wait.
    pub n_waiting: u32,
    /// How many open counters serve it.
    pub n_counters: u32,
}

/// How a service can end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeInfo {
    /// What a request names it by.
    pub id: OutcomeId,
    /// As the centre calls it.
    pub name: LocalText,
}

/// Another counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Which.
    pub counter: CounterNumber,
    /// Its own name, possibly empty.
    pub name: LocalText,
    /// Whether somebody serves there.
    pub condition: BoardCounterCondition,
}
