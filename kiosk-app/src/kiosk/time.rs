//! What ends by itself, and when.

use jiff::{SignedDuration, Timestamp};

use super::{Comfort, End, Kiosk, LinkState, Screen, Slip, Told};

/// Without a touch for so long the staff corner closes by itself.
pub const STAFF_IDLE_MAX: SignedDuration = SignedDuration::from_secs(60);
/// How long a number is shown whose slip comes out.
pub const TAKEN_SHOWN: SignedDuration = SignedDuration::from_secs(20);
/// How long a number is shown that is on no slip: time to find a telephone.
pub const NO_SLIP_SHOWN: SignedDuration = SignedDuration::from_secs(60);
/// How long a few words are shown.
pub const TOLD_SHOWN: SignedDuration = SignedDuration::from_secs(20);
/// Without a touch for so long the visitor has left, and the next one finds the first screen.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_secs(30);
/// So long before that, the visitor is asked.
pub const WARNED_BEFORE: SignedDuration = SignedDuration::from_secs(20);
/// How long a hub that is there may take to answer; a commit takes milliseconds.
pub const ANSWER_MAX: SignedDuration = SignedDuration::from_secs(20);
/// How long after the last touch a visitor waits for a hub that is away; then that visitor has left.
pub const AWAY_ASKING_MAX: SignedDuration = SignedDuration::from_secs(60);

impl Kiosk {
    /// Does what is due at `now`.
    pub fn tick(&mut self, now: Timestamp) {
        self.mend_clock(now);
        self.fall_back(now);
        if self.next_deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match self.screen.facts().end {
            End::Answered(_) if self.link != LinkState::Up => {
                self.go_home();
                self.screen = Screen::Attract;
            }
            End::Answered(_) => {
                if let Screen::Asking { id, .. } = &self.screen {
                    let told = Told::NoAnswer(id.clone());
                    self.screen = Screen::Told { told, until: now + TOLD_SHOWN };
                }
            }
            End::Seen(_) => {
                self.go_home();
                self.touched_at = now;
            }
            End::Never | End::Unless(_) | End::Idle(_) => {
                self.go_home();
                self.screen = Screen::Attract;
            }
        }
    }

    /// When [`Self::tick`] next has something to do, if nothing else happens.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match self.screen.facts().end {
            // Nobody is there, unless somebody has asked for another language or larger letters to read it.
            End::Never => {
                let is_adjusted = self.language != self.first_language || self.comfort != Comfort::default();
                (self.screen == Screen::Attract && is_adjusted).then(|| self.touched_at + IDLE_MAX)
            }
            End::Unless(idle) => Some(self.touched_at + self.patience(idle)),
            End::Idle(idle) => Some(self.touched_at + idle),
            End::Seen(until) => Some(until),
            End::Answered(until) if self.link == LinkState::Up => Some(until),
            End::Answered(_) => Some(self.touched_at + self.patience(AWAY_ASKING_MAX)),
        }
    }

    /// How long the visitor still has, once that is little; a touch anywhere gives the whole time again. Nobody is
    /// asked who has not chosen anything yet, and numbers have their own countdown.
    pub fn leaves_in(&self, now: Timestamp) -> Option<SignedDuration> {
        let is_asked = match self.screen.facts().end {
            End::Unless(_) => !self.is_untouched(),
            End::Answered(_) => self.link != LinkState::Up,
            End::Never | End::Idle(_) | End::Seen(_) => false,
        };
        let left = self.next_deadline()?.duration_since(now);
        (is_asked && left <= WARNED_BEFORE).then_some(left.max(SignedDuration::ZERO))
    }

    /// One touch gives the whole time again; the hub's time to answer is not the visitor's to give.
    pub(super) fn stay(&mut self, now: Timestamp) {
        if matches!(self.screen, Screen::Asking { .. }) {
            return;
        }
        if let Some((until, whole)) = self.screen.until_mut() {
            *until = now + whole;
        }
    }

    /// When a number's screen is free again: one whose slip failed only when the visitor says so.
    pub(super) fn taken_until(slip: Slip, now: Timestamp) -> Option<Timestamp> {
        match slip {
            Slip::Printing | Slip::None => Some(now + shown(slip)),
            Slip::Failed => None,
        }
    }

    /// The hub's clock, which `now` follows, may be set back: no screen stays longer for it.
    fn mend_clock(&mut self, now: Timestamp) {
        self.touched_at = self.touched_at.min(now);
        if let LinkState::Down { since } = &mut self.link {
            *since = (*since).min(now);
        }
        if let Some((until, whole)) = self.screen.until_mut() {
            *until = (*until).min(now + whole);
        }
    }

    fn is_untouched(&self) -> bool {
        self.screen == Screen::HOME
            && self.class.is_none()
            && self.card.is_none()
            && self.language == self.first_language
            && self.comfort == Comfort::default()
            && self.guide.is_untouched()
    }
}

/// How long a number is shown.
pub(crate) fn shown(slip: Slip) -> SignedDuration {
    match slip {
        Slip::Printing => TAKEN_SHOWN,
        Slip::None | Slip::Failed => NO_SLIP_SHOWN,
    }
}
