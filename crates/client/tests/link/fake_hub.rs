//! A hub that says what a test wants it to say, over loopback.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use goiso_protocol::{FromHub, ToHub, decode, encode};
use jiff::Timestamp;
use tungstenite::{Message, WebSocket};

use crate::samples;

/// Far longer than anything here takes: a test that waits for it has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct FakeHub {
    pub(crate) address: SocketAddr,
    connections: Receiver<TcpStream>,
}

pub(crate) struct Session(WebSocket<TcpStream>);

impl FakeHub {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, connections) = channel();
        let accept = move || {
            while let Ok((stream, _)) = listener.accept()
                && sender.send(stream).is_ok()
            {}
        };
        thread::Builder::new().name("fake-hub".to_owned()).spawn(accept).unwrap();
        Self { address, connections }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}/ws", self.address)
    }

    /// The next connection, after its hello.
    pub(crate) fn accept(&self) -> Session {
        let stream = self.connections.recv_timeout(PATIENCE).expect("the client connects");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut session = Session(tungstenite::accept(stream).unwrap());
        match session.read() {
            ToHub::Hello { device, .. } => assert_eq!(device, samples::device()),
            other => {
                panic!("first a hello, not {other:?}")
            }
        }
        session
    }

    /// The next connection, welcomed at `now`.
    pub(crate) fn welcome(&self, now: Timestamp) -> Session {
        let mut session = self.accept();
        session.say(&samples::welcome("e", now));
        session
    }
}

impl Session {
    pub(crate) fn say(&mut self, frame: &FromHub) {
        self.send(Message::text(encode(frame)));
    }

    pub(crate) fn send(&mut self, message: Message) {
        self.0.send(message).unwrap();
    }

    pub(crate) fn read(&mut self) -> ToHub {
        match self.receive() {
            Some(Message::Text(text)) => decode(&text).unwrap(),
            other => panic!("a text frame, not {other:?}"),
        }
    }

    /// The next message; none when the client has hung up.
    pub(crate) fn receive(&mut self) -> Option<Message> {
        match self.0.read() {
            Ok(Message::Close(_)) => None,
            Ok(message) => Some(message),
            Err(tungstenite::Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                panic!("the client said nothing")
            }
            Err(_) => None,
        }
    }
}
