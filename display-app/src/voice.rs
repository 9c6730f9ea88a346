//! What the board says aloud, with no thread, no sound card and no clock.

mod packs;
mod settings;
mod thread;

use std::time::Duration;

use goiso_protocol::{BoardCall, BoardReport, BoardView, MessageLevel, SoundState, TicketStage};
use goiso_voice::{
    Announcement, Chime, Duty, Length, Manner, MixError, Order, Part, Scheduler, Sound, Standing, Token,
    ZoneCall, mix, tokens,
};
use jiff::{SignedDuration, Timestamp};

pub use goiso_loudspeaker::{OutputError, Played, Player};
pub use packs::{LoadPack, Packs};
pub use thread::{VoiceError, VoiceThread};

use crate::LinkState;
use settings::Settings;

/// After this a sound card or a voice pack that was not there is looked for again.
pub const RETRY: SignedDuration = SignedDuration::from_secs(10);
/// So often a board tells the hub how it is.
pub const REPORT_EVERY: SignedDuration = SignedDuration::from_secs(1);

/// What is to be done with the loudspeaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceAction {
    /// Try whether it opens: [`Voice::played`] is to hear of it.
    Probe,
    /// Play this; [`Voice::played`] is to hear of its end.
    Play {
        /// New for each.
        id: u64,
        /// What is heard.
        sound: Sound,
    },
    /// Be silent at once.
    Stop,
}

/// The voice of one board.
#[derive(Debug)]
pub struct Voice {
    scheduler: Scheduler,
    /// By which the hub tells this program from another one that shows the same board.
    program: u32,
    has_view: bool,
    /// None for a board that is not to speak.
    settings: Option<Settings>,
    packs: Packs,
    card: Card,
    /// Whether the log says that the card is away.
    is_loss_logged: bool,
    link: LinkState,
    has_alarm: bool,
    /// The last id of a sound, and which call it says while it sounds.
    play_id: u64,
    playing: Option<u64>,
    /// How many calls were too late when last logged.
    n_too_late: u64,
}

/// The sound card, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Card {
    /// Nobody has looked.
    Unknown,
    /// The question is on its way.
    Asked,
    Ready,
    Away {
        since: Timestamp,
    },
}

impl Voice {
    /// A board that has heard nothing yet and gets its voice packs from there. `program` is drawn at random when
    /// the program starts.
    pub fn new(load: LoadPack, program: u32) -> Self {
        Self {
            scheduler: Scheduler::default(),
            program,
            has_view: false,
            settings: None,
            packs: Packs::new(load),
            card: Card::Unknown,
            is_loss_logged: false,
            link: LinkState::Connecting,
            has_alarm: false,
            play_id: 0,
            playing: None,
            n_too_late: 0,
        }
    }

    /// Takes how the line to the hub is.
    pub fn set_link(&mut self, link: LinkState) {
        self.link = link;
    }

    /// Takes the hub's newest view.
    pub fn take_view(&mut self, view: &BoardView, now: Timestamp) {
        self.has_view = true;
        self.has_alarm = view.messages.iter().any(|message| match message.level {
            MessageLevel::Emergency => true,
            MessageLevel::Notice | MessageLevel::Unknown => false,
        });
        let spoken_through = view.voice.as_ref().map_or(0, |voice| voice.spoken_through);
        let calls: Vec<ZoneCall> = view.calls.iter().map(zone_call).collect();
        self.scheduler.take(&calls, spoken_through);
        self.settings = view.voice.as_ref().map(|voice| Settings::new(voice, &view.centre.zone));
        if let Some(settings) = &self.settings {
            self.packs.keep(&settings.sentences, now);
        }
    }

    /// Takes what the loudspeaker tells.
    pub fn played(&mut self, played: Played, now: Timestamp) {
        match played {
            Played::Ready => self.find_card(),
            Played::Began { id } => tracing::debug!(id, "the first sample is with the sound card"),
            Played::Finished { id } if id == self.play_id => {
                self.find_card();
                if let Some(sequence) = self.playing.take() {
                    self.scheduler.finished(sequence, now);
                }
            }
            Played::Failed { id, error } => {
                self.lose_card(&error.to_string(), now);
                if id == Some(self.play_id)
                    && let Some(sequence) = self.playing.take()
                {
                    self.scheduler.failed(sequence);
                }
            }
            // What was stopped is no longer waited for.
            Played::Finished { .. } | Played::Stopped { .. } => {}
        }
    }

    /// The loudspeaker takes no more orders: it hangs in one.
    pub fn card_does_not_answer(&mut self, now: Timestamp) {
        self.lose_card("it does not answer", now);
        if let Some(sequence) = self.playing.take() {
            self.scheduler.failed(sequence);
        }
    }

    /// What to do now. To be asked until there is nothing more, after every other call and at
    /// [`Voice::next_deadline`].
    pub fn next_action(&mut self, now: Timestamp) -> Option<VoiceAction> {
        if self.settings.is_some() && self.is_probe_due(now) {
            self.card = Card::Asked;
            return Some(VoiceAction::Probe);
        }
        self.packs.retry(now);
        self.scheduler.set_duty(self.duty(now));
        while let Some(order) = self.scheduler.next_order(now) {
            self.log_too_late();
            match order {
                Order::Say { sequence, announcement, length } => {
                    match self.sound(&announcement, length, now) {
                        Ok(sound) => return Some(self.play(sequence, sound)),
                        Err(error) => {
                            tracing::error!(sequence, "a call cannot be spoken: {error}");
                            self.scheduler.finished(sequence, now);
                        }
                    }
                }
                Order::Stop => {
                    self.playing = None;
                    return Some(VoiceAction::Stop);
                }
                Order::Abandon => {
                    self.playing = None;
                    self.lose_card("it has not come to the end of an announcement", now);
                    return Some(VoiceAction::Stop);
                }
            }
        }
        self.log_too_late();
        None
    }

    /// When [`Voice::next_action`] is to be asked though nothing happens; the volumes change by the clock, so
    /// the caller asks once a second anyway, with its report.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let card = match self.card {
            Card::Away { since } if self.settings.is_some() => Some(since + RETRY),
            Card::Away { .. } | Card::Unknown | Card::Asked | Card::Ready => None,
        };
        [self.scheduler.next_deadline(), card].into_iter().flatten().min()
    }

    /// What the hub is told; nothing before the first view, and before it is known whether there is a sound
    /// card.
    pub fn report(&self) -> Option<BoardReport> {
        let is_known = match self.card {
            Card::Unknown => false,
            Card::Asked => self.is_loss_logged,
            Card::Ready | Card::Away { .. } => true,
        };
        let sound = self.sound_state();
        let is_silent = self.has_view && sound == SoundState::Off;
        (is_known || is_silent).then(|| BoardReport {
            sound,
            spoken_through: self.scheduler.spoken_through(),
            program: Some(self.program),
        })
    }

    fn sound_state(&self) -> SoundState {
        let Some(settings) = &self.settings else {
            return SoundState::Off;
        };
        if settings.sentences.is_empty() {
            return SoundState::NoPack;
        }
        match self.card {
            Card::Ready => SoundState::Ready,
            Card::Unknown | Card::Asked | Card::Away { .. } => SoundState::NoDevice,
        }
    }

    fn duty(&self, now: Timestamp) -> Duty {
        let Some(settings) = &self.settings else {
            return Duty::Listen;
        };
        // People have to hear the alarm, and each other.
        let is_named = settings.voice.is_speaker
            && settings.voice.speaker_program.is_none_or(|program| program == self.program);
        if self.has_alarm || !is_named {
            return Duty::Listen;
        }
        let is_able = match self.sound_state() {
            SoundState::Ready => true,
            SoundState::Off | SoundState::NoDevice | SoundState::NoPack | SoundState::Unknown => false,
        };
        let is_linked = match self.link {
            LinkState::Up => true,
            LinkState::Connecting | LinkState::Down => false,
        };
        if !is_able || !is_linked {
            Duty::Hold
        } else if settings.volume(now).is_silent() {
            Duty::SpeakSilently
        } else {
            Duty::Speak
        }
    }

    fn is_probe_due(&self, now: Timestamp) -> bool {
        match self.card {
            Card::Unknown => true,
            Card::Away { since } => now >= since + RETRY,
            Card::Asked | Card::Ready => false,
        }
    }

    /// The log has one line when the card goes, not one each ten seconds.
    fn lose_card(&mut self, why: &str, now: Timestamp) {
        if !self.is_loss_logged {
            tracing::error!("no sound: {why}");
        }
        self.is_loss_logged = true;
        self.card = Card::Away { since: now };
    }

    fn find_card(&mut self) {
        if self.card != Card::Ready {
            tracing::info!("the sound card is ready");
        }
        self.is_loss_logged = false;
        self.card = Card::Ready;
    }

    fn log_too_late(&mut self) {
        let n_too_late = self.scheduler.n_too_late();
        if n_too_late > self.n_too_late {
            tracing::warn!(n_calls = n_too_late - self.n_too_late, "not spoken within 90 s, only shown");
            self.n_too_late = n_too_late;
        }
    }

    fn play(&mut self, sequence: u64, sound: Sound) -> VoiceAction {
        self.play_id += 1;
        self.playing = Some(sequence);
        VoiceAction::Play { id: self.play_id, sound }
    }

    fn sound(&self, announcement: &Announcement, length: Length, now: Timestamp) -> Result<Sound, MixError> {
        let settings = self.settings.as_ref().ok_or(MixError::NothingToSay)?;
        let voice = &settings.voice;
        let (chime, n_repeats, n_languages) = match length {
            Length::Full if voice.has_chime => (Chime::First, voice.n_repeats, usize::MAX),
            Length::Full => (Chime::Without, voice.n_repeats, usize::MAX),
            Length::Once => (Chime::Without, 1, usize::MAX),
            Length::OneLanguage => (Chime::Without, 1, 1),
        };
        let said = settings.sentences.iter().filter_map(|(name, sentence)| {
            let pack = self.packs.get(name)?;
            Some((pack, pack.spelled_out(&tokens(sentence, announcement))))
        });
        let said: Vec<(&goiso_voice::Pack, Vec<Token>)> = said.take(n_languages).collect();
        let parts: Vec<Part<'_>> = said.iter().map(|(pack, tokens)| Part { tokens, pack }).collect();
        let repeat_gap = Duration::from_millis(u64::from(voice.gap_millis));
        let sound = mix(&parts, &Manner { chime, n_repeats, repeat_gap, volume: settings.volume(now) })?;
        if !sound.missing.is_empty() {
            tracing::warn!(clips = ?sound.missing, "the voice pack lacks words of a call");
        }
        Ok(sound)
    }
}

fn zone_call(call: &BoardCall) -> ZoneCall {
    let announcement =
        Announcement { number: call.number.clone(), counter: call.counter, is_last_call: call.is_last_call };
    let standing = match call.stage {
        TicketStage::Called | TicketStage::Unknown => Standing::Expected,
        TicketStage::Waiting
        | TicketStage::Serving
        | TicketStage::Absent
        | TicketStage::Held
        | TicketStage::PutOff
        | TicketStage::Done
        | TicketStage::Cancelled => Standing::Over,
    };
    ZoneCall { sequence: call.sequence, announcement, called_at: call.called_at, standing }
}
