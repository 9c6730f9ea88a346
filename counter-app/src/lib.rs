//! The terminal of the people who work in the hall: an official calls numbers at a counter, an assistant takes
//! numbers for visitors, a supervisor looks after everything.
//!
//! [`Terminal`] is the whole behaviour without a window, [`terminal_ui`] draws it, and [`App`] puts both into a
//! window beside the hub's [`Client`](goiso_client::Client).

mod app;
mod global_keys;
mod options;
mod place;
mod terminal;
mod ui;
mod words;

pub use app::App;
pub use options::Options;
pub use place::{Place, file as place_file};
pub use terminal::{
    Action, Assistant, AssistantAction, Counter, CounterAction, Desk, DeskAction, Form, FormAction,
    HOLD_MINUTES, LinkState, Listed, Panel, Screen, Setup, Supervisor, SupervisorAction, SupervisorPanel,
    Terminal, WindowAction,
};
pub use ui::{DESIGN, Shape, terminal_ui};
