//! Customer poles as counter displays: CD5220 and Epson DM-D110 command sets, two rows of 20 characters.

use super::frame::Frame;
use super::show::{BLINK_HALF, Look, Motion, step};

/// Characters in a row.
pub const VFD_COLUMNS: usize = 20;
const CLEAR: u8 = 0x0c;
const CARRIAGE_RETURN: u8 = 0x0d;
const ESCAPE: u8 = 0x1b;
const UNIT_SEPARATOR: u8 = 0x1f;
/// Epson counts a blink in units of 50 ms ("US E n").
const BLINK_UNIT_MILLIS: u128 = 50;

/// Which commands a pole obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VfdDialect {
    /// CD5220: `ESC Q A`.
    Cd5220,
    /// Epson DM-D: `US $`; it blinks by itself.
    EpsonDm,
}

/// On which row the number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VfdRow {
    /// The first.
    #[default]
    Upper,
    /// The second.
    Lower,
}

pub(super) fn frames(dialect: VfdDialect, row: VfdRow, from: Option<&Look>, to: &Look) -> Vec<Frame> {
    let mut bytes = Vec::new();
    let is_dimmed = from.is_none_or(|from| from.brightness != to.brightness);
    let level = u8::try_from(step(to.brightness, 1, 4)).unwrap_or(4);
    match dialect {
        VfdDialect::Cd5220 => {
            if from.is_none() {
                bytes.push(CLEAR);
            }
            let which = match row {
                VfdRow::Upper => b'A',
                VfdRow::Lower => b'B',
            };
            bytes.extend([ESCAPE, b'Q', which]);
            bytes.extend(centred(&to.text));
            bytes.push(CARRIAGE_RETURN);
            if is_dimmed {
                bytes.extend([ESCAPE, b'*', level]);
            }
        }
        VfdDialect::EpsonDm => {
            if from.is_none() {
                // Clear, and hide the cursor.
                bytes.extend([CLEAR, UNIT_SEPARATOR, b'C', 0]);
            }
            let line = match row {
                VfdRow::Upper => 1,
                VfdRow::Lower => 2,
            };
            bytes.extend([UNIT_SEPARATOR, b'$', 1, line]);
            bytes.extend(centred(&to.text));
            if from.is_none_or(|from| from.motion != to.motion) {
                let interval = match to.motion {
                    Motion::Still => 0,
                    Motion::Blinking => (BLINK_HALF.as_millis() / BLINK_UNIT_MILLIS) as u8,
                };
                bytes.extend([UNIT_SEPARATOR, b'E', interval]);
            }
            if is_dimmed {
                bytes.extend([UNIT_SEPARATOR, b'X', level]);
            }
        }
    }
    vec![Frame::silent(bytes)]
}

fn centred(text: &str) -> Vec<u8> {
    let text: String = text
        .chars()
        .map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' })
        .take(VFD_COLUMNS)
        .collect();
    format!("{text:^VFD_COLUMNS$}").into_bytes()
}

/// A pole that reads bytes as they come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pole {
    dialect: VfdDialect,
    rows: [[u8; VFD_COLUMNS]; 2],
    at: (usize, usize),
    command: Vec<u8>,
    pub(super) motion: Motion,
    /// 1 to 4.
    pub(super) level: u8,
}

impl Pole {
    pub(super) fn new(dialect: VfdDialect) -> Self {
        Self {
            dialect,
            rows: [[b' '; VFD_COLUMNS]; 2],
            at: (0, 0),
            command: Vec::new(),
            motion: Motion::Still,
            level: 4,
        }
    }

    pub(super) fn take(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.take_one(byte);
        }
    }

    fn take_one(&mut self, byte: u8) {
        if self.command.is_empty() {
            match byte {
                CLEAR => *self = Self { motion: self.motion, level: self.level, ..Self::new(self.dialect) },
                ESCAPE | UNIT_SEPARATOR => self.command.push(byte),
                CARRIAGE_RETURN => self.at.1 = 0,
                b' '..=b'~' => {
                    let (row, column) = self.at;
                    if let Some(place) = self.rows[row].get_mut(column) {
                        *place = byte;
                    }
                    self.at.1 = column + 1;
                }
                _ => {}
            }
            return;
        }
        self.command.push(byte);
        let is_whole = match self.dialect {
            VfdDialect::Cd5220 => self.obey_cd5220(),
            VfdDialect::EpsonDm => self.obey_epson(),
        };
        if is_whole {
            self.command.clear();
        }
    }

    /// Whether the command is whole; one that is not known is dropped.
    fn obey_cd5220(&mut self) -> bool {
        match *self.command.as_slice() {
            [ESCAPE] | [ESCAPE, b'Q' | b'*'] => return false,
            [ESCAPE, b'Q', row] => self.at = (usize::from(row == b'B'), 0),
            [ESCAPE, b'*', level] => self.level = level,
            _ => {}
        }
        true
    }

    fn obey_epson(&mut self) -> bool {
        match *self.command.as_slice() {
            [UNIT_SEPARATOR] | [UNIT_SEPARATOR, b'$' | b'C' | b'E' | b'X'] | [UNIT_SEPARATOR, b'$', _] => {
                return false;
            }
            [UNIT_SEPARATOR, b'$', column, row] => {
                self.at = (usize::from(row == 2), usize::from(column.saturating_sub(1)));
            }
            [UNIT_SEPARATOR, b'E', 0] => self.motion = Motion::Still,
            [UNIT_SEPARATOR, b'E', _] => self.motion = Motion::Blinking,
            [UNIT_SEPARATOR, b'X', level] => self.level = level,
            _ => {}
        }
        true
    }

    pub(super) fn shown(&self) -> String {
        let rows = self.rows.map(|row| String::from_utf8_lossy(&row).trim().to_owned());
        rows.join(" ").trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn look(text: &str, motion: Motion) -> Look {
        Look { text: text.to_owned(), motion, ..Look::dark() }
    }

    /// CD5220 manual: "ESC Q A", "ESC Q B"; DM-D110 manual: "US $", "US C", "US E", "US X".
    #[test]
    fn frames_are_byte_for_byte_as_the_manuals_say() {
        let dark = Look::dark();
        let number = look("A005", Motion::Still);
        let bytes = |dialect, row, from| frames(dialect, row, from, &number)[0].bytes.clone();
        let line = b"        A005        ";
        assert_eq!(
            bytes(VfdDialect::Cd5220, VfdRow::Upper, Some(&dark)),
            [&[0x1b, 0x51, 0x41], &line[..], &[0x0d]].concat()
        );
        assert_eq!(
            bytes(VfdDialect::Cd5220, VfdRow::Lower, None),
            [&[0x0c, 0x1b, 0x51, 0x42], &line[..], &[0x0d, 0x1b, 0x2a, 4]].concat()
        );
        assert_eq!(
            bytes(VfdDialect::EpsonDm, VfdRow::Lower, None),
            [&[0x0c, 0x1f, 0x43, 0, 0x1f, 0x24, 1, 2], &line[..], &[0x1f, 0x45, 0, 0x1f, 0x58, 4]].concat()
        );
    }

    #[test]
    fn a_pole_shows_what_it_is_told_and_blinks_where_it_can() {
        for dialect in [VfdDialect::Cd5220, VfdDialect::EpsonDm] {
            let mut pole = Pole::new(dialect);
            pole.take(&frames(dialect, VfdRow::Lower, None, &look("A005", Motion::Blinking))[0].bytes);
            assert_eq!(pole.shown(), "A005");
            assert_eq!(pole.motion == Motion::Blinking, dialect == VfdDialect::EpsonDm);
        }
    }

    proptest! {
        #[test]
        fn after_noise_the_pole_is_cleared_and_shows_the_next_number(
            noise in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            for dialect in [VfdDialect::Cd5220, VfdDialect::EpsonDm] {
                let mut pole = Pole::new(dialect);
                pole.take(&noise);
                let set_up = frames(dialect, VfdRow::Upper, None, &look("A005", Motion::Still));
                // The first frame may end a command that noise began; the refresh repairs it.
                pole.take(&set_up[0].bytes);
                pole.take(&set_up[0].bytes);
                prop_assert_eq!(pole.shown(), "A005");
            }
        }
    }
}
