//! Kiosks that give numbers by themselves while the hub is away, on disks that tear.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use goiso_client::emergency::{Disk, Emergency};
use goiso_client::{LinkEvent, RequestIds};
use goiso_model::{DeviceName, PriorityClassId, TicketId};
use goiso_protocol::{Request, ToHub};
use jiff::{SignedDuration, Timestamp};

use crate::building::Flaw;
use crate::centre;
use crate::world::World;

/// A kiosk's disk. What it has said to be written outlives the power; of a write that is cut off, a part does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paper(Rc<RefCell<Sheet>>);

#[derive(Debug, Default)]
struct Sheet {
    bytes: Vec<u8>,
    /// After so many more writes the power goes in one, after so many bytes.
    cut: Option<(usize, usize)>,
    n_writes: usize,
    is_cut: bool,
}

impl Paper {
    /// The power goes in a write: after so many more, and after so many bytes of it.
    pub(crate) fn cut(&self, n_writes: usize, n_bytes: usize) {
        self.0.borrow_mut().cut = Some((n_writes, n_bytes));
    }

    /// Writes so far.
    pub(crate) fn n_writes(&self) -> usize {
        self.0.borrow().n_writes
    }

    /// Forgets numbers that it had said to be written.
    fn roll_back(&self) {
        let mut sheet = self.0.borrow_mut();
        let text = String::from_utf8_lossy(&sheet.bytes).into_owned();
        let lines: Vec<_> =
            text.split_inclusive('\n').take_while(|line| !line.contains(r#""kept":"given""#)).collect();
        sheet.bytes = lines.concat().into_bytes();
    }

    /// Whether the power has gone meanwhile. It is back then.
    pub(crate) fn was_cut(&self) -> bool {
        std::mem::take(&mut self.0.borrow_mut().is_cut)
    }
}

impl Disk for Paper {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        Ok(self.0.borrow().bytes.clone())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut sheet = self.0.borrow_mut();
        if sheet.is_cut {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        sheet.n_writes += 1;
        let n_written = match sheet.cut.take() {
            Some((0, n_bytes)) => {
                sheet.is_cut = true;
                n_bytes.min(bytes.len())
            }
            Some((n_writes, n_bytes)) => {
                sheet.cut = Some((n_writes - 1, n_bytes));
                bytes.len()
            }
            None => bytes.len(),
        };
        sheet.bytes.extend(&bytes[..n_written]);
        if sheet.is_cut { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }

    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.borrow_mut().bytes = bytes.to_vec();
        Ok(())
    }

    fn set_aside(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A kiosk's own numbers.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) emergency: Emergency<Paper>,
    paper: Paper,
    is_hub_away: bool,
}

impl Desk {
    pub(crate) fn open(kiosk: &DeviceName, paper: Paper, chance: &mut fastrand::Rng) -> Self {
        let ids = RequestIds::new(chance.u64(..));
        let emergency =
            Emergency::open(paper.clone(), kiosk, chance.u64(..), ids).expect("a disk that reads");
        Self { emergency, paper, is_hub_away: false }
    }

    /// The program has ended; the disk remains.
    pub(crate) fn into_paper(self) -> Paper {
        self.paper
    }

    /// How long until it has something to ask, by the hub's clock.
    pub(crate) fn due_in(&self, hub_now: Timestamp) -> Option<SignedDuration> {
        self.emergency.next_deadline().map(|due| due.duration_since(hub_now))
    }
}

impl World {
    /// A kiosk's own side hears what its link tells, and asks.
    pub(crate) fn desk_hears(&mut self, idx: usize, event: &LinkEvent) {
        self.at_desk(idx, |desk, hub_now| {
            match event {
                LinkEvent::Up => desk.is_hub_away = false,
                LinkEvent::Down { .. } | LinkEvent::NotAccepted { .. } => desk.is_hub_away = true,
                LinkEvent::View(_) | LinkEvent::Port { .. } | LinkEvent::Answer { .. } => {}
            }
            desk.emergency.take(event, hub_now);
        });
    }

    /// Whether the desk had something to ask.
    pub(crate) fn desk_asks(&mut self, idx: usize) -> bool {
        let mut frame = None;
        let ahead = self.screens[idx].link.ahead();
        self.at_desk(idx, |desk, hub_now| {
            if let Some(ahead) = ahead {
                desk.emergency.note_clock(ahead, hub_now);
            }
            frame = desk.emergency.poll(hub_now);
        });
        let Some(ToHub::Request { id, request }) = frame else { return false };
        let (now, screen) = (self.now, &mut self.screens[idx]);
        let hub_now = screen.link.hub_now(now);
        let sent = screen.link.send(ToHub::Request { id: id.clone(), request: request.clone() });
        if let (Err(_), Some(desk)) = (&sent, &mut screen.desk) {
            desk.emergency.not_sent(&id, hub_now);
        }
        let name = screen.name.clone();
        self.say(|| format!("{name} asks {id}: {}", goiso_protocol::encode(&request)));
        sent.is_ok()
    }

    /// Does something at a kiosk's desk, in which the power may go.
    fn at_desk(&mut self, idx: usize, act: impl FnOnce(&mut Desk, Timestamp)) {
        let now = self.now;
        let is_torn = self.is_day && self.chance.u32(0..400) == 0;
        let after = self.chance.usize(0..300);
        let screen = &mut self.screens[idx];
        let hub_now = screen.link.hub_now(now);
        let Some(desk) = &mut screen.desk else { return };
        if is_torn {
            desk.paper.cut(0, after);
        }
        act(desk, hub_now);
        desk.paper.0.borrow_mut().cut = None;
        if desk.paper.was_cut() {
            let name = screen.name.clone();
            self.say(|| format!("the power of {name} goes while it writes"));
            self.restart_screen(idx);
        }
    }

    /// Whether the kiosk offers numbers of its own.
    pub(crate) fn is_hub_away(&self, idx: usize) -> bool {
        self.screens[idx].desk.as_ref().is_some_and(|desk| desk.is_hub_away)
    }

    /// Somebody takes a number from a kiosk that has lost the hub, perhaps instead of one that was asked for before.
    pub(crate) fn offline_visitor(&mut self, idx: usize) {
        let service = self.some_service();
        let has_priority = self.chance.u32(0..5) == 0;
        let priority = has_priority.then(|| {
            let class = *self.chance.choice(&centre::CLASSES).expect("there are some");
            PriorityClassId::new(class).expect("a class")
        });
        let ticket = TicketId::from_bits(self.chance.u64(..));
        let waiting =
            self.screens[idx].asked.iter().find(|(_, wish, _)| matches!(wish, Request::Issue { .. }));
        let instead_of = waiting.map(|(id, ..)| id.clone()).filter(|_| self.chance.bool());
        let (mut given, replaced) = (None, instead_of.clone());
        let is_torn = self.is_day && self.chance.u32(0..20) == 0;
        let after = self.chance.usize(0..400);
        self.at_desk(idx, |desk, hub_now| {
            if is_torn {
                desk.paper.cut(0, after);
            }
            given = desk.emergency.give(service, priority, replaced, ticket, hub_now).ok();
        });
        let name = self.screens[idx].name.clone();
        self.notebook.offline_tried(ticket);
        let Some(given) = given else { return };
        self.say(|| format!("{name} gives {} by itself", given.number));
        self.notebook.offline_shown(&name, &given);
        if let Some(id) = instead_of {
            let screen = &mut self.screens[idx];
            screen.link.withdraw(&id);
            screen.asked.retain(|(asked, ..)| *asked != id);
            self.notebook.gave_up(&name, &id);
        }
    }

    /// A kiosk's program is started anew: on its disk, or, seldom, on a new one.
    pub(crate) fn restart_screen(&mut self, idx: usize) {
        let is_lost = self.is_day && self.chance.u32(0..12) == 0;
        let screen = &mut self.screens[idx];
        let old = screen.desk.take();
        if let (true, Some(desk)) = (is_lost, &old) {
            let untold: Vec<_> = desk.emergency.book().untold().map(|given| given.ticket).collect();
            self.notebook.lost_with_disk(untold);
        }
        if let (Flaw::KioskDisksRollBack, Some(desk)) = (self.flaw, &old) {
            desk.paper.roll_back();
        }
        let paper = old.map(|desk| if is_lost { Paper::default() } else { desk.into_paper() });
        let (now, name) = (self.now, screen.name.clone());
        screen.restart(now, &mut self.chance);
        if let Some(paper) = paper {
            let desk = Desk::open(&name, paper, &mut self.chance);
            if let Some(ahead) = desk.emergency.book().ahead() {
                screen.link.reckon(ahead);
            }
            screen.desk = Some(desk);
        }
    }

    /// In the end the hub has been told of everything.
    pub(crate) fn judge_desks(&self) -> Result<(), String> {
        for screen in &self.screens {
            let untold = screen.desk.as_ref().and_then(|desk| desk.emergency.book().untold().next().cloned());
            if let Some(given) = untold {
                return Err(format!("{} never told of {}", screen.name, given.number));
            }
        }
        Ok(())
    }
}
