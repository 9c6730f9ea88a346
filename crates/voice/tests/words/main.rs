//! What is said: numbers against the rules of Unicode CLDR, and announcements as text.
#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

mod announcements;
mod numbers;
mod rbnf;
