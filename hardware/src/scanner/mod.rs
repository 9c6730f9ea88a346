//! Code scanners: what they read, and nothing of it that we may not know.
//!
//! `lines` and `typed` put bytes and key strokes together to texts, `recognise` says what a text is, `driver`
//! has the port. A text is wiped as soon as it is recognised; nobody logs it.

mod card;
mod driver;
mod lines;
mod recognise;
#[cfg(test)]
mod tests;
mod typed;

pub use card::{CardNumber, IdentityCard, Sex};
pub use driver::{ScannerConfig, ScannerEvent, ScannerState, ScannerTarget, VirtualScanner, spawn_scanner};
pub use lines::SCAN_BYTES_MAX;
pub use recognise::{AppointmentCode, DossierCode, Scan, ScanRefusal, Source, recognise};
