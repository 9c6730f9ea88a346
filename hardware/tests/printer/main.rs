//! The printer driver against the virtual printer: over a pipe in virtual time, over TCP and a pty in real time.

mod bench;
mod fates;
mod ports;
