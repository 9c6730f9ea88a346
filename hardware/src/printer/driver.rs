//! One task owns one printer: it keeps the connection, knows the state, prints one slip at a time.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use goiso_model::DeviceName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, sleep_until, timeout};

use super::event::PrinterEvent;
use super::fate::JobId;
use super::file;
use super::outlet::{Outlet, Stopped};
use super::press::SlipSetup;
use super::profile::Profile;
use super::session::{Happening, Naming, Past, Session, Wire};
use super::slip::SlipContent;
use super::status::PrinterState;
use super::virtual_printer::VirtualPrinter;
use crate::device_file::DeviceFile;
use crate::port::{Port, backoff, now, open_serial};
use crate::relay::RelayLine;
use crate::usb::{UsbId, open_usb};

/// Slips that may wait in a printer's queue; more are refused.
pub const QUEUED_SLIPS_MAX: usize = 8;
/// A printer in the same building answers a connection within this.
const CONNECT_MAX: Duration = Duration::from_secs(3);

/// Where a printer is.
#[derive(Debug, Clone)]
pub enum PrinterTarget {
    /// A network printer, usually on port 9100.
    Tcp {
        /// Name or address.
        host: String,
        /// TCP port.
        port: u16,
    },
    /// A serial port, 8N1. Give the name under `/dev/serial/by-id`, which survives unplugging.
    Serial {
        /// The device file.
        path: String,
        /// Bits a second.
        baud: u32,
    },
    /// A USB printer by its numbers: the one that is plugged in, wherever.
    Usb(UsbId),
    /// Below `/dev` a device file such as `/dev/usb/lp0`, which answers; else bytes are appended to a file, and
    /// what is written and synced counts as printed.
    File {
        /// The file, made when missing; a device file is waited for.
        path: PathBuf,
    },
    /// A port of another computer.
    Relay {
        /// Who opens it.
        line: RelayLine,
        /// Bits a second on its serial line; none where it has no such speed.
        baud: Option<u32>,
    },
    /// The printer inside this process.
    Virtual(VirtualPrinter),
}

/// One printer.
#[derive(Debug, Clone)]
pub struct PrinterConfig {
    /// Its name in events.
    pub name: DeviceName,
    /// Where it is.
    pub target: PrinterTarget,
    /// What it can do, as far as is known.
    pub profile: Profile,
    /// Whether its own name says better.
    pub naming: Naming,
    /// Whether a slip may have been under way to it before.
    pub past: Past,
    /// What its slips look like.
    pub slips: SlipSetup,
}

/// Why a slip was not taken; nothing will be printed and no fate follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrintRefusal {
    /// [`QUEUED_SLIPS_MAX`] slips are waiting.
    #[error("the printer's queue is full")]
    QueueFull,
    /// The printer is in a state in which it cannot print.
    #[error("the printer cannot print: {0:?}")]
    State(PrinterState),
    /// The printer's task has ended.
    #[error("the printer was stopped")]
    Stopped,
}

/// Hands slips to a printer's task. The task ends when the last handle is dropped and the last slip has its fate.
#[derive(Debug, Clone)]
pub struct PrinterHandle {
    jobs: mpsc::Sender<(JobId, SlipContent)>,
    state: watch::Receiver<PrinterState>,
}

impl PrinterHandle {
    /// Hands in a slip without waiting. `Ok` means that a [`PrinterEvent::Job`] will follow.
    pub fn print(&self, job: JobId, slip: SlipContent) -> Result<(), PrintRefusal> {
        let state = self.state();
        if !state.can_print() {
            return Err(PrintRefusal::State(state));
        }
        self.jobs.try_send((job, slip)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => PrintRefusal::QueueFull,
            mpsc::error::TrySendError::Closed(_) => PrintRefusal::Stopped,
        })
    }

    /// The state as last heard.
    pub fn state(&self) -> PrinterState {
        *self.state.borrow()
    }
}

/// Starts a printer's task on the current runtime. It ends, too, when nobody receives its events.
pub fn spawn(config: PrinterConfig, events: mpsc::Sender<PrinterEvent>) -> PrinterHandle {
    let (jobs, queue) = mpsc::channel(QUEUED_SLIPS_MAX);
    let (state_sender, state) = watch::channel(PrinterState::Unknown);
    let outlet = Outlet::new(config.name, events, state_sender);
    match config.target {
        PrinterTarget::File { path } if !path.starts_with("/dev") => {
            tokio::spawn(file::run(path, config.profile, config.slips, queue, outlet));
        }
        PrinterTarget::Tcp { .. }
        | PrinterTarget::Serial { .. }
        | PrinterTarget::Usb(_)
        | PrinterTarget::File { .. }
        | PrinterTarget::Relay { .. }
        | PrinterTarget::Virtual(_) => {
            let wire = match config.target {
                PrinterTarget::Serial { baud, .. } | PrinterTarget::Relay { baud: Some(baud), .. } => {
                    Wire::Serial { baud }
                }
                PrinterTarget::Usb(_)
                | PrinterTarget::File { .. }
                | PrinterTarget::Relay { baud: None, .. } => Wire::Usb,
                PrinterTarget::Tcp { .. } | PrinterTarget::Virtual(_) => Wire::Stream,
            };
            let session = Session::new(config.profile, wire, config.slips);
            let session = session.naming(config.naming).beginning(config.past);
            tokio::spawn(Driver { target: config.target, session, queue, outlet }.run());
        }
    }
    PrinterHandle { jobs, state }
}

struct Driver {
    target: PrinterTarget,
    session: Session,
    queue: mpsc::Receiver<(JobId, SlipContent)>,
    outlet: Outlet,
}

impl Driver {
    async fn run(mut self) {
        let mut failures = 0;
        while let Ok(was_heard) = self.visit().await {
            failures = if was_heard { 0 } else { failures + 1 };
            let wait = sleep(backoff(failures));
            if self.outlet.refuse_during(&mut self.queue, wait).await.is_err() {
                break;
            }
        }
    }

    /// One connection, from the attempt to the loss; tells whether the printer worked in between.
    async fn visit(&mut self) -> Result<bool, Stopped> {
        let opened = self.outlet.refuse_during(&mut self.queue, open(&self.target)).await?;
        let was_heard = match opened {
            Ok(port) => self.serve(port).await?,
            Err(error) => {
                if self.session.state() != PrinterState::Gone {
                    tracing::warn!(printer = %self.outlet.printer(), %error, "cannot reach the printer");
                }
                false
            }
        };
        self.session.disconnected(now());
        self.publish().await?;
        Ok(was_heard)
    }

    async fn serve(&mut self, port: Box<dyn Port>) -> Result<bool, Stopped> {
        let (mut reader, mut writer) = tokio::io::split(port);
        let mut buffer = [0; 512];
        let mut was_heard = false;
        self.session.connected(now());
        while !self.session.is_lost() {
            self.publish().await?;
            let deadline = self.session.next_deadline();
            tokio::select! {
                // An unplugged serial port reads nothing for ever, so that is its end, as on a socket.
                read = reader.read(&mut buffer) => match read {
                    Ok(0) | Err(_) => break,
                    Ok(count) => {
                        was_heard = true;
                        self.session.received(&buffer[..count], now());
                    }
                },
                wrote = writer.write(self.session.outgoing()), if !self.session.outgoing().is_empty() => {
                    match wrote {
                        Ok(0) | Err(_) => break,
                        Ok(count) => self.session.written(count, now()),
                    }
                }
                job = self.queue.recv(), if self.session.takes_jobs() => {
                    let (job, slip) = job.ok_or(Stopped)?;
                    self.session.print(job, &slip, now());
                }
                () = sleep_until(deadline.unwrap_or_else(now)), if deadline.is_some() => {
                    self.session.tick(now());
                }
            }
        }
        Ok(was_heard)
    }

    async fn publish(&mut self) -> Result<(), Stopped> {
        for happening in self.session.take_happenings() {
            match happening {
                Happening::State(state) => self.outlet.state(state).await?,
                Happening::Held(job, state) => self.outlet.held(job, state).await?,
                Happening::Job(job, fate) => self.outlet.job(job, fate).await?,
                Happening::Kept(resident) => self.outlet.kept(resident).await?,
                Happening::Named(text, model) => self.outlet.named(text, model).await?,
                Happening::Said(answer) => self.outlet.said(answer).await?,
            }
        }
        Ok(())
    }
}

async fn open(target: &PrinterTarget) -> io::Result<Box<dyn Port>> {
    match target {
        PrinterTarget::Tcp { host, port } => {
            let stream = timeout(CONNECT_MAX, TcpStream::connect((host.as_str(), *port))).await??;
            stream.set_nodelay(true)?;
            Ok(Box::new(stream))
        }
        PrinterTarget::Serial { path, baud } => open_serial(path, *baud),
        PrinterTarget::Virtual(printer) => Ok(Box::new(printer.connect().await?)),
        PrinterTarget::Usb(id) => Ok(Box::new(open_usb(id).await?)),
        PrinterTarget::File { path } => Ok(Box::new(DeviceFile::open(path)?)),
        PrinterTarget::Relay { line, .. } => line.open().await,
    }
}
