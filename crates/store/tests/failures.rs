//! The world failing: each kind is told apart, and what passes is recovered from.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::fs;

use common::{day_started, entry, issued, open, options, rules, two_days};
use goiso_store::{BALLAST_FILE, JOURNAL_FILE, Journal, OpenOptions, Reader, StoreError};
use rusqlite::Connection;

const DISK_BYTES: u64 = 256 * 1024;

fn fill(journal: &mut Journal) -> StoreError {
    for value in 1..10_000 {
        if let Err(error) = journal.commit(&[entry(1, issued(value % 999 + 1))]) {
            return error;
        }
    }
    panic!("the disk never became full");
}

fn fill_until_on_ballast(journal: &mut Journal) {
    for value in 1..10_000 {
        journal.commit(&[entry(1, issued(value % 999 + 1))]).unwrap();
        if journal.is_on_ballast() {
            return;
        }
    }
    panic!("the disk never became full");
}

#[test]
fn a_full_disk_costs_the_ballast_first_and_recovers() {
    let dir = tempfile::tempdir().unwrap();
    let options = OpenOptions { pretended_disk: Some(DISK_BYTES), ..options() };
    let mut journal = Journal::open(dir.path(), &options).unwrap();
    journal.commit(&[entry(0, rules(3)), entry(0, day_started(2))]).unwrap();
    assert!(!journal.is_on_ballast());

    // The commit that finds the disk full is kept.
    fill_until_on_ballast(&mut journal);
    assert!(!dir.path().join(BALLAST_FILE).exists());
    let on_ballast_at = journal.last_sequence();
    journal.probe().unwrap();
    assert!(journal.is_on_ballast(), "there is no room yet for the ballast");

    let full = fill(&mut journal);
    assert!(matches!(full, StoreError::DiskFull { .. }) && full.is_transient(), "{full:?}");
    assert!(matches!(journal.probe(), Err(StoreError::DiskFull { .. })));
    let full_at = journal.last_sequence();
    assert!(full_at > on_ballast_at, "the ballast held room for more");

    journal.set_pretended_disk(Some(4 * DISK_BYTES)).unwrap();
    journal.probe().unwrap();
    assert!(!journal.is_on_ballast() && dir.path().join(BALLAST_FILE).exists());
    assert_eq!(journal.commit(&[entry(9, issued(1))]).unwrap(), full_at + 1);
    assert_eq!(Reader::open(dir.path()).unwrap().verify(|_| {}).unwrap().records, full_at + 1);
}

#[test]
fn a_batch_that_does_not_fit_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let options = OpenOptions { pretended_disk: Some(DISK_BYTES), ballast_bytes: 0, ..options() };
    let mut journal = Journal::open(dir.path(), &options).unwrap();
    journal.commit(&two_days()).unwrap();
    let before = journal.load_today().unwrap();
    let batch: Vec<_> = (1..5_000).map(|value| entry(1, issued(value % 999 + 1))).collect();
    assert!(matches!(journal.commit(&batch), Err(StoreError::DiskFull { .. })));
    assert!(!journal.is_on_ballast(), "there never was one");
    assert_eq!(journal.load_today().unwrap(), before);
    journal.commit(&batch[..1]).unwrap();
}

#[test]
fn another_program_that_locks_the_file_is_waited_out() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = open(dir.path());
    let other = Connection::open(dir.path().join(JOURNAL_FILE)).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let locked = journal.commit(&[entry(0, rules(3))]).unwrap_err();
    assert!(matches!(locked, StoreError::Locked { .. }) && locked.is_transient(), "{locked:?}");
    assert!(matches!(journal.probe(), Err(StoreError::Locked { .. })));
    assert_eq!(journal.last_sequence(), 0);
    other.execute_batch("ROLLBACK").unwrap();
    journal.probe().unwrap();
    assert_eq!(journal.commit(&[entry(0, rules(3))]).unwrap(), 1);
}

#[test]
fn a_newer_journal_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).commit(&two_days()).unwrap();
    Connection::open(dir.path().join(JOURNAL_FILE)).unwrap().pragma_update(None, "user_version", 7).unwrap();
    let newer = |error| matches!(error, StoreError::WrongSchema { found: 7, known: 1, .. });
    assert!(newer(Journal::open(dir.path(), &options()).unwrap_err()));
    assert!(newer(Reader::open(dir.path()).unwrap_err()));
}

/// Both ways to open it, which must leave the file as it is.
fn is_refused_as_no_journal(dir: &std::path::Path) {
    let path = dir.join(JOURNAL_FILE);
    let before = fs::read(&path).unwrap();
    match Journal::open(dir, &options()) {
        Err(StoreError::NotAJournal { path: named }) => assert_eq!(named, path),
        other => panic!("{other:?}"),
    }
    match Reader::open(dir) {
        Err(StoreError::NotAJournal { .. }) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_text_file_is_no_journal() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(JOURNAL_FILE), "Sổ ghi chép\n".repeat(300)).unwrap();
    is_refused_as_no_journal(dir.path());
}

#[test]
fn a_file_cut_short_is_no_journal() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = open(dir.path());
    for _ in 0..20 {
        journal.commit(&two_days()).unwrap();
    }
    drop(journal);
    let path = dir.path().join(JOURNAL_FILE);
    let whole = fs::read(&path).unwrap();
    for length in [100, 4096, whole.len() / 2, whole.len() - 4096] {
        fs::write(&path, &whole[..length]).unwrap();
        is_refused_as_no_journal(dir.path());
    }
}

#[test]
fn another_programs_database_is_no_journal() {
    let dir = tempfile::tempdir().unwrap();
    let db = Connection::open(dir.path().join(JOURNAL_FILE)).unwrap();
    db.execute_batch("CREATE TABLE journal (sequence INTEGER)").unwrap();
    drop(db);
    is_refused_as_no_journal(dir.path());
}

#[test]
fn a_folder_without_a_journal_is_named() {
    let dir = tempfile::tempdir().unwrap();
    match Reader::open(dir.path()) {
        Err(StoreError::Io { path, .. }) => assert_eq!(path, dir.path().join(JOURNAL_FILE)),
        other => panic!("{other:?}"),
    }
    assert!(!dir.path().join(JOURNAL_FILE).exists(), "reading makes nothing");
}

#[test]
fn a_file_whose_making_was_cut_off_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let db = Connection::open(dir.path().join(JOURNAL_FILE)).unwrap();
    db.execute_batch(
        "CREATE TABLE refinery_schema_history \
         (version INT4 PRIMARY KEY, name VARCHAR(255), applied_on VARCHAR(255), checksum VARCHAR(255))",
    )
    .unwrap();
    drop(db);
    assert_eq!(open(dir.path()).commit(&[entry(0, rules(3))]).unwrap(), 1);
}
