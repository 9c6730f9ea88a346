//! Opening, pausing, closing.

use insta::assert_snapshot;

use crate::play::{Play, counter, play, rules, service};
use goiso_domain::CounterState;

#[test]
fn a_counter_opens_for_all_its_services_or_some() {
    assert_snapshot!(play(rules(), "
        0 open 3 lan
        1 open 3 lan                    -- already so
        2 open 3 lan dat-dai ho-tich dat-dai
        3 issue chung-thuc
        3 issue ho-tich
        4 next 3
        5 next 3
        6 call 3 A001
        7 open 1 hoa dat-dai
        8 open 1 hoa cap-bang
    "), @r#"
    0s open 3 lan -> counter 3 open with lan for chung-thuc ho-tich dat-dai [light 3]
    1s open 3 lan -> nothing to do
    2s open 3 lan dat-dai ho-tich dat-dai -> counter 3 open with lan for dat-dai ho-tich [light 3]
    3s issue chung-thuc -> A001 [print A001 at kiosk-1]
    3s issue ho-tich -> B001 [print B001 at kiosk-1]
    4s next 3 -> B001 called (oldest) [announce B001 to 3 as call 1 light 3]
    5s next 3 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(3) }
    6s call 3 A001 -> REFUSED service_not_at_counter: ServiceNotAtCounter { service: ServiceId("chung-thuc"), counter: CounterNumber(3) }
    7s open 1 hoa dat-dai -> REFUSED service_not_at_counter: ServiceNotAtCounter { service: ServiceId("dat-dai"), counter: CounterNumber(1) }
    8s open 1 hoa cap-bang -> REFUSED unknown_service: UnknownService { service: ServiceId("cap-bang") }
    "#);
}

#[test]
fn an_official_is_at_one_counter_at_a_time() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        1 open 2 lan
        2 pause 1 lunch
        3 open 2 lan
        4 close 1
        5 open 2 lan
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    1s open 2 lan -> REFUSED official_elsewhere: OfficialElsewhere { official: OfficialId("lan"), counter: CounterNumber(1) }
    2s pause 1 lunch -> counter 1 pauses (Lunch) [light 1]
    3s open 2 lan -> REFUSED official_elsewhere: OfficialElsewhere { official: OfficialId("lan"), counter: CounterNumber(1) }
    4s close 1 -> counter 1 closed [light 1]
    5s open 2 lan -> counter 2 open with lan for ho-tich dat-dai [light 2]
    "#);
}

#[test]
fn nothing_changes_hands_while_a_visitor_is_there() {
    assert_snapshot!(play(rules(), "
        0 open 1 lan
        0 issue chung-thuc
        1 next 1
        2 open 1 hoa
        3 open 1 lan ho-tich
        4 open 1 lan           -- already so
        5 close 1
        6 finish 1
        7 open 1 hoa ho-tich
        8 close 1
        9 close 1
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    2s open 1 hoa -> REFUSED counter_busy: CounterBusy { counter: CounterNumber(1), number: TicketNumber("A001") }
    3s open 1 lan ho-tich -> REFUSED counter_busy: CounterBusy { counter: CounterNumber(1), number: TicketNumber("A001") }
    4s open 1 lan -> nothing to do
    5s close 1 -> REFUSED counter_busy: CounterBusy { counter: CounterNumber(1), number: TicketNumber("A001") }
    6s finish 1 -> A001 here [light 1], A001 received [light 1]
    7s open 1 hoa ho-tich -> counter 1 open with hoa for ho-tich [light 1]
    8s close 1 -> counter 1 closed [light 1]
    9s close 1 -> REFUSED counter_closed: CounterClosed { counter: CounterNumber(1) }
    "#);
}

#[test]
fn a_pause_lets_the_visitor_stay_and_calls_nobody() {
    assert_snapshot!(play(rules(), "
        0 pause 1 break
        1 open 1 lan
        1 issue chung-thuc
        1 issue chung-thuc
        2 next 1
        3 pause 1 break
        4 pause 1 break        -- already so
        5 pause 1 lunch
        6 recall 1
        7 arrive 1
        8 next 1
        9 call 1 A002
        10 open 1 hoa          -- not while A001 is there
        11 open 1 lan          -- go on
        12 pause 1 break
        13 finish 1
        14 open 1 hoa
        15 next 1
        16 pause 1 break
        17 absent 1
        18 close 1
    "), @r#"
    0s pause 1 break -> REFUSED counter_closed: CounterClosed { counter: CounterNumber(1) }
    1s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    1s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    2s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    3s pause 1 break -> counter 1 pauses (Break) [light 1]
    4s pause 1 break -> nothing to do
    5s pause 1 lunch -> counter 1 pauses (Lunch) [light 1]
    6s recall 1 -> A001 recalled [announce A001 to 1 as call 2 light 1]
    7s arrive 1 -> A001 here [light 1]
    8s next 1 -> REFUSED counter_paused: CounterPaused { counter: CounterNumber(1) }
    9s call 1 A002 -> REFUSED counter_paused: CounterPaused { counter: CounterNumber(1) }
    10s open 1 hoa -> REFUSED counter_busy: CounterBusy { counter: CounterNumber(1), number: TicketNumber("A001") }
    11s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    12s pause 1 break -> counter 1 pauses (Break) [light 1]
    13s finish 1 -> A001 received [light 1]
    14s open 1 hoa -> counter 1 open with hoa for chung-thuc ho-tich [light 1]
    15s next 1 -> A002 called (oldest) [announce A002 to 1 as call 3 light 1]
    16s pause 1 break -> counter 1 pauses (Break) [light 1]
    17s absent 1 -> A002 absent [light 1]
    18s close 1 -> counter 1 closed [light 1]
    "#);
}

#[test]
fn a_counter_knows_since_when_it_is_as_it_is() {
    let mut play = Play::new(rules());
    let state = |play: &Play| play.hall.counter(counter(1)).unwrap().state.clone();
    assert_eq!(state(&play), CounterState::Closed);
    play.run("7 open 1 lan ho-tich");
    assert_eq!(state(&play), CounterState::Open { official: "lan".parse().unwrap(), since: play.at(7) });
    assert!(play.hall.counter(counter(1)).unwrap().is_open());
    play.run("9 pause 1 lunch");
    assert!(matches!(state(&play), CounterState::Paused { since, .. } if since == play.at(9)));
    assert!(!play.hall.counter(counter(1)).unwrap().is_open());
    assert_eq!(play.hall.counter(counter(1)).unwrap().services, [service("ho-tich")]);
    play.run("10 close 1");
    let at_rest = [service("chung-thuc"), service("ho-tich")];
    assert_eq!(play.hall.counter(counter(1)).unwrap().services, at_rest, "as the rules say");
}

#[test]
fn a_service_is_served_by_open_counters_else_by_those_of_the_rules() {
    let mut play = Play::new(rules());
    let serving = |play: &Play, id: &str| -> Vec<u16> {
        play.hall.counters_for(&service(id)).into_iter().map(goiso_model::CounterNumber::get).collect()
    };
    assert_eq!(serving(&play, "ho-tich"), [1, 2, 3]);
    play.run("0 open 3 lan chung-thuc");
    assert_eq!(serving(&play, "ho-tich"), [1, 2, 3]);
    play.run("0 open 2 hoa");
    assert_eq!(serving(&play, "ho-tich"), [2]);
    play.run("0 pause 2 break");
    assert_eq!(serving(&play, "ho-tich"), [1, 2, 3]);
    assert!(serving(&play, "cap-bang").is_empty());
}
