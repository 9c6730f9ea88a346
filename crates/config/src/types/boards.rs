//! A hall board.

use goiso_model::{CounterNumber, DeviceName};

/// A hall board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardConfig {
    /// Its name.
    pub name: DeviceName,
    /// The counters it is about, by number; never empty.
    pub counters: Vec<CounterNumber>,
}
