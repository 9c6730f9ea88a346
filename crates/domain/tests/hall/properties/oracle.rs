//! Says by a plain scan of all tickets who is next, and what the hours are.

use goiso_domain::{CallsWhom, Hall, PriorityRule, ServiceOrder, Ticket, TicketState};
use goiso_model::{CounterNumber, ServiceId, TicketId};
use jiff::Timestamp;

/// Whether a counter calls from a service's line at present.
fn calls_line(hall: &Hall, number: CounterNumber, service: &ServiceId) -> bool {
    let calls = hall.rules().counters.get(&number).is_some_and(|rules| rules.calls == CallsWhom::Services);
    calls && hall.counter(number).is_some_and(|counter| counter.services.contains(service))
}

pub(super) fn is_own(hall: &Hall, number: CounterNumber, ticket: &Ticket) -> bool {
    match hall.bound_to(ticket) {
        Some(bound) => bound == number,
        None => calls_line(hall, number, &ticket.service),
    }
}

pub(super) fn helps(hall: &Hall, number: CounterNumber, ticket: &Ticket) -> bool {
    let rules = hall.rules().counters.get(&number);
    let helps = rules.is_some_and(|rules| rules.helps.iter().any(|help| help.service == ticket.service));
    hall.bound_to(ticket).is_none() && helps && !is_own(hall, number, ticket)
}

pub(super) fn is_forgotten(hall: &Hall, ticket: &Ticket) -> bool {
    let may = |number: CounterNumber| {
        let calls = hall.rules().counters.get(&number).is_some_and(|r| r.calls == CallsWhom::Services);
        calls && hall.may_serve(number).contains(&ticket.service)
    };
    hall.bound_to(ticket).is_none() && !hall.counters().any(|(number, _)| may(number))
}

/// Whether the rules alone say who is next at a counter: not where that is a matter of shares.
pub(super) fn knows(hall: &Hall, number: CounterNumber) -> bool {
    let rules = hall.rules().counters.get(&number);
    rules.is_some_and(|rules| !matches!(rules.order, ServiceOrder::Weighted { .. }))
}

/// Who is next at a counter of which [`knows`] says that the rules tell it.
pub(super) fn next(hall: &Hall, number: CounterNumber, now: Timestamp) -> Option<(TicketId, &Ticket)> {
    let rules = hall.rules().counters.get(&number)?;
    let waited = |t: &Ticket| now.duration_since(t.since).as_secs();
    let waiting: Vec<_> = hall.tickets().filter(|(_, t)| t.state == TicketState::Waiting).collect();
    let from_wait = |t: &Ticket| rules.helps.iter().find(|h| h.service == t.service)?.from_wait_secs;
    let counts = |t: &Ticket| {
        let is_late = from_wait(t).is_some_and(|secs| waited(t) >= i64::from(secs));
        is_own(hall, number, t) || helps(hall, number, t) && !is_forgotten(hall, t) && is_late
    };
    let own: Vec<_> = waiting.iter().copied().filter(|(_, t)| counts(t)).collect();
    if let Some(next) = among(hall, number, &own, now) {
        return Some(next);
    }
    let helped = waiting.iter().copied().filter(|(_, t)| helps(hall, number, t) && !is_forgotten(hall, t));
    if let Some(next) = among(hall, number, &helped.collect::<Vec<_>>(), now) {
        return Some(next);
    }
    let left = waiting.into_iter().filter(|(_, t)| is_forgotten(hall, t));
    left.min_by_key(|(_, t)| t.place)
}

fn among<'a>(
    hall: &'a Hall,
    number: CounterNumber,
    choice: &[(TicketId, &'a Ticket)],
    now: Timestamp,
) -> Option<(TicketId, &'a Ticket)> {
    let oldest = choice.iter().copied().min_by_key(|(_, t)| t.place)?;
    if now.duration_since(oldest.1.since).as_secs() >= i64::from(hall.rules().max_wait_secs) {
        return Some(oldest);
    }
    let front = choice.iter().copied().filter(|(_, t)| t.standing.is_front());
    if let Some(first) = front.min_by_key(|(_, t)| t.place) {
        return Some(first);
    }
    let counter = hall.counter(number)?;
    let is_listed = hall.rules().counters.get(&number)?.order == ServiceOrder::Listed;
    let turn = |t: &Ticket| match counter.services.iter().position(|service| *service == t.service) {
        _ if !is_listed || hall.bound_to(t).is_some() => 0,
        Some(place) => place + 1,
        None => usize::MAX,
    };
    let rank = |t: &Ticket| Some(hall.rules().classes.get(t.class.as_ref()?)?.rank);
    let plain = choice.iter().copied().min_by_key(|(_, t)| (turn(t), t.place));
    let first = choice.iter().copied().filter(|(_, t)| rank(t).is_some());
    let first = first.min_by_key(|(_, t)| (rank(t), turn(t), t.place));
    let has_others = choice.iter().any(|(_, t)| rank(t).is_none());
    let is_due = match hall.rules().priority {
        PriorityRule::Strict => true,
        PriorityRule::OneAfter { others } => counter.others_since_priority >= others,
    };
    match first {
        Some(first) if is_due || !has_others => Some(first),
        _ => plain,
    }
}

/// Whether a service gives numbers by its calendar, looked up by hand.
pub(super) fn is_within_hours(hall: &Hall, service: &ServiceId, now: Timestamp) -> bool {
    let rules = hall.rules();
    let Some(calendar) = rules.services[service].calendar.as_ref() else { return true };
    let calendar = &rules.calendars[calendar];
    let local = now.in_tz(&rules.zone).unwrap();
    let weekday = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap();
    let is_in = |w: &goiso_domain::Window| w.begin <= local.time() && local.time() < w.end;
    !calendar.closed.contains(&local.date()) && calendar.week[weekday].iter().any(is_in)
}
