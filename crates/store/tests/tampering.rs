//! Whoever changes the past is found out.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{open, two_days};
use goiso_store::{Break, Flaw, JOURNAL_FILE, Reader, StoreError};
use rusqlite::Connection;

/// Writes two days, does `sql` to them with the triggers off, and says what the walk finds.
fn found_after(sql: &str) -> Result<u64, Break> {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).commit(&two_days()).unwrap();
    tamper(dir.path(), sql);
    match Reader::open(dir.path()).unwrap().verify(|_| {}) {
        Ok(verified) => Ok(verified.records),
        Err(StoreError::ChainBroken(found)) => Err(found),
        Err(other) => panic!("{other:?}"),
    }
}

fn tamper(dir: &std::path::Path, sql: &str) {
    let db = Connection::open(dir.join(JOURNAL_FILE)).unwrap();
    db.execute_batch(
        "DROP TRIGGER journal_grows_at_its_end; DROP TRIGGER journal_is_not_changed; \
         DROP TRIGGER journal_is_not_deleted; DROP TRIGGER meta_is_not_changed;",
    )
    .unwrap();
    db.execute_batch(sql).unwrap();
}

fn broken(sequence: u64, flaw: Flaw) -> Result<u64, Break> {
    Err(Break { sequence, flaw })
}

#[test]
fn an_untouched_journal_is_whole() {
    assert_eq!(found_after(""), Ok(28));
}

#[test]
fn each_changed_column_is_named() {
    for change in [
        "at = at + 1",
        "day = '2026-03-05'",
        "day = NULL",
        "version = 2",
        "kind = 'called'",
        "event = replace(event, 'A002', 'A003')",
        "request = NULL",
        "request = replace(request, 'two', 'owt')",
        "hash = zeroblob(32)",
        "hash = unhex(substr(hex(hash), 3) || '00')",
    ] {
        let sql = format!("UPDATE journal SET {change} WHERE sequence = 5");
        assert_eq!(found_after(&sql), broken(5, Flaw::Altered), "{change}");
    }
}

#[test]
fn a_byte_of_another_type_is_named() {
    let sql = "PRAGMA writable_schema = ON; \
        UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'journal'; \
        PRAGMA writable_schema = RESET; UPDATE journal SET event = x'00' WHERE sequence = 5;";
    assert_eq!(found_after(sql), broken(5, Flaw::Altered));
}

#[test]
fn a_deleted_record_is_missed() {
    assert_eq!(found_after("DELETE FROM journal WHERE sequence = 9"), broken(9, Flaw::Missing));
    assert_eq!(found_after("DELETE FROM journal WHERE sequence = 1"), broken(1, Flaw::Missing));
    let closed_up = "DELETE FROM journal WHERE sequence = 9; \
        UPDATE journal SET sequence = -sequence + 1 WHERE sequence > 9; \
        UPDATE journal SET sequence = -sequence WHERE sequence < 0;";
    assert_eq!(found_after(closed_up), broken(9, Flaw::Altered));
}

#[test]
fn two_records_that_changed_places_are_named() {
    let swap = "UPDATE journal SET sequence = -5 WHERE sequence = 5; \
        UPDATE journal SET sequence = 5 WHERE sequence = 6; \
        UPDATE journal SET sequence = 6 WHERE sequence = -5;";
    assert_eq!(found_after(swap), broken(5, Flaw::Altered));
}

#[test]
fn another_history_does_not_fit_the_epoch() {
    assert_eq!(found_after("UPDATE meta SET value = lower(hex(randomblob(16)))"), broken(1, Flaw::Altered));
}

#[test]
fn a_journal_cut_at_its_end_has_another_head() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).commit(&two_days()).unwrap();
    let head = || Reader::open(dir.path()).unwrap().verify(|_| {}).unwrap().head;
    let before = head();
    assert_eq!((before.len(), head() == before), (64, true));
    tamper(dir.path(), "DELETE FROM journal WHERE sequence = 28");
    assert_ne!(head(), before);
}

#[test]
fn the_hub_learns_of_a_break_in_its_day() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).commit(&two_days()).unwrap();
    tamper(dir.path(), "UPDATE journal SET at = at + 1 WHERE sequence = 27");
    let today = open(dir.path()).load_today().unwrap();
    assert_eq!(today.chain, Err(Break { sequence: 27, flaw: Flaw::Altered }));
    assert_eq!(today.records.len(), 3, "what can be read is still there");

    tamper_again(dir.path(), "DELETE FROM journal WHERE sequence = 25");
    let today = open(dir.path()).load_today().unwrap();
    assert_eq!(today.chain, Err(Break { sequence: 25, flaw: Flaw::Missing }));
}

fn tamper_again(dir: &std::path::Path, sql: &str) {
    Connection::open(dir.join(JOURNAL_FILE)).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn an_event_that_cannot_be_read_is_named() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).commit(&two_days()).unwrap();
    tamper(dir.path(), "UPDATE journal SET event = '{\"event\":\"abolished\"}' WHERE sequence = 28");
    match open(dir.path()).load_today() {
        Err(StoreError::Unreadable { sequence, .. }) => assert_eq!(sequence, 28),
        other => panic!("{other:?}"),
    }
}
