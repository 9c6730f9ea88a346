//! Signing in, and choosing a seat.

use std::collections::BTreeSet;

use goiso_model::{CounterNumber, OfficialId, ServiceId};
use goiso_protocol::{DeskCounter, DeskView, OfficialRole, Pin, Seat};

/// The most characters of a name or PIN that the screen takes.
const TYPED_CHARS_MAX: usize = 40;

/// What somebody does at a terminal where nobody has a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskAction {
    /// The name as typed so far.
    TypeName(String),
    /// The PIN as typed so far.
    TypePin(Pin),
    /// Sign in with both.
    SignIn,
    /// Look closer at a counter.
    Choose(CounterNumber),
    /// Look at all counters again.
    ChooseAnother,
    /// Serve this today, or not.
    Toggle(ServiceId),
    /// Sit down.
    Take(Seat),
}

/// The screen of a terminal where nobody has a seat.
#[derive(Debug, Clone)]
pub struct Desk {
    pub(crate) view: DeskView,
    name: String,
    pin: Pin,
    counter: Option<CounterNumber>,
    /// What the official does not serve today.
    without: BTreeSet<ServiceId>,
}

impl Desk {
    pub(super) fn new(view: DeskView, counter: Option<CounterNumber>) -> Self {
        let counter = counter.filter(|number| view.counters.iter().any(|known| known.counter == *number));
        Self { view, name: String::new(), pin: Pin::new(""), counter, without: BTreeSet::new() }
    }

    /// The name as typed so far.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The PIN as typed so far.
    pub fn pin(&self) -> &Pin {
        &self.pin
    }

    /// The counter that is looked at closer.
    pub fn chosen(&self) -> Option<&DeskCounter> {
        let number = self.counter?;
        self.view.counters.iter().find(|counter| counter.counter == number)
    }

    /// Whether the official serves this today.
    pub fn serves(&self, service: &ServiceId) -> bool {
        !self.without.contains(service)
    }

    /// What the official serves today, in order; empty for all that the counter serves.
    pub(super) fn services(&self) -> Vec<ServiceId> {
        let Some(counter) = self.chosen().filter(|_| !self.without.is_empty()) else { return Vec::new() };
        let all = counter.services.iter().map(|(id, _)| id.clone());
        all.filter(|id| self.serves(id)).collect()
    }

    /// Who signs in, and with which PIN, once both are typed.
    pub(super) fn sign_in(&self) -> Option<(OfficialId, Pin)> {
        let official = OfficialId::new(self.name.trim().to_lowercase()).ok()?;
        (!self.pin.expose().is_empty()).then(|| (official, self.pin.clone()))
    }

    /// The seats that somebody in this role may choose besides a counter.
    pub fn other_seats(role: OfficialRole) -> &'static [Seat] {
        match role {
            OfficialRole::Official => &[],
            OfficialRole::Assistant => &[Seat::Assistant],
            OfficialRole::Supervisor => &[Seat::Supervisor, Seat::Assistant],
        }
    }

    pub(super) fn can(&self, action: &DeskAction, role: Option<OfficialRole>) -> bool {
        match action {
            DeskAction::TypeName(_) | DeskAction::TypePin(_) => role.is_none(),
            DeskAction::SignIn => role.is_none() && self.sign_in().is_some(),
            DeskAction::Choose(_) | DeskAction::Take(Seat::Counter { .. }) => {
                role.is_some_and(may_sit_at_counter)
            }
            DeskAction::ChooseAnother => role.is_some() && self.counter.is_some(),
            DeskAction::Toggle(service) => self.chosen().is_some_and(|counter| {
                // At least one stays.
                !self.serves(service) || counter.services.iter().filter(|(id, _)| self.serves(id)).count() > 1
            }),
            DeskAction::Take(seat) => role.is_some_and(|role| Self::other_seats(role).contains(seat)),
        }
    }

    /// Does what needs no hub.
    pub(super) fn handle(&mut self, action: DeskAction) {
        match action {
            DeskAction::TypeName(name) => self.name = name.chars().take(TYPED_CHARS_MAX).collect(),
            DeskAction::TypePin(pin) => {
                let digits = pin.expose().chars().filter(char::is_ascii_digit);
                self.pin = Pin::new(digits.take(TYPED_CHARS_MAX).collect::<String>());
            }
            DeskAction::Choose(counter) => {
                self.counter = Some(counter);
                self.without.clear();
            }
            DeskAction::ChooseAnother => self.counter = None,
            DeskAction::Toggle(service) => {
                if !self.without.remove(&service) {
                    self.without.insert(service);
                }
            }
            DeskAction::SignIn | DeskAction::Take(_) => {}
        }
    }

    /// A newer view of the same.
    pub(super) fn show(&mut self, view: DeskView) {
        self.view = view;
        if self.chosen().is_none() {
            self.counter = None;
        }
    }

    /// What was typed is no longer needed, or was wrong.
    pub(super) fn forget_pin(&mut self) {
        self.pin = Pin::new("");
    }
}

fn may_sit_at_counter(role: OfficialRole) -> bool {
    match role {
        OfficialRole::Official | OfficialRole::Supervisor => true,
        OfficialRole::Assistant => false,
    }
}
