//! The whole hall over real sockets and serial lines: a hub, its devices, and three kinds of screens.
//!
//! Nothing here sleeps. A test waits for the event, for 20 seconds at most, and then fails.

mod bad_clients;
mod chain;
mod power_cuts;
mod reconnect;
mod stop;
mod support;
