//! The voice packs that a board has read.

use std::collections::BTreeMap;
use std::fmt;

use goiso_voice::Pack;
use jiff::Timestamp;

use super::RETRY;

/// Reads the pack of a name, or says why it cannot be read.
pub type LoadPack = fn(&str) -> Result<Pack, String>;

/// The packs of the present sentences, each read once.
pub struct Packs {
    load: LoadPack,
    packs: BTreeMap<String, Option<Pack>>,
    /// When those that could not be read were last tried.
    tried_at: Option<Timestamp>,
}

impl Packs {
    /// None yet.
    pub fn new(load: LoadPack) -> Self {
        Self { load, packs: BTreeMap::new(), tried_at: None }
    }

    /// The pack of that name, if it could be read.
    pub fn get(&self, name: &str) -> Option<&Pack> {
        self.packs.get(name)?.as_ref()
    }

    /// Reads those that are new, and lets go of those that are not named any more.
    pub fn keep<'a>(&mut self, names: impl Iterator<Item = &'a str>, now: Timestamp) {
        let names: Vec<&str> = names.collect();
        self.packs.retain(|name, _| names.contains(&name.as_str()));
        for name in names {
            if !self.packs.contains_key(name) {
                self.tried_at = Some(now);
                let pack = (self.load)(name);
                if let Err(problem) = &pack {
                    tracing::error!(name, "a voice pack cannot be read: {problem}");
                }
                self.packs.insert(name.to_owned(), pack.ok());
            }
        }
    }

    /// Tries those again that could not be read, each ten seconds: their folder may have been mounted late.
    pub fn retry(&mut self, now: Timestamp) {
        if self.tried_at.is_some_and(|tried_at| now < tried_at + RETRY) {
            return;
        }
        for (name, pack) in self.packs.iter_mut().filter(|(_, pack)| pack.is_none()) {
            self.tried_at = Some(now);
            *pack = (self.load)(name).ok();
        }
    }
}

impl fmt::Debug for Packs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.packs.keys()).finish()
    }
}
