//! What a printer says: incoming bytes to answers, answers to a state.
//!
//! Epson TM manuals, "DLE EOT", "GS a", "GS r", "GS ( H", "GS I", "GS ( L" function 64. The first byte tells the kind: XON 11, XOFF 13,
//! `0xx1xx10` an answer to `DLE EOT`, `0xx1xx00` the first of four bytes of automatic status back,
//! `0xx0xxxx` an answer to `GS r`, `37 22 … 00` a process id, `37 72 … 00` keys of pictures, `5F … 00` an identity.

use std::collections::VecDeque;

/// One thing that a printer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The answer to one `DLE EOT n`; which one, only the order tells.
    RealTime(u8),
    /// All four bytes of automatic status back.
    AutoStatus([u8; 4]),
    /// The answer to `GS r 1`.
    InOrder(u8),
    /// Everything before this process id is on paper.
    ProcessId([u8; 4]),
    /// The answer to `GS I`.
    Identity(String),
    /// A block of the answer to `GS ( L` function 64: two codes a key, and whether another block follows once this one
    /// is taken.
    Keys {
        /// The keys in use.
        keys: Vec<[u8; 2]>,
        /// Whether there are more.
        has_more: bool,
    },
    /// XOFF: the printer's buffer is full; on a serial line, send nothing more.
    Stop,
    /// XON: go on.
    Go,
}

/// Splits a stream of bytes into answers. Noise is dropped byte by byte; see [`Self::pause`].
#[derive(Debug, Default)]
pub struct StatusParser {
    buffer: VecDeque<u8>,
    n_noise: u32,
}

enum Step {
    Take(Answer, usize),
    Skip,
    Wait,
}

impl StatusParser {
    /// The longest answer, in bytes with its frame; longer ones are noise.
    pub const BLOCK_BYTES_MAX: usize = 84;
    /// The longest identity of them.
    const IDENTITY_BYTES_MAX: usize = 82;

    /// Takes what arrived and returns what is complete.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Answer> {
        let mut answers = Vec::new();
        for &byte in bytes {
            // They may stand in the middle of any answer, and none has such a byte.
            match byte {
                0x11 => answers.push(Answer::Go),
                0x13 => answers.push(Answer::Stop),
                _ => self.buffer.push_back(byte),
            }
        }
        answers.extend(self.drain());
        answers
    }

    /// The line was quiet for longer than a byte takes: what is incomplete was noise. After it the next answer
    /// is understood, whatever came before.
    pub fn pause(&mut self) -> Vec<Answer> {
        let mut answers = Vec::new();
        while self.buffer.pop_front().is_some() {
            self.n_noise = self.n_noise.saturating_add(1);
            answers.extend(self.drain());
        }
        answers
    }

    /// How many bytes were no part of any answer since this was last asked.
    pub fn take_noise(&mut self) -> u32 {
        std::mem::take(&mut self.n_noise)
    }

    /// Whether the beginning of an answer waits for its end.
    pub fn is_waiting(&self) -> bool {
        !self.buffer.is_empty()
    }

    fn drain(&mut self) -> Vec<Answer> {
        let mut answers = Vec::new();
        loop {
            match Self::step(self.buffer.make_contiguous()) {
                Step::Take(answer, length) => {
                    self.buffer.drain(..length);
                    answers.push(answer);
                }
                Step::Skip => {
                    self.buffer.pop_front();
                    self.n_noise = self.n_noise.saturating_add(1);
                }
                Step::Wait => return answers,
            }
        }
    }

    fn step(bytes: &[u8]) -> Step {
        let Some(&first) = bytes.first() else { return Step::Wait };
        match first {
            0x37 if bytes.get(1) == Some(&0x72) => Self::keys(bytes),
            0x37 => Self::process_id(bytes),
            0x5f => Self::identity(bytes),
            _ if first & 0x93 == 0x12 => Step::Take(Answer::RealTime(first), 1),
            _ if first & 0x93 == 0x10 => Self::auto_status(bytes),
            _ if first & 0x90 == 0 => Step::Take(Answer::InOrder(first), 1),
            _ => Step::Skip,
        }
    }

    fn auto_status(bytes: &[u8]) -> Step {
        if bytes.iter().take(4).skip(1).any(|b| b & 0x90 != 0) {
            return Step::Skip;
        }
        match bytes {
            [a, b, c, d, ..] => Step::Take(Answer::AutoStatus([*a, *b, *c, *d]), 4),
            _ => Step::Wait,
        }
    }

    fn process_id(bytes: &[u8]) -> Step {
        let fits = |(at, &b): (usize, &u8)| match at {
            0 => b == 0x37,
            1 => b == 0x22,
            6 => b == 0,
            _ => (0x20..=0x7e).contains(&b),
        };
        if !bytes.iter().take(7).enumerate().all(fits) {
            return Step::Skip;
        }
        match bytes {
            [_, _, a, b, c, d, _, ..] => Step::Take(Answer::ProcessId([*a, *b, *c, *d]), 7),
            _ => Step::Wait,
        }
    }

    fn keys(bytes: &[u8]) -> Step {
        let has_more = match bytes.get(2) {
            None => return Step::Wait,
            Some(0x40) => false,
            Some(0x41) => true,
            Some(_) => return Step::Skip,
        };
        let rest = &bytes[3..];
        match rest.iter().position(|b| !(0x20..=0x7e).contains(b)) {
            Some(length) if rest[length] == 0 && length % 2 == 0 && length + 4 <= Self::BLOCK_BYTES_MAX => {
                let keys = rest[..length].chunks_exact(2).map(|key| [key[0], key[1]]).collect();
                Step::Take(Answer::Keys { keys, has_more }, length + 4)
            }
            None if bytes.len() < Self::BLOCK_BYTES_MAX => Step::Wait,
            _ => Step::Skip,
        }
    }

    fn identity(bytes: &[u8]) -> Step {
        match bytes.iter().skip(1).position(|b| !(0x20..=0x7e).contains(b)) {
            Some(length) if bytes[length + 1] == 0 && length + 2 <= Self::IDENTITY_BYTES_MAX => {
                let text = String::from_utf8_lossy(&bytes[1..=length]).into_owned();
                Step::Take(Answer::Identity(text), length + 2)
            }
            None if bytes.len() < Self::IDENTITY_BYTES_MAX => Step::Wait,
            _ => Step::Skip,
        }
    }
}

/// All that a printer said of itself at once, as it said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusAnswer {
    /// The answers to `DLE EOT` 1 to 4.
    RealTime([u8; 4]),
    /// Automatic status back.
    AutoStatus([u8; 4]),
}

impl StatusAnswer {
    /// The bytes.
    pub fn bytes(self) -> [u8; 4] {
        match self {
            Self::RealTime(bytes) | Self::AutoStatus(bytes) => bytes,
        }
    }

    /// What it says, a few words for each thing that is not as it should be; empty when all is well.
    pub fn words(self) -> Vec<&'static str> {
        self.health().words()
    }

    pub(super) fn health(self) -> Health {
        match self {
            Self::RealTime(bytes) => Health::from_real_time(bytes),
            Self::AutoStatus(bytes) => Health::from_auto_status(bytes),
        }
    }
}

/// What an official has to know about a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrinterState {
    /// It prints.
    Ready,
    /// It prints, but the roll is nearly at its end.
    PaperLow,
    /// The roll is at its end.
    NoPaper,
    /// The cover is open.
    CoverOpen,
    /// The cutter is stuck.
    CutterFault,
    /// The head is too hot; it cools down by itself.
    Hot,
    /// It stopped over an error that it can get over once the cause is gone, e.g. a jam.
    Stopped,
    /// It stopped over an error that only switching it off, or a workshop, can help.
    Broken,
    /// It is there but does not print, for another reason: the feed key is held, say.
    Offline,
    /// What is there does not speak as a printer: a wrong speed, a bad cable, or another device in its place.
    Garbled,
    /// It cannot be reached, or has fallen silent.
    Gone,
    /// Nothing was heard of it yet.
    Unknown,
}

impl PrinterState {
    /// Whether a slip sent now would come out. `Unknown` is a no: the state must be known before a number is given.
    pub fn can_print(self) -> bool {
        match self {
            Self::Ready | Self::PaperLow => true,
            Self::NoPaper
            | Self::CoverOpen
            | Self::CutterFault
            | Self::Hot
            | Self::Stopped
            | Self::Broken
            | Self::Offline
            | Self::Garbled
            | Self::Gone
            | Self::Unknown => false,
        }
    }
}

/// All faults that a printer reports at once, as the bits of its status bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Health {
    faults: u16,
}

impl Health {
    const OFFLINE: u16 = 1;
    const COVER: u16 = 2;
    const PAPER_END: u16 = 4;
    const PAPER_LOW: u16 = 8;
    const CUTTER: u16 = 16;
    const HOT: u16 = 32;
    const ERROR: u16 = 64;
    const RECOVERABLE: u16 = 128;
    const UNRECOVERABLE: u16 = 256;

    fn add(&mut self, byte: u8, mask: u8, fault: u16) {
        if byte & mask != 0 {
            self.faults |= fault;
        }
    }

    /// The four bytes of automatic status back.
    pub(super) fn from_auto_status([first, second, third, _]: [u8; 4]) -> Self {
        let mut health = Self::default();
        health.add(first, 0x08, Self::OFFLINE);
        health.add(first, 0x20, Self::COVER);
        health.add(second, 0x08, Self::CUTTER);
        health.add(second, 0x40, Self::HOT);
        health.add(second, 0x04, Self::RECOVERABLE);
        health.add(second, 0x20, Self::UNRECOVERABLE);
        health.add(third, 0x03, Self::PAPER_LOW);
        health.add(third, 0x0c, Self::PAPER_END);
        health
    }

    /// The answers to `DLE EOT` 1, 2, 3 and 4.
    pub(super) fn from_real_time([printer, offline, error, paper]: [u8; 4]) -> Self {
        let mut health = Self::default();
        health.add(printer, 0x08, Self::OFFLINE);
        health.add(offline, 0x04, Self::COVER);
        health.add(offline, 0x20, Self::PAPER_END);
        health.add(offline, 0x40, Self::ERROR);
        health.add(error, 0x08, Self::CUTTER);
        health.add(error, 0x40, Self::HOT);
        health.add(error, 0x04, Self::RECOVERABLE);
        health.add(error, 0x20, Self::UNRECOVERABLE);
        health.add(paper, 0x0c, Self::PAPER_LOW);
        health.add(paper, 0x60, Self::PAPER_END);
        health
    }

    fn words(self) -> Vec<&'static str> {
        const WORDS: [(u16, &str); 9] = [
            (Health::OFFLINE, "offline"),
            (Health::COVER, "cover open"),
            (Health::PAPER_END, "no paper"),
            (Health::PAPER_LOW, "paper near its end"),
            (Health::CUTTER, "cutter stuck"),
            (Health::HOT, "head too hot"),
            (Health::ERROR, "stopped by an error"),
            (Health::RECOVERABLE, "an error that it can get over"),
            (Health::UNRECOVERABLE, "an error that it cannot get over"),
        ];
        WORDS.iter().filter(|(fault, _)| self.faults & fault != 0).map(|(_, words)| *words).collect()
    }

    /// The one thing to tell: what a hand must do first.
    pub(super) fn state(self) -> PrinterState {
        let has = |fault| self.faults & fault != 0;
        if has(Self::UNRECOVERABLE) {
            PrinterState::Broken
        } else if has(Self::COVER) {
            PrinterState::CoverOpen
        } else if has(Self::PAPER_END) {
            PrinterState::NoPaper
        } else if has(Self::CUTTER) {
            PrinterState::CutterFault
        } else if has(Self::HOT) {
            PrinterState::Hot
        } else if has(Self::RECOVERABLE) {
            PrinterState::Stopped
        } else if has(Self::OFFLINE | Self::ERROR) {
            PrinterState::Offline
        } else if has(Self::PAPER_LOW) {
            PrinterState::PaperLow
        } else {
            PrinterState::Ready
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_kind_of_answer_is_told_apart() {
        let mut parser = StatusParser::default();
        let bytes = [
            0x11, 0x12, 0x32, 0x18, 0x13, 0x08, 0x0c, 0x00, 0x37, 0x22, b'0', b'0', b'2', b'A', 0, 0x5f,
            b'E', b'P', 0, 0x37, 0x72, 0x41, b'G', b'!', 0, 0x00,
        ];
        assert_eq!(
            parser.take(&bytes),
            [
                Answer::Go,
                Answer::Stop,
                Answer::RealTime(0x12),
                Answer::RealTime(0x32),
                Answer::AutoStatus([0x18, 0x08, 0x0c, 0x00]),
                Answer::ProcessId(*b"002A"),
                Answer::Identity("EP".to_owned()),
                Answer::Keys { keys: vec![*b"G!"], has_more: true },
                Answer::InOrder(0),
            ]
        );
    }

    #[test]
    fn the_most_urgent_fault_is_the_state() {
        let asb = |bytes| Health::from_auto_status(bytes).state();
        assert_eq!(asb([0x10, 0, 0, 0]), PrinterState::Ready);
        assert_eq!(asb([0x10, 0, 0x03, 0]), PrinterState::PaperLow);
        assert_eq!(asb([0x18, 0, 0x0f, 0]), PrinterState::NoPaper);
        assert_eq!(asb([0x38, 0, 0x0c, 0]), PrinterState::CoverOpen);
        assert_eq!(asb([0x18, 0x08, 0, 0]), PrinterState::CutterFault);
        assert_eq!(asb([0x18, 0x40, 0, 0]), PrinterState::Hot);
        assert_eq!(asb([0x18, 0x04, 0, 0]), PrinterState::Stopped);
        assert_eq!(asb([0x38, 0x20, 0x0c, 0]), PrinterState::Broken);
        assert_eq!(asb([0x18, 0, 0, 0]), PrinterState::Offline);

        let eot = |bytes| Health::from_real_time(bytes).state();
        assert_eq!(eot([0x12, 0x12, 0x12, 0x12]), PrinterState::Ready);
        assert_eq!(eot([0x12, 0x12, 0x12, 0x1e]), PrinterState::PaperLow);
        assert_eq!(eot([0x1a, 0x32, 0x12, 0x72]), PrinterState::NoPaper);
        assert_eq!(eot([0x1a, 0x16, 0x12, 0x12]), PrinterState::CoverOpen);
        assert_eq!(eot([0x1a, 0x52, 0x1a, 0x12]), PrinterState::CutterFault);
        assert_eq!(eot([0x1a, 0x12, 0x52, 0x12]), PrinterState::Hot);
        assert_eq!(eot([0x1a, 0x52, 0x16, 0x12]), PrinterState::Stopped);
        assert_eq!(eot([0x1a, 0x52, 0x32, 0x12]), PrinterState::Broken);
        assert_eq!(eot([0x1a, 0x52, 0x12, 0x12]), PrinterState::Offline);
    }

    #[test]
    fn only_a_printer_known_to_work_can_print() {
        assert!(PrinterState::Ready.can_print() && PrinterState::PaperLow.can_print());
        assert!(!PrinterState::Unknown.can_print() && !PrinterState::NoPaper.can_print());
    }

    fn answer() -> impl Strategy<Value = (Vec<u8>, Answer)> {
        prop_oneof![
            any::<u8>().prop_map(|b| b & 0x6c | 0x12).prop_map(|b| (vec![b], Answer::RealTime(b))),
            any::<u8>().prop_map(|b| b & 0x6f).prop_map(|b| (vec![b], Answer::InOrder(b))),
            any::<[u8; 4]>()
                .prop_map(|[a, b, c, d]| [a & 0x6c | 0x10, b & 0x6f, c & 0x6f, d & 0x6f])
                .prop_map(|bytes| (bytes.to_vec(), Answer::AutoStatus(bytes))),
            "[0-9A-F]{4}".prop_map(|id| {
                let id: [u8; 4] = id.as_bytes().try_into().unwrap();
                ([&[0x37, 0x22][..], &id, &[0]].concat(), Answer::ProcessId(id))
            }),
            "[ -~]{0,80}".prop_map(|text| ([b"_", text.as_bytes(), &[0]].concat(), Answer::Identity(text))),
            ("([ -~]{2}){0,40}", any::<bool>()).prop_map(|(text, has_more)| {
                let keys = text.as_bytes().chunks_exact(2).map(|key| [key[0], key[1]]).collect();
                let head = [0x37, 0x72, if has_more { 0x41 } else { 0x40 }];
                ([&head[..], text.as_bytes(), &[0]].concat(), Answer::Keys { keys, has_more })
            }),
        ]
    }

    proptest! {
        #[test]
        fn after_noise_and_a_pause_the_next_answer_is_understood(
            noise in prop::collection::vec(any::<u8>(), 0..200),
            (bytes, expected) in answer(),
            split in any::<prop::sample::Index>(),
        ) {
            let mut parser = StatusParser::default();
            parser.take(&noise);
            parser.pause();
            prop_assert!(!parser.is_waiting());
            let (first, second) = bytes.split_at(split.index(bytes.len()));
            let mut answers = parser.take(first);
            answers.extend(parser.take(second));
            prop_assert_eq!(answers, vec![expected]);
        }

        #[test]
        fn noise_never_keeps_more_than_a_block(noise in prop::collection::vec(any::<u8>(), 0..2000)) {
            let mut parser = StatusParser::default();
            parser.take(&noise);
            prop_assert!(parser.buffer.len() <= StatusParser::BLOCK_BYTES_MAX);
        }
    }
}
