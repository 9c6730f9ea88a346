//! What a slip looks like: elements from top to bottom, as a TOML file has them.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use toml::Spanned;

use super::logo::{self, Grey};
use super::text::Face;
use super::toml_file::{Source, TomlError, read_text};

/// More elements than this are no slip.
pub const ELEMENTS_MAX: usize = 40;
/// Height of letters, in dots of 80 mm paper; smaller ones cannot be read, larger ones do not fit.
const LETTER_SIZES: RangeInclusive<u32> = 16..=220;
const NUMBER_SIZES: RangeInclusive<u32> = 60..=240;
const PICTURE_SIZES: RangeInclusive<u32> = 60..=528;
const SPACES: RangeInclusive<u32> = 0..=400;
const MARGINS: RangeInclusive<u32> = 0..=80;
const PERCENTS: RangeInclusive<u32> = 60..=100;
/// Height of a line of text, in letters' sizes, where the file says nothing else.
const LINE: f32 = 1.35;

static DEFAULT: LazyLock<Arc<SlipLayout>> =
    LazyLock::new(|| built_in("default.toml", include_str!("../../../assets/slips/default.toml")));
static BILINGUAL: LazyLock<Arc<SlipLayout>> =
    LazyLock::new(|| built_in("bilingual.toml", include_str!("../../../assets/slips/bilingual.toml")));

fn built_in(file: &str, text: &str) -> Arc<SlipLayout> {
    Arc::new(SlipLayout::parse(text, file, Path::new("")).expect("the built-in layouts are tested"))
}

/// What a slip looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct SlipLayout {
    pub(super) languages: SlipLanguages,
    /// White at each side, in dots.
    pub(super) margin: usize,
    /// Size of letters on paper narrower than 576 dots: it has the same dots a millimetre, so they shrink less
    /// than the paper does, and long lines wrap.
    pub(super) narrow: f32,
    pub(super) elements: Vec<Element>,
}

/// Which languages are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlipLanguages {
    /// Vietnamese.
    Vietnamese,
    /// Vietnamese, with the second language small below.
    Bilingual,
}

/// One thing on the slip.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    pub what: What,
    /// White above it, in dots of 80 mm paper.
    pub above: f32,
    pub align: Across,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Text(TextElement),
    Number { size: f32, face: Face },
    Priority { size: f32, face: Face },
    Qr { size: usize },
    Logo { width: usize, picture: Arc<Grey> },
    Rule,
    Space { height: f32 },
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextElement {
    pub words: Words,
    pub size: f32,
    pub face: Face,
    /// Height of a line, in dots of 80 mm paper.
    pub line: f32,
    pub letters: Letters,
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Words {
    Unit,
    Centre,
    Caption,
    Service,
    Counters,
    Place,
    Ahead,
    Wait,
    QrCaption,
    Date,
    Footer,
    /// The layout's own, Vietnamese and second.
    Own(String, String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    AsWritten,
    Capitals,
}

/// Where something stands across the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Across {
    Left,
    #[default]
    Centre,
    Right,
}

impl SlipLayout {
    /// The built-in one in Vietnamese.
    pub fn vietnamese() -> Arc<Self> {
        Arc::clone(&DEFAULT)
    }

    /// The built-in one in Vietnamese with English small below.
    pub fn bilingual() -> Arc<Self> {
        Arc::clone(&BILINGUAL)
    }

    /// Reads a file; a logo's path counts from its folder.
    pub fn load(path: &Path) -> Result<Self, TomlError> {
        let text = read_text(path)?;
        Self::parse(&text, &path.display().to_string(), path.parent().unwrap_or(Path::new("")))
    }

    /// Reads a text; errors name it `file`, and a logo's path counts from `folder`.
    pub fn parse(text: &str, file: &str, folder: &Path) -> Result<Self, TomlError> {
        let source = Source { file, text };
        let given: Given = source.read()?;
        let n_elements = given.element.len();
        if n_elements == 0 || n_elements > ELEMENTS_MAX {
            let problem =
                format!("has {n_elements} elements; write [[element]] once for each, 1 to {ELEMENTS_MAX}");
            return Err(source.whole(problem));
        }
        if !given.element.iter().any(|element| *element.get_ref().kind.get_ref() == Kind::Number) {
            return Err(source.whole("prints no number; add [[element]] with kind = \"number\""));
        }
        let elements = given.element.iter().map(|element| read_element(source, element, folder));
        Ok(Self {
            languages: given.languages,
            margin: source.within("margin", &given.margin, &MARGINS)? as usize,
            narrow: source.within("narrow_percent", &given.narrow_percent, &PERCENTS)? as f32 / 100.0,
            elements: elements.collect::<Result<_, _>>()?,
        })
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    #[serde(default = "given_languages")]
    languages: SlipLanguages,
    #[serde(default = "given_margin")]
    margin: Spanned<u32>,
    #[serde(default = "given_narrow_percent")]
    narrow_percent: Spanned<u32>,
    #[serde(default)]
    element: Vec<Spanned<GivenElement>>,
}

fn given_languages() -> SlipLanguages {
    SlipLanguages::Vietnamese
}

fn given_margin() -> Spanned<u32> {
    Spanned::new(0..0, 24)
}

fn given_narrow_percent() -> Spanned<u32> {
    Spanned::new(0..0, 82)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenElement {
    kind: Spanned<Kind>,
    above: Option<Spanned<u32>>,
    size: Option<Spanned<u32>>,
    line: Option<Spanned<u32>>,
    weight: Option<Spanned<Weight>>,
    align: Option<Spanned<Across>>,
    capitals: Option<Spanned<bool>>,
    text: Option<Spanned<OwnText>>,
    file: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Logo,
    Unit,
    Centre,
    Caption,
    Number,
    Service,
    Priority,
    Counters,
    Place,
    Ahead,
    Wait,
    Qr,
    QrCaption,
    Date,
    Footer,
    Rule,
    Space,
    Text,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Weight {
    Regular,
    SemiBold,
    ExtraBold,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnText {
    vi: String,
    #[serde(default)]
    en: String,
}

/// Which keys a kind understands besides `kind` and `above`.
fn keys_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Logo => &["size", "align", "file"],
        Kind::Number | Kind::Priority => &["size", "weight", "align"],
        Kind::Qr => &["size", "align"],
        Kind::Rule => &[],
        Kind::Space => &["size"],
        Kind::Text => &["size", "line", "weight", "align", "capitals", "text"],
        Kind::Unit
        | Kind::Centre
        | Kind::Caption
        | Kind::Service
        | Kind::Counters
        | Kind::Place
        | Kind::Ahead
        | Kind::Wait
        | Kind::QrCaption
        | Kind::Date
        | Kind::Footer => &["size", "line", "weight", "align", "capitals"],
    }
}

fn read_element(
    source: Source<'_>,
    spanned: &Spanned<GivenElement>,
    folder: &Path,
) -> Result<Element, TomlError> {
    let given = spanned.get_ref();
    let kind = *given.kind.get_ref();
    check_keys(source, given, kind)?;
    let size = |default: u32, limits: &RangeInclusive<u32>| match &given.size {
        Some(size) => source.within("size", size, limits),
        None => Ok(default),
    };
    let face = |default: Face| match given.weight.as_ref().map(Spanned::get_ref) {
        Some(Weight::Regular) => Face::Regular,
        Some(Weight::SemiBold) => Face::SemiBold,
        Some(Weight::ExtraBold) => Face::ExtraBold,
        None => default,
    };
    let what = match kind {
        Kind::Logo => read_logo(source, spanned, size(200, &PICTURE_SIZES)? as usize, folder)?,
        Kind::Number => What::Number { size: size(168, &NUMBER_SIZES)? as f32, face: face(Face::ExtraBold) },
        Kind::Priority => {
            What::Priority { size: size(25, &LETTER_SIZES)? as f32, face: face(Face::SemiBold) }
        }
        Kind::Qr => What::Qr { size: size(190, &PICTURE_SIZES)? as usize },
        Kind::Rule => What::Rule,
        Kind::Space => What::Space { height: size(20, &SPACES)? as f32 },
        Kind::Unit
        | Kind::Centre
        | Kind::Caption
        | Kind::Service
        | Kind::Counters
        | Kind::Place
        | Kind::Ahead
        | Kind::Wait
        | Kind::QrCaption
        | Kind::Date
        | Kind::Footer
        | Kind::Text => {
            let size = size(26, &LETTER_SIZES)?;
            let line = match &given.line {
                Some(line) => source.within("line", line, &(size..=size * 3))? as f32,
                None => (size as f32 * LINE).round(),
            };
            let letters = match given.capitals.as_ref().map(Spanned::get_ref) {
                Some(true) => Letters::Capitals,
                Some(false) | None => Letters::AsWritten,
            };
            let words = words_of(source, spanned, kind)?;
            What::Text(TextElement { words, size: size as f32, face: face(Face::Regular), line, letters })
        }
    };
    let above = match &given.above {
        Some(above) => source.within("above", above, &SPACES)? as f32,
        None => 0.0,
    };
    Ok(Element { what, above, align: given.align.as_ref().map(|align| *align.get_ref()).unwrap_or_default() })
}

/// A key that its kind does not understand would be ignored without a word.
fn check_keys(source: Source<'_>, given: &GivenElement, kind: Kind) -> Result<(), TomlError> {
    let known = keys_of(kind);
    let given = [
        ("size", given.size.as_ref().map(Spanned::span)),
        ("line", given.line.as_ref().map(Spanned::span)),
        ("weight", given.weight.as_ref().map(Spanned::span)),
        ("align", given.align.as_ref().map(Spanned::span)),
        ("capitals", given.capitals.as_ref().map(Spanned::span)),
        ("text", given.text.as_ref().map(Spanned::span)),
        ("file", given.file.as_ref().map(Spanned::span)),
    ];
    for (name, span) in given {
        if let Some(span) = span.filter(|_| !known.contains(&name)) {
            let known = known.join(", ");
            let problem =
                format!("{name} does not belong to this kind of element; it has: kind, above, {known}");
            return Err(source.at(&span, problem.trim_end_matches(", ")));
        }
    }
    Ok(())
}

fn words_of(source: Source<'_>, given: &Spanned<GivenElement>, kind: Kind) -> Result<Words, TomlError> {
    Ok(match kind {
        Kind::Unit => Words::Unit,
        Kind::Centre => Words::Centre,
        Kind::Caption => Words::Caption,
        Kind::Service => Words::Service,
        Kind::Counters => Words::Counters,
        Kind::Place => Words::Place,
        Kind::Ahead => Words::Ahead,
        Kind::Wait => Words::Wait,
        Kind::QrCaption => Words::QrCaption,
        Kind::Date => Words::Date,
        Kind::Footer => Words::Footer,
        Kind::Text => {
            let Some(text) = &given.get_ref().text else {
                let problem = "has no text; add text = { vi = \"…\", en = \"…\" }";
                return Err(source.at(&given.get_ref().kind.span(), problem));
            };
            Words::Own(text.get_ref().vi.clone(), text.get_ref().en.clone())
        }
        Kind::Logo | Kind::Number | Kind::Priority | Kind::Qr | Kind::Rule | Kind::Space => {
            unreachable!("asked only for kinds that are texts")
        }
    })
}

fn read_logo(
    source: Source<'_>,
    given: &Spanned<GivenElement>,
    width: usize,
    folder: &Path,
) -> Result<What, TomlError> {
    let Some(file) = &given.get_ref().file else {
        let problem = "has no picture; add file = \"logo.png\", which lies beside this file";
        return Err(source.at(&given.get_ref().kind.span(), problem));
    };
    let picture = logo::load(&folder.join(file.get_ref()))
        .map_err(|problem| source.at(&file.span(), format!("'{}' {problem}", file.get_ref())))?;
    Ok(What::Logo { width, picture: Arc::new(picture) })
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
