//! The kinds of displays, behind one face: which frames make one look so.

use std::sync::Arc;

use super::alpha::AlphaFile;
use super::frame::Frame;
use super::modbus::{BROADCAST, Request};
use super::registers::RegisterMap;
use super::show::{Look, step};
use super::template::{Template, TextFormat, segments};
use super::vfd::{VFD_COLUMNS, VfdDialect, VfdRow};
use super::{alpha, onbon, vfd};

/// What a display is, and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedModel {
    /// Modbus RTU.
    Modbus {
        /// Its registers.
        map: RegisterMap,
        /// The register of its brightness, if it has one.
        brightness: Option<BrightnessRegister>,
    },
    /// Alpha and `BetaBrite` signs; they never answer.
    Alpha {
        /// Which of the sign's files holds the number.
        file: AlphaFile,
        /// How many characters it shows.
        width: u8,
        /// The mode byte of its dimming register, if it has one: only some signs do, and their manuals tell.
        dimming_mode: Option<u8>,
    },
    /// ONBON BX-5K and BX-6K font cards: one area, 16 dots high and 8 dots a character.
    Onbon {
        /// How many characters it shows.
        width: u8,
    },
    /// A customer pole, alone on its line; it never answers and has no address.
    Vfd {
        /// Its command set.
        dialect: VfdDialect,
        /// On which of its rows the number stands.
        row: VfdRow,
    },
    /// A board described by a template file.
    Template(Arc<Template>),
}

/// A register that holds the brightness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrightnessRegister {
    /// Which register.
    pub register: u16,
    /// The value of full brightness; 0 is the least.
    pub max: u16,
}

impl From<RegisterMap> for LedModel {
    fn from(map: RegisterMap) -> Self {
        Self::Modbus { map, brightness: None }
    }
}

/// Who blinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blinker {
    /// The display, told once.
    Display,
    /// The bus: bright and dark frames in turn.
    Bus,
}

/// Whether a display says anything back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// It answers each frame.
    Answers,
    /// It never does.
    Silent,
}

/// What a display still knows after it was without power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Memory {
    /// What it was set up to.
    Kept,
    /// Nothing.
    Lost,
}

impl LedModel {
    /// How many characters it shows.
    pub fn width(&self) -> usize {
        match self {
            Self::Modbus { map, .. } => map.width(),
            Self::Alpha { width, .. } | Self::Onbon { width } => usize::from(*width),
            Self::Vfd { .. } => VFD_COLUMNS,
            Self::Template(template) => template.width(),
        }
    }

    /// Whether it has this character. What it has not, it leaves out or shows as a question mark.
    pub fn can_show(&self, character: char) -> bool {
        match self {
            Self::Modbus { map: RegisterMap::Characters { .. }, .. }
            | Self::Alpha { .. }
            | Self::Onbon { .. }
            | Self::Vfd { .. } => character.is_ascii_graphic() || character == ' ',
            Self::Modbus {
                map: RegisterMap::Digits { .. } | RegisterMap::Bcd { .. } | RegisterMap::Number { .. },
                ..
            } => character.is_ascii_digit(),
            Self::Template(template) => match template.text_format() {
                TextFormat::Ascii => character.is_ascii_graphic() || character == ' ',
                TextFormat::Segments => segments(character).is_some(),
                TextFormat::U16Be | TextFormat::U16Le | TextFormat::Bcd => character.is_ascii_digit(),
            },
        }
    }

    pub(super) fn blinker(&self) -> Blinker {
        match self {
            Self::Alpha { file: AlphaFile::Text, .. } | Self::Vfd { dialect: VfdDialect::EpsonDm, .. } => {
                Blinker::Display
            }
            Self::Alpha { file: AlphaFile::String, .. }
            | Self::Vfd { dialect: VfdDialect::Cd5220, .. }
            | Self::Modbus { .. }
            | Self::Onbon { .. }
            | Self::Template(_) => Blinker::Bus,
        }
    }

    pub(super) fn voice(&self) -> Voice {
        match self {
            Self::Modbus { .. } | Self::Onbon { .. } => Voice::Answers,
            Self::Alpha { .. } | Self::Vfd { .. } => Voice::Silent,
            Self::Template(template) => template.voice(),
        }
    }

    pub(super) fn memory(&self) -> Memory {
        match self {
            // Its files are in memory with a battery, and setting them up anew makes it dark for a moment.
            Self::Alpha { .. } => Memory::Kept,
            Self::Modbus { .. } | Self::Onbon { .. } | Self::Vfd { .. } | Self::Template(_) => Memory::Lost,
        }
    }

    /// The frames that bring a display from one look (none: not certain, so it is set up) to another. `dimmed` is the
    /// brightness that it was last told since it is up: what it keeps in a memory that wears is not written again.
    pub(super) fn frames(
        &self,
        address: u8,
        from: Option<&Look>,
        dimmed: Option<u8>,
        to: &Look,
    ) -> Vec<Frame> {
        let is_dimmed = from.is_none_or(|from| from.brightness != to.brightness);
        match self {
            Self::Modbus { map, brightness } => {
                let text = Frame::modbus(map.request(address, &to.text));
                // The number first: it is what somebody waits for.
                let dim = brightness.filter(|_| is_dimmed).map(|own| {
                    let value = step(to.brightness, 0, own.max);
                    Frame::modbus(Request::WriteOne { address, register: own.register, value })
                });
                std::iter::once(text).chain(dim).collect()
            }
            Self::Alpha { file, dimming_mode, .. } => {
                let dim = dimming_mode.filter(|_| dimmed != Some(to.brightness));
                let dim = dim.map(|mode| alpha::dim(address, mode, to.brightness));
                alpha::frames(*file, address, from, to).into_iter().chain(dim).collect()
            }
            Self::Onbon { width } => {
                let dim = (dimmed != Some(to.brightness)).then(|| onbon::dim(address, to.brightness));
                std::iter::once(onbon::show(address, *width, &to.text)).chain(dim).collect()
            }
            Self::Vfd { dialect, row } => vfd::frames(*dialect, *row, from, to),
            Self::Template(template) => template.frames(address, from, to),
        }
    }

    /// One frame that makes all displays of the kind dark, if there is such a thing.
    pub(super) fn dark_for_all(&self) -> Option<Frame> {
        match self {
            Self::Modbus { map, .. } => Some(Frame::silent(map.request(BROADCAST, "").to_bytes())),
            Self::Alpha { .. } | Self::Onbon { .. } | Self::Vfd { .. } | Self::Template(_) => None,
        }
    }
}
