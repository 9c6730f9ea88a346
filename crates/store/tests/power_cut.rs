//! What was said to be written is there after the process was killed.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{day_started, entry, issued, open, rules};
use goiso_store::Reader;

/// Makes this test binary the process that writes.
const WRITE_TO: &str = "GOISO_STORE_TEST_WRITE_TO";

/// Not a test of itself: what the killed process does, told by its surroundings to write until it is killed.
#[test]
fn a_process_that_writes() {
    let Some(dir) = std::env::var_os(WRITE_TO) else { return };
    let mut journal = open(Path::new(&dir));
    if journal.last_sequence() == 0 {
        journal.commit(&[entry(0, rules(3)), entry(0, day_started(2))]).unwrap();
    }
    for round in 1_u32.. {
        let batch: Vec<_> = (0..=round % 4).map(|_| entry(1, issued(round % 999 + 1))).collect();
        let sequence = journal.commit(&batch).unwrap();
        writeln!(std::io::stdout(), "written {sequence}").unwrap();
        if round.is_multiple_of(100) {
            journal.checkpoint_idle().unwrap();
        }
    }
}

/// Lets a process write, kills it after `n_lines` lines, and returns the last sequence it told.
fn kill_after(dir: &Path, n_lines: usize) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_process_that_writes", "--nocapture"])
        .env(WRITE_TO, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let told = |line: &String| line.strip_prefix("written ").map(|sequence| sequence.parse::<u64>().unwrap());
    let mut last = 0;
    for sequence in lines.by_ref().filter_map(|line| told(&line)).take(n_lines) {
        last = sequence;
    }
    child.kill().unwrap();
    // What it had already said when the blow fell counts too; the last line may be half.
    for line in lines {
        last = line.strip_prefix("written ").and_then(|text| text.parse().ok()).unwrap_or(last).max(last);
    }
    child.wait().unwrap();
    last
}

#[test]
fn what_was_said_to_be_written_outlives_the_process() {
    let dir = tempfile::tempdir().unwrap();
    let mut held = BTreeSet::new();
    for n_lines in [1, 3, 40, 350, 7] {
        let told = kill_after(dir.path(), n_lines);
        let verified = Reader::open(dir.path()).unwrap().verify(|_| {}).unwrap();
        assert!(verified.records >= told, "{told} was written, {} are there", verified.records);
        // One commit of at most four may have been made without having been told of.
        assert!(verified.records <= told + 4, "{told} was written, {} are there", verified.records);
        assert!(held.insert(verified.records), "each process wrote");
        let mut journal = open(dir.path());
        assert_eq!(journal.last_sequence(), verified.records);
        assert_eq!(journal.load_today().unwrap().chain, Ok(()));
    }
}
