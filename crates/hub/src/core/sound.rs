//! Which board of a sound zone speaks. Boards report once a second; of those that can speak, the first of the
//! centre's file does. When it falls silent another one takes over, and when it is back it waits until it has
//! been well for a while and nothing is being said, so that the voice does not hop through the hall.
//!
//! Nothing of this is journaled: after a restart the next reports tell everything again.

use std::collections::{BTreeMap, BTreeSet};

use goiso_config::Config;
use goiso_model::{CounterNumber, DeviceName};
use goiso_protocol::{BoardReport, BoardView, SoundState};
use jiff::{SignedDuration, Timestamp};

/// Whoever has not reported for this long is dead.
pub const DEAD_AFTER: SignedDuration = SignedDuration::from_secs(2);

/// How long an earlier board must have been well before the voice goes back to it.
pub const STEADY_AFTER: SignedDuration = SignedDuration::from_secs(30);

/// The most loudspeakers that are remembered: far above the boards of any hall and the pages open beside them.
pub const SOURCES_MAX: usize = 256;

/// A loudspeaker.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The board's own program, under the number it drew, if it did: two may show one board.
    App(DeviceName, Option<u32>),
    /// A browser that shows the board's page, under the number it drew.
    Page(DeviceName, u64),
}

impl Source {
    /// The board it belongs to.
    pub fn board(&self) -> &DeviceName {
        match self {
            Self::App(board, _) | Self::Page(board, _) => board,
        }
    }

    fn is_app_of(&self, board: &DeviceName) -> bool {
        match self {
            Self::App(own, _) => own == board,
            Self::Page(..) => false,
        }
    }
}

/// The newest call that a zone hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewestCall {
    /// Its place among the calls of the day.
    pub sequence: u64,
    /// When it was made.
    pub at: Timestamp,
}

/// A zone as others see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone<'a> {
    /// Who speaks.
    pub speaker: Option<&'a Source>,
    /// The newest call that anybody there has finished speaking.
    pub spoken_through: u64,
}

/// A board as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardFigures {
    /// Which.
    pub name: DeviceName,
    /// Whether its program is connected.
    pub is_connected: bool,
    /// Its sound zone.
    pub zone: Option<String>,
    /// What it last said of its sound; none before that.
    pub sound: Option<SoundState>,
    /// Whether it is the one of its zone that speaks, as a program or as a page.
    pub is_speaker: bool,
}

/// All zones and loudspeakers.
#[derive(Debug, Default)]
pub struct Sound {
    zones: BTreeMap<String, ZoneState>,
    heard: BTreeMap<Source, Heard>,
    /// Sessions of each board's program.
    n_sessions: BTreeMap<DeviceName, u32>,
}

#[derive(Debug, Default)]
struct ZoneState {
    /// In the order of the centre's file.
    boards: Vec<DeviceName>,
    /// The counters that they are about.
    counters: BTreeSet<CounterNumber>,
    speaker: Option<Source>,
    spoken_through: u64,
}

#[derive(Debug)]
struct Heard {
    at: Timestamp,
    report: BoardReport,
    /// Since when it has been able to speak without a break.
    ready_since: Option<Timestamp>,
}

impl Heard {
    fn is_ready(&self, now: Timestamp) -> bool {
        self.ready_since.is_some() && now.duration_since(self.at) < DEAD_AFTER
    }

    fn is_steady(&self, now: Timestamp) -> bool {
        self.ready_since.is_some_and(|since| now.duration_since(since) >= STEADY_AFTER)
    }
}

impl Sound {
    /// All zones of a centre; nobody has reported.
    pub fn new(config: &Config) -> Self {
        let mut zones: BTreeMap<String, ZoneState> = BTreeMap::new();
        for board in &config.boards {
            if let Some(zone) = &board.zone {
                let zone = zones.entry(zone.clone()).or_default();
                zone.boards.push(board.name.clone());
                zone.counters.extend(&board.counters);
            }
        }
        Self { zones, ..Self::default() }
    }

    /// A board's program has connected.
    pub fn came(&mut self, board: &DeviceName) {
        *self.n_sessions.entry(board.clone()).or_default() += 1;
    }

    /// A session of a board's program has ended. While another one goes on, it may be of the same program, whose
    /// old line broke: then only silence tells that a program is gone.
    pub fn left(&mut self, board: &DeviceName) {
        let n_sessions = self.n_sessions.entry(board.clone()).or_default();
        *n_sessions = n_sessions.saturating_sub(1);
        if *n_sessions == 0 {
            self.heard.retain(|source, _| !source.is_app_of(board));
        }
    }

    /// Takes a report. One from a day before, of calls that this day has not made, says nothing of this day's.
    pub fn hear(
        &mut self,
        source: &Source,
        report: BoardReport,
        newest: impl Fn(&BTreeSet<CounterNumber>) -> Option<NewestCall>,
        now: Timestamp,
    ) -> Vec<String> {
        if self.heard.len() >= SOURCES_MAX && !self.heard.contains_key(source) {
            self.heard.retain(|_, heard| now.duration_since(heard.at) < DEAD_AFTER);
            if self.heard.len() >= SOURCES_MAX {
                return Vec::new();
            }
        }
        let before = self.heard.get(source).filter(|heard| now.duration_since(heard.at) < DEAD_AFTER);
        let ready_since = match report.sound {
            SoundState::Ready => before.and_then(|heard| heard.ready_since).or(Some(now)),
            SoundState::Off | SoundState::NoDevice | SoundState::NoPack | SoundState::Unknown => None,
        };
        self.heard.insert(source.clone(), Heard { at: now, report, ready_since });
        let zone = self.zones.iter_mut().find(|(_, zone)| zone.boards.contains(source.board()));
        let Some((name, zone)) = zone else { return Vec::new() };
        let made = newest(&zone.counters).map_or(0, |call| call.sequence);
        if report.spoken_through <= made && report.spoken_through > zone.spoken_through {
            zone.spoken_through = report.spoken_through;
            return vec![name.clone()];
        }
        Vec::new()
    }

    /// Calls are counted anew.
    pub fn begin_day(&mut self) {
        self.zones.values_mut().for_each(|zone| zone.spoken_through = 0);
    }

    /// Names the speaker of each zone; the zones where that is another one than before.
    pub fn elect(
        &mut self,
        newest: impl Fn(&BTreeSet<CounterNumber>) -> Option<NewestCall>,
        now: Timestamp,
    ) -> Vec<String> {
        let mut changed = Vec::new();
        for (name, zone) in &mut self.zones {
            let next = choose(zone, &self.heard, &newest, now);
            if next != zone.speaker {
                tracing::info!(zone = name, speaker = ?next, "another board speaks");
                zone.speaker = next;
                changed.push(name.clone());
            }
        }
        changed
    }

    /// When a speaker counts as dead if nothing is heard of it until then.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let speakers = self.zones.values().filter_map(|zone| self.heard.get(zone.speaker.as_ref()?));
        speakers.filter_map(|heard| heard.at.checked_add(DEAD_AFTER).ok()).filter(|at| *at > now).min()
    }

    /// A zone of the centre's file.
    pub fn zone(&self, name: &str) -> Option<Zone<'_>> {
        let zone = self.zones.get(name)?;
        Some(Zone { speaker: zone.speaker.as_ref(), spoken_through: zone.spoken_through })
    }

    /// The boards of a zone.
    pub fn boards_of(&self, zone: &str) -> impl Iterator<Item = &DeviceName> {
        self.zones.get(zone).into_iter().flat_map(|zone| &zone.boards)
    }

    /// What is known of each board.
    pub fn figures(&self, config: &Config) -> Vec<BoardFigures> {
        let board = |board: &goiso_config::BoardConfig| {
            let of_board = |source: &Source| *source.board() == board.name;
            let speaker = board.zone.as_ref().and_then(|zone| self.zones.get(zone)?.speaker.as_ref());
            let speaker = speaker.filter(|speaker| of_board(speaker));
            // The programs come before the pages, and the one that speaks before both.
            let speaking = speaker.and_then(|speaker| self.heard.get(speaker));
            let heard = speaking.or_else(|| Some(self.heard.iter().find(|(source, _)| of_board(source))?.1));
            BoardFigures {
                name: board.name.clone(),
                is_connected: self.n_sessions.get(&board.name).is_some_and(|n_sessions| *n_sessions > 0),
                zone: board.zone.clone(),
                sound: heard.map(|heard| heard.report.sound),
                is_speaker: speaker.is_some(),
            }
        };
        config.boards.iter().map(board).collect()
    }
}

/// The one who speaks now stays if it can, unless an earlier one has long been well and nothing is being said.
fn choose(
    zone: &ZoneState,
    heard: &BTreeMap<Source, Heard>,
    newest: &impl Fn(&BTreeSet<CounterNumber>) -> Option<NewestCall>,
    now: Timestamp,
) -> Option<Source> {
    let place = |source: &Source| zone.boards.iter().position(|board| board == source.board());
    // A board's programs come before its pages.
    let rank = |source: &Source| Some((place(source)?, !source.is_app_of(source.board())));
    let ready = heard.iter().filter(|(_, heard)| heard.is_ready(now));
    let first = ready
        .filter_map(|(source, heard)| Some(((rank(source)?, source), heard)))
        .min_by_key(|(key, _)| *key);
    let ((_, first), first_heard) = first?;
    let present =
        zone.speaker.as_ref().filter(|speaker| heard.get(*speaker).is_some_and(|heard| heard.is_ready(now)));
    match present {
        // Of two programs of one board neither is the earlier one.
        Some(present) if rank(present) != rank(first) => {
            let goes_back = first_heard.is_steady(now) && is_quiet(zone, newest(&zone.counters), now);
            Some(if goes_back { first.clone() } else { present.clone() })
        }
        Some(present) => Some(present.clone()),
        None => Some(first.clone()),
    }
}

/// Whether all that should be said has been said, or is too old to be.
fn is_quiet(zone: &ZoneState, newest: Option<NewestCall>, now: Timestamp) -> bool {
    newest.is_none_or(|call| {
        call.sequence <= zone.spoken_through || now.duration_since(call.at).as_secs() >= BoardView::FRESH_SECS
    })
}
