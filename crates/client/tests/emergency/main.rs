//! Numbers given while the hub is away: what is on the disk, whatever becomes of it, and what that leads to.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

mod desk;
mod files;
mod last_view;
mod records;
mod samples;
