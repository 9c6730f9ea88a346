//! What an official wishes about a visitor, and the words that go with it.

use goiso_domain::{Audience, Command, HoldReason, Rest, ServiceSwitch, Target, TransferPlace};
use goiso_protocol::{self as wire, Request};

use super::pause_reason;

/// A wish about a counter or about somebody who comes back. Whatever else there is ends no wait.
pub(super) fn at_counter(request: &Request) -> Command {
    match request {
        Request::OpenCounter { counter, official, services } => {
            Command::OpenCounter { counter: *counter, official: official.clone(), services: services.clone() }
        }
        Request::PauseCounter { counter, reason } => {
            Command::PauseCounter { counter: *counter, reason: pause_reason(*reason) }
        }
        Request::CloseCounter { counter } => Command::CloseCounter { counter: *counter },
        Request::CallNext { counter } => Command::CallNext { counter: *counter },
        Request::CallNumber { counter, number, reason } => {
            Command::CallNumber { counter: *counter, number: number.clone(), note: reason.clone() }
        }
        Request::Recall { counter } => Command::Recall { counter: *counter },
        Request::Arrive { counter } => Command::Arrive { counter: *counter },
        Request::Finish { counter, outcome } => {
            Command::Finish { counter: *counter, outcome: outcome.clone() }
        }
        Request::MarkAbsent { counter } => Command::MarkAbsent { counter: *counter },
        Request::Cancel { ticket, counter } => Command::Cancel { ticket: *ticket, counter: *counter },
        Request::Hold { counter, reason, minutes, note } => Command::Hold {
            counter: *counter,
            reason: hold_reason(*reason),
            minutes: *minutes,
            note: note.clone(),
        },
        Request::ReturnHeld { ticket } => Command::ReturnHeld { ticket: *ticket },
        Request::Restore { ticket } => Command::Restore { ticket: *ticket },
        Request::Transfer { counter, to, place, note } => Command::Transfer {
            counter: *counter,
            to: target(to),
            place: transfer_place(*place),
            note: note.clone(),
        },
        Request::Chain { counter, then } => {
            Command::Chain { counter: *counter, then: then.iter().map(target).collect() }
        }
        Request::Note { counter, note } => Command::Note { counter: *counter, note: note.clone() },
        Request::Undo { counter } => Command::Undo { counter: *counter },
        Request::AskHelp { counter } => Command::AskHelp { counter: *counter },
        Request::EndHelp { counter } => Command::EndHelp { counter: *counter },
        Request::Issue { .. }
        | Request::IssueAt { .. }
        | Request::IssueGroup { .. }
        | Request::Book { .. }
        | Request::DropBooking { .. }
        | Request::CheckIn { .. }
        | Request::WalkIn { .. }
        | Request::AssignServices { .. }
        | Request::SetService { .. }
        | Request::SetQuota { .. }
        | Request::EndDay { .. }
        | Request::BorrowBlock { .. }
        | Request::KeepBlock { .. }
        | Request::TellIssued { .. }
        | Request::PostMessage { .. }
        | Request::Reprint { .. }
        | Request::ReprintNumber { .. }
        | Request::RemoveMessage { .. } => Command::EndWaits,
    }
}

fn target(target: &wire::Target) -> Target {
    match target {
        wire::Target::Service(service) => Target::Service(service.clone()),
        wire::Target::Counter(counter) => Target::Counter(*counter),
    }
}

/// Where a visitor goes to, in the wire's words.
pub(in crate::core) fn onward(target: &Target) -> wire::Onward {
    match target {
        Target::Service(service) => wire::Onward { service: Some(service.clone()), counter: None },
        Target::Counter(counter) => wire::Onward { service: None, counter: Some(*counter) },
    }
}

fn transfer_place(place: wire::TransferPlace) -> TransferPlace {
    match place {
        wire::TransferPlace::Keep => TransferPlace::Keep,
        wire::TransferPlace::First => TransferPlace::First,
        wire::TransferPlace::Last => TransferPlace::Last,
    }
}

fn hold_reason(reason: wire::HoldReason) -> HoldReason {
    match reason {
        wire::HoldReason::Papers => HoldReason::Papers,
        wire::HoldReason::Copies => HoldReason::Copies,
        wire::HoldReason::Form => HoldReason::Form,
        wire::HoldReason::Payment => HoldReason::Payment,
        wire::HoldReason::Signature => HoldReason::Signature,
        wire::HoldReason::Other => HoldReason::Other,
    }
}

pub(super) fn switch(switch: wire::ServiceSwitch) -> ServiceSwitch {
    match switch {
        wire::ServiceSwitch::Open => ServiceSwitch::Open,
        wire::ServiceSwitch::Paused => ServiceSwitch::Paused,
        wire::ServiceSwitch::Closed => ServiceSwitch::Closed,
    }
}

pub(super) fn rest(rest: wire::Rest) -> Rest {
    match rest {
        wire::Rest::Cancel => Rest::Cancel,
        wire::Rest::Carry => Rest::Carry,
    }
}

/// Whom a message is for, in the wire's words.
pub(in crate::core) fn wire_audience(audience: Audience) -> wire::Audience {
    match audience {
        Audience::Boards => wire::Audience::Boards,
        Audience::Counters => wire::Audience::Counters,
        Audience::All => wire::Audience::All,
    }
}

pub(super) fn audience(audience: wire::Audience) -> Audience {
    match audience {
        wire::Audience::Boards => Audience::Boards,
        wire::Audience::Counters => Audience::Counters,
        wire::Audience::All => Audience::All,
    }
}
