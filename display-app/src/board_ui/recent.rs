//! The recent calls: number and counter.

use egui::{Align2, Rect, Ui, vec2};
use goiso_protocol::{BoardCall, TicketStage};
use goiso_ui::layout::{split_right, split_top};
use goiso_ui::{Fit, Type, label, paint_text};

use super::Scene;

const MARGIN: f32 = 40.0;
const CAPTION_HEIGHT: f32 = 87.0;
const ROW_HEIGHT: f32 = 128.0;
/// Rows are as low as this where one more then has its place, up to [`ROWS_WANTED`].
const ROW_HEIGHT_MIN: f32 = 104.0;
const ROWS_WANTED: usize = 6;
/// More rows than this cannot be taken in.
const ROWS_MAX: usize = 8;
const ROWS_MIN: usize = 3;

impl Scene<'_> {
    pub(super) fn recent_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.night2);
        let inner = rect.shrink2(vec2(theme.px(MARGIN), 0.0));
        let (caption, rows) = split_top(inner, theme.px(CAPTION_HEIGHT));
        self.caption_ui(ui, caption);

        let n_fit = |row_height: f32| (rows.height() / theme.px(row_height)).floor() as usize;
        let n_rows = n_fit(ROW_HEIGHT).max(n_fit(ROW_HEIGHT_MIN).min(ROWS_WANTED)).clamp(ROWS_MIN, ROWS_MAX);
        let height = theme.px(ROW_HEIGHT).min(rows.height() / n_rows as f32);
        let mut remaining = rows;
        for call in self.board.recent(self.now, n_rows) {
            let (row, below) = split_top(remaining, height);
            self.row_ui(ui, row, call);
            remaining = below;
        }
    }

    fn caption_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        let set = Type::regular(38.0, theme.mist);
        let (left, right) = rect.split_left_right_at_fraction(0.5);
        let words = (self.texts.text("board-number"), self.texts.text("board-counter"));
        paint_text(ui, theme, left, Fit::line(Align2::LEFT_CENTER), set, &words.0);
        paint_text(ui, theme, right, Fit::line(Align2::RIGHT_CENTER), set, &words.1);
        ui.painter().hline(rect.x_range(), rect.bottom(), theme.stroke(2.0, theme.night_line));
    }

    fn row_ui(&self, ui: &Ui, rect: Rect, call: &BoardCall) {
        let theme = self.theme;
        let colour = match call.stage {
            TicketStage::Called | TicketStage::Serving | TicketStage::Unknown => theme.snow,
            // Whoever fetches something or was sent on waits to be called anew.
            TicketStage::Waiting
            | TicketStage::Held
            | TicketStage::PutOff
            | TicketStage::Absent
            | TicketStage::Done
            | TicketStage::Cancelled => theme.mist,
        };
        let set = Type::extra_bold(92.0, colour);
        let (number, counter) = split_right(rect, theme.px(220.0));
        let text = call.number.as_str();
        label(ui, theme, number, Fit::line(Align2::LEFT_CENTER), set, text);
        self.row_counter_ui(ui, counter, call, set);
        ui.painter().hline(rect.x_range(), rect.bottom(), theme.stroke(2.0, theme.night_line));
    }

    /// The counter; on a sign while its visitor is still awaited there.
    fn row_counter_ui(&self, ui: &Ui, rect: Rect, call: &BoardCall, set: Type) {
        let theme = self.theme;
        let text = call.counter.to_string();
        if call.stage != TicketStage::Called {
            paint_text(ui, theme, rect, Fit::line(Align2::RIGHT_CENTER), set, &text);
            return;
        }
        let centre = Fit::line(Align2::CENTER_CENTER);
        let set = Type { size: set.size * 0.86, colour: theme.night, ..set };
        let height = rect.height() * 0.8;
        let width = centre.galley(ui, theme, rect, set, &text).size().x + theme.px(44.0);
        let size = vec2(width.max(height * 1.08).min(rect.width()), height);
        let sign = Align2::RIGHT_CENTER.align_size_within_rect(size, rect);
        ui.painter().rect_filled(sign, theme.px(20.0), theme.gold);
        paint_text(ui, theme, sign, centre, set, &text);
    }
}
