use egui::{Align2, Rect, Ui, Vec2, pos2};

use super::paint_star;
use crate::layout::{split_left, split_right};
use crate::{Fit, Theme, Type, label, paint_text};

/// What stands in the band at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// The unit above the centre, in small capitals; may be empty.
    pub unit: &'a str,
    /// The centre's name.
    pub name: &'a str,
    /// The time of day, `08:42`; may be empty.
    pub clock: &'a str,
    /// The date in words; may be empty.
    pub date: &'a str,
}

/// The band in the centre's colour: star, unit and name, time and date. Designed 220 design pixels high.
pub fn header(ui: &Ui, theme: &Theme, rect: Rect, content: Header<'_>) {
    ui.painter().rect_filled(rect, 0.0, theme.accent);
    let unit = rect.height() / 220.0;
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), 0.0)).translate(Vec2::new(0.0, 8.0 * unit));
    let disc = 52.0 * unit;
    let centre = pos2(inner.left() + disc, inner.center().y);
    ui.painter().circle_filled(centre, disc, theme.roundel);
    paint_star(ui.painter(), centre, disc * 0.48, theme.gold);

    // The header has its own scale: it may be lower than the design's on a low screen.
    let own = Theme { scale: unit, ..theme.clone() };
    let (_, right) = split_left(inner, disc * 2.0 + 32.0 * unit);
    let clock_width = if content.clock.is_empty() { 0.0 } else { (right.width() * 0.36).min(330.0 * unit) };
    let (names, clock) = split_right(right, clock_width);
    let names = names.with_max_x(names.right() - 12.0 * unit);
    names_ui(ui, &own, names, content);
    clock_ui(ui, &own, clock, content);
}

fn names_ui(ui: &Ui, own: &Theme, rect: Rect, content: Header<'_>) {
    let name = Type::extra_bold(39.0, own.on_accent);
    let lines = Fit { align: Align2::LEFT_CENTER, lines_max: 2, shrink_min: 0.5 };
    let name_room = rect.with_max_y(rect.top() + own.px(96.0));
    let name_height = lines.galley(ui, own, name_room, name, content.name).size().y;
    let unit_height = if content.unit.is_empty() { 0.0 } else { own.px(34.0) };
    let top = rect.center().y - f32::midpoint(name_height, unit_height);
    let unit_rect = Rect::from_min_size(pos2(rect.left(), top), Vec2::new(rect.width(), unit_height));
    let name_rect =
        Rect::from_min_size(unit_rect.left_bottom(), Vec2::new(rect.width(), name_height + own.px(2.0)));
    if unit_height > 0.0 {
        let small = Type::regular(26.0, own.on_accent);
        let capitals = content.unit.to_uppercase();
        paint_text(ui, own, unit_rect, Fit::line(Align2::LEFT_CENTER), small, &capitals);
    }
    label(ui, own, name_rect, lines, name, content.name);
}

fn clock_ui(ui: &Ui, own: &Theme, rect: Rect, content: Header<'_>) {
    let (time, date) = (rect.with_max_y(rect.center().y + own.px(14.0)), rect);
    let time = time.with_min_y(time.bottom() - own.px(62.0));
    let date = Rect::from_min_max(time.left_bottom(), date.max).with_max_y(time.bottom() + own.px(38.0));
    if !content.clock.is_empty() {
        let set = Type::extra_bold(52.0, own.on_accent);
        label(ui, own, time, Fit::line(Align2::RIGHT_CENTER), set, content.clock);
    }
    if !content.date.is_empty() {
        let set = Type::regular(26.0, own.on_accent);
        paint_text(ui, own, date, Fit::line(Align2::RIGHT_CENTER), set, content.date);
    }
}
