//! What is typed and chosen in a panel before the hub is asked.

use goiso_model::{PriorityClassId, TicketId, TicketNumber};
use goiso_protocol::{CounterView, HoldReason, Onward, Request, Target, TicketStage, TransferPlace};

/// The most characters of a note or reason that the hub takes.
const NOTE_CHARS_MAX: usize = 120;
/// The most characters of a typed number.
const NUMBER_CHARS_MAX: usize = 10;
/// How long a place is usually kept, in minutes, to choose from.
pub const HOLD_MINUTES: [u32; 4] = [15, 30, 60, 120];

/// A panel's form. It begins anew with each panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// A note for the colleague, or the reason of a call out of turn.
    pub note: String,
    /// Which number.
    pub number: String,
    /// How long the place is kept; as long as the centre allows, if none.
    pub minutes: Option<u32>,
    /// Where the visitor is sent.
    pub target: Option<Target>,
    /// To which place of the line there.
    pub place: TransferPlace,
    /// For which class a walk-in gets a number.
    pub class: Option<PriorityClassId>,
}

/// Something typed or chosen in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormAction {
    /// The note as typed so far.
    Note(String),
    /// The number as typed so far.
    Number(String),
    /// Keep the place so long.
    Minutes(Option<u32>),
    /// Send the visitor there.
    Target(Target),
    /// To this place of the line.
    Place(TransferPlace),
    /// The walk-in is of this class.
    Class(Option<PriorityClassId>),
}

impl Form {
    /// A form that begins with this number.
    pub(super) fn of_number(number: &TicketNumber) -> Self {
        Self { number: number.to_string(), ..Self::default() }
    }

    pub(super) fn fill(&mut self, action: FormAction) {
        match action {
            FormAction::Note(note) => self.note = note.chars().take(NOTE_CHARS_MAX).collect(),
            FormAction::Number(number) => self.number = number.chars().take(NUMBER_CHARS_MAX).collect(),
            FormAction::Minutes(minutes) => self.minutes = minutes,
            FormAction::Target(target) => self.target = Some(target),
            FormAction::Place(place) => self.place = place,
            FormAction::Class(class) => self.class = class,
        }
    }

    fn note(&self) -> Option<String> {
        let note = self.note.trim();
        (!note.is_empty()).then(|| note.to_owned())
    }

    /// Holds the visitor of a counter.
    pub(super) fn hold(&self, view: &CounterView, reason: HoldReason) -> Request {
        Request::Hold { counter: view.counter, reason, minutes: self.minutes, note: self.note() }
    }

    /// Sends the visitor on; none before a target is chosen.
    pub(super) fn transfer(&self, view: &CounterView) -> Option<Request> {
        let to = self.target.clone()?;
        Some(Request::Transfer { counter: view.counter, to, place: self.place, note: self.note() })
    }

    /// Settles where the visitor goes to after this counter: behind where they go to already.
    pub(super) fn chain(&self, view: &CounterView) -> Option<Request> {
        let target = self.target.clone()?;
        let then = view.current.as_ref()?.then.iter().filter_map(target_of).chain([target]).collect();
        Some(Request::Chain { counter: view.counter, then })
    }

    /// Gives up the typed number, if it is one that is listed.
    pub(super) fn give_up(&self, view: &CounterView) -> Option<Request> {
        let number = TicketNumber::typed(self.number.trim());
        let waiting = view.waiting.iter().map(|known| (&known.number, known.ticket));
        let mut listed = waiting.chain(view.away.iter().map(|known| (&known.number, known.ticket)));
        let (_, ticket) = listed.find(|(known, _)| **known == number)?;
        Some(Request::Cancel { ticket, counter: Some(view.counter) })
    }

    /// Calls the typed number; none before it and the reason are typed.
    pub(super) fn call(&self, view: &CounterView) -> Option<Request> {
        let reason = self.note()?;
        let number = self.number.trim();
        let number = (!number.is_empty()).then(|| TicketNumber::typed(number))?;
        Some(Request::CallNumber { counter: view.counter, number, reason: Some(reason) })
    }
}

/// Where a visitor goes to, if this terminal knows such a place.
fn target_of(onward: &Onward) -> Option<Target> {
    onward.counter.map(Target::Counter).or_else(|| onward.service.clone().map(Target::Service))
}

/// Brings somebody back who is set aside.
pub(super) fn bring_back(view: &CounterView, ticket: TicketId) -> Option<Request> {
    match view.away.iter().find(|away| away.ticket == ticket)?.stage {
        TicketStage::Held => Some(Request::ReturnHeld { ticket }),
        TicketStage::Absent => Some(Request::Restore { ticket }),
        TicketStage::Waiting
        | TicketStage::Called
        | TicketStage::Serving
        | TicketStage::Done
        | TicketStage::PutOff
        | TicketStage::Cancelled
        | TicketStage::Unknown => None,
    }
}
