//! The hall's voice: from a call to words, from words to clips of a pack, from clips to one buffer of sound.
//!
//! A [`Sentence`] and an [`Announcement`] make a list of [`Token`]s; a [`Pack`] has a clip for each.

mod announcement;
mod pack;

pub use announcement::{Accent, Announcement, ClipKey, Reading, Sentence, Token};
pub use pack::Pack;
