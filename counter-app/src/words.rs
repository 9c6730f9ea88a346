//! Which text says which word of the protocol.

use goiso_i18n::{Texts, Value};
use goiso_model::PriorityClassId;
use goiso_protocol::{
    Alert, AlertKind, BoardCounterCondition, ClassInfo, CounterState, HoldReason, OfficialRole, OutcomeInfo,
    PauseReason, PrinterCondition, SelectedReason, ServiceState, ServiceSwitch, SlipState, SlipTrouble,
    TransferPlace,
};

/// An alert in a sentence.
pub(crate) fn alert(texts: &Texts, alert: &Alert) -> String {
    let device = [("device", Value::from(&alert.device))];
    match alert.kind {
        AlertKind::LedDown => texts.text("alert-led-down"),
        AlertKind::PrinterNoPaper => texts.format("alert-printer-no-paper", &device),
        AlertKind::PrinterPaperLow => texts.format("alert-printer-paper-low", &device),
        AlertKind::PrinterFault => texts.format("alert-printer-fault", &device),
        AlertKind::KeypadGone => texts.format("alert-keypad-gone", &device),
        AlertKind::ScannerGone => texts.format("alert-scanner-gone", &device),
        AlertKind::JournalUnavailable => texts.text("alert-journal-unavailable"),
        AlertKind::NumberTurnedAway => texts.format("alert-number-turned-away", &device),
        AlertKind::Unknown => texts.format("alert-unknown", &device),
    }
}

/// An alert for somebody who looks after all counters.
pub(crate) fn alert_of_hall(texts: &Texts, about: &Alert) -> String {
    match about.kind {
        AlertKind::LedDown => texts.format("alert-led-down-at", &[("counter", Value::from(&about.device))]),
        AlertKind::PrinterNoPaper
        | AlertKind::PrinterPaperLow
        | AlertKind::PrinterFault
        | AlertKind::KeypadGone
        | AlertKind::ScannerGone
        | AlertKind::JournalUnavailable
        | AlertKind::NumberTurnedAway
        | AlertKind::Unknown => alert(texts, about),
    }
}

/// What is the matter with a slip, and that it can be printed again.
pub(crate) fn lost_slip(texts: &Texts, trouble: &SlipTrouble) -> String {
    let key = match trouble.slip {
        SlipState::Held => "slip-held",
        SlipState::NotPrinted => "slip-not-printed",
        SlipState::Unclear | SlipState::Printing | SlipState::Printed | SlipState::Unknown => "slip-unclear",
    };
    texts.format(key, &[("number", Value::from(trouble.number.as_str()))])
}

/// Why the counter pauses.
pub(crate) fn pause(texts: &Texts, reason: PauseReason) -> String {
    texts.text(match reason {
        PauseReason::Break => "pause-break",
        PauseReason::Lunch => "pause-lunch",
        PauseReason::Meeting => "pause-meeting",
        PauseReason::Technical => "pause-technical",
    })
}

/// Why somebody comes before those who have waited longer; nothing for whoever simply waited longest.
pub(crate) fn reason(texts: &Texts, reason: SelectedReason) -> Option<String> {
    match reason {
        SelectedReason::Oldest => None,
        SelectedReason::Priority => Some(texts.text("reason-priority")),
        SelectedReason::MaxWait => Some(texts.text("reason-max-wait")),
        SelectedReason::OutOfTurn => Some(texts.text("reason-out-of-turn")),
        SelectedReason::Returned => Some(texts.text("reason-returned")),
        SelectedReason::Restored => Some(texts.text("reason-restored")),
        SelectedReason::Transferred => Some(texts.text("reason-transferred")),
        SelectedReason::Appointment => Some(texts.text("reason-appointment")),
        SelectedReason::CarriedOver => Some(texts.text("reason-carried-over")),
        SelectedReason::ServiceOrder => Some(texts.text("reason-service-order")),
        SelectedReason::ServiceShare => Some(texts.text("reason-service-share")),
        SelectedReason::Helping => Some(texts.text("reason-helping")),
        SelectedReason::WalkIn => Some(texts.text("reason-walk-in")),
        SelectedReason::Unknown => Some(texts.text("reason-unknown")),
    }
}

/// A priority class's name as the centre writes it; its id if the view does not name it.
pub(crate) fn class<'a>(texts: &Texts, classes: &'a [ClassInfo], id: &'a PriorityClassId) -> &'a str {
    classes.iter().find(|class| class.id == *id).map_or(id.as_str(), |class| class.name.get(texts.language()))
}

/// How a service ended, as the centre calls it.
pub(crate) fn outcome(texts: &Texts, outcome: &OutcomeInfo) -> String {
    if !outcome.name.is_empty() {
        return outcome.name.get(texts.language()).to_owned();
    }
    match outcome.id.as_str() {
        "done" => texts.text("outcome-done"),
        "received" => texts.text("outcome-received"),
        "refused" => texts.text("outcome-refused"),
        "guided" => texts.text("outcome-guided"),
        unnamed => unnamed.to_owned(),
    }
}

/// Whether a counter serves.
pub(crate) fn state(texts: &Texts, state: &CounterState) -> String {
    texts.text(match state {
        CounterState::Closed => "counter-state-closed",
        CounterState::Open { .. } => "counter-state-open",
        CounterState::Paused { .. } => "counter-state-paused",
    })
}

/// The same, as boards know it.
pub(crate) fn condition(texts: &Texts, condition: BoardCounterCondition) -> String {
    texts.text(match condition {
        BoardCounterCondition::Open => "counter-state-open",
        BoardCounterCondition::Paused => "counter-state-paused",
        BoardCounterCondition::Closed | BoardCounterCondition::Unknown => "counter-state-closed",
    })
}

/// What somebody may do.
pub(crate) fn role(texts: &Texts, role: OfficialRole) -> String {
    texts.text(match role {
        OfficialRole::Official => "role-official",
        OfficialRole::Assistant => "role-assistant",
        OfficialRole::Supervisor => "role-supervisor",
    })
}

/// Whether a service gives numbers.
pub(crate) fn service_state(texts: &Texts, state: &ServiceState) -> String {
    texts.text(match state {
        ServiceState::Open => "service-open",
        ServiceState::Full => "service-full",
        ServiceState::Paused => "service-paused",
        ServiceState::Closed { .. } | ServiceState::Unknown => "service-closed",
    })
}

/// How a printer is, in one or two words.
pub(crate) fn printer(texts: &Texts, printer: PrinterCondition) -> String {
    texts.text(match printer {
        PrinterCondition::Ready => "printer-ready",
        PrinterCondition::PaperLow => "printer-paper-low",
        PrinterCondition::NoPaper => "printer-no-paper",
        PrinterCondition::Absent => "printer-absent",
        PrinterCondition::Fault | PrinterCondition::Unknown => "printer-fault",
    })
}

/// What a visitor fetches.
pub(crate) fn hold(texts: &Texts, reason: HoldReason) -> String {
    texts.text(match reason {
        HoldReason::Papers => "hold-papers",
        HoldReason::Copies => "hold-copies",
        HoldReason::Form => "hold-form",
        HoldReason::Payment => "hold-payment",
        HoldReason::Signature => "hold-signature",
        HoldReason::Other => "hold-other",
    })
}

/// To which place of the line a visitor is sent.
pub(crate) fn place(texts: &Texts, place: TransferPlace) -> String {
    texts.text(match place {
        TransferPlace::Keep => "transfer-keep",
        TransferPlace::First => "transfer-first",
        TransferPlace::Last => "transfer-last",
    })
}

/// What a supervisor settles about a service.
pub(crate) fn switch(texts: &Texts, switch: ServiceSwitch) -> String {
    texts.text(match switch {
        ServiceSwitch::Open => "switch-open",
        ServiceSwitch::Paused => "switch-paused",
        ServiceSwitch::Closed => "switch-closed",
    })
}
