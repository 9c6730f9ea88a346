//! From the hub's event to what a visitor sees and hears, and what the board takes of its computer.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use goiso_model::CounterNumber;
use goiso_protocol::Role;

use crate::figures::{Row, Samples, Table};
use crate::http::Http;
use crate::hub::Hub;
use crate::screen::{self, Board, Display};
use crate::wire::Client;
use crate::{Bench, centre, millis, now, sleep_until};

const CALL: &str = "board, call → first pixel, 1920 × 1080";
const SAMPLE: &str = "board, call → first sample";
const START: &str = "board, program's start → full state";
const FRAME: &str = "board, frames while a long notice moves";
const IDLE: &str = "board, processor while nothing happens";
const MOVING: &str = "board, processor while a notice moves";
const MEMORY: &str = "board, memory after 10,000 calls";

/// Only a hanging program is waited for so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often the screen is looked at: what a figure may be too high by.
const LOOK: Duration = Duration::from_micros(500);
/// The theme's gold, which a counter's cell has while it calls: blue, green, red.
const GOLD: [u8; 3] = [0x29, 0xB4, 0xF0];
/// A graphics card may round a little.
const GOLD_TOLERANCE: u8 = 12;
/// One counter's cell of a grid fills the screen; the rows that are looked at lie in its middle.
const CELL_ROW: u64 = 180;
/// A row through the letters of the line of notices.
const NOTICE_ROW: u64 = 1_040;
/// The pace of so many calls: the hub takes no more than 50 frames a second from one client.
const CALLS_EVERY: Duration = Duration::from_millis(21);
/// A board that is going to say something has begun by then.
const SILENCE: Duration = Duration::from_secs(3);
/// The silence after an announcement, and a little more.
const REST: Duration = Duration::from_millis(700);

pub(crate) async fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    if [CALL, SAMPLE, START].iter().any(|name| bench.wants(name)) {
        calls(bench, table).await?;
    }
    if bench.wants(IDLE) {
        idle(bench, table).await?;
    }
    if [FRAME, MOVING].iter().any(|name| bench.wants(name)) {
        moving(bench, table).await?;
    }
    if bench.wants(MEMORY) {
        memory(bench, table).await?;
    }
    Ok(())
}

/// A hall whose board is one large counter, with a voice in two languages.
async fn calls(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let n_rounds = bench.samples(300);
    let centre = centre::file(1, 12, 0)
        + "[voice]\nsentences = [{ language = \"vi\" }, { language = \"en\" }]\n\
           [[boards]]\nname = \"board-1\"\nlayout = \"grid\"\ncounters = [1]\nzone = \"hall\"\n";
    let hall = Hall::open(bench, "board-calls", &centre, n_rounds * 4 + 100).await?;
    hall.wait_for_speaker().await?;
    let mut official = hall.official().await?;
    let (mut pixels, mut sounds) = (Samples::default(), Samples::default());
    for _ in 0..n_rounds {
        let begin = now();
        official.wish(r#""do":"call_next","counter":1"#).await?;
        let lit = hall.first_look(begin, |display| Ok(has_gold(&display.row(CELL_ROW)?))).await?;
        pixels.push(lit.saturating_duration_since(begin));
        let heard = hall.board.first_samples().recv_timeout(PATIENCE).context("nothing is heard")?;
        sounds.push(heard.saturating_duration_since(begin));
        official.wish(r#""do":"arrive","counter":1"#).await?;
        hall.first_look(now(), |display| Ok(!has_gold(&display.row(CELL_ROW)?))).await?;
        sleep_until(heard + REST).await;
    }
    let (start, is_silent) = restart(hall, &mut official).await?;
    table.add(Row {
        name: CALL,
        goal: "p99 ≤ 50 ms",
        measured: pixels.to_string(),
        is_met: pixels.p99() <= Duration::from_millis(50),
        raw: "from the official's wish on, its commit and both lines included".to_owned(),
    });
    table.add(Row {
        name: SAMPLE,
        goal: "p99 ≤ 150 ms",
        measured: sounds.to_string(),
        is_met: sounds.p99() <= Duration::from_millis(150),
        raw: "the same; the card is ALSA's `null`".to_owned(),
    });
    table.add(Row {
        name: START,
        goal: "≤ 1 s, nothing said again",
        measured: format!("{:.0} ms, {}", millis(start), if is_silent { "silent" } else { "spoken again" }),
        is_met: start <= Duration::from_secs(1) && is_silent,
        raw: "window, letters and line from nothing".to_owned(),
    });
    Ok(())
}

/// Starts the board anew while a visitor is called: how long until that is on the screen, and whether it stays silent.
async fn restart(mut hall: Hall, official: &mut Official) -> anyhow::Result<(Duration, bool)> {
    official.wish(r#""do":"call_next","counter":1"#).await?;
    hall.board.first_samples().recv_timeout(PATIENCE).context("nothing is heard")?;
    let Hall { board, display, hub } = hall;
    drop(board);
    let begin = now();
    hall = Hall { board: Board::start(&hub, &display, "board-1")?, display, hub };
    // The old window's last picture goes first, with the window.
    hall.first_look(begin, |display| Ok(!has_gold(&display.row(CELL_ROW)?))).await?;
    let shown = hall.first_look(begin, |display| Ok(has_gold(&display.row(CELL_ROW)?))).await?;
    hall.wait_for_speaker().await?;
    let is_silent = hall.board.first_samples().recv_timeout(SILENCE).is_err();
    Ok((shown.saturating_duration_since(begin), is_silent))
}

/// A quiet hour: the clock, the hub's signs of life, the board's report each second.
async fn idle(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let centre = centre::file(1, 12, 0) + "[[boards]]\nname = \"board-1\"\nzone = \"hall\"\n";
    let hall = Hall::open(bench, "board-idle", &centre, 0).await?;
    hall.wait_for_speaker().await?;
    sleep_until(now() + Duration::from_secs(5)).await;
    let share = hall.board.program.share(bench.samples(120)).await?;
    table.add(Row {
        name: IDLE,
        goal: "≤ 1 %",
        measured: format!("{share:.2} % of one processor"),
        is_met: share <= 1.0,
        raw: "drawn once a minute, for the clock".to_owned(),
    });
    Ok(())
}

/// A notice too long for the screen moves all day.
async fn moving(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let notice = "Trung tâm làm việc sáng thứ Bảy, nộp hồ sơ trực tuyến tại quầy hỗ trợ số 8. ".repeat(3);
    let notice = notice.trim();
    let text = centre::file(1, 12, 0).replacen("[limits]", &format!("notices = [\"{notice}\"]\n[limits]"), 1);
    let hall =
        Hall::open(bench, "board-moving", &(text + "[[boards]]\nname = \"board-1\"\nzone = \"hall\"\n"), 0)
            .await?;
    hall.wait_for_speaker().await?;
    sleep_until(now() + Duration::from_secs(3)).await;
    let secs = bench.samples(30);
    let share = hall.board.program.share(secs).await?;
    let (mut frames, mut last, mut row) = (Samples::default(), None, hall.display.row(NOTICE_ROW)?);
    let end = now() + Duration::from_secs(secs as u64);
    while now() < end {
        let seen = hall.display.row(NOTICE_ROW)?;
        if seen != row {
            let at = now();
            frames.extend(last.map(|last| at.saturating_duration_since(last)));
            (last, row) = (Some(at), seen);
        }
        sleep_until(now() + LOOK).await;
    }
    ensure!(frames.len() > 0, "the notice does not move");
    table.add(Row {
        name: FRAME,
        goal: "60 a second",
        measured: format!("{:.1} a second, from one to the next {frames}", frames.len() as f64 / secs as f64),
        is_met: frames.p99() <= Duration::from_millis(34),
        raw: "16.67 ms; drawn by llvmpipe".to_owned(),
    });
    table.add(Row {
        name: MOVING,
        goal: "–",
        measured: format!("{share:.0} % of one processor"),
        is_met: true,
        raw: "a graphics card draws where there is one".to_owned(),
    });
    Ok(())
}

/// A month of a commune's calls in four minutes.
async fn memory(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let n_calls = bench.samples(10_000);
    let centre = centre::file(1, 12, 0) + "[[boards]]\nname = \"board-1\"\nzone = \"hall\"\n";
    let hall = Hall::open(bench, "board-memory", &centre, 0).await?;
    hall.wait_for_speaker().await?;
    let mut official = hall.official().await?;
    let marks = [n_calls / 100, n_calls / 10, n_calls];
    let mut kib = Vec::new();
    let mut next = now();
    for turn in 1..=n_calls {
        next = (next + CALLS_EVERY).max(now());
        sleep_until(next).await;
        hall.issue(turn).await?;
        official.wish(r#""do":"call_next","counter":1"#).await?;
        if marks.contains(&turn) {
            // The last frame is drawn, and what was given back is counted.
            sleep_until(now() + Duration::from_secs(2)).await;
            kib.push(hall.board.program.memory_kib()?);
        }
    }
    let (early, late) = (kib[1], kib[2]);
    table.add(Row {
        name: MEMORY,
        goal: "flat",
        measured: format!(
            "{} MiB after {}, {} after {}, {} after {n_calls}",
            kib[0] / 1024,
            marks[0],
            early / 1024,
            marks[1],
            late / 1024
        ),
        is_met: late <= early + early / 20,
        raw: "resident; most of it is llvmpipe's and the letters'".to_owned(),
    });
    Ok(())
}

/// A hub, its board's screen and its board.
struct Hall {
    // In the order in which they end.
    board: Board,
    display: Display,
    hub: Hub,
}

impl Hall {
    /// With as many people waiting.
    async fn open(bench: &Bench, name: &str, centre: &str, n_waiting: usize) -> anyhow::Result<Self> {
        let hub = Hub::start(&bench.tmpfs.join(name), centre, 4)?;
        hub.open_counters(centre.matches("[[counters]]").count()).await?;
        hub.fill(n_waiting).await?;
        let display = Display::start(&bench.tmpfs.join(name).join("display"), screen::LYING)?;
        let board = Board::start(&hub, &display, "board-1")?;
        Ok(Self { board, display, hub })
    }

    async fn wait_for_speaker(&self) -> anyhow::Result<()> {
        let end = now() + PATIENCE;
        let mut http = Http::connect(self.hub.address).await?;
        while now() < end {
            let (_, health) = http.get("/health").await?;
            if health.contains(r#""is_speaker":true"#) {
                return Ok(());
            }
            sleep_until(now() + Duration::from_millis(50)).await;
        }
        anyhow::bail!("the board is not named the speaker")
    }

    async fn official(&self) -> anyhow::Result<Official> {
        let counter = CounterNumber::new(1)?;
        let client = Client::connect(self.hub.address, "counter-1", Role::Counter { counter }).await?;
        Ok(Official { client, n_wishes: 0 })
    }

    /// A number of a service of the first counter.
    async fn issue(&self, turn: usize) -> anyhow::Result<()> {
        let body = format!(r#"{{"service":"s1","request_id":"m-{turn}"}}"#);
        let (status, text) = Http::connect(self.hub.address).await?.post("/api/v1/tickets", &body).await?;
        ensure!(status == 201, "no number: {text}");
        Ok(())
    }

    /// When the screen first was so.
    async fn first_look(
        &self,
        begin: Instant,
        is_so: impl Fn(&Display) -> anyhow::Result<bool>,
    ) -> anyhow::Result<Instant> {
        while now() < begin + PATIENCE {
            if is_so(&self.display)? {
                return Ok(now());
            }
            sleep_until(now() + LOOK).await;
        }
        anyhow::bail!("the screen does not change")
    }
}

/// An official who waits for each answer.
struct Official {
    client: Client,
    n_wishes: usize,
}

impl Official {
    async fn wish(&mut self, wish: &str) -> anyhow::Result<()> {
        self.n_wishes += 1;
        let id = format!("o-{}", self.n_wishes);
        self.client.send(&format!(r#"{{"type":"request","id":"{id}","request":{{{wish}}}}}"#)).await?;
        let answer = self.client.answer(&id).await?;
        ensure!(answer.contains(r#""outcome":"done""#), "refused: {answer}");
        Ok(())
    }
}

fn has_gold(row: &[u8]) -> bool {
    let is_near = |(byte, gold): (&u8, &u8)| byte.abs_diff(*gold) <= GOLD_TOLERANCE;
    row.chunks_exact(4).any(|pixel| pixel.iter().zip(&GOLD).all(is_near))
}
