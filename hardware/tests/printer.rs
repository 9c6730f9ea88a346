//! The printer driver against the virtual printer: over a pipe in virtual time, over TCP and a pty in real time.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use goiso_hardware::printer::{
    Cover, Fate, Fault, JobId, Naming, NotPrintedWhy, Paper, Past, Plug, PrintRefusal, PrinterConfig,
    PrinterEvent, PrinterHandle, PrinterState, PrinterTarget, Profile, ProofSupport, QUEUED_SLIPS_MAX,
    SlipContent, SlipSetup, SlipTexts, StatusSupport, UnknownWhy, VirtualPrinter, spawn,
};
use goiso_hardware::{Pty, RelayLine};
use goiso_model::DeviceName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Longer than anything that a driver waits for in a test in virtual time.
const PATIENCE: Duration = Duration::from_mins(30);

fn slip(number: &str) -> SlipContent {
    SlipContent {
        number: number.to_owned(),
        qr: "http://127.0.0.1:7300/t/0h3k5m7p9r1t2".to_owned(),
        texts: SlipTexts {
            unit: "UBND xã Tân Cương".to_owned(),
            centre: "Trung tâm Phục vụ hành chính công".to_owned(),
            caption: "Số thứ tự của ông/bà".to_owned(),
            service: "Chứng thực".to_owned(),
            ahead: "Trước ông/bà: 4 người".to_owned(),
            qr_caption: "Quét mã để theo dõi lượt gọi".to_owned(),
            date: "Thứ Hai 23/11/2026 08:42".to_owned(),
            ..SlipTexts::default()
        },
        second: None,
    }
}

struct Bench {
    printer: PrinterHandle,
    events: mpsc::Receiver<PrinterEvent>,
}

impl Bench {
    fn new(target: PrinterTarget, profile: Profile) -> Self {
        let (sender, events) = mpsc::channel(64);
        let name = DeviceName::new("may-in-1").expect("a slug");
        let config = PrinterConfig {
            name,
            target,
            profile,
            naming: Naming::Given,
            past: Past::Clean,
            slips: SlipSetup::default(),
        };
        Self { printer: spawn(config, sender), events }
    }

    async fn ready(target: PrinterTarget, profile: Profile) -> Self {
        let mut bench = Self::new(target, profile);
        bench.wait_for(PrinterState::Ready).await;
        bench
    }

    fn print(&self, job: u64) {
        self.printer.print(JobId(job), slip(&format!("A{job:03}"))).expect("the printer takes slips");
    }

    /// Carries bytes both ways until the printer is ready, and hands in slip 9.
    async fn print_once_ready(&mut self, hub: &mut DuplexStream, printer: &mut DuplexStream) {
        tokio::select! {
            _ = tokio::io::copy_bidirectional(hub, printer) => panic!("the cable broke too early"),
            () = self.wait_for(PrinterState::Ready) => {}
        }
        self.print(9);
    }

    async fn event(&mut self) -> PrinterEvent {
        timeout(PATIENCE, self.events.recv()).await.expect("an event").expect("a living driver")
    }

    /// Passes over events until a state; a fate on the way is a failure.
    async fn wait_for(&mut self, wanted: PrinterState) {
        loop {
            match self.event().await {
                PrinterEvent::StateChanged { state, .. } if state == wanted => return,
                PrinterEvent::StateChanged { .. }
                | PrinterEvent::Held { .. }
                | PrinterEvent::Kept { .. }
                | PrinterEvent::Named { .. }
                | PrinterEvent::Said { .. } => {}
                PrinterEvent::Job { job, fate, .. } => panic!("{job:?} {fate:?} before {wanted:?}"),
            }
        }
    }

    /// The next fate, past changes of state.
    async fn fate(&mut self) -> (u64, Fate) {
        loop {
            if let PrinterEvent::Job { job, fate, .. } = self.event().await {
                return (job.0, fate);
            }
        }
    }
}

fn n_slips(dir: &Path) -> usize {
    std::fs::read_dir(dir).expect("the folder of the slips").count()
}

fn virtual_printer(dir: &Path) -> VirtualPrinter {
    VirtualPrinter::spawn(dir, 576).expect("a folder to print into")
}

#[tokio::test(start_paused = true)]
async fn a_slip_is_printed_and_the_printer_confirms_it() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    bench.print(5);
    assert_eq!(bench.fate().await, (5, Fate::Printed));
    let printed = device.printed().wait_for(|printed| printed.slips == 1).await.unwrap().clone();
    assert_eq!(printed.last, Some(dir.path().join("slip-0001.png")));
    assert!(std::fs::metadata(dir.path().join("slip-0001.png")).unwrap().len() > 1000);
}

#[tokio::test(start_paused = true)]
async fn a_simple_printer_confirms_by_answering_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let device = VirtualPrinter::spawn(dir.path(), 384).unwrap();
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_58MM).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));

    device.end_paper_after(200);
    bench.print(2);
    bench.wait_for(PrinterState::NoPaper).await;
    device.set_paper(Paper::Ok);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
    device.printed().wait_for(|printed| printed.slips == 2).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn without_paper_a_slip_is_refused_before_anything_is_sent() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    device.set_paper(Paper::End);
    let mut bench = Bench::new(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM);
    assert_eq!(bench.printer.state(), PrinterState::Unknown);
    assert_eq!(bench.printer.print(JobId(1), slip("A001")), Err(PrintRefusal::State(PrinterState::Unknown)));
    bench.wait_for(PrinterState::NoPaper).await;
    assert_eq!(bench.printer.print(JobId(1), slip("A001")), Err(PrintRefusal::State(PrinterState::NoPaper)));

    device.set_paper(Paper::Low);
    bench.wait_for(PrinterState::PaperLow).await;
    bench.print(2);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
}

#[tokio::test(start_paused = true)]
async fn each_fault_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    for profile in [Profile::GENERIC_80MM, Profile::GENERIC_58MM] {
        let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), profile).await;
        device.set_cover(Cover::Open);
        bench.wait_for(PrinterState::CoverOpen).await;
        device.set_cover(Cover::Closed);
        device.set_fault(Some(Fault::Cutter));
        bench.wait_for(PrinterState::CutterFault).await;
        device.set_fault(Some(Fault::Head));
        bench.wait_for(PrinterState::Hot).await;
        device.set_fault(None);
        bench.wait_for(PrinterState::Ready).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_slip_held_by_a_printer_out_of_paper_comes_out_once_with_the_new_roll() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(1);
    bench.print(2);
    bench.wait_for(PrinterState::NoPaper).await;
    // The second was never sent, so it is known not to be printed, and at once.
    let why = NotPrintedWhy::State(PrinterState::NoPaper);
    assert_eq!(bench.fate().await, (2, Fate::NotPrinted { why }));

    device.set_cover(Cover::Open);
    bench.wait_for(PrinterState::CoverOpen).await;
    device.set_paper(Paper::Ok);
    device.set_cover(Cover::Closed);
    assert_eq!(bench.fate().await, (1, Fate::Printed));
    device.printed().wait_for(|printed| printed.slips == 1).await.unwrap();
    bench.print(3);
    assert_eq!(bench.fate().await, (3, Fate::Printed));
    device.printed().wait_for(|printed| printed.slips == 2).await.unwrap();
    assert_eq!(n_slips(dir.path()), 2);
}

#[tokio::test(start_paused = true)]
async fn a_slip_held_for_too_long_is_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(1);
    let why = UnknownWhy::Held(PrinterState::NoPaper);
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why }));
    assert_eq!(n_slips(dir.path()), 0);
}

#[tokio::test(start_paused = true)]
async fn a_cable_pulled_in_the_middle_of_a_slip_leaves_its_fate_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(1);
    bench.wait_for(PrinterState::NoPaper).await;
    device.set_plug(Plug::Out);
    bench.wait_for(PrinterState::Gone).await;
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why: UnknownWhy::ConnectionLost }));
    assert_eq!(bench.printer.print(JobId(2), slip("A002")), Err(PrintRefusal::State(PrinterState::Gone)));

    // The printer kept what had arrived whole; nothing is sent a second time.
    device.set_plug(Plug::In);
    device.set_paper(Paper::Ok);
    bench.wait_for(PrinterState::Ready).await;
    bench.print(2);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
    device.printed().wait_for(|printed| printed.slips >= 1).await.unwrap();
    assert!(n_slips(dir.path()) <= 2);
}

#[tokio::test(start_paused = true)]
async fn a_printer_that_falls_silent_is_gone_and_its_slip_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.set_fault(Some(Fault::Mute));
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why: UnknownWhy::NoAnswer }));
    bench.wait_for(PrinterState::Gone).await;
    device.set_fault(None);
    bench.wait_for(PrinterState::Ready).await;
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    // Nothing runs in between, so the queue fills up.
    for job in 0..QUEUED_SLIPS_MAX as u64 {
        bench.print(job);
    }
    assert_eq!(bench.printer.print(JobId(99), slip("A099")), Err(PrintRefusal::QueueFull));
}

#[tokio::test(start_paused = true)]
async fn every_slip_gets_one_fate_and_slips_come_out_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    for job in 1..=6 {
        bench.print(job);
    }
    for job in 1..=6 {
        assert_eq!(bench.fate().await, (job, Fate::Printed));
    }
    device.printed().wait_for(|printed| printed.slips == 6).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_slip_that_cannot_be_encoded_is_not_printed() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device), Profile::GENERIC_80MM).await;
    let long = SlipContent { qr: "x".repeat(SlipContent::QR_BYTES_MAX + 1), ..slip("A001") };
    bench.printer.print(JobId(1), long).unwrap();
    let (_, fate) = bench.fate().await;
    assert!(matches!(fate, Fate::NotPrinted { why: NotPrintedWhy::Unprintable(_) }), "{fate:?}");
}

#[tokio::test(start_paused = true)]
async fn a_new_virtual_printer_overwrites_no_slip() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("slip-0007.png"), "kept").unwrap();
    let device = virtual_printer(dir.path());
    std::fs::write(dir.path().join("slip-0008.png"), "kept, too").unwrap();
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));
    let printed = device.printed().wait_for(|printed| printed.slips == 1).await.unwrap().clone();
    assert_eq!(printed.last, Some(dir.path().join("slip-0009.png")));
    assert_eq!(std::fs::read(dir.path().join("slip-0008.png")).unwrap(), b"kept, too");
}

#[tokio::test]
async fn a_file_takes_slips_one_after_another() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("slips.bin");
    let profile = Profile { status: StatusSupport::None, proof: ProofSupport::None, ..Profile::GENERIC_80MM };
    let mut bench = Bench::ready(PrinterTarget::File { path: path.clone() }, profile).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));
    bench.print(2);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(goiso_hardware::printer::render(&bytes, 576).len(), 2);
}

#[tokio::test]
async fn a_network_printer_prints() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(device.clone().serve_tcp(listener));
    let target = PrinterTarget::Tcp { host: "127.0.0.1".to_owned(), port };
    let mut bench = Bench::ready(target, Profile::GENERIC_80MM).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));
    server.abort();
}

#[tokio::test]
async fn a_connection_that_breaks_after_some_bytes_makes_the_fate_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let target = PrinterTarget::Tcp { host: "127.0.0.1".to_owned(), port };
    let mut bench = Bench::new(target, Profile::GENERIC_80MM);
    let (mut printer, _) = listener.accept().await.unwrap();
    printer.write_all(&[0x10, 0, 0, 0]).await.unwrap();
    bench.wait_for(PrinterState::Ready).await;
    bench.print(1);
    let mut begin = [0; 400];
    printer.read_exact(&mut begin).await.unwrap();
    drop(printer);
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why: UnknownWhy::ConnectionLost }));

    // It comes back by itself, and begins with the state, not with the old slip.
    let (mut printer, _) = listener.accept().await.unwrap();
    let mut begin = [0; 12];
    printer.read_exact(&mut begin).await.unwrap();
    assert_eq!(begin, [0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4]);
    // Then zeros that end what was cut off, and what a printer is told at the beginning.
    while printer.read_u8().await.unwrap() == 0 {}
    let mut greeting = [0; 10];
    printer.read_exact(&mut greeting).await.unwrap();
    assert_eq!(greeting, [0x56, 0x42, 0, 0x1b, 0x40, 0x1c, 0x2e, 0x1d, 0x61, 0xff]);
    printer.write_all(&[0x10, 0, 0, 0]).await.unwrap();
    bench.wait_for(PrinterState::Ready).await;
}

#[tokio::test]
async fn a_printer_that_is_not_there_is_gone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let target = PrinterTarget::Tcp { host: "127.0.0.1".to_owned(), port };
    let mut bench = Bench::new(target, Profile::GENERIC_80MM);
    bench.wait_for(PrinterState::Gone).await;
    assert_eq!(bench.printer.print(JobId(1), slip("A001")), Err(PrintRefusal::State(PrinterState::Gone)));
}

#[tokio::test]
async fn a_serial_printer_prints_is_unplugged_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let name = dir.path().join("by-id-printer");
    let device = virtual_printer(&dir.path().join("slips"));
    let pty = Pty::open().unwrap();
    std::os::unix::fs::symlink(pty.path(), &name).unwrap();
    device.attach(pty).await.unwrap();
    let target = PrinterTarget::Serial { path: name.to_str().unwrap().to_owned(), baud: 115_200 };
    let mut bench = Bench::ready(target, Profile::GENERIC_80MM).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));

    device.set_plug(Plug::Out);
    bench.wait_for(PrinterState::Gone).await;
    std::fs::remove_file(&name).unwrap();
    device.set_plug(Plug::In);
    let pty = Pty::open().unwrap();
    std::os::unix::fs::symlink(pty.path(), &name).unwrap();
    device.attach(pty).await.unwrap();
    bench.wait_for(PrinterState::Ready).await;
    bench.print(2);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
    assert_eq!(n_slips(&dir.path().join("slips")), 2);
}

#[tokio::test(start_paused = true)]
async fn a_slip_torn_by_the_cable_spoils_none_of_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let (line, mut calls) = RelayLine::new();
    let mut bench = Bench::new(PrinterTarget::Relay { line, baud: None }, Profile::GENERIC_80MM);
    // The cable breaks when so many bytes have gone through it: in the middle of a raster of the slip.
    let (near, mut far) = tokio::io::duplex(256);
    calls.next().await.unwrap().answer(near);
    let mut printer = device.connect().await.unwrap();
    bench.print_once_ready(&mut far, &mut printer).await;
    let mut piece = [0; 3000];
    far.read_exact(&mut piece).await.unwrap();
    printer.write_all(&piece).await.unwrap();
    drop(far);
    assert_eq!(bench.fate().await, (9, Fate::Unknown { why: UnknownWhy::ConnectionLost }));

    for slips in 2..=3 {
        // The first after the tear, and one that is surely whole to compare it with.
        calls.next().await.unwrap().answer(device.connect().await.unwrap());
        bench.wait_for(PrinterState::Ready).await;
        bench.print(9);
        assert_eq!(bench.fate().await, (9, Fate::Printed));
        assert_eq!(n_slips(dir.path()), slips, "the torn slip is cut off, and each whole one comes out");
        device.set_plug(Plug::Out);
        bench.wait_for(PrinterState::Gone).await;
        device.set_plug(Plug::In);
    }
    let read = |name| std::fs::read(dir.path().join(name)).unwrap();
    assert!(read("slip-0002.png") == read("slip-0003.png"), "the slip after the tear is spoilt");
}

#[tokio::test(start_paused = true)]
async fn a_power_cut_in_the_middle_of_a_slip_prints_it_never_and_leaves_its_fate_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(1);
    bench.wait_for(PrinterState::NoPaper).await;
    device.set_plug(Plug::Off);
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why: UnknownWhy::ConnectionLost }));
    device.set_paper(Paper::Ok);
    device.set_plug(Plug::In);
    bench.wait_for(PrinterState::Ready).await;
    bench.print(2);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
    assert_eq!(n_slips(dir.path()), 1);
}

#[tokio::test(start_paused = true)]
async fn a_jammed_printer_goes_on_with_its_slip_once_asked_and_prints_it_once() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    for profile in [Profile::GENERIC_80MM, Profile::GENERIC_58MM] {
        let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), profile).await;
        let before = n_slips(dir.path());
        // The slip is in the printer, which jams before it prints.
        device.set_cover(Cover::Open);
        bench.wait_for(PrinterState::CoverOpen).await;
        device.set_cover(Cover::Closed);
        bench.wait_for(PrinterState::Ready).await;
        bench.print(1);
        device.set_fault(Some(Fault::Jam));
        bench.wait_for(PrinterState::Stopped).await;
        assert_eq!(bench.fate().await, (1, Fate::Printed));
        assert_eq!(n_slips(dir.path()), before + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_hub_hears_at_once_that_a_printer_stopped_over_a_slip() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(7);
    loop {
        match bench.event().await {
            PrinterEvent::Held { job, state, .. } => {
                assert_eq!((job, state), (JobId(7), PrinterState::NoPaper));
                break;
            }
            PrinterEvent::StateChanged { .. }
            | PrinterEvent::Kept { .. }
            | PrinterEvent::Named { .. }
            | PrinterEvent::Said { .. } => {}
            PrinterEvent::Job { fate, .. } => panic!("{fate:?} before it is known"),
        }
    }
}

#[tokio::test]
async fn a_device_file_is_read_as_well_and_waited_for_when_it_goes() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let pty = Pty::open().unwrap();
    let target = PrinterTarget::File { path: pty.path().into() };
    device.attach(pty).await.unwrap();
    let mut bench = Bench::ready(target, Profile::GENERIC_80MM).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));
    device.set_paper(Paper::End);
    bench.wait_for(PrinterState::NoPaper).await;
    device.set_plug(Plug::Out);
    bench.wait_for(PrinterState::Gone).await;
}

/// A port that counts how often it is asked.
struct Counted {
    n_polls: Arc<AtomicUsize>,
    answer: Poll<usize>,
}

impl AsyncRead for Counted {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.n_polls.fetch_add(1, Ordering::Relaxed);
        self.answer.map(|count| {
            buf.put_slice(&vec![0x55; count]);
            Ok(())
        })
    }
}

impl AsyncWrite for Counted {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.n_polls.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        panic!("a port is never flushed: a serial one would block the thread until its bytes have left")
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        panic!("a port is never shut down: a serial one would block the thread until its bytes have left")
    }
}

#[tokio::test(start_paused = true)]
async fn a_dead_port_is_asked_a_few_times_a_minute_and_no_more() {
    // What an unplugged serial port does: it reads nothing, for ever and at once. And one that is silent.
    for (answer, polls_max) in [(Poll::Ready(0), 60), (Poll::Pending, 300)] {
        let (line, mut calls) = RelayLine::new();
        let mut bench = Bench::new(PrinterTarget::Relay { line, baud: Some(9600) }, Profile::GENERIC_80MM);
        let n_polls = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&n_polls);
        tokio::spawn(async move {
            while let Some(call) = calls.next().await {
                call.answer(Counted { n_polls: Arc::clone(&counter), answer });
            }
        });
        tokio::time::sleep(Duration::from_mins(1)).await;
        let n_polls = n_polls.load(Ordering::Relaxed);
        assert!((1..polls_max).contains(&n_polls), "{n_polls} polls in a minute of {answer:?}");
        bench.wait_for(PrinterState::Gone).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_port_full_of_noise_is_told_as_such() {
    let (line, mut calls) = RelayLine::new();
    let mut bench = Bench::new(PrinterTarget::Relay { line, baud: Some(9600) }, Profile::GENERIC_80MM);
    let (near, mut far) = tokio::io::duplex(4096);
    calls.next().await.expect("the driver asks for its port").answer(near);
    far.write_all(b"\x9d\x9d\xf8\xf0\xe0\xfe").await.unwrap();
    bench.wait_for(PrinterState::Garbled).await;
    let refused = bench.printer.print(JobId(1), slip("A001"));
    assert_eq!(refused, Err(PrintRefusal::State(PrinterState::Garbled)));
}

#[tokio::test(start_paused = true)]
async fn a_relayed_port_that_nobody_opens_is_gone_and_asked_for_again() {
    let (line, mut calls) = RelayLine::new();
    let mut bench = Bench::new(PrinterTarget::Relay { line, baud: None }, Profile::GENERIC_80MM);
    drop(calls.next().await);
    bench.wait_for(PrinterState::Gone).await;
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    calls.next().await.expect("it asks again").answer(device.connect().await.unwrap());
    bench.wait_for(PrinterState::Ready).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));
}
