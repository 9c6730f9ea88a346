//! A printer without paper: it reads the same bytes, gives the same answers, and each slip becomes a PNG.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::fs::OpenOptions;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

use super::device::{Conditions, Cover, Device, Fault, Name, Paper, Plug};
use super::raster::Bitmap;
use crate::port::Port;

/// Bytes in flight in the cable.
const CABLE_BYTES: usize = 4096;

/// What the virtual printer has printed since it was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printed {
    /// How many slips.
    pub slips: usize,
    /// The picture of the last one.
    pub last: Option<PathBuf>,
}

/// The handle of a virtual printer: its cable, and the hand that opens its cover.
///
/// As a real one it has one cable: a new connection ends the old. What it holds in its buffer stays when the
/// cable is pulled.
#[derive(Debug, Clone)]
pub struct VirtualPrinter {
    cables: mpsc::Sender<Box<dyn Port>>,
    conditions: Arc<watch::Sender<Conditions>>,
    printed: watch::Receiver<Printed>,
}

impl std::fmt::Debug for dyn Port {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Port")
    }
}

impl VirtualPrinter {
    /// Switches a printer on, on the current runtime. Slips go into `dir` (made when missing) as
    /// `slip-0001.png` and so on, after those that are there.
    pub fn spawn(dir: impl Into<PathBuf>, dots: u16) -> io::Result<Self> {
        let dir = dir.into();
        std::fs::create_dir_all(&dir)?;
        let next = last_number(&dir)? + 1;
        let (cables, plugged) = mpsc::channel(4);
        let (printed_sender, printed) = watch::channel(Printed::default());
        let conditions = Arc::new(watch::Sender::new(Conditions::default()));
        let tray = Tray { dir, next, printed: printed_sender };
        tokio::spawn(run(Device::new(dots), plugged, Arc::clone(&conditions), tray));
        Ok(Self { cables, conditions, printed })
    }

    /// Plugs a cable in.
    pub async fn connect(&self) -> io::Result<DuplexStream> {
        let (near, far) = duplex(CABLE_BYTES);
        self.attach(far).await?;
        Ok(near)
    }

    /// Plugs the far end of a cable in, e.g. a [`Pty`](crate::Pty). Refused while the plug is out.
    pub async fn attach(&self, port: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> io::Result<()> {
        if self.conditions.borrow().plug != Plug::In {
            return Err(io::ErrorKind::ConnectionRefused.into());
        }
        self.cables.send(Box::new(port)).await.map_err(|_| io::ErrorKind::NotConnected.into())
    }

    /// Is a network printer on a socket, until the socket fails.
    pub async fn serve_tcp(self, listener: TcpListener) -> io::Result<()> {
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            if self.attach(stream).await.is_err() {
                tracing::debug!("a connection to an unplugged virtual printer was dropped");
            }
        }
    }

    /// Changes the roll, or takes it away.
    pub fn set_paper(&self, paper: Paper) {
        self.change(|now| {
            now.paper = paper;
            now.paper_left = None;
        });
    }

    /// Lets the roll end after so many more dots.
    pub fn end_paper_after(&self, dots: usize) {
        self.change(|now| now.paper_left = Some(dots));
    }

    /// Opens or closes the cover.
    pub fn set_cover(&self, cover: Cover) {
        self.change(|now| now.cover = cover);
    }

    /// Breaks something, or mends it.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.change(|now| now.fault = fault);
    }

    /// Makes it call itself another model, and another one of its kind.
    pub fn set_name(&self, model: &str, serial_number: &str) {
        let (model, serial_number) = (model.to_owned(), serial_number.to_owned());
        self.change(|now| now.name = Name { model, serial_number });
    }

    /// Pulls the cable, or lets it be plugged in again.
    pub fn set_plug(&self, plug: Plug) {
        self.change(|now| now.plug = plug);
    }

    /// What came out; can be awaited.
    pub fn printed(&self) -> watch::Receiver<Printed> {
        self.printed.clone()
    }

    fn change(&self, change: impl FnOnce(&mut Conditions)) {
        self.conditions.send_modify(change);
    }
}

/// Where slips fall.
struct Tray {
    dir: PathBuf,
    next: usize,
    printed: watch::Sender<Printed>,
}

impl Tray {
    async fn take(&mut self, slip: &Bitmap) -> io::Result<()> {
        loop {
            let path = self.dir.join(format!("slip-{:04}.png", self.next));
            self.next += 1;
            let mut file = match OpenOptions::new().write(true).create_new(true).open(&path).await {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                opened => opened?,
            };
            file.write_all(&slip.to_png()).await?;
            file.flush().await?;
            self.printed.send_modify(|printed| {
                printed.slips += 1;
                printed.last = Some(path);
            });
            return Ok(());
        }
    }
}

fn last_number(dir: &Path) -> io::Result<usize> {
    let mut last = 0;
    for entry in std::fs::read_dir(dir)? {
        let name = entry?.file_name();
        let number =
            name.to_str().and_then(|name| name.strip_prefix("slip-")?.strip_suffix(".png")?.parse().ok());
        last = last.max(number.unwrap_or(0));
    }
    Ok(last)
}

async fn run(
    mut device: Device,
    mut cables: mpsc::Receiver<Box<dyn Port>>,
    conditions: Arc<watch::Sender<Conditions>>,
    mut tray: Tray,
) {
    let mut hand = conditions.subscribe();
    let mut cable: Option<Box<dyn Port>> = None;
    let mut buffer = [0; 1024];
    loop {
        let is_hungry = device.is_hungry();
        tokio::select! {
            plugged = cables.recv() => {
                let Some(plugged) = plugged else { return };
                device.unplugged();
                cable = Some(plugged);
            }
            read = read(&mut cable, &mut buffer), if is_hungry && cable.is_some() => match read {
                Ok(0) | Err(_) => {
                    device.unplugged();
                    cable = None;
                }
                Ok(count) => {
                    let now = conditions.borrow().clone();
                    device.receive(&buffer[..count], &now);
                }
            },
            changed = hand.changed() => {
                if changed.is_err() {
                    return;
                }
            }
        }
        let mut slips = Vec::new();
        conditions.send_if_modified(|now| {
            let before = now.paper;
            slips = device.work(now);
            now.paper != before
        });
        match conditions.borrow().plug {
            Plug::In => {}
            Plug::Out => {
                if cable.take().is_some() {
                    device.unplugged();
                }
            }
            Plug::Off => {
                cable = None;
                device.switched_off();
            }
        }
        for slip in slips {
            if let Err(error) = tray.take(&slip).await {
                tracing::error!(%error, "a virtual slip could not be kept");
            }
        }
        let answers = device.take_answers();
        if let Some(port) = &mut cable
            && port.write_all(&answers).await.is_err()
        {
            device.unplugged();
            cable = None;
        }
    }
}

async fn read(cable: &mut Option<Box<dyn Port>>, buffer: &mut [u8]) -> io::Result<usize> {
    match cable {
        Some(port) => port.read(buffer).await,
        None => std::future::pending().await,
    }
}
