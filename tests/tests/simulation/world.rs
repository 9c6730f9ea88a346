//! Time, chance, and what happens in them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use goiso_hub::core::{Action, DeviceReport, Input};
use jiff::{SignedDuration, Timestamp};

use crate::building::{Asker, Building, Flaw, Output};
use crate::centre;
use crate::disk::Room;
use crate::judge;
use crate::kiosks::{Desk, Paper};
use crate::notebook::Notebook;
use crate::printers::Printers;
use crate::programs::Programs;
use crate::screens::Screen;

/// How long everything is left alone at the end, so that what was broken can mend. No whole number of seconds:
/// days begin on one, and their commit should not be under way at the end.
const SETTLE_MILLIS: i64 = 120_300;

/// What came of a seed.
pub(crate) struct Day {
    /// The law that was broken, if one was.
    pub(crate) broken: Option<String>,
    pub(crate) transcript: Vec<String>,
}

/// Something that will happen.
#[derive(Debug)]
pub(crate) enum Happening {
    /// A link has something due; of an older turn, no more.
    Poll {
        screen: usize,
        turn: u64,
    },
    /// A connection stands, or could not be made.
    Connected {
        screen: usize,
        session: u64,
    },
    NotConnected {
        screen: usize,
        session: u64,
    },
    ToHub {
        screen: usize,
        session: u64,
        text: String,
    },
    FromHub {
        screen: usize,
        session: u64,
        text: Arc<str>,
    },
    /// The newest view reaches a screen.
    View {
        screen: usize,
        session: u64,
    },
    /// Somebody stands before a screen.
    Person {
        screen: usize,
    },
    /// A program asks, or asks again.
    Program,
    ProgramAsks {
        call_idx: usize,
    },
    ProgramHears {
        call_idx: usize,
        answer: Box<goiso_protocol::Answer>,
    },
    /// The core loop takes what waits, or its commit is through.
    Decide,
    Commit,
    Tick {
        turn: u64,
    },
    /// Word from a device.
    Report(DeviceReport),
    Slip {
        printer: usize,
    },
    PrinterTurns {
        printer: usize,
    },
    DiskTurns,
    LineBreaks,
    PowerOff,
    PowerOn,
}

/// A stretch of time that is played, and the one that is slept through after it.
#[derive(Debug)]
struct Span {
    until: Timestamp,
    next: Option<Timestamp>,
}

pub(crate) struct World {
    pub(crate) now: Timestamp,
    pub(crate) chance: fastrand::Rng,
    pub(crate) flaw: Flaw,
    pub(crate) building: Building,
    pub(crate) screens: Vec<Screen>,
    pub(crate) printers: Printers,
    pub(crate) programs: Programs,
    pub(crate) notebook: Notebook,
    /// Whether people still come and things still break.
    pub(crate) is_day: bool,
    pub(crate) n_sessions: u64,
    coming: BTreeMap<(Timestamp, u64), Happening>,
    n_happenings: u64,
    tick_turn: u64,
    /// The hub alone is awake before.
    asleep_until: Timestamp,
    transcript: Vec<String>,
}

/// Plays one seed.
pub(crate) fn play(seed: u64, flaw: Flaw) -> Day {
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut spans = spans(&mut chance);
    let now = spans.pop_front().and_then(|span| span.next).expect("the first one begins");
    let mut world = World {
        now,
        flaw,
        building: Building::new(flaw),
        screens: Vec::new(),
        printers: Printers::default(),
        programs: Programs::default(),
        notebook: Notebook::default(),
        is_day: true,
        n_sessions: 0,
        coming: BTreeMap::new(),
        n_happenings: 0,
        tick_turn: 0,
        asleep_until: Timestamp::MIN,
        transcript: Vec::new(),
        chance,
    };
    let broken = world.live(spans).err();
    Day { broken, transcript: world.transcript }
}

/// One to three stretches of a few minutes: the morning, closing time, midnight.
fn spans(chance: &mut fastrand::Rng) -> VecDeque<Span> {
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").expect("a zone that the system knows");
    let mut date = jiff::civil::date(2026, 3, chance.i8(2..=27));
    let mut spans = VecDeque::new();
    let mut until = Timestamp::MIN;
    // Most seeds are short, so that there are many; a fatal day is seldom a long one.
    let n_spans = *chance.choice(&[1, 1, 2, 2, 3]).expect("there are some");
    for _ in 0..n_spans {
        let (hour, minute) = *chance.choice(&[(7, 28), (8, 40), (11, 24), (23, 54)]).expect("there are some");
        let begin =
            date.at(hour, minute, 0, 0).to_zoned(zone.clone()).expect("no gap in this zone").timestamp();
        spans.push_back(Span { until, next: Some(begin) });
        until = begin + SignedDuration::from_secs(chance.i64(100..=420));
        date = date.saturating_add(jiff::Span::new().days(chance.i64(1..=4)));
    }
    spans.push_back(Span { until, next: None });
    spans
}

impl World {
    fn live(&mut self, spans: VecDeque<Span>) -> Result<(), String> {
        self.begin();
        for span in spans {
            self.pass_until(span.until)?;
            if let Some(morning) = span.next {
                self.sleep_until(morning);
            }
        }
        self.settle()?;
        self.judge()
    }

    fn begin(&mut self) {
        self.power_on();
        for (idx, (name, role)) in centre::screens().into_iter().enumerate() {
            let is_kiosk = role == goiso_protocol::Role::Kiosk;
            let mut screen = Screen::new(name.clone(), role, self.now, &mut self.chance);
            screen.desk = is_kiosk.then(|| Desk::open(&name, Paper::default(), &mut self.chance));
            self.screens.push(screen);
            self.drive(idx);
            self.after_secs(1..20, Happening::Person { screen: idx });
        }
        for printer in 0..centre::PRINTERS.len() {
            self.after_secs(60..900, Happening::PrinterTurns { printer });
        }
        self.after_secs(5..60, Happening::Program);
        self.after_secs(20..120, Happening::LineBreaks);
        self.after_secs(30..600, Happening::PowerOff);
        self.after_secs(60..800, Happening::DiskTurns);
    }

    fn pass_until(&mut self, until: Timestamp) -> Result<(), String> {
        while let Some(entry) = self.coming.first_entry().filter(|entry| entry.key().0 <= until) {
            let ((at, _), happening) = entry.remove_entry();
            self.now = at;
            self.happen(happening)?;
        }
        self.now = self.now.max(until);
        Ok(())
    }

    /// Nobody does anything until then: what was to come soon comes so soon after it. The hub alone is awake.
    fn sleep_until(&mut self, morning: Timestamp) {
        self.say(|| format!("— until {morning}"));
        self.asleep_until = morning;
        for ((at, _), happening) in std::mem::take(&mut self.coming) {
            self.at(at, happening);
        }
    }

    /// People go, the disk has room, the power stays; what waits comes to its end. Then once more after a last
    /// power cut, with the first of the files, so that every screen is part of the hall.
    fn settle(&mut self) -> Result<(), String> {
        self.is_day = false;
        self.say(|| "— everybody goes".to_owned());
        self.building.disk.room = Room::Enough;
        self.power_on();
        self.input(Input::Tick, Asker::Nobody);
        self.pass_until(self.now + SignedDuration::from_millis(SETTLE_MILLIS))?;
        self.judge_screens()?;
        self.power_off()?;
        self.building.config_idx = 0;
        self.power_on();
        self.pass_until(self.now + SignedDuration::from_millis(SETTLE_MILLIS))
    }

    fn happen(&mut self, happening: Happening) -> Result<(), String> {
        match happening {
            Happening::Poll { screen, turn } => self.poll(screen, turn),
            Happening::Connected { screen, session } => self.connected(screen, session),
            Happening::NotConnected { screen, session } => self.not_connected(screen, session),
            Happening::ToHub { screen, session, text } => self.reach_hub(screen, session, text),
            Happening::FromHub { screen, session, text } => self.hear_frame(screen, session, &text)?,
            Happening::View { screen, session } => self.view_comes(screen, session)?,
            Happening::Person { screen } => self.person(screen),
            Happening::Program => self.program(),
            Happening::ProgramAsks { call_idx } => self.program_asks(call_idx),
            Happening::ProgramHears { call_idx, answer } => self.program_hears(call_idx, &answer)?,
            Happening::Decide => self.decide()?,
            Happening::Commit => self.commit()?,
            Happening::Tick { turn } if turn == self.tick_turn => self.input(Input::Tick, Asker::Nobody),
            Happening::Tick { .. } => {}
            Happening::Report(report) => self.input(Input::Device(report), Asker::Nobody),
            Happening::Slip { printer } => self.slip(printer)?,
            Happening::PrinterTurns { printer } => self.printer_turns(printer),
            Happening::DiskTurns => self.disk_turns(),
            Happening::LineBreaks => self.line_breaks(),
            Happening::PowerOff => self.power_cut()?,
            Happening::PowerOn => self.power_on(),
        }
        Ok(())
    }

    /// Something reaches the core loop, which takes all that waits once its last commit is through.
    pub(crate) fn input(&mut self, input: Input, asker: Asker) {
        if self.building.hub.is_none() {
            return;
        }
        self.building.inbox.push((input, asker));
        if self.building.inbox.len() == 1 && !self.building.is_deciding() {
            self.after_millis(0..2, Happening::Decide);
        }
    }

    fn decide(&mut self) -> Result<(), String> {
        if self.building.is_deciding() {
            return Ok(());
        }
        let early = self.building.decide(self.now)?;
        self.let_out(early);
        self.after_millis(1..25, Happening::Commit);
        if self.is_day && self.chance.u32(0..200) == 0 {
            self.say(|| "the power goes during a commit".to_owned());
            self.after_millis(0..25, Happening::PowerOff);
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), String> {
        let outputs = self.building.commit(self.now);
        let n_let_out = if self.is_day && !outputs.is_empty() && self.chance.u32(0..200) == 0 {
            self.chance.usize(0..outputs.len())
        } else {
            outputs.len()
        };
        let is_cut_short = n_let_out < outputs.len();
        self.let_out(outputs.into_iter().take(n_let_out).collect());
        if is_cut_short {
            self.say(|| format!("the power goes after {n_let_out} answers"));
            return self.power_cut();
        }
        if !self.building.inbox.is_empty() {
            self.after_millis(0..1, Happening::Decide);
        }
        let now = self.building.clock(self.now);
        if let Some(due) = self.building.hub.as_ref().and_then(|hub| hub.next_deadline(now)) {
            self.tick_turn += 1;
            let due = self.building.truth(due).max(self.now + SignedDuration::from_millis(1));
            self.at(due, Happening::Tick { turn: self.tick_turn });
        }
        Ok(())
    }

    fn let_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Answer(asker, answer) => self.answer(&asker, *answer),
                Output::Action(action) => self.act(action),
                Output::View(session, frame) => self.view_leaves(session, frame),
            }
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Print { printer, ticket, slip } => {
                let n = if self.flaw == Flaw::PrintsTwice && self.chance.bool() { 2 } else { 1 };
                for _ in 0..n {
                    self.print(&printer, ticket, &slip.number);
                }
            }
            Action::Light { counter, show } => {
                self.notebook.leds.insert(counter, show);
            }
            // No fact of the hall hangs on it.
            Action::Dim { .. } => {}
        }
    }

    fn disk_turns(&mut self) {
        if !self.is_day {
            return;
        }
        let room = match self.building.disk.room {
            Room::Enough if self.chance.bool() => Room::None,
            Room::Enough => Room::Reserve,
            Room::Reserve | Room::None => Room::Enough,
        };
        self.building.disk.room = room;
        self.say(|| format!("the disk has {room:?} room"));
        // The loop probes the disk every second; the next batch brings its finding here.
        self.input(Input::Tick, Asker::Nobody);
        let secs = if room == Room::Enough { 100..1000 } else { 5..60 };
        self.after_secs(secs, Happening::DiskTurns);
    }

    fn power_cut(&mut self) -> Result<(), String> {
        if !self.is_day || self.building.hub.is_none() {
            return Ok(());
        }
        self.power_off()?;
        if self.chance.u32(0..4) == 0 {
            self.building.config_idx = self.chance.usize(0..centre::CONFIGS);
        }
        if self.chance.u32(0..6) == 0 {
            let hours = *self.chance.choice(&[-24 * 400, -3, 0, 0, 0, 1, 5]).expect("there are some");
            self.building.clock_ahead = SignedDuration::from_hours(hours);
        }
        let millis = if self.chance.u32(0..3) == 0 { 20_000..90_000 } else { 500..20_000 };
        self.after_millis(millis, Happening::PowerOn);
        self.after_secs(60..1200, Happening::PowerOff);
        Ok(())
    }

    fn power_off(&mut self) -> Result<(), String> {
        let is_through = self.chance.bool();
        self.say(|| {
            format!("power off; a commit under way is {}", if is_through { "through" } else { "lost" })
        });
        self.building.power_off(|| is_through)?;
        self.coming.retain(|_, happening| !matches!(happening, Happening::Decide | Happening::Commit));
        self.printers.lose_jobs();
        self.lines_fall();
        Ok(())
    }

    fn power_on(&mut self) {
        if self.building.hub.is_some() {
            return;
        }
        let mut secret = [0; 32];
        self.chance.fill(&mut secret);
        let lights = match self.building.power_on(self.now, secret) {
            Ok(lights) => lights,
            Err(law) => {
                self.notebook.broken.get_or_insert(law);
                return;
            }
        };
        let (file, ahead) = (self.building.config_idx, self.building.clock_ahead);
        self.say(|| format!("power on with file {file}, clock {ahead:?} ahead"));
        if self.building.hub.is_none() {
            // A disk without room: whoever is in charge makes some, and starts it again.
            self.building.disk.room = Room::Enough;
            return self.after_millis(1000..5000, Happening::PowerOn);
        }
        for output in lights {
            if let Output::Action(action) = output {
                self.act(action);
            }
        }
        self.printers_report();
        self.input(Input::Tick, Asker::Nobody);
    }

    fn judge(&mut self) -> Result<(), String> {
        if let Some(law) = self.notebook.broken.take() {
            return Err(law);
        }
        self.building.check_replay()?;
        let records = self.building.disk.records();
        let hub = self.building.hub.as_ref().ok_or("the hub does not run at the end")?;
        judge::journal(&records)?;
        judge::hall(&records, hub.hall())?;
        self.notebook.judge(&records, hub)?;
        self.judge_screens()?;
        self.judge_desks()?;
        self.programs.judge()
    }

    pub(crate) fn at(&mut self, at: Timestamp, happening: Happening) {
        self.n_happenings += 1;
        let is_of_the_hub =
            matches!(happening, Happening::Tick { .. } | Happening::Decide | Happening::Commit);
        let at = at.max(self.now);
        let at =
            if is_of_the_hub { at } else { self.asleep_until.max(self.now) + at.duration_since(self.now) };
        self.coming.insert((at, self.n_happenings), happening);
    }

    pub(crate) fn after_millis(&mut self, millis: std::ops::Range<i64>, happening: Happening) {
        let at = self.now + SignedDuration::from_millis(self.chance.i64(millis));
        self.at(at, happening);
    }

    pub(crate) fn after_secs(&mut self, secs: std::ops::Range<i64>, happening: Happening) {
        self.after_millis(secs.start * 1000..secs.end * 1000, happening);
    }

    pub(crate) fn say(&mut self, words: impl FnOnce() -> String) {
        self.transcript.push(format!("{} {}", self.now, words()));
    }
}
