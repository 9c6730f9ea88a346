//! The rules of the office, as sentences.

#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

mod calling;
mod counters;
mod days;
mod forecasts;
mod hours;
mod journal;
mod messages;
mod numbers;
mod play;
mod priority;
mod properties;
mod refusals;
mod rules_in_force;
mod rules_that_contradict;
