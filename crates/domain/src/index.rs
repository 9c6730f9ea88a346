//! What could be asked of all tickets of the day by a scan, kept beside them because views of sixty
//! counters ask it with every change. `Index::of` says what it must be; `Hall::check` compares.

use std::collections::{BTreeMap, VecDeque};

use goiso_model::{CounterNumber, PriorityClassId, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;

use crate::{GroupCount, SeriesId, Standing, Ticket, TicketState};

/// Those who wait in one lane, by place.
pub(crate) type Queue = VecDeque<Waiter>;

/// All lanes, by service.
pub(crate) type Queues = BTreeMap<ServiceId, BTreeMap<LaneKey, Queue>>;

/// A waiting ticket, with what decides whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiter {
    pub(crate) place: u64,
    pub(crate) since: Timestamp,
    pub(crate) ticket: TicketId,
    pub(crate) standing: Standing,
    pub(crate) people: u32,
}

/// Who may be compared by place alone: of one service, with one class, for the same counters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LaneKey {
    /// The only counter that may call them, while it is staffed.
    pub(crate) bound: Option<CounterNumber>,
    /// Whether they are called before others.
    pub(crate) is_front: bool,
    pub(crate) class: Option<PriorityClassId>,
}

impl LaneKey {
    fn of(ticket: &Ticket) -> Self {
        Self { bound: ticket.bound, is_front: ticket.standing.is_front(), class: ticket.class.clone() }
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Index {
    /// Who waits, by service and lane. No queue is empty.
    pub(crate) waiting: Queues,
    /// Who is called to or served at a counter.
    pub(crate) at_counter: BTreeMap<CounterNumber, TicketId>,
    /// Who fetches something, and until when the place is kept.
    pub(crate) held: BTreeMap<TicketId, Timestamp>,
    /// The newest ticket of each number.
    pub(crate) numbers: BTreeMap<TicketNumber, TicketId>,
    /// The newest call of each ticket called.
    pub(crate) calls: BTreeMap<u64, TicketId>,
    /// Numbers given, by service; those of an earlier day aside.
    pub(crate) n_issued: BTreeMap<ServiceId, u32>,
    /// The value given last, by series; those of an earlier day aside.
    pub(crate) last_values: BTreeMap<SeriesId, u32>,
}

impl Index {
    /// The index that belongs to these tickets.
    pub(crate) fn of(tickets: &BTreeMap<TicketId, Ticket>) -> Self {
        let mut in_order: Vec<_> = tickets.iter().collect();
        in_order.sort_by_key(|(_, ticket)| ticket.came);
        let mut index = Self::default();
        for (&id, ticket) in in_order {
            index.add(id, ticket);
        }
        index
    }

    /// Takes in a ticket newer than all it knows, or given by a kiosk while the hub was away.
    pub(crate) fn add(&mut self, id: TicketId, ticket: &Ticket) {
        self.numbers.insert(ticket.number.clone(), id);
        if !ticket.is_carried {
            *self.n_issued.entry(ticket.came_for.clone()).or_default() += 1;
        }
        // A number of a kiosk's block is none of the series.
        if !ticket.is_carried && ticket.told_at.is_none() {
            self.last_values.insert(ticket.series.clone(), ticket.value);
        }
        self.enter(id, ticket);
    }

    /// Notes where a ticket is after a change.
    pub(crate) fn enter(&mut self, id: TicketId, ticket: &Ticket) {
        if ticket.state == TicketState::Waiting {
            let queues = self.waiting.entry(ticket.service.clone()).or_default();
            let queue = queues.entry(LaneKey::of(ticket)).or_default();
            let Ticket { place, since, standing, people, .. } = *ticket;
            queue.insert(n_before(queue, place), Waiter { place, since, ticket: id, standing, people });
        }
        if let TicketState::Held { until, .. } = ticket.state {
            self.held.insert(id, until);
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
            self.leave_queue(id, ticket);
        }
        self.held.remove(&id);
        if let Some(counter) = ticket.at_counter()
            && self.at_counter.get(&counter) == Some(&id)
        {
            self.at_counter.remove(&counter);
        }
        if let Some(call) = ticket.last_call {
            self.calls.remove(&call.sequence);
        }
    }

    fn leave_queue(&mut self, id: TicketId, ticket: &Ticket) {
        let Some(queues) = self.waiting.get_mut(&ticket.service) else { return };
        let key = LaneKey::of(ticket);
        if let Some(queue) = queues.get_mut(&key) {
            // In a journal that nobody can have written, two may share a place.
            let from = n_before(queue, ticket.place);
            if let Some(n_further) = queue.range(from..).position(|waiter| waiter.ticket == id) {
                queue.remove(from + n_further);
            }
            if queue.is_empty() {
                queues.remove(&key);
            }
        }
        if queues.is_empty() {
            self.waiting.remove(&ticket.service);
        }
    }

    pub(crate) fn n_waiting(&self, service: &ServiceId) -> u32 {
        self.n_waiting_as(service, GroupCount::Numbers)
    }

    pub(crate) fn n_waiting_as(&self, service: &ServiceId, count: GroupCount) -> u32 {
        self.waiting.get(service).map_or(0, |queues| queues.values().map(|queue| n_in(queue, count)).sum())
    }

    pub(crate) fn n_waiting_in_all(&self, count: GroupCount) -> u32 {
        self.waiting.values().flat_map(BTreeMap::values).map(|queue| n_in(queue, count)).sum()
    }
}

/// How many of a queue have an earlier place than this one.
pub(crate) fn n_before(queue: &Queue, place: u64) -> usize {
    queue.partition_point(|waiter| waiter.place < place)
}

fn n_in(queue: &Queue, count: GroupCount) -> u32 {
    match count {
        GroupCount::Numbers => u32::try_from(queue.len()).unwrap_or(u32::MAX),
        GroupCount::People => queue.iter().fold(0, |n, waiter| n.saturating_add(waiter.people)),
    }
}
