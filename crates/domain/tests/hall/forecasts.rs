//! How long people will probably wait, and how many are before them.

use crate::play::{Play, rules, service};
use goiso_domain::{Rules, Wait};
use goiso_model::TicketNumber;

fn newcomer(play: &Play, secs: i64, id: &str) -> String {
    tell(play.hall.forecast(play.at(secs)).for_newcomer(&service(id)))
}

fn waiting(play: &Play, secs: i64, number: &str) -> String {
    let id = play.hall.ticket_by_number(&TicketNumber::typed(number)).unwrap();
    tell(play.hall.forecast(play.at(secs)).for_ticket(id))
}

fn ahead(play: &Play, secs: i64, number: &str) -> u32 {
    play.hall.ahead(play.hall.ticket_by_number(&TicketNumber::typed(number)).unwrap(), play.at(secs))
}

fn tell(wait: Option<Wait>) -> String {
    wait.map_or_else(|| "?".to_owned(), |wait| format!("{}-{}", wait.min_minutes, wait.max_minutes))
}

#[test]
fn nobody_can_say_while_no_open_counter_serves_it() {
    let mut play = Play::new(rules());
    play.run("0 issue dat-dai");
    assert_eq!(newcomer(&play, 0, "dat-dai"), "?");
    assert_eq!(waiting(&play, 0, "C001"), "?");
    play.run("0 open 1 lan");
    assert_eq!(newcomer(&play, 0, "dat-dai"), "?");
    assert_eq!(newcomer(&play, 0, "ho-tich"), "0-0");
    play.run("0 open 2 hoa");
    assert_eq!(waiting(&play, 0, "C001"), "0-0");
    assert_eq!(newcomer(&play, 0, "dat-dai"), "3-7", "five minutes");
    assert_eq!(newcomer(&play, 0, "ho-tich"), "0-0", "the other counter is free");
    play.run("0 pause 2 break");
    assert_eq!(newcomer(&play, 0, "dat-dai"), "?");
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
    let mut play = Play::new(rules());
    play.run("0 open 1 lan");
    play.run(&"0 issue chung-thuc\n".repeat(8));
    assert_eq!(waiting(&play, 0, "A001"), "0-0");
    assert_eq!(waiting(&play, 0, "A002"), "3-7");
    assert_eq!(waiting(&play, 0, "A003"), "7-13", "ten minutes");
    assert_eq!(waiting(&play, 0, "A005"), "15-25", "twenty minutes, in steps of five");
    assert_eq!(newcomer(&play, 0, "chung-thuc"), "30-50", "forty minutes");
    play.run("0 open 3 hoa");
    assert_eq!(newcomer(&play, 0, "chung-thuc"), "15-25");
    assert_eq!(newcomer(&play, 0, "ho-tich"), "15-25", "the same counters");
    assert_eq!(waiting(&play, 0, "A002"), "0-0");
}

#[test]
fn the_visit_at_the_counter_counts_for_what_it_will_still_take() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 1 lan
        0 issue chung-thuc
        0 next 1
    ",
    );
    assert_eq!(newcomer(&play, 0, "chung-thuc"), "3-7");
    assert_eq!(newcomer(&play, 120, "chung-thuc"), "2-4", "three minutes more");
    assert_eq!(newcomer(&play, 900, "chung-thuc"), "0-2", "a long visit: a quarter of the usual time more");
    play.run("60 arrive 1");
    assert_eq!(newcomer(&play, 120, "chung-thuc"), "2-4", "the arrival changes nothing");
}

#[test]
fn the_forecast_learns_from_the_newest_visits() {
    let mut play = Play::new(rules());
    play.run("0 open 1 lan");
    let n_visits = 25;
    for n in 0..n_visits {
        play.run(&format!("{0} issue chung-thuc\n{0} next 1\n{1} finish 1", n * 60, n * 60 + 60));
        if n == 4 {
            play.run("300 issue chung-thuc");
            assert_eq!(newcomer(&play, 300, "chung-thuc"), "2-4", "half of 5 visits of 300 s and 5 of 60 s");
            play.run("300 cancel A006");
        }
    }
    play.run("1500 issue chung-thuc");
    play.run(&"1500 issue chung-thuc\n".repeat(9));
    // (5 × 300 + 20 × 60) / 25 = 108 s, ten times
    assert_eq!(newcomer(&play, 1500, "chung-thuc"), "10-25");
    assert_eq!(waiting(&play, 1500, "A028"), "1-3", "108 s");
}

#[test]
fn the_forecast_forgets_all_but_the_last_twenty_visits() {
    let mut play = Play::new(rules());
    play.run("0 open 1 lan\n0 issue chung-thuc\n0 next 1\n3000 finish 1");
    for n in 0..20 {
        let (begin, end) = (3000 + n * 60, 3060 + n * 60);
        play.run(&format!("{begin} issue chung-thuc\n{begin} next 1"));
        if n == 19 {
            // (5 × 300 + 3000 + 19 × 60) / 25 = 225 s
            assert_eq!(newcomer(&play, begin, "chung-thuc"), "2-5");
        }
        play.run(&format!("{end} finish 1"));
    }
    play.run("4200 issue chung-thuc\n4200 next 1");
    assert_eq!(newcomer(&play, 4200, "chung-thuc"), "1-3", "(5 × 300 + 20 × 60) / 25 = 108 s");
}

#[test]
fn a_wait_is_told_as_a_range_that_reads_well() {
    let told = |secs| {
        let mut rules = rules();
        rules.services.get_mut(&service("chung-thuc")).unwrap().usual_service_secs = secs;
        let mut play = Play::new(rules);
        play.run("0 open 1 lan\n0 issue chung-thuc");
        newcomer(&play, 0, "chung-thuc")
    };
    let ranges =
        [1, 60, 240, 300, 301, 330, 480, 960, 961, 1800, 7200].map(|secs| format!("{secs}s {}", told(secs)));
    let expected = "1s 0-1, 60s 0-2, 240s 3-5, 300s 3-7, 301s 3-8, 330s 3-8, 480s 6-10, 960s 12-20, \
                    961s 10-25, 1800s 20-40, 7200s 90-150";
    assert_eq!(ranges.join(", "), expected);
}

#[test]
fn nobody_is_promised_more_than_four_hours() {
    let mut rules = rules();
    rules.services.get_mut(&service("chung-thuc")).unwrap().usual_service_secs = 3600;
    rules.max_wait_secs = 100_000;
    let mut play = Play::new(rules);
    play.run("0 open 1 lan");
    play.run(&"0 issue chung-thuc\n".repeat(7));
    assert_eq!(waiting(&play, 0, "A004"), "135-225");
    assert_eq!(waiting(&play, 0, "A005"), "180-300");
    assert_eq!(waiting(&play, 0, "A007"), "180-300");
    assert_eq!(newcomer(&play, 0, "chung-thuc"), "180-300");
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
    // The order is A005, A001, A002, A004, A003: after twenty minutes the oldest would come first, too.
    assert_eq!(waiting(&play, 0, "A005"), "0-0");
    assert_eq!(waiting(&play, 0, "A001"), "3-7");
    assert_eq!(waiting(&play, 0, "A004"), "11-19");
    assert_eq!(waiting(&play, 0, "A003"), "15-25");
    // Ten minutes on, at the third turn all have waited twenty, and A003 goes before A004.
    assert_eq!(waiting(&play, 600, "A003"), "11-19");
    assert_eq!(waiting(&play, 600, "A004"), "15-25");
    assert_eq!((ahead(&play, 0, "A003"), ahead(&play, 0, "A004"), ahead(&play, 0, "A005")), (4, 3, 0));
    assert_eq!((ahead(&play, 1200, "A003"), ahead(&play, 1200, "A004")), (2, 3));
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
