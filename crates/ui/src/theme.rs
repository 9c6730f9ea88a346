//! The tokens: every colour and how sizes follow the window.

use egui::{Color32, FontId, Stroke, Vec2};

use crate::Weight;

/// The share of the main colour in a pale tint of it.
const TINT_SHARE: f32 = 0.13;
/// White text must stand out from the main colour by this much, as WCAG asks of text of any size.
const TEXT_CONTRAST_MIN: f32 = 4.5;

/// The colours of a screen, and its scale. Text goes on the colour that the field's line names.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Points for each design pixel; 1 when the window is as large as the design.
    pub scale: f32,
    /// How much larger letters are set where there is room, for those who asked for it; 1 by default.
    pub text_scale: f32,
    /// Background of a light screen.
    pub paper: Color32,
    /// Background of cards and plain buttons.
    pub card: Color32,
    /// Text on paper and card.
    pub ink: Color32,
    /// Secondary text on paper and card.
    pub muted: Color32,
    /// Borders and empty tracks; not for text.
    pub line: Color32,
    /// The centre's main colour: header, main button, number; also text on paper, card and tint.
    pub accent: Color32,
    /// The main button while pressed or pointed at.
    pub accent_deep: Color32,
    /// A pale tint of the main colour, on which main-colour and ink text stands.
    pub accent_tint: Color32,
    /// A lighter disc on the header, behind the star.
    pub roundel: Color32,
    /// Text on the main colour.
    pub on_accent: Color32,
    /// The star; text on night; a background for night text.
    pub gold: Color32,
    /// Background of a priority pill or a notice.
    pub gold_tint: Color32,
    /// Text on the pale gold.
    pub gold_ink: Color32,
    /// Background of the dark board.
    pub night: Color32,
    /// Second background of the dark board.
    pub night2: Color32,
    /// Rules between lines on night; not for text.
    pub night_line: Color32,
    /// Background of the ticker.
    pub black: Color32,
    /// Text on night.
    pub snow: Color32,
    /// Secondary text on night.
    pub mist: Color32,
    /// "All is well"; also text on card and on its tint.
    pub green: Color32,
    /// A pale tint of green.
    pub green_tint: Color32,
    /// A wash over a view that may be out of date.
    pub veil: Color32,
    /// What a code for scanners is black on, whatever the other colours are.
    pub white: Color32,
    /// The pictogram of a fault, on ink.
    pub fault_mark: Color32,
    /// The least height and width in points of what is touched, where the size of the screen is known.
    pub touch_min: f32,
    /// The sizes that letters are drawn at.
    pub letter_sizes: LetterSizes,
}

/// Which sizes letters are drawn at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterSizes {
    /// Just those that are asked for.
    Any,
    /// The nearest of few: each letter lies in the letters' texture once for every size that it was drawn or tried at.
    Few,
}

impl Default for Theme {
    fn default() -> Self {
        let card = Color32::from_rgb(0xFF, 0xFF, 0xFF);
        let accent = Color32::from_rgb(0xA8, 0x20, 0x1A);
        let green = Color32::from_rgb(0x1B, 0x7F, 0x4B);
        Self {
            scale: 1.0,
            text_scale: 1.0,
            paper: Color32::from_rgb(0xF7, 0xF4, 0xEF),
            card,
            ink: Color32::from_rgb(0x1D, 0x1B, 0x18),
            muted: Color32::from_rgb(0x5F, 0x5A, 0x52),
            line: Color32::from_rgb(0xDE, 0xD7, 0xCB),
            accent,
            accent_deep: mix(accent, Color32::BLACK, 0.18),
            accent_tint: mix(card, accent, TINT_SHARE),
            roundel: mix(accent, card, 0.14),
            on_accent: card,
            gold: Color32::from_rgb(0xF0, 0xB4, 0x29),
            gold_tint: Color32::from_rgb(0xFC, 0xEF, 0xC7),
            gold_ink: Color32::from_rgb(0x6B, 0x4A, 0x00),
            night: Color32::from_rgb(0x0F, 0x17, 0x20),
            night2: Color32::from_rgb(0x18, 0x24, 0x32),
            night_line: Color32::from_rgb(0x2A, 0x39, 0x4A),
            black: Color32::BLACK,
            snow: Color32::from_rgb(0xF5, 0xF7, 0xFA),
            mist: Color32::from_rgb(0x9F, 0xB0, 0xC3),
            green,
            green_tint: mix(card, green, TINT_SHARE),
            veil: Color32::from_rgba_unmultiplied(0xF7, 0xF4, 0xEF, 0xB0),
            white: Color32::WHITE,
            fault_mark: Color32::from_rgb(0xF0, 0xB4, 0x29),
            touch_min: 0.0,
            letter_sizes: LetterSizes::Any,
        }
    }
}

impl Theme {
    /// The theme for a window of `size` points whose design is `design` pixels: everything grows and
    /// shrinks with the window, so that the design fits it in both directions.
    pub fn fitting(size: Vec2, design: Vec2) -> Self {
        Self { scale: (size.x / design.x).min(size.y / design.y).max(0.05), ..Self::default() }
    }

    /// The same colours at another scale.
    #[must_use]
    pub fn scaled(&self, factor: f32) -> Self {
        Self { scale: self.scale * factor, ..self.clone() }
    }

    /// Takes a centre's main colour, `#RRGGBB`. One too pale for white text is darkened until the text
    /// can be read; one that is no colour is passed over.
    #[must_use]
    pub fn with_centre_colour(self, colour: Option<&str>) -> Self {
        let Some(mut accent) = colour.and_then(parse_colour) else { return self };
        while contrast(self.on_accent, accent) < TEXT_CONTRAST_MIN {
            accent = mix(accent, Color32::BLACK, 0.08);
        }
        Self {
            accent,
            accent_deep: mix(accent, Color32::BLACK, 0.18),
            accent_tint: mix(self.card, accent, TINT_SHARE),
            roundel: mix(accent, self.card, 0.14),
            ..self
        }
    }

    /// The colours for eyes that need more contrast: light on black, with borders around everything.
    #[must_use]
    pub fn with_high_contrast(self) -> Self {
        let yellow = Color32::from_rgb(0xFF, 0xD4, 0x00);
        Self {
            paper: Color32::BLACK,
            card: Color32::BLACK,
            ink: Color32::WHITE,
            muted: Color32::from_rgb(0xE8, 0xE8, 0xE8),
            line: Color32::from_rgb(0xC8, 0xC8, 0xC8),
            accent: yellow,
            accent_deep: Color32::from_rgb(0xFF, 0xE7, 0x73),
            accent_tint: Color32::from_rgb(0x33, 0x2B, 0x00),
            roundel: Color32::BLACK,
            on_accent: Color32::BLACK,
            gold: yellow,
            gold_tint: Color32::from_rgb(0x33, 0x2B, 0x00),
            gold_ink: yellow,
            green: Color32::from_rgb(0x7C, 0xE8, 0x9B),
            green_tint: Color32::from_rgb(0x06, 0x30, 0x16),
            veil: Color32::from_black_alpha(0xA0),
            fault_mark: Color32::BLACK,
            ..self
        }
    }

    /// Points of a length in design pixels that somebody is to touch: at least [`Self::touch_min`].
    pub fn touch_px(&self, design_pixels: f32) -> f32 {
        self.px(design_pixels).max(self.touch_min)
    }

    /// What a picture is painted with so that it keeps its own colours, at an opacity of 0 to 1.
    pub fn picture_tint(opacity: f32) -> Color32 {
        Color32::WHITE.gamma_multiply(opacity)
    }

    /// Points for a length in design pixels.
    pub fn px(&self, design_pixels: f32) -> f32 {
        design_pixels * self.scale
    }

    /// A font of `size` design pixels, or of the nearest of few sizes.
    pub fn font(&self, weight: Weight, size: f32) -> FontId {
        let points = self.px(size) * self.text_scale;
        let points = match self.letter_sizes {
            LetterSizes::Any => points,
            LetterSizes::Few => nearest_of_few(points),
        };
        FontId::new(points, weight.family())
    }

    /// A line of `width` design pixels, never thinner than can be seen.
    pub fn stroke(&self, width: f32, colour: Color32) -> Stroke {
        Stroke::new(self.px(width).max(1.0), colour)
    }

    /// The rounding of cards and buttons, in design pixels.
    pub const RADIUS: f32 = 28.0;
    /// The margin at the sides of a screen, in design pixels.
    pub const MARGIN: f32 = 64.0;
    /// The space between neighbouring cards, in design pixels.
    pub const GAP: f32 = 24.0;
    /// The smallest touch target, in design pixels (20 mm on a 21-inch portrait screen is 83).
    pub const TOUCH_MIN: f32 = 76.0;
}

/// A size that is at most 3 % away.
fn nearest_of_few(points: f32) -> f32 {
    const STEPS_AN_OCTAVE: f32 = 16.0;
    let step = points.max(1.0).log2().floor().exp2() / STEPS_AN_OCTAVE;
    (points / step).round() * step
}

/// `share` of `b` in `a`.
fn mix(a: Color32, b: Color32, share: f32) -> Color32 {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Color32::from_rgb(channel(a.r(), b.r()), channel(a.g(), b.g()), channel(a.b(), b.b()))
}

fn parse_colour(text: &str) -> Option<Color32> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6)?;
    let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some(Color32::from_rgb(r, g, b))
}

/// How far two colours stand apart, 1 to 21, by WCAG 2.2 (relative luminance).
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Color32) -> f32 {
    let linear = |channel: u8| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_pairs(t: &Theme) -> Vec<(&'static str, Color32, Color32)> {
        vec![
            ("ink on paper", t.ink, t.paper),
            ("ink on card", t.ink, t.card),
            ("muted on paper", t.muted, t.paper),
            ("muted on card", t.muted, t.card),
            ("accent on paper", t.accent, t.paper),
            ("accent on card", t.accent, t.card),
            ("accent on its tint", t.accent, t.accent_tint),
            ("ink on accent tint", t.ink, t.accent_tint),
            ("white on accent", t.on_accent, t.accent),
            ("white on deep accent", t.on_accent, t.accent_deep),
            ("paper on ink", t.paper, t.ink),
            ("gold ink on gold tint", t.gold_ink, t.gold_tint),
            ("ink on gold tint", t.ink, t.gold_tint),
            ("night on gold", t.night, t.gold),
            ("gold on night", t.gold, t.night),
            ("gold on night2", t.gold, t.night2),
            ("gold on black", t.gold, t.black),
            ("snow on night", t.snow, t.night),
            ("snow on night2", t.snow, t.night2),
            ("snow on black", t.snow, t.black),
            ("mist on night", t.mist, t.night),
            ("mist on night2", t.mist, t.night2),
            ("green on card", t.green, t.card),
            ("green on paper", t.green, t.paper),
            ("white on green", t.card, t.green),
        ]
    }

    #[test]
    fn in_high_contrast_every_text_of_a_light_screen_stands_out_far_more() {
        let theme = Theme::default().with_centre_colour(Some("#1B5FA8")).with_high_contrast();
        let of_boards = ["gold on", "night on", "snow on", "mist on"];
        let pairs = text_pairs(&theme).into_iter().filter(|(name, _, _)| {
            !of_boards.iter().any(|of_board| name.starts_with(of_board)) && *name != "white on green"
        });
        let pairs: Vec<_> = pairs.collect();
        assert!(pairs.len() > 12, "{}", pairs.len());
        for (name, text, background) in pairs {
            let ratio = contrast(text, background);
            assert!(ratio >= 7.0, "{name} is {ratio:.2} : 1");
        }
        assert!(contrast(theme.line, theme.card) >= 3.0, "borders are seen");
        assert!(contrast(theme.fault_mark, theme.ink) >= 3.0);
    }

    #[test]
    fn codes_stay_black_on_white() {
        let theme = Theme::default().with_high_contrast();
        assert_eq!((theme.black, theme.white), (Color32::BLACK, Color32::WHITE));
    }

    #[test]
    fn every_text_stands_out_from_its_background() {
        for colour in [None, Some("#A8201A"), Some("#1B5FA8"), Some("#F0B429"), Some("#FFFFFF")] {
            let theme = Theme::default().with_centre_colour(colour);
            for (name, text, background) in text_pairs(&theme) {
                let ratio = contrast(text, background);
                // The main colour on its own tints is only used for large text: 3 : 1.
                let min = if colour.is_some() && name.starts_with("accent on") { 3.0 } else { 4.5 };
                assert!(ratio >= min, "{name} is {ratio:.2} : 1 with the centre's colour {colour:?}");
            }
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        let grey = Color32::from_rgb(0x77, 0x77, 0x77);
        assert!((contrast(grey, Color32::WHITE) - 4.48).abs() < 0.01, "a well-known near miss");
    }

    #[test]
    fn a_centre_brings_its_own_colour() {
        let theme = Theme::default().with_centre_colour(Some("#1B5FA8"));
        assert_eq!(theme.accent, Color32::from_rgb(0x1B, 0x5F, 0xA8));
        for wrong in ["", "red", "#12", "#12345G", "1B5FA8"] {
            assert_eq!(Theme::default().with_centre_colour(Some(wrong)), Theme::default(), "{wrong}");
        }
    }

    #[test]
    fn the_design_fits_the_window_in_both_directions() {
        let design = Vec2::new(1080.0, 1920.0);
        assert_eq!(Theme::fitting(design, design).scale.to_bits(), 1.0_f32.to_bits());
        assert!((Theme::fitting(Vec2::new(1920.0, 1080.0), design).scale - 0.5625).abs() < 1e-4);
        assert!((Theme::fitting(Vec2::new(540.0, 960.0), design).px(64.0) - 32.0).abs() < 1e-4);
    }
}
