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
}
