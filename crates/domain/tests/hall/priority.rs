//! How priority classes share the calls, and that nobody waits too long for them.

use insta::assert_snapshot;

use crate::play::{Play, class, counter, play, rules, service};
use goiso_domain::{CallReason, PriorityRule, Rules};

const MIXED: &str = "
    0 open 1 lan
    0 issue chung-thuc
    0 issue chung-thuc
    0 issue chung-thuc
    0 issue chung-thuc
    0 issue chung-thuc
    0 issue ho-tich nct
    0 issue ho-tich nkt
    0 issue chung-thuc nct
    1 next 1
    2 next 1
    3 next 1
    4 next 1
    5 next 1
    6 next 1
    7 next 1
    8 next 1
";

#[test]
fn one_with_priority_after_two_without() {
    assert_snapshot!(calls(&play(rules(), MIXED)), @r"
    1s next 1 -> B002 called (priority nkt)
    2s next 1 -> A001 called (oldest)
    3s next 1 -> A002 called (oldest)
    4s next 1 -> B001 called (priority nct)
    5s next 1 -> A003 called (oldest)
    6s next 1 -> A004 called (oldest)
    7s next 1 -> A006 called (priority nct)
    8s next 1 -> A005 called (oldest)
    ");
}

#[test]
fn whoever_would_be_next_without_a_class_is_next_with_one() {
    assert_snapshot!(calls(&play(rules(), "
        0 open 1 lan
        0 issue chung-thuc nct
        0 issue chung-thuc nct
        0 issue ho-tich nct
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc nct
        0 issue chung-thuc
        1 next 1
        2 next 1
        3 next 1
        4 next 1
        5 next 1
        6 next 1
        7 next 1
    ")), @r"
    1s next 1 -> A001 called (priority nct)
    2s next 1 -> A002 called (oldest)
    3s next 1 -> B001 called (oldest)
    4s next 1 -> A003 called (oldest)
    5s next 1 -> A004 called (oldest)
    6s next 1 -> A005 called (priority nct)
    7s next 1 -> A006 called (oldest)
    ");
}

#[test]
fn a_class_is_no_reason_to_jump_the_order_of_services() {
    let mut rules = rules();
    rules.counters.get_mut(&counter(1)).unwrap().order = goiso_domain::ServiceOrder::Listed;
    assert_snapshot!(calls(&play(rules, "
        0 open 1 lan
        0 issue ho-tich nct
        0 issue ho-tich nct
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue ho-tich
        1 next 1
        2 next 1
        3 next 1
        4 next 1
        5 next 1
        6 next 1
    ")), @r"
    1s next 1 -> B001 called (priority nct)
    2s next 1 -> A001 called (ServiceOrder)
    3s next 1 -> A002 called (ServiceOrder)
    4s next 1 -> B002 called (priority nct)
    5s next 1 -> A003 called (oldest)
    6s next 1 -> B003 called (oldest)
    ");
}

#[test]
fn strict_priority_goes_first() {
    let rules = Rules { priority: PriorityRule::Strict, ..rules() };
    assert_snapshot!(calls(&play(rules, MIXED)), @r"
    1s next 1 -> B002 called (priority nkt)
    2s next 1 -> B001 called (priority nct)
    3s next 1 -> A006 called (priority nct)
    4s next 1 -> A001 called (oldest)
    5s next 1 -> A002 called (oldest)
    6s next 1 -> A003 called (oldest)
    7s next 1 -> A004 called (oldest)
    8s next 1 -> A005 called (oldest)
    ");
}

#[test]
fn each_counter_counts_for_itself_and_calls_out_of_turn_count_too() {
    assert_snapshot!(calls(&play(rules(), "
        0 open 1 lan
        0 open 3 hoa
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc nct
        0 issue chung-thuc nct
        0 issue chung-thuc nct
        0 issue chung-thuc nct
        1 next 1
        2 next 3      -- its own first
        3 call 1 A001
        4 call 1 A002
        5 next 1
        6 call 3 A008
        7 next 3
    ")), @r"
    1s next 1 -> A005 called (priority nct)
    2s next 3 -> A006 called (priority nct)
    3s call 1 A001 -> A001 called (out of turn)
    4s call 1 A002 -> A002 called (out of turn)
    5s next 1 -> A007 called (priority nct)
    6s call 3 A008 -> A008 called (out of turn)
    7s next 3 -> A003 called (oldest)
    ");
}

#[test]
fn whoever_waited_too_long_comes_before_everybody() {
    let rules = Rules { max_wait_secs: 600, priority: PriorityRule::Strict, ..rules() };
    assert_snapshot!(calls(&play(rules, "
        0 open 1 lan
        0 issue chung-thuc
        1 issue ho-tich nct
        2 issue chung-thuc
        3 issue ho-tich nct
        599 next 1
        600 next 1
        602 next 1
        602 next 1
    ")), @r"
    599s next 1 -> B001 called (priority nct)
    600s next 1 -> A001 called (waited too long)
    602s next 1 -> A002 called (waited too long)
    602s next 1 -> B002 called (priority nct)
    ");
}

#[test]
fn a_class_that_the_rules_dropped_is_nothing_special() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc nct
        0 issue chung-thuc nkt
    ",
    );
    let mut fewer = rules();
    fewer.classes.remove(&class("nct"));
    play.wish(&goiso_domain::Command::ApplyRules { rules: Box::new(fewer) }, play.at(1)).unwrap();
    assert_snapshot!(calls(&play.run("
        1 next 1
        1 next 1
        1 next 1
        2 issue chung-thuc nct
    ")), @r"
    1s next 1 -> A003 called (priority nkt)
    1s next 1 -> A001 called (oldest)
    1s next 1 -> A002 called (oldest)
    ");
}

#[test]
fn the_waiting_list_of_a_counter_is_the_order_in_which_it_will_call() {
    let mut play = Play::new(rules());
    play.run(MIXED.split("1 next").next().unwrap());
    let number = |play: &Play, id| play.hall.ticket(id).unwrap().number.to_string();
    let order = play.hall.waiting_order(counter(1), play.at(1), 50);
    let listed: Vec<_> = order.iter().map(|(id, reason)| (number(&play, *id), reason.clone())).collect();
    for (secs, (expected, reason)) in (1..).zip(&listed) {
        play.run(&format!("{secs} next 1"));
        let present = play.hall.at_counter(counter(1)).unwrap();
        assert_eq!(number(&play, present), *expected);
        let state = &play.hall.ticket(present).unwrap().state;
        assert!(matches!(state, goiso_domain::TicketState::Called { reason: r, .. } if r == reason));
    }
    assert_eq!(listed.len(), 8);
    assert_eq!(listed[0].1, CallReason::Priority { class: class("nkt") });
    assert_eq!(play.hall.n_waiting(&service("chung-thuc")), 0);
}

#[test]
fn a_waiting_list_is_cut_where_asked_and_empty_for_an_unknown_counter() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue dat-dai
    ",
    );
    let n_listed = |n, max| play.hall.waiting_order(counter(n), play.at(1), max).len();
    assert_eq!((n_listed(1, 1), n_listed(1, 9), n_listed(2, 9), n_listed(3, 9)), (1, 2, 1, 3));
    assert_eq!((n_listed(1, 0), n_listed(99, 9)), (0, 0));
}

/// The calls of a transcript alone.
fn calls(transcript: &str) -> String {
    let calls = transcript.lines().filter(|line| line.contains("next") || line.contains("call "));
    let short = calls.map(|line| match line.rsplit_once(", ") {
        Some((before, last)) => format!("{} -> {last}", before.split(" ->").next().unwrap()),
        None => line.to_owned(),
    });
    short.map(|line| line.split(" [").next().unwrap().to_owned() + "\n").collect()
}
