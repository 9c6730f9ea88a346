//! The thread that gives a [`Link`] its socket.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

use goiso_model::{DeviceName, RequestId};
use goiso_protocol::{Resume, Role, ToHub};
use jiff::{SignedDuration, Timestamp};
use mio::{Events, Poll, Token, Waker};

use crate::clock::Clock;
use crate::hub_url::HubUrl;
use crate::wire::{Happening, Wire};
use crate::{Command, Link, LinkEvent, SendError};

/// Why a client could not be started.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The hub's address is not of the form `ws://host[:port]/ws`.
    #[error("hub url '{url}' {problem}; it should be like 'ws://192.168.1.10:7300/ws'")]
    Url {
        /// As it was given.
        url: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The system gave no thread or no descriptor.
    #[error("cannot start the link's thread")]
    System(#[from] io::Error),
}

/// A link with its socket, on a thread of its own. It connects, and reconnects for ever, until it is
/// dropped.
#[derive(Debug)]
pub struct Client {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// Another thread's end of a [`Client`], for what has no answer and no view. It outlives its client, and then
/// tells nobody.
#[derive(Debug, Clone)]
pub struct Teller {
    shared: Arc<Shared>,
}

/// The link is shared rather than owned by the thread, so that a screen learns at once whether its wish has
/// been taken. Nobody holds it during input or output.
#[derive(Debug)]
struct Shared {
    link: Mutex<Link>,
    clock: Clock,
    waker: Arc<Waker>,
    is_stopping: AtomicBool,
}

/// Tokens of the poll. Which of the two it was does not matter: the line is driven as far as it goes.
const WAKE: Token = Token(0);

impl Client {
    /// Starts to connect to `url` (`ws://host[:port]/ws`) as `device`. `wake` is called, on the client's
    /// thread, after events were queued: it should ask the screen to call [`Client::poll`] soon.
    pub fn start(
        url: &str,
        device: DeviceName,
        role: Role,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self, ClientError> {
        let url = HubUrl::parse(url)?;
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKE)?);
        let wire = Wire::new(url, poll.registry().try_clone()?, Arc::clone(&waker));
        let clock = Clock::begin();
        let shared = Arc::new(Shared {
            link: Mutex::new(Link::new(device, role, clock.now())),
            clock,
            waker,
            is_stopping: AtomicBool::new(false),
        });
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("goiso-link".to_owned())
            .spawn(move || run(&of_thread, poll, wire, wake))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Takes a request ([`ToHub::Request`]); its answer comes as [`LinkEvent::Answer`], after a reconnect
    /// too. An error means that nothing will be sent.
    pub fn send(&self, frame: ToHub) -> Result<(), SendError> {
        self.shared.link().send(frame)?;
        self.shared.wake_thread();
        Ok(())
    }

    /// Takes a request back; see [`Link::withdraw`].
    pub fn withdraw(&self, id: &RequestId) {
        self.shared.link().withdraw(id);
    }

    /// How far the hub's clock is ahead of this computer's; none before its first word.
    pub fn ahead(&self) -> Option<SignedDuration> {
        self.shared.link().ahead()
    }

    /// See [`Link::reckon`].
    pub fn reckon(&self, ahead: SignedDuration) {
        self.shared.link().reckon(ahead);
    }

    /// Sends a frame that has no answer, such as [`ToHub::Report`], if there is a session just now.
    pub fn tell(&self, frame: &ToHub) {
        self.shared.link().tell(frame);
        self.shared.wake_thread();
    }

    /// See [`Link::set_resume`].
    pub fn set_resume(&self, resume: Option<Resume>) {
        self.shared.link().set_resume(resume);
    }

    /// An end for another thread.
    pub fn teller(&self) -> Teller {
        Teller { shared: Arc::clone(&self.shared) }
    }

    /// What has happened since the last call. Never waits.
    pub fn poll(&mut self) -> Vec<LinkEvent> {
        self.shared.link().drain_events()
    }

    /// The hub's clock now, as near as its last word tells.
    pub fn hub_now(&self) -> Timestamp {
        self.shared.link().hub_now(self.shared.clock.now())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.shared.is_stopping.store(true, Ordering::Release);
        self.shared.wake_thread();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the link's thread had panicked");
        }
    }
}

impl Teller {
    /// See [`Client::tell`].
    pub fn tell(&self, frame: &ToHub) {
        self.shared.link().tell(frame);
        self.shared.wake_thread();
    }

    /// See [`Client::hub_now`].
    pub fn hub_now(&self) -> Timestamp {
        self.shared.link().hub_now(self.shared.clock.now())
    }
}

impl Shared {
    fn link(&self) -> MutexGuard<'_, Link> {
        self.link.lock().expect("the link does not panic, so its lock is never poisoned")
    }

    fn wake_thread(&self) {
        self.waker.wake().expect("our own open descriptor can be written to");
    }
}

fn run(shared: &Shared, mut poll: Poll, mut wire: Wire, wake: impl Fn()) {
    let mut ready = Events::with_capacity(4);
    let mut happenings = Vec::new();
    while !shared.is_stopping.load(Ordering::Acquire) {
        let now = shared.clock.now();
        let (commands, deadline, has_events) = {
            let mut link = shared.link();
            for happening in happenings.drain(..) {
                report(&mut link, happening, now);
            }
            (link.poll(now), link.next_deadline(), link.has_events())
        };
        for command in commands {
            match command {
                Command::Connect => wire.connect(),
                Command::Send(text) => wire.send(text),
                Command::Close => wire.close(),
            }
        }
        if has_events {
            wake();
        }
        happenings = wire.drive();
        if happenings.is_empty() {
            wait(&mut poll, &mut ready, until(deadline, shared.clock.now()));
            happenings = wire.drive();
        }
    }
    wire.close();
}

fn report(link: &mut Link, happening: Happening, now: Timestamp) {
    match happening {
        Happening::Opened => link.opened(now),
        Happening::Text(text) => link.received(&text, now),
        Happening::SignOfLife => link.heard(now),
        Happening::Lost => link.lost(now),
    }
}

fn until(deadline: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(deadline.duration_since(now)).unwrap_or(Duration::ZERO)
}

fn wait(poll: &mut Poll, ready: &mut Events, timeout: Duration) {
    match poll.poll(ready, Some(timeout)) {
        Err(error) if error.kind() != io::ErrorKind::Interrupted => {
            panic!("waiting on our own descriptors fails only by a bug: {error}");
        }
        Ok(()) | Err(_) => {}
    }
}
