//! Files, sockets, serial lines and relays, and what they do when they are dead.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use goiso_hardware::printer::{
    Fate, JobId, Paper, Plug, PrintRefusal, PrinterState, PrinterTarget, Profile, ProofSupport,
    StatusSupport, UnknownWhy,
};
use goiso_hardware::{Pty, RelayLine};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpListener;

use crate::bench::{Bench, n_slips, slip, virtual_printer};

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
