//! The hub's machine: the hub, its disk and its clock, and the loop around them as `core_loop` has it, in
//! steps between which the power may go.

use std::collections::BTreeMap;
use std::sync::Arc;

use goiso_config::Config;
use goiso_hub::core::{Action, Hub, Input, JournalState, Origin, Outcome, Stale, TicketIds, ViewKey};
use goiso_hub::refusal::HubRefusal;
use goiso_model::{DeviceName, RequestId};
use goiso_protocol::{Answer, FromHub, Role, VERSION, encode};
use goiso_store::Entry;
use jiff::{SignedDuration, Timestamp};

use crate::centre;
use crate::disk::{Disk, Room};

const EPOCH: &str = "simulated";

/// What is broken on purpose, to see that it is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    None,
    AnswersBeforeCommit,
    ForgetsRequests,
    LosesEntries,
    PrintsTwice,
    ForgetsBoards,
    ClientsDrawNewIds,
    KioskDisksRollBack,
}

/// Who hears what comes of an input.
#[derive(Debug, Clone)]
pub(crate) enum Asker {
    Nobody,
    Session { session: u64, id: RequestId },
    Program { call_idx: usize },
}

/// A screen's session as the hub sees it.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) screen: usize,
    pub(crate) origin: Origin,
    pub(crate) key: ViewKey,
}

/// What leaves the hub.
#[derive(Debug)]
pub(crate) enum Output {
    Answer(Asker, Box<Answer>),
    Action(Action),
    View(u64, Arc<str>),
}

#[derive(Debug, Default)]
struct Batch {
    entries: Vec<Entry>,
    answers: Vec<(Asker, Answer)>,
    actions: Vec<Action>,
    stale: Stale,
}

pub(crate) struct Building {
    pub(crate) disk: Disk,
    pub(crate) hub: Option<Hub>,
    pub(crate) sessions: BTreeMap<u64, Session>,
    pub(crate) inbox: Vec<(Input, Asker)>,
    /// Which of the files is in force at the next start.
    pub(crate) config_idx: usize,
    /// What the machine's clock will be ahead of the truth at the next start.
    pub(crate) clock_ahead: SignedDuration,
    /// What the hub's clock is ahead of it since the last one.
    hub_ahead: SignedDuration,
    configs: &'static [Arc<Config>],
    flaw: Flaw,
    batch: Option<Batch>,
    told_time: Timestamp,
    revision: u64,
}

impl Building {
    pub(crate) fn new(flaw: Flaw) -> Self {
        Self {
            disk: Disk::new(),
            hub: None,
            sessions: BTreeMap::new(),
            inbox: Vec::new(),
            config_idx: 0,
            clock_ahead: SignedDuration::ZERO,
            hub_ahead: SignedDuration::ZERO,
            configs: centre::configs(),
            flaw,
            batch: None,
            told_time: Timestamp::MIN,
            revision: 0,
        }
    }

    /// The hub's clock, which never goes back.
    pub(crate) fn clock(&mut self, now: Timestamp) -> Timestamp {
        self.told_time = self.told_time.max(now.saturating_add(self.hub_ahead).expect("seconds, not months"));
        self.told_time
    }

    /// The truth at a time of the hub's clock.
    pub(crate) fn truth(&self, hub_time: Timestamp) -> Timestamp {
        hub_time.saturating_sub(self.hub_ahead).expect("seconds, not months")
    }

    /// Starts the hub from what the disk says; `None` when the power goes before the first commit.
    /// A file whose rules cannot be put in force now is taken back by whoever changed it.
    pub(crate) fn power_on(&mut self, now: Timestamp, secret: [u8; 32]) -> Result<Vec<Output>, String> {
        let mut today = self.disk.today();
        if self.flaw == Flaw::ForgetsRequests {
            today.records.iter_mut().for_each(|record| record.request = None);
        }
        self.told_time = today.last_at.unwrap_or(Timestamp::MIN);
        let wall = now.saturating_add(self.clock_ahead).expect("seconds, not months");
        self.hub_ahead = wall.max(self.told_time).duration_since(now);
        let now = self.clock(now);
        let open = |config: &Arc<Config>| {
            let ids = TicketIds::new(secret);
            Hub::new(config.clone(), &today, EPOCH, ids, "http://hub")
        };
        let mut hub = open(&self.configs[self.config_idx]);
        let started = if let Ok(outcome) = hub.start(now) {
            outcome
        } else {
            self.config_idx = 0;
            hub = open(&self.configs[0]);
            hub.start(now).map_err(|refusal| format!("the hub does not start: {refusal:?}"))?
        };
        if self.disk.commit(&started.entries).is_err() {
            return Ok(Vec::new());
        }
        hub.set_journal(journal_state(self.disk.room));
        let lights = hub.lights().into_iter().map(Output::Action).collect();
        self.hub = Some(hub);
        Ok(lights)
    }

    /// The power goes. Of a commit under way nobody knows whether it is on the disk.
    pub(crate) fn power_off(&mut self, is_commit_through: impl FnOnce() -> bool) -> Result<(), String> {
        match self.batch.take() {
            // A disk without room refuses it, which is as if it were lost.
            Some(batch) if is_commit_through() => self.disk.commit(&batch.entries).unwrap_or_default(),
            Some(_) => {}
            None => self.check_replay()?,
        }
        self.hub = None;
        self.inbox.clear();
        self.sessions.clear();
        Ok(())
    }

    pub(crate) fn is_deciding(&self) -> bool {
        self.batch.is_some()
    }

    /// Takes what waits and decides it.
    pub(crate) fn decide(&mut self, now: Timestamp) -> Result<Vec<Output>, String> {
        let now = self.clock(now);
        let Some(hub) = &mut self.hub else { return Ok(Vec::new()) };
        let mut batch = Batch::default();
        for (input, asker) in self.inbox.drain(..) {
            let outcome = hub.handle(&input, now);
            batch.add(outcome, asker);
        }
        hub.hall().check().map_err(|law| format!("the hall is broken: {law}"))?;
        let early = match self.flaw {
            Flaw::AnswersBeforeCommit => batch
                .answers
                .drain(..)
                .map(|(asker, answer)| Output::Answer(asker, Box::new(answer)))
                .collect(),
            _ => Vec::new(),
        };
        self.batch = Some(batch);
        Ok(early)
    }

    /// Commits what was decided, and says what leaves then, in order.
    pub(crate) fn commit(&mut self, now: Timestamp) -> Vec<Output> {
        let now = self.clock(now);
        let (Some(hub), Some(mut batch)) = (&mut self.hub, self.batch.take()) else { return Vec::new() };
        if self.flaw == Flaw::LosesEntries && batch.entries.len() > 1 {
            batch.entries.remove(0);
        }
        let mut outputs = Vec::new();
        let answer = |(asker, answer)| Output::Answer(asker, Box::new(answer));
        let is_written = batch.entries.is_empty() || self.disk.commit(&batch.entries).is_ok();
        let mut stale = batch.stale;
        if is_written {
            outputs.extend(batch.answers.into_iter().map(answer));
            outputs.extend(batch.actions.into_iter().map(Output::Action));
        } else {
            hub.rebuild(&self.disk.today());
            let refusal = Answer::Refused { refusal: HubRefusal::JournalUnavailable.text() };
            outputs.extend(batch.answers.into_iter().map(|(asker, _)| answer((asker, refusal.clone()))));
            hub.set_journal(JournalState::Unavailable);
            stale = Stale::all();
        }
        // A disk that is full is found out by a commit; one that has room again, by the loop's probe.
        let is_probed = hub.journal() != JournalState::Ready;
        if is_written && (is_probed || self.disk.room == Room::Reserve) {
            stale.add(hub.set_journal(journal_state(self.disk.room)));
        }
        outputs.extend(self.views(&stale, now));
        outputs
    }

    fn views(&mut self, stale: &Stale, now: Timestamp) -> Vec<Output> {
        let Some(hub) = &self.hub else { return Vec::new() };
        let mut frames: BTreeMap<&ViewKey, Arc<str>> = BTreeMap::new();
        let mut outputs = Vec::new();
        self.revision += 1;
        for (&session, Session { key, .. }) in
            self.sessions.iter().filter(|(_, session)| stale.has(&session.key))
        {
            if self.flaw == Flaw::ForgetsBoards && !stale.is_all && matches!(key, ViewKey::Board(_)) {
                continue;
            }
            if let std::collections::btree_map::Entry::Vacant(entry) = frames.entry(key)
                && let Some(view) = hub.view(key, now)
            {
                let frame = FromHub::View { epoch: EPOCH.to_owned(), revision: self.revision, now, view };
                entry.insert(encode(&frame).into());
            }
            outputs.extend(frames.get(key).map(|frame| Output::View(session, frame.clone())));
        }
        outputs
    }

    /// A screen says hello: what it is told. Not between decision and commit, when the hall is ahead of the disk.
    pub(crate) fn hello(
        &mut self,
        session: u64,
        screen: usize,
        (device, role): (DeviceName, Role),
        now: Timestamp,
    ) -> Vec<String> {
        let now = self.clock(now);
        let Some(hub) = &self.hub else { return Vec::new() };
        let (origin, key) = match role {
            Role::Kiosk => (Origin::Kiosk(device.clone()), ViewKey::Kiosk(device)),
            Role::Counter { counter } => (Origin::Counter(device, counter), ViewKey::Counter(counter)),
            Role::Board => (Origin::Board(device.clone()), ViewKey::Board(device)),
            Role::Desk => unreachable!("nobody signs in in this building"),
            Role::Agent => unreachable!("the building's printers hang on the hub's own computer"),
        };
        let view = hub.view(&key, now);
        if !hub.view_keys().contains(&key) {
            let code = goiso_protocol::ErrorCode::UnknownDevice;
            return vec![encode(&FromHub::Refused { code, message: "not in the configuration".to_owned() })];
        }
        self.sessions.insert(session, Session { screen, origin, key });
        self.revision += 1;
        let welcome = FromHub::Welcome { version: VERSION, epoch: EPOCH.to_owned(), now };
        let view =
            view.map(|view| FromHub::View { epoch: EPOCH.to_owned(), revision: self.revision, now, view });
        [Some(welcome), view].into_iter().flatten().map(|frame| encode(&frame)).collect()
    }

    /// The journal replayed is the hall that lives.
    pub(crate) fn check_replay(&self) -> Result<(), String> {
        let Some(hub) = &self.hub else { return Ok(()) };
        let ids = TicketIds::new([0; 32]);
        let replayed = Hub::new(self.configs[self.config_idx].clone(), &self.disk.today(), EPOCH, ids, "");
        if replayed.hall() == hub.hall() {
            Ok(())
        } else {
            Err("the journal replayed is not the hall".to_owned())
        }
    }
}

impl Batch {
    fn add(&mut self, outcome: Outcome, asker: Asker) {
        self.entries.extend(outcome.entries);
        self.actions.extend(outcome.actions);
        self.stale.add(outcome.stale);
        self.answers.extend(outcome.answer.map(|answer| (asker, answer)));
    }
}

fn journal_state(room: Room) -> JournalState {
    match room {
        Room::Enough => JournalState::Ready,
        Room::Reserve => JournalState::OnReserve,
        Room::None => JournalState::Unavailable,
    }
}
