//! A recording as a clip: trimmed, faded, levelled.

use std::time::Duration;

use crate::measure::{heard_range, measure};

/// How loud every clip of a pack is, in LUFS: as broadcast speech (EBU R 128), so that the peaks of even the
/// sharpest word stay below [`TRUE_PEAK_MAX`].
pub const LOUDNESS: f64 = -23.0;
/// The highest peak of a clip, in dB of full scale.
pub const TRUE_PEAK_MAX: f64 = -1.0;
/// What is left before and after the sound, so that no consonant is cut off.
const MARGIN: Duration = Duration::from_millis(12);
/// From nothing to full and back, so that no clip begins or ends with a click.
const FADE: Duration = Duration::from_millis(5);
/// Levelling and measuring again comes this close to the wanted loudness, in LU.
const TOLERANCE: f64 = 0.1;
/// Times it is tried: trimming and peaks move the loudness a little.
const ROUNDS_MAX: usize = 4;

/// Trims silence, fades both ends, and brings mono samples to [`LOUDNESS`], or as near to it as
/// [`TRUE_PEAK_MAX`] allows. None where nothing is heard.
pub(crate) fn prepare(samples: &[i16], rate: u32) -> Option<Vec<i16>> {
    let mut clip = trimmed(samples, rate)?;
    fade(&mut clip, rate);
    for _ in 0..ROUNDS_MAX {
        let measured = measure(&clip, rate);
        let wanted = (LOUDNESS - measured.loudness).min(TRUE_PEAK_MAX - TOLERANCE - measured.true_peak);
        if !wanted.is_finite() {
            return None;
        }
        if wanted.abs() < TOLERANCE {
            break;
        }
        amplify(&mut clip, 10_f64.powf(wanted / 20.0));
    }
    Some(clip)
}

fn n_samples(length: Duration, rate: u32) -> usize {
    (length.as_micros() as u64 * u64::from(rate) / 1_000_000) as usize
}

fn trimmed(samples: &[i16], rate: u32) -> Option<Vec<i16>> {
    let heard = heard_range(samples);
    if heard.is_empty() {
        return None;
    }
    let margin = n_samples(MARGIN, rate);
    let end = samples.len().min(heard.end + margin);
    Some(samples[heard.start.saturating_sub(margin)..end].to_vec())
}

fn amplify(samples: &mut [i16], gain: f64) {
    for sample in samples {
        *sample = (f64::from(*sample) * gain).round() as i16;
    }
}

/// A raised cosine at both ends.
pub(crate) fn fade(samples: &mut [i16], rate: u32) {
    let n = n_samples(FADE, rate).min(samples.len() / 2);
    for idx in 0..n {
        let end = samples.len() - 1;
        let share = idx as f64 / n as f64;
        let gain = 0.5 - 0.5 * (std::f64::consts::PI * share).cos();
        for at in [idx, end - idx] {
            samples[at] = (f64::from(samples[at]) * gain).round() as i16;
        }
    }
}
