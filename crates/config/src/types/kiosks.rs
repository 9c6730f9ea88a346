//! A kiosk.

use goiso_model::{DeviceName, ServiceId};

/// A kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskConfig {
    /// Its name.
    pub name: DeviceName,
    /// The printer of its slips, if it has one.
    pub printer: Option<DeviceName>,
    /// What it offers, in the order of the services; never empty.
    pub services: Vec<ServiceId>,
}
