//! Who sits where: officials who have signed in, and counters whose terminal is lost.
//!
//! Nothing of it is journaled: that a counter is open, and by whom, the journal knows. A seat only says at which
//! terminal; it is taken anew when a terminal comes back.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, DeviceName, OfficialId};
use goiso_protocol::{OfficialRole, Seat};
use jiff::{SignedDuration, Timestamp};

use super::ViewKey;
use crate::refusal::HubRefusal;

/// Tells a terminal's session from every other of this run of the hub.
pub type SessionId = u64;

/// Word of terminals and who sits at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskNews {
    /// Somebody has shown who they are.
    SignedIn {
        /// In which session.
        session: SessionId,
        /// At which terminal.
        device: DeviceName,
        /// Who.
        official: OfficialId,
        /// As what.
        role: OfficialRole,
    },
    /// A terminal is back, and somebody who had signed in there sits at it.
    CameBack {
        /// In which session.
        session: SessionId,
        /// At which terminal.
        device: DeviceName,
        /// Who; none at a centre where nobody signs in.
        who: Option<(OfficialId, OfficialRole)>,
        /// In which seat.
        seat: Seat,
    },
    /// Somebody wishes a seat.
    TakeSeat {
        /// In which session.
        session: SessionId,
        /// At which terminal.
        device: DeviceName,
        /// Which.
        seat: Seat,
    },
    /// Somebody leaves.
    SignOut {
        /// In which session.
        session: SessionId,
    },
    /// A terminal's line has ended.
    Left {
        /// Which session.
        session: SessionId,
    },
}

/// Whether a centre's officials sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// There is a list of officials.
    Needed,
    /// There is none: whoever is at a terminal may do what a terminal may.
    NotNeeded,
}

/// Somebody at a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) device: DeviceName,
    /// None at a centre where nobody signs in.
    pub(super) official: Option<OfficialId>,
    pub(super) role: OfficialRole,
    pub(super) seat: Option<Seat>,
}

/// A counter whose terminal is gone, and whose official may come back to it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lost {
    official: OfficialId,
    /// When it is freed; none until the clock has been looked at.
    until: Option<Timestamp>,
}

/// Who sits where.
#[derive(Debug)]
pub(super) struct Seats {
    sign_in: SignIn,
    free_after: SignedDuration,
    people: BTreeMap<SessionId, Person>,
    lost: BTreeMap<CounterNumber, Lost>,
}

impl Seats {
    /// Nobody sits anywhere. A counter is freed so long after its terminal was lost.
    pub(super) fn new(sign_in: SignIn, free_after: SignedDuration) -> Self {
        Self { sign_in, free_after, people: BTreeMap::new(), lost: BTreeMap::new() }
    }

    /// From now on officials sign in, or need not; nobody sits anywhere.
    pub(super) fn change(&mut self, sign_in: SignIn) {
        self.sign_in = sign_in;
        self.people.clear();
        self.lost.clear();
    }

    pub(super) fn sign_in(&self) -> SignIn {
        self.sign_in
    }

    /// Who sits at a terminal.
    pub(super) fn person(&self, session: SessionId) -> Option<&Person> {
        self.people.get(&session)
    }

    /// The view of each terminal where somebody has a seat.
    pub(super) fn view_keys(&self) -> BTreeMap<SessionId, ViewKey> {
        let key = |seat| match seat {
            Seat::Counter { counter } => ViewKey::Counter(counter),
            Seat::Assistant => ViewKey::Assistant,
            Seat::Supervisor => ViewKey::Supervisor,
        };
        self.people.iter().filter_map(|(&session, person)| Some((session, key(person.seat?)))).collect()
    }

    /// Somebody has shown who they are; who sat at this terminal before has left it already.
    pub(super) fn signed_in(
        &mut self,
        session: SessionId,
        device: &DeviceName,
        who: Option<(OfficialId, OfficialRole)>,
    ) {
        let (official, role) = match who {
            Some((official, role)) => (Some(official), role),
            None => (None, OfficialRole::Supervisor),
        };
        self.people.insert(session, Person { device: device.clone(), official, role, seat: None });
    }

    /// Whether somebody may take a seat.
    pub(super) fn stands_against(&self, session: SessionId, seat: Seat) -> Option<HubRefusal> {
        let Some(person) = self.people.get(&session) else { return Some(HubRefusal::SignInNeeded) };
        let may = match (person.role, seat) {
            (OfficialRole::Supervisor, _)
            | (OfficialRole::Official, Seat::Counter { .. })
            | (OfficialRole::Assistant, Seat::Assistant) => true,
            (OfficialRole::Official, Seat::Assistant | Seat::Supervisor)
            | (OfficialRole::Assistant, Seat::Counter { .. } | Seat::Supervisor) => false,
        };
        if !may {
            return Some(HubRefusal::NotAllowed);
        }
        let Seat::Counter { counter } = seat else { return None };
        let is_other = |official: Option<&OfficialId>| official != person.official.as_ref();
        let sits = self.people.iter().find(|(other, person)| **other != session && person.seat == Some(seat));
        let sits_other = sits.is_some_and(|(_, sitting)| is_other(sitting.official.as_ref()));
        let is_kept = self.lost.get(&counter).is_some_and(|lost| is_other(Some(&lost.official)));
        let is_taken = self.sign_in == SignIn::Needed && (sits_other || is_kept);
        is_taken.then_some(HubRefusal::CounterTaken { counter })
    }

    /// Seats somebody. The same official at another terminal of the same counter is signed out there.
    pub(super) fn seat(&mut self, session: SessionId, seat: Seat) {
        let Some(official) = self.people.get(&session).map(|person| person.official.clone()) else { return };
        if let (Seat::Counter { counter }, Some(_)) = (seat, &official) {
            self.people.retain(|other, person| {
                *other == session || person.seat != Some(seat) || person.official != official
            });
            self.lost.remove(&counter);
        }
        if let Some(person) = self.people.get_mut(&session) {
            person.seat = Some(seat);
        }
    }

    /// Whether somebody who says so still has this seat: the terminal's line was broken, or the hub was.
    pub(super) fn is_kept_for(&self, who: Option<&OfficialId>, seat: Seat) -> bool {
        match seat {
            Seat::Assistant | Seat::Supervisor => true,
            Seat::Counter { .. } if self.sign_in == SignIn::NotNeeded => true,
            Seat::Counter { counter } => {
                let is_lost = self.lost.get(&counter).is_some_and(|lost| Some(&lost.official) == who);
                let is_held = |person: &Person| person.seat == Some(seat) && person.official.as_ref() == who;
                is_lost || self.people.values().any(is_held)
            }
        }
    }

    /// Somebody has gone from a terminal; the counter they leave behind comes back.
    pub(super) fn remove(&mut self, session: SessionId) -> Option<(CounterNumber, OfficialId)> {
        let person = self.people.remove(&session)?;
        match (person.seat?, person.official?) {
            (Seat::Counter { counter }, official) => Some((counter, official)),
            (Seat::Assistant | Seat::Supervisor, _) => None,
        }
    }

    /// A counter waits for its official to come back.
    pub(super) fn keep(&mut self, counter: CounterNumber, official: OfficialId, now: Option<Timestamp>) {
        let until = now.map(|now| self.until(now));
        self.lost.insert(counter, Lost { official, until });
    }

    fn until(&self, now: Timestamp) -> Timestamp {
        now.saturating_add(self.free_after).unwrap_or(now)
    }

    /// Whether somebody sits at a counter, or is waited for.
    pub(super) fn is_held(&self, counter: CounterNumber) -> bool {
        let seat = Some(Seat::Counter { counter });
        self.lost.contains_key(&counter) || self.people.values().any(|person| person.seat == seat)
    }

    /// When a counter is freed whose terminal is gone.
    pub(super) fn freed_at(&self, counter: CounterNumber) -> Option<Timestamp> {
        self.lost.get(&counter)?.until
    }

    /// Begins the time of counters that were found lost when the clock could not be asked.
    pub(super) fn begin_times(&mut self, now: Timestamp) {
        let until = self.until(now);
        for lost in self.lost.values_mut() {
            lost.until.get_or_insert(until);
        }
    }

    /// The counters whose time is over.
    pub(super) fn due(&self, now: Timestamp) -> Vec<CounterNumber> {
        let due = self.lost.iter().filter(|(_, lost)| lost.until.is_some_and(|until| until <= now));
        due.map(|(counter, _)| *counter).collect()
    }

    /// A counter waits for nobody.
    pub(super) fn forget(&mut self, counter: CounterNumber) {
        self.lost.remove(&counter);
    }

    /// When the next counter is freed; at once where a time has not begun.
    pub(super) fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        self.lost.values().map(|lost| lost.until.unwrap_or(now)).min()
    }

    /// A new day: everybody signs in anew.
    pub(super) fn begin_day(&mut self) {
        self.lost.clear();
        if self.sign_in == SignIn::Needed {
            self.people.clear();
        }
    }
}
