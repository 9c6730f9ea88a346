//! Who comes next, for each service.

use egui::{Align2, Rect, Ui, Vec2, vec2};
use goiso_model::TicketNumber;
use goiso_protocol::NextNumbers;
use goiso_ui::layout::{split_left, split_right, split_top};
use goiso_ui::{Fit, Type, label, paint_text};

use super::Scene;

/// The most services that the main board shows who comes next for.
pub(super) const ROWS_MAX_MAIN: usize = 3;
const CAPTION_HEIGHT: f32 = 58.0;
const ROW_HEIGHT: f32 = 72.0;
/// Numbers are not set smaller than this share of their size to make room for one more.
const NUMBERS_SHRINK_MIN: f32 = 0.7;
/// The room under the last row.
const FOOT: f32 = 18.0;

/// How high the rows want to be, in design pixels.
pub(super) fn height(n_rows: usize) -> f32 {
    CAPTION_HEIGHT + ROW_HEIGHT * n_rows as f32 + FOOT
}

impl Scene<'_> {
    /// Who comes next, as the hub tells; empty where this board does not show it.
    pub(super) fn next(&self) -> &[NextNumbers] {
        self.board.view().map(|view| view.next.as_slice()).unwrap_or_default()
    }

    /// The first `n_rows` services. Nothing for none.
    pub(super) fn next_ui(&self, ui: &Ui, rect: Rect, n_rows: usize) {
        if n_rows == 0 {
            return;
        }
        let theme = self.theme;
        let (caption, rows) = split_top(rect, theme.px(CAPTION_HEIGHT));
        ui.painter().hline(rect.x_range(), rect.top(), theme.stroke(2.0, theme.night_line));
        let words = self.texts.text("board-next");
        let left = Fit::line(Align2::LEFT_CENTER);
        label(ui, theme, caption, left, Type::semi_bold(36.0, theme.mist), &words);
        let height = theme.px(ROW_HEIGHT).min((rows.height() - theme.px(FOOT)) / n_rows as f32);
        let mut remaining = rows;
        for next in self.next().iter().take(n_rows) {
            let (row, below) = split_top(remaining, height);
            self.next_row_ui(ui, row, next);
            remaining = below;
        }
    }

    /// As many numbers, from the first on, as can still be read in `rect`; the others have time.
    fn fitting_numbers(&self, ui: &Ui, rect: Rect, set: Type, next: &NextNumbers) -> String {
        let words: Vec<&str> = next.numbers.iter().map(TicketNumber::as_str).collect();
        let endless = Rect::from_min_size(rect.min, Vec2::INFINITY);
        let one_line = Fit { align: Align2::LEFT_CENTER, lines_max: 1, shrink_min: 1.0 };
        let joined = |n: usize| words[..n].join("   ");
        let width = |n: usize| one_line.galley(ui, self.theme, endless, set, &joined(n)).size().x;
        let n_fit =
            (1..=words.len()).rev().find(|n| *n == 1 || width(*n) * NUMBERS_SHRINK_MIN <= rect.width());
        joined(n_fit.unwrap_or(0))
    }

    fn next_row_ui(&self, ui: &Ui, rect: Rect, next: &NextNumbers) {
        let theme = self.theme;
        // Marks and tails reach a little out of their lines, towards the rows above and below.
        let rect = rect.shrink2(vec2(0.0, theme.px(6.0)));
        let (name, remaining) = split_left(rect, rect.width() * 0.34);
        let (numbers, waiting) = split_right(remaining, rect.width() * 0.18);
        let lines = Fit { align: Align2::LEFT_CENTER, lines_max: 3, shrink_min: 0.25 };
        let service = next.service_name.get(self.texts.language());
        paint_text(ui, theme, name, lines, Type::regular(34.0, theme.mist), service);
        let numbers = numbers.shrink2(vec2(theme.px(20.0), 0.0));
        let left = Fit { align: Align2::LEFT_CENTER, lines_max: 1, shrink_min: 0.3 };
        let set = Type::extra_bold(50.0, theme.snow);
        label(ui, theme, numbers, left, set, &self.fitting_numbers(ui, numbers, set, next));
        let n_waiting = self.texts.format("board-n-waiting", &[("n", i64::from(next.n_waiting).into())]);
        let right = Fit { align: Align2::RIGHT_CENTER, lines_max: 1, shrink_min: 0.25 };
        paint_text(ui, theme, waiting, right, Type::regular(30.0, theme.mist), &n_waiting);
    }
}
