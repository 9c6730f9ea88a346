//! The kiosk: a visitor touches a service and gets a number.
//!
//! [`Kiosk`] is the screen without a window: what is shown, and what a touch leads to. [`kiosk_ui`] draws
//! it and reports touches. `main.rs` gives both a window and the line to the hub.

mod kiosk;
mod kiosk_ui;

pub use kiosk::{
    ANSWER_MAX, Action, IDLE_MAX, Kiosk, Letters, LinkState, Screen, TAKEN_SHOWN, TOLD_SHOWN, Told,
};
pub use kiosk_ui::{kiosk_ui, repaint_after};
