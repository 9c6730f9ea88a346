//! Whole days from a seed, in virtual time: a hub, its journal and its screens, with people who use them and
//! everything that can go wrong. `GOISO_SEEDS=2000` plays more seeds, `GOISO_SEED=17` one of them.
#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

mod building;
mod centre;
mod disk;
mod errors;
mod every_step;
mod judge;
mod kiosks;
mod notebook;
mod people;
mod printers;
mod programs;
mod screens;
mod seeds;
mod world;

use crate::building::Flaw;

/// How many seeds the normal run plays.
const SEEDS: u64 = 200;

/// How many seeds a hub with a flaw has to get through unnoticed to fail the test.
const SEEDS_TO_FIND_A_FLAW: u64 = 60;

#[test]
fn whatever_breaks_nobody_is_lost_and_no_number_is_given_twice() {
    let seeds = match seeds::wished("GOISO_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..seeds::wished("GOISO_SEEDS").unwrap_or(SEEDS),
    };
    let failures = seeds::play(seeds, Flaw::None, |_| false);
    if let Some(failure) = failures.first() {
        panic!("{} seeds break a law: {failures:#?}\nthe first of them:\n{failure}", failures.len());
    }
}

#[test]
fn a_seed_plays_the_same_day_each_time() {
    assert_eq!(world::play(7, Flaw::None).transcript, world::play(7, Flaw::None).transcript);
}

#[test]
fn a_hub_that_answers_before_its_commit_is_found_out() {
    assert_found(Flaw::AnswersBeforeCommit, "is not in the journal");
}

#[test]
fn a_hub_that_forgets_its_answers_is_found_out() {
    assert_found(Flaw::ForgetsRequests, "led to something twice");
}

#[test]
fn a_disk_that_loses_an_entry_is_found_out() {
    assert_found(Flaw::LosesEntries, "the journal replayed is not the hall");
}

#[test]
fn a_slip_that_comes_out_twice_is_found_out() {
    assert_found(Flaw::PrintsTwice, "a second slip");
}

#[test]
fn a_screen_that_is_not_told_is_found_out() {
    assert_found(Flaw::ForgetsBoards, "shows something else than the hall");
}

#[test]
fn a_client_that_draws_a_new_id_to_ask_again_is_found_out() {
    assert_found(Flaw::ClientsDrawNewIds, "numbers for one touch");
}

#[test]
fn a_kiosk_whose_disk_forgets_is_found_out() {
    assert_found(Flaw::KioskDisksRollBack, "is shown to two");
}

#[test]
fn kiosks_do_give_numbers_while_the_hub_is_away() {
    let n_given = |seed| {
        let day = world::play(seed, Flaw::None);
        day.transcript.iter().filter(|line| line.ends_with("by itself")).count()
    };
    let n_given: usize = (0..10).map(n_given).sum();
    assert!(n_given > 40, "{n_given}");
}

/// Some law must break for a flaw, and say so in these words.
fn assert_found(flaw: Flaw, words: &str) {
    let is_it = |failure: &seeds::Failure| failure.law.contains(words);
    let failures = seeds::play(0..SEEDS_TO_FIND_A_FLAW, flaw, is_it);
    assert!(failures.iter().any(is_it), "{flaw:?} went unnoticed: {failures:?}");
}
