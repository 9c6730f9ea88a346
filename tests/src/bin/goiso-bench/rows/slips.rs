//! A slip becomes bytes: how long that takes, and how many there are over each way into the printer.

use std::fmt::Write as _;
use std::time::Duration;

use goiso_hardware::printer::{
    GraphicsSupport, PageSupport, Press, Profile, SlipContent, SlipLayout, SlipSetup, Strategy,
};

use crate::figures::{Row, Samples, Table};
use crate::{Bench, now};

/// The usual speeds of serial printers, in bits a second; a byte takes ten.
const BAUDS: [u32; 4] = [9_600, 19_200, 38_400, 115_200];

/// One row for each width and way.
const ROWS: [(&str, u16, Strategy); 6] = [
    ("slip, 576 dots, rasters", 576, Strategy::Rasters),
    ("slip, 576 dots, kept lines", 576, Strategy::KeptLines),
    ("slip, 576 dots, kept pieces", 576, Strategy::KeptPieces),
    ("slip, 384 dots, rasters", 384, Strategy::Rasters),
    ("slip, 384 dots, kept lines", 384, Strategy::KeptLines),
    ("slip, 384 dots, kept pieces", 384, Strategy::KeptPieces),
];

pub(crate) fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    for (name, dots, strategy) in ROWS {
        if !bench.wants(name) {
            continue;
        }
        let slip = SlipContent::sample();
        let press = press(dots, strategy, &slip);
        let mut samples = Samples::default();
        let mut n_bytes = 0;
        for _ in 0..bench.samples(500) {
            let begin = now();
            let bytes = press.encode(&slip)?;
            samples.push(begin.elapsed());
            n_bytes = bytes.len();
        }
        table.add(Row {
            name,
            goal: "p99 ≤ 2 ms",
            measured: format!("{samples}, {n_bytes} bytes"),
            is_met: samples.p99() <= Duration::from_millis(2),
            raw: on_the_wire(n_bytes),
        });
    }
    Ok(())
}

/// A press whose printer keeps all that it can.
fn press(dots: u16, strategy: Strategy, slip: &SlipContent) -> Press {
    let profile = Profile {
        dots,
        graphics: GraphicsSupport::Nv { bytes: 262_144 },
        page: PageSupport::PageMode,
        ..Profile::GENERIC_80MM
    };
    let setup =
        SlipSetup { layout: SlipLayout::vietnamese(), samples: vec![slip.clone()], ..SlipSetup::default() };
    let mut press = Press::with_strategy(setup, profile, strategy);
    press.stock_is_proven();
    press
}

/// The least time that so many bytes take, computed.
fn on_the_wire(n_bytes: usize) -> String {
    let mut text = "computed wire limit".to_owned();
    for baud in BAUDS {
        let millis = n_bytes as f64 * 10.0 * 1000.0 / f64::from(baud);
        write!(text, ", {millis:.0} ms at {baud}").expect("a String takes all text");
    }
    text
}
