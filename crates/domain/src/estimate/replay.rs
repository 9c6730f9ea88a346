//! Plays the queue through, again and again.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use goiso_model::{CounterNumber, ServiceId};
use jiff::{SignedDuration, Timestamp};

use super::calling::Calling;
use super::chance::Chance;
use super::newcomers::{nobody, with_expected};
use super::times::{Times, TimesToday};
use super::{FORECAST_MAX_SECS, Forecast, Spread};
use crate::apply::secs_between;
use crate::hall::Hall;
use crate::policy::{Lane, Lanes, Line};
use crate::{Counter, PastDays};

/// How often it is played. More make the spread smoother, and each costs as much.
const N_RUNS: usize = 48;
/// The slowest and fastest that a hall may become, as a part of the speed expected.
const FACTOR: std::ops::RangeInclusive<f64> = 0.5..=2.0;
/// No counter came.
const NEVER: u32 = u32::MAX;

/// What came of all runs for one ticket or service, in seconds.
type Waits = [u32; N_RUNS];

/// A counter that calls now or later, as it stands at the beginning of a run.
struct Desk<'a> {
    number: CounterNumber,
    /// Whose newcomers it would take.
    services: &'a [ServiceId],
    line: Line<'a>,
    calling: Calling,
    /// The visit that keeps it: how long visits of its kind take, and how long it has taken so far.
    kept: Option<(&'a Times, f64)>,
}

pub(super) fn forecast(hall: &Hall, past: &PastDays, now: Timestamp) -> Forecast {
    let queues = with_expected(hall, past, now);
    let mut lanes = Lanes::over(hall, &queues);
    let times = TimesToday::of(hall, past, now);
    let n_real = |lane: &Lane<'_>| lane.queue.partition_point(|waiter| waiter.ticket != nobody());
    let n_real: Vec<_> = lanes.lanes.iter().map(n_real).collect();
    let expected = lanes.lanes.iter().zip(&n_real).enumerate().flat_map(|(idx, (lane, n_real))| {
        lane.queue.iter().skip(*n_real).map(move |waiter| (waiter.since, idx))
    });
    let mut expected: Vec<_> = expected.collect();
    expected.sort_unstable();
    let mut play = Play {
        now,
        visits: lanes.lanes.iter().map(|lane| times.service(lane.service)).collect(),
        desks: desks(hall, past, &lanes, &times, now),
        tickets: n_real.iter().map(|n| vec![[NEVER; N_RUNS]; *n]).collect(),
        n_real,
        expected,
        newcomers: BTreeMap::new(),
        unsureness: times.unsureness,
    };
    for run in 0..N_RUNS {
        for (lane, n_real) in lanes.lanes.iter_mut().zip(&play.n_real) {
            (lane.n_taken, lane.n_here) = (0, *n_real);
        }
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
                services: hall.line_of(number),
                line: Line::at(hall, lanes, number),
                calling,
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
    visits: Vec<&'a Times>,
    desks: Vec<Desk<'a>>,
    /// By lane, and place in it.
    tickets: Vec<Vec<Waits>>,
    n_real: Vec<usize>,
    /// Who will come, and into which lane.
    expected: Vec<(Timestamp, usize)>,
    newcomers: BTreeMap<&'a ServiceId, Waits>,
    unsureness: f64,
}

impl<'a> Play<'a> {
    fn run(&mut self, run: usize, lanes: &mut Lanes<'a>) {
        let mut chance = Chance::of_run(run);
        let factor = (1.0 + self.unsureness * chance.bell()).clamp(*FACTOR.start(), *FACTOR.end());
        let mut by_desk: Vec<_> = self.desks.iter().map(|desk| desk.line.clone()).collect();
        let days: Vec<_> = self.desks.iter().map(|_| chance.even()).collect();
        let mut free_at = self.free_at(factor, &mut chance);
        let mut expected = self.expected.clone().into_iter().peekable();
        while let Some(Reverse((secs, idx))) = free_at.pop() {
            let desk = &self.desks[idx];
            let calls_at = desk.calling.next(secs, days[idx]).filter(|secs| *secs < FORECAST_MAX_SECS);
            let Some(calls_at) = calls_at else {
                // It goes home, unless it is the forecast that ends here.
                if secs >= FORECAST_MAX_SECS {
                    self.note_idle(idx, FORECAST_MAX_SECS, run);
                }
                continue;
            };
            if calls_at > secs {
                free_at.push(Reverse((calls_at, idx)));
                continue;
            }
            if !by_desk[idx].lane_idxs().any(|lane| lanes.lanes[lane].n_taken < self.n_real[lane]) {
                self.note_idle(idx, secs, run);
                continue;
            }
            let at = self.now.checked_add(SignedDuration::from_secs(i64::from(secs))).unwrap_or(self.now);
            while let Some((_, lane)) = expected.next_if(|(since, _)| *since <= at) {
                lanes.lanes[lane].n_here += 1;
            }
            let Some((lane, reason)) = by_desk[idx].choose(lanes, at) else { continue };
            let place = lanes.lanes[lane].n_taken;
            by_desk[idx].take(lanes, lane, &reason);
            if let Some(waits) = self.tickets[lane].get_mut(place) {
                waits[run] = secs;
            }
            let visit = (factor * self.visits[lane].draw(&mut chance)) as u32;
            free_at.push(Reverse((secs.saturating_add(visit.max(1)), idx)));
        }
        self.note_rest(run, lanes);
    }

    /// In how many seconds each counter is free, with its place among the desks.
    fn free_at(&self, factor: f64, chance: &mut Chance) -> BinaryHeap<Reverse<(u32, usize)>> {
        let rest = |(idx, desk): (usize, &Desk<'_>)| {
            let rest =
                desk.kept.map_or(0.0, |(times, so_far)| factor * times.draw_rest(so_far / factor, chance));
            Reverse((rest as u32, idx))
        };
        self.desks.iter().enumerate().map(rest).collect()
    }

    /// A counter without anybody left would take a newcomer.
    fn note_idle(&mut self, desk: usize, secs: u32, run: usize) {
        for service in self.desks[desk].services {
            let waits = self.newcomers.entry(service).or_insert([NEVER; N_RUNS]);
            waits[run] = waits[run].min(secs);
        }
    }

    /// Whoever is served but not reached waits as long as is ever forecast.
    fn note_rest(&mut self, run: usize, lanes: &Lanes<'_>) {
        let comes = |number| self.desks.iter().any(|desk| desk.number == number);
        for (lane, waits) in lanes.lanes.iter().zip(&mut self.tickets) {
            let newcomers = self.newcomers.get(lane.service);
            let is_served =
                lane.bound.map_or_else(|| newcomers.is_some_and(|waits| waits[run] != NEVER), comes);
            if is_served {
                waits.iter_mut().skip(lane.n_taken).for_each(|waits| waits[run] = FORECAST_MAX_SECS);
            }
        }
    }

    fn told(self, lanes: &Lanes<'_>) -> Forecast {
        let mut tickets = Vec::with_capacity(self.n_real.iter().sum());
        for (lane, waits) in lanes.lanes.iter().zip(self.tickets) {
            let with_ids = lane.queue.iter().zip(waits);
            tickets.extend(with_ids.filter_map(|(waiter, waits)| Some((waiter.ticket, spread(waits)?))));
        }
        tickets.sort_unstable_by_key(|(id, _)| *id);
        let newcomers = self.newcomers.into_iter();
        let newcomers = newcomers.filter_map(|(service, waits)| Some((service.clone(), spread(waits)?)));
        Forecast { tickets, newcomers: newcomers.collect() }
    }
}

/// None where in more than one run of five no counter came.
fn spread(mut waits: Waits) -> Option<Spread> {
    waits.sort_unstable();
    let part = |of_hundred: usize| waits[(N_RUNS * of_hundred / 100).min(N_RUNS - 1)];
    let p80 = part(80);
    (p80 != NEVER).then(|| Spread { p10: part(10), p50: part(50), p80, p90: part(90).min(FORECAST_MAX_SECS) })
}
