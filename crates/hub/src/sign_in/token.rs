//! What stands in for the PIN when a line comes back: who, since when, and a seal under the centre's key.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use goiso_model::{DeviceName, OfficialId};
use goiso_protocol::SeatToken;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::officials::Official;

/// The key's file in the data folder, readable by the hub's user alone.
const FILE: &str = "seat.key";
const KEY_BYTES: usize = 32;

/// A token is good for so long: longer than any day of work.
pub const TOKEN_GOOD_FOR: SignedDuration = SignedDuration::from_hours(16);

/// The key that tokens are sealed with.
pub(super) struct SeatKey(Zeroizing<[u8; KEY_BYTES]>);

impl SeatKey {
    /// The key of a data folder, drawn when there is none yet. It outlives a restart, so that nobody has to
    /// sign in again after one.
    pub(super) fn load(data: &Path) -> io::Result<Self> {
        let path = data.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => {
                if let Ok(key) = <[u8; KEY_BYTES]>::try_from(Zeroizing::new(bytes).as_slice()) {
                    return Ok(Self(Zeroizing::new(key)));
                }
                // Cut short by a power cut: no token under it has reached anybody.
                std::fs::remove_file(&path)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(key.as_mut_slice()).map_err(io::Error::other)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.write_all(key.as_slice())?;
        file.sync_all()?;
        Ok(Self(key))
    }

    /// A token of this official at this terminal.
    pub(super) fn token(&self, official: &Official, device: &DeviceName, now: Timestamp) -> SeatToken {
        let secs = now.as_second();
        let seal = self.mac(official, device, secs).finalize().into_bytes();
        let seal = seal.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        SeatToken::new(format!("{}.{secs}.{seal}", official.id))
    }

    /// Whether a token is this official's, at this terminal, and still good. A new PIN makes it bad.
    pub(super) fn is_good(
        &self,
        token: &SeatToken,
        official: &Official,
        device: &DeviceName,
        now: Timestamp,
    ) -> bool {
        let Some((secs, seal)) = parts(token) else { return false };
        let Ok(since) = Timestamp::from_second(secs) else { return false };
        let age = now.duration_since(since);
        // The hub's clock may have been set back by a little.
        age < TOKEN_GOOD_FOR
            && age > -TOKEN_GOOD_FOR
            && self.mac(official, device, secs).verify_slice(&seal).is_ok()
    }

    fn mac(&self, official: &Official, device: &DeviceName, secs: i64) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice()).expect("HMAC takes any key");
        // Names hold no zero byte, so no two different triples make the same text.
        for part in [official.id.as_str().as_bytes(), device.as_str().as_bytes(), &secs.to_be_bytes()] {
            mac.update(part);
            mac.update(&[0]);
        }
        mac.update(official.pin.as_bytes());
        mac
    }
}

/// Whose a token says it is.
pub(super) fn whose(token: &SeatToken) -> Option<OfficialId> {
    OfficialId::new(token.expose().split('.').next()?).ok()
}

fn parts(token: &SeatToken) -> Option<(i64, Vec<u8>)> {
    let mut parts = token.expose().split('.').skip(1);
    let secs = parts.next()?.parse().ok()?;
    let seal = parts.next()?.as_bytes();
    let (pairs, rest) = seal.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    Some((secs, pairs.iter().map(byte).collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use goiso_protocol::{OfficialRole, Pin};

    use super::*;
    use crate::sign_in::officials::PinHash;

    fn official(id: &str, pin: &PinHash) -> Official {
        Official { id: OfficialId::new(id).unwrap(), role: OfficialRole::Official, pin: pin.clone() }
    }

    #[test]
    fn a_token_is_good_for_one_official_one_terminal_and_one_day() {
        let folder = tempfile::tempdir().unwrap();
        let key = SeatKey::load(folder.path()).unwrap();
        let (pin, other_pin) =
            (PinHash::of(&Pin::new("246813")).unwrap(), PinHash::of(&Pin::new("246813")).unwrap());
        let lan = official("cb-lan", &pin);
        let (pc, other_pc) = (DeviceName::new("quay-3").unwrap(), DeviceName::new("quay-4").unwrap());
        let now: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
        let token = key.token(&lan, &pc, now);
        assert_eq!(whose(&token), Some(lan.id.clone()));
        let restarted = SeatKey::load(folder.path()).unwrap();
        assert!(restarted.is_good(&token, &lan, &pc, now + SignedDuration::from_hours(9)));
        assert!(!restarted.is_good(&token, &lan, &pc, now + TOKEN_GOOD_FOR));
        assert!(!restarted.is_good(&token, &lan, &other_pc, now), "at another terminal");
        assert!(!restarted.is_good(&token, &official("cb-hoa", &pin), &pc, now), "of another official");
        assert!(!restarted.is_good(&token, &official("cb-lan", &other_pin), &pc, now), "after a new PIN");
        for forged in ["cb-lan", "cb-lan.1", "cb-lan.1.zz", "cb-lan.x.00", "cb-lan.1795000000.00", ""] {
            assert!(!restarted.is_good(&SeatToken::new(forged), &lan, &pc, now), "{forged}");
        }
    }

    #[test]
    fn a_key_cut_short_is_drawn_anew() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), [7; 5]).unwrap();
        SeatKey::load(folder.path()).unwrap();
        assert_eq!(std::fs::read(folder.path().join(FILE)).unwrap().len(), KEY_BYTES);
    }
}
