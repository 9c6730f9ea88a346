//! How long a test waits before it says that something never comes.

use std::time::{Duration, Instant};

/// Far longer than anything takes on a slow machine. Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// One wait for one thing.
pub(crate) struct Patience {
    until: Instant,
}

impl Patience {
    /// The longest a single read or a single future may take.
    pub(crate) const SPAN: Duration = PATIENCE;

    #[expect(clippy::disallowed_methods, reason = "a test that waits in vain must end")]
    pub(crate) fn begin() -> Self {
        Self { until: Instant::now() + PATIENCE }
    }

    /// What is left of it; zero when it is exhausted.
    #[expect(clippy::disallowed_methods, reason = "a test that waits in vain must end")]
    pub(crate) fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}
