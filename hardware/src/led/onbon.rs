//! ONBON BX-5K and BX-6K font cards: the maker's K-protocol 1.4.

use crc::{CRC_16_ARC, Crc};

use super::frame::{Answer, Frame};
use super::modbus::Reply;
use super::show::{fit, step};

/// Polynomial A001 (reflected), first value 0, low byte first on the wire.
const CHECK: Crc<u16> = Crc::<u16>::new(&CRC_16_ARC);
const HEAD: [u8; 8] = [0xa5; 8];
const HEAD_BYTE: u8 = 0xa5;
const HEAD_ESCAPE: u8 = 0xa6;
const TAIL_BYTE: u8 = 0x5a;
const TAIL_ESCAPE: u8 = 0x5b;
/// The master's own address.
const MASTER: u16 = 0x8000;
/// Reserved bytes, no bar code, any kind of card, protocol version 2.
const FIXED: [u8; 8] = [0, 0, 0, 0, 0, 0, 0xfe, 0x02];
/// Destination, source, [`FIXED`], length.
const HEADER_BYTES: usize = 14;
/// "Delete these areas and show the new one at once", answered, two bytes reserved.
const SHOW_AREA: [u8; 5] = [0xa3, 0x06, 0x01, 0, 0];
/// Command group of a card's answers; then 0 for done and 1 for refused.
const ANSWER_GROUP: u8 = 0xa0;
const DONE: u8 = 0x00;
const REFUSED: u8 = 0x01;
/// How high a character is, in dots.
const CHARACTER_HEIGHT_DOTS: u16 = 16;
/// With each byte escaped.
pub(super) const ANSWER_BYTES_MAX: usize = 9 + 2 * (HEADER_BYTES + 5 + 2);
/// A longer frame is none of ours.
const FRAME_BYTES_MAX: usize = 1024;

pub(super) fn show(address: u8, width: u8, text: &str) -> Frame {
    let text = fit(text, usize::from(width));
    // Its corner, its size, and: at the left, no line distance, one shot, no time-out, no sound, one line,
    // no new line, shown at once, and standing still.
    let mut area = vec![0, 0, 0, 0, 0];
    area.extend(u16::from(width).saturating_mul(AREA_STEPS_A_CHARACTER).to_le_bytes());
    area.extend(CHARACTER_HEIGHT_DOTS.to_le_bytes());
    area.extend([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0]);
    area.extend((text.len() as u32).to_le_bytes());
    area.extend(text);
    let mut data = SHOW_AREA.to_vec();
    data.extend([0, 1]);
    data.extend((area.len() as u16).to_le_bytes());
    data.extend(area);
    Frame {
        bytes: frame(u16::from(address), MASTER, &data),
        answer: Answer::Onbon { address },
        settle: std::time::Duration::ZERO,
    }
}

/// "Set brightness", answered, two bytes reserved, at once and not by a timetable (K-protocol, 8.17).
const SET_BRIGHTNESS: [u8; 6] = [0xa3, 0x02, 0x01, 0, 0, 0x01];
/// The brightest of a card's steps; 0 is the darkest, and still seen.
const BRIGHTEST: u16 = 15;

/// Sets how bright a card is.
pub(super) fn dim(address: u8, percent: u8) -> Frame {
    let level = step(percent, 0, BRIGHTEST) as u8;
    Frame {
        bytes: frame(u16::from(address), MASTER, &[&SET_BRIGHTNESS[..], &[level]].concat()),
        answer: Answer::OnbonEither { address },
        settle: std::time::Duration::ZERO,
    }
}

/// "Ping": asks a card whether it is there, and shows nothing.
const PING: [u8; 5] = [0xa2, 0x00, 0x01, 0x00, 0x00];

/// A ping, and how its answer is known.
pub(crate) fn ping(address: u8) -> (Vec<u8>, impl Fn(&[u8]) -> Option<()>) {
    let answer = move |heard: &[u8]| find_reply(heard, address).map(drop);
    (frame(u16::from(address), MASTER, &PING), answer)
}

/// An area is as wide as its characters: the design's example gives 64 dots, 8 groups, to four characters.
const AREA_STEPS_A_CHARACTER: u16 = 2;

fn frame(to: u16, from: u16, data: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(HEADER_BYTES + data.len() + 2);
    body.extend(to.to_le_bytes());
    body.extend(from.to_le_bytes());
    body.extend(FIXED);
    body.extend((data.len() as u16).to_le_bytes());
    body.extend(data);
    body.extend(CHECK.checksum(&body).to_le_bytes());
    let mut bytes = HEAD.to_vec();
    for byte in body {
        match byte {
            HEAD_BYTE => bytes.extend([HEAD_ESCAPE, 0x02]),
            HEAD_ESCAPE => bytes.extend([HEAD_ESCAPE, 0x01]),
            TAIL_BYTE => bytes.extend([TAIL_ESCAPE, 0x02]),
            TAIL_ESCAPE => bytes.extend([TAIL_ESCAPE, 0x01]),
            other => bytes.push(other),
        }
    }
    bytes.push(TAIL_BYTE);
    bytes
}

/// What is in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub to: u16,
    pub from: u16,
    pub data: Vec<u8>,
}

impl Message {
    /// Whether it only asks if the card is there.
    pub(super) fn is_ping(&self) -> bool {
        self.data == PING
    }

    /// The step of brightness that a card is to take, if that is what the message says.
    pub(super) fn brightness(&self) -> Option<u8> {
        match self.data.strip_prefix(&SET_BRIGHTNESS)? {
            [level] => Some(*level),
            _ => None,
        }
    }

    /// The text of an area, if that is what the message brings.
    pub(super) fn text(&self) -> Option<String> {
        let area = self.data.strip_prefix(&SHOW_AREA)?.get(4..)?;
        Some(String::from_utf8_lossy(area.get(27..)?).into_owned())
    }
}

/// The answer of a card that does, or refuses.
pub(super) fn answer(address: u8, reply: &Reply) -> Vec<u8> {
    let (command, error) = match reply {
        Reply::Done | Reply::Values(_) => (DONE, 0),
        Reply::Exception(error) => (REFUSED, *error),
    };
    frame(MASTER, u16::from(address), &[ANSWER_GROUP, command, error, 0, 0])
}

/// Finds this card's answer in what came back.
pub(super) fn find_reply(heard: &[u8], address: u8) -> Option<Reply> {
    let messages = MessageParser::default().take(heard);
    messages.into_iter().filter(|message| message.from == u16::from(address)).find_map(
        |message| match message.data.as_slice() {
            [ANSWER_GROUP, DONE, ..] => Some(Reply::Done),
            [ANSWER_GROUP, REFUSED, error, ..] => Some(Reply::Exception(*error)),
            _ => None,
        },
    )
}

/// Finds frames in a stream of bytes.
#[derive(Debug, Default)]
pub(super) struct MessageParser {
    buffer: Vec<u8>,
}

impl MessageParser {
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Message> {
        let mut messages = Vec::new();
        for &byte in bytes {
            match byte {
                HEAD_BYTE => self.buffer.clear(),
                TAIL_BYTE => messages.extend(read(&std::mem::take(&mut self.buffer))),
                other if self.buffer.len() < FRAME_BYTES_MAX => self.buffer.push(other),
                _ => {}
            }
        }
        messages
    }
}

fn read(escaped: &[u8]) -> Option<Message> {
    let mut body = Vec::with_capacity(escaped.len());
    let mut bytes = escaped.iter();
    while let Some(&byte) = bytes.next() {
        body.push(match byte {
            HEAD_ESCAPE => plain(HEAD_BYTE, HEAD_ESCAPE, *bytes.next()?)?,
            TAIL_ESCAPE => plain(TAIL_BYTE, TAIL_ESCAPE, *bytes.next()?)?,
            other => other,
        });
    }
    let (checked, check) = body.split_at_checked(body.len().checked_sub(2)?)?;
    if CHECK.checksum(checked).to_le_bytes() != *check {
        return None;
    }
    let data = checked.get(HEADER_BYTES..)?;
    let word = |at: usize| u16::from_le_bytes([checked[at], checked[at + 1]]);
    (usize::from(word(HEADER_BYTES - 2)) == data.len()).then(|| Message {
        to: word(0),
        from: word(2),
        data: data.to_vec(),
    })
}

fn plain(marked: u8, escape: u8, which: u8) -> Option<u8> {
    match which {
        0x02 => Some(marked),
        0x01 => Some(escape),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ")
    }

    /// The vectors are those of the design's hardware notes.
    #[test]
    fn frames_are_byte_for_byte_as_the_specification_says() {
        let head = "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02";
        let (ping, _) = ping(1);
        assert_eq!(hex(&ping), format!("{head} 05 00 A2 00 01 00 00 68 F8 5A"));
        let data = "A3 06 01 00 00 00 01 1F 00 00 00 00 00 00 08 00 10 00 00 00 00 00 00 00 00 00 01 01 01 00 \
            00 00 04 00 00 00 41 30 30 35";
        assert_eq!(hex(&show(1, 4, "A005").bytes), format!("{head} 28 00 {data} E8 EF 5A"));
    }

    /// The data is that of K-protocol 8.17; the frame around it that of the ping above.
    #[test]
    fn a_card_is_dimmed_in_sixteen_steps() {
        let seen = |percent| MessageParser::default().take(&dim(1, percent).bytes).remove(0);
        assert_eq!(hex(&seen(60).data), "A3 02 01 00 00 01 09");
        assert_eq!([1, 50, 100].map(|percent| seen(percent).brightness()), [Some(0), Some(8), Some(15)]);
        assert_eq!(seen(60).text(), None);
    }

    #[test]
    fn a_card_reads_what_we_write() {
        let messages = MessageParser::default().take(&show(7, 4, "A05").bytes);
        assert_eq!(messages.len(), 1);
        assert_eq!((messages[0].to, messages[0].text().as_deref()), (7, Some(" A05")));
    }

    #[test]
    fn only_the_card_that_was_asked_answers() {
        assert_eq!(find_reply(&answer(3, &Reply::Done), 3), Some(Reply::Done));
        assert_eq!(find_reply(&answer(4, &Reply::Done), 3), None);
        assert_eq!(find_reply(&answer(3, &Reply::Exception(9)), 3), Some(Reply::Exception(9)));
        // Our own echo is no answer.
        assert_eq!(find_reply(&show(3, 4, "A005").bytes, 3), None);
    }

    proptest! {
        #[test]
        fn what_is_escaped_comes_back_as_it_was(data in prop::collection::vec(any::<u8>(), 0..80)) {
            let messages = MessageParser::default().take(&frame(1, MASTER, &data));
            prop_assert_eq!(messages, vec![Message { to: 1, from: MASTER, data }]);
        }

        #[test]
        fn after_noise_the_next_answer_is_understood(
            noise in prop::collection::vec(any::<u8>(), 0..1500),
        ) {
            let heard = [noise, answer(3, &Reply::Done)].concat();
            prop_assert!(find_reply(&heard, 3).is_some());
        }
    }
}
