//! The band at the top: whose hall it is, and what time it is there.

use egui::{Align2, Rect, Ui, vec2};
use goiso_ui::layout::{split_left, split_right};
use goiso_ui::{Fit, Type, icon_named, label, paint_icon, paint_text};
use jiff::tz::TimeZone;

use super::{MARGIN, Scene};
use crate::LinkState;

impl Scene<'_> {
    pub(super) fn head_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.accent);
        let inner = rect.shrink2(vec2(theme.px(MARGIN), theme.px(10.0)));
        let (remaining, clock) = split_right(inner, theme.px(300.0));
        self.clock_ui(ui, clock);
        let (names, link) = split_right(remaining, theme.px(330.0));
        if self.board.link() != LinkState::Up {
            self.link_ui(ui, link);
        }
        let Some(view) = self.board.view() else { return };
        let language = self.texts.language();
        let left = Fit::line(Align2::LEFT_CENTER);
        let unit = view.centre.unit.get(language).to_uppercase();
        let name = view.centre.name.get(language).to_uppercase();
        let (unit_set, name_set) =
            (Type::regular(26.0, theme.on_accent), Type::extra_bold(44.0, theme.on_accent));
        if unit.is_empty() {
            label(ui, theme, names, left, name_set, &name);
            return;
        }
        let (upper, lower) = names.split_top_bottom_at_fraction(0.36);
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

    /// A small word that the line is down: the hall can do nothing about it.
    fn link_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        let side = theme.px(34.0);
        let (mark, words) = split_left(rect, side + theme.px(14.0));
        let mark = Rect::from_center_size(mark.left_center() + vec2(side / 2.0, 0.0), vec2(side, side));
        let icon = icon_named("cloud_off").expect("the icon is one of ours, as a test draws");
        paint_icon(ui, mark, icon, theme.on_accent);
        let set = Type::regular(28.0, theme.on_accent);
        let text = self.texts.text("board-reconnecting");
        label(ui, theme, words, Fit::line(Align2::LEFT_CENTER), set, &text);
    }
}
