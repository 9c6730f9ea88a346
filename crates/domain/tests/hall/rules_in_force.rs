//! New rules in the middle of a day.

use insta::assert_snapshot;

use crate::play::{Play, counter, rules, service, service_rules};
use goiso_domain::{Command, CounterRules, Rules};

fn put_in_force(play: &mut Play, secs: i64, rules: Rules) -> String {
    match play.wish(&Command::ApplyRules { rules: Box::new(rules) }, play.at(secs)) {
        Ok(told) if told.is_empty() => "nothing to do".to_owned(),
        Ok(told) => told.join(", "),
        Err(refusal) => refusal,
    }
}

fn services(play: &Play, n: u32) -> Vec<String> {
    let counter = play.hall.counter(counter(n)).unwrap();
    counter.services.iter().map(ToString::to_string).collect()
}

#[test]
fn the_same_rules_again_change_nothing() {
    let mut play = Play::new(rules());
    assert_eq!(put_in_force(&mut play, 1, rules()), "nothing to do");
    let told = put_in_force(&mut play, 1, Rules { calls_max: 2, ..rules() });
    assert_eq!(told, "new rules [light 1 light 2 light 3]");
    assert_eq!(play.hall.rules().calls_max, 2);
}

#[test]
fn a_counter_that_leaves_is_closed_unless_somebody_is_there() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 open 2 hoa
        0 issue chung-thuc
        1 next 1
    ",
    );
    let mut fewer = rules();
    fewer.counters.remove(&counter(1));
    fewer.counters.remove(&counter(2));
    assert_snapshot!(put_in_force(&mut play, 2, fewer.clone()), @r#"counter_busy: CounterBusy { counter: CounterNumber(1), number: TicketNumber("A001") }"#);
    play.run("3 finish 1");
    assert_snapshot!(put_in_force(&mut play, 4, fewer), @"counter 1 closed [light 1], counter 2 closed [light 2], new rules [light 3]");
    assert!(play.hall.counter(counter(1)).is_none());
    assert_eq!(put_in_force(&mut play, 5, rules()), "new rules [light 1 light 2 light 3]");
    assert!(!play.hall.counter(counter(1)).unwrap().is_open());
    assert_eq!(play.hall.day_figures(counter(1)).n_served, 1, "what was done stays done");
    play.replay();
}

#[test]
fn an_open_counter_serves_only_what_the_rules_still_give_it() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 open 3 hoa ho-tich
        0 open 2 minh dat-dai
    ",
    );
    let mut other = rules();
    let give = |ids: &[&str]| CounterRules::new(ids.iter().map(|id| service(id)).collect());
    other.counters.insert(counter(1), give(&["chung-thuc", "ho-tich", "dat-dai"]));
    other.counters.insert(counter(2), give(&["ho-tich"]));
    other.counters.insert(counter(3), give(&["dat-dai", "ho-tich"]));
    put_in_force(&mut play, 1, other);
    assert_eq!(services(&play, 1), ["chung-thuc", "ho-tich", "dat-dai"], "it served all it might");
    assert_eq!(services(&play, 2), ["ho-tich"], "nothing of its own is left");
    assert_eq!(services(&play, 3), ["ho-tich"], "its choice");
    play.replay();
}

#[test]
fn whoever_waits_for_a_service_that_left_is_called_at_last() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 2 lan
        0 issue chung-thuc nct
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue ho-tich
        0 issue ho-tich
    ",
    );
    let mut fewer = rules();
    fewer.services.remove(&service("chung-thuc"));
    fewer.counters.insert(counter(1), CounterRules::new(vec![service("ho-tich")]));
    fewer.counters.remove(&counter(3));
    put_in_force(&mut play, 1, fewer);
    let order: Vec<_> =
        play.hall.waiting_order(counter(2), play.at(2), 9).into_iter().map(|(id, _)| id).collect();
    let n_ahead: Vec<_> = order.iter().map(|id| play.hall.ahead(*id, play.at(2))).collect();
    assert_eq!(n_ahead, [0, 1, 2, 3, 4]);
    assert_snapshot!(play.run("
        2 call 2 A003     -- by any counter
        3 next 2
        4 next 2
        5 next 2
        6 next 2
        7 next 2
        8 issue chung-thuc
    "), @r#"
    2s call 2 A003 -> A003 called (out of turn) [announce A003 to 2 as call 1 light 2]
    3s next 2 -> A003 here [light 2], A003 done [light 2], B001 called (oldest) [announce B001 to 2 as call 2 light 2]
    4s next 2 -> B001 here [light 2], B001 done [light 2], B002 called (oldest) [announce B002 to 2 as call 3 light 2]
    5s next 2 -> B002 here [light 2], B002 done [light 2], A001 called (oldest) [announce A001 to 2 as call 4 light 2]
    6s next 2 -> A001 here [light 2], A001 done [light 2], A002 called (oldest) [announce A002 to 2 as call 5 light 2]
    7s next 2 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(2) }
    8s issue chung-thuc -> REFUSED unknown_service: UnknownService { service: ServiceId("chung-thuc") }
    "#);
}

#[test]
fn a_service_without_counters_is_called_at_last_too() {
    let mut rules = rules();
    rules.series.insert(service("cap-bang"), crate::play::series("D", 1, 9, 3));
    rules.services.insert(service("cap-bang"), service_rules("cap-bang"));
    let mut play = Play::new(rules);
    assert_snapshot!(play.run("
        0 open 1 lan
        0 issue cap-bang
        0 issue ho-tich
        1 next 1
        2 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue cap-bang -> D001 [print D001 at kiosk-1]
    0s issue ho-tich -> B001 [print B001 at kiosk-1]
    1s next 1 -> B001 called (oldest) [announce B001 to 1 as call 1 light 1]
    2s next 1 -> B001 here [light 1], B001 done [light 1], D001 called (oldest) [announce D001 to 1 as call 2 light 1]
    ");
}
