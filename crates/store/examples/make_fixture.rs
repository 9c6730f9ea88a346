//! Writes `tests/fixtures/journal-v1.db` anew: `cargo run -p goiso-store --example make_fixture -- PATH`.
//! The file in the repository is never replaced: an old journal must load for ever. A new schema, or events that are
//! new in it, get a new fixture beside it: `journal-v1-b.db` holds those of comings back and supervisors.

#[path = "../tests/common/mod.rs"]
mod common;

use std::fs;
use std::path::PathBuf;

use goiso_store::{JOURNAL_FILE, Journal, OpenOptions};

fn main() {
    let path: PathBuf = std::env::args_os().nth(1).expect("the file to write is the one argument").into();
    assert!(!path.exists(), "a fixture is not replaced");
    let dir = tempfile::tempdir().expect("a folder for a moment");
    let options = OpenOptions { ballast_bytes: 0, ..OpenOptions::default() };
    let mut journal = Journal::open(dir.path(), &options).expect("a new journal");
    let entries = if path.ends_with("journal-v1-b.db") { common::newer_day() } else { common::two_days() };
    journal.commit(&entries).expect("room for two days");
    drop(journal);
    let file = dir.path().join(JOURNAL_FILE);
    let db = rusqlite::Connection::open(&file).expect("the journal again");
    db.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);").expect("the smallest file");
    drop(db);
    fs::copy(&file, &path).expect("the fixture's folder is there");
}
