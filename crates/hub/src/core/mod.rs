//! The hub without a socket, a disk or a clock: inputs and the time go in; entries for the journal,
//! answers, effects and stale views come out.
//!
//! Whoever calls [`Hub::handle`] must have the entries on disk before anything else of the [`Outcome`]
//! leaves. If that fails, [`Hub::rebuild`] puts the hub back to what the journal says.

mod asked;
mod at_kiosk;
mod convert;
mod desks;
mod devices;
mod dimming;
mod expected;
mod ids;
mod keypads;
mod keys;
mod lending;
mod origin;
mod scans;
mod seats;
mod seen;
mod slip;
mod slips;
pub mod sound;
mod stale;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use goiso_domain::{Command, Effect, Event, Hall, LendingEvent, PastDays, Refusal, effects};
use goiso_hardware::led::LedShow;
use goiso_hardware::printer::SlipContent;
use goiso_model::{CounterNumber, DeviceName, RequestId, TicketId};
use goiso_protocol::{Answer, BoardReport, IssuingState, RefusalText, Request};
use goiso_store::{Entry, RequestMark, Today};
use jiff::{SignedDuration, Timestamp};

use crate::refusal::{self, HubRefusal};
use goiso_config::{BoardConfig, Config};

pub use self::asked::{Asked, DeviceStatus, Figures, Question};
pub use self::at_kiosk::{REPRINT_WITHIN, STAFF_KEPT};
pub use self::devices::{DeviceReport, Devices};
pub use self::ids::TicketIds;
pub use self::origin::Origin;
use self::seats::Seats;
pub use self::seats::{DeskNews, SessionId, SignIn};
pub use self::seen::SEEN_MAX;
pub use self::slips::{SlipCounts, SlipNews};
pub use self::sound::Source;
use self::sound::{NewestCall, Sound};
pub use self::stale::{Stale, ViewKey};
pub use self::views::Views;

/// The name under which request ids of the interface for other programs are kept.
pub const API_DEVICE: &str = "api";

/// Something that reaches the hub.
#[derive(Debug, Clone)]
pub enum Input {
    /// A wish.
    Request {
        /// Who wishes.
        origin: Origin,
        /// Under which id; none where the caller does not care for repeats.
        id: Option<RequestId>,
        /// What.
        request: Request,
    },
    /// Word from a device.
    Device(DeviceReport),
    /// Word from a board.
    Board(BoardNews),
    /// Word of terminals and who sits at them.
    Desk(DeskNews),
    /// Staff have opened the corner of this kiosk.
    Staff(DeviceName),
    /// From now on officials sign in, or need not.
    SignIn(SignIn),
    /// Past days have been read; they shape the waits that people are told.
    PastDays(Box<PastDays>),
    /// The time has come for something; see [`Hub::next_deadline`].
    Tick,
}

/// Word from a board. Nothing of it is journaled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoardNews {
    /// Its program has connected.
    Came(DeviceName),
    /// A session of its program has ended.
    Left(DeviceName),
    /// It tells of its sound.
    Reported(Source, BoardReport),
}

/// What is to be done once the entries are on disk.
#[derive(Debug, Default)]
pub struct Outcome {
    /// For the journal.
    pub entries: Vec<Entry>,
    /// For whoever asked; none for inputs that are not requests.
    pub answer: Option<Answer>,
    /// For the devices.
    pub actions: Vec<Action>,
    /// Which views are out of date.
    pub stale: Stale,
}

/// What a device is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Print a slip.
    Print {
        /// On which printer.
        printer: DeviceName,
        /// For which ticket.
        ticket: TicketId,
        /// What is on it.
        slip: Box<SlipContent>,
    },
    /// Show this over a counter.
    Light {
        /// Which counter.
        counter: CounterNumber,
        /// What.
        show: LedShow,
    },
    /// Make the displays of a bus so bright.
    Dim {
        /// Which bus.
        bus: DeviceName,
        /// Percent.
        percent: u8,
    },
}

/// Whether entries can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalState {
    /// They can.
    Ready,
    /// The disk is full and the reserve is in use: calls go on, new numbers are refused.
    OnReserve,
    /// They cannot: every wish is refused until the disk does.
    Unavailable,
    /// Today's entries are not as they were written: they are shown, and nothing is added to them.
    Broken,
}

/// The hub's whole state.
pub struct Hub {
    config: Arc<Config>,
    hall: Hall,
    epoch: String,
    ids: TicketIds,
    seen: seen::Seen,
    devices: Devices,
    keypads: keypads::Keypads,
    scans: scans::Scans,
    slips: slips::Slips,
    sound: Sound,
    seats: Seats,
    dimming: dimming::Dimming,
    journal: JournalState,
    slip_words: slip::SlipWords,
    follow_base: String,
    expected: expected::Expected,
    /// Kiosks where staff have opened the corner, and until when that counts.
    staffed: BTreeMap<DeviceName, Timestamp>,
}

impl Hub {
    /// A hub as the journal left it. `epoch` names the journal's history; `ids` draws ticket ids; a slip's QR
    /// leads below `follow_base`, e.g. `http://10.0.0.5:7300`.
    pub fn new(config: Arc<Config>, today: &Today, epoch: &str, ids: TicketIds, follow_base: &str) -> Self {
        let devices = Devices::new(&config);
        let sound = Sound::new(&config);
        let free_after = SignedDuration::from_mins(i64::from(config.limits.free_counter_minutes));
        let mut hub = Self {
            hall: Hall::new(config.rules()),
            epoch: epoch.to_owned(),
            ids,
            seen: seen::Seen::default(),
            devices,
            keypads: keypads::Keypads::new(&config),
            scans: scans::Scans::default(),
            slips: slips::Slips::default(),
            sound,
            seats: Seats::new(SignIn::NotNeeded, free_after),
            dimming: dimming::Dimming::default(),
            journal: JournalState::Ready,
            slip_words: slip::SlipWords::new(),
            follow_base: follow_base.to_owned(),
            expected: expected::Expected::default(),
            staffed: BTreeMap::new(),
            config,
        };
        hub.rebuild(today);
        hub.slips.after_restart(today);
        hub
    }

    /// Forgets what was not committed, and becomes what the journal says.
    pub fn rebuild(&mut self, today: &Today) {
        self.hall = Hall::new(today.rules.clone().unwrap_or_else(|| self.config.rules()));
        self.seen = seen::Seen::default();
        self.dimming.forget();
        self.expected.forget();
        for record in &today.records {
            self.hall.apply(&record.event, record.at);
        }
        for mark in &today.earlier {
            self.seen.keep(mark.device.clone(), mark.id.clone(), mark.digest, seen::Kept::Done(None));
        }
        self.slips.after_failed_commit(&self.hall);
        self.slips.forget_reprints();
        self.slips.note_reprints(today.records.iter().map(|record| &record.event));
        for record in &today.records {
            if let Some(mark) = &record.request {
                let ticket = convert::ticket_of(&record.event);
                self.seen.keep(mark.device.clone(), mark.id.clone(), mark.digest, seen::Kept::Done(ticket));
            }
        }
        self.wait_for_officials(&today.records);
    }

    /// Puts the configuration's rules in force and begins the business day, where that is due.
    /// The refusal says what stands against the rules.
    pub fn start(&mut self, now: Timestamp) -> Result<Outcome, Refusal> {
        let mut outcome = Outcome { stale: Stale::all(), ..Outcome::default() };
        let rules = Box::new(self.config.rules());
        let events = if self.hall.day().is_none() {
            // A new journal holds no rules yet: the first entry says which the numbers follow.
            vec![Event::RulesApplied { rules }]
        } else {
            self.hall.decide(&Command::ApplyRules { rules }, now)?
        };
        self.take(&events, None, now, &mut outcome);
        outcome.absorb(self.tick(now));
        outcome.actions.extend(self.lights());
        Ok(outcome)
    }

    /// Takes one input at `now`.
    pub fn handle(&mut self, input: &Input, now: Timestamp) -> Outcome {
        let mut outcome = match input {
            Input::Request { origin, id, request } => self.request(origin, id.as_ref(), request, now),
            Input::Device(DeviceReport::Key(press)) => self.key(press, now),
            Input::Device(DeviceReport::Scan { scanner, scan }) => self.scanned(scanner, scan, now),
            Input::Device(DeviceReport::Slip { printer, ticket, news }) => {
                self.slip_told(printer, *ticket, *news, now)
            }
            Input::Device(report) => {
                let stale = self.devices.take(report, &self.config);
                Outcome { stale, ..Outcome::default() }
            }
            Input::Board(news) => {
                let stale = self.hear(news, now);
                Outcome { stale, ..Outcome::default() }
            }
            Input::Desk(news) => self.desk(news, now),
            Input::Staff(kiosk) => self.staff_came(kiosk, now),
            Input::SignIn(sign_in) => self.change_sign_in(*sign_in, now),
            Input::PastDays(past) => {
                self.expected.learn(PastDays::clone(past));
                Outcome { stale: Stale { is_kiosks: true, ..Stale::default() }, ..Outcome::default() }
            }
            Input::Tick => {
                let mut outcome = self.tick(now);
                outcome.actions.extend(self.give_displays_back(now));
                outcome.stale.add(self.scans.forget_due(now));
                outcome
            }
        };
        outcome.stale.add(self.elect_speakers(now));
        outcome
    }

    fn hear(&mut self, news: &BoardNews, now: Timestamp) -> Stale {
        let Self { sound, hall, .. } = self;
        match news {
            BoardNews::Came(board) => {
                sound.came(board);
                Stale::default()
            }
            BoardNews::Left(board) => {
                sound.left(board);
                Stale::default()
            }
            BoardNews::Reported(source, report) => {
                let zones = sound.hear(source, *report, |counters| newest_call(hall, counters), now);
                self.stale_zones(&zones)
            }
        }
    }

    fn elect_speakers(&mut self, now: Timestamp) -> Stale {
        let Self { sound, hall, .. } = self;
        let zones = sound.elect(|counters| newest_call(hall, counters), now);
        self.stale_zones(&zones)
    }

    fn stale_zones(&self, zones: &[String]) -> Stale {
        let boards = zones.iter().flat_map(|zone| self.sound.boards_of(zone)).cloned();
        Stale { boards: boards.collect(), ..Stale::default() }
    }

    fn request(
        &mut self,
        origin: &Origin,
        id: Option<&RequestId>,
        request: &Request,
        now: Timestamp,
    ) -> Outcome {
        let device = origin.device();
        let digest = seen::digest(request);
        if let Some(repeat) = id.and_then(|id| self.seen.find(device, id, digest)) {
            return match repeat {
                seen::Repeat::Same(seen::Kept::Answer(answer)) => Outcome::answer(*answer),
                seen::Repeat::Same(seen::Kept::Done(ticket)) => Outcome::answer(Answer::Done {
                    ticket: ticket.and_then(|ticket| self.ticket_info(ticket, now)),
                }),
                seen::Repeat::Different => Outcome::refuse(HubRefusal::RequestReused),
            };
        }
        let resolved = match self.for_its_ticket(origin, request, now) {
            Ok(resolved) => resolved,
            Err(refusal) => return Outcome::answer(Answer::Refused { refusal }),
        };
        let request = resolved.as_ref().unwrap_or(request);
        if let Some(refusal) = self.stands_against(origin, request, now) {
            return Outcome::refuse(refusal);
        }
        let mut outcome = self.tick(now);
        let mark = id.map(|id| RequestMark { device: device.clone(), id: id.clone(), digest });
        let answer = match self.decide(origin, request, now) {
            Ok(events) => {
                self.take(&events, mark.as_ref(), now, &mut outcome);
                let ticket = events.iter().rev().find_map(convert::ticket_of);
                let ticket = ticket.or_else(|| self.told_before(request));
                let info = ticket.and_then(|ticket| self.ticket_info(ticket, now));
                let is_printing = outcome.actions.iter().any(|action| matches!(action, Action::Print { .. }));
                Answer::Done { ticket: info.map(|info| goiso_protocol::TicketInfo { is_printing, ..info }) }
            }
            Err(refusal) => Answer::Refused { refusal },
        };
        if let Some(id) = id {
            self.seen.keep(device.clone(), id.clone(), digest, seen::Kept::Answer(Box::new(answer.clone())));
        }
        outcome.answer = Some(answer);
        outcome
    }

    /// What a wish leads to; where a card was shown for it, the number is noted for its holder.
    fn decide(
        &mut self,
        origin: &Origin,
        request: &Request,
        now: Timestamp,
    ) -> Result<Vec<Event>, RefusalText> {
        let person = self.person_for(origin, request, now)?;
        let command = self
            .lending_command(origin, request)
            .unwrap_or_else(|| convert::command(request, origin.kiosk(), || self.ids.draw()));
        self.forestall(origin, request);
        let mut events = self.hall.decide(&command, now).map_err(|refusal| refusal::text(&refusal))?;
        let ticket = events.iter().rev().find_map(convert::ticket_of);
        events.extend(person.zip(ticket).map(|(person, ticket)| Event::CardShown { ticket, person }));
        Ok(events)
    }

    fn stands_against(&self, origin: &Origin, request: &Request, now: Timestamp) -> Option<HubRefusal> {
        match origin {
            Origin::Terminal { session, .. } => {
                if let Some(refusal) = self.lacks(*session, request) {
                    return Some(refusal);
                }
            }
            Origin::Counter(..) if self.seats.sign_in() == SignIn::Needed => {
                return Some(HubRefusal::SignInNeeded);
            }
            Origin::Kiosk(_)
            | Origin::Counter(..)
            | Origin::Keypad(..)
            | Origin::Scanner(_)
            | Origin::Board(_)
            | Origin::Agent(_)
            | Origin::Api { .. } => {
                if !origin.may(request) || !self.is_slip_shown(origin, request) {
                    return Some(HubRefusal::NotAllowed);
                }
            }
        }
        if let Request::Reprint { ticket } = request
            && let Some(refusal) = self.stands_against_reprint(origin, *ticket, now)
        {
            return Some(refusal);
        }
        match self.journal {
            JournalState::Ready => None,
            JournalState::OnReserve => {
                convert::gives_number(request).then_some(HubRefusal::JournalUnavailable)
            }
            JournalState::Unavailable | JournalState::Broken => Some(HubRefusal::JournalUnavailable),
        }
    }

    /// Does what the clock wishes.
    fn tick(&mut self, now: Timestamp) -> Outcome {
        let actions = self.dimming.due(&self.config, now);
        let mut outcome = Outcome { actions, ..Outcome::default() };
        if matches!(self.journal, JournalState::Unavailable | JournalState::Broken) {
            return outcome;
        }
        for command in self.hall.due(now) {
            match self.hall.decide(&command, now) {
                Ok(events) => self.take(&events, None, now, &mut outcome),
                Err(refusal) => tracing::error!(?command, ?refusal, "the hall refuses what it said was due"),
            }
        }
        self.free_due(now, &mut outcome);
        outcome
    }

    /// Applies events, and notes what follows from them.
    fn take(&mut self, events: &[Event], mark: Option<&RequestMark>, now: Timestamp, outcome: &mut Outcome) {
        let last = events.len().saturating_sub(1);
        for (event_idx, event) in events.iter().enumerate() {
            let before = stale::touched(&self.hall, event);
            self.expected.hear(&self.hall, event);
            self.hall.apply(event, now);
            self.slips.note_reprints([event]);
            outcome.stale.add(before);
            outcome.stale.add(stale::touched(&self.hall, event));
            outcome.stale.add(self.touched_boards(event));
            if matches!(event, Event::DayStarted { .. }) {
                self.sound.begin_day();
                self.seats.begin_day();
                outcome.stale.is_seats = true;
                self.slips.begin_day();
            }
            for effect in effects(&self.hall, event) {
                if let Effect::Light { counter } = &effect {
                    self.keypads.give_back(*counter);
                }
                outcome.actions.extend(self.action(&effect, now));
            }
            lending::log(event);
            let request = mark.filter(|_| event_idx == last).cloned();
            outcome.entries.push(Entry { at: now, request, event: event.clone() });
        }
        debug_assert_eq!(self.hall.check(), Ok(()), "after {events:?}");
    }

    /// The boards that show who comes next for a service that somebody has come for.
    fn touched_boards(&self, event: &Event) -> Stale {
        let (Event::Issued { service, .. } | Event::Lending(LendingEvent::IssuedOffline { service, .. })) =
            event
        else {
            return Stale::default();
        };
        let shows = |board: &&BoardConfig| board.next_numbers > 0 && board.services.contains(service);
        let boards = self.config.boards.iter().filter(shows).map(|board| board.name.clone());
        Stale { boards: boards.collect(), ..Stale::default() }
    }

    fn action(&mut self, effect: &Effect, now: Timestamp) -> Option<Action> {
        match effect {
            Effect::PrintSlip { ticket, kiosk } => self.print_at(*ticket, kiosk, now),
            Effect::Light { counter } => Some(self.light(*counter)),
            // Boards announce from their view: the call's sequence rises in it.
            Effect::Announce { .. } => None,
        }
    }

    fn light(&self, counter: CounterNumber) -> Action {
        Action::Light { counter, show: devices::led_show(&self.hall, counter) }
    }

    /// What every LED display should show now, and how bright.
    pub fn lights(&self) -> Vec<Action> {
        let counters = self.config.counters.iter().filter(|counter| counter.led.is_some());
        self.dimming.told().chain(counters.map(|counter| self.light(counter.number))).collect()
    }

    /// When [`Input::Tick`] is next due.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let pads = [self.keypads.next_deadline(), self.scans.next_deadline()];
        let hall = [self.hall.next_deadline(now), self.sound.next_deadline(now)];
        let seats = self.seats.next_deadline(now).filter(|_| self.can_free());
        pads.into_iter().chain(hall).chain([self.dimming.next_deadline(), seats]).flatten().min()
    }

    /// Says whether entries can be written; every screen is told.
    pub fn set_journal(&mut self, state: JournalState) -> Stale {
        let was = std::mem::replace(&mut self.journal, state);
        if was == state { Stale::default() } else { Stale::all() }
    }

    /// Whether entries can be written.
    pub fn journal(&self) -> JournalState {
        self.journal
    }

    fn issuing(&self) -> IssuingState {
        match self.journal {
            JournalState::Ready => IssuingState::Ready,
            JournalState::OnReserve | JournalState::Unavailable | JournalState::Broken => {
                IssuingState::JournalUnavailable
            }
        }
    }

    /// The view of each terminal where somebody has a seat.
    pub fn seat_keys(&self) -> BTreeMap<SessionId, ViewKey> {
        self.seats.view_keys()
    }

    /// Whether officials sign in.
    pub fn sign_in(&self) -> SignIn {
        self.seats.sign_in()
    }

    /// The hall as it stands.
    pub fn hall(&self) -> &Hall {
        &self.hall
    }

    /// Which history the views belong to.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }
}

/// The newest call to one of these counters.
fn newest_call(hall: &Hall, counters: &BTreeSet<CounterNumber>) -> Option<NewestCall> {
    let calls = hall.calls(usize::MAX);
    let (_, call) = calls.into_iter().find(|(_, call)| counters.contains(&call.counter))?;
    Some(NewestCall { sequence: call.sequence, at: call.at })
}

impl Outcome {
    fn answer(answer: Answer) -> Self {
        Self { answer: Some(answer), ..Self::default() }
    }

    fn refuse(refusal: HubRefusal) -> Self {
        Self::answer(Answer::Refused { refusal: refusal.text() })
    }

    fn absorb(&mut self, other: Self) {
        self.entries.extend(other.entries);
        self.actions.extend(other.actions);
        self.stale.add(other.stale);
        self.answer = self.answer.take().or(other.answer);
    }
}
