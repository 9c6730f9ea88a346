//! How Modbus displays lay out their registers; the maker's manual says.

use super::modbus::Request;
use super::show::{fit, whole_number};

/// How a display's registers are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegisterMap {
    /// One character a register (ASCII), set right.
    Characters {
        /// The first register.
        start: u16,
        /// How many characters it shows.
        width: u8,
    },
    /// One digit a register, 0 to 9, set right; letters are left out.
    Digits {
        /// The first register.
        start: u16,
        /// How many digits it shows.
        width: u8,
        /// The value that shows nothing.
        blank: u16,
    },
    /// Four digits a register, a nibble each, set right; a nibble F shows nothing; letters are left out.
    Bcd {
        /// The first register.
        start: u16,
        /// How many digits it shows.
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

/// The nibble that shows nothing in a BCD register.
const BCD_BLANK: u8 = 0xf;
/// Digits in one BCD register.
const BCD_DIGITS: usize = 4;
/// A whole number in one register has at most five digits.
const NUMBER_DIGITS_MAX: usize = 5;

impl RegisterMap {
    /// How many characters or digits it shows.
    pub fn width(self) -> usize {
        match self {
            Self::Characters { width, .. } | Self::Digits { width, .. } | Self::Bcd { width, .. } => {
                usize::from(width)
            }
            Self::Number { .. } => NUMBER_DIGITS_MAX,
        }
    }

    /// The frame that makes a display show a text.
    pub fn request(self, address: u8, text: &str) -> Request {
        match self {
            Self::Characters { start, width } => {
                let values = fit(text, usize::from(width)).into_iter().map(u16::from).collect();
                Request::WriteMany { address, start, values }
            }
            Self::Digits { start, width, blank } => {
                let digits = digits(text, usize::from(width));
                let values = digits.into_iter().map(|digit| digit.map_or(blank, u16::from)).collect();
                Request::WriteMany { address, start, values }
            }
            Self::Bcd { start, width } => {
                let places = usize::from(width).next_multiple_of(BCD_DIGITS);
                let nibbles: Vec<u16> = digits(text, places)
                    .into_iter()
                    .map(|digit| u16::from(digit.unwrap_or(BCD_BLANK)))
                    .collect();
                let values = nibbles
                    .chunks(BCD_DIGITS)
                    .map(|four| four.iter().fold(0, |value, nibble| value << 4 | nibble))
                    .collect();
                Request::WriteMany { address, start, values }
            }
            Self::Number { register, blank } => {
                Request::WriteOne { address, register, value: whole_number(text).unwrap_or(blank) }
            }
        }
    }
}

/// The digits of a text at the right end of so many places.
pub(super) fn digits(text: &str, width: usize) -> Vec<Option<u8>> {
    let digits: Vec<Option<u8>> =
        text.bytes().filter(u8::is_ascii_digit).map(|digit| Some(digit - b'0')).collect();
    let digits = &digits[digits.len().saturating_sub(width)..];
    let mut places = vec![None; width - digits.len()];
    places.extend(digits);
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(map: RegisterMap, text: &str) -> Vec<u16> {
        match map.request(1, text) {
            Request::WriteMany { values, .. } => values,
            Request::WriteOne { value, .. } => vec![value],
            Request::Read { .. } => unreachable!("a display is written to"),
        }
    }

    #[test]
    fn characters_are_their_ascii_codes() {
        let map = RegisterMap::Characters { start: 0, width: 4 };
        assert_eq!(values(map, "A05"), [0x20, 0x41, 0x30, 0x35]);
    }

    #[test]
    fn a_display_of_digits_leaves_letters_out() {
        let map = RegisterMap::Digits { start: 0, width: 4, blank: 15 };
        assert_eq!(values(map, "A005"), [15, 0, 0, 5]);
        assert_eq!(values(map, "123456"), [3, 4, 5, 6]);
        assert_eq!(values(map, ""), [15; 4]);
    }

    #[test]
    fn four_digits_go_into_a_bcd_register() {
        let map = RegisterMap::Bcd { start: 0, width: 4 };
        assert_eq!(values(map, "A005"), [0xf005]);
        assert_eq!(values(map, ""), [0xffff]);
        let wide = RegisterMap::Bcd { start: 0, width: 6 };
        assert_eq!(values(wide, "123456"), [0xff12, 0x3456]);
    }

    #[test]
    fn a_meter_shows_the_digits_alone() {
        let meter = RegisterMap::Number { register: 0, blank: 0xffff };
        assert_eq!(values(meter, "A050"), [50]);
        assert_eq!(values(meter, ""), [0xffff]);
        assert_eq!(values(meter, "9999999"), [0xffff]);
    }
}
