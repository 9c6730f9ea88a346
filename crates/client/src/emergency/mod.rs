//! Numbers that a kiosk gives while the hub is away, from a block that it was lent beforehand. `docs/emergency.md` says
//! who owns which number when, what each crash leaves, and why nothing can be given twice.
//!
//! [`Book`] is what the disk says, a fold of [`Record`]s; [`Store`] keeps it on a [`Disk`]; [`Emergency`] is the
//! kiosk's side of the lending: it borrows, gives and tells. [`LastView`] keeps what the services are called.

mod book;
mod desk;
mod disk;
mod last_view;
mod record;
mod store;

pub use book::Book;
pub use desk::{ASK_AGAIN, CLOCK_SLACK, Emergency, MEND_AFTER, NoNumber};
pub use disk::{Disk, FileDisk};
pub use last_view::LastView;
pub use record::{
    Contents, Damage, Loan, LoanId, OfflineNumber, Record, RecordError, TurnedAwayNumber, VERSION,
};
pub use store::{Store, StoreError};
