//! The hub without socket, disk or clock: who may wish what, and what is known again.

use std::sync::Arc;

use goiso_config::Config;
use goiso_domain::Event;
use goiso_hardware::printer::PrinterState;
use goiso_hub::core::{Action, DeviceReport, Hub, Input, JournalState, Origin, Outcome, TicketIds, ViewKey};
use goiso_model::{CounterNumber, DeviceName, OfficialId, RequestId, ServiceId};
use goiso_protocol::{
    Answer, HoldReason, PrinterCondition, Request, Rest, ServiceSwitch, TicketInfo, TicketStage, View,
};
use goiso_store::{Entry, Record, Today};
use jiff::{Timestamp, ToSpan as _};

const COMMUNE: &str = include_str!("../../../assets/centres/commune.toml");

/// A hub at work on a Monday morning, with a journal in memory.
struct Office {
    hub: Hub,
    config: Arc<Config>,
    records: Vec<Record>,
    now: Timestamp,
}

impl Office {
    fn new() -> Self {
        Self::with("")
    }

    /// With more in the centre's file.
    fn with(more: &str) -> Self {
        let text = format!("{COMMUNE}{more}");
        let config = Arc::new(Config::parse(&text, "commune.toml").expect("the sample is right"));
        let now = "2026-11-23T08:00:00+07:00".parse().expect("a time");
        let today =
            Today { rules: None, day: None, records: vec![], earlier: vec![], last_at: None, chain: Ok(()) };
        let hub = Hub::new(config.clone(), &today, "epoch", TicketIds::new([7; 32]), "http://hub");
        let mut office = Self { hub, config, records: vec![], now };
        let outcome = office.hub.start(now).expect("nothing stands against the sample's rules");
        office.commit(&outcome);
        let state = PrinterState::Ready;
        office.take(&Input::Device(DeviceReport::Printer { printer: device("printer-1"), state }));
        office
    }

    fn commit(&mut self, outcome: &Outcome) {
        for Entry { at, request, event } in outcome.entries.clone() {
            let sequence = self.records.len() as u64 + 1;
            self.records.push(Record { sequence, day: self.hub.hall().day(), at, request, event });
        }
    }

    fn take(&mut self, input: &Input) -> Outcome {
        self.now = self.now.checked_add(1.second()).expect("long before the end of time");
        let outcome = self.hub.handle(input, self.now);
        self.commit(&outcome);
        outcome
    }

    fn wish(&mut self, origin: &Origin, id: &str, request: Request) -> Outcome {
        let id = Some(RequestId::new(id).expect("visible"));
        self.take(&Input::Request { origin: origin.clone(), id, request })
    }

    fn done(&mut self, origin: &Origin, id: &str, request: Request) -> Option<TicketInfo> {
        match self.wish(origin, id, request).answer {
            Some(Answer::Done { ticket }) => ticket,
            other => panic!("not done: {other:?}"),
        }
    }

    fn refusal(&mut self, origin: &Origin, id: &str, request: Request) -> String {
        match self.wish(origin, id, request).answer {
            Some(Answer::Refused { refusal }) => refusal.code,
            other => panic!("not refused: {other:?}"),
        }
    }

    /// The hub of the next morning's power cut: all it knows is the journal.
    fn restart(&mut self) {
        let begins_day = |record: &Record| matches!(record.event, Event::DayStarted { .. });
        let begin = self.records.iter().rposition(begins_day).expect("the day has begun");
        let today = Today {
            rules: Some(self.config.rules()),
            day: self.hub.hall().day(),
            records: self.records[begin..].to_vec(),
            earlier: self.records[..begin].iter().filter_map(|record| record.request.clone()).collect(),
            last_at: Some(self.now),
            chain: Ok(()),
        };
        self.hub = Hub::new(self.config.clone(), &today, "epoch", TicketIds::new([8; 32]), "http://hub");
    }
}

fn device(name: &str) -> DeviceName {
    DeviceName::new(name).expect("a slug")
}

fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).expect("1 to 999")
}

fn kiosk() -> Origin {
    Origin::Kiosk(device("kiosk-1"))
}

fn terminal(number: u32) -> Origin {
    Origin::Counter(device("counter-pc"), counter(number))
}

fn issue() -> Request {
    Request::Issue { service: ServiceId::new("chung-thuc").expect("a slug"), priority: None, scan: None }
}

fn open(number: u32) -> Request {
    let official = OfficialId::new(format!("cb-{number}")).expect("a slug");
    Request::OpenCounter { counter: counter(number), official, services: vec![] }
}

#[test]
fn a_touch_sent_twice_is_one_number_and_one_slip() {
    let mut office = Office::new();
    let first = office.wish(&kiosk(), "r1", issue());
    assert!(first.actions.iter().any(|action| matches!(action, Action::Print { .. })));
    let again = office.wish(&kiosk(), "r1", issue());
    assert_eq!(again.answer, first.answer);
    assert!(again.entries.is_empty() && again.actions.is_empty());
}

#[test]
fn a_touch_sent_again_after_a_power_cut_is_the_same_number() {
    let mut office = Office::new();
    let before = office.done(&kiosk(), "r1", issue()).unwrap();
    office.done(&kiosk(), "r2", issue());
    office.restart();
    let after = office.wish(&kiosk(), "r1", issue());
    assert!(after.entries.is_empty() && after.actions.is_empty(), "nothing is done twice: {after:?}");
    let Some(Answer::Done { ticket: Some(ticket) }) = after.answer else { panic!("{after:?}") };
    assert_eq!((ticket.ticket, ticket.number), (before.ticket, before.number));
    assert_eq!(office.done(&kiosk(), "r3", issue()).unwrap().number.as_str(), "A003");
}

#[test]
fn a_touch_of_last_evening_is_not_a_number_of_this_morning() {
    let mut office = Office::new();
    office.done(&kiosk(), "r1", issue());
    office.now = "2026-11-24T08:00:00+07:00".parse().expect("a time");
    office.take(&Input::Tick);
    office.restart();
    assert_eq!(office.done(&kiosk(), "r1", issue()), None, "the visitor has long gone");
    assert_eq!(office.done(&kiosk(), "r2", issue()).unwrap().number.as_str(), "A001");
}

#[test]
fn an_id_used_for_another_wish_is_refused() {
    let mut office = Office::new();
    office.done(&kiosk(), "r1", issue());
    let other = Request::Issue { service: ServiceId::new("ho-tich").unwrap(), priority: None, scan: None };
    assert_eq!(office.refusal(&kiosk(), "r1", other.clone()), "request_reused");
    office.restart();
    assert_eq!(office.refusal(&kiosk(), "r1", other), "request_reused");
}

#[test]
fn each_device_may_do_its_own_work_only() {
    let mut office = Office::new();
    assert_eq!(office.refusal(&kiosk(), "r1", open(2)), "not_allowed");
    assert_eq!(office.refusal(&terminal(2), "r2", issue()), "not_allowed");
    assert_eq!(office.refusal(&terminal(2), "r3", open(3)), "not_allowed");
    assert_eq!(office.refusal(&Origin::Board(device("board-1")), "r4", issue()), "not_allowed");
    assert_eq!(office.done(&terminal(2), "r5", open(2)), None);
}

#[test]
fn a_call_lights_the_counter_and_reaches_the_board() {
    let mut office = Office::new();
    let ticket = office.done(&kiosk(), "r1", issue()).unwrap();
    office.done(&terminal(2), "r2", open(2));
    let called = office.wish(&terminal(2), "r3", Request::CallNext { counter: counter(2) });
    insta::assert_debug_snapshot!(called.actions, @r#"
    [
        Light {
            counter: CounterNumber(
                2,
            ),
            show: Blink(
                "A001",
            ),
        },
    ]
    "#);
    let Some(View::Board(board)) = office.hub.view(&ViewKey::Board(device("board-1")), office.now) else {
        panic!()
    };
    assert_eq!((&board.calls[0].number, board.calls[0].counter), (&ticket.number, counter(2)));
    let finish = Request::Finish { counter: counter(2), outcome: None };
    let finished = office.done(&terminal(2), "r4", finish).unwrap();
    assert_eq!(finished.counters, [counter(2)]);
}

#[test]
fn a_counter_is_told_how_a_service_can_end_and_no_other_end_is_taken() {
    let outcomes = |office: &Office| {
        let Some(View::Counter(view)) = office.hub.view(&ViewKey::Counter(counter(2)), office.now) else {
            panic!()
        };
        view.outcomes.iter().map(|outcome| outcome.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(outcomes(&Office::new()), [""; 0], "terminals know the usual four themselves");
    let settled = "\n[[outcomes]]\nid = \"tra-ket-qua\"\nname = \"Đã trả\"\n[[outcomes]]\nid = \"hen-lai\"\nname = \"Hẹn lại\"\n";
    let mut office = Office::with(settled);
    assert_eq!(outcomes(&office), ["tra-ket-qua", "hen-lai"]);
    office.done(&kiosk(), "r1", issue());
    office.done(&terminal(2), "r2", open(2));
    office.done(&terminal(2), "r3", Request::CallNext { counter: counter(2) });
    let finish = |id: &str| Request::Finish { counter: counter(2), outcome: id.parse().ok() };
    assert_eq!(office.refusal(&terminal(2), "r4", finish("done")), "unknown_outcome");
    office.done(&terminal(2), "r5", finish("hen-lai"));
    let ended = office.records.iter().find_map(|record| match &record.event {
        Event::Finished { outcome, .. } => Some(String::from(outcome.clone())),
        _ => None,
    });
    assert_eq!(ended.as_deref(), Some("hen-lai"));
}

#[test]
fn a_kiosk_whose_printer_has_no_paper_still_gives_numbers() {
    let mut office = Office::new();
    let state = PrinterState::NoPaper;
    office.take(&Input::Device(DeviceReport::Printer { printer: device("printer-1"), state }));
    let Some(View::Kiosk(view)) = office.hub.view(&ViewKey::Kiosk(device("kiosk-1")), office.now) else {
        panic!()
    };
    assert_eq!(view.printer, PrinterCondition::NoPaper);
    let outcome = office.wish(&kiosk(), "r1", issue());
    assert!(outcome.actions.is_empty(), "{:?}", outcome.actions);
    assert!(matches!(
        outcome.answer,
        Some(Answer::Done { ticket: Some(TicketInfo { is_printing: false, .. }) })
    ));
}

#[test]
fn on_the_reserve_calls_go_on_and_new_numbers_wait() {
    let mut office = Office::new();
    office.done(&kiosk(), "r1", issue());
    office.done(&terminal(2), "r2", open(2));
    office.hub.set_journal(JournalState::OnReserve);
    assert_eq!(office.refusal(&kiosk(), "r3", issue()), "journal_unavailable");
    office.done(&terminal(2), "r4", Request::CallNext { counter: counter(2) });
    office.hub.set_journal(JournalState::Unavailable);
    assert_eq!(
        office.refusal(&terminal(2), "r5", Request::Recall { counter: counter(2) }),
        "journal_unavailable"
    );
    office.hub.set_journal(JournalState::Ready);
    assert_eq!(
        office.done(&kiosk(), "r3", issue()).unwrap().number.as_str(),
        "A002",
        "the refusal is not remembered"
    );
}

#[test]
fn a_restarted_hub_is_the_same_hall() {
    let mut office = Office::new();
    office.done(&kiosk(), "r1", issue());
    office.done(&terminal(2), "r2", open(2));
    office.done(&terminal(2), "r3", Request::CallNext { counter: counter(2) });
    let (hall, views): (_, Vec<_>) = (office.hub.hall().clone(), shown(&office));
    office.restart();
    let state = PrinterState::Ready;
    office
        .hub
        .handle(&Input::Device(DeviceReport::Printer { printer: device("printer-1"), state }), office.now);
    assert_eq!(*office.hub.hall(), hall);
    assert_eq!(shown(&office), views);
    let again = office.hub.start(office.now).unwrap();
    assert!(again.entries.is_empty(), "the rules are in force and the day has begun: {:?}", again.entries);
}

fn shown(office: &Office) -> Vec<View> {
    office.hub.view_keys().iter().filter_map(|key| office.hub.view(key, office.now)).collect()
}

#[test]
fn screens_wish_only_what_is_theirs() {
    let mut office = Office::new();
    let ticket = office.done(&kiosk(), "r1", issue()).unwrap().ticket;
    let service = ServiceId::new("chung-thuc").unwrap();
    let of_supervisor = || {
        [
            Request::SetService { service: service.clone(), state: ServiceSwitch::Paused },
            Request::SetQuota { service: service.clone(), max: Some(3) },
            Request::EndDay { rest: Rest::Carry, text: None },
            Request::AssignServices { counter: counter(1), services: vec![service.clone()] },
        ]
    };
    for (n, request) in of_supervisor().into_iter().enumerate() {
        for origin in [kiosk(), terminal(1)] {
            assert_eq!(office.refusal(&origin, &format!("s{n}"), request.clone()), "not_allowed");
        }
    }
    let hold = Request::Hold { counter: counter(2), reason: HoldReason::Papers, minutes: None, note: None };
    assert_eq!(office.refusal(&terminal(1), "h1", hold), "not_allowed");
    assert_eq!(office.refusal(&kiosk(), "h2", Request::Undo { counter: counter(1) }), "not_allowed");
    // Whoever is back is noticed anywhere.
    for origin in [kiosk(), terminal(1)] {
        assert_eq!(office.refusal(&origin, "b1", Request::ReturnHeld { ticket }), "ticket_not_held");
    }
    let api = Origin::Api { device: device("api"), kiosk: None };
    for (n, request) in of_supervisor().into_iter().enumerate() {
        office.done(&api, &format!("a{n}"), request);
    }
    assert_eq!(office.refusal(&kiosk(), "r2", issue()), "day_closed");
}

#[test]
fn the_view_of_a_counter_tells_who_may_come_back_and_what_may_be_taken_back() {
    let mut office = Office::new();
    for id in ["r1", "r2", "r3"] {
        office.done(&kiosk(), id, issue());
    }
    let at = |n| terminal(n);
    office.done(&at(2), "o", open(2));
    office.done(&at(2), "c1", Request::CallNext { counter: counter(2) });
    let hold = Request::Hold {
        counter: counter(2),
        reason: HoldReason::Papers,
        minutes: Some(20),
        note: Some("bản sao".to_owned()),
    };
    let told = office.done(&at(2), "h", hold).unwrap();
    assert_eq!((told.stage, told.counters.as_slice()), (TicketStage::Held, &[counter(2)][..]));
    office.done(&at(2), "c2", Request::CallNext { counter: counter(2) });
    office.done(&at(2), "a", Request::MarkAbsent { counter: counter(2) });
    let view = |office: &Office| match office.hub.view(&ViewKey::Counter(counter(2)), office.now) {
        Some(View::Counter(view)) => view,
        other => panic!("{other:?}"),
    };
    let seen = view(&office);
    let away: Vec<_> = seen.away.iter().map(|away| (away.number.as_str(), away.stage)).collect();
    assert_eq!(away, [("A002", TicketStage::Absent), ("A001", TicketStage::Held)]);
    assert_eq!(seen.away[1].note, "bản sao");
    assert_eq!(seen.undo_until, Some(office.now + 5.seconds()));
    office.done(&at(2), "u", Request::Undo { counter: counter(2) });
    assert_eq!(view(&office).current.map(|current| current.number.to_string()).as_deref(), Some("A002"));
    office.done(&at(2), "help", Request::AskHelp { counter: counter(2) });
    assert_eq!(view(&office).help_since, Some(office.now));
}
