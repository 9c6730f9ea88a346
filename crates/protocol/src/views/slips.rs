//! Slips that did not come out, or may not have.

use goiso_model::{LocalText, TicketId, TicketNumber};
use serde::{Deserialize, Serialize};

/// What became of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipState {
    /// It is on its way, or in the printer.
    Printing,
    /// It is in a printer that has stopped over it: it comes out with the new roll, and is not sent again by itself.
    Held,
    /// It is on paper: the printer said so.
    Printed,
    /// It certainly is not on paper.
    NotPrinted,
    /// Nobody can tell whether it is on paper. It is sent again only if somebody asks.
    Unclear,
    /// A state of a newer hub: treated as unclear.
    #[serde(other)]
    Unknown,
}

/// A slip that is not known to be on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipTrouble {
    /// Whose.
    pub ticket: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// [`SlipState::Held`], [`SlipState::NotPrinted`] or [`SlipState::Unclear`].
    pub slip: SlipState,
    /// Whether a [`crate::Request::Reprint`] would find a printer that works now.
    pub can_reprint: bool,
}

impl SlipTrouble {
    /// The most slips that a view lists.
    pub const TOLD_MAX: usize = 8;
}

/// The printer that stands in for a kiosk's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandInPrinter {
    /// Its name in the configuration, e.g. `printer-2`.
    pub device: String,
    /// Where it is, for the visitor, e.g. "Bàn hướng dẫn"; empty if the centre's file does not say.
    #[serde(default, skip_serializing_if = "LocalText::is_empty")]
    pub place: LocalText,
}
