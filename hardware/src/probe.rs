//! Asks a serial port what hangs on it, without showing, printing or changing anything.

use std::io;
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::device_file::DeviceFile;
use crate::led::{Echo, Reply, Request, onbon_ping};
use crate::port::{Port, open_serial, unplugged, wire_time, write_within};

/// What answered on a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// A slip printer, and the model it names, if it does.
    Printer {
        /// At so many bits a second.
        baud: u32,
        /// Its own word; empty where it has none.
        model: String,
    },
    /// Modbus devices: displays or keypads.
    Modbus {
        /// At so many bits a second.
        baud: u32,
        /// Their addresses.
        addresses: Vec<u8>,
    },
    /// ONBON cards.
    Onbon {
        /// At so many bits a second.
        baud: u32,
        /// Their addresses.
        addresses: Vec<u8>,
    },
}

/// Speeds in the order in which devices are found with them.
const BAUDS: [u32; 5] = [9600, 19_200, 115_200, 38_400, 57_600];
/// How long a device may think.
const THINKING_MAX: Duration = Duration::from_millis(80);
/// Through a USB adapter with a latency timer of 16 ms, there and back.
const ADAPTER: Duration = Duration::from_millis(40);
/// `DLE EOT 1` (real-time status), and what is always so in its answer: 0xx1xx10.
const PRINTER_STATUS: [u8; 3] = [0x10, 0x04, 0x01];
const STATUS_MASK: u8 = 0b1001_0011;
const STATUS_FIXED: u8 = 0b0001_0010;
/// `GS I 67` (model name), answered by `5F`, text, `00`.
const PRINTER_MODEL: [u8; 3] = [0x1d, 0x49, 0x43];
const MODEL_HEAD: u8 = 0x5f;
/// Longer, and it is no name.
const MODEL_BYTES_MAX: usize = 80;

/// Asks at each speed until something answers: a printer by its status, displays and keypads at these Modbus
/// addresses by reading register 0, ONBON cards by a ping. The first speed with an answer is the port's. Takes about
/// 0.7 s an address and speed where nothing answers. Fails where the port cannot be opened, e.g. because another
/// program holds it.
pub async fn ask_port(path: &str, addresses: RangeInclusive<u8>) -> io::Result<Option<Answered>> {
    if let Some(answered) = ask_for_printer(path).await? {
        return Ok(Some(answered));
    }
    // Only now: a printer would print the bytes of the others.
    for baud in BAUDS {
        let mut asking = Asking { port: open_serial(path, baud)?, baud };
        let found = asking.modbus(addresses.clone()).await?;
        if !found.is_empty() {
            return Ok(Some(Answered::Modbus { baud, addresses: found }));
        }
        let found = asking.onbon(addresses.clone()).await?;
        if !found.is_empty() {
            return Ok(Some(Answered::Onbon { baud, addresses: found }));
        }
    }
    Ok(None)
}

/// Asks a serial port at each speed whether it is a printer's, and which model; takes a second where nothing answers.
pub async fn ask_for_printer(path: &str) -> io::Result<Option<Answered>> {
    for baud in BAUDS {
        let mut asking = Asking { port: open_serial(path, baud)?, baud };
        if let Some(model) = asking.printer().await? {
            return Ok(Some(Answered::Printer { baud, model }));
        }
    }
    Ok(None)
}

/// Asks behind a printer's device file, such as `/dev/usb/lp0`, which model it is; empty where it has no word for it,
/// none where nothing answers.
pub async fn ask_printer_file(path: &Path) -> io::Result<Option<String>> {
    Asking { port: Box::new(DeviceFile::open(path)?), baud: FILE_BAUD }.printer().await
}

/// What a device file without a speed is counted as.
const FILE_BAUD: u32 = 115_200;

/// Whether a port can be opened now; the error says why not. Needs a tokio runtime.
pub fn can_open(path: &str, baud: u32) -> io::Result<()> {
    open_serial(path, baud).map(drop)
}

struct Asking {
    port: Box<dyn Port>,
    baud: u32,
}

impl Asking {
    async fn printer(&mut self) -> io::Result<Option<String>> {
        let is_status = |heard: &[u8]| (heard.len() == 1).then(|| heard[0] & STATUS_MASK == STATUS_FIXED);
        if self.ask(&PRINTER_STATUS, 1, is_status).await? != Some(true) {
            return Ok(None);
        }
        let model = self.ask(&PRINTER_MODEL, MODEL_BYTES_MAX, model).await?;
        Ok(Some(model.unwrap_or_default()))
    }

    async fn modbus(&mut self, addresses: RangeInclusive<u8>) -> io::Result<Vec<u8>> {
        let mut found = Vec::new();
        for address in addresses {
            let request = Request::Read { address, start: 0, count: 1 };
            // A display that cannot be read refuses, which is an answer, too.
            let reply = |heard: &[u8]| -> Option<Reply> { request.find_reply(heard, Echo::Present) };
            if self.ask_twice(&request.to_bytes(), ANSWER_BYTES, reply).await?.is_some() {
                found.push(address);
            }
        }
        Ok(found)
    }

    async fn onbon(&mut self, addresses: RangeInclusive<u8>) -> io::Result<Vec<u8>> {
        let mut found = Vec::new();
        for address in addresses {
            let (ping, answer) = onbon_ping(address);
            if self.ask_twice(&ping, ping.len(), answer).await?.is_some() {
                found.push(address);
            }
        }
        Ok(found)
    }

    /// What was on the line before can spoil the first question.
    async fn ask_twice<T>(
        &mut self,
        question: &[u8],
        answer_bytes: usize,
        understand: impl Fn(&[u8]) -> Option<T>,
    ) -> io::Result<Option<T>> {
        match self.ask(question, answer_bytes, &understand).await? {
            Some(understood) => Ok(Some(understood)),
            None => self.ask(question, answer_bytes, &understand).await,
        }
    }

    /// Sends a question, and listens for as long as its answer of at most so many bytes may take.
    async fn ask<T>(
        &mut self,
        question: &[u8],
        answer_bytes: usize,
        understand: impl Fn(&[u8]) -> Option<T>,
    ) -> io::Result<Option<T>> {
        timeout(write_within(question.len(), self.baud), self.port.write_all(question)).await??;
        // Twice the question: an adapter may send it back.
        let wait = THINKING_MAX + ADAPTER + wire_time(question.len() * 2 + answer_bytes, self.baud);
        let listened = timeout(wait, listen(&mut self.port, understand)).await;
        listened.map_or(Ok(None), |understood| understood.map(Some))
    }
}

/// The answer of one register, or a refusal.
const ANSWER_BYTES: usize = 7;

/// Reads until what was heard is understood. Noise is read past, for as long as whoever calls waits.
async fn listen<T>(port: &mut Box<dyn Port>, understand: impl Fn(&[u8]) -> Option<T>) -> io::Result<T> {
    const HEARD_BYTES_MAX: usize = 512;
    let mut heard = Vec::new();
    let mut buffer = [0; 64];
    loop {
        match port.read(&mut buffer).await? {
            0 => return Err(unplugged()),
            count => heard.extend_from_slice(&buffer[..count]),
        }
        heard.drain(..heard.len().saturating_sub(HEARD_BYTES_MAX));
        if let Some(understood) = understand(&heard) {
            return Ok(understood);
        }
    }
}

/// The text of a printer's answer to [`PRINTER_MODEL`].
fn model(heard: &[u8]) -> Option<String> {
    let begin = heard.iter().position(|&byte| byte == MODEL_HEAD)?;
    let text = heard[begin + 1..].split(|&byte| byte == 0).next()?;
    // Without the 0 it is not whole.
    (begin + 1 + text.len() < heard.len()).then(|| {
        let printable = text.iter().filter(|byte| byte.is_ascii_graphic() || **byte == b' ');
        printable.map(|&byte| char::from(byte)).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printers_model_is_its_text_up_to_the_zero() {
        assert_eq!(model(b"\x16_TM-T82\0"), Some("TM-T82".to_owned()));
        assert_eq!(model(b"_TM-T8"), None);
        assert_eq!(model(b"_\x1b\0"), Some(String::new()));
        assert_eq!(model(b"\x12"), None);
    }
}
