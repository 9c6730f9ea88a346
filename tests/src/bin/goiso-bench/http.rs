//! Just enough HTTP/1.1 to ask the hub over a connection that stays open.

use std::net::SocketAddr;

use anyhow::Context as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) struct Http {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Http {
    pub(crate) async fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<(u16, String)> {
        self.ask(format!("GET {path} HTTP/1.1\r\nhost: hub\r\n\r\n")).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &str) -> anyhow::Result<(u16, String)> {
        let length = body.len();
        let head = format!("POST {path} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\n");
        self.ask(format!("{head}content-length: {length}\r\n\r\n{body}")).await
    }

    async fn ask(&mut self, request: String) -> anyhow::Result<(u16, String)> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let head_end = loop {
            if let Some(at) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            anyhow::ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the hub hung up");
        };
        let head = std::str::from_utf8(&self.buffer[..head_end])?.to_ascii_lowercase();
        let status = head.split(' ').nth(1).context("no status")?.parse()?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.context("no length")?.trim().parse()?;
        while self.buffer.len() < head_end + length {
            anyhow::ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the hub hung up");
        }
        Ok((status, String::from_utf8(self.buffer[head_end..head_end + length].to_vec())?))
    }
}
