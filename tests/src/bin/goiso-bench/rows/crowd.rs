//! Many clients: how fast a change reaches all of them, and what each costs.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use goiso_protocol::Role;
use tokio::sync::mpsc;

use crate::figures::{Row, Table, ratio};
use crate::hub::Hub;
use crate::rows::call;
use crate::wire::Client;
use crate::{Bench, centre, now, probes};

const N_COUNTERS: usize = 12;

/// Clients of boards that note when each call reaches them.
#[derive(Default)]
pub(crate) struct Crowd {
    n: usize,
    channel: Option<Channel>,
}

type Channel = (mpsc::UnboundedSender<Seen>, mpsc::UnboundedReceiver<Seen>);

/// A client has seen this call, or has lost the hub.
type Seen = anyhow::Result<(u64, Instant)>;

impl Crowd {
    /// One more, on the board of that number; it is welcome when this returns.
    pub(crate) async fn add(&mut self, hub: &Hub, board: usize) -> anyhow::Result<()> {
        let (sender, _) = self.channel.get_or_insert_with(mpsc::unbounded_channel);
        let sender = sender.clone();
        let mut client = Client::connect(hub.address, &format!("board-{board}"), Role::Board).await?;
        self.n += 1;
        tokio::spawn(async move {
            loop {
                let seen = match client.next_text().await {
                    Ok(text) => newest_call(text).map(|call| Ok((call, now()))),
                    Err(error) => Some(Err(error)),
                };
                let is_over = matches!(seen, Some(Err(_)));
                if let Some(seen) = seen
                    && (sender.send(seen).is_err() || is_over)
                {
                    return;
                }
            }
        });
        Ok(())
    }

    /// Waits until every client has seen this call, and says when the last one did.
    pub(crate) async fn all_have(&mut self, call: u64) -> anyhow::Result<Instant> {
        let (_, receiver) = self.channel.as_mut().context("nobody is here")?;
        let mut n_have = 0;
        let mut last = None;
        while n_have < self.n {
            match receiver.recv().await {
                Some(Ok((seen, at))) if seen == call => {
                    n_have += 1;
                    last = last.max(Some(at));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
                None => bail!("nobody is here any more"),
            }
        }
        last.context("nobody is here")
    }
}

/// The newest call of a board's view: calls come newest first.
fn newest_call(text: &str) -> Option<u64> {
    if !text.contains(r#""type":"view""#) {
        return None;
    }
    let (_, rest) = text.split_once(r#""sequence":"#)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

pub(crate) async fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    if bench.wants("hub memory") {
        memory(bench, table).await?;
    }
    if bench.wants("fan-out to 1,000 clients") {
        fan_out(bench, table, 1000, ("fan-out to 1,000 clients", "last p99 ≤ 50 ms", 50)).await?;
    }
    if bench.wants("fan-out to 10,000 clients") {
        fan_out(bench, table, 10_000, ("fan-out to 10,000 clients", "last p99 ≤ 250 ms", 250)).await?;
    }
    Ok(())
}

async fn fan_out(
    bench: &Bench,
    table: &mut Table,
    n: usize,
    (name, goal, max_ms): (&'static str, &'static str, u64),
) -> anyhow::Result<()> {
    let n_rounds = bench.samples(100);
    let hub = Hub::start(&bench.tmpfs.join(format!("fan-out-{n}")), &centre::file(1, N_COUNTERS, 1), 0)?;
    hub.open_counters(N_COUNTERS).await?;
    hub.fill(n_rounds * 4 + 10).await?;
    let mut crowd = Crowd::default();
    for _ in 0..n {
        crowd.add(&hub, 1).await?;
    }
    let samples = call::calls(&hub, &mut crowd, 0..n_rounds, Duration::from_millis(300)).await?;
    let bytes = crate::http::Http::connect(hub.address).await?.get("/api/v1/board").await?.1.len();
    drop(crowd);
    drop(hub);
    let raw = probes::fan_out(n, bytes, bench.samples(50)).await?;
    table.add(Row {
        name,
        goal,
        measured: format!("{samples}, {bytes} bytes each"),
        is_met: samples.p99() <= Duration::from_millis(max_ms),
        raw: format!("the same bytes to bare sockets {} (p99)", ratio(samples.p99(), raw.p99())),
    });
    Ok(())
}

async fn memory(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    const N_FIRST: usize = 80;
    let n_further = bench.samples(5000);
    let hub = Hub::start(&bench.tmpfs.join("memory"), &centre::file(1, N_COUNTERS, 1), 0)?;
    hub.open_counters(N_COUNTERS).await?;
    hub.fill(500).await?;
    let mut crowd = Crowd::default();
    for _ in 0..N_FIRST {
        crowd.add(&hub, 1).await?;
    }
    // A few calls, so that every buffer has been used.
    call::calls(&hub, &mut crowd, 0..20, Duration::from_millis(50)).await?;
    let with_first = hub.memory()?;
    for _ in 0..n_further {
        crowd.add(&hub, 1).await?;
    }
    call::calls(&hub, &mut crowd, 20..25, Duration::from_millis(500)).await?;
    let each = hub.memory()?.saturating_sub(with_first) as f64 / n_further as f64 / 1024.0;
    let first = with_first as f64 / f64::from(1 << 20);
    table.add(Row {
        name: "hub memory with 80 clients, per further client",
        goal: "≤ 64 MiB, ≤ 16 KiB",
        measured: format!("{first:.1} MiB, {each:.1} KiB (n {n_further})"),
        is_met: first <= 64.0 && each <= 16.0,
        raw: "resident, after 500 numbers and 20 calls".to_owned(),
    });
    Ok(())
}
