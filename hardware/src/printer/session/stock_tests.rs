//! Pictures on their way into the printer.

use std::collections::BTreeSet;

use super::super::process_ids::process_id;
use super::super::*;
use super::{DAY, LIST_WITHIN, STOCK_TIME_MAX};
use crate::printer::decode::{Command, Keep};
use crate::printer::graphics::GraphicKey;
use crate::printer::models::PrinterModel;

const READY: [u8; 4] = [0x10, 0, 0, 0];

/// A session, and a printer that keeps pictures, as far as that matters.
struct Line {
    session: Session,
    now: Instant,
    kept: BTreeSet<GraphicKey>,
    serial_number: &'static str,
}

impl Line {
    /// On a slow line, connected and ready.
    fn ready() -> Self {
        #[expect(clippy::disallowed_methods, reason = "any beginning will do")]
        let now = Instant::now();
        let profile = PrinterModel::by_id("epson-tm-t82").unwrap().profile;
        let slips = SlipSetup { samples: vec![SlipContent::sample()], ..SlipSetup::default() };
        let session = Session::new(profile, Wire::Serial { baud: 9_600 }, slips);
        let mut line = Self { session, now, kept: BTreeSet::new(), serial_number: "J4XF" };
        line.connect();
        line
    }

    /// Returns what is sent before the printer is known to be ready.
    fn connect(&mut self) -> Vec<u8> {
        self.session.connected(self.now);
        let greeting = self.write_all();
        let names = [b"_TM-T82\0_", self.serial_number.as_bytes(), b"\0"].concat();
        self.session.received(&names, self.now);
        self.session.received(&READY, self.now);
        greeting
    }

    fn write_all(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while !self.session.outgoing().is_empty() {
            bytes.extend_from_slice(self.session.outgoing());
            self.session.written(self.session.outgoing().len(), self.now);
        }
        bytes
    }

    /// Lets the printer take what is sent and list its keys when asked; returns how many pictures it was given.
    fn talk(&mut self) -> usize {
        let mut n_defined = 0;
        let mut sent = self.write_all();
        while let Some((command, length)) = next_command(&sent) {
            sent.drain(..length);
            match command {
                Command::Keep(Keep::Define(key, _)) => {
                    self.kept.insert(key);
                    n_defined += 1;
                }
                Command::SendKeys => {
                    // In blocks of 40, as a printer does; the session takes each one.
                    let keys: Vec<[u8; 2]> = self.kept.iter().map(|key| key.0).collect();
                    let blocks: Vec<&[[u8; 2]]> =
                        if keys.is_empty() { vec![&[]] } else { keys.chunks(40).collect() };
                    for (idx, block) in blocks.iter().enumerate() {
                        let status = if idx + 1 < blocks.len() { 0x41 } else { 0x40 };
                        let answer = [&[0x37, 0x72, status][..], block.as_flattened(), &[0]].concat();
                        self.session.received(&answer, self.now);
                        let taken = self.write_all();
                        assert_eq!(taken[0], 0x06, "each block is taken");
                        sent.extend_from_slice(&taken[1..]);
                    }
                }
                _ => {}
            }
            if sent.is_empty() {
                sent = self.write_all();
            }
        }
        n_defined
    }

    /// Prints a slip and lets the printer prove it; returns its bytes.
    fn print(&mut self, job: u64) -> Vec<u8> {
        self.session.print(JobId(job), &SlipContent::sample(), self.now);
        let bytes = self.write_all();
        let proof = [&[0x37, 0x22][..], &process_id(JobId(job)), &[0, 0]].concat();
        self.session.received(&proof, self.now);
        bytes
    }

    fn a_day_later(&mut self) {
        self.now += DAY;
        self.session.received(&READY, self.now);
        self.session.tick(self.now);
    }

    fn n_remembered(&mut self) -> Vec<usize> {
        let happenings = self.session.take_happenings();
        let kept = happenings.iter().filter_map(|happening| match happening {
            Happening::Kept(resident) => Some(resident.n_graphics()),
            Happening::State(_)
            | Happening::Job(..)
            | Happening::Held(..)
            | Happening::Named(..)
            | Happening::Said(_) => None,
        });
        kept.collect()
    }
}

#[test]
fn pictures_are_used_once_the_printer_lists_them() {
    let mut line = Line::ready();
    assert!(!line.session.takes_jobs(), "no slip comes between the printer's list and our word on it");
    assert_eq!(line.talk(), 10);
    assert_eq!(
        line.n_remembered(),
        [0, 0, 10],
        "first nothing, then nothing that anybody saw arrive, then all"
    );
    assert!(line.session.takes_jobs());
    let first = line.print(1);
    // Each day brings ten more, until nothing but the values of a slip is sent.
    let mut n_days = 0;
    loop {
        line.a_day_later();
        n_days += 1;
        if line.talk() == 0 {
            break;
        }
    }
    assert!((2..15).contains(&n_days), "{n_days} days");
    let last = line.print(2);
    assert!(last.len() * 5 < first.len(), "{} and {} bytes", first.len(), last.len());

    // What stays without power is not sent again.
    line.session.disconnected(line.now);
    line.connect();
    assert_eq!(line.talk(), 0);
    assert_eq!(line.print(3).len(), last.len());
}

#[test]
fn an_exchanged_printer_is_noticed_and_its_slips_are_whole() {
    let mut line = Line::ready();
    line.talk();
    let with_pictures = line.print(1).len();
    // Another one of the same model in its place, which has pictures under the same keys, of another hall.
    line.session.disconnected(line.now);
    line.serial_number = "K5YG";
    line.connect();
    line.talk();
    let slip = line.print(2);
    assert!(slip.len() > with_pictures, "a picture of another hall is relied on");
    assert_eq!(line.kept.len(), 10, "the day's writes are used up");
    line.a_day_later();
    assert_eq!(line.talk(), 10);
    assert_eq!(line.print(3).len(), with_pictures);
}

#[test]
fn a_printer_that_does_not_list_its_keys_gets_rasters() {
    let mut line = Line::ready();
    let asked = line.write_all();
    assert!(asked.ends_with(&[0x1d, 0x28, 0x4c, 4, 0, 0x30, 0x40, 0x4b, 0x43]));
    line.now = line.session.memory_deadline().expect("it is waited for");
    line.session.received(&READY, line.now);
    line.session.tick(line.now);
    assert!(line.session.takes_jobs());
    assert_eq!(line.talk(), 0, "nothing is written into a memory that nobody can look into");
    assert!(line.print(1).len() > 10_000);
    assert!(LIST_WITHIN < SILENCE_MAX, "it must not be taken for gone meanwhile");
}

#[test]
fn a_cable_pulled_under_a_picture_ends_it_before_anything_else_is_said() {
    let mut line = Line::ready();
    line.write_all();
    line.session.received(&[0x37, 0x72, 0x40, 0], line.now);
    line.session.written(1, line.now);
    line.session.written(1_000, line.now);
    line.session.disconnected(line.now);
    let greeting = line.connect();
    let fill = [0; 300];
    assert!(greeting.windows(fill.len()).any(|part| part == fill), "{greeting:02x?}");
}

#[test]
fn a_printer_may_be_silent_while_it_writes_pictures() {
    let mut line = Line::ready();
    line.write_all();
    line.session.received(&[0x37, 0x72, 0x40, 0], line.now);
    line.write_all();
    line.now += SILENCE_MAX + STOCK_TIME_MAX.saturating_sub(Duration::from_secs(1));
    line.session.tick(line.now);
    assert!(!line.session.is_lost());
    line.now += Duration::from_secs(2);
    line.session.tick(line.now);
    assert!(line.session.is_lost());
}
