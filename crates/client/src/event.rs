//! What a screen is told.

use goiso_model::{DeviceName, RequestId};
use goiso_protocol::{Answer, ErrorCode, PortOrder, View};
use jiff::Timestamp;

/// Something a screen must know of the link. `Up`, `Down` and `NotAccepted` exclude each other: the last one
/// told is how things stand.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkEvent {
    /// The hub has accepted this device, and speaks; a view follows.
    Up,
    /// Nothing was heard of the hub for [`STALE_AFTER`](crate::STALE_AFTER): show the last view greyed, and
    /// say so. A line that breaks and comes back sooner is not told.
    Down {
        /// When the hub was last heard, by the hub's clock; when the client was started, if it never was.
        since: Timestamp,
    },
    /// The hub does not want this device. It is asked again at the slowest backoff, and this is told again
    /// only if the reason changes.
    NotAccepted {
        /// Why.
        code: ErrorCode,
        /// The hub's words, for a log.
        message: String,
    },
    /// The newest view.
    View(Box<View>),
    /// What an agent is to do with a port. Every one is told, in order.
    Port {
        /// The printer that hangs on it.
        printer: DeviceName,
        /// Which opening of it.
        connection: u64,
        /// What.
        order: PortOrder,
    },
    /// The answer to a request.
    Answer {
        /// The request's id.
        id: RequestId,
        /// What came of it.
        answer: Answer,
    },
}
