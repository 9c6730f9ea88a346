//! The loudspeaker of boards and kiosks: one thread that plays one sound at a time through ALSA.

mod player;

pub use player::{OutputError, Played, Player};
