//! A voice pack: recorded words.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ClipKey;

/// All clips of one voice, mono, at one rate.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Samples a second: 22,050 or 48,000.
    pub rate: u32,
    /// The clips, trimmed and levelled.
    pub clips: BTreeMap<ClipKey, Arc<[i16]>>,
}
