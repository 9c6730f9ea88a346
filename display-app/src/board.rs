//! What a hall board knows and decides, with no window and no clock.

use goiso_client::LinkEvent;
use goiso_protocol::{BoardCall, BoardView, TicketStage, View};
use jiff::{SignedDuration, Timestamp};

use crate::{Glow, Spotlight};

/// How the line to the hub is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Not heard of the hub yet.
    Connecting,
    /// It speaks.
    Up,
    /// Nothing was heard for a while, or the hub does not want this board.
    Down,
}

/// What the large place on the board shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Featured<'a> {
    /// A new call in the spotlight.
    Spotlight(&'a BoardCall, Glow),
    /// The newest call, some time after it was made, for as long as the visitor has not come.
    Calm(&'a BoardCall),
    /// Nobody is called at the moment.
    Nobody,
}

/// One hall board.
#[derive(Debug)]
pub struct Board {
    link: LinkState,
    view: Option<BoardView>,
    spotlight: Spotlight,
}

impl Default for Board {
    fn default() -> Self {
        Self { link: LinkState::Connecting, view: None, spotlight: Spotlight::default() }
    }
}

impl Board {
    /// How the line is.
    pub fn link(&self) -> LinkState {
        self.link
    }

    /// The newest view; none before the first.
    pub fn view(&self) -> Option<&BoardView> {
        self.view.as_ref()
    }

    /// Takes what the link tells.
    pub fn take(&mut self, event: LinkEvent, now: Timestamp) {
        match event {
            LinkEvent::Up => self.link = LinkState::Up,
            LinkEvent::Down { .. } => self.link = LinkState::Down,
            LinkEvent::NotAccepted { code, message } => {
                tracing::error!(?code, message, "the hub does not accept this board");
                self.link = LinkState::Down;
            }
            LinkEvent::View(view) => self.take_view(*view, now),
            LinkEvent::Answer { id, .. } => tracing::warn!(%id, "an answer to a board, which asks nothing"),
        }
    }

    /// Moves the spotlight on. To be called before drawing.
    pub fn advance(&mut self, now: Timestamp) {
        self.spotlight.advance(now);
    }

    /// What the large place shows.
    pub fn featured(&self, now: Timestamp) -> Featured<'_> {
        if let Some(call) = self.spotlight.current() {
            return Featured::Spotlight(call, self.spotlight.glow(now));
        }
        let newest = self.calls().iter().find(|call| call.stage == TicketStage::Called);
        newest.map_or(Featured::Nobody, Featured::Calm)
    }

    /// The other calls, newest first, at most `n_max`.
    pub fn recent(&self, now: Timestamp, n_max: usize) -> Vec<&BoardCall> {
        let featured = match self.featured(now) {
            Featured::Spotlight(call, _) | Featured::Calm(call) => Some(call),
            Featured::Nobody => None,
        };
        let is_other = |call: &&BoardCall| featured.is_none_or(|shown| shown.number != call.number);
        self.calls().iter().filter(is_other).take(n_max).collect()
    }

    /// When the screen changes though nothing happens: the spotlight moves, or the clock shows another
    /// minute.
    pub fn next_deadline(&self, now: Timestamp) -> Timestamp {
        let minute = Timestamp::from_second(now.as_second().div_euclid(60) * 60)
            .map_or(now, |start| start + SignedDuration::from_mins(1));
        self.spotlight.next_deadline(now).map_or(minute, |spotlight| spotlight.min(minute))
    }

    fn calls(&self) -> &[BoardCall] {
        self.view.as_ref().map(|view| view.calls.as_slice()).unwrap_or_default()
    }

    fn take_view(&mut self, view: View, now: Timestamp) {
        match view {
            View::Board(view) => {
                self.spotlight.take(&view.calls, now);
                self.view = Some(view);
            }
            View::Kiosk(_) | View::Counter(_) | View::Unknown => {
                tracing::warn!("the hub sent a view that is not a board's");
            }
        }
    }
}
