//! A kiosk's computer lends its printers to the hub.
//!
//! The agent keeps a session with the hub under the kiosk's name. The hub opens ports through it, writes to them and
//! reads from them, and so drives a printer here like one of its own: all that is known of slips and their fate is
//! known there. The agent itself remembers nothing and decides nothing.

mod agent;
mod port;

pub use agent::run;
