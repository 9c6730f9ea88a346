//! The rules of the hall, pure and deterministic: the same commands at the same times give the same events.
//!
//! [`Hall::decide`] answers a [`Command`] with [`Event`]s or a [`Refusal`] and changes nothing; whoever calls
//! it journals the events and then has [`Hall::apply`] make them true. [`effects`] says what the world outside
//! should do about an event: print, announce, light.

mod apply;
mod calendar;
mod check;
mod command;
mod counter;
mod decide;
mod effects;
mod estimate;
mod event;
mod hall;
mod index;
mod message;
mod numbering;
mod place;
mod policy;
mod refusal;
mod rules;
mod rules_check;
mod ticket;

pub use calendar::{ServiceState, business_day};
pub use command::Command;
pub use counter::{Counter, CounterState, Figures};
pub use effects::{Effect, effects};
pub use estimate::{Forecast, Wait};
pub use event::{CallReason, CancelCause, Event, Outcome, PauseReason};
pub use hall::Hall;
pub use message::{MESSAGES_MAX, Message, MessageLevel};
pub use refusal::Refusal;
pub use rules::{
    AtEnd, Calendar, CalendarId, ClassRules, CounterRules, PriorityRule, Rules, RulesError, Series, SeriesId,
    ServiceRules, Window,
};
pub use ticket::{Call, Ticket, TicketState};
