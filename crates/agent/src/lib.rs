//! A kiosk's computer lends its printers to the hub.
//!
//! The agent keeps a session with the hub under the kiosk's name. The hub opens ports through it, writes to them and
//! reads from them, and so drives a printer here like one of its own: all that is known of slips and their fate is
//! known there. While the hub is away, the agent prints slips of numbers that the kiosk gives by itself, if it was told of
//! a printer for them: [`LocalPrinter`].

mod agent;
mod gate;
mod local;
mod port;

pub use agent::run;
pub use gate::Gate;
pub use local::{LocalPrinter, ServeError, serve_local};
