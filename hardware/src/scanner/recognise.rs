//! What a scanned text is.

use std::fmt;

use goiso_model::TicketId;
use jiff::civil::Date;

use super::IdentityCard;
use super::card::{self, Reading};

/// Our own appointment codes begin so: `goiso:a:` and then 4 to 20 of A–Z, 0–9 and `-`.
const APPOINTMENT_SIGN: &str = "GOISO:A:";

/// How a text came in, and so how far it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// As bytes: every letter is as it was printed.
    Serial,
    /// As key strokes: letters beyond A–Z are lost, only digits count on a card.
    Keyboard,
}

/// What was scanned; holds no more of it than may be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// A sound identity card.
    IdentityCard(IdentityCard),
    /// A dossier's code, by itself or inside a link.
    Dossier(DossierCode),
    /// One of our slips.
    Slip(TicketId),
    /// One of our appointments.
    Appointment(AppointmentCode),
    /// Nothing that we know.
    Refused(ScanRefusal),
}

/// Why a scan leads nowhere. A normal answer, shown to whoever scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanRefusal {
    /// Not a code of ours.
    Unknown,
    /// An identity card that contradicts itself, e.g. after a smudged reading.
    CardBroken,
    /// Longer than [`super::SCAN_BYTES_MAX`].
    TooLong,
}

/// The code of a dossier (mã hồ sơ), in capitals with plain dashes: `H19.12-251015-0001`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierCode(String);

impl DossierCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Who keeps the dossier: what stands before the first dash, e.g. `H19.12`.
    pub fn prefix(&self) -> &str {
        self.0.split_once('-').map_or(self.0.as_str(), |(prefix, _)| prefix)
    }

    /// The first code in a text that has been cleaned by [`normalised`].
    fn find(text: &str) -> Option<Self> {
        let is_code = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        text.split(|c| !is_code(c)).find(|word| is_dossier_code(word)).map(|word| Self(word.to_owned()))
    }
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The code of an appointment, in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentCode(String);

impl AppointmentCode {
    /// The code, without the sign before it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says what a text is. Whoever calls wipes the text.
pub fn recognise(text: &str, source: Source) -> Scan {
    let text = text.trim_matches(|c: char| c.is_control() || c.is_whitespace() || c == '\u{feff}');
    match card::read(text, source) {
        Reading::Card(card) => return Scan::IdentityCard(card),
        Reading::Broken => return Scan::Refused(ScanRefusal::CardBroken),
        Reading::Other => {}
    }
    if let Some(ticket) = slip(text) {
        return Scan::Slip(ticket);
    }
    let text = normalised(text);
    if let Some(code) = appointment(&text) {
        return Scan::Appointment(code);
    }
    DossierCode::find(&text).map_or(Scan::Refused(ScanRefusal::Unknown), Scan::Dossier)
}

/// `http://…/t/0j6k3m9p2q4r5`, as [`goiso_model::TicketId`] is written.
fn slip(text: &str) -> Option<TicketId> {
    let (_, id) = text.rsplit_once("/t/").or_else(|| text.rsplit_once("/T/"))?;
    id.split(['?', '#', '/']).next()?.parse().ok()
}

fn appointment(text: &str) -> Option<AppointmentCode> {
    let code = text.strip_prefix(APPOINTMENT_SIGN)?;
    let is_code = code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    (is_code && (4..=20).contains(&code.len())).then(|| AppointmentCode(code.to_owned()))
}

/// In capitals, every kind of dash a plain one.
fn normalised(text: &str) -> String {
    let dash = |c| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c };
    text.chars().map(dash).collect::<String>().to_uppercase()
}

/// `MX.YYY.ZZ-YYMMDD-NNNN…`: one to four parts of one to four letters or digits, a date, four digits or more.
fn is_dossier_code(word: &str) -> bool {
    /// Longer numbers are something else.
    const SERIAL_DIGITS_MAX: usize = 12;
    let mut parts = word.split('-');
    let (Some(prefix), Some(date), Some(serial), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let is_prefix = prefix.split('.').count() <= 4
        && prefix
            .split('.')
            .all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_serial = (4..=SERIAL_DIGITS_MAX).contains(&serial.len()) && are_digits(serial);
    is_prefix && is_serial && date.len() == 6 && are_digits(date) && is_date(date)
}

fn is_date(digits: &str) -> bool {
    let part = |at: usize| digits[at..at + 2].parse::<i8>().ok();
    let (Some(year), Some(month), Some(day)) = (part(0), part(2), part(4)) else { return false };
    Date::new(2000 + i16::from(year), month, day).is_ok()
}
