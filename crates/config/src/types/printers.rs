//! Slip printers.

use std::path::PathBuf;

use goiso_model::DeviceName;

use super::SerialConfig;

/// A printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterConfig {
    /// Its name.
    pub name: DeviceName,
    /// How it is reached.
    pub kind: PrinterKind,
    /// The printable width in dots: 576 (80 mm paper) or 384 (58 mm).
    pub dots: u16,
}

/// How a printer is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterKind {
    /// Built in: writes each slip as a picture.
    Virtual {
        /// Into this folder; a relative one counts from the data folder.
        folder: PathBuf,
    },
    /// Over the network.
    Tcp {
        /// A name or an address.
        host: String,
        /// Usually 9100.
        port: u16,
    },
    /// On a serial port.
    Serial(SerialConfig),
    /// A file or device file that takes the bytes, e.g. `/dev/usb/lp0`.
    File {
        /// Which.
        path: PathBuf,
    },
}
