//! The hub as a process of its own.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use clap::Args;
use goiso_hub::run::{RunOptions, start};
use goiso_store::OpenOptions;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::http::Http;

/// How the child is called.
#[derive(Args)]
pub(crate) struct HubArgs {
    #[arg(long)]
    config: PathBuf,
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    commit_delay_ms: u64,
}

/// Is the hub until standard input ends. The runtime is that of `goiso-hub`.
pub(crate) fn be(args: &HubArgs) -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let options = RunOptions {
        config: args.config.clone(),
        data: args.data.clone(),
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        slips: None,
        locales: None,
        journal: OpenOptions {
            ballast_bytes: 0,
            commit_delay: Duration::from_millis(args.commit_delay_ms),
            pretended_disk: None,
        },
    };
    let running = runtime.block_on(start(&options))?;
    println!("{}", running.address);
    std::io::stdin().read_to_end(&mut Vec::new())?;
    runtime.block_on(running.stop())?;
    runtime.shutdown_background();
    Ok(())
}

/// A hub that runs. It ends when this is dropped.
pub(crate) struct Hub {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Hub {
    /// Starts one on what lies in `data`; the commit delay is added to every commit.
    pub(crate) fn start(data: &Path, centre: &str, commit_delay_ms: u64) -> anyhow::Result<Self> {
        std::fs::create_dir_all(data)?;
        let config = data.join("centre.toml");
        std::fs::write(&config, centre)?;
        let delay = commit_delay_ms.to_string();
        let arguments: [&OsStr; 7] = [
            "hub".as_ref(),
            "--config".as_ref(),
            config.as_ref(),
            "--data".as_ref(),
            data.as_ref(),
            "--commit-delay-ms".as_ref(),
            delay.as_ref(),
        ];
        let (child, address) = spawn(&arguments)?;
        Ok(Self { child, address })
    }

    /// Its resident memory in bytes.
    pub(crate) fn memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
    }

    /// The processor time that its living threads have used so far. To the nanosecond, unlike
    /// `/proc/PID/stat`, whose hundredths of a second an idle hub does not fill.
    pub(crate) fn processor_time(&self) -> anyhow::Result<Duration> {
        let mut used = Duration::ZERO;
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let schedstat = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            let nanos = schedstat.split_whitespace().next().context("schedstat is empty")?;
            used += Duration::from_nanos(nanos.parse()?);
        }
        Ok(used)
    }

    /// One of its figures.
    pub(crate) async fn metric(&self, name: &str) -> anyhow::Result<f64> {
        let (status, text) = Http::connect(self.address).await?.get("/metrics").await?;
        ensure!(status == 200, "/metrics says {status}");
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        Ok(line.with_context(|| format!("no metric {name}"))?.parse()?)
    }

    /// Opens counters 1 to `n`, each with its own official.
    pub(crate) async fn open_counters(&self, n: usize) -> anyhow::Result<()> {
        let mut http = Http::connect(self.address).await?;
        for number in 1..=n {
            let body = format!(r#"{{"official":"cb-{number}"}}"#);
            let (status, text) = http.post(&format!("/api/v1/counters/{number}/open"), &body).await?;
            ensure!(status == 200, "counter {number} does not open: {text}");
        }
        Ok(())
    }

    /// Gives `n` numbers, so that people wait.
    pub(crate) async fn fill(&self, n: usize) -> anyhow::Result<()> {
        let mut http = Http::connect(self.address).await?;
        for idx in 0..n {
            let body =
                format!(r#"{{"service":"s{}","request_id":"fill-{idx}"}}"#, idx % crate::centre::N_SERVICES);
            let (status, text) = http.post("/api/v1/tickets", &body).await?;
            ensure!(status == 201, "no number: {text}");
        }
        Ok(())
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        if let Err(error) = self.child.wait() {
            eprintln!("the hub does not end: {error}");
        }
        std::io::stdout().flush().unwrap_or_default();
    }
}

/// This program once more, as something that listens and says where.
pub(crate) fn spawn(arguments: &[&OsStr]) -> anyhow::Result<(Child, SocketAddr)> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("it is piped")?).read_line(&mut line)?;
    let address = line.trim().parse().context("it did not start")?;
    Ok((child, address))
}

/// Ten thousand clients need as many files in each process; a child inherits the limit.
pub(crate) fn raise_open_files() -> anyhow::Result<u64> {
    let limit = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum })?;
    Ok(limit.maximum.unwrap_or(u64::MAX))
}
