//! Visitors at kiosks, and officials at counters, with their slips of the finger.

use goiso_model::{CounterNumber, OfficialId, PriorityClassId, TicketNumber};
use goiso_protocol::{
    CounterState, CounterView, HoldReason, PauseReason, Request, Role, Target, TicketStage, TransferPlace,
    View,
};

use crate::centre;
use crate::world::{Happening, World};

impl World {
    /// Whoever stands before a screen does something, unless it still waits for an answer.
    pub(crate) fn person(&mut self, idx: usize) {
        if !self.is_day {
            return;
        }
        let is_waiting = !self.screens[idx].asked.is_empty();
        match self.screens[idx].role {
            Role::Kiosk => {
                if self.is_hub_away(idx) && self.chance.u32(0..5) > 0 {
                    self.offline_visitor(idx);
                } else if !is_waiting {
                    self.visitor(idx);
                }
                // Whoever reads that the hub is away takes what is offered.
                let secs = if self.is_hub_away(idx) { 2..9 } else { 3..35 };
                self.after_secs(secs, Happening::Person { screen: idx });
            }
            Role::Counter { counter } => {
                if !is_waiting && let Some(View::Counter(view)) = self.screens[idx].view.clone() {
                    let request = self.official(counter, &view);
                    self.wish(idx, &request);
                }
                self.after_secs(4..40, Happening::Person { screen: idx });
            }
            Role::Board | Role::Desk | Role::Agent => {}
        }
    }

    fn visitor(&mut self, idx: usize) {
        let service = self.some_service();
        let has_priority = self.chance.u32(0..5) == 0;
        let priority = has_priority.then(|| {
            let class = *self.chance.choice(&centre::CLASSES).expect("there are some");
            PriorityClassId::new(class).expect("a class")
        });
        let request = Request::Issue { service, priority, scan: None };
        if self.chance.u32(0..12) == 0 {
            // The next in line is quick: two touches are two numbers.
            self.wish(idx, &request);
        }
        self.wish(idx, &request);
    }

    fn official(&mut self, counter: CounterNumber, view: &CounterView) -> Request {
        if self.chance.u32(0..25) == 0 {
            return self.slip_of_the_finger(counter);
        }
        let dice = self.chance.u32(0..100);
        match (&view.state, view.current.as_ref().map(|current| current.stage)) {
            (CounterState::Closed | CounterState::Paused { .. }, _) if dice < 80 => self.open(counter, view),
            (CounterState::Closed | CounterState::Paused { .. }, _) => Request::CloseCounter { counter },
            (CounterState::Open { .. }, None) if view.undo_until.is_some() && dice < 15 => {
                Request::Undo { counter }
            }
            (CounterState::Open { .. }, None) => match dice {
                60..68 => self.somebody_back(counter, view),
                68..70 => Request::WalkIn { counter, service: self.some_service(), priority: None },
                70..72 => Request::AskHelp { counter },
                0..75 => Request::CallNext { counter },
                75..85 => Request::CallNumber {
                    counter,
                    number: self.some_number(),
                    reason: self.chance.bool().then(|| "người nhà nhờ".to_owned()),
                },
                85..93 => Request::PauseCounter { counter, reason: PauseReason::Lunch },
                _ => Request::CloseCounter { counter },
            },
            (CounterState::Open { .. }, Some(TicketStage::Called)) => match dice {
                0..35 => Request::Arrive { counter },
                35..55 => Request::Recall { counter },
                55..75 => Request::MarkAbsent { counter },
                75..90 => Request::CallNext { counter },
                _ => Request::Finish { counter, outcome: "guided".parse().ok() },
            },
            (CounterState::Open { .. }, Some(_)) => match dice {
                0..35 => Request::Finish { counter, outcome: None },
                35..43 => Request::Hold {
                    counter,
                    reason: HoldReason::Papers,
                    minutes: Some(self.chance.u32(1..20)),
                    note: None,
                },
                43..49 => Request::Transfer {
                    counter,
                    to: self.some_target(),
                    place: *self
                        .chance
                        .choice(&[TransferPlace::Keep, TransferPlace::First, TransferPlace::Last])
                        .expect("there are some"),
                    note: None,
                },
                49..53 => Request::Chain { counter, then: vec![self.some_target(), self.some_target()] },
                53..90 => Request::CallNext { counter },
                90..95 => Request::MarkAbsent { counter },
                _ => Request::PauseCounter { counter, reason: PauseReason::Meeting },
            },
        }
    }

    /// Whoever was held or absent here shows the slip.
    fn somebody_back(&mut self, counter: CounterNumber, view: &CounterView) -> Request {
        match self.chance.choice(&view.away) {
            Some(away) if away.stage == TicketStage::Held => Request::ReturnHeld { ticket: away.ticket },
            Some(away) => Request::Restore { ticket: away.ticket },
            None => Request::CallNext { counter },
        }
    }

    fn some_target(&mut self) -> Target {
        if self.chance.bool() {
            Target::Service(self.some_service())
        } else {
            Target::Counter(centre::counter(self.chance.u32(1..4)))
        }
    }

    fn open(&mut self, counter: CounterNumber, view: &CounterView) -> Request {
        let official = OfficialId::new(format!("cb-{}", self.chance.u32(1..5))).expect("an official");
        let services = match view.services.first() {
            Some((service, _)) if self.chance.u32(0..4) == 0 => vec![service.clone()],
            _ => Vec::new(),
        };
        Request::OpenCounter { counter, official, services }
    }

    fn slip_of_the_finger(&mut self, counter: CounterNumber) -> Request {
        match self.chance.u32(0..4) {
            0 => Request::CallNext { counter: centre::counter(self.chance.u32(1..5)) },
            1 => Request::CallNumber { counter, number: TicketNumber::typed("Z999"), reason: None },
            2 => Request::Recall { counter },
            _ => Request::Issue { service: self.some_service(), priority: None, scan: None },
        }
    }

    fn some_number(&mut self) -> TicketNumber {
        let letter = *self.chance.choice(&["A", "B", "C"]).expect("there are some");
        TicketNumber::typed(&format!("{letter}{:03}", self.chance.u32(1..25)))
    }
}
