//! What a counter terminal knows and decides, with no window and no clock.

use goiso_client::{LinkEvent, RequestIds};
use goiso_model::{CounterNumber, OfficialId, RequestId};
use goiso_protocol::{
    Answer, CounterState, CounterView, CurrentTicket, IssuingState, Outcome, PauseReason, RefusalText,
    Request, TicketStage, ToHub, View,
};
use jiff::{SignedDuration, Timestamp};

/// How long a refusal stands on the screen.
pub(crate) const REFUSAL_SHOWN: SignedDuration = SignedDuration::from_secs(6);

/// For so long after a call the next one is not possible: a key pressed twice by a nervous hand must not
/// finish a visitor who is still on the way.
pub(crate) const CALM_AFTER_CALL: SignedDuration = SignedDuration::from_millis(1500);

/// What an official can do. Those that are about the hall become a request to the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Open the counter, or go on after a pause.
    Open,
    /// Ask why the counter pauses.
    ChoosePause,
    /// Go back to the usual keys.
    Back,
    /// Pause the counter.
    Pause(PauseReason),
    /// Close the counter.
    Close,
    /// Call whoever is next.
    CallNext,
    /// Call the present number again.
    Recall,
    /// The visitor is here.
    Arrive,
    /// The visitor has been served.
    Finish,
    /// The visitor does not come.
    MarkAbsent,
}

/// How the line to the hub is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Not heard of the hub yet.
    Connecting,
    /// It speaks.
    Up,
    /// It was last heard at this time.
    Down(Timestamp),
    /// It does not want this device.
    NotAccepted,
}

/// Which keys stand below the main button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// The usual ones.
    Keys,
    /// The reasons for a pause.
    PauseReasons,
}

/// One counter's terminal.
#[derive(Debug)]
pub struct Counter {
    number: CounterNumber,
    official: OfficialId,
    ids: RequestIds,
    link: LinkState,
    view: Option<CounterView>,
    panel: Panel,
    in_flight: Option<(RequestId, Action)>,
    refusal: Option<(RefusalText, Timestamp)>,
    calm_until: Option<Timestamp>,
}

impl Counter {
    /// The terminal of this counter, where this official serves.
    pub fn new(number: CounterNumber, official: OfficialId, ids: RequestIds) -> Self {
        Self {
            number,
            official,
            ids,
            link: LinkState::Connecting,
            view: None,
            panel: Panel::Keys,
            in_flight: None,
            refusal: None,
            calm_until: None,
        }
    }

    /// Which counter.
    pub fn number(&self) -> CounterNumber {
        self.number
    }

    /// How the line is.
    pub fn link(&self) -> LinkState {
        self.link
    }

    /// The newest view; none before the first.
    pub fn view(&self) -> Option<&CounterView> {
        self.view.as_ref()
    }

    /// Which keys to show.
    pub fn panel(&self) -> Panel {
        self.panel
    }

    /// The refusal to show, for a few seconds after it came.
    pub fn refusal(&self, now: Timestamp) -> Option<&RefusalText> {
        self.refusal.as_ref().filter(|(_, until)| now < *until).map(|(refusal, _)| refusal)
    }

    /// Whether `action` makes sense now. A key that does not is greyed and does nothing.
    pub fn can(&self, action: Action, now: Timestamp) -> bool {
        let Some(view) = self.view.as_ref().filter(|_| self.is_ready()) else { return false };
        let is_called = view.current.as_ref().is_some_and(is_called);
        let is_open = matches!(view.state, CounterState::Open { .. });
        let is_calm = self.calm_until.is_none_or(|until| now >= until);
        match action {
            Action::Open => !is_open,
            Action::ChoosePause | Action::Pause(_) => is_open,
            Action::Back => self.panel != Panel::Keys,
            Action::Close => !matches!(view.state, CounterState::Closed) && view.current.is_none(),
            Action::CallNext => is_open && view.n_waiting > 0 && is_calm,
            Action::Recall => is_called && !is_last_call_made(view),
            Action::Arrive | Action::MarkAbsent => is_called,
            Action::Finish => view.current.is_some(),
        }
    }

    /// Whether the visitor has been called as often as is usual and "absent" is due.
    pub fn is_absent_due(&self) -> bool {
        self.view
            .as_ref()
            .is_some_and(|view| view.current.as_ref().is_some_and(is_called) && is_last_call_made(view))
    }

    /// Does what the official wants; what must be said to the hub comes back. Nothing happens if it
    /// makes no sense now.
    pub fn handle(&mut self, action: Action, now: Timestamp) -> Option<ToHub> {
        if !self.can(action, now) {
            return None;
        }
        let counter = self.number;
        let request = match action {
            Action::ChoosePause => {
                self.panel = Panel::PauseReasons;
                return None;
            }
            Action::Back => {
                self.panel = Panel::Keys;
                return None;
            }
            Action::Open => {
                Request::OpenCounter { counter, official: self.official.clone(), services: Vec::new() }
            }
            Action::Pause(reason) => Request::PauseCounter { counter, reason },
            Action::Close => Request::CloseCounter { counter },
            Action::CallNext => Request::CallNext { counter },
            Action::Recall => Request::Recall { counter },
            Action::Arrive => Request::Arrive { counter },
            Action::Finish => Request::Finish { counter, outcome: Outcome::Done },
            Action::MarkAbsent => Request::MarkAbsent { counter },
        };
        self.panel = Panel::Keys;
        self.refusal = None;
        let id = self.ids.draw();
        self.in_flight = Some((id.clone(), action));
        Some(ToHub::Request { id, request })
    }

    /// The last request could not be handed to the link: the official may try again.
    pub fn not_sent(&mut self) {
        self.in_flight = None;
    }

    /// Takes what the link tells.
    pub fn take(&mut self, event: LinkEvent, now: Timestamp) {
        match event {
            LinkEvent::Up => self.link = LinkState::Up,
            LinkEvent::Down { since } => self.link = LinkState::Down(since),
            LinkEvent::NotAccepted { .. } => self.link = LinkState::NotAccepted,
            LinkEvent::View(view) => self.take_view(*view),
            LinkEvent::Answer { id, answer } => self.take_answer(&id, answer, now),
        }
    }

    /// When the screen changes though nothing happens: a refusal ends, a second or a minute passes.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let refusal = self.refusal.as_ref().map(|(_, until)| *until).filter(|until| *until > now);
        let calm = self.calm_until.filter(|until| *until > now);
        let ticks = self.view.as_ref().and_then(|view| next_tick(view, now));
        [refusal, calm, ticks].into_iter().flatten().min()
    }

    fn is_ready(&self) -> bool {
        let can_record = |view: &CounterView| match view.issuing {
            IssuingState::Ready => true,
            IssuingState::JournalUnavailable | IssuingState::Unknown => false,
        };
        self.link == LinkState::Up && self.in_flight.is_none() && self.view.as_ref().is_some_and(can_record)
    }

    fn take_view(&mut self, view: View) {
        match view {
            View::Counter(view) => {
                if !matches!(view.state, CounterState::Open { .. }) {
                    self.panel = Panel::Keys;
                }
                self.view = Some(view);
            }
            View::Kiosk(_) | View::Board(_) | View::Unknown => {
                tracing::warn!("the hub sent a view that is not a counter's");
            }
        }
    }

    fn take_answer(&mut self, id: &RequestId, answer: Answer, now: Timestamp) {
        let Some((_, action)) = self.in_flight.take_if(|(awaited, _)| awaited == id) else {
            tracing::warn!(%id, "an answer that nobody waits for");
            return;
        };
        match answer {
            Answer::Done { .. } if action == Action::CallNext => {
                self.calm_until = Some(now + CALM_AFTER_CALL);
            }
            Answer::Done { .. } => {}
            Answer::Refused { refusal } => self.refusal = Some((refusal, now + REFUSAL_SHOWN)),
        }
    }
}

fn is_called(current: &CurrentTicket) -> bool {
    current.stage == TicketStage::Called
}

fn is_last_call_made(view: &CounterView) -> bool {
    view.current.as_ref().is_some_and(|current| current.n_calls >= view.calls_max)
}

/// The next whole second of the visitor's time at the counter, else the next whole minute of a wait.
fn next_tick(view: &CounterView, now: Timestamp) -> Option<Timestamp> {
    let minute = view
        .waiting
        .iter()
        .map(|waiting| waiting.issued_at)
        .chain(view.longest_since)
        .map(|since| next_multiple(since, now, SignedDuration::from_mins(1)))
        .min();
    let second = view
        .current
        .as_ref()
        .map(|current| current.serving_since.unwrap_or(current.called_at))
        .map(|since| next_multiple(since, now, SignedDuration::from_secs(1)));
    second.or(minute)
}

/// The first moment after `now` that is a whole number of `step`s after `since`.
fn next_multiple(since: Timestamp, now: Timestamp, step: SignedDuration) -> Timestamp {
    let passed = now.duration_since(since).as_nanos();
    let step_nanos = step.as_nanos();
    let n = passed.div_euclid(step_nanos) + 1;
    since + SignedDuration::from_nanos_i128(n * step_nanos)
}
