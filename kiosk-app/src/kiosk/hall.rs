//! Whether the hall gives numbers at all now, and if not, why: each why has its own screen.

use goiso_protocol::{IssuingState, KioskView, PrinterCondition, ServiceState};
use jiff::{SignedDuration, Timestamp};

use super::Kiosk;

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

/// What the first screen tells a visitor before the first touch, where numbers are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Nothing in particular.
    Welcome,
    /// The hub is away, and the kiosk gives numbers by itself.
    Emergency,
    /// There is no paper: the number will be on the screen.
    NoPaper,
    /// The printer does not print: the number will be on the screen.
    PrinterFault,
    /// Slips come out elsewhere.
    StandIn,
}

impl Kiosk {
    /// What the first screen tells at `now`.
    pub fn opening(&self, now: Timestamp) -> Opening {
        if self.is_on_its_own(now) {
            return Opening::Emergency;
        }
        let Some(view) = self.view() else { return Opening::Welcome };
        match view.printer {
            PrinterCondition::NoPaper => Opening::NoPaper,
            PrinterCondition::Fault | PrinterCondition::Unknown => Opening::PrinterFault,
            PrinterCondition::Ready | PrinterCondition::PaperLow if view.stand_in.is_some() => {
                Opening::StandIn
            }
            PrinterCondition::Ready | PrinterCondition::PaperLow | PrinterCondition::Absent => {
                Opening::Welcome
            }
        }
    }
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
