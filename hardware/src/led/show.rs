//! What is to be seen over a counter, and what that looks like on its display.

use std::time::Duration;

use super::model::LedModel;

/// What is to be seen over a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedShow {
    /// A number just called: blinks once a second for [`BLINK_TIME`], then stays. Shown again, it blinks again.
    Blink(String),
    /// A number being served.
    Steady(String),
    /// The counter is paused: dashes.
    Paused,
    /// What is being typed on the counter's keypad.
    Typed(String),
    /// What was wished at the keypad cannot be: `Err`, or `0` on a display of digits.
    Refused,
    /// Nobody waits to be called: `--`, or `0` on a display of digits.
    Nobody,
    /// The counter is open and serves nobody.
    Dark,
    /// The counter is closed; the display's [`ClosedLook`] says how that looks.
    Closed,
}

/// How long a called number blinks.
pub const BLINK_TIME: Duration = Duration::from_secs(10);
/// Half of a blink: half a second on, half a second off.
pub(super) const BLINK_HALF: Duration = Duration::from_millis(500);

/// Where the display over a counter points while it shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrow {
    /// Nowhere.
    #[default]
    None,
    /// To the left of the number, `<A005`.
    Left,
    /// To the right of it, `A005>`.
    Right,
}

/// How a closed counter looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClosedLook {
    /// Nothing is lit.
    #[default]
    Dark,
    /// Dashes, where the display has them.
    Dashes,
}

/// One display on a bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedDisplay {
    /// Its address, 1 to 247.
    pub address: u8,
    /// What it is.
    pub model: LedModel,
    /// Where it points; left out on a display without arrows, and where the number needs the place.
    pub arrow: Arrow,
    /// How its closed counter looks.
    pub closed: ClosedLook,
}

impl LedDisplay {
    /// A display that points nowhere and is dark when its counter is closed.
    pub fn new(address: u8, model: LedModel) -> Self {
        Self { address, model, arrow: Arrow::None, closed: ClosedLook::Dark }
    }
}

/// Whether the display itself blinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Motion {
    /// It stands still.
    Still,
    /// It blinks without further frames.
    Blinking,
}

/// All that a display is told at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    /// Empty is dark.
    pub text: String,
    pub motion: Motion,
    /// Percent, 1 to 100.
    pub brightness: u8,
}

impl Look {
    pub(super) fn dark() -> Self {
        Self { text: String::new(), motion: Motion::Still, brightness: BRIGHTNESS_FULL }
    }
}

/// As bright as it can be, in percent.
pub(super) const BRIGHTNESS_FULL: u8 = 100;

impl LedDisplay {
    /// The text that stands for a show, in the bright half of a blink.
    pub(super) fn text(&self, show: &LedShow) -> String {
        match show {
            LedShow::Blink(number) | LedShow::Steady(number) => self.pointing(number),
            LedShow::Typed(digits) => digits.clone(),
            LedShow::Refused => self.first_shown(REFUSED),
            LedShow::Nobody => self.first_shown(NOBODY),
            LedShow::Paused => self.dashes(),
            LedShow::Dark => String::new(),
            LedShow::Closed => match self.closed {
                ClosedLook::Dark => String::new(),
                ClosedLook::Dashes => self.dashes(),
            },
        }
    }

    fn dashes(&self) -> String {
        if self.model.can_show('-') { "-".repeat(self.model.width().min(DASHES_MAX)) } else { String::new() }
    }

    /// The first of these that the display has all characters for, and room.
    fn first_shown(&self, texts: [&str; 2]) -> String {
        let has = |text: &&str| {
            text.len() <= self.model.width() && text.chars().all(|letter| self.model.can_show(letter))
        };
        texts.into_iter().find(has).unwrap_or_default().to_owned()
    }

    fn pointing(&self, number: &str) -> String {
        let has_place = number.len() < self.model.width() && !number.is_empty();
        match self.arrow {
            Arrow::Left if has_place && self.model.can_show('<') => format!("<{number}"),
            Arrow::Right if has_place && self.model.can_show('>') => format!("{number}>"),
            Arrow::None | Arrow::Left | Arrow::Right => number.to_owned(),
        }
    }
}

/// What a refused wish looks like; no ticket has the number 0.
const REFUSED: [&str; 2] = ["Err", "0"];
/// What it looks like that nobody waits.
const NOBODY: [&str; 2] = ["--", "0"];

/// More dashes say nothing more, on a line of 20 characters either.
const DASHES_MAX: usize = 4;

/// The text at the right end of so many places. The end of a number tells it apart, so the end is what stays
/// when it is too long; a letter outside ASCII becomes a question mark.
pub(super) fn fit(text: &str, width: usize) -> Vec<u8> {
    let letters: Vec<u8> = text.chars().map(|c| if c.is_ascii() { c as u8 } else { b'?' }).collect();
    let letters = &letters[letters.len().saturating_sub(width)..];
    let mut line = vec![b' '; width - letters.len()];
    line.extend(letters);
    line
}

/// The digits of a text as one whole number; none without digits, or with too many.
pub(super) fn whole_number(text: &str) -> Option<u16> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A brightness in percent as one of a device's steps, from `min` to `max`.
pub(super) fn step(percent: u8, min: u16, max: u16) -> u16 {
    let span = u32::from(max.saturating_sub(min));
    let above = (u32::from(percent.min(BRIGHTNESS_FULL)) * span + 50) / 100;
    min + u16::try_from(above).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::registers::RegisterMap;
    use super::*;

    fn five() -> LedDisplay {
        LedDisplay::new(1, RegisterMap::Characters { start: 0, width: 5 }.into())
    }

    #[test]
    fn an_arrow_stands_beside_the_number_while_there_is_one() {
        let left = LedDisplay { arrow: Arrow::Left, ..five() };
        let right = LedDisplay { arrow: Arrow::Right, ..five() };
        assert_eq!(left.text(&LedShow::Steady("A005".to_owned())), "<A005");
        assert_eq!(right.text(&LedShow::Blink("A005".to_owned())), "A005>");
        assert_eq!(right.text(&LedShow::Blink("AB005".to_owned())), "AB005");
        assert_eq!(right.text(&LedShow::Dark), "");
        let meter = LedDisplay::new(1, RegisterMap::Number { register: 0, blank: 0 }.into());
        let meter = LedDisplay { arrow: Arrow::Left, ..meter };
        assert_eq!(meter.text(&LedShow::Steady("50".to_owned())), "50");
    }

    #[test]
    fn a_keypad_is_answered_on_a_display_of_digits_too() {
        let meter = LedDisplay::new(1, RegisterMap::Number { register: 0, blank: 0xffff }.into());
        assert_eq!(five().text(&LedShow::Refused), "Err");
        assert_eq!(five().text(&LedShow::Nobody), "--");
        assert_eq!(meter.text(&LedShow::Refused), "0");
        assert_eq!(meter.text(&LedShow::Nobody), "0");
        let left = LedDisplay { arrow: Arrow::Left, ..five() };
        assert_eq!(left.text(&LedShow::Typed("12".to_owned())), "12", "only a called number points");
    }

    #[test]
    fn a_closed_counter_is_dark_or_shows_dashes_as_the_centre_wishes() {
        assert_eq!(five().text(&LedShow::Closed), "");
        let dashes = LedDisplay { closed: ClosedLook::Dashes, ..five() };
        assert_eq!(dashes.text(&LedShow::Closed), "----");
        assert_eq!(dashes.text(&LedShow::Dark), "");
    }

    #[test]
    fn a_text_stands_at_the_right_and_keeps_its_end() {
        let fitted = |text| String::from_utf8(fit(text, 4)).unwrap();
        assert_eq!(fitted("A005"), "A005");
        assert_eq!(fitted("05"), "  05");
        assert_eq!(fitted("HT0123"), "0123");
        assert_eq!(fitted(""), "    ");
        assert_eq!(fitted("Đ01"), " ?01");
    }

    #[test]
    fn percent_become_steps_from_the_dimmest_to_the_brightest() {
        let steps: Vec<u16> = [1, 20, 50, 100].into_iter().map(|percent| step(percent, 1, 4)).collect();
        assert_eq!(steps, [1, 2, 3, 4]);
        assert_eq!(step(100, 0, 15), 15);
    }
}
