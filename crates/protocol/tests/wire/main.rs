//! What goes over the wire: the frozen frames, the frames of the manual, and frames that nobody meant.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

mod frozen;
mod manual;
mod side;
mod strange;
