//! From a template to bytes, and back.

use std::time::Duration;

use crc::{CRC_16_MODBUS, Crc};

use super::{AddressFormat, Checksum, IsHex, Part, Template, TextFormat, segments};
use crate::led::frame::{Answer, Frame};
use crate::led::registers::digits;
use crate::led::show::{Look, fit, step, whole_number};

const CRC16: Crc<u16> = Crc::<u16>::new(&CRC_16_MODBUS);
/// The nibble that shows nothing.
const BCD_BLANK: u8 = 0xf;

/// What a board understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::led) enum Understood {
    Text { address: Option<u8>, text: String },
    Brightness { address: Option<u8>, level: u8 },
}

impl Template {
    pub(in crate::led) fn frames(&self, address: u8, from: Option<&Look>, to: &Look) -> Vec<Frame> {
        let is_dimmed = from.is_none_or(|from| from.brightness != to.brightness);
        let dim = self.brightness.as_ref().filter(|_| is_dimmed);
        std::iter::once(&self.show).chain(dim).map(|parts| self.frame(parts, address, to)).collect()
    }

    fn frame(&self, parts: &[Part], address: u8, look: &Look) -> Frame {
        let answer = match &self.reply {
            None => Answer::Never,
            Some(reply) => {
                Answer::Exact { bytes: encode(reply, address, look), thinking_max: self.reply_within }
            }
        };
        Frame { bytes: encode(parts, address, look), answer, settle: self.gap }
    }

    /// What the board does with a frame that begins here, and how long the frame is.
    pub(in crate::led) fn understand(&self, bytes: &[u8]) -> Option<(Understood, usize)> {
        let decoded = |parts: &[Part]| decode(parts, bytes);
        if let Some(((address, text, _), length)) = decoded(&self.show) {
            return Some((Understood::Text { address, text }, length));
        }
        let ((address, _, level), length) = decoded(self.brightness.as_ref()?)?;
        Some((Understood::Brightness { address, level }, length))
    }

    /// The bytes of the longest frame.
    pub(in crate::led) fn frame_bytes_max(&self) -> usize {
        let length = |parts: &[Part]| parts.iter().map(Part::length).sum::<usize>();
        length(&self.show).max(self.brightness.as_deref().map_or(0, length))
    }

    /// What the board answers.
    pub(in crate::led) fn answer(&self, address: u8) -> Option<Vec<u8>> {
        Some(encode(self.reply.as_ref()?, address, &Look::dark()))
    }

    /// How long the board is deaf after a frame.
    pub fn gap(&self) -> Duration {
        self.gap
    }
}

impl Part {
    pub(super) fn length(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Address(AddressFormat::U8) | Self::Brightness { .. } => 1,
            Self::Address(AddressFormat::Hex) => 2,
            Self::Text { format, width, .. } => match format {
                TextFormat::Ascii | TextFormat::Segments => *width,
                TextFormat::U16Be | TextFormat::U16Le => 2,
                TextFormat::Bcd => width.div_ceil(2),
            },
            Self::Checksum { sum, is_hex, .. } => {
                let bytes = match sum {
                    Checksum::Sum8 | Checksum::Xor8 | Checksum::Lrc => 1,
                    Checksum::Crc16 => 2,
                };
                match is_hex {
                    IsHex::Yes => bytes * 2,
                    IsHex::No => bytes,
                }
            }
        }
    }
}

fn encode(parts: &[Part], address: u8, look: &Look) -> Vec<u8> {
    let mut frame = Vec::new();
    for part in parts {
        match part {
            Part::Bytes(bytes) => frame.extend(bytes),
            Part::Address(AddressFormat::U8) => frame.push(address),
            Part::Address(AddressFormat::Hex) => frame.extend(format!("{address:02X}").bytes()),
            Part::Text { format, width, pad, blank } => {
                frame.extend(encode_text(*format, *width, *pad, *blank, &look.text));
            }
            Part::Brightness { max } => {
                frame.push(u8::try_from(step(look.brightness, 0, u16::from(*max))).unwrap_or(*max));
            }
            Part::Checksum { sum, from, is_hex } => {
                let sealed = checksum(*sum, *is_hex, frame.get(*from..).unwrap_or_default());
                frame.extend(sealed);
            }
        }
    }
    frame
}

fn encode_text(format: TextFormat, width: usize, pad: u8, blank: u16, text: &str) -> Vec<u8> {
    match format {
        TextFormat::Ascii => {
            let lead = width.saturating_sub(text.chars().count());
            let mut line = fit(text, width);
            line[..lead].fill(pad);
            line
        }
        TextFormat::U16Be => whole_number(text).unwrap_or(blank).to_be_bytes().to_vec(),
        TextFormat::U16Le => whole_number(text).unwrap_or(blank).to_le_bytes().to_vec(),
        TextFormat::Bcd => {
            let nibbles = digits(text, width.next_multiple_of(2));
            let nibbles: Vec<u8> = nibbles.into_iter().map(|digit| digit.unwrap_or(BCD_BLANK)).collect();
            nibbles.chunks(2).map(|two| two[0] << 4 | two[1]).collect()
        }
        TextFormat::Segments => {
            fit(text, width).into_iter().map(|letter| segments(char::from(letter)).unwrap_or(0)).collect()
        }
    }
}

fn checksum(sum: Checksum, is_hex: IsHex, bytes: &[u8]) -> Vec<u8> {
    let total = bytes.iter().fold(0u8, |total, &byte| total.wrapping_add(byte));
    let sealed = match sum {
        Checksum::Sum8 => vec![total],
        Checksum::Xor8 => vec![bytes.iter().fold(0, |total, byte| total ^ byte)],
        Checksum::Lrc => vec![total.wrapping_neg()],
        Checksum::Crc16 => CRC16.checksum(bytes).to_le_bytes().to_vec(),
    };
    match is_hex {
        IsHex::Yes => sealed.iter().flat_map(|byte| format!("{byte:02X}").into_bytes()).collect(),
        IsHex::No => sealed,
    }
}

type Decoded = (Option<u8>, String, u8);

fn decode(parts: &[Part], bytes: &[u8]) -> Option<(Decoded, usize)> {
    let (mut address, mut text, mut level) = (None, String::new(), 0);
    let mut at = 0;
    for part in parts {
        let own = bytes.get(at..at + part.length())?;
        match part {
            Part::Bytes(fixed) => {
                if own != fixed {
                    return None;
                }
            }
            Part::Address(AddressFormat::U8) => address = Some(own[0]),
            Part::Address(AddressFormat::Hex) => {
                address = Some(u8::from_str_radix(std::str::from_utf8(own).ok()?, 16).ok()?);
            }
            Part::Text { format, blank, .. } => text = decode_text(*format, *blank, own)?,
            Part::Brightness { max } => {
                level = own[0];
                if level > *max {
                    return None;
                }
            }
            Part::Checksum { sum, from, is_hex } => {
                if checksum(*sum, *is_hex, bytes.get(*from..at)?) != own {
                    return None;
                }
            }
        }
        at += own.len();
    }
    Some(((address, text, level), at))
}

fn decode_text(format: TextFormat, blank: u16, bytes: &[u8]) -> Option<String> {
    let number = |value: u16| if value == blank { String::new() } else { value.to_string() };
    let text = match format {
        TextFormat::Ascii => String::from_utf8_lossy(bytes).into_owned(),
        TextFormat::U16Be => number(u16::from_be_bytes(bytes.try_into().ok()?)),
        TextFormat::U16Le => number(u16::from_le_bytes(bytes.try_into().ok()?)),
        TextFormat::Bcd => bytes
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 0xf])
            .map(|nibble| char::from_digit(u32::from(nibble), 10).unwrap_or(' '))
            .collect(),
        TextFormat::Segments => {
            bytes.iter().map(|shape| super::segments::character(*shape).unwrap_or('?')).collect()
        }
    };
    Some(text.trim().to_owned())
}
