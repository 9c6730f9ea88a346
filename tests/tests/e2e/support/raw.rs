//! A websocket with nothing clever around it.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use goiso_protocol::{BoardReport, BoardView, ErrorCode, FromHub, SoundState, ToHub, View, decode, encode};
use rustix::net::{AddressFamily, SocketType, sockopt};
use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::HandshakeError;
use tungstenite::{Error, Message, WebSocket};

use super::Patience;

/// How often a board that waits tells of itself.
const REPORT_EVERY: Duration = Duration::from_millis(500);

pub(crate) struct RawSocket {
    socket: WebSocket<TcpStream>,
}

impl RawSocket {
    pub(crate) fn open(hub: SocketAddr) -> Self {
        Self::open_as(hub, None).expect("the hub takes connections")
    }

    /// As a browser would for a page of this origin; the HTTP status if it is refused.
    pub(crate) fn open_as(hub: SocketAddr, origin: Option<&str>) -> Result<Self, u16> {
        let stream = TcpStream::connect(hub).expect("the hub listens");
        stream.set_read_timeout(Some(Patience::SPAN)).expect("a fresh socket");
        Self::over(stream, hub, origin)
    }

    /// Over a line that holds very little, for a client that will never read.
    pub(crate) fn open_deaf(hub: SocketAddr) -> Self {
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None).expect("a socket");
        // Before it connects, or the hub is offered a wide window.
        sockopt::set_socket_recv_buffer_size(&socket, 2048).expect("a fresh socket");
        rustix::net::connect(&socket, &hub).expect("the hub listens");
        Self::over(socket.into(), hub, None).expect("the hub takes connections")
    }

    /// Waits for the hub's next sign of life.
    pub(crate) fn wait_alive(&mut self) {
        loop {
            if let Message::Text(text) = self.socket.read().expect("the line stands")
                && matches!(decode(&text), Ok(FromHub::Alive { .. }))
            {
                return;
            }
        }
    }

    /// Over a socket of the test's making.
    fn over(stream: TcpStream, hub: SocketAddr, origin: Option<&str>) -> Result<Self, u16> {
        let mut request = format!("ws://{hub}/ws").into_client_request().expect("a url");
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().expect("a header"));
        }
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Self { socket }),
            Err(HandshakeError::Failure(Error::Http(response))) => Err(response.status().as_u16()),
            Err(error) => panic!("no websocket: {error}"),
        }
    }

    /// Says hello and waits for the welcome and the first view.
    pub(crate) fn hello(mut self, device: &str, role: &str) -> Self {
        self.send(&hello(device, role));
        assert!(matches!(self.next(), Some(FromHub::Welcome { .. })));
        assert!(matches!(self.next(), Some(FromHub::View { .. })));
        self
    }

    /// Tells of its sound as a board does.
    pub(crate) fn report(&mut self, sound: SoundState) {
        let report = BoardReport { sound, spoken_through: 0, program: None };
        self.send(&encode(&ToHub::Report { report }));
    }

    /// Goes on telling it until a view is as it should be.
    pub(crate) fn report_until(&mut self, sound: SoundState, is_right: impl Fn(&BoardView) -> bool) {
        let patience = Patience::begin();
        self.socket.get_ref().set_read_timeout(Some(REPORT_EVERY)).expect("an open socket");
        while !patience.left().is_zero() {
            self.report(sound);
            let Ok(Message::Text(text)) = self.socket.read() else { continue };
            if let Ok(FromHub::View { view: View::Board(view), .. }) = decode(&text)
                && is_right(&view)
            {
                self.socket.get_ref().set_read_timeout(Some(Patience::SPAN)).expect("an open socket");
                return;
            }
        }
        panic!("the view never becomes as it should be");
    }

    pub(crate) fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).expect("the line stands");
    }

    /// Sends what the hub may hang up on before it has read it all.
    pub(crate) fn throw(&mut self, message: Message) {
        self.socket.send(message).unwrap_or_default();
    }

    /// The next frame that says something; none once the hub has hung up.
    pub(crate) fn next(&mut self) -> Option<FromHub> {
        let patience = Patience::begin();
        loop {
            assert!(!patience.left().is_zero(), "the hub says only that it lives");
            match self.socket.read() {
                Ok(Message::Text(text)) => match decode(&text).expect("the hub speaks our protocol") {
                    FromHub::Alive { .. } => {}
                    frame => return Some(frame),
                },
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Ok(other) => return closed(&other),
                Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Protocol(_)) => return None,
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("neither a frame nor an end: {error}"),
            }
        }
    }

    /// The next frame that is no view: one comes whenever a device changes.
    pub(crate) fn next_but_views(&mut self) -> Option<FromHub> {
        loop {
            match self.next() {
                Some(FromHub::View { .. }) => {}
                frame => return frame,
            }
        }
    }

    /// The code of the one error frame, views aside, after which the hub hangs up.
    pub(crate) fn fault(mut self) -> ErrorCode {
        let code = loop {
            match self.next().expect("an error frame before the end") {
                FromHub::Error { code, message } | FromHub::Refused { code, message } => {
                    assert!(!message.is_empty(), "{code:?} is told in words too");
                    break code;
                }
                FromHub::View { .. } | FromHub::Answer { .. } => {}
                other => panic!("{other:?} instead of an error"),
            }
        };
        assert_eq!(self.next(), None, "the hub hangs up after one error");
        code
    }
}

pub(crate) fn hello(device: &str, role: &str) -> String {
    format!(r#"{{"type":"hello","version":1,"device":"{device}",{role}}}"#)
}

fn closed(message: &Message) -> Option<FromHub> {
    assert!(message.is_close(), "an unexpected {message:?}");
    None
}
