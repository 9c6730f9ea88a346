//! The rules of the hall, pure and deterministic: the same commands at the same times give the same events.
//!
//! [`Hall::decide`] answers a [`Command`] with [`Event`]s or a [`Refusal`] and changes nothing; whoever calls
//! it journals the events and then has [`Hall::apply`] make them true. [`effects`] says what the world outside
//! should do about an event: print, announce, light.

mod apply;
mod booking;
mod calendar;
mod check;
mod command;
mod counter;
mod counter_rules;
mod decide;
mod durations;
mod effects;
mod estimate;
mod event;
mod hall;
mod index;
mod leaving;
mod lending;
mod message;
mod note;
mod numbering;
mod pace;
mod past_days;
mod person;
mod place;
mod policy;
mod refusal;
mod rules;
mod rules_check;
mod shares;
mod standing;
mod statistics;
mod story;
mod ticket;

pub use booking::{BOOKINGS_MAX, Booking};
pub use calendar::{ServiceState, business_day};
pub use command::Command;
pub use counter::{Counter, CounterState, Figures};
pub use counter_rules::{CallsWhom, CounterRules, Help, ServiceOrder};
pub use effects::{Effect, effects};
pub use estimate::{Forecast, SAMPLES_MIN, Speed, Spread, Wait};
pub use event::{AbsentCause, CallReason, CancelCause, Entry, Event, Outcome, PauseReason};
pub use hall::Hall;
pub use lending::{Block, Given, LendingEvent, LendingRules, LendingWish, OfflineNote, TurnedAway};
pub use message::{Audience, MESSAGES_MAX, Message, MessageLevel};
pub use note::NOTE_CHARS_MAX;
pub use pace::Pace;
pub use past_days::{PAST_DAYS_MAX, PastDays};
pub use person::{PERSON_TOKEN_BYTES, PersonLimits, PersonToken};
pub use refusal::Refusal;
pub use rules::{
    AppointmentRules, AtEnd, Calendar, CalendarId, ClassRules, DayEnd, GroupCount, HoldEnds, OUTCOMES_MAX,
    OfficeRules, PriorityRule, Rules, RulesError, Series, SeriesId, ServiceRules, Window,
};
pub use standing::{
    CHAIN_MAX, HoldReason, RESTORED_BEHIND, Rest, ServiceSwitch, Standing, Target, TransferPlace, UNDO_SECS,
};
pub use statistics::{
    CounterFigure, Figure, HourFigure, Samples, Statistics, StatisticsFold, WAIT_TARGET_SECS,
};
pub use story::{Because, Fact, Line, Story};
pub use ticket::{Call, PLACE_GAP, Ticket, TicketState};
