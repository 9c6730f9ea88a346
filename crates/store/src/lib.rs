//! The journal of the hall: append-only, hash-chained, in one SQLite file.
//!
//! The hub's core thread owns the one [`Journal`] and commits [`Entry`]s through it before anybody hears of
//! them; everything else (`verify`, `export`, reports) reads through a [`Reader`], also while the hub runs.
//! docs/journal.md describes the file for those who read it with other tools.

mod ballast;
mod chain;
mod error;
mod journal;
mod lock;
mod query;
mod reader;
mod record;
mod schema;
mod tickets;
mod today;

pub use error::{Break, Flaw, StoreError};
pub use journal::{COMMIT_ENTRIES_MAX, Journal, OpenOptions};
pub use reader::{Reader, Verified};
pub use record::{Entry, Record, RequestMark};
pub use tickets::{TicketRow, TicketState, tickets_of_day};
pub use today::{EARLIER_RECORDS_MAX, Today};

/// The journal's file in the data folder.
pub const JOURNAL_FILE: &str = "journal.db";
/// Locked by the hub that writes the journal beside it.
pub const LOCK_FILE: &str = "hub.lock";
/// Room kept back for the time when the disk is full.
pub const BALLAST_FILE: &str = "ballast";
