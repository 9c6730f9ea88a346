//! How long people will probably wait, and how many are before them.

use std::fmt::Write as _;

use crate::play::{Play, class, rules, service};
use goiso_domain::{PastDays, Rules, SAMPLES_MIN, Wait};
use goiso_model::TicketNumber;
use jiff::ToSpan as _;

/// Past days on which three counters were open from 07:30 to 11:30 and from 13:30 on, and served thirty visitors for
/// each service, each in so many seconds.
pub(crate) fn past(n_days: i32, visit_secs: i64) -> PastDays {
    let mut script = "0 open 1 minh\n0 open 2 hoa\n0 open 3 lan\n".to_owned();
    for n in 0..30 {
        let (begin, end) = (n * visit_secs, (n + 1) * visit_secs);
        for (counter, service) in [(1, "chung-thuc"), (3, "ho-tich"), (2, "dat-dai")] {
            writeln!(script, "{begin} issue {service}\n{begin} next {counter}").unwrap();
        }
        for counter in 1..=3 {
            writeln!(script, "{end} arrive {counter}\n{end} finish {counter}").unwrap();
        }
    }
    for (counter, official) in [(1, "minh"), (2, "hoa"), (3, "lan")] {
        writeln!(
            script,
            "14400 pause {counter} lunch\n21600 open {counter} {official}\n34200 close {counter}"
        )
        .unwrap();
    }
    let mut play = Play::new(rules());
    play.run(&script);
    let mut past = PastDays::default();
    for n in 1..=n_days {
        past.keep(play.hall.day().unwrap().checked_sub(n.days()).unwrap(), play.hall.pace());
    }
    past
}

fn newcomer(play: &Play, past: &PastDays, secs: i64, id: &str) -> String {
    tell(play.hall.forecast(past, play.at(secs)).for_newcomer(&service(id), None))
}

fn waiting(play: &Play, past: &PastDays, secs: i64, number: &str) -> String {
    let id = play.hall.ticket_by_number(&TicketNumber::typed(number)).unwrap();
    tell(play.hall.forecast(past, play.at(secs)).for_ticket(id))
}

fn ahead(play: &Play, secs: i64, number: &str) -> u32 {
    play.hall.ahead(play.hall.ticket_by_number(&TicketNumber::typed(number)).unwrap(), play.at(secs))
}

fn tell(wait: Option<Wait>) -> String {
    wait.map_or_else(|| "?".to_owned(), |wait| format!("{}-{}", wait.min_minutes, wait.max_minutes))
}

#[test]
fn no_wait_is_told_before_twenty_visits_are_known() {
    let mut play = Play::new(rules());
    play.run("0 open 1 lan");
    let none = PastDays::default();
    for n in 1..SAMPLES_MIN {
        let (begin, end) = (n * 60, n * 60 + 60);
        play.run(&format!("{begin} issue chung-thuc\n{begin} next 1\n{end} finish 1"));
    }
    // A visit lasts until the next call, so the last one is not over yet.
    play.run("1200 issue chung-thuc\n1200 next 1\n1200 issue chung-thuc");
    assert_eq!(newcomer(&play, &none, 1200, "chung-thuc"), "?", "nineteen");
    assert_eq!(waiting(&play, &none, 1200, "A021"), "?");
    play.run("1260 next 1");
    assert_eq!(newcomer(&play, &none, 1260, "chung-thuc"), "1-2", "twenty of a minute each");
    assert_eq!(newcomer(&play, &none, 1260, "ho-tich"), "?", "nobody has come for that");
    assert_eq!(newcomer(&play, &past(1, 300), 1260, "ho-tich"), "3-5", "but they have on another day");
}

#[test]
fn nobody_can_say_while_no_open_counter_serves_it() {
    let (mut play, past) = (Play::new(rules()), past(1, 300));
    play.run("0 issue dat-dai");
    assert_eq!(newcomer(&play, &past, 0, "dat-dai"), "?");
    assert_eq!(waiting(&play, &past, 0, "C001"), "?");
    play.run("0 open 1 lan");
    assert_eq!(newcomer(&play, &past, 0, "dat-dai"), "?");
    assert_eq!(newcomer(&play, &past, 0, "ho-tich"), "0-0");
    play.run("0 open 2 hoa");
    assert_eq!(waiting(&play, &past, 0, "C001"), "0-0");
    assert_eq!(newcomer(&play, &past, 0, "dat-dai"), "5-6", "five minutes");
    assert_eq!(newcomer(&play, &past, 0, "ho-tich"), "0-0", "the other counter is free");
    play.run("0 pause 2 lunch");
    assert_eq!(newcomer(&play, &past, 0, "dat-dai"), "?");
}

#[test]
fn an_official_on_a_short_break_is_expected_back() {
    let (mut play, past) = (Play::new(rules()), past(1, 300));
    play.run("0 open 2 hoa\n0 issue dat-dai\n0 issue dat-dai\n0 next 2\n200 finish 2\n200 pause 2 break");
    assert_eq!(waiting(&play, &past, 210, "C002"), "1-2");
    play.run("1500 open 2 hoa\n1500 next 2");
    assert_eq!(newcomer(&play, &past, 1500, "dat-dai"), "5-6");
}

#[test]
fn counters_are_expected_as_on_other_days() {
    let mut play = Play::new(rules());
    play.run("0 open 3 lan\n13200 issue ho-tich\n13200 issue ho-tich\n13200 next 3\n13500 finish 3");
    play.run("13800 pause 3 lunch");
    let told = |n_days| waiting(&play, &past(n_days, 300), 14_700, "B002");
    assert_eq!(told(1), "?", "one day says nothing about when officials come back");
    assert_eq!(told(5), "115-115", "at 13:30, as on other days: in 115 minutes");
    play.run("21600 open 3 lan\n21600 next 3");
}

/// A past of so many days, each played from this script.
fn days_of(n_days: i32, script: &str) -> PastDays {
    let mut play = Play::new(rules());
    play.run(script);
    let mut past = PastDays::default();
    for n in 1..=n_days {
        past.keep(play.hall.day().unwrap().checked_sub(n.days()).unwrap(), play.hall.pace());
    }
    past
}

/// Visits one after another at a counter, from a time on, for a service.
fn visits(counter: u32, service: &str, from: i64, n: i64, visit_secs: i64) -> String {
    let mut script = String::new();
    for n in 0..n {
        let (begin, end) = (from + n * visit_secs, from + (n + 1) * visit_secs);
        writeln!(script, "{begin} issue {service}\n{begin} next {counter}\n{end} finish {counter}").unwrap();
    }
    script
}

#[test]
fn who_goes_to_lunch_though_somebody_waits_is_expected_to_do_so_again() {
    let morning = visits(3, "ho-tich", 0, 46, 300);
    let lunch = "14400 pause 3 lunch\n21600 open 3 lan\n22000 next 3\n22300 finish 3\n34200 close 3";
    let leaves = |waiting: &str| days_of(5, &format!("0 open 3 lan\n{morning}{waiting}{lunch}"));
    let mut play = Play::new(rules());
    play.run("0 open 3 lan\n13800 issue ho-tich\n13800 next 3");
    play.run(&"13800 issue ho-tich\n".repeat(6));
    // Six visits of five minutes from 11:20 on: the last begins at 11:50, and lunch was at 11:30.
    let told = |past: &PastDays| waiting(&play, past, 13_800, "B007");
    assert_eq!(told(&leaves("")), "30-35", "on other days nobody was left");
    assert_eq!(told(&leaves("14390 issue ho-tich\n")), "150-155", "on other days somebody was");
}

#[test]
fn the_pace_of_each_counter_counts() {
    let at_both = visits(1, "ho-tich", 0, 60, 200) + &visits(3, "ho-tich", 12_000, 60, 400);
    let past = days_of(3, &format!("0 open 1 minh\n0 open 3 lan\n{at_both}"));
    let told = |counter: u32| {
        let mut play = Play::new(rules());
        play.run(&format!("0 open {counter} lan"));
        play.run(&"0 issue ho-tich\n".repeat(7));
        waiting(&play, &past, 0, "B007")
    };
    assert_eq!(
        (told(1), told(3)),
        ("15-25".to_owned(), "30-40".to_owned()),
        "six visits of 200 s, or of 400"
    );
}

#[test]
fn a_counter_that_waits_for_somebody_keeps_nobody_waiting() {
    let mut script = "0 open 3 lan\n".to_owned();
    for n in 0..60 {
        let begin = n * 400;
        writeln!(script, "{begin} issue ho-tich\n{begin} next 3\n{} finish 3", begin + 200).unwrap();
    }
    let mut play = Play::new(rules());
    play.run("0 open 3 lan");
    play.run(&"0 issue ho-tich\n".repeat(7));
    assert_eq!(waiting(&play, &days_of(3, &script), 0, "B007"), "20-25", "six visits of 200 s");
}

#[test]
fn thirty_days_are_remembered() {
    assert_eq!(past(29, 300).n_days(), 29);
    assert_eq!(past(30, 300).n_days(), 30);
    assert_eq!(past(33, 300).n_days(), 30);
}

#[test]
fn the_newest_days_count_most_for_the_speed() {
    let day = |visit_secs| {
        let mut play = Play::new(rules());
        play.run(&format!("0 open 3 lan\n{}", visits(3, "ho-tich", 0, 60, visit_secs)));
        play
    };
    let (slow, fast) = (day(400), day(200));
    let told = |newest: &Play, before: &Play| {
        let mut past = PastDays::default();
        for n in 1..=8 {
            let pace = if n <= 4 { newest.hall.pace() } else { before.hall.pace() };
            past.keep(newest.hall.day().unwrap().checked_sub(n.days()).unwrap(), pace);
        }
        let mut play = Play::new(rules());
        play.run("0 open 3 lan");
        play.run(&"0 issue ho-tich\n".repeat(7));
        waiting(&play, &past, 0, "B007")
    };
    assert_eq!((told(&fast, &slow), told(&slow, &fast)), ("20-30".to_owned(), "30-40".to_owned()));
}

#[test]
fn a_newcomer_with_a_class_waits_for_the_turn_of_the_class() {
    let mut play = Play::new(rules());
    play.run("0 open 3 lan");
    play.run(&"0 issue chung-thuc\n".repeat(20));
    let forecast = play.hall.forecast(&past(1, 300), play.at(0));
    let told = |id| tell(forecast.for_newcomer(&service("chung-thuc"), id));
    assert_eq!(told(None), "100-115");
    assert_eq!(told(Some(&class("nct"))), "0-0", "the turn is due");
    play.run("0 next 3");
    let forecast = play.hall.forecast(&past(1, 300), play.at(0));
    assert_eq!(
        tell(forecast.for_newcomer(&service("chung-thuc"), Some(&class("nct")))),
        "5-6",
        "the next turn"
    );
}

#[test]
fn those_who_wait_are_counted_by_service() {
    let mut play = Play::new(rules());
    play.run("0 open 1 lan\n0 issue chung-thuc\n0 issue chung-thuc\n0 issue ho-tich");
    let n_waiting =
        |play: &Play| ["chung-thuc", "ho-tich", "dat-dai"].map(|id| play.hall.n_waiting(&service(id)));
    assert_eq!(n_waiting(&play), [2, 1, 0]);
    play.run("5 next 1");
    assert_eq!(n_waiting(&play), [1, 1, 0]);
}

#[test]
fn a_queue_is_shared_by_the_counters_that_serve_it() {
    let (mut play, past) = (Play::new(rules()), past(1, 300));
    play.run("0 open 1 lan");
    play.run(&"0 issue chung-thuc\n".repeat(8));
    assert_eq!(waiting(&play, &past, 0, "A001"), "0-0");
    assert_eq!(waiting(&play, &past, 0, "A002"), "5-6");
    assert_eq!(waiting(&play, &past, 0, "A003"), "10-12", "ten minutes");
    assert_eq!(waiting(&play, &past, 0, "A005"), "20-25", "twenty minutes, in steps of five");
    assert_eq!(newcomer(&play, &past, 0, "chung-thuc"), "40-45", "forty minutes");
    play.run("0 open 3 hoa");
    assert_eq!(newcomer(&play, &past, 0, "chung-thuc"), "20-25");
    assert_eq!(newcomer(&play, &past, 0, "ho-tich"), "20-25", "the same counters");
    assert_eq!(waiting(&play, &past, 0, "A002"), "0-0");
}

#[test]
fn the_visit_at_the_counter_counts_for_what_it_will_still_take() {
    let (mut play, past) = (Play::new(rules()), past(1, 300));
    play.run("0 open 1 lan\n0 issue chung-thuc\n0 next 1");
    assert_eq!(newcomer(&play, &past, 0, "chung-thuc"), "5-6");
    assert_eq!(newcomer(&play, &past, 120, "chung-thuc"), "3-4", "three minutes more");
    assert_eq!(newcomer(&play, &past, 900, "chung-thuc"), "1-4", "longer than any before: still not at once");
    play.run("60 arrive 1");
    assert_eq!(newcomer(&play, &past, 120, "chung-thuc"), "3-4", "the arrival changes nothing");
}

#[test]
fn the_forecast_follows_the_speed_of_today() {
    let (mut play, past) = (Play::new(rules()), past(5, 300));
    play.run("0 open 1 lan\n0 open 3 hoa");
    play.run(&"0 issue chung-thuc\n".repeat(40));
    let last = |play: &Play, secs| waiting(play, &past, secs, "A040");
    assert_eq!(last(&play, 0), "95-110", "nineteen visits of five minutes at two counters");
    for n in 0..10 {
        play.run(&format!("{0} next 1\n{0} next 3", n * 600));
    }
    assert_eq!(last(&play, 5400), "80-90", "ten more at each, and today each takes nearly ten minutes");
}

#[test]
fn nobody_is_promised_more_than_four_hours() {
    let mut play = Play::new(Rules { max_wait_secs: 100_000, ..rules() });
    play.run("0 open 1 lan");
    play.run(&"0 issue chung-thuc\n".repeat(70));
    let past = past(1, 300);
    assert_eq!(waiting(&play, &past, 0, "A037"), "180-200");
    assert_eq!(waiting(&play, &past, 0, "A060"), "240-240");
    assert_eq!(newcomer(&play, &past, 0, "chung-thuc"), "240-240");
}

#[test]
fn priority_and_long_waits_are_part_of_the_forecast() {
    let mut play = Play::new(Rules { max_wait_secs: 1200, ..rules() });
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc nct
        0 issue chung-thuc nkt
    ",
    );
    let past = past(3, 300);
    // The order is A005, A001, A002, A004, A003: after twenty minutes the oldest would come first, too.
    let told = ["A005", "A001", "A002", "A004", "A003"].map(|number| waiting(&play, &past, 0, number));
    assert_eq!(told.join(" "), "0-0 5-6 10-12 15-17 20-25");
    // Ten minutes on, at the third turn all have waited twenty, and A003 goes before A004.
    assert_eq!(waiting(&play, &past, 600, "A003"), "15-17");
    assert_eq!(waiting(&play, &past, 600, "A004"), "20-25");
    assert_eq!((ahead(&play, 0, "A003"), ahead(&play, 0, "A004"), ahead(&play, 0, "A005")), (4, 3, 0));
    assert_eq!((ahead(&play, 1200, "A003"), ahead(&play, 1200, "A004")), (2, 3));
}

#[test]
fn those_with_a_class_who_will_come_are_expected() {
    let told = |with_class| {
        let mut play = Play::new(rules());
        play.run("0 open 1 lan");
        play.run(&"0 issue chung-thuc\n".repeat(12));
        if with_class {
            for n in 0..6 {
                play.run(&format!("{0} issue chung-thuc nct\n{0} next 1", n * 300));
            }
        } else {
            for n in 0..6 {
                play.run(&format!("{} next 1", n * 300));
            }
        }
        waiting(&play, &past(1, 300), 1500, "A012")
    };
    assert_eq!((told(false), told(true)), ("30-35".to_owned(), "50-55".to_owned()));
}

/// Three ordinary visitors and one with a class come every twenty minutes and are served for five each, all day; at
/// 10:30 of a day on which so many have come and gone, twelve wait at one counter that always calls a class first.
fn twelfth_at_half_past_ten(n_days: i32, n_today: u32) -> String {
    let mut day = "0 open 1 lan\n".to_owned();
    for n in 0..96 {
        let (begin, class) = (n * 300, if n % 4 == 3 { "nct" } else { "" });
        writeln!(day, "{begin} issue chung-thuc {class}\n{begin} next 1\n{} finish 1", begin + 300).unwrap();
    }
    let past = days_of(n_days, &day);
    let priority = goiso_domain::PriorityRule::Strict;
    let mut play = Play::new(Rules { priority, max_wait_secs: 100_000, ..rules() });
    for n in 1..=n_today {
        play.run(&format!("{} issue dat-dai\n{} cancel C{n:03}", n * 30, n * 30 + 10));
    }
    play.run("10790 open 1 lan");
    play.run(&"10790 issue chung-thuc\n".repeat(12));
    let id = play.hall.ticket_by_number(&TicketNumber::typed("A012")).unwrap();
    let spread = play.hall.forecast(&past, play.at(10_800)).spread_of(id).unwrap();
    format!("{}-{}", spread.p50 / 60, spread.p80 / 60)
}

#[test]
fn those_with_a_class_are_expected_as_on_past_days_and_by_how_full_today_is() {
    // Eleven visits before it take 55 minutes. On past days 36 had come by then, and every twentieth minute brings
    // somebody of five minutes who goes first: 55 / (1 - 5 / 20) = 73.
    assert_eq!(twelfth_at_half_past_ten(3, 36), "74-89");
    // A day's crowd counts beside twenty: (0 + 20) / (36 + 20) as many come, or (92 + 20) / (36 + 20).
    assert_eq!(twelfth_at_half_past_ten(3, 0), "63-73", "55 / (1 - 0.36 × 5 / 20) = 60");
    assert_eq!(twelfth_at_half_past_ten(3, 92), "104-159", "55 / (1 - 2 × 5 / 20) = 110");
    assert_eq!(twelfth_at_half_past_ten(2, 36), "56-61", "two days do not say who comes when");
}

#[test]
fn those_before_are_counted_at_the_counter_that_comes_first() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 issue dat-dai
        0 issue dat-dai
        0 issue ho-tich
        0 issue chung-thuc
        0 issue ho-tich
    ",
    );
    assert_eq!(ahead(&play, 0, "B002"), 2, "closed: as counter 1 would call");
    play.run("0 open 2 lan");
    assert_eq!(ahead(&play, 0, "B002"), 3, "two for land, one like this");
    play.run("0 open 3 hoa");
    assert_eq!(ahead(&play, 0, "B002"), 3);
    play.run("0 open 1 minh");
    assert_eq!(ahead(&play, 0, "B002"), 2);
    play.run("1 call 1 B002");
    assert_eq!(ahead(&play, 1, "B002"), 0, "called");
    assert_eq!(play.hall.ahead(goiso_model::TicketId::from_bits(7), play.at(1)), 0, "unknown");
}

#[test]
fn those_before_are_counted_in_the_order_of_the_services() {
    let mut rules = rules();
    rules.counters.get_mut(&crate::play::counter(1)).unwrap().order = goiso_domain::ServiceOrder::Listed;
    let mut play = Play::new(rules);
    play.run("0 open 1 lan\n0 issue ho-tich\n0 issue ho-tich\n0 issue chung-thuc\n0 issue chung-thuc");
    assert_eq!(ahead(&play, 0, "B001"), 2, "those for the first service of the list");
    assert_eq!(ahead(&play, 0, "A002"), 1);
}

#[test]
fn of_those_who_are_back_with_their_papers_the_one_who_came_first_is_first() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        0 issue ho-tich
        0 next 1
        5 hold 1 30
        6 next 1
        9 hold 1 30
        20 issue chung-thuc
        330 back A001
        330 back B001
    ",
    );
    assert_eq!(ahead(&play, 330, "A001"), 0);
    assert_eq!(ahead(&play, 330, "B001"), 1);
    assert_eq!(ahead(&play, 330, "A002"), 2);
}
