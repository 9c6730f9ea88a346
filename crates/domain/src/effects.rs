//! What the world outside should do about an event.

use goiso_model::{CounterNumber, DeviceName, TicketId};

use crate::{Event, Hall};

/// Something for a device to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A slip is to come out.
    PrintSlip {
        /// For which ticket.
        ticket: TicketId,
        /// Where.
        kiosk: DeviceName,
    },
    /// A number is to be heard and lit up in the hall.
    Announce {
        /// Which ticket.
        ticket: TicketId,
        /// To which counter.
        counter: CounterNumber,
        /// Of the call; see [`crate::Call`].
        sequence: u64,
    },
    /// The sign over a counter is to show what is true now.
    Light {
        /// Which.
        counter: CounterNumber,
    },
}

/// What to do about an event that the hall has just made true.
pub fn effects(hall: &Hall, event: &Event) -> Vec<Effect> {
    match event {
        Event::RulesApplied { .. } => hall.counters().map(|(counter, _)| Effect::Light { counter }).collect(),
        // Boards read messages from their view; whose card it was concerns nobody outside.
        Event::DayStarted { .. }
        | Event::CardShown { .. }
        | Event::MessagePosted { .. }
        | Event::MessageRemoved { .. }
        | Event::Returned { .. }
        | Event::Restored { .. }
        | Event::Chained { .. }
        | Event::Noted { .. }
        | Event::HelpAsked { .. }
        | Event::HelpEnded { .. }
        | Event::ServicesAssigned { .. }
        | Event::ServiceSwitched { .. }
        | Event::QuotaSet { .. }
        | Event::DayClosed { .. }
        | Event::PutOff { .. }
        | Event::Booked { .. }
        | Event::BookingDropped { .. }
        // The kiosk has shown its number already.
        | Event::Lending(_) => Vec::new(),
        Event::CounterOpened { counter, .. }
        | Event::CounterPaused { counter, .. }
        | Event::CounterClosed { counter }
        | Event::Arrived { counter, .. }
        | Event::Finished { counter, .. }
        | Event::MarkedAbsent { counter, .. }
        | Event::Held { counter, .. }
        | Event::Transferred { counter, .. }
        | Event::Undone { counter, .. } => vec![Effect::Light { counter: *counter }],
        Event::Issued { ticket, kiosk, .. } => {
            let kiosk = kiosk.clone();
            kiosk.map(|kiosk| Effect::PrintSlip { ticket: *ticket, kiosk }).into_iter().collect()
        }
        Event::SlipReprinted { ticket, kiosk } => {
            vec![Effect::PrintSlip { ticket: *ticket, kiosk: kiosk.clone() }]
        }
        Event::Called { ticket, counter, .. } | Event::Recalled { ticket, counter } => {
            let call = hall.ticket(*ticket).and_then(|ticket| ticket.last_call);
            let announce = call.map(|call| Effect::Announce {
                ticket: *ticket,
                counter: *counter,
                sequence: call.sequence,
            });
            announce.into_iter().chain([Effect::Light { counter: *counter }]).collect()
        }
        // Whoever was called when the day ended has left a number on a sign.
        Event::Cancelled { ticket, .. } => {
            let call = hall.ticket(*ticket).and_then(|ticket| ticket.last_call);
            call.map(|call| Effect::Light { counter: call.counter }).into_iter().collect()
        }
    }
}
