//! A USB device by its numbers, without libusb: bulk transfers of one interface as a stream of bytes.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use nusb::descriptors::{ConfigurationDescriptor, TransferType};
use nusb::transfer::{Buffer, Bulk, Direction, In, Out};
use nusb::{Endpoint, MaybeFuture};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// The interface class of printers (USB Device Class Definition for Printing Devices 1.1, section 4.2.1).
const PRINTER_CLASS: u8 = 7;
/// Its protocol for which bytes must be wrapped in packets of IEEE 1284.4 (the same, section 4.2.1).
const PACKETS: u8 = 3;
/// The most bytes of one transfer to the device: an eighth of a slip, so that little is under way at a time.
const OUT_BYTES_MAX: usize = 4096;
/// Many printers answer "nothing" at once instead of waiting: how long they are left alone then.
const EMPTY_PAUSE: Duration = Duration::from_millis(50);

/// Which device.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UsbId {
    /// The vendor's number, e.g. `0x04b8` for Epson.
    pub vendor: u16,
    /// The vendor's number of the product.
    pub product: u16,
    /// The device's serial number, where two of a kind are plugged in; the first one found without.
    pub serial_number: Option<String>,
}

impl UsbId {
    /// Whether a device with these numbers is the one.
    fn is(&self, vendor: u16, product: u16, serial_number: Option<&str>) -> bool {
        let is_unit = self.serial_number.as_deref().is_none_or(|wanted| serial_number == Some(wanted));
        vendor == self.vendor && product == self.product && is_unit
    }
}

/// Where a device is a printer: an interface in one of its settings, and its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PrinterInterface {
    number: u8,
    setting: u8,
    output: u8,
    input: u8,
}

impl PrinterInterface {
    /// The one that carries plain bytes both ways; none where a device is no printer, or one that never answers.
    fn of(configuration: &ConfigurationDescriptor<'_>) -> Option<Self> {
        let printers =
            configuration.interface_alt_settings().filter(|interface| interface.class() == PRINTER_CLASS);
        let with_ends = printers.filter_map(|interface| {
            let bulk = |wanted| {
                let mut endpoints = interface.endpoints();
                endpoints
                    .find(|end| end.direction() == wanted && end.transfer_type() == TransferType::Bulk)
                    .map(|end| end.address())
            };
            let (output, input) = bulk(Direction::Out).zip(bulk(Direction::In))?;
            let (number, setting) = (interface.interface_number(), interface.alternate_setting());
            Some((interface.protocol() == PACKETS, Self { number, setting, output, input }))
        });
        // The first one of its kind; one that wants packets only where there is no other.
        with_ends.min_by_key(|(is_packets, _)| *is_packets).map(|(_, interface)| interface)
    }
}

/// One end: transfers are submitted, and each is done some time later. The second implementation is the simulated one.
trait End {
    /// Transfers under way.
    fn n_pending(&self) -> usize;
    /// When the oldest one is done: its bytes, empty for one to the device.
    fn poll_done(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Vec<u8>>>;
}

/// The end that the device listens at.
trait OutputEnd: End {
    fn submit(&mut self, bytes: Vec<u8>);
}

/// The end that the device speaks at.
trait InputEnd: End {
    /// Asks for one packet: 64 bytes at full speed, 512 at high speed.
    fn ask(&mut self);
}

impl End for Endpoint<Bulk, Out> {
    fn n_pending(&self) -> usize {
        self.pending()
    }

    fn poll_done(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Vec<u8>>> {
        let done = ready!(self.poll_next_complete(cx));
        Poll::Ready(done.status.map(|()| Vec::new()).map_err(io::Error::from))
    }
}

impl OutputEnd for Endpoint<Bulk, Out> {
    fn submit(&mut self, bytes: Vec<u8>) {
        Self::submit(self, Buffer::from(bytes));
    }
}

impl End for Endpoint<Bulk, In> {
    fn n_pending(&self) -> usize {
        self.pending()
    }

    fn poll_done(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Vec<u8>>> {
        let done = ready!(self.poll_next_complete(cx));
        let heard = done.buffer[..done.actual_len].to_vec();
        Poll::Ready(done.status.map(|()| heard).map_err(io::Error::from))
    }
}

impl InputEnd for Endpoint<Bulk, In> {
    fn ask(&mut self) {
        self.submit(Buffer::new(self.max_packet_size()));
    }
}

/// A printer's bulk endpoints.
pub(crate) struct UsbPort<O, I> {
    output: O,
    input: I,
    pause: Option<Pin<Box<Sleep>>>,
    /// Of the last packet, what the caller's buffer did not hold.
    rest: Vec<u8>,
}

/// One of this computer.
pub(crate) type PluggedPort = UsbPort<Endpoint<Bulk, Out>, Endpoint<Bulk, In>>;

/// Looks the device up and takes its printer interface, from the kernel's driver where that holds it.
pub(crate) async fn open_usb(id: &UsbId) -> io::Result<PluggedPort> {
    let id = id.clone();
    // The system answers these at once, but they are calls that may wait.
    tokio::task::spawn_blocking(move || find_and_claim(&id)).await.map_err(io::Error::other)?
}

fn find_and_claim(id: &UsbId) -> io::Result<PluggedPort> {
    let mut devices = nusb::list_devices().wait()?;
    let info = devices
        .find(|device| id.is(device.vendor_id(), device.product_id(), device.serial_number()))
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such usb device is plugged in"))?;
    let device = info.open().wait()?;
    let configuration = device.active_configuration().map_err(io::Error::other)?;
    let wanted = PrinterInterface::of(&configuration).ok_or_else(|| {
        io::Error::new(io::ErrorKind::Unsupported, "the usb device has no printer interface with an answer")
    })?;
    let interface = device.detach_and_claim_interface(wanted.number).wait()?;
    if wanted.setting != 0 {
        interface.set_alt_setting(wanted.setting).wait()?;
    }
    Ok(UsbPort::new(interface.endpoint(wanted.output)?, interface.endpoint(wanted.input)?))
}

impl<O, I> UsbPort<O, I> {
    fn new(output: O, input: I) -> Self {
        Self { output, input, pause: None, rest: Vec::new() }
    }
}

impl<O: Unpin, I: InputEnd + Unpin> AsyncRead for UsbPort<O, I> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        while this.rest.is_empty() {
            if let Some(pause) = &mut this.pause {
                ready!(pause.as_mut().poll(cx));
                this.pause = None;
            }
            if this.input.n_pending() == 0 {
                this.input.ask();
            }
            this.rest = ready!(this.input.poll_done(cx))?;
            if this.rest.is_empty() {
                this.pause = Some(Box::pin(sleep(EMPTY_PAUSE)));
            }
        }
        let count = this.rest.len().min(buf.remaining());
        buf.put_slice(&this.rest[..count]);
        this.rest.drain(..count);
        Poll::Ready(Ok(()))
    }
}

impl<O: OutputEnd + Unpin, I: Unpin> AsyncWrite for UsbPort<O, I> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.output.n_pending() > 0 {
            ready!(this.output.poll_done(cx))?;
        }
        let bytes = &bytes[..bytes.len().min(OUT_BYTES_MAX)];
        this.output.submit(bytes.to_vec());
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
#[path = "usb_tests.rs"]
mod tests;
