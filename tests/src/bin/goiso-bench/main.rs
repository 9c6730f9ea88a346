//! Measures the hub against the raw limits of this disk and loopback, and prints one table.
//!
//! `cargo xtask bench [--quick] [--only WORD]`. The hub runs as a process of its own (this program once more),
//! so that its memory is its own; clients are frames written by hand, so that they cost little of the same
//! processors. Nothing here decides a test: the exit code is 0 whatever the figures are. See docs/performance.md.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints a table")]

mod centre;
mod figures;
mod http;
mod hub;
mod probes;
mod rows;
mod screen;
mod wire;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::figures::Table;

#[derive(Parser)]
#[command(name = "goiso-bench")]
struct Args {
    /// Fewer samples and a shorter history: for a look, not for the record
    #[arg(long)]
    quick: bool,
    /// Only the rows whose name holds this
    #[arg(long, default_value = "")]
    only: String,
    #[command(subcommand)]
    command: Option<Child>,
}

#[derive(Subcommand)]
enum Child {
    /// The hub that is measured; the bench starts it
    #[command(hide = true)]
    Hub(hub::HubArgs),
    /// The raw limit of a fan-out
    #[command(hide = true)]
    Writer(probes::WriterArgs),
}

/// What every row needs.
pub(crate) struct Bench {
    is_quick: bool,
    only: String,
    disk: PathBuf,
    tmpfs: PathBuf,
    probes: probes::Probes,
}

impl Bench {
    /// How many samples a row takes.
    pub(crate) fn samples(&self, full: usize) -> usize {
        if self.is_quick { full.div_ceil(5) } else { full }
    }

    /// Whether a row is wished for.
    pub(crate) fn wants(&self, row: &str) -> bool {
        row.contains(&self.only)
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.command {
        Some(Child::Hub(child)) => hub::be(&child),
        Some(Child::Writer(child)) => probes::be_writer(&child),
        None => measure(args.quick, args.only),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("goiso-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure(is_quick: bool, only: String) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let folder = PathBuf::from("target/bench");
    std::fs::create_dir_all(&folder).context("cannot make target/bench")?;
    let disk = tempfile::tempdir_in(&folder)?;
    let tmpfs = tempfile::tempdir_in("/dev/shm").context("rows without a commit delay need /dev/shm")?;
    let n_files = hub::raise_open_files()?;
    println!("{}; up to {n_files} open files\n", probes::machine());
    let probes = runtime.block_on(probes::Probes::take(disk.path(), tmpfs.path()))?;
    let bench =
        Bench { is_quick, only, disk: disk.path().to_owned(), tmpfs: tmpfs.path().to_owned(), probes };
    let mut table = Table::default();
    runtime.block_on(async {
        rows::issue::measure(&bench, &mut table).await?;
        rows::call::measure(&bench, &mut table).await?;
        rows::crowd::measure(&bench, &mut table).await?;
        rows::start::measure(&bench, &mut table).await?;
        rows::policy::measure(&bench, &mut table);
        rows::estimate::measure(&bench, &mut table);
        rows::scheduling::measure(&bench, &mut table)?;
        rows::slips::measure(&bench, &mut table)?;
        rows::slip_wires::measure(&bench, &mut table).await?;
        rows::leds::measure(&bench, &mut table).await?;
        rows::kiosk::measure(&bench, &mut table).await?;
        rows::board::measure(&bench, &mut table).await?;
        anyhow::Ok(())
    })?;
    println!("\n{}\n{table}", bench.probes);
    Ok(())
}

/// The steady clock.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Waits until a moment of the steady clock, for loads that come at a pace.
pub(crate) async fn sleep_until(moment: Instant) {
    tokio::time::sleep_until(moment.into()).await;
}

/// Milliseconds with their parts.
pub(crate) fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}
