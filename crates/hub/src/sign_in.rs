//! Who may sign in, and whether somebody is who they say. Nothing here is known to the hall or its journal.

mod corner;
mod officials;
mod token;
mod tries;

use std::path::PathBuf;

use goiso_model::{DeviceName, OfficialId};
use goiso_protocol::{OfficialRole, Pin, SeatToken, SignedIn};
use jiff::Timestamp;
use tokio::sync::{Mutex, Semaphore, watch};

pub use corner::Corner;
pub use officials::{
    FILE, OFFICIALS_MAX, Official, Officials, OfficialsError, PIN_DIGITS, PinError, PinHash,
};
pub use token::TOKEN_GOOD_FOR;
pub use tries::{LOCKED_FOR, WRONG_TRIES_MAX};

use crate::core::SignIn;
use crate::refusal::HubRefusal;
use token::SeatKey;
use tries::Tries;

/// The most sign-ins that wait for their turn: each takes a good part of a processor while it is checked.
const SIGN_INS_WAITING_MAX: usize = 64;

/// A PIN nobody has, checked where there is no such official: a stranger does not learn who exists.
const NOBODYS_PIN: &str = "902817465300";

/// Checks sign-ins, one at a time.
pub struct Gate {
    data: PathBuf,
    key: SeatKey,
    nobody: PinHash,
    tries: Mutex<Tries<OfficialId>>,
    waiting: Semaphore,
    asked: watch::Sender<SignIn>,
}

/// Somebody who was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Who.
    pub official: OfficialId,
    /// As what.
    pub role: OfficialRole,
}

impl Gate {
    /// The gate of a centre, which asks only where there is a list of officials. The list itself is read anew at every
    /// sign-in, and looked at again by [`Gate::look_again`].
    pub fn open(data: &std::path::Path) -> Result<Self, OfficialsError> {
        let asked = asked_by(&Officials::read(data)?.unwrap_or_default());
        let unmade = |source| OfficialsError::File { what: "make", path: data.to_owned(), source };
        std::fs::create_dir_all(data).map_err(unmade)?;
        let key = SeatKey::load(data).map_err(|source| OfficialsError::File {
            what: "keep a key in",
            path: data.to_owned(),
            source,
        })?;
        let nobody = PinHash::of(&Pin::new(NOBODYS_PIN)).expect("it is a PIN like any other");
        let (tries, waiting) = (Mutex::default(), Semaphore::new(SIGN_INS_WAITING_MAX));
        Ok(Self { data: data.to_owned(), key, nobody, tries, waiting, asked: watch::Sender::new(asked) })
    }

    /// Whether officials sign in now.
    pub fn asked(&self) -> SignIn {
        *self.asked.borrow()
    }

    /// The same, to wait for a change.
    pub fn watch(&self) -> watch::Receiver<SignIn> {
        self.asked.subscribe()
    }

    /// Looks at the list again; whether officials sign in from now on, if that has changed. A list that has gone or is
    /// spoilt opens no door: that may be an accident.
    pub fn look_again(&self) -> Option<SignIn> {
        let officials = Officials::read(&self.data).ok()??;
        Some(asked_by(&officials)).filter(|asked| *asked != self.asked())
    }

    /// From now on officials sign in, or need not.
    pub fn ask_from_now_on(&self, asked: SignIn) {
        self.asked.send_replace(asked);
    }

    /// Whether the PIN is this official's. Wrong tries are counted; a locked official is not checked at all.
    pub async fn sign_in(
        &self,
        official: &OfficialId,
        pin: Pin,
        device: &DeviceName,
        now: Timestamp,
    ) -> Result<SignedIn, HubRefusal> {
        let _room = self.waiting.try_acquire().map_err(|_| HubRefusal::TooBusy)?;
        let mut tries = self.tries.lock().await;
        if let Some(until) = tries.locked_until(official, now) {
            return Err(locked(until, now));
        }
        let found = self.officials()?.find(official).cloned();
        let hash = found.as_ref().map_or(&self.nobody, |found| &found.pin).clone();
        let is_right = tokio::task::spawn_blocking(move || hash.is_of(&pin)).await.unwrap_or(false);
        match found {
            Some(found) if is_right => {
                tries.right(official);
                tracing::info!(%official, %device, "signed in");
                let token = self.key.token(&found, device, now);
                Ok(SignedIn { official: found.id, role: found.role, token })
            }
            Some(_) => {
                tries.wrong(official, now);
                tracing::warn!(%official, %device, "a wrong PIN");
                Err(HubRefusal::WrongPin)
            }
            None => {
                tracing::warn!(%device, "somebody unknown tried to sign in");
                Err(HubRefusal::WrongPin)
            }
        }
    }

    /// Whose token this is, if it is good.
    pub fn recognise(&self, token: &SeatToken, device: &DeviceName, now: Timestamp) -> Option<Recognised> {
        let official = token::whose(token)?;
        let officials = self.officials().ok()?;
        let found = officials.find(&official)?;
        self.key
            .is_good(token, found, device, now)
            .then(|| Recognised { official: found.id.clone(), role: found.role })
    }

    fn officials(&self) -> Result<Officials, HubRefusal> {
        match Officials::read(&self.data) {
            Ok(officials) => Ok(officials.unwrap_or_default()),
            Err(error) => {
                tracing::error!(%error, "nobody can sign in until the list of officials is mended");
                Err(HubRefusal::OfficialsUnreadable)
            }
        }
    }
}

/// Too many wrong PINs: when more are taken, in whole minutes.
fn locked(until: Timestamp, now: Timestamp) -> HubRefusal {
    let minutes = (until.duration_since(now).as_secs() + 59) / 60;
    HubRefusal::SignInLocked { minutes: u32::try_from(minutes).unwrap_or(1) }
}

fn asked_by(officials: &Officials) -> SignIn {
    if officials.list().is_empty() { SignIn::NotNeeded } else { SignIn::Needed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> OfficialId {
        OfficialId::new(text).unwrap()
    }

    fn pc() -> DeviceName {
        DeviceName::new("quay-3").unwrap()
    }

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + secs).unwrap()
    }

    fn centre_of(pins: &[(&str, OfficialRole, &str)]) -> (tempfile::TempDir, Gate) {
        let folder = tempfile::tempdir().unwrap();
        let mut officials = Officials::default();
        for (name, role, pin) in pins {
            let pin = PinHash::of(&Pin::new(*pin)).unwrap();
            officials.add(Official { id: id(name), role: *role, pin }).unwrap();
        }
        officials.write(folder.path()).unwrap();
        let gate = Gate::open(folder.path()).unwrap();
        (folder, gate)
    }

    async fn outcome(gate: &Gate, name: &str, pin: &str, secs: i64) -> Result<OfficialRole, HubRefusal> {
        gate.sign_in(&id(name), Pin::new(pin), &pc(), at(secs)).await.map(|signed_in| signed_in.role)
    }

    #[tokio::test]
    async fn the_right_pin_lets_in_and_its_token_lets_in_again() {
        let (_folder, gate) = centre_of(&[("ts-mai", OfficialRole::Supervisor, "246813")]);
        let signed_in = gate.sign_in(&id("ts-mai"), Pin::new("246813"), &pc(), at(0)).await.unwrap();
        assert_eq!(signed_in.role, OfficialRole::Supervisor);
        let recognised = gate.recognise(&signed_in.token, &pc(), at(60)).unwrap();
        assert_eq!(recognised, Recognised { official: id("ts-mai"), role: OfficialRole::Supervisor });
    }

    #[tokio::test]
    async fn wrong_pins_lock_out_and_a_stranger_learns_nothing() {
        let (_folder, gate) = centre_of(&[("cb-lan", OfficialRole::Official, "246813")]);
        assert_eq!(outcome(&gate, "cb-khong", "246813", 0).await, Err(HubRefusal::WrongPin));
        for second in 0..5 {
            assert_eq!(outcome(&gate, "cb-lan", "000001", second).await, Err(HubRefusal::WrongPin));
        }
        let locked = Err(HubRefusal::SignInLocked { minutes: 5 });
        assert_eq!(outcome(&gate, "cb-lan", "246813", 10).await, locked, "even with the right PIN");
        assert_eq!(outcome(&gate, "cb-lan", "246813", 310).await, Ok(OfficialRole::Official));
    }

    #[tokio::test]
    async fn whoever_was_taken_off_the_list_is_not_let_in_nor_recognised() {
        let (folder, gate) = centre_of(&[
            ("cb-lan", OfficialRole::Official, "246813"),
            ("cb-hoa", OfficialRole::Official, "135792"),
        ]);
        let signed_in = gate.sign_in(&id("cb-lan"), Pin::new("246813"), &pc(), at(0)).await.unwrap();
        let mut officials = Officials::read(folder.path()).unwrap().unwrap();
        officials.remove(&id("cb-lan")).unwrap();
        officials.write(folder.path()).unwrap();
        assert_eq!(outcome(&gate, "cb-lan", "246813", 1).await, Err(HubRefusal::WrongPin));
        assert_eq!(gate.recognise(&signed_in.token, &pc(), at(2)), None);
        std::fs::write(folder.path().join(FILE), "officials = 7").unwrap();
        assert_eq!(outcome(&gate, "cb-hoa", "135792", 3).await, Err(HubRefusal::OfficialsUnreadable));
    }

    #[test]
    fn the_list_is_followed_and_one_that_has_gone_opens_no_door() {
        let folder = tempfile::tempdir().unwrap();
        let gate = Gate::open(folder.path()).unwrap();
        assert_eq!((gate.asked(), gate.look_again()), (SignIn::NotNeeded, None), "there is none yet");
        let mut officials = Officials::default();
        let pin = PinHash::of(&Pin::new("246813")).unwrap();
        officials.add(Official { id: id("cb-lan"), role: OfficialRole::Official, pin }).unwrap();
        officials.write(folder.path()).unwrap();
        assert_eq!(gate.look_again(), Some(SignIn::Needed));
        gate.ask_from_now_on(SignIn::Needed);
        assert_eq!(gate.look_again(), None, "told once");
        std::fs::write(folder.path().join(FILE), "officials = 7").unwrap();
        assert_eq!(gate.look_again(), None, "a spoilt list");
        std::fs::remove_file(folder.path().join(FILE)).unwrap();
        assert_eq!(gate.look_again(), None, "a list that has gone");
        Officials::default().write(folder.path()).unwrap();
        assert_eq!(gate.look_again(), Some(SignIn::NotNeeded));
    }
}
