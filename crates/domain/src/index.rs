//! What could be asked of all tickets of the day by a scan, kept beside them because views of sixty
//! counters ask it with every change. `Index::of` says what it must be; `Hall::check` compares.

use std::collections::{BTreeMap, VecDeque};

use goiso_model::{CounterNumber, PriorityClassId, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;

use crate::{SeriesId, Ticket, TicketState};

/// Those who wait for one service with one class, first come first.
pub(crate) type Queue = VecDeque<Waiter>;

/// A waiting ticket, with what decides whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiter {
    pub(crate) place: u64,
    pub(crate) issued_at: Timestamp,
    pub(crate) ticket: TicketId,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Index {
    /// Who waits, by service and class. No queue is empty.
    pub(crate) waiting: BTreeMap<ServiceId, BTreeMap<Option<PriorityClassId>, Queue>>,
    /// Who is called to or served at a counter.
    pub(crate) at_counter: BTreeMap<CounterNumber, TicketId>,
    /// The newest ticket of each number.
    pub(crate) numbers: BTreeMap<TicketNumber, TicketId>,
    /// The newest call of each ticket called.
    pub(crate) calls: BTreeMap<u64, TicketId>,
    /// Numbers given, by service.
    pub(crate) n_issued: BTreeMap<ServiceId, u32>,
    /// The value given last, by series.
    pub(crate) last_values: BTreeMap<SeriesId, u32>,
}

impl Index {
    /// The index that belongs to these tickets.
    pub(crate) fn of(tickets: &BTreeMap<TicketId, Ticket>) -> Self {
        let mut by_place: Vec<_> = tickets.iter().collect();
        by_place.sort_by_key(|(_, ticket)| ticket.place);
        let mut index = Self::default();
        for (&id, ticket) in by_place {
            index.add(id, ticket);
        }
        index
    }

    /// Takes in a ticket newer than all it knows.
    pub(crate) fn add(&mut self, id: TicketId, ticket: &Ticket) {
        self.numbers.insert(ticket.number.clone(), id);
        *self.n_issued.entry(ticket.service.clone()).or_default() += 1;
        self.last_values.insert(ticket.series.clone(), ticket.value);
        self.enter(id, ticket);
    }

    /// Notes where a ticket is after a change.
    pub(crate) fn enter(&mut self, id: TicketId, ticket: &Ticket) {
        if ticket.state == TicketState::Waiting {
            let queues = self.waiting.entry(ticket.service.clone()).or_default();
            let queue = queues.entry(ticket.class.clone()).or_default();
            let waiter = Waiter { place: ticket.place, issued_at: ticket.issued_at, ticket: id };
            queue.insert(n_before(queue, ticket.place), waiter);
        }
        if let Some(counter) = ticket.at_counter() {
            self.at_counter.insert(counter, id);
        }
        if let Some(call) = ticket.last_call {
            self.calls.insert(call.sequence, id);
        }
    }

    /// Forgets where a ticket was before a change.
    pub(crate) fn leave(&mut self, id: TicketId, ticket: &Ticket) {
        if ticket.state == TicketState::Waiting {
            self.leave_queue(ticket);
        }
        if let Some(counter) = ticket.at_counter()
            && self.at_counter.get(&counter) == Some(&id)
        {
            self.at_counter.remove(&counter);
        }
        if let Some(call) = ticket.last_call {
            self.calls.remove(&call.sequence);
        }
    }

    fn leave_queue(&mut self, ticket: &Ticket) {
        let Some(queues) = self.waiting.get_mut(&ticket.service) else { return };
        if let Some(queue) = queues.get_mut(&ticket.class) {
            queue.remove(n_before(queue, ticket.place));
            if queue.is_empty() {
                queues.remove(&ticket.class);
            }
        }
        if queues.is_empty() {
            self.waiting.remove(&ticket.service);
        }
    }

    pub(crate) fn n_waiting(&self, service: &ServiceId) -> u32 {
        self.waiting.get(service).map_or(0, |queues| queues.values().map(n_in).sum())
    }

    pub(crate) fn n_waiting_in_all(&self) -> u32 {
        self.waiting.values().flat_map(BTreeMap::values).map(n_in).sum()
    }
}

/// How many of a queue have an earlier place than this one.
pub(crate) fn n_before(queue: &Queue, place: u64) -> usize {
    queue.partition_point(|waiter| waiter.place < place)
}

fn n_in(queue: &Queue) -> u32 {
    u32::try_from(queue.len()).unwrap_or(u32::MAX)
}
