//! The story of a number, told from the journal: what happened to it, who was called before it though coming
//! later, and why. Nobody need remember anything: the same records tell the same story, months later.

use goiso_model::{CounterNumber, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;

use crate::{CallReason, Event, Hall, LendingEvent, Rules, Standing, Ticket, TicketState};

/// What happened to a number on one business day.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Whose story it is.
    pub number: TicketNumber,
    /// What it was taken for.
    pub service: ServiceId,
    /// In the order in which it happened.
    pub lines: Vec<Line>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What.
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// The number was given, with so many before it.
    Given {
        /// How many.
        n_ahead: u32,
        /// Since when it counts as waiting, where that is not since then.
        since: Option<Timestamp>,
        /// How it stands in the line.
        standing: Standing,
    },
    /// Somebody who came later was called first.
    Passed {
        /// Who.
        by: TicketNumber,
        /// To which counter.
        counter: CounterNumber,
        /// Why.
        because: Because,
    },
    /// Something the journal says of this very number.
    Happened(Event),
    /// At the end of what is told it still waits, with so many before it.
    StillWaiting {
        /// How many.
        n_ahead: u32,
    },
}

/// Why somebody who came later was called first.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// This one was fetching something.
    Held {
        /// Since when.
        since: Timestamp,
        /// At which counter it was held.
        counter: CounterNumber,
    },
    /// This one did not come when called.
    Absent {
        /// Since when.
        since: Timestamp,
        /// To which counter it was called.
        counter: CounterNumber,
    },
    /// This one was sent to another counter.
    SentTo {
        /// Which.
        counter: CounterNumber,
    },
    /// This one had been absent, and waited behind the next few.
    Restored,
    /// This one had been sent to the end of a line.
    SentToTheEnd,
    /// By the turn of the other, for this reason.
    Turn {
        /// Which.
        reason: CallReason,
        /// What the official said about it.
        note: Option<String>,
    },
}

impl Story {
    /// The story of the newest ticket with a number; none if there was none. `rules` are those in force when the
    /// day began, `events` the day's.
    pub fn of_number(rules: Rules, events: &[(Event, Timestamp)], number: &TicketNumber) -> Option<Self> {
        let ticket = events.iter().rev().find_map(|(event, _)| match event {
            Event::Issued { ticket, number: given, .. }
            | Event::Lending(LendingEvent::IssuedOffline { ticket, number: given, .. })
                if given == number =>
            {
                Some(*ticket)
            }
            _ => None,
        })?;
        Self::of(rules, events, ticket)
    }

    /// The story of a ticket; none if it was not given on this day.
    pub fn of(rules: Rules, events: &[(Event, Timestamp)], ticket: TicketId) -> Option<Self> {
        let mut hall = Hall::new(rules);
        let mut lines = Vec::new();
        for (event, at) in events {
            let fact = passed(&hall, ticket, event);
            hall.apply(event, *at);
            let fact = fact.or_else(|| told(&hall, ticket, event, *at));
            lines.extend(fact.map(|fact| Line { at: *at, fact }));
        }
        let last_at = events.last()?.1;
        let told = hall.ticket(ticket)?;
        if told.state == TicketState::Waiting {
            let n_ahead = hall.ahead(ticket, last_at);
            lines.push(Line { at: last_at, fact: Fact::StillWaiting { n_ahead } });
        }
        Some(Self { number: told.number.clone(), service: told.came_for.clone(), lines })
    }

    /// Why it was its turn, each time it was called.
    pub fn why(&self) -> impl Iterator<Item = (CounterNumber, &CallReason)> {
        self.lines.iter().filter_map(|line| match &line.fact {
            Fact::Happened(Event::Called { counter, reason, .. }) => Some((*counter, reason)),
            Fact::Happened(_) | Fact::Given { .. } | Fact::Passed { .. } | Fact::StillWaiting { .. } => None,
        })
    }

    /// Who was called before it though coming later, and why.
    pub fn why_not(&self) -> impl Iterator<Item = (&TicketNumber, &Because)> {
        self.lines.iter().filter_map(|line| match &line.fact {
            Fact::Passed { by, because, .. } => Some((by, because)),
            Fact::Happened(_) | Fact::Given { .. } | Fact::StillWaiting { .. } => None,
        })
    }
}

/// Whether an event calls somebody before this ticket who came later, to a counter that might have called it.
fn passed(hall: &Hall, id: TicketId, event: &Event) -> Option<Fact> {
    let Event::Called { ticket: other, counter, reason, note } = event else { return None };
    let (ticket, called) = (hall.ticket(id)?, hall.ticket(*other)?);
    if *other == id || called.came < ticket.came || !might_call(hall, *counter, ticket) {
        return None;
    }
    let turn = || Because::Turn { reason: reason.clone(), note: note.clone() };
    let because = match ticket.state {
        TicketState::Held { since, counter, .. } => Because::Held { since, counter },
        TicketState::Absent { counter, at } => Because::Absent { since: at, counter },
        TicketState::Waiting => match hall.bound_to(ticket).filter(|bound| bound != counter) {
            Some(bound) => Because::SentTo { counter: bound },
            None if called.place < ticket.place && !called.standing.is_front() => {
                behind(ticket).unwrap_or_else(turn)
            }
            None => turn(),
        },
        TicketState::Called { .. }
        | TicketState::Serving { .. }
        | TicketState::Done { .. }
        | TicketState::PutOff { .. }
        | TicketState::Cancelled { .. } => return None,
    };
    Some(Fact::Passed { by: called.number.clone(), counter: *counter, because })
}

/// Why a ticket stands behind some who came later.
fn behind(ticket: &Ticket) -> Option<Because> {
    match ticket.standing {
        Standing::Restored => Some(Because::Restored),
        Standing::Transferred => Some(Because::SentToTheEnd),
        Standing::Came
        | Standing::Appointment
        | Standing::CarriedOver
        | Standing::Returned
        | Standing::TransferredFirst => None,
    }
}

fn might_call(hall: &Hall, counter: CounterNumber, ticket: &Ticket) -> bool {
    ticket.bound == Some(counter) || hall.line_of(counter).contains(&ticket.service)
}

/// What an event says of this very ticket, once it is true.
fn told(hall: &Hall, id: TicketId, event: &Event, at: Timestamp) -> Option<Fact> {
    match event {
        Event::Issued { ticket, .. } | Event::Lending(LendingEvent::IssuedOffline { ticket, .. })
            if *ticket == id =>
        {
            let ticket = hall.ticket(id)?;
            let since = (ticket.since != at).then_some(ticket.since);
            Some(Fact::Given { n_ahead: hall.ahead(id, at), since, standing: ticket.standing })
        }
        Event::Called { ticket, .. }
        | Event::Recalled { ticket, .. }
        | Event::Arrived { ticket, .. }
        | Event::Finished { ticket, .. }
        | Event::MarkedAbsent { ticket, .. }
        | Event::Cancelled { ticket, .. }
        | Event::Held { ticket, .. }
        | Event::Returned { ticket }
        | Event::Restored { ticket, .. }
        | Event::Transferred { ticket, .. }
        | Event::Chained { ticket, .. }
        | Event::Undone { ticket, .. }
        | Event::PutOff { ticket }
            if *ticket == id =>
        {
            Some(Fact::Happened(event.clone()))
        }
        Event::Booked { code, .. } | Event::BookingDropped { code } if *code == id => {
            Some(Fact::Happened(event.clone()))
        }
        _ => None,
    }
}
