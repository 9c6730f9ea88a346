//! Title and hint over a screen with something to choose, and what stays for the rest.

use egui::{Align2, Rect, Ui, Vec2};
use goiso_ui::layout::{split_bottom, split_right, split_top};
use goiso_ui::{Fit, Theme, Type, label};

use super::{Scene, Shape, footer, pills};
use crate::Action;

/// The parts of a screen with something to choose.
pub(super) struct Frame {
    pub(super) middle: Rect,
    pub(super) bottom: Rect,
    /// What was touched beside the title.
    pub(super) touched: Option<Action>,
}

/// Title and hint at the top; the answer is the room for the cards and for the footer.
pub(super) fn frame_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, title: &str, hint: &str) -> Frame {
    let theme = &scene.theme;
    let margin = scene.by_shape(44.0, 26.0);
    let title_height = scene.by_shape(90.0, 68.0) * theme.text_scale;
    let hint_height = scene.by_shape(50.0, 42.0) * theme.text_scale;
    let gap = scene.by_shape(32.0, 18.0);
    let reach = scene.within_reach(rect);
    let top = (reach.top() - title_height - hint_height - gap - margin).max(rect.top());
    let inner = rect.with_min_y(top).shrink2(Vec2::new(theme.px(Theme::MARGIN), margin));
    let (title_rect, below) = split_top(inner, title_height);
    let (hint_rect, below) = split_top(below, hint_height);
    // A lying screen is short: the comforts stand beside the title.
    let (words, touched) = match scene.shape {
        Shape::Upright => (inner, None),
        Shape::Lying => {
            let (words, comforts) = split_right(inner, pills::comforts_width(scene, inner.width()));
            let height = scene.touch_by_shape(80.0, 80.0);
            let comforts = comforts.with_max_y(comforts.top() + height);
            let words = words.with_max_x(words.right() - theme.px(Theme::GAP));
            (words, pills::comforts_ui(ui, scene, comforts))
        }
    };
    let (middle, bottom) = split_bottom(below, footer::height(scene));
    let title_size = scene.by_shape(66.0, 52.0) / theme.scale;
    let hint_size = scene.by_shape(38.0, 33.0) / theme.scale;
    let line = Fit::line(Align2::LEFT_CENTER);
    let within = |rect: Rect| rect.with_max_x(words.right());
    label(ui, theme, within(title_rect), line, Type::extra_bold(title_size, theme.ink), title);
    label(ui, theme, within(hint_rect), line, Type::regular(hint_size, theme.muted), hint);
    let middle = middle.with_min_y(middle.top() + gap);
    let bottom_gap = scene.by_shape(32.0, 24.0);
    let middle = middle.with_max_y((middle.bottom() - bottom_gap).max(middle.top()));
    Frame { middle, bottom, touched }
}
