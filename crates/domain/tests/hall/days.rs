//! Days begin and end.

use insta::assert_snapshot;

use crate::play::{Play, counter, play, rules, service};
use goiso_domain::{Command, Hall, Rules, business_day};
use jiff::Timestamp;

#[test]
fn a_new_day_ends_what_is_left_and_numbers_start_anew() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 open 2 hoa
        0 open 3 minh
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue ho-tich
        0 issue ho-tich
        1 next 1
        2 absent 1
        3 next 1
        4 next 3
        5 arrive 3
        6 next 2
        7 finish 2
        8 pause 2 lunch
        9 cancel B002
        70000 day 2026-11-24
        90000 next 1
        90001 issue chung-thuc
        90002 day 2026-11-24
        90002 day 2026-11-23
        90003 open 1 lan
        90004 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s open 2 hoa -> counter 2 open with hoa for ho-tich dat-dai [light 2]
    0s open 3 minh -> counter 3 open with minh for chung-thuc ho-tich dat-dai [light 3]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    0s issue chung-thuc -> A002 [print A002 at kiosk-1]
    0s issue chung-thuc -> A003 [print A003 at kiosk-1]
    0s issue chung-thuc -> A004 [print A004 at kiosk-1]
    0s issue ho-tich -> B001 [print B001 at kiosk-1]
    0s issue ho-tich -> B002 [print B002 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    2s absent 1 -> A001 absent [light 1]
    3s next 1 -> A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    4s next 3 -> A003 called (oldest) [announce A003 to 3 as call 3 light 3]
    5s arrive 3 -> A003 here [light 3]
    6s next 2 -> B001 called (oldest) [announce B001 to 2 as call 4 light 2]
    7s finish 2 -> B001 here [light 2], B001 received [light 2]
    8s pause 2 lunch -> counter 2 pauses (Lunch) [light 2]
    9s cancel B002 -> B002 given up
    70000s day 2026-11-24 -> A001 ended with the day [light 1], A002 ended with the day [light 1], A003 day_ended [light 3], A004 ended with the day, counter 1 closed [light 1], counter 2 closed [light 2], counter 3 closed [light 3], day 2026-11-24
    90000s next 1 -> REFUSED counter_closed: CounterClosed { counter: CounterNumber(1) }
    90001s issue chung-thuc -> A001 [print A001 at kiosk-1]
    90002s day 2026-11-24 -> REFUSED day_already_started: DayAlreadyStarted { day: 2026-11-24 }
    90002s day 2026-11-23 -> REFUSED day_already_started: DayAlreadyStarted { day: 2026-11-24 }
    90003s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    90004s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    ");
}

#[test]
fn after_a_new_day_nothing_of_the_old_one_is_left() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        1 next 1
        99 finish 1
        100 next 1
        101 absent 1
        86400 day 2026-11-24
    ",
    );
    let mut fresh = Hall::new(rules());
    fresh.apply(&goiso_domain::Event::DayStarted { day: "2026-11-24".parse().unwrap() }, play.at(86400));
    assert_eq!(play.hall, fresh, "so a replay may begin at the day");
}

#[test]
fn a_business_day_begins_at_its_hour_in_its_zone() {
    let day = |text: &str| business_day(&rules(), text.parse::<Timestamp>().unwrap()).to_string();
    assert_eq!(day("2026-11-23T03:59:59+07:00"), "2026-11-22");
    assert_eq!(day("2026-11-23T04:00:00+07:00"), "2026-11-23");
    assert_eq!(day("2026-11-23T23:59:59+07:00"), "2026-11-23");
    assert_eq!(day("2026-11-24T03:00:00+07:00"), "2026-11-23");
    assert_eq!(day("2026-11-22T22:00:00Z"), "2026-11-23");
}

#[test]
fn a_zone_this_machine_does_not_know_is_taken_for_vietnam() {
    let rules = Rules { zone: "Asia/Nowhere".to_owned(), ..rules() };
    assert_eq!(business_day(&rules, "2026-11-22T21:00:00Z".parse().unwrap()).to_string(), "2026-11-23");
    assert_eq!(business_day(&rules, "2026-11-22T20:59:59Z".parse().unwrap()).to_string(), "2026-11-22");
}

#[test]
fn the_clock_wishes_a_day_once_and_never_an_earlier_one() {
    let mut hall = Hall::new(rules());
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let monday = Command::StartDay { day: "2026-11-23".parse().unwrap() };
    assert_eq!(hall.due(at("2026-11-23T05:00:00+07:00")), std::slice::from_ref(&monday));
    for event in hall.decide(&monday, at("2026-11-23T05:00:00+07:00")).unwrap() {
        hall.apply(&event, at("2026-11-23T05:00:00+07:00"));
    }
    assert_eq!(hall.day().unwrap().to_string(), "2026-11-23");
    assert_eq!(hall.due(at("2026-11-24T03:59:59+07:00")), []);
    assert_eq!(hall.due(at("2026-11-20T12:00:00+07:00")), [], "a clock set back");
    let tuesday = Command::StartDay { day: "2026-11-24".parse().unwrap() };
    assert_eq!(hall.due(at("2026-11-24T04:00:00+07:00")), [tuesday]);
}

#[test]
fn the_next_deadline_is_the_next_beginning_of_a_day() {
    let hall = Hall::new(rules());
    let next = |text: &str| hall.next_deadline(text.parse().unwrap()).unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(next("2026-11-23T03:59:59+07:00"), at("2026-11-23T04:00:00+07:00"));
    assert_eq!(next("2026-11-23T04:00:00+07:00"), at("2026-11-24T04:00:00+07:00"));
    assert_eq!(next("2026-11-23T23:00:00+07:00"), at("2026-11-24T04:00:00+07:00"));
}

#[test]
fn before_the_first_day_only_rules_and_a_day_are_taken() {
    let hall = Hall::new(rules());
    assert_eq!(hall.day(), None);
    let now = crate::play::MORNING.parse().unwrap();
    let refused = hall.decide(&Command::CallNext { counter: counter(1) }, now).unwrap_err();
    assert_eq!(refused.code(), "day_not_started");
    let other = Rules { calls_max: 5, ..rules() };
    assert_eq!(hall.decide(&Command::ApplyRules { rules: Box::new(other) }, now).unwrap().len(), 1);
    assert_eq!(hall.n_waiting(&service("ho-tich")), 0);
}
