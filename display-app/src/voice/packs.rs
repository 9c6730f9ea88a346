//! The voice packs that a board has read.

use std::collections::BTreeMap;
use std::fmt;

use goiso_voice::{Pack, Sentence};
use jiff::Timestamp;

use super::RETRY;

/// Reads the pack of a name, or says why it cannot be read.
pub type LoadPack = fn(&str) -> Result<Pack, String>;

/// The packs of the present sentences, each read once.
pub struct Packs {
    load: LoadPack,
    by_name: BTreeMap<String, Voiced>,
    /// When those that could not be read were last tried.
    tried_at: Option<Timestamp>,
}

/// Whose voice speaks under a pack's name.
enum Voiced {
    /// Its own.
    Own(Pack),
    /// A built-in one, because its own cannot be read: the hall must not be silent.
    StandIn(Pack),
}

impl Packs {
    /// None yet.
    pub fn new(load: LoadPack) -> Self {
        Self { load, by_name: BTreeMap::new(), tried_at: None }
    }

    /// The pack of that name, or what stands in for it; none that was not asked for by [`Packs::keep`].
    pub fn get(&self, name: &str) -> Option<&Pack> {
        self.by_name.get(name).map(|voiced| match voiced {
            Voiced::Own(pack) | Voiced::StandIn(pack) => pack,
        })
    }

    /// Reads the packs of sentences that are new, and lets go of those that are not named any more.
    pub fn keep(&mut self, sentences: &[(String, Sentence)], now: Timestamp) {
        self.by_name.retain(|name, _| sentences.iter().any(|(kept, _)| kept == name));
        for (name, sentence) in sentences {
            if !self.by_name.contains_key(name) {
                self.tried_at = Some(now);
                let voiced = (self.load)(name).map_or_else(
                    |problem| {
                        tracing::error!(
                            name,
                            "a voice pack cannot be read: {problem}; a built-in one speaks"
                        );
                        Voiced::StandIn(Pack::stand_in(&sentence.language, sentence.accent))
                    },
                    Voiced::Own,
                );
                self.by_name.insert(name.clone(), voiced);
            }
        }
    }

    /// Tries those again that could not be read, each ten seconds: their folder may have been mounted late.
    pub fn retry(&mut self, now: Timestamp) {
        if self.tried_at.is_some_and(|tried_at| now < tried_at + RETRY) {
            return;
        }
        for (name, voiced) in &mut self.by_name {
            match voiced {
                Voiced::Own(_) => {}
                Voiced::StandIn(_) => {
                    self.tried_at = Some(now);
                    if let Ok(pack) = (self.load)(name) {
                        tracing::info!(name, "the voice pack is there");
                        *voiced = Voiced::Own(pack);
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Packs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.by_name.keys()).finish()
    }
}
