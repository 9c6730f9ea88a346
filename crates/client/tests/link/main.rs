//! The link: as scripts, as a property, and over real sockets.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

mod client;
mod fake_hub;
mod player;
mod property;
mod samples;
mod scripts;
mod views;
