//! "One number a person", by a token that says nothing of the person.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use goiso_model::{ServiceId, TicketId};
use serde::{Deserialize, Serialize};

use crate::hall::Hall;
use crate::{Refusal, Ticket, TicketState};

/// Bytes of a token: enough that no two people of a day share one.
pub const PERSON_TOKEN_BYTES: usize = 16;

/// A visitor who has shown an identity card, for one business day: a keyed hash of the card's number, under a key that
/// is gone the next day. Written as hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonToken([u8; PERSON_TOKEN_BYTES]);

impl PersonToken {
    /// The token with these bytes.
    pub fn new(bytes: [u8; PERSON_TOKEN_BYTES]) -> Self {
        Self(bytes)
    }
}

impl From<PersonToken> for String {
    fn from(token: PersonToken) -> Self {
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).expect("a nibble is below 16");
        token.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
    }
}

impl TryFrom<String> for PersonToken {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("'{text}' is not {PERSON_TOKEN_BYTES} bytes in hexadecimal digits");
        let digits: Option<Vec<u8>> =
            text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
        let digits = digits.filter(|digits| digits.len() == 2 * PERSON_TOKEN_BYTES).ok_or_else(wrong)?;
        let byte = |pair: &[u8]| pair.iter().fold(0, |sum, digit| sum * 16 + digit);
        let bytes: Vec<u8> = digits.chunks(2).map(byte).collect();
        bytes.try_into().map(Self).map_err(|_| wrong())
    }
}

/// Nobody is to read it in a log.
impl fmt::Debug for PersonToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonToken(…)")
    }
}

/// How many numbers one person may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PersonLimits {
    /// In one field, of those that are not finished; no limit, if none.
    pub active_max: Option<u32>,
    /// Of one day; no limit, if none.
    pub day_max: Option<u32>,
}

/// Whose tickets are whose, of today.
pub(crate) type Persons = BTreeMap<PersonToken, Vec<TicketId>>;

impl Hall {
    /// Whether this person may take one more number. `alike` are the services of the field, the wished one among them.
    pub fn may_take(
        &self,
        person: PersonToken,
        alike: &BTreeSet<ServiceId>,
        limits: PersonLimits,
    ) -> Result<(), Refusal> {
        let ids = self.persons.get(&person).map(Vec::as_slice).unwrap_or_default();
        let tickets = || ids.iter().filter_map(|id| self.ticket(*id));
        let active: Vec<&Ticket> =
            tickets().filter(|ticket| alike.contains(&ticket.service) && is_awaited(ticket)).collect();
        if let (Some(held), Some(max)) = (active.last(), limits.active_max)
            && count(active.len()) >= max
        {
            return Err(Refusal::NumberHeld { number: held.number.clone() });
        }
        // A number that was given up has taken nobody's place.
        let n_today = count(tickets().filter(|ticket| !is_given_up(ticket)).count());
        match limits.day_max {
            Some(max) if n_today >= max => Err(Refusal::PersonDayLimit { max }),
            Some(_) | None => Ok(()),
        }
    }

    pub(crate) fn note_person(&mut self, ticket: TicketId, person: PersonToken) {
        if self.tickets.contains_key(&ticket) {
            self.persons.entry(person).or_default().push(ticket);
        }
    }
}

/// Whether the visitor is expected; one who did not come may take a new number.
fn is_awaited(ticket: &Ticket) -> bool {
    ticket.is_active() && !matches!(ticket.state, TicketState::Absent { .. })
}

fn is_given_up(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::Cancelled { .. })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_written_in_digits_and_read_again() {
        let mut bytes = [0; PERSON_TOKEN_BYTES];
        (bytes[0], bytes[15]) = (0x0a, 0xff);
        let token = PersonToken::new(bytes);
        let text = serde_json::to_string(&token).unwrap();
        assert_eq!(text, "\"0a0000000000000000000000000000ff\"");
        assert_eq!(serde_json::from_str::<PersonToken>(&text).unwrap(), token);
        for wrong in [
            "\"\"",
            "\"0a\"",
            "\"zz0000000000000000000000000000ff\"",
            "\"0a0000000000000000000000000000ff00\"",
        ] {
            assert!(serde_json::from_str::<PersonToken>(wrong).is_err(), "{wrong}");
        }
        assert_eq!(format!("{token:?}"), "PersonToken(…)");
    }
}
