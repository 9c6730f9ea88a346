//! From a touch to its answer.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use goiso_protocol::Role;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::figures::{Row, Samples, Table, ratio};
use crate::http::Http;
use crate::hub::Hub;
use crate::wire::Client;
use crate::{Bench, centre, now, sleep_until};

/// Open counters, and people who wait at the beginning: forecasts are made from them with each number.
const N_COUNTERS: usize = 12;
const N_WAITING: usize = 100;

pub(crate) async fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    if bench.wants("fsyncs per ticket") {
        syncs(bench, table).await?;
    }
    if bench.wants("issue, no commit delay") {
        let samples = paced(bench, "issue-0", 0, 10, 25, bench.samples(2500)).await?;
        add(bench, table, 0, ("issue, no commit delay (tmpfs)", "p99 ≤ 2 ms", 2), &samples);
    }
    if bench.wants("issue, 4 ms commits, 10 kiosks, 10/s") {
        let samples = paced(bench, "issue-4", 4, 10, 1000, bench.samples(500)).await?;
        add(bench, table, 4, ("issue, 4 ms commits, 10 kiosks, 10/s", "p99 ≤ 15 ms", 15), &samples);
    }
    if bench.wants("issue, 20 ms commits, 10 kiosks at once") {
        let samples = at_once(bench, bench.samples(100)).await?;
        add(bench, table, 20, ("issue, 20 ms commits, 10 kiosks at once", "p99 ≤ 80 ms", 80), &samples);
    }
    if bench.wants("issue rate, 4 ms commits, 50 clients") {
        rate_of_kiosks(bench, table).await?;
        rate_of_programs(bench, table).await?;
    }
    Ok(())
}

fn add(
    bench: &Bench,
    table: &mut Table,
    delay_ms: u64,
    of: (&'static str, &'static str, u64),
    samples: &Samples,
) {
    table.add(Row {
        name: of.0,
        goal: of.1,
        measured: samples.to_string(),
        is_met: samples.p99() <= Duration::from_millis(of.2),
        raw: format!("sync and round trip {} (p50)", ratio(samples.p50(), bench.probes.wish(delay_ms))),
    });
}

async fn hub(bench: &Bench, name: &str, n_kiosks: usize, delay_ms: u64) -> anyhow::Result<Hub> {
    let hub = Hub::start(&bench.tmpfs.join(name), &centre::file(n_kiosks, N_COUNTERS, 1), delay_ms)?;
    hub.open_counters(N_COUNTERS).await?;
    hub.fill(N_WAITING).await?;
    Ok(hub)
}

fn wish(id: &str, n: usize) -> String {
    let service = n % centre::N_SERVICES;
    format!(r#"{{"type":"request","id":"{id}","request":{{"do":"issue","service":"s{service}"}}}}"#)
}

/// One number, and how long it took.
async fn issue(kiosk: &mut Client, id: &str, n: usize) -> anyhow::Result<(String, Duration)> {
    let begin = now();
    kiosk.send(&wish(id, n)).await?;
    let answer = kiosk.answer(id).await?;
    let took = begin.elapsed();
    let number = answer.split_once(r#""number":""#).and_then(|(_, rest)| rest.split_once('"'));
    Ok((number.with_context(|| format!("no number: {answer}"))?.0.to_owned(), took))
}

async fn kiosk(hub: &Hub, idx: usize) -> anyhow::Result<Client> {
    Client::connect(hub.address, &format!("kiosk-{}", idx + 1), Role::Kiosk).await
}

/// `n_kiosks` that each ask every `every_ms`, one after the other in turn; `n` numbers in all.
async fn paced(
    bench: &Bench,
    name: &str,
    delay_ms: u64,
    n_kiosks: usize,
    every_ms: u64,
    n: usize,
) -> anyhow::Result<Samples> {
    let hub = hub(bench, name, n_kiosks, delay_ms).await?;
    let begin = now() + Duration::from_millis(50);
    let mut tasks = JoinSet::new();
    for idx in 0..n_kiosks {
        let mut kiosk = kiosk(&hub, idx).await?;
        tasks.spawn(async move {
            let mut samples = Vec::new();
            for turn in 0..n / n_kiosks {
                let offset = every_ms * idx as u64 * 1000 / n_kiosks as u64;
                sleep_until(begin + Duration::from_micros(every_ms * 1000 * turn as u64 + offset)).await;
                samples.push(issue(&mut kiosk, &format!("k{idx}-{turn}"), turn + idx).await?.1);
            }
            anyhow::Ok(samples)
        });
    }
    let mut samples = Samples::default();
    while let Some(done) = tasks.join_next().await {
        samples.extend(done??);
    }
    Ok(samples)
}

async fn at_once(bench: &Bench, n_rounds: usize) -> anyhow::Result<Samples> {
    const N_KIOSKS: usize = 10;
    let hub = hub(bench, "issue-20", N_KIOSKS, 20).await?;
    let together = Arc::new(Barrier::new(N_KIOSKS));
    let mut tasks = JoinSet::new();
    for idx in 0..N_KIOSKS {
        let mut kiosk = kiosk(&hub, idx).await?;
        let together = together.clone();
        tasks.spawn(async move {
            let mut samples = Vec::new();
            for turn in 0..n_rounds {
                together.wait().await;
                samples.push(issue(&mut kiosk, &format!("k{idx}-{turn}"), turn).await?.1);
            }
            anyhow::Ok(samples)
        });
    }
    let mut samples = Samples::default();
    while let Some(done) = tasks.join_next().await {
        samples.extend(done??);
    }
    Ok(samples)
}

async fn syncs(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let n = bench.samples(500);
    let hub = Hub::start(&bench.disk.join("syncs"), &centre::file(1, N_COUNTERS, 1), 0)?;
    hub.open_counters(N_COUNTERS).await?;
    let commits = "goiso_commits_total";
    let begin = hub.metric(commits).await?;
    hub.fill(n).await?;
    let issued = hub.metric(commits).await?;
    let mut http = Http::connect(hub.address).await?;
    let n_calls = n / 4;
    for turn in 0..n_calls {
        let (status, text) =
            http.post(&format!("/api/v1/counters/{}/call-next", turn % 10 + 1), "{}").await?;
        ensure!(status == 200, "nobody called: {text}");
    }
    let called = hub.metric(commits).await?;
    let (per_ticket, per_call) = ((issued - begin) / n as f64, (called - issued) / n_calls as f64);
    table.add(Row {
        name: "fsyncs per ticket, per call",
        goal: "≤ 1 (shared under load)",
        measured: format!("{per_ticket:.2}, {per_call:.2} (n {n})"),
        is_met: per_ticket <= 1.0 && per_call <= 1.0,
        raw: "one commit is one fdatasync: docs/journal.md".to_owned(),
    });
    Ok(())
}

/// 50 kiosks, each near the most that the hub takes of one client.
async fn rate_of_kiosks(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    const N: usize = 50;
    let hub = hub(bench, "rate-kiosks", N, 4).await?;
    let n_each = bench.samples(160);
    let before = hub.metric("goiso_commits_total").await?;
    let begin = now() + Duration::from_millis(50);
    let mut tasks = JoinSet::new();
    for idx in 0..N {
        let mut kiosk = kiosk(&hub, idx).await?;
        tasks.spawn(async move {
            let mut got = Vec::new();
            for turn in 0..n_each {
                sleep_until(begin + Duration::from_millis(22 * turn as u64 + idx as u64 % 22)).await;
                got.push(issue(&mut kiosk, &format!("k{idx}-{turn}"), turn + idx).await?);
            }
            anyhow::Ok(got)
        });
    }
    let got = all(tasks).await?;
    let took = begin.elapsed();
    let syncs = (hub.metric("goiso_commits_total").await? - before) / got.len() as f64;
    let name = "issue rate, 4 ms commits, 50 clients (kiosks, 45/s each)";
    add_rate(bench, table, name, &got, took, syncs);
    Ok(())
}

/// 50 programs, each as fast as it is answered.
async fn rate_of_programs(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    const N: usize = 50;
    let hub = hub(bench, "rate-programs", 1, 4).await?;
    let n_each = bench.samples(160);
    let before = hub.metric("goiso_commits_total").await?;
    let mut connections = Vec::new();
    for _ in 0..N {
        connections.push(Http::connect(hub.address).await?);
    }
    let begin = now();
    let mut tasks = JoinSet::new();
    for (idx, mut http) in connections.into_iter().enumerate() {
        tasks.spawn(async move {
            let mut got = Vec::new();
            for turn in 0..n_each {
                let service = (turn + idx) % centre::N_SERVICES;
                let body = format!(r#"{{"service":"s{service}","request_id":"p{idx}-{turn}"}}"#);
                let begin = now();
                let (status, text) = http.post("/api/v1/tickets", &body).await?;
                let took = begin.elapsed();
                ensure!(status == 201, "no number: {text}");
                let body: serde_json::Value = serde_json::from_str(&text)?;
                got.push((body["number"].as_str().context("no number")?.to_owned(), took));
            }
            anyhow::Ok(got)
        });
    }
    let got = all(tasks).await?;
    let took = begin.elapsed();
    let syncs = (hub.metric("goiso_commits_total").await? - before) / got.len() as f64;
    let name = "issue rate, 4 ms commits, 50 clients (programs, as fast as answered)";
    add_rate(bench, table, name, &got, took, syncs);
    Ok(())
}

type Got = Vec<(String, Duration)>;

async fn all(mut tasks: JoinSet<anyhow::Result<Got>>) -> anyhow::Result<Got> {
    let mut got = Vec::new();
    while let Some(done) = tasks.join_next().await {
        got.extend(done??);
    }
    Ok(got)
}

fn add_rate(bench: &Bench, table: &mut Table, name: &'static str, got: &Got, took: Duration, syncs: f64) {
    let rate = got.len() as f64 / took.as_secs_f64();
    let n_duplicates = got.len() - got.iter().map(|(number, _)| number).collect::<BTreeSet<_>>().len();
    let mut samples = Samples::default();
    samples.extend(got.iter().map(|(_, took)| *took));
    let alone = 1.0 / bench.probes.wish(4).as_secs_f64();
    table.add(Row {
        name,
        goal: "≥ 2,000/s, 0 duplicates",
        measured: format!("{rate:.0}/s, {n_duplicates} duplicates, {samples}, {syncs:.2} fsyncs a ticket"),
        is_met: rate >= 2000.0 && n_duplicates == 0,
        raw: format!("one after the other {alone:.0}/s, {:.1} ×", rate / alone),
    });
}
