//! What a session shows: the views of one screen, or, at a terminal, of whatever seat somebody takes there.

use axum::extract::ws::Utf8Bytes;
use tokio::sync::watch;

use crate::channels::{Frame, SeatKeys, ViewChannels};
use crate::core::{SessionId, ViewKey};

/// What a session shows.
pub(super) enum Shown {
    /// Nothing: it is an agent's.
    Nothing,
    /// One screen, for as long as it lasts.
    One(watch::Receiver<Frame>),
    /// The door, or the seat that somebody has taken.
    Seat(SeatShown),
}

/// The hub is stopping: there will be no more views.
pub(super) struct NoMoreViews;

impl Shown {
    /// One screen, beginning with how it stands; none if the configuration has no such screen.
    pub(super) fn one(views: &ViewChannels, key: &ViewKey) -> Option<Self> {
        let mut view = views.watch(key)?;
        view.mark_changed();
        Some(Self::One(view))
    }

    /// The next frame to send. Of views that change while nobody asks only the newest is told.
    pub(super) async fn next(&mut self) -> Result<Utf8Bytes, NoMoreViews> {
        match self {
            Self::Nothing => std::future::pending().await,
            Self::One(view) => loop {
                view.changed().await.map_err(|_| NoMoreViews)?;
                if let Some(frame) = &*view.borrow_and_update() {
                    return Ok(frame.text().clone());
                }
            },
            Self::Seat(seat) => seat.next().await,
        }
    }
}

/// What a terminal shows. Its views come from several channels, each with revisions of its own; so that none can be
/// taken for older than the last of another screen, a terminal's are counted anew.
pub(super) struct SeatShown {
    views: ViewChannels,
    seats: watch::Receiver<SeatKeys>,
    session: SessionId,
    key: ViewKey,
    view: watch::Receiver<Frame>,
    n_sent: u64,
}

impl SeatShown {
    /// The door, or the seat if the session has one already.
    pub(super) fn new(views: ViewChannels, session: SessionId) -> Self {
        let (seats, key) = (views.seats(), ViewKey::Desk);
        let view = watched(&views, &key);
        let mut shown = Self { views, seats, session, key, view, n_sent: 0 };
        shown.follow();
        shown
    }

    async fn next(&mut self) -> Result<Utf8Bytes, NoMoreViews> {
        loop {
            tokio::select! {
                changed = self.seats.changed() => {
                    changed.map_err(|_| NoMoreViews)?;
                    self.follow();
                }
                changed = self.view.changed() => {
                    changed.map_err(|_| NoMoreViews)?;
                    // The seat is told before the views: once somebody sits, the door must not be shown.
                    self.follow();
                    let frame = self.view.borrow_and_update().clone();
                    if let Some(frame) = frame {
                        self.n_sent += 1;
                        return Ok(frame.numbered(self.n_sent));
                    }
                }
            }
        }
    }

    /// Watches the view of the seat, where that is another one than before, beginning with how it stands.
    fn follow(&mut self) {
        let seat = self.seats.borrow_and_update().get(&self.session).cloned();
        let key = seat.unwrap_or(ViewKey::Desk);
        if key != self.key {
            self.view = watched(&self.views, &key);
            self.key = key;
        }
    }
}

fn watched(views: &ViewChannels, key: &ViewKey) -> watch::Receiver<Frame> {
    let view = views.watch(key);
    let mut view = view.expect("a seat is at a counter of the configuration, or there is always one");
    view.mark_changed();
    view
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use goiso_model::CounterNumber;
    use goiso_protocol::{FromHub, View, decode};

    use super::*;
    use crate::channels::tests::frozen;

    const DOOR: &str = include_str!("../../../protocol/tests/frames/v1/from_hub-view-desk.json");
    const COUNTER: &str = include_str!("../../../protocol/tests/frames/v1/from_hub-view-counter-closed.json");

    fn told(frame: &str) -> (u64, View) {
        match decode(frame) {
            Ok(FromHub::View { revision, view, .. }) => (revision, view),
            other => panic!("not a view: {other:?}"),
        }
    }

    /// Many times over, because which of several changes is seen first is left to chance.
    #[tokio::test]
    async fn whoever_sits_down_is_never_shown_the_door_again_and_each_view_is_newer_than_the_last() {
        let counter = ViewKey::Counter(CounterNumber::new(3).expect("3 is a counter"));
        let session: SessionId = 1;
        let (door, door_told) = watch::channel(Some(frozen(DOOR)));
        let (_counter, counter_told) = watch::channel(Some(frozen(COUNTER)));
        let (seats, seats_told) = watch::channel(SeatKeys::default());
        let receivers = BTreeMap::from([(ViewKey::Desk, door_told), (counter.clone(), counter_told)]);
        let mut shown = Shown::Seat(SeatShown::new(ViewChannels::new(receivers, seats_told), session));
        let mut newest = 0;
        for _ in 0..64 {
            let (revision, view) = told(&shown.next().await.ok().expect("the hub goes on"));
            assert!(matches!(view, View::Desk(_)) && revision > newest, "{revision} after {newest}");
            newest = revision;
            seats.send_replace(Arc::new(BTreeMap::from([(session, counter.clone())])));
            door.send_replace(Some(frozen(DOOR)));
            let (revision, view) = told(&shown.next().await.ok().expect("the hub goes on"));
            assert!(matches!(view, View::Counter(_)) && revision > newest, "{revision} after {newest}");
            newest = revision;
            seats.send_replace(SeatKeys::default());
        }
    }

    #[tokio::test]
    async fn a_screen_that_stays_is_told_the_newest_view_alone() {
        let (sender, receiver) = watch::channel(None);
        let (_seats, seats_told) = watch::channel(SeatKeys::default());
        let views = ViewChannels::new(BTreeMap::from([(ViewKey::Desk, receiver)]), seats_told);
        let mut shown = Shown::one(&views, &ViewKey::Desk).expect("there is such a screen");
        sender.send_replace(Some(frozen(COUNTER)));
        sender.send_replace(Some(frozen(DOOR)));
        let (revision, view) = told(&shown.next().await.ok().expect("the hub goes on"));
        assert_eq!((revision, matches!(view, View::Desk(_))), (told(DOOR).0, true), "as it was encoded");
        drop(sender);
        assert!(shown.next().await.is_err(), "the hub is stopping");
    }
}
