//! From a call to the last board.

use std::ops::Range;
use std::time::Duration;

use anyhow::ensure;
use goiso_model::CounterNumber;
use goiso_protocol::Role;

use crate::figures::{Row, Samples, Table, ratio};
use crate::hub::Hub;
use crate::rows::crowd::Crowd;
use crate::wire::Client;
use crate::{Bench, centre, now, sleep_until};

const N_COUNTERS: usize = 12;
const N_CLIENTS: usize = 80;
/// As many as a file may have; some are shown on two screens.
const N_BOARDS: usize = 50;

pub(crate) async fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let name = "call next → last of 80 boards, 4 ms commits";
    if !bench.wants(name) {
        return Ok(());
    }
    let n_rounds = bench.samples(300);
    let hub = Hub::start(&bench.tmpfs.join("call"), &centre::file(1, N_COUNTERS, N_BOARDS), 4)?;
    hub.open_counters(N_COUNTERS).await?;
    hub.fill(n_rounds * 4 + 100).await?;
    let mut boards = Crowd::default();
    for idx in 0..N_CLIENTS {
        boards.add(&hub, idx % N_BOARDS + 1).await?;
    }
    let samples = calls(&hub, &mut boards, 0..n_rounds, Duration::from_millis(60)).await?;
    table.add(Row {
        name,
        goal: "p99 ≤ 25 ms",
        measured: samples.to_string(),
        is_met: samples.p99() <= Duration::from_millis(25),
        raw: format!("sync and round trip {} (p50)", ratio(samples.p50(), bench.probes.wish(4))),
    });
    Ok(())
}

/// Calls again and again, and waits each time for the last of the crowd. `turns` counts the calls of the day.
pub(crate) async fn calls(
    hub: &Hub,
    crowd: &mut Crowd,
    turns: Range<usize>,
    every: Duration,
) -> anyhow::Result<Samples> {
    let counter = CounterNumber::new(1)?;
    let mut official = Client::connect(hub.address, "counter-1", Role::Counter { counter }).await?;
    let mut samples = Samples::default();
    let mut next = now();
    for turn in turns {
        next = (next + every).max(now());
        sleep_until(next).await;
        let begin = now();
        let id = format!("c-{turn}");
        official
            .send(&format!(r#"{{"type":"request","id":"{id}","request":{{"do":"call_next","counter":1}}}}"#))
            .await?;
        let answer = official.answer(&id).await?;
        ensure!(answer.contains(r#""outcome":"done""#), "nobody called: {answer}");
        let last = crowd.all_have(turn as u64 + 1).await?;
        samples.push(last.saturating_duration_since(begin));
    }
    Ok(samples)
}
