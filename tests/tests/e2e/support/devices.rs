//! A network printer and LED displays on a serial line, outside of the hub's process.

use std::collections::BTreeMap;
use std::path::PathBuf;

use goiso_hardware::Pty;
use goiso_hardware::led::LedSimulator;
use goiso_hardware::printer::{Command, VirtualPrinter, next_command};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::{Centre, Patience, Proxy};

pub(crate) struct Devices {
    pub(crate) printer: VirtualPrinter,
    pub(crate) leds: LedSimulator,
    folder: TempDir,
    /// The printer's network cable, on which its bytes are heard.
    cable: Proxy,
    line: Option<JoinHandle<()>>,
    runtime: Runtime,
}

/// The displays over the sample's counters.
const ADDRESSES: std::ops::RangeInclusive<u8> = 1..=8;

impl Devices {
    pub(crate) fn switch_on() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("threads can be had");
        let folder = TempDir::with_prefix("goiso-e2e-devices-").expect("a folder");
        let (printer, socket) = runtime.block_on(async {
            let printer = VirtualPrinter::spawn(folder.path().join("slips"), 576).expect("a folder");
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("it is bound");
            tokio::spawn(printer.clone().serve_tcp(listener));
            (printer, address)
        });
        let cable = Proxy::open(Some(socket));
        let mut devices =
            Self { printer, leds: LedSimulator::new(ADDRESSES), folder, cable, line: None, runtime };
        devices.plug_line_in();
        devices
    }

    /// A centre with these devices.
    pub(crate) fn centre(&self) -> Centre {
        Centre::with_devices(self.cable.address.port(), &self.line_path())
    }

    /// Dark displays on a fresh serial line behind the same name, as after a power cut. (A killed hub leaves a line that is
    /// held open at its other end marked as in use, which only root may pass over.)
    pub(crate) fn plug_line_in(&mut self) {
        if let Some(line) = self.line.take() {
            line.abort();
        }
        let pty = self.runtime.block_on(async { Pty::open() }).expect("a pseudo-terminal");
        let path = self.line_path();
        if path.is_symlink() {
            std::fs::remove_file(&path).expect("it is ours");
        }
        std::os::unix::fs::symlink(pty.path(), path).expect("the folder can be written to");
        self.leds = LedSimulator::new(ADDRESSES);
        let leds = self.leds.clone();
        self.line = Some(self.runtime.spawn(async move {
            // Ends with an error when the line is pulled.
            leds.serve(pty).await.unwrap_or_default();
        }));
    }

    /// Waits until the display at this address shows this.
    pub(crate) fn wait_shown(&self, address: u8, text: &str) {
        let mut displays = self.leds.displays();
        let shown = displays.wait_for(|all| all[&address].writes > 0 && all[&address].text() == text);
        let waited =
            self.runtime.block_on(async { tokio::time::timeout(Patience::SPAN, shown).await.is_ok() });
        assert!(
            waited,
            "display {address} shows {:?}, never '{text}'",
            self.leds.displays().borrow()[&address]
        );
    }

    /// Waits until so many slips have come out, and gives the last one's picture, if there is one.
    pub(crate) fn wait_printed(&self, n_slips: usize) -> Option<PathBuf> {
        let mut printed = self.printer.printed();
        let came = printed.wait_for(|printed| printed.slips >= n_slips);
        let waited = self.runtime.block_on(async {
            tokio::time::timeout(Patience::SPAN, came).await.map(|printed| printed.expect("it is on").clone())
        });
        let printed = waited.unwrap_or_else(|_| panic!("slip {n_slips} never comes out"));
        assert_eq!(printed.slips, n_slips, "slips came out");
        printed.last
    }

    /// How many slips came out for each ticket, by the QR codes in the bytes that were sent.
    pub(crate) fn slips_by_ticket(&self) -> BTreeMap<String, usize> {
        let mut slips = BTreeMap::new();
        for bytes in self.cable.sent() {
            for ticket in cut_slips(&bytes) {
                *slips.entry(ticket).or_default() += 1;
            }
        }
        slips
    }

    /// Where the printer keeps its pictures.
    pub(crate) fn n_pictures(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("slips")).expect("the printer's folder").count()
    }

    fn line_path(&self) -> PathBuf {
        self.folder.path().join("led-line")
    }
}

/// The tickets whose slips were sent down to the cut.
fn cut_slips(bytes: &[u8]) -> Vec<String> {
    let (mut rest, mut qr, mut slips) = (bytes, None, Vec::new());
    while let Some((command, length)) = next_command(rest) {
        rest = &rest[length..];
        match command {
            Command::QrStore(url) => qr = String::from_utf8(url).ok(),
            Command::Cut => slips.extend(qr.take().and_then(|url| url.rsplit('/').next().map(str::to_owned))),
            _ => {}
        }
    }
    slips
}
