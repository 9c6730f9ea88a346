//! The waits that people are told. A forecast plays the whole queue through many times, so one is kept while little
//! changes, and shared by slips, kiosks and telephones.

use std::cell::RefCell;
use std::sync::Arc;

use goiso_domain::{Event, Forecast, Hall, PastDays, Wait};
use goiso_model::TicketId;
use jiff::{SignedDuration, Timestamp};

/// Until when a forecast serves. Whoever takes a number has the answer from the last one, and the hub makes the next
/// one when nobody waits for an answer.
#[derive(Debug, Clone, Copy)]
struct Age {
    max: SignedDuration,
    /// One change for so many who wait: where many do, one more moves nobody's wait by much.
    waiting_per_change: u32,
}

/// A forecast of so many is not made again before as many milliseconds have passed, in steps, or a rush would leave
/// no time for answers.
const REST_STEP: u32 = 20;
const REST_MAX_MS: u32 = 1000;

/// For what is shown, and before it is made anew.
const FRESH: Age = Age { max: SignedDuration::from_secs(5), waiting_per_change: 20 };
/// For an answer.
const USABLE: Age = Age { max: SignedDuration::from_secs(30), waiting_per_change: 5 };

/// What is kept of past days, and the newest forecast.
#[derive(Debug, Default)]
pub(super) struct Expected {
    past: PastDays,
    newest: RefCell<Option<Newest>>,
    n_changes: u32,
}

#[derive(Debug, Clone)]
struct Newest {
    at: Timestamp,
    n_changes: u32,
    n_waiting: u32,
    forecast: Arc<Forecast>,
}

impl Expected {
    /// Takes in past days that have been read.
    pub(super) fn learn(&mut self, past: PastDays) {
        self.past.merge(past);
        self.forget();
    }

    /// The hall has become another one.
    pub(super) fn forget(&mut self) {
        self.newest.take();
    }

    /// Before the hall makes an event true.
    pub(super) fn hear(&mut self, hall: &Hall, event: &Event) {
        match event {
            Event::DayStarted { .. } => {
                if let Some(day) = hall.day() {
                    self.past.keep(day, hall.pace());
                }
                self.forget();
            }
            Event::RulesApplied { .. }
            | Event::CounterOpened { .. }
            | Event::CounterPaused { .. }
            | Event::CounterClosed { .. }
            | Event::ServicesAssigned { .. } => self.forget(),
            Event::MessagePosted { .. }
            | Event::MessageRemoved { .. }
            | Event::Chained { .. }
            | Event::Noted { .. }
            | Event::HelpAsked { .. }
            | Event::HelpEnded { .. }
            | Event::ServiceSwitched { .. }
            | Event::QuotaSet { .. }
            | Event::DayClosed { .. }
            | Event::Booked { .. }
            | Event::BookingDropped { .. }
            | Event::SlipReprinted { .. }
            | Event::CardShown { .. }
            | Event::Lending(_) => {}
            Event::Issued { .. }
            | Event::Called { .. }
            | Event::Recalled { .. }
            | Event::Arrived { .. }
            | Event::Finished { .. }
            | Event::MarkedAbsent { .. }
            | Event::Cancelled { .. }
            | Event::Held { .. }
            | Event::Returned { .. }
            | Event::Restored { .. }
            | Event::Transferred { .. }
            | Event::Undone { .. }
            | Event::PutOff { .. } => self.n_changes = self.n_changes.wrapping_add(1),
        }
    }

    /// A forecast for now, or nearly.
    pub(super) fn forecast(&self, hall: &Hall, now: Timestamp) -> Arc<Forecast> {
        self.not_older(FRESH, hall, now)
    }

    /// Makes the next forecast, where the last one has been made and is no longer fresh.
    pub(super) fn renew(&self, hall: &Hall, now: Timestamp) {
        let has_changed =
            self.newest.borrow().as_ref().is_none_or(|newest| newest.n_changes != self.n_changes);
        if has_changed && hall.n_waiting_in_all() > 0 {
            self.forecast(hall, now);
        }
    }

    fn not_older(&self, age: Age, hall: &Hall, now: Timestamp) -> Arc<Forecast> {
        let mut newest = self.newest.borrow_mut();
        if let Some(newest) = newest.as_ref().filter(|newest| self.is_within(age, newest, now)) {
            return newest.forecast.clone();
        }
        let forecast = Arc::new(hall.forecast(&self.past, now));
        let n_waiting = hall.n_waiting_in_all();
        *newest = Some(Newest { at: now, n_changes: self.n_changes, n_waiting, forecast: forecast.clone() });
        forecast
    }

    fn is_within(&self, age: Age, newest: &Newest, now: Timestamp) -> bool {
        let since = now.duration_since(newest.at);
        let rest_ms = (newest.n_waiting / REST_STEP * REST_STEP).min(REST_MAX_MS);
        let is_resting = since < SignedDuration::from_millis(i64::from(rest_ms));
        let n_changes = self.n_changes.wrapping_sub(newest.n_changes);
        let is_like_it = n_changes <= newest.n_waiting / age.waiting_per_change;
        (SignedDuration::ZERO..age.max).contains(&since) && (is_resting || is_like_it)
    }

    /// How long the visitor of a ticket will wait; none if it does not wait, or if nobody can say.
    pub(super) fn wait(&self, hall: &Hall, id: TicketId, now: Timestamp) -> Option<Wait> {
        let ticket = hall.ticket(id)?;
        let forecast = self.not_older(USABLE, hall, now);
        if let Some(wait) = forecast.for_ticket(id) {
            return Some(wait);
        }
        // Whoever came after the forecast was made waits like a newcomer of that moment.
        let is_new = self.newest.borrow().as_ref().is_some_and(|newest| newest.at <= ticket.issued_at);
        if is_new { forecast.for_newcomer(&ticket.service, ticket.class.as_ref()) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use goiso_config::Config;
    use goiso_domain::Command;
    use goiso_model::{CounterNumber, OfficialId, ServiceId};

    use super::*;

    fn one() -> CounterNumber {
        CounterNumber::new(1).expect("from 1 to 999")
    }

    /// A hall of one counter at which thirty visits of a minute each have shown how long one takes.
    struct Office {
        hall: Hall,
        expected: Expected,
        now: Timestamp,
        n_tickets: u64,
    }

    impl Office {
        fn new() -> Self {
            let text = include_str!("../../../../assets/centres/commune.toml");
            let rules = Config::parse(text, "commune.toml").expect("the sample is right").rules();
            let now = "2026-11-23T08:00:00+07:00".parse().expect("a time");
            let mut office =
                Self { hall: Hall::new(rules), expected: Expected::default(), now, n_tickets: 0 };
            office.wish(&Command::StartDay { day: jiff::civil::date(2026, 11, 23) });
            let (counter, official) = (one(), OfficialId::new("lan").expect("a slug"));
            office.wish(&Command::OpenCounter { counter, official, services: Vec::new() });
            for _ in 0..31 {
                office.issue();
                office.wish(&Command::CallNext { counter });
                office.pass(SignedDuration::from_mins(1));
            }
            office
        }

        fn pass(&mut self, time: SignedDuration) {
            self.now += time;
        }

        fn wish(&mut self, command: &Command) {
            for event in self.hall.decide(command, self.now).expect("nothing stands against it") {
                self.expected.hear(&self.hall, &event);
                self.hall.apply(&event, self.now);
            }
        }

        fn issue(&mut self) -> TicketId {
            self.n_tickets += 1;
            let ticket = TicketId::from_bits(self.n_tickets);
            let rules = self.hall.rules();
            let service: ServiceId = rules.counters[&one()].services[0].clone();
            self.wish(&Command::Issue { ticket, service, class: None, kiosk: None, people: 1 });
            ticket
        }

        /// From how many minutes on somebody is told to wait.
        fn told(&self, ticket: TicketId) -> u32 {
            self.expected.wait(&self.hall, ticket, self.now).expect("thirty visits are known").min_minutes
        }
    }

    #[test]
    fn whoever_takes_a_number_is_told_from_the_last_forecast_and_the_next_is_made_after_the_answer() {
        let mut office = Office::new();
        for _ in 0..60 {
            office.issue();
        }
        office.expected.renew(&office.hall, office.now);
        let first = office.issue();
        let told = office.told(first);
        for _ in 0..12 {
            office.issue();
        }
        let last = office.issue();
        assert_eq!(office.told(last), told, "a rush is told from the same forecast");
        office.pass(SignedDuration::from_millis(100));
        office.expected.renew(&office.hall, office.now);
        assert!(office.told(last) >= told + 10, "thirteen have come before");
    }

    #[test]
    fn where_few_wait_each_change_counts_at_once() {
        let mut office = Office::new();
        let mut told = Vec::new();
        for _ in 0..4 {
            let ticket = office.issue();
            told.push(office.told(ticket));
        }
        assert!(told.is_sorted_by(|before, after| before < after), "{told:?}");
    }

    #[test]
    fn a_forecast_is_forgotten_with_the_counters_it_was_made_for() {
        let mut office = Office::new();
        for _ in 0..60 {
            office.issue();
        }
        let last = office.issue();
        assert!(office.told(last) >= 50);
        office.wish(&Command::PauseCounter { counter: one(), reason: goiso_domain::PauseReason::Lunch });
        assert_eq!(office.expected.wait(&office.hall, last, office.now), None, "nobody calls any more");
    }
}
