//! Programs that use the interface: they give numbers and cancel them, ask again when no answer comes, ask
//! twice at once, and use an id for two wishes.

use goiso_hub::core::{Input, Origin};
use goiso_model::{DeviceName, RequestId, ServiceId, TicketId};
use goiso_protocol::{Answer, Request, ServiceSwitch};

use crate::building::Asker;
use crate::centre;
use crate::world::{Happening, World};

#[derive(Debug)]
struct Call {
    id: RequestId,
    request: Request,
    is_answered: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Programs {
    calls: Vec<Call>,
    /// Numbers that somebody holds and may give up.
    pub(crate) held: Vec<TicketId>,
}

pub(crate) fn device() -> DeviceName {
    DeviceName::new("api").expect("a name")
}

impl Programs {
    pub(crate) fn judge(&self) -> Result<(), String> {
        match self.calls.iter().find(|call| !call.is_answered) {
            Some(call) => Err(format!("program call {} was never answered", call.id)),
            None => Ok(()),
        }
    }
}

impl World {
    pub(crate) fn program(&mut self) {
        if !self.is_day {
            return;
        }
        let request = match self.programs.held.len() {
            n if n > 0 && self.chance.bool() => Request::Cancel {
                ticket: self.programs.held.swap_remove(self.chance.usize(0..n)),
                counter: None,
            },
            _ => match self.chance.u32(0..20) {
                0 => Request::SetService {
                    service: self.some_service(),
                    state: *self
                        .chance
                        .choice(&[ServiceSwitch::Paused, ServiceSwitch::Open, ServiceSwitch::Open])
                        .expect("there are some"),
                },
                1 => Request::SetQuota { service: self.some_service(), max: Some(self.chance.u32(50..400)) },
                2 => Request::AssignServices {
                    counter: centre::counter(self.chance.u32(1..4)),
                    services: vec![self.some_service(), self.some_service()],
                },
                _ => Request::Issue { service: self.some_service(), priority: None, scan: None },
            },
        };
        let call_idx = self.programs.calls.len();
        let id = RequestId::new(format!("call-{call_idx}")).expect("an id");
        self.programs.calls.push(Call { id: id.clone(), request, is_answered: false });
        self.at(self.now, Happening::ProgramAsks { call_idx });
        match self.chance.u32(0..10) {
            0 => self.after_millis(0..30, Happening::ProgramAsks { call_idx }),
            1 => {
                // A careless program: another wish under the same id.
                self.notebook.reused(&device(), &id);
                let request = Request::Issue { service: self.some_service(), priority: None, scan: None };
                self.programs.calls.push(Call { id, request, is_answered: false });
                self.after_millis(0..3000, Happening::ProgramAsks { call_idx: call_idx + 1 });
            }
            _ => {}
        }
        self.after_secs(5..90, Happening::Program);
    }

    pub(crate) fn some_service(&mut self) -> ServiceId {
        ServiceId::new(*self.chance.choice(&centre::SERVICES).expect("there are some")).expect("a service")
    }

    /// A lost answer is asked for again, with the same id.
    pub(crate) fn program_asks(&mut self, call_idx: usize) {
        let call = &self.programs.calls[call_idx];
        if call.is_answered {
            return;
        }
        let origin = Origin::Api { device: device(), kiosk: None };
        let input = Input::Request { origin, id: Some(call.id.clone()), request: call.request.clone() };
        self.input(input, Asker::Program { call_idx });
        self.after_secs(5..10, Happening::ProgramAsks { call_idx });
    }

    pub(crate) fn program_hears(&mut self, call_idx: usize, answer: &Answer) -> Result<(), String> {
        let call = &mut self.programs.calls[call_idx];
        // A disk without room is asked again, under the same id.
        call.is_answered =
            !matches!(answer, Answer::Refused { refusal } if refusal.code == "journal_unavailable");
        let (id, request) = (call.id.clone(), call.request.clone());
        if let (Request::Issue { .. }, Answer::Done { ticket: Some(ticket) }) = (&request, answer) {
            self.programs.held.push(ticket.ticket);
        }
        self.say(|| format!("api {id} hears {}", crate::notebook::in_words(answer)));
        self.notebook.told(&device(), &id, &request, answer, &self.building.disk)
    }
}
