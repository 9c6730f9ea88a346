//! The client over real sockets. Nothing here sleeps: whoever waits, waits for an event.

use std::net::TcpListener;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;

use goiso_client::{Client, ClientError, LinkEvent};
use goiso_model::RequestId;
use goiso_protocol::{ErrorCode, FRAME_BYTES_MAX, FromHub, Role, ToHub, View};
use jiff::Timestamp;
use tungstenite::{Bytes, Message};

use crate::fake_hub::{FakeHub, PATIENCE};
use crate::samples::{self, device, id, request};

/// A screen that looks whenever it is woken.
struct Screen {
    client: Client,
    woken: Receiver<()>,
    seen: Vec<LinkEvent>,
}

impl Screen {
    fn start(url: &str) -> Self {
        let (sender, woken) = channel();
        // A screen that has gone away does not want to be woken.
        let wake = move || sender.send(()).unwrap_or_default();
        let client = Client::start(url, device(), Role::Board, wake).unwrap();
        Self { client, woken, seen: Vec::new() }
    }

    /// The first event of its kind that has not been asked for yet.
    fn wait_for<T>(&mut self, what: &str, mut pick: impl FnMut(&LinkEvent) -> Option<T>) -> T {
        loop {
            if let Some((idx, found)) =
                self.seen.iter().enumerate().find_map(|(idx, event)| Some((idx, pick(event)?)))
            {
                self.seen.remove(idx);
                return found;
            }
            let woken = self.woken.recv_timeout(PATIENCE);
            assert_eq!(woken, Ok(()), "waited for {what}, saw {:?}", self.seen);
            self.seen.extend(self.client.poll());
        }
    }

    fn wait_for_up(&mut self) {
        self.wait_for("up", |event| (*event == LinkEvent::Up).then_some(()));
    }

    fn wait_for_notice(&mut self) -> String {
        self.wait_for("a view", |event| match event {
            LinkEvent::View(view) => Some(samples::notice_of(view)),
            LinkEvent::Up
            | LinkEvent::Down { .. }
            | LinkEvent::NotAccepted { .. }
            | LinkEvent::Port { .. }
            | LinkEvent::Answer { .. } => None,
        })
    }

    fn wait_for_answer(&mut self) -> RequestId {
        self.wait_for("an answer", |event| match event {
            LinkEvent::Answer { id, .. } => Some(id.clone()),
            LinkEvent::Up
            | LinkEvent::Down { .. }
            | LinkEvent::NotAccepted { .. }
            | LinkEvent::Port { .. }
            | LinkEvent::View(_) => None,
        })
    }
}

fn noon() -> Timestamp {
    "2026-08-03T05:00:00Z".parse().unwrap()
}

fn id_of(frame: ToHub) -> RequestId {
    match frame {
        ToHub::Request { id, .. } => id,
        ToHub::Hello { .. }
        | ToHub::SignIn { .. }
        | ToHub::OpenCorner { .. }
        | ToHub::TakeSeat { .. }
        | ToHub::SignOut { .. }
        | ToHub::Report { .. }
        | ToHub::Port { .. }
        | ToHub::Unknown => panic!("a request, not {frame:?}"),
    }
}

#[test]
fn a_screen_says_hello_and_is_shown_the_hall() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&hub.url());
    let mut session = hub.welcome(noon());
    session.say(&samples::view("e", 1, noon()));
    screen.wait_for_up();
    assert_eq!(screen.wait_for_notice(), "view e 1");
    let hub_now = screen.client.hub_now();
    assert!(hub_now >= noon() && hub_now < noon() + PATIENCE, "{hub_now} is by the hub's clock");

    screen.client.send(request(1)).unwrap();
    assert_eq!(session.read(), request(1));
    session.say(&samples::done(id(1)));
    assert_eq!(screen.wait_for_answer(), id(1));
}

#[test]
fn a_request_that_the_line_has_swallowed_is_asked_again_with_its_id() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&hub.url());
    let mut session = hub.welcome(noon());
    screen.wait_for_up();
    screen.client.send(request(1)).unwrap();
    screen.client.send(request(2)).unwrap();
    assert_eq!(id_of(session.read()), id(1));
    drop(session);

    let mut session = hub.welcome(noon());
    assert_eq!([id_of(session.read()), id_of(session.read())], [id(1), id(2)]);
    session.say(&samples::done(id(1)));
    session.say(&samples::done(id(2)));
    assert_eq!([screen.wait_for_answer(), screen.wait_for_answer()], [id(1), id(2)]);
    assert_eq!(screen.seen, [], "the line was back before anybody had to know");
}

#[test]
fn a_silent_hub_is_told_and_so_is_its_return() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&hub.url());
    let mut session = hub.welcome(noon());
    screen.wait_for_up();
    let since = screen.wait_for("down", |event| match event {
        LinkEvent::Down { since } => Some(*since),
        LinkEvent::Up
        | LinkEvent::NotAccepted { .. }
        | LinkEvent::View(_)
        | LinkEvent::Port { .. }
        | LinkEvent::Answer { .. } => None,
    });
    assert_eq!(since, noon(), "by the hub's clock");
    session.say(&FromHub::Alive { now: noon() });
    screen.wait_for_up();
}

#[test]
fn a_device_that_is_not_wanted_learns_why() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&hub.url());
    let mut session = hub.accept();
    let (code, message) = (ErrorCode::UnknownDevice, "no board 'board-1'".to_owned());
    session.say(&FromHub::Refused { code, message: message.clone() });
    let not_accepted = LinkEvent::NotAccepted { code, message };
    screen.wait_for("a refusal", |event| (*event == not_accepted).then_some(()));
    assert_eq!(session.receive(), None, "the client hangs up");
}

#[test]
fn a_frame_over_the_limit_ends_the_session_and_the_next_one_is_made() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&hub.url());
    let mut session = hub.welcome(noon());
    screen.wait_for_up();
    session.send(Message::text(" ".repeat(FRAME_BYTES_MAX + 1)));
    let mut session = hub.welcome(noon());
    session.say(&samples::view("e", 1, noon()));
    assert_eq!(screen.wait_for_notice(), "view e 1");
}

#[test]
fn a_frame_just_under_the_limit_arrives_whole() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&hub.url());
    let mut session = hub.welcome(noon());
    let long = "số ".repeat(FRAME_BYTES_MAX / 6);
    let view = View::Board(samples::board(&long));
    session.say(&FromHub::View { epoch: "e".to_owned(), revision: 1, now: noon(), view });
    assert_eq!(screen.wait_for_notice(), long);
}

#[test]
fn what_is_not_text_or_not_ours_is_passed_over() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&hub.url());
    let mut session = hub.welcome(noon());
    session.send(Message::Binary(Bytes::from_static(b"\x00\xff")));
    session.send(Message::text("not JSON"));
    session.send(Message::text(r#"{"type":"dance"}"#));
    session.say(&samples::view("e", 1, noon()));
    assert_eq!(screen.wait_for_notice(), "view e 1");
    session.send(Message::Ping(Bytes::from_static(b"there?")));
    assert_eq!(session.receive(), Some(Message::Pong(Bytes::from_static(b"there?"))));
}

#[test]
fn a_hub_that_starts_later_is_found() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}/ws", listener.local_addr().unwrap());
    let mut screen = Screen::start(&url);
    // The first attempts reach something that is no hub: it takes the connection and hangs up.
    for _ in 0..2 {
        drop(listener.accept().unwrap());
    }
    screen.client.send(request(1)).unwrap();
    let (stream, _) = listener.accept().unwrap();
    let mut socket = tungstenite::accept(stream).unwrap();
    assert!(matches!(socket.read().unwrap(), Message::Text(text) if text.contains("hello")));
    socket.send(Message::text(goiso_protocol::encode(&samples::welcome("e", noon())))).unwrap();
    screen.wait_for_up();
    assert!(matches!(socket.read().unwrap(), Message::Text(text) if text.contains("\"r1\"")));
}

#[test]
fn a_hub_is_found_by_name() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&format!("ws://localhost:{}/ws", hub.address.port()));
    let _session = hub.welcome(noon());
    screen.wait_for_up();
}

#[test]
fn a_client_that_is_dropped_hangs_up_at_once() {
    let hub = FakeHub::start();
    let mut screen = Screen::start(&hub.url());
    let mut session = hub.welcome(noon());
    screen.wait_for_up();
    assert_ends(screen);
    assert_eq!(session.receive(), None);

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = Screen::start(&format!("ws://{}/ws", nobody.local_addr().unwrap()));
    assert_ends(silent);
    assert_ends(Screen::start("ws://nowhere.invalid/ws"));
}

/// Drops the client, and sees its thread end by the end of its `wake`.
fn assert_ends(screen: Screen) {
    let Screen { client, woken, .. } = screen;
    let (sender, ended) = channel();
    let drop_it = move || {
        drop(client);
        sender.send(())
    };
    thread::Builder::new().name("dropper".to_owned()).spawn(drop_it).unwrap();
    assert_eq!(ended.recv_timeout(PATIENCE / 10), Ok(()));
    while let Ok(()) = woken.try_recv() {}
    assert_eq!(woken.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
}

#[test]
fn a_wrong_url_is_told_before_anything_is_started() {
    let started = Client::start("http://hub.lan/ws", device(), Role::Board, || {});
    assert!(matches!(started, Err(ClientError::Url { url, .. }) if url == "http://hub.lan/ws"));
}
