//! What a clip measures: how loud, how long, how much of it is silence.

use std::time::Duration;

use ebur128::{EbuR128, Mode};

/// Below this a sample is silence: −50 dB of full scale.
const SILENCE: u16 = 104;
/// Below this share of the clip's peak, 30 dB, its loudness is not measured: a breath before a word, or the last
/// puff of an `ép`, would else make the word count as quieter than it is heard.
const FAINT: u16 = 32;
/// So many samples at the very limit, one after the other, were cut off.
const CLIPPED_RUN: usize = 3;
/// A clip is heard again and again for at least so long while it is measured: the standard looks at 400 ms at
/// a time, and a digit is shorter than that.
const MEASURED: Duration = Duration::from_secs(3);

/// What a clip measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Of the whole clip.
    pub length: Duration,
    /// Silence before the first sound, the whole length where there is none.
    pub leading_silence: Duration,
    /// Silence after the last sound.
    pub trailing_silence: Duration,
    /// Integrated loudness in LUFS after ITU-R BS.1770 of the sound between the silences, repeated without a gap; −∞
    /// where there is none.
    pub loudness: f64,
    /// Decibels of full scale (dBTP), after the same, −∞ for silence.
    pub true_peak: f64,
    /// How many times three or more samples stand at full scale.
    pub n_clipped: usize,
}

/// Measures mono samples.
pub fn measure(samples: &[i16], rate: u32) -> Measured {
    let heard = heard_range(samples);
    let length = |n_samples: usize| duration(n_samples, rate);
    let (loudness, true_peak) = loudness_and_peak(&samples[loud_range(samples)], rate)
        .unwrap_or((f64::NEG_INFINITY, f64::NEG_INFINITY));
    Measured {
        length: length(samples.len()),
        leading_silence: length(heard.start),
        trailing_silence: length(samples.len() - heard.end),
        loudness,
        true_peak,
        n_clipped: n_clipped(samples),
    }
}

pub(crate) fn duration(n_samples: usize, rate: u32) -> Duration {
    Duration::from_nanos(n_samples as u64 * 1_000_000_000 / u64::from(rate.max(1)))
}

/// From the first to the last sample that is no silence; empty at the end of a silent clip.
pub(crate) fn heard_range(samples: &[i16]) -> std::ops::Range<usize> {
    let is_heard = |sample: &i16| sample.unsigned_abs() > SILENCE;
    let start = samples.iter().position(is_heard).unwrap_or(samples.len());
    let end = samples.iter().rposition(is_heard).map_or(samples.len(), |last| last + 1);
    start..end
}

/// From the first to the last sample that is not faint beside the clip's peak; nothing of a silent clip.
fn loud_range(samples: &[i16]) -> std::ops::Range<usize> {
    let heard = heard_range(samples);
    let peak = samples[heard.clone()].iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
    let is_loud = |sample: &i16| sample.unsigned_abs() > peak / FAINT;
    let samples = &samples[heard.clone()];
    let start = samples.iter().position(is_loud).unwrap_or(samples.len());
    let end = samples.iter().rposition(is_loud).map_or(samples.len(), |last| last + 1);
    heard.start + start..heard.start + end
}

/// None where the standard has no answer, such as for a rate of nothing.
fn loudness_and_peak(samples: &[i16], rate: u32) -> Option<(f64, f64)> {
    if samples.is_empty() {
        return None;
    }
    let mut meter = EbuR128::new(1, rate, Mode::I | Mode::TRUE_PEAK).ok()?;
    let n_wanted = (MEASURED.as_secs() * u64::from(rate)) as usize;
    for _ in 0..n_wanted.div_ceil(samples.len()) {
        meter.add_frames_i16(samples).ok()?;
    }
    Some((meter.loudness_global().ok()?, 20.0 * meter.true_peak(0).ok()?.log10()))
}

fn n_clipped(samples: &[i16]) -> usize {
    let runs = samples.chunk_by(|before, after| before == after);
    runs.filter(|run| run.len() >= CLIPPED_RUN && run[0].unsigned_abs() >= i16::MAX.unsigned_abs()).count()
}
