//! Which views an event puts out of date.

use std::collections::BTreeSet;

use goiso_domain::{Event, Hall, LendingEvent, TicketState};
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
    /// Of every terminal where nobody has a seat.
    Desk,
    /// Of whoever takes numbers for people in the hall.
    Assistant,
    /// Of whoever looks after the hall.
    Supervisor,
}

/// Which views are out of date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says of other views whether they are stale")]
pub struct Stale {
    /// Every view there is.
    pub is_all: bool,
    /// Those of kiosks, assistants and supervisors, and of terminals where nobody sits.
    pub is_kiosks: bool,
    /// Those of all boards.
    pub is_boards: bool,
    /// Those of these boards.
    pub boards: BTreeSet<DeviceName>,
    /// Those of these counters.
    pub counters: BTreeSet<CounterNumber>,
    /// Which view each terminal gets.
    pub is_seats: bool,
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
        self.is_seats |= other.is_seats;
    }

    /// Whether nothing is out of date.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this view is out of date.
    pub fn has(&self, key: &ViewKey) -> bool {
        self.is_all
            || match key {
                ViewKey::Kiosk(_) | ViewKey::Desk | ViewKey::Assistant | ViewKey::Supervisor => {
                    self.is_kiosks
                }
                ViewKey::Board(board) => self.is_boards || self.boards.contains(board),
                ViewKey::Counter(counter) => self.counters.contains(counter),
            }
    }
}

/// What an event touches, as the hall stands. Asked before and after it is applied: a ticket or a counter
/// may be elsewhere then.
pub(super) fn touched(hall: &Hall, event: &Event) -> Stale {
    match event {
        Event::RulesApplied { .. } | Event::DayStarted { .. } | Event::DayClosed { .. } => Stale::all(),
        Event::CounterOpened { counter, .. }
        | Event::CounterPaused { counter, .. }
        | Event::ServicesAssigned { counter, .. }
        | Event::CounterClosed { counter } => Stale {
            is_kiosks: true,
            is_boards: true,
            counters: BTreeSet::from([*counter]),
            ..Stale::default()
        },
        // A slip leaves the list of those in trouble while it is printed again.
        Event::SlipReprinted { ticket, .. } => {
            Stale { is_kiosks: true, counters: of_ticket(hall, *ticket), ..Stale::default() }
        }
        Event::MessagePosted { .. } | Event::MessageRemoved { .. } => {
            let counters = hall.counters().map(|(number, _)| number).collect();
            Stale { is_boards: true, is_kiosks: true, counters, ..Stale::default() }
        }
        Event::ServiceSwitched { .. } | Event::QuotaSet { .. } => {
            Stale { is_kiosks: true, ..Stale::default() }
        }
        Event::Booked { .. } | Event::BookingDropped { .. } | Event::CardShown { .. } => Stale::default(),
        Event::HelpAsked { counter } | Event::HelpEnded { counter } => {
            Stale { is_kiosks: true, counters: BTreeSet::from([*counter]), ..Stale::default() }
        }
        // A new number is news only for boards that show who comes next; see `Hub::take`.
        Event::Issued { service, .. } | Event::Lending(LendingEvent::IssuedOffline { service, .. }) => {
            Stale { is_kiosks: true, counters: serving(hall, service), ..Stale::default() }
        }
        Event::Lending(_) => Stale { is_kiosks: true, ..Stale::default() },
        Event::Called { ticket, counter, .. }
        | Event::Recalled { ticket, counter }
        | Event::Arrived { ticket, counter }
        | Event::Finished { ticket, counter, .. }
        | Event::Held { ticket, counter, .. }
        | Event::Transferred { ticket, counter, .. }
        | Event::Chained { ticket, counter, .. }
        | Event::Noted { ticket, counter, .. }
        | Event::Undone { ticket, counter }
        | Event::MarkedAbsent { ticket, counter, .. } => {
            let mut counters = of_ticket(hall, *ticket);
            counters.insert(*counter);
            Stale { is_kiosks: true, is_boards: true, counters, ..Stale::default() }
        }
        Event::Cancelled { ticket, .. }
        | Event::Returned { ticket }
        | Event::Restored { ticket, .. }
        | Event::PutOff { ticket } => {
            Stale { is_kiosks: true, is_boards: true, counters: of_ticket(hall, *ticket), ..Stale::default() }
        }
    }
}

fn of_ticket(hall: &Hall, ticket: goiso_model::TicketId) -> BTreeSet<CounterNumber> {
    let Some(ticket) = hall.ticket(ticket) else { return BTreeSet::new() };
    let mut counters = serving(hall, &ticket.service);
    counters.extend(ticket.bound);
    counters.extend(match ticket.state {
        TicketState::Held { counter, .. }
        | TicketState::Absent { counter, .. }
        | TicketState::Called { counter, .. }
        | TicketState::Serving { counter, .. }
        | TicketState::Done { counter, .. } => Some(counter),
        TicketState::Waiting | TicketState::PutOff { .. } | TicketState::Cancelled { .. } => None,
    });
    counters
}

/// Those that call from the service's line, or might: they help there.
fn serving(hall: &Hall, service: &ServiceId) -> BTreeSet<CounterNumber> {
    let helps = |number: &CounterNumber| {
        let rules = hall.rules().counters.get(number);
        rules.is_some_and(|rules| rules.helps.iter().any(|help| help.service == *service))
    };
    hall.counters()
        .filter(|(number, counter)| counter.services.contains(service) || helps(number))
        .map(|(number, _)| number)
        .collect()
}
