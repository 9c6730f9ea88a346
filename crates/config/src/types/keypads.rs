//! Keypads at the counters.

use std::path::PathBuf;

use goiso_model::{CounterNumber, DeviceName, OfficialId};

/// A keypad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeypadConfig {
    /// Its name.
    pub name: DeviceName,
    /// The counter whose wishes it says.
    pub counter: CounterNumber,
    /// How it is reached.
    pub kind: KeypadKind,
    /// For whom it opens the closed counter; for nobody, if none.
    pub opens_counter: Option<OfficialId>,
}

/// How a keypad is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeypadKind {
    /// Pressed by programs only.
    Virtual,
    /// A USB number pad.
    Usb {
        /// Its event file.
        path: PathBuf,
    },
    /// Between the LED displays.
    Bus {
        /// The bus.
        bus: DeviceName,
        /// Its address there, 1 to 247.
        address: u8,
        /// The register of the first key's counter.
        first_register: u16,
        /// How many counters a register holds: 1 or 2.
        counters_per_register: u8,
        /// The names of its keys, in the order of their counters.
        keys: Vec<String>,
    },
}
