//! Everything that waits and serves.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use goiso_model::{CounterNumber, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::counter::Tally;
use crate::index::Index;
use crate::{Call, Counter, Figures, Message, Rules, Ticket};

/// A hall on one business day. Only `apply` changes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hall {
    pub(crate) rules: Rules,
    pub(crate) day: Option<Date>,
    pub(crate) tickets: BTreeMap<TicketId, Ticket>,
    pub(crate) counters: BTreeMap<CounterNumber, Counter>,
    /// What counters have done today, even if the rules have lost one meanwhile.
    pub(crate) tallies: BTreeMap<CounterNumber, Tally>,
    /// Calls and recalls made today.
    pub(crate) n_calls: u64,
    /// How long the newest visits for each service took from call to end, in seconds, newest last.
    pub(crate) recent_visits: BTreeMap<ServiceId, VecDeque<u32>>,
    /// What is said to the hall.
    pub(crate) messages: BTreeMap<u32, Message>,
    /// The number of the newest message of the day, 0 before the first.
    pub(crate) last_message: u32,
    /// Follows from the tickets.
    pub(crate) index: Index,
    /// The services that some counter may serve; follows from the rules.
    pub(crate) served: BTreeSet<ServiceId>,
}

impl Hall {
    /// A hall before its first day. The rules are taken as they are: let `Rules::check` see them before.
    pub fn new(rules: Rules) -> Self {
        let counters = rules
            .counters
            .iter()
            .map(|(&number, counter)| (number, Counter::new(counter, rules.priority)))
            .collect();
        let served = rules.served();
        Self {
            rules,
            day: None,
            tickets: BTreeMap::new(),
            counters,
            tallies: BTreeMap::new(),
            n_calls: 0,
            recent_visits: BTreeMap::new(),
            messages: BTreeMap::new(),
            last_message: 0,
            index: Index::default(),
            served,
        }
    }

    /// The rules in force.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The business day, once one has begun.
    pub fn day(&self) -> Option<Date> {
        self.day
    }

    /// A ticket of today.
    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        self.tickets.get(&id)
    }

    /// All tickets of today, by id.
    pub fn tickets(&self) -> impl Iterator<Item = (TicketId, &Ticket)> {
        self.tickets.iter().map(|(&id, ticket)| (id, ticket))
    }

    /// Today's newest ticket of that number; there are several where a series has wrapped.
    pub fn ticket_by_number(&self, number: &TicketNumber) -> Option<TicketId> {
        self.index.numbers.get(number).copied()
    }

    /// A counter of the rules.
    pub fn counter(&self, number: CounterNumber) -> Option<&Counter> {
        self.counters.get(&number)
    }

    /// All counters of the rules, by number.
    pub fn counters(&self) -> impl Iterator<Item = (CounterNumber, &Counter)> {
        self.counters.iter().map(|(&number, counter)| (number, counter))
    }

    /// Who is called to or served at a counter.
    pub fn at_counter(&self, number: CounterNumber) -> Option<TicketId> {
        self.index.at_counter.get(&number).copied()
    }

    /// How many wait for a service.
    pub fn n_waiting(&self, service: &ServiceId) -> u32 {
        self.index.n_waiting(service)
    }

    /// When the one waiting longest for this counter's services got the number.
    pub fn longest_waiting_since(&self, number: CounterNumber) -> Option<Timestamp> {
        let services = &self.counter(number)?.services;
        let queues = services.iter().filter_map(|service| self.index.waiting.get(service));
        queues.flat_map(BTreeMap::values).filter_map(|queue| Some(queue.front()?.issued_at)).min()
    }

    /// The counters that serve a service: the open ones, else all that the rules give it.
    pub fn counters_for(&self, service: &ServiceId) -> Vec<CounterNumber> {
        let open: Vec<_> = self
            .counters()
            .filter(|(_, counter)| counter.is_open() && counter.serves(service))
            .map(|(number, _)| number)
            .collect();
        if !open.is_empty() {
            return open;
        }
        let configured = self.rules.counters.iter().filter(|(_, rules)| rules.services.contains(service));
        configured.map(|(&number, _)| number).collect()
    }

    /// The newest calls, newest first, one for each ticket.
    pub fn calls(&self, max: usize) -> Vec<(TicketId, Call)> {
        let newest = self.index.calls.values().rev().take(max);
        newest.filter_map(|id| Some((*id, self.ticket(*id)?.last_call?))).collect()
    }

    /// What a counter has done today.
    pub fn day_figures(&self, counter: CounterNumber) -> Figures {
        self.tallies.get(&counter).copied().unwrap_or_default().figures()
    }
}
