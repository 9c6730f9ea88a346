//! The wire's words to the hall's and back.

mod sending;

pub(super) use sending::{onward, wire_audience};

use goiso_domain::{CallReason, Command, CounterState, Event, MessageLevel, PauseReason, TicketState};
use goiso_model::{CounterNumber, DeviceName, PriorityClassId, ServiceId, TicketId};
use goiso_protocol::{self as wire, BoardCounterCondition, Request, SelectedReason, TicketStage};

/// A wish as a command; `draw` gives the id of a new ticket.
pub(super) fn command(
    request: &Request,
    kiosk: Option<&DeviceName>,
    draw: impl FnOnce() -> TicketId,
) -> Command {
    match request {
        Request::Issue { service, priority, scan: _ } => issue(draw(), service, priority.as_ref(), kiosk, 1),
        Request::IssueAt { service, priority, kiosk } => {
            issue(draw(), service, priority.as_ref(), kiosk.as_ref(), 1)
        }
        Request::IssueGroup { service, people, priority } => {
            issue(draw(), service, priority.as_ref(), kiosk, *people)
        }
        Request::Book { code, service, slot } => {
            Command::Book { code: *code, service: service.clone(), slot: *slot }
        }
        Request::DropBooking { code } => Command::DropBooking { code: *code },
        Request::CheckIn { code } => Command::CheckIn { code: *code, kiosk: kiosk.cloned() },
        Request::WalkIn { counter, service, priority } => Command::WalkIn {
            ticket: draw(),
            counter: *counter,
            service: service.clone(),
            class: priority.clone(),
        },
        Request::PostMessage { level, text, until, audience } => Command::PostMessage {
            level: message_level(*level),
            text: text.clone(),
            until: *until,
            audience: sending::audience(*audience),
        },
        Request::Reprint { ticket } => Command::Reprint { ticket: *ticket, kiosk: kiosk.cloned() },
        Request::RemoveMessage { message } => Command::RemoveMessage { message: *message },
        Request::AssignServices { counter, services } => {
            Command::AssignServices { counter: *counter, services: services.clone() }
        }
        Request::SetService { service, state } => {
            Command::SwitchService { service: service.clone(), switch: sending::switch(*state) }
        }
        Request::SetQuota { service, max } => Command::SetQuota { service: service.clone(), max: *max },
        Request::EndDay { rest, text } => Command::EndDay { rest: sending::rest(*rest), text: text.clone() },
        Request::OpenCounter { .. }
        | Request::ReprintNumber { .. }
        | Request::PauseCounter { .. }
        | Request::CloseCounter { .. }
        | Request::CallNext { .. }
        | Request::CallNumber { .. }
        | Request::Recall { .. }
        | Request::Arrive { .. }
        | Request::Finish { .. }
        | Request::MarkAbsent { .. }
        | Request::Cancel { .. }
        | Request::Hold { .. }
        | Request::ReturnHeld { .. }
        | Request::Restore { .. }
        | Request::Transfer { .. }
        | Request::Chain { .. }
        | Request::Note { .. }
        | Request::Undo { .. }
        | Request::AskHelp { .. }
        | Request::EndHelp { .. }
        | Request::BorrowBlock { .. }
        | Request::KeepBlock { .. }
        | Request::TellIssued { .. } => sending::at_counter(request),
    }
}

/// Whether somebody at a counter may wish this.
pub(super) fn may_at_counter(own: CounterNumber, request: &Request) -> bool {
    let is_own = counter_of(request) == Some(own);
    is_own && !is_of_supervisor(request) || is_of_any_counter(request)
}

fn issue(
    ticket: TicketId,
    service: &ServiceId,
    class: Option<&PriorityClassId>,
    kiosk: Option<&DeviceName>,
    people: u32,
) -> Command {
    Command::Issue { ticket, service: service.clone(), class: class.cloned(), kiosk: kiosk.cloned(), people }
}

/// The counter a wish is about.
fn counter_of(request: &Request) -> Option<CounterNumber> {
    match request {
        Request::Issue { .. }
        | Request::IssueAt { .. }
        | Request::Reprint { .. }
        | Request::ReprintNumber { .. }
        | Request::IssueGroup { .. }
        | Request::Book { .. }
        | Request::DropBooking { .. }
        | Request::CheckIn { .. }
        | Request::ReturnHeld { .. }
        | Request::Restore { .. }
        | Request::SetService { .. }
        | Request::SetQuota { .. }
        | Request::EndDay { .. }
        | Request::PostMessage { .. }
        | Request::RemoveMessage { .. }
        | Request::BorrowBlock { .. }
        | Request::KeepBlock { .. }
        | Request::TellIssued { .. } => None,
        Request::Cancel { counter, .. } => *counter,
        Request::OpenCounter { counter, .. }
        | Request::PauseCounter { counter, .. }
        | Request::CloseCounter { counter }
        | Request::CallNext { counter }
        | Request::CallNumber { counter, .. }
        | Request::Recall { counter }
        | Request::Arrive { counter }
        | Request::Finish { counter, .. }
        | Request::MarkAbsent { counter }
        | Request::WalkIn { counter, .. }
        | Request::Hold { counter, .. }
        | Request::Transfer { counter, .. }
        | Request::Chain { counter, .. }
        | Request::Note { counter, .. }
        | Request::Undo { counter }
        | Request::AskHelp { counter }
        | Request::EndHelp { counter }
        | Request::AssignServices { counter, .. } => Some(*counter),
    }
}

/// Whether a wish may come from any counter: it is about somebody who has come back or has no slip, wherever that
/// is noticed.
fn is_of_any_counter(request: &Request) -> bool {
    matches!(
        request,
        Request::ReturnHeld { .. }
            | Request::Restore { .. }
            | Request::CheckIn { .. }
            | Request::Reprint { .. }
            | Request::ReprintNumber { .. }
    )
}

/// Whether a wish is the supervisor's alone, though it names a counter.
fn is_of_supervisor(request: &Request) -> bool {
    matches!(request, Request::AssignServices { .. })
}

/// Whether a wish gives a number, which a full disk forbids.
pub(super) fn gives_number(request: &Request) -> bool {
    matches!(
        request,
        Request::Issue { .. }
            | Request::IssueAt { .. }
            | Request::IssueGroup { .. }
            | Request::Book { .. }
            | Request::CheckIn { .. }
            | Request::WalkIn { .. }
            | Request::BorrowBlock { .. }
    )
}

/// The ticket an event is about.
pub(super) fn ticket_of(event: &Event) -> Option<TicketId> {
    match event {
        Event::Issued { ticket, .. }
        | Event::CardShown { ticket, .. }
        | Event::Called { ticket, .. }
        | Event::Recalled { ticket, .. }
        | Event::Arrived { ticket, .. }
        | Event::Finished { ticket, .. }
        | Event::MarkedAbsent { ticket, .. }
        | Event::Cancelled { ticket, .. }
        | Event::Held { ticket, .. }
        | Event::Returned { ticket }
        | Event::Restored { ticket, .. }
        | Event::Transferred { ticket, .. }
        | Event::Chained { ticket, .. }
        | Event::Noted { ticket, .. }
        | Event::Undone { ticket, .. }
        | Event::SlipReprinted { ticket, .. }
        | Event::PutOff { ticket } => Some(*ticket),
        Event::Booked { code, .. } | Event::BookingDropped { code } => Some(*code),
        Event::Lending(event) => event.ticket(),
        Event::RulesApplied { .. }
        | Event::DayStarted { .. }
        | Event::CounterOpened { .. }
        | Event::CounterPaused { .. }
        | Event::CounterClosed { .. }
        | Event::HelpAsked { .. }
        | Event::HelpEnded { .. }
        | Event::ServicesAssigned { .. }
        | Event::ServiceSwitched { .. }
        | Event::QuotaSet { .. }
        | Event::DayClosed { .. }
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

pub(super) fn pause_reason(reason: wire::PauseReason) -> PauseReason {
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

/// A ticket's state in the wire's words.
pub(super) fn stage(state: &TicketState) -> TicketStage {
    match state {
        TicketState::Waiting => TicketStage::Waiting,
        TicketState::Called { .. } => TicketStage::Called,
        TicketState::Serving { .. } => TicketStage::Serving,
        TicketState::Absent { .. } => TicketStage::Absent,
        TicketState::Done { .. } => TicketStage::Done,
        TicketState::Cancelled { .. } => TicketStage::Cancelled,
        TicketState::Held { .. } => TicketStage::Held,
        TicketState::PutOff { .. } => TicketStage::PutOff,
    }
}

/// A reason in the wire's words.
pub(super) fn reason(reason: &CallReason) -> SelectedReason {
    match reason {
        CallReason::Oldest => SelectedReason::Oldest,
        CallReason::Priority { .. } => SelectedReason::Priority,
        CallReason::MaxWait => SelectedReason::MaxWait,
        CallReason::OutOfTurn => SelectedReason::OutOfTurn,
        CallReason::Returned => SelectedReason::Returned,
        CallReason::Restored => SelectedReason::Restored,
        CallReason::Transferred => SelectedReason::Transferred,
        CallReason::Appointment => SelectedReason::Appointment,
        CallReason::CarriedOver => SelectedReason::CarriedOver,
        CallReason::ServiceOrder => SelectedReason::ServiceOrder,
        CallReason::ServiceShare => SelectedReason::ServiceShare,
        CallReason::Helping => SelectedReason::Helping,
        CallReason::WalkIn => SelectedReason::WalkIn,
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
