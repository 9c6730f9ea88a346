//! What a program is told of its window.

use std::str::FromStr;

use egui::Vec2;

/// The sides a window may have, in points.
const SIDES: std::ops::RangeInclusive<u16> = 200..=16_384;

/// A window's width and height in points, written `460x900`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowSize {
    /// Width.
    pub width: u16,
    /// Height.
    pub height: u16,
}

impl FromStr for WindowSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let sides = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
        match sides {
            Some((width, height)) if SIDES.contains(&width) && SIDES.contains(&height) => {
                Ok(Self { width, height })
            }
            Some(_) | None => {
                let (min, max) = (SIDES.start(), SIDES.end());
                Err(format!("'{text}' must be width x height, each from {min} to {max}, e.g. '460x900'"))
            }
        }
    }
}

impl From<WindowSize> for Vec2 {
    fn from(size: WindowSize) -> Self {
        Self::new(f32::from(size.width), f32::from(size.height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_sides() {
        assert_eq!("460x900".parse(), Ok(WindowSize { width: 460, height: 900 }));
        for wrong in ["460", "460x9", "9x460", "460×900", "460x900x1", "70000x900", "-460x900", ""] {
            assert!(wrong.parse::<WindowSize>().unwrap_err().contains(&format!("'{wrong}'")), "{wrong}");
        }
    }
}
