//! A keyboard-mode scanner's strokes, put together to texts: each ends with Enter, Tab or a pause.
//!
//! The scanner types as on an American keyboard; being grabbed, it passes no input method.

use zeroize::Zeroize;

use super::{SCAN_BYTES_MAX, Scan, ScanRefusal, Source, recognise};
use crate::input::{Motion, Stroke};

const KEY_ENTER: u16 = 28;
const KEY_TAB: u16 = 15;
const KEY_KPENTER: u16 = 96;
const KEY_LEFTSHIFT: u16 = 42;
const KEY_RIGHTSHIFT: u16 = 54;

/// From `KEY_1` on, without and with shift; `\0` types nothing (`linux/input-event-codes.h`, US layout).
const KEYS: [(u16, &str, &str); 4] = [
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`\0\\", "ASDFGHJKL:\"~\0|"),
    (44, "zxcvbnm,./", "ZXCVBNM<>?"),
];
const KEY_SPACE: u16 = 57;
/// `KEY_KP7` to `KEY_KPDOT`.
const KEYPAD: (u16, &str) = (71, "789-456+1230.");

/// Puts strokes together. What it holds is wiped once it is recognised.
#[derive(Default)]
pub(super) struct TypedAssembler {
    text: String,
    n_shifts: u8,
    is_too_long: bool,
}

impl TypedAssembler {
    /// The scans that are complete with these strokes.
    pub(super) fn take(&mut self, strokes: &[Stroke]) -> Vec<Scan> {
        strokes.iter().filter_map(|stroke| self.stroke(*stroke)).collect()
    }

    /// Nothing was typed for a while: the scanner has said all. What is no code of ours is refused, for a
    /// scanner types nothing of itself.
    pub(super) fn pause(&mut self) -> Option<Scan> {
        // A shift whose end was lost must not spoil the next scan.
        self.n_shifts = 0;
        self.end()
    }

    /// Whether something has been begun.
    pub(super) fn is_within(&self) -> bool {
        !self.text.is_empty()
    }

    fn stroke(&mut self, stroke: Stroke) -> Option<Scan> {
        match (stroke.code, stroke.motion) {
            (KEY_LEFTSHIFT | KEY_RIGHTSHIFT, Motion::Down) => self.n_shifts = self.n_shifts.saturating_add(1),
            (KEY_LEFTSHIFT | KEY_RIGHTSHIFT, Motion::Up) => self.n_shifts = self.n_shifts.saturating_sub(1),
            (KEY_ENTER | KEY_TAB | KEY_KPENTER, Motion::Down) => return self.end(),
            (code, Motion::Down) => self.push(letter(code, self.n_shifts)),
            (_, Motion::Up) => {}
        }
        None
    }

    fn push(&mut self, letter: Option<char>) {
        let Some(letter) = letter else { return };
        if self.text.len() == SCAN_BYTES_MAX {
            self.is_too_long = true;
            return;
        }
        // Growing would leave a copy of what was there behind.
        if self.text.capacity() == 0 {
            self.text.reserve_exact(SCAN_BYTES_MAX);
        }
        self.text.push(letter);
    }

    fn end(&mut self) -> Option<Scan> {
        let is_too_long = std::mem::take(&mut self.is_too_long);
        if self.text.is_empty() {
            return None;
        }
        let scan = if is_too_long {
            Scan::Refused(ScanRefusal::TooLong)
        } else {
            recognise(&self.text, Source::Keyboard)
        };
        self.text.zeroize();
        Some(scan)
    }
}

impl Drop for TypedAssembler {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

fn letter(code: u16, n_shifts: u8) -> Option<char> {
    let on = |first: u16, letters: &str| {
        letters.chars().nth(usize::from(code.checked_sub(first)?)).filter(|letter| *letter != '\0')
    };
    if code == KEY_SPACE {
        return Some(' ');
    }
    KEYS.iter()
        .find_map(|(first, plain, shifted)| on(*first, if n_shifts == 0 { plain } else { shifted }))
        .or_else(|| on(KEYPAD.0, KEYPAD.1))
}

/// What a scanner does to type a text; letters that no key has are left out.
#[cfg(test)]
pub(super) fn strokes_of(text: &str) -> Vec<Stroke> {
    let down = |code| Stroke { code, motion: Motion::Down };
    let up = |code| Stroke { code, motion: Motion::Up };
    let mut strokes = Vec::new();
    for wanted in text.chars() {
        for n_shifts in [0, 1] {
            if let Some(code) = (0..KEYPAD.0).find(|code| letter(*code, n_shifts) == Some(wanted)) {
                strokes.extend((n_shifts > 0).then(|| down(KEY_LEFTSHIFT)));
                strokes.extend([down(code), up(code)]);
                strokes.extend((n_shifts > 0).then(|| up(KEY_LEFTSHIFT)));
                break;
            }
        }
    }
    strokes
}
