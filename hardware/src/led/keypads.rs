//! Keypads on a bus: they count their presses, and the bus asks how many there were.

use std::time::Duration;

use goiso_model::DeviceName;
use tokio::time::Instant;

use super::bus::{LedState, PROBE, RETRIES};
use super::modbus::Request;
use crate::keypad::{Key, KeyPress};

/// A keypad whose registers count the presses of its keys. Counting is what makes a press outlive a lost frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusKeypad {
    /// Its name in events.
    pub name: DeviceName,
    /// Its address, 1 to 247; no display's.
    pub address: u8,
    /// The register of the first key's counter.
    pub first_register: u16,
    /// How the counters lie in the registers.
    pub counters: Counters,
    /// Its keys, in the order of their counters; at most [`KEYS_MAX`].
    pub keys: Vec<Key>,
}

/// How a keypad counts. Counters wrap around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counters {
    /// 16 bits, one counter a register.
    #[default]
    OneARegister,
    /// 8 bits, two counters a register, the first in the high byte: a third less to read.
    TwoARegister,
}

/// The most keys of a pad.
pub const KEYS_MAX: usize = 32;
/// A pad is not asked more often: nobody presses faster, and an idle bus is to be idle.
pub(super) const POLL: Duration = Duration::from_millis(100);
/// A pad that was not asked for so long goes before blinking and refreshing.
pub(super) const POLL_OVERDUE: Duration = Duration::from_millis(280);
/// More presses of one key between two answers were not a finger: the pad has started anew.
const PRESSES_MAX: u16 = 8;

impl BusKeypad {
    /// The frame that asks for all counters.
    pub(super) fn request(&self) -> Request {
        Request::Read { address: self.address, start: self.first_register, count: self.register_count() }
    }

    pub(super) fn register_count(&self) -> u16 {
        let registers = match self.counters {
            Counters::OneARegister => self.keys.len(),
            Counters::TwoARegister => self.keys.len().div_ceil(2),
        };
        u16::try_from(registers).unwrap_or(u16::MAX)
    }

    fn counts(&self, registers: &[u16]) -> Vec<u16> {
        let counts: Vec<u16> = match self.counters {
            Counters::OneARegister => registers.to_vec(),
            Counters::TwoARegister => {
                registers.iter().flat_map(|register| register.to_be_bytes().map(u16::from)).collect()
            }
        };
        counts.into_iter().take(self.keys.len()).collect()
    }

    /// How often a counter rose; it wraps around.
    fn rise(&self, before: u16, after: u16) -> u16 {
        match self.counters {
            Counters::OneARegister => after.wrapping_sub(before),
            Counters::TwoARegister => after.wrapping_sub(before) & 0xff,
        }
    }
}

/// A keypad as the bus knows it.
#[derive(Debug)]
pub(super) struct Pad {
    pub keypad: BusKeypad,
    /// None until it said them, and after it was silent: presses of that time are not known to be meant.
    counts: Option<Vec<u16>>,
    pub state: Option<LedState>,
    failures: u8,
    pub asked_at: Instant,
    /// When it may be asked again.
    pub again_at: Instant,
}

impl Pad {
    pub(super) fn new(keypad: BusKeypad, now: Instant) -> Self {
        Self { keypad, counts: None, state: None, failures: 0, asked_at: now, again_at: now }
    }

    pub(super) fn failures(&self) -> u8 {
        self.failures
    }

    /// Takes its answer: the presses since the last one, and whether it has come back.
    pub(super) fn answered(&mut self, registers: &[u16], now: Instant) -> Vec<KeyPress> {
        let counts = self.keypad.counts(registers);
        let before = self.counts.replace(counts.clone());
        self.failures = 0;
        self.asked_at = now;
        self.again_at = now + POLL;
        let Some(before) = before else { return Vec::new() };
        let rises: Vec<u16> =
            before.iter().zip(&counts).map(|(&before, &after)| self.keypad.rise(before, after)).collect();
        if rises.iter().any(|&rise| rise > PRESSES_MAX) {
            tracing::info!(pad = %self.keypad.name, "a keypad counts from the beginning");
            return Vec::new();
        }
        let pressed: Vec<(Key, u16)> =
            self.keypad.keys.iter().copied().zip(rises).filter(|(_, rise)| *rise > 0).collect();
        if is_order_lost(&pressed) {
            tracing::info!(pad = %self.keypad.name, "keys were pressed faster than they are asked for; they are forgotten");
            return vec![self.press(Key::Clear)];
        }
        pressed
            .into_iter()
            .flat_map(|(key, rise)| (0..rise).map(move |_| key))
            .map(|key| self.press(key))
            .collect()
    }

    fn press(&self, key: Key) -> KeyPress {
        KeyPress { pad: self.keypad.name.clone(), key }
    }

    /// It was silent; whether it now counts as down.
    pub(super) fn unanswered(&mut self, now: Instant) -> Silence {
        self.failures = self.failures.saturating_add(1);
        self.asked_at = now;
        if self.failures > RETRIES {
            self.counts = None;
            self.again_at = now + PROBE;
            return Silence::Down;
        }
        self.again_at = now;
        Silence::Again
    }

    pub(super) fn lost(&mut self, now: Instant) {
        self.counts = None;
        self.failures = 0;
        self.again_at = now;
    }
}

/// Counters tell how often, not in which order: of several keys with a digit among them, nobody knows which
/// number was meant, and the wrong one must not be called.
fn is_order_lost(risen: &[(Key, u16)]) -> bool {
    risen.len() > 1 && risen.iter().any(|(key, _)| matches!(key, Key::Digit(_)))
}

/// What a pad's silence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// It is asked again.
    Again,
    /// It was asked often enough.
    Down,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pad(counters: Counters) -> Pad {
        let keypad = BusKeypad {
            name: DeviceName::new("pad-1").expect("a slug"),
            address: 50,
            first_register: 0,
            counters,
            keys: vec![Key::Next, Key::Recall, Key::Digit(1), Key::Digit(2)],
        };
        Pad::new(keypad, crate::port::now())
    }

    fn keys(pad: &mut Pad, registers: &[u16]) -> Vec<Key> {
        let now = pad.again_at;
        pad.answered(registers, now).into_iter().map(|press| press.key).collect()
    }

    #[test]
    fn each_press_is_told_once_and_those_before_the_start_never() {
        let mut pad = pad(Counters::OneARegister);
        assert_eq!(keys(&mut pad, &[7, 3, 0, 0]), []);
        assert_eq!(keys(&mut pad, &[7, 3, 0, 0]), []);
        assert_eq!(keys(&mut pad, &[8, 5, 0, 0]), [Key::Next, Key::Recall, Key::Recall]);
    }

    #[test]
    fn a_number_typed_faster_than_the_bus_asks_is_forgotten_and_never_guessed() {
        let mut pad = pad(Counters::OneARegister);
        keys(&mut pad, &[0, 0, 0, 0]);
        assert_eq!(keys(&mut pad, &[0, 0, 1, 1]), [Key::Clear], "12 or 21");
        assert_eq!(keys(&mut pad, &[1, 0, 2, 1]), [Key::Clear], "before Enter or behind it");
        assert_eq!(keys(&mut pad, &[1, 0, 4, 1]), [Key::Digit(1), Key::Digit(1)]);
    }

    #[test]
    fn a_counter_wraps_around() {
        let mut wide = pad(Counters::OneARegister);
        keys(&mut wide, &[0xffff, 0, 0, 0]);
        assert_eq!(keys(&mut wide, &[1, 0, 0, 0]), [Key::Next, Key::Next]);
        let mut narrow = pad(Counters::TwoARegister);
        keys(&mut narrow, &[0xff00, 0]);
        assert_eq!(keys(&mut narrow, &[0x0001, 0]), [Key::Next, Key::Recall]);
    }

    #[test]
    fn a_pad_that_starts_anew_presses_nothing() {
        let mut pad = pad(Counters::OneARegister);
        keys(&mut pad, &[500, 20, 0, 0]);
        assert_eq!(keys(&mut pad, &[0, 0, 0, 0]), []);
        assert_eq!(keys(&mut pad, &[1, 0, 0, 0]), [Key::Next]);
    }

    #[test]
    fn what_was_pressed_while_a_pad_was_not_heard_is_not_done_later() {
        let mut pad = pad(Counters::OneARegister);
        keys(&mut pad, &[1, 1, 0, 0]);
        let now = pad.again_at;
        let silences = [(); 3].map(|()| pad.unanswered(now));
        assert_eq!(silences, [Silence::Again, Silence::Again, Silence::Down]);
        assert_eq!(keys(&mut pad, &[4, 1, 0, 0]), []);
    }
}
