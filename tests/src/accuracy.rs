//! How good the forecast of waits is: visitors of simulated months are told a wait when they take their number, and
//! what they were told is held against what came, beside simpler ways to guess it.

use std::collections::BTreeMap;
use std::fmt;

use goiso_domain::{Event, Hall, PastDays, Speed, Spread, Ticket, TicketState};
use goiso_model::{ServiceId, TicketId};
use jiff::Timestamp;

use crate::office::{Office, Plan};

/// How a study is made.
#[derive(Debug, Clone)]
pub struct Study {
    /// The office.
    pub plan: Plan,
    /// The seed of its days.
    pub seed: u64,
    /// Days that nobody is asked on: the past.
    pub past_days: u32,
    /// Days that visitors are asked on; each goes at one of these speeds, in turn.
    pub days: u32,
    /// How long visits take on those days beside the past ones.
    pub slowness: Vec<f64>,
    /// Every so many visitors one is asked.
    pub every: u64,
    /// Whether one who knows today's speed is asked as well.
    pub oracle: Oracle,
}

/// Who forecasts by the same replay, but knows how fast today is and what visits took on many days before: better
/// than this no forecast can be that does not know the future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oracle {
    /// Is asked, which costs as much as the forecast.
    Asked,
    /// Is not.
    NotAsked,
}

/// What was told, and what came, in seconds.
#[derive(Debug, Clone, Copy)]
struct Told {
    guess: f64,
    actual: f64,
}

/// How one way to guess did.
#[derive(Debug, Clone, Default)]
pub struct Score {
    told: Vec<Told>,
}

/// How all of them did on the same visitors.
#[derive(Debug, Default)]
pub struct Report {
    /// The forecast of the hall: its median.
    pub forecast: Score,
    /// The oracle's median, where it is asked.
    pub oracle: Score,
    /// People ahead × mean time of a visit, shared by the counters that serve.
    pub ahead: Score,
    /// As long as whoever was called last for the service had waited.
    pub last_called: Score,
    /// As long as whoever is next for the service has waited so far.
    pub head_of_line: Score,
    /// Visitors asked, whose wait is known.
    pub n_asked: u32,
    /// Of them, those who were told something.
    pub n_told: u32,
    /// Of them, those who were told more than "right away".
    pub n_banded: u32,
    /// Of these, those called within what four of five should be.
    pub n_within_p80: u32,
    /// Within the band from 10 to 90 %.
    pub n_in_band: u32,
}

impl Score {
    fn add(&mut self, guess: f64, actual: f64) {
        self.told.push(Told { guess, actual });
    }

    /// Percent told within five minutes or 30 % of what came.
    pub fn within(&self) -> f64 {
        let is_within = |told: &&Told| (told.guess - told.actual).abs() <= (0.3 * told.actual).max(300.0);
        100.0 * self.told.iter().filter(is_within).count() as f64 / self.told.len().max(1) as f64
    }

    /// The median error of waits of ten minutes or more, in percent.
    pub fn median_error(&self) -> f64 {
        let long = self.told.iter().filter(|told| told.actual >= 600.0);
        let mut errors: Vec<_> = long.map(|told| (told.guess - told.actual).abs() / told.actual).collect();
        errors.sort_unstable_by(f64::total_cmp);
        errors.get(errors.len() / 2).map_or(0.0, |error| 100.0 * error)
    }

    /// By how many minutes too much is told, on average.
    pub fn bias_minutes(&self) -> f64 {
        let sum: f64 = self.told.iter().map(|told| told.guess - told.actual).sum();
        sum / 60.0 / self.told.len().max(1) as f64
    }

    /// The mean wait that came, in minutes.
    pub fn mean_wait_minutes(&self) -> f64 {
        self.told.iter().map(|told| told.actual).sum::<f64>() / 60.0 / self.told.len().max(1) as f64
    }
}

impl Report {
    /// Adds what other months showed.
    pub fn add(&mut self, other: Self) {
        self.forecast.told.extend(other.forecast.told);
        self.oracle.told.extend(other.oracle.told);
        self.ahead.told.extend(other.ahead.told);
        self.last_called.told.extend(other.last_called.told);
        self.head_of_line.told.extend(other.head_of_line.told);
        self.n_asked += other.n_asked;
        self.n_told += other.n_told;
        self.n_banded += other.n_banded;
        self.n_within_p80 += other.n_within_p80;
        self.n_in_band += other.n_in_band;
    }

    /// Percent of those told a wait who were called within what four of five should be.
    pub fn within_p80(&self) -> f64 {
        100.0 * f64::from(self.n_within_p80) / f64::from(self.n_banded.max(1))
    }

    /// Percent of those told a wait whose wait was in the band from 10 to 90 %.
    pub fn in_band(&self) -> f64 {
        100.0 * f64::from(self.n_in_band) / f64::from(self.n_banded.max(1))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |score: &Score| {
            format!(
                "{:.1} %, {:.1} %, {:+.1} min",
                score.within(),
                score.median_error(),
                score.bias_minutes()
            )
        };
        write!(
            f,
            "{:.0} min | {} | {:.1} %, {:.1} % | {} | {} | {}",
            self.forecast.mean_wait_minutes(),
            of(&self.forecast),
            self.within_p80(),
            self.in_band(),
            of(&self.ahead),
            of(&self.last_called),
            of(&self.head_of_line),
        )
    }
}

/// Plays the months.
pub fn study(study: &Study) -> Report {
    let mut office = Office::new(study.plan.clone(), study.seed);
    let mut past = PastDays::default();
    for _ in 0..study.past_days {
        office.begin_day(1.0);
        while office.step().is_some() {}
        past.keep(office.day(), office.hall().pace());
    }
    let mut report = Report::default();
    let usual_days = past.clone();
    for day in 0..study.days {
        let slowness = study.slowness[day as usize % study.slowness.len()];
        office.begin_day(slowness);
        let oracle = (study.oracle == Oracle::Asked).then_some((&usual_days, slowness));
        asked_day(&mut office, &past, oracle, study.every, &mut report);
        past.keep(office.day(), office.hall().pace());
    }
    report
}

/// What a visitor was told by each way to guess.
struct Guesses {
    at: Timestamp,
    spread: Option<Spread>,
    oracle: Option<Spread>,
    ahead: f64,
    last_called: f64,
    head_of_line: f64,
}

fn asked_day(
    office: &mut Office,
    past: &PastDays,
    oracle: Option<(&PastDays, f64)>,
    every: u64,
    report: &mut Report,
) {
    let mut asked = BTreeMap::<TicketId, Guesses>::new();
    let mut last_waits = BTreeMap::<ServiceId, f64>::new();
    let mut n_issued = 0;
    while let Some(happened) = office.step() {
        let (hall, at) = (office.hall(), happened.at);
        for event in &happened.events {
            match event {
                Event::Issued { ticket, service, .. } => {
                    n_issued += 1;
                    if n_issued % every == 0 {
                        let oracle = oracle.and_then(|(usual_days, slowness)| {
                            hall.forecast_at(Speed::Known(slowness), usual_days, at).spread_of(*ticket)
                        });
                        let guesses = guesses(hall, past, *ticket, service, &last_waits, at);
                        asked.insert(*ticket, Guesses { oracle, ..guesses });
                    }
                }
                Event::Called { ticket, .. } => {
                    let Some(called) = hall.ticket(*ticket) else { continue };
                    last_waits.insert(called.service.clone(), secs(called.issued_at, at));
                    if let Some(guesses) = asked.remove(ticket) {
                        note(report, &guesses, secs(guesses.at, at));
                    }
                }
                _ => {}
            }
        }
    }
}

fn guesses(
    hall: &Hall,
    past: &PastDays,
    id: TicketId,
    service: &ServiceId,
    last_waits: &BTreeMap<ServiceId, f64>,
    at: Timestamp,
) -> Guesses {
    let counters = hall.counters_for(service);
    let mean_visit = f64::from(hall.rules().services[service].usual_service_secs);
    let is_before = |ticket: &Ticket| ticket.state == TicketState::Waiting && ticket.service == *service;
    let head = hall.tickets().filter(|(other, ticket)| *other != id && is_before(ticket));
    let head = head.map(|(_, ticket)| ticket.issued_at).min();
    Guesses {
        at,
        spread: hall.forecast(past, at).spread_of(id),
        oracle: None,
        ahead: f64::from(hall.ahead(id, at)) * mean_visit / counters.len().max(1) as f64,
        last_called: last_waits.get(service).copied().unwrap_or(0.0),
        head_of_line: head.map_or(0.0, |issued_at| secs(issued_at, at)),
    }
}

fn note(report: &mut Report, guesses: &Guesses, actual: f64) {
    report.n_asked += 1;
    let Some(spread) = guesses.spread else { return };
    report.n_told += 1;
    report.forecast.add(f64::from(spread.p50), actual);
    if let Some(oracle) = guesses.oracle {
        report.oracle.add(f64::from(oracle.p50), actual);
    }
    report.ahead.add(guesses.ahead, actual);
    report.last_called.add(guesses.last_called, actual);
    report.head_of_line.add(guesses.head_of_line, actual);
    // Waits are told by the minute: whoever is called within the same one was told right. "Right away" has no band.
    let most = f64::from(spread.p90.div_ceil(60) * 60);
    if most <= 60.0 {
        return;
    }
    let least = f64::from(spread.p10 / 60 * 60);
    report.n_banded += 1;
    report.n_within_p80 += u32::from(actual <= f64::from(spread.p80.div_ceil(60) * 60));
    report.n_in_band += u32::from((least..=most).contains(&actual));
}

fn secs(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64()
}
