//! Whether a pack is fit for a hall: everything that is wrong with its clips, at once.

use std::fmt;
use std::time::Duration;

use crate::measure::{Measured, measure};
use crate::pack::Source;
use crate::prepare::TRUE_PEAK_MAX;
use crate::{ClipKey, Manifest, Need, PackError, RecordLine};

/// A pack's usual loudness lies between these, in LUFS.
const USUAL_LOUDNESS: std::ops::RangeInclusive<f64> = -28.0..=-14.0;
/// A clip may be so much louder or quieter than the pack's middle one, in LU: more sounds like two speakers.
const UNEVEN_MAX: f64 = 2.0;
/// Silence before the sound that a listener takes for a gap.
const LEADING_SILENCE_MAX: Duration = Duration::from_millis(60);
/// Silence after it: words may fade.
const TRAILING_SILENCE_MAX: Duration = Duration::from_millis(250);
/// A word takes no longer than this, slowly spoken.
const WORD_MAX: Duration = Duration::from_millis(900);
/// Besides its words, a clip may take so long.
const BREATH_MAX: Duration = Duration::from_millis(600);
/// The chime is no word.
const CHIME_MAX: Duration = Duration::from_secs(3);

/// What was found in a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// How many clips it has.
    pub n_clips: usize,
    /// The loudness of its middle clip, in LUFS; −∞ where all is silence.
    pub loudness: f64,
    /// Everything that is wrong, in the order of the list, then of the pack.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Whether calls can be made with it as they should be.
    pub fn is_fit(&self) -> bool {
        self.findings.iter().all(|finding| finding.fault == Fault::MissingLater)
    }
}

/// Something that is wrong with one clip.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Which clip.
    pub key: ClipKey,
    /// Its file; the file that is expected where it is missing.
    pub file: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a clip. Displays as a text for people.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// It is not in the pack, and calls need it.
    Missing,
    /// It is not in the pack, and no call of the centre needs it yet.
    MissingLater,
    /// It cannot be read or decoded.
    Unreadable(String),
    /// It has another rate than the pack.
    Rate {
        /// Of the clip, in samples a second.
        found: u32,
        /// Of the pack.
        expected: u32,
    },
    /// It is not mono.
    Channels(u16),
    /// It takes longer than its words can.
    TooLong {
        /// How long it is.
        length: Duration,
        /// How long it may be.
        max: Duration,
    },
    /// Nothing is heard in it.
    Silent,
    /// It was recorded too loud and is cut off, so many times.
    Clipped(usize),
    /// Its true peak, in dB of full scale, is higher than any may be.
    Peak(f64),
    /// Louder than the pack, by so many LU.
    TooLoud(f64),
    /// Quieter than the pack, by so many LU.
    TooQuiet(f64),
    /// It begins with silence.
    LeadingSilence(Duration),
    /// It ends with silence.
    TrailingSilence(Duration),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(f, "is missing"),
            Self::MissingLater => write!(f, "is missing; no call of this centre needs it yet"),
            Self::Unreadable(problem) => write!(f, "{problem}"),
            Self::Rate { found, expected } => {
                write!(f, "has {found} samples a second, the pack {expected}")
            }
            Self::Channels(n) => write!(f, "has {n} channels; make it mono"),
            Self::TooLong { length, max } => {
                write!(f, "takes {} ms; {} ms are enough for its words", length.as_millis(), max.as_millis())
            }
            Self::Silent => write!(f, "is silent"),
            Self::Clipped(n) => write!(f, "is cut off at full scale {n} times; record it again, softer"),
            Self::Peak(peak) => write!(f, "peaks at {peak:.1} dB; {TRUE_PEAK_MAX} dB is the most"),
            Self::TooLoud(by) => write!(f, "is {by:.1} LU louder than the others"),
            Self::TooQuiet(by) => write!(f, "is {by:.1} LU quieter than the others"),
            Self::LeadingSilence(length) => write!(f, "begins with {} ms of silence", length.as_millis()),
            Self::TrailingSilence(length) => write!(f, "ends with {} ms of silence", length.as_millis()),
        }
    }
}

/// Looks at every clip of a pack, named as in [`Pack::named`](crate::Pack::named), and for every clip on the list.
/// Fails only where there is no manifest to go by.
pub fn check(name: &str, list: &[RecordLine]) -> Result<Checked, PackError> {
    let source = Source::named(name)?;
    let manifest = source.manifest()?;
    let mut findings = missing(&manifest, list);
    let mut measured = Vec::new();
    for (key, file) in &manifest.clips {
        let finding = |fault| Finding { key: key.clone(), file: file.clone(), fault };
        match source.recording(file) {
            Err(error) => findings.push(finding(Fault::Unreadable(plain_problem(&error)))),
            Ok(recording) => {
                if recording.rate != manifest.rate {
                    let fault = Fault::Rate { found: recording.rate, expected: manifest.rate };
                    findings.push(finding(fault));
                }
                if recording.n_channels != 1 {
                    findings.push(finding(Fault::Channels(recording.n_channels)));
                }
                measured.push((key, file, measure(&recording.mono(), recording.rate)));
            }
        }
    }
    let loudness = middle(measured.iter().map(|(_, _, measured)| measured.loudness));
    for (key, file, measured) in measured {
        let faults = faults(key, &measured, loudness);
        findings.extend(faults.into_iter().map(|fault| Finding {
            key: key.clone(),
            file: file.clone(),
            fault,
        }));
    }
    Ok(Checked { n_clips: manifest.clips.len(), loudness, findings })
}

fn missing(manifest: &Manifest, list: &[RecordLine]) -> Vec<Finding> {
    let missing = list.iter().filter(|line| !manifest.clips.contains_key(&line.key));
    let finding = |line: &RecordLine| Finding {
        key: line.key.clone(),
        file: format!("{}.wav", line.file_stem),
        fault: match line.need {
            Need::Now => Fault::Missing,
            Need::Later => Fault::MissingLater,
        },
    };
    missing.map(finding).collect()
}

/// Without the file, which the finding names already.
fn plain_problem(error: &PackError) -> String {
    match error {
        PackError::Unreadable { problem, .. } => format!("cannot be read: {problem}"),
        PackError::Sound { problem, .. } => format!("is no OGG Vorbis or WAV: {problem}"),
        PackError::Manifest { .. }
        | PackError::Rate { .. }
        | PackError::Channels { .. }
        | PackError::NoSuchVoice { .. } => error.to_string(),
    }
}

/// The loudness that clips are held against: the middle one's, brought within what is usual.
fn middle(loudness: impl Iterator<Item = f64>) -> f64 {
    let mut loudness: Vec<f64> = loudness.filter(|loudness| loudness.is_finite()).collect();
    loudness.sort_by(f64::total_cmp);
    loudness.get(loudness.len() / 2).copied().unwrap_or(f64::NEG_INFINITY)
}

fn faults(key: &ClipKey, measured: &Measured, loudness: f64) -> Vec<Fault> {
    if !measured.loudness.is_finite() {
        return vec![Fault::Silent];
    }
    let mut faults = Vec::new();
    let max = length_max(key);
    if measured.length > max {
        faults.push(Fault::TooLong { length: measured.length, max });
    }
    if measured.n_clipped > 0 {
        faults.push(Fault::Clipped(measured.n_clipped));
    } else if measured.true_peak > TRUE_PEAK_MAX {
        faults.push(Fault::Peak(measured.true_peak));
    }
    let above = measured.loudness - loudness.clamp(*USUAL_LOUDNESS.start(), *USUAL_LOUDNESS.end());
    if above > UNEVEN_MAX {
        faults.push(Fault::TooLoud(above));
    } else if above < -UNEVEN_MAX {
        faults.push(Fault::TooQuiet(-above));
    }
    if measured.leading_silence > LEADING_SILENCE_MAX {
        faults.push(Fault::LeadingSilence(measured.leading_silence));
    }
    if measured.trailing_silence > TRAILING_SILENCE_MAX {
        faults.push(Fault::TrailingSilence(measured.trailing_silence));
    }
    faults
}

fn length_max(key: &ClipKey) -> Duration {
    if *key == ClipKey::chime() {
        return CHIME_MAX;
    }
    let n_words = key.0.split([' ', '-']).count();
    BREATH_MAX + WORD_MAX * u32::try_from(n_words).unwrap_or(u32::MAX)
}
