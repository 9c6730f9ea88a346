//! The hall's voice: from a call to words, from words to clips of a pack, from clips to one buffer of sound.
//!
//! A [`Sentence`] and an [`Announcement`] make a list of [`Token`]s; a [`Pack`] has a clip for each.

mod announce;
mod announcement;
mod build;
mod check;
mod chime;
mod clip_key;
mod guide;
mod measure;
mod mix;
mod numbers;
mod pack;
mod prepare;
mod record_list;
mod resample;
mod scheduler;
mod template;
mod words;

pub use announce::tokens;
pub use announcement::{Accent, Announcement, ClipKey, Reading, Sentence, Token};
pub use build::{BuildError, Built, Engine, Maker, Voice, build};
pub use check::{Checked, Fault, Finding, check};
pub use guide::{GuideValues, guide_list, guide_tokens};
pub use measure::{Measured, measure};
pub use mix::{
    CHIME_GAP, CLIP_GAP, Chime, Manner, MixError, Part, SENTENCE_GAP, SOUND_MAX, Sound, Volume, mix,
};
pub use pack::{
    BUILT_IN, CLIPS_MAX, FILE_BYTES_MAX, GUIDES, Manifest, Pack, PackError, RATES, built_in_files,
};
pub use prepare::{LOUDNESS, TRUE_PEAK_MAX};
pub use record_list::{Calls, Need, RecordLine, record_list};
pub use scheduler::{
    Duty, FRESH, LATE_FOR_ONCE, LATE_FOR_ONE_LANGUAGE, Length, Order, REST, SAYING_MAX, Scheduler, Standing,
    WAITING_FOR_ONCE, WAITING_FOR_ONE_LANGUAGE, WAITING_MAX, ZoneCall,
};
pub use template::{TemplateError, check_template};
