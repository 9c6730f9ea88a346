//! What becomes of counters.

use goiso_model::{CounterNumber, ServiceId};
use jiff::Timestamp;

use crate::hall::Hall;
use crate::{Counter, CounterState, Rules};

impl Hall {
    /// Counters stay as they are, but serve nothing that the rules no longer give them. One that served all
    /// it might goes on serving all it may. What the supervisor has assigned stays, as far as there are such
    /// services.
    pub(super) fn put_in_force(&mut self, rules: &Rules) {
        let may_before: Vec<_> =
            self.counters.keys().map(|&number| (number, self.may_serve(number).to_vec())).collect();
        let mut before = std::mem::take(&mut self.counters);
        self.rules = rules.clone();
        self.assigned.retain(|number, services| {
            services.retain(|service| rules.services.contains_key(service));
            rules.counters.contains_key(number) && !services.is_empty()
        });
        for (&number, counter_rules) in &rules.counters {
            let mut counter =
                before.remove(&number).unwrap_or_else(|| Counter::new(counter_rules, rules.priority));
            let may_serve = self.may_serve(number);
            let served_all = may_before.iter().any(|(n, may)| *n == number && *may == counter.services);
            counter.services.retain(|service| may_serve.contains(service));
            if served_all || counter.services.is_empty() {
                counter.services = may_serve.to_vec();
            }
            self.counters.insert(number, counter);
        }
        self.served = self.services_served();
    }

    pub(super) fn close(&mut self, number: CounterNumber) {
        let services = self.may_serve(number).to_vec();
        let Some(counter) = self.counters.get_mut(&number) else { return };
        counter.state = CounterState::Closed;
        counter.services = services;
        counter.help_since = None;
        counter.last_deed = None;
    }

    pub(super) fn ask_help(&mut self, number: CounterNumber, since: Option<Timestamp>) {
        if let Some(counter) = self.counters.get_mut(&number) {
            counter.help_since = since;
        }
    }

    pub(super) fn assign(&mut self, number: CounterNumber, services: &[ServiceId]) {
        let Some(counter) = self.counters.get_mut(&number).filter(|_| !services.is_empty()) else { return };
        counter.services = services.to_vec();
        self.assigned.insert(number, services.to_vec());
        self.served = self.services_served();
    }
}
