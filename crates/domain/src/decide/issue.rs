//! Giving a number.

use goiso_model::{CounterNumber, DeviceName, PriorityClassId, ServiceId, TicketId};
use jiff::Timestamp;

use crate::hall::Hall;
use crate::{CallReason, CallsWhom, Entry, Event, Refusal, ServiceSwitch};

impl Hall {
    pub(super) fn decide_issue(
        &self,
        id: TicketId,
        service: &ServiceId,
        class: Option<&PriorityClassId>,
        kiosk: Option<&DeviceName>,
        people: u32,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_new(id)?;
        let rules = self.known_service(service)?;
        self.known_class(class)?;
        self.may_give(service, now)?;
        let max = rules.group_max.unwrap_or(1);
        if people > max || people == 0 {
            return Err(Refusal::GroupTooLarge { service: service.clone(), max });
        }
        self.quota_left(service)?;
        let next = self.next_number(service)?;
        self.has_room()?;
        let entry = (people > 1).then(|| Box::new(Entry { people, ..Entry::default() }));
        Ok(vec![Event::Issued {
            ticket: id,
            number: next.number,
            service: service.clone(),
            series: next.series,
            value: next.value,
            class: class.cloned(),
            kiosk: kiosk.cloned(),
            entry,
        }])
    }

    /// The official decides, whatever the hour; only the day's limit and the series say no.
    pub(super) fn decide_walk_in(
        &self,
        id: TicketId,
        counter: CounterNumber,
        service: &ServiceId,
        class: Option<&PriorityClassId>,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_new(id)?;
        self.calling_counter(counter)?;
        self.known_service(service)?;
        self.known_class(class)?;
        if !self.serves_or_helps(counter, service) {
            return Err(Refusal::ServiceNotAtCounter { service: service.clone(), counter });
        }
        self.quota_left(service)?;
        let next = self.next_number(service)?;
        let mut events = self.finish_present(counter, &self.usual_outcome());
        events.push(Event::Issued {
            ticket: id,
            number: next.number,
            service: service.clone(),
            series: next.series,
            value: next.value,
            class: class.cloned(),
            kiosk: None,
            entry: None,
        });
        events.push(Event::Called { ticket: id, counter, reason: CallReason::WalkIn, note: None });
        Ok(events)
    }

    /// Whether a counter may be asked for a service: it serves it now, or helps with it.
    pub(super) fn serves_or_helps(&self, number: CounterNumber, service: &ServiceId) -> bool {
        let serves = self.counter(number).is_some_and(|counter| counter.serves(service));
        let helps = self.rules.counters.get(&number).is_some_and(|rules| match rules.calls {
            CallsWhom::Services => rules.helps.iter().any(|help| help.service == *service),
            CallsWhom::SentHere => false,
        });
        serves || helps
    }

    pub(super) fn is_new(&self, id: TicketId) -> Result<(), Refusal> {
        if self.tickets.contains_key(&id) || self.bookings.contains_key(&id) {
            return Err(Refusal::TicketExists { ticket: id });
        }
        Ok(())
    }

    fn known_class(&self, class: Option<&PriorityClassId>) -> Result<(), Refusal> {
        match class.filter(|class| !self.rules.classes.contains_key(*class)) {
            Some(class) => Err(Refusal::UnknownPriority { class: class.clone() }),
            None => Ok(()),
        }
    }

    /// By the supervisor and the hours.
    pub(super) fn may_give(&self, service: &ServiceId, now: Timestamp) -> Result<(), Refusal> {
        if self.closed.is_some() {
            return Err(Refusal::DayClosed);
        }
        match self.switch_of(service) {
            ServiceSwitch::Open => {}
            ServiceSwitch::Paused | ServiceSwitch::Closed => {
                return Err(Refusal::ServiceStopped { service: service.clone() });
            }
        }
        let rules = self.known_service(service)?;
        if !self.rules.gives_numbers(rules, now) {
            let opens_at = self.rules.next_opening(rules, now);
            return Err(Refusal::ServiceClosed { service: service.clone(), opens_at });
        }
        Ok(())
    }

    pub(crate) fn has_room(&self) -> Result<(), Refusal> {
        let max = self.rules.waiting_max;
        if self.index.n_waiting_in_all(self.rules.office.groups) >= max {
            return Err(Refusal::HallFull { max });
        }
        Ok(())
    }
}
