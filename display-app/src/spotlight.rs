//! The large place on the board: new calls, each long enough to be read.
//!
//! One call has the place for itself. Those that come while it is being read wait, and come on together, up
//! to [`TOGETHER_MAX`] at a time: so that forty counters calling at once have all been shown after
//! forty seconds.

use std::collections::VecDeque;

use goiso_protocol::{BoardCall, BoardView, TicketStage};
use jiff::{SignedDuration, Timestamp};

/// The longest a call stands in the spotlight.
pub const SPOTLIGHT_MAX: SignedDuration = SignedDuration::from_secs(20);
/// The shortest, when others wait for the place.
pub const SPOTLIGHT_MIN: SignedDuration = SignedDuration::from_secs(4);
/// How many calls share the place when several wait for it.
pub const TOGETHER_MAX: usize = 4;
/// Calls that wait at most. More would be shown a quarter of an hour late: the oldest is in the list alone.
const QUEUE_MAX: usize = 900;
/// A call this old is not brought into the spotlight any more: the line was down for so long.
const AGE_MAX: SignedDuration = SignedDuration::from_secs(BoardView::FRESH_SECS);
/// New calls change their colour for so long …
const GLOWING: SignedDuration = SignedDuration::from_secs(4);
/// … once in this time: one flash a second, where three are the most that people bear.
const HALF_FLASH: SignedDuration = SignedDuration::from_millis(500);

/// How the calls in the spotlight are lit at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glow {
    /// In the usual colour.
    Steady,
    /// In the other one.
    Flash,
}

/// The calls in the spotlight and those that wait for it.
#[derive(Debug, Default)]
pub struct Spotlight {
    seen: Option<u64>,
    shown: Vec<BoardCall>,
    /// When the newest of the shown ones came on, or was called again.
    since: Timestamp,
    queue: VecDeque<BoardCall>,
}

impl Spotlight {
    /// Takes the newest calls of the hub, newest first. The first ones it hears of were called before
    /// the board was there and do not come into the spotlight.
    pub fn take(&mut self, calls: &[BoardCall], now: Timestamp) {
        let newest = calls.iter().map(|call| call.sequence).max();
        let Some(seen) = self.seen else {
            self.seen = Some(newest.unwrap_or(0));
            return;
        };
        self.advance(now);
        // Sequences begin again with each day.
        let seen = if newest.is_some_and(|newest| newest < seen) { 0 } else { seen };
        let mut fresh: Vec<&BoardCall> = calls
            .iter()
            .filter(|call| call.sequence > seen && now.duration_since(call.called_at) < AGE_MAX)
            .collect();
        fresh.sort_by_key(|call| call.sequence);
        for call in fresh {
            self.admit(call, now);
        }
        self.follow(calls);
        self.seen = Some(newest.unwrap_or(seen));
        self.advance(now);
    }

    /// Moves on if it is time to. To be called whenever [`Spotlight::next_deadline`] is reached.
    pub fn advance(&mut self, now: Timestamp) {
        if self.end().is_none_or(|end| now >= end) {
            let n_next = self.queue.len().min(TOGETHER_MAX);
            self.shown = self.queue.drain(..n_next).collect();
            // Not since the place became free: a board that woke late still shows them for their time.
            self.since = now;
        }
    }

    /// The calls in the spotlight, in the order in which they were called.
    pub fn shown(&self) -> &[BoardCall] {
        &self.shown
    }

    /// How many wait for the spotlight.
    pub fn n_queued(&self) -> usize {
        self.queue.len()
    }

    /// How the calls in the spotlight are lit now. All alike: flashes out of step would be more a second.
    pub fn glow(&self, now: Timestamp) -> Glow {
        let passed = now.duration_since(self.since);
        if self.shown.is_empty() || passed >= GLOWING {
            return Glow::Steady;
        }
        let half = passed.as_nanos() / HALF_FLASH.as_nanos();
        if half % 2 == 0 { Glow::Steady } else { Glow::Flash }
    }

    /// When the spotlight changes though nothing happens.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let end = self.end()?;
        let passed = now.duration_since(self.since);
        let half = passed.as_nanos().div_euclid(HALF_FLASH.as_nanos()) + 1;
        let edge = (passed < GLOWING)
            .then(|| self.since + SignedDuration::from_nanos_i128(half * HALF_FLASH.as_nanos()));
        Some(edge.map_or(end, |edge| edge.min(end)))
    }

    /// A call comes into the spotlight or waits for it. A repeated call of a number that is there already
    /// takes its place, so that nobody is shown twice in a row.
    fn admit(&mut self, call: &BoardCall, now: Timestamp) {
        let is_same = |other: &BoardCall| other.number == call.number && other.counter == call.counter;
        if let Some(queued) = self.queue.iter_mut().find(|queued| is_same(queued)) {
            *queued = call.clone();
        } else if let Some(shown) = self.shown.iter_mut().find(|shown| is_same(shown)) {
            *shown = call.clone();
            self.since = now;
        } else {
            self.queue.push_back(call.clone());
        }
        if self.queue.len() > QUEUE_MAX {
            self.queue.pop_front();
        }
    }

    /// Keeps the stages true: one that has come need not be called any longer, nor be shown at all if that was before
    /// its turn.
    fn follow(&mut self, calls: &[BoardCall]) {
        for known in self.shown.iter_mut().chain(&mut self.queue) {
            if let Some(newer) = calls.iter().find(|call| call.sequence == known.sequence) {
                *known = newer.clone();
            }
        }
        self.queue.retain(|call| call.stage == TicketStage::Called);
    }

    /// When the place becomes free; none while it is.
    fn end(&self) -> Option<Timestamp> {
        let is_wanted = self.shown.iter().any(|call| call.stage == TicketStage::Called);
        let length = if is_wanted && self.queue.is_empty() { SPOTLIGHT_MAX } else { SPOTLIGHT_MIN };
        (!self.shown.is_empty()).then(|| self.since + length)
    }
}
