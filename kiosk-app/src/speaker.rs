//! The kiosk's loudspeaker: one thread that makes sound of what is to be said, and plays it.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::Duration;

use goiso_i18n::Texts;
use goiso_loudspeaker::{Played, Player};
use goiso_model::Language;
use goiso_protocol::Accent;
use goiso_voice::{Chime, GuideValues, Manner, MixError, Pack, Part, Sound, Volume, guide_tokens, mix};

use crate::{SoundCard, Speech};

/// After this a sound card that was not there is looked for again.
const RETRY: Duration = Duration::from_secs(10);
/// Orders and the player's words that wait. Only the newest order counts.
const HEARD_MAX: usize = 64;

/// Where the voices come from.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    /// A centre's own: a pack in a folder of each language, laid over the built-in one.
    pub folder: Option<PathBuf>,
    /// The centre's own texts.
    pub locales: Option<PathBuf>,
}

/// Speaks what it is told last, and falls silent at once when that is nothing.
#[derive(Debug)]
pub struct Speaker {
    orders: SyncSender<Heard>,
    cards: Receiver<SoundCard>,
    told: Option<Speech>,
}

#[derive(Debug)]
enum Heard {
    Say(Option<Box<Speech>>),
    Played(Played),
    Quit,
}

impl Speaker {
    /// Starts to speak through ALSA's `device`. `wake` is called, on another thread, when
    /// [`Speaker::sound_card`] has changed, and when something has been heard to its end.
    pub fn start(device: &str, voices: Voices, wake: impl Fn() + Send + 'static) -> io::Result<Self> {
        let (orders, heard) = sync_channel(HEARD_MAX);
        let (tell_card, cards) = sync_channel(HEARD_MAX);
        let of_player = orders.clone();
        let player = Player::start(device, move |played| {
            if of_player.send(Heard::Played(played)).is_err() {
                tracing::debug!("the voice has ended before its loudspeaker");
            }
        })?;
        let tell = move |card| {
            // A full channel means that the window sleeps; the next change tells it.
            if tell_card.try_send(card).is_ok() {
                wake();
            }
        };
        let mouth = Mouth { player, voices, packs: BTreeMap::new(), card: None, n_said: 0 };
        thread::Builder::new().name("goiso-guide".to_owned()).spawn(move || mouth.work(&heard, &tell))?;
        Ok(Self { orders, cards, told: None })
    }

    /// Says this from now on, or nothing; what was being said is cut, unless it is the same.
    pub fn tell(&mut self, speech: Option<Speech>) {
        if self.told == speech {
            return;
        }
        // An order that finds no room is given again at the next look.
        if self.orders.try_send(Heard::Say(speech.clone().map(Box::new))).is_ok() {
            self.told = speech;
        }
    }

    /// Whether the sound card works, if that has changed since the last call.
    pub fn sound_card(&self) -> Option<SoundCard> {
        let mut newest = None;
        loop {
            match self.cards.try_recv() {
                Ok(card) => newest = Some(card),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return newest,
            }
        }
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        if self.orders.send(Heard::Quit).is_err() {
            tracing::debug!("the voice's thread has ended before");
        }
    }
}

/// The thread's side.
struct Mouth {
    player: Player,
    voices: Voices,
    packs: BTreeMap<(Language, bool), Pack>,
    card: Option<SoundCard>,
    n_said: u64,
}

impl Mouth {
    fn work(mut self, heard: &Receiver<Heard>, tell: &impl Fn(SoundCard)) {
        self.player.probe();
        loop {
            match heard.recv_timeout(RETRY) {
                Ok(Heard::Say(speech)) => {
                    self.player.stop();
                    if let Some(speech) = speech {
                        self.say(&speech);
                    }
                }
                Ok(Heard::Played(played)) => self.note(&played, tell),
                Err(RecvTimeoutError::Timeout) => {
                    if self.card == Some(SoundCard::Away) {
                        self.player.probe();
                    }
                }
                Ok(Heard::Quit) | Err(RecvTimeoutError::Disconnected) => {
                    self.player.stop();
                    return;
                }
            }
        }
    }

    fn note(&mut self, played: &Played, tell: &impl Fn(SoundCard)) {
        let card = match played {
            Played::Ready | Played::Began { .. } | Played::Finished { .. } | Played::Stopped { .. } => {
                SoundCard::Works
            }
            Played::Failed { error, .. } => {
                if self.card != Some(SoundCard::Away) {
                    tracing::warn!(%error, "no guidance is heard; the sound card is tried again");
                }
                SoundCard::Away
            }
        };
        let is_over = matches!(played, Played::Finished { .. });
        if self.card.replace(card) != Some(card) || is_over {
            tell(card);
        }
    }

    fn say(&mut self, speech: &Speech) {
        match self.sound(speech) {
            Ok(sound) => {
                if let Some(key) = sound.missing.first() {
                    tracing::warn!(sentences = ?speech.sentences, %key, "a clip is missing in the voice pack");
                }
                self.n_said += 1;
                if !self.player.play(self.n_said, sound) {
                    tracing::warn!("the sound card does not answer");
                }
            }
            Err(error) => tracing::warn!(sentences = ?speech.sentences, %error, "this cannot be said"),
        }
    }

    fn sound(&mut self, speech: &Speech) -> Result<Sound, MixError> {
        let (language, pack) = self.voice(&speech.language, speech.accent);
        let texts = Texts::load(&language, self.voices.locales.as_deref()).unwrap_or_else(|error| {
            tracing::warn!(%error, "a locale can no longer be read; the built-in words are said");
            Texts::new(&language)
        });
        sound_of(speech, &texts, &pack)
    }

    /// The voice of a language, and Vietnamese for a language that has none.
    fn voice(&mut self, language: &Language, accent: Accent) -> (Language, Pack) {
        let vietnamese = Language::vietnamese();
        for spoken in [language, &vietnamese] {
            let key = (spoken.clone(), accent == Accent::South);
            if let Some(pack) = self.packs.get(&key) {
                return (spoken.clone(), pack.clone());
            }
            if let Some(pack) = self.load(spoken, accent) {
                self.packs.insert(key, pack.clone());
                return (spoken.clone(), pack);
            }
        }
        let pack = Pack::stand_in(&vietnamese, accent_of(accent));
        (vietnamese, pack)
    }

    fn load(&self, language: &Language, accent: Accent) -> Option<Pack> {
        let built_in = Pack::guide(language, accent_of(accent));
        let folder = self.voices.folder.as_ref().map(|folder| folder.join(language.as_str()));
        let Some(folder) = folder.filter(|folder| folder.is_dir()) else { return built_in };
        let own = Pack::load(&folder).map_err(|error| error.to_string());
        let laid = own.and_then(|own| match &built_in {
            Some(base) => own.over(base).map_err(|error| error.to_string()),
            None => Ok(own),
        });
        match laid {
            Ok(pack) => Some(pack),
            Err(problem) => {
                tracing::error!("a voice pack cannot be used: {problem}; a built-in one speaks");
                built_in
            }
        }
    }
}

fn accent_of(accent: Accent) -> goiso_voice::Accent {
    match accent {
        Accent::North => goiso_voice::Accent::North,
        Accent::South => goiso_voice::Accent::South,
    }
}

/// What a speech sounds like in these words and this voice; what no clip is there for is told in the sound.
pub fn sound_of(speech: &Speech, texts: &Texts, pack: &Pack) -> Result<Sound, MixError> {
    let values = GuideValues { number: speech.number.clone(), count: speech.count };
    let text: Vec<String> = speech.sentences.iter().map(|key| texts.guide(key)).collect();
    let tokens = guide_tokens(texts.language(), accent_of(speech.accent), &text.join(" "), &values);
    let manner = Manner {
        chime: Chime::Without,
        n_repeats: 1,
        repeat_gap: Duration::ZERO,
        volume: Volume::percent(speech.volume),
    };
    mix(&[Part { tokens: &tokens, pack }], &manner)
}
