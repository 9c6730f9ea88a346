//! Who sits at a terminal: signing in, and the seat that is then taken.

use std::fmt;

use goiso_model::{CounterNumber, OfficialId};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// The most characters of a [`Pin`] or a [`SeatToken`] that are read.
const SECRET_CHARS_MAX: usize = 200;

/// A PIN on its way to the hub. It is never shown: not in a log, not in an error.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Pin(String);

/// What a terminal shows the hub after a broken line, instead of the PIN. Never shown either.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SeatToken(String);

macro_rules! secret {
    ($name:ident, $what:literal) => {
        impl $name {
            /// Keeps the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text, for whoever checks it.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // Asked for a text, a buffered number would be told in the error.
                deserializer.deserialize_any(Secret($what)).map(Self)
            }
        }
    };
}

secret!(Pin, "a PIN in quotes");
secret!(SeatToken, "a token in quotes");

/// Reads a text, and in its errors never says what it found.
struct Secret(&'static str);

impl Visitor<'_> for Secret {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        if text.chars().count() > SECRET_CHARS_MAX {
            return Err(E::custom(format!("too long for {}", self.0)));
        }
        Ok(text.to_owned())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<String, E> {
        Err(E::invalid_type(Unexpected::Other("something else"), &self))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<String, E> {
        Err(E::invalid_type(Unexpected::Other("a number"), &self))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<String, E> {
        Err(E::invalid_type(Unexpected::Other("a number"), &self))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<String, E> {
        Err(E::invalid_type(Unexpected::Other("a number"), &self))
    }
}

/// What somebody who has signed in may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficialRole {
    /// Serves at a counter.
    Official,
    /// Takes numbers for people in the hall.
    Assistant,
    /// Looks after the whole hall; may also sit at a counter or take numbers.
    Supervisor,
}

/// A place at a terminal; which view it gets follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Seat {
    /// At this counter.
    Counter {
        /// Which.
        counter: CounterNumber,
    },
    /// In the hall, taking numbers for people.
    Assistant,
    /// Over the whole hall.
    Supervisor,
}

/// What a terminal brings along when its line has come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    /// As given at sign-in.
    pub token: SeatToken,
    /// The seat that was taken.
    pub seat: Seat,
}

/// Who has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who.
    pub official: OfficialId,
    /// As what.
    pub role: OfficialRole,
    /// Stands in for the PIN for the rest of the day, at this terminal only.
    pub token: SeatToken,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_itself_nowhere() {
        assert_eq!(format!("{:?} {:?}", Pin::new("246810"), SeatToken::new("abc")), "Pin(…) SeatToken(…)");
        for wrong in ["246810", "-246810", "246810.5", r#"["246810"]"#, r#"{"246810": 1}"#] {
            let error = serde_json::from_str::<Pin>(wrong).expect_err("not a text").to_string();
            assert!(!error.contains("246810"), "{error}");
        }
        let frame = r#"{"type":"sign_in","id":"r","official":"cb-lan","pin":246810}"#;
        let error = crate::decode::<crate::ToHub>(frame).expect_err("not a text").to_string();
        assert!(!error.contains("246810"), "{error}");
        let long = format!("\"{}\"", "7".repeat(SECRET_CHARS_MAX + 1));
        let error = serde_json::from_str::<Pin>(&long).expect_err("too long").to_string();
        assert!(!error.contains("777"), "{error}");
    }
}
