//! The newest view of each screen, encoded once and shared by all who watch it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use goiso_protocol::{FromHub, encode};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::core::{Hub, SessionId, Stale, ViewKey};

/// A view frame, ready to send; empty until the hub has built the first.
pub type Frame = Option<Utf8Bytes>;

/// Which view each terminal gets where somebody has a seat.
pub type SeatKeys = Arc<BTreeMap<SessionId, ViewKey>>;

/// Where clients find their view.
#[derive(Debug, Clone)]
pub struct ViewChannels {
    receivers: Arc<BTreeMap<ViewKey, watch::Receiver<Frame>>>,
    seats: watch::Receiver<SeatKeys>,
}

impl ViewChannels {
    /// The channel of a view; none if the configuration has no such screen.
    pub fn watch(&self, key: &ViewKey) -> Option<watch::Receiver<Frame>> {
        self.receivers.get(key).cloned()
    }

    /// Which view each terminal gets, and every change of it.
    pub fn seats(&self) -> watch::Receiver<SeatKeys> {
        self.seats.clone()
    }
}

/// The core loop's side of the channels.
#[derive(Debug)]
pub struct ViewSenders {
    senders: BTreeMap<ViewKey, watch::Sender<Frame>>,
    seats: watch::Sender<SeatKeys>,
    revision: u64,
}

/// Channels for all screens of the configuration.
pub fn view_channels(hub: &Hub) -> (ViewSenders, ViewChannels) {
    let (senders, receivers) = hub
        .view_keys()
        .into_iter()
        .map(|key| {
            let (sender, receiver) = watch::channel(None);
            ((key.clone(), sender), (key, receiver))
        })
        .unzip();
    let (seats, seats_told) = watch::channel(SeatKeys::default());
    let senders = ViewSenders { senders, seats, revision: 0 };
    (senders, ViewChannels { receivers: Arc::new(receivers), seats: seats_told })
}

impl ViewSenders {
    /// Tells the terminals which view each of them gets.
    pub fn send_seats(&self, hub: &Hub) {
        self.seats.send_replace(Arc::new(hub.seat_keys()));
    }

    /// Builds and sends every view that `stale` names.
    pub fn send(&mut self, hub: &Hub, stale: &Stale, now: Timestamp) {
        if stale.is_nothing() {
            return;
        }
        self.revision += 1;
        let views = hub.views_at(now);
        for (key, sender) in &self.senders {
            if !stale.has(key) {
                continue;
            }
            let Some(view) = views.view(key) else { continue };
            let frame = FromHub::View { epoch: hub.epoch().to_owned(), revision: self.revision, now, view };
            sender.send_replace(Some(encode(&frame).into()));
        }
    }
}
