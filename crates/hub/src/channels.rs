//! The newest view of each screen, encoded once and shared by all who watch it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use goiso_protocol::{FromHub, View, encode};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::core::{Hub, SessionId, Stale, ViewKey};

/// A view, encoded once for all who watch it.
#[derive(Debug, Clone)]
pub struct ViewFrame {
    text: Utf8Bytes,
    revision: u64,
}

impl ViewFrame {
    fn new(epoch: String, revision: u64, now: Timestamp, view: View) -> Self {
        Self { text: encode(&FromHub::View { epoch, revision, now, view }).into(), revision }
    }

    /// How often the hub had sent views before.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The frame as it was encoded.
    pub fn text(&self) -> &Utf8Bytes {
        &self.text
    }

    /// The same frame under another revision.
    pub fn numbered(&self, revision: u64) -> Utf8Bytes {
        const KEY: &str = "\"revision\":";
        let at =
            self.text.find(KEY).expect("a view has a revision, and in a text before it a quote is escaped");
        let (head, own) = self.text.split_at(at + KEY.len());
        let tail = own.trim_start_matches(|digit: char| digit.is_ascii_digit());
        format!("{head}{revision}{tail}").into()
    }
}

/// A view; none until the hub has built the first.
pub type Frame = Option<ViewFrame>;

/// Which view each terminal gets where somebody has a seat.
pub type SeatKeys = Arc<BTreeMap<SessionId, ViewKey>>;

/// Where clients find their view.
#[derive(Debug, Clone)]
pub struct ViewChannels {
    receivers: Arc<BTreeMap<ViewKey, watch::Receiver<Frame>>>,
    seats: watch::Receiver<SeatKeys>,
}

impl ViewChannels {
    #[cfg(test)]
    pub(crate) fn new(
        receivers: BTreeMap<ViewKey, watch::Receiver<Frame>>,
        seats: watch::Receiver<SeatKeys>,
    ) -> Self {
        Self { receivers: Arc::new(receivers), seats }
    }

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
            let frame = ViewFrame::new(hub.epoch().to_owned(), self.revision, now, view);
            sender.send_replace(Some(frame));
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use goiso_protocol::decode;

    use super::*;

    /// A view of a frozen frame, and what sends the next ones.
    pub(crate) fn frozen(frame: &str) -> ViewFrame {
        match decode(frame) {
            Ok(FromHub::View { epoch, revision, now, view }) => ViewFrame::new(epoch, revision, now, view),
            other => panic!("not a view: {other:?}"),
        }
    }

    #[test]
    fn a_view_under_another_revision_is_the_same_otherwise() {
        let now: Timestamp = "2026-08-03T00:36:00Z".parse().expect("a time");
        let epoch = || r#"{"revision":5} "revision":6"#.to_owned();
        for own in [0, 7, 120, u64::MAX] {
            let frame = ViewFrame::new(epoch(), own, now, View::Unknown);
            for revision in [1, 99, u64::MAX] {
                let expected = FromHub::View { epoch: epoch(), revision, now, view: View::Unknown };
                assert_eq!(decode::<FromHub>(&frame.numbered(revision)).ok(), Some(expected));
            }
        }
    }
}
