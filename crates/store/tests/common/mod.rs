//! A small centre, a clock of whole seconds, and entries to write.
#![allow(dead_code, reason = "each test file uses some of it")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;

use goiso_domain::{
    CallReason, CancelCause, CounterRules, Event, Outcome, PauseReason, PriorityRule, Rules, Series,
    ServiceRules,
};
use goiso_model::{CounterNumber, DeviceName, RequestId, ServiceId, TicketId, TicketNumber};
use goiso_store::{Entry, Journal, OpenOptions, Record, RequestMark};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// Small, so that tests write little.
pub(crate) const BALLAST_BYTES: u64 = 64 * 1024;

pub(crate) fn options() -> OpenOptions {
    OpenOptions { ballast_bytes: BALLAST_BYTES, ..OpenOptions::default() }
}

pub(crate) fn open(dir: &Path) -> Journal {
    Journal::open(dir, &options()).unwrap()
}

pub(crate) fn at(second: i64) -> Timestamp {
    "2026-03-02T00:30:00.000001Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(second)
}

pub(crate) fn day(day: i8) -> Date {
    jiff::civil::date(2026, 3, day)
}

pub(crate) fn entry(second: i64, event: Event) -> Entry {
    Entry { at: at(second), request: None, event }
}

pub(crate) fn marked(second: i64, id: &str, event: Event) -> Entry {
    let request = Some(RequestMark {
        device: DeviceName::new("kiosk-1").unwrap(),
        id: RequestId::new(id).unwrap(),
        digest: u64::MAX - 5,
    });
    Entry { request, ..entry(second, event) }
}

pub(crate) fn service() -> ServiceId {
    ServiceId::new("chung-thuc").unwrap()
}

pub(crate) fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).unwrap()
}

pub(crate) fn ticket(value: u32) -> TicketId {
    TicketId::from_bits(0x1234_5678_9abc_0000 + u64::from(value))
}

pub(crate) fn number(value: u32) -> TicketNumber {
    TicketNumber::compose("A", value, 3)
}

pub(crate) fn rules(calls_max: u32) -> Event {
    let rules = Rules {
        zone: "Asia/Ho_Chi_Minh".to_owned(),
        day_starts_at: jiff::civil::time(5, 0, 0, 0),
        series: [(
            service(),
            Series {
                prefix: "A".to_owned(),
                first: 1,
                last: 999,
                width: 3,
                at_end: goiso_domain::AtEnd::Wrap,
            },
        )]
        .into(),
        services: [(service(), ServiceRules::new(service(), 300))].into(),
        counters: [(counter(3), CounterRules::new(vec![service()]))].into(),
        classes: [].into(),
        priority: PriorityRule::OneAfter { others: 2 },
        calendars: [].into(),
        max_wait_secs: 3600,
        calls_max,
        waiting_max: 500,
        office: goiso_domain::OfficeRules::default(),
        lending: [].into(),
        outcomes: goiso_model::OutcomeId::built_in(),
    };
    Event::RulesApplied { rules: Box::new(rules) }
}

pub(crate) fn day_started(of: i8) -> Event {
    Event::DayStarted { day: day(of) }
}

pub(crate) fn opened() -> Event {
    Event::CounterOpened {
        counter: counter(3),
        official: "cb-lan".parse().unwrap(),
        services: vec![service()],
    }
}

pub(crate) fn issued(value: u32) -> Event {
    Event::Issued {
        ticket: ticket(value),
        number: number(value),
        service: service(),
        series: service(),
        value,
        class: value.is_multiple_of(3).then(|| "nct".parse().unwrap()),
        kiosk: Some(DeviceName::new("kiosk-1").unwrap()),
        entry: None,
    }
}

pub(crate) fn called(value: u32, reason: CallReason) -> Event {
    Event::Called { ticket: ticket(value), counter: counter(3), reason, note: None }
}

/// Two days with every kind of event, in an order in which they may happen.
pub(crate) fn two_days() -> Vec<Entry> {
    let counter = counter(3);
    let arrived = |value| Event::Arrived { ticket: ticket(value), counter };
    let settled = |id: &str| Outcome::Settled(id.parse().unwrap());
    let finished = |value, outcome| Event::Finished { ticket: ticket(value), counter, outcome };
    let priority = CallReason::Priority { class: "nct".parse().unwrap() };
    vec![
        entry(0, rules(3)),
        entry(0, day_started(2)),
        marked(1, "open", opened()),
        marked(10, "one", issued(1)),
        marked(20, "two", issued(2)),
        marked(30, "three", issued(3)),
        marked(40, "four", issued(4)),
        entry(50, called(3, priority)),
        entry(60, arrived(3)),
        entry(70, finished(3, settled("received"))),
        entry(80, called(1, CallReason::Oldest)),
        entry(90, Event::Recalled { ticket: ticket(1), counter }),
        entry(
            120,
            Event::MarkedAbsent { ticket: ticket(1), counter, cause: goiso_domain::AbsentCause::Official },
        ),
        entry(130, called(2, CallReason::MaxWait)),
        marked(
            135,
            "gone",
            Event::Cancelled { ticket: ticket(4), cause: CancelCause::Visitor, counter: None },
        ),
        entry(140, arrived(2)),
        entry(150, finished(2, settled("done"))),
        entry(160, Event::CounterPaused { counter, reason: PauseReason::Lunch }),
        entry(170, opened()),
        entry(180, called(1, CallReason::OutOfTurn)),
        entry(190, arrived(1)),
        marked(200, "five", issued(5)),
        entry(86_400, finished(1, Outcome::DayEnded)),
        entry(86_400, Event::Cancelled { ticket: ticket(5), cause: CancelCause::DayEnded, counter: None }),
        entry(86_400, Event::CounterClosed { counter }),
        entry(86_400, day_started(3)),
        entry(86_401, rules(2)),
        marked(86_410, "six", issued(6)),
    ]
}

/// What a record keeps of the entry it was.
pub(crate) fn as_entry(record: &Record) -> Entry {
    Entry { at: record.at, request: record.request.clone(), event: record.event.clone() }
}

/// A day with every kind of event that came after the first fixture.
pub(crate) fn newer_day() -> Vec<Entry> {
    use goiso_domain::{AbsentCause, HoldReason, Rest, ServiceSwitch, Target, TransferPlace};

    let counter = counter(3);
    let to = Target::Counter(counter);
    let at = |secs: i64| entry(secs, issued(1)).at;
    let held = |value| Event::Held {
        ticket: ticket(value),
        counter,
        reason: HoldReason::Copies,
        until: at(900),
        note: Some("bản sao".to_owned()),
    };
    let sent = Event::Transferred {
        ticket: ticket(1),
        counter,
        to: to.clone(),
        place: TransferPlace::First,
        then: vec![Target::Service(service())],
        note: None,
    };
    let absent = |value, cause| Event::MarkedAbsent { ticket: ticket(value), counter, cause };
    let reason = CallReason::OutOfTurn;
    vec![
        entry(0, rules(3)),
        entry(0, day_started(4)),
        marked(1, "open", opened()),
        entry(2, Event::Booked { code: ticket(4), service: service(), slot: at(600) }),
        entry(3, Event::Booked { code: ticket(5), service: service(), slot: at(600) }),
        entry(4, Event::BookingDropped { code: ticket(5) }),
        marked(10, "one", issued(1)),
        marked(11, "two", issued(2)),
        entry(12, called(1, CallReason::Oldest)),
        entry(13, Event::Arrived { ticket: ticket(1), counter }),
        entry(14, Event::Chained { ticket: ticket(1), counter, then: vec![to] }),
        entry(15, Event::Noted { ticket: ticket(1), counter, note: "xem sổ gốc".to_owned() }),
        entry(16, held(1)),
        entry(17, Event::Returned { ticket: ticket(1) }),
        entry(18, called(1, CallReason::Returned)),
        entry(19, Event::Arrived { ticket: ticket(1), counter }),
        entry(20, sent),
        entry(21, called(1, CallReason::Transferred)),
        entry(22, absent(1, AbsentCause::LastCall)),
        entry(23, Event::Restored { ticket: ticket(1), place: 9, since: at(11) }),
        entry(24, Event::Called { ticket: ticket(2), counter, reason, note: Some("nhờ".to_owned()) }),
        entry(25, absent(2, AbsentCause::Official)),
        entry(26, Event::Undone { ticket: ticket(2), counter }),
        entry(27, Event::HelpAsked { counter }),
        entry(28, Event::HelpEnded { counter }),
        entry(29, Event::ServicesAssigned { counter, services: vec![service()] }),
        entry(30, Event::ServiceSwitched { service: service(), switch: ServiceSwitch::Paused }),
        entry(31, Event::QuotaSet { service: service(), max: Some(40) }),
        marked(32, "came", come_to_appointment()),
        entry(33, Event::DayClosed { rest: Rest::Carry }),
        entry(34, Event::PutOff { ticket: ticket(4) }),
    ]
}

fn come_to_appointment() -> Event {
    let at = |secs: i64| entry(secs, issued(1)).at;
    let appointment = goiso_domain::Entry {
        standing: goiso_domain::Standing::Appointment,
        place: Some(7),
        since: Some(at(5)),
        people: 2,
        slot: Some(at(600)),
    };
    match issued(4) {
        Event::Issued { ticket, number, service, series, value, class, kiosk, entry: _ } => Event::Issued {
            ticket,
            number,
            service,
            series,
            value,
            class,
            kiosk,
            entry: Some(Box::new(appointment)),
        },
        other => other,
    }
}
