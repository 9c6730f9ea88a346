//! Frames that the tests of this crate say to each other.

use goiso_model::{CounterNumber, DeviceName, LocalText, RequestId};
use goiso_protocol::{
    Answer, BoardLayout, BoardView, Centre, FromHub, IssuingState, Request, ToHub, VERSION, View, decode,
};
use jiff::Timestamp;

pub(crate) fn device() -> DeviceName {
    DeviceName::new("board-1").unwrap()
}

pub(crate) fn id(n: usize) -> RequestId {
    RequestId::new(format!("r{n}")).unwrap()
}

pub(crate) fn request(n: usize) -> ToHub {
    let counter = CounterNumber::new(3).unwrap();
    ToHub::Request { id: id(n), request: Request::CallNext { counter } }
}

pub(crate) fn welcome(epoch: &str, now: Timestamp) -> FromHub {
    FromHub::Welcome { version: VERSION, epoch: epoch.to_owned(), now }
}

pub(crate) fn done(id: RequestId) -> FromHub {
    FromHub::Answer { id, answer: Answer::Done { ticket: None } }
}

pub(crate) fn view(epoch: &str, revision: u64, now: Timestamp) -> FromHub {
    let view = View::Board(board(&format!("view {epoch} {revision}")));
    FromHub::View { epoch: epoch.to_owned(), revision, now, view }
}

/// A view of a frozen frame.
fn frozen(frame: &str) -> View {
    match decode(frame) {
        Ok(FromHub::View { view, .. }) => view,
        other => panic!("not a view: {other:?}"),
    }
}

pub(crate) fn desk() -> View {
    frozen(include_str!("../../../protocol/tests/frames/v1/from_hub-view-desk.json"))
}

pub(crate) fn counter(number: u32) -> View {
    let mut view =
        frozen(include_str!("../../../protocol/tests/frames/v1/from_hub-view-counter-closed.json"));
    if let View::Counter(view) = &mut view {
        view.counter = CounterNumber::new(number).unwrap();
    }
    view
}

pub(crate) fn board(notice: &str) -> BoardView {
    BoardView {
        centre: Centre {
            name: LocalText::vietnamese("Trung tâm Phục vụ hành chính công"),
            unit: LocalText::vietnamese("UBND xã Tân Cương"),
            slogan: LocalText::default(),
            hotline: String::new(),
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            colour: None,
        },
        calls: Vec::new(),
        counters: Vec::new(),
        notices: vec![LocalText::vietnamese(notice)],
        issuing: IssuingState::Ready,
        layout: BoardLayout::Main,
        messages: Vec::new(),
        next: Vec::new(),
        voice: None,
    }
}

/// The words by which [`view`] can be told from another.
pub(crate) fn notice_of(view: &View) -> String {
    match view {
        View::Board(board) => board.notices.iter().flat_map(|notice| notice.0.values().cloned()).collect(),
        View::Kiosk(_)
        | View::Counter(_)
        | View::Desk(_)
        | View::Assistant(_)
        | View::Supervisor(_)
        | View::Unknown => panic!("only boards are shown here"),
    }
}
