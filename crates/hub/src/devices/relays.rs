//! Printers at the computers of kiosks: an agent there opens the port, and the hub drives it like its own.
//!
//! One task owns one such port. The agent's session hands it what the agent tells, and takes its orders away.

use std::collections::BTreeMap;
use std::sync::Arc;

use goiso_hardware::{RelayCall, RelayCalls};
use goiso_model::DeviceName;
use goiso_protocol::{PORT_BYTES_MAX, PORT_WINDOW_BYTES, PortNews, PortOrder};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::{mpsc, watch};

/// Orders on their way to an agent: a window of writes for each of its printers, and a few words more.
const ORDERS_WAITING_MAX: usize = 256;
/// News of one port that its task has not taken yet.
const NEWS_WAITING_MAX: usize = 64;
/// Bytes that a driver may be ahead of the relay: few, because what was taken counts as sent.
const AHEAD_BYTES: usize = 256;

/// A printer's port at another computer.
#[derive(Debug, Clone)]
pub(super) struct RelayedPort {
    pub printer: DeviceName,
    pub path: String,
    pub baud: Option<u32>,
}

/// All such ports by the kiosks that they are at, not yet served.
#[derive(Debug, Default)]
pub(super) struct Relays {
    kiosks: BTreeMap<DeviceName, Vec<(RelayedPort, RelayCalls)>>,
}

impl Relays {
    pub(super) fn add(&mut self, kiosk: &DeviceName, port: RelayedPort, calls: RelayCalls) {
        self.kiosks.entry(kiosk.clone()).or_default().push((port, calls));
    }

    /// Starts a task for each port.
    pub(super) fn start(self) -> Agents {
        let mut kiosks = BTreeMap::new();
        for (kiosk, ports) in self.kiosks {
            let (line, lines) = watch::channel(None);
            let mut news = BTreeMap::new();
            for (port, calls) in ports {
                let (told, tells) = mpsc::channel(NEWS_WAITING_MAX);
                news.insert(port.printer.clone(), told);
                tokio::spawn(Relay { port, line: lines.clone(), news: tells, connection: 0 }.run(calls));
            }
            kiosks.insert(kiosk, Desk { line, news });
        }
        Agents { kiosks: Arc::new(kiosks) }
    }
}

/// Where agents come in.
#[derive(Debug, Clone, Default)]
pub struct Agents {
    kiosks: Arc<BTreeMap<DeviceName, Desk>>,
}

/// A kiosk with printers.
#[derive(Debug)]
struct Desk {
    /// The way to its agent, while it has one.
    line: watch::Sender<Option<Line>>,
    news: BTreeMap<DeviceName, mpsc::Sender<(u64, PortNews)>>,
}

#[derive(Debug, Clone)]
struct Line(mpsc::Sender<AgentOrder>);

/// What an agent is to do.
#[derive(Debug)]
pub struct AgentOrder {
    /// The printer that hangs on the port.
    pub printer: DeviceName,
    /// Which opening of it.
    pub connection: u64,
    /// What.
    pub order: PortOrder,
}

/// The session of a kiosk's agent, from its hello to its end.
#[derive(Debug)]
pub struct AgentSession {
    agents: Agents,
    kiosk: DeviceName,
    own: mpsc::WeakSender<AgentOrder>,
    orders: mpsc::Receiver<AgentOrder>,
}

impl Agents {
    /// An agent has come, in place of one that may have been there; none if no printer hangs on this kiosk.
    pub fn enter(&self, kiosk: &DeviceName) -> Option<AgentSession> {
        let desk = self.kiosks.get(kiosk)?;
        let (sender, orders) = mpsc::channel(ORDERS_WAITING_MAX);
        let own = sender.downgrade();
        desk.line.send_replace(Some(Line(sender)));
        Some(AgentSession { agents: self.clone(), kiosk: kiosk.clone(), own, orders })
    }
}

impl AgentSession {
    /// The next order; none once another agent has come in this one's place.
    pub async fn next(&mut self) -> Option<AgentOrder> {
        self.orders.recv().await
    }

    /// Passes on what the agent tells of a port; what no port of ours is concerns nobody.
    pub async fn tell(&self, printer: &DeviceName, connection: u64, news: PortNews) {
        let told = self.agents.kiosks.get(&self.kiosk).and_then(|desk| desk.news.get(printer));
        if let Some(told) = told {
            // The port's task has ended: the hub is stopping.
            drop(told.send((connection, news)).await);
        }
    }
}

impl Drop for AgentSession {
    fn drop(&mut self) {
        let Some(desk) = self.agents.kiosks.get(&self.kiosk) else { return };
        desk.line.send_if_modified(|line| {
            let own = self.own.upgrade();
            let is_ours = matches!((&*line, &own), (Some(Line(now)), Some(own)) if now.same_channel(own));
            if is_ours {
                *line = None;
            }
            is_ours
        });
    }
}

/// One port's task.
struct Relay {
    port: RelayedPort,
    line: watch::Receiver<Option<Line>>,
    news: mpsc::Receiver<(u64, PortNews)>,
    connection: u64,
}

/// The agent is gone, or has lost the port.
struct Lost;

impl Relay {
    async fn run(mut self, mut calls: RelayCalls) {
        // An agent may still tell of a port that an earlier run of the hub had opened.
        self.connection = u64::from(getrandom::u32().unwrap_or_default()) << 16;
        while let Some(call) = calls.next().await {
            self.connection += 1;
            // The driver hears of it by the end of its port, and calls again.
            drop(self.serve(call).await);
        }
    }

    async fn serve(&mut self, mut call: RelayCall) -> Result<(), Lost> {
        let line = tokio::select! {
            line = self.line.wait_for(Option::is_some) => line.map_err(|_| Lost)?.clone().ok_or(Lost)?,
            () = call.given_up() => return Ok(()),
        };
        let RelayedPort { path, baud, .. } = self.port.clone();
        self.order(&line, PortOrder::Open { path, baud })?;
        loop {
            let news = tokio::select! {
                news = self.hear() => news?,
                () = call.given_up() => return self.order(&line, PortOrder::Close),
            };
            match news {
                PortNews::Opened => break,
                PortNews::Closed { message } => {
                    tracing::debug!(printer = %self.port.printer, message, "the agent cannot open the port");
                    return Err(Lost);
                }
                PortNews::Read { .. } | PortNews::Written { .. } | PortNews::Unknown => {}
            }
        }
        let (near, far) = duplex(AHEAD_BYTES);
        call.answer(near);
        self.carry(&line, far).await
    }

    /// Carries bytes both ways until one side ends.
    async fn carry(&mut self, line: &Line, far: DuplexStream) -> Result<(), Lost> {
        let (mut from_driver, mut to_driver) = tokio::io::split(far);
        let mut window = PORT_WINDOW_BYTES;
        let mut buffer = [0; PORT_BYTES_MAX];
        loop {
            let room = window.min(PORT_BYTES_MAX);
            tokio::select! {
                read = from_driver.read(&mut buffer[..room]), if room > 0 => match read {
                    Ok(0) | Err(_) => return self.order(line, PortOrder::Close),
                    Ok(count) => {
                        window -= count;
                        self.order(line, PortOrder::Write { data: buffer[..count].to_vec() })?;
                    }
                },
                news = self.hear() => match news? {
                    PortNews::Read { data } => to_driver.write_all(&data).await.map_err(|_| Lost)?,
                    PortNews::Written { bytes } => {
                        window = PORT_WINDOW_BYTES.min(window.saturating_add(bytes as usize));
                    }
                    PortNews::Closed { message } => {
                        tracing::info!(printer = %self.port.printer, message, "the agent has lost the port");
                        return Err(Lost);
                    }
                    PortNews::Opened | PortNews::Unknown => {}
                },
            }
        }
    }

    /// News of this connection, until the agent goes or another one comes.
    async fn hear(&mut self) -> Result<PortNews, Lost> {
        loop {
            tokio::select! {
                changed = self.line.changed() => {
                    // What the next call finds must be the line that is there now.
                    drop(changed);
                    return Err(Lost);
                }
                news = self.news.recv() => {
                    let (connection, news) = news.ok_or(Lost)?;
                    if connection == self.connection {
                        return Ok(news);
                    }
                }
            }
        }
    }

    /// Never waits: the window keeps orders fewer than there is room for.
    fn order(&self, Line(orders): &Line, order: PortOrder) -> Result<(), Lost> {
        let (printer, connection) = (self.port.printer.clone(), self.connection);
        orders.try_send(AgentOrder { printer, connection, order }).map_err(|_| Lost)
    }
}
