//! The chime before a call: two soft tones, the second a third lower, as a door's.

use std::f64::consts::TAU;

/// Hertz and seconds into the chime: E5, then C5.
const TONES: [(f64, f64); 2] = [(659.26, 0.0), (523.25, 0.35)];
/// How loud the octave and the twelfth above are, beside the tone itself.
const OVERTONES: [(f64, f64); 3] = [(1.0, 1.0), (2.0, 0.25), (3.0, 0.08)];
/// A tone rises for so long, in seconds: a struck bar without the knock.
const RISE: f64 = 0.012;
/// It falls to a third in so long, in seconds.
const FALL: f64 = 0.30;
const LENGTH: f64 = 1.3;
const AMPLITUDE: f64 = 9_000.0;

/// The samples of the chime, before they are levelled.
pub(crate) fn chime(rate: u32) -> Vec<i16> {
    let n_samples = (LENGTH * f64::from(rate)) as usize;
    let at = |idx: usize| idx as f64 / f64::from(rate);
    (0..n_samples)
        .map(|idx| (AMPLITUDE * TONES.map(|tone| value(tone, at(idx))).iter().sum::<f64>()) as i16)
        .collect()
}

fn value((frequency, start): (f64, f64), time: f64) -> f64 {
    let since = time - start;
    if since < 0.0 {
        return 0.0;
    }
    let envelope = (since / RISE).min(1.0) * (-since / FALL).exp();
    let waves = OVERTONES.map(|(times, share)| share * (TAU * frequency * times * since).sin());
    envelope * waves.iter().sum::<f64>()
}
