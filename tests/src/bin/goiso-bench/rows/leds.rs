//! A bus of LED displays and keypads: how soon a call and a key arrive, and what it costs to keep it.

use std::fmt::Write as _;
use std::time::Duration;

use goiso_hardware::Pty;
use goiso_hardware::led::{LedDisplay, LedSimulator, RegisterMap};
use goiso_tests::pace::{BAUD, Line, Paces, p99, play};

use crate::figures::{Row, Samples, Table};
use crate::hub::Hub;
use crate::{Bench, centre, millis, now, sleep_until};

const IDLE: &str = "LED: call → last byte, idle bus at 9600";
const FULL_CALL: &str = "LED: call → display, 30 displays and 10 keypads at 9600";
const FULL_KEY: &str = "LED: key → command, 30 displays and 10 keypads at 9600";
const COST: &str = "LED: the hub's processor, 30 displays that show nothing new";
const N_DISPLAYS: u8 = 30;
/// The bytes of a frame with four characters.
const FRAME_BYTES: u32 = 17;
const SEED: u64 = 20_261_124;
/// How long the idle hub is watched: long enough for each display to be written again.
const WATCHED: Duration = Duration::from_secs(65);

pub(crate) async fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    let n_calls = bench.samples(5000);
    if bench.wants(IDLE) {
        let line = Line { n_displays: 1, n_keypads: 0, n_calls, call_every: Duration::from_secs(20) };
        let paces = played(line).await?;
        table.add(pace_row(IDLE, "≤ 60 ms", &paces.calls, Duration::from_millis(60)));
    }
    if bench.wants(FULL_CALL) || bench.wants(FULL_KEY) {
        let line =
            Line { n_displays: N_DISPLAYS, n_keypads: 10, n_calls, call_every: Duration::from_secs(6) };
        let paces = played(line).await?;
        table.add(pace_row(FULL_CALL, "p99 ≤ 250 ms", &paces.calls, Duration::from_millis(250)));
        table.add(pace_row(FULL_KEY, "p99 ≤ 400 ms", &paces.keys, Duration::from_millis(400)));
    }
    if bench.wants(COST) {
        table.add(cost(bench).await?);
    }
    Ok(())
}

/// On a thread of its own, because the virtual time is a runtime's.
async fn played(line: Line) -> anyhow::Result<Paces> {
    Ok(tokio::task::spawn_blocking(move || play(line, SEED)).await?)
}

fn pace_row(name: &'static str, goal: &'static str, paces: &[Duration], limit: Duration) -> Row {
    let mut samples = Samples::default();
    samples.extend(paces.iter().copied());
    let longest = paces.iter().max().copied().unwrap_or_default();
    Row {
        name,
        goal,
        measured: format!("{samples}, at most {:.0} ms, virtual time", millis(longest)),
        is_met: p99(paces) <= limit,
        raw: format!(
            "the frame's {FRAME_BYTES} bytes take {:.1} ms",
            f64::from(FRAME_BYTES) * 10_000.0 / f64::from(BAUD)
        ),
    }
}

/// A real hub at a pseudo-terminal with simulated displays; only the hub's own process is counted.
async fn cost(bench: &Bench) -> anyhow::Result<Row> {
    let map = RegisterMap::Characters { start: 0, width: 8 };
    let displays: Vec<LedDisplay> =
        (1..=N_DISPLAYS).map(|address| LedDisplay::new(address, map.into())).collect();
    let simulator = LedSimulator::of(&displays, &[]);
    let cable = Pty::open()?;
    let file = centre_with_displays(cable.path());
    let mut shown = simulator.displays();
    let serving = tokio::spawn(simulator.clone().serve(cable));
    let hub = Hub::start(&bench.tmpfs.join("leds"), &file, 0)?;
    shown.wait_for(|all| all.values().all(|display| display.writes > 0)).await?;
    let before = hub.processor_time()?;
    let began = now();
    sleep_until(began + WATCHED).await;
    let used = hub.processor_time()?.saturating_sub(before);
    let share = used.as_secs_f64() / began.elapsed().as_secs_f64() * 100.0;
    drop(hub);
    serving.abort();
    Ok(Row {
        name: COST,
        goal: "≤ 1 % of one processor",
        measured: format!("{share:.3} % of one processor in {} s", WATCHED.as_secs()),
        is_met: share <= 1.0,
        raw: "each display is written again once a minute".to_owned(),
    })
}

/// The usual centre, with a display over each of its counters.
fn centre_with_displays(path: &str) -> String {
    let plain = centre::file(1, usize::from(N_DISPLAYS), 1);
    let mut text = String::with_capacity(plain.len() * 2);
    for line in plain.lines() {
        writeln!(text, "{line}").expect("writing to a String cannot fail");
        if let Some(number) = line.strip_prefix("number = ") {
            writeln!(text, "led = {{ bus = \"led-1\", address = {number} }}")
                .expect("writing to a String cannot fail");
        }
    }
    write!(
        text,
        "[[led_buses]]\nname = \"led-1\"\nkind = \"serial\"\npath = \"{path}\"\nbaud = {BAUD}\nwidth = 8\n"
    )
    .expect("writing to a String cannot fail");
    text
}
