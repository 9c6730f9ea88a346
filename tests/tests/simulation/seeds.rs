//! Plays many seeds on all processors.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::building::Flaw;
use crate::errors::Errors;
use crate::world;

/// The most lines of a failing day that are shown.
const LINES_SHOWN_MAX: usize = 400;

/// A seed whose day breaks a law.
pub(crate) struct Failure {
    seed: u64,
    pub(crate) law: String,
    transcript: Vec<String>,
}

impl std::fmt::Debug for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "seed {}: {}", self.seed, self.law)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n_left_out = self.transcript.len().saturating_sub(LINES_SHOWN_MAX);
        writeln!(f, "seed {}; play it alone with GOISO_SEED={}", self.seed, self.seed)?;
        if n_left_out > 0 {
            writeln!(f, "… {n_left_out} lines …")?;
        }
        for line in &self.transcript[n_left_out..] {
            writeln!(f, "{line}")?;
        }
        write!(f, "broken: {}", self.law)
    }
}

/// A number from the environment.
pub(crate) fn wished(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

/// The failures among these seeds, by seed; no further seed is begun once `is_enough` of one.
pub(crate) fn play(
    seeds: Range<u64>,
    flaw: Flaw,
    is_enough: impl Fn(&Failure) -> bool + Sync,
) -> Vec<Failure> {
    let next = AtomicU64::new(seeds.start);
    let failures = Mutex::new(Vec::new());
    let n_workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return;
            }
            let Some(failure) = play_one(seed, flaw) else { continue };
            if is_enough(&failure) {
                next.store(seeds.end, Ordering::Relaxed);
            }
            failures.lock().unwrap().push(failure);
        }
    };
    std::thread::scope(|scope| {
        for n in 0..n_workers {
            let builder = std::thread::Builder::new().name(format!("seeds-{n}"));
            builder.spawn_scoped(scope, work).expect("a test may have a few threads");
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort_by_key(|failure: &Failure| failure.seed);
    failures
}

fn play_one(seed: u64, flaw: Flaw) -> Option<Failure> {
    let played = Errors::during(|| std::panic::catch_unwind(|| world::play(seed, flaw)));
    let (Ok(day), errors) = played else {
        let law = "something panics; see above".to_owned();
        return Some(Failure { seed, law, transcript: Vec::new() });
    };
    let logged = errors.first().map(|error| format!("an error was logged: {error}"));
    let law = day.broken.or(logged)?;
    Some(Failure { seed, law, transcript: day.transcript })
}
