//! The large place: the number that is called and where to.

use egui::{Align2, Color32, Rect, Ui, pos2, vec2};
use goiso_protocol::BoardCall;
use goiso_ui::layout::split_top;
use goiso_ui::widgets::{paint_star, pill};
use goiso_ui::{Fit, Type, label, paint_text};

use super::{MARGIN, Scene};
use crate::{Featured, Glow};

impl Scene<'_> {
    pub(super) fn spot_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.night);
        let inner = rect.shrink2(vec2(theme.px(MARGIN), 0.0));
        match self.board.featured(self.now) {
            Featured::Spotlight(call, Glow::Steady) => self.call_ui(ui, inner, call, theme.gold),
            Featured::Spotlight(call, Glow::Flash) | Featured::Calm(call) => {
                self.call_ui(ui, inner, call, theme.snow);
            }
            Featured::Nobody => self.nobody_ui(ui, inner),
        }
    }

    fn call_ui(&self, ui: &Ui, rect: Rect, call: &BoardCall, colour: Color32) {
        let theme = self.theme;
        let left = Fit::line(Align2::LEFT_CENTER);
        // The parts keep their shares on a screen that is higher than the design.
        let unit = rect.height() / 884.0;
        let (_, remaining) = split_top(rect, 32.0 * unit);
        let (caption, remaining) = split_top(remaining, 78.0 * unit);
        let (number, remaining) = split_top(remaining, 330.0 * unit);
        let (_, remaining) = split_top(remaining, 16.0 * unit);
        let (counter, remaining) = split_top(remaining, 150.0 * unit);
        let (_, remaining) = split_top(remaining, 20.0 * unit);
        let (service, remaining) = split_top(remaining, 62.0 * unit);
        let (place, remaining) = split_top(remaining, 56.0 * unit);

        let invite = self.texts.text("board-invite");
        paint_text(ui, theme, caption, left, Type::semi_bold(46.0, theme.mist), &invite);
        let large = Fit { shrink_min: 0.2, ..left };
        // Digits have neither marks nor tails, so that their line may reach over its neighbours.
        let number = number.expand2(vec2(0.0, 40.0 * unit));
        label(ui, theme, number, large, Type::extra_bold(334.0, colour), call.number.as_str());
        self.counter_ui(ui, counter, call, colour);
        let language = self.texts.language();
        let name = call.service_name.get(language);
        paint_text(ui, theme, service, left, Type::regular(44.0, theme.mist), name);
        paint_text(ui, theme, place, left, Type::regular(40.0, theme.mist), call.place.get(language));
        if call.is_last_call {
            let (_, remaining) = split_top(remaining, theme.px(8.0));
            let text = self.texts.text("board-last-call");
            let set = Type::semi_bold(40.0, theme.night);
            let (row, _) = split_top(remaining, theme.px(68.0));
            pill(ui, theme, row, Align2::LEFT_CENTER, theme.gold, set, &text);
        }
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

    fn nobody_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        let middle = rect.center().y;
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
