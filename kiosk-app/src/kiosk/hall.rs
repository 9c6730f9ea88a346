//! Whether the hall gives numbers at all now, and if not, why: each why has its own screen.

use goiso_protocol::{IssuingState, KioskView, ServiceState};
use jiff::{SignedDuration, Timestamp};

/// So long after the line was lost, the last view is no longer held for true: a short break is a banner, a long
/// one a screen.
pub const AWAY_AFTER: SignedDuration = SignedDuration::from_secs(5);

/// Whether the hall gives numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HallState {
    /// For some service at least.
    Ready,
    /// The hub has not been heard of for a while.
    HubAway,
    /// The hub is there and cannot promise a number.
    NotIssuing,
    /// Every service is closed, on a day on which some are open.
    AfterHours {
        /// When the first one opens again, if that is known.
        opens_at: Option<Timestamp>,
    },
    /// No service is open today.
    Holiday {
        /// When the first one opens again, if that is known.
        opens_at: Option<Timestamp>,
    },
    /// All of today's numbers have been given.
    Full {
        /// When numbers are given again, if that is known.
        opens_at: Option<Timestamp>,
    },
}

impl HallState {
    /// What a view says of itself.
    pub(super) fn of(view: &KioskView) -> Self {
        match view.issuing {
            IssuingState::Ready => {}
            IssuingState::JournalUnavailable | IssuingState::Unknown => return Self::NotIssuing,
        }
        let states = || view.services.iter().map(|service| &service.state);
        if states().any(|state| *state == ServiceState::Open) || view.services.is_empty() {
            return Self::Ready;
        }
        let opens_at = states().filter_map(opens_at).min();
        if states().any(|state| *state == ServiceState::Full) {
            return Self::Full { opens_at };
        }
        let works_today = view.services.iter().any(|service| !service.hours_today.is_empty());
        if works_today { Self::AfterHours { opens_at } } else { Self::Holiday { opens_at } }
    }
}

fn opens_at(state: &ServiceState) -> Option<Timestamp> {
    match state {
        ServiceState::Closed { opens_at } => *opens_at,
        ServiceState::Open | ServiceState::Full | ServiceState::Paused | ServiceState::Unknown => None,
    }
}
