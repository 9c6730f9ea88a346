//! Alpha and `BetaBrite` signs: Alpha Sign Communications Protocol, Adaptive 9708-8061F.

use super::frame::Frame;
use super::show::{Look, Motion};

/// Five NULs let the sign find the speed of the line (9708-8061F, section 5.1).
const WAKE: [u8; 5] = [0; 5];
const SOH: u8 = 0x01;
const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const EOT: u8 = 0x04;
/// Signs of every type.
const EVERY_TYPE: u8 = b'Z';
const WRITE_TEXT: u8 = b'A';
const WRITE_STRING: u8 = b'G';
/// "Write special function", then "set memory configuration".
const SET_MEMORY: &[u8] = b"E$";
/// "Write special function", then "set dimming register" (9708-8061F, special functions, 2FH).
const SET_DIMMING: &[u8] = b"E/";
/// How bright a sign is at each step of that register, in percent.
const DIMMING_PERCENTS: [u8; 5] = [100, 86, 72, 58, 44];
/// The text file that is shown.
const TEXT_LABEL: u8 = b'A';
/// The string file that a text file may call.
const STRING_LABEL: u8 = b'1';
/// Escape, fill the display, hold.
const HOLD: [u8; 3] = [0x1b, 0x26, b'b'];
/// Characters after it blink.
const FLASH_ON: [u8; 2] = [0x07, b'1'];
/// Followed by a label: that string file stands here.
const CALL_STRING: u8 = 0x10;
/// File A: text, locked, 64 bytes, always shown. File 1: string, locked, 32 bytes.
const MEMORY: &[u8] = b"AAL0040FF001BL00200000";

/// In which file of the sign the number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlphaFile {
    /// The text file: the sign blinks by itself, and is dark for a moment when it is written.
    Text,
    /// A string file that the text file calls: no dark moment. The bus writes the blinking.
    #[default]
    String,
}

pub(super) fn frames(file: AlphaFile, address: u8, from: Option<&Look>, to: &Look) -> Vec<Frame> {
    match file {
        AlphaFile::Text => {
            let flash: &[u8] = match to.motion {
                Motion::Still => &[],
                Motion::Blinking => &FLASH_ON,
            };
            vec![text_file(address, &[flash, &printable(&to.text)].concat())]
        }
        AlphaFile::String => {
            let set_up = [
                packet(address, &[SET_MEMORY, MEMORY].concat()),
                text_file(address, &[CALL_STRING, STRING_LABEL]),
            ];
            let string = packet(address, &[&[WRITE_STRING, STRING_LABEL], &*printable(&to.text)].concat());
            set_up.into_iter().filter(|_| from.is_none()).chain([string]).collect()
        }
    }
}

/// Sets how bright a sign is, in the step next to so many percent. What `mode` makes of that is the sign's own: its manual
/// tells.
pub(super) fn dim(address: u8, mode: u8, percent: u8) -> Frame {
    let step = DIMMING_PERCENTS.iter().enumerate().min_by_key(|(_, step)| step.abs_diff(percent));
    let step = step.map_or(0, |(idx, _)| idx);
    packet(address, &[SET_DIMMING, format!("{mode:02X}{step:02}").as_bytes()].concat())
}

fn text_file(address: u8, text: &[u8]) -> Frame {
    packet(address, &[&[WRITE_TEXT, TEXT_LABEL][..], &HOLD, text].concat())
}

/// A control code in a number would be a command to the sign.
fn printable(text: &str) -> Vec<u8> {
    text.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c as u8 } else { b'?' }).collect()
}

fn packet(address: u8, data: &[u8]) -> Frame {
    let body = [&[STX], data, &[ETX]].concat();
    let sum = body.iter().fold(0u16, |sum, &byte| sum.wrapping_add(u16::from(byte)));
    let head = [&WAKE[..], &[SOH, EVERY_TYPE], format!("{address:02X}").as_bytes()].concat();
    Frame::silent([head, body, format!("{sum:04X}").into_bytes(), vec![EOT]].concat())
}

/// One packet as a sign reads it: its address and its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packet {
    pub address: u8,
    pub data: Vec<u8>,
}

/// The sign's side: finds packets in a stream of bytes.
#[derive(Debug, Default)]
pub(super) struct PacketParser {
    buffer: Vec<u8>,
}

/// A longer packet is none of ours.
const PACKET_BYTES_MAX: usize = 512;

impl PacketParser {
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Packet> {
        let mut packets = Vec::new();
        for &byte in bytes {
            match byte {
                SOH => self.buffer.clear(),
                EOT => packets.extend(read_packet(&std::mem::take(&mut self.buffer))),
                _ => {}
            }
            if self.buffer.len() < PACKET_BYTES_MAX {
                self.buffer.push(byte);
            }
        }
        packets
    }
}

/// From the start of heading on, without the end of transmission.
fn read_packet(bytes: &[u8]) -> Option<Packet> {
    let [SOH, EVERY_TYPE, high, low, STX, rest @ ..] = bytes else { return None };
    let address = u8::from_str_radix(std::str::from_utf8(&[*high, *low]).ok()?, 16).ok()?;
    let (data, end) = rest.split_at_checked(rest.len().checked_sub(5)?)?;
    let sum = u16::from_str_radix(std::str::from_utf8(end.strip_prefix(&[ETX])?).ok()?, 16).ok()?;
    let own = data.iter().fold(u16::from(STX) + u16::from(ETX), |sum, &b| sum.wrapping_add(u16::from(b)));
    (sum == own).then(|| Packet { address, data: data.to_vec() })
}

/// What a sign remembers and shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sign {
    text: Vec<u8>,
    string: Vec<u8>,
    /// The step of its dimming register, once that was written.
    dimming: Option<u8>,
}

impl Sign {
    pub(super) fn obey(&mut self, data: &[u8]) {
        match data {
            [WRITE_TEXT, TEXT_LABEL, rest @ ..] => {
                self.text = rest.strip_prefix(&HOLD).unwrap_or(rest).to_vec();
            }
            [WRITE_STRING, STRING_LABEL, rest @ ..] => self.string = rest.to_vec(),
            _ if data.starts_with(SET_MEMORY) => *self = Self { dimming: self.dimming, ..Self::default() },
            _ if data.starts_with(SET_DIMMING) => {
                let step = data.get(SET_DIMMING.len() + 2..).and_then(|step| std::str::from_utf8(step).ok());
                self.dimming = step.and_then(|step| step.parse().ok());
            }
            _ => {}
        }
    }

    /// The step that its dimming register holds.
    pub(super) fn dimming(&self) -> Option<u8> {
        self.dimming
    }

    pub(super) fn motion(&self) -> Motion {
        if self.text.starts_with(&FLASH_ON) { Motion::Blinking } else { Motion::Still }
    }

    pub(super) fn shown(&self) -> String {
        let text = self.text.strip_prefix(&FLASH_ON).unwrap_or(&self.text);
        let bytes = if text == [CALL_STRING, STRING_LABEL] { &self.string } else { text };
        String::from_utf8_lossy(bytes).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hex(frame: &Frame) -> String {
        frame.bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ")
    }

    fn look(text: &str, motion: Motion) -> Look {
        Look { text: text.to_owned(), motion, ..Look::dark() }
    }

    /// The vectors are those of the design's hardware notes.
    #[test]
    fn frames_are_byte_for_byte_as_the_specification_says() {
        let still = look("A005", Motion::Still);
        let text = frames(AlphaFile::Text, 3, None, &still);
        assert_eq!(
            text.iter().map(hex).collect::<Vec<_>>(),
            ["00 00 00 00 00 01 5A 30 33 02 41 41 1B 26 62 41 30 30 35 03 30 32 30 30 04"]
        );
        let string = frames(AlphaFile::String, 3, Some(&Look::dark()), &still);
        assert_eq!(
            string.iter().map(hex).collect::<Vec<_>>(),
            ["00 00 00 00 00 01 5A 30 33 02 47 31 41 30 30 35 03 30 31 35 33 04"]
        );
    }

    #[test]
    fn a_sign_that_is_not_certain_is_set_up_before_its_string_is_written() {
        let mut sign = Sign::default();
        let mut parser = PacketParser::default();
        for frame in frames(AlphaFile::String, 3, None, &look("A005", Motion::Still)) {
            for packet in parser.take(&frame.bytes) {
                sign.obey(&packet.data);
            }
        }
        assert_eq!(sign.shown(), "A005");
    }

    #[test]
    fn the_sign_blinks_by_itself_in_its_text_file() {
        let frames = frames(AlphaFile::Text, 3, None, &look("A005", Motion::Blinking));
        let packets = PacketParser::default().take(&frames[0].bytes);
        let mut sign = Sign::default();
        sign.obey(&packets[0].data);
        assert_eq!((sign.shown().as_str(), sign.motion()), ("A005", Motion::Blinking));
    }

    #[test]
    fn a_control_code_in_a_number_never_reaches_the_sign() {
        assert_eq!(printable("A\u{4}0Đ"), b"A?0?");
    }

    proptest! {
        #[test]
        fn after_noise_the_next_packet_is_understood(noise in prop::collection::vec(any::<u8>(), 0..700)) {
            let mut parser = PacketParser::default();
            parser.take(&noise);
            let frames = frames(AlphaFile::Text, 3, None, &look("A005", Motion::Still));
            let packets = parser.take(&frames[0].bytes);
            prop_assert_eq!(packets.last().map(|packet| packet.address), Some(3));
        }
    }
}
