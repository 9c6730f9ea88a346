//! The hall board: who is called where.
//!
//! [`Board`] is the whole behaviour without a window, [`board_ui`] draws it, and [`App`] puts both into a
//! window beside the hub's [`Client`](goiso_client::Client).

mod app;
mod board;
mod board_ui;
mod options;
mod slides;
mod slideshow;
mod spotlight;
mod voice;

pub use app::App;
pub use board::{Board, CounterScene, Featured, LinkState};
pub use board_ui::{DESIGN, board_ui, ground};
pub use options::Options;
pub use slides::Slides;
pub use slideshow::{Slide, Slideshow};
pub use spotlight::{Glow, SPOTLIGHT_MAX, SPOTLIGHT_MIN, Spotlight, TOGETHER_MAX};
pub use voice::{
    LoadPack, OutputError, Packs, Played, Player, REPORT_EVERY, RETRY, Voice, VoiceAction, VoiceError,
    VoiceThread,
};
