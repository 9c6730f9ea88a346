//! What hangs on cables: slip printers, LED counter displays, keypads and scanners.
//!
//! Each kind of device is three things: a codec (bytes and frames, pure, sources cited), a driver (transport,
//! retry, health) and a simulator that speaks the same bytes. Texts come in composed; nothing here is localised.

mod device_file;
mod input;
pub mod keypad;
pub mod led;
mod port;
pub mod printer;
pub mod probe;
mod pty;
mod relay;
pub mod scanner;
mod usb;

pub use port::open_port;
pub use pty::Pty;
pub use relay::{RelayCall, RelayCalls, RelayLine};
pub use usb::UsbId;
