//! A counter in the middle of a morning, for the tests.
#![allow(dead_code, reason = "each test file uses its own part of it")]

use std::collections::BTreeMap;

use goiso_client::{LinkEvent, RequestIds};
use goiso_counter::Counter;
use goiso_i18n::Texts;
use goiso_model::{
    CounterNumber, Language, LocalText, OfficialId, PriorityClassId, RequestId, ServiceId, TicketId,
    TicketNumber,
};
use goiso_protocol::{
    Answer, Centre, ClassInfo, CounterState, CounterView, CurrentTicket, IssuingState, RefusalText, Request,
    SelectedReason, TicketStage, ToHub, Today, View, WaitingTicket,
};
use jiff::{SignedDuration, Timestamp};

/// 08:42 on Monday the 23rd of November 2026 in Hanoi.
pub(crate) fn now() -> Timestamp {
    "2026-11-23T01:42:00Z".parse().expect("the text is a time")
}

pub(crate) fn ago(secs: i64) -> Timestamp {
    now() - SignedDuration::from_secs(secs)
}

pub(crate) fn later(secs: i64) -> Timestamp {
    now() + SignedDuration::from_secs(secs)
}

pub(crate) fn texts(tag: &str) -> Texts {
    Texts::new(&Language::new(tag).expect("the tag is well formed"))
}

pub(crate) fn text(vi: &str, en: &str) -> LocalText {
    let pairs = [(Language::vietnamese(), vi.to_owned()), (Language::english(), en.to_owned())];
    LocalText(BTreeMap::from(pairs))
}

pub(crate) fn service(id: &str) -> ServiceId {
    ServiceId::new(id).expect("the id is a slug")
}

fn class(id: &str) -> PriorityClassId {
    PriorityClassId::new(id).expect("the id is a slug")
}

fn official() -> OfficialId {
    OfficialId::new("cb-lan").expect("the id is a slug")
}

fn waiting(number: &str, service_id: &str, secs: i64) -> WaitingTicket {
    WaitingTicket {
        ticket: TicketId::from_bits(secs.unsigned_abs()),
        number: TicketNumber::typed(number),
        service: service(service_id),
        priority: None,
        issued_at: ago(secs),
        reason: SelectedReason::Oldest,
    }
}

pub(crate) fn open() -> CounterState {
    CounterState::Open { official: official(), since: ago(4300) }
}

pub(crate) fn paused() -> CounterState {
    CounterState::Paused { official: official(), since: ago(120), reason: goiso_protocol::PauseReason::Break }
}

/// As on the mockup: A005 is being served, four wait.
pub(crate) fn serving() -> CounterView {
    let mut fourth = waiting("A008", "chung-thuc", 70);
    fourth.priority = Some(class("pnmt"));
    fourth.reason = SelectedReason::Priority;
    CounterView {
        centre: Centre {
            name: text("Trung tâm Phục vụ hành chính công", "Public Service Centre"),
            unit: text("UBND xã Tân Cương", "Tan Cuong Commune"),
            slogan: LocalText::default(),
            hotline: String::new(),
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            colour: None,
        },
        counter: CounterNumber::new(3).expect("3 is a counter"),
        name: LocalText::default(),
        state: open(),
        services: vec![
            (service("chung-thuc"), text("Chứng thực", "Certification")),
            (service("ho-tich"), text("Hộ tịch", "Civil status")),
        ],
        current: Some(CurrentTicket {
            ticket: TicketId::from_bits(5),
            number: TicketNumber::typed("A005"),
            service: service("chung-thuc"),
            priority: Some(class("nct")),
            stage: TicketStage::Serving,
            issued_at: ago(6 * 60 + 200),
            called_at: ago(190),
            serving_since: Some(ago(134)),
            n_calls: 1,
            reason: SelectedReason::Priority,
            note: String::new(),
            then: Vec::new(),
        }),
        waiting: vec![
            waiting("A006", "chung-thuc", 11 * 60 + 5),
            waiting("B013", "ho-tich", 9 * 60 + 20),
            waiting("A007", "chung-thuc", 4 * 60 + 30),
            fourth,
        ],
        n_waiting: 4,
        longest_since: Some(ago(11 * 60 + 5)),
        today: Today { n_served: 17, n_absent: 2, mean_service_secs: Some(380) },
        calls_max: 3,
        alerts: Vec::new(),
        classes: vec![
            ClassInfo { id: class("nct"), name: text("người cao tuổi", "elderly"), icon: String::new() },
            ClassInfo {
                id: class("pnmt"), name: text("Phụ nữ mang thai", "Pregnant"), icon: String::new()
            },
        ],
        issuing: IssuingState::Ready,
        scanned: None,
        away: Vec::new(),
        undo_until: None,
        help_since: None,
    }
}

/// A005 has been called `n_calls` times and is not there yet.
pub(crate) fn called(n_calls: u32) -> CounterView {
    let mut view = serving();
    let current = view.current.as_mut().expect("somebody is at the counter");
    current.stage = TicketStage::Called;
    current.serving_since = None;
    current.n_calls = n_calls;
    view
}

/// Open, and nobody is at the counter.
pub(crate) fn idle() -> CounterView {
    CounterView { current: None, ..serving() }
}

/// A terminal that is connected and shows `view`.
pub(crate) fn terminal(view: CounterView) -> Counter {
    let mut counter = Counter::new(view.counter, official(), RequestIds::new(1));
    counter.take(LinkEvent::Up, now());
    show(&mut counter, view);
    counter
}

pub(crate) fn show(counter: &mut Counter, view: CounterView) {
    counter.take(LinkEvent::View(Box::new(View::Counter(view))), now());
}

pub(crate) fn done(counter: &mut Counter, id: RequestId) {
    counter.take(LinkEvent::Answer { id, answer: Answer::Done { ticket: None } }, now());
}

pub(crate) fn refuse(counter: &mut Counter, id: RequestId, code: &str) {
    let refusal = RefusalText { code: code.to_owned(), values: BTreeMap::new() };
    counter.take(LinkEvent::Answer { id, answer: Answer::Refused { refusal } }, now());
}

/// A request taken apart.
pub(crate) fn parts(frame: Option<ToHub>) -> (RequestId, Request) {
    match frame {
        Some(ToHub::Request { id, request }) => (id, request),
        other => panic!("not a request: {other:?}"),
    }
}
