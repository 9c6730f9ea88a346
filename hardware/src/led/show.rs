//! What a counter display shows, and how its registers say so.

use std::time::Duration;

use super::modbus::Request;

/// What is to be seen over a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedShow {
    /// A number just called: blinks once a second for [`BLINK_TIME`], then stays. Shown again, it blinks again.
    Blink(String),
    /// A number being served.
    Steady(String),
    /// The counter is paused: dashes.
    Paused,
    /// The counter is open and serves nobody.
    Dark,
    /// The counter is closed; dark, too.
    Closed,
}

/// How long a called number blinks.
pub const BLINK_TIME: Duration = Duration::from_secs(10);
/// Half of a blink: half a second on, half a second off.
pub(super) const BLINK_HALF: Duration = Duration::from_millis(500);

/// How a display's registers are laid out; the maker's manual says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegisterMap {
    /// One character a register (ASCII), set right.
    Characters {
        /// The first register.
        start: u16,
        /// How many characters it shows.
        width: u8,
    },
    /// One register holds a whole number; letters are left out.
    Number {
        /// Which register.
        register: u16,
        /// The value that shows nothing.
        blank: u16,
    },
}

/// One display on a bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedDisplay {
    /// Its address, 1 to 247.
    pub address: u8,
    /// Its registers.
    pub map: RegisterMap,
}

impl RegisterMap {
    /// The frame that makes a display show a text.
    pub fn request(self, address: u8, text: &str) -> Request {
        match self {
            Self::Characters { start, width } => {
                let width = usize::from(width);
                let letters: Vec<u16> =
                    text.chars().map(|c| if c.is_ascii() { c as u16 } else { 0x3f }).collect();
                // The end of a number tells it apart, so the end is what stays when it is too long.
                let letters = &letters[letters.len().saturating_sub(width)..];
                let mut values = vec![0x20; width - letters.len()];
                values.extend(letters);
                Request::WriteMany { address, start, values }
            }
            Self::Number { register, blank } => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                Request::WriteOne { address, register, value: digits.parse().unwrap_or(blank) }
            }
        }
    }

    fn dashes(self) -> String {
        match self {
            Self::Characters { width, .. } => "-".repeat(usize::from(width)),
            Self::Number { .. } => String::new(),
        }
    }

    /// The text that stands for a show, in the bright half of a blink.
    pub(super) fn text(self, show: &LedShow) -> String {
        match show {
            LedShow::Blink(text) | LedShow::Steady(text) => text.clone(),
            LedShow::Paused => self.dashes(),
            LedShow::Dark | LedShow::Closed => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR: RegisterMap = RegisterMap::Characters { start: 0, width: 4 };

    fn shown(map: RegisterMap, text: &str) -> String {
        match map.request(1, text) {
            Request::WriteMany { values, .. } => values.iter().map(|&v| char::from(v as u8)).collect(),
            Request::WriteOne { value, .. } => value.to_string(),
        }
    }

    #[test]
    fn a_number_stands_at_the_right_and_keeps_its_end() {
        assert_eq!(shown(FOUR, "A005"), "A005");
        assert_eq!(shown(FOUR, "05"), "  05");
        assert_eq!(shown(FOUR, "HT0123"), "0123");
        assert_eq!(shown(FOUR, ""), "    ");
        assert_eq!(shown(FOUR, "Đ01"), " ?01");
    }

    #[test]
    fn a_meter_shows_the_digits_alone() {
        let meter = RegisterMap::Number { register: 0, blank: 0xffff };
        assert_eq!(shown(meter, "A050"), "50");
        assert_eq!(shown(meter, ""), "65535");
        assert_eq!(shown(meter, "9999999"), "65535");
    }
}
