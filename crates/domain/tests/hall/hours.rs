//! When services give numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::play::{Play, rules, service};
use goiso_domain::{Calendar, CalendarId, Hall, Rules, ServiceState, Window};
use goiso_model::TicketId;
use insta::assert_snapshot;
use jiff::Timestamp;
use jiff::civil::{Time, time};

fn window(begin: (i8, i8), end: (i8, i8)) -> Window {
    let at = |(hour, minute)| -> Time { time(hour, minute, 0, 0) };
    Window { begin: at(begin), end: at(end) }
}

/// Office hours for `chung-thuc`: weekdays, Saturday evening until midnight; Wednesday 25 November is a
/// holiday and Sunday 29 November open once.
fn with_hours() -> Rules {
    let day = vec![window((7, 30), (11, 30)), window((13, 30), (16, 30))];
    let calendar = Calendar {
        week: [
            day.clone(),
            day.clone(),
            day.clone(),
            day.clone(),
            day,
            vec![window((18, 0), (0, 0))],
            vec![],
        ],
        closed: BTreeSet::from(["2026-11-25".parse().unwrap()]),
        special: BTreeMap::from([("2026-11-29".parse().unwrap(), vec![window((9, 0), (10, 0))])]),
    };
    let id = CalendarId::new("hanh-chinh").unwrap();
    let mut rules = rules();
    rules.calendars.insert(id.clone(), calendar);
    rules.services.get_mut(&service("chung-thuc")).unwrap().calendar = Some(id);
    rules
}

fn local(text: &str) -> Timestamp {
    format!("{text}+07:00").parse().unwrap()
}

fn tell(state: ServiceState) -> String {
    match state {
        ServiceState::Open => "open".to_owned(),
        ServiceState::Full => "full".to_owned(),
        ServiceState::Paused => "paused".to_owned(),
        ServiceState::Closed { opens_at } => {
            format!("closed, opens {}", opens_at.map_or("?".to_owned(), clock))
        }
    }
}

fn clock(at: Timestamp) -> String {
    at.in_tz("Asia/Ho_Chi_Minh").unwrap().strftime("%a %d %H:%M").to_string()
}

#[test]
fn a_service_gives_numbers_within_its_hours() {
    let hall = Hall::new(with_hours());
    let told: Vec<_> = [
        ("Monday, opening", "2026-11-23T07:30"),
        ("before it", "2026-11-23T07:29:59"),
        ("end of the morning", "2026-11-23T11:29:59"),
        ("noon", "2026-11-23T11:30"),
        ("afternoon", "2026-11-23T13:30"),
        ("evening", "2026-11-23T16:30"),
        ("before a holiday", "2026-11-24T20:00"),
        ("holiday", "2026-11-25T08:00"),
        ("Friday evening", "2026-11-27T17:00"),
        ("Saturday night", "2026-11-28T23:59:59"),
        ("Sunday, too early", "2026-11-29T00:00"),
        ("a Sunday of its own", "2026-11-29T09:00"),
        ("and after", "2026-11-29T10:00"),
        ("any other Sunday", "2026-12-06T09:00"),
    ]
    .into_iter()
    .map(|(what, at)| format!("{what}: {}", tell(hall.service_state(&service("chung-thuc"), local(at)))))
    .collect();
    assert_snapshot!(told.join("\n"), @r"
    Monday, opening: open
    before it: closed, opens Mon 23 07:30
    end of the morning: open
    noon: closed, opens Mon 23 13:30
    afternoon: open
    evening: closed, opens Tue 24 07:30
    before a holiday: closed, opens Thu 26 07:30
    holiday: closed, opens Thu 26 07:30
    Friday evening: closed, opens Sat 28 18:00
    Saturday night: open
    Sunday, too early: closed, opens Sun 29 09:00
    a Sunday of its own: open
    and after: closed, opens Mon 30 07:30
    any other Sunday: closed, opens Mon 07 07:30
    ");
    assert_eq!(hall.service_state(&service("ho-tich"), local("2026-11-29T02:00")), ServiceState::Open);
    let unknown = hall.service_state(&service("cap-bang"), local("2026-11-23T08:00"));
    assert_eq!(unknown, ServiceState::Closed { opens_at: None });
}

#[test]
fn outside_its_hours_a_service_says_when_to_come_again() {
    let play = Play::new(with_hours());
    let issue = goiso_domain::Command::Issue {
        people: 1,
        ticket: TicketId::from_bits(1),
        service: service("chung-thuc"),
        class: None,
        kiosk: None,
    };
    let refusal = play.hall.decide(&issue, local("2026-11-23T12:00")).unwrap_err();
    assert_snapshot!(format!("{refusal:?}"), @r#"ServiceClosed { service: ServiceId("chung-thuc"), opens_at: Some(2026-11-23T06:30:00Z) }"#);
    assert_eq!(play.hall.decide(&issue, local("2026-11-23T13:30")).unwrap().len(), 1);
}

#[test]
fn a_service_that_does_not_open_within_a_fortnight_promises_nothing() {
    let mut rules = with_hours();
    let calendar = rules.calendars.values_mut().next().unwrap();
    *calendar = Calendar {
        special: BTreeMap::from([("2026-12-07".parse().unwrap(), vec![window((9, 0), (10, 0))])]),
        ..Calendar::default()
    };
    let hall = Hall::new(rules);
    let opens = |at| hall.service_state(&service("chung-thuc"), local(at));
    assert_eq!(opens("2026-11-22T12:00"), ServiceState::Closed { opens_at: None });
    let opens_at = Some(local("2026-12-07T09:00"));
    assert_eq!(opens("2026-11-23T12:00"), ServiceState::Closed { opens_at });
}

#[test]
fn every_edge_of_the_hours_is_a_deadline() {
    let hall = Hall::new(with_hours());
    let mut now = local("2026-11-27T15:00");
    let deadlines: Vec<_> = (0..8)
        .map(|_| {
            let next = hall.next_deadline(now).unwrap();
            assert!(next > now);
            now = next;
            clock(next)
        })
        .collect();
    let expected = [
        "Fri 27 16:30",
        "Sat 28 04:00",
        "Sat 28 18:00",
        "Sun 29 00:00",
        "Sun 29 04:00",
        "Sun 29 09:00",
        "Sun 29 10:00",
        "Mon 30 04:00",
    ];
    assert_eq!(deadlines, expected);
}

#[test]
fn at_lunch_the_counters_go_on_later_though_numbers_are_given() {
    let mut rules = crate::play::rules();
    let window = |begin: i8, end: i8| goiso_domain::Window {
        begin: jiff::civil::time(begin, 30, 0, 0),
        end: jiff::civil::time(end, 30, 0, 0),
    };
    let mut calendar = goiso_domain::Calendar::default();
    calendar.week[0] = vec![window(7, 11), window(13, 16)];
    let id = goiso_domain::CalendarId::new("phuc-vu").unwrap();
    rules.calendars.insert(id.clone(), calendar);
    let service = crate::play::service("ho-tich");
    rules.services.get_mut(&service).unwrap().hours = Some(id);
    let play = crate::play::Play::new(rules);
    let at = |text: &str| local(&format!("2026-11-23T{text}"));
    assert_eq!(play.hall.served_from(&service, at("11:00:00")), None);
    assert_eq!(play.hall.served_from(&service, at("12:00:00")), Some(at("13:30:00")));
    assert_eq!(play.hall.service_state(&service, at("12:00:00")), ServiceState::Open);
    let monday = local("2026-11-30T07:30:00");
    assert_eq!(play.hall.served_from(&service, at("17:00:00")), Some(monday));
    assert_eq!(play.hall.served_from(&crate::play::service("dat-dai"), at("12:00:00")), None);
}

#[test]
fn whoever_waits_when_the_last_number_has_been_given_is_served() {
    let mut play = Play::new(with_hours());
    // The morning's window ends at 11:30, four hours after the script begins at 07:30.
    insta::assert_snapshot!(play.run("
        14390 issue chung-thuc
        14400 issue chung-thuc
        14500 open 1 lan
        14501 next 1
        14600 arrive 1
        14900 finish 1
    "), @r#"
    14390s issue chung-thuc -> A001 [print A001 at kiosk-1]
    14400s issue chung-thuc -> REFUSED service_closed: ServiceClosed { service: ServiceId("chung-thuc"), opens_at: Some(2026-11-23T06:30:00Z) }
    14500s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    14501s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    14600s arrive 1 -> A001 here [light 1]
    14900s finish 1 -> A001 received [light 1]
    "#);
}

#[test]
fn the_hours_of_the_day_are_told_in_order() {
    let hall = Hall::new(with_hours());
    let hours = |id: &str, at: &str| {
        let told = hall.hours_today(&service(id), local(at)).into_iter();
        told.map(|(from, until)| format!("{} to {}", clock(from), clock(until))).collect::<Vec<_>>()
    };
    let monday = ["Mon 23 07:30 to Mon 23 11:30", "Mon 23 13:30 to Mon 23 16:30"];
    assert_eq!(hours("chung-thuc", "2026-11-23T12:00"), monday);
    assert_eq!(hours("chung-thuc", "2026-11-28T12:00"), ["Sat 28 18:00 to Sun 29 00:00"]);
    assert_eq!(hours("chung-thuc", "2026-11-25T12:00"), [""; 0], "a holiday");
    assert_eq!(hours("ho-tich", "2026-11-23T12:00"), [""; 0], "it always does");
    assert_eq!(hall.day_ends_at(), None, "no day has begun");
    let play = Play::new(with_hours());
    assert_eq!(play.hall.day_ends_at(), Some(local("2026-11-24T04:00")));
}
