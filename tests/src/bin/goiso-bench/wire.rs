//! A websocket client by hand: a connection, a buffer, and no more, so that ten thousand of them leave the
//! processors to the hub. Frames of RFC 6455; the hub never splits a message.

use std::net::SocketAddr;

use anyhow::{Context as _, bail, ensure};
use goiso_protocol::{ToHub, VERSION, encode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const TEXT: u8 = 0x1;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;

pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// How much of the buffer has been handed out.
    taken: usize,
}

impl Client {
    /// A session that the hub has welcomed.
    pub(crate) async fn connect(
        address: SocketAddr,
        device: &str,
        role: goiso_protocol::Role,
    ) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut client = Self { stream, buffer: Vec::new(), taken: 0 };
        // The key is that of RFC 6455, section 1.3; the bench does not check the answer to it.
        let upgrade = "GET /ws HTTP/1.1\r\nhost: hub\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
            sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        client.stream.write_all(upgrade.as_bytes()).await?;
        let end = loop {
            if let Some(at) = client.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            client.read_more().await?;
        };
        ensure!(client.buffer.starts_with(b"HTTP/1.1 101"), "the hub does not speak websocket");
        client.taken = end;
        let device = goiso_model::DeviceName::new(device)?;
        client.send(&encode(&ToHub::Hello { version: VERSION, device, role, resume: None })).await?;
        let welcome = client.next_text().await?;
        ensure!(welcome.contains(r#""type":"welcome""#), "not welcome: {welcome}");
        Ok(client)
    }

    pub(crate) async fn send(&mut self, text: &str) -> anyhow::Result<()> {
        self.send_frame(TEXT, text.as_bytes()).await
    }

    /// The next text; pings on the way are answered.
    pub(crate) async fn next_text(&mut self) -> anyhow::Result<&str> {
        loop {
            let (opcode, from, to) = self.next_frame().await?;
            self.taken = to;
            match opcode {
                TEXT => return Ok(std::str::from_utf8(&self.buffer[from..to])?),
                PING => self.send_frame(PONG, &[]).await?,
                PONG => {}
                _ => bail!("the hub closed: {}", String::from_utf8_lossy(&self.buffer[from..to])),
            }
        }
    }

    /// The answer to a request.
    pub(crate) async fn answer(&mut self, id: &str) -> anyhow::Result<String> {
        let marked = format!(r#""id":"{id}""#);
        loop {
            let text = self.next_text().await?;
            ensure!(!text.contains(r#""type":"error""#), "{text}");
            if text.contains(r#""type":"answer""#) && text.contains(&marked) {
                return Ok(text.to_owned());
            }
        }
    }

    /// Where the next frame's content lies in the buffer.
    async fn next_frame(&mut self) -> anyhow::Result<(u8, usize, usize)> {
        loop {
            if let Some(frame) = frame(&self.buffer, self.taken) {
                return Ok(frame);
            }
            self.buffer.drain(..self.taken);
            self.taken = 0;
            self.read_more().await?;
        }
    }

    async fn read_more(&mut self) -> anyhow::Result<()> {
        ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the hub hung up");
        Ok(())
    }

    /// Masked with zeros, which changes nothing.
    async fn send_frame(&mut self, opcode: u8, content: &[u8]) -> anyhow::Result<()> {
        let mut frame = vec![0x80 | opcode];
        match content.len() {
            short @ 0..126 => frame.push(0x80 | u8::try_from(short).expect("under 126")),
            long => {
                frame.push(0x80 | 0x7E);
                frame.extend(u16::try_from(long).context("a wish is small")?.to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(content);
        self.stream.write_all(&frame).await?;
        Ok(())
    }
}

/// Opcode, begin and end of the frame that begins at `at`, if it is all there. The hub's frames are not masked.
fn frame(buffer: &[u8], at: usize) -> Option<(u8, usize, usize)> {
    let head = buffer.get(at..at + 2)?;
    let (length, from) = match head[1] & 0x7F {
        126 => (usize::from(u16::from_be_bytes(buffer.get(at + 2..at + 4)?.try_into().ok()?)), at + 4),
        127 => (
            usize::try_from(u64::from_be_bytes(buffer.get(at + 2..at + 10)?.try_into().ok()?)).ok()?,
            at + 10,
        ),
        short => (usize::from(short), at + 2),
    };
    let to = from + length;
    (buffer.len() >= to).then_some((head[0] & 0x0F, from, to))
}
