//! What one simulated display shows.

use std::collections::BTreeMap;

use super::ears::Heard;
use crate::led::alpha::Sign;
use crate::led::modbus::Request;
use crate::led::model::LedModel;
use crate::led::registers::RegisterMap;
use crate::led::show::Motion;
use crate::led::template::Understood;
use crate::led::vfd::Pole;

/// A display on a simulated bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedDisplay {
    /// All Modbus registers that were ever written.
    pub registers: BTreeMap<u16, u16>,
    /// How often it was written to.
    pub writes: u64,
    face: Face,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Face {
    Registers { map: RegisterMap, brightness: Option<u16> },
    Sign(Sign),
    Pole(Box<Pole>),
    Text { text: String, level: Option<u8> },
    Board { text: String, level: u8 },
}

impl SimulatedDisplay {
    pub(super) fn new(model: &LedModel) -> Self {
        let face = match model {
            LedModel::Modbus { map, brightness } => {
                Face::Registers { map: *map, brightness: brightness.map(|own| own.register) }
            }
            LedModel::Alpha { .. } => Face::Sign(Sign::default()),
            LedModel::Vfd { dialect, .. } => Face::Pole(Box::new(Pole::new(*dialect))),
            LedModel::Onbon { .. } => Face::Text { text: String::new(), level: None },
            LedModel::Template(_) => Face::Board { text: String::new(), level: 0 },
        };
        Self { registers: BTreeMap::new(), writes: 0, face }
    }

    /// What is to be read on it, without the white around.
    pub fn text(&self) -> String {
        let text = match &self.face {
            Face::Registers { map, brightness } => self.register_text(*map, *brightness),
            Face::Sign(sign) => sign.shown(),
            Face::Pole(pole) => pole.shown(),
            Face::Text { text, .. } | Face::Board { text, .. } => text.clone(),
        };
        text.trim().to_owned()
    }

    /// Whether it blinks by itself.
    pub fn is_blinking(&self) -> bool {
        match &self.face {
            Face::Sign(sign) => sign.motion() == Motion::Blinking,
            Face::Pole(pole) => pole.motion == Motion::Blinking,
            Face::Registers { .. } | Face::Text { .. } | Face::Board { .. } => false,
        }
    }

    /// How bright it is, in its own steps; none if it was never told or cannot be.
    pub fn brightness(&self) -> Option<u16> {
        match &self.face {
            Face::Registers { brightness, .. } => self.registers.get(&(*brightness)?).copied(),
            Face::Pole(pole) => Some(u16::from(pole.level)),
            Face::Board { level, .. } => Some(u16::from(*level)),
            Face::Sign(sign) => sign.dimming().map(u16::from),
            Face::Text { level, .. } => level.map(u16::from),
        }
    }

    fn register_text(&self, map: RegisterMap, brightness: Option<u16>) -> String {
        let shown = self.registers.iter().filter(|(register, _)| Some(**register) != brightness);
        shown
            .map(|(_, &value)| match map {
                RegisterMap::Characters { .. } => {
                    char::from_u32(u32::from(value)).filter(char::is_ascii).unwrap_or('?').to_string()
                }
                RegisterMap::Digits { blank, .. } | RegisterMap::Number { blank, .. } if value == blank => {
                    String::new()
                }
                RegisterMap::Digits { .. } | RegisterMap::Number { .. } => value.to_string(),
                RegisterMap::Bcd { .. } => format!("{value:04X}").replace('F', ""),
            })
            .collect()
    }

    /// What its registers hold; none of a display without.
    pub(super) fn read(&self, start: u16, count: u16) -> Option<Vec<u16>> {
        match self.face {
            Face::Registers { .. } => {
                let register = |at| self.registers.get(&start.wrapping_add(at)).copied().unwrap_or(0);
                Some((0..count).map(register).collect())
            }
            Face::Sign(_) | Face::Pole(_) | Face::Text { .. } | Face::Board { .. } => None,
        }
    }

    /// Takes a frame for it; whether it was one that it understands.
    pub(super) fn take(&mut self, heard: &Heard) -> bool {
        let is_understood = match (&mut self.face, heard) {
            (Face::Registers { .. }, Heard::Modbus(request)) => write(&mut self.registers, request),
            (Face::Sign(sign), Heard::Alpha(packet)) => {
                sign.obey(&packet.data);
                true
            }
            (Face::Pole(pole), Heard::Raw { bytes, .. }) => {
                pole.take(bytes);
                true
            }
            (Face::Text { text, .. }, Heard::Onbon { text: Some(new), .. }) => {
                new.clone_into(text);
                true
            }
            (Face::Text { level, .. }, Heard::Onbon { brightness: Some(new), .. }) => {
                *level = Some(*new);
                true
            }
            (Face::Board { text, level }, Heard::Template { understood, .. }) => {
                match understood {
                    Understood::Text { text: new, .. } => new.clone_into(text),
                    Understood::Brightness { level: new, .. } => *level = *new,
                }
                true
            }
            (
                Face::Registers { .. }
                | Face::Sign(_)
                | Face::Pole(_)
                | Face::Text { .. }
                | Face::Board { .. },
                _,
            ) => false,
        };
        self.writes += u64::from(is_understood);
        is_understood
    }
}

fn write(registers: &mut BTreeMap<u16, u16>, request: &Request) -> bool {
    match request {
        Request::WriteOne { register, value, .. } => {
            registers.insert(*register, *value);
            true
        }
        Request::WriteMany { start, values, .. } => {
            for (at, value) in values.iter().enumerate() {
                registers.insert(start.wrapping_add(at as u16), *value);
            }
            true
        }
        Request::Read { .. } => false,
    }
}
