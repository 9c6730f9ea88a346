//! The rules of the hall, pure and deterministic: the same commands at the same times give the same events.
//!
//! `Hall::decide` answers a [`Command`] with [`Event`]s or a [`Refusal`] and changes nothing; whoever calls
//! it journals the events and then has `Hall::apply` make them true. `effects` says what the world outside
//! should do about an event: print, announce, light.

mod command;
mod event;
mod refusal;
mod rules;

pub use command::Command;
pub use event::{CallReason, CancelCause, Event, Outcome, PauseReason};
pub use refusal::Refusal;
pub use rules::{
    AtEnd, Calendar, CalendarId, ClassRules, CounterRules, PriorityRule, Rules, RulesError, Series, SeriesId,
    ServiceRules, Window,
};
