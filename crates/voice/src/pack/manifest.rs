//! `pack.toml`: whose voice it is, and which clip is in which file.

use std::collections::BTreeMap;

use goiso_model::Language;
use serde::{Deserialize, Serialize};

use super::{CLIPS_MAX, RATES};
use crate::{Accent, ClipKey};

/// What describes a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// For people.
    pub name: String,
    /// What it speaks.
    pub language: Language,
    /// Whose words its Vietnamese numbers are in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<Accent>,
    /// Samples a second of every clip, one of [`RATES`].
    pub rate: u32,
    /// What others may do with it, e.g. `CC-BY-4.0`.
    pub licence: String,
    /// Who or what spoke.
    pub source: String,
    /// The clips and their files: OGG Vorbis or WAV, mono, in the same folder.
    pub clips: BTreeMap<ClipKey, String>,
}

impl Manifest {
    /// Reads a `pack.toml`; the error says where and what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let manifest: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if !RATES.contains(&manifest.rate) {
            let rates = RATES.map(|rate| rate.to_string()).join(" or ");
            return Err(format!("rate {} must be {rates} samples a second", manifest.rate));
        }
        if manifest.clips.is_empty() || manifest.clips.len() > CLIPS_MAX {
            return Err(format!("it has {} clips; 1 to {CLIPS_MAX} are allowed", manifest.clips.len()));
        }
        for (key, file) in &manifest.clips {
            let heard = ClipKey::new(&key.0);
            if *key != heard {
                return Err(format!("clip '{key}' must be written '{heard}'"));
            }
            // A pack comes from elsewhere: it names no file outside its own folder.
            if file.is_empty() || file.starts_with('.') || file.contains(['/', '\\', '\0']) {
                return Err(format!("clip '{key}': '{file}' must be the name of a file beside pack.toml"));
            }
        }
        Ok(manifest)
    }

    /// The same as text.
    pub fn to_text(&self) -> String {
        toml::to_string(self).expect("texts and numbers can be written as TOML")
    }
}
