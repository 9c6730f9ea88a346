//! Strict reading of a template file: what is wrong, on which line, and what would be right.

use std::ops::Range;
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

use super::{AddressFormat, Checksum, IsHex, Part, Template, TextFormat};
use crate::led::frame::THINKING_MAX;

/// Such files are short; a longer one is another file.
const FILE_BYTES_MAX: usize = 16 * 1024;
/// The most bytes of one frame.
const FRAME_BYTES_MAX: usize = 128;
/// The most characters of a board.
const WIDTH_MAX: usize = 20;
/// The longest wait that a file may ask for.
const WAIT_MILLIS_MAX: u64 = 1_000;

/// What is wrong with a template file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct TemplateError {
    /// The file as it was named.
    pub file: String,
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTemplate {
    name: String,
    show: Spanned<Vec<Spanned<RawPart>>>,
    brightness: Option<Spanned<Vec<Spanned<RawPart>>>>,
    reply: Option<Spanned<Vec<Spanned<RawPart>>>>,
    reply_within_ms: Option<Spanned<u64>>,
    gap_ms: Option<Spanned<u64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    bytes: Option<String>,
    address: Option<RawAddress>,
    text: Option<RawText>,
    width: Option<usize>,
    pad: Option<char>,
    blank: Option<u16>,
    brightness: Option<RawBrightness>,
    max: Option<u8>,
    checksum: Option<RawChecksum>,
    from: Option<usize>,
    written: Option<RawWritten>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawAddress {
    U8,
    Hex,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawText {
    Ascii,
    U16be,
    U16le,
    Bcd,
    Segments,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawBrightness {
    U8,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawChecksum {
    Sum8,
    Xor8,
    Lrc,
    Crc16,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawWritten {
    Bytes,
    Hex,
}

/// The frame that is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Show,
    Brightness,
    Reply,
}

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
}

impl Template {
    /// Reads a template; `file` names it in errors.
    pub fn read(file: &str, text: &str) -> Result<Self, TemplateError> {
        let reading = Reading { file, text };
        if text.len() > FILE_BYTES_MAX {
            return Err(reading.error(&(0..0), format!("is longer than {FILE_BYTES_MAX} bytes")));
        }
        let raw: RawTemplate = toml::from_str(text).map_err(|error| {
            reading.error(&error.span().unwrap_or(0..0), error.message().replace('\n', ", "))
        })?;
        let frame = |which, raw: &Option<Spanned<Vec<_>>>| {
            raw.as_ref().map(|raw| reading.frame(which, raw)).transpose()
        };
        Ok(Self {
            name: raw.name,
            show: reading.frame(Which::Show, &raw.show)?,
            brightness: frame(Which::Brightness, &raw.brightness)?,
            reply: frame(Which::Reply, &raw.reply)?,
            reply_within: reading.wait(raw.reply_within_ms.as_ref())?.unwrap_or(THINKING_MAX),
            gap: reading.wait(raw.gap_ms.as_ref())?.unwrap_or(Duration::ZERO),
        })
    }
}

impl Reading<'_> {
    fn error(&self, at: &Range<usize>, problem: impl Into<String>) -> TemplateError {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        TemplateError { file: self.file.to_owned(), line, problem: problem.into() }
    }

    fn wait(&self, raw: Option<&Spanned<u64>>) -> Result<Option<Duration>, TemplateError> {
        let Some(raw) = raw else { return Ok(None) };
        let millis = *raw.get_ref();
        if millis > WAIT_MILLIS_MAX {
            let problem = format!("{millis} ms is too long; write 0 to {WAIT_MILLIS_MAX}");
            return Err(self.error(&raw.span(), problem));
        }
        Ok(Some(Duration::from_millis(millis)))
    }

    fn frame(&self, which: Which, raw: &Spanned<Vec<Spanned<RawPart>>>) -> Result<Vec<Part>, TemplateError> {
        let mut parts = Vec::new();
        let mut length = 0;
        for part in raw.get_ref() {
            let read = self.part(part, length)?;
            self.belongs(which, &read, &part.span())?;
            length += read.length();
            parts.push(read);
        }
        if length > FRAME_BYTES_MAX {
            let problem = format!("the frame has {length} bytes; at most {FRAME_BYTES_MAX} fit");
            return Err(self.error(&raw.span(), problem));
        }
        let n_texts = parts.iter().filter(|part| matches!(part, Part::Text { .. })).count();
        let n_levels = parts.iter().filter(|part| matches!(part, Part::Brightness { .. })).count();
        match which {
            Which::Show if n_texts != 1 => Err(self.error(
                &raw.span(),
                format!("'show' has {n_texts} texts; it needs one, as {{ text = \"ascii\", width = 4 }}"),
            )),
            Which::Brightness if n_levels != 1 => Err(self.error(
                &raw.span(),
                format!(
                    "'brightness' has {n_levels} levels; it needs one, as {{ brightness = \"u8\", max = 15 }}"
                ),
            )),
            Which::Reply if length == 0 => {
                Err(self
                    .error(&raw.span(), "'reply' is empty; remove it if the board never answers".to_owned()))
            }
            Which::Show | Which::Brightness | Which::Reply => Ok(parts),
        }
    }

    fn belongs(&self, which: Which, part: &Part, at: &Range<usize>) -> Result<(), TemplateError> {
        match (which, part) {
            (Which::Brightness | Which::Reply, Part::Text { .. }) => {
                Err(self.error(at, "a text belongs into 'show' only; remove it here"))
            }
            (Which::Show | Which::Reply, Part::Brightness { .. }) => {
                Err(self.error(at, "a brightness belongs into 'brightness' only; remove it here"))
            }
            (
                Which::Show | Which::Brightness | Which::Reply,
                Part::Bytes(_)
                | Part::Address(_)
                | Part::Text { .. }
                | Part::Brightness { .. }
                | Part::Checksum { .. },
            ) => Ok(()),
        }
    }

    fn part(&self, raw: &Spanned<RawPart>, length: usize) -> Result<Part, TemplateError> {
        let at = raw.span();
        let raw = raw.get_ref();
        let strangers = |own: &[&str]| {
            let given = [
                ("width", raw.width.is_some()),
                ("pad", raw.pad.is_some()),
                ("blank", raw.blank.is_some()),
                ("max", raw.max.is_some()),
                ("from", raw.from.is_some()),
                ("written", raw.written.is_some()),
            ];
            let stranger = given.into_iter().find(|(name, is_given)| *is_given && !own.contains(name));
            stranger.map_or(Ok(()), |(name, _)| {
                Err(self.error(&at, format!("'{name}' does not belong to this part; remove it")))
            })
        };
        match (&raw.bytes, &raw.address, &raw.text, &raw.brightness, &raw.checksum) {
            (Some(bytes), None, None, None, None) => {
                strangers(&[])?;
                hex(bytes).map(Part::Bytes).ok_or_else(|| {
                    self.error(&at, format!("'{bytes}' is no hex; write pairs of digits, as \"3A 0D\""))
                })
            }
            (None, Some(address), None, None, None) => {
                strangers(&[])?;
                Ok(Part::Address(match address {
                    RawAddress::U8 => AddressFormat::U8,
                    RawAddress::Hex => AddressFormat::Hex,
                }))
            }
            (None, None, Some(text), None, None) => {
                strangers(&["width", "pad", "blank"])?;
                self.text(raw, text, &at)
            }
            (None, None, None, Some(RawBrightness::U8), None) => {
                strangers(&["max"])?;
                Ok(Part::Brightness { max: raw.max.unwrap_or(u8::MAX) })
            }
            (None, None, None, None, Some(sum)) => {
                strangers(&["from", "written"])?;
                let from = raw.from.unwrap_or(0);
                if from >= length {
                    let problem =
                        format!("'from' is {from}, but only {length} bytes stand before; count from 0");
                    return Err(self.error(&at, problem));
                }
                Ok(Part::Checksum {
                    sum: match sum {
                        RawChecksum::Sum8 => Checksum::Sum8,
                        RawChecksum::Xor8 => Checksum::Xor8,
                        RawChecksum::Lrc => Checksum::Lrc,
                        RawChecksum::Crc16 => Checksum::Crc16,
                    },
                    from,
                    is_hex: match raw.written {
                        Some(RawWritten::Hex) => IsHex::Yes,
                        Some(RawWritten::Bytes) | None => IsHex::No,
                    },
                })
            }
            _ => Err(self.error(
                &at,
                "a part is one of 'bytes', 'address', 'text', 'brightness' and 'checksum'; write one of them",
            )),
        }
    }

    fn text(&self, raw: &RawPart, text: &RawText, at: &Range<usize>) -> Result<Part, TemplateError> {
        let format = match text {
            RawText::Ascii => TextFormat::Ascii,
            RawText::U16be => TextFormat::U16Be,
            RawText::U16le => TextFormat::U16Le,
            RawText::Bcd => TextFormat::Bcd,
            RawText::Segments => TextFormat::Segments,
        };
        let width = match raw.width {
            Some(width @ 1..=WIDTH_MAX) => width,
            Some(width) => {
                return Err(self.error(at, format!("'width' is {width}; write 1 to {WIDTH_MAX}")));
            }
            None => return Err(self.error(at, "a text needs a 'width': how many characters the board shows")),
        };
        let pad = raw.pad.unwrap_or(' ');
        if !pad.is_ascii() || (raw.pad.is_some() && format != TextFormat::Ascii) {
            return Err(self.error(at, "'pad' is one ASCII character and belongs to text = \"ascii\""));
        }
        let is_number = matches!(format, TextFormat::U16Be | TextFormat::U16Le);
        if raw.blank.is_some() && !is_number {
            return Err(self.error(at, "'blank' belongs to text = \"u16be\" or \"u16le\"; remove it"));
        }
        if is_number && width > 5 {
            return Err(self.error(at, "a number of 16 bits has at most 5 digits; write 'width' 1 to 5"));
        }
        Ok(Part::Text { format, width, pad: pad as u8, blank: raw.blank.unwrap_or(u16::MAX) })
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| *c != ' ')
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let is_whole = !digits.is_empty() && digits.len().is_multiple_of(2);
    is_whole.then(|| digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
