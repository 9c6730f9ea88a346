//! Who stands at a kiosk: a visitor with a slip in the hand, or staff who have opened its corner. What either may
//! have printed once more.

use goiso_domain::Ticket;
use goiso_hardware::scanner::Scan;
use goiso_model::{DeviceName, TicketId};
use goiso_protocol::{Answer, Request, ScannedThing, SlipState};
use jiff::{SignedDuration, Timestamp};

use super::{Hub, Origin, Outcome};
use crate::refusal::HubRefusal;

/// So long after its number was given, a visitor may have a slip printed once more.
pub const REPRINT_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// So long after a right PIN, a kiosk may wish what only staff may.
pub const STAFF_KEPT: SignedDuration = SignedDuration::from_mins(5);

impl Hub {
    /// The right PIN was typed at a kiosk.
    pub(super) fn staff_came(&mut self, kiosk: &DeviceName, now: Timestamp) -> Outcome {
        self.staffed.retain(|_, until| now < *until);
        self.staffed.insert(kiosk.clone(), now.saturating_add(STAFF_KEPT).unwrap_or(now));
        Outcome::answer(Answer::Done { ticket: None })
    }

    fn is_staffed(&self, kiosk: &DeviceName, now: Timestamp) -> bool {
        self.staffed.get(kiosk).is_some_and(|until| now < *until)
    }

    /// A wish that names a ticket by its number, as one for that ticket; the same wish if it names none.
    pub(super) fn for_its_ticket(
        &self,
        origin: &Origin,
        request: &Request,
        now: Timestamp,
    ) -> Result<Option<Request>, goiso_protocol::RefusalText> {
        let Request::ReprintNumber { number } = request else { return Ok(None) };
        let is_staff = matches!(origin, Origin::Kiosk(kiosk) if self.is_staffed(kiosk, now));
        if !is_staff {
            return Err(HubRefusal::NotAllowed.text());
        }
        let unknown =
            || crate::refusal::text(&goiso_domain::Refusal::UnknownNumber { number: number.clone() });
        let ticket = self.hall.ticket_by_number(number).ok_or_else(unknown)?;
        Ok(Some(Request::Reprint { ticket }))
    }

    /// What stands against a kiosk's wish for a slip: the visitor holds it before the scanner, and then it is had
    /// once and soon; or it is not known to be on paper; or staff wish it.
    pub(super) fn stands_against_kiosk_reprint(
        &self,
        kiosk: &DeviceName,
        (id, ticket): (TicketId, &Ticket),
        now: Timestamp,
    ) -> Option<HubRefusal> {
        let is_own = ticket.kiosk.as_ref() == Some(kiosk);
        let is_lost = !matches!(self.slips.state(id), None | Some(SlipState::Printed));
        if self.is_staffed(kiosk, now) || (is_own && is_lost) {
            return None;
        }
        if self.scans.slip_at(kiosk) != Some(id) {
            return Some(if is_own { HubRefusal::SlipPrinted } else { HubRefusal::NotAllowed });
        }
        if self.slips.is_reprinted(id) {
            return Some(HubRefusal::SlipReprinted);
        }
        let is_late = now.duration_since(ticket.issued_at) > REPRINT_WITHIN;
        is_late.then_some(HubRefusal::ReprintTooLate)
    }

    /// What an appointment's code leads to: its slot, or the number that was given for it.
    pub(super) fn scanned_appointment(&self, code: &str, now: Timestamp) -> ScannedThing {
        let unknown = ScannedThing::Appointment { appointment: None };
        let Ok(code) = code.parse::<TicketId>() else { return unknown };
        if self.hall.ticket(code).is_some() {
            return self.scanned_slip(code, now);
        }
        let Some((_, booking)) = self.hall.bookings().find(|(booked, _)| *booked == code) else {
            return unknown;
        };
        let rules = self.config.services.iter().find(|service| service.id == booking.service);
        let Some(rules) = rules.and_then(|service| service.appointments) else { return unknown };
        let secs = |secs: u32| SignedDuration::from_secs(i64::from(secs));
        let (early, late) = (secs(rules.early_secs), secs(rules.late_secs));
        ScannedThing::Appointment {
            appointment: Some(goiso_protocol::ScannedAppointment {
                code,
                service: booking.service.clone(),
                slot: booking.slot,
                from: booking.slot.saturating_sub(early).unwrap_or(booking.slot),
                in_order_until: booking.slot.saturating_add(late).unwrap_or(booking.slot),
            }),
        }
    }

    /// The ticket whose code is held before a scanner, be it on a slip or on an appointment that has a number already.
    pub(super) fn shown_ticket(&self, scan: &Scan) -> Option<TicketId> {
        match scan {
            Scan::Slip(ticket) => Some(*ticket),
            Scan::Appointment(code) => {
                let code = code.as_str().parse().ok()?;
                self.hall.ticket(code).map(|_| code)
            }
            Scan::IdentityCard(_) | Scan::Dossier(_) | Scan::Refused(_) => None,
        }
    }
}
