//! The figures that the hall lives by, over simulated days: what people are told to wait, and whether the calls are
//! just. `cargo xtask bench --only estimate` and `--only scheduling` play whole months; these are the same, shorter.

use goiso_domain::PriorityRule;
use goiso_tests::accuracy::{Oracle, Study, study};
use goiso_tests::office::{Detours, Plan, Skills};
use goiso_tests::proof::{Reason, percentile, prove};

#[test]
fn what_people_are_told_to_wait_comes_true() {
    let report = study(&Study {
        plan: Plan::new(800, 12, 0.85),
        seed: 11,
        past_days: 6,
        days: 3,
        slowness: vec![1.0, 0.85, 1.15],
        every: 16,
        oracle: Oracle::NotAsked,
    });
    assert!(report.n_told > 100, "{report:?}");
    assert!(report.forecast.within() >= 90.0, "{report}");
    assert!(report.forecast.median_error() <= 15.0, "{report}");
    assert!(report.forecast.bias_minutes().abs() <= 2.0, "{report}");
    assert!((70.0..=90.0).contains(&report.in_band()), "{report}");
    for simpler in [&report.ahead, &report.last_called, &report.head_of_line] {
        assert!(report.forecast.within() > simpler.within() + 20.0, "{report}");
    }
}

/// Officials who call as soon as they can: what is left undone is the hall's doing.
fn eager(skills: Skills, priority_share: u32) -> Plan {
    Plan { skills, priority_share, reaction_ms: 100..900, ..Plan::new(600, 12, 0.9) }
}

#[test]
fn no_counter_is_idle_while_a_fitting_number_waits_and_nobody_jumps_the_queue() {
    for skills in [Skills::Equal, Skills::Partial { n_each: 3 }] {
        let found = prove(&Plan { detours: Detours::Played, ..eager(skills, 8) }, 5, 1_500);
        assert!(found.n_calls >= 1_500);
        assert!(found.longest_idle_ms <= 1_000, "{} ms", found.longest_idle_ms);
        assert_eq!(found.n_inversions, 0, "but for those who have a reason");
        for reason in [Reason::Restored, Reason::Transferred, Reason::Appointment] {
            assert!(found.n_with_reason[&reason] > 0, "{reason:?}");
        }
        assert_eq!(found.n_other_choices, 0, "the journal alone leads to the same choices");
    }
}

#[test]
fn equal_counters_are_equally_busy() {
    let found = prove(&eager(Skills::Equal, 8), 6, 2_000);
    assert!(found.busy_ratio() <= 1.3, "{:?}", found.busy);
}

#[test]
fn a_share_for_priority_costs_the_others_little() {
    let proved = |share, priority| prove(&Plan { priority, ..eager(Skills::Equal, share) }, 7, 2_000);
    let p95 = |share, priority| f64::from(percentile(&proved(share, priority).waits_of_others, 95));
    let share = PriorityRule::OneAfter { others: 5 };
    let shared = p95(30, share);
    assert!(shared <= 1.25 * p95(0, share));
    assert!(shared < p95(30, PriorityRule::Strict), "else the share would be of no use");
    assert_eq!(proved(30, share).n_class_passed, 0, "a class is never a disadvantage");
}
