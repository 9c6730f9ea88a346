//! A websocket that never blocks: from the hub's name to its frames.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::{io, mem, thread};

use goiso_protocol::FRAME_BYTES_MAX;
use mio::net::TcpStream;
use mio::{Interest, Registry, Token, Waker};
use tungstenite::client::client_with_config;
use tungstenite::error::Error as SocketError;
use tungstenite::handshake::client::ClientHandshake;
use tungstenite::handshake::{HandshakeError, MidHandshake};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Message, Utf8Bytes, WebSocket};

use crate::hub_url::HubUrl;

/// What came of the socket.
#[derive(Debug)]
pub(crate) enum Happening {
    Opened,
    Text(Utf8Bytes),
    /// A ping, say.
    SignOfLife,
    /// Closed, broken, or could not be opened; the reason has been logged.
    Lost,
}

/// The most frames read in one turn, so that a talkative hub cannot keep us from answering it.
const FRAMES_PER_TURN_MAX: usize = 64;

/// Room for what has been written and not yet taken by the network: all outstanding requests and a hello.
const UNSENT_BYTES_MAX: usize = 256 * 1024;

const SOCKET: Token = Token(1);

/// One connection at a time, or none.
pub(crate) struct Wire {
    url: HubUrl,
    registry: Registry,
    waker: Arc<Waker>,
    state: State,
    /// At most one thread looks the name up; one that takes longer than our patience serves the next attempt.
    lookup: Option<Receiver<io::Result<Vec<SocketAddr>>>>,
}

enum State {
    Idle,
    LookingUp,
    Connecting { stream: TcpStream, others: Vec<SocketAddr> },
    Handshaking(MidHandshake<ClientHandshake<TcpStream>>),
    JustOpened(Box<WebSocket<TcpStream>>),
    Open(Box<WebSocket<TcpStream>>),
    Broken(String),
}

/// Whether a step has brought the line to another state.
enum Step {
    On(State),
    Waits(State),
}

impl Wire {
    pub(crate) fn new(url: HubUrl, registry: Registry, waker: Arc<Waker>) -> Self {
        Self { url, registry, waker, state: State::Idle, lookup: None }
    }

    /// Begins to connect, in place of whatever there was.
    pub(crate) fn connect(&mut self) {
        self.close();
        self.state = match self.url.host.parse::<IpAddr>() {
            Ok(address) => self.connect_to(vec![SocketAddr::new(address, self.url.port)], None),
            Err(_) => self.look_up(),
        };
    }

    /// Sends a text frame; a failure shows in the next [`Wire::drive`].
    pub(crate) fn send(&mut self, text: String) {
        if let State::Open(socket) = &mut self.state
            && let Err(error) = unless_blocked(socket.send(Message::text(text)))
        {
            self.state = State::Broken(error.to_string());
        }
    }

    /// Ends the connection, with a goodbye if the network takes it at once.
    pub(crate) fn close(&mut self) {
        if let State::Open(mut socket) = mem::replace(&mut self.state, State::Idle)
            && let Err(error) = socket.close(None).and_then(|()| socket.flush())
        {
            tracing::debug!(%error, "no goodbye");
        }
    }

    /// Goes on as far as it can without waiting. Empty when only the network can bring more.
    pub(crate) fn drive(&mut self) -> Vec<Happening> {
        let mut happenings = Vec::new();
        loop {
            let step = match mem::replace(&mut self.state, State::Idle) {
                State::Idle => Step::Waits(State::Idle),
                State::LookingUp => self.looked_up(),
                State::Connecting { stream, others } => self.connected(stream, others),
                State::Handshaking(handshake) => shaken(handshake.handshake()),
                State::JustOpened(socket) => {
                    happenings.push(Happening::Opened);
                    Step::Waits(State::Open(socket))
                }
                State::Open(socket) => read(socket, &mut happenings),
                State::Broken(reason) => {
                    tracing::debug!(reason, hub = %self.url.uri, "no line to the hub");
                    happenings.push(Happening::Lost);
                    Step::Waits(State::Idle)
                }
            };
            match step {
                Step::On(state) => self.state = state,
                Step::Waits(state) => {
                    self.state = state;
                    return happenings;
                }
            }
        }
    }

    fn look_up(&mut self) -> State {
        if self.lookup.is_some() {
            return State::LookingUp;
        }
        let (sender, receiver) = sync_channel(1);
        let (host, port, waker) = (self.url.host.clone(), self.url.port, Arc::clone(&self.waker));
        let spawned = thread::Builder::new().name("goiso-hub-name".to_owned()).spawn(move || {
            let found = (host.as_str(), port).to_socket_addrs().map(Iterator::collect);
            // Nobody listens when the client was dropped in the meantime.
            if sender.send(found).is_ok()
                && let Err(error) = waker.wake()
            {
                tracing::error!(%error, "cannot wake the link's thread");
            }
        });
        match spawned {
            Ok(_detached) => {
                self.lookup = Some(receiver);
                State::LookingUp
            }
            Err(error) => State::Broken(error.to_string()),
        }
    }

    fn looked_up(&mut self) -> Step {
        let found = match self.lookup.as_ref().map(Receiver::try_recv) {
            Some(Err(TryRecvError::Empty)) => return Step::Waits(State::LookingUp),
            Some(Ok(found)) => found,
            Some(Err(TryRecvError::Disconnected)) | None => Err(io::Error::other("the lookup ended")),
        };
        self.lookup = None;
        Step::On(match found {
            Ok(addresses) => self.connect_to(addresses, None),
            Err(error) => State::Broken(format!("cannot find host '{}': {error}", self.url.host)),
        })
    }

    /// Begins with the first address that can be begun with: `localhost` is often two, of which one listens.
    fn connect_to(&self, mut addresses: Vec<SocketAddr>, mut failure: Option<io::Error>) -> State {
        while !addresses.is_empty() {
            let address = addresses.remove(0);
            match self.begin(address) {
                Ok(stream) => return State::Connecting { stream, others: addresses },
                Err(error) => failure = Some(error),
            }
        }
        State::Broken(failure.map_or("the host has no address".to_owned(), |error| error.to_string()))
    }

    fn begin(&self, address: SocketAddr) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(address)?;
        self.registry.register(&mut stream, SOCKET, Interest::READABLE | Interest::WRITABLE)?;
        Ok(stream)
    }

    fn connected(&self, stream: TcpStream, others: Vec<SocketAddr>) -> Step {
        let outcome = match stream.take_error() {
            Ok(Some(error)) | Err(error) => Err(error),
            Ok(None) => stream.peer_addr().map(drop),
        };
        match outcome {
            Ok(()) => self.shake_hands(stream),
            Err(error) if is_under_way(&error) => Step::Waits(State::Connecting { stream, others }),
            Err(error) => Step::On(self.connect_to(others, Some(error))),
        }
    }

    fn shake_hands(&self, stream: TcpStream) -> Step {
        if let Err(error) = stream.set_nodelay(true) {
            return Step::On(State::Broken(error.to_string()));
        }
        let config = WebSocketConfig::default()
            .read_buffer_size(16 * 1024)
            .write_buffer_size(4 * 1024)
            .max_write_buffer_size(UNSENT_BYTES_MAX)
            .max_message_size(Some(FRAME_BYTES_MAX))
            .max_frame_size(Some(FRAME_BYTES_MAX));
        shaken(client_with_config(self.url.uri.clone(), stream, Some(config)))
    }
}

type Shaken = Result<
    (WebSocket<TcpStream>, tungstenite::handshake::client::Response),
    HandshakeError<ClientHandshake<TcpStream>>,
>;

fn shaken(outcome: Shaken) -> Step {
    match outcome {
        Ok((socket, _response)) => Step::On(State::JustOpened(Box::new(socket))),
        Err(HandshakeError::Interrupted(handshake)) => Step::Waits(State::Handshaking(handshake)),
        Err(HandshakeError::Failure(error)) => Step::On(State::Broken(error.to_string())),
    }
}

/// The websocket answers pings by itself, whenever it reads.
fn read(mut socket: Box<WebSocket<TcpStream>>, happenings: &mut Vec<Happening>) -> Step {
    if let Err(error) = unless_blocked(socket.flush()) {
        return Step::On(State::Broken(error.to_string()));
    }
    while happenings.len() < FRAMES_PER_TURN_MAX {
        match socket.read() {
            Ok(Message::Text(text)) => happenings.push(Happening::Text(text)),
            Ok(Message::Binary(bytes)) => {
                tracing::warn!(bytes = bytes.len(), "a binary frame, which the hub should not send");
                happenings.push(Happening::SignOfLife);
            }
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {
                happenings.push(Happening::SignOfLife);
            }
            Ok(Message::Close(_)) => return Step::On(State::Broken("the hub closed the line".to_owned())),
            Err(error) if is_blocked(&error) => break,
            Err(error) => return Step::On(State::Broken(error.to_string())),
        }
    }
    Step::Waits(State::Open(socket))
}

fn unless_blocked(outcome: Result<(), SocketError>) -> Result<(), SocketError> {
    match outcome {
        Err(error) if is_blocked(&error) => Ok(()),
        Ok(()) | Err(_) => outcome,
    }
}

fn is_blocked(error: &SocketError) -> bool {
    matches!(error, SocketError::Io(error) if error.kind() == io::ErrorKind::WouldBlock)
}

fn is_under_way(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotConnected | io::ErrorKind::WouldBlock)
}
