//! Letters to dots, with the fonts of `assets/fonts`: printers have no reliable Vietnamese code page.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef};

use super::glyphs::Glyphs;
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

/// Text is never shrunk below this size, in dots: a broken word is better than an unreadable one.
const SIZE_MIN: f32 = 16.0;

/// Weight of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    pub(super) fn font(self) -> &'static FontRef<'static> {
        match self.face {
            Face::Regular => &REGULAR,
            Face::SemiBold => &SEMI_BOLD,
            Face::ExtraBold => &EXTRA_BOLD,
        }
    }

    /// Dots for each unit of the font's drawings.
    fn dots_a_unit(self) -> f32 {
        self.size / self.font().units_per_em().expect("a TrueType font has an em")
    }

    /// Width of a text in dots.
    pub(super) fn width(self, glyphs: &Glyphs, text: &str) -> f32 {
        let font = self.font();
        let mut last = None;
        let units = text.chars().map(|letter| {
            let letter = glyphs.letter(self.face, font, letter);
            let kern = last.replace(letter.id).map_or(0.0, |last| font.kern_unscaled(last, letter.id));
            kern + letter.advance
        });
        units.sum::<f32>() * self.dots_a_unit()
    }

    /// Draws one line. Row [`Drawn::BASELINE`] times the size is the base line.
    pub(super) fn draw(self, glyphs: &Glyphs, text: &str) -> Drawn {
        let mut drawn = self.blank(self.width(glyphs, text));
        self.ink(glyphs, &mut drawn, text, self.margin());
        drawn
    }

    /// Draws one line run by run (see [`runs`]): each begins on a whole dot and looks the same wherever it
    /// stands, so that a printer can keep it and put it anywhere.
    pub(super) fn draw_runs(self, glyphs: &Glyphs, text: &str) -> (Drawn, Vec<Run>) {
        let mut x = self.margin().round();
        let placed: Vec<(f32, &str)> = runs(text)
            .map(|run| {
                let left = x;
                x += self.width(glyphs, run).round();
                (left, run)
            })
            .collect();
        let mut drawn = self.blank(x - self.margin());
        let mut found = Vec::new();
        for (left, run) in placed {
            self.ink(glyphs, &mut drawn, run, left);
            if !run.trim().is_empty() {
                found.push(Run { left: (left - self.margin().round()) as usize, text: run.to_owned() });
            }
        }
        (drawn, found)
    }

    /// White around a drawn line: letters may reach out of their advance.
    fn margin(self) -> f32 {
        self.size * 0.25
    }

    fn blank(self, width: f32) -> Drawn {
        let columns = (width + 2.0 * self.margin()).ceil() as usize;
        let rows = (self.size * Drawn::HEIGHT).ceil() as usize;
        Drawn { bitmap: Bitmap::new(columns, rows), baseline: (self.size * Drawn::BASELINE).round() as usize }
    }

    fn ink(self, glyphs: &Glyphs, drawn: &mut Drawn, text: &str, left: f32) {
        let (font, factor) = (self.font(), self.dots_a_unit());
        let mut x = left;
        let mut last = None;
        for letter in text.chars() {
            let letter = glyphs.letter(self.face, font, letter);
            x += last.replace(letter.id).map_or(0.0, |last| font.kern_unscaled(last, letter.id)) * factor;
            // On whole dots, or equal stems would come out three and four dots wide.
            let at = (x.round() as isize, drawn.baseline.cast_signed());
            glyphs.stamp(self, letter.id, &mut drawn.bitmap, at);
            x += letter.advance * factor;
        }
    }

    /// Breaks a text at spaces into lines no wider than `width`; the style shrinks if one word is too wide, and
    /// at [`SIZE_MIN`] the word is broken, too.
    pub(super) fn wrap(self, glyphs: &Glyphs, text: &str, width: usize) -> (Self, Vec<String>) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let widest = words.iter().map(|word| self.width(glyphs, word)).fold(0.0, f32::max);
        let style = self.shrunk(widest, width);
        let words: Vec<String> =
            words.into_iter().flat_map(|word| style.broken(glyphs, word, width)).collect();
        let lines = style.filled(glyphs, &words, width as f32);
        // Lines of about the same length read better than a last word alone: as narrow as the count allows.
        let balanced = (1..10)
            .map(|tenth| style.filled(glyphs, &words, width as f32 * (1.0 - tenth as f32 / 20.0)))
            .take_while(|narrower| narrower.len() == lines.len())
            .last();
        (style, balanced.unwrap_or(lines))
    }

    /// Words in lines, each as full as fits.
    fn filled(self, glyphs: &Glyphs, words: &[String], width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words {
            match lines.last_mut() {
                Some(line) if self.width(glyphs, &format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.clone()),
            }
        }
        lines
    }

    /// A word in parts no wider than `width`; usually one.
    fn broken(self, glyphs: &Glyphs, word: &str, width: usize) -> Vec<String> {
        let mut parts = vec![String::new()];
        for letter in word.chars() {
            let last = parts.last_mut().expect("there is a first part");
            last.push(letter);
            if self.width(glyphs, last) > width as f32 && last.chars().count() > 1 {
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

/// A part of a line that looks the same wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Dots from the line's beginning.
    pub left: usize,
    /// Its letters.
    pub text: String,
}

/// A text in runs: each digit by itself, because digits change from slip to slip, and what is between them.
pub(super) fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(|letter: char| letter.is_ascii_digit()).flat_map(|part| {
        let digit = part.chars().next_back().filter(char::is_ascii_digit).map_or(0, char::len_utf8);
        let (before, digit) = part.split_at(part.len() - digit);
        [before, digit].into_iter().filter(|run| !run.is_empty())
    })
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
            let drawn = Style { face, size: 40.0 }.draw(&Glyphs::default(), "ẨẪỔỖỰỤỘ");
            let (top, bottom, ..) = drawn.bitmap.ink().unwrap();
            assert!(top > 0, "{face:?} reaches the first row");
            assert!(bottom + 1 < drawn.bitmap.height(), "{face:?} reaches the last row");
        }
    }

    #[test]
    fn a_line_falls_into_digits_and_what_is_between_them() {
        let of = |text| runs(text).collect::<Vec<_>>();
        assert_eq!(of("Chờ khoảng 10–15 phút"), ["Chờ khoảng ", "1", "0", "–", "1", "5", " phút"]);
        assert_eq!(of("A005"), ["A", "0", "0", "5"]);
        assert_eq!(of(""), [] as [&str; 0]);
    }

    #[test]
    fn a_digit_looks_the_same_wherever_it_stands() {
        let style = Style { face: Face::Regular, size: 26.0 };
        let (drawn, found) = style.draw_runs(&Glyphs::default(), "Chờ 10–15 phút");
        let (one, _) = style.draw_runs(&Glyphs::default(), "1");
        let at = |run: &Run| drawn.bitmap.part(run.left, one.bitmap.width());
        let ones: Vec<_> = found.iter().filter(|run| run.text == "1").map(at).collect();
        // Neighbours may reach into its margin, so only its own columns are compared.
        assert_eq!(ones.len(), 2);
        let margin = 7;
        let own = |bitmap: &Bitmap| bitmap.part(margin, one.bitmap.width() - 2 * margin);
        assert!(ones.iter().all(|bitmap| own(bitmap) == own(&one.bitmap)));
    }

    #[test]
    fn long_text_wraps_and_a_single_wide_word_shrinks() {
        let style = Style { face: Face::Regular, size: 28.0 };
        let (same, lines) =
            style.wrap(&Glyphs::default(), "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh", 360);
        assert_eq!(same, style);
        assert!(lines.len() >= 2);
        assert!(lines.iter().all(|line| style.width(&Glyphs::default(), line) <= 360.0));

        let (smaller, lines) = style.wrap(&Glyphs::default(), "Nghiêng-nghiêng-nghiêng", 240);
        assert_eq!(lines.len(), 1);
        assert!(smaller.size < 28.0 && smaller.width(&Glyphs::default(), &lines[0]) <= 240.0);
    }
}
