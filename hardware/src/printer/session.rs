//! The driver's mind, without its port: what to send, what an answer means, when to give up.
//!
//! Bytes and times go in, bytes and happenings come out. One session lives as long as its driver, through all
//! connections.

mod deadlines;
mod hearing;
mod naming;
mod parts;
mod process_ids;
mod recovery;
mod stock;

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use self::naming::Names;
use self::parts::{Flow, InFlight, InOrder, Link};
use self::process_ids::ProcessIds;
use self::recovery::Recovery;
use self::stock::{Shelf, Stock};
use super::decode::next_command;
use super::encode::{FEED_AND_CUT, INIT};
use super::fate::{Fate, JobId, NotPrintedWhy, UnknownWhy};
use super::graphics::Resident;
use super::press::{Press, SlipSetup};
use super::profile::{Profile, ProofSupport, StatusSupport};
use super::slip::SlipContent;
use super::status::{PrinterState, StatusAnswer, StatusParser};
use crate::port::wire_time;

pub(super) use self::parts::Wire;
pub use self::parts::{Naming, Past};

/// Time between two questions for the state.
pub(super) const STATUS_POLL: Duration = Duration::from_secs(2);
/// A printer that has said nothing for so long is gone: three questions without an answer.
pub(super) const SILENCE_MAX: Duration = Duration::from_secs(7);
/// How long a slip may take on top of its time on the wire.
pub(super) const PRINT_MARGIN: Duration = Duration::from_secs(4);
/// How long a slip may sit in a printer that has no paper before its fate is called unknown.
pub(super) const HELD_SLIP_MAX: Duration = Duration::from_mins(10);
/// When an answer to an older `GS r` has not come for so long from a working printer, it never will.
const OWED_ANSWER_MAX: Duration = Duration::from_mins(1);
/// A quiet line for so long ends what was noise.
const PAUSE: Duration = Duration::from_millis(100);

/// So many bytes that mean nothing, between two questions, and what is there is no printer that we understand.
const STRANGE_BYTES_MAX: u32 = 4;

/// Enable automatic status back for everything (`GS a`).
const AUTO_STATUS_ON: [u8; 3] = [0x1d, 0x61, 0xff];
/// `DLE EOT` 1 to 4.
const ASK_STATE: [u8; 12] = [0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4];
/// `GS r 1`.
const ASK_IN_ORDER: [u8; 3] = [0x1d, 0x72, 1];

/// What the driver has to tell the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Happening {
    State(PrinterState),
    /// The printer has stopped over this slip.
    Held(JobId, PrinterState),
    Job(JobId, Fate),
    /// What the printer keeps from now on, as far as anybody knows.
    Kept(Resident),
    /// What the printer calls itself, and which of our models that is.
    Named(String, Option<&'static str>),
    /// What the printer said of itself, when it says something else than before.
    Said(StatusAnswer),
}

#[derive(Debug)]
pub(super) struct Session {
    profile: Profile,
    wire: Wire,
    link: Link,
    flow: Flow,
    /// The proof that is waited for: the profile's, or `GS r` once the printer has shown that it ignores process ids.
    proof: ProofSupport,
    state: PrinterState,
    parser: StatusParser,
    pause_at: Option<Instant>,
    outgoing: VecDeque<u8>,
    in_flight: Option<InFlight>,
    round: Vec<u8>,
    poll_at: Option<Instant>,
    silent_at: Option<Instant>,
    /// Answers to `GS r` of slips already given up; they must not prove a later one.
    owed: u32,
    forgive_at: Option<Instant>,
    recovery: Option<Recovery>,
    /// Bytes and answers that nobody asked for, since the last question.
    n_strange: u32,
    /// A question remained without any answer: the printer may have been switched off and on.
    is_greeting_due: bool,
    /// A slip was torn: the printer may still wait for so many bytes of a command that never come.
    torn: Option<usize>,
    happenings: Vec<Happening>,
    press: Press,
    stock: Stock,
    shelf: Shelf,
    naming: Naming,
    names: Names,
    said: Option<StatusAnswer>,
    process_ids: ProcessIds,
}

impl Session {
    pub(super) fn new(profile: Profile, wire: Wire, slips: SlipSetup) -> Self {
        Self {
            proof: profile.proof,
            shelf: Shelf::new(slips.day),
            press: Press::new(slips, profile, wire.baud()),
            stock: Stock::Due,
            naming: Naming::Given,
            names: Names::default(),
            said: None,
            process_ids: ProcessIds::default(),
            profile,
            wire,
            link: Link::Down,
            flow: Flow::Go,
            state: PrinterState::Unknown,
            parser: StatusParser::default(),
            pause_at: None,
            outgoing: VecDeque::new(),
            in_flight: None,
            round: Vec::new(),
            poll_at: None,
            silent_at: None,
            owed: 0,
            forgive_at: None,
            recovery: None,
            n_strange: 0,
            is_greeting_due: false,
            torn: None,
            happenings: Vec::new(),
        }
    }

    /// The same, where a slip may have been torn before this process began.
    pub(super) fn beginning(self, past: Past) -> Self {
        let torn = match past {
            Past::Clean => None,
            Past::MaybeTorn => Some(self.press.longest_command()),
        };
        Self { torn, ..self }
    }

    /// The same, asking the printer what it is.
    pub(super) fn naming(self, naming: Naming) -> Self {
        Self { naming, ..self }
    }

    /// The port is open: start the conversation.
    pub(super) fn connected(&mut self, now: Instant) {
        self.link = Link::Up;
        self.stock = Stock::Due;
        self.shelf.opened(now);
        self.flow = Flow::Go;
        self.parser = StatusParser::default();
        match self.profile.status {
            StatusSupport::None => {
                self.greet();
                self.set_state(PrinterState::Ready, now);
            }
            StatusSupport::Polled | StatusSupport::AutoBack => {
                // The questions go first: a printer without paper answers them, and leaves the rest for later.
                self.ask_state(now);
                self.silent_at = Some(now + SILENCE_MAX);
                self.greet();
            }
        }
    }

    /// What a printer must be told after it was switched on.
    fn greet(&mut self) {
        self.is_greeting_due = false;
        if let Some(rest) = self.torn.take() {
            // Whatever command was cut off ends with these, which mean nothing by themselves; what came out of
            // the torn slip is cut off, so that it does not hang on the next one.
            self.outgoing.extend(std::iter::repeat_n(0, rest));
            self.outgoing.extend(FEED_AND_CUT);
        }
        // Where a clone does not know the question, what it would print of it is erased by what follows.
        self.ask_names();
        self.outgoing.extend(INIT);
        match self.profile.status {
            StatusSupport::AutoBack => self.outgoing.extend(AUTO_STATUS_ON),
            StatusSupport::Polled | StatusSupport::None => {}
        }
    }

    /// The port is closed or could not be opened.
    pub(super) fn disconnected(&mut self, now: Instant) {
        self.link = Link::Down;
        self.outgoing.clear();
        self.poll_at = None;
        self.silent_at = None;
        self.pause_at = None;
        self.set_state(PrinterState::Gone, now);
        if let Stock::Leaving(_) = self.stock {
            self.torn = Some(longest_command(self.press.stock()));
        }
        match self.in_flight.as_ref().map(|slip| slip.sent) {
            Some(0) => {
                self.finish(Fate::NotPrinted { why: NotPrintedWhy::State(PrinterState::Gone) }, now);
            }
            Some(_) => {
                self.torn = self.in_flight.as_ref().map(|slip| slip.longest);
                self.give_up(UnknownWhy::ConnectionLost, now);
            }
            None => {}
        }
        match self.wire {
            Wire::Stream => self.owed = 0,
            Wire::Usb | Wire::Serial { .. } => {}
        }
        self.said = None;
    }

    /// A slip is to be printed. Refused at once, with nothing sent, unless the printer is known to work.
    pub(super) fn print(&mut self, job: JobId, slip: &SlipContent, now: Instant) {
        let refusal = if self.state.can_print() && self.in_flight.is_none() {
            let encoded = match self.stock {
                Stock::Known => self.press.encode(slip),
                // Nothing is asked of a memory that nobody has looked into.
                Stock::Due | Stock::Asking | Stock::Leaving(_) | Stock::Listing | Stock::Untold => {
                    self.press.encode_as_rasters(slip)
                }
            };
            match encoded {
                Ok(bytes) => return self.send(job, bytes, now),
                Err(error) => NotPrintedWhy::Unprintable(error),
            }
        } else {
            NotPrintedWhy::State(self.state)
        };
        self.happenings.push(Happening::Job(job, Fate::NotPrinted { why: refusal }));
    }

    fn send(&mut self, job: JobId, mut bytes: Vec<u8>, now: Instant) {
        match self.profile.proof {
            ProofSupport::ProcessId => {
                bytes.extend([0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30]);
                bytes.extend(self.process_ids.begin(job));
                bytes.extend(ASK_IN_ORDER);
            }
            ProofSupport::InOrderStatus => bytes.extend(ASK_IN_ORDER),
            ProofSupport::None => {}
        }
        let deadline = now + self.print_time(self.outgoing.len() + bytes.len());
        let longest = longest_command(&bytes);
        let (ahead, bytes_total) = (self.outgoing.len(), bytes.len());
        let in_order = InOrder::Waiting;
        self.in_flight =
            Some(InFlight { job, ahead, sent: 0, bytes: bytes_total, longest, deadline, in_order });
        self.outgoing.extend(bytes);
    }

    fn print_time(&self, bytes: usize) -> Duration {
        wire_time(bytes, self.wire.baud()) + PRINT_MARGIN
    }

    /// What is to be written now, or its first part.
    pub(super) fn outgoing(&self) -> &[u8] {
        match self.flow {
            Flow::Go => self.outgoing.as_slices().0,
            Flow::Stop => &[],
        }
    }

    /// The port took so many bytes of [`Self::outgoing`].
    pub(super) fn written(&mut self, count: usize, now: Instant) {
        self.outgoing.drain(..count);
        self.stock_left(count, now);
        let rest = self.print_time(self.outgoing.len());
        if let Some(slip) = &mut self.in_flight {
            // A port that takes a slip lives, however slow the printer behind it is.
            if slip.sent < slip.bytes {
                slip.deadline = slip.deadline.max(now + rest);
            }
            let before = slip.ahead.min(count);
            slip.ahead -= before;
            slip.sent = slip.bytes.min(slip.sent + count - before);
            if slip.sent == slip.bytes && self.proof == ProofSupport::None {
                self.give_up(UnknownWhy::NoProof, now);
            }
        }
    }

    fn give_up(&mut self, why: UnknownWhy, now: Instant) {
        self.finish(Fate::Unknown { why }, now);
    }

    fn finish(&mut self, fate: Fate, now: Instant) {
        if let Some(slip) = self.in_flight.take() {
            if slip.sent > 0 && slip.in_order == InOrder::Waiting && self.profile.proof != ProofSupport::None
            {
                self.owed += 1;
                self.forgive_at = self.state.can_print().then(|| now + OWED_ANSWER_MAX);
            }
            self.happenings.push(Happening::Job(slip.job, fate));
            self.become_model(now);
        }
    }

    /// Whether the port is of no more use.
    pub(super) fn is_lost(&self) -> bool {
        self.link == Link::Lost
    }

    /// Whether a next slip may be handed in: not while one is being printed, but at once while the printer is
    /// stopped, to be refused.
    pub(super) fn takes_jobs(&self) -> bool {
        (self.in_flight.is_none() && !self.stock.is_talking()) || !self.state.can_print()
    }

    pub(super) fn state(&self) -> PrinterState {
        self.state
    }

    pub(super) fn take_happenings(&mut self) -> Vec<Happening> {
        std::mem::take(&mut self.happenings)
    }
}

fn longest_command(slip: &[u8]) -> usize {
    let (mut rest, mut longest) = (slip, 0);
    while let Some((_, length)) = next_command(rest) {
        longest = longest.max(length);
        rest = &rest[length..];
    }
    longest.max(rest.len())
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
