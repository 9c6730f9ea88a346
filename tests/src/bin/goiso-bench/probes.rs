//! The raw limits of this disk and this loopback, taken in the same run.

use std::fmt;
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::figures::Samples;
use crate::now;

const N_SYNCS: usize = 200;
const N_ROUNDS: usize = 2000;

#[derive(Debug)]
pub(crate) struct Probes {
    /// 4 KiB written and synced, on the disk and on tmpfs.
    pub(crate) disk_sync: Samples,
    pub(crate) tmpfs_sync: Samples,
    /// 200 bytes there and back over loopback.
    pub(crate) loopback: Samples,
}

impl Probes {
    pub(crate) async fn take(disk: &Path, tmpfs: &Path) -> anyhow::Result<Self> {
        Ok(Self { disk_sync: syncs(disk)?, tmpfs_sync: syncs(tmpfs)?, loopback: round_trips().await? })
    }

    /// What a wish costs at least: a sync (on tmpfs, with the added delay) and a round trip.
    pub(crate) fn wish(&self, delay_ms: u64) -> Duration {
        self.tmpfs_sync.p50() + Duration::from_millis(delay_ms) + self.loopback.p50()
    }
}

impl fmt::Display for Probes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "- 4 KiB written and synced on the disk: {}", self.disk_sync)?;
        writeln!(f, "- the same on tmpfs: {}", self.tmpfs_sync)?;
        writeln!(f, "- 200 bytes there and back over loopback: {}", self.loopback)
    }
}

fn syncs(dir: &Path) -> anyhow::Result<Samples> {
    let path = dir.join("probe");
    let mut file = File::create(&path)?;
    let mut samples = Samples::default();
    for n in 0..N_SYNCS {
        let begin = now();
        file.seek(SeekFrom::Start(n as u64 * 4096))?;
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        samples.push(begin.elapsed());
    }
    std::fs::remove_file(path)?;
    Ok(samples)
}

/// The echo is on a thread of its own, as the hub is.
async fn round_trips() -> anyhow::Result<Samples> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    std::thread::Builder::new().name("echo".to_owned()).spawn(move || echo(&listener))?;
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut samples = Samples::default();
    let mut bytes = [0; 200];
    for _ in 0..N_ROUNDS {
        let begin = now();
        stream.write_all(&bytes).await?;
        stream.read_exact(&mut bytes).await?;
        samples.push(begin.elapsed());
    }
    Ok(samples)
}

fn echo(listener: &std::net::TcpListener) -> std::io::Result<()> {
    use std::io::Read as _;

    let (mut stream, _) = listener.accept()?;
    stream.set_nodelay(true)?;
    let mut bytes = [0; 200];
    loop {
        stream.read_exact(&mut bytes)?;
        stream.write_all(&bytes)?;
    }
}

/// How the writer of [`fan_out`] is called: a process of its own, as the hub is.
#[derive(clap::Args)]
pub(crate) struct WriterArgs {
    #[arg(long)]
    readers: usize,
    #[arg(long)]
    bytes: usize,
}

/// Is the writer: for each byte that the first reader sends, all get a frame. Ends when the first one goes.
pub(crate) fn be_writer(args: &WriterArgs) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        println!("{}", listener.local_addr()?);
        let mut streams = Vec::with_capacity(args.readers);
        for _ in 0..args.readers {
            streams.push(listener.accept().await?.0);
        }
        let frame = vec![7; args.bytes];
        while streams[0].read_u8().await.is_ok() {
            for stream in &mut streams {
                stream.write_all(&frame).await?;
            }
        }
        Ok(())
    })
}

/// One writer, `n` readers: from asking it until the last reader has all of `bytes`.
pub(crate) async fn fan_out(n: usize, bytes: usize, n_rounds: usize) -> anyhow::Result<Samples> {
    let arguments = ["writer", "--readers", &n.to_string(), "--bytes", &bytes.to_string()];
    let (mut child, address) = crate::hub::spawn(&arguments.map(AsRef::as_ref))?;
    let (got, mut all_got) = tokio::sync::mpsc::unbounded_channel();
    let mut writers = Vec::with_capacity(n);
    for _ in 0..n {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (mut reader, writer) = stream.into_split();
        writers.push(writer);
        let got = got.clone();
        tokio::spawn(async move {
            let mut buffer = vec![0; bytes];
            while reader.read_exact(&mut buffer).await.is_ok() && got.send(now()).is_ok() {}
        });
    }
    let mut samples = Samples::default();
    for _ in 0..n_rounds {
        let begin = now();
        writers[0].write_u8(0).await?;
        let mut last = begin;
        for _ in 0..n {
            last = last.max(all_got.recv().await.unwrap_or(last));
        }
        samples.push(last - begin);
    }
    drop(writers);
    child.wait()?;
    Ok(samples)
}

/// The machine in one line.
pub(crate) fn machine() -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let cpus = read("/proc/cpuinfo");
    let model =
        cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("", |m| m.1);
    let n = cpus.lines().filter(|line| line.starts_with("processor")).count();
    let memory = read("/proc/meminfo");
    let memory = memory.lines().next().and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    let kernel = read("/proc/sys/kernel/osrelease");
    format!("{n} × {model}, {} GiB, Linux {}", memory.unwrap_or(0) / (1 << 20), kernel.trim())
}
