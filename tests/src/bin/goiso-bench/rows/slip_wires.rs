//! A slip on a serial line: from the moment the driver gets it to the printer's "printed", at each usual speed.
//!
//! The line is a pseudo-terminal whose other end takes bytes no faster than the speed allows; behind it stands the
//! virtual printer, which needs no time for paper.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use goiso_hardware::Pty;
use goiso_hardware::printer::{
    Fate, JobId, Naming, Past, PrinterConfig, PrinterEvent, PrinterState, PrinterTarget, SlipContent,
    Strategy, VirtualPrinter, spawn,
};
use goiso_model::DeviceName;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;

use crate::figures::{Row, Samples, Table};
use crate::rows::slips::{Filled, Stock};
use crate::{Bench, millis, now, sleep_until};

/// The usual speeds of serial printers, in bits a second; a byte takes ten.
const BAUDS: [u32; 4] = [9_600, 19_200, 38_400, 115_200];
/// Behind each slip: `GS ( H` with its number, and `GS r`.
const PROOF_BYTES: usize = 14;
/// On top of its time on the wire: two hops through the runtime, the slip's making, the answer on the wire.
const OVERHEAD_MAX: Duration = Duration::from_millis(100);
/// A line of so many bits a second carries bytes in portions of this length.
const PORTION: Duration = Duration::from_millis(4);

/// After so long without a byte the line was quiet.
const QUIET: Duration = Duration::from_millis(20);

const ROWS: [(&str, u16, Strategy, Stock); 8] = [
    ("slip to printed, 576 dots, A: rasters", 576, Strategy::Rasters, Stock::Whole),
    ("slip to printed, 576 dots, B: kept lines", 576, Strategy::KeptLines, Stock::Whole),
    ("slip to printed, 576 dots, C: kept pieces, first day", 576, Strategy::KeptPieces, Stock::FirstDay),
    ("slip to printed, 576 dots, C: kept pieces, all kept", 576, Strategy::KeptPieces, Stock::Whole),
    ("slip to printed, 384 dots, A: rasters", 384, Strategy::Rasters, Stock::Whole),
    ("slip to printed, 384 dots, B: kept lines", 384, Strategy::KeptLines, Stock::Whole),
    ("slip to printed, 384 dots, C: kept pieces, first day", 384, Strategy::KeptPieces, Stock::FirstDay),
    ("slip to printed, 384 dots, C: kept pieces, all kept", 384, Strategy::KeptPieces, Stock::Whole),
];

pub(crate) async fn measure(bench: &Bench, table: &mut Table) -> anyhow::Result<()> {
    for (name, dots, strategy, stock) in ROWS {
        if !bench.wants(name) {
            continue;
        }
        let filled = Filled::new(dots, strategy, stock);
        let n_bytes = filled.press.encode(&SlipContent::sample())?.len() + PROOF_BYTES;
        let (mut measured, mut raw) = (format!("{n_bytes} bytes"), "computed wire limit".to_owned());
        let mut is_met = true;
        for baud in BAUDS {
            let limit = Duration::from_secs(10).mul_f64(n_bytes as f64 / f64::from(baud));
            // Slow lines take seconds a slip, and vary by nothing.
            let n = if limit > Duration::from_secs(2) { 1 } else { bench.samples(5) };
            let folder = bench.tmpfs.join(format!("slips-{dots}-{strategy:?}-{stock:?}-{baud}"));
            let samples = Line { folder: &folder, filled: &filled, baud }.print(n).await?;
            let p50 = samples.p50();
            write!(measured, "; {baud}: {:.0} ms", millis(p50)).expect("a String takes all text");
            write!(raw, "; {baud}: {:.0} ms", millis(limit)).expect("a String takes all text");
            is_met &= p50 <= limit + OVERHEAD_MAX;
        }
        table.add(Row { name, goal: "≤ wire limit + 100 ms", measured, is_met, raw });
    }
    Ok(())
}

struct Line<'a> {
    folder: &'a std::path::Path,
    filled: &'a Filled,
    baud: u32,
}

impl Line<'_> {
    /// Prints so many slips, one after the other.
    async fn print(&self, n: usize) -> anyhow::Result<Samples> {
        let Filled { profile, setup, commands, .. } = self.filled;
        let printer = VirtualPrinter::spawn(self.folder, profile.dots)?;
        fill(&printer, commands).await?;
        let cable = Pty::open()?;
        let path = cable.path().to_owned();
        let (near, far) = tokio::io::duplex(64);
        printer.attach(far).await?;
        let carrying = tokio::spawn(carry(cable, near, self.baud));
        let (sender, mut events) = mpsc::channel(64);
        let handle = spawn(
            PrinterConfig {
                name: DeviceName::new("printer-1")?,
                target: PrinterTarget::Serial { path, baud: self.baud },
                profile: *profile,
                naming: Naming::Given,
                past: Past::Clean,
                slips: setup.clone(),
            },
            sender,
        );
        // What it keeps is asked behind its state.
        let is_asked = !commands.is_empty();
        let (mut is_ready, mut is_known) = (false, !is_asked);
        while !(is_ready && is_known) {
            match events.recv().await.context("the driver ended")? {
                PrinterEvent::StateChanged { state, .. } => is_ready = state == PrinterState::Ready,
                PrinterEvent::Kept { resident, .. } => {
                    is_known = resident.n_graphics() == setup.resident.n_graphics();
                }
                PrinterEvent::Named { .. }
                | PrinterEvent::Said { .. }
                | PrinterEvent::Held { .. }
                | PrinterEvent::Job { .. } => {}
            }
        }
        let mut samples = Samples::default();
        for job in 0..n {
            let begin = now();
            handle.print(JobId(job as u64), SlipContent::sample())?;
            loop {
                match events.recv().await.context("the driver ended")? {
                    PrinterEvent::Job { fate: Fate::Printed, .. } => break,
                    PrinterEvent::Job { fate, .. } => bail!("a slip at {} baud: {fate:?}", self.baud),
                    PrinterEvent::StateChanged { .. }
                    | PrinterEvent::Kept { .. }
                    | PrinterEvent::Named { .. }
                    | PrinterEvent::Said { .. }
                    | PrinterEvent::Held { .. } => {}
                }
            }
            samples.push(begin.elapsed());
        }
        drop(handle);
        carrying.abort();
        Ok(samples)
    }
}

/// Writes the pictures into the printer over a fast cable, and waits until it has taken them.
async fn fill(printer: &VirtualPrinter, commands: &[u8]) -> anyhow::Result<()> {
    let mut cable = printer.connect().await?;
    cable.write_all(commands).await?;
    // `GS r 1`, which is answered in order.
    cable.write_all(&[0x1d, 0x72, 1]).await?;
    cable.read_exact(&mut [0; 1]).await?;
    Ok(())
}

/// Carries bytes no faster than the speed allows; the answers' few as they come.
async fn carry(cable: Pty, near: tokio::io::DuplexStream, baud: u32) -> anyhow::Result<()> {
    let (mut from_driver, mut to_driver) = tokio::io::split(cable);
    let (mut from_printer, mut to_printer) = tokio::io::split(near);
    let answers = tokio::spawn(async move { tokio::io::copy(&mut from_printer, &mut to_driver).await });
    let a_byte = Duration::from_secs(10) / baud;
    let mut portion = vec![0; (PORTION.as_nanos() / a_byte.as_nanos()).max(1) as usize];
    // The moment at which the last byte has arrived. A timer that woke late is made up for, a quiet line is not.
    let mut arrived = now();
    loop {
        let count = from_driver.read(&mut portion).await?;
        if count == 0 {
            answers.abort();
            return Ok(());
        }
        let began = now();
        if began.saturating_duration_since(arrived) > QUIET {
            arrived = began;
        }
        arrived += a_byte * u32::try_from(count)?;
        sleep_until(arrived).await;
        to_printer.write_all(&portion[..count]).await?;
    }
}
