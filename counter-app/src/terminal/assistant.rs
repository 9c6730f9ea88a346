//! Taking numbers for people in the hall.

use goiso_model::{DeviceName, PriorityClassId, ServiceId};
use goiso_protocol::{AssistantView, IssuingState, PrinterCondition, Request, ServiceState, TicketInfo};

use super::Step;

/// The newest numbers that stay on the screen.
const TAKEN_SHOWN_MAX: usize = 6;

/// What an assistant does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssistantAction {
    /// The next number is for this class, or for none.
    Class(Option<PriorityClassId>),
    /// The next slip comes out here; nowhere, for a number that is only said.
    PrintAt(Option<DeviceName>),
    /// Take a number.
    Take(ServiceId),
}

impl AssistantAction {
    pub(super) fn asks_hub(&self) -> bool {
        match self {
            Self::Take(_) => true,
            Self::Class(_) | Self::PrintAt(_) => false,
        }
    }
}

/// An assistant's screen.
#[derive(Debug, Clone)]
pub struct Assistant {
    pub(crate) view: AssistantView,
    class: Option<PriorityClassId>,
    kiosk: Option<DeviceName>,
    taken: Vec<TicketInfo>,
}

impl Assistant {
    pub(super) fn new(view: AssistantView) -> Self {
        let kiosk =
            view.kiosks.iter().find(|kiosk| can_print(kiosk.printer)).map(|kiosk| kiosk.kiosk.clone());
        Self { view, class: None, kiosk, taken: Vec::new() }
    }

    /// For which class the next number is.
    pub fn class(&self) -> Option<&PriorityClassId> {
        self.class.as_ref()
    }

    /// Where the next slip comes out.
    pub fn kiosk(&self) -> Option<&DeviceName> {
        self.kiosk.as_ref()
    }

    /// The numbers taken here, the newest first.
    pub fn taken(&self) -> &[TicketInfo] {
        &self.taken
    }

    pub(super) fn can(&self, action: &AssistantAction) -> bool {
        match action {
            AssistantAction::Take(service) => {
                let known = self.view.services.iter().find(|known| known.id == *service);
                let is_open = known.is_some_and(|known| known.state == ServiceState::Open);
                self.view.issuing == IssuingState::Ready && is_open
            }
            AssistantAction::PrintAt(Some(kiosk)) => {
                self.view.kiosks.iter().any(|known| known.kiosk == *kiosk && can_print(known.printer))
            }
            AssistantAction::Class(_) | AssistantAction::PrintAt(None) => true,
        }
    }

    pub(super) fn handle(&mut self, action: AssistantAction) -> Step {
        match action {
            AssistantAction::Class(class) => {
                self.class = class;
                Step::Stay
            }
            AssistantAction::PrintAt(kiosk) => {
                self.kiosk = kiosk;
                Step::Stay
            }
            AssistantAction::Take(service) => {
                // The next person is somebody else.
                let priority = self.class.take();
                Step::Ask(Request::IssueAt { service, priority, kiosk: self.kiosk.clone() })
            }
        }
    }

    pub(super) fn done(&mut self, ticket: Option<TicketInfo>) {
        if let Some(ticket) = ticket {
            self.taken.insert(0, ticket);
            self.taken.truncate(TAKEN_SHOWN_MAX);
        }
    }

    pub(super) fn show(&mut self, view: AssistantView) {
        let is_there = |kiosk: &DeviceName| {
            view.kiosks.iter().any(|known| known.kiosk == *kiosk && can_print(known.printer))
        };
        if self.kiosk.as_ref().is_some_and(|kiosk| !is_there(kiosk)) {
            self.kiosk = None;
        }
        self.view = view;
    }
}

/// Whether slips come out.
pub(crate) fn can_print(printer: PrinterCondition) -> bool {
    match printer {
        PrinterCondition::Ready | PrinterCondition::PaperLow => true,
        PrinterCondition::NoPaper
        | PrinterCondition::Fault
        | PrinterCondition::Absent
        | PrinterCondition::Unknown => false,
    }
}
