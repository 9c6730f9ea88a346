//! What is typed on the counters' keypads: from keys to an official's wish.

use std::collections::BTreeMap;

use goiso_config::{Config, KeypadKind};
use goiso_hardware::keypad::{Key, KeyPress};
use goiso_model::{CounterNumber, DeviceName, OfficialId};
use jiff::{SignedDuration, Timestamp};

/// Typed digits are forgotten after so long without another key.
const TYPED_IDLE: SignedDuration = SignedDuration::from_secs(5);
/// How long the display tells that a wish was refused.
const REFUSAL_SHOWN: SignedDuration = SignedDuration::from_secs(2);
/// The same command so soon after was a trembling finger: nobody means to call twice in that time.
const COMMAND_BOUNCE: SignedDuration = SignedDuration::from_millis(300);
/// The same digit so soon after was a trembling contact; fingers are slower, and numbers have double digits.
/// Pads on a bus count presses, not contacts, and tell several at one time.
const DIGIT_BOUNCE: SignedDuration = SignedDuration::from_millis(80);
/// As many digits as a display shows; more are not taken.
const TYPED_DIGITS_MAX: usize = 4;

/// What an official wishes with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    /// To see what has been typed so far.
    See(String),
    /// To see the counter's own number again: what was typed is forgotten.
    Forget,
    /// To call whoever is next.
    Next,
    /// To call the number of these digits.
    Number(String),
    /// To call the same number again.
    Recall,
    /// To note that the visitor does not come.
    Absent,
    /// To be done with the visitor.
    Finish,
    /// To pause, or to go on.
    PauseOrGoOn,
}

/// A keypad and what has been typed on it.
#[derive(Debug)]
pub(super) struct Pad {
    /// The counter it is at.
    pub(super) counter: CounterNumber,
    /// For whom it opens the closed counter.
    pub(super) opens_for: Option<OfficialId>,
    digit_bounce: SignedDuration,
    typed: String,
    last: Option<(Key, Timestamp)>,
}

impl Pad {
    fn press(&mut self, key: Key, now: Timestamp) -> Option<Wish> {
        if let Some((last, at)) = self.last {
            let since = now.duration_since(at);
            let bounce = match key {
                Key::Digit(_) => self.digit_bounce,
                Key::Next | Key::Recall | Key::Absent | Key::Finish | Key::Pause | Key::Clear => {
                    COMMAND_BOUNCE
                }
            };
            if last == key && since < bounce {
                return None;
            }
            if since >= TYPED_IDLE {
                self.typed.clear();
            }
        }
        self.last = Some((key, now));
        let typed = std::mem::take(&mut self.typed);
        Some(match key {
            Key::Digit(digit) => {
                self.typed = typed;
                if self.typed.len() < TYPED_DIGITS_MAX {
                    self.typed.push(char::from(b'0' + digit % 10));
                }
                Wish::See(self.typed.clone())
            }
            Key::Next if typed.is_empty() => Wish::Next,
            Key::Next => Wish::Number(typed),
            Key::Recall => Wish::Recall,
            Key::Absent => Wish::Absent,
            Key::Finish => Wish::Finish,
            Key::Pause => Wish::PauseOrGoOn,
            Key::Clear => Wish::Forget,
        })
    }
}

/// All keypads of the hall, and which displays tell of them for the moment.
#[derive(Debug)]
pub(super) struct Keypads {
    pads: BTreeMap<DeviceName, Pad>,
    /// Until when the display over a counter shows something of its keypad instead of its number.
    borrowed: BTreeMap<CounterNumber, Timestamp>,
}

impl Keypads {
    pub(super) fn new(config: &Config) -> Self {
        let pads = config.keypads.iter().map(|keypad| {
            let opens_for = keypad.opens_counter.clone();
            let digit_bounce = match keypad.kind {
                KeypadKind::Bus { .. } => SignedDuration::ZERO,
                KeypadKind::Usb { .. } | KeypadKind::Virtual => DIGIT_BOUNCE,
            };
            let pad =
                Pad { counter: keypad.counter, opens_for, digit_bounce, typed: String::new(), last: None };
            (keypad.name.clone(), pad)
        });
        Self { pads: pads.collect(), borrowed: BTreeMap::new() }
    }

    /// What a key wishes, and at which pad; none for a trembling finger and for pads nobody knows.
    pub(super) fn press(&mut self, press: &KeyPress, now: Timestamp) -> Option<(&Pad, Wish)> {
        let pad = self.pads.get_mut(&press.pad)?;
        let wish = pad.press(press.key, now)?;
        Some((pad, wish))
    }

    /// The display over this counter shows what is typed.
    pub(super) fn borrow_for_typing(&mut self, counter: CounterNumber, now: Timestamp) {
        self.borrow(counter, TYPED_IDLE, now);
    }

    /// The display over this counter shows a refusal.
    pub(super) fn borrow_for_refusal(&mut self, counter: CounterNumber, now: Timestamp) {
        self.borrow(counter, REFUSAL_SHOWN, now);
    }

    fn borrow(&mut self, counter: CounterNumber, time: SignedDuration, now: Timestamp) {
        self.borrowed.insert(counter, now.saturating_add(time).unwrap_or(now));
    }

    /// The display shows the counter's own number again.
    pub(super) fn give_back(&mut self, counter: CounterNumber) {
        self.borrowed.remove(&counter);
    }

    /// Displays whose time is over; they are given back.
    pub(super) fn take_due(&mut self, now: Timestamp) -> Vec<CounterNumber> {
        let due = self.borrowed.iter().filter(|(_, until)| **until <= now).map(|(counter, _)| *counter);
        let due: Vec<CounterNumber> = due.collect();
        for counter in &due {
            self.give_back(*counter);
        }
        due
    }

    /// When the next display is to be given back.
    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        self.borrowed.values().min().copied()
    }
}
