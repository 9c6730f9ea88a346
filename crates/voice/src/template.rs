//! A centre's sentence: phrases with places for the number and the counter.

use std::time::Duration;

use crate::clip_key::is_joint;
use crate::{ClipKey, Token};

/// After a comma, a colon, a dash or a bracket.
const SHORT_PAUSE: Duration = Duration::from_millis(150);
/// After a full stop, a question or an exclamation mark, and before the words of the last call.
pub(crate) const LONG_PAUSE: Duration = Duration::from_millis(350);
/// Where a count of people stands.
const COUNT: &str = "{count}";
/// The longest text that is quoted in an error, in characters.
const QUOTED_MAX: usize = 40;

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A place is missing: nobody would know who is called, or where to.
    #[error("'{template}' has no {place}; write it where it is to be said")]
    Missing {
        /// `{number}` or `{counter}`.
        place: &'static str,
        /// The text, cut to a readable length.
        template: String,
    },
    /// A place stands more than once.
    #[error("'{template}' has {place} more than once")]
    Twice {
        /// `{number}` or `{counter}`.
        place: &'static str,
        /// The text, cut to a readable length.
        template: String,
    },
    /// Braces around something else.
    #[error("'{found}' is no place for anything; there are {{number}} and {{counter}}")]
    Unknown {
        /// What stands there, with its braces, cut to a readable length.
        found: String,
    },
    /// A brace without its other half.
    #[error("'{template}' has a brace without its other half")]
    Brace {
        /// The text, cut to a readable length.
        template: String,
    },
}

/// Whether a text is a sentence for calls: `{number}` and `{counter}` once each, and no other braces.
pub fn check_template(template: &str) -> Result<(), TemplateError> {
    let quoted = || shorten(template);
    let mut n_numbers = 0_usize;
    let mut n_counters = 0_usize;
    for piece in pieces(template) {
        match piece {
            Piece::Words(words) if words.contains(['{', '}']) => {
                return Err(TemplateError::Brace { template: quoted() });
            }
            Piece::Words(_) => {}
            Piece::Number => n_numbers += 1,
            Piece::Counter => n_counters += 1,
            Piece::Count => return Err(TemplateError::Unknown { found: COUNT.to_owned() }),
            Piece::Unknown(found) => return Err(TemplateError::Unknown { found: shorten(found) }),
        }
    }
    for (place, n) in [("{number}", n_numbers), ("{counter}", n_counters)] {
        match n {
            0 => return Err(TemplateError::Missing { place, template: quoted() }),
            1 => {}
            2.. => return Err(TemplateError::Twice { place, template: quoted() }),
        }
    }
    Ok(())
}

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Words(&'a str),
    Number,
    Counter,
    /// Of people; in a kiosk's sentences only.
    Count,
    /// With its braces.
    Unknown(&'a str),
}

/// The parts of a template in their order. A brace without its other half is left among the words.
pub(crate) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, place, after)) = next_place(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Words(before));
        }
        pieces.push(match place {
            "{number}" => Piece::Number,
            "{counter}" => Piece::Counter,
            COUNT => Piece::Count,
            _ => Piece::Unknown(place),
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let close = text.find('}')?;
    let open = text[..close].rfind('{')?;
    Some((&text[..open], &text[open..=close], &text[close + 1..]))
}

/// A phrase as one clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) key: ClipKey,
    /// As it was written, for whoever reads it aloud.
    pub(crate) text: String,
    /// What its punctuation asks for.
    pub(crate) pause: Option<Duration>,
}

/// The phrases of a piece of words, cut where punctuation stands. A first one may be a pause alone.
pub(crate) fn phrases(words: &str) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    for part in words.split_inclusive(|char| pause_after(char).is_some()) {
        let pause = part.chars().last().and_then(pause_after);
        let text = part.trim_end_matches(|char| pause_after(char).is_some()).trim().to_owned();
        let key = ClipKey::new(&text);
        match phrases.last_mut() {
            // The dots of an ellipsis, a closing quote: the longest pause of them holds.
            Some(last) if key.0.is_empty() => last.pause = last.pause.max(pause),
            Some(_) | None => phrases.push(Phrase { key, text, pause }),
        }
    }
    phrases
}

fn pause_after(char: char) -> Option<Duration> {
    match char {
        '.' | '!' | '?' | '\u{2026}' => Some(LONG_PAUSE),
        // A hyphen joins the halves of a word; dashes part.
        char if is_joint(char) => None,
        ',' | ':' | ';' | '(' | ')' | '\u{2013}' | '\u{2014}' | '/' => Some(SHORT_PAUSE),
        _ => None,
    }
}

impl Phrase {
    /// The clip, if there is anything to hear, and the pause.
    pub(crate) fn tokens(self) -> impl Iterator<Item = Token> {
        let clip = (!self.key.0.is_empty()).then_some(Token::Clip(self.key));
        clip.into_iter().chain(self.pause.map(Token::Pause))
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(QUOTED_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_template_says_what_is_wrong() {
        let said = |template: &str| {
            check_template(template).map_or_else(|error| error.to_string(), |()| String::new())
        };
        assert_eq!(said("Mời công dân có số {number} đến quầy số {counter}"), "");
        assert_eq!(said("{counter}: {number}"), "");
        insta::assert_snapshot!(said("Mời số {number}"), @"'Mời số {number}' has no {counter}; write it where it is to be said");
        insta::assert_snapshot!(said("Quầy {counter}"), @"'Quầy {counter}' has no {number}; write it where it is to be said");
        insta::assert_snapshot!(said("{number} {number} {counter}"), @"'{number} {number} {counter}' has {number} more than once");
        insta::assert_snapshot!(said("{name} {number} {counter}"), @"'{name}' is no place for anything; there are {number} and {counter}");
        insta::assert_snapshot!(said("{number} {counter} {"), @"'{number} {counter} {' has a brace without its other half");
        insta::assert_snapshot!(said("number} {number} {counter}"), @"'number} {number} {counter}' has a brace without its other half");
        assert_eq!(said(&"ệ".repeat(500)).chars().filter(|char| *char == 'ệ').count(), QUOTED_MAX);
    }
}
