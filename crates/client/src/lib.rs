//! A client's side of the link to the hub.
//!
//! [`Link`] is the whole behaviour without a socket; [`Client`] is the thread that gives it one and wakes
//! the screen. A screen polls [`LinkEvent`]s and sends [`ToHub`](goiso_protocol::ToHub) requests whose ids
//! come from its [`RequestIds`].

mod client;
mod clock;
pub mod emergency;
mod event;
mod hub_url;
mod ids;
mod limits;
mod link;
mod waiting_events;
mod wire;

pub use client::{Client, ClientError, Teller};
pub use event::LinkEvent;
pub use ids::{RequestIds, random_bits};
pub use limits::{
    BACKOFF_MAX, BACKOFF_MIN, CONNECT_MAX, OUTSTANDING_MAX, SILENCE_MAX, STALE_AFTER, STEADY_AFTER,
};
pub use link::{Command, Link, SendError};
