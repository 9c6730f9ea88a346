//! The line of notices. It stands still unless it is too long for the screen.

use egui::{Align2, Rect, Ui, pos2, vec2};
use goiso_ui::layout::split_left;
use goiso_ui::{Fit, Type, label};

use super::{MARGIN, Scene, next_frame};

/// How fast a long line moves, in design pixels a second.
const SPEED: f32 = 110.0;
/// The empty space between the end of a moving line and its beginning, in design pixels.
const GAP: f32 = 240.0;
/// A line that is only a little too long is set smaller instead, down to this share of its size.
const SHRINK_MIN: f32 = 0.85;
const SIZE: f32 = 40.0;
const BETWEEN: &str = "  •  ";

impl Scene<'_> {
    pub(super) fn ticker_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.black);
        let Some(view) = self.board.view() else { return };
        let language = self.texts.language();
        let said = self.board.said().map(|message| &message.text);
        let texts = said.chain(&view.notices).map(|text| text.get(language));
        let notices: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        if notices.is_empty() {
            return;
        }
        let line = notices.join(BETWEEN);
        let inner = rect.shrink2(vec2(theme.px(MARGIN), 0.0));
        let (caption, _) = split_left(inner, theme.px(420.0));
        let words = self.texts.text("board-notice");
        let set = Type::extra_bold(SIZE, theme.gold);
        let left = Fit::line(Align2::LEFT_CENTER);
        let at = label(ui, theme, caption, left, set, &words).rect;
        let room = Rect::from_min_max(pos2(at.right() + theme.px(42.0), rect.top()), rect.max);
        self.line_ui(ui, room, &line);
    }

    fn line_ui(&self, ui: &Ui, room: Rect, line: &str) {
        let theme = self.theme;
        let set = Type::regular(SIZE, theme.snow);
        // Laid out on one endless row, to learn how long it is.
        let endless = room.with_max_x(f32::INFINITY);
        let fit = Fit { align: Align2::LEFT_CENTER, lines_max: 1, shrink_min: 1.0 };
        let galley = fit.galley(ui, theme, endless, set, line);
        let (width, top) = (galley.size().x, room.center().y - galley.size().y / 2.0);
        let share = (room.width() - theme.px(20.0)) / width;
        if share >= SHRINK_MIN {
            let set = Type { size: SIZE * share.min(1.0), ..set };
            label(ui, theme, room, fit, set, line);
            return;
        }
        let painter = ui.painter().with_clip_rect(room);
        let length = width + theme.px(GAP);
        let round_micros = (length / theme.px(SPEED) * 1e6) as i64;
        let micros = self.now.as_microsecond().rem_euclid(round_micros);
        let shift = micros as f32 / 1e6 * theme.px(SPEED);
        for start in [room.left() - shift, room.left() - shift + length] {
            painter.galley(pos2(start, top), galley.clone(), theme.snow);
        }
        ui.ctx().request_repaint_after(next_frame(self.now));
    }
}
