//! The wire's words to the hall's and back.

use goiso_domain::{
    CallReason, Command, CounterState, Event, MessageLevel, Outcome, PauseReason, TicketState,
};
use goiso_model::{CounterNumber, DeviceName, TicketId};
use goiso_protocol::{self as wire, BoardCounterCondition, Request, SelectedReason, TicketStage};

/// A wish as a command; `draw` gives the id of a new ticket.
pub(super) fn command(
    request: &Request,
    kiosk: Option<&DeviceName>,
    draw: impl FnOnce() -> TicketId,
) -> Command {
    match request {
        Request::Issue { service, priority } => Command::Issue {
            ticket: draw(),
            service: service.clone(),
            class: priority.clone(),
            kiosk: kiosk.cloned(),
        },
        Request::OpenCounter { counter, official, services } => {
            Command::OpenCounter { counter: *counter, official: official.clone(), services: services.clone() }
        }
        Request::PauseCounter { counter, reason } => {
            Command::PauseCounter { counter: *counter, reason: pause_reason(*reason) }
        }
        Request::CloseCounter { counter } => Command::CloseCounter { counter: *counter },
        Request::CallNext { counter } => Command::CallNext { counter: *counter },
        Request::CallNumber { counter, number } => {
            Command::CallNumber { counter: *counter, number: number.clone() }
        }
        Request::Recall { counter } => Command::Recall { counter: *counter },
        Request::Arrive { counter } => Command::Arrive { counter: *counter },
        Request::Finish { counter, outcome } => {
            Command::Finish { counter: *counter, outcome: finish_outcome(*outcome) }
        }
        Request::MarkAbsent { counter } => Command::MarkAbsent { counter: *counter },
        Request::Cancel { ticket } => Command::Cancel { ticket: *ticket },
        Request::PostMessage { level, text, until } => {
            Command::PostMessage { level: message_level(*level), text: text.clone(), until: *until }
        }
        Request::RemoveMessage { message } => Command::RemoveMessage { message: *message },
    }
}

/// The counter a wish is about.
pub(super) fn counter_of(request: &Request) -> Option<CounterNumber> {
    match request {
        Request::Issue { .. }
        | Request::Cancel { .. }
        | Request::PostMessage { .. }
        | Request::RemoveMessage { .. } => None,
        Request::OpenCounter { counter, .. }
        | Request::PauseCounter { counter, .. }
        | Request::CloseCounter { counter }
        | Request::CallNext { counter }
        | Request::CallNumber { counter, .. }
        | Request::Recall { counter }
        | Request::Arrive { counter }
        | Request::Finish { counter, .. }
        | Request::MarkAbsent { counter } => Some(*counter),
    }
}

/// The ticket an event is about.
pub(super) fn ticket_of(event: &Event) -> Option<TicketId> {
    match event {
        Event::Issued { ticket, .. }
        | Event::Called { ticket, .. }
        | Event::Recalled { ticket, .. }
        | Event::Arrived { ticket, .. }
        | Event::Finished { ticket, .. }
        | Event::MarkedAbsent { ticket, .. }
        | Event::Cancelled { ticket, .. } => Some(*ticket),
        Event::RulesApplied { .. }
        | Event::DayStarted { .. }
        | Event::CounterOpened { .. }
        | Event::CounterPaused { .. }
        | Event::CounterClosed { .. }
        | Event::MessagePosted { .. }
        | Event::MessageRemoved { .. } => None,
    }
}

fn message_level(level: wire::MessageLevel) -> MessageLevel {
    match level {
        wire::MessageLevel::Emergency => MessageLevel::Emergency,
        wire::MessageLevel::Notice | wire::MessageLevel::Unknown => MessageLevel::Notice,
    }
}

/// How urgent a message is, in the wire's words.
pub(super) fn wire_message_level(level: MessageLevel) -> wire::MessageLevel {
    match level {
        MessageLevel::Emergency => wire::MessageLevel::Emergency,
        MessageLevel::Notice => wire::MessageLevel::Notice,
    }
}

fn pause_reason(reason: wire::PauseReason) -> PauseReason {
    match reason {
        wire::PauseReason::Break => PauseReason::Break,
        wire::PauseReason::Lunch => PauseReason::Lunch,
        wire::PauseReason::Meeting => PauseReason::Meeting,
        wire::PauseReason::Technical => PauseReason::Technical,
    }
}

fn wire_pause_reason(reason: PauseReason) -> wire::PauseReason {
    match reason {
        PauseReason::Break => wire::PauseReason::Break,
        PauseReason::Lunch => wire::PauseReason::Lunch,
        PauseReason::Meeting => wire::PauseReason::Meeting,
        PauseReason::Technical => wire::PauseReason::Technical,
    }
}

fn finish_outcome(outcome: wire::Outcome) -> Outcome {
    match outcome {
        wire::Outcome::Done => Outcome::Done,
        wire::Outcome::Received => Outcome::Received,
        wire::Outcome::Refused => Outcome::Refused,
        wire::Outcome::Guided => Outcome::Guided,
    }
}

/// A ticket's state in the wire's words.
pub(super) fn stage(state: &TicketState) -> TicketStage {
    match state {
        TicketState::Waiting => TicketStage::Waiting,
        TicketState::Called { .. } => TicketStage::Called,
        TicketState::Serving { .. } => TicketStage::Serving,
        TicketState::Absent { .. } => TicketStage::Absent,
        TicketState::Done { .. } => TicketStage::Done,
        TicketState::Cancelled { .. } => TicketStage::Cancelled,
    }
}

/// A reason in the wire's words.
pub(super) fn reason(reason: &CallReason) -> SelectedReason {
    match reason {
        CallReason::Oldest => SelectedReason::Oldest,
        CallReason::Priority { .. } => SelectedReason::Priority,
        CallReason::MaxWait => SelectedReason::MaxWait,
        CallReason::OutOfTurn => SelectedReason::OutOfTurn,
    }
}

/// A counter's state in the wire's words.
pub(super) fn counter_state(state: &CounterState) -> wire::CounterState {
    match state {
        CounterState::Closed => wire::CounterState::Closed,
        CounterState::Open { official, since } => {
            wire::CounterState::Open { official: official.clone(), since: *since }
        }
        CounterState::Paused { official, since, reason } => wire::CounterState::Paused {
            official: official.clone(),
            since: *since,
            reason: wire_pause_reason(*reason),
        },
    }
}

/// A counter's state as the hall sees it.
pub(super) fn counter_condition(state: &CounterState) -> BoardCounterCondition {
    match state {
        CounterState::Closed => BoardCounterCondition::Closed,
        CounterState::Open { .. } => BoardCounterCondition::Open,
        CounterState::Paused { .. } => BoardCounterCondition::Paused,
    }
}
