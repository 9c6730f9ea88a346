//! How the hall's refusals travel: code, values, HTTP status.

use goiso_domain::Refusal;
use goiso_model::CounterNumber;
use goiso_protocol::RefusalText;

/// A no of the hub itself, before the hall is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubRefusal {
    /// The journal does not take entries.
    JournalUnavailable,
    /// The same request id was used for another wish.
    RequestReused,
    /// This device may not wish this.
    NotAllowed,
    /// A printer is at this slip just now.
    SlipUnderWay,
    /// The slip is on paper, or nobody at the kiosk need doubt it: an official may have it printed again.
    SlipPrinted,
    /// The slip has been printed once more already.
    SlipReprinted,
    /// The number was given too long ago for its slip to be had at the kiosk once more.
    ReprintTooLate,
    /// No printer can print it now.
    NoPrinter,
    /// There is no such wish.
    UnknownRequest,
    /// The card was scanned too long ago, or at another kiosk.
    ScanOver,
    /// More wishes wait than the hub holds.
    TooBusy,
    /// The hub is stopping.
    Stopping,
    /// Nobody has signed in at this terminal.
    SignInNeeded,
    /// There is no such official, or this is not the PIN.
    WrongPin,
    /// So many wrong PINs were tried that none is taken for a while.
    SignInLocked {
        /// How long yet, rounded up.
        minutes: u32,
    },
    /// The list of officials cannot be read.
    OfficialsUnreadable,
    /// Somebody else sits at this counter.
    CounterTaken {
        /// Which.
        counter: CounterNumber,
    },
}

impl HubRefusal {
    /// Its name for good.
    pub fn code(self) -> &'static str {
        match self {
            Self::JournalUnavailable => "journal_unavailable",
            Self::RequestReused => "request_reused",
            Self::NotAllowed => "not_allowed",
            Self::SlipUnderWay => "slip_under_way",
            Self::SlipPrinted => "slip_printed",
            Self::SlipReprinted => "slip_reprinted",
            Self::ReprintTooLate => "reprint_too_late",
            Self::NoPrinter => "no_printer",
            Self::UnknownRequest => "unknown_request",
            Self::ScanOver => "scan_over",
            Self::TooBusy => "too_busy",
            Self::Stopping => "stopping",
            Self::SignInNeeded => "sign_in_needed",
            Self::WrongPin => "wrong_pin",
            Self::SignInLocked { .. } => "sign_in_locked",
            Self::OfficialsUnreadable => "officials_unreadable",
            Self::CounterTaken { .. } => "counter_taken",
        }
    }

    /// As it travels.
    pub fn text(self) -> RefusalText {
        let value = match self {
            HubRefusal::SignInLocked { minutes } => Some(("minutes", minutes.to_string())),
            HubRefusal::CounterTaken { counter } => Some(("counter", counter.to_string())),
            Self::JournalUnavailable
            | Self::RequestReused
            | Self::ScanOver
            | Self::NotAllowed
            | Self::SlipUnderWay
            | Self::SlipPrinted
            | Self::SlipReprinted
            | Self::ReprintTooLate
            | Self::NoPrinter
            | Self::UnknownRequest
            | Self::TooBusy
            | Self::Stopping
            | Self::SignInNeeded
            | Self::WrongPin
            | Self::OfficialsUnreadable => None,
        };
        let values = value.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        RefusalText { code: self.code().to_owned(), values }
    }
}

/// A refusal as it travels.
pub fn text(refusal: &Refusal) -> RefusalText {
    let values = values(refusal).into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    RefusalText { code: refusal.code().to_owned(), values }
}

fn values(refusal: &Refusal) -> Vec<(&'static str, String)> {
    match refusal {
        Refusal::DayNotStarted | Refusal::DayClosed | Refusal::NoteIsPersonal => vec![],
        Refusal::DayAlreadyStarted { day } => one("day", day),
        Refusal::RulesInvalid { errors } => {
            vec![("errors", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
        }
        Refusal::UnknownService { service }
        | Refusal::ServiceNotServed { service }
        | Refusal::ServiceStopped { service }
        | Refusal::NoAppointments { service } => one("service", service),
        Refusal::UnknownTicket { ticket } | Refusal::TicketExists { ticket } => one("ticket", ticket),
        Refusal::UnknownNumber { number }
        | Refusal::TicketNotHeld { number }
        | Refusal::TicketNotAbsent { number }
        | Refusal::AlreadyServing { number }
        | Refusal::TicketNotCallable { number }
        | Refusal::TicketNotCancellable { number }
        | Refusal::TicketOver { number }
        | Refusal::NumberHeld { number }
        | Refusal::NoKiosk { number } => one("number", number),
        Refusal::UnknownPriority { class } => one("priority", class),
        Refusal::UnknownOutcome { outcome } => one("outcome", outcome),
        Refusal::ServiceClosed { service, opens_at } => {
            let mut values = one("service", service);
            values.extend(opens_at.map(|at| ("opens_at", at.to_string())));
            values
        }
        Refusal::ServiceFull { service, max } | Refusal::GroupTooLarge { service, max } => {
            vec![("service", service.to_string()), ("max", max.to_string())]
        }
        Refusal::RangeExhausted { service, number } => {
            vec![("service", service.to_string()), ("number", number.to_string())]
        }
        Refusal::UnknownCounter { counter }
        | Refusal::NobodyWaiting { counter }
        | Refusal::CounterClosed { counter }
        | Refusal::CounterPaused { counter }
        | Refusal::SentToItself { counter }
        | Refusal::NothingToUndo { counter }
        | Refusal::NoCurrentTicket { counter } => one("counter", counter),
        Refusal::CounterBusy { counter, number } | Refusal::TicketSentElsewhere { number, counter } => {
            vec![("counter", counter.to_string()), ("number", number.to_string())]
        }
        Refusal::CallsExhausted { number, max } | Refusal::RestoreTooLate { number, max_minutes: max } => {
            vec![("number", number.to_string()), ("max", max.to_string())]
        }
        Refusal::ServiceNotAtCounter { service, counter } => two("service", service, "counter", counter),
        Refusal::OfficialElsewhere { official, counter } => two("official", official, "counter", counter),
        Refusal::UnknownMessage { message } => one("message", message),
        Refusal::NotLending { kiosk }
        | Refusal::NoNumbersToLend { kiosk }
        | Refusal::UnknownBlock { kiosk } => one("kiosk", kiosk),
        Refusal::HallFull { max }
        | Refusal::PersonDayLimit { max }
        | Refusal::HoldTooLong { max_minutes: max } => one("max", max),
        Refusal::TooManyMessages { max }
        | Refusal::ChainTooLong { max }
        | Refusal::NoteUnfit { max }
        | Refusal::TooManyBookings { max } => one("max", max),
        Refusal::MessageOver { until } => one("until", until),
        Refusal::UnknownSlot { service, slot } | Refusal::SlotFull { service, slot } => {
            vec![("service", service.to_string()), ("slot", slot.to_string())]
        }
        Refusal::SlotOver { slot } => one("slot", slot),
        Refusal::UnknownBooking { code } => one("code", code),
        Refusal::TooEarly { from } => one("from", from),
    }
}

fn two(
    first: &'static str,
    value: &impl ToString,
    second: &'static str,
    other: &impl ToString,
) -> Vec<(&'static str, String)> {
    vec![(first, value.to_string()), (second, other.to_string())]
}

fn one(key: &'static str, value: &impl ToString) -> Vec<(&'static str, String)> {
    vec![(key, value.to_string())]
}

/// The HTTP status of a refusal by its code: 404 for what does not exist, 403 for what this caller may not
/// do, 422 for a reused id, 503 for a hub that cannot, 409 for every no that may be a yes later.
pub fn http_status(code: &str) -> u16 {
    match code {
        "unknown_service" | "unknown_counter" | "unknown_ticket" | "unknown_number" | "unknown_priority"
        | "unknown_outcome" | "unknown_request" | "unknown_message" | "unknown_slot" | "unknown_booking"
        | "unknown_block" | "not_found" => 404,
        "not_allowed" | "sign_in_needed" | "wrong_pin" => 403,
        "sign_in_locked" => 429,
        "request_reused" => 422,
        "journal_unavailable" | "day_not_started" | "too_busy" | "stopping" | "officials_unreadable" => 503,
        _ => 409,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use goiso_i18n::Texts;
    use goiso_model::Language;

    use super::*;

    /// Every code that the sources of the domain, the hub and its pages can answer with.
    fn codes() -> Vec<&'static str> {
        let domain =
            include_str!("../../domain/src/refusal.rs").lines().filter(|line| line.contains("=> \""));
        let hub = include_str!("refusal.rs").lines().filter(|line| line.trim_start().starts_with("Self::"));
        let quoted = domain.chain(hub).filter_map(|line| line.split('"').nth(1));
        quoted.chain(["malformed", "message_gone", "not_found", "wrong_method"]).collect()
    }

    #[test]
    fn every_refusal_has_its_words_in_both_languages_and_a_status() {
        let codes = codes();
        assert!(
            codes.len() > 25 && codes.contains(&"nobody_waiting") && codes.contains(&"too_busy"),
            "{codes:?}"
        );
        for language in [Language::vietnamese(), Language::english()] {
            let texts = Texts::new(&language);
            let general = texts.refusal("of_a_newer_hub", &BTreeMap::new());
            for code in &codes {
                let words = texts.refusal(code, &BTreeMap::new());
                assert!(
                    !words.contains("of_a_newer_hub") && words != general.replace("of_a_newer_hub", code),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn the_protocols_page_tells_every_refusal_and_its_status() {
        let page = include_str!("../../../docs/protocol.md");
        for code in codes()
            .into_iter()
            .filter(|code| !["malformed", "message_gone", "not_found", "wrong_method"].contains(code))
        {
            let row = page.lines().find(|line| line.starts_with(&format!("| `{code}` |")));
            let status = row.and_then(|row| row.trim_end_matches('|').rsplit('|').next()).map(str::trim);
            assert_eq!(status, Some(http_status(code).to_string().as_str()), "{code}");
        }
    }
}
