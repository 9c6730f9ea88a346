use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, StrokeKind, Ui, Vec2, WidgetInfo, pos2};

use crate::layout::split_left;
use crate::{Fit, Icon, Theme, Type, label, paint_icon, paint_text};

/// A white card with a thin border.
pub fn card(ui: &Ui, theme: &Theme, rect: Rect) {
    let radius = theme.px(Theme::RADIUS);
    ui.painter().rect(rect, radius, theme.card, theme.stroke(3.0, theme.line), StrokeKind::Inside);
}

/// A round-ended mark with a short text, as wide as the text needs, placed in `rect` by `align`. `set`
/// brings size and colour; the answer is where it stands.
pub fn pill(ui: &Ui, theme: &Theme, rect: Rect, align: Align2, fill: Color32, set: Type, text: &str) -> Rect {
    let padding = Vec2::new(theme.px(set.size * 0.75), theme.px(set.size * 0.18));
    let room = Rect::from_min_size(rect.min, (rect.size() - 2.0 * padding).max(Vec2::ZERO));
    let size = Fit::line(align).galley(ui, theme, room, set, text).size() + 2.0 * padding;
    let place = align.align_size_within_rect(size, rect);
    ui.painter().rect_filled(place, place.height() / 2.0, fill);
    label(ui, theme, place.shrink2(padding * 0.9), Fit::line(Align2::CENTER_CENTER), set, text);
    place
}

/// A key's name in a thin frame, in the colour of the text it stands beside.
pub fn key_hint(ui: &Ui, theme: &Theme, rect: Rect, align: Align2, set: Type, key: &str) -> Rect {
    let padding = Vec2::new(theme.px(set.size * 0.6), theme.px(set.size * 0.15));
    let size = Fit::line(align).galley(ui, theme, rect, set, key).size() + 2.0 * padding;
    let place = align.align_size_within_rect(size, rect);
    let border = theme.stroke(1.5, set.colour.gamma_multiply(0.7));
    ui.painter().rect_stroke(place, theme.px(set.size * 0.3), border, StrokeKind::Inside);
    paint_text(ui, theme, place.shrink2(padding * 0.9), Fit::line(Align2::CENTER_CENTER), set, key);
    place
}

/// A dot that tells how a thing is; `text` says the same to those who do not see the colour.
pub fn status_dot(
    ui: &Ui,
    theme: &Theme,
    centre: egui::Pos2,
    radius: f32,
    colour: Color32,
    text: &str,
) -> Response {
    let radius = theme.px(radius);
    ui.painter().circle_filled(centre, radius, colour);
    let rect = Rect::from_center_size(centre, Vec2::splat(radius * 3.0));
    let response = ui.interact(rect, ui.scope_id().with(("dot", text)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response.on_hover_text(text)
}

/// How a banner looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Banner {
    /// The line is down, or nothing works: ink.
    Fault,
    /// Something to know before going on: pale gold.
    Notice,
}

/// A band with a pictogram and a sentence over the whole width, designed 96 design pixels high.
pub fn banner(ui: &Ui, theme: &Theme, rect: Rect, kind: Banner, icon: Icon, text: &str) {
    let (fill, colour, mark) = match kind {
        Banner::Fault => (theme.ink, theme.paper, theme.fault_mark),
        Banner::Notice => (theme.gold_tint, theme.gold_ink, theme.gold_ink),
    };
    ui.painter().rect_filled(rect, 0.0, fill);
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), theme.px(6.0)));
    let side = (inner.height() * 0.62).min(theme.px(52.0));
    let (mark_rect, text_rect) = split_left(inner, side + theme.px(22.0));
    let mark_rect =
        Rect::from_center_size(pos2(mark_rect.left() + side / 2.0, inner.center().y), Vec2::splat(side));
    paint_icon(ui, mark_rect, icon, mark);
    let set = Type::semi_bold(32.0, colour);
    label(ui, theme, text_rect, Fit::lines(Align2::LEFT_CENTER, 2), set, text);
}

/// A bar of which `share` (0 to 1) is filled with `colour`.
pub fn progress(ui: &Ui, theme: &Theme, rect: Rect, share: f32, colour: Color32) {
    let radius = rect.height() / 2.0;
    ui.painter().rect_filled(rect, radius, theme.line);
    let width = rect.width() * share.clamp(0.0, 1.0);
    if width >= rect.height() {
        ui.painter().rect_filled(rect.with_max_x(rect.left() + width), radius, colour);
    }
}
