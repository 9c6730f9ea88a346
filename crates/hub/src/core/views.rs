//! What each screen shows, built from the hall and the configuration.

mod beside;
mod board;
mod desks;

use goiso_domain::{Audience, Forecast, Hall, ServiceState, Ticket, TicketState, Wait};
use goiso_model::{CounterNumber, LocalText, ServiceId, TicketId};
use goiso_protocol::{
    Accent, Alert, AlertKind, AwayTicket, Centre, ClassInfo, CounterView, CurrentTicket, FieldInfo, Guidance,
    GuidanceWhen, IssuingState, KioskService, KioskSetup, KioskView, OpenHours, TicketInfo, Today, View,
    WaitRange, WaitingTicket,
};
use jiff::Timestamp;

use super::{Hub, ViewKey, convert};
use goiso_config::{
    AccentConfig, Config, GuidanceConfig, KioskConfig, KioskLevels, ScannerPlace, ServiceConfig,
};

pub(super) use board::board;

/// The views of one moment.
pub struct Views<'a> {
    hub: &'a Hub,
    now: Timestamp,
}

impl Views<'_> {
    /// The view of this name, none if the configuration has no such screen.
    pub fn view(&self, key: &ViewKey) -> Option<View> {
        let Self { hub, now } = self;
        match key {
            ViewKey::Kiosk(device) => {
                let kiosk = hub.config.kiosks.iter().find(|kiosk| kiosk.name == *device)?;
                let forecast = hub.expected.forecast(&hub.hall, *now);
                Some(View::Kiosk(kiosk_view(hub, kiosk, &forecast, *now)))
            }
            ViewKey::Counter(number) => counter(hub, *number, *now).map(View::Counter),
            ViewKey::Board(device) => {
                let config = hub.config.boards.iter().find(|board| board.name == *device)?;
                Some(View::Board(board(hub, Some(config), *now)))
            }
            ViewKey::Desk => Some(View::Desk(desks::desk(hub))),
            ViewKey::Assistant => {
                let forecast = hub.expected.forecast(&hub.hall, *now);
                Some(View::Assistant(desks::assistant(hub, &forecast, *now)))
            }
            ViewKey::Supervisor => Some(View::Supervisor(desks::supervisor(hub, *now))),
        }
    }
}

impl Hub {
    /// The view of this name, none if the configuration has no such screen.
    pub fn view(&self, key: &ViewKey, now: Timestamp) -> Option<View> {
        self.views_at(now).view(key)
    }

    /// Forecasts the waits anew where much has changed, so that whoever asks next need not wait for it.
    pub fn renew_waits(&self, now: Timestamp) {
        self.expected.renew(&self.hall, now);
    }

    /// All views of one moment.
    pub fn views_at(&self, now: Timestamp) -> Views<'_> {
        Views { hub: self, now }
    }

    /// Every view the configuration has a screen for.
    pub fn view_keys(&self) -> Vec<ViewKey> {
        let config = &self.config;
        let kiosks = config.kiosks.iter().map(|kiosk| ViewKey::Kiosk(kiosk.name.clone()));
        let boards = config.boards.iter().map(|board| ViewKey::Board(board.name.clone()));
        let counters = config.counters.iter().map(|counter| ViewKey::Counter(counter.number));
        let desks = [ViewKey::Desk, ViewKey::Assistant, ViewKey::Supervisor];
        kiosks.chain(boards).chain(counters).chain(desks).collect()
    }

    /// A ticket of today, as its visitor sees it.
    pub fn ticket_info(&self, id: TicketId, now: Timestamp) -> Option<TicketInfo> {
        let ticket = self.hall.ticket(id)?;
        let service = service_of(&self.config, &ticket.service);
        let counters = counters_of(&self.hall, ticket);
        let wait = matches!(ticket.state, TicketState::Waiting)
            .then(|| self.expected.wait(&self.hall, id, now))
            .flatten();
        Some(TicketInfo {
            ticket: id,
            number: ticket.number.clone(),
            service: ticket.service.clone(),
            service_name: service.map(|service| service.name.clone()).unwrap_or_default(),
            priority: ticket.class.clone(),
            stage: convert::stage(&ticket.state),
            ahead: if matches!(ticket.state, TicketState::Waiting) { self.hall.ahead(id, now) } else { 0 },
            wait: wait.map(wait_range),
            served_from: self.served_from(ticket, now),
            place: place_of(&self.config, &counters),
            counters,
            issued_at: ticket.issued_at,
            follow_url: format!("{}/t/{id}", self.follow_base),
            is_printing: false,
            slip: self.slips.state(id),
        })
    }
}

impl Hub {
    /// When counters go on with a waiting ticket's service, if not now.
    fn served_from(&self, ticket: &Ticket, now: Timestamp) -> Option<Timestamp> {
        let is_waiting = matches!(ticket.state, TicketState::Waiting);
        self.hall.served_from(&ticket.service, now).filter(|_| is_waiting)
    }
}

fn wait_range(wait: Wait) -> WaitRange {
    WaitRange { min_minutes: wait.min_minutes, max_minutes: wait.max_minutes }
}

fn service_of<'a>(config: &'a Config, id: &ServiceId) -> Option<&'a ServiceConfig> {
    config.services.iter().find(|service| service.id == *id)
}

fn service_name(config: &Config, id: &ServiceId) -> LocalText {
    service_of(config, id).map_or_else(|| LocalText::vietnamese(id.as_str()), |service| service.name.clone())
}

/// Where a ticket may be called, or has been.
fn counters_of(hall: &Hall, ticket: &Ticket) -> Vec<CounterNumber> {
    match ticket.state {
        TicketState::Called { counter, .. }
        | TicketState::Serving { counter, .. }
        | TicketState::Held { counter, .. }
        | TicketState::Done { counter, .. } => {
            vec![counter]
        }
        TicketState::Waiting => hall.counters_for_ticket(ticket),
        TicketState::Absent { .. } | TicketState::PutOff { .. } | TicketState::Cancelled { .. } => {
            hall.counters_for(&ticket.service)
        }
    }
}

/// The place that all these counters share; empty if they are in several.
pub(super) fn place_of(config: &Config, counters: &[CounterNumber]) -> LocalText {
    let mut places = config.counters.iter().filter(|c| counters.contains(&c.number)).map(|c| &c.place);
    let Some(first) = places.next() else { return LocalText::default() };
    if places.all(|place| place == first) { first.clone() } else { LocalText::default() }
}

fn centre(config: &Config) -> Centre {
    let centre = &config.centre;
    Centre {
        name: centre.name.clone(),
        unit: centre.unit.clone(),
        slogan: centre.slogan.clone(),
        hotline: centre.hotline.clone(),
        zone: centre.zone.clone(),
        colour: centre.colour.clone(),
    }
}

fn classes(config: &Config) -> Vec<ClassInfo> {
    let info = |class: &goiso_config::ClassConfig| ClassInfo {
        id: class.id.clone(),
        name: class.name.clone(),
        icon: class.icon.clone(),
    };
    config.classes.iter().map(info).collect()
}

fn kiosk_view(hub: &Hub, kiosk: &KioskConfig, forecast: &Forecast, now: Timestamp) -> KioskView {
    let config = &hub.config;
    let offered: Vec<&ServiceConfig> =
        config.services.iter().filter(|service| kiosk.services.contains(&service.id)).collect();
    let is_used =
        |field: &goiso_model::FieldId| offered.iter().any(|service| service.field.as_ref() == Some(field));
    KioskView {
        centre: centre(config),
        fields: config
            .fields
            .iter()
            .filter(|field| kiosk.levels == KioskLevels::Two && is_used(&field.id))
            .map(|field| FieldInfo {
                id: field.id.clone(),
                name: field.name.clone(),
                icon: field.icon.clone(),
            })
            .collect(),
        services: offered.iter().map(|service| kiosk_service(hub, service, forecast, now)).collect(),
        classes: classes(config),
        printer: hub.devices.condition_for(&kiosk.name, config),
        stand_in: hub.devices.stand_in(&kiosk.name, config),
        slips: hub.slips_at_kiosk(&kiosk.name),
        issuing: hub.issuing(),
        notices: config.centre.notices.clone(),
        scanned: hub.scans.at_kiosk(&kiosk.name).cloned(),
        lending: hub.lending_of(&kiosk.name),
        setup: kiosk_setup(config, kiosk),
        is_scanner_gone: hub.devices.is_scanner_gone_at(&kiosk.name, config),
    }
}

fn kiosk_service(hub: &Hub, service: &ServiceConfig, forecast: &Forecast, now: Timestamp) -> KioskService {
    KioskService {
        id: service.id.clone(),
        sign: service.sign.clone(),
        name: service.name.clone(),
        description: service.description.clone(),
        field: service.field.clone(),
        n_waiting: hub.hall.n_people_waiting(&service.id),
        wait: forecast.for_newcomer(&service.id, None).map(wait_range),
        state: wire_service_state(hub.hall.service_state(&service.id, now)),
        counters: hub.hall.counters_for(&service.id),
        hours_today: hours_today(&hub.hall, &service.id, now),
        n_left: hub.hall.n_left(&service.id),
        n_given: hub.hall.n_issued(&service.id),
    }
}

fn hours_today(hall: &Hall, service: &ServiceId, now: Timestamp) -> Vec<OpenHours> {
    hall.hours_today(service, now).into_iter().map(|(from, until)| OpenHours { from, until }).collect()
}

fn kiosk_setup(config: &Config, kiosk: &KioskConfig) -> KioskSetup {
    let is_here = |place: &ScannerPlace| *place == ScannerPlace::Kiosk(kiosk.name.clone());
    KioskSetup {
        screen_inches: kiosk.screen_inches,
        has_scanner: config.scanners.iter().any(|scanner| is_here(&scanner.place)),
        languages: config.centre.languages.clone(),
        has_staff_corner: !config.centre.staff_pin.is_empty(),
        staff_pin: String::new(),
        guidance: guidance(config, kiosk),
    }
}

/// A kiosk speaks as the boards do: the first Vietnamese sentence of theirs says in which accent.
fn guidance(config: &Config, kiosk: &KioskConfig) -> Option<Guidance> {
    let when = match kiosk.guidance {
        GuidanceConfig::Off => return None,
        GuidanceConfig::OnRequest => GuidanceWhen::OnRequest,
        GuidanceConfig::Always => GuidanceWhen::Always,
    };
    let vietnamese = goiso_model::Language::vietnamese();
    let accent = config.voice.sentences.iter().find(|said| said.language == vietnamese);
    let accent = match accent.map(|said| said.accent).unwrap_or_default() {
        AccentConfig::North => Accent::North,
        AccentConfig::South => Accent::South,
    };
    Some(Guidance { when, accent, volume: kiosk.guidance_volume })
}

fn wire_service_state(state: ServiceState) -> goiso_protocol::ServiceState {
    match state {
        ServiceState::Open => goiso_protocol::ServiceState::Open,
        ServiceState::Closed { opens_at } => goiso_protocol::ServiceState::Closed { opens_at },
        ServiceState::Full => goiso_protocol::ServiceState::Full,
        ServiceState::Paused => goiso_protocol::ServiceState::Paused,
    }
}

/// The day's figures of a counter.
fn today(hall: &Hall, number: CounterNumber) -> Today {
    let figures = hall.day_figures(number);
    Today {
        n_served: figures.n_served,
        n_absent: figures.n_absent,
        mean_service_secs: figures.mean_service_secs,
    }
}

/// That the journal takes no entries, where it does not.
fn journal_alert(hub: &Hub) -> Option<Alert> {
    (hub.issuing() != IssuingState::Ready)
        .then(|| Alert { kind: AlertKind::JournalUnavailable, device: String::new() })
}

/// A counter's view; none if the configuration has no such counter.
pub(super) fn counter(hub: &Hub, number: CounterNumber, now: Timestamp) -> Option<CounterView> {
    let (hall, config) = (&hub.hall, &hub.config);
    let counter_config = config.counters.iter().find(|counter| counter.number == number)?;
    let counter = hall.counter(number)?;
    let order = hall.waiting_order(number, now, CounterView::WAITING_SHOWN_MAX);
    Some(CounterView {
        centre: centre(config),
        counter: number,
        name: counter_config.name.clone(),
        state: convert::counter_state(&counter.state),
        services: counter.services.iter().map(|id| (id.clone(), service_name(config, id))).collect(),
        current: hall.at_counter(number).and_then(|ticket| current_ticket(hub, ticket)),
        waiting: order
            .iter()
            .filter_map(|(id, reason)| {
                let ticket = hall.ticket(*id)?;
                Some(WaitingTicket {
                    ticket: *id,
                    number: ticket.number.clone(),
                    service: ticket.service.clone(),
                    priority: ticket.class.clone(),
                    issued_at: ticket.issued_at,
                    reason: convert::reason(reason),
                })
            })
            .collect(),
        n_waiting: hall.n_waiting_at(number),
        longest_since: hall.longest_waiting_since(number),
        today: today(hall, number),
        calls_max: hall.rules().calls_max,
        alerts: journal_alert(hub).into_iter().chain(hub.devices.alerts(number, config)).collect(),
        classes: classes(config),
        issuing: hub.issuing(),
        scanned: hub.scans.at_counter(number).cloned(),
        away: away(hall, number),
        undo_until: hall.undo_until(number),
        help_since: counter.help_since,
        hall: beside::hall(hub),
        colleagues: beside::colleagues(hub, number),
        messages: beside::said(hub, Audience::is_for_counters, now),
        slips: hub.slips_for_counter(number),
        outcomes: beside::outcomes(config),
    })
}

/// Who was at a counter, or called there, and may come back; the newest first.
fn away(hall: &Hall, number: CounterNumber) -> Vec<AwayTicket> {
    let mut away: Vec<_> = hall
        .tickets()
        .filter_map(|(id, ticket)| {
            let (since, until) = match ticket.state {
                TicketState::Held { counter, since, until, .. } if counter == number => (since, Some(until)),
                TicketState::Absent { counter, at } if counter == number => (at, None),
                TicketState::Held { .. }
                | TicketState::Absent { .. }
                | TicketState::Waiting
                | TicketState::Called { .. }
                | TicketState::Serving { .. }
                | TicketState::Done { .. }
                | TicketState::PutOff { .. }
                | TicketState::Cancelled { .. } => return None,
            };
            Some(AwayTicket {
                ticket: id,
                number: ticket.number.clone(),
                service: ticket.service.clone(),
                stage: convert::stage(&ticket.state),
                since,
                until,
                note: ticket.note.clone(),
            })
        })
        .collect();
    away.sort_by(|a, b| b.since.cmp(&a.since).then_with(|| b.number.cmp(&a.number)));
    away.truncate(CounterView::AWAY_SHOWN_MAX);
    away
}

fn current_ticket(hub: &Hub, id: TicketId) -> Option<CurrentTicket> {
    let ticket = hub.hall.ticket(id)?;
    let (called_at, serving_since, n_calls, reason) = match &ticket.state {
        TicketState::Called { at, n_calls, reason, .. } => (*at, None, *n_calls, reason),
        TicketState::Serving { called_at, since, n_calls, reason, .. } => {
            (*called_at, Some(*since), *n_calls, reason)
        }
        TicketState::Waiting
        | TicketState::Absent { .. }
        | TicketState::Held { .. }
        | TicketState::PutOff { .. }
        | TicketState::Done { .. }
        | TicketState::Cancelled { .. } => return None,
    };
    Some(CurrentTicket {
        ticket: id,
        number: ticket.number.clone(),
        service: ticket.service.clone(),
        priority: ticket.class.clone(),
        stage: convert::stage(&ticket.state),
        issued_at: ticket.issued_at,
        called_at,
        serving_since,
        n_calls,
        reason: convert::reason(reason),
        note: ticket.note.clone(),
        then: ticket.then.iter().map(convert::onward).collect(),
        usual_minutes: service_of(&hub.config, &ticket.service).map(|service| service.usual_minutes),
    })
}
