//! Screens and their lines to the hub: the clients' own `Link`, and a network that loses, doubles and dies.

use std::sync::Arc;

use goiso_client::{Command, Link, LinkEvent, RequestIds};
use goiso_hub::core::{Input, ViewKey};
use goiso_model::{DeviceName, RequestId};
use goiso_protocol::{Answer, BoardView, FromHub, Request, Role, ToHub, View, decode, encode};
use jiff::{SignedDuration, Timestamp};

use crate::building::{Asker, Flaw};
use crate::kiosks::Desk;
use crate::notebook::{Notebook, in_words};
use crate::world::{Happening, World};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Down,
    Opening(u64),
    Up(u64),
    /// Nothing gets through any more, and nobody has said so.
    Dead,
}

pub(crate) struct Screen {
    pub(crate) name: DeviceName,
    pub(crate) role: Role,
    pub(crate) view: Option<View>,
    /// What waits for an answer, and for which touch.
    pub(crate) asked: Vec<(RequestId, Request, u64)>,
    pub(crate) link: Link,
    /// A kiosk's own numbers.
    pub(crate) desk: Option<Desk>,
    ids: RequestIds,
    line: Line,
    latency: SignedDuration,
    turn: u64,
    view_on_its_way: Option<Arc<str>>,
}

impl Screen {
    pub(crate) fn new(name: DeviceName, role: Role, now: Timestamp, chance: &mut fastrand::Rng) -> Self {
        Self {
            link: Link::new(name.clone(), role.clone(), now),
            ids: RequestIds::new(chance.u64(..)),
            name,
            role,
            desk: None,
            view: None,
            asked: Vec::new(),
            line: Line::Down,
            latency: SignedDuration::from_millis(1),
            turn: 0,
            view_on_its_way: None,
        }
    }

    /// The program is started anew, and knows nothing of what it had asked.
    pub(crate) fn restart(&mut self, now: Timestamp, chance: &mut fastrand::Rng) {
        let turn = self.turn;
        *self = Self { turn, ..Self::new(self.name.clone(), self.role.clone(), now, chance) };
    }
}

impl World {
    /// A person's wish goes to the link.
    pub(crate) fn wish(&mut self, idx: usize, request: &Request) {
        let touch = self.notebook.touch();
        self.send(idx, request, touch);
        self.drive(idx);
    }

    fn send(&mut self, idx: usize, request: &Request, touch: u64) {
        let screen = &mut self.screens[idx];
        let id = screen.ids.draw();
        let frame = ToHub::Request { id: id.clone(), request: request.clone() };
        if screen.link.send(frame).is_ok() {
            self.notebook.wished(&screen.name, &id, touch);
            screen.asked.push((id.clone(), request.clone(), touch));
            let name = screen.name.clone();
            self.say(|| format!("{name} asks {id}: {}", encode(request)));
        }
    }

    /// Does what a link says, and looks at what it has to tell.
    pub(crate) fn drive(&mut self, idx: usize) {
        let now = self.now;
        for command in self.screens[idx].link.poll(now) {
            match command {
                Command::Connect => self.connect(idx),
                Command::Send(text) => self.send_text(idx, &text),
                Command::Close => self.screens[idx].line = Line::Down,
            }
        }
        let screen = &mut self.screens[idx];
        screen.turn += 1;
        let (due, turn) = (screen.link.next_deadline(), screen.turn);
        for event in screen.link.drain_events() {
            self.desk_hears(idx, &event);
            if let Err(law) = self.hear(idx, event) {
                self.notebook.broken.get_or_insert(law);
            }
        }
        if self.desk_asks(idx) {
            return self.drive(idx);
        }
        let screen = &self.screens[idx];
        let desk_due = screen.desk.as_ref().and_then(|desk| desk.due_in(screen.link.hub_now(now)));
        let due = desk_due.map_or(due, |wait| due.min(now + wait.max(SignedDuration::from_millis(1))));
        self.at(due, Happening::Poll { screen: idx, turn });
    }

    fn connect(&mut self, idx: usize) {
        self.n_sessions += 1;
        let session = self.n_sessions;
        self.screens[idx].line = Line::Opening(session);
        self.screens[idx].latency = SignedDuration::from_millis(self.chance.i64(1..40));
        let is_there = self.building.hub.is_some() && (!self.is_day || self.chance.u32(0..8) > 0);
        let happening = if is_there {
            Happening::Connected { screen: idx, session }
        } else {
            Happening::NotConnected { screen: idx, session }
        };
        self.after_millis(1..200, happening);
    }

    fn send_text(&mut self, idx: usize, text: &str) {
        let Line::Up(session) = self.screens[idx].line else { return };
        let at = self.now + self.screens[idx].latency;
        self.at(at, Happening::ToHub { screen: idx, session, text: text.to_owned() });
        if self.is_day && text.contains(r#""type":"request""#) && self.chance.u32(0..25) == 0 {
            let later = at + SignedDuration::from_millis(self.chance.i64(0..60));
            self.at(later, Happening::ToHub { screen: idx, session, text: text.to_owned() });
        }
    }

    pub(crate) fn poll(&mut self, idx: usize, turn: u64) {
        if self.screens[idx].turn != turn {
            return;
        }
        // The hub says every two seconds that it lives.
        if let Line::Up(session) = self.screens[idx].line
            && self.building.sessions.contains_key(&session)
        {
            self.screens[idx].link.heard(self.now);
        }
        self.drive(idx);
    }

    pub(crate) fn connected(&mut self, idx: usize, session: u64) {
        if self.screens[idx].line != Line::Opening(session) {
            return;
        }
        if self.building.hub.is_none() {
            return self.not_connected(idx, session);
        }
        self.screens[idx].line = Line::Up(session);
        self.screens[idx].view_on_its_way = None;
        self.screens[idx].link.opened(self.now);
        self.drive(idx);
    }

    pub(crate) fn not_connected(&mut self, idx: usize, session: u64) {
        if self.screens[idx].line == Line::Opening(session) {
            self.lose_line(idx);
        }
    }

    fn lose_line(&mut self, idx: usize) {
        let screen = &mut self.screens[idx];
        screen.line = Line::Down;
        screen.link.lost(self.now);
        if self.flaw == Flaw::ClientsDrawNewIds {
            screen.link = Link::new(screen.name.clone(), screen.role.clone(), self.now);
            for (_, request, touch) in std::mem::take(&mut screen.asked) {
                self.send(idx, &request, touch);
            }
        }
        self.drive(idx);
    }

    pub(crate) fn reach_hub(&mut self, idx: usize, session: u64, text: String) {
        if self.building.hub.is_none() {
            return;
        }
        match decode(&text) {
            Ok(ToHub::Hello { device, role, .. }) if !self.building.is_deciding() => {
                // The hub may not have noticed yet that the last session has ended.
                if self.chance.bool() {
                    self.building.sessions.retain(|_, session| session.screen != idx);
                }
                let frames = self.building.hello(session, idx, (device, role), self.now);
                for frame in frames {
                    let at = self.now + self.screens[idx].latency;
                    self.at(at, Happening::FromHub { screen: idx, session, text: frame.into() });
                }
            }
            Ok(ToHub::Hello { .. }) => {
                self.after_millis(1..2, Happening::ToHub { screen: idx, session, text });
            }
            Ok(ToHub::Request { id, request }) => {
                let Some(origin) = self.building.sessions.get(&session).map(|s| s.origin.clone()) else {
                    return;
                };
                let input = Input::Request { origin, id: Some(id.clone()), request };
                self.input(input, Asker::Session { session, id });
            }
            Ok(
                ToHub::SignIn { .. }
                | ToHub::TakeSeat { .. }
                | ToHub::SignOut { .. }
                | ToHub::Report { .. }
                | ToHub::OpenCorner { .. }
                | ToHub::Port { .. }
                | ToHub::Unknown,
            )
            | Err(_) => {
                unreachable!("the link sends nothing else: {text}")
            }
        }
    }

    /// An answer leaves the hub.
    pub(crate) fn answer(&mut self, asker: &Asker, answer: Answer) {
        match asker {
            Asker::Nobody => {}
            Asker::Session { session, id } => {
                let Some(idx) = self.building.sessions.get(session).map(|session| session.screen) else {
                    return;
                };
                let text = encode(&FromHub::Answer { id: id.clone(), answer }).into();
                let at = self.now + self.screens[idx].latency;
                self.at(at, Happening::FromHub { screen: idx, session: *session, text });
            }
            Asker::Program { .. } if self.is_day && self.chance.u32(0..20) == 0 => {}
            Asker::Program { call_idx } => {
                let happening = Happening::ProgramHears { call_idx: *call_idx, answer: Box::new(answer) };
                self.after_millis(1..30, happening);
            }
        }
    }

    /// A view leaves the hub. A newer one overtakes it.
    pub(crate) fn view_leaves(&mut self, session: u64, frame: Arc<str>) {
        let Some(idx) = self.building.sessions.get(&session).map(|session| session.screen) else { return };
        let screen = &mut self.screens[idx];
        if screen.line != Line::Up(session) {
            return;
        }
        if screen.view_on_its_way.replace(frame).is_none() {
            let at = self.now + screen.latency;
            self.at(at, Happening::View { screen: idx, session });
        }
    }

    pub(crate) fn view_comes(&mut self, idx: usize, session: u64) -> Result<(), String> {
        if self.screens[idx].line != Line::Up(session) {
            return Ok(());
        }
        match self.screens[idx].view_on_its_way.take() {
            Some(text) => self.hear_frame(idx, session, &text),
            None => Ok(()),
        }
    }

    pub(crate) fn hear_frame(&mut self, idx: usize, session: u64, text: &str) -> Result<(), String> {
        if self.screens[idx].line == Line::Up(session) {
            self.screens[idx].link.received(text, self.now);
            self.drive(idx);
        }
        self.notebook.broken.take().map_or(Ok(()), Err)
    }

    fn hear(&mut self, idx: usize, event: LinkEvent) -> Result<(), String> {
        let screen = &mut self.screens[idx];
        match event {
            LinkEvent::Up | LinkEvent::NotAccepted { .. } | LinkEvent::Port { .. } => Ok(()),
            LinkEvent::Down { .. } => {
                let name = screen.name.clone();
                self.say(|| format!("{name} says that the line is down"));
                Ok(())
            }
            LinkEvent::View(view) => {
                Notebook::shown(&screen.name, &view, &self.building.disk)?;
                screen.view = Some(*view);
                Ok(())
            }
            LinkEvent::Answer { id, answer } => {
                let Some(place) = screen.asked.iter().position(|(asked, ..)| *asked == id) else {
                    return Ok(());
                };
                let (_, request, _) = screen.asked.remove(place);
                let name = screen.name.clone();
                self.say(|| format!("{name} hears {id}: {}", in_words(&answer)));
                self.notebook.told(&name, &id, &request, &answer, &self.building.disk)
            }
        }
    }

    pub(crate) fn line_breaks(&mut self) {
        if !self.is_day {
            return;
        }
        let idx = self.chance.usize(0..self.screens.len());
        let name = self.screens[idx].name.clone();
        match self.chance.u32(0..5) {
            0 => {
                self.say(|| format!("{name} is started anew"));
                self.restart_screen(idx);
                self.drive(idx);
            }
            1 | 2 => {
                self.say(|| format!("the line of {name} is dead"));
                self.screens[idx].line = Line::Dead;
            }
            _ => {
                self.say(|| format!("the line of {name} breaks"));
                self.lose_line(idx);
            }
        }
        self.after_secs(5..90, Happening::LineBreaks);
    }

    /// The hub has gone; some lines tell it, others are simply silent.
    pub(crate) fn lines_fall(&mut self) {
        for idx in 0..self.screens.len() {
            match self.screens[idx].line {
                Line::Up(_) | Line::Opening(_) if self.chance.bool() => self.lose_line(idx),
                Line::Up(_) | Line::Opening(_) => self.screens[idx].line = Line::Dead,
                Line::Down | Line::Dead => {}
            }
        }
    }

    /// In the end every wish has its answer, and every screen shows the hall.
    pub(crate) fn judge_screens(&mut self) -> Result<(), String> {
        let now = self.building.clock(self.now);
        let Some(hub) = &self.building.hub else { return Err("the hub does not run".to_owned()) };
        for screen in &self.screens {
            let key = match &screen.role {
                Role::Kiosk => ViewKey::Kiosk(screen.name.clone()),
                Role::Counter { counter } => ViewKey::Counter(*counter),
                Role::Board => ViewKey::Board(screen.name.clone()),
                Role::Desk => ViewKey::Desk,
                // It shows nothing.
                Role::Agent => continue,
            };
            // The file in force may have no place for this screen.
            let Some(view) = hub.view(&key, now) else { continue };
            if let Some((id, ..)) = screen.asked.first() {
                return Err(format!("{} never heard of {id}", screen.name));
            }
            let is_true = match (&screen.view, view) {
                (Some(View::Board(shown)), View::Board(is)) => on_board(shown) == on_board(&is),
                (Some(View::Counter(shown)), View::Counter(is)) => {
                    (&shown.state, &shown.current, shown.n_waiting) == (&is.state, &is.current, is.n_waiting)
                }
                // What a kiosk shows changes with the time alone.
                (Some(View::Kiosk(shown)), View::Kiosk(is)) => shown.issuing == is.issuing,
                _ => false,
            };
            if !is_true {
                return Err(format!("{} shows something else than the hall: {:?}", screen.name, screen.view));
            }
        }
        Ok(())
    }
}

fn on_board(board: &BoardView) -> String {
    format!("{:?} {:?}", board.calls, board.counters)
}
