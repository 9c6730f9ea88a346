//! From a visitor's finger to what the kiosk shows, and what it takes of its computer.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::figures::{Row, Samples, Table};
use crate::hub::Hub;
use crate::screen::{Display, Finger, Program, UPRIGHT};
use crate::{Bench, centre, millis, now, sleep_until};

const NUMBER: &str = "kiosk, touch → number on the screen, 1080 × 1920";
const PRESS: &str = "kiosk, finger on a card → the card drawn pressed";
const FRAME: &str = "kiosk, a frame while touching, drawn without a pause";
const START: &str = "kiosk, program's start → the welcome stands";
const MEMORY: &str = "kiosk, memory after its visitors";
const IDLE: &str = "kiosk, processor while nobody comes";

/// Only a hanging program is waited for so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often the screen is looked at: what a figure may be too high by.
const LOOK: Duration = Duration::from_micros(500);
/// The disk of a cheap computer.
const COMMIT_MS: u64 = 4;
/// So many frames are looked at.
const FRAMES: usize = 2_000;
/// How long a finger lies on the screen, and rests between two touches.
const HELD: Duration = Duration::from_millis(90);
/// The theme's red, which a number has: blue, green, red.
const ACCENT: [u8; 3] = [0x1A, 0x20, 0xA8];
const ACCENT_TOLERANCE: u8 = 12;
/// A row through the large number; while services are shown it has next to nothing red.
const NUMBER_ROW: u64 = 840;
const NUMBER_PIXELS_MIN: usize = 150;
/// The first service's card, a row through it, and the button that ends with a number.
const CARD: [u32; 2] = [296, 530];
const CARD_ROW: u64 = 460;
const DONE: [u32; 2] = [750, 1491];

pub(crate) async fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    if [NUMBER, PRESS, START, MEMORY, IDLE].iter().any(|name| bench.wants(name)) {
        visitors(bench, table).await?;
    }
    if bench.wants(FRAME) {
        frames(bench, table).await?;
    }
    Ok(())
}

/// A hub with ten services, numbers of three figures as centres have them, and a kiosk's printer that never fails.
async fn hub(folder: &Path) -> anyhow::Result<Hub> {
    let file = centre::file(1, 12, 0)
        .replace(
            "[[kiosks]]\nname = \"kiosk-1\"\n",
            "[[kiosks]]\nname = \"kiosk-1\"\nprinter = \"p\"\n[[printers]]\nname = \"p\"\nkind = \"virtual\"\nfolder = \"slips\"\n",
        )
        .replace("last = 99999\nwidth = 5\n", "last = 999\nwidth = 3\n");
    let hub = Hub::start(folder, &file, COMMIT_MS)?;
    hub.open_counters(12).await?;
    hub.fill(100).await?;
    Ok(hub)
}

/// What each frame takes from the finger's coming to the number's standing there.
async fn frames(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let folder = bench.tmpfs.join("kiosk-frames");
    let hub = hub(&folder).await?;
    let display = Display::start(&folder.join("display"), UPRIGHT)?;
    let (_program, drawn) = Program::restless_kiosk(&hub, &display, "kiosk-1")?;
    let mut visitor = Seen { finger: Finger::over(&display)?, display };
    visitor.first_look(|display| Ok(display.row(CARD_ROW)?.iter().any(|byte| *byte != 0))).await?;
    visitor.settle().await?;
    visitor.touch(DONE).await?;
    visitor.settle().await?;
    let mut frames = Samples::default();
    while frames.len() < bench.samples(FRAMES) {
        visitor.finger.move_to(CARD)?;
        sleep_until(now() + HELD).await;
        let down = visitor.finger.press()?;
        sleep_until(down + HELD).await;
        visitor.finger.lift()?;
        let shown = visitor.first_look(|display| Ok(has_number(&display.row(NUMBER_ROW)?))).await?;
        sleep_until(shown + HELD).await;
        let seen = drawn.try_iter().filter(|(at, took)| *at >= down + *took && *at <= shown + HELD / 2);
        frames.extend(seen.map(|(_, took)| took));
        visitor.touch(DONE).await?;
        visitor.first_look(|display| Ok(!has_number(&display.row(NUMBER_ROW)?))).await?;
    }
    table.add(Row {
        name: FRAME,
        goal: "p99 ≤ 16 ms",
        measured: frames.to_string(),
        is_met: frames.p99() <= Duration::from_millis(16),
        raw: "from a frame's input to its pixels with the display; drawn by llvmpipe".to_owned(),
    });
    Ok(())
}

/// One visitor after the other at a kiosk with ten services and a printer that never fails.
async fn visitors(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let folder = bench.tmpfs.join("kiosk");
    let hub = hub(&folder).await?;
    let display = Display::start(&folder.join("display"), UPRIGHT)?;
    let begin = now();
    let program = Program::kiosk(&hub, &display, "kiosk-1")?;
    let mut visitor = Seen { finger: Finger::over(&display)?, display };
    visitor.first_look(|display| Ok(display.row(CARD_ROW)?.iter().any(|byte| *byte != 0))).await?;
    let ready = visitor.settle().await?;
    visitor.touch(DONE).await?;
    visitor.settle().await?;

    let (mut numbers, mut presses) = (Samples::default(), Samples::default());
    for _ in 0..bench.samples(300) {
        visitor.finger.move_to(CARD)?;
        visitor.settle().await?;
        let at_rest = visitor.display.row(CARD_ROW)?;
        let down = visitor.finger.press()?;
        let drawn = visitor.first_look(|display| Ok(display.row(CARD_ROW)? != at_rest)).await?;
        presses.push(drawn.saturating_duration_since(down));
        sleep_until(down + HELD).await;
        let up = visitor.finger.lift()?;
        let shown = visitor.first_look(|display| Ok(has_number(&display.row(NUMBER_ROW)?))).await?;
        numbers.push(shown.saturating_duration_since(up));
        sleep_until(shown + HELD).await;
        visitor.touch(DONE).await?;
        visitor.first_look(|display| Ok(!has_number(&display.row(NUMBER_ROW)?))).await?;
    }
    let kib = program.memory_kib()?;
    // Until the welcome is back and stands.
    sleep_until(now() + Duration::from_secs(40)).await;
    let share = program.share(bench.samples(120)).await?;
    for row in rows(&numbers, &presses, ready.saturating_duration_since(begin), kib, share) {
        table.add(row);
    }
    Ok(())
}

fn rows(numbers: &Samples, presses: &Samples, start: Duration, kib: u64, share: f64) -> [Row; 5] {
    [
        Row {
            name: NUMBER,
            goal: "p99 ≤ 50 ms and the commit",
            measured: numbers.to_string(),
            is_met: numbers.p99() <= Duration::from_millis(50 + COMMIT_MS),
            raw: format!("the finger is lifted; {COMMIT_MS} ms of it are the commit"),
        },
        Row {
            name: PRESS,
            goal: "p99 ≤ 16 ms a frame",
            measured: presses.to_string(),
            is_met: presses.p99() <= Duration::from_millis(16),
            raw: "the display's way, a frame and its pixels; drawn by llvmpipe".to_owned(),
        },
        Row {
            name: START,
            goal: "≤ 2 s",
            measured: format!("{:.0} ms", millis(start)),
            is_met: start <= Duration::from_secs(2),
            raw: "window, letters and line from nothing".to_owned(),
        },
        Row {
            name: MEMORY,
            goal: "≤ 150 MB",
            measured: format!("{} MiB after {} visitors", kib / 1024, numbers.len()),
            is_met: kib * 1024 <= 150_000_000,
            raw: "resident, with llvmpipe's compiler".to_owned(),
        },
        Row {
            name: IDLE,
            goal: "≤ 1 %",
            measured: format!("{share:.2} % of one processor"),
            is_met: share <= 1.0,
            raw: "the welcome, with its clock".to_owned(),
        },
    ]
}

/// The kiosk's display and a finger over it.
struct Seen {
    finger: Finger,
    display: Display,
}

impl Seen {
    async fn touch(&mut self, place: [u32; 2]) -> anyhow::Result<()> {
        self.finger.move_to(place)?;
        let down = self.finger.press()?;
        sleep_until(down + HELD).await;
        self.finger.lift()?;
        Ok(())
    }

    /// When the screen first was so.
    async fn first_look(&self, is_so: impl Fn(&Display) -> anyhow::Result<bool>) -> anyhow::Result<Instant> {
        let begin = now();
        while now() < begin + PATIENCE {
            if is_so(&self.display)? {
                return Ok(now());
            }
            sleep_until(now() + LOOK).await;
        }
        anyhow::bail!("the kiosk's screen does not change")
    }

    /// Waits until the card's row has not changed for some frames; the answer is since when.
    async fn settle(&self) -> anyhow::Result<Instant> {
        let (mut row, mut since) = (self.display.row(CARD_ROW)?, now());
        let begin = now();
        while now() < since + HELD * 2 {
            anyhow::ensure!(now() < begin + PATIENCE, "the kiosk's screen does not rest");
            sleep_until(now() + LOOK).await;
            let seen = self.display.row(CARD_ROW)?;
            if seen != row {
                (row, since) = (seen, now());
            }
        }
        Ok(since)
    }
}

fn has_number(row: &[u8]) -> bool {
    let is_near = |(byte, accent): (&u8, &u8)| byte.abs_diff(*accent) <= ACCENT_TOLERANCE;
    let red = row.chunks_exact(4).filter(|pixel| pixel.iter().zip(&ACCENT).all(is_near));
    red.count() >= NUMBER_PIXELS_MIN
}
