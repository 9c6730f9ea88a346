//! What the supervisor settles for the day.

use insta::assert_snapshot;

use crate::play::{Play, play, rules, service};
use goiso_domain::{Command, ServiceState};

#[test]
fn a_counter_stands_in_for_another_until_the_day_ends() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue dat-dai
        1 next 1
        2 assign 1 dat-dai chung-thuc
        3 next 1
        4 finish 1
        5 close 1
        6 open 1 lan
        7 assign 1 dat-dai chung-thuc
        8 close 1
        79200 day 2026-11-24
        79201 open 1 lan
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue dat-dai -> C001 [print C001 at kiosk-1]
    1s next 1 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(1) }
    2s assign 1 dat-dai chung-thuc -> counter 1 is given dat-dai chung-thuc
    3s next 1 -> C001 called (oldest) [announce C001 to 1 as call 1 light 1]
    4s finish 1 -> C001 here [light 1], C001 received [light 1]
    5s close 1 -> counter 1 closed [light 1]
    6s open 1 lan -> counter 1 open with lan for dat-dai chung-thuc [light 1]
    7s assign 1 dat-dai chung-thuc -> nothing to do
    8s close 1 -> counter 1 closed [light 1]
    79200s day 2026-11-24 -> day 2026-11-24
    79201s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    ");
}

#[test]
fn with_no_services_named_the_counter_is_as_the_rules_say() {
    assert_snapshot!(play(rules(), "
        0 assign 1 dat-dai
        1 assign 1
        2 assign 1
        3 assign 1 cap-bang
    "), @r#"
    0s assign 1 dat-dai -> counter 1 is given dat-dai
    1s assign 1 -> counter 1 is given chung-thuc ho-tich
    2s assign 1 -> nothing to do
    3s assign 1 cap-bang -> REFUSED unknown_service: UnknownService { service: ServiceId("cap-bang") }
    "#);
}

#[test]
fn whose_service_no_counter_has_any_more_is_called_by_any() {
    let mut rules = rules();
    rules.counters.remove(&crate::play::counter(3));
    assert_snapshot!(play(rules, "
        0 open 1 lan
        0 issue dat-dai
        1 assign 2 ho-tich
        2 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue dat-dai -> C001 [print C001 at kiosk-1]
    1s assign 2 ho-tich -> counter 2 is given ho-tich
    2s next 1 -> C001 called (oldest) [announce C001 to 1 as call 1 light 1]
    ");
}

#[test]
fn a_stopped_service_gives_no_numbers_and_those_who_wait_are_served() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        1 switch chung-thuc paused
        2 issue chung-thuc
        3 next 1
        4 switch chung-thuc paused
        5 switch chung-thuc open
        6 issue chung-thuc
        7 switch chung-thuc closed
        8 issue chung-thuc
        79200 day 2026-11-24
        79201 issue chung-thuc
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s switch chung-thuc paused -> chung-thuc Paused
    2s issue chung-thuc -> REFUSED service_stopped: ServiceStopped { service: ServiceId("chung-thuc") }
    3s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    4s switch chung-thuc paused -> nothing to do
    5s switch chung-thuc open -> chung-thuc Open
    6s issue chung-thuc -> A002 [print A002 at kiosk-1]
    7s switch chung-thuc closed -> chung-thuc Closed
    8s issue chung-thuc -> REFUSED service_stopped: ServiceStopped { service: ServiceId("chung-thuc") }
    79200s day 2026-11-24 -> A001 ended with the day [light 1], A002 ended with the day, counter 1 closed [light 1], day 2026-11-24
    79201s issue chung-thuc -> A001 [print A001 at kiosk-1]
    "#);
    let mut play = Play::new(rules());
    play.run("0 switch chung-thuc paused\n0 switch ho-tich closed");
    assert_eq!(play.hall.service_state(&service("chung-thuc"), play.at(1)), ServiceState::Paused);
    let closed = ServiceState::Closed { opens_at: None };
    assert_eq!(play.hall.service_state(&service("ho-tich"), play.at(1)), closed);
}

#[test]
fn a_limit_set_for_the_day_goes_over_that_of_the_rules() {
    let mut rules = rules();
    rules.services.get_mut(&service("chung-thuc")).unwrap().daily_max = Some(1);
    let mut morning = Play::new(rules.clone());
    let n_left = |play: &Play, id| play.hall.n_left(&service(id));
    assert_eq!((n_left(&morning, "chung-thuc"), n_left(&morning, "ho-tich")), (Some(1), None));
    morning.run("0 quota chung-thuc 3\n1 issue chung-thuc");
    assert_eq!(n_left(&morning, "chung-thuc"), Some(2));
    morning.run("2 issue chung-thuc\n3 quota chung-thuc 1");
    assert_eq!(n_left(&morning, "chung-thuc"), Some(0), "more were given than may be now");
    assert_snapshot!(play(rules, "
        0 issue chung-thuc
        1 issue chung-thuc
        2 quota chung-thuc 2
        3 issue chung-thuc
        4 issue chung-thuc
        5 quota chung-thuc
        6 issue chung-thuc
        7 quota chung-thuc
        8 quota cap-bang 4
    "), @r#"
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> REFUSED service_full: ServiceFull { service: ServiceId("chung-thuc"), max: 1 }
    2s quota chung-thuc 2 -> chung-thuc gives Some(2)
    3s issue chung-thuc -> A002 [print A002 at kiosk-1]
    4s issue chung-thuc -> REFUSED service_full: ServiceFull { service: ServiceId("chung-thuc"), max: 2 }
    5s quota chung-thuc -> chung-thuc gives None
    6s issue chung-thuc -> A003 [print A003 at kiosk-1]
    7s quota chung-thuc -> nothing to do
    8s quota cap-bang 4 -> REFUSED unknown_service: UnknownService { service: ServiceId("cap-bang") }
    "#);
}

#[test]
fn an_official_asks_for_help_until_somebody_comes() {
    let mut play = Play::new(rules());
    assert_snapshot!(play.run("
        0 help 1
        1 open 1 lan
        2 help 1
        3 help 1
        4 helped 1
        5 helped 1
        6 help 1
        7 close 1
    "), @r"
    0s help 1 -> REFUSED counter_closed: CounterClosed { counter: CounterNumber(1) }
    1s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    2s help 1 -> counter 1 asks for help
    3s help 1 -> nothing to do
    4s helped 1 -> counter 1 is helped
    5s helped 1 -> nothing to do
    6s help 1 -> counter 1 asks for help
    7s close 1 -> counter 1 closed [light 1]
    ");
    assert_eq!(play.hall.counter(crate::play::counter(1)).unwrap().help_since, None);
}

#[test]
fn whoever_stands_at_the_counter_without_a_slip_gets_a_number_and_is_called_at_once() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        1 next 1
        2 walk-in 1 ho-tich nct
        3 walk-in 1 dat-dai
        4 pause 1 lunch
        5 walk-in 1 ho-tich
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    2s walk-in 1 ho-tich nct -> A001 here [light 1], A001 done [light 1], B001, B001 called (WalkIn) [announce B001 to 1 as call 2 light 1]
    3s walk-in 1 dat-dai -> REFUSED service_not_at_counter: ServiceNotAtCounter { service: ServiceId("dat-dai"), counter: CounterNumber(1) }
    4s pause 1 lunch -> counter 1 pauses (Lunch) [light 1]
    5s walk-in 1 ho-tich -> REFUSED counter_paused: CounterPaused { counter: CounterNumber(1) }
    "#);
}

#[test]
fn a_messages_audience_is_kept() {
    let mut play = Play::new(rules());
    for audience in
        [goiso_domain::Audience::Boards, goiso_domain::Audience::Counters, goiso_domain::Audience::All]
    {
        let post = Command::PostMessage {
            level: goiso_domain::MessageLevel::Notice,
            text: goiso_model::LocalText::vietnamese("Họp lúc 11:30"),
            until: None,
            audience,
        };
        play.wish(&post, play.at(0)).unwrap();
    }
    let seen = play.hall.messages().map(|(_, m)| (m.audience.is_for_boards(), m.audience.is_for_counters()));
    assert_eq!(seen.collect::<Vec<_>>(), [(true, false), (false, true), (true, true)]);
    play.replay();
}
