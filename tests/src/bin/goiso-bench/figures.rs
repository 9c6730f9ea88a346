//! Samples, percentiles, and the table.

use std::fmt;
use std::time::Duration;

/// Durations of one kind.
#[derive(Debug, Default, Clone)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    pub(crate) fn push(&mut self, sample: Duration) {
        self.0.push(sample);
    }

    /// The value that `per_thousand` of a thousand samples do not exceed.
    pub(crate) fn quantile(&self, per_thousand: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let idx = (sorted.len() * per_thousand).div_ceil(1000).saturating_sub(1);
        sorted.get(idx).copied().unwrap_or_default()
    }

    pub(crate) fn p50(&self) -> Duration {
        self.quantile(500)
    }

    pub(crate) fn p99(&self) -> Duration {
        self.quantile(990)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Extend<Duration> for Samples {
    fn extend<T: IntoIterator<Item = Duration>>(&mut self, samples: T) {
        self.0.extend(samples);
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (p50, p99, n) = (crate::millis(self.p50()), crate::millis(self.p99()), self.len());
        let digits = if p50 < 0.1 { 4 } else { 2 };
        write!(f, "p50 {p50:.digits$}, p99 {p99:.digits$} ms (n {n})")
    }
}

/// One line of the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) goal: &'static str,
    pub(crate) measured: String,
    pub(crate) is_met: bool,
    /// The raw limit of the same machine, and how far from it this is.
    pub(crate) raw: String,
}

/// All rows, printed as they come and once more together.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    pub(crate) fn add(&mut self, row: Row) {
        eprintln!("{}: {}", row.name, row.measured);
        self.0.push(row);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| row | goal | measured | met | raw limit here |\n|---|---|---|---|---|")?;
        for Row { name, goal, measured, is_met, raw } in &self.0 {
            let met = if *is_met { "yes" } else { "**no**" };
            writeln!(f, "| {name} | {goal} | {measured} | {met} | {raw} |")?;
        }
        Ok(())
    }
}

/// "3.2 ×" of a raw limit.
pub(crate) fn ratio(figure: Duration, raw: Duration) -> String {
    format!("{:.3} ms, {:.1} ×", crate::millis(raw), figure.as_secs_f64() / raw.as_secs_f64().max(1e-9))
}
