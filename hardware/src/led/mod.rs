//! LED counter displays: Modbus RTU codec, bus driver, simulated displays.

mod bus;
mod driver;
mod modbus;
mod show;
mod simulator;

pub use bus::LedState;
pub use driver::{LedBusConfig, LedBusHandle, LedBusTarget, LedEvent, spawn_bus};
pub use modbus::{BROADCAST, Echo, REGISTERS_MAX, Reply, Request, RequestParser};
pub use show::{BLINK_TIME, LedDisplay, LedShow, RegisterMap};
pub use simulator::{LedFault, LedSimulator, SimulatedDisplay};
