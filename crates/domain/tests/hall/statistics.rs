//! What managers read, held against days worked out by hand.

use goiso_domain::{Figure, Samples, Statistics, StatisticsFold, WAIT_TARGET_SECS};
use goiso_model::OfficialId;

use crate::play::{Play, counter, rules, service};

fn played(script: &str, secs: i64) -> Statistics {
    let mut play = Play::new(rules());
    play.run(script);
    let mut fold = StatisticsFold::new(&rules());
    for (event, at) in &play.journal {
        fold.take(event, *at);
    }
    let found = fold.at(play.at(secs));
    check_sums(&found);
    found
}

/// Mean, median, nine of ten, and the longest.
fn told(samples: &Samples) -> String {
    let told = |secs: Option<u32>| secs.map_or_else(|| "-".to_owned(), |secs| secs.to_string());
    let mean = samples.mean_secs().map_or_else(|| "-".to_owned(), |secs| secs.to_string());
    let rest = [samples.median_secs(), samples.percentile(90), samples.max_secs()].map(told).join(" ");
    format!("n {}: {mean} {rest}", samples.n())
}

/// Issued, served, absent, cancelled, left, present, waiting.
fn numbers(figure: &Figure) -> [u32; 7] {
    let Figure { n_issued, n_served, n_absent, n_cancelled, n_left, n_present, n_waiting, .. } = *figure;
    [n_issued, n_served, n_absent, n_cancelled, n_left, n_present, n_waiting]
}

const MORNING: &str = "
    0 open 1 lan
    0 issue chung-thuc      -- A001, called after 60, there after 30 more, served for 300
    10 issue chung-thuc     -- A002, called after 380, recalled, absent
    20 issue ho-tich        -- B001, called after 490, arrival not noted, served for 200
    30 issue chung-thuc     -- A003, called after 680, still there
    40 issue dat-dai        -- C001, waits
    50 issue dat-dai        -- C002, given up
    60 next 1
    90 arrive 1
    390 next 1
    420 recall 1
    500 absent 1
    510 next 1
    710 next 1
    720 cancel C002
";

#[test]
fn a_morning_by_hand() {
    let found = played(MORNING, 1000);
    assert_eq!(found.n_days, 1);
    assert_eq!(numbers(&found.all), [6, 2, 1, 1, 0, 2, 1]);
    assert_eq!(found.all.absent_rate(), Some(1.0 / 3.0));
    assert_eq!(found.all.n_recalls, 1);
    // 60, 380, 490, 680
    assert_eq!(told(&found.all.waits), "n 4: 402 380 680 680");
    assert_eq!(found.all.waits.share_within(400), Some(0.5));
    assert_eq!(found.all.waits.share_within(WAIT_TARGET_SECS), Some(1.0));
    // 300 and, from the call on, 200
    assert_eq!(told(&found.all.services), "n 2: 250 200 300 300");
    assert_eq!(told(&found.all.arrivals), "n 1: 30 30 30 30");
    assert_eq!(numbers(&found.by_service[&service("chung-thuc")]), [3, 1, 1, 0, 0, 1, 0]);
    assert_eq!(numbers(&found.by_service[&service("dat-dai")]), [2, 0, 0, 1, 0, 1, 1]);
}

#[test]
fn a_counter_and_its_official_by_hand() {
    let found = played(&format!("{MORNING}\n800 pause 1 lunch"), 1000);
    let one = &found.by_counter[&counter(1)];
    assert_eq!((one.n_called, one.n_served, one.n_absent, one.n_recalls), (4, 2, 1, 1));
    assert_eq!(one.absent_rate(), Some(1.0 / 3.0));
    // Open from 0 to 800; busy from 60 to 500 and from 510 on.
    assert_eq!((one.open_secs, one.busy_secs), (800, 440 + 490));
    assert_eq!(found.by_official[&"lan".parse::<OfficialId>().unwrap()], *one);
    let busy = played("0 open 1 lan\n0 issue ho-tich\n100 next 1\n200 finish 1\n400 close 1", 900);
    assert_eq!(busy.by_counter[&counter(1)].utilisation(), Some(0.25));
}

#[test]
fn hours_are_those_of_the_office() {
    let found = played(MORNING, 1000);
    // Monday, 07:30.
    let hour = found.by_hour[0][7];
    assert_eq!((hour.n_issued, hour.n_called, hour.mean_wait_secs()), (6, 4, Some(402)));
}

#[test]
fn what_was_taken_back_is_not_in_the_figures() {
    let begin = "0 open 1 lan\n0 issue chung-thuc\n10 next 1";
    let found = played(&format!("{begin}\n20 absent 1\n25 undo 1\n30 arrive 1"), 40);
    assert_eq!(numbers(&found.all), [1, 0, 0, 0, 0, 1, 0]);
    assert_eq!(found.by_counter[&counter(1)].n_absent, 0);
    let found = played(&format!("{begin}\n20 arrive 1\n50 finish 1\n52 undo 1\n80 finish 1"), 90);
    assert_eq!(told(&found.all.services), "n 1: 60 60 60 60");
}

#[test]
fn whoever_is_sent_on_waits_once_and_is_served_twice() {
    let found = played(
        "
        0 open 1 lan
        0 open 2 hoa
        0 issue chung-thuc
        100 next 1
        110 arrive 1
        160 send 1 dat-dai keep
        200 next 2
        210 arrive 2
        300 finish 2
    ",
        400,
    );
    assert_eq!(numbers(&found.all), [1, 1, 0, 0, 0, 0, 0]);
    assert_eq!((found.all.n_transfers, found.by_counter[&counter(1)].n_transfers), (1, 1));
    assert_eq!(told(&found.all.waits), "n 1: 100 100 100 100");
    assert_eq!(told(&found.all.services), "n 2: 70 50 90 90");
    assert_eq!((found.by_counter[&counter(1)].n_served, found.by_counter[&counter(2)].n_served), (0, 1));
    assert_eq!(found.by_service.len(), 1, "by what the number was taken for");
}

#[test]
fn whoever_goes_on_in_a_chain_waits_again_and_is_served_once() {
    let begin = "0 open 1 lan\n0 open 2 hoa\n0 issue chung-thuc\n100 next 1\n110 arrive 1\n120 chain 1 2\n200 finish 1";
    let found = played(begin, 210);
    assert_eq!((numbers(&found.all), found.all.n_transfers), ([1, 0, 0, 0, 0, 1, 1], 1));
    let found = played(&format!("{begin}\n203 undo 1"), 210);
    assert_eq!(
        (numbers(&found.all), found.all.n_transfers),
        ([1, 0, 0, 0, 0, 1, 0], 0),
        "at the counter again"
    );
    let found = played(&format!("{begin}\n220 next 2\n230 arrive 2\n300 finish 2"), 310);
    assert_eq!(numbers(&found.all), [1, 1, 0, 0, 0, 0, 0]);
    assert_eq!(told(&found.all.services), "n 2: 80 70 90 90");
}

#[test]
fn whoever_fetches_something_is_neither_absent_nor_gone() {
    let begin = "0 open 1 lan\n0 issue chung-thuc\n10 next 1\n20 arrive 1\n50 hold 1 30";
    let found = played(begin, 60);
    assert_eq!((numbers(&found.all), found.all.n_holds), ([1, 0, 0, 0, 0, 1, 0], 1));
    let found = played(&format!("{begin}\n600 back A001"), 700);
    assert_eq!(numbers(&found.all), [1, 0, 0, 0, 0, 1, 1], "waits again");
    let found = played(&format!("{begin}\n600 back A001\n610 next 1\n620 arrive 1\n700 finish 1"), 800);
    assert_eq!(numbers(&found.all), [1, 1, 0, 0, 0, 0, 0]);
}

#[test]
fn a_night_ends_what_is_left() {
    let found = played(&format!("{MORNING}\n86400 day 2026-11-24\n86410 issue ho-tich"), 86_420);
    assert_eq!(found.n_days, 2);
    assert_eq!((found.all.n_issued, found.all.n_present, found.all.n_waiting), (7, 1, 1));
    assert_eq!(found.by_hour[1][7].n_issued, 1);
}

/// Whatever happens, the parts are the whole.
pub(crate) fn check_sums(found: &Statistics) {
    let all = &found.all;
    assert_eq!(all.n_issued, all.n_served + all.n_absent + all.n_cancelled + all.n_present);
    assert!(all.n_left <= all.n_cancelled && all.n_waiting <= all.n_present);
    let sum = |of: fn(&Figure) -> u64| found.by_service.values().map(of).sum::<u64>();
    assert_eq!(u64::from(all.n_issued), sum(|figure| figure.n_issued.into()));
    assert_eq!(all.waits.sum_secs(), sum(|figure| figure.waits.sum_secs()));
    assert_eq!(all.services.sum_secs(), sum(|figure| figure.services.sum_secs()));
    let at_counters: u64 = found.by_counter.values().map(|figure| figure.waits.sum_secs()).sum();
    assert_eq!(all.waits.sum_secs(), at_counters);
    let services: usize = found.by_counter.values().map(|figure| figure.services.n()).sum();
    assert_eq!(all.services.n(), services);
    let hours = found.by_hour.iter().flatten();
    let (issued, called) = hours.fold((0, 0), |(i, c), hour| (i + hour.n_issued, c + hour.n_called));
    assert_eq!((all.n_issued - all.n_carried, all.waits.n()), (issued, called as usize));
}

#[test]
fn how_services_ended_is_counted_once_for_each_number_and_at_each_counter() {
    let found = played(
        "
        0 open 1 lan
        0 open 2 hoa
        0 issue chung-thuc      -- A001, received at 1, sent on, refused at 2
        0 issue chung-thuc      -- A002, finished by the next call: done
        0 issue ho-tich         -- B001, guided, which is taken back, then received
        0 issue ho-tich         -- B002, absent
        10 next 1
        20 arrive 1
        25 chain 1 2
        30 finish 1 received
        40 next 2
        50 finish 2 refused
        60 next 1
        70 next 1
        80 finish 1 guided
        82 undo 1
        90 finish 1 received
        95 next 1
        99 absent 1
    ",
        200,
    );
    let told = |outcomes: &std::collections::BTreeMap<goiso_model::OutcomeId, u32>| {
        outcomes.iter().map(|(id, n)| format!("{id} {n}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(told(&found.all.outcomes), "done 1, received 1, refused 1");
    assert_eq!(found.all.n_served, 3);
    assert_eq!(told(&found.by_service[&service("chung-thuc")].outcomes), "done 1, refused 1");
    assert_eq!(told(&found.by_counter[&counter(1)].outcomes), "done 1, received 2");
    assert_eq!(told(&found.by_counter[&counter(2)].outcomes), "refused 1");
    assert_eq!(told(&found.by_official[&"hoa".parse::<OfficialId>().unwrap()].outcomes), "refused 1");
}

#[test]
fn a_night_is_no_wait() {
    let script = "
        0 issue chung-thuc          -- A001 and A002 are not reached on Monday
        0 issue chung-thuc
        9000 end-day carry
        79200 day 2026-11-24        -- begins at 05:30
        86400 open 1 lan            -- the doors open at 07:30
        86400 open 2 hoa
        86410 issue chung-thuc      -- A003 comes on Tuesday
        86460 next 1                -- A001, 60 after the opening
        86700 next 1                -- A002, 300 after the opening
        86910 next 1                -- A003, 500 after it came
    ";
    let found = played(script, 87_000);
    // On Monday two were given and left; on Tuesday the same two, and one more.
    assert_eq!((found.all.n_issued, found.all.n_left, found.all.n_carried), (5, 2, 2));
    assert_eq!(told(&found.all.carried_waits), "n 2: 180 60 300 300");
    assert_eq!(told(&found.all.waits), "n 1: 500 500 500 500");
    assert_eq!(found.all.waits.share_within(WAIT_TARGET_SECS), Some(1.0));
    assert_eq!(told(&found.by_counter[&counter(1)].waits), "n 1: 500 500 500 500");
    assert_eq!(found.by_hour[1][5].n_issued, 0, "nobody came at half past five");
}

#[test]
fn numbers_given_while_the_hub_was_away_count_since_they_were_given() {
    let mut fold = StatisticsFold::new(&rules());
    let play = Play::new(rules());
    let ticket = goiso_model::TicketId::from_bits(7);
    let offline = goiso_domain::LendingEvent::IssuedOffline {
        ticket,
        number: goiso_model::TicketNumber::typed("A901"),
        service: service("chung-thuc"),
        block: None,
        told_time: None,
        notes: Vec::new(),
        class: None,
        kiosk: "kiosk-1".parse().unwrap(),
        issued_at: play.at(100),
    };
    fold.take(&goiso_domain::Event::DayStarted { day: "2026-11-23".parse().unwrap() }, play.at(0));
    fold.take(&goiso_domain::Event::Lending(offline), play.at(400));
    let reason = goiso_domain::CallReason::Oldest;
    fold.take(&goiso_domain::Event::Called { ticket, counter: counter(1), reason, note: None }, play.at(460));
    let found = fold.at(play.at(500));
    check_sums(&found);
    assert_eq!((found.all.n_issued, told(&found.all.waits)), (1, "n 1: 360 360 360 360".to_owned()));
}
