//! A voice pack: recorded words.

mod built_in;
mod decode;
mod manifest;
mod source;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use goiso_model::Language;

pub use built_in::{BUILT_IN, GUIDES, built_in_files};
pub use manifest::Manifest;

use crate::prepare::fade;
use crate::resample::at_rate;
use crate::{Accent, ClipKey, MixError, Token};
pub(crate) use decode::{Recording, decode};
pub(crate) use source::Source;

/// The rates a pack may have, in samples a second.
pub const RATES: [u32; 2] = [22_050, 48_000];
/// The most clips of a pack.
pub const CLIPS_MAX: usize = 2_000;
/// The greatest size of a clip's file.
pub const FILE_BYTES_MAX: u64 = 8 << 20;

/// All clips of one voice, mono, at one rate.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Samples a second: 22,050 or 48,000.
    pub rate: u32,
    /// The clips, trimmed and levelled.
    pub clips: BTreeMap<ClipKey, Arc<[i16]>>,
}

/// Why a pack cannot be used. Each says which file.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file cannot be read.
    #[error("{} cannot be read: {problem}", file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// What the system says.
        #[source]
        problem: std::io::Error,
    },
    /// `pack.toml` is wrong.
    #[error("{} is wrong: {problem}", file.display())]
    Manifest {
        /// Which.
        file: PathBuf,
        /// Where and what.
        problem: String,
    },
    /// A clip is no sound that we know.
    #[error("{} is no OGG Vorbis or WAV: {problem}", file.display())]
    Sound {
        /// Which.
        file: PathBuf,
        /// What the decoder says.
        problem: String,
    },
    /// A clip has another rate than its pack.
    #[error("{} has {found} samples a second, its pack {expected}", file.display())]
    Rate {
        /// Which.
        file: PathBuf,
        /// Of the clip.
        found: u32,
        /// Of the pack.
        expected: u32,
    },
    /// A clip is not mono.
    #[error("{} has {n_channels} channels; a clip has one", file.display())]
    Channels {
        /// Which.
        file: PathBuf,
        /// How many.
        n_channels: u16,
    },
    /// No built-in pack has this name.
    #[error("there is no built-in voice '{name}'; there are {}", BUILT_IN.join(", "))]
    NoSuchVoice {
        /// What was asked for.
        name: String,
    },
}

impl Pack {
    /// Reads a folder with a `pack.toml`, and decodes all its clips.
    pub fn load(folder: &Path) -> Result<Self, PackError> {
        Self::from_source(&Source::Folder(folder.to_owned()))
    }

    /// One of [`BUILT_IN`].
    pub fn built_in(name: &str) -> Result<Self, PackError> {
        Self::from_source(&Source::built_in(name)?)
    }

    /// A pack as a centre's file names it: one of [`BUILT_IN`], or a folder.
    pub fn named(name: &str) -> Result<Self, PackError> {
        Self::from_source(&Source::named(name)?)
    }

    /// The pack that stands in for one that cannot be used, so that the hall is not silent.
    pub fn stand_in(language: &Language, accent: Accent) -> Self {
        Self::built_in(built_in::name_for(language, accent)).expect("the built-in packs are tested")
    }

    /// The built-in voice of a kiosk in this language: what its screens say, and the words of numbers; none for a
    /// language that it is not there in.
    pub fn guide(language: &Language, accent: Accent) -> Option<Self> {
        let (guide, calls) = built_in::guide_for(language, accent)?;
        let built_in = |name| Self::built_in(name).expect("the built-in packs are tested");
        Some(
            built_in(guide)
                .over(&built_in(calls))
                .expect("the built-in packs have one rate, as a test holds"),
        )
    }

    /// This pack, with the clips of another one where it has none of its own.
    pub fn over(mut self, base: &Self) -> Result<Self, MixError> {
        for (key, clip) in
            base.clips.iter().filter(|(key, _)| !self.clips.contains_key(key)).collect::<Vec<_>>()
        {
            let clip = at_rate(clip.to_vec(), base.rate, self.rate)?;
            self.clips.insert(key.clone(), clip.into());
        }
        Ok(self)
    }

    /// Phrases that are no clip of this pack, word by word. What is missing then is in no clip at all.
    pub fn spelled_out(&self, tokens: &[Token]) -> Vec<Token> {
        let spelled = tokens.iter().flat_map(|token| match token {
            Token::Clip(key) if !self.clips.contains_key(key) => key.words().map(Token::Clip).collect(),
            Token::Clip(_) | Token::Pause(_) => vec![token.clone()],
        });
        spelled.collect()
    }

    /// What describes a pack that is named so, without its clips.
    pub fn manifest(name: &str) -> Result<Manifest, PackError> {
        Source::named(name)?.manifest()
    }

    fn from_source(source: &Source) -> Result<Self, PackError> {
        let manifest = source.manifest()?;
        let clips = manifest.clips.iter().map(|(key, file)| {
            let mut recording = source.recording(file)?;
            // Whatever a studio or a codec left at the ends would be heard as a click between two words.
            fade(&mut recording.samples, manifest.rate);
            let problem = recording.problem_in(manifest.rate, source.path_of(file));
            problem.map_or_else(|| Ok((key.clone(), recording.samples.into())), Err)
        });
        Ok(Self { rate: manifest.rate, clips: clips.collect::<Result<_, _>>()? })
    }
}
