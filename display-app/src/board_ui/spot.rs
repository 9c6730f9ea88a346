//! The large place: the number that is called and where to.

use egui::{Align2, Color32, Rect, Ui, Vec2, pos2, vec2};
use goiso_protocol::BoardCall;
use goiso_ui::layout::{grid, split_right, split_top};
use goiso_ui::widgets::{paint_star, pill};
use goiso_ui::{Fit, Type, icon_named, label, paint_icon, paint_text};

use super::{MARGIN, Scene};
use crate::{Featured, Glow};

/// A pictogram between a number and its counter.
const ARROW: &str = "arrow_forward";
/// The size of the large number, and the height of its line, in design pixels.
const NUMBER_SIZE: f32 = 334.0;
const NUMBER_HEIGHT: f32 = 330.0;
/// The room of the words of a last call.
const LAST_CALL_HEIGHT: f32 = 76.0;
/// A number that takes less of the width than this may be set larger.
const NARROW: f32 = 0.84;

impl Scene<'_> {
    pub(super) fn spot_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        let inner = rect.shrink2(vec2(theme.px(MARGIN), 0.0));
        match self.board.featured(self.now) {
            Featured::Spotlight(calls, glow) => {
                let colour = match glow {
                    Glow::Steady => theme.gold,
                    Glow::Flash => theme.snow,
                };
                match calls {
                    [call] => self.call_ui(ui, inner, call, colour),
                    several => self.calls_ui(ui, inner, several, colour),
                }
            }
            Featured::Calm(call) => self.call_ui(ui, inner, call, theme.snow),
            Featured::Nobody => self.nobody_ui(ui, inner),
        }
    }

    /// Several that were called together: a row each, number, arrow, counter.
    fn calls_ui(&self, ui: &Ui, rect: Rect, calls: &[BoardCall], colour: Color32) {
        let theme = self.theme;
        let unit = rect.height() / 884.0;
        let (caption, rows) = split_top(rect.with_min_y(rect.top() + 24.0 * unit), 86.0 * unit);
        let invite = self.texts.text("board-invite");
        let left = Fit::line(Align2::LEFT_CENTER);
        paint_text(ui, theme, caption, left, Type::semi_bold(46.0, theme.mist), &invite);
        let rows = rows.with_max_y(rows.bottom() - 24.0 * unit);
        let gap = 20.0 * unit;
        // Two are not set larger than three: a row that is too high parts the number from its counter.
        for (call, row) in calls.iter().zip(grid(rows, 1, calls.len().max(3), gap)) {
            self.called_row_ui(ui, row, call, colour);
        }
    }

    fn called_row_ui(&self, ui: &Ui, row: Rect, call: &BoardCall, colour: Color32) {
        let theme = self.theme;
        ui.painter().rect_filled(row, theme.px(26.0), theme.night2);
        let inner = row.shrink2(vec2(theme.px(28.0), row.height() * 0.1));
        let (remaining, sign) = split_right(inner, inner.width() * 0.27);
        let (number, arrow) = split_right(remaining, inner.width() * 0.13);
        let set = Type::extra_bold(row.height() * 0.78 / theme.scale, colour);
        let left = Fit { align: Align2::LEFT_CENTER, lines_max: 1, shrink_min: 0.2 };
        let tall = vec2(0.0, row.height() * 0.1);
        label(ui, theme, number.expand2(tall), left, set, call.number.as_str());
        let icon = icon_named(ARROW).expect("the icon is one of ours, as a test draws");
        paint_icon(ui, arrow.shrink(arrow.width() * 0.12), icon, theme.mist);
        ui.painter().rect_filled(sign, theme.px(20.0), colour);
        let centre = Fit { align: Align2::CENTER_CENTER, ..left };
        let set = Type::extra_bold(row.height() * 0.62 / theme.scale, theme.night);
        label(ui, theme, sign.shrink2(vec2(theme.px(10.0), 0.0)), centre, set, &call.counter.to_string());
    }

    fn call_ui(&self, ui: &Ui, rect: Rect, call: &BoardCall, colour: Color32) {
        let theme = self.theme;
        let left = Fit::line(Align2::LEFT_CENTER);
        // The parts keep their shares on a screen that is higher than the design.
        let unit = rect.height() / 884.0;
        let (_, remaining) = split_top(rect, 32.0 * unit);
        let (caption, remaining) = split_top(remaining, 78.0 * unit);
        let large = Fit { shrink_min: 0.2, ..left };
        let height = self.number_height(ui, rect, call) * unit;
        let (number, remaining) = split_top(remaining, height);
        let (_, remaining) = split_top(remaining, 16.0 * unit);
        let (counter, remaining) = split_top(remaining, 150.0 * unit);
        let (_, remaining) = split_top(remaining, 20.0 * unit);
        let (service, remaining) = split_top(remaining, 62.0 * unit);
        let (place, remaining) = split_top(remaining, 56.0 * unit);

        let invite = self.texts.text("board-invite");
        paint_text(ui, theme, caption, left, Type::semi_bold(46.0, theme.mist), &invite);
        // Digits have neither marks nor tails, so that their line may reach over its neighbours.
        let number = number.expand2(vec2(0.0, 40.0 * unit));
        let size = NUMBER_SIZE * (height / theme.px(NUMBER_HEIGHT)).max(1.0);
        label(ui, theme, number, large, Type::extra_bold(size, colour), call.number.as_str());
        self.counter_ui(ui, counter, call, colour);
        let language = self.texts.language();
        let name = call.service_name.get(language);
        let two_lines = Fit { align: Align2::LEFT_CENTER, lines_max: 2, shrink_min: 0.25 };
        // Marks of capitals and tails of a first line reach a little out of their lines.
        let apart = vec2(0.0, 4.0 * unit);
        let (service, place) = (service.shrink2(apart), place.shrink2(apart));
        paint_text(ui, theme, service, two_lines, Type::regular(44.0, theme.mist), name);
        paint_text(ui, theme, place, two_lines, Type::regular(40.0, theme.mist), call.place.get(language));
        if call.is_last_call {
            let (_, remaining) = split_top(remaining, 8.0 * unit);
            let text = self.texts.text("board-last-call");
            let set = Type::semi_bold(40.0, theme.night);
            let (row, _) = split_top(remaining, 68.0 * unit);
            pill(ui, theme, row, Align2::LEFT_CENTER, theme.gold, set, &text);
        }
    }

    /// The height of a large number's line, in parts of the place that the design gives 884: in a narrow place, or for a
    /// short number, it takes the room of the last call's words too.
    fn number_height(&self, ui: &Ui, rect: Rect, call: &BoardCall) -> f32 {
        let set = Type::extra_bold(NUMBER_SIZE, self.theme.gold);
        let endless = Rect::from_min_size(rect.min, Vec2::INFINITY);
        let one_line = Fit { align: Align2::LEFT_CENTER, lines_max: 1, shrink_min: 1.0 };
        let width = one_line.galley(ui, self.theme, endless, set, call.number.as_str()).size().x;
        let high = rect.height() / self.theme.px(884.0);
        let is_narrow = width * high < rect.width() * NARROW;
        if is_narrow && !call.is_last_call { NUMBER_HEIGHT + LAST_CALL_HEIGHT } else { NUMBER_HEIGHT }
    }

    /// "đến quầy" and the counter's number as on its sign.
    fn counter_ui(&self, ui: &Ui, rect: Rect, call: &BoardCall, colour: Color32) {
        let theme = self.theme;
        let words = self.texts.text("board-to-counter");
        let set = Type::extra_bold(92.0, theme.snow);
        let left = Fit::line(Align2::LEFT_CENTER);
        let words_rect = rect.with_max_x(rect.left() + rect.width() * 0.62);
        let at = paint_text(ui, theme, words_rect, left, set, &words);
        let number = call.counter.to_string();
        let number_set = Type::extra_bold(116.0, theme.night);
        let room = rect.with_min_x(at.right() + theme.px(36.0));
        let width = left.galley(ui, theme, room, number_set, &number).size().x + theme.px(88.0);
        let sign = room.with_max_x(room.left() + width.max(rect.height() * 1.08).min(room.width()));
        ui.painter().rect_filled(sign, theme.px(26.0), colour);
        label(ui, theme, sign, Fit::line(Align2::CENTER_CENTER), number_set, &number);
    }

    pub(super) fn nobody_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        let middle = rect.center().y;
        // The parts keep their shares where the place is lower than the design's.
        let own = &theme.scaled((rect.height() / theme.px(884.0)).min(1.0));
        let theme = own;
        let radius = theme.px(84.0);
        let star = pos2(rect.left() + radius, middle - theme.px(190.0));
        paint_star(ui.painter(), star, radius, theme.gold);
        let line = |top: f32, height: f32| {
            let corner = pos2(rect.left(), middle + theme.px(top));
            Rect::from_min_size(corner, vec2(rect.width(), theme.px(height)))
        };
        let left = Fit::line(Align2::LEFT_CENTER);
        let welcome = self.texts.text("board-welcome");
        label(ui, theme, line(-80.0, 130.0), left, Type::extra_bold(92.0, theme.snow), &welcome);
        let wait = self.texts.text("board-please-wait");
        label(ui, theme, line(60.0, 90.0), left, Type::regular(50.0, theme.mist), &wait);
    }
}
