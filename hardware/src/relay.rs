//! A port that somebody else opens: a device that hangs on another computer.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::port::Port;

/// How long the other side may take to open the port.
const OPEN_WITHIN: Duration = Duration::from_secs(5);

/// The driver's end: it asks for a port whenever it has none.
#[derive(Debug, Clone)]
pub struct RelayLine {
    calls: mpsc::Sender<RelayCall>,
}

/// Where the driver's calls for a port come in.
#[derive(Debug)]
pub struct RelayCalls {
    calls: mpsc::Receiver<RelayCall>,
}

/// The driver waits for a port. Dropping the call tells it that there is none.
#[derive(Debug)]
pub struct RelayCall {
    reply: oneshot::Sender<Box<dyn Port>>,
}

impl RelayLine {
    /// A line, and where its calls come in.
    pub fn new() -> (Self, RelayCalls) {
        let (sender, calls) = mpsc::channel(1);
        (Self { calls: sender }, RelayCalls { calls })
    }

    pub(crate) async fn open(&self) -> io::Result<Box<dyn Port>> {
        let (reply, port) = oneshot::channel();
        let asked = async {
            self.calls.send(RelayCall { reply }).await.map_err(|_| io::ErrorKind::NotConnected)?;
            port.await.map_err(|_| io::ErrorKind::NotConnected)
        };
        Ok(timeout(OPEN_WITHIN, asked).await??)
    }
}

impl RelayCalls {
    /// The next call; none when the driver has ended.
    pub async fn next(&mut self) -> Option<RelayCall> {
        self.calls.recv().await
    }
}

impl RelayCall {
    /// Gives the driver its port. One that no longer waits drops it.
    pub fn answer(self, port: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        drop(self.reply.send(Box::new(port)));
    }

    /// Waits until the driver has stopped waiting.
    pub async fn given_up(&mut self) {
        self.reply.closed().await;
    }
}
