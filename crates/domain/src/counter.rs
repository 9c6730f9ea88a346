//! Where an official serves.

use goiso_model::{OfficialId, ServiceId, TicketId};
use jiff::Timestamp;

use crate::shares::Shares;
use crate::{CounterRules, PauseReason, PriorityRule, Ticket};

/// A counter of today.
#[derive(Debug, Clone, PartialEq)]
pub struct Counter {
    /// Whether it calls.
    pub state: CounterState,
    /// What it serves now, or, closed, would serve; never empty.
    pub services: Vec<ServiceId>,
    /// How many without a priority class were called here since the last one with.
    pub others_since_priority: u32,
    /// How much of its share each service has had here; kept only where services have shares.
    pub(crate) shares: Shares,
    /// Since when the supervisor is asked to come.
    pub help_since: Option<Timestamp>,
    /// What the counter may still take back.
    pub(crate) last_deed: Option<Box<Deed>>,
}

/// Something that a counter did to a ticket and may take back, with everything as it was before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Deed {
    pub(crate) id: TicketId,
    pub(crate) before: Ticket,
    pub(crate) counted: Counted,
    pub(crate) at: Timestamp,
}

/// What a deed added to the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// A visit; seconds at the counter.
    Visit { service_secs: u32 },
    /// Somebody who did not come.
    Absence,
    /// Nothing.
    Nothing,
}

/// Whether a counter calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CounterState {
    /// Nobody is there.
    Closed,
    /// It calls.
    Open {
        /// Who serves.
        official: OfficialId,
        /// Since when.
        since: Timestamp,
    },
    /// It does not call for a while.
    Paused {
        /// Who serves.
        official: OfficialId,
        /// Since when.
        since: Timestamp,
        /// Why.
        reason: PauseReason,
    },
}

/// What a counter has done today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Visitors served.
    pub n_served: u32,
    /// How often somebody called did not come.
    pub n_absent: u32,
    /// Mean time at the counter in seconds; none before the first.
    pub mean_service_secs: Option<u32>,
}

/// What the figures are made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) n_served: u32,
    pub(crate) n_absent: u32,
    pub(crate) service_secs: u64,
}

impl Tally {
    pub(crate) fn figures(self) -> Figures {
        let mean = self.service_secs.checked_div(u64::from(self.n_served));
        Figures {
            n_served: self.n_served,
            n_absent: self.n_absent,
            mean_service_secs: mean.map(|secs| u32::try_from(secs).unwrap_or(u32::MAX)),
        }
    }
}

impl Counter {
    /// A closed counter at the beginning of a day. The first visitor of a priority class does not wait.
    pub(crate) fn new(rules: &CounterRules, priority: PriorityRule) -> Self {
        let others_since_priority = match priority {
            PriorityRule::Strict => 0,
            PriorityRule::OneAfter { others } => others,
        };
        Self {
            state: CounterState::Closed,
            services: rules.services.clone(),
            others_since_priority,
            shares: Shares::default(),
            help_since: None,
            last_deed: None,
        }
    }

    /// Whether it calls now: neither closed nor paused.
    pub fn is_open(&self) -> bool {
        matches!(self.state, CounterState::Open { .. })
    }

    /// Who serves, also during a pause.
    pub fn official(&self) -> Option<&OfficialId> {
        match &self.state {
            CounterState::Closed => None,
            CounterState::Open { official, .. } | CounterState::Paused { official, .. } => Some(official),
        }
    }

    /// Whether it serves this service at present, or would when open.
    pub fn serves(&self, service: &ServiceId) -> bool {
        self.services.contains(service)
    }
}
