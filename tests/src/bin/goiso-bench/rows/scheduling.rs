//! Whether a million calls are just, and how fast whole days go through the hall.

use std::time::Duration;

use goiso_config::Config;
use goiso_domain::{Event, PriorityRule};
use goiso_tests::office::{Detours, Office, Plan, Skills};
use goiso_tests::proof::{Found, Reason, percentile, prove};

use crate::figures::{Row, Table};
use crate::{Bench, millis, now};

const CALLS: usize = 1_000_000;

fn eager(skills: Skills, priority_share: u32, priority: PriorityRule) -> Plan {
    Plan { skills, priority_share, priority, reaction_ms: 100..900, ..Plan::new(2000, 24, 0.9) }
}

pub(crate) fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    just(bench, table);
    priority(bench, table);
    provincial_day(bench, table)
}

fn just(bench: &Bench, table: &mut Table) {
    let calls = bench.samples(CALLS) as u64;
    let share = PriorityRule::OneAfter { others: 5 };
    for (name, skills) in [
        ("scheduling, counters for everything", Skills::Equal),
        ("scheduling, three services a counter", Skills::Partial { n_each: 3 }),
    ] {
        if !bench.wants(name) {
            continue;
        }
        let plan = Plan { detours: Detours::Played, ..eager(skills, 8, share) };
        let found = prove(&plan, 3, calls);
        let Found { n_calls, longest_idle_ms, n_inversions, n_other_choices, .. } = &found;
        let of = |reason| found.n_with_reason.get(&reason).copied().unwrap_or(0);
        table.add(Row {
            name,
            goal: "idle ≤ 1 s, no inversion without a reason, the same choices from the journal",
            measured: format!(
                "{n_calls} calls: idle {longest_idle_ms} ms at most, {n_inversions} inversions without a reason ({} restored, {} sent on, {} with an appointment), {n_other_choices} other choices",
                of(Reason::Restored),
                of(Reason::Transferred),
                of(Reason::Appointment),
            ),
            is_met: *longest_idle_ms <= 1000 && *n_inversions == 0 && *n_other_choices == 0,
            raw: "officials press after 0.1 to 0.9 s".to_owned(),
        });
    }
    let name = "scheduling, how equally busy equal counters are";
    if bench.wants(name) {
        let found = prove(&eager(Skills::Equal, 8, share), 4, calls / 10);
        table.add(Row {
            name,
            goal: "busiest ≤ 1.3 × least busy",
            measured: format!("{:.3} × ({} calls, 24 counters)", found.busy_ratio(), found.n_calls),
            is_met: found.busy_ratio() <= 1.3,
            raw: String::new(),
        });
    }
}

fn priority(bench: &Bench, table: &mut Table) {
    let calls = bench.samples(CALLS / 5) as u64;
    for (name, rule) in [
        ("scheduling, priority 1 after 5", PriorityRule::OneAfter { others: 5 }),
        ("scheduling, priority 1 after 2", PriorityRule::OneAfter { others: 2 }),
        ("scheduling, priority strict", PriorityRule::Strict),
    ] {
        if !bench.wants(name) {
            continue;
        }
        let found = [0, 8, 15, 30].map(|share| prove(&eager(Skills::Equal, share, rule), 3, calls));
        let alone = f64::from(percentile(&found[0].waits_of_others, 95));
        let ratios = [1, 2, 3].map(|idx| f64::from(percentile(&found[idx].waits_of_others, 95)) / alone);
        let own = [1, 2, 3].map(|idx| f64::from(percentile(&found[idx].waits_with_class, 95)) / alone);
        let told = |ratios: [f64; 3]| ratios.map(|ratio| format!("{ratio:.2}")).join(", ");
        table.add(Row {
            name,
            goal: "others' p95 ≤ 1.25 ×",
            measured: format!(
                "{} × at 8, 15, 30 %; {} of those with a class were passed by somebody younger without",
                told(ratios),
                found.iter().map(|found| found.n_class_passed).sum::<u64>(),
            ),
            is_met: ratios.iter().all(|ratio| *ratio <= 1.25),
            raw: format!("p95 of those with priority: {} × the same ({calls} calls each)", told(own)),
        });
    }
}

fn provincial_day(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let name = "scheduling, a day of the provincial sample";
    if !bench.wants(name) {
        return Ok(());
    }
    let text = std::fs::read_to_string("assets/centres/provincial.toml")?;
    let rules = Config::parse(&text, "provincial.toml")?.rules();
    let n_counters = rules.counters.len();
    // So many visitors that 5,000 of them find their service open.
    let plan = Plan::new(5600, 40, 0.85);
    let begin = now();
    let mut office = Office::of_rules(plan, rules, 1);
    let (mut n_issued, mut n_called) = (0_u32, 0_u32);
    // At the usual times of the file a day of 5,000 would take three days.
    office.begin_day(0.25);
    while let Some(happened) = office.step() {
        for event in &happened.events {
            n_issued += u32::from(matches!(event, Event::Issued { .. }));
            n_called += u32::from(matches!(event, Event::Called { .. }));
        }
    }
    let took = begin.elapsed();
    table.add(Row {
        name,
        goal: "5,000 numbers, 40 counters: ≤ 2 s",
        measured: format!(
            "{n_issued} numbers, {n_called} calls, {n_counters} counters: {:.0} ms",
            millis(took)
        ),
        is_met: n_issued >= 5000 && took <= Duration::from_secs(2),
        raw: String::new(),
    });
    Ok(())
}
