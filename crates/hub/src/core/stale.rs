//! Which views an event puts out of date.

use std::collections::BTreeSet;

use goiso_domain::{Event, Hall};
use goiso_model::{CounterNumber, DeviceName, ServiceId};

/// Names a view.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViewKey {
    /// A kiosk's.
    Kiosk(DeviceName),
    /// A counter's.
    Counter(CounterNumber),
    /// A board's.
    Board(DeviceName),
}

/// Which views are out of date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stale {
    /// Every view there is.
    pub is_all: bool,
    /// Those of kiosks.
    pub is_kiosks: bool,
    /// Those of all boards.
    pub is_boards: bool,
    /// Those of these boards.
    pub boards: BTreeSet<DeviceName>,
    /// Those of these counters.
    pub counters: BTreeSet<CounterNumber>,
}

impl Stale {
    /// Every view.
    pub fn all() -> Self {
        Self { is_all: true, ..Self::default() }
    }

    /// These as well.
    pub fn add(&mut self, other: Self) {
        self.is_all |= other.is_all;
        self.is_kiosks |= other.is_kiosks;
        self.is_boards |= other.is_boards;
        self.boards.extend(other.boards);
        self.counters.extend(other.counters);
    }

    /// Whether nothing is out of date.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this view is out of date.
    pub fn has(&self, key: &ViewKey) -> bool {
        self.is_all
            || match key {
                ViewKey::Kiosk(_) => self.is_kiosks,
                ViewKey::Board(board) => self.is_boards || self.boards.contains(board),
                ViewKey::Counter(counter) => self.counters.contains(counter),
            }
    }
}

/// What an event touches, as the hall stands. Asked before and after it is applied: a ticket or a counter
/// may be elsewhere then.
pub(super) fn touched(hall: &Hall, event: &Event) -> Stale {
    match event {
        Event::RulesApplied { .. } | Event::DayStarted { .. } => Stale::all(),
        Event::CounterOpened { counter, .. }
        | Event::CounterPaused { counter, .. }
        | Event::CounterClosed { counter } => Stale {
            is_kiosks: true,
            is_boards: true,
            counters: BTreeSet::from([*counter]),
            ..Stale::default()
        },
        Event::MessagePosted { .. } | Event::MessageRemoved { .. } => {
            Stale { is_boards: true, ..Stale::default() }
        }
        // A new number is news only for boards that show who comes next; see `Hub::take`.
        Event::Issued { service, .. } => {
            Stale { is_kiosks: true, counters: serving(hall, service), ..Stale::default() }
        }
        Event::Called { ticket, counter, .. }
        | Event::Recalled { ticket, counter }
        | Event::Arrived { ticket, counter }
        | Event::Finished { ticket, counter, .. }
        | Event::MarkedAbsent { ticket, counter } => {
            let mut counters = of_ticket(hall, *ticket);
            counters.insert(*counter);
            Stale { is_kiosks: true, is_boards: true, counters, ..Stale::default() }
        }
        Event::Cancelled { ticket, .. } => {
            Stale { is_kiosks: true, is_boards: true, counters: of_ticket(hall, *ticket), ..Stale::default() }
        }
    }
}

fn of_ticket(hall: &Hall, ticket: goiso_model::TicketId) -> BTreeSet<CounterNumber> {
    hall.ticket(ticket).map(|ticket| serving(hall, &ticket.service)).unwrap_or_default()
}

fn serving(hall: &Hall, service: &ServiceId) -> BTreeSet<CounterNumber> {
    hall.counters()
        .filter(|(_, counter)| counter.services.contains(service))
        .map(|(number, _)| number)
        .collect()
}
