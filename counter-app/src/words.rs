//! Which text says which word of the protocol.

use goiso_i18n::{Texts, Value};
use goiso_model::PriorityClassId;
use goiso_protocol::{Alert, AlertKind, ClassInfo, PauseReason, SelectedReason};

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
        AlertKind::Unknown => texts.format("alert-unknown", &device),
    }
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
