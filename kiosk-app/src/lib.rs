//! The kiosk: a visitor touches a service and gets a number.
//!
//! [`Kiosk`] is the screen without a window: what is shown, and what a touch leads to. [`kiosk_ui`] draws
//! it and reports touches. `main.rs` gives both a window and the line to the hub.

mod courier;
mod folder;
mod kiosk;
mod kiosk_ui;
mod runtime;
mod speaker;

pub use courier::Courier;
pub use folder::{FolderError, keep_pin, open_folder, read_pin};
pub use kiosk::{
    ANSWER_MAX, AWAY_AFTER, AWAY_ASKING_MAX, Action, Aloud, AwayOffer, Comfort, Contrast, EmergencyStock,
    EmergencyWish, GIVEN_KEPT, GuideAction, HallState, IDLE_MAX, IDLE_SPOKEN_MAX, Key, Kiosk, LastTry,
    Letters, LinkState, NO_SLIP_SHOWN, Opening, Reach, Reprinting, SHUT_FOR, STAFF_IDLE_MAX, ScanProblem,
    Screen, Slip, SoundCard, Speech, StaffAction, StaffPage, StaffPin, TAKEN_SHOWN, TEST_STEPS, TOLD_SHOWN,
    Told, VOLUME_MAX, VOLUME_MIN, VOLUME_STEP, WARNED_BEFORE, WRONG_PINS_MAX, Wish, found,
};
pub use kiosk_ui::{ground, kiosk_ui, repaint_after};
pub use runtime::{Errand, Runtime};
pub use speaker::{Speaker, Voices, sound_of};
