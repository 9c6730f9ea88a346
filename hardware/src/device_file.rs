//! A character device as a stream of bytes, such as `/dev/usb/lp0`.

use std::future::Future;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use rustix::fs::{Mode, OFlags};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// `usblp` reads "nothing" when a printer has nothing to say; an unplugged one fails. So nothing is not the
/// end, but it must not be asked for without a pause either.
const EMPTY_PAUSE: Duration = Duration::from_millis(50);

/// An open device file, read and written without waiting.
pub(crate) struct DeviceFile {
    file: AsyncFd<OwnedFd>,
    pause: Option<Pin<Box<Sleep>>>,
}

impl DeviceFile {
    /// Opens a device file. One that does not exist is never made.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = rustix::fs::open(path, flags, Mode::empty())?;
        #[expect(
            deprecated,
            reason = "an OwnedFd keeps its descriptor, so the safe call is sound; the new one is unsafe"
        )]
        let file = AsyncFd::new(file)?;
        Ok(Self { file, pause: None })
    }
}

impl AsyncRead for DeviceFile {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if let Some(pause) = &mut this.pause {
                ready!(pause.as_mut().poll(cx));
                this.pause = None;
            }
            let mut guard = ready!(this.file.poll_read_ready(cx))?;
            match guard.try_io(|fd| Ok(rustix::io::read(fd.get_ref(), buf.initialize_unfilled())?)) {
                Ok(Ok(0)) => this.pause = Some(Box::pin(sleep(EMPTY_PAUSE))),
                Ok(result) => return Poll::Ready(result.map(|count| buf.advance(count))),
                Err(_would_block) => {}
            }
        }
    }
}

impl AsyncWrite for DeviceFile {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            let mut guard = ready!(self.file.poll_write_ready(cx))?;
            if let Ok(result) = guard.try_io(|fd| Ok(rustix::io::write(fd.get_ref(), bytes)?)) {
                return Poll::Ready(result);
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
