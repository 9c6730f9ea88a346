//! One task owns one scanner, and comes back to it when it is plugged in again.

use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use goiso_model::DeviceName;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::{broadcast, mpsc};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::Scan;
use super::lines::LineAssembler;
use super::typed::TypedAssembler;
use crate::input::InputPort;
use crate::port::{Failure, Port, Reconnecting, now, open_serial, unplugged};

/// A serial line so long quiet has said all: a card at 9600 baud takes 0.2 s without a gap.
const LINE_PAUSE: Duration = Duration::from_millis(200);
/// A keyboard-mode scanner leaves no such gap within a text.
const TYPED_PAUSE: Duration = Duration::from_millis(50);
/// Texts in flight in a simulated cable.
const TEXTS_IN_FLIGHT: usize = 16;
/// Bytes in flight in a simulated cable.
const CABLE_BYTES: usize = 4096;

/// Where a scanner is.
#[derive(Debug, Clone)]
pub enum ScannerTarget {
    /// On a serial port (also USB ones in "virtual COM port" mode), 8N1, UTF-8, each text ended by CR.
    Serial {
        /// The device file; give the name under `/dev/serial/by-id`.
        path: String,
        /// Bits a second.
        baud: u32,
    },
    /// One that types like a keyboard; it is grabbed.
    Keyboard {
        /// The event file; give the name under `/dev/input/by-id`.
        path: PathBuf,
    },
    /// Inside this process.
    Virtual(VirtualScanner),
}

/// One scanner.
#[derive(Debug, Clone)]
pub struct ScannerConfig {
    /// Its name in events.
    pub name: DeviceName,
    /// Where it is.
    pub target: ScannerTarget,
}

/// Whether a scanner can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScannerState {
    /// It can. Scanners say nothing of themselves, so this means that the port is open.
    Up,
    /// It is not there, or not ours.
    Gone,
}

/// What a scanner's task tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerEvent {
    /// Something was scanned.
    Scanned {
        /// With which scanner.
        scanner: DeviceName,
        /// What.
        scan: Scan,
    },
    /// It came or went.
    StateChanged {
        /// Which.
        scanner: DeviceName,
        /// The new state.
        state: ScannerState,
    },
}

/// A scanner without a lens: reads what it is told.
#[derive(Debug, Clone)]
pub struct VirtualScanner {
    texts: broadcast::Sender<String>,
}

impl Default for VirtualScanner {
    fn default() -> Self {
        Self { texts: broadcast::channel(TEXTS_IN_FLIGHT).0 }
    }
}

impl VirtualScanner {
    /// Scans a text. With nobody connected it is lost, as with a scanner whose cable is out.
    pub fn scan(&self, text: &str) {
        // Nobody is connected.
        drop(self.texts.send(text.to_owned()));
    }

    fn connect(&self) -> DuplexStream {
        let (near, mut far) = duplex(CABLE_BYTES);
        let mut texts = self.texts.subscribe();
        tokio::spawn(async move {
            while let Ok(text) = texts.recv().await {
                if far.write_all(format!("{text}\r").as_bytes()).await.is_err() {
                    return;
                }
            }
        });
        near
    }
}

/// Starts a scanner's task on the current runtime. It ends when nobody receives its events.
pub fn spawn_scanner(config: ScannerConfig, events: mpsc::Sender<ScannerEvent>) {
    tokio::spawn(Driver { config, events }.run());
}

struct Driver {
    config: ScannerConfig,
    events: mpsc::Sender<ScannerEvent>,
}

/// Why a connection ended.
enum End {
    /// The scanner is gone.
    Lost(io::Error),
    /// Nobody wants events any more.
    Stopped,
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

impl Driver {
    async fn run(self) {
        let mut tries = Reconnecting::default();
        let mut was = None;
        loop {
            let error = match self.open() {
                Ok(source) => {
                    tries.opened(now());
                    was = Some(ScannerState::Up);
                    if self.state(ScannerState::Up).await.is_err() {
                        return;
                    }
                    match self.serve(source).await {
                        End::Stopped => return,
                        End::Lost(error) => error,
                    }
                }
                Err(error) => error,
            };
            if tries.failed(now()) == Failure::First {
                tracing::warn!(scanner = %self.config.name, %error, "a scanner cannot be read");
            }
            if was.replace(ScannerState::Gone) != Some(ScannerState::Gone)
                && self.state(ScannerState::Gone).await.is_err()
            {
                return;
            }
            if timeout(tries.wait(), self.events.closed()).await.is_ok() {
                return;
            }
        }
    }

    fn open(&self) -> io::Result<Source> {
        Ok(match &self.config.target {
            ScannerTarget::Serial { path, baud } => Source::Bytes(open_serial(path, *baud)?),
            ScannerTarget::Keyboard { path } => Source::Strokes(InputPort::open(path)?),
            ScannerTarget::Virtual(scanner) => Source::Bytes(Box::new(scanner.connect())),
        })
    }

    async fn serve(&self, source: Source) -> End {
        let ended = match source {
            Source::Bytes(port) => self.serve_bytes(port).await,
            Source::Strokes(port) => self.serve_strokes(port).await,
        };
        match ended {
            Err(end) => end,
        }
    }

    async fn serve_bytes(&self, mut port: Box<dyn Port>) -> Result<Infallible, End> {
        let mut lines = LineAssembler::default();
        let mut buffer = Zeroizing::new([0; 256]);
        loop {
            let wait = if lines.is_within() { LINE_PAUSE } else { Duration::MAX };
            let read = tokio::select! {
                read = timeout(wait, port.read(buffer.as_mut_slice())) => read,
                () = self.events.closed() => return Err(End::Stopped),
            };
            match read {
                // Unplugged: a serial port then reads nothing for ever.
                Ok(Ok(0)) => return Err(End::Lost(unplugged())),
                Ok(count) => self.tell(lines.take(&buffer[..count?])).await?,
                Err(_) => self.tell(lines.pause()).await?,
            }
        }
    }

    async fn serve_strokes(&self, mut port: InputPort) -> Result<Infallible, End> {
        let mut typed = TypedAssembler::default();
        loop {
            let wait = if typed.is_within() { TYPED_PAUSE } else { Duration::MAX };
            let strokes = tokio::select! {
                strokes = timeout(wait, port.strokes()) => strokes,
                () = self.events.closed() => return Err(End::Stopped),
            };
            match strokes {
                Ok(strokes) => self.tell(typed.take(&strokes?)).await?,
                Err(_) => self.tell(typed.pause()).await?,
            }
        }
    }

    async fn tell(&self, scans: impl IntoIterator<Item = Scan>) -> Result<(), End> {
        for scan in scans {
            let event = ScannerEvent::Scanned { scanner: self.config.name.clone(), scan };
            self.events.send(event).await.map_err(|_| End::Stopped)?;
        }
        Ok(())
    }

    async fn state(&self, state: ScannerState) -> Result<(), End> {
        let event = ScannerEvent::StateChanged { scanner: self.config.name.clone(), state };
        self.events.send(event).await.map_err(|_| End::Stopped)
    }
}

/// What a scanner gives.
enum Source {
    Bytes(Box<dyn Port>),
    Strokes(InputPort),
}
