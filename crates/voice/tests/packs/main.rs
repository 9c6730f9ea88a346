//! Voice packs: the built-in ones, packs that are wrong, and packs that are made.
#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

mod built_in;
mod making;
mod support;
mod wrong;
