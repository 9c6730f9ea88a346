//! What managers read, out of the journal: for other programs, the command line and spreadsheets.

mod tables;
mod workbook;

use std::collections::BTreeMap;
use std::path::Path;

use goiso_domain::{CounterFigure, Figure, Samples, Statistics, StatisticsFold, WAIT_TARGET_SECS};
use goiso_model::OutcomeId;
use goiso_store::{Reader, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

pub use tables::{Cell, Table};
pub use workbook::{WorkbookError, workbook};

/// The figures of some business days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Report {
    /// The first business day that counts, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub from: Option<Date>,
    /// The last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub to: Option<Date>,
    /// How many business days count.
    pub days: u32,
    /// What `share_in_time` is measured by.
    pub wait_target_secs: u32,
    /// All numbers.
    pub all: Numbers,
    /// By service.
    pub services: BTreeMap<String, Numbers>,
    /// By counter.
    pub counters: BTreeMap<u16, Work>,
    /// By official.
    pub officials: BTreeMap<String, Work>,
    /// By weekday and hour; those without a number are left out.
    pub hours: Vec<Hour>,
}

/// Durations in seconds; none where there are none.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Spread {
    /// How many.
    pub n: usize,
    /// Their mean.
    pub mean_secs: Option<u64>,
    /// Half take no longer.
    pub median_secs: Option<u32>,
    /// Nine of ten take no longer.
    pub p90_secs: Option<u32>,
    /// The longest.
    pub max_secs: Option<u32>,
}

/// What became of numbers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Numbers {
    /// Given.
    pub issued: u32,
    /// Of these, carried over from the day before.
    pub carried: u32,
    /// Served.
    pub served: u32,
    /// Of these, by how it ended at last; who was still at a counter when the day ended is in none.
    pub outcomes: BTreeMap<String, u32>,
    /// Called in vain.
    pub absent: u32,
    /// Given up, or left when the day ended.
    pub cancelled: u32,
    /// Of these, left when the day ended.
    pub left: u32,
    /// Still expected.
    pub present: u32,
    /// Of these, waiting.
    pub waiting: u32,
    /// Of those called who have gone, the part that did not come.
    pub absent_rate: Option<f64>,
    /// Calls repeated.
    pub recalls: u32,
    /// Sent on.
    pub transfers: u32,
    /// Sent to fetch something.
    pub holds: u32,
    /// From the number to the first call, of those called on the day they came.
    pub wait: Spread,
    /// From the first opening of a counter to the first call, of those carried over.
    pub carried_wait: Spread,
    /// The part that waited no longer than the target.
    pub share_in_time: Option<f64>,
    /// At the counter.
    pub service: Spread,
    /// From the call to the counter.
    pub arrival: Spread,
}

/// What was done at a counter or by an official.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Work {
    /// Numbers called.
    pub called: u32,
    /// Visitors served.
    pub served: u32,
    /// Of these, by how it ended here.
    pub outcomes: BTreeMap<String, u32>,
    /// Called in vain.
    pub absent: u32,
    /// Of those called who have gone, the part that did not come.
    pub absent_rate: Option<f64>,
    /// Calls repeated.
    pub recalls: u32,
    /// Sent on.
    pub transfers: u32,
    /// Sent to fetch something.
    pub holds: u32,
    /// From the number to the call.
    pub wait: Spread,
    /// At the counter.
    pub service: Spread,
    /// From the call to the counter.
    pub arrival: Spread,
    /// Open, pauses aside, in seconds.
    pub open_secs: u64,
    /// With somebody called or served, in seconds.
    pub busy_secs: u64,
    /// The part of the open time that it was busy.
    pub utilisation: Option<f64>,
}

/// The numbers given in one hour of a weekday.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Hour {
    /// 1 for Monday to 7 for Sunday.
    pub weekday: usize,
    /// 0 to 23.
    pub hour: usize,
    /// Given.
    pub issued: u32,
    /// Of these, called.
    pub called: u32,
    /// How long these waited.
    pub mean_wait_secs: Option<u64>,
}

/// Reads the business days from `from` to `to`, both included; without, all there are. The newest day counts as it
/// stands at `now`.
pub fn read(data: &Path, from: Option<Date>, to: Option<Date>, now: Timestamp) -> Result<Report, StoreError> {
    let reader = Reader::open(data)?;
    let days = reader.days()?;
    let newest = days.last().copied();
    let is_wanted = |day: &Date| from.is_none_or(|from| *day >= from) && to.is_none_or(|to| *day <= to);
    let wanted: Vec<_> = days.into_iter().filter(is_wanted).collect();
    let mut fold: Option<StatisticsFold> = None;
    let mut at = now;
    for &day in &wanted {
        let Some(rules) = reader.rules_at(day)? else { continue };
        let fold = fold.get_or_insert_with(|| StatisticsFold::new(&rules));
        for record in reader.records_of_day(day)? {
            fold.take(&record.event, record.at);
            at = record.at;
        }
        if Some(day) == newest {
            at = at.max(now);
        }
    }
    let found = fold.map(|fold| fold.at(at)).unwrap_or_default();
    Ok(Report::new(&found, wanted.first().copied(), wanted.last().copied()))
}

impl Report {
    fn new(found: &Statistics, from: Option<Date>, to: Option<Date>) -> Self {
        let hours = found.by_hour.iter().enumerate().flat_map(|(weekday, hours)| {
            hours.iter().enumerate().filter(|(_, figure)| figure.n_issued > 0).map(move |(hour, figure)| {
                Hour {
                    weekday: weekday + 1,
                    hour,
                    issued: figure.n_issued,
                    called: figure.n_called,
                    mean_wait_secs: figure.mean_wait_secs(),
                }
            })
        });
        Self {
            from,
            to,
            days: found.n_days,
            wait_target_secs: WAIT_TARGET_SECS,
            all: Numbers::of(&found.all),
            services: found
                .by_service
                .iter()
                .map(|(id, figure)| (id.to_string(), Numbers::of(figure)))
                .collect(),
            counters: found
                .by_counter
                .iter()
                .map(|(number, figure)| (number.get(), Work::of(figure)))
                .collect(),
            officials: found
                .by_official
                .iter()
                .map(|(id, figure)| (id.to_string(), Work::of(figure)))
                .collect(),
            hours: hours.collect(),
        }
    }
}

impl Numbers {
    fn of(figure: &Figure) -> Self {
        Self {
            issued: figure.n_issued,
            carried: figure.n_carried,
            served: figure.n_served,
            outcomes: outcomes(&figure.outcomes),
            absent: figure.n_absent,
            cancelled: figure.n_cancelled,
            left: figure.n_left,
            present: figure.n_present,
            waiting: figure.n_waiting,
            absent_rate: figure.absent_rate(),
            recalls: figure.n_recalls,
            transfers: figure.n_transfers,
            holds: figure.n_holds,
            wait: Spread::of(&figure.waits),
            carried_wait: Spread::of(&figure.carried_waits),
            share_in_time: figure.waits.share_within(WAIT_TARGET_SECS),
            service: Spread::of(&figure.services),
            arrival: Spread::of(&figure.arrivals),
        }
    }
}

impl Work {
    fn of(figure: &CounterFigure) -> Self {
        Self {
            called: figure.n_called,
            served: figure.n_served,
            outcomes: outcomes(&figure.outcomes),
            absent: figure.n_absent,
            absent_rate: figure.absent_rate(),
            recalls: figure.n_recalls,
            transfers: figure.n_transfers,
            holds: figure.n_holds,
            wait: Spread::of(&figure.waits),
            service: Spread::of(&figure.services),
            arrival: Spread::of(&figure.arrivals),
            open_secs: figure.open_secs,
            busy_secs: figure.busy_secs,
            utilisation: figure.utilisation(),
        }
    }
}

impl Spread {
    fn of(samples: &Samples) -> Self {
        Self {
            n: samples.n(),
            mean_secs: samples.mean_secs(),
            median_secs: samples.median_secs(),
            p90_secs: samples.percentile(90),
            max_secs: samples.max_secs(),
        }
    }
}

fn outcomes(counted: &BTreeMap<OutcomeId, u32>) -> BTreeMap<String, u32> {
    counted.iter().map(|(id, n)| (id.to_string(), *n)).collect()
}
