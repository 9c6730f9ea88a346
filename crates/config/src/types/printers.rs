//! Slip printers.

use std::path::PathBuf;

use goiso_model::{DeviceName, LocalText};

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
    /// Which model it is.
    pub model: PrinterModelChoice,
    /// Where it is, for visitors whose slip comes out there instead of at the kiosk; possibly empty.
    pub place: LocalText,
    /// What its slips look like.
    pub layout: SlipLayoutChoice,
}

/// Which model a printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterModelChoice {
    /// Whatever it says of itself; until then, and if it says nothing, any of its width.
    Auto,
    /// One that is shipped, by its id.
    Shipped(String),
    /// A file of the centre's own; a relative path counts from the centre's file.
    File(PathBuf),
}

impl PrinterModelChoice {
    /// The models that are shipped in `assets/printers`; the hub tests that it has them all.
    pub const SHIPPED: [&str; 8] = [
        "epson-tm-t82",
        "epson-tm-t20iii",
        "epson-tm-t88",
        "xprinter-xp-80",
        "xprinter-xp-q80",
        "rongta-rp326",
        "generic-80mm",
        "generic-58mm",
    ];
}

/// What slips look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipLayoutChoice {
    /// The built-in one in Vietnamese.
    Vietnamese,
    /// The built-in one in Vietnamese, with English small below.
    Bilingual,
    /// A file of the centre's own; a relative path counts from the centre's file.
    File(PathBuf),
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
    /// A USB printer by its numbers, wherever it is plugged in.
    Usb {
        /// The vendor's number.
        vendor: u16,
        /// The vendor's number of the product.
        product: u16,
        /// Its serial number, where two of a kind are plugged in.
        serial_number: Option<String>,
    },
    /// A port of a kiosk's computer, which `goiso-device-agent` opens there.
    Kiosk {
        /// Which kiosk.
        kiosk: DeviceName,
        /// The port. Below `/dev/usb` there is no speed.
        serial: SerialConfig,
    },
    /// A file or device file that takes the bytes, e.g. `/dev/usb/lp0`.
    File {
        /// Which.
        path: PathBuf,
    },
}
