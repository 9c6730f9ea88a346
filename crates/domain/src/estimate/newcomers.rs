//! Who will come and go first: people with a priority class who take a number while others wait.

use goiso_model::{PriorityClassId, ServiceId, TicketId};
use jiff::{SignedDuration, Timestamp};

use super::FORECAST_MAX_SECS;
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

/// Everybody who waits, and behind them those with a class who are expected; their numbers are given later.
pub(super) fn with_expected(hall: &Hall, past: &PastDays, now: Timestamp) -> Queues {
    let mut queues = hall.index.waiting.clone();
    let mut expected = Vec::new();
    let crowd = crowd_of_today(hall, past, now);
    for service in queues.keys() {
        for class in hall.rules.classes.keys().filter(|_| hall.served.contains(service)) {
            let coming = coming(hall, past, crowd, service, class, now);
            expected.extend(coming.into_iter().map(|secs| (secs, service.clone(), class.clone())));
        }
    }
    expected.sort();
    let newest = hall.next_place();
    let ticket = nobody();
    for (place, (secs, service, class)) in (newest..).zip(expected) {
        let since = now.checked_add(SignedDuration::from_secs(i64::from(secs))).unwrap_or(now);
        let lane = LaneKey { bound: None, is_front: false, class: Some(class) };
        let queue = queues.entry(service).or_default().entry(lane).or_default();
        queue.push_back(Waiter { place, since, ticket, standing: Standing::Came, people: 1 });
    }
    queues
}

/// Stands in for the tickets of those who are only expected.
pub(super) fn nobody() -> TicketId {
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

/// In how many seconds those of a service and class will come, one after another.
fn coming(
    hall: &Hall,
    past: &PastDays,
    crowd: f64,
    service: &ServiceId,
    class: &PriorityClassId,
    now: Timestamp,
) -> Vec<u32> {
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
    let mut found = Vec::new();
    let (mut n_expected, mut next, mut at) = (0.0, 0.5, 0.0);
    for coming in slot.. {
        let slot_end = f64::from(ARRIVAL_SLOT_SECS) * (coming + 1) as f64 - f64::from(secs);
        let rate = per_slot(coming) / f64::from(ARRIVAL_SLOT_SECS);
        let n_then = n_expected + rate * (slot_end - at);
        while next <= n_then && found.len() < COMING_MAX {
            found.push((at + (next - n_expected) / rate) as u32);
            next += 1.0;
        }
        (n_expected, at) = (n_then, slot_end);
        if at >= f64::from(FORECAST_MAX_SECS) {
            break;
        }
    }
    found
}
