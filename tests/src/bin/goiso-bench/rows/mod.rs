//! The rows of the table, by what they have in common.

pub(crate) mod board;
pub(crate) mod call;
pub(crate) mod crowd;
pub(crate) mod estimate;
pub(crate) mod issue;
pub(crate) mod kiosk;
pub(crate) mod leds;
pub(crate) mod policy;
pub(crate) mod scheduling;
pub(crate) mod slip_wires;
pub(crate) mod slips;
pub(crate) mod start;
