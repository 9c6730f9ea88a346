//! LED displays and their buses.

use goiso_model::DeviceName;

use super::SerialConfig;

/// A display on a bus.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LedConfig {
    /// The bus.
    pub bus: DeviceName,
    /// The display's address on it, 1 to 247.
    pub address: u8,
}

/// A bus of LED displays that speak Modbus RTU, one character a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedBusConfig {
    /// Its name.
    pub name: DeviceName,
    /// How it is reached.
    pub kind: LedBusKind,
    /// The register of the first character.
    pub start_register: u16,
    /// How many characters a display shows.
    pub width: u8,
}

/// How an LED bus is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedBusKind {
    /// Built in: simulated displays.
    Virtual,
    /// On a serial port.
    Serial(SerialConfig),
}
