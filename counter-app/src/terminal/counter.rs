//! The counter's screen: an official calls numbers, serves visitors and sees who waits.

use goiso_model::{OfficialId, ServiceId};
use goiso_protocol::{
    CounterState, CounterView, CurrentTicket, IssuingState, Outcome, PauseReason, Request, TicketStage,
};
use jiff::{SignedDuration, Timestamp};

use super::{Step, is_open, next_multiple};

/// What an official does at a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CounterAction {
    /// Open the counter, or go on after a pause.
    Open,
    /// Close the counter.
    Close,
    /// Call whoever is next.
    CallNext,
    /// Call the present number again.
    Recall,
    /// The visitor is here.
    Arrive,
    /// The visitor has been served.
    Finish(Outcome),
    /// The visitor does not come.
    MarkAbsent,
    /// Pause the counter.
    Pause(PauseReason),
    /// Show this instead of the usual keys.
    Show(Panel),
    /// Go back to the usual keys.
    Back,
    /// List these below the keys.
    List(Listed),
}

impl CounterAction {
    /// Whether the hub is asked.
    pub(super) fn asks_hub(&self) -> bool {
        !matches!(self, Self::Show(_) | Self::Back | Self::List(_))
    }
}

/// What stands below the main button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// The usual keys, and who waits.
    Keys,
    /// How a service ended.
    Outcomes,
    /// The reasons for a pause.
    PauseReasons,
    /// What is done seldom.
    More,
}

/// What is listed below the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Who waits for this counter.
    Waiting,
    /// Every service of the hall.
    Hall,
}

/// One counter's screen.
#[derive(Debug, Clone)]
pub struct Counter {
    pub(crate) view: CounterView,
    /// What the official serves today; empty for all.
    services: Vec<ServiceId>,
    panel: Panel,
    listed: Listed,
}

impl Counter {
    pub(super) fn new(view: CounterView, services: Vec<ServiceId>) -> Self {
        Self { view, services, panel: Panel::Keys, listed: Listed::Waiting }
    }

    /// The newest view.
    pub fn view(&self) -> &CounterView {
        &self.view
    }

    /// What stands below the main button.
    pub fn panel(&self) -> Panel {
        self.panel
    }

    /// What is listed below the keys.
    pub fn listed(&self) -> Listed {
        self.listed
    }

    pub(super) fn can_record(&self) -> bool {
        match self.view.issuing {
            IssuingState::Ready => true,
            IssuingState::JournalUnavailable | IssuingState::Unknown => false,
        }
    }

    pub(super) fn can(&self, action: &CounterAction, _now: Timestamp) -> bool {
        let view = &self.view;
        let is_called = view.current.as_ref().is_some_and(is_called);
        let is_open = is_open(&view.state);
        match action {
            CounterAction::Open => !is_open,
            CounterAction::Pause(_) | CounterAction::Show(Panel::PauseReasons) => is_open,
            CounterAction::Back => self.panel != Panel::Keys,
            CounterAction::Close => !matches!(view.state, CounterState::Closed) && view.current.is_none(),
            CounterAction::CallNext => is_open && view.n_waiting > 0,
            CounterAction::Recall => is_called && !is_last_call_made(view),
            CounterAction::Arrive | CounterAction::MarkAbsent => is_called,
            CounterAction::Finish(_) | CounterAction::Show(Panel::Outcomes) => view.current.is_some(),
            CounterAction::Show(Panel::Keys | Panel::More) | CounterAction::List(_) => true,
        }
    }

    /// Whether the visitor has been called as often as is usual and "absent" is due.
    pub fn is_absent_due(&self) -> bool {
        self.view.current.as_ref().is_some_and(is_called) && is_last_call_made(&self.view)
    }

    pub(super) fn handle(&mut self, action: &CounterAction, official: &OfficialId) -> Step {
        let counter = self.view.counter;
        let request = match action {
            CounterAction::Show(panel) => {
                self.panel = *panel;
                return Step::Stay;
            }
            CounterAction::Back => {
                self.panel = Panel::Keys;
                return Step::Stay;
            }
            CounterAction::List(listed) => {
                self.listed = *listed;
                return Step::Stay;
            }
            CounterAction::Open => {
                let services = match self.view.state {
                    CounterState::Closed => self.services.clone(),
                    // After a pause the counter goes on with what it served.
                    CounterState::Open { .. } | CounterState::Paused { .. } => Vec::new(),
                };
                Request::OpenCounter { counter, official: official.clone(), services }
            }
            CounterAction::Pause(reason) => Request::PauseCounter { counter, reason: *reason },
            CounterAction::Close => Request::CloseCounter { counter },
            CounterAction::CallNext => Request::CallNext { counter },
            CounterAction::Recall => Request::Recall { counter },
            CounterAction::Arrive => Request::Arrive { counter },
            CounterAction::Finish(outcome) => Request::Finish { counter, outcome: *outcome },
            CounterAction::MarkAbsent => Request::MarkAbsent { counter },
        };
        self.panel = Panel::Keys;
        Step::Ask(request)
    }

    pub(super) fn show(&mut self, view: CounterView) {
        let has_changed = view.current.as_ref().map(|now| (now.ticket, now.stage))
            != self.view.current.as_ref().map(|was| (was.ticket, was.stage));
        let is_over = match self.panel {
            Panel::Keys | Panel::More => false,
            Panel::Outcomes => has_changed,
            Panel::PauseReasons => !is_open(&view.state),
        };
        if is_over {
            self.panel = Panel::Keys;
        }
        self.view = view;
    }

    /// The next whole second of the visitor's time at the counter, else the next whole minute of a wait.
    pub(super) fn next_tick(&self, now: Timestamp) -> Option<Timestamp> {
        let view = &self.view;
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
}

/// Whether the visitor is on the way.
pub(crate) fn is_called(current: &CurrentTicket) -> bool {
    current.stage == TicketStage::Called
}

fn is_last_call_made(view: &CounterView) -> bool {
    view.current.as_ref().is_some_and(|current| current.n_calls >= view.calls_max)
}
