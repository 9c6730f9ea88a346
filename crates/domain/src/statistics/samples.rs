//! Durations of one kind, all of them kept, so that every figure is exact.

/// Durations in seconds, in order of size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Samples(Vec<u32>);

impl Samples {
    pub(super) fn note(&mut self, secs: u32) {
        self.0.push(secs);
    }

    /// Once all are noted; every figure counts on it.
    pub(super) fn sort(&mut self) {
        self.0.sort_unstable();
    }

    /// How many.
    pub fn n(&self) -> usize {
        self.0.len()
    }

    /// All together.
    pub fn sum_secs(&self) -> u64 {
        self.0.iter().copied().map(u64::from).sum()
    }

    /// The mean, rounded down; none before the first.
    pub fn mean_secs(&self) -> Option<u64> {
        self.sum_secs().checked_div(self.0.len() as u64)
    }

    /// The value that half of them do not exceed.
    pub fn median_secs(&self) -> Option<u32> {
        self.percentile(50)
    }

    /// The least of them that so many of a hundred do not exceed; none before the first.
    pub fn percentile(&self, of_hundred: u8) -> Option<u32> {
        let rank = (self.0.len() * usize::from(of_hundred.min(100))).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied()
    }

    /// The longest.
    pub fn max_secs(&self) -> Option<u32> {
        self.0.last().copied()
    }

    /// The part of them that is no longer than this; none before the first.
    pub fn share_within(&self, secs: u32) -> Option<f64> {
        let n_within = self.0.partition_point(|kept| *kept <= secs);
        (!self.0.is_empty()).then(|| n_within as f64 / self.0.len() as f64)
    }
}
