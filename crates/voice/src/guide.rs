//! What a kiosk says on its screens: sentences without a call, with a number or a count in some.

use goiso_model::{Language, TicketNumber};

use crate::announce::{clip, ticket_number, tidied};
use crate::numbers::{NUMBER_MAX, number};
use crate::record_list::List;
use crate::template::{Phrase, Piece, pieces};
use crate::{Accent, Need, Reading, RecordLine, Sentence, Token};

/// What stands in the places of a guide's sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuideValues {
    /// Said where `{number}` stands, one sign after the other.
    pub number: Option<TicketNumber>,
    /// Said where `{count}` stands, as a number; at most 9,999,999 is said.
    pub count: Option<u32>,
}

/// The clips and pauses of a sentence on a screen. Places that nothing was given for are left out.
pub fn guide_tokens(language: &Language, accent: Accent, text: &str, values: &GuideValues) -> Vec<Token> {
    let sentence = sentence(language, accent, text);
    let mut tokens = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => {
                tokens.extend(sentence.spelled(words).into_iter().flat_map(Phrase::tokens));
            }
            Piece::Number => {
                tokens.extend(values.number.iter().flat_map(|number| ticket_number(&sentence, number)));
            }
            Piece::Count => {
                let count = values.count.filter(|count| *count <= NUMBER_MAX);
                let words = count.into_iter().flat_map(|count| number(sentence.tongue(), count));
                tokens.extend(words.map(clip));
            }
            Piece::Counter | Piece::Unknown(_) => {}
        }
    }
    tidied(tokens)
}

/// The phrases of these texts, each once. The words of numbers are in the packs for calls.
pub fn guide_list<'a>(
    language: &Language,
    accent: Accent,
    texts: impl IntoIterator<Item = &'a str>,
) -> Vec<RecordLine> {
    let mut list = List::default();
    for phrase in texts.into_iter().flat_map(|text| sentence(language, accent, text).phrases()) {
        list.add(phrase.key, phrase.text, Need::Now);
    }
    list.into_lines()
}

fn sentence(language: &Language, accent: Accent, text: &str) -> Sentence {
    Sentence {
        language: language.clone(),
        reading: Reading::Digits,
        accent,
        template: text.to_owned(),
        last_call: String::new(),
    }
}
