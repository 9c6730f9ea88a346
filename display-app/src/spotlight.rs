//! The large place on the board: one call at a time, each long enough to be read.

use std::collections::VecDeque;

use goiso_protocol::{BoardCall, TicketStage};
use jiff::{SignedDuration, Timestamp};

/// The longest a call stands in the spotlight.
pub const SPOTLIGHT_MAX: SignedDuration = SignedDuration::from_secs(20);
/// The shortest, when others wait for the place.
pub const SPOTLIGHT_MIN: SignedDuration = SignedDuration::from_secs(4);
/// A call older than this is not brought into the spotlight any more: the line was down for so long.
const AGE_MAX: SignedDuration = SignedDuration::from_mins(1);
/// A new call changes its colour for so long …
const GLOWING: SignedDuration = SignedDuration::from_secs(4);
/// … once in this time: one flash a second, where three are the most that people bear.
const HALF_FLASH: SignedDuration = SignedDuration::from_millis(500);

/// How the spotlighted call is lit at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glow {
    /// In the usual colour.
    Steady,
    /// In the other one.
    Flash,
}

/// The call in the spotlight and those that wait for it.
#[derive(Debug, Default)]
pub struct Spotlight {
    seen: Option<u64>,
    current: Option<(BoardCall, Timestamp)>,
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
        while let Some(end) = self.end()
            && now >= end
        {
            // Those that waited come on at the moment the place became free, not at a late wake-up.
            let since = if now.duration_since(end) < HALF_FLASH { end } else { now };
            self.current = self.queue.pop_front().map(|call| (call, since));
        }
    }

    /// The call in the spotlight.
    pub fn current(&self) -> Option<&BoardCall> {
        self.current.as_ref().map(|(call, _)| call)
    }

    /// How many wait for the spotlight.
    pub fn n_queued(&self) -> usize {
        self.queue.len()
    }

    /// How the call in the spotlight is lit now.
    pub fn glow(&self, now: Timestamp) -> Glow {
        match &self.current {
            Some((_, since)) if now.duration_since(*since) < GLOWING => {
                let half = now.duration_since(*since).as_nanos() / HALF_FLASH.as_nanos();
                if half % 2 == 0 { Glow::Steady } else { Glow::Flash }
            }
            Some(_) | None => Glow::Steady,
        }
    }

    /// When the spotlight changes though nothing happens.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let (_, since) = self.current.as_ref()?;
        let passed = now.duration_since(*since);
        let half = passed.as_nanos().div_euclid(HALF_FLASH.as_nanos()) + 1;
        let edge = (passed < GLOWING)
            .then(|| *since + SignedDuration::from_nanos_i128(half * HALF_FLASH.as_nanos()));
        [edge, self.end()].into_iter().flatten().min()
    }

    /// A call comes into the spotlight or waits for it. A repeated call of a number that is there already
    /// takes its place, so that nobody is shown twice in a row.
    fn admit(&mut self, call: &BoardCall, now: Timestamp) {
        let is_same = |other: &BoardCall| other.number == call.number && other.counter == call.counter;
        if let Some(queued) = self.queue.iter_mut().find(|queued| is_same(queued)) {
            *queued = call.clone();
        } else if self.current.as_ref().is_none_or(|(current, _)| is_same(current)) {
            self.current = Some((call.clone(), now));
        } else {
            self.queue.push_back(call.clone());
        }
    }

    /// Keeps the stage of the shown call true: one that has come need not be called any longer.
    fn follow(&mut self, calls: &[BoardCall]) {
        if let Some((current, _)) = &mut self.current
            && let Some(newer) = calls.iter().find(|call| call.sequence == current.sequence)
        {
            *current = newer.clone();
        }
    }

    fn end(&self) -> Option<Timestamp> {
        let (call, since) = self.current.as_ref()?;
        let is_wanted = call.stage == TicketStage::Called && self.queue.is_empty();
        Some(*since + if is_wanted { SPOTLIGHT_MAX } else { SPOTLIGHT_MIN })
    }
}
