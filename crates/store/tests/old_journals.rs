//! Journals written by earlier versions load for ever. The files are never made anew.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{as_entry, day, entry, issued, newer_day, open, two_days};
use goiso_store::{JOURNAL_FILE, Reader};

/// A copy, because opening a journal may bring it up to date.
fn copy_of(fixture: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
    std::fs::copy(from, dir.path().join(JOURNAL_FILE)).unwrap();
    dir
}

#[test]
fn a_journal_of_version_1_loads_and_goes_on() {
    let dir = copy_of("journal-v1.db");
    let mut journal = open(dir.path());
    let today = journal.load_today().unwrap();
    assert_eq!((today.day, today.chain, today.records.len()), (Some(day(3)), Ok(()), 3));
    assert_eq!(today.rules.unwrap().calls_max, 3);
    assert_eq!(journal.commit(&[entry(90_000, issued(7))]).unwrap(), 29);
    drop(journal);

    let reader = Reader::open(dir.path()).unwrap();
    let verified = reader.verify(|_| {}).unwrap();
    assert_eq!((verified.records, verified.days, verified.issued), (29, 2, 7));
    // Every kind of event is among them, and says what it said.
    let read = reader.records_of_day(day(2)).unwrap();
    assert_eq!(read.iter().map(as_entry).collect::<Vec<_>>(), two_days()[1..25]);
}

#[test]
fn a_journal_of_comings_back_and_supervisors_loads() {
    let dir = copy_of("journal-v1-b.db");
    let reader = Reader::open(dir.path()).unwrap();
    let n_entries = newer_day().len() as u64;
    assert_eq!(reader.verify(|_| {}).unwrap().records, n_entries);
    let read = reader.records_of_day(day(4)).unwrap();
    assert_eq!(read.iter().map(as_entry).collect::<Vec<_>>(), newer_day()[1..]);
}

/// The head as the script in docs/journal.md computes it.
#[test]
fn the_hashes_are_as_documented() {
    let dir = copy_of("journal-v1.db");
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.epoch(), "24555c0f67d2854c147945fb0d3e76ab");
    assert_eq!(
        reader.verify(|_| {}).unwrap().head,
        "b7c97f8ba223dcc064fba755bd053e251ee795ad093141ce4d9d9c11e61704e3"
    );
}
