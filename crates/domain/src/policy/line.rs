//! The line of one counter: whom it may call, and how its calls are shared.

use goiso_model::{CounterNumber, ServiceId};
use jiff::Timestamp;

use super::lanes::{Lane, Lanes, reason_of_place};
use crate::apply::secs_between;
use crate::hall::Hall;
use crate::index::Waiter;
use crate::shares::Shares;
use crate::{CallReason, PriorityRule, Rules, ServiceOrder};

/// How the calls of one counter are shared.
#[derive(Debug, Clone)]
struct Turns<'a> {
    rule: PriorityRule,
    max_wait_secs: u32,
    others_since_priority: u32,
    order: &'a ServiceOrder,
    shares: Shares,
}

impl<'a> Turns<'a> {
    pub(crate) fn new(rules: &Rules, others_since_priority: u32) -> Self {
        const TOGETHER: &ServiceOrder = &ServiceOrder::Together;
        Self {
            rule: rules.priority,
            max_wait_secs: rules.max_wait_secs,
            others_since_priority,
            order: TOGETHER,
            shares: Shares::default(),
        }
    }

    fn at(hall: &'a Hall, number: CounterNumber) -> Self {
        let Some(counter) = hall.counter(number) else { return Self::new(&hall.rules, 0) };
        let mut turns = Self::new(&hall.rules, counter.others_since_priority);
        if let Some(rules) = hall.rules.counters.get(&number) {
            turns.order = &rules.order;
        }
        turns.shares = counter.shares.clone();
        turns
    }

    fn is_priority_due(&self) -> bool {
        match self.rule {
            PriorityRule::Strict => true,
            PriorityRule::OneAfter { others } => self.others_since_priority >= others,
        }
    }

    fn has_waited_too_long(&self, waiter: &Waiter, now: Timestamp) -> bool {
        secs_between(waiter.since, now) >= self.max_wait_secs
    }

    /// What decides between services before who came first.
    fn turn_of(&self, member: &Member, service: &ServiceId) -> u64 {
        match self.order {
            ServiceOrder::Together => 0,
            ServiceOrder::Listed => member.service_idx as u64,
            ServiceOrder::Weighted { .. } => self.shares.of(service),
        }
    }

    /// A visitor who comes first for having been here already is no turn of anybody's.
    fn count(&mut self, lane: &Lane<'a>, reason: &CallReason) {
        if lane.is_front {
            return;
        }
        self.others_since_priority =
            if lane.rank.is_some() { 0 } else { self.others_since_priority.saturating_add(1) };
        if let ServiceOrder::Weighted { weights } = self.order {
            self.shares.charge(lane.service, weights, reason);
        }
    }
}

/// A lane that a counter may call from.
#[derive(Debug, Clone, Copy)]
struct Member {
    lane_idx: usize,
    /// The place of its service among the counter's; what was sent here comes before all of them.
    service_idx: usize,
    claim: Claim,
}

/// Why a counter may call from a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// It is the counter's own.
    Own,
    /// The counter helps there, and it counts as its own from this wait on.
    Help { from_wait_secs: Option<u32> },
    /// No counter may call from it.
    Forgotten,
}

/// Whom one counter may call, and how its calls are shared.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    members: Vec<Member>,
    turns: Turns<'a>,
}

/// The head of a lane that may be next.
#[derive(Clone, Copy)]
struct Candidate<'m, 'a> {
    member: &'m Member,
    lane: &'m Lane<'a>,
    head: &'a Waiter,
}

/// A candidate, and what it is compared by.
type Keyed<'m, 'a, K> = (K, Candidate<'m, 'a>);

/// Those of all candidates that may be next.
#[derive(Default)]
struct Heads<'m, 'a> {
    oldest: Option<Candidate<'m, 'a>>,
    /// The oldest of those who come first.
    front: Option<Candidate<'m, 'a>>,
    /// By the order of services alone.
    next: Option<Keyed<'m, 'a, (u64, u64)>>,
    with_priority: Option<Keyed<'m, 'a, (Option<u8>, u64, u64)>>,
    /// Whether anybody has no class.
    has_others: bool,
}

impl<'m, 'a> Heads<'m, 'a> {
    fn see(&mut self, candidate: Candidate<'m, 'a>, turn: u64) {
        let place = candidate.head.place;
        let is_older = |than: &Option<Candidate<'_, '_>>| than.is_none_or(|than| place < than.head.place);
        if is_older(&self.oldest) {
            self.oldest = Some(candidate);
        }
        if candidate.lane.is_front {
            if is_older(&self.front) {
                self.front = Some(candidate);
            }
            return;
        }
        if self.next.is_none_or(|(key, _)| (turn, place) < key) {
            self.next = Some(((turn, place), candidate));
        }
        let rank = candidate.lane.rank;
        self.has_others |= rank.is_none();
        if rank.is_some() && self.with_priority.is_none_or(|(key, _)| (rank, turn, place) < key) {
            self.with_priority = Some(((rank, turn, place), candidate));
        }
    }
}

impl<'a> Line<'a> {
    /// The line of a counter as it stands; closed, as it would stand.
    pub(crate) fn at(hall: &'a Hall, lanes: &Lanes<'a>, number: CounterNumber) -> Self {
        let helps = hall.rules.counters.get(&number).map_or(&[][..], |rules| &rules.helps);
        let services = hall.line_of(number);
        let member = |(lane_idx, lane): (usize, &Lane<'a>)| {
            let place = services.iter().position(|service| service == lane.service);
            let help = helps.iter().find(|help| help.service == *lane.service && lane.bound.is_none());
            let (claim, service_idx) = match (lane.bound, place, help) {
                (Some(bound), ..) if bound == number => (Claim::Own, 0),
                (None, Some(place), _) => (Claim::Own, place + 1),
                (None, None, _) if hall.is_forgotten(lane) => (Claim::Forgotten, 0),
                (None, None, Some(help)) => {
                    (Claim::Help { from_wait_secs: help.from_wait_secs }, services.len() + 1)
                }
                (Some(_), ..) | (None, None, None) => return None,
            };
            Some(Member { lane_idx, service_idx, claim })
        };
        let members = lanes.lanes.iter().enumerate().filter_map(member).collect();
        Self { members, turns: Turns::at(hall, number) }
    }

    /// The lanes that it calls from.
    pub(crate) fn lane_idxs(&self) -> impl Iterator<Item = usize> {
        self.members.iter().map(|member| member.lane_idx)
    }

    /// A line of all lanes.
    pub(crate) fn of_all(rules: &Rules, lanes: &Lanes<'a>, others_since_priority: u32) -> Self {
        let member = |lane_idx| Member { lane_idx, service_idx: 0, claim: Claim::Own };
        let members = (0..lanes.lanes.len()).map(member).collect();
        Self { members, turns: Turns::new(rules, others_since_priority) }
    }

    /// Takes the head of a lane in thought.
    pub(crate) fn take(
        &mut self,
        lanes: &mut Lanes<'a>,
        lane_idx: usize,
        reason: &CallReason,
    ) -> Option<Waiter> {
        let taken = lanes.take(lane_idx)?;
        self.turns.count(&lanes.lanes[lane_idx], reason);
        Some(taken)
    }

    /// Of which lane the head is next, and why.
    pub(crate) fn choose(&self, lanes: &Lanes<'a>, now: Timestamp) -> Option<(usize, CallReason)> {
        let candidates = self.members.iter().filter_map(|member| {
            let lane = &lanes.lanes[member.lane_idx];
            Some(Candidate { member, lane, head: lane.head()? })
        });
        let counts_as_own = |candidate: &Candidate<'_, '_>| match candidate.member.claim {
            Claim::Own => true,
            Claim::Help { from_wait_secs: Some(secs) } => secs_between(candidate.head.since, now) >= secs,
            Claim::Help { from_wait_secs: None } | Claim::Forgotten => false,
        };
        let helps = |candidate: &Candidate<'_, '_>| matches!(candidate.member.claim, Claim::Help { .. });
        self.choose_among(candidates.clone().filter(counts_as_own), now)
            .or_else(|| self.choose_among(candidates.clone().filter(helps), now))
            .or_else(|| self.choose_forgotten(candidates.filter(|c| c.member.claim == Claim::Forgotten), now))
    }

    fn choose_among<'m>(
        &self,
        candidates: impl Iterator<Item = Candidate<'m, 'a>> + Clone,
        now: Timestamp,
    ) -> Option<(usize, CallReason)>
    where
        'a: 'm,
    {
        let mut heads = Heads::default();
        for candidate in candidates {
            heads.see(candidate, self.turns.turn_of(candidate.member, candidate.lane.service));
        }
        let oldest = heads.oldest?;
        if self.turns.has_waited_too_long(oldest.head, now) {
            let reason =
                if oldest.lane.is_front { reason_of_place(oldest.head) } else { CallReason::MaxWait };
            return Some((oldest.member.lane_idx, reason));
        }
        if let Some(first) = heads.front {
            return Some((first.member.lane_idx, reason_of_place(first.head)));
        }
        let (_, next) = heads.next?;
        match heads.with_priority {
            Some((_, first)) if self.turns.is_priority_due() || !heads.has_others => {
                Some((first.member.lane_idx, first.lane.priority_reason()))
            }
            // Whoever would be next without a class is next with one.
            Some(_) | None => {
                let is_oldest = next.head.place == oldest.head.place;
                Some((next.member.lane_idx, self.reason_of(next, is_oldest)))
            }
        }
    }

    fn reason_of(&self, next: Candidate<'_, 'a>, is_oldest: bool) -> CallReason {
        match (next.member.claim, self.turns.order) {
            (Claim::Help { .. }, _) => CallReason::Helping,
            (Claim::Own | Claim::Forgotten, ServiceOrder::Listed) if !is_oldest => CallReason::ServiceOrder,
            (Claim::Own | Claim::Forgotten, ServiceOrder::Weighted { .. }) if !is_oldest => {
                CallReason::ServiceShare
            }
            (
                Claim::Own | Claim::Forgotten,
                ServiceOrder::Together | ServiceOrder::Listed | ServiceOrder::Weighted { .. },
            ) => reason_of_place(next.head),
        }
    }

    /// Whom nobody may call any more: first come first, whatever the class.
    fn choose_forgotten<'m>(
        &self,
        candidates: impl Iterator<Item = Candidate<'m, 'a>>,
        now: Timestamp,
    ) -> Option<(usize, CallReason)>
    where
        'a: 'm,
    {
        let oldest = candidates.min_by_key(|candidate| candidate.head.place)?;
        let is_long = self.turns.has_waited_too_long(oldest.head, now);
        let reason = if is_long { CallReason::MaxWait } else { reason_of_place(oldest.head) };
        Some((oldest.member.lane_idx, reason))
    }
}
