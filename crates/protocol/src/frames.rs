//! The envelopes.

use goiso_model::{CounterNumber, DeviceName, OfficialId, RequestId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    BoardReport, FRAME_BYTES_MAX, Pin, PortNews, PortOrder, RefusalText, Request, Resume, Seat, SignedIn,
    TicketInfo, View,
};

/// What a client is, and therefore which view it gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Role {
    /// A kiosk; its device name must be one of the configuration's kiosks.
    Kiosk,
    /// A terminal at this counter.
    Counter {
        /// Which counter.
        counter: CounterNumber,
    },
    /// `goiso-device-agent` on a kiosk's computer; its device name is that of the kiosk. It has no view, and opens
    /// ports for the hub.
    Agent,
    /// A hall board; its device name must be one of the configuration's boards.
    Board,
    /// A terminal that belongs to no counter: it takes a seat after its hello.
    Desk,
}

/// A frame from a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToHub {
    /// The first frame of a session.
    Hello {
        /// The client's [`crate::VERSION`].
        version: u16,
        /// The device's name in the configuration.
        device: DeviceName,
        /// What it is.
        #[serde(flatten)]
        role: Role,
        /// Of a terminal whose line broke while somebody was signed in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resume: Option<Resume>,
    },
    /// Somebody says who they are; answered with [`Answer::SignedIn`] or a refusal.
    SignIn {
        /// Drawn by the client, like a request's.
        id: RequestId,
        /// Who.
        official: OfficialId,
        /// What proves it.
        pin: Pin,
    },
    /// Takes a seat, leaving the one before; the view of the seat follows.
    TakeSeat {
        /// Drawn by the client, like a request's.
        id: RequestId,
        /// Which.
        seat: Seat,
    },
    /// Leaves the seat, and the terminal to somebody else.
    SignOut {
        /// Drawn by the client, like a request's.
        id: RequestId,
    },
    /// Staff want into the corner of this kiosk; answered with [`Answer::Done`] or a refusal.
    OpenCorner {
        /// Drawn by the client, like a request's.
        id: RequestId,
        /// What proves that they are staff.
        pin: Pin,
    },
    /// A wish.
    Request {
        /// Drawn by the client; the same after a reconnect.
        id: RequestId,
        /// The wish itself.
        request: Request,
    },
    /// What a board tells of itself, once a second and whenever it changes. There is no answer.
    Report {
        /// How it is.
        report: BoardReport,
    },
    /// What came of a port that the hub had opened. Only from an agent; there is no answer.
    Port {
        /// The printer that hangs on it.
        printer: DeviceName,
        /// As in the [`FromHub::Port`] that opened it; what is said of an older connection is passed over.
        connection: u64,
        /// What.
        #[serde(flatten)]
        news: PortNews,
    },
    /// A frame of a newer client that this side does not know: answered with an error, not fatal.
    #[serde(other)]
    Unknown,
}

/// A frame from the hub.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "frames live for a moment, and are matched on")]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromHub {
    /// The session is open; the first view follows.
    Welcome {
        /// The hub's [`crate::VERSION`].
        version: u16,
        /// Which history the views belong to: a client that sees another epoch forgets its last view.
        epoch: String,
        /// The hub's clock, so that the client can show waiting times by it.
        now: Timestamp,
    },
    /// The session is not opened; the hub closes after this.
    Refused {
        /// Why.
        code: ErrorCode,
        /// The same in words, for a log.
        message: String,
    },
    /// The answer to the request of that id.
    Answer {
        /// The request's id.
        id: RequestId,
        /// What came of it.
        #[serde(flatten)]
        answer: Answer,
    },
    /// The newest whole view. The client replaces what it had.
    View {
        /// See [`FromHub::Welcome`].
        epoch: String,
        /// Rises with each view of a session within an epoch.
        revision: u64,
        /// The hub's clock when the view was built.
        now: Timestamp,
        /// The view.
        view: View,
    },
    /// Nothing new, but the hub lives.
    Alive {
        /// The hub's clock.
        now: Timestamp,
    },
    /// What an agent is to do with a port.
    Port {
        /// The printer that hangs on it.
        printer: DeviceName,
        /// Drawn by the hub for each opening.
        connection: u64,
        /// What.
        #[serde(flatten)]
        order: PortOrder,
    },
    /// A frame was not understood.
    Error {
        /// Why.
        code: ErrorCode,
        /// The same in words, for a log.
        message: String,
    },
    /// The hub stops or drops this client; reconnect with the usual backoff.
    Bye {
        /// Why, for a log.
        message: String,
    },
    /// A frame of a newer hub that this side does not know: passed over.
    #[serde(other)]
    Unknown,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Answer {
    /// Done, and on disk. `ticket` is the one it was about, as it stands now.
    Done {
        /// Absent for wishes that are about no ticket (open, pause, close).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket: Option<TicketInfo>,
    },
    /// A normal no. Nothing has changed.
    Refused {
        /// Which no, to be shown in the user's language.
        refusal: RefusalText,
    },
    /// The sign-in is right.
    SignedIn {
        /// Whose, and what they may.
        #[serde(flatten)]
        signed_in: SignedIn,
    },
}

impl ToHub {
    /// The same as [`Self::id`], of a frame that is no longer needed.
    pub fn into_id(self) -> Option<RequestId> {
        match self {
            Self::SignIn { id, .. }
            | Self::OpenCorner { id, .. }
            | Self::TakeSeat { id, .. }
            | Self::SignOut { id }
            | Self::Request { id, .. } => Some(id),
            Self::Hello { .. } | Self::Report { .. } | Self::Port { .. } | Self::Unknown => None,
        }
    }

    /// The id of a frame that is answered; none for one that is not.
    pub fn id(&self) -> Option<&RequestId> {
        match self {
            Self::SignIn { id, .. }
            | Self::OpenCorner { id, .. }
            | Self::TakeSeat { id, .. }
            | Self::SignOut { id }
            | Self::Request { id, .. } => Some(id),
            Self::Hello { .. } | Self::Report { .. } | Self::Port { .. } | Self::Unknown => None,
        }
    }
}

/// Why a frame or a session is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Not JSON, or not a known shape.
    Malformed,
    /// A binary frame.
    Binary,
    /// Larger than [`crate::REQUEST_BYTES_MAX`].
    TooLarge,
    /// Another protocol version.
    WrongVersion,
    /// A first frame that is not a hello, or a second hello.
    UnexpectedFrame,
    /// A frame type this hub does not know.
    UnknownFrame,
    /// The device or counter is not in the configuration.
    UnknownDevice,
    /// More frames a second than a client may send.
    TooFast,
    /// The hub has as many sessions as it takes.
    TooManySessions,
    /// The hub is stopping.
    Stopping,
    /// A code of a newer hub.
    #[serde(other)]
    Unknown,
}

/// A frame that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// Over the limit.
    #[error("frame of {bytes} bytes is over the limit of {max}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// Not JSON of a known shape; the message names line and column.
    #[error("frame is not understood: {0}")]
    Malformed(#[from] serde_json::Error),
}

/// Writes a frame.
pub fn encode<T: Serialize>(frame: &T) -> String {
    serde_json::to_string(frame).expect("our frames have string keys only, so they always encode")
}

/// Reads a frame of at most [`FRAME_BYTES_MAX`] bytes.
pub fn decode<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, FrameError> {
    if text.len() > FRAME_BYTES_MAX {
        return Err(FrameError::TooLarge { bytes: text.len(), max: FRAME_BYTES_MAX });
    }
    Ok(serde_json::from_str(text)?)
}
