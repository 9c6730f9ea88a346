//! Events as they are written, and strange journals.

use crate::play::{Play, class, counter, rules, service};
use goiso_domain::{
    AbsentCause, Audience, CallReason, CancelCause, Entry, Event, Hall, HoldReason, MessageLevel, Outcome,
    PERSON_TOKEN_BYTES, PauseReason, PersonToken, Rest, ServiceSwitch, Standing, Target, TransferPlace,
};
use goiso_model::{LocalText, TicketId, TicketNumber};
use insta::assert_snapshot;
use jiff::Timestamp;

fn one_of_each() -> Vec<Event> {
    let (ticket, counter) = (TicketId::from_bits(1), counter(1));
    let issued = |class, kiosk| Event::Issued {
        entry: None,
        ticket,
        number: TicketNumber::typed("A001"),
        service: service("chung-thuc"),
        series: service("chung-thuc"),
        value: 1,
        class,
        kiosk,
    };
    let posted = |message, since, until| Event::MessagePosted {
        message,
        level: MessageLevel::Emergency,
        text: LocalText::vietnamese("Xin rời khỏi sảnh"),
        since,
        until,
        audience: Audience::Boards,
    };
    vec![
        Event::DayStarted { day: "2026-11-23".parse().unwrap() },
        Event::CounterOpened {
            counter,
            official: "lan".parse().unwrap(),
            services: vec![service("ho-tich")],
        },
        Event::CounterPaused { counter, reason: PauseReason::Technical },
        Event::CounterClosed { counter },
        issued(None, None),
        issued(Some(class("nct")), Some("kiosk-1".parse().unwrap())),
        Event::CardShown { ticket, person: PersonToken::new([0xa5; PERSON_TOKEN_BYTES]) },
        Event::Called { ticket, counter, reason: CallReason::MaxWait, note: None },
        Event::Called { ticket, counter, reason: CallReason::Priority { class: class("nct") }, note: None },
        Event::Recalled { ticket, counter },
        Event::Arrived { ticket, counter },
        Event::Finished { ticket, counter, outcome: Outcome::DayEnded },
        Event::MarkedAbsent { ticket, counter, cause: AbsentCause::Official },
        Event::Cancelled { ticket, cause: CancelCause::Visitor, counter: None },
        Event::SlipReprinted { ticket, kiosk: "kiosk-1".parse().unwrap() },
        posted(1, None, None),
        posted(1, Some(Timestamp::UNIX_EPOCH), Some(Timestamp::UNIX_EPOCH)),
        Event::MessageRemoved { message: 1 },
    ]
    .into_iter()
    .chain(crate::lending::one_of_each().into_iter().map(Event::Lending))
    .collect()
}

/// The events of those who come back or are sent on, and of the supervisor.
fn one_of_each_since_version_2() -> Vec<Event> {
    let (ticket, counter, service) = (TicketId::from_bits(1), counter(1), service("chung-thuc"));
    let slot = Timestamp::UNIX_EPOCH;
    let then = vec![Target::Counter(crate::play::counter(3)), Target::Service(service.clone())];
    let words = "thiếu bản sao";
    let note = Some(words.to_owned());
    let held = |note| Event::Held { ticket, counter, reason: HoldReason::Papers, until: slot, note };
    let sent = |to, place, then, note| Event::Transferred { ticket, counter, to, place, then, note };
    vec![
        Event::Issued {
            ticket: TicketId::from_bits(2),
            number: TicketNumber::typed("A002"),
            service: service.clone(),
            series: service.clone(),
            value: 2,
            class: None,
            kiosk: None,
            entry: Some(Box::new(Entry {
                standing: Standing::Appointment,
                place: Some(7),
                since: Some(slot),
                people: 3,
                slot: Some(slot),
            })),
        },
        Event::Called { ticket, counter, reason: CallReason::OutOfTurn, note: note.clone() },
        Event::MarkedAbsent { ticket, counter, cause: AbsentCause::LastCall },
        Event::Cancelled { ticket, cause: CancelCause::HoldOver, counter: Some(counter) },
        Event::Called { ticket, counter, reason: CallReason::Returned, note: None },
        held(None),
        held(note.clone()),
        Event::Returned { ticket },
        Event::Restored { ticket, place: 7, since: slot },
        sent(then[0].clone(), TransferPlace::First, vec![], None),
        sent(then[1].clone(), TransferPlace::Keep, then.clone(), note.clone()),
        Event::Chained { ticket, counter, then },
        Event::Noted { ticket, counter, note: words.to_owned() },
        Event::Undone { ticket, counter },
        Event::HelpAsked { counter },
        Event::HelpEnded { counter },
        Event::ServicesAssigned { counter, services: vec![service.clone()] },
        Event::ServiceSwitched { service: service.clone(), switch: ServiceSwitch::Paused },
        Event::QuotaSet { service: service.clone(), max: Some(40) },
        Event::QuotaSet { service: service.clone(), max: None },
        Event::DayClosed { rest: Rest::Carry },
        Event::PutOff { ticket },
        Event::Booked { code: ticket, service, slot },
        Event::BookingDropped { code: ticket },
    ]
}

#[test]
fn newer_events_are_written_like_this_for_ever() {
    let events = one_of_each_since_version_2();
    let written: String = events.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect();
    for (line, event) in written.lines().zip(&events) {
        assert_eq!(serde_json::from_str::<Event>(line).unwrap(), *event);
    }
    assert_snapshot!(written, @r#"
    {"event":"issued","ticket":"0000000000002","number":"A002","service":"chung-thuc","series":"chung-thuc","value":2,"entry":{"standing":"appointment","place":7,"since":"1970-01-01T00:00:00Z","people":3,"slot":"1970-01-01T00:00:00Z"}}
    {"event":"called","ticket":"0000000000001","counter":1,"reason":{"why":"out_of_turn"},"note":"thiếu bản sao"}
    {"event":"marked_absent","ticket":"0000000000001","counter":1,"cause":"last_call"}
    {"event":"cancelled","ticket":"0000000000001","cause":"hold_over","counter":1}
    {"event":"called","ticket":"0000000000001","counter":1,"reason":{"why":"returned"}}
    {"event":"held","ticket":"0000000000001","counter":1,"reason":"papers","until":"1970-01-01T00:00:00Z"}
    {"event":"held","ticket":"0000000000001","counter":1,"reason":"papers","until":"1970-01-01T00:00:00Z","note":"thiếu bản sao"}
    {"event":"returned","ticket":"0000000000001"}
    {"event":"restored","ticket":"0000000000001","place":7,"since":"1970-01-01T00:00:00Z"}
    {"event":"transferred","ticket":"0000000000001","counter":1,"to":{"counter":3},"place":"first"}
    {"event":"transferred","ticket":"0000000000001","counter":1,"to":{"service":"chung-thuc"},"place":"keep","then":[{"counter":3},{"service":"chung-thuc"}],"note":"thiếu bản sao"}
    {"event":"chained","ticket":"0000000000001","counter":1,"then":[{"counter":3},{"service":"chung-thuc"}]}
    {"event":"noted","ticket":"0000000000001","counter":1,"note":"thiếu bản sao"}
    {"event":"undone","ticket":"0000000000001","counter":1}
    {"event":"help_asked","counter":1}
    {"event":"help_ended","counter":1}
    {"event":"services_assigned","counter":1,"services":["chung-thuc"]}
    {"event":"service_switched","service":"chung-thuc","switch":"paused"}
    {"event":"quota_set","service":"chung-thuc","max":40}
    {"event":"quota_set","service":"chung-thuc"}
    {"event":"day_closed","rest":"carry"}
    {"event":"put_off","ticket":"0000000000001"}
    {"event":"booked","code":"0000000000001","service":"chung-thuc","slot":"1970-01-01T00:00:00Z"}
    {"event":"booking_dropped","code":"0000000000001"}
    "#);
}

#[test]
fn events_are_written_like_this_for_ever() {
    let written: String =
        one_of_each().iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect();
    assert_snapshot!(written, @r#"
    {"event":"day_started","day":"2026-11-23"}
    {"event":"counter_opened","counter":1,"official":"lan","services":["ho-tich"]}
    {"event":"counter_paused","counter":1,"reason":"technical"}
    {"event":"counter_closed","counter":1}
    {"event":"issued","ticket":"0000000000001","number":"A001","service":"chung-thuc","series":"chung-thuc","value":1}
    {"event":"issued","ticket":"0000000000001","number":"A001","service":"chung-thuc","series":"chung-thuc","value":1,"class":"nct","kiosk":"kiosk-1"}
    {"event":"card_shown","ticket":"0000000000001","person":"a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5"}
    {"event":"called","ticket":"0000000000001","counter":1,"reason":{"why":"max_wait"}}
    {"event":"called","ticket":"0000000000001","counter":1,"reason":{"why":"priority","class":"nct"}}
    {"event":"recalled","ticket":"0000000000001","counter":1}
    {"event":"arrived","ticket":"0000000000001","counter":1}
    {"event":"finished","ticket":"0000000000001","counter":1,"outcome":"day_ended"}
    {"event":"marked_absent","ticket":"0000000000001","counter":1}
    {"event":"cancelled","ticket":"0000000000001","cause":"visitor"}
    {"event":"slip_reprinted","ticket":"0000000000001","kiosk":"kiosk-1"}
    {"event":"message_posted","message":1,"level":"emergency","text":{"vi":"Xin rời khỏi sảnh"}}
    {"event":"message_posted","message":1,"level":"emergency","text":{"vi":"Xin rời khỏi sảnh"},"since":"1970-01-01T00:00:00Z","until":"1970-01-01T00:00:00Z"}
    {"event":"message_removed","message":1}
    {"event":"lending","what":"block_lent","block":1,"kiosk":"kiosk-1","holder":7,"prefix":"K1-","first":901,"last":904,"width":3}
    {"event":"lending","what":"block_kept","block":1}
    {"event":"lending","what":"block_extended","block":1,"last":906}
    {"event":"lending","what":"issued_offline","ticket":"0000000000009","number":"K1-901","service":"ho-tich","kiosk":"kiosk-1","block":1,"issued_at":"1970-01-01T00:00:00Z"}
    {"event":"lending","what":"issued_offline","ticket":"0000000000009","number":"K1-901","service":"ho-tich","class":"nct","kiosk":"kiosk-1","issued_at":"1970-01-01T00:00:00Z","told_time":"1970-01-01T00:00:00Z","notes":["service_unknown","service_closed","service_full","class_unknown","hall_full"]}
    {"event":"lending","what":"turned_away","ticket":"000000000000a","number":"K1-901","service":"ho-tich","kiosk":"kiosk-1","issued_at":"1970-01-01T00:00:00Z","day":"2026-11-22","why":"other_day"}
    "#);
    let read: Vec<Event> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, one_of_each());
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one document")]
fn rules_are_written_like_this_for_ever() {
    let written = serde_json::to_string_pretty(&rules()).unwrap();
    assert_snapshot!(written, @r#"
    {
      "zone": "Asia/Ho_Chi_Minh",
      "day_starts_at": "04:00:00",
      "series": {
        "chung-thuc": {
          "prefix": "A",
          "first": 1,
          "last": 999,
          "width": 3,
          "at_end": "refuse"
        },
        "dat-dai": {
          "prefix": "C",
          "first": 1,
          "last": 999,
          "width": 3,
          "at_end": "refuse"
        },
        "ho-tich": {
          "prefix": "B",
          "first": 1,
          "last": 999,
          "width": 3,
          "at_end": "refuse"
        }
      },
      "services": {
        "chung-thuc": {
          "series": "chung-thuc",
          "usual_service_secs": 300
        },
        "dat-dai": {
          "series": "dat-dai",
          "usual_service_secs": 300
        },
        "ho-tich": {
          "series": "ho-tich",
          "usual_service_secs": 300
        }
      },
      "counters": {
        "1": {
          "services": [
            "chung-thuc",
            "ho-tich"
          ]
        },
        "2": {
          "services": [
            "ho-tich",
            "dat-dai"
          ]
        },
        "3": {
          "services": [
            "chung-thuc",
            "ho-tich",
            "dat-dai"
          ]
        }
      },
      "classes": {
        "nct": {
          "rank": 2
        },
        "nkt": {
          "rank": 1
        }
      },
      "priority": {
        "mode": "one_after",
        "others": 2
      },
      "calendars": {},
      "max_wait_secs": 3600,
      "calls_max": 3,
      "waiting_max": 200
    }
    "#);
    assert_eq!(serde_json::from_str::<goiso_domain::Rules>(&written).unwrap(), rules());
}

#[test]
fn events_about_nobody_change_nothing() {
    let mut hall = Play::new(rules()).hall;
    let before = hall.clone();
    let about_tickets = one_of_each().into_iter().filter(|event| {
        !matches!(
            event,
            Event::DayStarted { .. }
                | Event::Issued { .. }
                | Event::CounterOpened { .. }
                | Event::MessagePosted { .. }
                | Event::Lending(_)
        )
    });
    for event in about_tickets {
        hall.apply(&event, "2026-11-23T08:00:00Z".parse().unwrap());
        assert_eq!(hall, before, "{event:?}");
    }
}

#[test]
fn a_strange_journal_never_stops_the_hall() {
    let at = "2026-11-23T08:00:00Z".parse().unwrap();
    let mut events = one_of_each();
    events.extend(one_of_each_since_version_2());
    for first in &events {
        for second in &events {
            let mut hall = Hall::new(rules());
            for event in events.iter().chain([first, second]).chain(&events) {
                hall.apply(event, at);
            }
            for event in [first, second] {
                hall.apply(event, at - jiff::SignedDuration::from_hours(1));
            }
            assert!(hall.tickets().count() <= 3, "as many as there are ids");
        }
    }
}

#[test]
fn the_same_ticket_twice_is_the_first_one() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        1 next 1
    ",
    );
    let before = play.hall.clone();
    let (issued, at) = play.journal.iter().find(|(e, _)| matches!(e, Event::Issued { .. })).unwrap();
    play.hall.apply(issued, *at);
    assert_eq!(play.hall, before);
}

/// What `check` says about a hall whose journal nobody can have written.
fn suspicion(events: &[Event]) -> String {
    let mut hall = Hall::new(rules());
    hall.apply(&Event::DayStarted { day: "2026-11-23".parse().unwrap() }, Timestamp::UNIX_EPOCH);
    for event in events {
        assert_eq!(hall.check(), Ok(()), "before {event:?}");
        hall.apply(event, Timestamp::UNIX_EPOCH);
    }
    hall.check().unwrap_err()
}

fn issued(bits: u64, number: &str) -> Event {
    Event::Issued {
        entry: None,
        ticket: TicketId::from_bits(bits),
        number: TicketNumber::typed(number),
        service: service("ho-tich"),
        series: service("ho-tich"),
        value: 1,
        class: None,
        kiosk: None,
    }
}

fn called(bits: u64, n: u32) -> Event {
    Event::Called {
        ticket: TicketId::from_bits(bits),
        counter: counter(n),
        reason: CallReason::Oldest,
        note: None,
    }
}

fn opened(n: u32, official: &str, services: &[&str]) -> Event {
    let services = services.iter().map(|id| service(id)).collect();
    Event::CounterOpened { counter: counter(n), official: official.parse().unwrap(), services }
}

#[test]
fn a_broken_law_is_named() {
    let (one, two) = (|| opened(1, "lan", &["ho-tich"]), || opened(2, "hoa", &["ho-tich"]));
    assert_snapshot!(suspicion(&[issued(1, "B001"), issued(2, "B001")]), @r#"0000000000001 and 0000000000002 share the number TicketNumber("B001")"#);
    assert_snapshot!(suspicion(&[one(), issued(1, "B001"), issued(2, "B002"), called(1, 1), called(2, 1)]), @"0000000000001 and 0000000000002 share the counter CounterNumber(1)");
    assert_snapshot!(suspicion(&[one(), issued(1, "B001"), issued(2, "B002"), called(2, 1), called(1, 1)]), @"the index does not belong to the tickets");
    assert_snapshot!(suspicion(&[issued(1, "B001"), called(1, 1)]), @"counter 1 is closed, but not at rest");
    assert_snapshot!(suspicion(&[issued(1, "B001"), called(1, 9)]), @"somebody is at counter 9, which does not exist");
    assert_snapshot!(suspicion(&[one(), opened(2, "lan", &["ho-tich"])]), @"lan is at counters 1 and 2");
    assert_snapshot!(suspicion(&[one(), two(), opened(2, "hoa", &[])]), @r#"counter 2 serves [] of [ServiceId("ho-tich"), ServiceId("dat-dai")]"#);
    assert_snapshot!(suspicion(&[one(), two(), opened(1, "lan", &["ho-tich", "dat-dai"])]), @r#"counter 1 serves [ServiceId("ho-tich"), ServiceId("dat-dai")] of [ServiceId("chung-thuc"), ServiceId("ho-tich")]"#);
    assert_snapshot!(
        suspicion(&[one(), issued(1, "B001"), called(1, 1), Event::CounterClosed { counter: counter(1) }]),
        @"counter 1 is closed, but not at rest"
    );
}

#[test]
fn a_ticket_before_the_first_day_is_strange() {
    let mut hall = Hall::new(rules());
    assert_eq!(hall.check(), Ok(()));
    hall.apply(&issued(1, "B001"), Timestamp::UNIX_EPOCH);
    assert_eq!(hall.check(), Err("there are tickets before the first day".to_owned()));
}

#[test]
fn a_number_beyond_all_bounds_stops_nothing() {
    let mut play = Play::new(rules());
    let mut event = issued(1, "B001");
    if let Event::Issued { value, .. } = &mut event {
        *value = u32::MAX;
    }
    play.hall.apply(&event, play.at(0));
    let issue = goiso_domain::Command::Issue {
        people: 1,
        ticket: TicketId::from_bits(2),
        service: service("ho-tich"),
        class: None,
        kiosk: None,
    };
    assert_eq!(play.hall.decide(&issue, play.at(1)).unwrap_err().code(), "range_exhausted");
}
