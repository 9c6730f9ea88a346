//! One open port: bytes both ways, and word of them to the hub.

use std::io;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Component, Path};
use std::time::Duration;

use goiso_hardware::open_port;
use goiso_model::DeviceName;
use goiso_protocol::{PORT_BYTES_MAX, PortNews};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use crate::agent::Told;

/// The hub is told at most so often what was read and written: it bounds the frames a second, even of a port that is full
/// of noise.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// Opens a port and serves it until it fails, or until nobody writes to it any more.
pub(crate) async fn run(
    path: &str,
    baud: Option<u32>,
    queue: mpsc::Receiver<Vec<u8>>,
    of: (DeviceName, u64),
    news: mpsc::Sender<Told>,
) {
    let teller = Teller { of, news };
    let ended = match open(path, baud).await {
        Ok(port) => {
            teller.tell(PortNews::Opened).await;
            serve(port, queue, &teller).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = ended {
        teller.tell(PortNews::Closed { message: format!("{path}: {error}") }).await;
    }
}

/// Nothing but devices is opened, whatever the hub asks for.
async fn open(
    path: &str,
    baud: Option<u32>,
) -> io::Result<impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin> {
    let path = Path::new(path);
    let is_below_dev =
        path.starts_with("/dev") && !path.components().any(|part| part == Component::ParentDir);
    if !is_below_dev || !std::fs::metadata(path)?.file_type().is_char_device() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "is no device below /dev"));
    }
    open_port(path, baud).await
}

async fn serve(
    port: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    mut queue: mpsc::Receiver<Vec<u8>>,
    teller: &Teller,
) -> io::Result<()> {
    let (mut reader, mut writer) = tokio::io::split(port);
    let mut buffer = [0; 512];
    let mut heard: Vec<u8> = Vec::new();
    let mut unsent: Vec<u8> = Vec::new();
    let mut written = 0;
    let mut beat = interval(TELL_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // An unplugged serial port reads nothing for ever.
            read = reader.read(&mut buffer), if heard.len() + buffer.len() <= PORT_BYTES_MAX => match read? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => heard.extend_from_slice(&buffer[..count]),
            },
            wrote = writer.write(&unsent), if !unsent.is_empty() => match wrote? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                count => {
                    unsent.drain(..count);
                    written += count as u32;
                }
            },
            data = queue.recv(), if unsent.is_empty() => match data {
                Some(data) => unsent = data,
                None => return Ok(()),
            },
            _ = beat.tick(), if !heard.is_empty() || written > 0 => {
                if !heard.is_empty() {
                    teller.tell(PortNews::Read { data: std::mem::take(&mut heard) }).await;
                }
                if written > 0 {
                    teller.tell(PortNews::Written { bytes: std::mem::take(&mut written) }).await;
                }
            }
        }
    }
}

/// The way of one port's news.
struct Teller {
    of: (DeviceName, u64),
    news: mpsc::Sender<Told>,
}

impl Teller {
    async fn tell(&self, news: PortNews) {
        let (printer, connection) = self.of.clone();
        // The agent has ended, and this task with it.
        drop(self.news.send((printer, connection, news)).await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_but_devices_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("slips.bin");
        std::fs::write(&file, "kept").unwrap();
        for path in [file.to_str().unwrap(), "/dev/../etc/passwd", "/dev/shm", "/etc/passwd"] {
            let Err(error) = open(path, None).await else { panic!("{path} was opened") };
            assert!(error.to_string().contains("no device"), "{path}: {error}");
        }
        assert_eq!(std::fs::read(&file).unwrap(), b"kept");
        assert!(open("/dev/absent", Some(9600)).await.is_err());
    }
}
