//! What a hall board knows and decides, with no window and no clock.

use goiso_client::LinkEvent;
use goiso_protocol::{
    BoardCall, BoardCounter, BoardCounterCondition, BoardLayout, BoardMessage, BoardView, MessageLevel,
    SoundState, TicketStage, View,
};
use jiff::{SignedDuration, Timestamp};

use crate::{Glow, Slideshow, Spotlight};

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
    /// New calls in the spotlight, in the order in which they were made: 1 to
    /// [`TOGETHER_MAX`](crate::TOGETHER_MAX).
    Spotlight(&'a [BoardCall], Glow),
    /// The newest call, some time after it was made, for as long as the visitor has not come.
    Calm(&'a BoardCall),
    /// Nobody is called at the moment.
    Nobody,
}

/// What is to be seen at a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CounterScene<'a> {
    /// Its visitor is called and has not come yet.
    Calling(&'a BoardCall),
    /// A visitor is there; the number.
    Serving(&'a str),
    /// It is open and has nobody.
    Free,
    /// It does not call for a while.
    Paused,
    /// Nobody is there.
    Closed,
}

/// One hall board.
#[derive(Debug)]
pub struct Board {
    link: LinkState,
    view: Option<BoardView>,
    spotlight: Spotlight,
    slideshow: Slideshow,
    sound: SoundState,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            link: LinkState::Connecting,
            view: None,
            spotlight: Spotlight::default(),
            slideshow: Slideshow::default(),
            sound: SoundState::Off,
        }
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

    /// How it is laid out.
    pub fn layout(&self) -> &BoardLayout {
        self.view.as_ref().map_or(&BoardLayout::Main, |view| &view.layout)
    }

    /// Whether it can speak, as far as is known.
    pub fn sound(&self) -> SoundState {
        self.sound
    }

    /// Takes what the voice tells of itself.
    pub fn hear_of_sound(&mut self, sound: SoundState) {
        self.sound = sound;
    }

    /// The pictures of a board with slides.
    pub fn slideshow(&self) -> &Slideshow {
        &self.slideshow
    }

    /// The pictures of a board with slides, for whoever brings them.
    pub fn slideshow_mut(&mut self) -> &mut Slideshow {
        &mut self.slideshow
    }

    /// What is to be said over the whole board.
    pub fn emergency(&self) -> Option<&BoardMessage> {
        self.messages().find(|message| match message.level {
            MessageLevel::Emergency => true,
            MessageLevel::Notice | MessageLevel::Unknown => false,
        })
    }

    /// What the supervisor says in the line of notices.
    pub fn said(&self) -> impl Iterator<Item = &BoardMessage> {
        self.messages().filter(|message| match message.level {
            MessageLevel::Notice | MessageLevel::Unknown => true,
            MessageLevel::Emergency => false,
        })
    }

    /// What is to be seen at `counter` of this board's view.
    pub fn at_counter<'a>(&'a self, counter: &'a BoardCounter) -> CounterScene<'a> {
        // A call goes on though the counter closes behind it, and so does a visitor's business.
        if let Some(number) = &counter.number {
            let is_theirs = |call: &&BoardCall| call.number == *number && call.counter == counter.counter;
            let call = self.calls().iter().find(is_theirs);
            return match call.filter(|call| call.stage == TicketStage::Called) {
                Some(call) => CounterScene::Calling(call),
                None => CounterScene::Serving(number.as_str()),
            };
        }
        match counter.condition {
            BoardCounterCondition::Open | BoardCounterCondition::Unknown => CounterScene::Free,
            BoardCounterCondition::Paused => CounterScene::Paused,
            BoardCounterCondition::Closed => CounterScene::Closed,
        }
    }

    /// How a counter's call is lit: flashing only while it is in the spotlight.
    pub fn glow_of(&self, call: &BoardCall, now: Timestamp) -> Glow {
        let is_lit = self.spotlight.shown().iter().any(|shown| shown.sequence == call.sequence);
        if is_lit { self.spotlight.glow(now) } else { Glow::Steady }
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
            LinkEvent::Port { .. } => tracing::debug!("an order for an agent"),
            LinkEvent::Answer { id, .. } => tracing::warn!(%id, "an answer to a board, which asks nothing"),
        }
    }

    /// Moves the spotlight and the slides on. To be called before drawing.
    pub fn advance(&mut self, now: Timestamp) {
        self.spotlight.advance(now);
        self.slideshow.advance(now);
    }

    /// What the large place shows.
    pub fn featured(&self, now: Timestamp) -> Featured<'_> {
        if !self.spotlight.shown().is_empty() {
            return Featured::Spotlight(self.spotlight.shown(), self.spotlight.glow(now));
        }
        let newest = self.calls().iter().find(|call| call.stage == TicketStage::Called);
        newest.map_or(Featured::Nobody, Featured::Calm)
    }

    /// The other calls, newest first, at most `n_max`.
    pub fn recent(&self, now: Timestamp, n_max: usize) -> Vec<&BoardCall> {
        let featured = match self.featured(now) {
            Featured::Spotlight(calls, _) => calls,
            Featured::Calm(call) => std::slice::from_ref(call),
            Featured::Nobody => &[],
        };
        let is_other = |call: &&BoardCall| featured.iter().all(|shown| shown.number != call.number);
        self.calls().iter().filter(is_other).take(n_max).collect()
    }

    /// When the screen changes though nothing happens: the spotlight or the slides move, or the clock
    /// shows another minute.
    pub fn next_deadline(&self, now: Timestamp) -> Timestamp {
        let minute = Timestamp::from_second(now.as_second().div_euclid(60) * 60)
            .map_or(now, |start| start + SignedDuration::from_mins(1));
        let own = [self.spotlight.next_deadline(now), self.slideshow.next_deadline(now)];
        own.into_iter().flatten().fold(minute, Timestamp::min)
    }

    fn messages(&self) -> impl Iterator<Item = &BoardMessage> {
        self.view.iter().flat_map(|view| &view.messages)
    }

    fn calls(&self) -> &[BoardCall] {
        self.view.as_ref().map(|view| view.calls.as_slice()).unwrap_or_default()
    }

    fn take_view(&mut self, view: View, now: Timestamp) {
        match view {
            View::Board(view) => {
                self.spotlight.take(&view.calls, now);
                self.slideshow.follow(&view.layout);
                self.view = Some(view);
            }
            View::Kiosk(_)
            | View::Counter(_)
            | View::Desk(_)
            | View::Assistant(_)
            | View::Supervisor(_)
            | View::Unknown => {
                tracing::warn!("the hub sent a view that is not a board's");
            }
        }
    }
}
