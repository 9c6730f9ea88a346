//! The calls beside slides.

use egui::{Color32, Rect, Ui, pos2};
use goiso_ui::Theme;
use goiso_ui::widgets::paint_star;

use super::{Scene, Shape, next_frame};
use crate::Slide;

/// How much of the width the slides take; of the height on an upright screen.
const SLIDE_SHARE: f32 = 0.6;
const SLIDE_SHARE_UPRIGHT: f32 = 0.42;
/// How the sizes of the calls' part are to those of the main board, which has the whole screen.
const SCALE: f32 = 0.74;

/// The slides' place and the calls'.
pub(super) fn areas(body: Rect) -> (Rect, Rect) {
    match Shape::of(body) {
        Shape::Lying => body.split_left_right_at_fraction(SLIDE_SHARE),
        Shape::Upright => body.split_top_bottom_at_fraction(SLIDE_SHARE_UPRIGHT),
    }
}

impl Scene<'_> {
    pub(super) fn split_ui(&self, ui: &Ui, body: Rect) {
        let (slides, calls) = areas(body);
        self.slides_ui(ui, slides);
        let theme = match Shape::of(body) {
            Shape::Lying => self.theme.scaled(SCALE),
            Shape::Upright => self.theme.clone(),
        };
        let scene = Scene { theme: &theme, ..*self };
        let (spot, recent) = calls.split_top_bottom_at_fraction(0.56);
        scene.spot_ui(ui, spot);
        scene.recent_ui(ui, recent);
    }

    fn slides_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.black);
        let Some((slide, share, before)) = self.board.slideshow().shown(self.now) else {
            paint_star(ui.painter(), rect.center(), theme.px(120.0), theme.night_line);
            return;
        };
        if let Some(before) = before {
            // The old one goes as the new one comes: they need not be of one shape.
            paint_slide(ui, rect, before, Theme::picture_tint(1.0 - share));
            ui.ctx().request_repaint_after(next_frame(self.now));
        }
        paint_slide(ui, rect, slide, Theme::picture_tint(share));
    }
}

/// Paints a picture as large as goes, whole, in the middle.
fn paint_slide(ui: &Ui, rect: Rect, slide: &Slide, tint: Color32) {
    let size = slide.texture.size_vec2();
    let scale = (rect.width() / size.x).min(rect.height() / size.y);
    let place = Rect::from_center_size(rect.center(), size * scale);
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().image(slide.texture.id(), place, whole, tint);
}
