//! What a touch asks of the hub, and what its answer leads to.

use goiso_model::{RequestId, ServiceId, TicketId};
use goiso_protocol::{Answer, Request, TicketStage, ToHub};
use jiff::Timestamp;

use super::{ANSWER_MAX, Kiosk, LinkState, Screen, Slip, TOLD_SHOWN, Told, Wish, may_be_given_up};

impl Kiosk {
    pub(super) fn issue(&mut self, service: ServiceId, now: Timestamp) -> Option<ToHub> {
        let is_offered = match &self.screen {
            Screen::Led { service: led } => *led == service,
            screen => matches!(screen, Screen::Choosing { .. } | Screen::Searching { .. }),
        };
        let is_choosable = self.service(&service).is_some_and(|service| self.is_choosable(service, now));
        if !(is_offered && is_choosable) {
            return None;
        }
        if !self.can_issue() {
            self.wish_emergency(service);
            return None;
        }
        let request =
            Request::Issue { service: service.clone(), priority: self.class.clone(), scan: self.card };
        Some(self.ask(Wish::Number(service), request, now))
    }

    pub(super) fn cancel(&mut self, ticket: TicketId, now: Timestamp) -> Option<ToHub> {
        let is_asked = matches!(&self.screen, Screen::Own { ticket: own, is_cancelling: true }
            if own.ticket == ticket && may_be_given_up(own.stage));
        if !(is_asked && self.link == LinkState::Up) {
            return None;
        }
        Some(self.ask(Wish::Cancel(ticket), Request::Cancel { ticket, counter: None }, now))
    }

    pub(super) fn reprint(&mut self, ticket: TicketId, now: Timestamp) -> Option<ToHub> {
        let is_offered = matches!(&self.screen, Screen::Own { ticket: own, is_cancelling: false }
            if own.ticket == ticket && self.may_be_reprinted(own, now));
        is_offered.then(|| self.ask(Wish::Reprint(ticket), Request::Reprint { ticket }, now))
    }

    pub(super) fn check_in(&mut self, code: TicketId, now: Timestamp) -> Option<ToHub> {
        let Screen::Appointment(appointment) = &self.screen else { return None };
        if appointment.code != code || now < appointment.from || !self.can_issue() {
            return None;
        }
        let wish = Wish::Number(appointment.service.clone());
        Some(self.ask(wish, Request::CheckIn { code }, now))
    }

    pub(super) fn ask(&mut self, wish: Wish, request: Request, now: Timestamp) -> ToHub {
        let id = self.request_ids.draw();
        self.screen = Screen::Asking { id: id.clone(), wish, until: now + ANSWER_MAX };
        ToHub::Request { id, request }
    }

    pub(super) fn answered(&mut self, id: &RequestId, answer: Answer, now: Timestamp) {
        if self.asked() != Some(id) {
            self.staff_answered(id, answer, now);
            return;
        }
        let is_reprint = matches!(&self.screen, Screen::Asking { wish: Wish::Reprint(_), .. });
        self.screen = match answer {
            Answer::Refused { refusal } => {
                Screen::Told { told: Told::Refused(refusal), until: now + TOLD_SHOWN }
            }
            Answer::Done { ticket: Some(ticket) } if ticket.stage == TicketStage::Cancelled => {
                Screen::Told { told: Told::Cancelled, until: now + TOLD_SHOWN }
            }
            Answer::Done { ticket: Some(_) } if is_reprint => {
                Screen::Told { told: Told::Reprinted, until: now + TOLD_SHOWN }
            }
            Answer::Done { ticket: Some(ticket) } => {
                self.staff.keep(&ticket);
                let slip = if ticket.is_printing { Slip::Printing } else { Slip::None };
                self.printed_at = self.view.as_ref().and_then(|view| view.stand_in.clone());
                Screen::Taken { ticket: Box::new(ticket), slip, until: Self::taken_until(slip, now) }
            }
            Answer::Done { ticket: None } | Answer::SignedIn { .. } => {
                Screen::Told { told: Told::NoAnswer(id.clone()), until: now + TOLD_SHOWN }
            }
        };
    }
}
