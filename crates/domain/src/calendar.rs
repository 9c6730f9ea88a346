//! Business days, and the hours at which services give numbers.

use jiff::civil::{Date, Time};
use jiff::tz::{self, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};

use crate::hall::Hall;
use crate::{AppointmentRules, Calendar, Command, Rules, ServiceRules, ServiceSwitch, Window};
use goiso_model::ServiceId;

/// How far ahead an opening is looked for.
const LOOK_AHEAD_DAYS: i64 = 14;

/// Whether a service gives numbers now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceState {
    /// It does.
    Open,
    /// Outside its hours, or there is no such service.
    Closed {
        /// When it next gives numbers, if within a fortnight.
        opens_at: Option<Timestamp>,
    },
    /// It has given all that it may today.
    Full,
    /// The supervisor has stopped it for a while.
    Paused,
}

/// The business day that a moment belongs to: before the day starts it is still yesterday's.
pub fn business_day(rules: &Rules, now: Timestamp) -> Date {
    let local = rules.local(now);
    if local.time() < rules.day_starts_at {
        return local.date().yesterday().unwrap_or(Date::MIN);
    }
    local.date()
}

impl Hall {
    /// What the clock wishes now: a new day, once a later one has come, or the end of a hold, a last call, a message
    /// or the service of the day. A clock set back wishes nothing.
    pub fn due(&self, now: Timestamp) -> Vec<Command> {
        let today = business_day(&self.rules, now);
        let is_new = self.day.is_none_or(|day| day < today);
        if is_new {
            return vec![Command::StartDay { day: today }];
        }
        let waits = self.has_ended_wait(now).then_some(Command::EndWaits);
        let messages = self.has_ended_message(now).then_some(Command::EndMessages);
        let end = self.day_end().filter(|(at, _)| *at <= now && self.closed.is_none());
        let end = end.map(|(_, rest)| Command::EndDay { rest, text: None });
        waits.into_iter().chain(messages).chain(end).collect()
    }

    /// The next moment at which something changes by itself: a business day begins or its service ends, a message, a
    /// hold or a last call ends, or a service begins or ceases to give numbers. Always later than `now`.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let rules = &self.rules;
        let edges = rules.services.values().filter_map(|service| rules.calendar_of(service));
        let edges = edges.filter_map(|calendar| rules.next_edge(calendar, now));
        let end = self.day_end().map(|(at, _)| at).filter(|at| *at > now);
        let waits = self.next_wait_end(now).into_iter().chain(end);
        edges.chain(rules.next_day_start(now)).chain(self.next_message_end(now)).chain(waits).min()
    }

    /// When the service of the day ends by itself, and what becomes of those who still wait.
    fn day_end(&self) -> Option<(Timestamp, crate::Rest)> {
        let end = self.rules.office.day_end?;
        let day = if end.at < self.rules.day_starts_at { self.day?.tomorrow().ok()? } else { self.day? };
        let at = day.to_datetime(end.at).to_zoned(self.rules.time_zone()).ok()?;
        Some((at.timestamp(), end.rest))
    }

    /// When the present business day ends; none before the first.
    pub fn day_ends_at(&self) -> Option<Timestamp> {
        self.rules.day_start(self.day?.tomorrow().ok()?)
    }

    /// When it began, by the clock; long ago before the first.
    pub(crate) fn day_began_at(&self) -> Timestamp {
        self.day.and_then(|day| self.rules.day_start(day)).unwrap_or(Timestamp::MIN)
    }

    /// The windows in which a service gives numbers on the day of `now`, in order; none for one that always does.
    pub fn hours_today(&self, service: &ServiceId, now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let rules = &self.rules;
        let calendar = rules.services.get(service).and_then(|service| rules.calendar_of(service));
        let Some(calendar) = calendar else { return Vec::new() };
        let (day, zone) = (rules.local(now).date(), rules.time_zone());
        let edges = |window: &Window| match window.edges_on(day, &zone)[..] {
            [(Edge::Begin, from), (Edge::End, until)] => Some((from, until)),
            _ => None,
        };
        calendar.windows_on(day).iter().filter_map(edges).collect()
    }

    /// Whether a service gives numbers now.
    pub fn service_state(&self, service: &ServiceId, now: Timestamp) -> ServiceState {
        let Some(rules) = self.rules.services.get(service) else {
            return ServiceState::Closed { opens_at: None };
        };
        if self.closed.is_some() {
            return ServiceState::Closed { opens_at: None };
        }
        match self.switch_of(service) {
            ServiceSwitch::Open => {}
            ServiceSwitch::Paused => return ServiceState::Paused,
            ServiceSwitch::Closed => return ServiceState::Closed { opens_at: None },
        }
        if !self.rules.gives_numbers(rules, now) {
            return ServiceState::Closed { opens_at: self.rules.next_opening(rules, now) };
        }
        match self.quota_left(service).and_then(|()| self.next_number(service)) {
            Ok(_) => ServiceState::Open,
            Err(_) => ServiceState::Full,
        }
    }

    /// When a service is next served at the counters, if that is not now: the hall is empty at lunch, though numbers
    /// may be given already. Whoever waits past the end is still served.
    pub fn served_from(&self, service: &ServiceId, now: Timestamp) -> Option<Timestamp> {
        let hours = self.rules.calendars.get(self.rules.services.get(service)?.hours.as_ref()?)?;
        let local = self.rules.local(now);
        let is_served = hours.windows_on(local.date()).iter().any(|window| window.contains(local.time()));
        let begin = self.rules.moments(hours, now).find(|(edge, _)| *edge == Edge::Begin);
        begin.filter(|_| !is_served).map(|(_, at)| at)
    }
}

impl Rules {
    /// The zone of all civil times. Where this machine does not know it, Vietnam's offset stands in.
    pub(crate) fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or_else(|_| TimeZone::fixed(tz::offset(7)))
    }

    fn local(&self, now: Timestamp) -> Zoned {
        now.to_zoned(self.time_zone())
    }

    fn calendar_of(&self, service: &ServiceRules) -> Option<&Calendar> {
        self.calendars.get(service.calendar.as_ref()?)
    }

    /// Whether a service is within its hours.
    pub(crate) fn gives_numbers(&self, service: &ServiceRules, now: Timestamp) -> bool {
        let Some(calendar) = self.calendar_of(service) else { return true };
        let local = self.local(now);
        calendar.windows_on(local.date()).iter().any(|window| window.contains(local.time()))
    }

    /// When a closed service next gives numbers, if within a fortnight.
    pub(crate) fn next_opening(&self, service: &ServiceRules, now: Timestamp) -> Option<Timestamp> {
        let calendar = self.calendar_of(service)?;
        self.moments(calendar, now).find(|(edge, _)| *edge == Edge::Begin).map(|(_, at)| at)
    }

    fn next_edge(&self, calendar: &Calendar, now: Timestamp) -> Option<Timestamp> {
        self.moments(calendar, now).next().map(|(_, at)| at)
    }

    /// The beginnings and ends of windows later than `now`, of the coming fortnight, in order.
    fn moments(&self, calendar: &Calendar, now: Timestamp) -> impl Iterator<Item = (Edge, Timestamp)> {
        let zone = self.time_zone();
        let today = self.local(now).date();
        let days = (0..=LOOK_AHEAD_DAYS).filter_map(move |n| today.checked_add(n.days()).ok());
        days.flat_map(move |day| {
            let zone = zone.clone();
            let windows = calendar.windows_on(day).iter();
            windows.flat_map(move |window| window.edges_on(day, &zone)).collect::<Vec<_>>()
        })
        .filter(move |(_, at)| *at > now)
    }

    /// Whether a slot of a service begins then.
    pub(crate) fn is_slot(&self, service: &ServiceRules, rules: &AppointmentRules, slot: Timestamp) -> bool {
        let local = self.local(slot);
        let all_day = [Window { begin: Time::midnight(), end: Time::midnight() }];
        let windows = match self.calendar_of(service) {
            Some(calendar) => calendar.windows_on(local.date()),
            None => &all_day,
        };
        let secs_of = |time: Time| time.duration_since(Time::midnight()).as_secs();
        let slot_secs = i64::from(rules.slot_secs);
        let at = secs_of(local.time());
        windows.iter().filter(|window| window.contains(local.time())).any(|window| {
            let end = if window.ends_at_midnight() { 24 * 60 * 60 } else { secs_of(window.end) };
            let is_edge = (at - secs_of(window.begin)) % slot_secs == 0 && local.subsec_nanosecond() == 0;
            is_edge && at + slot_secs <= end
        })
    }

    fn next_day_start(&self, now: Timestamp) -> Option<Timestamp> {
        let today = self.local(now).date();
        let days = [Some(today), today.tomorrow().ok()];
        let starts = days.into_iter().flatten().filter_map(|day| self.day_start(day));
        starts.filter(|start| *start > now).min()
    }

    fn day_start(&self, day: Date) -> Option<Timestamp> {
        let start = day.to_datetime(self.day_starts_at).to_zoned(self.time_zone()).ok()?;
        Some(start.timestamp())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Begin,
    End,
}

impl Calendar {
    /// The windows of one day, in order.
    pub fn windows_on(&self, day: Date) -> &[Window] {
        if self.closed.contains(&day) {
            return &[];
        }
        if let Some(windows) = self.special.get(&day) {
            return windows;
        }
        let weekday_idx = usize::try_from(day.weekday().to_monday_zero_offset());
        &self.week[weekday_idx.expect("Monday is 0 and Sunday 6")]
    }
}

impl Window {
    /// Whether a time of the day lies in it.
    pub fn contains(&self, time: Time) -> bool {
        self.begin <= time && (time < self.end || self.ends_at_midnight())
    }

    pub(crate) fn ends_at_midnight(&self) -> bool {
        self.end == Time::midnight()
    }

    fn edges_on(&self, day: Date, zone: &TimeZone) -> Vec<(Edge, Timestamp)> {
        let end_day = if self.ends_at_midnight() { day.tomorrow().ok() } else { Some(day) };
        let edges = [(Edge::Begin, Some(day), self.begin), (Edge::End, end_day, self.end)];
        let at =
            |day: Option<Date>, time| Some(day?.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp());
        edges.into_iter().filter_map(|(edge, day, time)| Some((edge, at(day, time)?))).collect()
    }
}
