//! What terminals show besides a counter's own view.

use std::collections::BTreeMap;

use goiso_domain::{Counter, Forecast, Ticket, TicketState};
use goiso_model::{CounterNumber, ServiceId};
use goiso_protocol::{
    AssistantView, DeskCounter, DeskView, KioskPrinter, SupervisedCounter, SupervisedService, SupervisorView,
    TicketStage, WaitingLongest,
};
use jiff::Timestamp;

use super::{centre, classes, kiosk_service, service_name, today};
use crate::core::seats::SignIn;
use crate::core::{Hub, convert};
use goiso_config::{CounterConfig, ServiceConfig};

pub(in crate::core) fn desk(hub: &Hub) -> DeskView {
    let config = &hub.config;
    let counter = |counter: &CounterConfig| {
        let state = hub.hall.counter(counter.number).map(|counter| &counter.state);
        DeskCounter {
            counter: counter.number,
            name: counter.name.clone(),
            place: counter.place.clone(),
            services: counter.services.iter().map(|id| (id.clone(), service_name(config, id))).collect(),
            condition: state
                .map_or(goiso_protocol::BoardCounterCondition::Closed, convert::counter_condition),
        }
    };
    DeskView {
        centre: centre(config),
        is_sign_in_needed: hub.seats.sign_in() == SignIn::Needed,
        counters: config.counters.iter().map(counter).collect(),
    }
}

pub(in crate::core) fn assistant(hub: &Hub, forecast: &Forecast, now: Timestamp) -> AssistantView {
    let config = &hub.config;
    let printer = |kiosk: &goiso_config::KioskConfig| KioskPrinter {
        kiosk: kiosk.name.clone(),
        printer: hub.devices.condition_for(&kiosk.name, config),
    };
    AssistantView {
        centre: centre(config),
        services: config.services.iter().map(|service| kiosk_service(hub, service, forecast, now)).collect(),
        classes: classes(config),
        kiosks: config.kiosks.iter().map(printer).collect(),
        issuing: hub.issuing(),
    }
}

/// What is counted once for all services.
#[derive(Default)]
struct Tallied<'a> {
    n_issued: BTreeMap<&'a ServiceId, u32>,
    /// The longest waiting first.
    waiting: Vec<&'a Ticket>,
}

impl<'a> Tallied<'a> {
    fn of(hub: &'a Hub) -> Self {
        let mut tallied = Self::default();
        for (_, ticket) in hub.hall.tickets() {
            *tallied.n_issued.entry(&ticket.service).or_default() += 1;
            if matches!(ticket.state, TicketState::Waiting) {
                tallied.waiting.push(ticket);
            }
        }
        tallied.waiting.sort_by_key(|ticket| ticket.issued_at);
        tallied
    }
}

pub(in crate::core) fn supervisor(hub: &Hub, now: Timestamp) -> SupervisorView {
    let config = &hub.config;
    let tallied = Tallied::of(hub);
    let longest = tallied.waiting.iter().take(SupervisorView::LONGEST_SHOWN_MAX);
    SupervisorView {
        centre: centre(config),
        counters: config.counters.iter().filter_map(|counter| supervised_counter(hub, counter)).collect(),
        services: config
            .services
            .iter()
            .map(|service| supervised_service(hub, service, &tallied, now))
            .collect(),
        longest: longest
            .map(|ticket| WaitingLongest {
                number: ticket.number.clone(),
                service: ticket.service.clone(),
                priority: ticket.class.clone(),
                issued_at: ticket.issued_at,
            })
            .collect(),
        messages: super::beside::said(hub, |_| true, now),
        alerts: super::journal_alert(hub)
            .into_iter()
            .chain(hub.lending_alerts())
            .chain(hub.devices.all_alerts(config))
            .collect(),
        classes: classes(config),
        issuing: hub.issuing(),
    }
}

fn supervised_counter(hub: &Hub, config: &CounterConfig) -> Option<SupervisedCounter> {
    let number = config.number;
    let counter: &Counter = hub.hall.counter(number)?;
    let current = hub.hall.at_counter(number).and_then(|id| hub.hall.ticket(id));
    let (stage, stage_since) = current.map_or((None, None), stage_since);
    Some(SupervisedCounter {
        counter: number,
        name: config.name.clone(),
        state: convert::counter_state(&counter.state),
        services: counter.services.clone(),
        number: current.map(|ticket| ticket.number.clone()),
        stage,
        stage_since,
        n_waiting: hub.hall.n_waiting_at(number),
        today: today(&hub.hall, number),
        freed_at: hub.seats.freed_at(number),
        help_since: counter.help_since,
    })
}

fn stage_since(ticket: &Ticket) -> (Option<TicketStage>, Option<Timestamp>) {
    let since = match ticket.state {
        TicketState::Called { at, .. } => Some(at),
        TicketState::Serving { since, .. } => Some(since),
        TicketState::Waiting
        | TicketState::Held { .. }
        | TicketState::Absent { .. }
        | TicketState::PutOff { .. }
        | TicketState::Done { .. }
        | TicketState::Cancelled { .. } => None,
    };
    (Some(convert::stage(&ticket.state)), since)
}

fn supervised_service(
    hub: &Hub,
    service: &ServiceConfig,
    tallied: &Tallied<'_>,
    now: Timestamp,
) -> SupervisedService {
    let id = &service.id;
    let longest = tallied.waiting.iter().find(|ticket| ticket.service == *id);
    let open: Vec<CounterNumber> = hub
        .hall
        .counters()
        .filter(|(_, counter)| counter.is_open() && counter.serves(id))
        .map(|(number, _)| number)
        .collect();
    SupervisedService {
        id: id.clone(),
        sign: service.sign.clone(),
        name: service.name.clone(),
        n_waiting: hub.hall.n_waiting(id),
        longest_since: longest.map(|ticket| ticket.issued_at),
        n_issued: tallied.n_issued.get(id).copied().unwrap_or(0),
        daily_max: service.daily_max,
        state: super::wire_service_state(hub.hall.service_state(id, now)),
        counters: open,
    }
}
