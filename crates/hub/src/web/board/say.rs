//! A call as sound, for a page that is the speaker of its zone.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use goiso_model::Language;
use goiso_protocol::{BoardCall, BoardVoice, FromHub, NumberReading, SpokenSentence, View, decode};
use goiso_voice::{
    Accent, Announcement, Chime, Length, Manner, Pack, Part, Reading, Sentence, Sound, Volume, mix, tokens,
};
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::{find, unknown};
use crate::core::ViewKey;
use crate::web::Web;
use crate::web::api::{named, stopping};

/// The voice packs that pages have needed, each read once.
#[derive(Debug, Default)]
pub(in crate::web) struct Packs(Mutex<BTreeMap<String, Arc<Pack>>>);

impl Packs {
    /// A pack, or what stands in for one that cannot be read. Reads files: not for an async task.
    fn get(&self, name: &str, language: &Language, accent: Accent) -> Arc<Pack> {
        // Packs are only added, so that one who panicked left nothing half done.
        let mut packs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = packs.get(name) {
            return pack.clone();
        }
        let pack = Pack::named(name).unwrap_or_else(|error| {
            tracing::error!(name, %error, "a voice pack cannot be read; a built-in one stands in");
            Pack::stand_in(language, accent)
        });
        let pack = Arc::new(pack);
        packs.insert(name.to_owned(), pack.clone());
        pack
    }
}

/// A call of the board's present view as a WAV file.
pub(in crate::web) async fn say(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<(String, String)>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let (board, file) = named(path);
    let sequence = file.strip_suffix(".wav").and_then(|sequence| sequence.parse().ok());
    let Some((call, voice)) = sequence.and_then(|sequence| call_of(&web, &board, sequence)) else {
        return unknown(&web, &headers);
    };
    let zone = TimeZone::get(&web.shared.config.centre.zone).unwrap_or(TimeZone::UTC);
    let time = web.shared.clock.now().to_zoned(zone).time();
    let length = length(query.as_deref());
    let packs = web.shared.packs.clone();
    let made = tokio::task::spawn_blocking(move || wav(&spoken(&packs, &call, &voice, length, time)?)).await;
    match made.ok().flatten() {
        Some(wav) => {
            ([(header::CONTENT_TYPE, "audio/wav"), (header::CACHE_CONTROL, "no-store")], wav).into_response()
        }
        None => stopping(&web, &headers).into_response(),
    }
}

fn call_of(web: &Web, board: &str, sequence: u64) -> Option<(BoardCall, BoardVoice)> {
    let key = ViewKey::Board(find(web, board)?.name.clone());
    let frame = web.shared.views.watch(&key)?.borrow().clone()?;
    let Ok(FromHub::View { view: View::Board(view), .. }) = decode(frame.text()) else { return None };
    let call = view.calls.into_iter().find(|call| call.sequence == sequence)?;
    Some((call, view.voice?))
}

/// How much of a call a page asks for, as the many behind it allow.
fn length(query: Option<&str>) -> Length {
    match query {
        Some("once") => Length::Once,
        Some("one_language") => Length::OneLanguage,
        Some(_) | None => Length::Full,
    }
}

/// What is heard; none if no word of it is in any pack.
fn spoken(packs: &Packs, call: &BoardCall, voice: &BoardVoice, length: Length, time: Time) -> Option<Sound> {
    let announcement =
        Announcement { number: call.number.clone(), counter: call.counter, is_last_call: call.is_last_call };
    let (n_repeats, n_sentences) = match length {
        Length::Full => (voice.n_repeats, usize::MAX),
        Length::Once => (1, usize::MAX),
        Length::OneLanguage => (1, 1),
    };
    let said: Vec<_> = voice
        .sentences
        .iter()
        .take(n_sentences)
        .map(|spoken| {
            let sentence = sentence(spoken);
            let pack = packs.get(&spoken.pack, &sentence.language, sentence.accent);
            let tokens = pack.spelled_out(&tokens(&sentence, &announcement));
            (tokens, pack)
        })
        .collect();
    let parts: Vec<_> = said.iter().map(|(tokens, pack)| Part { tokens, pack }).collect();
    let manner = Manner {
        chime: if voice.has_chime && length == Length::Full { Chime::First } else { Chime::Without },
        n_repeats,
        repeat_gap: Duration::from_millis(u64::from(voice.gap_millis)),
        volume: volume(voice, time),
    };
    let sound = mix(&parts, &manner);
    sound.inspect_err(|error| tracing::error!(number = %call.number, %error, "a call cannot be spoken")).ok()
}

fn sentence(spoken: &SpokenSentence) -> Sentence {
    Sentence {
        language: spoken.language.clone(),
        reading: match spoken.reading {
            NumberReading::Digits => Reading::Digits,
            NumberReading::Number => Reading::Number,
        },
        accent: match spoken.accent {
            goiso_protocol::Accent::North => Accent::North,
            goiso_protocol::Accent::South => Accent::South,
        },
        template: spoken.template.clone(),
        last_call: spoken.last_call.clone(),
    }
}

/// The last volume that has begun; before the first, yesterday's last.
fn volume(voice: &BoardVoice, time: Time) -> Volume {
    let begun = voice.volumes.iter().rfind(|volume| volume.from <= time);
    begun.or(voice.volumes.last()).map_or(Volume::FULL, |volume| Volume::percent(volume.percent))
}

/// Sixteen bits, mono.
fn wav(sound: &Sound) -> Option<Vec<u8>> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: sound.rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = Cursor::new(Vec::with_capacity(sound.samples.len() * 2 + 64));
    let mut writer = hound::WavWriter::new(&mut bytes, spec).ok()?;
    for sample in &sound.samples {
        writer.write_sample(*sample).ok()?;
    }
    writer.finalize().ok()?;
    Some(bytes.into_inner())
}
