//! The band at the top: whose hall it is, and what time it is there.

use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Ui, WidgetInfo, vec2};
use goiso_protocol::SoundState;
use goiso_ui::layout::{split_left, split_right};
use goiso_ui::{Fit, Type, icon_named, label, paint_icon, paint_text};
use jiff::tz::TimeZone;

use super::{MARGIN, Scene};
use crate::LinkState;

/// The room for a mark without words, in design pixels.
const MARK_WIDTH: f32 = 60.0;

impl Scene<'_> {
    pub(super) fn head_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.accent);
        let inner = rect.shrink2(vec2(theme.px(MARGIN), theme.px(7.0)));
        let (remaining, clock) = split_right(inner, theme.px(300.0));
        self.clock_ui(ui, clock);
        let names = self.marks_ui(ui, remaining);
        let Some(view) = self.board.view() else { return };
        let language = self.texts.language();
        let left = Fit { align: Align2::LEFT_CENTER, lines_max: 2, shrink_min: 0.3 };
        let unit = view.centre.unit.get(language).to_uppercase();
        let name = view.centre.name.get(language).to_uppercase();
        let (unit_set, name_set) =
            (Type::regular(26.0, theme.on_accent), Type::extra_bold(42.0, theme.on_accent));
        if unit.is_empty() {
            label(ui, theme, names, left, name_set, &name);
            return;
        }
        let (upper, lower) = names.split_top_bottom_at_fraction(0.35);
        // The marks of capitals reach a little out of their lines.
        let lower = lower.with_min_y(lower.top() + theme.px(6.0));
        paint_text(ui, theme, upper, left, unit_set, &unit);
        label(ui, theme, lower, left, name_set, &name);
    }

    fn clock_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        let zone = self.board.view().and_then(|view| TimeZone::get(&view.centre.zone).ok());
        // Without the centre's zone the machine's own is the best guess there is.
        let local = self.now.to_zoned(zone.unwrap_or_else(TimeZone::system));
        let (upper, lower) = rect.split_top_bottom_at_fraction(0.66);
        let right = Fit::line(Align2::RIGHT_CENTER);
        let time = self.texts.time(local.time());
        label(ui, theme, upper, right, Type::extra_bold(54.0, theme.on_accent), &time);
        let date = self.texts.date(local.date());
        paint_text(ui, theme, lower, right, Type::regular(26.0, theme.on_accent), &date);
    }

    /// What is wrong with this board itself, small: the hall can do nothing about it. The answer is the
    /// room that is left.
    fn marks_ui(&self, ui: &Ui, rect: Rect) -> Rect {
        let theme = self.theme;
        let mut remaining = rect;
        if self.board.link() != LinkState::Up {
            let (before, link) = split_right(remaining, theme.px(MARK_WIDTH + self.mark_words_width(rect)));
            self.mark_ui(ui, link, "cloud_off", "board-reconnecting");
            remaining = before;
        }
        match self.board.sound() {
            SoundState::Off | SoundState::Ready => {}
            SoundState::NoDevice | SoundState::NoPack | SoundState::Unknown => {
                let (before, sound) = split_right(remaining, theme.px(MARK_WIDTH));
                self.mark_ui(ui, sound, "volume_off", "board-silent");
                remaining = before;
            }
        }
        remaining
    }

    /// Words stand beside a mark only where they leave the name its room.
    fn mark_words_width(&self, rect: Rect) -> f32 {
        if rect.width() > self.theme.px(1000.0) { 270.0 } else { 0.0 }
    }

    fn mark_ui(&self, ui: &Ui, rect: Rect, icon: &str, words: &str) {
        let theme = self.theme;
        let side = theme.px(38.0);
        let (mark, words_rect) = split_left(rect, side + theme.px(14.0));
        let mark = Rect::from_center_size(mark.left_center() + vec2(side / 2.0, 0.0), vec2(side, side));
        let icon = icon_named(icon).expect("the icon is one of ours, as a test draws");
        paint_icon(ui, mark, icon, theme.on_accent);
        let text = self.texts.text(words);
        let id = ui.scope_id().with(("mark", words));
        let response = ui.interact(mark, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        if words_rect.width() > side {
            let set = Type::regular(28.0, theme.on_accent);
            paint_text(ui, theme, words_rect, Fit::line(Align2::LEFT_CENTER), set, &text);
        }
    }
}
