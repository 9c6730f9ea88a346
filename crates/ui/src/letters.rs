//! The letters' texture, kept small: without a graphics card it is in memory twice.

use egui::{Context, RawInput};

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

#[cfg(test)]
mod tests {
    use egui::{Rect, Vec2};

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
