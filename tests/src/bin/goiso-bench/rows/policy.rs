//! The choice of who is next, without a hub around it.

use std::time::Duration;

use goiso_config::Config;
use goiso_domain::{Command, Event, Hall, PastDays};
use goiso_model::{CounterNumber, OfficialId, PriorityClassId, ServiceId, TicketId};
use jiff::{SignedDuration, Timestamp};

use crate::figures::{Row, Samples, Table};
use crate::{Bench, centre, now};

const N_COUNTERS: u32 = 60;
const N_WAITING: u64 = 2000;

pub(crate) fn measure(bench: &Bench, table: &mut Table) {
    let name = "`policy` choice with 2,000 waiting, 60 counters";
    let all_waits = "`estimate` of 2,000 waiting, 60 counters";
    if !bench.wants(name) && !bench.wants(all_waits) {
        return;
    }
    let (mut hall, at) = hall();
    let mut samples = Samples::default();
    for _ in 0..bench.samples(20) {
        for number in counters() {
            let command = Command::CallNext { counter: number };
            let begin = now();
            let chosen = hall.decide(&command, at);
            samples.push(begin.elapsed());
            assert!(chosen.is_ok(), "somebody waits for every counter");
        }
    }
    for number in counters() {
        take(&mut hall, &Command::CallNext { counter: number }, at);
    }
    let mut forecasts = Samples::default();
    for _ in 0..bench.samples(100) {
        let begin = now();
        let forecast = hall.forecast(&PastDays::default(), at);
        forecasts.push(begin.elapsed());
        drop(forecast);
    }
    table.add(Row {
        name,
        goal: "p99 ≤ 1 ms",
        measured: samples.to_string(),
        is_met: samples.p99() <= Duration::from_millis(1),
        raw: String::new(),
    });
    table.add(Row {
        name: all_waits,
        goal: "p99 ≤ 20 ms",
        measured: forecasts.to_string(),
        is_met: forecasts.p99() <= Duration::from_millis(20),
        raw: "48 replays of the whole queue".to_owned(),
    });
}

fn counters() -> impl Iterator<Item = CounterNumber> {
    (1..=N_COUNTERS).map(|n| CounterNumber::new(n).expect("1 to 60"))
}

fn hall() -> (Hall, Timestamp) {
    let text = centre::file(1, N_COUNTERS as usize, 1);
    let config =
        Config::parse(&text, "centre.toml").unwrap_or_else(|errors| panic!("our own file: {errors}"));
    let mut hall = Hall::new(config.rules());
    let begin = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * 365 * 50);
    hall.apply(&Event::DayStarted { day: begin.to_zoned(jiff::tz::TimeZone::UTC).date() }, begin);
    for number in counters() {
        let official = OfficialId::new(format!("cb-{number}")).expect("a slug");
        take(&mut hall, &Command::OpenCounter { counter: number, official, services: Vec::new() }, begin);
    }
    for n in 0..N_WAITING {
        let service = ServiceId::new(format!("s{}", n % centre::N_SERVICES as u64)).expect("a slug");
        let class = n.is_multiple_of(12).then(|| PriorityClassId::new("nct").expect("a slug"));
        let ticket = TicketId::from_bits(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let command = Command::Issue { ticket, service, class, kiosk: None, people: 1 };
        take(&mut hall, &command, begin + SignedDuration::from_secs(i64::try_from(n).expect("small")));
    }
    (hall, begin + SignedDuration::from_secs(2100))
}

fn take(hall: &mut Hall, command: &Command, at: Timestamp) {
    let events = hall.decide(command, at).unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
    for event in events {
        hall.apply(&event, at);
    }
}
