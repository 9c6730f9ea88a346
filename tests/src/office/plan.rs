//! What an office is like: how many come, for what, and who serves them.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use goiso_domain::{
    AppointmentRules, AtEnd, Calendar, CalendarId, ClassRules, CounterRules, PriorityRule, Rules, Series,
    ServiceRules, Window,
};
use goiso_model::{CounterNumber, PriorityClassId, ServiceId};
use jiff::civil::{Time, time};

/// Services of the office.
const N_SERVICES: usize = 10;
/// Each one's share of the visitors, of 100.
const SHARES: [u32; N_SERVICES] = [22, 16, 13, 11, 9, 8, 7, 6, 5, 3];
/// How long each takes beside the mean of all, and how much it differs from visit to visit.
const MEANS: [f64; N_SERVICES] = [0.6, 1.0, 1.3, 0.8, 1.6, 1.1, 0.9, 1.4, 1.2, 1.8];
const SPREADS: [f64; N_SERVICES] = [0.6, 0.7, 0.8, 0.6, 0.9, 0.7, 0.6, 0.8, 0.7, 0.9];
/// How many come in each half hour that gives numbers, beside each other: a peak in the morning.
const CROWD: [(i8, i8, f64); 15] = [
    (7, 0, 1.2),
    (7, 30, 1.6),
    (8, 0, 2.0),
    (8, 30, 1.9),
    (9, 0, 1.6),
    (9, 30, 1.3),
    (10, 0, 1.0),
    (10, 30, 0.7),
    (13, 0, 0.8),
    (13, 30, 1.2),
    (14, 0, 1.2),
    (14, 30, 1.0),
    (15, 0, 0.8),
    (15, 30, 0.5),
    (16, 0, 0.3),
];
/// How long counters are open on a day, without lunch.
const OPEN_SECS: f64 = 7.25 * 3600.0;

/// How long the slots of appointments are.
const SLOT_MINUTES: u32 = 15;

/// How an office works.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Visitors on a usual day.
    pub visitors: u32,
    /// Counters.
    pub counters: u32,
    /// How long a visit takes on average, in seconds.
    pub visit_secs: f64,
    /// How many of a hundred claim a priority class.
    pub priority_share: u32,
    /// How many of a hundred do not come when called.
    pub absent_share: u32,
    /// Whether officials go away now and then without telling the hall.
    pub breaks: Breaks,
    /// How priority classes share the calls.
    pub priority: PriorityRule,
    /// What every counter serves.
    pub skills: Skills,
    /// Whether people also come back, are sent on, and come to appointments.
    pub detours: Detours,
    /// How long an official who has nobody takes to call somebody who comes, in milliseconds.
    pub reaction_ms: std::ops::Range<u64>,
}

/// Whether officials go away without telling the hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    /// They pause the counter.
    Told,
    /// Three times a day for five to fifteen minutes they do not.
    Hidden,
}

/// What becomes of people besides coming, waiting and being served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detours {
    /// Nothing.
    None,
    /// Every second who was absent comes back, of a hundred who were served six are sent on, and beside a hundred who
    /// simply come six have an appointment.
    Played,
}

/// What counters serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skills {
    /// So many services each at most, and every sixth counter all.
    Partial {
        /// At least 1.
        n_each: usize,
    },
    /// All of them everything.
    Equal,
}

impl Plan {
    /// An office whose counters are busy for this part of the day.
    pub fn new(visitors: u32, counters: u32, load: f64) -> Self {
        Self {
            visitors,
            counters,
            visit_secs: load * f64::from(counters) * OPEN_SECS / f64::from(visitors),
            priority_share: 8,
            absent_share: 5,
            breaks: Breaks::Told,
            priority: PriorityRule::OneAfter { others: 5 },
            skills: Skills::Partial { n_each: 3 },
            detours: Detours::None,
            reaction_ms: 2_000..9_000,
        }
    }

    /// The rules that such an office would write into its file.
    pub fn rules(&self) -> Rules {
        let services: Vec<_> = (0..N_SERVICES).map(service).collect();
        let usual = |idx: usize| (self.visit_secs * MEANS[idx]).round() as u32;
        Rules {
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            day_starts_at: time(4, 0, 0, 0),
            series: services.iter().enumerate().map(|(idx, id)| (id.clone(), series(idx))).collect(),
            services: services
                .iter()
                .enumerate()
                .map(|(idx, id)| {
                    let rules = ServiceRules {
                        calendar: Some(calendar_id()),
                        appointments: self.appointments(),
                        ..ServiceRules::new(id.clone(), usual(idx))
                    };
                    (id.clone(), rules)
                })
                .collect(),
            counters: (1..=self.counters)
                .map(|number| (counter(number), CounterRules::new(self.served_by(number))))
                .collect(),
            classes: [("nkt", 1), ("nct", 2)].map(|(id, rank)| (class(id), ClassRules { rank })).into(),
            priority: self.priority,
            calendars: BTreeMap::from([(calendar_id(), calendar())]),
            max_wait_secs: 2 * 60 * 60,
            calls_max: 3,
            waiting_max: 100_000,
            office: goiso_domain::OfficeRules::default(),
            lending: std::collections::BTreeMap::new(),
            outcomes: goiso_model::OutcomeId::built_in(),
        }
    }

    fn appointments(&self) -> Option<AppointmentRules> {
        let rules = AppointmentRules {
            slot_secs: SLOT_MINUTES * 60,
            per_slot: 3,
            early_secs: 30 * 60,
            late_secs: 15 * 60,
            ahead_secs: 10 * 60,
        };
        (self.detours == Detours::Played).then_some(rules)
    }

    /// The beginnings of a day's slots, in seconds from midnight.
    pub(super) fn slots() -> impl Iterator<Item = u32> {
        let step = SLOT_MINUTES as usize * 60;
        let windows = calendar_windows().into_iter();
        windows.flat_map(move |window| (secs(window.begin)..secs(window.end)).step_by(step))
    }

    fn served_by(&self, number: u32) -> Vec<ServiceId> {
        // Dealt out by their share, so that every service has counters in proportion.
        let dealt_out = |n_each: usize| {
            let first = number as usize * 7;
            let dealt = (0..n_each).map(|n| service(dealt(first + n * 100 / n_each)));
            dealt.collect::<BTreeSet<_>>().into_iter().collect()
        };
        match self.skills {
            Skills::Partial { n_each } if !number.is_multiple_of(6) => dealt_out(n_each),
            Skills::Partial { .. } | Skills::Equal => (0..N_SERVICES).map(service).collect(),
        }
    }

    /// What people come for.
    pub(super) fn errands(&self) -> Vec<Errand> {
        // The means of the services, weighted by their shares.
        let mean_of_all: f64 =
            MEANS.iter().zip(SHARES).map(|(mean, share)| mean * f64::from(share)).sum::<f64>() / 100.0;
        let errand = |idx: usize| Errand {
            service: service(idx),
            share: SHARES[idx],
            visit_secs: self.visit_secs * MEANS[idx] / mean_of_all,
            spread: SPREADS[idx],
        };
        (0..N_SERVICES).map(errand).collect()
    }

    /// When the visitors of a day come, in seconds from midnight, in order.
    pub(super) fn draw_arrivals(n: u32, rng: &mut Rng) -> Vec<u32> {
        let whole: f64 = CROWD.iter().map(|(_, _, part)| part).sum();
        let one = |rng: &mut Rng| {
            let mut place = rng.f64() * whole;
            for (hour, minute, part) in CROWD {
                if place < part {
                    return secs(time(hour, minute, 0, 0)) + (place / part * 1800.0) as u32;
                }
                place -= part;
            }
            secs(time(16, 29, 59, 0))
        };
        let mut arrivals: Vec<_> = (0..n).map(|_| one(rng)).collect();
        arrivals.sort_unstable();
        arrivals
    }
}

/// What somebody comes for.
#[derive(Debug, Clone)]
pub(super) struct Errand {
    pub(super) service: ServiceId,
    /// How many come for it beside the others.
    share: u32,
    /// How long it takes on average, in seconds, and the standard deviation as a part of that.
    visit_secs: f64,
    spread: f64,
}

impl Errand {
    /// What people come for where only the rules are known: all alike often, as long as is usual.
    pub(super) fn of_rules(rules: &Rules) -> Vec<Self> {
        let errand = |(id, rules): (&ServiceId, &ServiceRules)| Self {
            service: id.clone(),
            share: 1,
            visit_secs: f64::from(rules.usual_service_secs),
            spread: 0.7,
        };
        rules.services.iter().map(errand).collect()
    }

    pub(super) fn draw(errands: &[Self], rng: &mut Rng) -> usize {
        let mut place = rng.u32(0..errands.iter().map(|errand| errand.share).sum());
        errands
            .iter()
            .position(|errand| {
                let is_here = place < errand.share;
                place = place.saturating_sub(errand.share);
                is_here
            })
            .unwrap_or(0)
    }

    pub(super) fn draw_visit(&self, rng: &mut Rng) -> f64 {
        log_normal(self.visit_secs, self.spread, rng)
    }
}

/// The service at a place of a hundred, by the shares.
fn dealt(place: usize) -> usize {
    let mut place = u32::try_from(place % 100).unwrap_or(0);
    for (idx, share) in SHARES.iter().enumerate() {
        if place < *share {
            return idx;
        }
        place -= share;
    }
    N_SERVICES - 1
}

/// A duration with this mean whose standard deviation is this part of it, log-normal.
pub(super) fn log_normal(mean: f64, spread: f64, rng: &mut Rng) -> f64 {
    let variance = (1.0 + spread * spread).ln();
    let bell = (-2.0 * (1.0 - rng.f64()).ln()).sqrt() * (std::f64::consts::TAU * rng.f64()).cos();
    mean * (variance.sqrt() * bell - variance / 2.0).exp()
}

/// Seconds since midnight.
pub(super) fn secs(at: Time) -> u32 {
    (i32::from(at.hour()) * 3600 + i32::from(at.minute()) * 60 + i32::from(at.second())).unsigned_abs()
}

fn service(idx: usize) -> ServiceId {
    ServiceId::new(format!("s{idx}")).expect("a slug")
}

fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).expect("from 1 to 999")
}

pub(super) fn class(id: &str) -> PriorityClassId {
    PriorityClassId::new(id).expect("a slug")
}

fn series(idx: usize) -> Series {
    let letter = char::from(b'A' + u8::try_from(idx).expect("there are ten"));
    Series { prefix: letter.to_string(), first: 1, last: 99_999, width: 4, at_end: AtEnd::Refuse }
}

fn calendar_id() -> CalendarId {
    CalendarId::new("hanh-chinh").expect("a slug")
}

/// Numbers are given from seven to eleven and from one to half past four.
fn calendar_windows() -> Vec<Window> {
    vec![
        Window { begin: time(7, 0, 0, 0), end: time(11, 0, 0, 0) },
        Window { begin: time(13, 0, 0, 0), end: time(16, 30, 0, 0) },
    ]
}

/// Every day of the week.
fn calendar() -> Calendar {
    Calendar { week: std::array::from_fn(|_| calendar_windows()), ..Calendar::default() }
}
