//! What a dead port costs: next to nothing, and it blocks nobody. The tests of this file measure the processor's time, so each
//! has a thread and a runtime of its own.

use std::sync::mpsc::channel;
use std::time::Duration;

use goiso_hardware::Pty;
use goiso_hardware::printer::{
    JobId, Naming, Past, PrinterConfig, PrinterEvent, PrinterState, PrinterTarget, Profile, SlipContent,
    SlipSetup, spawn,
};
use goiso_model::DeviceName;
use rustix::time::{ClockId, clock_gettime};
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Of the one second that each port is dead. A busy loop takes all of it; a driver that waits takes a few milliseconds, even
/// where nothing is optimised.
const PROCESSOR_MAX: Duration = Duration::from_millis(150);

fn config(target: PrinterTarget) -> PrinterConfig {
    PrinterConfig {
        name: DeviceName::new("printer-1").expect("a slug"),
        target,
        profile: Profile::GENERIC_80MM,
        naming: Naming::Given,
        past: Past::Clean,
        slips: SlipSetup::default(),
    }
}

fn processor_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec as u32)
}

/// The processor's time over a second of a driver with this port, on a thread of its own.
fn cost(of: impl AsyncFnOnce() -> (PrinterTarget, Option<TcpListener>) + Send + 'static) -> Duration {
    let thread = std::thread::Builder::new().name("driver".to_owned()).spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let (target, _listener) = of().await;
            let (sender, mut events) = mpsc::channel(64);
            let printer = spawn(config(target), sender);
            let before = processor_time();
            // However much is told meanwhile: the second is over when it is over.
            let told = async { while events.recv().await.is_some() {} };
            assert!(timeout(Duration::from_secs(1), told).await.is_err(), "the driver ended");
            assert!(!printer.state().can_print());
            processor_time().saturating_sub(before)
        })
    });
    thread.expect("a thread").join().expect("no panic")
}

#[test]
fn a_port_that_is_not_there_costs_nothing() {
    let cost = cost(async || (PrinterTarget::Serial { path: "/dev/absent".to_owned(), baud: 9600 }, None));
    assert!(cost < PROCESSOR_MAX, "{cost:?} of a second");
}

#[test]
fn a_port_that_was_pulled_costs_nothing() {
    let cost = cost(async || {
        let pty = Pty::open().expect("a pseudo-terminal");
        let path = pty.path().to_owned();
        // The other end goes as soon as the driver has opened its own.
        tokio::spawn(async move {
            tokio::task::yield_now().await;
            drop(pty);
        });
        (PrinterTarget::Serial { path, baud: 9600 }, None)
    });
    assert!(cost < PROCESSOR_MAX, "{cost:?} of a second");
}

#[test]
fn a_printer_that_never_answers_costs_nothing() {
    let cost = cost(async || {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        (PrinterTarget::Tcp { host: "127.0.0.1".to_owned(), port }, Some(listener))
    });
    assert!(cost < PROCESSOR_MAX, "{cost:?} of a second");
}

/// Closing or flushing a serial port waits until its bytes have left (`tcdrain`), which they never do here.
#[test]
fn a_port_that_takes_no_bytes_blocks_nobody() {
    let (ended, has_ended) = channel();
    let thread = std::thread::Builder::new().name("driver".to_owned()).spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let mut pty = Pty::open().expect("a pseudo-terminal");
            let target = PrinterTarget::Serial { path: pty.path().to_owned(), baud: 9600 };
            let (sender, mut events) = mpsc::channel(64);
            let printer = spawn(config(target), sender);
            // It says that it is ready, and reads nothing more.
            tokio::io::AsyncWriteExt::write_all(&mut pty, &[0x10, 0, 0, 0])
                .await
                .expect("the cable is whole");
            let is_ready = |event: &PrinterEvent| {
                matches!(event, PrinterEvent::StateChanged { state: PrinterState::Ready, .. })
            };
            while !is_ready(&events.recv().await.expect("a living driver")) {}
            printer.print(JobId(1), SlipContent::sample()).expect("the printer takes slips");
            // The driver has filled what the kernel holds when the runtime comes back here many times over.
            for _ in 0..1_000 {
                tokio::task::yield_now().await;
            }
            drop(printer);
            drop(events);
        });
        drop(runtime);
        ended.send(()).expect("the test waits");
    });
    assert!(thread.is_ok(), "no thread");
    assert!(has_ended.recv_timeout(Duration::from_mins(1)).is_ok(), "the worker is blocked");
}
