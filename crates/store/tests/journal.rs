//! What is committed is there, in order, whole.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{at, day, day_started, entry, issued, open, options, rules, two_days};
use goiso_store::{BALLAST_FILE, JOURNAL_FILE, Journal, Reader, StoreError};
use proptest::prelude::*;

#[test]
fn a_new_journal_holds_nothing_and_has_a_name() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut journal = open(one.path());
    let today = journal.load_today().unwrap();
    assert_eq!((today.rules, today.day, today.last_at, today.chain), (None, None, None, Ok(())));
    assert!(today.records.is_empty());
    assert_eq!(journal.last_sequence(), 0);
    assert_eq!(journal.epoch().len(), 32);
    assert_ne!(journal.epoch(), open(other.path()).epoch());
    let epoch = journal.epoch().to_owned();
    drop(journal);
    assert_eq!(open(one.path()).epoch(), epoch);
}

#[test]
fn today_is_what_happened_since_the_day_began() {
    let dir = tempfile::tempdir().unwrap();
    let entries = two_days();
    let begin = entries.iter().rposition(|entry| entry.event == day_started(3)).unwrap();
    assert_eq!(open(dir.path()).commit(&entries).unwrap(), entries.len() as u64);

    let mut journal = open(dir.path());
    let today = journal.load_today().unwrap();
    assert_eq!(today.day, Some(day(3)));
    assert_eq!(today.last_at, Some(at(86_410)));
    assert_eq!(today.chain, Ok(()));
    assert_eq!(today.records.iter().map(common::as_entry).collect::<Vec<_>>(), entries[begin..]);
    assert!(today.records.iter().all(|record| record.day == Some(day(3))));
    // The second rules are among the records; those before the day come first.
    let before = goiso_domain::Event::RulesApplied { rules: Box::new(today.rules.unwrap()) };
    assert_eq!(before, rules(3));
}

#[test]
fn before_the_first_day_the_rules_are_known() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = open(dir.path());
    journal.commit(&[entry(0, rules(3))]).unwrap();
    let today = journal.load_today().unwrap();
    assert_eq!(today.rules.unwrap().calls_max, 3);
    assert_eq!((today.day, today.records.len()), (None, 1));
    assert_eq!(today.records[0].day, None);
    journal.commit(&[entry(1, day_started(2))]).unwrap();
    let today = journal.load_today().unwrap();
    assert_eq!((today.rules.unwrap().calls_max, today.day), (3, Some(day(2))));
}

#[test]
fn a_day_is_read_while_the_hub_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = open(dir.path());
    let entries = two_days();
    journal.commit(&entries).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    journal.commit(&[entry(90_000, issued(7))]).unwrap();

    assert_eq!(reader.days().unwrap(), [day(2), day(3)]);
    let first = reader.records_of_day(day(2)).unwrap();
    assert_eq!(first.iter().map(common::as_entry).collect::<Vec<_>>(), entries[1..25]);
    let second = reader.records_of_day(day(3)).unwrap();
    assert_eq!((second.len(), second[0].sequence), (4, 26));
    assert!(reader.records_of_day(day(4)).unwrap().is_empty());
    assert_eq!(reader.rules_at(day(3)).unwrap().unwrap().calls_max, 3);
    assert_eq!(reader.epoch(), journal.epoch());

    let verified = reader.verify(|_| {}).unwrap();
    assert_eq!((verified.records, verified.days, verified.issued), (29, 2, 7));
    assert_eq!((verified.first_at, verified.last_at), (Some(at(0)), Some(at(90_000))));
}

#[test]
fn a_second_hub_is_told_who_has_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    match Journal::open(dir.path(), &options()) {
        Err(StoreError::InUse { holder, .. }) => assert_eq!(holder, Some(std::process::id())),
        other => panic!("{other:?}"),
    }
    drop(first);
    open(dir.path());
}

#[test]
fn the_ballast_is_kept_and_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let ballast = dir.path().join(BALLAST_FILE);
    assert!(!open(dir.path()).is_on_ballast());
    assert_eq!(ballast.metadata().unwrap().len(), common::BALLAST_BYTES);
    std::fs::remove_file(&ballast).unwrap();
    drop(open(dir.path()));
    assert_eq!(ballast.metadata().unwrap().len(), common::BALLAST_BYTES);
}

#[test]
fn nothing_to_write_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = open(dir.path());
    journal.commit(&[entry(0, rules(3))]).unwrap();
    assert_eq!(journal.commit(&[]).unwrap(), 1);
    let too_many = vec![entry(0, issued(1)); goiso_store::COMMIT_ENTRIES_MAX + 1];
    assert!(matches!(journal.commit(&too_many), Err(StoreError::TooMany { .. })));
    assert_eq!(journal.last_sequence(), 1);
}

#[test]
fn the_journal_is_not_changed_through_sql() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).commit(&two_days()).unwrap();
    let db = rusqlite::Connection::open(dir.path().join(JOURNAL_FILE)).unwrap();
    for sql in [
        "UPDATE journal SET at = 0 WHERE sequence = 3",
        "DELETE FROM journal WHERE sequence = 28",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE sequence = 3",
        "INSERT INTO journal SELECT 40, day, at, version, kind, event, request, hash FROM journal LIMIT 1",
        "UPDATE meta SET value = 'x'",
        "DELETE FROM meta",
    ] {
        let refused = db.execute(sql, []).unwrap_err().to_string();
        assert!(refused.starts_with("the journal "), "{sql}: {refused}");
    }
    assert!(Reader::open(dir.path()).unwrap().verify(|_| {}).is_ok());
}

#[test]
fn each_kind_is_the_tag_of_its_json() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).commit(&two_days()).unwrap();
    let db = rusqlite::Connection::open(dir.path().join(JOURNAL_FILE)).unwrap();
    let count = |sql| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM journal WHERE kind IS NOT event ->> 'event'"), 0);
    assert_eq!(count("SELECT count(DISTINCT kind) FROM journal"), 12, "two_days() has every kind of event");
}

#[test]
fn the_library_is_free_of_the_wal_reset_fault() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_committed_is_loaded_again_however_it_is_grouped(
        values in prop::collection::vec((0_i64..10_000_000_000, 1_u32..999), 1..40),
        cuts in prop::collection::vec(0_usize..40, 0..6),
        reopen in any::<bool>(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut entries = vec![entry(0, rules(3)), entry(0, day_started(2))];
        entries.extend(values.iter().map(|&(micros, value)| {
            let entry = common::marked(0, &format!("{micros}-{value}"), issued(value));
            goiso_store::Entry { at: entry.at + jiff::SignedDuration::from_micros(micros), ..entry }
        }));
        let mut cuts: Vec<usize> = cuts.into_iter().filter(|&cut| cut < entries.len()).collect();
        cuts.extend([0, entries.len()]);
        cuts.sort_unstable();

        let mut journal = open(dir.path());
        for pair in cuts.windows(2) {
            journal.commit(&entries[pair[0]..pair[1]]).unwrap();
            if reopen {
                drop(journal);
                journal = open(dir.path());
            }
        }
        let today = journal.load_today().unwrap();
        prop_assert_eq!(today.records.iter().map(common::as_entry).collect::<Vec<_>>(), &entries[1..]);
        prop_assert!(today.records.iter().map(|record| record.sequence).eq(2..=entries.len() as u64));
        let verified = Reader::open(dir.path()).unwrap().verify(|_| {}).unwrap();
        prop_assert_eq!(verified.records, entries.len() as u64);
    }
}

#[test]
fn the_years_before_today_are_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = open(dir.path());
    journal.commit(&[entry(0, rules(3))]).unwrap();
    let first = day(1);
    for n_days in 0..250_i64 {
        let date = first + jiff::Span::new().days(n_days);
        let mut entries = vec![entry(n_days * 86_400, goiso_domain::Event::DayStarted { day: date })];
        entries.extend((1..=200).map(|value| entry(n_days * 86_400 + i64::from(value), issued(value))));
        journal.commit(&entries).unwrap();
    }
    drop(journal);
    // Whoever reads one of these records fails.
    let db = rusqlite::Connection::open(dir.path().join(JOURNAL_FILE)).unwrap();
    db.execute_batch(
        "DROP TRIGGER journal_is_not_changed; \
         UPDATE journal SET event = '' WHERE sequence BETWEEN 2 AND 1 + 249 * 201;",
    )
    .unwrap();
    drop(db);
    let today = open(dir.path()).load_today().unwrap();
    assert_eq!((today.records.len(), today.chain), (201, Ok(())));
    assert_eq!(today.rules.unwrap().calls_max, 3);
    assert_eq!(Reader::open(dir.path()).unwrap().days().unwrap().len(), 250);
}
