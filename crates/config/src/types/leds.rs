//! LED displays and their buses.

use std::path::PathBuf;

use goiso_model::DeviceName;
use jiff::civil::Time;

use super::{Config, SerialConfig};

/// A display on a bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedConfig {
    /// The bus.
    pub bus: DeviceName,
    /// The display's address on it, 1 to 247.
    pub address: u8,
    /// What it is; the bus's model, if none.
    pub model: Option<DeviceName>,
    /// Where it points.
    pub arrow: LedArrow,
}

/// Where a display points beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LedArrow {
    /// Nowhere.
    #[default]
    None,
    /// `<A005`.
    Left,
    /// `A005>`.
    Right,
}

/// A bus of LED displays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedBusConfig {
    /// Its name.
    pub name: DeviceName,
    /// How it is reached.
    pub kind: LedBusKind,
    /// What its displays are; Modbus RTU with one character a register, if none.
    pub model: Option<DeviceName>,
    /// The register of the first character, without a model.
    pub start_register: u16,
    /// How many characters a display shows, without a model.
    pub width: u8,
    /// How closed counters look.
    pub closed: LedClosed,
    /// From which time of the day on the displays are how bright, in percent; at least one, in order.
    pub brightness: Vec<(Time, u8)>,
}

/// How a closed counter looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LedClosed {
    /// Nothing is lit.
    #[default]
    Dark,
    /// `----`.
    Dashes,
}

/// How an LED bus is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedBusKind {
    /// Built in: simulated displays.
    Virtual,
    /// On a serial port.
    Serial {
        /// Which.
        line: SerialConfig,
        /// Whether it sends our own bytes back.
        has_echo: bool,
    },
}

/// A kind of displays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedModelConfig {
    /// Its name.
    pub name: DeviceName,
    /// How it is spoken to.
    pub protocol: LedProtocol,
}

/// How a display is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedProtocol {
    /// Modbus RTU.
    Modbus {
        /// What its registers hold.
        registers: LedRegisters,
        /// The first register.
        start_register: u16,
        /// How many characters it shows.
        width: u8,
        /// The value that shows nothing.
        blank: u16,
        /// The register of the brightness and its greatest value.
        brightness: Option<(u16, u16)>,
    },
    /// Alpha and `BetaBrite` signs.
    Alpha {
        /// How many characters it shows.
        width: u8,
        /// Whether the number stands in the text file, which blinks by itself, or in a string file.
        is_in_text_file: bool,
        /// The mode byte of the sign's dimming register, if it is to be dimmed.
        dimming_mode: Option<u8>,
    },
    /// ONBON font cards.
    Onbon {
        /// How many characters it shows.
        width: u8,
    },
    /// A customer pole.
    Vfd {
        /// Whether it obeys Epson's commands, or those of the CD5220.
        is_epson: bool,
        /// Whether the number stands on its second row.
        is_lower: bool,
    },
    /// A board that a file describes.
    Template {
        /// The file.
        path: PathBuf,
        /// How many characters it shows.
        width: u8,
        /// Whether it can show letters.
        has_letters: bool,
    },
}

/// What the registers of a Modbus display hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedRegisters {
    /// One character each.
    Characters,
    /// One digit each.
    Digits,
    /// Four digits each.
    Bcd,
    /// The whole number in one.
    Number,
}

/// Characters in a row of a customer pole.
const VFD_COLUMNS: u8 = 20;
/// A register of 16 bits holds no more digits for certain.
const NUMBER_DIGITS: u8 = 4;

impl LedProtocol {
    /// How many characters such a display shows.
    pub fn width(&self) -> u8 {
        match self {
            Self::Modbus { registers: LedRegisters::Number, width, .. } => (*width).min(NUMBER_DIGITS),
            Self::Modbus { width, .. }
            | Self::Alpha { width, .. }
            | Self::Onbon { width }
            | Self::Template { width, .. } => *width,
            Self::Vfd { .. } => VFD_COLUMNS,
        }
    }

    /// Whether it has letters and arrows, or digits alone.
    pub fn has_letters(&self) -> bool {
        match self {
            Self::Modbus { registers, .. } => match registers {
                LedRegisters::Characters => true,
                LedRegisters::Digits | LedRegisters::Bcd | LedRegisters::Number => false,
            },
            Self::Alpha { .. } | Self::Onbon { .. } | Self::Vfd { .. } => true,
            Self::Template { has_letters, .. } => *has_letters,
        }
    }
}

impl Config {
    /// What a display is: its own model, else the bus's, else what the bus says without one. None only where the
    /// configuration has errors.
    pub fn led_protocol(&self, led: &LedConfig) -> Option<LedProtocol> {
        let bus = self.led_buses.iter().find(|bus| bus.name == led.bus)?;
        match led.model.as_ref().or(bus.model.as_ref()) {
            Some(name) => {
                self.led_models.iter().find(|model| model.name == *name).map(|model| model.protocol.clone())
            }
            None => Some(LedProtocol::Modbus {
                registers: LedRegisters::Characters,
                start_register: bus.start_register,
                width: bus.width,
                blank: 0,
                brightness: None,
            }),
        }
    }
}
