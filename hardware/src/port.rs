//! A stream of bytes to a device, and how to come back to it.

use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use tokio_serial::SerialPortBuilderExt;

use crate::device_file::DeviceFile;

/// Anything a device can hang on: a socket, a serial port, a pipe in memory.
pub(crate) trait Port: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Port for T {}

/// Opens a serial port, 8 data bits, no parity, one stop bit, for us alone.
///
/// Never flush or shut such a port down: both wait in `tcdrain` and block the worker thread.
pub(crate) fn open_serial(path: &str, baud: u32) -> io::Result<Box<dyn Port>> {
    Ok(Box::new(tokio_serial::new(path, baud).open_native_async()?))
}

/// Opens a device file for whoever carries its bytes elsewhere: a serial port of so many bits a second, or one that has no
/// speed, such as `/dev/usb/lp0`.
pub async fn open_port(
    path: &Path,
    baud: Option<u32>,
) -> io::Result<impl AsyncRead + AsyncWrite + Unpin + Send + 'static> {
    let port: Box<dyn Port> = match baud {
        Some(baud) => open_serial(&path.to_string_lossy(), baud)?,
        None => Box::new(DeviceFile::open(path)?),
    };
    Ok(port)
}

/// The time of the runtime: drivers are told the time, and their loops ask here.
#[expect(clippy::disallowed_methods, reason = "deadlines of device loops; tests pause this clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Waits between attempts to open a port again; the last one repeats.
const BACKOFF: [Duration; 5] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(5),
];

/// How long to wait after so many failures in a row (0 after the first).
pub(crate) fn backoff(failures: usize) -> Duration {
    BACKOFF[failures.min(BACKOFF.len() - 1)]
}

/// A connection that held for so long was sound: the next failure is a new one.
const STEADY: Duration = Duration::from_secs(5);

/// Comes back to a device: attempts grow apart, also where each one opens a port that fails at once.
#[derive(Debug, Default)]
pub(crate) struct Reconnecting {
    failures: usize,
    opened_at: Option<Instant>,
}

/// Whether a failure is worth a line in the log: one that repeats is told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    First,
    Again,
}

impl Reconnecting {
    /// The port is open.
    pub(crate) fn opened(&mut self, now: Instant) {
        self.opened_at = Some(now);
    }

    /// It could not be opened, or was lost.
    pub(crate) fn failed(&mut self, now: Instant) -> Failure {
        if self.opened_at.take().is_some_and(|at| now.saturating_duration_since(at) >= STEADY) {
            self.failures = 0;
        }
        self.failures += 1;
        if self.failures == 1 { Failure::First } else { Failure::Again }
    }

    /// How long to wait now.
    pub(crate) fn wait(&self) -> Duration {
        backoff(self.failures.saturating_sub(1))
    }
}

/// What a read of nothing means: an unplugged port reads it at once and for ever.
pub(crate) fn unplugged() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "unplugged")
}

/// How long a write of so many bytes may take: longer, and the adapter hangs.
pub(crate) fn write_within(bytes: usize, baud: u32) -> Duration {
    WRITE_SLACK + wire_time(bytes, baud)
}

/// On top of the wire: the buffers of a healthy port take a frame at once.
const WRITE_SLACK: Duration = Duration::from_secs(1);

/// Time that bytes take on a serial line: ten bits each.
pub(crate) fn wire_time(bytes: usize, baud: u32) -> Duration {
    Duration::from_micros(bytes as u64 * 10_000_000 / u64::from(baud.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_grow_apart_up_to_five_seconds() {
        let waits: Vec<u128> = (0..7).map(|n| backoff(n).as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 5000, 5000, 5000]);
    }

    #[test]
    fn a_port_that_opens_and_fails_at_once_is_tried_less_and_less_often_and_told_once() {
        let mut tries = Reconnecting::default();
        let mut at = now();
        let told = [(); 4].map(|()| {
            tries.opened(at);
            let failure = tries.failed(at);
            at += tries.wait();
            (failure, tries.wait().as_millis())
        });
        let again = Failure::Again;
        assert_eq!(told, [(Failure::First, 500), (again, 1000), (again, 2000), (again, 4000)]);
        tries.opened(at);
        assert_eq!(tries.failed(at + STEADY), Failure::First);
        assert_eq!(tries.wait(), BACKOFF[0]);
    }

    #[test]
    fn ten_bits_go_over_the_wire_for_each_byte() {
        assert_eq!(wire_time(960, 9600), Duration::from_secs(1));
    }
}
