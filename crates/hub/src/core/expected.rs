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
        let is_young = (SignedDuration::ZERO..age.max).contains(&now.duration_since(newest.at));
        let n_changes = self.n_changes.wrapping_sub(newest.n_changes);
        is_young && n_changes <= newest.n_waiting / age.waiting_per_change
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
