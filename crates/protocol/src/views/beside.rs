//! What stands beside the line on a counter's screen: the hall and the other counters.

use goiso_model::{CounterNumber, LocalText, ServiceId};
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
