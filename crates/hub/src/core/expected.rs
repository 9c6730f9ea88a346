//! The waits that people are told. A forecast plays the whole queue through many times, so one is kept while little
//! changes, and shared by slips, kiosks and telephones.

use std::cell::RefCell;
use std::sync::Arc;

use goiso_domain::{Event, Forecast, Hall, PastDays, Wait};
use goiso_model::TicketId;
use jiff::{SignedDuration, Timestamp};

/// A forecast is made anew after so long.
const FRESH_FOR: SignedDuration = SignedDuration::from_secs(5);
/// It is made anew after one change for so many who wait: where many do, one more moves nobody's wait by much.
const WAITING_PER_CHANGE: u32 = 20;

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
    n_changes_max: u32,
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
        let mut newest = self.newest.borrow_mut();
        if let Some(newest) = newest.as_ref().filter(|newest| self.is_fresh(newest, now)) {
            return newest.forecast.clone();
        }
        let forecast = Arc::new(hall.forecast(&self.past, now));
        let n_changes_max = hall.n_waiting_in_all() / WAITING_PER_CHANGE;
        *newest =
            Some(Newest { at: now, n_changes: self.n_changes, n_changes_max, forecast: forecast.clone() });
        forecast
    }

    fn is_fresh(&self, newest: &Newest, now: Timestamp) -> bool {
        let age = now.duration_since(newest.at);
        (SignedDuration::ZERO..FRESH_FOR).contains(&age)
            && self.n_changes.wrapping_sub(newest.n_changes) <= newest.n_changes_max
    }

    /// How long the visitor of a ticket will wait; none if it does not wait, or if nobody can say.
    pub(super) fn wait(&self, hall: &Hall, id: TicketId, now: Timestamp) -> Option<Wait> {
        let ticket = hall.ticket(id)?;
        let forecast = self.forecast(hall, now);
        if let Some(wait) = forecast.for_ticket(id) {
            return Some(wait);
        }
        // Whoever came after the forecast was made waits like the newcomer of that moment; a class does not.
        let is_new = self.newest.borrow().as_ref().is_some_and(|newest| newest.at <= ticket.issued_at);
        match &ticket.class {
            _ if !is_new => None,
            None => forecast.for_newcomer(&ticket.service),
            Some(_) => hall.forecast(&self.past, now).for_ticket(id),
        }
    }
}
