//! Looking after the whole hall.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, Language, LocalText, ServiceId};
use goiso_protocol::{
    Audience, CounterState, IssuingState, MessageLevel, PauseReason, Request, Rest, ServiceSwitch,
    SupervisedCounter, SupervisedService, SupervisorView,
};
use jiff::{SignedDuration, Timestamp};

use super::{Step, next_multiple};

/// The most characters of a message, as on the boards' line.
const MESSAGE_CHARS_MAX: usize = 240;
/// The most digits of a quota.
const QUOTA_DIGITS_MAX: usize = 5;

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
    /// Let the counter that is looked at serve this, or not.
    Toggle(ServiceId),
    /// Settle what it serves for the rest of the day.
    Assign(CounterNumber),
    /// The official there needs no help any more.
    EndHelp(CounterNumber),
    /// Let a service give numbers, or stop it.
    Switch(ServiceId, ServiceSwitch),
    /// The quota as typed so far.
    TypeQuota(String),
    /// Settle how many numbers a service gives today; no limit, if nothing is typed.
    SetQuota(ServiceId),
    /// Whom the next message is for.
    To(Audience),
    /// What becomes of those who wait when the day ends.
    Rest(Rest),
    /// End the service of the day, with the message as what is said of it.
    EndDay,
}

impl SupervisorAction {
    pub(super) fn asks_hub(&self) -> bool {
        match self {
            Self::Show(_)
            | Self::TypeMessage(_)
            | Self::Toggle(_)
            | Self::TypeQuota(_)
            | Self::To(_)
            | Self::Rest(_) => false,
            Self::Post(_)
            | Self::RemoveMessage(_)
            | Self::PauseCounter(_)
            | Self::CloseCounter(_)
            | Self::Assign(_)
            | Self::EndHelp(_)
            | Self::Switch(..)
            | Self::SetQuota(_)
            | Self::EndDay => true,
        }
    }
}

/// What a supervisor looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupervisorPanel {
    /// Every counter.
    Counters,
    /// One counter closer.
    Counter(CounterNumber),
    /// Every service.
    Services,
    /// One service closer.
    Service(ServiceId),
    /// What is said to the hall.
    Messages,
    /// The end of the day.
    Day,
}

impl SupervisorPanel {
    /// The panel that this one was reached from, and which the way back leads to.
    pub fn behind(&self) -> Option<Self> {
        match self {
            Self::Counter(_) => Some(Self::Counters),
            Self::Service(_) => Some(Self::Services),
            Self::Day => Some(Self::Messages),
            Self::Counters | Self::Services | Self::Messages => None,
        }
    }
}

/// A supervisor's screen.
#[derive(Debug, Clone)]
pub struct Supervisor {
    pub(crate) view: SupervisorView,
    panel: SupervisorPanel,
    message: String,
    /// The message that the hub is asked to say, until it has answered.
    asked: String,
    audience: Audience,
    /// What the counter that is looked at is to serve.
    services: Vec<ServiceId>,
    quota: String,
    rest: Rest,
}

impl Supervisor {
    pub(super) fn new(view: SupervisorView) -> Self {
        Self {
            view,
            panel: SupervisorPanel::Counters,
            message: String::new(),
            asked: String::new(),
            audience: Audience::Boards,
            services: Vec::new(),
            quota: String::new(),
            rest: Rest::Cancel,
        }
    }

    /// What is looked at.
    pub fn panel(&self) -> &SupervisorPanel {
        &self.panel
    }

    /// Whom the next message is for.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// Whether the counter that is looked at is to serve this.
    pub fn is_to_serve(&self, service: &ServiceId) -> bool {
        self.services.contains(service)
    }

    /// The quota as typed so far.
    pub fn quota(&self) -> &str {
        &self.quota
    }

    /// What becomes of those who wait when the day ends.
    pub fn rest(&self) -> Rest {
        self.rest
    }

    /// A service of the view.
    pub fn service(&self, id: &ServiceId) -> Option<&SupervisedService> {
        self.view.services.iter().find(|service| service.id == *id)
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
            SupervisorAction::Show(_)
            | SupervisorAction::TypeMessage(_)
            | SupervisorAction::TypeQuota(_)
            | SupervisorAction::To(_)
            | SupervisorAction::Rest(_) => true,
            // At least one stays.
            SupervisorAction::Toggle(service) => !self.is_to_serve(service) || self.services.len() > 1,
            SupervisorAction::Assign(number) => {
                can_record && self.counter(*number).is_some_and(|counter| counter.services != self.services)
            }
            SupervisorAction::EndHelp(number) => {
                can_record && self.counter(*number).is_some_and(|counter| counter.help_since.is_some())
            }
            SupervisorAction::SetQuota(id) => {
                let max = if self.quota.is_empty() { Some(None) } else { self.quota.parse().ok().map(Some) };
                let is_other = |service: &SupervisedService| max.is_some_and(|max| max != service.daily_max);
                can_record && self.service(id).is_some_and(is_other)
            }
            SupervisorAction::Post(_) => can_record && !self.message.trim().is_empty(),
            SupervisorAction::RemoveMessage(_) | SupervisorAction::Switch(..) | SupervisorAction::EndDay => {
                can_record
            }
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
                self.look_at(panel);
                Step::Stay
            }
            SupervisorAction::Toggle(service) => {
                self.toggle(&service);
                Step::Stay
            }
            SupervisorAction::TypeQuota(text) => {
                self.quota = text.chars().filter(char::is_ascii_digit).take(QUOTA_DIGITS_MAX).collect();
                Step::Stay
            }
            SupervisorAction::To(audience) => {
                self.audience = audience;
                Step::Stay
            }
            SupervisorAction::Rest(rest) => {
                self.rest = rest;
                Step::Stay
            }
            SupervisorAction::Assign(counter) => {
                Step::Ask(Request::AssignServices { counter, services: self.services.clone() })
            }
            SupervisorAction::EndHelp(counter) => Step::Ask(Request::EndHelp { counter }),
            SupervisorAction::Switch(service, state) => Step::Ask(Request::SetService { service, state }),
            SupervisorAction::SetQuota(service) => {
                Step::Ask(Request::SetQuota { service, max: self.quota.parse().ok() })
            }
            SupervisorAction::EndDay => {
                let text = self.take_message();
                self.panel = SupervisorPanel::Counters;
                Step::Ask(Request::EndDay { rest: self.rest, text })
            }
            SupervisorAction::TypeMessage(text) => {
                self.message = text.chars().take(MESSAGE_CHARS_MAX).collect();
                Step::Stay
            }
            SupervisorAction::Post(level) => {
                let text = self.take_message().unwrap_or_default();
                Step::Ask(Request::PostMessage { level, text, until: None, audience: self.audience })
            }
            SupervisorAction::RemoveMessage(message) => Step::Ask(Request::RemoveMessage { message }),
            SupervisorAction::PauseCounter(counter) => {
                Step::Ask(Request::PauseCounter { counter, reason: PauseReason::Break })
            }
            SupervisorAction::CloseCounter(counter) => Step::Ask(Request::CloseCounter { counter }),
        }
    }

    /// The message, in Vietnamese as it was typed; none if nothing was.
    fn take_message(&mut self) -> Option<LocalText> {
        self.asked = std::mem::take(&mut self.message);
        let words = self.asked.trim().to_owned();
        (!words.is_empty()).then(|| LocalText(BTreeMap::from([(Language::vietnamese(), words)])))
    }

    /// The hub has done what it was asked.
    pub(super) fn done(&mut self) {
        self.asked.clear();
    }

    /// The hub has not: what was typed need not be typed again.
    pub(super) fn refused(&mut self) {
        let asked = std::mem::take(&mut self.asked);
        if self.message.is_empty() {
            self.message = asked;
        }
    }

    fn look_at(&mut self, panel: SupervisorPanel) {
        match &panel {
            SupervisorPanel::Counter(number) => {
                self.services = self.counter(*number).map(|known| known.services.clone()).unwrap_or_default();
            }
            SupervisorPanel::Service(id) => {
                let max = self.service(id).and_then(|service| service.daily_max);
                self.quota = max.map(|max| max.to_string()).unwrap_or_default();
            }
            SupervisorPanel::Counters
            | SupervisorPanel::Services
            | SupervisorPanel::Messages
            | SupervisorPanel::Day => {}
        }
        self.panel = panel;
    }

    fn toggle(&mut self, service: &ServiceId) {
        if self.is_to_serve(service) {
            self.services.retain(|known| known != service);
        } else {
            self.services.push(service.clone());
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
