//! How much of its share of a counter's calls each service has had.

use std::collections::BTreeMap;

use goiso_model::ServiceId;

use crate::CallReason;

/// A call with weight 1; a service of weight `n` is charged the `n`th part. All weights up to 16 divide it.
const SHARE_OF_A_CALL: u64 = 720_720;

/// The service with the least is next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shares {
    had: BTreeMap<ServiceId, u64>,
    /// What every service has had at least: one that nobody has come for keeps no claim on the past.
    floor: u64,
}

impl Shares {
    pub(crate) fn of(&self, service: &ServiceId) -> u64 {
        self.had.get(service).copied().unwrap_or(0).max(self.floor)
    }

    /// Charges a call to a service.
    pub(crate) fn charge(
        &mut self,
        service: &ServiceId,
        weights: &BTreeMap<ServiceId, u32>,
        reason: &CallReason,
    ) {
        let had = self.of(service);
        if draws_on_share(reason) {
            self.floor = self.floor.max(had);
        }
        let weight = u64::from(weights.get(service).copied().unwrap_or(1).max(1));
        self.had.insert(service.clone(), had.saturating_add(SHARE_OF_A_CALL / weight));
    }
}

/// Whether a call was made because its service was next by its share.
fn draws_on_share(reason: &CallReason) -> bool {
    match reason {
        CallReason::Oldest
        | CallReason::Restored
        | CallReason::Transferred
        | CallReason::Appointment
        | CallReason::CarriedOver
        | CallReason::ServiceShare => true,
        CallReason::Priority { .. }
        | CallReason::MaxWait
        | CallReason::OutOfTurn
        | CallReason::Returned
        | CallReason::ServiceOrder
        | CallReason::Helping
        | CallReason::WalkIn => false,
    }
}
