//! Giving a number.

use goiso_model::{DeviceName, PriorityClassId, ServiceId, TicketId};
use jiff::Timestamp;

use crate::hall::Hall;
use crate::{Event, Refusal};

impl Hall {
    pub(super) fn decide_issue(
        &self,
        id: TicketId,
        service: &ServiceId,
        class: Option<&PriorityClassId>,
        kiosk: Option<&DeviceName>,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        if self.tickets.contains_key(&id) {
            return Err(Refusal::TicketExists { ticket: id });
        }
        let rules = self
            .rules
            .services
            .get(service)
            .ok_or_else(|| Refusal::UnknownService { service: service.clone() })?;
        if let Some(class) = class.filter(|class| !self.rules.classes.contains_key(*class)) {
            return Err(Refusal::UnknownPriority { class: class.clone() });
        }
        if !self.rules.gives_numbers(rules, now) {
            let opens_at = self.rules.next_opening(rules, now);
            return Err(Refusal::ServiceClosed { service: service.clone(), opens_at });
        }
        let next = self.next_number(service)?;
        if self.index.n_waiting_in_all() >= self.rules.waiting_max {
            return Err(Refusal::HallFull { max: self.rules.waiting_max });
        }
        Ok(vec![Event::Issued {
            ticket: id,
            number: next.number,
            service: service.clone(),
            series: next.series,
            value: next.value,
            class: class.cloned(),
            kiosk: kiosk.cloned(),
        }])
    }
}
