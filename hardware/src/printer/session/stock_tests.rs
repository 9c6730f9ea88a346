//! Pictures on their way into the printer.

use super::super::*;
use super::STOCK_TIME_MAX;
use crate::printer::models::PrinterModel;

const READY: [u8; 4] = [0x10, 0, 0, 0];
/// `GS ( L` with its length, which ends in a function 67.
const DEFINE: [u8; 3] = [0x30, 0x43, 0x30];

struct Line {
    session: Session,
    now: Instant,
}

impl Line {
    /// A printer that keeps pictures, on a slow line, connected and ready.
    fn ready() -> Self {
        #[expect(clippy::disallowed_methods, reason = "any beginning will do")]
        let now = Instant::now();
        let profile = PrinterModel::by_id("epson-tm-t82").unwrap().profile;
        let slips = SlipSetup { samples: vec![SlipContent::sample()], ..SlipSetup::default() };
        let mut line = Self { session: Session::new(profile, Wire::Serial { baud: 9_600 }, slips), now };
        line.connect();
        line
    }

    /// Returns what is sent before the printer is known to be ready.
    fn connect(&mut self) -> Vec<u8> {
        self.session.connected(self.now);
        let greeting = self.write_all();
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

    /// Prints a slip and lets the printer prove it; returns its bytes.
    fn print(&mut self, job: u64) -> Vec<u8> {
        self.session.print(JobId(job), &SlipContent::sample(), self.now);
        let bytes = self.write_all();
        let proof = [&[0x37, 0x22][..], &process_id(JobId(job)), &[0, 0]].concat();
        self.session.received(&proof, self.now);
        bytes
    }

    fn kept(&mut self) -> Vec<usize> {
        let happenings = self.session.take_happenings();
        let kept = happenings.iter().filter_map(|happening| match happening {
            Happening::Kept(resident) => Some(resident.n_graphics()),
            Happening::State(_) | Happening::Job(..) | Happening::Held(..) => None,
        });
        kept.collect()
    }
}

fn defines(bytes: &[u8]) -> bool {
    bytes.windows(DEFINE.len()).any(|part| part == DEFINE)
}

#[test]
fn pictures_go_first_and_are_used_once_a_slip_has_proven_them() {
    let mut line = Line::ready();
    assert!(defines(&line.write_all()));
    assert_eq!(line.kept(), [0], "nobody has seen them arrive");
    let first = line.print(1);
    let [n_kept] = line.kept()[..] else { panic!("now they are kept") };
    assert!(n_kept > 20, "{n_kept}");
    let second = line.print(2);
    assert!(second.len() * 5 < first.len(), "{} and {} bytes", first.len(), second.len());

    // What stays without power is not sent again.
    line.session.disconnected(line.now);
    line.connect();
    assert!(!defines(&line.write_all()));
    assert_eq!(line.print(3).len(), second.len());
}

#[test]
fn a_cable_pulled_under_a_picture_ends_it_before_anything_else_is_said() {
    let mut line = Line::ready();
    line.session.written(1_000, line.now);
    line.session.disconnected(line.now);
    let greeting = line.connect();
    let fill = [0; 300];
    assert!(greeting.windows(fill.len()).any(|part| part == fill), "{greeting:02x?}");
    assert!(defines(&line.write_all()));
}

#[test]
fn a_printer_may_be_silent_while_it_writes_pictures() {
    let mut line = Line::ready();
    line.write_all();
    line.now += SILENCE_MAX + STOCK_TIME_MAX.saturating_sub(Duration::from_secs(1));
    line.session.tick(line.now);
    assert!(!line.session.is_lost());
    line.now += Duration::from_secs(2);
    line.session.tick(line.now);
    assert!(line.session.is_lost());
}
