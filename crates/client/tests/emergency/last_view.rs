//! The last view, for a kiosk that is started while the hub is away.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use goiso_client::LinkEvent;
use goiso_client::emergency::{Disk, LastView};
use goiso_protocol::{KioskView, PrinterCondition, View};

use crate::samples::{Paper, lending, view};

fn shown(printer: PrinterCondition, staff_pin: &str) -> KioskView {
    let LinkEvent::View(view) = view(Some(lending(vec![]))) else { panic!("a view") };
    let View::Kiosk(view) = *view else { panic!("a kiosk's") };
    let setup = goiso_protocol::KioskSetup { staff_pin: staff_pin.to_owned(), ..view.setup.clone() };
    KioskView { printer, setup, ..view }
}

#[test]
fn what_was_shown_last_is_there_after_a_restart_without_secrets() {
    let mut kept = LastView::open(Paper::default());
    assert_eq!(kept.get(), None);
    kept.keep(&shown(PrinterCondition::Ready, "$argon2id$secret"));
    let paper = kept.into_disk();
    assert!(!String::from_utf8_lossy(&paper.bytes).contains("secret"));
    let reopened = LastView::open(paper);
    let view = reopened.get().expect("it is there");
    assert_eq!((view.lending.clone(), view.printer), (None, PrinterCondition::Absent));
}

/// A disk that counts how often it is written to.
#[derive(Default)]
struct Counting {
    paper: Paper,
    n_writes: Rc<Cell<usize>>,
}

impl Disk for Counting {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        self.paper.read()
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.paper.append(bytes)
    }

    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.n_writes.set(self.n_writes.get() + 1);
        self.paper.replace(bytes)
    }

    fn set_aside(&mut self) -> io::Result<()> {
        self.paper.set_aside()
    }
}

#[test]
fn what_changes_with_every_visitor_is_not_written() {
    let disk = Counting::default();
    let (n_writes, is_full) = (Rc::clone(&disk.n_writes), Rc::clone(&disk.paper.is_full));
    let mut kept = LastView::open(disk);
    kept.keep(&shown(PrinterCondition::Ready, ""));
    kept.keep(&shown(PrinterCondition::NoPaper, "another"));
    assert_eq!(n_writes.get(), 1);
    let mut other = shown(PrinterCondition::Ready, "");
    other.centre.hotline = "1900".to_owned();
    is_full.set(true);
    kept.keep(&other);
    kept.keep(&other);
    assert_eq!(n_writes.get(), 2, "what the disk does not take is not tried with each view");
    assert_eq!(kept.get().expect("the old one").centre.hotline, "", "what is not on the disk is not kept");
}

#[test]
fn a_file_that_makes_no_sense_is_as_good_as_none() {
    for bytes in [&b"{"[..], b"\xff\xfe", b"{\"screen\":\"board\"}", b"{\"screen\":\"of a newer hub\"}"] {
        let paper = Paper { bytes: bytes.to_vec(), ..Paper::default() };
        let mut kept = LastView::open(paper);
        assert_eq!(kept.get(), None);
        kept.keep(&shown(PrinterCondition::Ready, ""));
        assert!(kept.get().is_some());
    }
}
