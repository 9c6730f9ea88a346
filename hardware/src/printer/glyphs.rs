//! Letters that have been drawn before: a slip is made of the same few hundred, and drawing them was most of its cost.

use std::cell::RefCell;
use std::collections::HashMap;

use ab_glyph::{Font, FontRef, GlyphId, PxScale, point};

use super::raster::Bitmap;
use super::text::{Face, Style};

/// A dot is black when the letter covers at least this share of it; a little under a half keeps thin
/// strokes whole on thermal paper.
const INK_COVERAGE_MIN: f32 = 0.45;
/// Drawn letters that are remembered, about 100 bytes each; then all are forgotten, for names shrink to sizes
/// that do not come back.
const DRAWN_MAX: usize = 4096;
/// Letters whose place in the font is remembered: more than the fonts have.
const LETTERS_MAX: usize = 4096;

/// What is remembered between slips. It never changes what a slip looks like.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    letters: RefCell<HashMap<(Face, char), Letter>>,
    drawn: RefCell<HashMap<(Face, u32, u16), Glyph>>,
}

/// A letter in its font.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub(super) id: GlyphId,
    /// How far the next letter is, in the font's units.
    pub(super) advance: f32,
}

/// A drawn letter, its corner counted from where it stands on the base line.
#[derive(Debug)]
struct Glyph {
    left: isize,
    top: isize,
    ink: Bitmap,
}

impl Glyphs {
    /// A letter of a face; a question mark's place where the face has no such letter.
    pub(super) fn letter(&self, face: Face, font: &FontRef<'_>, letter: char) -> Letter {
        let mut letters = self.letters.borrow_mut();
        if letters.len() >= LETTERS_MAX {
            letters.clear();
        }
        *letters.entry((face, letter)).or_insert_with(|| {
            let id = match font.glyph_id(letter) {
                GlyphId(0) => font.glyph_id('?'),
                id => id,
            };
            Letter { id, advance: font.h_advance_unscaled(id) }
        })
    }

    /// Draws a letter that stands at this column on this row's base line.
    pub(super) fn stamp(&self, style: Style, id: GlyphId, paper: &mut Bitmap, (x, y): (isize, isize)) {
        let mut drawn = self.drawn.borrow_mut();
        if drawn.len() >= DRAWN_MAX {
            drawn.clear();
        }
        let glyph = drawn.entry((style.face, style.size.to_bits(), id.0)).or_insert_with(|| draw(style, id));
        let (left, top) = (x + glyph.left, y + glyph.top);
        if let (Ok(left), Ok(top)) = (usize::try_from(left), usize::try_from(top)) {
            paper.draw(&glyph.ink, left, top, (1, 1));
        } else {
            // Beyond the paper's edge nothing is drawn, as by a print head.
            let (hidden_x, hidden_y) = ((-left).max(0).unsigned_abs(), (-top).max(0).unsigned_abs());
            let width = glyph.ink.width().saturating_sub(hidden_x);
            let height = glyph.ink.height().saturating_sub(hidden_y);
            let seen = glyph.ink.window(hidden_x, hidden_y, width, height);
            paper.draw(&seen, left.max(0).unsigned_abs(), top.max(0).unsigned_abs(), (1, 1));
        }
    }
}

fn draw(style: Style, id: GlyphId) -> Glyph {
    let font = style.font();
    let em = font.units_per_em().expect("a TrueType font has an em");
    let scale = PxScale::from(style.size * font.height_unscaled() / em);
    let Some(outlined) = font.outline_glyph(id.with_scale_and_position(scale, point(0.0, 0.0))) else {
        return Glyph { left: 0, top: 0, ink: Bitmap::new(0, 0) };
    };
    let bounds = outlined.px_bounds();
    let mut ink = Bitmap::new(bounds.width().ceil() as usize, bounds.height().ceil() as usize);
    outlined.draw(|x, y, coverage| {
        if coverage >= INK_COVERAGE_MIN {
            ink.blacken(x as usize, y as usize);
        }
    });
    Glyph { left: bounds.min.x as isize, top: bounds.min.y as isize, ink }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_looks_the_same_the_second_time_and_beyond_the_edge_nothing_is_drawn() {
        let style = Style { face: Face::SemiBold, size: 40.0 };
        let glyphs = Glyphs::default();
        let id = glyphs.letter(style.face, style.font(), 'Ệ').id;
        let stamped = |at: (isize, isize)| {
            let mut paper = Bitmap::new(64, 64);
            glyphs.stamp(style, id, &mut paper, at);
            paper
        };
        let (first, second) = (stamped((10, 50)), stamped((10, 50)));
        assert_eq!(first, second);
        assert!(first.ink().is_some());
        let cut = stamped((-8, 20));
        assert_eq!(cut.window(0, 0, 40, 20), first.window(18, 30, 40, 20));
    }

    #[test]
    fn no_more_than_so_many_letters_are_remembered() {
        let glyphs = Glyphs::default();
        let mut paper = Bitmap::new(8, 8);
        let id = glyphs.letter(Face::Regular, Style { face: Face::Regular, size: 20.0 }.font(), 'a').id;
        for step in 0..=DRAWN_MAX {
            let style = Style { face: Face::Regular, size: 16.0 + step as f32 / 1024.0 };
            glyphs.stamp(style, id, &mut paper, (0, 8));
        }
        assert!(glyphs.drawn.borrow().len() <= DRAWN_MAX);
    }
}
