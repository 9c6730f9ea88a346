//! A line that can be cut, moved to another hub, and listened to.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use super::Patience;

/// Carries every connection to a target.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    target: Option<SocketAddr>,
    answers: Answers,
    lines: Vec<Line>,
    is_closed: bool,
}

/// What becomes of the bytes that come back.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Answers {
    #[default]
    Pass,
    /// They are lost, as on a line that breaks after the wish has left.
    Lose,
}

struct Line {
    near: TcpStream,
    far: TcpStream,
    /// What was sent to the target.
    sent: Vec<u8>,
}

impl Proxy {
    /// Without a target every connection is closed at once.
    pub(crate) fn open(target: Option<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let shared = Arc::new(Shared::default());
        shared.state.lock().expect(SOUND).target = target;
        let of_thread = Arc::clone(&shared);
        thread::Builder::new()
            .name("proxy".to_owned())
            .spawn(move || {
                for near in listener.incoming().map_while(Result::ok) {
                    if of_thread.state.lock().expect(SOUND).is_closed {
                        return;
                    }
                    of_thread.connect(near);
                }
            })
            .expect("a thread");
        Self { address, shared }
    }

    /// The address for a client's websocket.
    pub(crate) fn websocket(&self) -> String {
        format!("ws://{}/ws", self.address)
    }

    /// Moves the line to a hub that was started again.
    pub(crate) fn lead_to(&self, target: SocketAddr) {
        self.shared.state.lock().expect(SOUND).target = Some(target);
        self.shared.changed.notify_all();
    }

    /// Where the line leads, once that is another place than `known`.
    pub(crate) fn wait_target(&self, known: Option<SocketAddr>) -> SocketAddr {
        let patience = Patience::begin();
        let mut state = self.shared.state.lock().expect(SOUND);
        loop {
            if let Some(target) = state.target.filter(|target| Some(*target) != known) {
                return target;
            }
            assert!(!patience.left().is_zero(), "the line never leads elsewhere");
            state = self.shared.changed.wait_timeout(state, patience.left()).expect(SOUND).0;
        }
    }

    /// From now on nothing comes back, though wishes still leave.
    pub(crate) fn lose_answers(&self) {
        self.shared.state.lock().expect(SOUND).answers = Answers::Lose;
    }

    /// Breaks every connection; new ones are made as before.
    pub(crate) fn cut(&self) {
        let mut state = self.shared.state.lock().expect(SOUND);
        state.answers = Answers::Pass;
        for line in &state.lines {
            hang_up(line);
        }
    }

    /// What was sent on each connection so far.
    pub(crate) fn sent(&self) -> Vec<Vec<u8>> {
        self.shared.state.lock().expect(SOUND).lines.iter().map(|line| line.sent.clone()).collect()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.state.lock().expect(SOUND).is_closed = true;
        self.cut();
        // Wakes the thread that accepts; where it has gone, nobody needs waking.
        TcpStream::connect(self.address).map(drop).unwrap_or_default();
    }
}

const SOUND: &str = "no holder of this lock panics";

fn hang_up(line: &Line) {
    // Either end may have hung up before.
    line.near.shutdown(Shutdown::Both).unwrap_or_default();
    line.far.shutdown(Shutdown::Both).unwrap_or_default();
}

impl Shared {
    fn connect(self: &Arc<Self>, near: TcpStream) {
        let Some(target) = self.state.lock().expect(SOUND).target else { return };
        let Ok(far) = TcpStream::connect(target) else { return };
        near.set_nodelay(true).and_then(|()| far.set_nodelay(true)).expect("sockets are fresh");
        let copy = |stream: &TcpStream| stream.try_clone().expect("descriptors can be had");
        let (near_read, far_read) = (copy(&near), copy(&far));
        let line_idx = {
            let mut state = self.state.lock().expect(SOUND);
            state.lines.push(Line { near: copy(&near), far: copy(&far), sent: Vec::new() });
            state.lines.len() - 1
        };
        let (up, down) = (Arc::clone(self), Arc::clone(self));
        let spawn = |name: &str, carry: Box<dyn FnOnce() + Send>| {
            thread::Builder::new().name(name.to_owned()).spawn(carry).expect("a thread");
        };
        spawn(
            "proxy-up",
            Box::new(move || {
                carry(near_read, far, |bytes| {
                    up.state.lock().expect(SOUND).lines[line_idx].sent.extend(bytes);
                    true
                });
            }),
        );
        spawn(
            "proxy-down",
            Box::new(move || {
                carry(far_read, near, |_| down.state.lock().expect(SOUND).answers == Answers::Pass);
            }),
        );
    }
}

/// Carries bytes that `passes` lets through, until either end hangs up; then both do.
fn carry(mut from: TcpStream, mut to: TcpStream, passes: impl Fn(&[u8]) -> bool) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if passes(&buffer[..count]) && to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    from.shutdown(Shutdown::Both).unwrap_or_default();
    to.shutdown(Shutdown::Both).unwrap_or_default();
}
