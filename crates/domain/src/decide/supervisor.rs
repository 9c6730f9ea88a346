//! What the supervisor settles for the day, and what is asked of the supervisor.

use goiso_model::{CounterNumber, LocalText, ServiceId};

use crate::hall::Hall;
use crate::{
    Audience, CancelCause, Event, MESSAGES_MAX, MessageLevel, Refusal, Rest, ServiceSwitch, TicketState,
};

impl Hall {
    pub(super) fn decide_ask_help(&self, number: CounterNumber) -> Result<Vec<Event>, Refusal> {
        let counter = self.staffed_counter(number)?;
        let is_asked = counter.help_since.is_some();
        Ok(if is_asked { Vec::new() } else { vec![Event::HelpAsked { counter: number }] })
    }

    pub(super) fn decide_end_help(&self, number: CounterNumber) -> Result<Vec<Event>, Refusal> {
        let counter = self.known_counter(number)?;
        let is_asked = counter.help_since.is_some();
        Ok(if is_asked { vec![Event::HelpEnded { counter: number }] } else { Vec::new() })
    }

    /// Any service of the rules may be given to any counter: whoever stands in for a sick colleague must be
    /// able to.
    pub(super) fn decide_assign(
        &self,
        number: CounterNumber,
        wished: &[ServiceId],
    ) -> Result<Vec<Event>, Refusal> {
        let counter = self.known_counter(number)?;
        let mut services: Vec<ServiceId> = Vec::new();
        for service in wished {
            if !self.rules.services.contains_key(service) {
                return Err(Refusal::UnknownService { service: service.clone() });
            }
            if !services.contains(service) {
                services.push(service.clone());
            }
        }
        if services.is_empty() {
            services =
                self.rules.counters.get(&number).map(|rules| rules.services.clone()).unwrap_or_default();
        }
        if counter.services == services && self.may_serve(number) == services {
            return Ok(Vec::new());
        }
        Ok(vec![Event::ServicesAssigned { counter: number, services }])
    }

    pub(super) fn decide_switch(
        &self,
        service: &ServiceId,
        switch: ServiceSwitch,
    ) -> Result<Vec<Event>, Refusal> {
        self.known_service(service)?;
        if self.switch_of(service) == switch {
            return Ok(Vec::new());
        }
        Ok(vec![Event::ServiceSwitched { service: service.clone(), switch }])
    }

    pub(super) fn decide_quota(&self, service: &ServiceId, max: Option<u32>) -> Result<Vec<Event>, Refusal> {
        self.known_service(service)?;
        if self.daily_max(service) == max {
            return Ok(Vec::new());
        }
        Ok(vec![Event::QuotaSet { service: service.clone(), max }])
    }

    /// Those who wait or fetch something go home; whoever is called or served stays until finished.
    pub(super) fn decide_end_day(&self, rest: Rest, text: Option<&LocalText>) -> Result<Vec<Event>, Refusal> {
        if self.closed.is_some() {
            return Err(Refusal::DayClosed);
        }
        if text.is_some() && self.messages.len() >= MESSAGES_MAX {
            return Err(Refusal::TooManyMessages { max: MESSAGES_MAX });
        }
        let mut left: Vec<_> = self.tickets().collect();
        left.sort_by_key(|(_, ticket)| ticket.place);
        let ends = left.into_iter().filter_map(|(ticket, t)| match t.state {
            TicketState::Waiting | TicketState::Held { .. } => Some(match rest {
                Rest::Cancel => Event::Cancelled { ticket, cause: CancelCause::ServiceEnded, counter: None },
                Rest::Carry => Event::PutOff { ticket },
            }),
            TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Done { .. }
            | TicketState::Absent { .. }
            | TicketState::PutOff { .. }
            | TicketState::Cancelled { .. } => None,
        });
        let message = text.map(|text| Event::MessagePosted {
            message: self.last_message.saturating_add(1),
            level: MessageLevel::Notice,
            text: text.clone(),
            since: None,
            until: None,
            audience: Audience::Boards,
        });
        Ok([Event::DayClosed { rest }].into_iter().chain(ends).chain(message).collect())
    }

    pub(super) fn known_service(&self, service: &ServiceId) -> Result<&crate::ServiceRules, Refusal> {
        self.rules.services.get(service).ok_or_else(|| Refusal::UnknownService { service: service.clone() })
    }

    /// Whether the supervisor lets a service give numbers.
    pub fn switch_of(&self, service: &ServiceId) -> ServiceSwitch {
        self.switches.get(service).copied().unwrap_or_default()
    }

    /// How many numbers a service gives today; none for no limit.
    pub fn daily_max(&self, service: &ServiceId) -> Option<u32> {
        let of_rules = || self.rules.services.get(service).and_then(|rules| rules.daily_max);
        self.quotas.get(service).copied().unwrap_or_else(of_rules)
    }
}
