//! Which number comes next.

use insta::assert_snapshot;

use crate::play::{Play, play, rules, series, service};
use goiso_domain::{AtEnd, Command, Rules, Series, ServiceState};

fn with_series(change: Series) -> Rules {
    let mut rules = rules();
    rules.series.insert(service("chung-thuc"), change);
    rules
}

#[test]
fn every_style_in_use_can_be_given() {
    let styles = [
        (series("A", 1, 999, 3), "A001 A002"),
        (series("A-", 25, 99, 3), "A-025 A-026"),
        (series("", 1, 9999, 4), "0001 0002"),
        (series("", 1001, 1999, 4), "1001 1002"),
        (series("B ", 100, 499, 3), "B 100 B 101"),
        (series("A", 9, 10, 1), "A9 A10"),
    ];
    for (style, expected) in styles {
        let mut play = Play::new(with_series(style));
        play.run(
            "
            0 issue chung-thuc
            0 issue chung-thuc
        ",
        );
        let issued = play.journal.iter().filter_map(|(event, _)| match event {
            goiso_domain::Event::Issued { number, .. } => Some(number.to_string()),
            _ => None,
        });
        assert_eq!(issued.collect::<Vec<_>>().join(" "), expected);
    }
}

#[test]
fn services_may_share_a_series() {
    let mut rules = rules();
    rules.services.get_mut(&service("ho-tich")).unwrap().series = service("chung-thuc");
    assert_snapshot!(play(rules, "
        0 issue chung-thuc
        0 issue ho-tich
        0 issue dat-dai
        0 issue chung-thuc
    "), @r"
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    0s issue ho-tich -> A002 [print A002 at kiosk-1]
    0s issue dat-dai -> C001 [print C001 at kiosk-1]
    0s issue chung-thuc -> A003 [print A003 at kiosk-1]
    ");
}

#[test]
fn a_series_at_its_end_refuses() {
    let mut play = Play::new(with_series(series("A", 8, 9, 3)));
    assert_snapshot!(play.run("
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        1 next 1
        2 next 1
        3 finish 1
        4 issue chung-thuc
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A008 [print A008 at kiosk-1]
    0s issue chung-thuc -> A009 [print A009 at kiosk-1]
    1s next 1 -> A008 called (oldest) [announce A008 to 1 as call 1 light 1]
    2s next 1 -> A008 here [light 1], A008 done [light 1], A009 called (oldest) [announce A009 to 1 as call 2 light 1]
    3s finish 1 -> A009 here [light 1], A009 received [light 1]
    4s issue chung-thuc -> REFUSED range_exhausted: RangeExhausted { service: ServiceId("chung-thuc"), number: TicketNumber("A010") }
    "#);
    assert_eq!(play.hall.service_state(&service("chung-thuc"), play.at(5)), ServiceState::Full);
    assert_eq!(play.hall.service_state(&service("ho-tich"), play.at(5)), ServiceState::Open);
}

#[test]
fn a_series_wraps_unless_the_number_is_still_in_use() {
    let mut play = Play::new(with_series(Series { at_end: AtEnd::Wrap, ..series("A", 1, 2, 3) }));
    assert_snapshot!(play.run("
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        1 issue chung-thuc    -- A001 waits
        2 next 1
        3 issue chung-thuc    -- A001 is called
        4 arrive 1
        5 issue chung-thuc    -- A001 is served
        6 absent 1
        7 issue chung-thuc    -- A001 may come back
        8 cancel A001
        9 issue chung-thuc
        10 issue chung-thuc   -- A002 waits
        11 next 1
        12 call 1 A001        -- the newest of that number
        13 issue chung-thuc
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    0s issue chung-thuc -> A002 [print A002 at kiosk-1]
    1s issue chung-thuc -> REFUSED range_exhausted: RangeExhausted { service: ServiceId("chung-thuc"), number: TicketNumber("A001") }
    2s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    3s issue chung-thuc -> REFUSED range_exhausted: RangeExhausted { service: ServiceId("chung-thuc"), number: TicketNumber("A001") }
    4s arrive 1 -> A001 here [light 1]
    5s issue chung-thuc -> REFUSED range_exhausted: RangeExhausted { service: ServiceId("chung-thuc"), number: TicketNumber("A001") }
    6s absent 1 -> A001 absent [light 1]
    7s issue chung-thuc -> REFUSED range_exhausted: RangeExhausted { service: ServiceId("chung-thuc"), number: TicketNumber("A001") }
    8s cancel A001 -> A001 given up [light 1]
    9s issue chung-thuc -> A001 [print A001 at kiosk-1]
    10s issue chung-thuc -> REFUSED range_exhausted: RangeExhausted { service: ServiceId("chung-thuc"), number: TicketNumber("A002") }
    11s next 1 -> A002 called (oldest) [announce A002 to 1 as call 2 light 1]
    12s call 1 A001 -> A002 here [light 1], A002 done [light 1], A001 called (out of turn) [announce A001 to 1 as call 3 light 1]
    13s issue chung-thuc -> A002 [print A002 at kiosk-1]
    "#);
}

#[test]
fn a_day_has_no_more_numbers_than_the_rules_allow() {
    let mut rules = rules();
    rules.services.get_mut(&service("ho-tich")).unwrap().daily_max = Some(2);
    rules.services.get_mut(&service("ho-tich")).unwrap().series = service("chung-thuc");
    let mut play = Play::new(rules);
    assert_snapshot!(play.run("
        0 issue ho-tich
        0 issue chung-thuc
        0 issue ho-tich
        1 cancel A001
        2 issue ho-tich
        3 issue chung-thuc
    "), @r#"
    0s issue ho-tich -> A001 [print A001 at kiosk-1]
    0s issue chung-thuc -> A002 [print A002 at kiosk-1]
    0s issue ho-tich -> A003 [print A003 at kiosk-1]
    1s cancel A001 -> A001 given up
    2s issue ho-tich -> REFUSED service_full: ServiceFull { service: ServiceId("ho-tich"), max: 2 }
    3s issue chung-thuc -> A004 [print A004 at kiosk-1]
    "#);
    assert_eq!(play.hall.service_state(&service("ho-tich"), play.at(5)), ServiceState::Full);
}

#[test]
fn a_hall_has_no_more_waiting_than_it_can_hold() {
    assert_snapshot!(play(Rules { waiting_max: 2, ..rules() }, "
        0 open 1 lan
        0 issue ho-tich
        0 issue chung-thuc
        1 issue dat-dai
        2 next 1
        3 issue dat-dai nct
        4 issue dat-dai
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue ho-tich -> B001 [print B001 at kiosk-1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue dat-dai -> REFUSED hall_full: HallFull { max: 2 }
    2s next 1 -> B001 called (oldest) [announce B001 to 1 as call 1 light 1]
    3s issue dat-dai nct -> C001 [print C001 at kiosk-1]
    4s issue dat-dai -> REFUSED hall_full: HallFull { max: 2 }
    ");
}

#[test]
fn new_rules_never_lead_to_a_number_given_before() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        1 next 1
        2 next 1
        3 finish 1
    ",
    );
    let mut swapped = rules();
    swapped.series.insert(service("chung-thuc"), series("B", 1, 999, 3));
    swapped.series.insert(service("ho-tich"), series("A", 1, 999, 3));
    swapped.series.insert(service("dat-dai"), series("C", 5, 6, 3));
    play.wish(&Command::ApplyRules { rules: Box::new(swapped) }, play.at(4)).unwrap();
    assert_snapshot!(play.run("
        5 issue ho-tich       -- A001 and A002 have been
        5 issue chung-thuc    -- goes on after its second
        5 issue dat-dai
    "), @r"
    5s issue ho-tich -> A003 [print A003 at kiosk-1]
    5s issue chung-thuc -> B003 [print B003 at kiosk-1]
    5s issue dat-dai -> C005 [print C005 at kiosk-1]
    ");
}

#[test]
fn a_series_whose_range_moved_goes_on_within_it() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 issue chung-thuc
        0 issue chung-thuc
    ",
    );
    for (range, expected) in [((100, 199), "A100"), ((50, 199), "A101"), ((1, 101), "refused")] {
        let rules = with_series(series("A", range.0, range.1, 3));
        play.wish(&Command::ApplyRules { rules: Box::new(rules) }, play.at(4)).unwrap();
        let told = play.run("5 issue chung-thuc").to_lowercase();
        assert!(told.contains(&expected.to_lowercase()), "{told}");
    }
}
