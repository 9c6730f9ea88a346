//! `goiso-hub voice …`: what a studio must record, whether a pack is fit, and packs made from an engine.

use std::path::{Path, PathBuf};

use goiso_config::{AccentConfig, Config, ReadingConfig, SentenceConfig};
use goiso_domain::Series;
use goiso_i18n::Texts;
use goiso_model::{Language, TicketNumber};
use goiso_voice::{
    Accent, Calls, Checked, Engine, Fault, LOUDNESS, Maker, Need, Pack, Reading, RecordLine, Sentence, Voice,
};

use crate::cli_config::{EXIT_CONFIG, EXIT_OK};

/// The pack is not fit.
pub const EXIT_UNFIT: u8 = 1;

/// Of a series, so many numbers from each end are looked at for their words: they have them all.
const NUMBERS_AT_AN_END: u32 = 2_000;

/// What a pack is to say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// The calls in the hall.
    #[default]
    Calls,
    /// What kiosks say on their screens.
    Kiosk,
}

/// Which clips are wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What for.
    pub purpose: Purpose,
    /// The centre's file; without one, the usual sentence and every number and letter.
    pub config: Option<PathBuf>,
    /// In which language.
    pub language: Language,
    /// Whose words; absent for those of the centre's file, else the North's.
    pub accent: Option<Accent>,
}

/// Where the sound of a new pack comes from.
#[derive(Debug, Clone)]
pub enum MadeFrom {
    /// A command line.
    Engine(String),
    /// A folder.
    Recordings(PathBuf),
}

/// A pack to be made.
#[derive(Debug, Clone)]
pub struct NewPack {
    /// Its folder.
    pub out: PathBuf,
    /// Samples a second.
    pub rate: u32,
    /// Its name; absent for its folder's.
    pub name: Option<String>,
    /// What others may do with it.
    pub licence: String,
}

/// `record-list`: a table of file names and what is to be read into each.
pub fn record_list(wanted: &Wanted) -> (String, u8) {
    match list(wanted) {
        Ok((_, list)) => (table(&list), EXIT_OK),
        Err(problem) => (problem, EXIT_CONFIG),
    }
}

/// `check`: "ok" with what the pack has, or all that is wrong with it.
pub fn check(pack: &str, purpose: Purpose, config: Option<&Path>) -> (String, u8) {
    let manifest = match Pack::manifest(pack) {
        Ok(manifest) => manifest,
        Err(error) => return (error.to_string(), EXIT_CONFIG),
    };
    let config = config.map(Path::to_owned);
    let wanted = Wanted { purpose, config, language: manifest.language, accent: manifest.accent };
    let checked = list(&wanted)
        .and_then(|(_, list)| goiso_voice::check(pack, &list).map_err(|error| error.to_string()));
    match checked {
        Ok(checked) => {
            let code = if checked.is_fit() { EXIT_OK } else { EXIT_UNFIT };
            (report(pack, &checked), code)
        }
        Err(problem) => (problem, EXIT_CONFIG),
    }
}

/// `build`: makes a pack, and says how it came out.
pub fn build(wanted: &Wanted, made_from: &MadeFrom, pack: &NewPack) -> (String, u8) {
    match built(wanted, made_from, pack) {
        Ok(text) => (text, EXIT_OK),
        Err(problem) => (problem, EXIT_CONFIG),
    }
}

fn built(wanted: &Wanted, made_from: &MadeFrom, pack: &NewPack) -> Result<String, String> {
    let shown = pack.out.display();
    if pack.out.join("pack.toml").exists() {
        return Err(format!("{shown} holds a voice pack already and stays as it is; give another folder"));
    }
    let (accent, list) = list(wanted)?;
    let (maker, source) = match made_from {
        MadeFrom::Engine(command) => {
            let engine = Engine::parse(command).map_err(|error| error.to_string())?;
            (Maker::Engine(engine), command.clone())
        }
        MadeFrom::Recordings(folder) => (Maker::Recordings(folder.clone()), "recordings".to_owned()),
    };
    let folder_name = pack.out.file_name().map(|name| name.to_string_lossy().into_owned());
    let voice = Voice {
        name: pack.name.clone().or(folder_name).unwrap_or_default(),
        language: wanted.language.clone(),
        accent: (wanted.language == Language::vietnamese()).then_some(accent),
        rate: pack.rate,
        licence: pack.licence.clone(),
        source,
    };
    let built = goiso_voice::build(&list, &maker, &voice, &pack.out).map_err(|error| error.to_string())?;
    let missing =
        built.missing.iter().fold(String::new(), |text, key| text + &format!("not recorded: {key}\n"));
    Ok(format!("{missing}ok: {} clips at {LOUDNESS} LUFS in {shown}", built.n_clips))
}

/// The clips that are wanted, and whose words they are.
fn list(wanted: &Wanted) -> Result<(Accent, Vec<RecordLine>), String> {
    let (sentences, calls) = match &wanted.config {
        None => (Vec::new(), Calls::Any),
        Some(path) => {
            let config = Config::load(path).map_err(|errors| errors.to_string())?;
            let of_language = config.voice.sentences.iter().filter(|said| said.language == wanted.language);
            (of_language.map(sentence).collect(), calls(&config))
        }
    };
    let accent = wanted.accent.or(sentences.first().map(|said: &Sentence| said.accent)).unwrap_or_default();
    let mut sentences: Vec<_> = sentences.into_iter().map(|said| Sentence { accent, ..said }).collect();
    if sentences.is_empty() {
        sentences.push(Sentence::usual(wanted.language.clone(), accent));
    }
    let list = match wanted.purpose {
        Purpose::Calls => goiso_voice::record_list(&sentences, &calls),
        Purpose::Kiosk => {
            let texts = Texts::new(&wanted.language);
            let said: Vec<String> =
                goiso_i18n::guide_keys().into_iter().map(|key| texts.guide(key)).collect();
            goiso_voice::guide_list(&wanted.language, accent, said.iter().map(String::as_str))
        }
    };
    Ok((accent, list))
}

fn sentence(said: &SentenceConfig) -> Sentence {
    Sentence {
        language: said.language.clone(),
        reading: match said.reading {
            ReadingConfig::Digits => Reading::Digits,
            ReadingConfig::Number => Reading::Number,
        },
        accent: match said.accent {
            AccentConfig::North => Accent::North,
            AccentConfig::South => Accent::South,
        },
        template: said.template.clone(),
        last_call: said.last_call.clone(),
    }
}

fn calls(config: &Config) -> Calls {
    Calls::Of {
        numbers: config.series.values().flat_map(numbers).collect(),
        counters: config.counters.iter().map(|counter| counter.number).collect(),
    }
}

fn numbers(series: &Series) -> impl Iterator<Item = TicketNumber> {
    let from_start = series.first..=series.last.min(series.first.saturating_add(NUMBERS_AT_AN_END));
    let to_end = series.last.saturating_sub(NUMBERS_AT_AN_END).max(series.first)..=series.last;
    let number = |value| TicketNumber::compose(&series.prefix, value, usize::from(series.width));
    from_start.chain(to_end).map(number)
}

/// Three columns: the file, what is read into it, and whether it can wait.
fn table(list: &[RecordLine]) -> String {
    let rows = list.iter().map(|line| {
        let need = match line.need {
            Need::Now => "",
            Need::Later => "not needed yet",
        };
        (format!("{}.wav", line.file_stem), line.text.as_str(), need)
    });
    let rows: Vec<_> = std::iter::once(("file".to_owned(), "text", "")).chain(rows).collect();
    let width = |column: fn(&(String, &str, &str)) -> usize| rows.iter().map(column).max().unwrap_or(0);
    let (files, texts) = (width(|row| row.0.chars().count()), width(|row| row.1.chars().count()));
    let lines = rows.iter().map(|(file, text, need)| format!("{file:files$}  {text:texts$}  {need}"));
    lines.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn report(pack: &str, checked: &Checked) -> String {
    let later = |fault: &Fault| matches!(fault, Fault::MissingLater);
    let n_later = checked.findings.iter().filter(|finding| later(&finding.fault)).count();
    let faults = checked.findings.iter().filter(|finding| !later(&finding.fault));
    let mut lines: Vec<_> = faults
        .map(|finding| format!("{pack}: {} ({}): {}", finding.file, finding.key, finding.fault))
        .collect();
    if n_later > 0 {
        lines.push(format!("{pack}: {n_later} clips that no call of this centre needs yet are missing"));
    }
    let end = if checked.is_fit() {
        format!("ok: {} clips at about {:.1} LUFS", checked.n_clips, checked.loudness)
    } else {
        format!("{} clips at about {:.1} LUFS; not fit for a hall yet", checked.n_clips, checked.loudness)
    };
    lines.push(end);
    lines.join("\n")
}
