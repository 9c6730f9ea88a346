//! How counters share their calls between services, and help each other.

use insta::assert_snapshot;

use crate::play::{Play, counter, play, rules, service};
use goiso_domain::{CallsWhom, GroupCount, Help, Rules, ServiceOrder};

const THREE_SERVICES: &str = "
    0 open 3 tam
    0 issue dat-dai
    1 issue dat-dai
    2 issue dat-dai
    3 issue dat-dai
    4 issue ho-tich
    5 issue ho-tich
    6 issue chung-thuc
    7 issue chung-thuc
";

fn order_at_3(order: ServiceOrder) -> Rules {
    let mut rules = rules();
    rules.counters.get_mut(&counter(3)).unwrap().order = order;
    rules
}

fn after(rules: Rules, begin: &str, script: &str) -> String {
    let mut play = Play::new(rules);
    play.run(begin);
    play.run(script)
}

#[test]
fn in_the_order_of_the_list_the_first_service_comes_first() {
    assert_snapshot!(after(order_at_3(ServiceOrder::Listed), THREE_SERVICES, "
        10 next 3
        11 next 3
        12 next 3
        13 next 3
        14 next 3
        15 next 3
    "), @r"
    10s next 3 -> A001 called (ServiceOrder) [announce A001 to 3 as call 1 light 3]
    11s next 3 -> A001 here [light 3], A001 done [light 3], A002 called (ServiceOrder) [announce A002 to 3 as call 2 light 3]
    12s next 3 -> A002 here [light 3], A002 done [light 3], B001 called (ServiceOrder) [announce B001 to 3 as call 3 light 3]
    13s next 3 -> B001 here [light 3], B001 done [light 3], B002 called (ServiceOrder) [announce B002 to 3 as call 4 light 3]
    14s next 3 -> B002 here [light 3], B002 done [light 3], C001 called (oldest) [announce C001 to 3 as call 5 light 3]
    15s next 3 -> C001 here [light 3], C001 done [light 3], C002 called (oldest) [announce C002 to 3 as call 6 light 3]
    ");
}

#[test]
fn whoever_has_waited_too_long_comes_before_the_order_of_services() {
    assert_snapshot!(after(order_at_3(ServiceOrder::Listed), THREE_SERVICES, "
        3600 next 3
        3601 next 3
        3601 next 3
    "), @r"
    3600s next 3 -> C001 called (waited too long) [announce C001 to 3 as call 1 light 3]
    3601s next 3 -> C001 here [light 3], C001 done [light 3], C002 called (waited too long) [announce C002 to 3 as call 2 light 3]
    3601s next 3 -> C002 here [light 3], C002 done [light 3], A001 called (ServiceOrder) [announce A001 to 3 as call 3 light 3]
    ");
}

#[test]
fn a_class_has_its_turn_whatever_the_service() {
    assert_snapshot!(after(order_at_3(ServiceOrder::Listed), "
        0 open 3 tam
        0 issue chung-thuc
        1 issue dat-dai nct
        2 issue ho-tich nct
    ", "
        10 next 3
        11 next 3
    "), @r"
    10s next 3 -> B001 called (priority nct) [announce B001 to 3 as call 1 light 3]
    11s next 3 -> B001 here [light 3], B001 done [light 3], A001 called (oldest) [announce A001 to 3 as call 2 light 3]
    ");
}

#[test]
fn with_shares_each_service_has_its_part_of_the_calls() {
    let weights = [("dat-dai", 3), ("ho-tich", 1)].map(|(id, weight)| (service(id), weight)).into();
    assert_snapshot!(after(order_at_3(ServiceOrder::Weighted { weights }), THREE_SERVICES, "
        10 next 3
        11 next 3
        12 next 3
        13 next 3
        14 next 3
        15 next 3
        16 next 3
        17 next 3
    "), @r"
    10s next 3 -> C001 called (oldest) [announce C001 to 3 as call 1 light 3]
    11s next 3 -> C001 here [light 3], C001 done [light 3], B001 called (ServiceShare) [announce B001 to 3 as call 2 light 3]
    12s next 3 -> B001 here [light 3], B001 done [light 3], A001 called (ServiceShare) [announce A001 to 3 as call 3 light 3]
    13s next 3 -> A001 here [light 3], A001 done [light 3], C002 called (oldest) [announce C002 to 3 as call 4 light 3]
    14s next 3 -> C002 here [light 3], C002 done [light 3], C003 called (oldest) [announce C003 to 3 as call 5 light 3]
    15s next 3 -> C003 here [light 3], C003 done [light 3], C004 called (oldest) [announce C004 to 3 as call 6 light 3]
    16s next 3 -> C004 here [light 3], C004 done [light 3], B002 called (oldest) [announce B002 to 3 as call 7 light 3]
    17s next 3 -> B002 here [light 3], B002 done [light 3], A002 called (oldest) [announce A002 to 3 as call 8 light 3]
    ");
}

#[test]
fn a_service_that_nobody_came_for_has_no_claim_on_the_past() {
    let weights = [("dat-dai", 1), ("ho-tich", 1)].map(|(id, weight)| (service(id), weight)).into();
    assert_snapshot!(after(order_at_3(ServiceOrder::Weighted { weights }), "
        0 open 3 tam
        0 issue dat-dai
        0 issue dat-dai
        0 issue dat-dai
        0 issue dat-dai
        0 issue dat-dai
        1 next 3
        2 next 3
        3 next 3
        4 issue ho-tich
        4 issue ho-tich
        4 issue ho-tich
    ", "
        10 next 3
        11 next 3
        12 next 3
        13 next 3
    "), @r"
    10s next 3 -> C003 here [light 3], C003 done [light 3], B001 called (ServiceShare) [announce B001 to 3 as call 4 light 3]
    11s next 3 -> B001 here [light 3], B001 done [light 3], C004 called (oldest) [announce C004 to 3 as call 5 light 3]
    12s next 3 -> C004 here [light 3], C004 done [light 3], B002 called (ServiceShare) [announce B002 to 3 as call 6 light 3]
    13s next 3 -> B002 here [light 3], B002 done [light 3], C005 called (oldest) [announce C005 to 3 as call 7 light 3]
    ");
}

fn helping(from_wait_secs: Option<u32>) -> Rules {
    let mut rules = rules();
    let helper = rules.counters.get_mut(&counter(1)).unwrap();
    helper.helps = vec![Help { service: service("dat-dai"), from_wait_secs }];
    rules
}

#[test]
fn a_counter_with_nobody_of_its_own_helps() {
    assert_snapshot!(play(helping(None), "
        0 open 1 lan
        0 issue dat-dai
        1 issue chung-thuc
        2 next 1
        3 next 1
        4 next 1
        5 issue dat-dai
        6 call 1 C002
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue dat-dai -> C001 [print C001 at kiosk-1]
    1s issue chung-thuc -> A001 [print A001 at kiosk-1]
    2s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    3s next 1 -> A001 here [light 1], A001 done [light 1], C001 called (Helping) [announce C001 to 1 as call 2 light 1]
    4s next 1 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(1) }
    5s issue dat-dai -> C002 [print C002 at kiosk-1]
    6s call 1 C002 -> C001 here [light 1], C001 done [light 1], C002 called (out of turn) [announce C002 to 1 as call 3 light 1]
    ");
}

#[test]
fn or_from_a_certain_wait_on() {
    assert_snapshot!(play(helping(Some(600)), "
        0 open 1 lan
        0 issue dat-dai
        1 issue dat-dai
        2 issue chung-thuc
        3 issue chung-thuc
        599 next 1
        600 next 1
        600 next 1
        601 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s issue dat-dai -> C001 [print C001 at kiosk-1]
    1s issue dat-dai -> C002 [print C002 at kiosk-1]
    2s issue chung-thuc -> A001 [print A001 at kiosk-1]
    3s issue chung-thuc -> A002 [print A002 at kiosk-1]
    599s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    600s next 1 -> A001 here [light 1], A001 done [light 1], C001 called (Helping) [announce C001 to 1 as call 2 light 1]
    600s next 1 -> C001 here [light 1], C001 done [light 1], A002 called (oldest) [announce A002 to 1 as call 3 light 1]
    601s next 1 -> A002 here [light 1], A002 done [light 1], C002 called (Helping) [announce C002 to 1 as call 4 light 1]
    ");
}

#[test]
fn a_cashier_calls_only_who_was_sent_there() {
    let mut rules = rules();
    rules.counters.get_mut(&counter(2)).unwrap().calls = CallsWhom::SentHere;
    assert_snapshot!(play(rules, "
        0 open 1 lan
        0 open 2 hoa
        0 issue chung-thuc
        1 issue ho-tich
        2 next 2
        3 next 1
        4 chain 1 2
        5 finish 1
        6 next 2
        7 next 2
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s open 2 hoa -> counter 2 open with hoa for ho-tich dat-dai [light 2]
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue ho-tich -> B001 [print B001 at kiosk-1]
    2s next 2 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(2) }
    3s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    4s chain 1 2 -> A001 then to [counter 2]
    5s finish 1 -> A001 here [light 1], A001 received [light 1], A001 sent to counter 2 (Keep) [light 1]
    6s next 2 -> A001 called (Transferred) [announce A001 to 2 as call 2 light 2]
    7s next 2 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(2) }
    ");
}

#[test]
fn one_number_is_for_several_people() {
    let mut rules = rules();
    rules.services.get_mut(&service("chung-thuc")).unwrap().group_max = Some(5);
    rules.waiting_max = 4;
    let mut as_numbers = Play::new(rules.clone());
    as_numbers.run("0 group chung-thuc 3");
    assert_eq!(as_numbers.hall.n_people_waiting(&service("chung-thuc")), 1);
    rules.office.groups = GroupCount::People;
    let mut play = Play::new(rules);
    assert_snapshot!(play.run("
        0 open 1 lan
        0 group chung-thuc 3
        1 group chung-thuc 6
        2 issue chung-thuc
        3 issue chung-thuc
        4 next 1
    "), @r#"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s group chung-thuc 3 -> A001 (Came, 3 people)
    1s group chung-thuc 6 -> REFUSED group_too_large: GroupTooLarge { service: ServiceId("chung-thuc"), max: 5 }
    2s issue chung-thuc -> A002 [print A002 at kiosk-1]
    3s issue chung-thuc -> REFUSED hall_full: HallFull { max: 4 }
    4s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    "#);
    assert_eq!(play.hall.n_people_waiting(&service("chung-thuc")), 1);
}
