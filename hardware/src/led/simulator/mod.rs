//! Displays without tubes and keypads without keys, behind any stream of bytes.

mod display;
mod ears;

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

pub use display::SimulatedDisplay;
use ears::{Ears, Heard};

use super::keypads::{BusKeypad, Counters};
use super::modbus::{BROADCAST, Reply, Request, answer_values};
use super::onbon;
use super::show::LedDisplay;
use crate::port::wire_time;

/// Bytes in flight in the cable.
const CABLE_BYTES: usize = 1024;
/// A pause in the line that ends a broken frame; longer than on a real bus, because a busy machine stutters.
const FRAME_PAUSE: Duration = Duration::from_millis(50);

/// How a simulated device misbehaves.
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
    /// It does what it is told and answers so much later.
    Slow(Duration),
}

/// The speed of a simulated line; without one, bytes take no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulatedLine {
    /// Bits a second.
    pub baud: u32,
    /// How long a device thinks before it answers, its silence of 3.5 characters included.
    pub thinking: Duration,
}

/// The counters of a simulated keypad.
#[derive(Debug, Clone)]
struct SimulatedPad {
    keypad: BusKeypad,
    counts: Vec<u16>,
}

/// A bus with displays and keypads on it.
#[derive(Debug, Clone)]
pub struct LedSimulator {
    leds: Vec<LedDisplay>,
    line: Option<SimulatedLine>,
    displays: watch::Sender<BTreeMap<u8, SimulatedDisplay>>,
    faults: watch::Sender<BTreeMap<u8, LedFault>>,
    pads: watch::Sender<BTreeMap<u8, SimulatedPad>>,
}

impl LedSimulator {
    /// Modbus displays of characters at these addresses, all dark.
    pub fn new(addresses: impl IntoIterator<Item = u8>) -> Self {
        let map = super::RegisterMap::Characters { start: 0, width: 4 };
        let leds: Vec<_> =
            addresses.into_iter().map(|address| LedDisplay::new(address, map.into())).collect();
        Self::of(&leds, &[])
    }

    /// These displays and keypads; all dark, nothing pressed.
    pub fn of(displays: &[LedDisplay], keypads: &[BusKeypad]) -> Self {
        let dark = displays.iter().map(|led| (led.address, SimulatedDisplay::new(&led.model))).collect();
        let pads = keypads.iter().map(|keypad| {
            let counts = vec![0; keypad.keys.len()];
            (keypad.address, SimulatedPad { keypad: keypad.clone(), counts })
        });
        Self {
            leds: displays.to_vec(),
            line: None,
            displays: watch::Sender::new(dark),
            faults: watch::Sender::default(),
            pads: watch::Sender::new(pads.collect()),
        }
    }

    /// The same, where bytes and answers take their time.
    #[must_use]
    pub fn with_line(self, line: SimulatedLine) -> Self {
        Self { line: Some(line), ..self }
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
        let mut ears = Ears::new(&self.leds);
        let mut buffer = [0; 256];
        loop {
            let Ok(read) = timeout(FRAME_PAUSE, port.read(&mut buffer)).await else {
                ears.pause();
                match port.read(&mut buffer).await? {
                    0 => return Ok(()),
                    count => self.hear(&mut ears, &buffer[..count], &mut port).await?,
                }
                continue;
            };
            match read? {
                0 => return Ok(()),
                count => self.hear(&mut ears, &buffer[..count], &mut port).await?,
            }
        }
    }

    async fn hear(
        &self,
        ears: &mut Ears,
        bytes: &[u8],
        port: &mut (impl AsyncWrite + Unpin),
    ) -> io::Result<()> {
        if let Some(line) = self.line {
            sleep(wire_time(bytes.len(), line.baud)).await;
        }
        for heard in ears.take(bytes) {
            let fault = self.faults.borrow().get(&heard.address()).copied();
            if let Some(answer) = self.obey(&heard, fault) {
                if let Some(LedFault::Slow(wait)) = fault {
                    sleep(wait).await;
                }
                if let Some(line) = self.line {
                    sleep(line.thinking + wire_time(answer.len(), line.baud)).await;
                }
                port.write_all(&answer).await?;
            }
        }
        Ok(())
    }

    /// Does what a frame asks, and gives the answer to send back.
    fn obey(&self, heard: &Heard, fault: Option<LedFault>) -> Option<Vec<u8>> {
        let address = heard.address();
        let deaf =
            |own: &u8| matches!(self.faults.borrow().get(own), Some(LedFault::Mute | LedFault::Refuses));
        self.displays.send_if_modified(|displays| {
            let mut has_changed = false;
            for (own, display) in displays.iter_mut() {
                if (address == *own || address == BROADCAST) && !deaf(own) {
                    has_changed |= display.take(heard);
                }
            }
            has_changed
        });
        match fault {
            None | Some(LedFault::Slow(_)) => self.answer(address, heard),
            Some(LedFault::Mute) => None,
            Some(LedFault::Garbage) => Some(vec![0xff, address, 0x55, 0xaa, 0x10, 0x00]),
            Some(LedFault::WrongAddress) => self.answer(address, heard).map(|_| wrong_answer(heard)),
            Some(LedFault::Refuses) => self.answer(address, heard).map(|_| refusal(heard)),
        }
    }

    fn answer(&self, address: u8, heard: &Heard) -> Option<Vec<u8>> {
        if let Heard::Modbus(Request::Read { start, count, .. }) = heard {
            return self.read(address, *start, *count);
        }
        self.displays.borrow().get(&address)?;
        match heard {
            Heard::Modbus(request) => Some(request.answer()),
            Heard::Onbon { .. } => Some(onbon::answer(address, &Reply::Done)),
            Heard::Template { template, .. } => template.answer(address),
            Heard::Alpha(_) | Heard::Raw { .. } => None,
        }
    }

    fn read(&self, address: u8, start: u16, count: u16) -> Option<Vec<u8>> {
        if let Some(display) = self.displays.borrow().get(&address) {
            return Some(answer_values(address, &display.read(start, count)?));
        }
        let pads = self.pads.borrow();
        let pad = pads.get(&address)?;
        let registers: Vec<u16> = match pad.keypad.counters {
            Counters::OneARegister => pad.counts.clone(),
            Counters::TwoARegister => {
                let byte = |count: Option<&u16>| count.map_or(0, |count| count & 0xff);
                pad.counts.chunks(2).map(|two| byte(two.first()) << 8 | byte(two.get(1))).collect()
            }
        };
        let from = usize::from(start.checked_sub(pad.keypad.first_register)?);
        Some(answer_values(address, registers.get(from..from + usize::from(count))?))
    }

    /// Presses a key of a keypad, as a finger does; the key's place in the keypad's list.
    pub fn press(&self, address: u8, key_idx: usize) {
        self.pads.send_modify(|pads| {
            if let Some(count) = pads.get_mut(&address).and_then(|pad| pad.counts.get_mut(key_idx)) {
                *count = count.wrapping_add(1);
            }
        });
    }

    /// Breaks a device, or mends it.
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

/// Flips a device's address into one that is not on the bus.
const OTHER: u8 = 0x40;

fn wrong_answer(heard: &Heard) -> Vec<u8> {
    match heard {
        Heard::Modbus(request) => {
            let mut other = request.clone();
            match &mut other {
                Request::WriteOne { address, .. }
                | Request::WriteMany { address, .. }
                | Request::Read { address, .. } => *address ^= OTHER,
            }
            other.answer()
        }
        Heard::Onbon { address, .. } => onbon::answer(address ^ OTHER, &Reply::Done),
        Heard::Template { template, address, .. } => template.answer(address ^ OTHER).unwrap_or_default(),
        Heard::Alpha(_) | Heard::Raw { .. } => Vec::new(),
    }
}

fn refusal(heard: &Heard) -> Vec<u8> {
    match heard {
        Heard::Modbus(request) => request.refusal(2),
        Heard::Onbon { address, .. } => onbon::answer(*address, &Reply::Exception(2)),
        Heard::Template { .. } | Heard::Alpha(_) | Heard::Raw { .. } => vec![0x15],
    }
}

#[cfg(test)]
mod tests;
