//! The rules of the office, as sentences.

#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

mod appointments;
mod calling;
mod coming_back;
mod counters;
mod days;
mod ends_of_day;
mod forecasts;
mod hours;
mod journal;
mod lending;
mod lending_days;
mod lent_places;
mod messages;
mod numbers;
mod persons;
mod play;
mod priority;
mod properties;
mod refusals;
mod rules_in_force;
mod rules_that_contradict;
mod sent_on;
mod sharing;
mod statistics;
mod stories;
mod supervisor;
mod undoing;
