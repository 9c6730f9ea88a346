//! How a board speaks, from the hub's words to the voice's.

use goiso_protocol::{Accent, BoardVoice, NumberReading, SpokenSentence};
use goiso_voice::{Reading, Sentence, Volume};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the hub says of a board's voice, ready to be used.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) voice: BoardVoice,
    /// Each sentence with the name of its pack.
    pub(super) sentences: Vec<(String, Sentence)>,
    zone: TimeZone,
}

impl Settings {
    /// An unknown time zone is taken for Hanoi's.
    pub(super) fn new(voice: &BoardVoice, zone: &str) -> Self {
        let sentences = voice.sentences.iter().map(|spoken| (spoken.pack.clone(), sentence(spoken)));
        let zone = TimeZone::get(zone).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(7)));
        Self { voice: voice.clone(), sentences: sentences.collect(), zone }
    }

    /// The volume of this moment; full where the hub names none at all.
    pub(super) fn volume(&self, now: Timestamp) -> Volume {
        let time = now.to_zoned(self.zone.clone()).time();
        let mut volumes = self.voice.volumes.clone();
        volumes.sort_by_key(|volume| volume.from);
        let begun = volumes.iter().rfind(|volume| volume.from <= time);
        begun.or(volumes.last()).map_or(Volume::FULL, |volume| Volume::percent(volume.percent))
    }
}

fn sentence(spoken: &SpokenSentence) -> Sentence {
    Sentence {
        language: spoken.language.clone(),
        reading: match spoken.reading {
            NumberReading::Digits => Reading::Digits,
            NumberReading::Number => Reading::Number,
        },
        accent: match spoken.accent {
            Accent::North => goiso_voice::Accent::North,
            Accent::South => goiso_voice::Accent::South,
        },
        template: spoken.template.clone(),
        last_call: spoken.last_call.clone(),
    }
}
