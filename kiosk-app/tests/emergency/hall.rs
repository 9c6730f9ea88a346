//! A kiosk, its disk in memory, and a hub that lends it three numbers; and scripts played on them.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use crate::sample::{at, class_id, mockup, service_id, ticket};
use goiso_client::emergency::{Disk, Emergency, LastView};
use goiso_client::{LinkEvent, RequestIds};
use goiso_kiosk::{Action, AwayOffer, Errand, Kiosk, Runtime, Screen, Told};
use goiso_model::{DeviceName, Language, RequestId};
use goiso_protocol::{Answer, KioskView, Lending, LentBlock, RefusalText, Request, TicketInfo, ToHub, View};
use jiff::SignedDuration;

/// A disk that takes nothing when it is told to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paper {
    bytes: Vec<u8>,
    is_full: Rc<Cell<bool>>,
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
        Ok(())
    }
}

/// A kiosk, its disk, and a hub that lends it three numbers.
pub(crate) struct Hall {
    pub(crate) runtime: Runtime<Paper>,
    is_full: Rc<Cell<bool>>,
    n_starts: u64,
    /// What was asked of the hub and not answered, as the link keeps it.
    outstanding: Vec<(RequestId, Request)>,
    pub(crate) view: KioskView,
    pub(crate) told: Vec<String>,
}

const EPOCH: &str = "e";

pub(crate) fn lent(is_kept: bool) -> Lending {
    let block = LentBlock {
        block: 1,
        holder: HOLDER,
        prefix: "K1-".to_owned(),
        first: 901,
        last: 903,
        width: 3,
        lent_at: at(-100),
        is_kept,
        given_through: None,
    };
    Lending {
        epoch: EPOCH.to_owned(),
        day: "2026-11-23".parse().expect("a date"),
        until: at(36_000),
        follow_base: "http://hub/t/".to_owned(),
        blocks: vec![block],
    }
}

const HOLDER: u64 = (1 << 53) - 1;

fn start(disks: (Paper, Paper), n_starts: u64, secs: i64) -> Runtime<Paper> {
    let device: DeviceName = "kiosk-1".parse().expect("a slug");
    let languages = goiso_i18n::languages();
    let kiosk = Kiosk::new(Language::vietnamese(), languages, RequestIds::new(n_starts), at(secs));
    let mut n_drawn = n_starts * 1000;
    let mut runtime = Runtime::new(kiosk, move || {
        n_drawn += 1;
        n_drawn
    });
    let (numbers, last_view) = disks;
    let emergency = Emergency::open(numbers, &device, u64::MAX, RequestIds::new(1_000 + n_starts));
    let emergency = emergency.expect("it can be read");
    runtime.adopt(emergency, LastView::open(last_view), at(secs));
    runtime
}

impl Hall {
    /// The kiosk on the first second of its first start, before it has heard anything.
    pub(crate) fn new() -> Self {
        let paper = Paper::default();
        let is_full = Rc::clone(&paper.is_full);
        let disks = (paper.clone(), Paper { bytes: Vec::new(), is_full: Rc::clone(&is_full) });
        Self {
            runtime: start(disks, 1, 0),
            is_full,
            n_starts: 1,
            outstanding: Vec::new(),
            view: KioskView { lending: Some(lent(false)), ..mockup() },
            told: Vec::new(),
        }
    }

    /// The power goes and comes back: nothing is left but the disk.
    pub(crate) fn restart(&mut self, secs: i64) {
        self.n_starts += 1;
        let mut empty = start((Paper::default(), Paper::default()), 0, secs);
        std::mem::swap(&mut empty, &mut self.runtime);
        let disks = empty.into_disks().expect("it had one");
        self.runtime = start(disks, self.n_starts, secs);
        self.outstanding.clear();
    }

    fn happen(&mut self, event: LinkEvent, secs: i64) {
        self.runtime.take(event, at(secs));
        self.poll(secs);
    }

    /// Does the errands, and writes down what they are.
    pub(crate) fn poll(&mut self, secs: i64) {
        for errand in self.runtime.poll(Some(SignedDuration::ZERO), at(secs)) {
            match errand {
                Errand::Send(ToHub::Request { id, request }) => {
                    self.told.push(in_words(&request));
                    self.outstanding.push((id, request));
                }
                Errand::Send(other) => panic!("{other:?}"),
                Errand::Print(_, slip) => self.told.push(format!("prints {}", slip.number)),
                Errand::Withdraw(id) => {
                    // The link knows an answered one no more.
                    let n_before = self.outstanding.len();
                    self.outstanding.retain(|(asked, _)| *asked != id);
                    if self.outstanding.len() < n_before {
                        self.told.push("takes the wish back".to_owned());
                    }
                }
            }
        }
    }

    pub(crate) fn show(&mut self, secs: i64) {
        let view = self.view.clone();
        self.happen(LinkEvent::View(Box::new(View::Kiosk(view))), secs);
    }

    /// The hub answers the oldest wish so.
    fn answer(&mut self, answer: Answer, secs: i64) {
        assert!(!self.outstanding.is_empty(), "nothing has been asked");
        let (id, request) = self.outstanding.remove(0);
        if let (Request::KeepBlock { .. }, Answer::Done { .. }) = (&request, &answer) {
            self.view.lending = Some(lent(true));
        }
        self.happen(LinkEvent::Answer { id, answer }, secs);
    }

    pub(crate) fn act(&mut self, what: &str, secs: i64) {
        let words: Vec<&str> = what.split(' ').collect();
        let action = match words[..] {
            ["touches"] => Action::Begin,
            ["takes", service] => Action::ChooseService(service_id(service)),
            ["asks", "for", "priority"] => Action::AskPriority,
            ["claims", class] => Action::ChooseClass(class_id(class)),
            ["takes", "an", "emergency", "number"] => Action::TakeEmergency,
            ["leaves"] => Action::Back,
            ["is", "done"] => Action::Done,
            _ => return self.befall(&words, secs),
        };
        self.runtime.handle(action, at(secs));
        self.poll(secs);
    }

    fn befall(&mut self, words: &[&str], secs: i64) {
        let done = |ticket: Option<TicketInfo>| Answer::Done { ticket };
        match words {
            ["the", "hub", "is", "there"] => {
                self.happen(LinkEvent::Up, secs);
                self.show(secs);
            }
            // The link says so 5 seconds after the hub was last heard.
            ["the", "hub", "is", "gone"] => self.happen(LinkEvent::Down { since: at(secs - 5) }, secs),
            ["the", "power", "goes"] => self.restart(secs),
            ["the", "disk", "is", "full"] => self.is_full.set(true),
            ["the", "disk", "has", "room"] => self.is_full.set(false),
            ["the", "hub", "answers"] => self.answer(done(Some(ticket())), secs),
            ["the", "hub", "keeps", "it"] | ["the", "hub", "turns", "it", "away"] => {
                self.answer(done(None), secs);
            }
            ["the", "hub", "refuses"] => {
                let refusal = RefusalText { code: "journal_unavailable".to_owned(), values: [].into() };
                self.answer(Answer::Refused { refusal }, secs);
            }
            ["waits"] => self.poll(secs),
            other => panic!("nobody knows what this is: {other:?}"),
        }
    }
}

fn in_words(request: &Request) -> String {
    match request {
        Request::Issue { service, .. } => format!("asks for {service}"),
        Request::BorrowBlock { .. } => "borrows".to_owned(),
        Request::KeepBlock { .. } => "keeps".to_owned(),
        Request::TellIssued { number, priority, instead_of, .. } => {
            let class = priority.as_ref().map(|class| format!(" as {class}")).unwrap_or_default();
            let instead = if instead_of.is_some() { " instead of a wish" } else { "" };
            format!("tells {number}{class}{instead}")
        }
        other => panic!("a kiosk does not ask for {other:?}"),
    }
}

pub(crate) fn screen(kiosk: &Kiosk, secs: i64) -> String {
    let state = match kiosk.away_offer(at(secs)) {
        Some(AwayOffer::Numbers) => " (own numbers)",
        Some(AwayOffer::None(why)) => &format!(" (away, {why:?})"),
        Some(AwayOffer::NoService { .. }) => " (away, closed)",
        None => "",
    };
    let screen = match kiosk.screen() {
        Screen::Attract => "nobody".to_owned(),
        Screen::Choosing { .. } => "choosing".to_owned(),
        Screen::Classes => "classes".to_owned(),
        Screen::Asking { .. } => "asking".to_owned(),
        Screen::Given { number, .. } => format!("shows {}", number.number),
        Screen::Taken { ticket, .. } => format!("shows {}", ticket.number),
        Screen::Told { told: Told::NoNumber(why), .. } => format!("no number: {why:?}"),
        Screen::Told { told: Told::NoAnswer(_), .. } => "no answer".to_owned(),
        other => format!("{other:?}"),
    };
    format!("{screen}{state}")
}

/// Plays a script on a kiosk that has its numbers and was left alone by the hub since.
pub(crate) fn play(script: &str) -> String {
    let (_, told) = play_on(ready(), script);
    told
}

pub(crate) fn play_on(mut hall: Hall, script: &str) -> (Hall, String) {
    hall.told.clear();
    let mut lines = Vec::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (secs, what) = line.split_once(' ').expect("a line begins with its second");
        let secs: i64 = secs.parse().expect("seconds");
        while let Some(due) = hall.runtime.kiosk().next_deadline().filter(|due| *due < at(secs)) {
            let due_secs = due.duration_since(at(0)).as_secs();
            hall.poll(due_secs);
            let told = std::mem::take(&mut hall.told).join(", ");
            let told = if told.is_empty() { told } else { format!("{told}, ") };
            lines.push(format!(
                "{due_secs:>3}s by itself -> {told}{}",
                screen(hall.runtime.kiosk(), due_secs)
            ));
        }
        hall.act(what, secs);
        let told = std::mem::take(&mut hall.told).join(", ");
        let told = if told.is_empty() { told } else { format!("{told}, ") };
        lines.push(format!("{secs:>3}s {what} -> {told}{}", screen(hall.runtime.kiosk(), secs)));
    }
    (hall, lines.join("\n"))
}

/// A kiosk with numbers of its own, ready to be given, and the hub there.
pub(crate) fn ready() -> Hall {
    let mut hall = Hall::new();
    hall.act("the hub is there", 0);
    assert_eq!(hall.told, ["keeps"], "the block is on the disk");
    hall.act("the hub keeps it", 0);
    hall
}
