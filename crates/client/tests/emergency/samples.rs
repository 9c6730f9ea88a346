//! A disk in memory, a block, and a hub's word.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use goiso_client::LinkEvent;
use goiso_client::RequestIds;
use goiso_client::emergency::{Disk, Emergency, NoNumber, OfflineNumber, Record};
use goiso_model::{DeviceName, LocalText, RequestId, TicketId};
use goiso_protocol::{
    Answer, Centre, IssuingState, KioskView, Lending, LentBlock, PrinterCondition, RefusalText, Request,
    ToHub, View,
};
use jiff::{SignedDuration, Timestamp};

/// A disk that fails when it is told to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paper {
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_full: Rc<Cell<bool>>,
    pub(crate) n_set_aside: usize,
}

impl Disk for Paper {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        Ok(self.bytes.clone())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_full.get() {
            // Half of it finds room.
            self.bytes.extend(&bytes[..bytes.len() / 2]);
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend(bytes);
        Ok(())
    }

    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_full.get() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes = bytes.to_vec();
        Ok(())
    }

    fn set_aside(&mut self) -> io::Result<()> {
        self.n_set_aside += 1;
        Ok(())
    }
}

pub(crate) fn kiosk() -> DeviceName {
    "kiosk-1".parse().unwrap()
}

pub(crate) fn at(secs: i64) -> Timestamp {
    "2026-08-03T00:30:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(secs)
}

pub(crate) fn open(paper: &Paper) -> Emergency<Paper> {
    Emergency::open(paper.clone(), &kiosk(), u64::MAX, RequestIds::new(1)).unwrap()
}

pub(crate) const HOLDER: u64 = (1 << 53) - 1;

pub(crate) fn block(block: u32, first: u32, is_kept: bool) -> LentBlock {
    LentBlock {
        block,
        holder: HOLDER,
        prefix: "K1-".to_owned(),
        first,
        last: first + 2,
        width: 3,
        lent_at: at(0),
        is_kept,
        given_through: None,
    }
}

pub(crate) fn lending(blocks: Vec<LentBlock>) -> Lending {
    Lending {
        epoch: "e".to_owned(),
        day: "2026-08-03".parse().unwrap(),
        until: at(60_000),
        follow_base: "http://hub/t/".to_owned(),
        blocks,
    }
}

pub(crate) fn view(lending: Option<Lending>) -> LinkEvent {
    let empty = LocalText::default;
    LinkEvent::View(Box::new(View::Kiosk(KioskView {
        stand_in: None,
        slips: Vec::new(),
        centre: Centre {
            name: empty(),
            unit: empty(),
            slogan: empty(),
            hotline: String::new(),
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            colour: None,
        },
        fields: Vec::new(),
        services: Vec::new(),
        classes: Vec::new(),
        printer: PrinterCondition::Ready,
        issuing: IssuingState::Ready,
        notices: Vec::new(),
        scanned: None,
        is_scanner_gone: false,
        lending,
        setup: goiso_protocol::KioskSetup::default(),
    })))
}

/// What the kiosk asks for now, in short; the hub's answer follows.
pub(crate) fn ask<D: Disk>(desk: &mut Emergency<D>, secs: i64) -> Option<(RequestId, Request)> {
    match desk.poll(at(secs))? {
        ToHub::Request { id, request } => Some((id, request)),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn done<D: Disk>(desk: &mut Emergency<D>, id: RequestId, secs: i64) {
    desk.take(&LinkEvent::Answer { id, answer: Answer::Done { ticket: None } }, at(secs));
}

pub(crate) fn refused<D: Disk>(desk: &mut Emergency<D>, id: RequestId, code: &str, secs: i64) {
    let refusal = RefusalText { code: code.to_owned(), values: [].into() };
    desk.take(&LinkEvent::Answer { id, answer: Answer::Refused { refusal } }, at(secs));
}

/// A kiosk with the block 1 of 901 to 903 on its disk, ready to be given from.
pub(crate) fn with_block() -> Emergency<Paper> {
    let mut desk = open(&Paper::default());
    desk.take(&LinkEvent::Up, at(0));
    desk.take(&view(Some(lending(vec![block(1, 901, false)]))), at(0));
    let (id, request) = ask(&mut desk, 0).unwrap();
    assert!(matches!(request, Request::KeepBlock { block: 1, .. }), "{request:?}");
    done(&mut desk, id, 1);
    desk
}

pub(crate) fn give(desk: &mut Emergency<Paper>, secs: i64) -> Result<OfflineNumber, NoNumber> {
    let ticket = TicketId::from_bits(u64::try_from(secs).unwrap());
    desk.give("ho-tich".parse().unwrap(), None, None, ticket, at(secs))
}

/// The records on a disk, one word each.
pub(crate) fn words(bytes: &[u8]) -> Vec<String> {
    let contents = goiso_client::emergency::Contents::read(bytes).unwrap();
    let word = |record: &Record| match record {
        Record::Begun { holder, .. } => format!("begun {holder}"),
        Record::Lent(loan) => format!("lent {} to {}", loan.number(loan.first), loan.number(loan.last)),
        Record::Ready(id) => format!("ready {}", id.block),
        Record::Dropped(id) => format!("dropped {}", id.block),
        Record::Given(given) => format!("given {}", given.number),
        Record::Told { .. } => "told".to_owned(),
        Record::TurnedAway(told) => format!("turned away {}", told.number),
        Record::GivenThrough { number, .. } => format!("through {number}"),
        Record::Clock { ahead_micros, .. } => format!("ahead {ahead_micros}"),
    };
    contents.records.iter().map(word).collect()
}
