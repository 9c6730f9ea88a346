//! The letters' texture, kept small: without a graphics card it is in memory twice.

use egui::{Context, RawInput, Rect, Ui};

use crate::{Fit, Theme, Type};

/// The texture's side on most screens, in dots: at most 64 MiB.
const SIDE: usize = 4_096;
/// The same on screens with a side of more than …
const SIDE_LARGE: usize = 8_192;
/// … so many dots.
const LARGE_SCREEN: f32 = 2_560.0;

/// Draws each letter at whole dots only. To be called once, before the first frame of a program with large letters:
/// at four places inside a dot each they fill four times the texture, for nothing that anybody sees.
pub fn draw_letters_at_whole_dots(ctx: &Context) {
    ctx.all_styles_mut(|style| style.visuals.text_options.subpixel_binning = false);
}

/// Bounds the letters' texture; for `eframe::App::raw_input_hook`. It is as wide as the card allows and is thrown away
/// only when it is nearly square: 16,384 dots would come to a gigabyte.
pub fn bound_letters(ctx: &Context, input: &mut RawInput) {
    let points = input.screen_rect.map_or(0.0, |screen| screen.size().max_elem());
    let is_large = points * ctx.pixels_per_point() > LARGE_SCREEN;
    let side = if is_large { SIDE_LARGE } else { SIDE };
    input.max_texture_side = input.max_texture_side.map(|most| most.min(side));
}

/// The letters' texture of a program with moments at which nobody reads, such as a kiosk between two visitors.
#[derive(Debug, Default)]
pub struct LettersTexture {
    n_renewed: usize,
}

impl LettersTexture {
    /// Its width on most screens, in dots: a visit in two languages then takes no more than [`Self::ROWS_KEPT`].
    const WIDTH: usize = 6_144;
    /// The height in dots that it may keep: 12 MiB.
    const ROWS_KEPT: usize = 512;

    /// Bounds it; for `eframe::App::raw_input_hook`.
    pub fn bound(&self, input: &mut RawInput) {
        // Another width, by a single dot, makes egui begin it anew.
        let width = Self::WIDTH - self.n_renewed % 2;
        input.max_texture_side = input.max_texture_side.map(|most| most.min(width));
    }

    /// Throws it away from the next frame on, if it has grown above what it may keep.
    pub fn renew_if_large(&mut self, ctx: &Context) {
        let height = ctx.fonts(|fonts| fonts.font_image_size()[1]);
        if height > Self::ROWS_KEPT {
            self.n_renewed += 1;
        }
    }
}

/// Puts letters that are far larger than all others side by side into the texture when the first of them is shown, at the
/// size at which `text` fits `rect`; the answer is that size in design pixels. The texture's rows are as high as their
/// highest letter, so that each of these would otherwise begin a row of its own.
pub fn keep_together(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    fit: Fit,
    (set, text): (Type, &str),
    letters: &str,
) -> f32 {
    let fitted = fit.galley(ui, theme, rect, set, text);
    let Some(section) = fitted.job.sections.first() else { return set.size };
    let font = section.format.font_id.clone();
    let size = font.size / theme.scale / theme.text_scale;
    // Laid out and not painted.
    drop(ui.painter().layout_no_wrap(letters.to_owned(), font, set.colour));
    size
}

#[cfg(test)]
mod tests {
    use egui::Vec2;

    use super::*;

    fn bounded(screen: Vec2, card: Option<usize>) -> Option<usize> {
        let screen_rect = Some(Rect::from_min_size(egui::Pos2::ZERO, screen));
        let mut input = RawInput { screen_rect, max_texture_side: card, ..RawInput::default() };
        bound_letters(&Context::default(), &mut input);
        input.max_texture_side
    }

    #[test]
    fn the_texture_is_bounded_by_the_screen_and_by_the_card() {
        assert_eq!(bounded(Vec2::new(1_920.0, 1_080.0), Some(16_384)), Some(4_096));
        assert_eq!(bounded(Vec2::new(3_840.0, 2_160.0), Some(16_384)), Some(8_192));
        assert_eq!(bounded(Vec2::new(1_080.0, 1_920.0), Some(2_048)), Some(2_048));
        assert_eq!(bounded(Vec2::new(1_080.0, 1_920.0), None), None);
    }
}
