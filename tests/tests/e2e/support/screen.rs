//! A kiosk, a counter terminal or a board: the real client, and what it was told.

use std::collections::BTreeMap;
use std::sync::mpsc;

use goiso_client::{Client, LinkEvent};
use goiso_model::{CounterNumber, DeviceName, RequestId};
use goiso_protocol::{
    Answer, BoardView, CounterView, DeskView, KioskView, Request, Resume, Role, SupervisorView, TicketInfo,
    ToHub, View,
};

use super::{COUNTER, Patience, service};

pub(crate) struct Screen {
    client: Client,
    happened: mpsc::Receiver<()>,
    view: Option<View>,
    answers: BTreeMap<RequestId, Vec<Answer>>,
}

pub(crate) fn request_id(text: &str) -> RequestId {
    RequestId::new(text).expect("visible characters")
}

/// The ticket of a wish that was done.
pub(crate) fn done(answer: Answer) -> TicketInfo {
    match answer {
        Answer::Done { ticket: Some(ticket) } => ticket,
        Answer::Done { ticket: None } | Answer::Refused { .. } | Answer::SignedIn { .. } => {
            panic!("no ticket, but {answer:?}")
        }
    }
}

impl Screen {
    pub(crate) fn kiosk(url: &str) -> Self {
        Self::start(url, "kiosk-1", Role::Kiosk)
    }

    pub(crate) fn board(url: &str) -> Self {
        Self::start(url, "board-1", Role::Board)
    }

    pub(crate) fn counter(url: &str) -> Self {
        Self::start(url, &format!("counter-{COUNTER}"), Role::Counter { counter: counter() })
    }

    pub(crate) fn start(url: &str, device: &str, role: Role) -> Self {
        let (wake, happened) = mpsc::channel();
        let device = DeviceName::new(device).expect("a slug");
        // A screen that has gone needs no waking.
        let client = Client::start(url, device, role, move || wake.send(()).unwrap_or_default());
        Self { client: client.expect("a thread"), happened, view: None, answers: BTreeMap::new() }
    }

    /// Makes a wish and waits for what comes of it.
    pub(crate) fn ask(&mut self, id: &str, request: Request) -> Answer {
        self.begin(id, request);
        self.answer(id)
    }

    pub(crate) fn begin(&mut self, id: &str, request: Request) {
        self.client.send(ToHub::Request { id: request_id(id), request }).expect("few wishes wait");
    }

    /// Says something that is answered but is no wish of the hall.
    pub(crate) fn say(&mut self, frame: ToHub) -> Answer {
        let id = frame.id().expect("it is answered").to_string();
        self.client.send(frame).expect("few wishes wait");
        self.answer(&id)
    }

    /// What the next hello brings along.
    pub(crate) fn set_resume(&self, resume: Option<Resume>) {
        self.client.set_resume(resume);
    }

    /// Waits for the view of a terminal where nobody has a seat.
    pub(crate) fn desk_view<T>(&mut self, what: &str, find: impl Fn(&DeskView) -> Option<T>) -> T {
        self.wait(what, |screen| match screen.view.as_ref()? {
            View::Desk(view) => find(view),
            _ => None,
        })
    }

    pub(crate) fn supervisor_view<T>(
        &mut self,
        what: &str,
        find: impl Fn(&SupervisorView) -> Option<T>,
    ) -> T {
        self.wait(what, |screen| match screen.view.as_ref()? {
            View::Supervisor(view) => find(view),
            _ => None,
        })
    }

    /// Waits for a counter's view, whatever was shown before.
    pub(crate) fn seated_view<T>(&mut self, what: &str, find: impl Fn(&CounterView) -> Option<T>) -> T {
        self.wait(what, |screen| match screen.view.as_ref()? {
            View::Counter(view) => find(view),
            _ => None,
        })
    }

    pub(crate) fn answer(&mut self, id: &str) -> Answer {
        let id = request_id(id);
        self.wait(&format!("an answer to {id}"), |screen| {
            let answers = screen.answers.get(&id)?;
            assert_eq!(answers.len(), 1, "answers to {id}");
            Some(answers[0].clone())
        })
    }

    /// A number for the service of the tests.
    pub(crate) fn take_number(&mut self, id: &str) -> TicketInfo {
        done(self.ask(id, issue()))
    }

    pub(crate) fn kiosk_view<T>(&mut self, what: &str, find: impl Fn(&KioskView) -> Option<T>) -> T {
        self.wait(what, |screen| match screen.view.as_ref()? {
            View::Kiosk(view) => find(view),
            other => panic!("not a kiosk's view: {other:?}"),
        })
    }

    pub(crate) fn counter_view<T>(&mut self, what: &str, find: impl Fn(&CounterView) -> Option<T>) -> T {
        self.wait(what, |screen| match screen.view.as_ref()? {
            View::Counter(view) => find(view),
            other => panic!("not a counter's view: {other:?}"),
        })
    }

    pub(crate) fn board_view<T>(&mut self, what: &str, find: impl Fn(&BoardView) -> Option<T>) -> T {
        self.wait(what, |screen| match screen.view.as_ref()? {
            View::Board(view) => find(view),
            other => panic!("not a board's view: {other:?}"),
        })
    }

    fn wait<T>(&mut self, what: &str, find: impl Fn(&Self) -> Option<T>) -> T {
        let patience = Patience::begin();
        loop {
            self.look();
            if let Some(found) = find(self) {
                return found;
            }
            let has_news = self.happened.recv_timeout(patience.left()).is_ok();
            assert!(has_news, "never: {what}; the last view is {:?}", self.view);
        }
    }

    fn look(&mut self) {
        for event in self.client.poll() {
            match event {
                LinkEvent::View(view) => self.view = Some(*view),
                LinkEvent::Answer { id, answer } => self.answers.entry(id).or_default().push(answer),
                LinkEvent::NotAccepted { code, message } => panic!("not accepted: {code:?}, {message}"),
                LinkEvent::Up | LinkEvent::Down { .. } | LinkEvent::Port { .. } => {}
            }
        }
    }
}

pub(crate) fn counter() -> CounterNumber {
    CounterNumber::new(COUNTER).expect("not zero")
}

pub(crate) fn issue() -> Request {
    Request::Issue { service: service(), priority: None, scan: None }
}

pub(crate) fn open() -> Request {
    Request::OpenCounter {
        counter: counter(),
        official: "hoa".parse().expect("a slug"),
        services: Vec::new(),
    }
}

pub(crate) fn call_next() -> Request {
    Request::CallNext { counter: counter() }
}
