//! From clips to one buffer of sound, to the sample.

use std::time::Duration;

use crate::resample::at_rate;
use crate::{ClipKey, Pack, Token};

/// The chime's place in a pack.
const CHIME_KEY: &str = "chime";

/// The silence between two clips of a sentence.
pub const CLIP_GAP: Duration = Duration::from_millis(60);
/// The silence between two sentences, Vietnamese and then English.
pub const SENTENCE_GAP: Duration = Duration::from_millis(350);
/// The silence after the chime.
pub const CHIME_GAP: Duration = Duration::from_millis(150);
/// The longest sound: whatever a template says, the next visitor's call comes within this.
pub const SOUND_MAX: Duration = Duration::from_mins(1);

/// One sentence and whose voice says it.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// What is said.
    pub tokens: &'a [Token],
    /// The clips.
    pub pack: &'a Pack,
}

/// Whether a chime comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chime {
    /// The first pack's, once, before everything else.
    First,
    /// None.
    Without,
}

/// How loud, 0 (silent) to 100.
///
/// The gain is the square of the share: 100 leaves a pack as it is recorded, 80 is 3.9 dB below it, 50 is
/// 12 dB, 10 is 40 dB. Ears hear about that as evenly spaced. Nothing is ever made louder than recorded, and
/// no two clips sound at once: so a mix cannot clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Volume(u8);

impl Volume {
    /// As recorded.
    pub const FULL: Self = Self(100);
    /// Nothing at all.
    pub const SILENT: Self = Self(0);

    /// A volume of so many percent; more than 100 is 100.
    pub fn percent(percent: u8) -> Self {
        Self(percent.min(100))
    }

    /// Whether nothing is heard.
    pub fn is_silent(self) -> bool {
        self.0 == 0
    }

    /// A sample at this volume, rounded towards zero.
    fn of(self, sample: i16) -> i16 {
        let share = i32::from(self.0);
        let louder = i32::from(sample) * share * share / 10_000;
        i16::try_from(louder).expect("the volume is at most 100 percent, so no sample grows")
    }
}

/// How the sentences become one announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Whether a chime comes first.
    pub chime: Chime,
    /// How often everything is said; 0 is taken as 1.
    pub n_repeats: u8,
    /// The silence between two times.
    pub repeat_gap: Duration,
    /// How loud.
    pub volume: Volume,
}

/// An announcement, ready for a loudspeaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// Samples a second.
    pub rate: u32,
    /// Mono.
    pub samples: Vec<i16>,
    /// What should have been heard but is in no pack, in the order of the sentences.
    pub missing: Vec<ClipKey>,
}

impl Sound {
    /// How long it is.
    pub fn length(&self) -> Duration {
        let micros = self.samples.len() as u64 * 1_000_000 / u64::from(self.rate.max(1));
        Duration::from_micros(micros)
    }
}

/// Why sentences do not become sound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MixError {
    /// No part was given, or none has a clip of its pack.
    #[error("none of the words is in the voice pack")]
    NothingToSay,
    /// A pack claims no samples a second.
    #[error("a voice pack has a rate of 0")]
    NoRate,
    /// It would be longer than [`SOUND_MAX`].
    #[error("an announcement would take {} s, more than {} s", .length.as_secs(), SOUND_MAX.as_secs())]
    TooLong {
        /// How long it would be.
        length: Duration,
    },
    /// The packs' rates lie too far apart to be brought together.
    #[error("the voice packs' rates cannot be brought together: {problem}")]
    Rates {
        /// What the resampler says.
        problem: String,
    },
}

/// Joins sentences to one announcement: the chime, then everything as often as wanted.
///
/// Between two clips of a sentence lies [`CLIP_GAP`], and the pauses between them come on top. Where the
/// packs' rates differ, the higher one holds and the others are resampled.
pub fn mix(parts: &[Part<'_>], manner: &Manner) -> Result<Sound, MixError> {
    let rate = parts.iter().map(|part| part.pack.rate).max().ok_or(MixError::NothingToSay)?;
    if parts.iter().any(|part| part.pack.rate == 0) {
        return Err(MixError::NoRate);
    }
    let mut missing = Vec::new();
    let once = one_time(parts, rate, &mut missing)?;
    let mut samples = Vec::new();
    if manner.chime == Chime::First
        && let Some(chime) = chime(parts, rate)?
    {
        samples.extend(chime);
        silence(&mut samples, CHIME_GAP, rate);
    }
    let n_repeats = usize::from(manner.n_repeats.max(1));
    check_length(samples.len() + n_repeats * (once.len() + n_samples(manner.repeat_gap, rate)), rate)?;
    for idx in 0..n_repeats {
        if idx > 0 {
            silence(&mut samples, manner.repeat_gap, rate);
        }
        samples.extend_from_slice(&once);
    }
    for sample in &mut samples {
        *sample = manner.volume.of(*sample);
    }
    Ok(Sound { rate, samples, missing })
}

/// All sentences, one after the other.
fn one_time(parts: &[Part<'_>], rate: u32, missing: &mut Vec<ClipKey>) -> Result<Vec<i16>, MixError> {
    let mut once = Vec::new();
    for part in parts {
        let sentence = sentence(part, missing)?;
        if sentence.is_empty() {
            continue;
        }
        if !once.is_empty() {
            silence(&mut once, SENTENCE_GAP, rate);
        }
        once.extend(at_rate(sentence, part.pack.rate, rate)?);
    }
    if once.is_empty() { Err(MixError::NothingToSay) } else { Ok(once) }
}

/// One sentence at its pack's rate, phrases that were not recorded word by word; empty when the pack has none of its words.
fn sentence(part: &Part<'_>, missing: &mut Vec<ClipKey>) -> Result<Vec<i16>, MixError> {
    let rate = part.pack.rate;
    let mut samples = Vec::new();
    let mut has_words = false;
    for token in &part.pack.spelled_out(part.tokens) {
        match token {
            Token::Clip(key) => match part.pack.clips.get(key) {
                Some(clip) => {
                    if has_words {
                        silence(&mut samples, CLIP_GAP, rate);
                    }
                    samples.extend_from_slice(clip);
                    has_words = true;
                }
                None => missing.push(key.clone()),
            },
            Token::Pause(length) => {
                check_length(samples.len() + n_samples(*length, rate), rate)?;
                silence(&mut samples, *length, rate);
            }
        }
        check_length(samples.len(), rate)?;
    }
    Ok(if has_words { samples } else { Vec::new() })
}

/// The chime of the first pack that has one.
fn chime(parts: &[Part<'_>], rate: u32) -> Result<Option<Vec<i16>>, MixError> {
    let key = ClipKey(CHIME_KEY.to_owned());
    let found = parts.iter().find_map(|part| Some((part.pack.clips.get(&key)?, part.pack.rate)));
    found.map(|(clip, own_rate)| at_rate(clip.to_vec(), own_rate, rate)).transpose()
}

/// Whole samples in so long a time, the fraction of one left out.
fn n_samples(length: Duration, rate: u32) -> usize {
    let n = length.as_nanos() * u128::from(rate) / 1_000_000_000;
    usize::try_from(n).unwrap_or(usize::MAX / 8)
}

fn silence(samples: &mut Vec<i16>, length: Duration, rate: u32) {
    samples.resize(samples.len() + n_samples(length, rate), 0);
}

fn check_length(n: usize, rate: u32) -> Result<(), MixError> {
    let length = Duration::from_millis((n as u64).saturating_mul(1_000) / u64::from(rate));
    if length > SOUND_MAX { Err(MixError::TooLong { length }) } else { Ok(()) }
}
