//! What became of a slip.

use super::encode::EncodeError;
use super::status::PrinterState;

/// The caller's name for one slip; two slips in the same queue have different ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

/// What became of a slip. Each job that was taken gets exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is on paper and cut: the printer said so.
    Printed,
    /// It certainly is not and will not be on paper.
    NotPrinted {
        /// What stood in the way.
        why: NotPrintedWhy,
    },
    /// It may or may not be on paper. It is never sent again by itself; an official looks and asks for another.
    Unknown {
        /// Why nobody can tell.
        why: UnknownWhy,
    },
}

/// Why a slip was not printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPrintedWhy {
    /// The printer was in this state before a byte of the slip was sent.
    State(PrinterState),
    /// The slip could not be made into bytes.
    Unprintable(EncodeError),
}

/// Why nobody can tell whether a slip was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownWhy {
    /// The connection broke after a part of the slip was sent.
    ConnectionLost,
    /// The printer seems well but did not confirm in time.
    NoAnswer,
    /// The printer has held the slip in this state for too long.
    Held(PrinterState),
    /// This printer cannot confirm.
    NoProof,
}
