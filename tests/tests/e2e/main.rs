//! The whole hall over real sockets and serial lines: a hub, its devices, and three kinds of screens.
//!
//! Nothing here sleeps. A test waits for the event, for 20 seconds at most, and then fails.

mod bad_clients;
mod board_page;
mod boards;
mod chain;
mod devices_fail;
mod emergency;
mod explain;
mod inputs;
mod journal_trouble;
mod kiosk_alone;
mod kiosk_printer;
mod power_cuts;
mod reconnect;
mod rest;
mod sign_in;
mod staff_corner;
mod start;
mod stop;
mod support;
