//! Commits N entries one by one, for counting what that costs the disk:
//! `strace -f -c -e trace=fdatasync,fsync target/debug/examples/commits DIR N`.

#[path = "../tests/common/mod.rs"]
mod common;

use std::path::PathBuf;

use goiso_store::{Journal, OpenOptions};

fn main() {
    let mut args = std::env::args_os().skip(1);
    let dir: PathBuf = args.next().expect("a folder and a count are the arguments").into();
    let n_commits: u32 =
        args.next().and_then(|n| n.to_str()?.parse().ok()).expect("a count after the folder");
    let mut journal = Journal::open(&dir, &OpenOptions::default()).expect("a folder to write to");
    for value in 0..n_commits {
        let entry = common::entry(i64::from(value), common::issued(value % 999 + 1));
        if let Err(error) = journal.commit(&[entry]) {
            panic!("commit {value}: {error} ({error:?})");
        }
    }
}
