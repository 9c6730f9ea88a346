//! What a counter may serve, and in which order.

use std::collections::BTreeMap;

use goiso_model::ServiceId;
use serde::{Deserialize, Serialize};

/// What a counter may serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterRules {
    /// In order; never empty.
    pub services: Vec<ServiceId>,
    /// Which of them comes first.
    #[serde(default, skip_serializing_if = "ServiceOrder::is_together")]
    pub order: ServiceOrder,
    /// Whom it calls.
    #[serde(default, skip_serializing_if = "CallsWhom::is_services")]
    pub calls: CallsWhom,
    /// Where it helps, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helps: Vec<Help>,
}

impl CounterRules {
    /// Serves these, whoever came first, and helps nowhere.
    pub fn new(services: Vec<ServiceId>) -> Self {
        Self { services, order: ServiceOrder::Together, calls: CallsWhom::Services, helps: Vec::new() }
    }

    /// Whether it leaves the lines of its services to others.
    pub(crate) fn calls_only_sent(&self) -> bool {
        self.calls == CallsWhom::SentHere
    }
}

/// Which of a counter's services comes first. Whoever has waited too long comes before all of that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum ServiceOrder {
    /// They share one line: whoever came first.
    #[default]
    Together,
    /// The first of the list, as long as somebody waits for it.
    Listed,
    /// Each has its share of the calls.
    Weighted {
        /// By service, at least 1; 1 where it is left out.
        weights: BTreeMap<ServiceId, u32>,
    },
}

impl ServiceOrder {
    fn is_together(&self) -> bool {
        *self == Self::Together
    }
}

/// Whom a counter calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallsWhom {
    /// Whoever waits for its services.
    #[default]
    Services,
    /// Only who was sent to this very counter: a cashier, a manager.
    SentHere,
}

impl CallsWhom {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    fn is_services(&self) -> bool {
        *self == Self::Services
    }
}

/// A service that a counter helps with: when it has nobody of its own, or the wait there has grown too long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// Which.
    pub service: ServiceId,
    /// From this wait on it counts as the counter's own, in seconds; never, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_wait_secs: Option<u32>,
}
