//! "One number a person" without knowing the person: a card's number becomes a token under a key that lives one
//! business day. With the key, every token of the day is gone.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use goiso_domain::{PERSON_TOKEN_BYTES, PersonToken};
use goiso_hardware::scanner::CardNumber;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::civil::Date;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Files of keys are named so, and end with their day.
const FILE_PREFIX: &str = "card-key-";
const KEY_BYTES: usize = 32;

/// The key of one business day.
pub struct CardKey {
    day: Date,
    key: Zeroizing<[u8; KEY_BYTES]>,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
#[error("cannot {what} the key of the day in '{}'", path.display())]
pub struct CardKeyError {
    what: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl CardKey {
    /// The key of this day in the data folder: drawn at the first call of the day, readable by the hub's user
    /// alone, and the same after a restart. Keys of other days are deleted.
    pub fn of_day(data: &Path, day: Date) -> Result<Self, CardKeyError> {
        let name = format!("{FILE_PREFIX}{day}");
        forget_others(data, &name)?;
        let path = data.join(&name);
        let failed = |what, source| CardKeyError { what, path: path.clone(), source };
        match std::fs::read(&path) {
            Ok(bytes) => match <[u8; KEY_BYTES]>::try_from(Zeroizing::new(bytes).as_slice()) {
                Ok(key) => return Ok(Self { day, key: Zeroizing::new(key) }),
                // Cut short by a power cut: nobody has a token under it yet that outlives this.
                Err(_) => std::fs::remove_file(&path).map_err(|error| failed("replace", error))?,
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed("read", error)),
        }
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(key.as_mut_slice()).map_err(|error| failed("draw", io::Error::other(error)))?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| failed("write", error))?;
        file.write_all(key.as_slice())
            .and_then(|()| file.sync_all())
            .map_err(|error| failed("write", error))?;
        Ok(Self { day, key })
    }

    /// Its day.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The holder of the card of this number, for this day: the beginning of its HMAC-SHA256.
    pub fn token(&self, number: &CardNumber) -> PersonToken {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.key.as_slice()).expect("HMAC takes keys of any length");
        mac.update(number.expose_digits());
        let digest: [u8; KEY_BYTES] = mac.finalize().into_bytes().into();
        let (head, _) = digest.split_first_chunk::<PERSON_TOKEN_BYTES>().expect("a digest is longer");
        PersonToken::new(*head)
    }
}

fn forget_others(data: &Path, name: &str) -> Result<(), CardKeyError> {
    let failed = |source| CardKeyError { what: "forget", path: data.to_owned(), source };
    for entry in std::fs::read_dir(data).map_err(failed)? {
        let file = entry.map_err(failed)?;
        let is_other =
            file.file_name().to_str().is_some_and(|other| other.starts_with(FILE_PREFIX) && other != name);
        if is_other {
            std::fs::remove_file(file.path()).map_err(failed)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use goiso_hardware::scanner::{Scan, Source, recognise};
    use jiff::civil::date;

    use super::*;

    fn card(number: &str, birth: &str) -> CardNumber {
        match recognise(&format!("{number}||A|{birth}|Nam|X|01072021"), Source::Serial) {
            Scan::IdentityCard(card) => card.number.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_card_is_known_again_all_day_and_no_longer_the_next() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("journal.db"), "").unwrap();
        let (one, other) = (card("001099000001", "01011999"), card("001099000002", "01011999"));
        let (monday, tuesday) = (date(2026, 11, 23), date(2026, 11, 24));
        let token = CardKey::of_day(folder.path(), monday).unwrap().token(&one);
        let restarted = CardKey::of_day(folder.path(), monday).unwrap();
        assert_eq!(restarted.token(&one), token);
        assert_ne!(restarted.token(&other), token);
        let mode = std::fs::metadata(folder.path().join("card-key-2026-11-23")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_ne!(CardKey::of_day(folder.path(), tuesday).unwrap().token(&one), token);
        assert_eq!(names(folder.path()), ["card-key-2026-11-24", "journal.db"]);
    }

    #[test]
    fn a_token_is_the_hmac_of_the_digits() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("card-key-2026-11-23"), [7; 32]).unwrap();
        let key = CardKey::of_day(folder.path(), date(2026, 11, 23)).unwrap();
        // Python: list(hmac.new(bytes([7] * 32), b"001099000001", "sha256").digest())[:16]
        let expected =
            [0x4a, 0xda, 0x83, 0x0c, 0x09, 0xd0, 0x9a, 0xa8, 0xbf, 0xe0, 0x54, 0x18, 0x1e, 0xde, 0xd7, 0x94];
        assert_eq!(key.token(&card("001099000001", "01011999")), PersonToken::new(expected));
    }

    #[test]
    fn a_key_cut_short_is_drawn_anew() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("card-key-2026-11-23"), [7; 5]).unwrap();
        CardKey::of_day(folder.path(), date(2026, 11, 23)).unwrap();
        assert_eq!(std::fs::read(folder.path().join("card-key-2026-11-23")).unwrap().len(), KEY_BYTES);
    }
}
