//! A client's side of the link to the hub.
//!
//! [`Link`] is the whole behaviour without a socket; [`Client`] is the thread that gives it one and wakes
//! the screen. A screen polls [`LinkEvent`]s and sends [`ToHub`](goiso_protocol::ToHub) requests whose ids
//! come from its [`RequestIds`].

mod event;
mod ids;

pub use event::LinkEvent;
pub use ids::RequestIds;
