//! What came of a line, in words.

use goiso_domain::{AbsentCause, CallReason, CancelCause, Effect, Event, Target, effects};
use goiso_model::{ServiceId, TicketId};

use super::Play;

impl Play {
    fn number(&self, ticket: TicketId) -> String {
        self.hall.ticket(ticket).map_or_else(|| "?".to_owned(), |ticket| ticket.number.to_string())
    }

    pub(crate) fn tell(&self, event: &Event) -> String {
        let told = match event {
            Event::RulesApplied { .. } => "new rules".to_owned(),
            Event::DayStarted { day } => format!("day {day}"),
            Event::CounterOpened { counter, official, services } => {
                let services: Vec<_> = services.iter().map(ServiceId::as_str).collect();
                format!("counter {counter} open with {official} for {}", services.join(" "))
            }
            Event::CounterPaused { counter, reason } => format!("counter {counter} pauses ({reason:?})"),
            Event::CounterClosed { counter } => format!("counter {counter} closed"),
            Event::Issued { number, entry, .. } => match entry.as_deref() {
                None => number.to_string(),
                Some(entry) => format!("{number} ({:?}, {} people)", entry.standing, entry.people),
            },
            Event::CardShown { ticket, .. } => format!("{} is of a known person", self.number(*ticket)),
            Event::Called { ticket, reason, note, .. } => {
                let why = match reason {
                    CallReason::Oldest => "oldest".to_owned(),
                    CallReason::Priority { class } => format!("priority {class}"),
                    CallReason::MaxWait => "waited too long".to_owned(),
                    CallReason::OutOfTurn => "out of turn".to_owned(),
                    other => format!("{other:?}"),
                };
                let note = note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
                format!("{} called ({why}{note})", self.number(*ticket))
            }
            Event::Recalled { ticket, .. } => format!("{} recalled", self.number(*ticket)),
            Event::Arrived { ticket, .. } => format!("{} here", self.number(*ticket)),
            Event::Finished { ticket, outcome, .. } => {
                format!("{} {}", self.number(*ticket), String::from(outcome.clone()))
            }
            Event::MarkedAbsent { ticket, cause, .. } => match cause {
                AbsentCause::Official => format!("{} absent", self.number(*ticket)),
                cause => format!("{} absent ({cause:?})", self.number(*ticket)),
            },
            Event::Cancelled { ticket, cause, .. } => match cause {
                CancelCause::Visitor => format!("{} given up", self.number(*ticket)),
                CancelCause::DayEnded => format!("{} ended with the day", self.number(*ticket)),
                cause => format!("{} ended ({cause:?})", self.number(*ticket)),
            },
            Event::MessagePosted { message, level, text, since, .. } => {
                let words = text.get(&goiso_model::Language::vietnamese());
                let again = if since.is_some() { " again" } else { "" };
                format!("message {message}{again}: {words} ({level:?})")
            }
            Event::MessageRemoved { message } => format!("message {message} gone"),
            Event::SlipReprinted { ticket, .. } => format!("{} slip again", self.number(*ticket)),
            other => self.tell_newer(other),
        };
        let effects: Vec<_> =
            effects(&self.hall, event).iter().map(|effect| self.tell_effect(effect)).collect();
        if effects.is_empty() { told } else { format!("{told} [{}]", effects.join(" ")) }
    }

    /// Of those who come back or are sent on, and of the supervisor.
    fn tell_newer(&self, event: &Event) -> String {
        match event {
            Event::Held { ticket, until, reason, .. } => {
                let secs = until.duration_since(self.begins).as_secs();
                format!("{} held for {reason:?} until {secs}s", self.number(*ticket))
            }
            Event::Returned { ticket } => format!("{} back", self.number(*ticket)),
            Event::Restored { ticket, .. } => format!("{} restored", self.number(*ticket)),
            Event::Transferred { ticket, to, place, then, note, .. } => {
                let note = note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
                let then = then.iter().fold(String::new(), |told, to| told + ", then " + &tell_target(to));
                format!("{} sent to {} ({place:?}{then}{note})", self.number(*ticket), tell_target(to))
            }
            Event::Chained { ticket, then, .. } => {
                let then: Vec<_> = then.iter().map(tell_target).collect();
                format!("{} then to [{}]", self.number(*ticket), then.join(" "))
            }
            Event::Noted { ticket, note, .. } => format!("{} noted: {note}", self.number(*ticket)),
            Event::Undone { ticket, .. } => format!("{} as before", self.number(*ticket)),
            Event::HelpAsked { counter } => format!("counter {counter} asks for help"),
            Event::HelpEnded { counter } => format!("counter {counter} is helped"),
            Event::ServicesAssigned { counter, services } => {
                let services: Vec<_> = services.iter().map(ServiceId::as_str).collect();
                format!("counter {counter} is given {}", services.join(" "))
            }
            Event::ServiceSwitched { service, switch } => format!("{service} {switch:?}"),
            Event::QuotaSet { service, max } => format!("{service} gives {max:?}"),
            Event::DayClosed { rest } => format!("service ends ({rest:?})"),
            Event::PutOff { ticket } => format!("{} put off", self.number(*ticket)),
            Event::Booked { service, slot, .. } => format!("{service} promised for {slot}"),
            Event::BookingDropped { .. } => "promise dropped".to_owned(),
            Event::Lending(event) => crate::lending::tell_event(&self.hall, event),
            other => format!("{other:?}"),
        }
    }

    fn tell_effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::PrintSlip { ticket, kiosk } => format!("print {} at {kiosk}", self.number(*ticket)),
            Effect::Announce { ticket, counter, sequence } => {
                format!("announce {} to {counter} as call {sequence}", self.number(*ticket))
            }
            Effect::Light { counter } => format!("light {counter}"),
        }
    }
}

fn tell_target(target: &Target) -> String {
    match target {
        Target::Service(service) => service.to_string(),
        Target::Counter(counter) => format!("counter {counter}"),
    }
}
