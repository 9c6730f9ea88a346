//! What a terminal knows and decides, with no window and no clock: who sits there, and the screen of the seat.

mod assistant;
mod counter;
mod desk;
mod form;
mod supervisor;

use goiso_client::{LinkEvent, RequestIds};
use goiso_model::{CounterNumber, OfficialId, RequestId};
use goiso_protocol::{
    Answer, CounterState, OfficialRole, RefusalText, Request, Resume, Seat, SignedIn, ToHub, View,
};
use jiff::{SignedDuration, Timestamp};

pub use assistant::{Assistant, AssistantAction};
pub(crate) use counter::is_called;
pub use counter::{Counter, CounterAction, Listed, Panel};
pub use desk::{Desk, DeskAction};
pub use form::{Form, FormAction, HOLD_MINUTES};
pub use supervisor::{Supervisor, SupervisorAction, SupervisorPanel};

/// How long a refusal stands on the screen.
pub(crate) const REFUSAL_SHOWN: SignedDuration = SignedDuration::from_secs(6);

/// For so long after a call the next one is not possible: a key pressed twice by a nervous hand must not
/// finish a visitor who is still on the way.
pub(crate) const CALM_AFTER_CALL: SignedDuration = SignedDuration::from_millis(1500);

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

/// Something done with the window itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowAction {
    /// One row, for officials who work in another program.
    Mini,
    /// A narrow column at the left edge of the screen.
    DockLeft,
    /// The same at the right.
    DockRight,
    /// Wide.
    Wide,
    /// Over all other windows, or no longer.
    ToggleOnTop,
}

/// Something that somebody does at a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Where nobody has a seat.
    Desk(DeskAction),
    /// At a counter.
    Counter(CounterAction),
    /// Taking numbers for people in the hall.
    Assistant(AssistantAction),
    /// Looking after the hall.
    Supervisor(SupervisorAction),
    /// Leave the seat and the terminal.
    SignOut,
    /// With the window; the model only remembers whether it stays over all others.
    Window(WindowAction),
}

/// What a terminal was set up for.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The counter it stands at, if at one.
    pub counter: Option<CounterNumber>,
    /// In whose name it opens a counter where nobody signs in.
    pub official: OfficialId,
    /// Whether its window stays over all others; a hand changes it.
    pub is_on_top: bool,
}

/// The screen of the seat.
#[derive(Debug, Clone)]
pub enum Screen {
    /// No view has come yet.
    Connecting,
    /// Nobody has a seat.
    Desk(Box<Desk>),
    /// At a counter.
    Counter(Box<Counter>),
    /// Taking numbers for people in the hall.
    Assistant(Box<Assistant>),
    /// Looking after the hall.
    Supervisor(Box<Supervisor>),
}

/// What a wish under way is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Purpose {
    /// Something of the hall.
    Wish,
    /// A call, after which the hand must calm down.
    Call,
    SignIn,
    Seat(Seat),
    SignOut,
}

/// A step of a screen: what the hub is asked, if anything.
pub(crate) enum Step {
    /// Nothing: the screen itself has changed.
    Stay,
    /// This.
    Ask(Request),
}

/// A terminal.
#[derive(Debug)]
pub struct Terminal {
    setup: Setup,
    ids: RequestIds,
    link: LinkState,
    screen: Screen,
    signed_in: Option<SignedIn>,
    seat: Option<Seat>,
    in_flight: Option<(RequestId, Purpose)>,
    refusal: Option<(RefusalText, Timestamp)>,
    calm_until: Option<Timestamp>,
}

impl Terminal {
    /// A terminal that has heard nothing yet.
    pub fn new(setup: Setup, ids: RequestIds) -> Self {
        Self {
            setup,
            ids,
            link: LinkState::Connecting,
            screen: Screen::Connecting,
            signed_in: None,
            seat: None,
            in_flight: None,
            refusal: None,
            calm_until: None,
        }
    }

    /// What it was set up for, and how its window stands.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// How the line is.
    pub fn link(&self) -> LinkState {
        self.link
    }

    /// The screen of the seat.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The counter's screen, if that is the seat.
    pub fn counter(&self) -> Option<&Counter> {
        match &self.screen {
            Screen::Counter(counter) => Some(counter),
            Screen::Connecting | Screen::Desk(_) | Screen::Assistant(_) | Screen::Supervisor(_) => None,
        }
    }

    /// Who has signed in; none where nobody does.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.signed_in.as_ref()
    }

    /// What the next hello should bring along.
    pub fn resume(&self) -> Option<Resume> {
        let seat = self.seat?;
        match &self.signed_in {
            Some(signed_in) => Some(Resume { token: signed_in.token.clone(), seat }),
            // Where nobody signs in, a seat alone is enough.
            None => Some(Resume { token: goiso_protocol::SeatToken::new(""), seat }),
        }
    }

    /// Whether somebody can leave this seat for another.
    pub fn can_sign_out(&self) -> bool {
        self.signed_in.is_some() || self.seat.is_some()
    }

    /// As what somebody sits here; none before they have said who they are.
    pub fn role(&self) -> Option<OfficialRole> {
        match (&self.signed_in, &self.screen) {
            (Some(signed_in), _) => Some(signed_in.role),
            (None, Screen::Desk(desk)) if desk.view.is_sign_in_needed => None,
            (None, _) => Some(OfficialRole::Supervisor),
        }
    }

    /// The refusal to show, for a few seconds after it came.
    pub fn refusal(&self, now: Timestamp) -> Option<&RefusalText> {
        self.refusal.as_ref().filter(|(_, until)| now < *until).map(|(refusal, _)| refusal)
    }

    /// Whether a wish waits for its answer.
    pub fn is_asking(&self) -> bool {
        self.in_flight.is_some()
    }

    /// Whether `action` makes sense now. A key that does not is greyed and does nothing.
    pub fn can(&self, action: &Action, now: Timestamp) -> bool {
        let is_free = self.link == LinkState::Up && self.in_flight.is_none();
        let is_calm = self.calm_until.is_none_or(|until| now >= until);
        match (action, &self.screen) {
            (Action::Window(_), _) => true,
            (Action::SignOut, _) => is_free && self.can_sign_out(),
            (Action::Desk(action), Screen::Desk(desk)) => {
                let is_typing = matches!(
                    action,
                    DeskAction::TypeName(_) | DeskAction::TypePin(_) | DeskAction::Toggle(_)
                );
                (is_typing || is_free) && desk.can(action, self.role())
            }
            (
                Action::Desk(DeskAction::Take(Seat::Assistant | Seat::Supervisor)),
                Screen::Assistant(_) | Screen::Supervisor(_),
            ) => is_free && self.role() == Some(OfficialRole::Supervisor),
            (Action::Counter(action), Screen::Counter(counter)) => {
                let is_ready = !action.asks_hub() || (is_free && counter.can_record());
                is_ready && (is_calm || *action != CounterAction::CallNext) && counter.can(action, now)
            }
            (Action::Assistant(action), Screen::Assistant(assistant)) => {
                (!action.asks_hub() || is_free) && assistant.can(action)
            }
            (Action::Supervisor(action), Screen::Supervisor(supervisor)) => {
                (!action.asks_hub() || is_free) && supervisor.can(action)
            }
            (Action::Desk(_) | Action::Counter(_) | Action::Assistant(_) | Action::Supervisor(_), _) => false,
        }
    }

    /// Does what somebody wants; what must be said to the hub comes back. Nothing happens if it makes no
    /// sense now.
    pub fn handle(&mut self, action: Action, now: Timestamp) -> Option<ToHub> {
        if !self.can(&action, now) {
            return None;
        }
        let official = self.official();
        let step = match (action, &mut self.screen) {
            (Action::Window(WindowAction::ToggleOnTop), _) => {
                self.setup.is_on_top = !self.setup.is_on_top;
                return None;
            }
            (Action::SignOut, _) => return Some(self.ask(Purpose::SignOut, |id| ToHub::SignOut { id })),
            (Action::Desk(action), _) => return self.at_desk(action),
            (Action::Counter(action), Screen::Counter(counter)) => counter.handle(action, &official),
            (Action::Assistant(action), Screen::Assistant(assistant)) => assistant.handle(action),
            (Action::Supervisor(action), Screen::Supervisor(supervisor)) => supervisor.handle(action),
            (Action::Window(_) | Action::Counter(_) | Action::Assistant(_) | Action::Supervisor(_), _) => {
                return None;
            }
        };
        let Step::Ask(request) = step else { return None };
        let purpose = match request {
            Request::CallNext { .. } | Request::CallNumber { .. } => Purpose::Call,
            _ => Purpose::Wish,
        };
        Some(self.ask(purpose, |id| ToHub::Request { id, request }))
    }

    fn at_desk(&mut self, action: DeskAction) -> Option<ToHub> {
        if let DeskAction::Take(seat) = action {
            return Some(self.ask(Purpose::Seat(seat), |id| ToHub::TakeSeat { id, seat }));
        }
        let Screen::Desk(desk) = &mut self.screen else { return None };
        match action {
            DeskAction::SignIn => {
                let (official, pin) = desk.sign_in()?;
                desk.forget_pin();
                Some(self.ask(Purpose::SignIn, |id| ToHub::SignIn { id, official, pin }))
            }
            local @ (DeskAction::Take(_)
            | DeskAction::TypeName(_)
            | DeskAction::TypePin(_)
            | DeskAction::Choose(_)
            | DeskAction::ChooseAnother
            | DeskAction::Toggle(_)) => {
                desk.handle(local);
                None
            }
        }
    }

    fn ask(&mut self, purpose: Purpose, frame: impl FnOnce(RequestId) -> ToHub) -> ToHub {
        self.refusal = None;
        let id = self.ids.draw();
        self.in_flight = Some((id.clone(), purpose));
        frame(id)
    }

    /// In whose name a counter is opened.
    fn official(&self) -> OfficialId {
        self.signed_in.as_ref().map_or_else(|| self.setup.official.clone(), |who| who.official.clone())
    }

    /// The last wish could not be handed to the link: it may be made again.
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
            LinkEvent::Port { .. } => tracing::debug!("an order for an agent"),
            LinkEvent::Answer { id, answer } => self.take_answer(&id, answer, now),
        }
    }

    fn take_view(&mut self, view: View) {
        match (view, &mut self.screen) {
            (View::Counter(view), Screen::Counter(counter)) if counter.view.counter == view.counter => {
                counter.show(view);
            }
            (View::Counter(view), screen) => {
                // Services chosen while sitting down are for the counter that was chosen.
                let services = match screen {
                    Screen::Desk(desk) => desk.services(),
                    Screen::Connecting
                    | Screen::Counter(_)
                    | Screen::Assistant(_)
                    | Screen::Supervisor(_) => Vec::new(),
                };
                *screen = Screen::Counter(Box::new(Counter::new(view, services)));
            }
            (View::Assistant(view), Screen::Assistant(assistant)) => assistant.show(view),
            (View::Assistant(view), screen) => *screen = Screen::Assistant(Box::new(Assistant::new(view))),
            (View::Supervisor(view), Screen::Supervisor(supervisor)) => supervisor.show(view),
            (View::Supervisor(view), screen) => {
                *screen = Screen::Supervisor(Box::new(Supervisor::new(view)));
            }
            (View::Desk(view), Screen::Desk(desk)) => desk.show(view),
            (View::Desk(view), screen) => {
                if !matches!(screen, Screen::Connecting) {
                    // Whoever sat here no longer does: signed out, or freed while the line was down.
                    self.signed_in = None;
                }
                self.seat = None;
                *screen = Screen::Desk(Box::new(Desk::new(view, self.setup.counter)));
            }
            (View::Kiosk(_) | View::Board(_) | View::Unknown, _) => {
                tracing::warn!("the hub sent a view that is not a terminal's");
            }
        }
    }

    fn take_answer(&mut self, id: &RequestId, answer: Answer, now: Timestamp) {
        let Some((_, purpose)) = self.in_flight.take_if(|(awaited, _)| awaited == id) else {
            tracing::warn!(%id, "an answer that nobody waits for");
            return;
        };
        match (answer, purpose) {
            (Answer::SignedIn { signed_in }, _) => {
                self.signed_in = Some(signed_in);
                self.refusal = None;
            }
            (Answer::Done { .. }, Purpose::Call) => self.calm_until = Some(now + CALM_AFTER_CALL),
            (Answer::Done { .. }, Purpose::Seat(seat)) => self.seat = Some(seat),
            (Answer::Done { .. }, Purpose::SignOut) => {
                self.signed_in = None;
                self.seat = None;
            }
            (Answer::Done { ticket }, Purpose::Wish) => match &mut self.screen {
                Screen::Assistant(assistant) => assistant.done(ticket),
                Screen::Supervisor(supervisor) => supervisor.done(),
                Screen::Connecting | Screen::Desk(_) | Screen::Counter(_) => {}
            },
            (Answer::Done { .. }, Purpose::SignIn) => {}
            (Answer::Refused { refusal }, _) => {
                if refusal.code == "sign_in_needed" {
                    self.signed_in = None;
                }
                if let Screen::Supervisor(supervisor) = &mut self.screen {
                    supervisor.refused();
                }
                self.refusal = Some((refusal, now + REFUSAL_SHOWN));
            }
        }
    }

    /// When the screen changes though nothing happens: a refusal ends, a second or a minute passes.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let refusal = self.refusal.as_ref().map(|(_, until)| *until).filter(|until| *until > now);
        let calm = self.calm_until.filter(|until| *until > now);
        let tick = match &self.screen {
            Screen::Counter(counter) => counter.next_tick(now),
            Screen::Supervisor(supervisor) => supervisor.next_tick(now),
            Screen::Connecting | Screen::Desk(_) | Screen::Assistant(_) => None,
        };
        [refusal, calm, tick].into_iter().flatten().min()
    }
}

/// Whether a counter serves, or could at once.
pub(crate) fn is_open(state: &CounterState) -> bool {
    match state {
        CounterState::Open { .. } => true,
        CounterState::Closed | CounterState::Paused { .. } => false,
    }
}

/// The first moment after `now` that is a whole number of `step`s after `since`.
pub(crate) fn next_multiple(since: Timestamp, now: Timestamp, step: SignedDuration) -> Timestamp {
    let passed = now.duration_since(since).as_nanos();
    let step_nanos = step.as_nanos();
    let n = passed.div_euclid(step_nanos) + 1;
    since + SignedDuration::from_nanos_i128(n * step_nanos)
}
