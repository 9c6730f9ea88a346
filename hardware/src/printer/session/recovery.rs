//! Errors that a printer gets over when it is asked to: `DLE ENQ`.

use std::time::Duration;

use tokio::time::Instant;

use super::Session;
use crate::printer::status::PrinterState;

/// How long a printer may try by itself before it is asked to get over its error, and how often that is tried.
pub(super) const RECOVER_AFTER: Duration = Duration::from_secs(10);
const RECOVER_AGAIN_AFTER: Duration = Duration::from_secs(30);
const RECOVERIES_MAX: u8 = 3;
/// `DLE ENQ 1`: get over the error and go on with the line where it happened.
const RECOVER_AND_GO_ON: [u8; 3] = [0x10, 5, 1];
/// `DLE ENQ 2`: get over the error and forget what has been received.
pub(super) const RECOVER_AND_FORGET: [u8; 3] = [0x10, 5, 2];
/// How much of an error the printer was asked to get over by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recovery {
    due: Instant,
    n_tried: u8,
}

impl Session {
    pub(super) fn plan_recovery(&mut self, now: Instant) {
        self.recovery = match self.state {
            PrinterState::CutterFault | PrinterState::Stopped => {
                self.recovery.or(Some(Recovery { due: now + RECOVER_AFTER, n_tried: 0 }))
            }
            PrinterState::Ready
            | PrinterState::PaperLow
            | PrinterState::NoPaper
            | PrinterState::CoverOpen
            | PrinterState::Hot
            | PrinterState::Broken
            | PrinterState::Offline
            | PrinterState::Garbled
            | PrinterState::Gone
            | PrinterState::Unknown => None,
        };
    }

    /// Asks the printer to get over its error. A slip that is still waited for goes on; one whose fate has been
    /// told is forgotten by the printer, for another may have been asked for in its place.
    pub(super) fn recover(&mut self, now: Instant) {
        let Some(recovery) = &mut self.recovery else { return };
        recovery.n_tried += 1;
        recovery.due = now + RECOVER_AGAIN_AFTER;
        tracing::info!(state = ?self.state, n_tried = recovery.n_tried, "asking the printer to recover");
        let wish = if self.in_flight.is_some() { RECOVER_AND_GO_ON } else { RECOVER_AND_FORGET };
        self.outgoing.extend(wish);
    }

    pub(super) fn recovery_due(&self) -> Option<Instant> {
        // Behind a slip that does not leave it would not arrive either.
        let recovery = self.recovery.filter(|recovery| recovery.n_tried < RECOVERIES_MAX)?;
        self.outgoing.is_empty().then_some(recovery.due)
    }
}
