//! The counter's screen: an official calls numbers, serves visitors and sees who waits.

use goiso_model::{LocalText, OfficialId, OutcomeId, ServiceId, TicketId, TicketNumber};
use goiso_protocol::{
    CounterState, CounterView, CurrentTicket, HoldReason, IssuingState, OutcomeInfo, PauseReason, Request,
    SlipTrouble, TicketStage,
};
use jiff::{SignedDuration, Timestamp};

use super::form::{Form, FormAction, bring_back};
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
    /// Call the number of the form out of turn.
    CallNumber,
    /// The visitor of the form's number does not want to wait any longer.
    GiveUp,
    /// Call the present number again.
    Recall,
    /// The visitor is here.
    Arrive,
    /// The visitor has been served; in the usual way, if none is said.
    Finish(Option<OutcomeId>),
    /// The visitor does not come.
    MarkAbsent,
    /// The visitor fetches something, and keeps the place.
    Hold(HoldReason),
    /// The visitor is sent to the form's target.
    Transfer,
    /// The visitor goes to the form's target once finished here.
    Chain,
    /// A visitor without a slip, for this service.
    WalkIn(ServiceId),
    /// Somebody who was set aside is back.
    BringBack(TicketId),
    /// Take back the last "absent", "finished" or "given up".
    Undo,
    /// Print the slip again that may not be on paper: of several the newest.
    Reprint,
    /// Ask the supervisor to come.
    AskHelp,
    /// The supervisor need not come.
    EndHelp,
    /// Pause the counter.
    Pause(PauseReason),
    /// Show this instead of the usual keys.
    Show(Panel),
    /// Ask about this number, which is listed.
    Pick(TicketNumber),
    /// Fill in the panel's form.
    Fill(FormAction),
    /// Go back to the usual keys.
    Back,
    /// List these below the keys.
    List(Listed),
}

impl CounterAction {
    /// Whether the hub is asked.
    pub(super) fn asks_hub(&self) -> bool {
        !matches!(self, Self::Show(_) | Self::Pick(_) | Self::Fill(_) | Self::Back | Self::List(_))
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
    /// What the visitor fetches.
    Hold,
    /// Where the visitor is sent.
    Transfer,
    /// Which number is called out of turn, and why.
    CallNumber,
    /// A visitor without a slip.
    WalkIn,
    /// What is done seldom.
    More,
}

/// What is listed below the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Who waits for this counter.
    Waiting,
    /// Who was here and may come back.
    Away,
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
    form: Form,
}

impl Counter {
    pub(super) fn new(view: CounterView, services: Vec<ServiceId>) -> Self {
        Self { view, services, panel: Panel::Keys, listed: Listed::Waiting, form: Form::default() }
    }

    /// The newest slip that may not be on paper and can be printed again.
    pub(crate) fn lost_slip(&self) -> Option<&SlipTrouble> {
        self.view.slips.iter().find(|slip| slip.can_reprint)
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

    /// What has been filled in so far.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// How a service can end here, the usual way first. A name that is empty is one of the texts.
    pub fn outcomes(&self) -> Vec<OutcomeInfo> {
        if !self.view.outcomes.is_empty() {
            return self.view.outcomes.clone();
        }
        let built_in = OutcomeId::built_in().into_iter();
        built_in.map(|id| OutcomeInfo { id, name: LocalText::default() }).collect()
    }

    pub(super) fn can_record(&self) -> bool {
        match self.view.issuing {
            IssuingState::Ready => true,
            IssuingState::JournalUnavailable | IssuingState::Unknown => false,
        }
    }

    pub(super) fn can(&self, action: &CounterAction, now: Timestamp) -> bool {
        let view = &self.view;
        let is_called = view.current.as_ref().is_some_and(is_called);
        let has_visitor = view.current.is_some();
        let is_open = is_open(&view.state);
        match action {
            CounterAction::Open => !is_open,
            CounterAction::Pause(_)
            | CounterAction::Show(Panel::PauseReasons | Panel::CallNumber | Panel::WalkIn)
            | CounterAction::Pick(_)
            | CounterAction::WalkIn(_) => is_open,
            CounterAction::Back => self.panel != Panel::Keys,
            CounterAction::Close => !matches!(view.state, CounterState::Closed) && !has_visitor,
            CounterAction::CallNext => is_open && view.n_waiting > 0,
            CounterAction::CallNumber => is_open && self.form.call(view).is_some(),
            CounterAction::GiveUp => self.form.give_up(view).is_some(),
            CounterAction::Recall => is_called && !is_last_call_made(view),
            CounterAction::Arrive | CounterAction::MarkAbsent => is_called,
            CounterAction::Finish(Some(outcome)) => {
                has_visitor && self.outcomes().iter().any(|known| known.id == *outcome)
            }
            CounterAction::Finish(None)
            | CounterAction::Hold(_)
            | CounterAction::Show(Panel::Outcomes | Panel::Hold | Panel::Transfer) => has_visitor,
            CounterAction::Transfer => has_visitor && self.form.transfer(view).is_some(),
            CounterAction::Chain => self.form.chain(view).is_some(),
            CounterAction::BringBack(ticket) => bring_back(view, *ticket).is_some(),
            CounterAction::Undo => view.undo_until.is_some_and(|until| now < until),
            CounterAction::Reprint => self.lost_slip().is_some(),
            CounterAction::AskHelp => {
                view.help_since.is_none() && !matches!(view.state, CounterState::Closed)
            }
            CounterAction::EndHelp => view.help_since.is_some(),
            CounterAction::Show(Panel::Keys | Panel::More)
            | CounterAction::List(_)
            | CounterAction::Fill(_) => true,
        }
    }

    /// Whether the visitor has been called as often as is usual and "absent" is due.
    pub fn is_absent_due(&self) -> bool {
        self.view.current.as_ref().is_some_and(is_called) && is_last_call_made(&self.view)
    }

    pub(super) fn handle(&mut self, action: CounterAction, official: &OfficialId) -> Step {
        match action {
            CounterAction::Show(panel) => {
                self.form = Form::default();
                self.panel = panel;
            }
            CounterAction::Pick(number) => {
                self.form = Form::of_number(&number);
                self.panel = Panel::CallNumber;
            }
            CounterAction::Fill(action) => self.form.fill(action),
            CounterAction::Back => self.panel = Panel::Keys,
            CounterAction::List(listed) => self.listed = listed,
            asking => {
                if let Some(request) = self.request(&asking, official) {
                    self.panel = Panel::Keys;
                    return Step::Ask(request);
                }
            }
        }
        Step::Stay
    }

    /// What an action asks of the hub; none for those that only change the screen.
    fn request(&self, action: &CounterAction, official: &OfficialId) -> Option<Request> {
        let view = &self.view;
        let counter = view.counter;
        Some(match action {
            CounterAction::Open => {
                let services = match view.state {
                    CounterState::Closed => self.services.clone(),
                    // After a pause the counter goes on with what it served.
                    CounterState::Open { .. } | CounterState::Paused { .. } => Vec::new(),
                };
                Request::OpenCounter { counter, official: official.clone(), services }
            }
            CounterAction::Pause(reason) => Request::PauseCounter { counter, reason: *reason },
            CounterAction::Close => Request::CloseCounter { counter },
            CounterAction::CallNext => Request::CallNext { counter },
            CounterAction::CallNumber => self.form.call(view)?,
            CounterAction::GiveUp => self.form.give_up(view)?,
            CounterAction::Recall => Request::Recall { counter },
            CounterAction::Arrive => Request::Arrive { counter },
            CounterAction::Finish(outcome) => {
                let usual = || self.outcomes().into_iter().next().map(|usual| usual.id);
                Request::Finish { counter, outcome: outcome.clone().or_else(usual) }
            }
            CounterAction::MarkAbsent => Request::MarkAbsent { counter },
            CounterAction::Hold(reason) => self.form.hold(view, *reason),
            CounterAction::Transfer => self.form.transfer(view)?,
            CounterAction::Chain => self.form.chain(view)?,
            CounterAction::WalkIn(service) => {
                let priority = self.form.class.clone();
                Request::WalkIn { counter, service: service.clone(), priority }
            }
            CounterAction::BringBack(ticket) => bring_back(view, *ticket)?,
            CounterAction::Undo => Request::Undo { counter },
            CounterAction::Reprint => Request::Reprint { ticket: self.lost_slip()?.ticket },
            CounterAction::AskHelp => Request::AskHelp { counter },
            CounterAction::EndHelp => Request::EndHelp { counter },
            CounterAction::Show(_)
            | CounterAction::Pick(_)
            | CounterAction::Fill(_)
            | CounterAction::Back
            | CounterAction::List(_) => return None,
        })
    }

    pub(super) fn show(&mut self, view: CounterView) {
        let has_changed =
            view.current.as_ref().map(|now| now.ticket) != self.view.current.as_ref().map(|was| was.ticket);
        let is_over = match self.panel {
            Panel::Keys | Panel::More => false,
            Panel::Outcomes | Panel::Hold | Panel::Transfer => has_changed,
            Panel::PauseReasons | Panel::CallNumber | Panel::WalkIn => !is_open(&view.state),
        };
        if is_over {
            self.panel = Panel::Keys;
        }
        self.view = view;
    }

    /// The next whole second of the visitor's time at the counter or of what may be taken back, else the next
    /// whole minute of a wait.
    pub(super) fn next_tick(&self, now: Timestamp) -> Option<Timestamp> {
        let view = &self.view;
        let minute = view
            .waiting
            .iter()
            .map(|waiting| waiting.issued_at)
            .chain(view.longest_since)
            .map(|since| next_multiple(since, now, SignedDuration::from_mins(1)))
            .min();
        let serving = view.current.as_ref().map(|current| current.serving_since.unwrap_or(current.called_at));
        let undoing = view.undo_until.filter(|until| *until > now);
        let second = serving.into_iter().chain(undoing);
        let second = second.map(|since| next_multiple(since, now, SignedDuration::from_secs(1))).min();
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
