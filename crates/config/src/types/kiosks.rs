//! A kiosk.

use goiso_domain::LendingRules;
use goiso_model::{DeviceName, ServiceId};

/// A kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskConfig {
    /// Its name.
    pub name: DeviceName,
    /// The printer of its slips, if it has one.
    pub printer: Option<DeviceName>,
    /// The printer that takes its slips while the first one cannot print.
    pub alternative_printer: Option<DeviceName>,
    /// What it offers, in the order of the services; never empty.
    pub services: Vec<ServiceId>,
    /// What it is lent for the time when the hub is away.
    pub emergency: EmergencyConfig,
    /// How its services are laid out where they have fields.
    pub levels: KioskLevels,
    /// The diagonal of its screen in inches, if it is said.
    pub screen_inches: Option<u32>,
    /// Whether it says aloud what its screens are about.
    pub guidance: GuidanceConfig,
    /// How loud it begins to, in percent.
    pub guidance_volume: u8,
}

/// Which numbers a kiosk is lent for the time when the hub is away; `Config::lending` says what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmergencyConfig {
    /// None.
    None,
    /// So many ahead, of numbers that disturb no others.
    Usual {
        /// How many.
        count: u32,
    },
    /// These.
    Own(LendingRules),
}

/// Whether a kiosk says aloud what its screens are about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GuidanceConfig {
    /// It does not.
    #[default]
    Off,
    /// To whoever asks for it.
    OnRequest,
    /// From the first touch on.
    Always,
}

/// On how many levels a kiosk offers services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KioskLevels {
    /// All services at once.
    One,
    /// Fields first, where the centre has them.
    Two,
}
