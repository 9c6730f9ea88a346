//! Descriptors as printers have them, byte by byte, and transfers against a simulated device.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf, duplex, split};

use super::*;
use crate::printer::VirtualPrinter;

const OUT: u8 = 0x01;
const IN: u8 = 0x82;
const BULK: u8 = 2;
const INTERRUPT: u8 = 3;
/// Class, subclass and protocol of an interface.
const BOTH_WAYS: [u8; 3] = [7, 1, 2];
const ONE_WAY: [u8; 3] = [7, 1, 1];
const IN_PACKETS: [u8; 3] = [7, 1, 3];
const KEYBOARD: [u8; 3] = [3, 1, 1];

/// Number, setting, class, and ends with their kinds.
type Interface<'a> = (u8, u8, [u8; 3], &'a [(u8, u8)]);

/// A configuration descriptor with these interfaces.
fn configuration(interfaces: &[Interface<'_>]) -> Vec<u8> {
    let mut bytes = vec![9, 2, 0, 0, interfaces.len() as u8, 1, 0, 0xc0, 0];
    for (number, setting, [class, subclass, protocol], ends) in interfaces {
        bytes.extend([9, 4, *number, *setting, ends.len() as u8, *class, *subclass, *protocol, 0]);
        for (address, kind) in *ends {
            bytes.extend([7, 5, *address, *kind, 64, 0, 0]);
        }
    }
    let length = (bytes.len() as u16).to_le_bytes();
    bytes[2..4].copy_from_slice(&length);
    bytes
}

/// Number and setting of the interface that is taken.
fn taken(interfaces: &[Interface<'_>]) -> Option<(u8, u8)> {
    let bytes = configuration(interfaces);
    let wanted = PrinterInterface::of(&ConfigurationDescriptor::new(&bytes).expect("a descriptor"))?;
    assert_eq!((wanted.output, wanted.input), (OUT, IN));
    Some((wanted.number, wanted.setting))
}

#[test]
fn of_a_device_the_interface_is_taken_that_is_a_printer_and_answers() {
    let ends: &[(u8, u8)] = &[(OUT, BULK), (IN, BULK)];
    assert_eq!(taken(&[(0, 0, BOTH_WAYS, ends)]), Some((0, 0)));
    // Behind a keyboard, as where a printer has keys; and in its second setting, as the first only listens.
    assert_eq!(taken(&[(0, 0, KEYBOARD, &[(IN, INTERRUPT)]), (1, 0, BOTH_WAYS, ends)]), Some((1, 0)));
    assert_eq!(taken(&[(0, 0, ONE_WAY, &[(OUT, BULK)]), (0, 1, BOTH_WAYS, ends)]), Some((0, 1)));
    // Packets only where there is nothing plainer.
    assert_eq!(taken(&[(0, 0, IN_PACKETS, ends), (0, 1, BOTH_WAYS, ends)]), Some((0, 1)));
    assert_eq!(taken(&[(0, 0, IN_PACKETS, ends)]), Some((0, 0)));
    // One that never answers is reached through its file, and no printer at all not.
    assert_eq!(taken(&[(0, 0, ONE_WAY, &[(OUT, BULK)])]), None);
    assert_eq!(taken(&[(0, 0, BOTH_WAYS, &[(OUT, BULK), (IN, INTERRUPT)])]), None);
    assert_eq!(taken(&[(0, 0, KEYBOARD, &[(IN, INTERRUPT)])]), None);
    assert_eq!(taken(&[]), None);
}

#[test]
fn two_printers_of_a_kind_are_told_apart_by_their_serial_numbers() {
    let any = UsbId { vendor: 0x04b8, product: 0x0e15, serial_number: None };
    let unit = UsbId { serial_number: Some("J4XF01".to_owned()), ..any.clone() };
    for serial_number in [Some("J4XF01"), Some("J4XF02"), None] {
        assert!(any.is(0x04b8, 0x0e15, serial_number));
        assert_eq!(unit.is(0x04b8, 0x0e15, serial_number), serial_number == Some("J4XF01"));
    }
    assert!(!any.is(0x04b8, 0x0e16, None) && !any.is(0x0416, 0x0e15, None));
}

#[tokio::test]
async fn a_printer_that_is_not_plugged_in_is_not_found() {
    // A vendor's number that is given to nobody.
    let id = UsbId { vendor: 0xfff0, product: 1, serial_number: None };
    assert!(open_usb(&id).await.is_err());
}

/// The end that a simulated device listens at.
struct Listening {
    pipe: WriteHalf<DuplexStream>,
    under_way: Vec<u8>,
    n_longest: Arc<AtomicUsize>,
}

/// The end that it speaks at; it says "nothing" at once when it has nothing to say, as many printers do.
struct Speaking {
    pipe: ReadHalf<DuplexStream>,
    n_asked: usize,
    n_empty: Arc<AtomicUsize>,
}

impl End for Listening {
    fn n_pending(&self) -> usize {
        usize::from(!self.under_way.is_empty())
    }

    fn poll_done(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Vec<u8>>> {
        while !self.under_way.is_empty() {
            let count = ready!(Pin::new(&mut self.pipe).poll_write(cx, &self.under_way))?;
            self.under_way.drain(..count);
        }
        Poll::Ready(Ok(Vec::new()))
    }
}

impl OutputEnd for Listening {
    fn submit(&mut self, bytes: Vec<u8>) {
        self.n_longest.fetch_max(bytes.len(), Ordering::Relaxed);
        self.under_way = bytes;
    }
}

impl End for Speaking {
    fn n_pending(&self) -> usize {
        self.n_asked
    }

    fn poll_done(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Vec<u8>>> {
        self.n_asked = 0;
        let mut packet = [0; 64];
        let mut buffer = ReadBuf::new(&mut packet);
        match Pin::new(&mut self.pipe).poll_read(cx, &mut buffer) {
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => {
                Poll::Ready(Err(io::Error::new(io::ErrorKind::NotConnected, "unplugged")))
            }
            Poll::Ready(Ok(())) => Poll::Ready(Ok(buffer.filled().to_vec())),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                self.n_empty.fetch_add(1, Ordering::Relaxed);
                Poll::Ready(Ok(Vec::new()))
            }
        }
    }
}

impl InputEnd for Speaking {
    fn ask(&mut self) {
        self.n_asked = 1;
    }
}

struct Plugged {
    port: UsbPort<Listening, Speaking>,
    device: DuplexStream,
    n_longest: Arc<AtomicUsize>,
    n_empty: Arc<AtomicUsize>,
}

fn plug() -> Plugged {
    let (near, device) = duplex(256);
    let (reading, writing) = split(near);
    let (n_longest, n_empty) = (Arc::default(), Arc::default());
    let output = Listening { pipe: writing, under_way: Vec::new(), n_longest: Arc::clone(&n_longest) };
    let input = Speaking { pipe: reading, n_asked: 0, n_empty: Arc::clone(&n_empty) };
    Plugged { port: UsbPort::new(output, input), device, n_longest, n_empty }
}

#[tokio::test(start_paused = true)]
async fn a_printer_is_asked_and_answers_through_its_two_ends() {
    let folder = tempfile::tempdir().unwrap();
    let printer = VirtualPrinter::spawn(folder.path(), 576).unwrap();
    let Plugged { mut port, device, .. } = plug();
    printer.attach(device).await.unwrap();
    // Its state, and its name, which comes in one packet and is read in two parts.
    port.write_all(&[0x10, 4, 1, 0x1d, 0x49, 0x43]).await.unwrap();
    // A transfer is carried on when the next is handed in, or something is read.
    port.write_all(&[0]).await.unwrap();
    let mut answer = [0; 9];
    port.read_exact(&mut answer[..3]).await.unwrap();
    port.read_exact(&mut answer[3..]).await.unwrap();
    assert_eq!(&answer, b"\x12_VIRTUAL");
}

#[tokio::test(start_paused = true)]
async fn a_silent_printer_is_asked_some_twenty_times_a_second_and_no_more() {
    let Plugged { mut port, device, n_empty, .. } = plug();
    let second = tokio::time::timeout(std::time::Duration::from_secs(1), port.read(&mut [0; 8])).await;
    assert!(second.is_err(), "it has said nothing");
    assert!(n_empty.load(Ordering::Relaxed) <= 21, "{n_empty:?} empty answers");
    drop(device);
}

#[tokio::test(start_paused = true)]
async fn little_is_under_way_at_a_time_and_a_pulled_cable_is_an_error() {
    let Plugged { mut port, mut device, n_longest, .. } = plug();
    let slip = vec![0x55; 3 * OUT_BYTES_MAX + 7];
    let n_bytes = slip.len();
    let printing = tokio::spawn(async move {
        let mut taken = vec![0; n_bytes - 7];
        device.read_exact(&mut taken).await.map(|_| device)
    });
    port.write_all(&slip).await.unwrap();
    drop(printing.await.unwrap().unwrap());
    assert_eq!(n_longest.load(Ordering::Relaxed), OUT_BYTES_MAX);
    assert!(port.write_all(&slip).await.is_err(), "nobody takes it");
    assert!(port.read(&mut [0; 8]).await.is_err());
}
