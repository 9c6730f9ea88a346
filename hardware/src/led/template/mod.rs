//! Boards without a name: a TOML file says which bytes make one show a number.

mod frame;
mod read;
mod segments;

use std::time::Duration;

pub(super) use frame::Understood;
pub use read::TemplateError;
pub(super) use segments::segments;

use super::model::Voice;

/// A board's protocol, read from its file. Every part of a frame has a fixed length, so that a frame can be
/// read back, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    name: String,
    /// Shows a text.
    show: Vec<Part>,
    /// Sets the brightness.
    brightness: Option<Vec<Part>>,
    /// What the board answers to either.
    reply: Option<Vec<Part>>,
    reply_within: Duration,
    /// How long the board is deaf after a frame.
    gap: Duration,
}

/// A piece of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Always the same.
    Bytes(Vec<u8>),
    /// The board's address.
    Address(AddressFormat),
    /// What it shows.
    Text { format: TextFormat, width: usize, pad: u8, blank: u16 },
    /// How bright it is, from 0 to `max`.
    Brightness { max: u8 },
    /// Over the bytes from this place of the frame on.
    Checksum { sum: Checksum, from: usize, is_hex: IsHex },
}

/// How an address is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AddressFormat {
    /// One byte.
    U8,
    /// Two hexadecimal digits.
    Hex,
}

/// Whether a checksum is written as hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IsHex {
    Yes,
    No,
}

/// How a board wants its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFormat {
    /// A byte a character.
    Ascii,
    /// Two bytes, high first.
    U16Be,
    /// Two bytes, low first.
    U16Le,
    /// Two digits a byte; nibble F shows nothing.
    Bcd,
    /// A byte a character: segment a is bit 0, g bit 6.
    Segments,
}

/// How a frame is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Checksum {
    /// The low byte of the sum.
    Sum8,
    /// All bytes, exclusive or.
    Xor8,
    /// What makes the sum 0 ("MODBUS over serial line", 2.5.2.2).
    Lrc,
    /// As Modbus RTU, low byte first.
    Crc16,
}

impl Template {
    /// The templates that come with the program: name and text.
    pub const SHIPPED: [(&str, &str); 5] = [
        ("number-sum8", include_str!("../../../../assets/led-templates/number-sum8.toml")),
        ("number-framed", include_str!("../../../../assets/led-templates/number-framed.toml")),
        ("text-lrc", include_str!("../../../../assets/led-templates/text-lrc.toml")),
        ("segments-xor8", include_str!("../../../../assets/led-templates/segments-xor8.toml")),
        ("digits-bcd-crc16", include_str!("../../../../assets/led-templates/digits-bcd-crc16.toml")),
    ];

    /// What the file calls the board.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many characters or digits it shows.
    pub fn width(&self) -> usize {
        self.text().1
    }

    /// How it wants its number.
    pub fn text_format(&self) -> TextFormat {
        self.text().0
    }

    fn text(&self) -> (TextFormat, usize) {
        let text = self.show.iter().find_map(|part| match part {
            Part::Text { format, width, .. } => Some((*format, *width)),
            Part::Bytes(_) | Part::Address(_) | Part::Brightness { .. } | Part::Checksum { .. } => None,
        });
        text.expect("the reader refuses a frame without a text")
    }

    pub(super) fn voice(&self) -> Voice {
        if self.reply.is_some() { Voice::Answers } else { Voice::Silent }
    }
}

#[cfg(test)]
mod tests;
