//! The session, and which ports are open in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use goiso_client::{Client, ClientError, LinkEvent};
use goiso_model::DeviceName;
use goiso_protocol::{PortNews, PortOrder, Role, ToHub};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

use crate::gate::Gate;
use crate::port;

/// Writes of one port that have not left: more than the hub may send ahead.
const WRITES_WAITING_MAX: usize = 64;
/// News that wait to be told; a port waits with further ones.
const NEWS_WAITING_MAX: usize = 64;

/// What a port's task tells: of which printer, which opening of it, and what.
pub(crate) type Told = (DeviceName, u64, PortNews);

/// A port that the hub has opened.
struct Open {
    connection: u64,
    writes: mpsc::Sender<Vec<u8>>,
    task: JoinHandle<()>,
}

struct Agent {
    client: Client,
    gate: Gate,
    open: BTreeMap<DeviceName, Open>,
    news: mpsc::Sender<Told>,
}

/// Serves the hub at `url` (`ws://HOST:PORT/ws`) as the agent of this kiosk; while the hub has a port open, nobody else comes
/// through the gate. Goes on until it is dropped; an error means that it could not begin.
pub async fn run(url: &str, kiosk: DeviceName, gate: Gate) -> Result<(), ClientError> {
    let woken = Arc::new(Notify::new());
    let wake = Arc::clone(&woken);
    let client = Client::start(url, kiosk, Role::Agent, move || wake.notify_one())?;
    let (news, mut told) = mpsc::channel(NEWS_WAITING_MAX);
    let mut agent = Agent { client, gate, open: BTreeMap::new(), news };
    loop {
        tokio::select! {
            () = woken.notified() => {
                for event in agent.client.poll() {
                    agent.hear(event);
                }
            }
            Some((printer, connection, news)) = told.recv() => agent.tell(printer, connection, news),
        }
    }
}

impl Agent {
    fn hear(&mut self, event: LinkEvent) {
        match event {
            LinkEvent::Port { printer, connection, order } => self.obey(printer, connection, order),
            LinkEvent::Up => tracing::info!("the hub is there"),
            // It opens its ports anew when it is back.
            LinkEvent::Down { .. } => {
                tracing::warn!("the hub is not heard, its ports are closed");
                self.open.clear();
            }
            LinkEvent::NotAccepted { code, message } => {
                tracing::error!(
                    ?code,
                    message,
                    "the hub does not take this agent: has its file a printer at this kiosk?"
                );
                self.open.clear();
            }
            LinkEvent::View(_) | LinkEvent::Answer { .. } => {}
        }
    }

    fn obey(&mut self, printer: DeviceName, connection: u64, order: PortOrder) {
        match order {
            PortOrder::Open { path, baud } => {
                tracing::info!(%printer, path, baud, "opening a port");
                let before = self.open.remove(&printer);
                let (writes, queue) = mpsc::channel(WRITES_WAITING_MAX);
                let news = self.news.clone();
                let of_task = (printer.clone(), connection);
                let gate = self.gate.clone();
                let task = tokio::spawn(async move {
                    if let Some(before) = before {
                        before.end().await;
                    }
                    let _held = gate.for_hub().await;
                    port::run(&path, baud, queue, of_task, news).await;
                });
                self.open.insert(printer, Open { connection, writes, task });
            }
            PortOrder::Write { data } => {
                let Some(open) = self.open.get(&printer).filter(|open| open.connection == connection) else {
                    return;
                };
                if open.writes.try_send(data).is_err() {
                    tracing::warn!(%printer, "the hub writes more than the port takes, or to a port that is gone");
                    self.open.remove(&printer);
                    let message = "the port takes no more".to_owned();
                    self.client.tell(&ToHub::Port {
                        printer,
                        connection,
                        news: PortNews::Closed { message },
                    });
                }
            }
            PortOrder::Close => {
                if self.open.get(&printer).is_some_and(|open| open.connection == connection) {
                    self.open.remove(&printer);
                }
            }
            PortOrder::Unknown => tracing::warn!(%printer, "an order of a newer hub"),
        }
    }

    fn tell(&mut self, printer: DeviceName, connection: u64, news: PortNews) {
        if self.open.get(&printer).is_none_or(|open| open.connection != connection) {
            return;
        }
        if let PortNews::Closed { message } = &news {
            tracing::warn!(%printer, message, "a port is closed");
            self.open.remove(&printer);
        }
        self.client.tell(&ToHub::Port { printer, connection, news });
    }
}

impl Open {
    /// Ends it and waits until its port is free: what was not yet written never is.
    async fn end(mut self) {
        self.task.abort();
        if let Err(error) = (&mut self.task).await
            && error.is_panic()
        {
            tracing::error!(%error, "a port's task ended unexpectedly");
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.task.abort();
    }
}
