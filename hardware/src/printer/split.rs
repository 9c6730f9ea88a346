//! A line that changes from slip to slip, in pieces that do not: its words, and single digits.

use super::glyphs::Glyphs;
use super::raster::Bitmap;
use super::text::{Run, Style};

/// How a line falls into pieces, in dots before they are doubled.
#[derive(Debug)]
pub(super) struct Split {
    pub style: Style,
    pub runs: Vec<Run>,
    /// The first row with ink in the drawn line.
    pub ink_top: usize,
    /// Where the line's first column is, counted from the bitmap's.
    pub line_left: isize,
}

/// One piece of a line.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its first column, counted from the line's bitmap.
    pub left: isize,
    /// Its first row, counted from the line's bitmap.
    pub top: isize,
    pub bitmap: Bitmap,
}

impl Split {
    /// The pieces of this line; none when one cannot be had, and the line goes as a raster.
    pub(super) fn pieces(&self, glyphs: &Glyphs) -> Option<Vec<Piece>> {
        let digits = digit_rows(self.style, glyphs)?;
        let place = |run: &Run| {
            let piece = self.piece(glyphs, &run.text, digits)?;
            Some(Piece { left: piece.left + run.left.cast_signed() + self.line_left, ..piece })
        };
        self.runs.iter().map(place).collect()
    }

    /// All pieces that any such line can need: its own words and every digit.
    pub(super) fn alphabet(&self, glyphs: &Glyphs) -> Vec<Bitmap> {
        let Some(rows) = digit_rows(self.style, glyphs) else { return Vec::new() };
        let digits = (0..=9).map(|digit: u8| digit.to_string());
        let words = self.runs.iter().map(|run| run.text.clone()).filter(|text| !is_digit(text));
        words.chain(digits).filter_map(|text| Some(self.piece(glyphs, &text, rows)?.bitmap)).collect()
    }

    /// Words are as high as their ink, so that lines may follow closely; digits are all of one height, so that
    /// a number's pieces stand on one row.
    fn piece(&self, glyphs: &Glyphs, text: &str, digits: Rows) -> Option<Piece> {
        let (drawn, _) = self.style.draw_runs(glyphs, text);
        let crop = drawn.bitmap.cropped()?;
        let rows = if is_digit(text) { digits } else { Rows { top: crop.top, height: crop.bitmap.height() } };
        let mut bitmap = Bitmap::new(crop.bitmap.width(), rows.height);
        bitmap.draw(&crop.bitmap, 0, crop.top.checked_sub(rows.top)?, (1, 1));
        let left = crop.left.cast_signed() - crop.margin.cast_signed();
        Some(Piece { left, top: rows.top.cast_signed() - self.ink_top.cast_signed(), bitmap })
    }
}

#[derive(Debug, Clone, Copy)]
struct Rows {
    top: usize,
    height: usize,
}

/// Between which rows of a drawn line digits stand.
fn digit_rows(style: Style, glyphs: &Glyphs) -> Option<Rows> {
    let (top, bottom, ..) = style.draw(glyphs, "0123456789").bitmap.ink()?;
    Some(Rows { top, height: bottom - top + 1 })
}

fn is_digit(text: &str) -> bool {
    text.len() == 1 && text.as_bytes()[0].is_ascii_digit()
}
