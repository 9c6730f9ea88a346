//! The same trouble on every kind of cable: the roll ends, the cable or the power goes in the middle of a slip. Each fate is
//! known or told as unknown, and no slip comes out twice.

use std::path::{Path, PathBuf};

use goiso_hardware::printer::{
    Fate, JobId, Naming, Paper, Past, Plug, PrinterConfig, PrinterEvent, PrinterHandle, PrinterState,
    PrinterTarget, Profile, SlipContent, SlipSetup, UnknownWhy, VirtualPrinter, spawn,
};
use goiso_hardware::{Pty, RelayLine};
use goiso_model::DeviceName;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::{Duration, timeout};

/// Longer than any of these tests needs on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cable {
    Network,
    Serial,
    DeviceFile,
    Relay,
}

const CABLES: [Cable; 4] = [Cable::Network, Cable::Serial, Cable::DeviceFile, Cable::Relay];

/// A printer on one kind of cable, and its driver.
struct Stand {
    cable: Cable,
    device: VirtualPrinter,
    printer: PrinterHandle,
    events: mpsc::Receiver<PrinterEvent>,
    folder: TempDir,
}

impl Stand {
    /// Ready to print.
    async fn new(cable: Cable) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let device = VirtualPrinter::spawn(folder.path().join("slips"), 576).expect("a folder to print into");
        let target = target(cable, &device, &tty(folder.path())).await;
        let (sender, events) = mpsc::channel(64);
        let config = PrinterConfig {
            name: DeviceName::new("printer-1").expect("a slug"),
            target,
            profile: Profile::GENERIC_80MM,
            naming: Naming::Given,
            past: Past::Clean,
            slips: SlipSetup::default(),
        };
        let mut stand = Self { cable, device, printer: spawn(config, sender), events, folder };
        stand.wait_for(PrinterState::Ready).await;
        stand
    }

    fn print(&self, job: u64) {
        self.printer.print(JobId(job), SlipContent::sample()).expect("the printer takes slips");
    }

    async fn event(&mut self) -> PrinterEvent {
        let event = timeout(PATIENCE, self.events.recv()).await;
        event.unwrap_or_else(|_| panic!("{:?}: nothing happens", self.cable)).expect("a living driver")
    }

    async fn wait_for(&mut self, wanted: PrinterState) {
        loop {
            match self.event().await {
                PrinterEvent::StateChanged { state, .. } if state == wanted => return,
                PrinterEvent::Job { job, fate, .. } => {
                    panic!("{:?}: {job:?} {fate:?} before {wanted:?}", self.cable)
                }
                _ => {}
            }
        }
    }

    async fn fate(&mut self) -> (u64, Fate) {
        loop {
            if let PrinterEvent::Job { job, fate, .. } = self.event().await {
                return (job.0, fate);
            }
        }
    }

    fn n_slips(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("slips")).expect("the folder of the slips").count()
    }

    /// The roll ends in the middle of this slip, which is in the printer.
    async fn run_out_of_paper(&mut self, job: u64) {
        self.device.end_paper_after(300);
        self.print(job);
        self.wait_for(PrinterState::NoPaper).await;
    }

    /// Plugs the cable in again; a serial port comes back under another name behind the same link.
    async fn plug_in(&mut self) {
        self.device.set_plug(Plug::In);
        if self.cable == Cable::Serial {
            let tty = tty(self.folder.path());
            std::fs::remove_file(&tty).expect("it is ours");
            lay_serial_cable(&self.device, &tty).await;
        }
    }
}

fn tty(folder: &Path) -> PathBuf {
    folder.join("by-id-printer")
}

/// Returns the port's own name.
async fn lay_serial_cable(device: &VirtualPrinter, link: &Path) -> PathBuf {
    let pty = Pty::open().expect("a pseudo-terminal");
    let path = PathBuf::from(pty.path());
    std::os::unix::fs::symlink(&path, link).expect("the folder can be written to");
    device.attach(pty).await.expect("the printer's plug is in");
    path
}

async fn target(cable: Cable, device: &VirtualPrinter, tty: &Path) -> PrinterTarget {
    match cable {
        Cable::Network => {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let port = listener.local_addr().expect("it is bound").port();
            tokio::spawn(device.clone().serve_tcp(listener));
            PrinterTarget::Tcp { host: "localhost".to_owned(), port }
        }
        Cable::Serial => {
            lay_serial_cable(device, tty).await;
            PrinterTarget::Serial { path: tty.to_string_lossy().into_owned(), baud: 115_200 }
        }
        Cable::DeviceFile => PrinterTarget::File { path: lay_serial_cable(device, tty).await },
        Cable::Relay => {
            let (line, mut calls) = RelayLine::new();
            let device = device.clone();
            tokio::spawn(async move {
                while let Some(call) = calls.next().await {
                    if let Ok(port) = device.connect().await {
                        call.answer(port);
                    }
                }
            });
            PrinterTarget::Relay { line, baud: None }
        }
    }
}

#[tokio::test]
async fn a_roll_that_ends_in_a_slip_holds_it_and_the_next_roll_brings_it_once() {
    for cable in CABLES {
        let mut stand = Stand::new(cable).await;
        stand.run_out_of_paper(1).await;
        assert_eq!(stand.n_slips(), 0, "{cable:?}");
        stand.device.set_paper(Paper::Ok);
        assert_eq!(stand.fate().await, (1, Fate::Printed), "{cable:?}");
        stand.print(2);
        assert_eq!(stand.fate().await, (2, Fate::Printed), "{cable:?}");
        assert_eq!(stand.n_slips(), 2, "{cable:?}");
    }
}

#[tokio::test]
async fn a_cable_out_in_the_middle_leaves_the_fate_unknown_and_nothing_is_sent_again() {
    for cable in CABLES {
        let mut stand = Stand::new(cable).await;
        stand.run_out_of_paper(1).await;
        stand.device.set_plug(Plug::Out);
        assert_eq!(stand.fate().await, (1, Fate::Unknown { why: UnknownWhy::ConnectionLost }), "{cable:?}");
        // The pseudo-terminal of a device file never comes back under its name.
        if cable == Cable::DeviceFile {
            continue;
        }
        stand.device.set_paper(Paper::Ok);
        stand.plug_in().await;
        stand.wait_for(PrinterState::Ready).await;
        stand.print(2);
        assert_eq!(stand.fate().await, (2, Fate::Printed), "{cable:?}");
        assert!(stand.n_slips() <= 2, "{cable:?}: the held slip may have come out, but once");
    }
}

#[tokio::test]
async fn a_power_cut_in_the_middle_loses_the_slip_and_says_that_nobody_knows() {
    for cable in CABLES {
        let mut stand = Stand::new(cable).await;
        stand.run_out_of_paper(1).await;
        stand.device.set_plug(Plug::Off);
        assert_eq!(stand.fate().await, (1, Fate::Unknown { why: UnknownWhy::ConnectionLost }), "{cable:?}");
        if cable == Cable::DeviceFile {
            continue;
        }
        stand.device.set_paper(Paper::Ok);
        stand.plug_in().await;
        stand.wait_for(PrinterState::Ready).await;
        stand.print(2);
        assert_eq!(stand.fate().await, (2, Fate::Printed), "{cable:?}");
        assert_eq!(stand.n_slips(), 1, "{cable:?}");
    }
}

#[tokio::test]
async fn a_cable_out_while_idle_is_told_and_mended_by_itself() {
    for cable in [Cable::Network, Cable::Serial, Cable::Relay] {
        let mut stand = Stand::new(cable).await;
        stand.device.set_plug(Plug::Out);
        stand.wait_for(PrinterState::Gone).await;
        stand.plug_in().await;
        stand.wait_for(PrinterState::Ready).await;
    }
}

#[tokio::test]
async fn a_cable_out_in_the_middle_of_a_status_answer_spoils_none_of_the_next() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, mut events) = mpsc::channel(64);
    let config = PrinterConfig {
        name: DeviceName::new("printer-1").unwrap(),
        target: PrinterTarget::Tcp { host: "127.0.0.1".to_owned(), port },
        profile: Profile::GENERIC_58MM,
        naming: Naming::Given,
        past: Past::Clean,
        slips: SlipSetup::default(),
    };
    let _printer = spawn(config, sender);
    // Two of four answers say that it is offline with its cover open; then the line breaks.
    for (answers, is_whole) in [(&[0x1a, 0x16][..], false), (&[0x12, 0x12, 0x12, 0x12][..], true)] {
        let (mut line, _) = listener.accept().await.unwrap();
        let mut question = [0; 12];
        line.read_exact(&mut question).await.unwrap();
        line.write_all(answers).await.unwrap();
        if is_whole {
            loop {
                match timeout(PATIENCE, events.recv()).await.unwrap().unwrap() {
                    PrinterEvent::StateChanged { state: PrinterState::Ready, .. } => return,
                    PrinterEvent::StateChanged { state, .. } => assert_eq!(state, PrinterState::Gone),
                    _ => {}
                }
            }
        }
    }
}

/// Carries what the driver says to the printer at the pace of a serial line of 9600 baud, and the answers at once.
async fn carry_slowly(driver: DuplexStream, printer: DuplexStream) {
    let (mut says, mut hears) = tokio::io::split(driver);
    let (mut answers, mut takes) = tokio::io::split(printer);
    let back = tokio::spawn(async move { tokio::io::copy(&mut answers, &mut hears).await });
    let mut bytes = [0; 48];
    while let Ok(n @ 1..) = says.read(&mut bytes).await {
        tokio::time::sleep(Duration::from_micros(n as u64 * 10_000_000 / 9_600)).await;
        if takes.write_all(&bytes[..n]).await.is_err() {
            break;
        }
    }
    back.abort();
}

#[tokio::test(start_paused = true)]
async fn a_printer_that_takes_a_quarter_of_a_minute_for_a_slip_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let device = VirtualPrinter::spawn(folder.path().join("slips"), 576).unwrap();
    let (line, mut calls) = RelayLine::new();
    let far = device.clone();
    tokio::spawn(async move {
        while let Some(call) = calls.next().await {
            let Ok(printer) = far.connect().await else { continue };
            let (driver, cable) = tokio::io::duplex(64);
            tokio::spawn(carry_slowly(cable, printer));
            call.answer(driver);
        }
    });
    let (sender, events) = mpsc::channel(64);
    // Without kept pieces and at no known baud every dot goes over the line.
    let config = PrinterConfig {
        name: DeviceName::new("printer-1").unwrap(),
        target: PrinterTarget::Relay { line, baud: None },
        profile: Profile::GENERIC_80MM,
        naming: Naming::Given,
        past: Past::Clean,
        slips: SlipSetup::default(),
    };
    let mut stand = Stand { cable: Cable::Relay, device, printer: spawn(config, sender), events, folder };
    stand.wait_for(PrinterState::Ready).await;
    #[expect(clippy::disallowed_methods, reason = "the test pauses this clock")]
    let now = tokio::time::Instant::now;
    let begin = now();
    stand.print(1);
    assert_eq!(stand.fate().await, (1, Fate::Printed));
    let took = begin.elapsed();
    assert!(took > Duration::from_secs(10), "{took:?} in virtual time: the line is not slow");
    stand.print(2);
    assert_eq!(stand.fate().await, (2, Fate::Printed));
    assert_eq!(stand.n_slips(), 2);
}
