//! Looking after the whole hall.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, Language, LocalText};
use goiso_protocol::{
    Audience, CounterState, IssuingState, MessageLevel, PauseReason, Request, SupervisedCounter,
    SupervisorView,
};
use jiff::{SignedDuration, Timestamp};

use super::{Step, next_multiple};

/// The most characters of a message, as on the boards' line.
const MESSAGE_CHARS_MAX: usize = 240;

/// What a supervisor does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupervisorAction {
    /// Show this.
    Show(SupervisorPanel),
    /// The message as typed so far.
    TypeMessage(String),
    /// Say it to the hall.
    Post(MessageLevel),
    /// Say it no longer.
    RemoveMessage(u32),
    /// Let a counter pause.
    PauseCounter(CounterNumber),
    /// Close a counter where nobody is served.
    CloseCounter(CounterNumber),
}

impl SupervisorAction {
    pub(super) fn asks_hub(&self) -> bool {
        match self {
            Self::Show(_) | Self::TypeMessage(_) => false,
            Self::Post(_) | Self::RemoveMessage(_) | Self::PauseCounter(_) | Self::CloseCounter(_) => true,
        }
    }
}

/// What a supervisor looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupervisorPanel {
    /// Every counter.
    Counters,
    /// One counter closer.
    Counter(CounterNumber),
    /// Every service.
    Services,
    /// What is said to the hall.
    Messages,
}

/// A supervisor's screen.
#[derive(Debug, Clone)]
pub struct Supervisor {
    pub(crate) view: SupervisorView,
    panel: SupervisorPanel,
    message: String,
}

impl Supervisor {
    pub(super) fn new(view: SupervisorView) -> Self {
        Self { view, panel: SupervisorPanel::Counters, message: String::new() }
    }

    /// What is looked at.
    pub fn panel(&self) -> SupervisorPanel {
        self.panel
    }

    /// The message as typed so far.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// A counter of the view.
    pub fn counter(&self, number: CounterNumber) -> Option<&SupervisedCounter> {
        self.view.counters.iter().find(|counter| counter.counter == number)
    }

    pub(super) fn can(&self, action: &SupervisorAction) -> bool {
        let can_record = self.view.issuing == IssuingState::Ready;
        match action {
            SupervisorAction::Show(_) | SupervisorAction::TypeMessage(_) => true,
            SupervisorAction::Post(_) => can_record && !self.message.trim().is_empty(),
            SupervisorAction::RemoveMessage(_) => can_record,
            SupervisorAction::PauseCounter(number) => {
                let is_open = |counter: &SupervisedCounter| super::is_open(&counter.state);
                can_record && self.counter(*number).is_some_and(is_open)
            }
            SupervisorAction::CloseCounter(number) => {
                let may = |counter: &SupervisedCounter| {
                    counter.state != CounterState::Closed && counter.number.is_none()
                };
                can_record && self.counter(*number).is_some_and(may)
            }
        }
    }

    pub(super) fn handle(&mut self, action: SupervisorAction) -> Step {
        match action {
            SupervisorAction::Show(panel) => {
                self.panel = panel;
                Step::Stay
            }
            SupervisorAction::TypeMessage(text) => {
                self.message = text.chars().take(MESSAGE_CHARS_MAX).collect();
                Step::Stay
            }
            SupervisorAction::Post(level) => {
                let words = std::mem::take(&mut self.message).trim().to_owned();
                let text = LocalText(BTreeMap::from([(Language::vietnamese(), words)]));
                Step::Ask(Request::PostMessage { level, text, until: None, audience: Audience::Boards })
            }
            SupervisorAction::RemoveMessage(message) => Step::Ask(Request::RemoveMessage { message }),
            SupervisorAction::PauseCounter(counter) => {
                Step::Ask(Request::PauseCounter { counter, reason: PauseReason::Break })
            }
            SupervisorAction::CloseCounter(counter) => Step::Ask(Request::CloseCounter { counter }),
        }
    }

    pub(super) fn show(&mut self, view: SupervisorView) {
        self.view = view;
    }

    /// The next whole minute of a wait.
    pub(super) fn next_tick(&self, now: Timestamp) -> Option<Timestamp> {
        let minute = SignedDuration::from_mins(1);
        let waits = self.view.longest.iter().map(|waiting| waiting.issued_at);
        let stages = self.view.counters.iter().filter_map(|counter| counter.stage_since);
        waits.chain(stages).map(|since| next_multiple(since, now, minute)).min()
    }
}
