//! Modbus RTU frames to displays and keypads ("MODBUS over serial line", 2.5.1; "application protocol", 6.3, 6.6
//! and 6.12).

use crc::{CRC_16_MODBUS, Crc};

/// Polynomial A001 (reflected), first value FFFF, low byte first on the wire.
const CHECK: Crc<u16> = Crc::<u16>::new(&CRC_16_MODBUS);

const READ: u8 = 0x03;
const WRITE_ONE: u8 = 0x06;
const WRITE_MANY: u8 = 0x10;
/// Set in the function code of a refusal.
const EXCEPTION: u8 = 0x80;
/// All displays listen to this address and none answers.
pub const BROADCAST: u8 = 0;
/// The most registers that one frame writes.
pub const REGISTERS_MAX: usize = 123;
/// The most registers that one frame reads.
pub const REGISTERS_READ_MAX: u16 = 125;

/// What the master asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Function 06.
    WriteOne {
        /// Which display.
        address: u8,
        /// Which register.
        register: u16,
        /// What to put in.
        value: u16,
    },
    /// Function 10, at most [`REGISTERS_MAX`] registers.
    WriteMany {
        /// Which display.
        address: u8,
        /// The first register.
        start: u16,
        /// What to put in.
        values: Vec<u16>,
    },
    /// Function 03, at most [`REGISTERS_READ_MAX`] registers.
    Read {
        /// Which keypad.
        address: u8,
        /// The first register.
        start: u16,
        /// How many.
        count: u16,
    },
}

/// What a display said to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It did it.
    Done,
    /// What it has in the registers that were read.
    Values(Vec<u16>),
    /// It refused: the exception code (1 function, 2 register, 3 value, 4 failure).
    Exception(u8),
}

/// Whether the bus sends back what we send, as two-wire adapters without echo suppression do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Echo {
    /// The usual.
    #[default]
    Absent,
    /// Each frame of ours comes back first. It matters for function 06, whose answer looks like the request.
    Present,
}

impl Request {
    /// Which display is meant.
    pub fn address(&self) -> u8 {
        match self {
            Self::WriteOne { address, .. } | Self::WriteMany { address, .. } | Self::Read { address, .. } => {
                *address
            }
        }
    }

    /// The frame, with its check.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut frame = match self {
            Self::WriteOne { address, register, value } => words(*address, WRITE_ONE, &[*register, *value]),
            Self::WriteMany { address, start, values } => {
                let mut frame = words(*address, WRITE_MANY, &[*start, values.len() as u16]);
                frame.push(values.len() as u8 * 2);
                frame.extend(values.iter().flat_map(|value| value.to_be_bytes()));
                frame
            }
            Self::Read { address, start, count } => words(*address, READ, &[*start, *count]),
        };
        seal(&mut frame);
        frame
    }

    /// What a device answers when it has done it; what is read is 0.
    pub fn answer(&self) -> Vec<u8> {
        match self {
            Self::WriteOne { .. } => self.to_bytes(),
            Self::WriteMany { address, start, values } => {
                let mut frame = words(*address, WRITE_MANY, &[*start, values.len() as u16]);
                seal(&mut frame);
                frame
            }
            Self::Read { address, count, .. } => answer_values(*address, &vec![0; usize::from(*count)]),
        }
    }

    /// How many bytes its answer has.
    pub(super) fn answer_bytes(&self) -> usize {
        match self {
            Self::WriteOne { .. } | Self::WriteMany { .. } => 8,
            Self::Read { count, .. } => 5 + 2 * usize::from(*count),
        }
    }

    /// What a display answers when it will not.
    pub fn refusal(&self, code: u8) -> Vec<u8> {
        let mut frame = vec![self.address(), self.function() | EXCEPTION, code];
        seal(&mut frame);
        frame
    }

    fn function(&self) -> u8 {
        match self {
            Self::WriteOne { .. } => WRITE_ONE,
            Self::WriteMany { .. } => WRITE_MANY,
            Self::Read { .. } => READ,
        }
    }

    /// Looks for the reply to this request in what came back, past our own echo, noise and others' answers.
    pub fn find_reply(&self, bytes: &[u8], echo: Echo) -> Option<Reply> {
        let done = match self {
            Self::WriteOne { .. } | Self::WriteMany { .. } => self.find_done(bytes, echo),
            Self::Read { address, count, .. } => find_values(bytes, *address, *count),
        };
        if done.is_some() {
            return done;
        }
        bytes.windows(5).find_map(|part| {
            let is_refusal = part[..2] == [self.address(), self.function() | EXCEPTION] && is_sealed(part);
            is_refusal.then_some(Reply::Exception(part[2]))
        })
    }

    fn find_done(&self, bytes: &[u8], echo: Echo) -> Option<Reply> {
        let answer = self.answer();
        let echoes = match (self, echo) {
            (Self::WriteOne { .. }, Echo::Present) => 1,
            (Self::WriteOne { .. }, Echo::Absent)
            | (Self::WriteMany { .. } | Self::Read { .. }, Echo::Absent | Echo::Present) => 0,
        };
        let n_found = bytes.windows(answer.len()).filter(|part| *part == answer).count();
        (n_found > echoes).then_some(Reply::Done)
    }
}

/// The answer to a reading frame: address, function, bytes, values.
pub(super) fn answer_values(address: u8, values: &[u16]) -> Vec<u8> {
    let mut frame = vec![address, READ, (values.len() * 2) as u8];
    frame.extend(values.iter().flat_map(|value| value.to_be_bytes()));
    seal(&mut frame);
    frame
}

fn find_values(bytes: &[u8], address: u8, count: u16) -> Option<Reply> {
    let n_bytes = usize::from(count) * 2;
    bytes.windows(n_bytes + 5).find_map(|part| {
        let is_ours = part[..2] == [address, READ] && usize::from(part[2]) == n_bytes && is_sealed(part);
        let values = part[3..3 + n_bytes].chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]]));
        is_ours.then(|| Reply::Values(values.collect()))
    })
}

/// The displays' side: finds requests in a stream of bytes.
#[derive(Debug, Default)]
pub struct RequestParser {
    buffer: Vec<u8>,
}

impl RequestParser {
    /// Takes what arrived and returns the whole, sound requests in it; other bytes are dropped.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Request> {
        self.buffer.extend_from_slice(bytes);
        let mut requests = Vec::new();
        let mut at = 0;
        while let Some(length) = frame_length(&self.buffer[at..]) {
            match self.buffer.get(at..at + length).map(read_request) {
                None => break,
                Some(None) => at += 1,
                Some(Some(request)) => {
                    requests.push(request);
                    at += length;
                }
            }
        }
        self.buffer.drain(..at);
        requests
    }

    /// The line was quiet for 3.5 characters: what is incomplete will never be complete.
    pub fn pause(&mut self) {
        self.buffer.clear();
    }
}

/// The length of the frame that may begin here; one byte for what cannot be one; `None` when too little is there.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    match *bytes.get(1)? {
        READ | WRITE_ONE => Some(8),
        WRITE_MANY => Some(9 + usize::from(*bytes.get(6)?)),
        _ => Some(1),
    }
}

fn read_request(frame: &[u8]) -> Option<Request> {
    if frame.len() < 8 || !is_sealed(frame) {
        return None;
    }
    let word = |at: usize| u16::from_be_bytes([frame[at], frame[at + 1]]);
    if frame[1] == WRITE_ONE {
        return Some(Request::WriteOne { address: frame[0], register: word(2), value: word(4) });
    }
    if frame[1] == READ {
        let count = word(4);
        let is_sound = (1..=REGISTERS_READ_MAX).contains(&count);
        return is_sound.then(|| Request::Read { address: frame[0], start: word(2), count });
    }
    let count = usize::from(word(4));
    if count == 0 || count > REGISTERS_MAX || usize::from(frame[6]) != count * 2 {
        return None;
    }
    let values = (0..count).map(|at| word(7 + at * 2)).collect();
    Some(Request::WriteMany { address: frame[0], start: word(2), values })
}

fn words(address: u8, function: u8, words: &[u16]) -> Vec<u8> {
    let mut frame = vec![address, function];
    frame.extend(words.iter().flat_map(|word| word.to_be_bytes()));
    frame
}

fn seal(frame: &mut Vec<u8>) {
    frame.extend(CHECK.checksum(frame).to_le_bytes());
}

fn is_sealed(frame: &[u8]) -> bool {
    frame.split_last_chunk::<2>().is_some_and(|(body, check)| CHECK.checksum(body).to_le_bytes() == *check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn a005() -> Request {
        let values = "A005".chars().map(|c| c as u16).collect();
        Request::WriteMany { address: 1, start: 0, values }
    }

    /// The vectors are those of the design's hardware notes.
    #[test]
    fn frames_are_byte_for_byte_as_the_specification_says() {
        let hex = |bytes: Vec<u8>| bytes.iter().map(|b| format!("{b:02X}")).collect::<Vec<_>>().join(" ");
        assert_eq!(hex(a005().to_bytes()), "01 10 00 00 00 04 08 00 41 00 30 00 30 00 35 67 62");
        assert_eq!(hex(a005().answer()), "01 10 00 00 00 04 C1 CA");
        let fifty = Request::WriteOne { address: 1, register: 0, value: 50 };
        assert_eq!(hex(fifty.to_bytes()), "01 06 00 00 00 32 08 1F");
        assert_eq!(fifty.answer(), fifty.to_bytes());
        let blank = Request::WriteMany { address: BROADCAST, start: 0, values: vec![0x20; 4] };
        assert_eq!(hex(blank.to_bytes()), "00 10 00 00 00 04 08 00 20 00 20 00 20 00 20 D7 6D");
    }

    #[test]
    fn our_echo_is_not_an_answer() {
        let request = a005();
        let mut heard = request.to_bytes();
        assert_eq!(request.find_reply(&heard, Echo::Absent), None);
        heard.extend(request.answer());
        assert_eq!(request.find_reply(&heard, Echo::Absent), Some(Reply::Done));

        let fifty = Request::WriteOne { address: 1, register: 0, value: 50 };
        let mut heard = fifty.to_bytes();
        assert_eq!(fifty.find_reply(&heard, Echo::Present), None);
        heard.extend(fifty.answer());
        assert_eq!(fifty.find_reply(&heard, Echo::Present), Some(Reply::Done));
    }

    #[test]
    fn a_refusal_is_understood_and_anothers_answer_is_not_ours() {
        let request = a005();
        assert_eq!(request.find_reply(&request.refusal(2), Echo::Absent), Some(Reply::Exception(2)));
        let other = Request::WriteMany { address: 2, start: 0, values: vec![0; 4] };
        assert_eq!(request.find_reply(&other.answer(), Echo::Absent), None);
        assert_eq!(request.find_reply(&other.refusal(2), Echo::Absent), None);
    }

    /// The vector is that of the application protocol, 6.3: three registers from 107 of device 17, sealed by hand.
    #[test]
    fn what_is_read_comes_back_as_values() {
        let read = Request::Read { address: 0x11, start: 0x6b, count: 3 };
        assert_eq!(read.to_bytes(), [0x11, 0x03, 0x00, 0x6b, 0x00, 0x03, 0x76, 0x87]);
        let heard = [&[0xff, 0x11], &*answer_values(0x11, &[0x022b, 0, 0x64])].concat();
        assert_eq!(read.find_reply(&heard, Echo::Absent), Some(Reply::Values(vec![0x022b, 0, 0x64])));
        assert_eq!(read.find_reply(&answer_values(0x12, &[1, 2, 3]), Echo::Absent), None);
        assert_eq!(read.find_reply(&answer_values(0x11, &[1, 2]), Echo::Absent), None);
        assert_eq!(read.find_reply(&read.to_bytes(), Echo::Absent), None);
        assert_eq!(read.find_reply(&read.refusal(2), Echo::Absent), Some(Reply::Exception(2)));
    }

    proptest! {
        #[test]
        fn after_noise_and_a_pause_the_next_request_is_understood(
            noise in prop::collection::vec(any::<u8>(), 0..300),
            address in any::<u8>(),
            start in any::<u16>(),
            values in prop::collection::vec(any::<u16>(), 1..=REGISTERS_MAX),
        ) {
            let request = Request::WriteMany { address, start, values };
            let mut parser = RequestParser::default();
            parser.take(&noise);
            parser.pause();
            let bytes = request.to_bytes();
            let mut found = parser.take(&bytes[..5]);
            found.extend(parser.take(&bytes[5..]));
            prop_assert_eq!(found, vec![request]);
        }

        #[test]
        fn an_answer_is_found_behind_noise(noise in prop::collection::vec(any::<u8>(), 0..100)) {
            let heard = [noise, a005().answer()].concat();
            prop_assert_eq!(a005().find_reply(&heard, Echo::Absent), Some(Reply::Done));
        }
    }
}
