//! A USB device by its numbers, without libusb: bulk transfers of one interface as a stream of bytes.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use nusb::descriptors::TransferType;
use nusb::transfer::{Buffer, Bulk, Direction, In, Out};
use nusb::{Endpoint, MaybeFuture};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// The interface class of printers (USB Device Class Definition for Printing Devices 1.1, section 4.2.1).
const PRINTER_CLASS: u8 = 7;
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

/// A printer's bulk endpoints.
pub(crate) struct UsbPort {
    output: Endpoint<Bulk, Out>,
    input: Endpoint<Bulk, In>,
    pause: Option<Pin<Box<Sleep>>>,
}

/// Looks the device up and takes its printer interface, from the kernel's driver where that holds it.
pub(crate) async fn open_usb(id: &UsbId) -> io::Result<UsbPort> {
    let id = id.clone();
    // The system answers these at once, but they are calls that may wait.
    tokio::task::spawn_blocking(move || find_and_claim(&id)).await.map_err(io::Error::other)?
}

fn find_and_claim(id: &UsbId) -> io::Result<UsbPort> {
    let mut devices = nusb::list_devices().wait()?;
    let info = devices
        .find(|device| {
            device.vendor_id() == id.vendor
                && device.product_id() == id.product
                && id.serial_number.as_deref().is_none_or(|wanted| device.serial_number() == Some(wanted))
        })
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such usb device is plugged in"))?;
    let device = info.open().wait()?;
    let configuration = device.active_configuration().map_err(io::Error::other)?;
    let wanted = configuration
        .interface_alt_settings()
        .filter(|interface| interface.class() == PRINTER_CLASS)
        .find_map(|interface| {
            let bulk = |wanted| {
                let mut endpoints = interface.endpoints();
                endpoints
                    .find(|end| end.direction() == wanted && end.transfer_type() == TransferType::Bulk)
                    .map(|end| end.address())
            };
            let ends = bulk(Direction::Out).zip(bulk(Direction::In))?;
            Some((interface.interface_number(), interface.alternate_setting(), ends))
        });
    let (number, setting, (output, input)) = wanted.ok_or_else(|| {
        io::Error::new(io::ErrorKind::Unsupported, "the usb device has no printer interface with an answer")
    })?;
    let interface = device.detach_and_claim_interface(number).wait()?;
    if setting != 0 {
        interface.set_alt_setting(setting).wait()?;
    }
    Ok(UsbPort { output: interface.endpoint(output)?, input: interface.endpoint(input)?, pause: None })
}

impl AsyncRead for UsbPort {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if let Some(pause) = &mut this.pause {
                ready!(pause.as_mut().poll(cx));
                this.pause = None;
            }
            if this.input.pending() == 0 {
                // One packet, which fits the caller's buffer: 64 bytes at full speed, 512 at high speed.
                let bytes = this.input.max_packet_size();
                this.input.submit(Buffer::new(bytes));
            }
            let done = ready!(this.input.poll_next_complete(cx));
            done.status?;
            let heard = &done.buffer[..done.actual_len.min(buf.remaining())];
            if !heard.is_empty() {
                buf.put_slice(heard);
                return Poll::Ready(Ok(()));
            }
            this.pause = Some(Box::pin(sleep(EMPTY_PAUSE)));
        }
    }
}

impl AsyncWrite for UsbPort {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.output.pending() > 0 {
            ready!(this.output.poll_next_complete(cx)).status?;
        }
        let bytes = &bytes[..bytes.len().min(OUT_BYTES_MAX)];
        this.output.submit(Buffer::from(bytes.to_vec()));
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
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_printer_that_is_not_plugged_in_is_not_found() {
        // A vendor's number that is given to nobody.
        let id = UsbId { vendor: 0xfff0, product: 1, serial_number: None };
        assert!(open_usb(&id).await.is_err());
    }
}
