//! Sound files as samples.

use std::io::Cursor;
use std::path::PathBuf;

use hound::{SampleFormat, WavReader};
use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use super::PackError;

/// The longest recording that is read, in samples of all channels: three minutes of 48 kHz.
const SAMPLES_MAX: usize = 48_000 * 180;

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recording {
    /// Samples a second.
    pub(crate) rate: u32,
    pub(crate) n_channels: u16,
    /// Of all channels in turn.
    pub(crate) samples: Vec<i16>,
}

impl Recording {
    /// Why it cannot be a clip of a pack with this rate, if it cannot.
    pub(crate) fn problem_in(&self, rate: u32, file: PathBuf) -> Option<PackError> {
        if self.n_channels != 1 {
            return Some(PackError::Channels { file, n_channels: self.n_channels });
        }
        (self.rate != rate).then_some(PackError::Rate { file, found: self.rate, expected: rate })
    }

    /// All channels as one.
    pub(crate) fn mono(&self) -> Vec<i16> {
        let n_channels = i32::from(self.n_channels.max(1));
        let frames = self.samples.chunks(n_channels as usize);
        frames.map(|frame| (frame.iter().copied().map(i32::from).sum::<i32>() / n_channels) as i16).collect()
    }
}

/// Decodes OGG Vorbis or WAV, told apart by their first bytes; the error is a text for people.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<Recording, String> {
    if bytes.starts_with(b"OggS") {
        decode_ogg(bytes)
    } else if bytes.starts_with(b"RIFF") {
        decode_wav(&bytes).map_err(|error| error.to_string())
    } else {
        Err("it begins with neither 'OggS' nor 'RIFF'".to_owned())
    }
}

fn decode_wav(bytes: &[u8]) -> Result<Recording, hound::Error> {
    let mut reader = WavReader::new(bytes)?;
    let spec = reader.spec();
    let samples: Result<Vec<i16>, _> = match spec.sample_format {
        SampleFormat::Int => {
            let bits = u32::from(spec.bits_per_sample);
            let to_16_bits = |sample: i32| ((i64::from(sample) << 32) >> (bits + 16)) as i16;
            reader.samples::<i32>().take(SAMPLES_MAX).map(|sample| sample.map(to_16_bits)).collect()
        }
        SampleFormat::Float => {
            let to_16_bits = |sample: f32| (sample * 32_768.0) as i16;
            reader.samples::<f32>().take(SAMPLES_MAX).map(|sample| sample.map(to_16_bits)).collect()
        }
    };
    Ok(Recording { rate: spec.sample_rate, n_channels: spec.channels, samples: samples? })
}

fn decode_ogg(bytes: Vec<u8>) -> Result<Recording, String> {
    let stream = MediaSourceStream::new(Box::new(Cursor::new(bytes)), MediaSourceStreamOptions::default());
    let mut hint = Hint::new();
    hint.with_extension("ogg");
    let probe = symphonia::default::get_probe();
    let mut format = probe
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| error.to_string())?;
    let track = format.default_track(TrackType::Audio).ok_or("it has no sound")?;
    let track_id = track.id;
    let codec = track.codec_params.as_ref().and_then(|codec| codec.audio()).ok_or("it has no sound")?;
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(codec, &AudioDecoderOptions::default())
        .map_err(|error| error.to_string())?;
    let mut recording = Recording { rate: 0, n_channels: 1, samples: Vec::new() };
    let mut part: Vec<i16> = Vec::new();
    while let Some(packet) = format.next_packet().map_err(|error| error.to_string())? {
        if packet.track_id != track_id || recording.samples.len() > SAMPLES_MAX {
            continue;
        }
        let heard = decoder.decode(&packet).map_err(|error| error.to_string())?;
        recording.rate = heard.spec().rate();
        recording.n_channels = u16::try_from(heard.spec().channels().count()).unwrap_or(u16::MAX);
        heard.copy_to_vec_interleaved(&mut part);
        recording.samples.append(&mut part);
    }
    if recording.samples.is_empty() { Err("it is empty".to_owned()) } else { Ok(recording) }
}
