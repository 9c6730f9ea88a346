//! The client's clock.

use std::time::Instant;

use jiff::Timestamp;

/// Time as it passes: begun by the computer's clock, then never set. When somebody sets the computer's
/// clock, no deadline moves, and the hub's time as we reckon it does not either.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    begun_at: Timestamp,
    begun: Instant,
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the socket thread is this crate's edge; `Link` takes `now`"
    )]
    pub(crate) fn begin() -> Self {
        Self { begun_at: Timestamp::now(), begun: Instant::now() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.begun_at + self.begun.elapsed()
    }
}
