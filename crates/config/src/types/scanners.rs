//! Code scanners, and where dossiers lead to.

use std::path::PathBuf;

use goiso_model::{CounterNumber, DeviceName, ServiceId};

use super::SerialConfig;

/// A scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannerConfig {
    /// Its name.
    pub name: DeviceName,
    /// How it is reached.
    pub kind: ScannerKind,
    /// Where it is.
    pub place: ScannerPlace,
}

/// How a scanner is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerKind {
    /// Told by programs what it reads.
    Virtual,
    /// On a serial port.
    Serial(SerialConfig),
    /// It types.
    Keyboard {
        /// Its event file.
        path: PathBuf,
    },
}

/// Whose screen tells what was scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerPlace {
    /// A kiosk's.
    Kiosk(DeviceName),
    /// A counter's.
    Counter(CounterNumber),
}

/// Where a dossier leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierServiceConfig {
    /// What stands before the first dash of its code; `*` for all others.
    pub prefix: String,
    /// To which service.
    pub service: ServiceId,
}

impl DossierServiceConfig {
    /// The prefix that stands for all others.
    pub const ANY: &str = "*";
}
