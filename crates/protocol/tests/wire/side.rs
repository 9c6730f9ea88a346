//! A frame whose sender is known, and the names of all there are.

use goiso_protocol::{
    Answer, CounterState, ErrorCode, FrameError, FromHub, PortNews, PortOrder, Request, Role, ToHub, View,
    decode, encode,
};
use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    ToHub,
    FromHub,
}

#[derive(Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one at a time")]
pub(crate) enum Frame {
    ToHub(ToHub),
    FromHub(FromHub),
}

impl Side {
    pub(crate) fn decode(self, text: &str) -> Result<Frame, FrameError> {
        match self {
            Self::ToHub => decode(text).map(Frame::ToHub),
            Self::FromHub => decode(text).map(Frame::FromHub),
        }
    }
}

impl Frame {
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::ToHub(frame) => encode(frame),
            Self::FromHub(frame) => encode(frame),
        }
    }

    /// What kind of frame it is; none for one that this version does not know.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match self {
            Self::ToHub(ToHub::Hello { role, .. }) => Some(role_name(role)),
            Self::ToHub(ToHub::Request { request, .. }) => Some(request_name(request)),
            Self::FromHub(frame) => from_hub_name(frame),
            Self::ToHub(ToHub::Report { .. }) => Some("report"),
            Self::ToHub(ToHub::SignIn { .. }) => Some("sign in"),
            Self::ToHub(ToHub::OpenCorner { .. }) => Some("open corner"),
            Self::ToHub(ToHub::TakeSeat { .. }) => Some("take seat"),
            Self::ToHub(ToHub::SignOut { .. }) => Some("sign out"),
            Self::ToHub(ToHub::Port { news, .. }) => match news {
                PortNews::Opened => Some("port opened"),
                PortNews::Read { .. } => Some("port read"),
                PortNews::Written { .. } => Some("port written"),
                PortNews::Closed { .. } => Some("port closed"),
                PortNews::Unknown => None,
            },
            Self::ToHub(ToHub::Unknown) => None,
        }
    }
}

/// Every name that [`Frame::name`] gives. A new variant needs its name above, its name here, and then a frozen
/// frame and a place in the manual.
pub(crate) const NAMES: [&str; 80] = [
    "alive",
    "answer done",
    "answer done with ticket",
    "answer refused",
    "answer signed in",
    "arrive",
    "ask help",
    "assign services",
    "book",
    "borrow block",
    "bye",
    "call next",
    "call number",
    "cancel",
    "chain",
    "check in",
    "close counter",
    "drop booking",
    "end day",
    "end help",
    "error binary",
    "error malformed",
    "error stopping",
    "error too fast",
    "error too large",
    "error too many sessions",
    "error unexpected frame",
    "error unknown device",
    "error unknown frame",
    "error wrong version",
    "finish",
    "hello agent",
    "hello board",
    "hello counter",
    "hello desk",
    "hello kiosk",
    "hold",
    "issue",
    "issue at",
    "issue group",
    "keep block",
    "mark absent",
    "note",
    "open corner",
    "open counter",
    "pause counter",
    "post message",
    "port close",
    "port closed",
    "port open",
    "port opened",
    "port read",
    "port write",
    "port written",
    "recall",
    "refused",
    "remove message",
    "report",
    "reprint",
    "reprint number",
    "restore",
    "return held",
    "set quota",
    "set service",
    "sign in",
    "sign out",
    "take seat",
    "transfer",
    "undo",
    "tell issued",
    "view assistant",
    "view board",
    "view counter closed",
    "view counter open",
    "view counter paused",
    "view desk",
    "view kiosk",
    "view supervisor",
    "walk in",
    "welcome",
];

fn role_name(role: &Role) -> &'static str {
    match role {
        Role::Kiosk => "hello kiosk",
        Role::Counter { .. } => "hello counter",
        Role::Agent => "hello agent",
        Role::Board => "hello board",
        Role::Desk => "hello desk",
    }
}

fn request_name(request: &Request) -> &'static str {
    match request {
        Request::Issue { .. } => "issue",
        Request::IssueAt { .. } => "issue at",
        Request::OpenCounter { .. } => "open counter",
        Request::PauseCounter { .. } => "pause counter",
        Request::CloseCounter { .. } => "close counter",
        Request::CallNext { .. } => "call next",
        Request::CallNumber { .. } => "call number",
        Request::Recall { .. } => "recall",
        Request::Arrive { .. } => "arrive",
        Request::Finish { .. } => "finish",
        Request::MarkAbsent { .. } => "mark absent",
        Request::Cancel { .. } => "cancel",
        Request::Reprint { .. } => "reprint",
        Request::ReprintNumber { .. } => "reprint number",
        Request::PostMessage { .. } => "post message",
        Request::RemoveMessage { .. } => "remove message",
        Request::AskHelp { .. } => "ask help",
        Request::AssignServices { .. } => "assign services",
        Request::Book { .. } => "book",
        Request::Chain { .. } => "chain",
        Request::CheckIn { .. } => "check in",
        Request::DropBooking { .. } => "drop booking",
        Request::EndDay { .. } => "end day",
        Request::EndHelp { .. } => "end help",
        Request::Hold { .. } => "hold",
        Request::IssueGroup { .. } => "issue group",
        Request::Note { .. } => "note",
        Request::Restore { .. } => "restore",
        Request::ReturnHeld { .. } => "return held",
        Request::SetQuota { .. } => "set quota",
        Request::SetService { .. } => "set service",
        Request::Transfer { .. } => "transfer",
        Request::Undo { .. } => "undo",
        Request::WalkIn { .. } => "walk in",
        Request::BorrowBlock { .. } => "borrow block",
        Request::KeepBlock { .. } => "keep block",
        Request::TellIssued { .. } => "tell issued",
    }
}

fn from_hub_name(frame: &FromHub) -> Option<&'static str> {
    match frame {
        FromHub::Welcome { .. } => Some("welcome"),
        FromHub::Refused { .. } => Some("refused"),
        FromHub::Answer { answer: Answer::Done { ticket: None }, .. } => Some("answer done"),
        FromHub::Answer { answer: Answer::Done { ticket: Some(_) }, .. } => Some("answer done with ticket"),
        FromHub::Answer { answer: Answer::Refused { .. }, .. } => Some("answer refused"),
        FromHub::Answer { answer: Answer::SignedIn { .. }, .. } => Some("answer signed in"),
        FromHub::View { view, .. } => view_name(view),
        FromHub::Alive { .. } => Some("alive"),
        FromHub::Error { code, .. } => error_name(*code),
        FromHub::Port { order, .. } => match order {
            PortOrder::Open { .. } => Some("port open"),
            PortOrder::Write { .. } => Some("port write"),
            PortOrder::Close => Some("port close"),
            PortOrder::Unknown => None,
        },
        FromHub::Bye { .. } => Some("bye"),
        FromHub::Unknown => None,
    }
}

fn view_name(view: &View) -> Option<&'static str> {
    match view {
        View::Kiosk(_) => Some("view kiosk"),
        View::Counter(counter) => Some(match counter.state {
            CounterState::Closed => "view counter closed",
            CounterState::Open { .. } => "view counter open",
            CounterState::Paused { .. } => "view counter paused",
        }),
        View::Board(_) => Some("view board"),
        View::Desk(_) => Some("view desk"),
        View::Assistant(_) => Some("view assistant"),
        View::Supervisor(_) => Some("view supervisor"),
        View::Unknown => None,
    }
}

fn error_name(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::Malformed => Some("error malformed"),
        ErrorCode::Binary => Some("error binary"),
        ErrorCode::TooLarge => Some("error too large"),
        ErrorCode::WrongVersion => Some("error wrong version"),
        ErrorCode::UnexpectedFrame => Some("error unexpected frame"),
        ErrorCode::UnknownFrame => Some("error unknown frame"),
        ErrorCode::UnknownDevice => Some("error unknown device"),
        ErrorCode::TooFast => Some("error too fast"),
        ErrorCode::TooManySessions => Some("error too many sessions"),
        ErrorCode::Stopping => Some("error stopping"),
        ErrorCode::Unknown => None,
    }
}

/// Asserts that a frame is known down to its last word, by reading it and writing it again.
pub(crate) fn assert_known(whence: &str, side: Side, text: &str) -> &'static str {
    let frame = side.decode(text).unwrap_or_else(|error| panic!("{whence}: {error}"));
    let name = frame.name().unwrap_or_else(|| panic!("{whence}: of an unknown kind"));
    let written: Value = serde_json::from_str(&frame.encode()).unwrap();
    let read: Value = serde_json::from_str(text).unwrap();
    assert_eq!(written, read, "{whence}");
    name
}
