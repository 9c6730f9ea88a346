//! What stands beside the line on a counter's screen.

use std::cmp::Reverse;

use goiso_domain::{Audience, Counter};
use goiso_model::CounterNumber;
use goiso_protocol::{Colleague, HallService, OutcomeInfo, SaidMessage};
use jiff::Timestamp;

use crate::core::{Hub, convert};

/// Every service of the hall.
pub(super) fn hall(hub: &Hub) -> Vec<HallService> {
    let service = |service: &goiso_config::ServiceConfig| {
        let is_serving =
            |(_, counter): &(CounterNumber, &Counter)| counter.is_open() && counter.serves(&service.id);
        HallService {
            id: service.id.clone(),
            name: service.name.clone(),
            n_waiting: hub.hall.n_waiting(&service.id),
            n_counters: u32::try_from(hub.hall.counters().filter(is_serving).count()).unwrap_or(u32::MAX),
        }
    };
    hub.config.services.iter().map(service).collect()
}

/// How a service can end, where the centre has settled it.
pub(super) fn outcomes(config: &goiso_config::Config) -> Vec<OutcomeInfo> {
    let info = |outcome: &goiso_config::OutcomeConfig| OutcomeInfo {
        id: outcome.id.clone(),
        name: outcome.name.clone(),
    };
    config.outcomes.iter().map(info).collect()
}

/// Every other counter.
pub(super) fn colleagues(hub: &Hub, own: CounterNumber) -> Vec<Colleague> {
    let others = hub.config.counters.iter().filter(|counter| counter.number != own);
    others
        .filter_map(|counter| {
            Some(Colleague {
                counter: counter.number,
                name: counter.name.clone(),
                condition: convert::counter_condition(&hub.hall.counter(counter.number)?.state),
            })
        })
        .collect()
}

/// What is said now to those that `is_for` says: emergencies first, and of these and of the others the newest.
pub(super) fn said(hub: &Hub, is_for: impl Fn(Audience) -> bool, now: Timestamp) -> Vec<SaidMessage> {
    let said = hub.hall.messages().filter(|(_, message)| message.is_said(now) && is_for(message.audience));
    let mut said: Vec<SaidMessage> = said
        .map(|(message, said)| SaidMessage {
            message,
            level: convert::wire_message_level(said.level),
            text: said.text.clone(),
            since: said.since,
            audience: convert::wire_audience(said.audience),
        })
        .collect();
    said.sort_by_key(|said| (said.level, Reverse(said.message)));
    said
}
