//! Displays without tubes: Modbus slaves behind any stream of bytes.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::watch;
use tokio::time::timeout;

use super::modbus::{BROADCAST, Request, RequestParser};

/// Bytes in flight in the cable.
const CABLE_BYTES: usize = 1024;
/// A pause in the line that ends a broken frame; longer than on a real bus, because a busy machine stutters.
const FRAME_PAUSE: Duration = Duration::from_millis(50);

/// What one simulated display has in its registers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SimulatedDisplay {
    /// All registers that were ever written.
    pub registers: BTreeMap<u16, u16>,
    /// How often it was written to.
    pub writes: u64,
}

impl SimulatedDisplay {
    /// Its registers as characters, in order, without the white around.
    pub fn text(&self) -> String {
        let letters: String = self
            .registers
            .values()
            .map(|&value| char::from_u32(u32::from(value)).filter(char::is_ascii).unwrap_or('?'))
            .collect();
        letters.trim().to_owned()
    }
}

/// How a simulated display misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedFault {
    /// It hears nothing and says nothing, as without supply.
    Mute,
    /// It does what it is told and answers with noise.
    Garbage,
    /// It answers in another's name.
    WrongAddress,
    /// It refuses every frame (exception 2).
    Refuses,
}

/// A bus with displays on it.
#[derive(Debug, Clone)]
pub struct LedSimulator {
    displays: watch::Sender<BTreeMap<u8, SimulatedDisplay>>,
    faults: watch::Sender<BTreeMap<u8, LedFault>>,
}

impl LedSimulator {
    /// Displays at these addresses, all dark.
    pub fn new(addresses: impl IntoIterator<Item = u8>) -> Self {
        let displays = addresses.into_iter().map(|address| (address, SimulatedDisplay::default())).collect();
        Self { displays: watch::Sender::new(displays), faults: watch::Sender::default() }
    }

    /// Plugs a cable in, on the current runtime.
    pub fn connect(&self) -> io::Result<DuplexStream> {
        let (near, far) = duplex(CABLE_BYTES);
        let simulator = self.clone();
        tokio::spawn(async move {
            if let Err(error) = simulator.serve(far).await {
                tracing::debug!(%error, "a simulated bus lost its cable");
            }
        });
        Ok(near)
    }

    /// Answers on a port until it ends.
    pub async fn serve(self, mut port: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
        let mut parser = RequestParser::default();
        let mut buffer = [0; 256];
        loop {
            let Ok(read) = timeout(FRAME_PAUSE, port.read(&mut buffer)).await else {
                parser.pause();
                match port.read(&mut buffer).await? {
                    0 => return Ok(()),
                    count => self.hear(&mut parser, &buffer[..count], &mut port).await?,
                }
                continue;
            };
            match read? {
                0 => return Ok(()),
                count => self.hear(&mut parser, &buffer[..count], &mut port).await?,
            }
        }
    }

    async fn hear(
        &self,
        parser: &mut RequestParser,
        bytes: &[u8],
        port: &mut (impl AsyncWrite + Unpin),
    ) -> io::Result<()> {
        for request in parser.take(bytes) {
            if let Some(answer) = self.obey(&request) {
                port.write_all(&answer).await?;
            }
        }
        Ok(())
    }

    /// Does what a frame asks, and gives the answer to send back.
    fn obey(&self, request: &Request) -> Option<Vec<u8>> {
        let address = request.address();
        let faults = self.faults.borrow().clone();
        self.displays.send_modify(|displays| {
            for (_, display) in displays.iter_mut().filter(|(own, _)| {
                (address == **own || address == BROADCAST)
                    && !matches!(faults.get(own), Some(LedFault::Mute | LedFault::Refuses))
            }) {
                display.write(request);
            }
        });
        if !self.displays.borrow().contains_key(&address) {
            return None;
        }
        match faults.get(&address) {
            None => Some(request.answer()),
            Some(LedFault::Mute) => None,
            Some(LedFault::Garbage) => Some(vec![0xff, address, 0x55, 0xaa, 0x10, 0x00]),
            Some(LedFault::WrongAddress) => {
                let mut other = request.clone();
                match &mut other {
                    Request::WriteOne { address, .. } | Request::WriteMany { address, .. } => {
                        *address ^= 0x40;
                    }
                }
                Some(other.answer())
            }
            Some(LedFault::Refuses) => Some(request.refusal(2)),
        }
    }

    /// Breaks a display, or mends it.
    pub fn set_fault(&self, address: u8, fault: Option<LedFault>) {
        self.faults.send_modify(|faults| {
            match fault {
                Some(fault) => faults.insert(address, fault),
                None => faults.remove(&address),
            };
        });
    }

    /// What all displays show; can be awaited.
    pub fn displays(&self) -> watch::Receiver<BTreeMap<u8, SimulatedDisplay>> {
        self.displays.subscribe()
    }
}

impl SimulatedDisplay {
    fn write(&mut self, request: &Request) {
        self.writes += 1;
        match request {
            Request::WriteOne { register, value, .. } => {
                self.registers.insert(*register, *value);
            }
            Request::WriteMany { start, values, .. } => {
                for (at, value) in values.iter().enumerate() {
                    self.registers.insert(start.wrapping_add(at as u16), *value);
                }
            }
        }
    }
}
