//! Who is called aloud next in a sound zone, and how briefly: pure, with no clock and no sound.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use crate::Announcement;

/// A call older than this is not spoken any more: whoever it is for has come, or looks at the board.
pub const FRESH: SignedDuration = SignedDuration::from_secs(90);
/// The silence between two announcements.
pub const REST: SignedDuration = SignedDuration::from_millis(300);
/// When more than so many wait, an announcement is said once and without its chime …
pub const WAITING_FOR_ONCE: usize = 5;
/// … or when one of them has waited for so long.
pub const LATE_FOR_ONCE: SignedDuration = SignedDuration::from_secs(30);
/// When more than so many wait, it is said in its first language only …
pub const WAITING_FOR_ONE_LANGUAGE: usize = 10;
/// … or when one of them has waited for so long, and soon it would be too late.
pub const LATE_FOR_ONE_LANGUAGE: SignedDuration = SignedDuration::from_secs(60);
/// A sound card that has not come to an end after this is given up: no announcement lasts so long.
pub const SAYING_MAX: SignedDuration = SignedDuration::from_secs(65);
/// Calls that wait at most. What comes on top drives out the oldest, which would have grown stale.
pub const WAITING_MAX: usize = 200;

/// A call that a board of the zone shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneCall {
    /// Rises with every call and recall of the day, and begins again at 1 with the next one.
    pub sequence: u64,
    /// What is to be said.
    pub announcement: Announcement,
    /// When it was called.
    pub called_at: Timestamp,
    /// Whether somebody is still expected.
    pub standing: Standing,
}

/// Whether the visitor of a call is still expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Called, and not there yet.
    Expected,
    /// Has come, was found absent, or went away: there is nobody to be spoken to.
    Over,
}

/// What a board has to do in its zone at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// It speaks.
    Speak,
    /// It would speak, but the volume is nothing: calls count as spoken when their turn comes.
    SpeakSilently,
    /// It ends its sentence and begins no other: the hub or the sound card is away.
    Hold,
    /// Another board speaks, or nobody may: it is silent at once, and keeps account, so that it can take
    /// over where the other one stopped.
    Listen,
}

/// How much is said of an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Everything: the chime, all languages, all repeats.
    Full,
    /// Once, without the chime.
    Once,
    /// Once, without the chime, in the first language only.
    OneLanguage,
}

/// What the loudspeaker is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Say this. [`Scheduler::finished`] or [`Scheduler::failed`] is to follow.
    Say {
        /// Which call it is.
        sequence: u64,
        /// What is said.
        announcement: Announcement,
        /// How much of it.
        length: Length,
    },
    /// Be silent at once. Nothing is to follow.
    Stop,
    /// Give the sound card up: it has not come to an end after [`SAYING_MAX`].
    Abandon,
}

/// The loudspeaker's list of one board. Its zone's boards keep the same list, so that any of them can go on.
///
/// One announcement at a time, in the order of the calls. A number that is called again while it waits keeps
/// its place and gets the newer call. What was called before the board was there is never spoken.
///
/// An announcement begins at most [`FRESH`] after its call; while calls wait, one begins no later than
/// [`REST`] after the last one ended. So none is late for another reason than that others are being spoken.
#[derive(Debug, Default)]
pub struct Scheduler {
    /// The newest call that was taken in; none before the first view.
    seen: Option<Seen>,
    waiting: VecDeque<ZoneCall>,
    saying: Option<Saying>,
    /// Nothing begins before this.
    rest_until: Option<Timestamp>,
    duty: Option<Duty>,
    spoken_through: u64,
    n_too_late: u64,
}

/// The newest call that was taken in.
#[derive(Debug, Clone, Copy)]
struct Seen {
    sequence: u64,
    called_at: Timestamp,
}

#[derive(Debug)]
struct Saying {
    call: ZoneCall,
    began_at: Timestamp,
}

impl Scheduler {
    /// Takes the calls that the hub shows, in any order, and what it knows to be spoken in the zone.
    pub fn take(&mut self, calls: &[ZoneCall], spoken_through: u64) {
        let newest = calls.iter().max_by_key(|call| call.sequence).map_or(Seen::NOTHING, Seen::of);
        let Some(seen) = self.seen else {
            self.seen = Some(newest);
            return;
        };
        let seen = if calls.iter().any(|call| seen.is_day_before(call)) { self.begin_day() } else { seen };
        let mut fresh: Vec<&ZoneCall> = calls.iter().filter(|call| call.sequence > seen.sequence).collect();
        fresh.sort_by_key(|call| call.sequence);
        for call in fresh {
            self.admit(call);
        }
        for call in calls.iter().filter(|call| call.standing == Standing::Over) {
            self.waiting.retain(|waiting| waiting.sequence != call.sequence);
        }
        let seen = if newest.sequence > seen.sequence { newest } else { seen };
        self.seen = Some(seen);
        // What lies beyond all calls is of another day.
        if spoken_through <= seen.sequence {
            self.waiting.retain(|waiting| waiting.sequence > spoken_through);
            self.spoken_through = self.spoken_through.max(spoken_through);
        }
    }

    /// Sets what this board has to do from now on.
    pub fn set_duty(&mut self, duty: Duty) {
        self.duty = Some(duty);
    }

    /// What the loudspeaker is to do now. To be asked until there is nothing more, after every other call and
    /// at [`Scheduler::next_deadline`].
    pub fn next_order(&mut self, now: Timestamp) -> Option<Order> {
        self.drop_stale(now);
        let duty = self.duty.unwrap_or(Duty::Listen);
        if let Some(saying) = &self.saying {
            if duty == Duty::Listen {
                // It was not said to its end: whoever speaks now, perhaps this board later, says it again.
                self.wait_again();
                return Some(Order::Stop);
            }
            if now >= saying.began_at + SAYING_MAX {
                self.saying = None;
                return Some(Order::Abandon);
            }
            return None;
        }
        match duty {
            Duty::Hold | Duty::Listen => None,
            Duty::SpeakSilently => {
                self.waiting.clear();
                self.note_spoken();
                None
            }
            Duty::Speak if self.rest_until.is_some_and(|until| now < until) => None,
            Duty::Speak => {
                let order = self.begin(now);
                self.note_spoken();
                order
            }
        }
    }

    /// When [`Scheduler::next_order`] is to be asked though nothing happens.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        if let Some(saying) = &self.saying {
            return Some(saying.began_at + SAYING_MAX);
        }
        let oldest = self.waiting.iter().map(|call| call.called_at + FRESH).min()?;
        match self.duty? {
            Duty::Speak => Some(self.rest_until.map_or(oldest, |until| until.min(oldest))),
            Duty::SpeakSilently | Duty::Hold | Duty::Listen => Some(oldest),
        }
    }

    /// The loudspeaker has said the call of this sequence to its end.
    pub fn finished(&mut self, sequence: u64, now: Timestamp) {
        if self.saying.as_ref().is_some_and(|saying| saying.call.sequence == sequence) {
            self.saying = None;
            self.rest_until = Some(now + REST);
            self.note_spoken();
        }
    }

    /// The loudspeaker could not say it. It waits again, before the others, for as long as it is fresh.
    pub fn failed(&mut self, sequence: u64) {
        if self.saying.as_ref().is_some_and(|saying| saying.call.sequence == sequence) {
            self.wait_again();
        }
    }

    /// All calls up to this sequence need not be spoken any more, by this board or another; 0 before the
    /// first. It rises only while this board has to speak, or hears that another one did.
    pub fn spoken_through(&self) -> u64 {
        self.spoken_through
    }

    /// How many wait to be spoken.
    pub fn n_waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many were not spoken because they had waited for [`FRESH`], since the start.
    pub fn n_too_late(&self) -> u64 {
        self.n_too_late
    }

    /// Forgets the day before. Answers what has been seen of the new one: nothing.
    fn begin_day(&mut self) -> Seen {
        self.waiting.clear();
        self.spoken_through = 0;
        Seen::NOTHING
    }

    /// What was being said comes first again, unless the number has been called anew in the meantime.
    fn wait_again(&mut self) {
        if let Some(saying) = self.saying.take()
            && !self.waiting.iter().any(|call| is_same(call, &saying.call))
        {
            self.waiting.push_front(saying.call);
        }
    }

    fn admit(&mut self, call: &ZoneCall) {
        match call.standing {
            Standing::Over => {}
            Standing::Expected => {
                if let Some(waiting) = self.waiting.iter_mut().find(|waiting| is_same(waiting, call)) {
                    *waiting = call.clone();
                } else {
                    self.waiting.push_back(call.clone());
                }
            }
        }
        if self.waiting.len() > WAITING_MAX {
            self.waiting.pop_front();
            self.n_too_late += 1;
        }
    }

    fn drop_stale(&mut self, now: Timestamp) {
        let n_before = self.waiting.len();
        self.waiting.retain(|call| now.duration_since(call.called_at) < FRESH);
        match self.duty {
            Some(Duty::Speak) => self.n_too_late += (n_before - self.waiting.len()) as u64,
            Some(Duty::SpeakSilently | Duty::Hold | Duty::Listen) | None => {}
        }
    }

    fn begin(&mut self, now: Timestamp) -> Option<Order> {
        let call = self.waiting.pop_front()?;
        let length = self.length_for_those_behind(now);
        let order = Order::Say { sequence: call.sequence, announcement: call.announcement.clone(), length };
        self.saying = Some(Saying { call, began_at: now });
        Some(order)
    }

    fn length_for_those_behind(&self, now: Timestamp) -> Length {
        let n = self.waiting.len();
        let waits = self.waiting.iter().map(|call| now.duration_since(call.called_at));
        let longest = waits.max().unwrap_or_default();
        if n > WAITING_FOR_ONE_LANGUAGE || longest >= LATE_FOR_ONE_LANGUAGE {
            Length::OneLanguage
        } else if n > WAITING_FOR_ONCE || longest >= LATE_FOR_ONCE {
            Length::Once
        } else {
            Length::Full
        }
    }

    /// Everything before the first call that still has to be spoken is spoken.
    fn note_spoken(&mut self) {
        let seen = self.seen.map_or(0, |seen| seen.sequence);
        let open = self.waiting.iter().chain(self.saying.iter().map(|saying| &saying.call));
        // The last announcement of a day may still sound when the next one has begun.
        let of_today = open.map(|call| call.sequence).filter(|sequence| *sequence <= seen);
        let through = of_today.min().map_or(seen, |first| first - 1);
        self.spoken_through = self.spoken_through.max(through);
    }
}

impl Seen {
    /// Before the first call of a day.
    const NOTHING: Self = Self { sequence: 0, called_at: Timestamp::MIN };

    fn of(call: &ZoneCall) -> Self {
        Self { sequence: call.sequence, called_at: call.called_at }
    }

    /// Whether this is of an earlier day than the call: sequences begin again with each day, and rise with
    /// time within one. (That the highest one went back proves nothing: a number that is called again
    /// elsewhere leaves this board's list.)
    fn is_day_before(self, call: &ZoneCall) -> bool {
        call.sequence <= self.sequence && call.called_at > self.called_at
    }
}

/// Whether two calls are of one visitor.
fn is_same(one: &ZoneCall, other: &ZoneCall) -> bool {
    one.announcement.number == other.announcement.number
}
