//! The whole behaviour of a client's side, without a socket and without a clock.

use std::collections::{BTreeMap, VecDeque};
use std::mem::Discriminant;
use std::time::Duration;

use goiso_model::{CounterNumber, DeviceName, RequestId};
use goiso_protocol::{
    Answer, ErrorCode, FromHub, REQUEST_BYTES_MAX, RefusalText, Resume, Role, ToHub, VERSION, View, decode,
    encode,
};
use jiff::{SignedDuration, Timestamp};

use crate::LinkEvent;
use crate::limits::{
    BACKOFF_MAX, BACKOFF_MIN, CONNECT_MAX, OUTSTANDING_MAX, SILENCE_MAX, STALE_AFTER, STEADY_AFTER,
};
use crate::waiting_events::WaitingEvents;

/// What the owner of the socket is to do, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Open a websocket to the hub; then call [`Link::opened`] or [`Link::lost`].
    Connect,
    /// Send this text frame.
    Send(String),
    /// Drop the socket, or the attempt at one. [`Link::lost`] need not be called.
    Close,
}

/// Why a frame was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// [`OUTSTANDING_MAX`] requests wait for an answer already.
    #[error("{OUTSTANDING_MAX} requests wait for an answer already")]
    TooMany,
    /// A request of this id waits for its answer already.
    #[error("request '{0}' waits for its answer already")]
    IdInUse(RequestId),
    /// Over [`REQUEST_BYTES_MAX`].
    #[error("request of {bytes} bytes is over the limit of {REQUEST_BYTES_MAX}")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Has no answer: the link says hello by itself.
    #[error("only what is answered can be sent, the link says hello by itself")]
    NotARequest,
}

/// A client's side of the link. Whoever owns the socket reports what happens on it, calls
/// [`Link::poll`] after every report and at [`Link::next_deadline`], and does what it is told.
///
/// Requests are kept in order until they are answered, and sent again, with the same ids, at the beginning
/// of each session. `now` is the caller's clock; it must not go backwards.
#[derive(Debug)]
pub struct Link {
    device: DeviceName,
    role: Role,
    resume: Option<Resume>,
    phase: Phase,
    /// How many attempts have failed since the last steady session.
    n_failures: u32,
    outstanding: VecDeque<Outstanding>,
    pace: Pace,
    commands: Vec<Command>,
    events: WaitingEvents,
    told: Told,
    /// When the hub was last heard; before that, when this link was made.
    heard: Timestamp,
    /// What the hub's clock is ahead of ours.
    ahead: Option<SignedDuration>,
    /// Whether that is the hub's own word.
    has_heard: bool,
    /// The newest view of this session.
    newest: Option<Newest>,
}

/// Which view was passed on last.
#[derive(Debug)]
struct Newest {
    epoch: String,
    revision: u64,
    screen: (Discriminant<View>, Option<CounterNumber>),
}

impl Newest {
    /// Whether another one comes too late. To hubs of before, revisions counted the changes of one screen: what somebody
    /// sees who sits down elsewhere may have stood unchanged for hours.
    fn is_newer_than(&self, other: &Self) -> bool {
        self.epoch == other.epoch && self.screen == other.screen && self.revision >= other.revision
    }
}

/// What a view is of.
fn screen_of(view: &View) -> (Discriminant<View>, Option<CounterNumber>) {
    let counter = match view {
        View::Counter(view) => Some(view.counter),
        View::Kiosk(_)
        | View::Board(_)
        | View::Desk(_)
        | View::Assistant(_)
        | View::Supervisor(_)
        | View::Unknown => None,
    };
    (std::mem::discriminant(view), counter)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// No connection; the next attempt is made then.
    Waiting { until: Timestamp },
    /// The websocket is being opened.
    Connecting { until: Timestamp },
    /// The hello is out.
    Greeting { until: Timestamp },
    /// The hub has said welcome.
    Open { since: Timestamp },
}

#[derive(Debug)]
struct Outstanding {
    id: RequestId,
    text: String,
}

/// How many requests are on their way at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    All,
    /// The hub has hung up over one of them, and did not say which.
    OneByOne,
}

/// What the screen believes of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Up,
    Down,
    NotAccepted(ErrorCode),
}

impl Link {
    /// A link that connects at the first [`Link::poll`].
    pub fn new(device: DeviceName, role: Role, now: Timestamp) -> Self {
        Self {
            device,
            role,
            resume: None,
            phase: Phase::Waiting { until: now },
            n_failures: 0,
            outstanding: VecDeque::new(),
            pace: Pace::All,
            commands: Vec::new(),
            events: WaitingEvents::default(),
            told: Told::Nothing,
            heard: now,
            ahead: None,
            has_heard: false,
            newest: None,
        }
    }

    /// Takes a request or a sign-in, to be sent at once or as soon as there is a session.
    pub fn send(&mut self, frame: ToHub) -> Result<(), SendError> {
        let text = encode(&frame);
        let Some(id) = frame.into_id() else { return Err(SendError::NotARequest) };
        if self.outstanding.len() >= OUTSTANDING_MAX {
            return Err(SendError::TooMany);
        }
        if self.outstanding.iter().any(|waiting| waiting.id == id) {
            return Err(SendError::IdInUse(id));
        }
        if text.len() > REQUEST_BYTES_MAX {
            return Err(SendError::TooLarge { bytes: text.len() });
        }
        let is_turn = self.pace == Pace::All || self.outstanding.is_empty();
        if is_turn && matches!(self.phase, Phase::Open { .. }) {
            self.commands.push(Command::Send(text.clone()));
        }
        self.outstanding.push_back(Outstanding { id, text });
        Ok(())
    }

    /// What the next hello brings along, so that a broken line signs nobody out.
    pub fn set_resume(&mut self, resume: Option<Resume>) {
        self.resume = resume;
    }

    /// Takes a request back: it is not sent again, and its answer is not told. The hub may have done it all the same.
    pub fn withdraw(&mut self, id: &RequestId) {
        let is_first = self.outstanding.front().is_some_and(|waiting| waiting.id == *id);
        self.outstanding.retain(|waiting| waiting.id != *id);
        if self.pace == Pace::OneByOne && is_first {
            // What came of it nobody will hear; the next session asks for all the others.
            self.pace = Pace::All;
        }
    }

    /// Sends a frame that has no answer, if there is a session; without one it is dropped, for what it tells
    /// would be old by the next.
    pub fn tell(&mut self, frame: &ToHub) {
        if matches!(self.phase, Phase::Open { .. }) {
            self.commands.push(Command::Send(encode(frame)));
        }
    }

    /// The websocket is open.
    pub fn opened(&mut self, now: Timestamp) {
        self.phase = Phase::Greeting { until: now + SILENCE_MAX };
        let (device, role, resume) = (self.device.clone(), self.role.clone(), self.resume.clone());
        self.commands.push(Command::Send(encode(&ToHub::Hello { version: VERSION, device, role, resume })));
    }

    /// The websocket could not be opened, or is closed.
    pub fn lost(&mut self, now: Timestamp) {
        self.commands.clear();
        self.wait_after_failure(now);
    }

    /// A ping or any other sign of life came.
    pub fn heard(&mut self, now: Timestamp) {
        if matches!(self.phase, Phase::Open { .. }) {
            self.heard = now;
            self.tell_up();
        }
    }

    /// A text frame came.
    pub fn received(&mut self, text: &str, now: Timestamp) {
        self.heard(now);
        match (decode(text), self.phase) {
            (Err(error), _) => tracing::warn!(%error, "the hub's frame was not understood"),
            (Ok(frame), Phase::Greeting { .. }) => self.greeted(frame, now),
            (Ok(frame), Phase::Open { .. }) => self.told_by_hub(frame, now),
            (Ok(_), Phase::Waiting { .. } | Phase::Connecting { .. }) => {
                tracing::debug!("a frame of a connection that has been given up");
            }
        }
    }

    /// Acts on what is due at `now`, and hands out what is to be done.
    pub fn poll(&mut self, now: Timestamp) -> Vec<Command> {
        if now >= self.phase_deadline() {
            match self.phase {
                Phase::Waiting { .. } => {
                    self.phase = Phase::Connecting { until: now + CONNECT_MAX };
                    self.commands.push(Command::Connect);
                }
                Phase::Connecting { .. } | Phase::Greeting { .. } | Phase::Open { .. } => {
                    tracing::warn!(phase = ?self.phase, "the hub is silent, connecting anew");
                    self.hang_up();
                    self.wait_after_failure(now);
                }
            }
        }
        if self.stale_deadline().is_some_and(|deadline| now >= deadline) {
            self.told = Told::Down;
            self.events.push(LinkEvent::Down { since: self.hub_now(self.heard) });
        }
        std::mem::take(&mut self.commands)
    }

    /// When [`Link::poll`] must be called next, if nothing happens before.
    pub fn next_deadline(&self) -> Timestamp {
        let phase = self.phase_deadline();
        self.stale_deadline().map_or(phase, |stale| stale.min(phase))
    }

    /// What the screen has not been told yet, oldest first. Of several views only the newest is kept, and of
    /// several changes of the line only the last.
    pub fn drain_events(&mut self) -> Vec<LinkEvent> {
        self.events.drain()
    }

    /// Whether [`Link::drain_events`] would bring anything.
    pub fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// The hub's clock at our `now`, as near as its last word tells; our own before its first word.
    pub fn hub_now(&self, now: Timestamp) -> Timestamp {
        now.saturating_add(self.ahead.unwrap_or_default()).expect("a signed duration has no calendar units")
    }

    /// How far the hub's clock is ahead of ours; none before its first word.
    pub fn ahead(&self) -> Option<SignedDuration> {
        self.ahead.filter(|_| self.has_heard)
    }

    /// Reckons the hub's clock so until its first word: as it was when this computer last heard it.
    pub fn reckon(&mut self, ahead: SignedDuration) {
        if !self.has_heard {
            self.ahead = Some(ahead);
        }
    }

    fn greeted(&mut self, frame: FromHub, now: Timestamp) {
        match frame {
            FromHub::Welcome { version, epoch, now: hub_now } if version == VERSION => {
                tracing::info!(epoch, "the hub has accepted this device");
                self.phase = Phase::Open { since: now };
                self.ahead = Some(hub_now.duration_since(now));
                self.has_heard = true;
                self.newest = None;
                self.heard(now);
                let n_resent = match self.pace {
                    Pace::All => self.outstanding.len(),
                    Pace::OneByOne => 1,
                };
                self.resend(n_resent);
            }
            FromHub::Welcome { version, .. } => {
                self.not_accepted(ErrorCode::WrongVersion, format!("the hub speaks version {version}"), now);
            }
            // A hub that could not read the hello says so with an error rather than a refusal.
            FromHub::Refused { code, message } | FromHub::Error { code, message } => {
                self.not_accepted(code, message, now);
            }
            FromHub::Bye { message } => self.bye(&message, now),
            FromHub::Answer { .. }
            | FromHub::View { .. }
            | FromHub::Port { .. }
            | FromHub::Alive { .. }
            | FromHub::Unknown => {
                tracing::warn!("the hub spoke before its welcome");
            }
        }
    }

    fn told_by_hub(&mut self, frame: FromHub, now: Timestamp) {
        match frame {
            FromHub::Answer { id, answer } => self.answered(id, answer),
            FromHub::Port { printer, connection, order } => {
                self.events.push(LinkEvent::Port { printer, connection, order });
            }
            FromHub::View { epoch, revision, now: hub_now, view } => {
                // A view may have been built long ago, so that it can only tell that the hub is further ahead.
                self.ahead = self.ahead.max(Some(hub_now.duration_since(now)));
                self.take_view(epoch, revision, view);
            }
            FromHub::Alive { now: hub_now } => self.ahead = Some(hub_now.duration_since(now)),
            FromHub::Refused { code, message } => self.not_accepted(code, message, now),
            FromHub::Error { code, message } => {
                tracing::warn!(?code, message, "the hub did not understand a frame");
                if matches!(code, ErrorCode::Malformed | ErrorCode::TooLarge) {
                    self.blame();
                    self.hang_up();
                    self.wait_after_failure(now);
                }
            }
            FromHub::Bye { message } => self.bye(&message, now),
            FromHub::Welcome { .. } => tracing::warn!("a second welcome in one session"),
            FromHub::Unknown => tracing::debug!("a frame of a newer hub"),
        }
    }

    fn answered(&mut self, id: RequestId, answer: Answer) {
        let Some(idx) = self.outstanding.iter().position(|waiting| waiting.id == id) else {
            tracing::debug!(%id, "an answer that nobody waits for");
            return;
        };
        self.outstanding.remove(idx);
        self.events.push(LinkEvent::Answer { id, answer });
        if self.pace == Pace::OneByOne {
            if self.outstanding.is_empty() {
                self.pace = Pace::All;
            }
            self.resend(1);
        }
    }

    fn resend(&mut self, n_max: usize) {
        let texts = self.outstanding.iter().take(n_max).map(|waiting| waiting.text.clone());
        self.commands.extend(texts.map(Command::Send));
    }

    /// A request that the hub cannot read, because it is older than we are, would end session after session
    /// and hold up all others. When there are several, the next session finds it out, by asking one at a time.
    /// It is then answered in the hub's stead.
    fn blame(&mut self) {
        if self.pace == Pace::All && self.outstanding.len() > 1 {
            self.pace = Pace::OneByOne;
            return;
        }
        self.pace = Pace::All;
        if let Some(Outstanding { id, .. }) = self.outstanding.pop_front() {
            let refusal = RefusalText { code: "malformed".to_owned(), values: BTreeMap::new() };
            self.events.push(LinkEvent::Answer { id, answer: Answer::Refused { refusal } });
        }
    }

    /// Passes a view on unless this session has brought a newer one. A new session begins afresh: whatever
    /// the hub shows then is the truth, even if its counting has begun anew.
    fn take_view(&mut self, epoch: String, revision: u64, view: View) {
        let newer = Newest { epoch, revision, screen: screen_of(&view) };
        if self.newest.as_ref().is_some_and(|newest| newest.is_newer_than(&newer)) {
            tracing::debug!(?newer, "an older view");
        } else {
            self.newest = Some(newer);
            self.events.push(LinkEvent::View(Box::new(view)));
        }
    }

    fn not_accepted(&mut self, code: ErrorCode, message: String, now: Timestamp) {
        self.hang_up();
        if code == ErrorCode::Stopping {
            tracing::info!(message, "the hub is stopping");
            self.wait_after_failure(now);
            return;
        }
        self.heard = now;
        self.n_failures += 1;
        self.phase = Phase::Waiting { until: now + BACKOFF_MAX };
        if self.told != Told::NotAccepted(code) {
            tracing::warn!(?code, message, "the hub does not accept this device");
            self.told = Told::NotAccepted(code);
            self.events.push(LinkEvent::NotAccepted { code, message });
        }
    }

    fn bye(&mut self, message: &str, now: Timestamp) {
        tracing::info!(message, "the hub said goodbye");
        self.hang_up();
        self.wait_after_failure(now);
    }

    fn tell_up(&mut self) {
        if self.told != Told::Up {
            self.told = Told::Up;
            self.events.push(LinkEvent::Up);
        }
    }

    /// What was to be sent goes with the socket; requests are kept elsewhere.
    fn hang_up(&mut self) {
        self.commands.clear();
        self.commands.push(Command::Close);
    }

    fn wait_after_failure(&mut self, now: Timestamp) {
        match self.phase {
            Phase::Open { since } if now >= since + STEADY_AFTER => self.n_failures = 0,
            Phase::Open { .. } | Phase::Greeting { .. } | Phase::Connecting { .. } => {}
            Phase::Waiting { .. } => return,
        }
        self.phase = Phase::Waiting { until: now + backoff(self.n_failures) };
        self.n_failures += 1;
    }

    fn phase_deadline(&self) -> Timestamp {
        match self.phase {
            Phase::Waiting { until } | Phase::Connecting { until } | Phase::Greeting { until } => until,
            Phase::Open { .. } => self.heard + SILENCE_MAX,
        }
    }

    /// When the screen must be told that the line is down.
    fn stale_deadline(&self) -> Option<Timestamp> {
        match self.told {
            Told::Nothing | Told::Up => Some(self.heard + STALE_AFTER),
            // The hub is asked again after the longest backoff, so that is no silence of the hub's.
            Told::NotAccepted(_) => Some(self.heard + BACKOFF_MAX + STALE_AFTER),
            Told::Down => None,
        }
    }
}

fn backoff(n_failures: u32) -> Duration {
    // 2¹⁶ times the shortest wait is far over the longest.
    BACKOFF_MIN.saturating_mul(1 << n_failures.min(16)).min(BACKOFF_MAX)
}
