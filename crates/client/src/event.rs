//! What a screen is told.

use goiso_model::RequestId;
use goiso_protocol::{Answer, ErrorCode, View};
use jiff::Timestamp;

/// Something a screen must know of the link.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkEvent {
    /// The hub has accepted this device; a view follows.
    Up,
    /// Nothing was heard of the hub for [`crate::STALE_AFTER` (5 s)], or the line broke and did not come back at
    /// once: show the last view greyed, and say so.
    Down {
        /// When the hub was last heard.
        since: Timestamp,
    },
    /// The hub does not want this device. It is asked again at the slowest backoff.
    NotAccepted {
        /// Why.
        code: ErrorCode,
        /// The hub's words, for a log.
        message: String,
    },
    /// The newest view.
    View(Box<View>),
    /// The answer to a request.
    Answer {
        /// The request's id.
        id: RequestId,
        /// What came of it.
        answer: Answer,
    },
}
