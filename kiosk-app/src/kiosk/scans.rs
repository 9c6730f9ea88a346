//! What a scan leads to.

use goiso_protocol::{Scanned, ScannedThing};
use jiff::Timestamp;

use super::facts::Scans;
use super::{Kiosk, ScanProblem, Screen, TOLD_SHOWN, Told};

impl Kiosk {
    /// Takes a scan that is new, if the screen is free for one.
    pub(super) fn take_scan(&mut self, scanned: &Scanned, now: Timestamp) {
        if scanned.sequence <= self.seen_scan {
            return;
        }
        self.seen_scan = scanned.sequence;
        if self.screen.facts().scans == Scans::Wait {
            return;
        }
        self.touched_at = now;
        self.screen = match &scanned.thing {
            ScannedThing::IdentityCard { class } => {
                self.card = Some(scanned.sequence);
                match class.as_ref().filter(|_| self.class.is_none()) {
                    Some(class) => Screen::Suggested { class: class.clone() },
                    None => Screen::HOME,
                }
            }
            ScannedThing::Dossier { service: Some(service) } if self.service(service).is_some() => {
                Screen::Led { service: service.clone() }
            }
            ScannedThing::Slip { whole: Some(ticket), .. } => {
                Screen::Own { ticket: ticket.clone(), is_cancelling: false }
            }
            ScannedThing::UnreadableCard => told(ScanProblem::UnreadableCard, now),
            ScannedThing::Dossier { service: _ } => told(ScanProblem::DossierNowhere, now),
            ScannedThing::OldSlip => told(ScanProblem::OldSlip, now),
            ScannedThing::Appointment { appointment: Some(appointment) }
                if self.service(&appointment.service).is_some() =>
            {
                Screen::Appointment(Box::new(appointment.clone()))
            }
            ScannedThing::Appointment { appointment: _ } => told(ScanProblem::Appointment, now),
            // An older hub does not say how the ticket of a slip stands.
            ScannedThing::Slip { whole: None, .. } | ScannedThing::Nothing | ScannedThing::Unknown => {
                told(ScanProblem::Nothing, now)
            }
        };
    }
}

fn told(problem: ScanProblem, now: Timestamp) -> Screen {
    Screen::Told { told: Told::Scanned(problem), until: now + TOLD_SHOWN }
}
