//! A slip becomes bytes: how long that takes, and how many there are over each way into the printer.

use std::time::Duration;

use goiso_hardware::printer::{
    GraphicsSupport, PageSupport, Press, Profile, SlipContent, SlipLayout, SlipSetup, Strategy,
};
use rustix::time::{ClockId, clock_gettime};

use crate::figures::{Row, Samples, Table};
use crate::{Bench, millis, now};

/// How much of its pictures a printer holds: it takes ten a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stock {
    /// What the first day brings.
    FirstDay,
    /// All of them.
    Whole,
}

/// One row for each width, way and stock.
const ROWS: [(&str, u16, Strategy, Stock); 8] = [
    ("slip, 576 dots, rasters", 576, Strategy::Rasters, Stock::Whole),
    ("slip, 576 dots, kept lines", 576, Strategy::KeptLines, Stock::Whole),
    ("slip, 576 dots, kept pieces, first day", 576, Strategy::KeptPieces, Stock::FirstDay),
    ("slip, 576 dots, kept pieces, all kept", 576, Strategy::KeptPieces, Stock::Whole),
    ("slip, 384 dots, rasters", 384, Strategy::Rasters, Stock::Whole),
    ("slip, 384 dots, kept lines", 384, Strategy::KeptLines, Stock::Whole),
    ("slip, 384 dots, kept pieces, first day", 384, Strategy::KeptPieces, Stock::FirstDay),
    ("slip, 384 dots, kept pieces, all kept", 384, Strategy::KeptPieces, Stock::Whole),
];

pub(crate) fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    for (name, dots, strategy, stock) in ROWS {
        if !bench.wants(name) {
            continue;
        }
        let slip = SlipContent::sample();
        let Filled { press, n_days, .. } = Filled::new(dots, strategy, stock);
        let (mut wall, mut processor) = (Samples::default(), Samples::default());
        let mut n_bytes = 0;
        for _ in 0..bench.samples(2000) {
            let (begin, begin_used) = (now(), used());
            let bytes = press.encode(&slip)?;
            processor.push(used().saturating_sub(begin_used));
            wall.push(begin.elapsed());
            n_bytes = bytes.len();
        }
        let longest = millis(wall.quantile(1000));
        table.add(Row {
            name,
            goal: "p99 ≤ 2 ms",
            measured: format!("{wall}, at most {longest:.2} ms; {n_bytes} bytes, on day {n_days}"),
            is_met: wall.p99() <= Duration::from_millis(2),
            raw: format!("processor time of the thread: {processor}"),
        });
    }
    Ok(())
}

/// What this thread has used of a processor.
fn used() -> Duration {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    let nanos = u32::try_from(used.tv_nsec).unwrap_or_default();
    Duration::new(u64::try_from(used.tv_sec).unwrap_or_default(), nanos)
}

/// A press whose printer holds pictures already.
pub(crate) struct Filled {
    pub(crate) press: Press,
    pub(crate) setup: SlipSetup,
    pub(crate) profile: Profile,
    /// The commands that wrote them.
    pub(crate) commands: Vec<u8>,
    /// On how many days.
    pub(crate) n_days: i32,
}

impl Filled {
    pub(crate) fn new(dots: u16, strategy: Strategy, stock: Stock) -> Self {
        let profile = Profile {
            dots,
            graphics: GraphicsSupport::Nv { bytes: 262_144 },
            page: PageSupport::PageMode,
            ..Profile::GENERIC_80MM
        };
        let setup = SlipSetup {
            layout: SlipLayout::vietnamese(),
            samples: vec![SlipContent::sample()],
            day: 1,
            strategy: Some(strategy),
            ..SlipSetup::default()
        };
        let mut press = Press::new(setup.clone(), profile, profile.baud);
        let mut commands = Vec::new();
        let mut day = 1;
        loop {
            commands.extend_from_slice(press.stock());
            press.stock_is_proven();
            if stock == Stock::FirstDay || !press.is_incomplete() {
                break;
            }
            day += 1;
            press.begin_day(day);
        }
        let setup = SlipSetup { resident: press.resident().clone(), day, ..setup };
        Self { press, setup, profile, commands, n_days: day }
    }
}
