//! One service or zone: its newest call, its counters and who comes next.

use egui::{Align2, Rect, Ui, vec2};
use goiso_model::LocalText;
use goiso_ui::layout::{split_bottom, split_top};
use goiso_ui::{Fit, Type, label};

use super::{MARGIN, Scene, Shape, next};

const TITLE_HEIGHT: f32 = 118.0;
/// The most of the side that the services' next numbers take.
const NEXT_SHARE_MAX: f32 = 0.5;
/// The most services that it shows who comes next for.
const ROWS_MAX: usize = 6;

impl Scene<'_> {
    pub(super) fn service_ui(&self, ui: &Ui, body: Rect, title: &LocalText) {
        let theme = self.theme;
        let (head, remaining) = split_top(body, theme.px(TITLE_HEIGHT));
        ui.painter().rect_filled(head, 0.0, theme.night_line);
        let title = title.get(self.texts.language());
        let fit = Fit { align: Align2::LEFT_CENTER, lines_max: 2, shrink_min: 0.3 };
        let room = head.shrink2(vec2(theme.px(MARGIN), theme.px(8.0)));
        label(ui, theme, room, fit, Type::extra_bold(68.0, theme.snow), title);

        let (spot, side) = match Shape::of(body) {
            Shape::Lying => remaining.split_left_right_at_fraction(0.55),
            Shape::Upright => remaining.split_top_bottom_at_fraction(0.48),
        };
        self.spot_ui(ui, spot);
        ui.painter().rect_filled(side, 0.0, theme.black);
        let inner = side.shrink2(vec2(theme.px(32.0), 0.0));
        let n_next = self.next().len().min(ROWS_MAX);
        let wanted = if n_next == 0 { 0.0 } else { theme.px(next::height(n_next)) };
        let (cells, next) = split_bottom(inner, wanted.min(inner.height() * NEXT_SHARE_MAX));
        self.cells_ui(ui, cells.shrink2(vec2(0.0, theme.px(24.0))));
        self.next_ui(ui, next, n_next);
    }
}
