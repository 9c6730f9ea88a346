//! Everything that waits and serves.

use std::collections::{BTreeMap, BTreeSet};

use goiso_model::{CounterNumber, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::counter::Tally;
use crate::index::Index;
use crate::person::Persons;
use crate::{
    Block, Booking, Call, Counter, Figures, GroupCount, Message, PLACE_GAP, Pace, Rest, Rules, ServiceSwitch,
    Ticket, TicketState,
};

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
    /// What the day teaches the forecast.
    pub(crate) pace: Pace,
    /// Which tickets are of one person, of those who have shown an identity card today.
    pub(crate) persons: Persons,
    /// What is said to the hall.
    pub(crate) messages: BTreeMap<u32, Message>,
    /// The number of the newest message of the day, 0 before the first.
    pub(crate) last_message: u32,
    /// What the supervisor has counters serve today, instead of what the rules give them.
    pub(crate) assigned: BTreeMap<CounterNumber, Vec<ServiceId>>,
    /// Services that the supervisor has stopped today.
    pub(crate) switches: BTreeMap<ServiceId, ServiceSwitch>,
    /// Daily limits that the supervisor has set today, instead of those of the rules.
    pub(crate) quotas: BTreeMap<ServiceId, Option<u32>>,
    /// What became of those who waited when the service of the day ended; none before that.
    pub(crate) closed: Option<Rest>,
    /// Times promised for today and later, by code.
    pub(crate) bookings: BTreeMap<TicketId, Booking>,
    /// The greatest place given today.
    pub(crate) last_place: u64,
    /// What is lent to kiosks today.
    pub(crate) blocks: BTreeMap<u32, Block>,
    /// Numbers that kiosks have told of today and that led to no ticket.
    pub(crate) turned_away: BTreeMap<TicketId, (Date, TicketNumber)>,
    /// Follows from the tickets.
    pub(crate) index: Index,
    /// The services that some counter may call from the line; follows from the rules and what was assigned.
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
        let mut hall = Self {
            rules,
            day: None,
            tickets: BTreeMap::new(),
            counters,
            tallies: BTreeMap::new(),
            n_calls: 0,
            pace: Pace::default(),
            persons: Persons::new(),
            messages: BTreeMap::new(),
            last_message: 0,
            assigned: BTreeMap::new(),
            switches: BTreeMap::new(),
            quotas: BTreeMap::new(),
            closed: None,
            bookings: BTreeMap::new(),
            last_place: 0,
            blocks: BTreeMap::new(),
            turned_away: BTreeMap::new(),
            index: Index::default(),
            served: BTreeSet::new(),
        };
        hall.served = hall.services_served();
        hall
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

    /// How many numbers wait for a service.
    pub fn n_waiting(&self, service: &ServiceId) -> u32 {
        self.index.n_waiting(service)
    }

    /// How many people wait for a service, as the rules count them.
    pub fn n_people_waiting(&self, service: &ServiceId) -> u32 {
        self.index.n_waiting_as(service, self.rules.office.groups)
    }

    /// How many numbers a service has given today.
    pub fn n_issued(&self, service: &ServiceId) -> u32 {
        self.index.n_issued.get(service).copied().unwrap_or(0)
    }

    /// How many numbers of today's a service has left; none if it has no limit.
    pub fn n_left(&self, service: &ServiceId) -> Option<u32> {
        let max = self.daily_max(service)?;
        Some(max.saturating_sub(self.n_issued(service)))
    }

    /// How many numbers wait that a counter may call: for its services, or sent to it.
    pub fn n_waiting_at(&self, number: CounterNumber) -> u32 {
        let lanes = self.lanes_at(number).map(|lane| lane.queue.len()).sum::<usize>();
        u32::try_from(lanes).unwrap_or(u32::MAX)
    }

    /// How many numbers wait in all.
    pub fn n_waiting_in_all(&self) -> u32 {
        self.index.n_waiting_in_all(GroupCount::Numbers)
    }

    /// When the one waiting longest of those that this counter may call got the number.
    pub fn longest_waiting_since(&self, number: CounterNumber) -> Option<Timestamp> {
        let heads = self.lanes_at(number).filter_map(|lane| lane.queue.front().copied());
        heads.filter_map(|head| Some(self.ticket(head.ticket)?.issued_at)).min()
    }

    /// The counters that serve a service: the open ones, else all that may.
    pub fn counters_for(&self, service: &ServiceId) -> Vec<CounterNumber> {
        let open: Vec<_> = self
            .counters()
            .filter(|(number, counter)| counter.is_open() && self.line_of(*number).contains(service))
            .map(|(number, _)| number)
            .collect();
        if !open.is_empty() {
            return open;
        }
        let may = |number: &CounterNumber| self.may_call_from_line(*number, service);
        self.rules.counters.keys().copied().filter(may).collect()
    }

    /// The counters that may call a ticket: the one it was sent to, else those for its service.
    pub fn counters_for_ticket(&self, ticket: &Ticket) -> Vec<CounterNumber> {
        match self.bound_to(ticket) {
            Some(counter) => vec![counter],
            None => self.counters_for(&ticket.service),
        }
    }

    /// The one counter that may call a ticket, as long as somebody is there.
    pub fn bound_to(&self, ticket: &Ticket) -> Option<CounterNumber> {
        ticket.bound.filter(|counter| self.is_staffed(*counter))
    }

    /// Whether an official is at a counter, even in a pause.
    pub(crate) fn is_staffed(&self, number: CounterNumber) -> bool {
        self.counter(number).is_some_and(|counter| counter.official().is_some())
    }

    /// All that a counter may serve today: what the supervisor gave it, else what the rules give it.
    pub fn may_serve(&self, number: CounterNumber) -> &[ServiceId] {
        let of_rules = || self.rules.counters.get(&number).map_or(&[][..], |rules| &rules.services);
        match self.assigned.get(&number) {
            Some(services) => services,
            None => of_rules(),
        }
    }

    /// The services whose line a counter calls from at present, or, closed, would.
    pub(crate) fn line_of(&self, number: CounterNumber) -> &[ServiceId] {
        match (self.rules.counters.get(&number), self.counter(number)) {
            (Some(rules), Some(counter)) if !rules.calls_only_sent() => &counter.services,
            (_, _) => &[],
        }
    }

    /// Whether a counter might call from a service's line, if its official took it up.
    pub(crate) fn may_call_from_line(&self, number: CounterNumber, service: &ServiceId) -> bool {
        let calls_line = self.rules.counters.get(&number).is_some_and(|rules| !rules.calls_only_sent());
        calls_line && self.may_serve(number).contains(service)
    }

    /// The services that some counter may call from the line.
    pub(crate) fn services_served(&self) -> BTreeSet<ServiceId> {
        let counters = self.rules.counters.iter().filter(|(_, rules)| !rules.calls_only_sent());
        counters.flat_map(|(number, _)| self.may_serve(*number).iter().cloned()).collect()
    }

    /// What became of those who waited when the service of the day ended; none before that.
    pub fn day_closed(&self) -> Option<Rest> {
        self.closed
    }

    /// The times promised for today and later, by code.
    pub fn bookings(&self) -> impl Iterator<Item = (TicketId, &Booking)> {
        self.bookings.iter().map(|(&code, booking)| (code, booking))
    }

    /// How many numbers are asked to come on the next business day.
    pub fn n_put_off(&self) -> usize {
        self.tickets.values().filter(|ticket| matches!(ticket.state, TicketState::PutOff { .. })).count()
    }

    /// The place behind all others.
    pub(crate) fn next_place(&self) -> u64 {
        (self.last_place / PLACE_GAP + 1) * PLACE_GAP
    }

    /// The first free place behind this one.
    pub(crate) fn free_place_after(&self, place: u64) -> u64 {
        let mut behind: Vec<_> = self.tickets.values().map(|t| t.place).filter(|p| *p > place).collect();
        behind.sort_unstable();
        let run = behind.iter().zip(place + 1..).take_while(|(taken, free)| *taken == free).count();
        place + 1 + run as u64
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
