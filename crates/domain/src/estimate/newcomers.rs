//! Who will come and go first: people with a priority class who take a number while others wait. And whoever takes a
//! number now.

use goiso_model::{PriorityClassId, ServiceId, TicketId};
use jiff::Timestamp;

use super::FORECAST_MAX_SECS;
use super::chance::Chance;
use crate::hall::Hall;
use crate::index::{LaneKey, Queues, Waiter};
use crate::pace::{ARRIVAL_SLOT_SECS, N_ARRIVAL_SLOTS};
use crate::{PastDays, Standing};

/// So many past days say something about who comes when.
const DAYS_MIN: u32 = 3;
/// How many numbers it takes for the crowd of today to count as much as the past.
const CROWD_WEIGHT: f64 = 20.0;
/// The most that are thought of for one service and class.
const COMING_MAX: usize = 200;

/// How many are expected to come for a service with a class: by when, in seconds, and up to then how many in all.
#[derive(Debug, Clone, Default)]
pub(super) struct Coming {
    steps: Vec<(f64, f64)>,
}

/// Everybody who waits, and what is expected of each lane, in the order of the lanes.
pub(super) struct Crowd {
    pub(super) queues: Queues,
    pub(super) lanes: Vec<Expected>,
}

/// What is expected of a lane.
pub(super) struct Expected {
    /// Who wait; behind them stands, in a lane that takes one, whoever comes now, and then who come later.
    pub(super) n_real: usize,
    pub(super) takes_newcomer: bool,
    pub(super) coming: Coming,
}

/// Who waits and who is expected; the numbers of those who come are given later.
pub(super) fn crowd(hall: &Hall, past: &PastDays, now: Timestamp) -> Crowd {
    let mut queues = hall.index.waiting.clone();
    for service in hall.rules.services.keys().filter(|service| hall.served.contains(*service)) {
        let lanes = queues.entry(service.clone()).or_default();
        for class in std::iter::once(None).chain(hall.rules.classes.keys().map(Some)) {
            let key = LaneKey { bound: None, is_front: false, class: class.cloned() };
            lanes.entry(key).or_default();
        }
    }
    let crowd = crowd_of_today(hall, past, now);
    let mut place = hall.next_place();
    let mut lanes = Vec::new();
    for (service, of_service) in &mut queues {
        let is_served = hall.served.contains(service);
        for (key, queue) in of_service {
            let n_real = queue.len();
            let takes_newcomer = is_served && key.bound.is_none() && !key.is_front;
            let coming = match &key.class {
                Some(class) if takes_newcomer => Coming::of(hall, past, crowd, service, class, now),
                Some(_) | None => Coming::default(),
            };
            let n_later = coming.n_max();
            for _ in 0..usize::from(takes_newcomer) + n_later {
                let standing = Standing::Came;
                queue.push_back(Waiter { place, since: now, ticket: nobody(), standing, people: 1 });
                place += 1;
            }
            lanes.push(Expected { n_real, takes_newcomer, coming });
        }
    }
    Crowd { queues, lanes }
}

/// Stands in for the tickets of those who are only expected.
fn nobody() -> TicketId {
    TicketId::from_bits(u64::MAX)
}

/// How many more or fewer come today than on past days.
fn crowd_of_today(hall: &Hall, past: &PastDays, now: Timestamp) -> f64 {
    let slots = hall.pace.secs_of_day(now) / ARRIVAL_SLOT_SECS;
    let n_slots = (slots as usize).min(N_ARRIVAL_SLOTS);
    let so_far =
        |slots: &[u32; N_ARRIVAL_SLOTS]| slots[..n_slots].iter().copied().map(f64::from).sum::<f64>();
    let today = hall.pace.services.values().flat_map(|pace| pace.learned.arrivals.values());
    let today: f64 = today.map(so_far).sum();
    let before: f64 = hall
        .rules
        .services
        .keys()
        .filter_map(|service| past.service(service))
        .flat_map(|learned| learned.arrivals.values())
        .map(so_far)
        .sum();
    let before = before / f64::from(past.n_days().max(1));
    (today + CROWD_WEIGHT) / (before + CROWD_WEIGHT)
}

impl Coming {
    fn of(
        hall: &Hall,
        past: &PastDays,
        crowd: f64,
        service: &ServiceId,
        class: &PriorityClassId,
        now: Timestamp,
    ) -> Self {
        let class = Some(class.clone());
        let secs = hall.pace.secs_of_day(now);
        let slot = (secs / ARRIVAL_SLOT_SECS) as usize;
        let today = hall.pace.services.get(service).and_then(|pace| pace.learned.arrivals.get(&class));
        let before = past.service(service).and_then(|learned| learned.arrivals.get(&class));
        let per_slot = |coming: usize| {
            if past.n_days() >= DAYS_MIN {
                let n = before.and_then(|slots| slots.get(coming)).copied().unwrap_or(0);
                return f64::from(n) / f64::from(past.n_days()) * crowd;
            }
            let n = |slot: usize| today.and_then(|slots| slots.get(slot)).copied().map_or(0.0, f64::from);
            let begun = f64::from(secs % ARRIVAL_SLOT_SECS) / f64::from(ARRIVAL_SLOT_SECS);
            (n(slot) + slot.checked_sub(1).map_or(0.0, n)) / (1.0 + begun)
        };
        let mut steps = Vec::new();
        let (mut n_expected, mut at) = (0.0, 0.0);
        for coming in slot.. {
            let slot_end = f64::from(ARRIVAL_SLOT_SECS) * (coming + 1) as f64 - f64::from(secs);
            n_expected += per_slot(coming) / f64::from(ARRIVAL_SLOT_SECS) * (slot_end - at);
            at = slot_end;
            steps.push((at, n_expected));
            if at >= f64::from(FORECAST_MAX_SECS) {
                break;
            }
        }
        Self { steps }
    }

    /// More than come in any run.
    fn n_max(&self) -> usize {
        let n = self.steps.last().map_or(0.0, |(_, n)| *n);
        if n > 0.0 { ((n + 4.0 * n.sqrt() + 2.0) as usize).min(COMING_MAX) } else { 0 }
    }

    /// In how many seconds they come in one run: each by itself, at any time as likely as on past days.
    pub(super) fn draw(&self, chance: &mut Chance, mut come: impl FnMut(u32)) {
        let mut n = 0.0;
        let (mut from, mut n_from) = (0.0, 0.0);
        let mut steps = self.steps.iter().copied().peekable();
        for _ in 0..self.n_max() {
            n -= (1.0 - chance.even()).ln();
            while let Some((until, n_until)) = steps.next_if(|(_, n_until)| *n_until <= n) {
                (from, n_from) = (until, n_until);
            }
            let Some((until, n_until)) = steps.peek() else { return };
            come((from + (until - from) * (n - n_from) / (n_until - n_from)) as u32);
        }
    }
}
