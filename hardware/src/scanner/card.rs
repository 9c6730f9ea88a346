//! The QR code of a Vietnamese identity card (căn cước công dân): a line of fields with `|` between them,
//! `number|old number|name|ddMMyyyy birth|sex|address|ddMMyyyy issue`; newer cards append more.

use std::fmt;

use jiff::civil::Date;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::Source;

/// Digits of a card's number: 3 of the province, 1 of century and sex, 2 of the birth year, 6 at random.
const NUMBER_DIGITS: usize = 12;
/// Digits of the number before 2016, which follow it in the code.
const OLD_NUMBER_DIGITS: usize = 9;
/// Fewer fields are no card.
const FIELDS_MIN: usize = 6;
/// Shorter than two numbers and a date with what is between them, typed digits are some other barcode.
const TYPED_BYTES_MIN: usize = 30;

/// A card's number. It cannot be printed or shown, only hashed, and is wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct CardNumber([u8; NUMBER_DIGITS]);

impl CardNumber {
    /// The ASCII digits, for a keyed hash and for nothing else.
    pub fn expose_digits(&self) -> &[u8] {
        &self.0
    }

    fn read(digits: &str) -> Option<Self> {
        let digits: [u8; NUMBER_DIGITS] = digits.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// Century and sex in one digit: 0 and 1 are men and women of the 1900s, 2 and 3 of the 2000s, and so on.
    fn century_and_sex(&self) -> (i16, Sex) {
        let digit = i16::from(self.0[3] - b'0');
        (19 + digit / 2, if digit % 2 == 0 { Sex::Male } else { Sex::Female })
    }

    fn birth_year(&self) -> i16 {
        let year = i16::from(self.0[4] - b'0') * 10 + i16::from(self.0[5] - b'0');
        self.century_and_sex().0 * 100 + year
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// As the card says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// "Nam".
    Male,
    /// "Nữ".
    Female,
}

/// All that is kept of a card. Its `Debug` tells nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityCard {
    /// For suggesting a priority.
    pub birth_year: i16,
    /// As the number says.
    pub sex: Sex,
    /// For "one number a person".
    pub number: CardNumber,
}

impl fmt::Debug for IdentityCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityCard(…)")
    }
}

/// Whether a text is a card, and if so, a sound one.
pub(super) enum Reading {
    Card(IdentityCard),
    /// It begins like one, but contradicts itself.
    Broken,
    Other,
}

/// Reads a card as a scanner of this kind gives it.
pub(super) fn read(text: &str, source: Source) -> Reading {
    if !text.as_bytes().iter().take(NUMBER_DIGITS).all(u8::is_ascii_digit) || text.len() <= NUMBER_DIGITS {
        return Reading::Other;
    }
    let card = match source {
        Source::Serial => {
            if !text.contains('|') {
                return Reading::Other;
            }
            from_fields(text)
        }
        Source::Keyboard => {
            if text.len() < TYPED_BYTES_MIN {
                return Reading::Other;
            }
            from_digits(text)
        }
    };
    card.map_or(Reading::Broken, Reading::Card)
}

fn from_fields(text: &str) -> Option<IdentityCard> {
    let fields: Vec<&str> = text.split('|').collect();
    if fields.len() < FIELDS_MIN {
        return None;
    }
    let number = CardNumber::read(fields[0])?;
    let old = fields[1];
    if !old.is_empty() && (old.len() != OLD_NUMBER_DIGITS || !old.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let birth = date(fields[3])?;
    // An issue date is the seventh field, and no card is older than its holder.
    if let Some(issued) = fields.get(6).filter(|field| !field.is_empty()) {
        date(issued).filter(|issued| *issued >= birth)?;
    }
    let (_, sex) = number.century_and_sex();
    (birth.year() == number.birth_year() && is_sex(fields[4], sex)).then(|| IdentityCard {
        birth_year: birth.year(),
        sex,
        number,
    })
}

/// Typed by a scanner, letters and separators may be broken: only the runs of digits are looked at.
fn from_digits(text: &str) -> Option<IdentityCard> {
    let number = CardNumber::read(text.get(..NUMBER_DIGITS)?)?;
    let mut runs = text[NUMBER_DIGITS..].split(|c: char| !c.is_ascii_digit());
    let birth = runs.find_map(|run| date(run).filter(|date| date.year() == number.birth_year()))?;
    let (_, sex) = number.century_and_sex();
    Some(IdentityCard { birth_year: birth.year(), sex, number })
}

fn is_sex(field: &str, sex: Sex) -> bool {
    match sex {
        Sex::Male => field.eq_ignore_ascii_case("nam"),
        // Composed, or as letters with marks behind them.
        Sex::Female => ["nữ", "nư\u{303}", "nu\u{31b}\u{303}"].contains(&field.to_lowercase().as_str()),
    }
}

/// `ddMMyyyy`.
fn date(field: &str) -> Option<Date> {
    if field.len() != 8 || !field.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(field[4..].parse().ok()?, field[2..4].parse().ok()?, field[..2].parse().ok()?).ok()
}
