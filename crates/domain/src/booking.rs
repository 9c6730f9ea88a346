//! Times promised to somebody. No name goes with one: whoever has the code has the promise.

use goiso_model::ServiceId;
use jiff::Timestamp;

/// The most times promised at one time.
pub const BOOKINGS_MAX: usize = 5_000;

/// A time promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// For which service.
    pub service: ServiceId,
    /// The beginning of the slot.
    pub slot: Timestamp,
}
