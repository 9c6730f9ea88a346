//! What the hub does for whoever presses a key at a counter, and how the display over it answers.

use goiso_domain::{CounterState, TicketState};
use goiso_hardware::keypad::KeyPress;
use goiso_hardware::led::LedShow;
use goiso_model::{CounterNumber, OfficialId, ServiceId, TicketNumber};
use goiso_protocol::{Answer, PauseReason, Request};
use jiff::Timestamp;

use super::keypads::Wish;
use super::{Action, Hub, Origin, Outcome};

impl Hub {
    /// Takes a key. Nobody is answered but by the display over the counter.
    pub(super) fn key(&mut self, press: &KeyPress, now: Timestamp) -> Outcome {
        let Some((pad, wish)) = self.keypads.press(press, now) else { return Outcome::default() };
        let (counter, opens_for) = (pad.counter, pad.opens_for.clone());
        let requests = match wish {
            Wish::See(digits) => {
                self.keypads.borrow_for_typing(counter, now);
                return Outcome::show(counter, LedShow::Typed(digits));
            }
            Wish::Forget => {
                self.keypads.give_back(counter);
                return Outcome { actions: vec![self.light(counter)], ..Outcome::default() };
            }
            Wish::Next => self.serve_first(counter, opens_for, Request::CallNext { counter }),
            Wish::Number(digits) => self.number_of(counter, &digits).and_then(|number| {
                self.serve_first(counter, opens_for, Request::CallNumber { counter, number, reason: None })
            }),
            Wish::Recall => Some(vec![Request::Recall { counter }]),
            Wish::Absent => Some(vec![Request::MarkAbsent { counter }]),
            Wish::Finish => Some(vec![Request::Finish { counter, outcome: None }]),
            Wish::PauseOrGoOn => self.pause_or_go_on(counter).map(|request| vec![request]),
        };
        let Some(requests) = requests else { return self.refuse_key(counter, LedShow::Refused, now) };
        let origin = Origin::Keypad(press.pad.clone(), counter);
        self.ask_for_key(&origin, counter, &requests, now)
    }

    /// Asks one after the other, up to the first refusal.
    fn ask_for_key(
        &mut self,
        origin: &Origin,
        counter: CounterNumber,
        requests: &[Request],
        now: Timestamp,
    ) -> Outcome {
        let mut outcome = Outcome::default();
        for request in requests {
            let mut asked = self.request(origin, None, request, now);
            let answer = asked.answer.take();
            outcome.absorb(asked);
            match answer {
                Some(Answer::Refused { refusal }) => {
                    tracing::info!(device = %origin.device(), %counter, refusal = refusal.code, "a key is refused");
                    let is_nobody = refusal.code == "nobody_waiting";
                    let show = if is_nobody { LedShow::Nobody } else { LedShow::Refused };
                    outcome.absorb(self.refuse_key(counter, show, now));
                    return outcome;
                }
                Some(Answer::Done { .. } | Answer::SignedIn { .. }) | None => {}
            }
        }
        // A wish that changes no number still takes the typed digits away.
        self.keypads.give_back(counter);
        let is_shown =
            |action: &Action| matches!(action, Action::Light { counter: shown, .. } if *shown == counter);
        if !outcome.actions.iter().any(is_shown) {
            outcome.actions.push(self.light(counter));
        }
        outcome
    }

    fn refuse_key(&mut self, counter: CounterNumber, show: LedShow, now: Timestamp) -> Outcome {
        self.keypads.borrow_for_refusal(counter, now);
        Outcome::show(counter, show)
    }

    /// Whoever calls is there: a paused counter goes on, and a closed one opens for the official of the pad.
    fn serve_first(
        &self,
        counter: CounterNumber,
        opens_for: Option<OfficialId>,
        request: Request,
    ) -> Option<Vec<Request>> {
        let open = match &self.hall.counter(counter)?.state {
            CounterState::Open { .. } => None,
            CounterState::Paused { .. } => Some(self.pause_or_go_on(counter)?),
            CounterState::Closed => {
                Some(Request::OpenCounter { counter, official: opens_for?, services: Vec::new() })
            }
        };
        Some(open.into_iter().chain([request]).collect())
    }

    fn pause_or_go_on(&self, number: CounterNumber) -> Option<Request> {
        let counter = self.hall.counter(number)?;
        match &counter.state {
            CounterState::Open { .. } => {
                Some(Request::PauseCounter { counter: number, reason: PauseReason::Break })
            }
            CounterState::Paused { official, .. } => Some(Request::OpenCounter {
                counter: number,
                official: official.clone(),
                services: counter.services.clone(),
            }),
            CounterState::Closed => None,
        }
    }

    /// The one number of this counter's services that these digits mean among those that may be called:
    /// all digits of it, or its place in its series. None where there is none, or more than one.
    fn number_of(&self, counter: CounterNumber, digits: &str) -> Option<TicketNumber> {
        let services = self.services_at(counter);
        let place: u32 = digits.parse().ok()?;
        let mut found = self.hall.tickets().filter_map(|(_, ticket)| {
            let may_be_called = match ticket.state {
                TicketState::Waiting | TicketState::Held { .. } | TicketState::Absent { .. } => {
                    services.contains(&ticket.service)
                }
                TicketState::Called { .. }
                | TicketState::Serving { .. }
                | TicketState::Done { .. }
                | TicketState::PutOff { .. }
                | TicketState::Cancelled { .. } => false,
            };
            let is_meant = || {
                let text = ticket.number.as_str();
                let all_digits = text.chars().filter(char::is_ascii_digit);
                all_digits.eq(digits.chars()) || self.place_in_series(&ticket.service, text) == Some(place)
            };
            (may_be_called && is_meant()).then(|| ticket.number.clone())
        });
        found.next().filter(|_| found.next().is_none())
    }

    fn services_at(&self, counter: CounterNumber) -> Vec<ServiceId> {
        let served = self.hall.counter(counter).map(|counter| counter.services.clone()).unwrap_or_default();
        if !served.is_empty() {
            return served;
        }
        let config = self.config.counters.iter().find(|config| config.number == counter);
        config.map(|config| config.services.clone()).unwrap_or_default()
    }

    fn place_in_series(&self, service: &ServiceId, number: &str) -> Option<u32> {
        let service = self.config.services.iter().find(|config| config.id == *service)?;
        number.strip_prefix(&self.config.series.get(&service.series)?.prefix)?.parse().ok()
    }

    /// Shows the counters' own numbers again where what a keypad told has been seen.
    pub(super) fn give_displays_back(&mut self, now: Timestamp) -> Vec<Action> {
        self.keypads.take_due(now).into_iter().map(|counter| self.light(counter)).collect()
    }
}

impl Outcome {
    fn show(counter: CounterNumber, show: LedShow) -> Self {
        Self { actions: vec![Action::Light { counter, show }], ..Self::default() }
    }
}
