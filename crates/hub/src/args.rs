//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};
use goiso_hub::run::RunOptions;
use goiso_store::OpenOptions;
use jiff::civil::Date;

/// Gọi Số: gives numbers, calls them, and drives the devices of the hall.
#[derive(Debug, Parser)]
#[command(name = "goiso-hub", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the hall until Ctrl-C or SIGTERM
    Run(RunArgs),
    /// Say everything that is wrong with a centre's file
    Check {
        /// The centre's file
        #[arg(long)]
        config: PathBuf,
    },
    /// Write a sample of a centre's file, with every key explained
    Init {
        /// Where to; nothing is overwritten
        #[arg(default_value = "centre.toml")]
        path: PathBuf,
    },
    /// Walk the whole journal and see whether it is as it was written
    Verify {
        /// The data folder
        #[arg(long)]
        data: PathBuf,
    },
    /// Print the tickets of a day, one line of JSON each; works while the hub runs
    Export {
        /// The data folder
        #[arg(long)]
        data: PathBuf,
        /// Which business day, e.g. 2026-11-23; the newest without
        #[arg(long)]
        day: Option<Date>,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct RunArgs {
    /// The centre's file
    #[arg(long)]
    config: PathBuf,
    /// The data folder, made when missing
    #[arg(long)]
    data: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:7300")]
    pub(crate) listen: SocketAddr,
    /// Listen for other machines too, where every machine of the network can be trusted
    #[arg(long = "open-lan")]
    pub(crate) is_lan_open: bool,
    /// Put the slips of all virtual printers into this folder
    #[arg(long)]
    slips: Option<PathBuf>,
    /// A folder of Fluent files that change or add texts, e.g. LOCALES/vi/slip.ftl
    #[arg(long)]
    locales: Option<PathBuf>,
    /// For the bench: wait so many milliseconds after each commit, as a slower disk would
    #[arg(long, default_value_t = 0, hide = true)]
    commit_delay_ms: u64,
}

impl From<RunArgs> for RunOptions {
    fn from(args: RunArgs) -> Self {
        let commit_delay = Duration::from_millis(args.commit_delay_ms);
        Self {
            config: args.config,
            data: args.data,
            listen: args.listen,
            slips: args.slips,
            locales: args.locales,
            journal: OpenOptions { commit_delay, ..OpenOptions::default() },
        }
    }
}
