//! Keypads at the counters: which key was pressed on which pad, however it is connected.

mod usb;

use std::fmt;

use goiso_model::DeviceName;

pub use usb::{PadEvent, PadState, UsbPadConfig, spawn_usb_pad};

/// A key that went down on a pad. Holding it down is still one press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPress {
    /// Which pad.
    pub pad: DeviceName,
    /// Which key.
    pub key: Key,
}

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A digit, 0 to 9.
    Digit(u8),
    /// Call the next number; after digits: call that number.
    Next,
    /// Call the same number again.
    Recall,
    /// The one called did not come.
    Absent,
    /// The one served is done.
    Finish,
    /// Pause, or go on.
    Pause,
    /// Forget the digits typed.
    Clear,
}

impl Key {
    /// Every key that is no digit, with its name in a configuration.
    pub const NAMED: [(&'static str, Self); 6] = [
        ("next", Self::Next),
        ("recall", Self::Recall),
        ("absent", Self::Absent),
        ("finish", Self::Finish),
        ("pause", Self::Pause),
        ("clear", Self::Clear),
    ];

    /// The key of that name: `0` to `9`, or one of [`Self::NAMED`].
    pub fn named(name: &str) -> Option<Self> {
        match name.as_bytes() {
            [digit @ b'0'..=b'9'] => Some(Self::Digit(digit - b'0')),
            _ => Self::NAMED.iter().find(|(own, _)| *own == name).map(|(_, key)| *key),
        }
    }
}

/// Its name in a configuration.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digit(digit) => write!(f, "{digit}"),
            Self::Next => f.write_str("next"),
            Self::Recall => f.write_str("recall"),
            Self::Absent => f.write_str("absent"),
            Self::Finish => f.write_str("finish"),
            Self::Pause => f.write_str("pause"),
            Self::Clear => f.write_str("clear"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name() {
        let digits = (0..10).map(Key::Digit);
        for key in digits.chain(Key::NAMED.map(|(_, key)| key)) {
            assert_eq!(Key::named(&key.to_string()), Some(key));
        }
        assert_eq!(Key::named("10"), None);
        assert_eq!(Key::named("enter"), None);
    }
}
