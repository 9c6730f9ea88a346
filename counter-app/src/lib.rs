//! The counter terminal: an official calls numbers, serves visitors and sees who waits.
//!
//! [`Counter`] is the whole behaviour without a window, [`counter_ui`] draws it, and [`App`] puts both into a
//! window beside the hub's [`Client`](goiso_client::Client).

mod app;
mod counter;
mod counter_ui;
mod options;
mod words;

pub use app::App;
pub use counter::{Action, Counter, LinkState, Panel};
pub use counter_ui::{DESIGN, counter_ui};
pub use options::Options;
