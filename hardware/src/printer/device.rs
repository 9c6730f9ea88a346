//! The virtual printer's works, without its cable.

use std::collections::VecDeque;

use super::decode::{Command, next_command};
use super::graphics::GraphicKey;
use super::page::Page;
use super::raster::Bitmap;

/// A printer stops reading when it holds so much.
const BUFFER_BYTES_MAX: usize = 64 * 1024;

/// Keys in one block of their list.
const LISTED_KEYS_MAX: usize = 40;

/// The roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// Enough.
    #[default]
    Ok,
    /// The near-end sensor sees the end.
    Low,
    /// None.
    End,
}

/// The cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cover {
    /// As it should be.
    #[default]
    Closed,
    /// Stops printing.
    Open,
}

/// What can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The cutter is stuck.
    Cutter,
    /// The head is too hot.
    Head,
    /// Something is stuck; the printer goes on once it is asked to recover.
    Jam,
    /// The printer takes everything, prints nothing and says nothing.
    Mute,
}

/// The cable's end in the printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Plug {
    /// Plugged in.
    #[default]
    In,
    /// Pulled; connections are refused. The printer does not notice.
    Out,
    /// Switched off: what the printer held is lost, too.
    Off,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Conditions {
    pub paper: Paper,
    /// Dots until the roll ends.
    pub paper_left: Option<usize>,
    pub cover: Cover,
    pub fault: Option<Fault>,
    pub plug: Plug,
    pub name: Name,
}

/// What the printer calls itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub model: String,
    pub serial_number: String,
}

impl Default for Name {
    fn default() -> Self {
        Self { model: "VIRTUAL".to_owned(), serial_number: "0001".to_owned() }
    }
}

impl Conditions {
    fn is_online(&self) -> bool {
        self.paper != Paper::End && self.cover == Cover::Closed && self.fault.is_none()
    }

    /// The answer to `DLE EOT n`.
    fn real_time_answer(&self, n: u8) -> u8 {
        let flag = |is_set, bits| if is_set { bits } else { 0 };
        0x12 | match n {
            1 => flag(!self.is_online(), 0x08),
            2 => {
                flag(self.cover == Cover::Open, 0x04)
                    | flag(self.paper == Paper::End, 0x20)
                    | flag(self.fault.is_some(), 0x40)
            }
            3 => {
                flag(self.fault == Some(Fault::Jam), 0x04)
                    | flag(self.fault == Some(Fault::Cutter), 0x08)
                    | flag(self.fault == Some(Fault::Head), 0x40)
            }
            4 => flag(self.paper != Paper::Ok, 0x0c) | flag(self.paper == Paper::End, 0x60),
            _ => 0,
        }
    }

    /// The four bytes of automatic status back.
    fn auto_status(&self) -> [u8; 4] {
        let flag = |is_set, bits| if is_set { bits } else { 0 };
        [
            0x10 | flag(!self.is_online(), 0x08) | flag(self.cover == Cover::Open, 0x20),
            flag(self.fault == Some(Fault::Jam), 0x04)
                | flag(self.fault == Some(Fault::Cutter), 0x08)
                | flag(self.fault == Some(Fault::Head), 0x40),
            flag(self.paper != Paper::Ok, 0x03) | flag(self.paper == Paper::End, 0x0c),
            0,
        ]
    }
}

/// Bytes in, slips and answers out.
#[derive(Debug)]
pub(super) struct Device {
    page: Page,
    input: Vec<u8>,
    /// The last two bytes that arrived: real-time commands are found wherever they stand, even in rasters.
    tail: [u8; 2],
    answers: Vec<u8>,
    /// The last `DLE ENQ n`.
    recovery: Option<u8>,
    /// The last automatic status, once it was asked for.
    auto_status: Option<[u8; 4]>,
    /// Keys that are still to be listed; none when nobody has asked.
    unlisted: Option<VecDeque<GraphicKey>>,
}

impl Device {
    pub(super) fn new(dots: u16) -> Self {
        Self {
            page: Page::new(dots),
            input: Vec::new(),
            tail: [0; 2],
            answers: Vec::new(),
            recovery: None,
            auto_status: None,
            unlisted: None,
        }
    }

    /// Whether there is room for more bytes.
    pub(super) fn is_hungry(&self) -> bool {
        self.input.len() < BUFFER_BYTES_MAX
    }

    /// Bytes arrive: real-time commands are obeyed at once, everything is kept for later.
    pub(super) fn receive(&mut self, bytes: &[u8], now: &Conditions) {
        for &byte in bytes {
            if self.tail == [0x10, 0x04] && now.fault != Some(Fault::Mute) {
                self.answers.push(now.real_time_answer(byte));
            }
            if self.tail == [0x10, 0x05] && now.fault == Some(Fault::Jam) {
                self.recovery = Some(byte);
            }
            self.tail = [self.tail[1], byte];
        }
        self.input.extend_from_slice(bytes);
    }

    /// Prints what it can, and returns the slips that were cut off. The roll may end.
    pub(super) fn work(&mut self, now: &mut Conditions) -> Vec<Bitmap> {
        match self.recovery.take() {
            Some(1) => now.fault = None,
            Some(2) => {
                now.fault = None;
                self.input.clear();
                self.page.run(&Command::Init);
                self.page.cut();
            }
            Some(_) | None => {}
        }
        let mut slips = Vec::new();
        let mut done = 0;
        while now.is_online()
            && let Some((command, length)) = next_command(&self.input[done..])
        {
            done += length;
            let moved = self.page.run(&command);
            if command == Command::Cut {
                // A cut of nothing but white paper is no slip.
                slips.extend(Some(self.page.cut()).filter(|paper| paper.ink().is_some()));
            }
            self.answer(&command, now);
            if let Some(left) = &mut now.paper_left {
                *left = left.saturating_sub(moved);
                if *left == 0 {
                    now.paper = Paper::End;
                    now.paper_left = None;
                }
            }
        }
        self.input.drain(..done);
        self.report(now);
        slips
    }

    fn answer(&mut self, command: &Command, now: &Conditions) {
        match command {
            Command::ProcessId(id) => {
                self.answers.extend([0x37, 0x22]);
                self.answers.extend(id);
                self.answers.push(0);
            }
            Command::SendStatus => self.answers.push(if now.paper == Paper::Low { 0x03 } else { 0 }),
            Command::SendIdentity(0x42) => self.identity("GOI SO"),
            Command::SendIdentity(0x43) => self.identity(&now.name.model),
            Command::SendIdentity(0x44) => self.identity(&now.name.serial_number),
            Command::SendKeys => {
                self.unlisted = Some(self.page.keys().collect());
                self.list_keys();
            }
            Command::Acknowledge => self.list_keys(),
            Command::AutoStatus(0) => self.auto_status = None,
            // What was reported last is none, so that the state is told at once.
            Command::AutoStatus(_) => self.auto_status = Some([0xff; 4]),
            Command::Init
            | Command::Raster(..)
            | Command::Feed(_)
            | Command::FeedLines(_)
            | Command::Align(_)
            | Command::QrModule(_)
            | Command::QrLevel(_)
            | Command::QrStore(_)
            | Command::QrPrint
            | Command::Keep(_)
            | Command::Cut
            | Command::SendIdentity(_)
            | Command::RealTime
            | Command::Text(_)
            | Command::Mode
            | Command::Noise(_) => {}
        }
    }

    fn identity(&mut self, text: &str) {
        self.answers.push(b'_');
        self.answers.extend(text.bytes());
        self.answers.push(0);
    }

    /// The next block of keys, as many as the manual has in one.
    fn list_keys(&mut self) {
        let Some(keys) = &mut self.unlisted else { return };
        let block: Vec<GraphicKey> = keys.drain(..keys.len().min(LISTED_KEYS_MAX)).collect();
        let has_more = !keys.is_empty();
        self.answers.extend([0x37, 0x72, if has_more { 0x41 } else { 0x40 }]);
        self.answers.extend(block.iter().flat_map(|key| key.0));
        self.answers.push(0);
        self.unlisted = self.unlisted.take().filter(|_| has_more);
    }

    /// Automatic status back, when something changed.
    fn report(&mut self, now: &Conditions) {
        let status = now.auto_status();
        if self.auto_status.is_some_and(|last| last != status) && now.fault != Some(Fault::Mute) {
            self.auto_status = Some(status);
            self.answers.extend(status);
        }
    }

    /// What to send back.
    pub(super) fn take_answers(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.answers)
    }

    /// The cable is gone: what was received stays, the cut-off last command too; all answers are lost.
    pub(super) fn unplugged(&mut self) {
        self.answers.clear();
        self.auto_status = None;
        self.unlisted = None;
        self.tail = [0; 2];
    }

    /// The power is gone, and everything with it but the paper.
    pub(super) fn switched_off(&mut self) {
        self.unplugged();
        self.input.clear();
        self.page.run(&Command::Init);
        self.page.cut();
    }
}
