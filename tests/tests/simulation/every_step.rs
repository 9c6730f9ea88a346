//! One morning in which a kiosk loses the hub twice, played once for every step at which the line or the power of
//! either side may be cut: nobody who was shown a number is lost, nothing is given twice, the line stands by time.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use goiso_client::LinkEvent;
use goiso_client::RequestIds;
use goiso_client::emergency::Emergency;
use goiso_config::Config;
use goiso_domain::{Event, LendingEvent, TicketState};
use goiso_hub::core::{Hub, Input, Origin, TicketIds, ViewKey};
use goiso_model::{CounterNumber, DeviceName, RequestId, TicketId};
use goiso_protocol::{Answer, Request, ToHub};
use jiff::{SignedDuration, Timestamp};

use crate::centre;
use crate::disk::Disk;
use crate::kiosks::Paper;

/// Where the morning is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Never,
    /// The line breaks, and takes the n-th frame to the hub with it.
    FrameToHub(usize),
    /// The same with the n-th frame from the hub.
    FrameFromHub(usize),
    /// The hub's power goes before it has written what comes of its n-th input.
    HubBeforeCommit(usize),
    /// Or right after.
    HubAfterCommit(usize),
    /// The kiosk's power goes in its n-th write, after so many bytes.
    KioskWrite(usize, usize),
}

/// How much there was to cut.
#[derive(Debug, Default, Clone, Copy)]
struct Steps {
    to_hub: usize,
    from_hub: usize,
    inputs: usize,
}

struct Morning {
    cut: Cut,
    steps: Steps,
    now: Timestamp,
    config: Arc<Config>,
    hub: Hub,
    journal: Disk,
    n_hubs: u8,
    kiosk: Emergency<Paper>,
    paper: Paper,
    n_kiosks: u64,
    is_line_up: bool,
    /// What the kiosk's link keeps until it is answered, and whether it is on its way.
    outstanding: VecDeque<(RequestId, Request, bool)>,
    is_view_due: bool,
    /// Numbers that somebody has seen, by when.
    shown: BTreeMap<Timestamp, String>,
}

fn name() -> DeviceName {
    "kiosk-1".parse().unwrap()
}

fn open_hub(config: &Arc<Config>, journal: &mut Disk, secret: u8, now: Timestamp) -> Hub {
    let ids = TicketIds::new([secret; 32]);
    let mut hub = Hub::new(config.clone(), &journal.today(), "e", ids, "http://hub");
    let started = hub.start(now).unwrap();
    journal.commit(&started.entries).unwrap();
    hub
}

impl Morning {
    fn begin(cut: Cut) -> Self {
        let now = "2026-03-09T08:00:00+07:00".parse().unwrap();
        let config = centre::configs()[0].clone();
        let mut journal = Disk::new();
        let hub = open_hub(&config, &mut journal, 0, now);
        let paper = Paper::default();
        if let Cut::KioskWrite(n_writes, n_bytes) = cut {
            paper.cut(n_writes, n_bytes);
        }
        let kiosk = Emergency::open(paper.clone(), &name(), 1 << 40, RequestIds::new(0)).unwrap();
        Self {
            cut,
            steps: Steps::default(),
            now,
            config,
            hub,
            journal,
            n_hubs: 0,
            kiosk,
            paper,
            n_kiosks: 0,
            is_line_up: false,
            outstanding: VecDeque::new(),
            is_view_due: false,
            shown: BTreeMap::new(),
        }
    }

    fn pass(&mut self, secs: i64) {
        self.now += SignedDuration::from_secs(secs);
    }

    fn line_up(&mut self) {
        self.is_line_up = true;
        self.is_view_due = true;
        self.outstanding.iter_mut().for_each(|(_, _, is_sent)| *is_sent = false);
        self.at_kiosk(|kiosk, now| kiosk.take(&LinkEvent::Up, now));
    }

    fn line_down(&mut self) {
        self.is_line_up = false;
        let since = self.now;
        self.at_kiosk(|kiosk, now| kiosk.take(&LinkEvent::Down { since }, now));
    }

    fn line_breaks(&mut self) {
        self.line_down();
        self.line_up();
    }

    /// Something happens at the kiosk, in which its power may go; it is back at once, and knows what its disk knows.
    fn at_kiosk<T>(&mut self, act: impl FnOnce(&mut Emergency<Paper>, Timestamp) -> T) -> T {
        let outcome = act(&mut self.kiosk, self.now);
        if self.paper.was_cut() {
            self.n_kiosks += 1;
            let ids = RequestIds::new(self.n_kiosks);
            self.kiosk = Emergency::open(self.paper.clone(), &name(), 1 << 41, ids).unwrap();
            self.outstanding.clear();
            if self.is_line_up {
                self.line_up();
            }
        }
        outcome
    }

    /// Until neither side has anything to say.
    fn exchange(&mut self) {
        for _ in 0..1_000 {
            if !self.is_line_up {
                return;
            }
            if std::mem::take(&mut self.is_view_due) {
                self.view();
            } else if let Some(idx) = self.outstanding.iter().position(|(_, _, is_sent)| !is_sent) {
                self.outstanding[idx].2 = true;
                let (id, request, _) = self.outstanding[idx].clone();
                self.reach_hub(id, request);
            } else if let Some(ToHub::Request { id, request }) = self.at_kiosk(Emergency::poll) {
                self.outstanding.push_back((id, request, false));
            } else if let Some(due) = self.kiosk.next_deadline() {
                self.now = self.now.max(due);
            } else {
                return;
            }
        }
        panic!("{:?}: the two never stop", self.cut);
    }

    fn reach_hub(&mut self, id: RequestId, request: Request) {
        self.steps.to_hub += 1;
        if self.cut == Cut::FrameToHub(self.steps.to_hub) {
            return self.line_breaks();
        }
        let input = Input::Request { origin: Origin::Kiosk(name()), id: Some(id.clone()), request };
        let Some(answer) = self.hub_takes(&input) else { return self.line_breaks() };
        self.steps.from_hub += 1;
        if self.cut == Cut::FrameFromHub(self.steps.from_hub) {
            return self.line_breaks();
        }
        self.outstanding.retain(|(asked, ..)| *asked != id);
        self.at_kiosk(|kiosk, now| kiosk.take(&LinkEvent::Answer { id, answer }, now));
    }

    /// None when the power goes.
    fn hub_takes(&mut self, input: &Input) -> Option<Answer> {
        self.steps.inputs += 1;
        let outcome = self.hub.handle(input, self.now);
        let is_before = self.cut == Cut::HubBeforeCommit(self.steps.inputs);
        if !is_before {
            self.journal.commit(&outcome.entries).unwrap();
        }
        if is_before || self.cut == Cut::HubAfterCommit(self.steps.inputs) {
            self.n_hubs += 1;
            self.hub = open_hub(&self.config, &mut self.journal, self.n_hubs, self.now);
            return None;
        }
        self.is_view_due |= outcome.stale.has(&ViewKey::Kiosk(name()));
        outcome.answer
    }

    fn view(&mut self) {
        self.steps.from_hub += 1;
        if self.cut == Cut::FrameFromHub(self.steps.from_hub) {
            return self.line_breaks();
        }
        let view = self.hub.view(&ViewKey::Kiosk(name()), self.now).unwrap();
        self.at_kiosk(|kiosk, now| kiosk.take(&LinkEvent::View(Box::new(view)), now));
    }

    /// Somebody takes a number elsewhere, from a program that asks until it is answered.
    fn take_elsewhere(&mut self, id: &str) {
        let request = Request::Issue { service: "chung-thuc".parse().unwrap(), priority: None, scan: None };
        let origin = Origin::Api { device: "api".parse().unwrap(), kiosk: None };
        let input = Input::Request { origin, id: Some(id.parse().unwrap()), request };
        let answer = self.hub_takes(&input).or_else(|| self.hub_takes(&input));
        let Some(Answer::Done { ticket: Some(ticket) }) = answer else {
            panic!("{:?}: {answer:?}", self.cut)
        };
        self.shown.insert(self.now, ticket.number.to_string());
    }

    /// Somebody takes a number at the kiosk while the hub is away; again, if the power went before it was shown.
    fn take_offline(&mut self) {
        for _ in 0..2 {
            let ticket = TicketId::from_bits(self.now.as_microsecond().unsigned_abs() + self.n_kiosks);
            let service: goiso_model::ServiceId = "chung-thuc".parse().unwrap();
            let was = self.n_kiosks;
            let given = self.at_kiosk(|kiosk, now| kiosk.give(service, None, None, ticket, now));
            match given {
                Ok(given) if self.n_kiosks == was => {
                    self.shown.insert(given.issued_at, given.number.to_string());
                    return;
                }
                Ok(_) => {}
                Err(_) if self.n_kiosks > was => {}
                Err(why) => panic!("{:?}: {why:?}", self.cut),
            }
        }
    }

    fn play(&mut self) {
        self.line_up();
        self.exchange();
        self.pass(10);
        self.take_elsewhere("first");
        self.exchange();
        self.line_down();
        for _ in 0..3 {
            self.pass(20);
            self.take_offline();
        }
        self.pass(5);
        self.take_elsewhere("meanwhile");
        self.pass(20);
        self.take_offline();
        self.pass(30);
        self.line_up();
        self.exchange();
        self.line_down();
        self.pass(20);
        self.take_offline();
        self.pass(20);
        self.line_up();
        self.exchange();
        self.pass(90);
        self.exchange();
    }

    fn judge(&self) {
        let cut = self.cut;
        let hall = self.hub.hall();
        hall.check().unwrap_or_else(|law| panic!("{cut:?}: {law}"));
        assert_eq!(self.kiosk.book().untold().len(), 0, "{cut:?}: all is told");
        let line = hall.waiting_order(CounterNumber::new(1).unwrap(), self.now, usize::MAX);
        let called: Vec<_> =
            line.iter().map(|(id, _)| hall.ticket(*id).unwrap().number.to_string()).collect();
        let seen: Vec<_> = self.shown.values().cloned().collect();
        assert_eq!(seen.len(), 7, "{cut:?}: seven people took a number");
        let of_seen: Vec<_> = called.iter().filter(|number| seen.contains(number)).cloned().collect();
        assert_eq!(of_seen, seen, "{cut:?}: all of them wait, by the time at which they came");
        // A number that was on the disk when the power went, and that nobody saw.
        let n_ghosts = usize::from(matches!(cut, Cut::KioskWrite(_, usize::MAX)));
        assert!(called.len() <= seen.len() + n_ghosts, "{cut:?}: nobody else waits: {called:?}");
        assert!(hall.tickets().all(|(_, ticket)| ticket.state == TicketState::Waiting));
        let is_turned_away = |event: &Event| matches!(event, Event::Lending(LendingEvent::TurnedAway { .. }));
        assert!(!self.journal.records().iter().any(|record| is_turned_away(&record.event)), "{cut:?}");
        assert!(
            self.kiosk.offer(self.now).is_ok_and(|n_left| n_left >= 25),
            "{cut:?}: ready for the next time"
        );
        let ids = TicketIds::new([9; 32]);
        let replayed = Hub::new(self.config.clone(), &self.journal.today(), "e", ids, "http://hub");
        assert_eq!(replayed.hall(), hall, "{cut:?}: the journal replayed is the hall");
    }
}

fn played(cut: Cut) -> Morning {
    let mut morning = Morning::begin(cut);
    morning.play();
    morning.judge();
    morning
}

#[test]
fn wherever_the_line_or_the_power_is_cut_nobody_is_lost_and_nothing_is_given_twice() {
    let whole = played(Cut::Never);
    let steps = whole.steps;
    let n_writes = whole.paper.n_writes();
    let line = (1..=steps.to_hub).map(Cut::FrameToHub).chain((1..=steps.from_hub).map(Cut::FrameFromHub));
    let hub = (1..=steps.inputs).flat_map(|n| [Cut::HubBeforeCommit(n), Cut::HubAfterCommit(n)]);
    let torn = [0, 1, 40, usize::MAX];
    let kiosk = (0..n_writes).flat_map(|n| torn.map(|n_bytes| Cut::KioskWrite(n, n_bytes)));
    let cuts: Vec<_> = line.chain(hub).chain(kiosk).collect();
    assert!(cuts.len() > 80, "{} cuts: {steps:?}, {n_writes} writes", cuts.len());
    for cut in cuts {
        played(cut);
    }
}
