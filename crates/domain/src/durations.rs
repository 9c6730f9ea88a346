//! How long things took: many durations in little room, so that days of them can be kept and added up.

use crate::pace::Sum;

/// A first bin's upper end, in seconds.
const FIRST_END: u32 = 10;
const N_BINS: usize = 56;
/// The upper ends of all bins but the last, each an eighth more than the one before: to more than two hours.
const ENDS: [u32; N_BINS - 1] = ends();

/// Durations, counted by size.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Durations {
    counts: [u32; N_BINS],
    n: u32,
    secs: u64,
}

const fn ends() -> [u32; N_BINS - 1] {
    let mut ends = [FIRST_END; N_BINS - 1];
    let mut idx = 1;
    while idx < N_BINS - 1 {
        ends[idx] = ends[idx - 1] + ends[idx - 1] / 8 + 1;
        idx += 1;
    }
    ends
}

impl Default for Durations {
    fn default() -> Self {
        Self { counts: [0; N_BINS], n: 0, secs: 0 }
    }
}

impl Durations {
    pub(crate) fn note(&mut self, secs: u32) {
        let bin = ENDS.partition_point(|end| *end <= secs);
        self.counts[bin] = self.counts[bin].saturating_add(1);
        self.n = self.n.saturating_add(1);
        self.secs = self.secs.saturating_add(u64::from(secs));
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count = count.saturating_add(*more);
        }
        self.n = self.n.saturating_add(other.n);
        self.secs = self.secs.saturating_add(other.secs);
    }

    /// How many.
    pub(crate) fn n(&self) -> u32 {
        self.n
    }

    /// All of them together.
    pub(crate) fn sum(&self) -> Sum {
        Sum { n: self.n, secs: self.secs }
    }

    /// The values that equal shares of them do not exceed, from the least to the greatest, as parts of the mean;
    /// none before the first. Inside a bin they are taken to lie evenly.
    pub(crate) fn quantiles<const N: usize>(&self) -> Option<[f64; N]> {
        let mean = if self.n == 0 { 0.0 } else { self.secs as f64 / f64::from(self.n) };
        if mean <= 0.0 {
            return None;
        }
        let mut quantiles = [0.0; N];
        let (mut bin, mut n_below) = (0, 0.0);
        for (idx, quantile) in quantiles.iter_mut().enumerate() {
            let wanted = f64::from(self.n) * idx as f64 / (N - 1) as f64;
            while bin + 1 < N_BINS
                && (self.counts[bin] == 0 || n_below + f64::from(self.counts[bin]) < wanted)
            {
                n_below += f64::from(self.counts[bin]);
                bin += 1;
            }
            let (low, high) = edges(bin);
            let part = ((wanted - n_below) / f64::from(self.counts[bin]).max(1.0)).clamp(0.0, 1.0);
            *quantile = low + (high - low) * part;
        }
        // Bins are coarse; the mean is not.
        let drawn_mean = mean_of(&quantiles);
        Some(quantiles.map(|quantile| quantile / drawn_mean))
    }
}

/// The mean of what is drawn evenly between neighbouring quantiles.
pub(crate) fn mean_of<const N: usize>(quantiles: &[f64; N]) -> f64 {
    let pairs = quantiles.iter().zip(&quantiles[1..]);
    (pairs.map(|(low, high)| f64::midpoint(*low, *high)).sum::<f64>() / (N - 1) as f64).max(f64::MIN_POSITIVE)
}

fn edges(bin: usize) -> (f64, f64) {
    let low = if bin == 0 { 0 } else { ENDS[bin - 1] };
    let high = ENDS.get(bin).copied().unwrap_or(low + low / 8);
    (f64::from(low), f64::from(high))
}
