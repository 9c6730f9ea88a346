//! From a call to the clips and pauses that say it.

use std::time::Duration;

use goiso_model::{CounterNumber, Language, TicketNumber};

use crate::numbers::{NUMBER_MAX, digit, number};
use crate::template::{LONG_PAUSE, Phrase, Piece, phrases, pieces};
use crate::words::{ENGLISH, Tongue, VIETNAMESE};
use crate::{Accent, Announcement, ClipKey, Reading, Sentence, Token};

/// For what parts a number and is not said: the dash of `A-025`.
const SEPARATOR_PAUSE: Duration = Duration::from_millis(120);

impl Sentence {
    /// What is usually said in the halls of Vietnam: in English for English, else in Vietnamese.
    pub fn usual(language: Language, accent: Accent) -> Self {
        let (template, last_call) = if language == Language::english() {
            (ENGLISH.call.clone(), ENGLISH.last_call.clone())
        } else {
            (VIETNAMESE.call.clone(), VIETNAMESE.last_call.clone())
        };
        Self { language, reading: Reading::Digits, accent, template, last_call }
    }

    /// Its phrases, those of the last call among them, for whoever reads them aloud: key and text.
    pub(crate) fn phrases(&self) -> Vec<Phrase> {
        let pieces = pieces(&self.template);
        let words = pieces.iter().filter_map(|piece| match piece {
            Piece::Words(words) => Some(*words),
            Piece::Number | Piece::Counter | Piece::Count | Piece::Unknown(_) => None,
        });
        let all = words.chain([self.last_call.as_str()]).flat_map(|words| self.spelled(words));
        all.filter(|phrase| !phrase.key.0.is_empty()).collect()
    }

    pub(crate) fn tongue(&self) -> Tongue {
        Tongue::of(&self.language, self.accent)
    }

    /// The phrases of a text, with its figures as words: engines and readers would say them each in their way.
    pub(crate) fn spelled(&self, words: &str) -> Vec<Phrase> {
        let mut phrases = phrases(words);
        for phrase in &mut phrases {
            let words: Vec<_> = phrase.key.0.split(' ').map(|word| self.figures_as_words(word)).collect();
            let key = ClipKey(words.join(" "));
            if key != phrase.key {
                phrase.text.clone_from(&key.0);
                phrase.key = key;
            }
        }
        phrases
    }

    fn figures_as_words(&self, word: &str) -> String {
        match word.parse::<u32>() {
            Ok(value) if value <= NUMBER_MAX => number(self.tongue(), value).join(" "),
            Ok(_) | Err(_) => word.to_owned(),
        }
    }
}

/// What a call sounds like in one sentence: clips in their order, with the pauses that its punctuation asks for.
///
/// Places that [`check_template`](crate::check_template) would refuse are left out: it is better to say the rest.
/// Neither begins nor ends with a pause.
pub fn tokens(sentence: &Sentence, announcement: &Announcement) -> Vec<Token> {
    let mut tokens = Vec::new();
    for piece in pieces(&sentence.template) {
        match piece {
            Piece::Words(words) => {
                tokens.extend(sentence.spelled(words).into_iter().flat_map(Phrase::tokens));
            }
            Piece::Number => tokens.extend(ticket_number(sentence, &announcement.number)),
            Piece::Counter => tokens.extend(counter_number(sentence.tongue(), announcement.counter)),
            Piece::Count | Piece::Unknown(_) => {}
        }
    }
    if announcement.is_last_call {
        let last_call = sentence.spelled(&sentence.last_call);
        tokens.push(Token::Pause(LONG_PAUSE));
        tokens.extend(last_call.into_iter().flat_map(Phrase::tokens));
    }
    tidied(tokens)
}

/// One pause, the longest, where several meet; none at either end.
pub(crate) fn tidied(tokens: Vec<Token>) -> Vec<Token> {
    let mut tidy: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match (tidy.last_mut(), &token) {
            (None, Token::Pause(_)) => {}
            (Some(Token::Pause(last)), Token::Pause(next)) => *last = (*last).max(*next),
            (Some(Token::Clip(_) | Token::Pause(_)) | None, Token::Clip(_))
            | (Some(Token::Clip(_)), Token::Pause(_)) => tidy.push(token),
        }
    }
    if let Some(Token::Pause(_)) = tidy.last() {
        tidy.pop();
    }
    tidy
}

pub(crate) fn clip(word: &str) -> Token {
    Token::Clip(ClipKey(word.to_owned()))
}

/// A counter's number is always read as a number.
fn counter_number(tongue: Tongue, counter: CounterNumber) -> Vec<Token> {
    number(tongue, u32::from(counter.get())).into_iter().map(clip).collect()
}

/// Letters by their names, figures as the sentence reads them, a short pause for everything else.
pub(crate) fn ticket_number(sentence: &Sentence, ticket: &TicketNumber) -> Vec<Token> {
    let tongue = sentence.tongue();
    let mut tokens = Vec::new();
    let mut rest = ticket.as_str();
    while let Some(first) = rest.chars().next() {
        let n_figures = rest.bytes().take_while(u8::is_ascii_digit).count();
        if n_figures > 0 {
            let (figures, after) = rest.split_at(n_figures);
            tokens.extend(figures_read(tongue, sentence.reading, figures).into_iter().map(clip));
            rest = after;
            continue;
        }
        match tongue.letter(first) {
            Some(name) => tokens.push(Token::Clip(ClipKey(name))),
            None => tokens.push(Token::Pause(SEPARATOR_PAUSE)),
        }
        rest = &rest[first.len_utf8()..];
    }
    tokens
}

fn figures_read(tongue: Tongue, reading: Reading, figures: &str) -> Vec<&'static str> {
    let one_by_one = || figures.bytes().map(|figure| digit(tongue, u32::from(figure - b'0'))).collect();
    match reading {
        Reading::Digits => one_by_one(),
        // Leading zeros are not said: 0047 is bốn mươi bảy.
        Reading::Number => match figures.parse::<u32>() {
            Ok(value) if value <= NUMBER_MAX => number(tongue, value),
            Ok(_) | Err(_) => one_by_one(),
        },
    }
}
