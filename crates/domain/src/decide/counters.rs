//! Opening, pausing and closing counters.

use goiso_model::{CounterNumber, OfficialId, ServiceId};

use crate::hall::Hall;
use crate::{CounterState, Event, PauseReason, Refusal};

impl Hall {
    pub(super) fn decide_open(
        &self,
        number: CounterNumber,
        official: &OfficialId,
        wished: &[ServiceId],
    ) -> Result<Vec<Event>, Refusal> {
        let counter = self.known_counter(number)?;
        let services = self.services_to_open(number, wished)?;
        let elsewhere = self.counters().find(|(other, c)| *other != number && c.official() == Some(official));
        if let Some((counter, _)) = elsewhere {
            return Err(Refusal::OfficialElsewhere { official: official.clone(), counter });
        }
        match &counter.state {
            CounterState::Open { official: present, .. }
                if present == official && counter.services == services =>
            {
                return Ok(Vec::new());
            }
            CounterState::Paused { official: present, .. } if present == official => {}
            CounterState::Open { .. } | CounterState::Paused { .. } | CounterState::Closed => {
                self.nobody_at(number)?;
            }
        }
        Ok(vec![Event::CounterOpened { counter: number, official: official.clone(), services }])
    }

    /// The services asked for, each once, or all of the counter's.
    fn services_to_open(
        &self,
        counter: CounterNumber,
        wished: &[ServiceId],
    ) -> Result<Vec<ServiceId>, Refusal> {
        let may_serve = self.may_serve(counter);
        if wished.is_empty() {
            return Ok(may_serve.to_vec());
        }
        let mut services = Vec::new();
        for service in wished {
            if !self.rules.services.contains_key(service) {
                return Err(Refusal::UnknownService { service: service.clone() });
            }
            if !may_serve.contains(service) {
                return Err(Refusal::ServiceNotAtCounter { service: service.clone(), counter });
            }
            if !services.contains(service) {
                services.push(service.clone());
            }
        }
        Ok(services)
    }

    pub(super) fn decide_pause(
        &self,
        number: CounterNumber,
        reason: PauseReason,
    ) -> Result<Vec<Event>, Refusal> {
        let counter = self.staffed_counter(number)?;
        if matches!(counter.state, CounterState::Paused { reason: present, .. } if present == reason) {
            return Ok(Vec::new());
        }
        Ok(vec![Event::CounterPaused { counter: number, reason }])
    }

    pub(super) fn decide_close(&self, number: CounterNumber) -> Result<Vec<Event>, Refusal> {
        self.staffed_counter(number)?;
        self.nobody_at(number)?;
        Ok(vec![Event::CounterClosed { counter: number }])
    }
}
