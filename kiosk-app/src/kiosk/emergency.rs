//! Numbers that the kiosk gives by itself while the hub is away, as far as the screen is concerned: when they are
//! offered, for which services, and what is shown. `docs/emergency.md` says who owns which number.

use std::collections::BTreeMap;

use goiso_client::emergency::{NoNumber, OfflineNumber, TurnedAwayNumber};
use goiso_model::{PriorityClassId, RequestId, ServiceId};
use goiso_protocol::{KioskService, KioskView, ServiceState};
use jiff::Timestamp;

use super::{HallState, Kiosk, Screen, Slip, TOLD_SHOWN, Told, Wish};

/// How the numbers stand that the kiosk gives by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyStock {
    /// How many can be given, or why none.
    pub offer: Result<u32, NoNumber>,
    /// How many of each service the hub has not been told of.
    pub untold: BTreeMap<ServiceId, u32>,
    /// Numbers of late that the hub could not take in, for staff; the newest first.
    pub turned_away: Vec<TurnedAwayNumber>,
}

impl Default for EmergencyStock {
    fn default() -> Self {
        Self { offer: Err(NoNumber::NoneLent), untold: BTreeMap::new(), turned_away: Vec::new() }
    }
}

/// What a kiosk can do for a visitor while the hub is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwayOffer {
    /// It gives numbers by itself.
    Numbers,
    /// No service gives numbers now, were the hub there or not.
    NoService {
        /// When the first one does again, if that is known.
        opens_at: Option<Timestamp>,
    },
    /// It cannot give any.
    None(NoNumber),
}

/// A number that a visitor has asked of the kiosk itself: it is to be on the disk before anybody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyWish {
    /// For which service.
    pub service: ServiceId,
    /// The priority claimed.
    pub priority: Option<PriorityClassId>,
    /// The wish to the hub that the visitor gives up waiting for.
    pub instead_of: Option<RequestId>,
}

impl Kiosk {
    /// Takes how the kiosk's own numbers stand.
    pub fn set_stock(&mut self, stock: EmergencyStock) {
        self.stock = stock;
    }

    /// How the kiosk's own numbers stand.
    pub fn stock(&self) -> &EmergencyStock {
        &self.stock
    }

    /// Takes the last view of an earlier start. It is shown only when the hub stays away.
    pub fn remember(&mut self, view: KioskView) {
        self.remembered = Some(view);
    }

    /// What it can do for a visitor at `now`; none while the hub is there, or was a moment ago.
    pub fn away_offer(&self, now: Timestamp) -> Option<AwayOffer> {
        if self.hall_state(now) != HallState::HubAway {
            return None;
        }
        if let Err(why) = self.stock.offer {
            return Some(AwayOffer::None(why));
        }
        let Some(view) = &self.view else { return Some(AwayOffer::None(NoNumber::NoneLent)) };
        if view.services.iter().any(|service| self.may_give(service, now)) {
            return Some(AwayOffer::Numbers);
        }
        let opens_at = view.services.iter().filter_map(|service| opens_at(service, now)).min();
        Some(AwayOffer::NoService { opens_at })
    }

    /// Whether the kiosk gives numbers by itself at `now`.
    pub fn is_on_its_own(&self, now: Timestamp) -> bool {
        self.away_offer(now) == Some(AwayOffer::Numbers)
    }

    /// Whether a number can be had here at `now`, of the hub or of the kiosk itself.
    pub fn gives(&self, now: Timestamp) -> bool {
        self.can_issue() || self.is_on_its_own(now)
    }

    /// Whether a touch on a service leads to a number at `now`.
    pub fn is_choosable(&self, service: &KioskService, now: Timestamp) -> bool {
        if self.can_issue() {
            return service.state == ServiceState::Open;
        }
        self.is_on_its_own(now) && self.may_give(service, now)
    }

    /// By the hub's last word: within the hours of the day, not stopped, and not used up.
    fn may_give(&self, service: &KioskService, now: Timestamp) -> bool {
        let is_within = service.hours_today.iter().any(|hours| hours.from <= now && now < hours.until);
        let is_open = match service.state {
            // A service without hours gives numbers at all times.
            ServiceState::Open => is_within || service.hours_today.is_empty(),
            ServiceState::Closed { .. } => is_within,
            ServiceState::Full | ServiceState::Paused | ServiceState::Unknown => false,
        };
        let n_untold = self.stock.untold.get(&service.id).copied().unwrap_or(0);
        is_open && service.n_left.is_none_or(|left| left > n_untold)
    }

    /// A touch on a service while the hub is away.
    pub(super) fn wish_emergency(&mut self, service: ServiceId) {
        self.emergency_wish = Some(EmergencyWish { service, priority: self.class.clone(), instead_of: None });
    }

    /// The visitor waits for the hub no longer.
    pub(super) fn give_up_waiting(&mut self, now: Timestamp) {
        let Screen::Asking { id, wish: Wish::Number(service), .. } = &self.screen else { return };
        let (id, service) = (id.clone(), service.clone());
        let is_choosable = self.service(&service).is_some_and(|service| self.is_choosable(service, now));
        if is_choosable && self.is_on_its_own(now) {
            let priority = self.class.clone();
            self.emergency_wish = Some(EmergencyWish { service, priority, instead_of: Some(id) });
        }
    }

    /// The number that a touch has just asked of the kiosk itself; it must be answered with [`Self::given`].
    pub fn take_emergency_wish(&mut self) -> Option<EmergencyWish> {
        self.emergency_wish.take()
    }

    /// What came of it: a number that is on the disk, or none.
    pub fn given(&mut self, outcome: Result<OfflineNumber, NoNumber>, now: Timestamp) {
        match outcome {
            Ok(number) => {
                let slip = Slip::None;
                self.screen =
                    Screen::Given { number: Box::new(number), slip, until: Self::taken_until(slip, now) };
            }
            // A wish to the hub stays as it is.
            Err(_) if matches!(self.screen, Screen::Asking { .. }) => {}
            Err(why) => {
                self.screen = Screen::Told { told: Told::NoNumber(why), until: now + TOLD_SHOWN };
            }
        }
    }

    /// The wish to the hub whose answer the screen waits for.
    pub fn asked(&self) -> Option<&RequestId> {
        match &self.screen {
            Screen::Asking { id, .. } | Screen::Told { told: Told::NoAnswer(id), .. } => Some(id),
            Screen::Told { .. }
            | Screen::Attract
            | Screen::Choosing { .. }
            | Screen::Searching { .. }
            | Screen::Led { .. }
            | Screen::Appointment(_)
            | Screen::Classes
            | Screen::Suggested { .. }
            | Screen::ScanHelp
            | Screen::Languages
            | Screen::Own { .. }
            | Screen::Taken { .. }
            | Screen::Given { .. }
            | Screen::Staff(_) => None,
        }
    }

    /// Where the hub has not been heard since the start, what it said last is better than nothing.
    pub(super) fn fall_back(&mut self, now: Timestamp) {
        if self.view.is_none()
            && self.hall_state(now) == HallState::HubAway
            && let Some(view) = self.remembered.take()
        {
            self.show(view, now);
        }
    }
}

fn opens_at(service: &KioskService, now: Timestamp) -> Option<Timestamp> {
    let today = service.hours_today.iter().map(|hours| hours.from).find(|from| *from > now);
    let told = match service.state {
        ServiceState::Closed { opens_at } => opens_at.filter(|at| *at > now),
        ServiceState::Open | ServiceState::Full | ServiceState::Paused | ServiceState::Unknown => None,
    };
    match service.state {
        ServiceState::Full | ServiceState::Paused | ServiceState::Unknown => None,
        ServiceState::Open | ServiceState::Closed { .. } => today.or(told),
    }
}
