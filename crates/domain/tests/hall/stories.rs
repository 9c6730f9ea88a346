//! The story of a number, from the journal alone.

use std::fmt::Write;

use goiso_domain::{Fact, Help, Rules, ServiceOrder, Story};
use goiso_model::TicketNumber;
use insta::assert_snapshot;

use crate::play::{Play, counter, rules, service};

/// Each line of the story of a number, seconds first.
fn story(rules: Rules, script: &str, number: &str) -> String {
    let mut play = Play::new(rules.clone());
    let told = play.run(script);
    assert!(!told.contains("REFUSED"), "{told}");
    let Some(story) = Story::of_number(rules, &play.journal, &TicketNumber::typed(number)) else {
        return "nobody".to_owned();
    };
    story.lines.iter().fold(String::new(), |mut text, line| {
        let secs = line.at.duration_since(play.begins).as_secs();
        let fact = match &line.fact {
            Fact::Happened(event) => play.tell(event).split(" [").next().unwrap_or_default().to_owned(),
            Fact::Passed { by, counter, because } => format!("{by} first, to {counter}: {because:?}"),
            other => format!("{other:?}"),
        };
        writeln!(text, "{secs}s {fact}").unwrap();
        text
    })
}

#[test]
fn a_number_is_called_first_because_the_one_before_it_was_held() {
    assert_snapshot!(story(rules(), "
        0 open 3 tam
        1 issue chung-thuc
        2 issue chung-thuc
        10 next 3
        60 hold 3 30
        70 next 3
        80 finish 3
        90 back A001
        100 next 3
        110 finish 3
    ", "A001"), @r"
    1s Given { n_ahead: 0, since: None, standing: Came }
    10s A001 called (oldest)
    60s A001 here
    60s A001 held for Papers until 1860s
    70s A002 first, to 3: Held { since: 2026-11-23T00:31:00Z, counter: CounterNumber(3) }
    90s A001 back
    100s A001 called (Returned)
    110s A001 here
    110s A001 received
    ");
}

#[test]
fn every_way_to_be_passed_has_its_reason() {
    let mut rules = rules();
    rules.counters.get_mut(&counter(3)).unwrap().order = ServiceOrder::Listed;
    assert_snapshot!(story(rules, "
        0 open 1 lan
        0 open 2 hoa
        0 open 3 tam
        1 issue dat-dai
        2 issue chung-thuc nct
        3 issue ho-tich
        4 issue ho-tich
        10 next 3           -- the class has its turn
        20 next 3           -- its service comes first
        30 call 2 B002 người khuyết tật đi cùng
        40 walk-in 3 ho-tich
        50 issue dat-dai
        60 next 2
    ", "C001"), @r#"
    1s Given { n_ahead: 0, since: None, standing: Came }
    10s A001 first, to 3: Turn { reason: Priority { class: PriorityClassId("nct") }, note: None }
    20s B001 first, to 3: Turn { reason: ServiceOrder, note: None }
    30s B002 first, to 2: Turn { reason: OutOfTurn, note: Some("người khuyết tật đi cùng") }
    40s B003 first, to 3: Turn { reason: WalkIn, note: None }
    60s C001 called (oldest)
    "#);
}

#[test]
fn whoever_was_absent_restored_or_sent_away_is_told_so() {
    assert_snapshot!(story(rules(), "
        0 open 1 lan
        0 open 3 tam
        1 issue chung-thuc
        2 issue chung-thuc
        3 issue chung-thuc
        4 issue chung-thuc
        5 issue chung-thuc
        10 next 1
        20 absent 1
        30 next 3           -- while A001 is absent
        40 restore A001
        50 next 1           -- one of the two before it
        60 next 3
        70 next 1
        80 send 1 chung-thuc last
        90 next 3
        100 next 1
        110 send 1 3
        120 issue chung-thuc
        130 next 1
    ", "A001"), @r"
    1s Given { n_ahead: 0, since: None, standing: Came }
    10s A001 called (oldest)
    20s A001 absent
    30s A002 first, to 3: Absent { since: 2026-11-23T00:30:20Z, counter: CounterNumber(1) }
    40s A001 restored
    50s A003 first, to 1: Restored
    60s A004 first, to 3: Restored
    70s A001 called (Restored)
    80s A001 here
    80s A001 sent to chung-thuc (Last)
    90s A005 first, to 3: SentToTheEnd
    100s A001 called (Transferred)
    110s A001 here
    110s A001 sent to counter 3 (Keep)
    130s A006 first, to 1: SentTo { counter: CounterNumber(3) }
    130s StillWaiting { n_ahead: 0 }
    ");
}

#[test]
fn what_a_counter_does_elsewhere_is_no_part_of_the_story() {
    let mut rules = rules();
    rules.counters.get_mut(&counter(2)).unwrap().helps =
        vec![Help { service: service("chung-thuc"), from_wait_secs: None }];
    assert_snapshot!(story(rules, "
        0 open 2 hoa
        1 issue chung-thuc
        2 issue dat-dai
        3 next 2
        4 finish 2
        5 next 2
    ", "A001"), @r"
    1s Given { n_ahead: 0, since: None, standing: Came }
    5s A001 called (Helping)
    ");
}

#[test]
fn the_story_of_nobody_is_none_and_of_a_number_given_twice_the_newest() {
    assert_eq!(story(rules(), "0 issue chung-thuc", "A009"), "nobody");
    let mut wrapping = rules();
    let series = wrapping.series.get_mut(&service("chung-thuc")).unwrap();
    (series.last, series.at_end) = (1, goiso_domain::AtEnd::Wrap);
    assert_snapshot!(story(wrapping, "
        0 issue chung-thuc
        1 cancel A001
        2 issue chung-thuc
    ", "A001"), @r"
    2s Given { n_ahead: 0, since: None, standing: Came }
    2s StillWaiting { n_ahead: 0 }
    ");
}

#[test]
fn why_and_why_not_are_asked_of_a_story() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        1 issue chung-thuc
        2 issue chung-thuc nct
        3 next 1
        4 next 1
    ",
    );
    let story = Story::of_number(rules(), &play.journal, &TicketNumber::typed("A001")).unwrap();
    assert_eq!(story.why().collect::<Vec<_>>(), [(counter(1), &goiso_domain::CallReason::Oldest)]);
    let passed: Vec<_> = story.why_not().map(|(by, _)| by.as_str()).collect();
    assert_eq!(passed, ["A002"]);
}

#[test]
fn the_story_of_an_appointment_begins_with_its_booking() {
    let script = "
        0 open 1 lan
        0 book chung-thuc 08:30
        1 book chung-thuc 09:00
        2 drop 2
        3400 issue chung-thuc
        3500 check-in 1
        3600 next 1
    ";
    let mut rules = rules();
    rules.services.get_mut(&service("chung-thuc")).unwrap().appointments =
        Some(crate::appointments::rules_of_slots());
    assert_snapshot!(story(rules, script, "A002"), @r"
    0s chung-thuc promised for 2026-11-23T01:30:00Z
    3500s Given { n_ahead: 0, since: Some(2026-11-23T01:10:00Z), standing: Appointment }
    3600s A002 called (Appointment)
    ");
}
