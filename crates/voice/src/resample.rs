//! One rate for the packs of two studios.

use rubato::audioadapter_buffers::owned::InterleavedOwned;
use rubato::{Async, FixedAsync, Resampler as _, SincInterpolationParameters, WindowFunction};

use crate::MixError;

/// Samples that the resampler takes at a time.
const CHUNK_SAMPLES: usize = 1_024;
/// Points of its filter: plenty for speech, and a sentence is done in some milliseconds.
const FILTER_POINTS: usize = 64;

/// The same sound at another rate; as it is where both are the same. The result is as long, to the sample
/// (rounded up), and never louder than a sample can be: where the filter would overshoot, all is made
/// quieter by as much.
pub(crate) fn at_rate(samples: Vec<i16>, from: u32, to: u32) -> Result<Vec<i16>, MixError> {
    if from == to {
        return Ok(samples);
    }
    let problem = |error: &dyn std::error::Error| MixError::Rates { problem: error.to_string() };
    let parameters = SincInterpolationParameters::new(FILTER_POINTS, WindowFunction::BlackmanHarris2);
    let ratio = f64::from(to) / f64::from(from);
    let mut resampler = Async::<f32>::new_sinc(ratio, 1.0, &parameters, CHUNK_SAMPLES, 1, FixedAsync::Input)
        .map_err(|error| problem(&error))?;
    let n_samples = samples.len();
    let floats: Vec<f32> = samples.into_iter().map(f32::from).collect();
    let input = InterleavedOwned::new_from(floats, 1, n_samples).map_err(|error| problem(&error))?;
    let output = resampler.process_all(&input, n_samples, None).map_err(|error| problem(&error))?;
    let mut floats = output.take_data();
    // The resampler reckons its length in floating point, and may be one sample over.
    floats.truncate((n_samples as u64 * u64::from(to)).div_ceil(u64::from(from)) as usize);
    Ok(within_range(&floats))
}

fn within_range(floats: &[f32]) -> Vec<i16> {
    let limit = f32::from(i16::MAX);
    let peak = floats.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let gain = if peak > limit { limit / peak } else { 1.0 };
    floats.iter().map(|sample| (sample * gain).round() as i16).collect()
}
