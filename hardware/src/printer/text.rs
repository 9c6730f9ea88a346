//! Letters to dots, with the fonts of `assets/fonts`: printers have no reliable Vietnamese code page.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, PxScale, ScaleFont};

use super::raster::Bitmap;

macro_rules! font {
    ($file:literal) => {
        LazyLock::new(|| {
            FontRef::try_from_slice(include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../assets/fonts/",
                $file
            )))
            .expect("the font was checked when it was added")
        })
    };
}

static REGULAR: LazyLock<FontRef<'static>> = font!("BeVietnamPro-Regular.ttf");
static SEMI_BOLD: LazyLock<FontRef<'static>> = font!("BeVietnamPro-SemiBold.ttf");
static EXTRA_BOLD: LazyLock<FontRef<'static>> = font!("BeVietnamPro-ExtraBold.ttf");

/// A dot is black when the letter covers at least this share of it; a little under a half keeps thin
/// strokes whole on thermal paper.
const INK_COVERAGE_MIN: f32 = 0.45;
/// Text is never shrunk below this size, in dots: a broken word is better than an unreadable one.
const SIZE_MIN: f32 = 16.0;

/// Weight of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    SemiBold,
    ExtraBold,
}

/// A face at a size (height of the em square, in dots).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub face: Face,
    pub size: f32,
}

impl Style {
    fn font(self) -> &'static FontRef<'static> {
        match self.face {
            Face::Regular => &REGULAR,
            Face::SemiBold => &SEMI_BOLD,
            Face::ExtraBold => &EXTRA_BOLD,
        }
    }

    fn scale(self) -> PxScale {
        let font = self.font();
        let em = font.units_per_em().expect("a TrueType font has an em");
        PxScale::from(self.size * font.height_unscaled() / em)
    }

    fn glyph(self, letter: char) -> ab_glyph::GlyphId {
        let font = self.font();
        match font.glyph_id(letter) {
            ab_glyph::GlyphId(0) => font.glyph_id('?'),
            id => id,
        }
    }

    /// Width of a text in dots.
    pub(super) fn width(self, text: &str) -> f32 {
        let scaled = self.font().as_scaled(self.scale());
        let mut last = None;
        text.chars()
            .map(|letter| {
                let id = self.glyph(letter);
                let kern = last.replace(id).map_or(0.0, |last| scaled.kern(last, id));
                kern + scaled.h_advance(id)
            })
            .sum()
    }

    /// Draws one line. Row [`Drawn::BASELINE`] times the size is the base line.
    pub(super) fn draw(self, text: &str) -> Drawn {
        let font = self.font();
        let scaled = font.as_scaled(self.scale());
        let margin = self.size * 0.25;
        let baseline = (self.size * Drawn::BASELINE).round();
        let width = (self.width(text) + 2.0 * margin).ceil() as usize;
        let mut bitmap = Bitmap::new(width, (self.size * Drawn::HEIGHT).ceil() as usize);
        let mut x = margin;
        let mut last = None;
        for letter in text.chars() {
            let id = self.glyph(letter);
            x += last.replace(id).map_or(0.0, |last| scaled.kern(last, id));
            // On whole dots, or equal stems would come out three and four dots wide.
            let glyph = id.with_scale_and_position(self.scale(), ab_glyph::point(x.round(), baseline));
            x += scaled.h_advance(id);
            let Some(outlined) = font.outline_glyph(glyph) else { continue };
            let bounds = outlined.px_bounds();
            outlined.draw(|dx, dy, coverage| {
                let (px, py) = (bounds.min.x + dx as f32, bounds.min.y + dy as f32);
                if coverage >= INK_COVERAGE_MIN && px >= 0.0 && py >= 0.0 {
                    bitmap.blacken(px as usize, py as usize);
                }
            });
        }
        Drawn { bitmap, baseline: baseline as usize }
    }

    /// Breaks a text at spaces into lines no wider than `width`; the style shrinks if one word is too wide, and
    /// at [`SIZE_MIN`] the word is broken, too.
    pub(super) fn wrap(self, text: &str, width: usize) -> (Self, Vec<String>) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let widest = words.iter().map(|word| self.width(word)).fold(0.0, f32::max);
        let style = self.shrunk(widest, width);
        let words: Vec<String> = words.into_iter().flat_map(|word| style.broken(word, width)).collect();
        let lines = style.filled(&words, width as f32);
        // Lines of about the same length read better than a last word alone: as narrow as the count allows.
        let balanced = (1..10)
            .map(|tenth| style.filled(&words, width as f32 * (1.0 - tenth as f32 / 20.0)))
            .take_while(|narrower| narrower.len() == lines.len())
            .last();
        (style, balanced.unwrap_or(lines))
    }

    /// Words in lines, each as full as fits.
    fn filled(self, words: &[String], width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.clone()),
            }
        }
        lines
    }

    /// A word in parts no wider than `width`; usually one.
    fn broken(self, word: &str, width: usize) -> Vec<String> {
        let mut parts = vec![String::new()];
        for letter in word.chars() {
            let last = parts.last_mut().expect("there is a first part");
            last.push(letter);
            if self.width(last) > width as f32 && last.chars().count() > 1 {
                last.pop();
                parts.push(letter.to_string());
            }
        }
        parts
    }

    /// The style at which something `natural` dots wide fits into `width`.
    pub(super) fn shrunk(self, natural: f32, width: usize) -> Self {
        if natural <= width as f32 {
            return self;
        }
        // One part in a hundred less, because kerning and advances do not shrink quite in proportion.
        Self { size: (self.size * width as f32 / natural * 0.99).max(SIZE_MIN), ..self }
    }
}

/// One drawn line of text.
pub(super) struct Drawn {
    pub bitmap: Bitmap,
    /// Row of the base line in the bitmap.
    pub baseline: usize,
}

impl Drawn {
    /// Base line below the top, in em: capitals with two marks (Ẩ) reach 1.2 em.
    const BASELINE: f32 = 1.3;
    /// Height of the bitmap, in em: marks below (ự) reach 0.4 em under the base line.
    const HEIGHT: f32 = 1.8;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_has_a_glyph() {
        let letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
        for font in [&REGULAR, &SEMI_BOLD, &EXTRA_BOLD] {
            for letter in letters.chars().flat_map(|c| std::iter::once(c).chain(c.to_uppercase())) {
                assert_ne!(font.glyph_id(letter).0, 0, "no glyph for {letter}");
            }
        }
    }

    #[test]
    fn marks_above_and_below_are_not_cut_off() {
        for face in [Face::Regular, Face::SemiBold, Face::ExtraBold] {
            let drawn = Style { face, size: 40.0 }.draw("ẨẪỔỖỰỤỘ");
            let (top, bottom, ..) = drawn.bitmap.ink().unwrap();
            assert!(top > 0, "{face:?} reaches the first row");
            assert!(bottom + 1 < drawn.bitmap.height(), "{face:?} reaches the last row");
        }
    }

    #[test]
    fn long_text_wraps_and_a_single_wide_word_shrinks() {
        let style = Style { face: Face::Regular, size: 28.0 };
        let (same, lines) = style.wrap("Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh", 360);
        assert_eq!(same, style);
        assert!(lines.len() >= 2);
        assert!(lines.iter().all(|line| style.width(line) <= 360.0));

        let (smaller, lines) = style.wrap("Nghiêng-nghiêng-nghiêng", 240);
        assert_eq!(lines.len(), 1);
        assert!(smaller.size < 28.0 && smaller.width(&lines[0]) <= 240.0);
    }
}
