//! The list of officials: a file in the data folder that `goiso-hub official` writes.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use argon2::{Argon2, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use goiso_model::OfficialId;
use goiso_protocol::{OfficialRole, Pin};
use serde::{Deserialize, Serialize};

/// The file's name in the data folder.
pub const FILE: &str = "officials.toml";

/// The most officials of a centre.
pub const OFFICIALS_MAX: usize = 500;

/// How many digits a PIN has.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 6..=12;

const HEAD: &str =
    "# Who may sign in at this centre. Written by `goiso-hub official`; the PINs are hashed (Argon2id).\n";

/// Everybody who may sign in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Officials {
    #[serde(rename = "officials")]
    list: Vec<Official>,
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// A short name or initials, which colleagues see.
    pub id: OfficialId,
    /// What they may do.
    pub role: OfficialRole,
    /// What the PIN is checked against.
    pub pin: PinHash,
}

/// An Argon2 hash of a PIN in its usual form, `$argon2id$…`. Never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PinHash(String);

impl std::fmt::Debug for PinHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PinHash(…)")
    }
}

impl TryFrom<String> for PinHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match PasswordHash::new(&text) {
            Ok(hash) if hash.algorithm.as_str() == "argon2id" && hash.hash.is_some() => Ok(Self(text)),
            Ok(_) | Err(_) => Err("the pin is no Argon2id hash; set it with `goiso-hub official reset`"),
        }
    }
}

impl From<PinHash> for String {
    fn from(PinHash(text): PinHash) -> Self {
        text
    }
}

/// Why a PIN is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Not digits, too few or too many.
    #[error("a PIN is {} to {} digits", PIN_DIGITS.start(), PIN_DIGITS.end())]
    NotDigits,
    /// `111111`, `123456`: tried first by everybody.
    #[error("a PIN of the same digit, or of digits in a row, is guessed at once")]
    TooEasy,
}

impl PinHash {
    /// Hashes a PIN under a fresh salt. Takes some 50 ms and 19 MiB, as it should.
    pub fn of(pin: &Pin) -> Result<Self, PinError> {
        check(pin)?;
        let hash = Argon2::default().hash_password(pin.expose().as_bytes());
        let hash = hash.expect("the default parameters and a PIN's length are within Argon2's limits");
        Ok(Self(hash.to_string()))
    }

    /// Whether this is the PIN. Takes as long when it is not.
    pub fn is_of(&self, pin: &Pin) -> bool {
        let hash = PasswordHash::new(&self.0).expect("checked when it was read");
        Argon2::default().verify_password(pin.expose().as_bytes(), &hash).is_ok()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn check(pin: &Pin) -> Result<(), PinError> {
    let digits = pin.expose().as_bytes();
    if !PIN_DIGITS.contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(PinError::NotDigits);
    }
    let steps: BTreeSet<i16> =
        digits.windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0])).collect();
    let is_easy = steps.len() == 1 && steps.iter().all(|step| (-1..=1).contains(step));
    if is_easy { Err(PinError::TooEasy) } else { Ok(()) }
}

/// Why the list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OfficialsError {
    /// It is not as it should be.
    #[error("{}:{line}: {problem}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Where, from 1.
        line: usize,
        /// What is wrong. Holds no PIN and no hash.
        problem: String,
    },
    /// It cannot be read or written.
    #[error("cannot {what} {}: {source}", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An official of this name is on it already.
    #[error("'{0}' is on the list already; `goiso-hub official reset` sets a new PIN")]
    Exists(OfficialId),
    /// Nobody of this name is on it.
    #[error("'{0}' is not on the list; `goiso-hub official list` shows who is")]
    Unknown(OfficialId),
    /// It is full.
    #[error("the list holds {OFFICIALS_MAX} officials, as many as it takes")]
    Full,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AsWritten {
    #[serde(default)]
    officials: Vec<toml::Spanned<Official>>,
}

impl Officials {
    /// The list of a data folder; none if there is no such file, and then nobody signs in.
    pub fn read(data: &Path) -> Result<Option<Self>, OfficialsError> {
        let path = data.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(OfficialsError::File { what: "read", path, source }),
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self, OfficialsError> {
        let wrong = |offset: usize, problem: String| {
            let line = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1;
            OfficialsError::Wrong { path: path.to_owned(), line, problem }
        };
        let written: AsWritten = toml::from_str(text).map_err(|error| {
            // The error's own text would quote the line, and with it the hash.
            wrong(error.span().map_or(0, |span| span.start), error.message().trim().to_owned())
        })?;
        let mut known = BTreeSet::new();
        for official in &written.officials {
            let id = &official.get_ref().id;
            if !known.insert(id.clone()) {
                return Err(wrong(official.span().start, format!("'{id}' is on the list twice")));
            }
        }
        if known.len() > OFFICIALS_MAX {
            return Err(OfficialsError::Full);
        }
        Ok(Self { list: written.officials.into_iter().map(toml::Spanned::into_inner).collect() })
    }

    /// Writes the list over the old one. After a power cut the file is the old or the new one, whole.
    pub fn write(&self, data: &Path) -> Result<(), OfficialsError> {
        let path = data.join(FILE);
        let new = data.join(format!("{FILE}.new"));
        let text = toml::to_string(self).expect("a list of texts can be written");
        let failed = |source| OfficialsError::File { what: "write", path: path.clone(), source };
        let options = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).clone();
        let mut file = options.open(&new).map_err(failed)?;
        file.write_all(HEAD.as_bytes())
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all())
            .and_then(|()| std::fs::rename(&new, &path))
            .and_then(|()| File::open(data)?.sync_all())
            .map_err(failed)
    }

    /// Everybody on it, in the order of the file.
    pub fn list(&self) -> &[Official] {
        &self.list
    }

    /// Somebody on it.
    pub fn find(&self, id: &OfficialId) -> Option<&Official> {
        self.list.iter().find(|official| official.id == *id)
    }

    /// Puts somebody on it.
    pub fn add(&mut self, official: Official) -> Result<(), OfficialsError> {
        if self.find(&official.id).is_some() {
            return Err(OfficialsError::Exists(official.id));
        }
        if self.list.len() >= OFFICIALS_MAX {
            return Err(OfficialsError::Full);
        }
        self.list.push(official);
        Ok(())
    }

    /// Takes somebody off it.
    pub fn remove(&mut self, id: &OfficialId) -> Result<(), OfficialsError> {
        let n_before = self.list.len();
        self.list.retain(|official| official.id != *id);
        if self.list.len() == n_before { Err(OfficialsError::Unknown(id.clone())) } else { Ok(()) }
    }

    /// Gives somebody a new PIN.
    pub fn reset(&mut self, id: &OfficialId, pin: PinHash) -> Result<(), OfficialsError> {
        let official = self.list.iter_mut().find(|official| official.id == *id);
        official.ok_or_else(|| OfficialsError::Unknown(id.clone()))?.pin = pin;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn id(text: &str) -> OfficialId {
        OfficialId::new(text).unwrap()
    }

    fn lan() -> Official {
        let pin = PinHash::of(&Pin::new("246813")).unwrap();
        Official { id: id("cb-lan"), role: OfficialRole::Official, pin }
    }

    #[test]
    fn a_pin_is_digits_that_are_not_guessed_at_once() {
        for (pin, expected) in [
            ("12345", Err(PinError::NotDigits)),
            ("1234567890123", Err(PinError::NotDigits)),
            ("24681a", Err(PinError::NotDigits)),
            ("٢٤٦٨١٣", Err(PinError::NotDigits)),
            ("777777", Err(PinError::TooEasy)),
            ("123456", Err(PinError::TooEasy)),
            ("987654", Err(PinError::TooEasy)),
            ("246813", Ok(())),
            ("135790", Ok(())),
        ] {
            assert_eq!(check(&Pin::new(pin)), expected, "{pin}");
        }
    }

    #[test]
    fn what_was_written_is_read_and_no_pin_stands_in_it() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Officials::read(folder.path()).unwrap(), None);
        let mut officials = Officials::default();
        officials.add(lan()).unwrap();
        officials.write(folder.path()).unwrap();
        let read = Officials::read(folder.path()).unwrap().unwrap();
        assert_eq!(read, officials);
        let found = read.find(&id("cb-lan")).unwrap();
        assert!(found.pin.is_of(&Pin::new("246813")) && !found.pin.is_of(&Pin::new("246814")));
        let path = folder.path().join(FILE);
        assert!(!std::fs::read_to_string(&path).unwrap().contains("246813"));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!format!("{read:?}").contains("argon2"), "a hash in a log");
    }

    #[test]
    fn the_same_pin_twice_has_two_hashes() {
        assert_ne!(lan().pin, lan().pin);
    }

    #[test]
    fn a_list_is_changed_by_name() {
        let mut officials = Officials::default();
        officials.add(lan()).unwrap();
        assert!(matches!(officials.add(lan()), Err(OfficialsError::Exists(_))));
        assert!(matches!(officials.remove(&id("cb-hoa")), Err(OfficialsError::Unknown(_))));
        let pin = PinHash::of(&Pin::new("864203")).unwrap();
        assert!(matches!(officials.reset(&id("cb-hoa"), pin.clone()), Err(OfficialsError::Unknown(_))));
        officials.reset(&id("cb-lan"), pin).unwrap();
        assert!(officials.find(&id("cb-lan")).unwrap().pin.is_of(&Pin::new("864203")));
        officials.remove(&id("cb-lan")).unwrap();
        assert_eq!(officials.list(), []);
    }

    #[test]
    fn a_bad_file_is_named_with_its_line_and_never_quoted() {
        let hash = String::from(lan().pin);
        let entry = format!("[[officials]]\nid = \"cb-lan\"\nrole = \"official\"\npin = \"{hash}\"\n");
        for (text, line, word) in [
            (entry.replace("cb-lan", "Lan Anh"), 2, "official id"),
            (entry.replace("\"official\"", "\"king\""), 3, "king"),
            (entry.replace("$argon2id", "$argon9x"), 4, "no Argon2id hash"),
            (entry.replace("pin", "pim"), 4, "pim"),
            (format!("{entry}{entry}"), 5, "twice"),
            (format!("{entry}what\n"), 5, "="),
        ] {
            let error = Officials::parse(&text, Path::new("data/officials.toml")).unwrap_err();
            let words = error.to_string();
            assert!(matches!(&error, OfficialsError::Wrong { line: at, .. } if *at == line), "{words}");
            assert!(words.contains(word) && words.starts_with("data/officials.toml:"), "{words}");
            assert!(!words.contains("v=19"), "{words}");
        }
    }
}
