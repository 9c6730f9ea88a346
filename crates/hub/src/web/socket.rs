//! `/ws`: one task a client. It never waits long for anybody: a client that is slow or silent is dropped,
//! and finds everything again when it comes back.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message as WsMessage, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use goiso_model::{DeviceName, RequestId};
use goiso_protocol::{
    ALIVE_SECS, Answer, ErrorCode, FromHub, PING_SECS, REQUEST_BYTES_MAX, Request, Resume, Role,
    SILENCE_SECS_MAX, ToHub, VERSION, decode, encode,
};
use tokio::sync::{oneshot, watch};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::desk::{Terminal, open_corner};
use super::shown::{NoMoreViews, SeatShown, Shown};
use super::{SESSIONS_MAX, Web, is_foreign, refused};
use crate::core::{BoardNews, Input, Origin, SignIn, Source, ViewKey};
use crate::devices::{AgentOrder, AgentSession};
use crate::message::Message;
use crate::refusal::HubRefusal;

/// How long a client may take for its hello.
const HELLO_WITHIN: Duration = Duration::from_secs(5);

/// How long a frame may take to leave; a client that reads slower is dropped.
const SEND_WITHIN: Duration = Duration::from_secs(5);

/// How long a client that was told to go may still send, so that it hears why.
const LINGER_MAX: Duration = Duration::from_secs(1);

/// The most frames a client may send in one beat of [`ALIVE_SECS`].
const FRAMES_A_BEAT_MAX: u32 = 100;

/// The most wishes of one client under way at one time; its further frames wait unread.
const IN_FLIGHT_MAX: usize = 16;

/// What the socket itself lets through, so that a frame over [`REQUEST_BYTES_MAX`] can be answered.
const SOCKET_BYTES_MAX: usize = 64 * 1024;

/// What a connection reads at a time, in bytes: a wish has some 150. A larger one takes several reads.
const READ_BUFFER_BYTES: usize = 1024;

/// What a connection gathers before it writes, in bytes. A view is larger, and written at once.
const WRITE_BUFFER_BYTES: usize = 4096;

/// Opens a session.
pub(super) async fn upgrade(State(web): State<Web>, headers: HeaderMap, ws: WebSocketUpgrade) -> Response {
    if is_foreign(&headers) {
        return (StatusCode::FORBIDDEN, "a page of another site may not connect\n").into_response();
    }
    ws.read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_message_size(SOCKET_BYTES_MAX)
        .on_upgrade(|socket| serve(web, socket))
}

async fn serve(web: Web, mut socket: WebSocket) {
    let shared = web.shared.clone();
    let is_room = shared.n_sessions.fetch_add(1, Ordering::Relaxed) < SESSIONS_MAX;
    let ended = if is_room {
        session(&web, &mut socket).await
    } else {
        let message = format!("the hub has {SESSIONS_MAX} sessions, as many as it takes");
        Ended::Refused(ErrorCode::TooManySessions, message)
    };
    let last = match &ended {
        Ended::Gone => None,
        Ended::Refused(code, message) => Some(FromHub::Refused { code: *code, message: message.clone() }),
        Ended::Fault(code, message) => Some(FromHub::Error { code: *code, message: message.clone() }),
        Ended::Dropped(message) => Some(FromHub::Bye { message: (*message).to_owned() }),
    };
    if !matches!(ended, Ended::Gone) {
        tracing::debug!(?ended, "a session ended");
        shared.n_dropped.fetch_add(1, Ordering::Relaxed);
    }
    if let Some(frame) = last {
        // The client may be past hearing it; the connection is closed either way.
        drop(send(&mut socket, encode(&frame).into()).await);
        drop(timeout(SEND_WITHIN, socket.send(WsMessage::Close(None))).await);
        // A connection closed with words of the client's unread is reset, and our last frame lost with it.
        drop(timeout(LINGER_MAX, async { while let Some(Ok(_)) = socket.recv().await {} }).await);
    }
    shared.n_sessions.fetch_sub(1, Ordering::Relaxed);
}

/// How a session ended.
#[derive(Debug)]
enum Ended {
    /// The client closed, or the line broke.
    Gone,
    /// It was never opened.
    Refused(ErrorCode, String),
    /// The client sent what it may not.
    Fault(ErrorCode, String),
    /// The client was slow or silent, or the hub stops.
    Dropped(&'static str),
}

/// An open session.
struct Session<'a> {
    web: &'a Web,
    socket: &'a mut WebSocket,
    origin: Origin,
    shown: Shown,
    terminal: Option<Terminal>,
    /// For an agent: its orders.
    agent: Option<AgentSession>,
    in_flight: VecDeque<(RequestId, oneshot::Receiver<Answer>)>,
    beats_unheard: u64,
    n_frames: u32,
}

async fn session(web: &Web, socket: &mut WebSocket) -> Ended {
    let mut stopping = web.stopping.clone();
    let opened = tokio::select! {
        hello = timeout(HELLO_WITHIN, hello(web, socket)) => match hello {
            Ok(opened) => opened,
            Err(_) => Err(Ended::Refused(ErrorCode::UnexpectedFrame, "no hello came".to_owned())),
        },
        () = stopped(&mut stopping) => Err(Ended::Refused(ErrorCode::Stopping, "the hub is stopping".to_owned())),
    };
    let Opened { origin, shown, terminal, agent } = match opened {
        Ok(opened) => opened,
        Err(ended) => return ended,
    };
    let welcome =
        FromHub::Welcome { version: VERSION, epoch: web.shared.epoch.clone(), now: web.shared.clock.now() };
    let in_flight = VecDeque::new();
    let mut session =
        Session { web, socket, origin, shown, terminal, agent, in_flight, beats_unheard: 0, n_frames: 0 };
    let board = session.board();
    let ended = if send(session.socket, encode(&welcome).into()).await.is_ok() {
        tell(web, board.clone().map(BoardNews::Came)).await;
        let ended = session.run(&mut stopping).await.unwrap_or_else(|ended| ended);
        tell(web, board.map(BoardNews::Left)).await;
        ended
    } else {
        Ended::Gone
    };
    if let Some(terminal) = session.terminal {
        terminal.leave(web).await;
    }
    ended
}

/// A client that has been let in.
struct Opened {
    origin: Origin,
    shown: Shown,
    terminal: Option<Terminal>,
    agent: Option<AgentSession>,
}

/// Tells the hub of a board that came or left; a hub that is stopping need not know.
async fn tell(web: &Web, news: Option<BoardNews>) {
    if let Some(news) = news {
        drop(web.shared.messages.send(Message::Input(Input::Board(news), None)).await);
    }
}

async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // An error means that whoever could stop the hub has gone, which is a stop as well.
    drop(stopping.wait_for(|is_stopping| *is_stopping).await);
}

async fn hello(web: &Web, socket: &mut WebSocket) -> Result<Opened, Ended> {
    loop {
        match read(socket.recv().await)? {
            Heard::Frame(ToHub::Hello { version, device, role, resume }) => {
                if version != VERSION {
                    let message = format!("this hub speaks version {VERSION}, not {version}");
                    return Err(Ended::Refused(ErrorCode::WrongVersion, message));
                }
                return let_in(web, device, role, resume).await;
            }
            Heard::Frame(
                ToHub::SignIn { .. }
                | ToHub::OpenCorner { .. }
                | ToHub::TakeSeat { .. }
                | ToHub::SignOut { .. }
                | ToHub::Request { .. }
                | ToHub::Report { .. }
                | ToHub::Port { .. }
                | ToHub::Unknown,
            )
            | Heard::UnknownRequest(_) => {
                let message = "the first frame must be a hello".to_owned();
                return Err(Ended::Fault(ErrorCode::UnexpectedFrame, message));
            }
            Heard::Life => {}
        }
    }
}

/// Which view a client gets, and what it may wish.
async fn let_in(web: &Web, device: DeviceName, role: Role, resume: Option<Resume>) -> Result<Opened, Ended> {
    let unknown =
        |key: &ViewKey| Ended::Refused(ErrorCode::UnknownDevice, format!("the configuration has no {key:?}"));
    let (origin, key) = match (role, web.shared.gate.asked()) {
        (Role::Kiosk, _) => (Origin::Kiosk(device.clone()), ViewKey::Kiosk(device)),
        (Role::Board, _) => (Origin::Board(device.clone()), ViewKey::Board(device)),
        (Role::Counter { counter }, SignIn::NotNeeded) => {
            (Origin::Counter(device, counter), ViewKey::Counter(counter))
        }
        (Role::Counter { counter }, SignIn::Needed) => {
            let own = ViewKey::Counter(counter);
            web.shared.views.watch(&own).ok_or_else(|| unknown(&own))?;
            return Ok(at_desk(web, device, resume).await);
        }
        (Role::Desk, _) => return Ok(at_desk(web, device, resume).await),
        (Role::Agent, _) => {
            let unknown = || format!("the configuration has no printer at kiosk '{device}'");
            let agent = web.agents.enter(&device);
            let agent = agent.ok_or_else(|| Ended::Refused(ErrorCode::UnknownDevice, unknown()))?;
            let origin = Origin::Agent(device);
            return Ok(Opened { origin, shown: Shown::Nothing, terminal: None, agent: Some(agent) });
        }
    };
    let shown = Shown::one(&web.shared.views, &key).ok_or_else(|| unknown(&key))?;
    Ok(Opened { origin, shown, terminal: None, agent: None })
}

async fn at_desk(web: &Web, device: DeviceName, resume: Option<Resume>) -> Opened {
    let terminal = Terminal::open(web, device.clone(), resume).await;
    let session = terminal.session();
    let shown = Shown::Seat(SeatShown::new(web.shared.views.clone(), session));
    Opened { origin: Origin::Terminal { device, session }, shown, terminal: Some(terminal), agent: None }
}

/// Waits until officials sign in.
async fn sign_in_needed(mut asked: watch::Receiver<SignIn>) {
    // A gate that has gone is that of a hub that is stopping, which the session hears in another way.
    if asked.wait_for(|asked| *asked == SignIn::Needed).await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Session<'_> {
    /// The board at its other end.
    fn board(&self) -> Option<DeviceName> {
        match &self.origin {
            Origin::Board(board) => Some(board.clone()),
            Origin::Kiosk(_)
            | Origin::Counter(..)
            | Origin::Terminal { .. }
            | Origin::Keypad(..)
            | Origin::Scanner(_)
            | Origin::Agent(_)
            | Origin::Api { .. } => None,
        }
    }

    async fn run(&mut self, stopping: &mut watch::Receiver<bool>) -> Result<Ended, Ended> {
        let mut beat = interval(Duration::from_secs(ALIVE_SECS));
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.tick().await;
        let mut n_beats = 0_u64;
        // One wait for the whole session: ten thousand that begin anew with each view would queue for one lock.
        let mut stopped = std::pin::pin!(stopped(stopping));
        // A counter without a sign-in has no door that it could be shown; back in a second, it has.
        let is_unasked = matches!(self.origin, Origin::Counter(..));
        let mut asked = std::pin::pin!(sign_in_needed(self.web.shared.gate.watch()));
        loop {
            let is_room = self.in_flight.len() < IN_FLIGHT_MAX;
            tokio::select! {
                answer = first_answer(&mut self.in_flight) => self.answer(answer).await?,
                frame = self.shown.next() => {
                    let frame = frame.map_err(|NoMoreViews| Ended::Dropped("the hub is stopping"))?;
                    send(self.socket, frame).await?;
                }
                () = &mut asked, if is_unasked => {
                    return Err(Ended::Dropped("officials sign in from now on"));
                }
                order = next_order(&mut self.agent) => {
                    let AgentOrder { printer, connection, order } =
                        order.ok_or(Ended::Dropped("another agent of this kiosk has come"))?;
                    send(self.socket, encode(&FromHub::Port { printer, connection, order }).into()).await?;
                }
                heard = self.socket.recv(), if is_room => {
                    self.beats_unheard = 0;
                    match read(heard)? {
                        Heard::Frame(frame) => {
                            self.count()?;
                            self.take(frame).await?;
                        }
                        Heard::UnknownRequest(id) => {
                            self.count()?;
                            let answer = refused(HubRefusal::UnknownRequest);
                            send(self.socket, encode(&FromHub::Answer { id, answer }).into()).await?;
                        }
                        Heard::Life => {}
                    }
                }
                _ = beat.tick() => {
                    n_beats += 1;
                    self.beat(n_beats).await?;
                }
                () = &mut stopped => return Err(Ended::Dropped("the hub is stopping")),
            }
        }
    }

    async fn beat(&mut self, n_beats: u64) -> Result<(), Ended> {
        self.n_frames = 0;
        self.beats_unheard += 1;
        if self.beats_unheard * ALIVE_SECS > SILENCE_SECS_MAX {
            return Err(Ended::Dropped("nothing was heard of this client"));
        }
        if n_beats.is_multiple_of(PING_SECS / ALIVE_SECS) {
            let ping = timeout(SEND_WITHIN, self.socket.send(WsMessage::Ping(Vec::new().into()))).await;
            ping.map_err(|_| Ended::Dropped("this client reads too slowly"))?.map_err(|_| Ended::Gone)?;
        }
        send(self.socket, encode(&FromHub::Alive { now: self.web.shared.clock.now() }).into()).await
    }

    async fn await_answer(
        &mut self,
        id: RequestId,
        begun: Result<oneshot::Receiver<Answer>, HubRefusal>,
    ) -> Result<(), Ended> {
        match begun {
            Ok(answer) => {
                self.in_flight.push_back((id, answer));
                Ok(())
            }
            Err(refusal) => {
                send(self.socket, encode(&FromHub::Answer { id, answer: refused(refusal) }).into()).await
            }
        }
    }

    async fn answer(&mut self, answer: Answer) -> Result<(), Ended> {
        let Some((id, _)) = self.in_flight.pop_front() else { return Ok(()) };
        send(self.socket, encode(&FromHub::Answer { id, answer }).into()).await
    }

    /// Counts a frame of the client's against its rate.
    fn count(&mut self) -> Result<(), Ended> {
        self.n_frames += 1;
        if self.n_frames > FRAMES_A_BEAT_MAX {
            let message = format!("more than {FRAMES_A_BEAT_MAX} frames in {ALIVE_SECS} s");
            return Err(Ended::Fault(ErrorCode::TooFast, message));
        }
        Ok(())
    }

    async fn take(&mut self, frame: ToHub) -> Result<(), Ended> {
        match frame {
            ToHub::SignIn { .. } | ToHub::TakeSeat { .. } | ToHub::SignOut { .. } => {
                let begun =
                    self.terminal.as_ref().and_then(|terminal| terminal.begin(self.web, frame.clone()));
                match (begun, frame.id()) {
                    (Some((id, begun)), _) => self.await_answer(id, begun).await,
                    (None, Some(id)) => self.await_answer(id.clone(), Err(HubRefusal::NotAllowed)).await,
                    (None, None) => Ok(()),
                }
            }
            ToHub::OpenCorner { id, pin } => {
                let begun = match &self.origin {
                    Origin::Kiosk(kiosk) => Ok(open_corner(self.web, kiosk, pin)),
                    _ => Err(HubRefusal::NotAllowed),
                };
                self.await_answer(id, begun).await
            }
            ToHub::Request { id, request } => {
                let input = Input::Request { origin: self.origin.clone(), id: Some(id.clone()), request };
                let begun = self.web.begin_wish(input);
                self.await_answer(id, begun).await
            }
            ToHub::Report { report } => {
                if let Origin::Board(board) = &self.origin {
                    let news = BoardNews::Reported(Source::App(board.clone(), report.program), report);
                    // A report that finds no room is followed by the next one in a second.
                    drop(self.web.shared.messages.try_send(Message::Input(Input::Board(news), None)));
                }
                Ok(())
            }
            ToHub::Port { printer, connection, news } => {
                if let Some(agent) = &self.agent {
                    agent.tell(&printer, connection, news).await;
                }
                Ok(())
            }
            ToHub::Hello { .. } => {
                Err(Ended::Fault(ErrorCode::UnexpectedFrame, "a session has one hello".to_owned()))
            }
            ToHub::Unknown => {
                let message = "this hub does not know that frame".to_owned();
                send(self.socket, encode(&FromHub::Error { code: ErrorCode::UnknownFrame, message }).into())
                    .await
            }
        }
    }
}

/// The answer of the oldest wish under way; answers come in the order of the wishes.
async fn first_answer(in_flight: &mut VecDeque<(RequestId, oneshot::Receiver<Answer>)>) -> Answer {
    match in_flight.front_mut() {
        Some((_, answer)) => answer.await.unwrap_or_else(|_| refused(HubRefusal::Stopping)),
        None => std::future::pending().await,
    }
}

async fn next_order(agent: &mut Option<AgentSession>) -> Option<AgentOrder> {
    match agent {
        Some(agent) => agent.next().await,
        None => std::future::pending().await,
    }
}

enum Heard {
    Frame(ToHub),
    /// A wish that this hub does not know, of a newer client.
    UnknownRequest(RequestId),
    /// A pong, or a ping that the socket answers by itself.
    Life,
}

/// The id of a well-formed request whose wish is none of ours: it gets a refusal like any other.
fn unknown_request(text: &str) -> Option<RequestId> {
    let mut frame: serde_json::Value = serde_json::from_str(text).ok()?;
    let is_request = frame.get("type")? == "request";
    let id = RequestId::new(frame.get("id")?.as_str()?).ok()?;
    let error = serde_json::from_value::<Request>(frame.get_mut("request")?.take()).err()?;
    (is_request && error.to_string().starts_with("unknown variant")).then_some(id)
}

fn read(heard: Option<Result<WsMessage, axum::Error>>) -> Result<Heard, Ended> {
    match heard {
        None | Some(Ok(WsMessage::Close(_))) => Err(Ended::Gone),
        Some(Err(error)) => Err(broken(&error)),
        Some(Ok(WsMessage::Ping(_) | WsMessage::Pong(_))) => Ok(Heard::Life),
        Some(Ok(WsMessage::Binary(_))) => {
            Err(Ended::Fault(ErrorCode::Binary, "frames are JSON text, not binary".to_owned()))
        }
        Some(Ok(WsMessage::Text(text))) => {
            if text.len() > REQUEST_BYTES_MAX {
                return Err(too_large());
            }
            match decode(&text) {
                Ok(frame) => Ok(Heard::Frame(frame)),
                Err(error) => match unknown_request(&text) {
                    Some(id) => Ok(Heard::UnknownRequest(id)),
                    None => Err(Ended::Fault(ErrorCode::Malformed, error.to_string())),
                },
            }
        }
    }
}

/// A frame too large for the socket is the client's fault; everything else is a broken line.
fn broken(error: &axum::Error) -> Ended {
    let words = error.to_string();
    if words.contains("too large") || words.contains("too long") { too_large() } else { Ended::Gone }
}

fn too_large() -> Ended {
    Ended::Fault(ErrorCode::TooLarge, format!("a frame may have {REQUEST_BYTES_MAX} bytes"))
}

async fn send(socket: &mut WebSocket, frame: Utf8Bytes) -> Result<(), Ended> {
    match timeout(SEND_WITHIN, socket.send(WsMessage::Text(frame))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Ended::Gone),
        Err(_) => Err(Ended::Dropped("this client reads too slowly")),
    }
}
