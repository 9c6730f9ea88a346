//! What a studio must record, or an engine say, for the sentences of a centre.

use std::collections::{BTreeMap, BTreeSet};

use goiso_model::{CounterNumber, TicketNumber};

use crate::{Announcement, ClipKey, Sentence, Token, tokens};

/// A clip that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLine {
    /// Its name in the pack.
    pub key: ClipKey,
    /// What is to be read aloud.
    pub text: String,
    /// The name of its file, without ending.
    pub file_stem: String,
    /// Whether the pack is incomplete without it.
    pub need: Need,
}

/// Whether a pack is incomplete without a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Some call of this centre has it.
    Now,
    /// Another number or letter would need it.
    Later,
}

/// The calls that a pack is for.
#[derive(Debug, Clone)]
pub enum Calls {
    /// Every number and letter there is.
    Any,
    /// Those of one centre.
    Of {
        /// Every ticket number it can give, or enough of them that no word is missing.
        numbers: Vec<TicketNumber>,
        /// All its counters.
        counters: Vec<CounterNumber>,
    },
}

/// The clips for these sentences, each once: the chime, phrases, figures, letters. Sentences of another language or
/// accent than the first one's have a pack of their own, and are left out.
pub fn record_list(sentences: &[Sentence], calls: &Calls) -> Vec<RecordLine> {
    let Some(first) = sentences.first() else { return Vec::new() };
    let tongue = first.tongue();
    let ours: Vec<&Sentence> = sentences.iter().filter(|sentence| sentence.tongue() == tongue).collect();
    let needed = needed(&ours, calls);
    let mut list = List::default();
    // What a chime is, no words say: the list's reader finds it in the guide.
    list.add(ClipKey::chime(), "\u{266a}".to_owned(), Need::Now);
    for phrase in ours.iter().flat_map(|sentence| sentence.phrases()) {
        list.add(phrase.key, phrase.text, Need::Now);
    }
    for (word, text) in tongue.vocabulary() {
        let key = ClipKey(word);
        let is_needed = needed.as_ref().is_none_or(|needed| needed.contains(&key));
        list.add(key, text, if is_needed { Need::Now } else { Need::Later });
    }
    list.into_lines()
}

/// Every clip that some call asks for; none where calls may be anything.
fn needed(sentences: &[&Sentence], calls: &Calls) -> Option<BTreeSet<ClipKey>> {
    let Calls::Of { numbers, counters } = calls else { return None };
    let any_number = TicketNumber::compose("", 0, 1);
    let any_counter = CounterNumber::new(1).expect("1 is a counter's number");
    let mut needed = BTreeSet::new();
    let mut add = |sentence: &Sentence, number: &TicketNumber, counter: CounterNumber| {
        let announcement = Announcement { number: number.clone(), counter, is_last_call: false };
        needed.extend(tokens(sentence, &announcement).into_iter().filter_map(|token| match token {
            Token::Clip(key) => Some(key),
            Token::Pause(_) => None,
        }));
    };
    for sentence in sentences {
        // Each alone: the phrases are on the list anyway.
        let alone = |place: &str| Sentence { template: place.to_owned(), ..(*sentence).clone() };
        let (number_alone, counter_alone) = (alone("{number}"), alone("{counter}"));
        for number in numbers {
            add(&number_alone, number, any_counter);
        }
        for counter in counters {
            add(&counter_alone, &any_number, *counter);
        }
    }
    Some(needed)
}

#[derive(Default)]
pub(crate) struct List {
    lines: Vec<RecordLine>,
    keys: BTreeSet<ClipKey>,
    stems: BTreeMap<String, usize>,
}

impl List {
    pub(crate) fn into_lines(self) -> Vec<RecordLine> {
        self.lines
    }

    /// A key that is there already stays as it is.
    pub(crate) fn add(&mut self, key: ClipKey, text: String, need: Need) {
        if !self.keys.insert(key.clone()) {
            return;
        }
        let stem = key.file_stem();
        let n_before = self.stems.entry(stem.clone()).or_insert(0);
        *n_before += 1;
        let file_stem = if *n_before == 1 { stem } else { format!("{stem}-{n_before}") };
        self.lines.push(RecordLine { key, text, file_stem, need });
    }
}
