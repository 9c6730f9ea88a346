//! LED counter displays and the keypads between them: one bus, several protocols.
//!
//! Each protocol is a codec (`modbus`, `alpha`, `onbon`, `vfd`, `template`), brought together in [`LedModel`];
//! `bus` decides what is next and `driver` has the port. The simulator reads the same bytes.

mod alpha;
mod bus;
mod driver;
mod frame;
mod keypads;
mod modbus;
mod model;
mod onbon;
mod registers;
mod show;
mod simulator;
mod template;
mod vfd;

pub use alpha::AlphaFile;
pub use bus::LedState;
pub use driver::{LedBusConfig, LedBusHandle, LedBusTarget, LedEvent, spawn_bus};
pub use keypads::{BusKeypad, Counters, KEYS_MAX};
pub use modbus::{BROADCAST, Echo, REGISTERS_MAX, REGISTERS_READ_MAX, Reply, Request, RequestParser};
pub use model::{BrightnessRegister, LedModel};
pub(crate) use onbon::ping as onbon_ping;
pub use registers::RegisterMap;
pub use show::{Arrow, BLINK_TIME, ClosedLook, LedDisplay, LedShow};
pub use simulator::{LedFault, LedSimulator, SimulatedDisplay, SimulatedLine};
pub use template::{Template, TemplateError, TextFormat};
pub use vfd::{VFD_COLUMNS, VfdDialect, VfdRow};
