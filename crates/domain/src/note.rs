//! What officials write down about visitors.

use crate::Refusal;

/// The most characters of a note.
pub const NOTE_CHARS_MAX: usize = 120;
/// So many digits in a row, whatever stands between them, are a telephone's or a card's number.
const PERSONAL_DIGITS_MIN: usize = 9;

/// A note as it is kept: trimmed. Refused where it is too long, or holds a number that names a person: nothing
/// of the kind may reach the disk.
pub(crate) fn fit(note: &str) -> Result<String, Refusal> {
    let note = note.trim();
    if note.chars().count() > NOTE_CHARS_MAX || note.chars().any(char::is_control) {
        return Err(Refusal::NoteUnfit { max: NOTE_CHARS_MAX });
    }
    let mut n_digits = 0;
    for letter in note.chars() {
        match letter {
            '0'..='9' => n_digits += 1,
            ' ' | '.' | '-' | '(' | ')' | '+' => {}
            _ => n_digits = 0,
        }
        if n_digits >= PERSONAL_DIGITS_MIN {
            return Err(Refusal::NoteIsPersonal);
        }
    }
    Ok(note.to_owned())
}

/// The same for a note that may be left out; an empty one is none.
pub(crate) fn fit_if_any(note: Option<&str>) -> Result<Option<String>, Refusal> {
    let note = note.map(fit).transpose()?;
    Ok(note.filter(|note| !note.is_empty()))
}
