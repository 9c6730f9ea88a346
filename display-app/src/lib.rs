//! The hall board: who is called where.
//!
//! [`Board`] is the whole behaviour without a window, [`board_ui`] draws it, and [`App`] puts both into a
//! window beside the hub's [`Client`](goiso_client::Client).

mod app;
mod board;
mod board_ui;
mod options;
mod spotlight;

pub use app::App;
pub use board::{Board, Featured, LinkState};
pub use board_ui::{DESIGN, board_ui};
pub use options::Options;
pub use spotlight::{Glow, SPOTLIGHT_MAX, SPOTLIGHT_MIN, Spotlight};
