//! Identifiers. Slugs are checked when they are made, so an id in hand is always well formed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not lower-case letters, digits and inner dashes, or too long.
    #[error("{what} '{text}' must be 1 to {max} of a–z, 0–9 and inner '-', e.g. '{example}'")]
    Slug {
        /// Which id it was to be.
        what: &'static str,
        /// What was found, cut to a readable length.
        text: String,
        /// The greatest length in characters.
        max: usize,
        /// A text that would do.
        example: &'static str,
    },
    /// Not 1 to 64 visible ASCII characters.
    #[error("request id must be 1 to 64 visible ASCII characters")]
    Request,
    /// Not 13 letters and digits as a slip's QR carries them.
    #[error("ticket id '{0}' must be 13 of 0–9, a–z without i, l, o, u")]
    Ticket(String),
    /// Outside 1 to 999.
    #[error("counter number {0} must be 1 to 999")]
    Counter(u32),
    /// Typed, and not a number from 1 to 999.
    #[error("counter number '{0}' must be a number from 1 to 999")]
    CounterText(String),
}

const SHOWN_MAX: usize = 40;

fn shorten(text: &str) -> String {
    text.chars().take(SHOWN_MAX).collect()
}

fn is_slug(text: &str, max: usize) -> bool {
    !text.is_empty()
        && text.len() <= max
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $example:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The greatest length, in characters.
            pub const LENGTH_MAX: usize = $max;

            /// Checks and keeps a slug.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                if is_slug(&text, $max) {
                    return Ok(Self(text));
                }
                Err(IdError::Slug { what: $what, text: shorten(&text), max: $max, example: $example })
            }

            /// The slug as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

slug_id!(
    /// A service, e.g. `chung-thuc`.
    ServiceId, "service id", 40, "chung-thuc"
);
slug_id!(
    /// A field or agency that groups services, e.g. `so-tu-phap`.
    FieldId, "field id", 40, "so-tu-phap"
);
slug_id!(
    /// A priority class, e.g. `nct` (người cao tuổi).
    PriorityClassId, "priority class id", 16, "nct"
);
slug_id!(
    /// A kiosk, board, printer or terminal, e.g. `kiosk-1`.
    DeviceName, "device name", 40, "kiosk-1"
);
slug_id!(
    /// How a service at a counter can end, e.g. `received`; which there are, the centre settles.
    OutcomeId, "outcome id", 24, "received"
);
slug_id!(
    /// An official's short name at sign-in, e.g. `cb-lan`; never shown to visitors.
    OfficialId, "official id", 40, "cb-lan"
);

impl OutcomeId {
    /// How services end at a centre that settles nothing else, the usual one first: all done; the dossier was received,
    /// a result will follow; it could not be taken; the visitor was told where to go or what to bring.
    pub fn built_in() -> Vec<Self> {
        ["done", "received", "refused", "guided"].map(|id| Self(id.to_owned())).into()
    }

    /// Whether these are those of a centre that settles nothing else.
    pub fn are_built_in(ids: &[Self]) -> bool {
        ids == Self::built_in()
    }
}

/// The number on the counter's sign, 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "u32")]
pub struct CounterNumber(u16);

/// Reads digits too: as the key of a JSON object a number is written as text.
impl<'de> Deserialize<'de> for CounterNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrDigits;

        impl serde::de::Visitor<'_> for NumberOrDigits {
            type Value = CounterNumber;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a counter number, 1 to 999")
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<CounterNumber, E> {
                CounterNumber::new(u32::try_from(number).unwrap_or(u32::MAX)).map_err(E::custom)
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<CounterNumber, E> {
                self.visit_u64(u64::try_from(number).unwrap_or(0))
            }

            fn visit_str<E: serde::de::Error>(self, digits: &str) -> Result<CounterNumber, E> {
                digits
                    .parse()
                    .map_err(|_| E::invalid_value(serde::de::Unexpected::Str(digits), &self))
                    .and_then(|number| self.visit_u64(number))
            }
        }

        deserializer.deserialize_any(NumberOrDigits)
    }
}

impl CounterNumber {
    /// Checks and keeps a counter number.
    pub fn new(number: u32) -> Result<Self, IdError> {
        match u16::try_from(number) {
            Ok(n @ 1..=999) => Ok(Self(n)),
            Ok(_) | Err(_) => Err(IdError::Counter(number)),
        }
    }

    /// The plain number.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for CounterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for CounterNumber {
    type Err = IdError;
    fn from_str(digits: &str) -> Result<Self, IdError> {
        // Whatever is not a number of that size is no counter either.
        Self::new(digits.parse().unwrap_or(0)).map_err(|_| IdError::CounterText(shorten(digits)))
    }
}

impl TryFrom<u32> for CounterNumber {
    type Error = IdError;
    fn try_from(number: u32) -> Result<Self, IdError> {
        Self::new(number)
    }
}

impl From<CounterNumber> for u32 {
    fn from(number: CounterNumber) -> u32 {
        u32::from(number.0)
    }
}

/// One turn of one visitor. Drawn at random by the hub, so that a slip's QR cannot be guessed from
/// another; written as 13 letters and digits (Crockford's base 32, most significant first).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketId(u64);

const BASE_32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TICKET_ID_LENGTH: usize = 13;

impl TicketId {
    /// Wraps 64 random bits.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The 64 bits.
    pub fn bits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = (0..TICKET_ID_LENGTH)
            .rev()
            .map(|place| char::from(BASE_32[(self.0 >> (place * 5)) as usize & 31]))
            .collect();
        f.pad(&text)
    }
}

impl FromStr for TicketId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Ticket(shorten(text));
        if text.len() != TICKET_ID_LENGTH {
            return Err(wrong());
        }
        text.bytes()
            .try_fold(0_u64, |bits, b| {
                let digit = BASE_32.iter().position(|&d| d == b.to_ascii_lowercase())? as u64;
                bits.checked_mul(32)?.checked_add(digit)
            })
            .map(Self)
            .ok_or_else(wrong)
    }
}

impl TryFrom<String> for TicketId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<TicketId> for String {
    fn from(id: TicketId) -> String {
        id.to_string()
    }
}

/// Drawn by a client for each wish, and sent again with it after a reconnect, so that the hub does a
/// wish once. 1 to 64 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RequestId(String);

impl RequestId {
    /// The greatest length, in characters.
    pub const LENGTH_MAX: usize = 64;

    /// Checks and keeps a request id.
    pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
        let text = text.into();
        let is_good =
            (1..=Self::LENGTH_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if is_good { Ok(Self(text)) } else { Err(IdError::Request) }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for RequestId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl TryFrom<String> for RequestId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl From<RequestId> for String {
    fn from(id: RequestId) -> String {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_id_survives_paper() {
        for bits in [0, 1, 31, 32, u64::MAX, 0x0123_4567_89ab_cdef] {
            let id = TicketId::from_bits(bits);
            assert_eq!(id.to_string().len(), TICKET_ID_LENGTH);
            assert_eq!(id.to_string().parse(), Ok(id));
            assert_eq!(id.to_string().to_uppercase().parse(), Ok(id), "scanners shout");
        }
        for wrong in ["", "0", "ooooooooooooo", "zzzzzzzzzzzzz", "00000000000000", "00000000000ễ"] {
            assert!(wrong.parse::<TicketId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(ServiceId::new("chung-thuc").unwrap().as_str(), "chung-thuc");
        for wrong in ["", "-a", "a-", "Chứng thực", "a b", "A", &"a".repeat(41)] {
            assert!(ServiceId::new(wrong).is_err(), "{wrong}");
        }
        insta::assert_snapshot!(
            PriorityClassId::new("NCT").unwrap_err(),
            @"priority class id 'NCT' must be 1 to 16 of a–z, 0–9 and inner '-', e.g. 'nct'"
        );
    }

    #[test]
    fn counters_and_requests_have_limits() {
        assert_eq!(CounterNumber::new(3).map(CounterNumber::get), Ok(3));
        assert!(CounterNumber::new(0).is_err() && CounterNumber::new(1000).is_err());
        assert!(CounterNumber::new(u32::MAX).is_err());
        assert_eq!("3".parse(), CounterNumber::new(3));
        for wrong in ["0", "1000", "ba", "-3", ""] {
            let error = wrong.parse::<CounterNumber>().unwrap_err();
            assert!(error.to_string().contains(&format!("'{wrong}'")), "{error}");
        }
        assert!(RequestId::new("a").is_ok() && RequestId::new("x".repeat(64)).is_ok());
        assert!(RequestId::new("").is_err() && RequestId::new("x".repeat(65)).is_err());
        assert!(RequestId::new("có dấu").is_err() && RequestId::new("a b").is_err());
    }
}
