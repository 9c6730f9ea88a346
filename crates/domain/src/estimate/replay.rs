//! Plays the queue through, again and again.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use goiso_model::{CounterNumber, ServiceId};
use jiff::{SignedDuration, Timestamp};

use super::calling::Calling;
use super::chance::Chance;
use super::newcomers::{self, Expected};
use super::times::{Times, TimesToday};
use super::{FORECAST_MAX_SECS, Forecast, Speed, Spread};
use crate::apply::secs_between;
use crate::hall::Hall;
use crate::policy::{Lane, Lanes, Line};
use crate::{Counter, PastDays};

/// How often it is played. More make the spread smoother, and each costs as much: where few wait, more are played.
const RUNS: std::ops::RangeInclusive<usize> = 48..=192;
/// So many waits are played where that takes no more and no fewer runs.
const WAITS: usize = 4_800;
/// The slowest and fastest that a hall may become, as a part of the speed expected.
const FACTOR: std::ops::RangeInclusive<f64> = 0.5..=2.0;
/// No counter came.
const NEVER: u32 = u32::MAX;

/// A counter that calls now or later, as it stands at the beginning of a run.
struct Desk<'a> {
    number: CounterNumber,
    line: Line<'a>,
    calling: Calling,
    /// How long visits take at it, beside all counters.
    slowness: f64,
    /// The visit that keeps it: how long visits of its kind take, and how long it has taken so far.
    kept: Option<(&'a Times, f64)>,
}

pub(super) fn forecast(hall: &Hall, past: &PastDays, speed: Speed, now: Timestamp) -> Forecast {
    let newcomers::Crowd { queues, lanes: expected } = newcomers::crowd(hall, past, now);
    let mut lanes = Lanes::over(hall, &queues);
    let times = TimesToday::of(hall, past, speed, now);
    let n_waiting = expected.iter().map(|lane| lane.n_real).sum::<usize>().max(1);
    let n_runs = (WAITS / n_waiting).clamp(*RUNS.start(), *RUNS.end());
    let desks = desks(hall, past, &lanes, &times, now);
    let lane = |(lane, expected): (&Lane<'_>, Expected)| LanePlay {
        visits: times.service(lane.service),
        waits: vec![NEVER; (expected.n_real + usize::from(expected.takes_newcomer)) * n_runs],
        is_called_late: desks.iter().any(|desk| lane.bound == Some(desk.number)),
        expected,
    };
    let of_lanes = lanes.lanes.iter().zip(expected).map(lane).collect();
    let mut play = Play { now, n_runs, lanes: of_lanes, desks, unsureness: times.unsureness };
    for run in 0..n_runs {
        play.run(run, &mut lanes);
    }
    play.told(&lanes)
}

fn desks<'a>(
    hall: &'a Hall,
    past: &PastDays,
    lanes: &Lanes<'a>,
    times: &'a TimesToday,
    now: Timestamp,
) -> Vec<Desk<'a>> {
    let all = hall.counters();
    let calling = all.filter_map(|(number, c)| Some((number, c, Calling::of(hall, past, number, now)?)));
    calling
        .map(|(number, counter, calling)| {
            let kept = kept(hall, number, counter, now).map(|(service, secs)| (times.service(service), secs));
            Desk {
                number,
                line: Line::at(hall, lanes, number),
                calling,
                slowness: past.counter(number).map_or(1.0, |learned| learned.slowness),
                kept,
            }
        })
        .collect()
}

/// The visit that keeps a counter, and for how many seconds. A counter that could call somebody and does not is kept
/// by the last one, too.
fn kept<'a>(
    hall: &'a Hall,
    number: CounterNumber,
    counter: &Counter,
    now: Timestamp,
) -> Option<(&'a ServiceId, f64)> {
    let visit = hall.kept(number)?;
    let could_call = |ended_at| hall.longest_waiting_since(number).is_some_and(|since| since <= ended_at);
    let is_kept = match visit.ended_at {
        None => true,
        Some(ended_at) if counter.is_open() => could_call(ended_at),
        // A break.
        Some(_) => counter.is_at_work(),
    };
    if !is_kept {
        return None;
    }
    Some((visit.service(), f64::from(secs_between(visit.called_at, now))))
}

struct Play<'a> {
    now: Timestamp,
    n_runs: usize,
    lanes: Vec<LanePlay<'a>>,
    desks: Vec<Desk<'a>>,
    unsureness: f64,
}

/// A lane in all runs.
struct LanePlay<'a> {
    visits: &'a Times,
    expected: Expected,
    /// How long each of those who wait did so, and whoever comes now: of all runs, in seconds.
    waits: Vec<u32>,
    /// Whether a counter calls from it where the present run's forecast ends.
    is_called_late: bool,
}

impl LanePlay<'_> {
    /// Those of whom something is to be told.
    fn n_asked(&self) -> usize {
        self.expected.n_real + usize::from(self.expected.takes_newcomer)
    }
}

impl<'a> Play<'a> {
    fn run(&mut self, run: usize, lanes: &mut Lanes<'a>) {
        let mut chance = Chance::of_run(run);
        let factor = (1.0 + self.unsureness * chance.bell()).clamp(*FACTOR.start(), *FACTOR.end());
        let mut by_desk: Vec<_> = self.desks.iter().map(|desk| desk.line.clone()).collect();
        let days: Vec<_> = self.desks.iter().map(|_| chance.even()).collect();
        let mut free_at = self.free_at(factor, &mut chance);
        let mut coming = self.begin(lanes, &mut chance).into_iter().peekable();
        while let Some(Reverse((secs, idx))) = free_at.pop() {
            let calls_at = self.desks[idx].calling.next(secs, days[idx]);
            let Some(calls_at) = calls_at.filter(|secs| *secs < FORECAST_MAX_SECS) else {
                // It goes home, unless it is the forecast that ends here.
                if secs >= FORECAST_MAX_SECS {
                    by_desk[idx].lane_idxs().for_each(|lane| self.lanes[lane].is_called_late = true);
                }
                continue;
            };
            if calls_at > secs {
                free_at.push(Reverse((calls_at, idx)));
                continue;
            }
            while let Some((_, lane)) = coming.next_if(|(since, _)| *since <= secs) {
                lanes.lanes[lane].n_here += 1;
            }
            if let Some(lane) = self.call(&mut by_desk[idx], lanes, secs, run) {
                let visit = factor * self.desks[idx].slowness * self.lanes[lane].visits.draw(&mut chance);
                free_at.push(Reverse((secs.saturating_add((visit as u32).max(1)), idx)));
            }
        }
        self.note_rest(run, lanes);
    }

    /// Everybody is back in the lanes; in how many seconds those who are expected come, and into which one.
    fn begin(&mut self, lanes: &mut Lanes<'a>, chance: &mut Chance) -> Vec<(u32, usize)> {
        let mut coming = Vec::new();
        for (idx, (lane, play)) in lanes.lanes.iter_mut().zip(&mut self.lanes).enumerate() {
            (lane.n_taken, lane.n_here) = (0, play.n_asked());
            play.is_called_late &= lane.bound.is_some();
            play.expected.coming.draw(chance, |secs| coming.push((secs, idx)));
        }
        coming.sort_unstable();
        coming
    }

    /// In how many seconds each counter is free, with its place among the desks.
    fn free_at(&self, factor: f64, chance: &mut Chance) -> BinaryHeap<Reverse<(u32, usize)>> {
        let rest = |(idx, desk): (usize, &Desk<'_>)| {
            let factor = factor * desk.slowness;
            let rest =
                desk.kept.map_or(0.0, |(times, so_far)| factor * times.draw_rest(so_far / factor, chance));
            Reverse((rest as u32, idx))
        };
        self.desks.iter().enumerate().map(rest).collect()
    }

    /// From which lane a counter calls somebody. Whoever comes now is asked when the turn would come and takes none,
    /// or all services would wait for newcomers of each.
    fn call(&mut self, desk: &mut Line<'a>, lanes: &mut Lanes<'a>, secs: u32, run: usize) -> Option<usize> {
        let at = self.now.checked_add(SignedDuration::from_secs(i64::from(secs))).unwrap_or(self.now);
        loop {
            let (lane, reason) = desk.choose(lanes, at)?;
            let place = lanes.lanes[lane].n_taken;
            let play = &mut self.lanes[lane];
            if place >= play.n_asked() {
                // Of those who come later nothing is told.
                if !self.are_any_left(desk, lanes) {
                    return None;
                }
            } else {
                play.waits[place * self.n_runs + run] = secs;
                if place == play.expected.n_real {
                    lanes.lanes[lane].n_taken += 1;
                    continue;
                }
            }
            desk.take(lanes, lane, &reason);
            return Some(lane);
        }
    }

    /// Whether a counter may still call somebody of whom something is told.
    fn are_any_left(&self, desk: &Line<'a>, lanes: &Lanes<'a>) -> bool {
        desk.lane_idxs().any(|lane| lanes.lanes[lane].n_taken < self.lanes[lane].n_asked())
    }

    /// Whoever is served but not reached waits as long as is ever forecast.
    fn note_rest(&mut self, run: usize, lanes: &Lanes<'_>) {
        for (lane, play) in lanes.lanes.iter().zip(&mut self.lanes) {
            if play.is_called_late {
                for place in lane.n_taken..play.n_asked() {
                    play.waits[place * self.n_runs + run] = FORECAST_MAX_SECS;
                }
            }
        }
    }

    fn told(self, lanes: &Lanes<'_>) -> Forecast {
        let mut tickets = Vec::new();
        let mut newcomers = BTreeMap::<_, BTreeMap<_, _>>::new();
        for (lane, mut play) in lanes.lanes.iter().zip(self.lanes) {
            let waits = play.waits.chunks_exact_mut(self.n_runs);
            for ((place, waiter), waits) in lane.queue.iter().enumerate().zip(waits) {
                let Some(spread) = spread(waits) else { continue };
                if place < play.expected.n_real {
                    tickets.push((waiter.ticket, spread));
                } else {
                    newcomers.entry(lane.service.clone()).or_default().insert(lane.class.cloned(), spread);
                }
            }
        }
        tickets.sort_unstable_by_key(|(id, _)| *id);
        Forecast { tickets, newcomers }
    }
}

/// None where in more than one run of five no counter came.
fn spread(waits: &mut [u32]) -> Option<Spread> {
    waits.sort_unstable();
    let part = |of_hundred: usize| waits[(waits.len() * of_hundred / 100).min(waits.len() - 1)];
    let p80 = part(80);
    (p80 != NEVER).then(|| Spread { p10: part(10), p50: part(50), p80, p90: part(90).min(FORECAST_MAX_SECS) })
}
