//! Makes a pack from an engine that speaks, or from a studio's raw recordings.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use goiso_model::Language;

use crate::chime::chime;
use crate::pack::{Recording, Source};
use crate::prepare::prepare;
use crate::resample::at_rate;
use crate::{Accent, ClipKey, Manifest, PackError, RecordLine};

/// Stands for the text in an engine's command.
const TEXT: &str = "{text}";
/// Stands for the file in an engine's command.
const FILE: &str = "{file}";
/// What a recording may end in.
const ENDINGS: [&str; 2] = ["wav", "ogg"];

/// A program that speaks: a command line with `{file}` for the WAV file it is to write, and `{text}` for what it
/// is to say; without `{text}`, it is given the text on standard input, as one line. No shell reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine(Vec<String>);

impl Engine {
    /// Takes a command line apart as a shell would, quotes and all.
    pub fn parse(command: &str) -> Result<Self, BuildError> {
        let wrong = |problem| BuildError::Command { command: command.to_owned(), problem };
        let words = shlex::split(command).ok_or_else(|| wrong("a quote does not end"))?;
        if words.is_empty() {
            return Err(wrong("it is empty"));
        }
        if !words.iter().any(|word| word.contains(FILE)) {
            return Err(wrong("it does not say with {file} where the sound is to be written"));
        }
        Ok(Self(words))
    }

    /// Has `text` said into `file`.
    fn say(&self, text: &str, file: &Path) -> Result<(), String> {
        let is_on_input = !self.0.iter().any(|word| word.contains(TEXT));
        let file = file.to_string_lossy();
        let mut words = self.0.iter().map(|word| word.replace(TEXT, text).replace(FILE, &file));
        let program = words.next().expect("a command has at least one word");
        let input = if is_on_input { Stdio::piped() } else { Stdio::null() };
        let mut child = Command::new(&program)
            .args(words)
            .stdin(input)
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(|error| format!("'{program}' cannot be started: {error}"))?;
        let written = child.stdin.take().map_or(Ok(()), |mut input| writeln!(input, "{text}"));
        let status = child.wait().map_err(|error| format!("'{program}' was lost: {error}"))?;
        if !status.success() {
            return Err(format!("'{program}' failed: {status}"));
        }
        match written {
            // It ended well without reading all: a fault shows in what it wrote, or did not write.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(|error| format!("'{program}' did not take its text: {error}")),
        }
    }
}

/// Where the raw sound of a clip comes from.
#[derive(Debug, Clone)]
pub enum Maker {
    /// Said by a program.
    Engine(Engine),
    /// In a folder, named as the list says, `.wav` or `.ogg`.
    Recordings(PathBuf),
}

/// What stands in the new pack's manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// For people.
    pub name: String,
    /// What it speaks.
    pub language: Language,
    /// Whose words, if that is Vietnamese.
    pub accent: Option<Accent>,
    /// One of [`RATES`](crate::RATES).
    pub rate: u32,
    /// What others may do with it.
    pub licence: String,
    /// Who or what spoke.
    pub source: String,
}

/// What was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// How many clips the pack has.
    pub n_clips: usize,
    /// Clips of the list that there was no recording of.
    pub missing: Vec<ClipKey>,
}

/// Why a pack could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The engine's command is none.
    #[error("the engine's command '{command}' is wrong: {problem}")]
    Command {
        /// As it was given.
        command: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// The engine could not say it.
    #[error("'{text}' could not be said: {problem}")]
    Engine {
        /// What it was to say.
        text: String,
        /// What happened.
        problem: String,
    },
    /// Nothing is heard in what was said or recorded.
    #[error("'{text}' is silent")]
    Silent {
        /// What should be heard.
        text: String,
    },
    /// A recording cannot be read.
    #[error(transparent)]
    Recording(#[from] PackError),
    /// A sound has a rate that cannot be brought to the pack's.
    #[error("'{text}' cannot be brought to the pack's rate: {problem}")]
    Rate {
        /// What is said.
        text: String,
        /// What is wrong.
        problem: String,
    },
    /// The new pack cannot be written.
    #[error("{} cannot be written: {problem}", file.display())]
    Write {
        /// Which file.
        file: PathBuf,
        /// What the system says.
        problem: String,
    },
}

/// Builds a pack of the clips on the list in the folder `out`, which is made when missing: trimmed, faded,
/// levelled WAV files, and a `pack.toml`. The chime is made by itself where there is no recording of one.
pub fn build(list: &[RecordLine], maker: &Maker, voice: &Voice, out: &Path) -> Result<Built, BuildError> {
    let cannot_write = |file: &Path, problem: String| BuildError::Write { file: file.to_owned(), problem };
    std::fs::create_dir_all(out).map_err(|error| cannot_write(out, error.to_string()))?;
    let mut clips = BTreeMap::new();
    let mut missing = Vec::new();
    for line in list {
        let Some(raw) = raw(line, maker, voice.rate)? else {
            missing.push(line.key.clone());
            continue;
        };
        let rate_error =
            |error: crate::MixError| BuildError::Rate { text: line.text.clone(), problem: error.to_string() };
        let samples = at_rate(raw.mono(), raw.rate, voice.rate).map_err(rate_error)?;
        let clip =
            prepare(&samples, voice.rate).ok_or_else(|| BuildError::Silent { text: line.text.clone() })?;
        let name = format!("{}.wav", line.file_stem);
        let file = out.join(&name);
        write_wav(&file, &clip, voice.rate).map_err(|error| cannot_write(&file, error.to_string()))?;
        clips.insert(line.key.clone(), name);
    }
    let n_clips = clips.len();
    let Voice { name, language, accent, rate, licence, source } = voice.clone();
    let manifest = Manifest { name, language, accent, rate, licence, source, clips };
    let file = out.join("pack.toml");
    std::fs::write(&file, manifest.to_text()).map_err(|error| cannot_write(&file, error.to_string()))?;
    Ok(Built { n_clips, missing })
}

/// The sound of one line before it is prepared; none where nobody recorded it.
fn raw(line: &RecordLine, maker: &Maker, rate: u32) -> Result<Option<Recording>, BuildError> {
    let own_chime = || Recording { rate, n_channels: 1, samples: chime(rate) };
    let is_chime = line.key == ClipKey::chime();
    match maker {
        Maker::Engine(_) if is_chime => Ok(Some(own_chime())),
        Maker::Engine(engine) => said(engine, &line.text).map(Some),
        Maker::Recordings(folder) => {
            let mut names = ENDINGS.iter().map(|ending| format!("{}.{ending}", line.file_stem));
            match names.find(|name| folder.join(name).is_file()) {
                Some(name) => Ok(Some(Source::Folder(folder.clone()).recording(&name)?)),
                None => Ok(is_chime.then(own_chime)),
            }
        }
    }
}

fn said(engine: &Engine, text: &str) -> Result<Recording, BuildError> {
    let failed = |problem: String| BuildError::Engine { text: text.to_owned(), problem };
    let folder = tempfile::tempdir().map_err(|error| failed(format!("no temporary folder: {error}")))?;
    let name = "said.wav";
    engine.say(text, &folder.path().join(name)).map_err(failed)?;
    Ok(Source::Folder(folder.path().to_owned()).recording(name)?)
}

fn write_wav(file: &Path, samples: &[i16], rate: u32) -> Result<(), hound::Error> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(file, spec)?;
    for sample in samples {
        writer.write_sample(*sample)?;
    }
    writer.finalize()
}
