//! One task owns one bus: it is the only master and keeps every display showing what was ordered.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use goiso_model::DeviceName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, sleep_until, timeout};

use super::bus::{Bus, Change, Job, LedState, Orders};
use super::frame::{Answer, Frame, THINKING_MAX};
use super::keypads::BusKeypad;
use super::modbus::{Echo, Reply};
use super::show::{BRIGHTNESS_FULL, LedDisplay, LedShow};
use super::simulator::LedSimulator;
use crate::keypad::KeyPress;
use crate::port::{Failure, Port, Reconnecting, now, open_serial, unplugged, wire_time, write_within};

/// More bytes than this in one reply are noise.
const REPLY_BYTES_MAX: usize = 512;
/// What is counted as the speed of a bus without one.
const VIRTUAL_BAUD: u32 = 9600;

/// Where a bus is.
#[derive(Debug, Clone)]
pub enum LedBusTarget {
    /// A serial port with an RS-485 adapter, 8N1. Give the name under `/dev/serial/by-id`.
    Serial {
        /// The device file.
        path: String,
        /// Bits a second.
        baud: u32,
    },
    /// The displays inside this process.
    Virtual(LedSimulator),
}

/// One bus and its displays.
#[derive(Debug, Clone)]
pub struct LedBusConfig {
    /// Its name in events.
    pub name: DeviceName,
    /// Where it is.
    pub target: LedBusTarget,
    /// Whether it sends our own frames back.
    pub echo: Echo,
    /// What hangs on it.
    pub displays: Vec<LedDisplay>,
    /// The keypads between them.
    pub keypads: Vec<BusKeypad>,
}

/// What a bus's task tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedEvent {
    /// A display answers now, or no longer.
    StateChanged {
        /// Which bus.
        bus: DeviceName,
        /// The display's address.
        display: u8,
        /// The new state.
        state: LedState,
    },
    /// A keypad answers now, or no longer.
    KeypadChanged {
        /// Which keypad.
        keypad: DeviceName,
        /// The new state.
        state: LedState,
    },
    /// A key of a keypad was pressed.
    Pressed(KeyPress),
}

/// Gives orders to a bus. When the last handle is dropped, the displays go dark and the task ends.
#[derive(Debug, Clone)]
pub struct LedBusHandle {
    orders: watch::Sender<Orders>,
}

impl LedBusHandle {
    /// Orders a show. Never waits: a newer order for the same display replaces one that was not sent yet.
    /// An address that is not on the bus is ignored.
    pub fn show(&self, address: u8, show: LedShow) {
        self.orders.send_modify(|orders| {
            let number = orders.shows.get(&address).map_or(1, |(number, _)| number + 1);
            orders.shows.insert(address, (number, show));
        });
    }

    /// Makes all displays that can do so as bright as this: percent, 1 to 100.
    pub fn dim(&self, percent: u8) {
        self.orders.send_modify(|orders| orders.brightness = percent.clamp(1, BRIGHTNESS_FULL));
    }
}

/// Starts a bus's task on the current runtime. It ends, too, when nobody receives its events.
pub fn spawn_bus(config: LedBusConfig, events: mpsc::Sender<LedEvent>) -> LedBusHandle {
    let (orders, wanted) = watch::channel(Orders::default());
    let bus = Bus::new(&config.displays, &config.keypads, now());
    tokio::spawn(Driver { config, bus, wanted, events }.run());
    LedBusHandle { orders }
}

struct Driver {
    config: LedBusConfig,
    bus: Bus,
    wanted: watch::Receiver<Orders>,
    events: mpsc::Sender<LedEvent>,
}

/// Why a connection ended.
enum End {
    /// The port is gone.
    Lost(io::Error),
    /// Nobody gives orders or wants events any more.
    Stopped,
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

impl Driver {
    async fn run(mut self) {
        let mut tries = Reconnecting::default();
        loop {
            let error = match open(&self.config.target) {
                Ok(port) => {
                    tries.opened(now());
                    match self.serve(port).await {
                        Err(End::Stopped) => return,
                        Err(End::Lost(error)) => error,
                    }
                }
                Err(error) => error,
            };
            if tries.failed(now()) == Failure::First {
                tracing::warn!(bus = %self.config.name, %error, "a bus of displays cannot be reached");
            }
            self.bus.lost(now());
            if self.publish().await.is_err() {
                return;
            }
            if self.is_stopped_during(tries.wait()).await {
                return;
            }
        }
    }

    /// Waits; true when there will be no more orders.
    async fn is_stopped_during(&mut self, wait: Duration) -> bool {
        let stopped = async { while self.wanted.changed().await.is_ok() {} };
        timeout(wait, stopped).await.is_ok()
    }

    async fn serve(&mut self, mut port: Box<dyn Port>) -> Result<Infallible, End> {
        let mut noise = [0; 64];
        loop {
            self.publish().await?;
            // A bus that is never idle, because it has keypads, must notice the end, too.
            if self.wanted.has_changed().is_err() {
                self.go_dark(&mut port).await?;
                return Err(End::Stopped);
            }
            let orders = self.wanted.borrow_and_update().clone();
            self.bus.order(&orders, now());
            if let Some(job) = self.bus.next(now()) {
                self.work(&mut port, job).await?;
                continue;
            }
            let deadline = self.bus.next_deadline(now());
            tokio::select! {
                // An end is noticed above.
                _ = self.wanted.changed() => {}
                // Nobody may speak unasked: what arrives is noise, and the end is the unplugged port.
                read = port.read(&mut noise) => some(read?)?,
                () = sleep_until(deadline.unwrap_or_else(now)), if deadline.is_some() => {}
            }
        }
    }

    async fn go_dark(&self, port: &mut Box<dyn Port>) -> Result<(), End> {
        for blank in self.bus.blank_all() {
            self.write(port, &blank.bytes).await?;
            sleep(self.gap(&blank) + wire_time(blank.bytes.len(), self.baud()) + THINKING_MAX).await;
        }
        Ok(())
    }

    /// A port that takes no bytes hangs, and is given up: waiting for it would hold up every display.
    async fn write(&self, port: &mut Box<dyn Port>, bytes: &[u8]) -> Result<(), End> {
        let within = write_within(bytes.len(), self.baud());
        timeout(within, port.write_all(bytes)).await.map_err(io::Error::from)??;
        Ok(())
    }

    async fn work(&mut self, port: &mut Box<dyn Port>, job: Job) -> Result<(), End> {
        let mut last = Reply::Done;
        for frame in job.frames() {
            match self.transact(port, frame).await? {
                None => {
                    self.bus.unanswered(&job, now());
                    return Ok(());
                }
                Some(Reply::Exception(code)) => {
                    if self.bus.is_news(&job) {
                        tracing::warn!(bus = %self.config.name, address = self.bus.address(&job), code, "a device refused a frame");
                    }
                    self.bus.unanswered(&job, now());
                    return Ok(());
                }
                Some(reply) => last = reply,
            }
        }
        self.bus.answered(job, &last, now());
        Ok(())
    }

    /// Sends a frame and waits for what its protocol says.
    async fn transact(&self, port: &mut Box<dyn Port>, frame: &Frame) -> Result<Option<Reply>, End> {
        discard_input(port).await?;
        self.write(port, &frame.bytes).await?;
        let reply = match &frame.answer {
            Answer::Never => {
                // Until it has left, the line is ours.
                sleep(wire_time(frame.bytes.len(), self.baud())).await;
                Some(Reply::Done)
            }
            Answer::Modbus(_) | Answer::Onbon { .. } | Answer::OnbonEither { .. } | Answer::Exact { .. } => {
                let n_bytes = frame.bytes.len() * 2 + frame.answer_bytes();
                let wait = frame.thinking_max() + wire_time(n_bytes, self.baud());
                timeout(wait, self.reply(port, frame)).await.ok().transpose()?
            }
        };
        sleep(self.gap(frame)).await;
        Ok(reply)
    }

    async fn reply(&self, port: &mut Box<dyn Port>, frame: &Frame) -> Result<Reply, End> {
        let mut heard = Vec::new();
        let mut buffer = [0; 256];
        loop {
            let count = port.read(&mut buffer).await?;
            some(count)?;
            heard.extend_from_slice(&buffer[..count]);
            heard.drain(..heard.len().saturating_sub(REPLY_BYTES_MAX));
            if let Some(reply) = frame.find_reply(&heard, self.config.echo) {
                return Ok(reply);
            }
        }
    }

    /// Silence after a frame: 3.5 characters of 11 bits, fixed from 19200 on ("MODBUS over serial line", 2.5.1.1),
    /// and what the device itself needs.
    fn gap(&self, frame: &Frame) -> Duration {
        let silence = match self.baud() {
            baud if baud >= 19_200 => Duration::from_micros(1750),
            baud => Duration::from_micros(38_500_000 / u64::from(baud.max(1))),
        };
        silence + frame.settle
    }

    fn baud(&self) -> u32 {
        match &self.config.target {
            LedBusTarget::Serial { baud, .. } => *baud,
            LedBusTarget::Virtual(_) => VIRTUAL_BAUD,
        }
    }

    async fn publish(&mut self) -> Result<(), End> {
        for change in self.bus.take_changes() {
            let event = match change {
                Change::Display(display, state) => {
                    LedEvent::StateChanged { bus: self.config.name.clone(), display, state }
                }
                Change::Keypad(keypad, state) => LedEvent::KeypadChanged { keypad, state },
                Change::Pressed(press) => LedEvent::Pressed(press),
            };
            self.events.send(event).await.map_err(|_| End::Stopped)?;
        }
        Ok(())
    }
}

/// Throws away what came late: the answer to an older frame can look like the answer to the next.
async fn discard_input(port: &mut Box<dyn Port>) -> Result<(), End> {
    let mut late = [0; 256];
    loop {
        tokio::select! {
            biased;
            read = port.read(&mut late) => some(read?)?,
            () = std::future::ready(()) => return Ok(()),
        }
    }
}

/// An unplugged serial port reads nothing, at once and for ever: it is gone.
fn some(count: usize) -> Result<(), End> {
    if count == 0 { Err(End::Lost(unplugged())) } else { Ok(()) }
}

fn open(target: &LedBusTarget) -> io::Result<Box<dyn Port>> {
    match target {
        LedBusTarget::Serial { path, baud } => open_serial(path, *baud),
        LedBusTarget::Virtual(simulator) => Ok(Box::new(simulator.connect()?)),
    }
}
