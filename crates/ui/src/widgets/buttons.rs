use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::{Fit, Icon, Theme, Type, paint_icon, paint_text};

/// Whether something can be touched now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    /// It can.
    Enabled,
    /// It is shown, and cannot.
    Disabled,
}

impl Ability {
    /// Enabled if it holds.
    pub fn when(is_possible: bool) -> Self {
        if is_possible { Self::Enabled } else { Self::Disabled }
    }

    /// Whether it can be touched.
    pub fn is_enabled(self) -> bool {
        self == Self::Enabled
    }
}

/// How a button is painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Background.
    pub fill: Color32,
    /// Background while pressed or pointed at.
    pub fill_active: Color32,
    /// Border.
    pub border: Color32,
    /// Text and pictogram.
    pub text: Color32,
    /// Rounding in design pixels.
    pub radius: f32,
}

impl Look {
    /// The one main thing to do on a screen.
    pub fn main(theme: &Theme) -> Self {
        Self {
            fill: theme.accent,
            fill_active: theme.accent_deep,
            border: theme.accent,
            text: theme.on_accent,
            radius: Theme::RADIUS,
        }
    }

    /// A second thing to do, in the main colour on card.
    pub fn outline(theme: &Theme) -> Self {
        Self {
            fill: theme.card,
            fill_active: theme.accent_tint,
            border: theme.accent,
            text: theme.accent,
            radius: Theme::RADIUS,
        }
    }

    /// Any other thing to do: ink on card.
    pub fn plain(theme: &Theme) -> Self {
        Self {
            fill: theme.card,
            fill_active: theme.accent_tint,
            border: theme.line,
            text: theme.ink,
            radius: Theme::RADIUS,
        }
    }

    /// The chosen one of several.
    pub fn chosen(theme: &Theme) -> Self {
        Self {
            fill: theme.ink,
            fill_active: theme.ink,
            border: theme.ink,
            text: theme.paper,
            ..Self::plain(theme)
        }
    }

    /// The same, shown as not possible now.
    #[must_use]
    pub fn disabled(self, theme: &Theme) -> Self {
        Self { fill: theme.paper, fill_active: theme.paper, border: theme.line, text: theme.muted, ..self }
    }
}

/// Makes a rectangle touchable under a label, and paints nothing but the focus ring: for cards with
/// several texts. The label is what screen readers say and tests look for.
pub fn touchable(ui: &Ui, theme: &Theme, rect: Rect, ability: Ability, label: &str) -> Response {
    let sense = if ability.is_enabled() { Sense::click() } else { Sense::hover() };
    // In what moves, a thing stays the same thing.
    let at = (rect.min - ui.max_rect().min).round();
    let id = ui.scope_id().with(("button", label, at.x.to_bits(), at.y.to_bits()));
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ability.is_enabled(), label));
    paint_focus(ui, theme, rect, &response);
    response
}

/// Paints the ring around what the keyboard would press.
pub fn paint_focus(ui: &Ui, theme: &Theme, rect: Rect, response: &Response) {
    if response.has_focus() {
        let ring = Stroke::new(theme.px(5.0).max(2.0), theme.ink);
        let radius = theme.px(Theme::RADIUS + 6.0);
        ui.painter().rect_stroke(rect.expand(theme.px(6.0)), radius, ring, StrokeKind::Outside);
    }
}

/// A button painted as `look`, with a text set as `set` (its colour gives way to the look's) and possibly
/// a pictogram before it.
pub fn button_at(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    (look, ability): (Look, Ability),
    set: Type,
    (icon, text): (Option<Icon>, &str),
) -> Response {
    let response = touchable(ui, theme, rect, ability, text);
    let look = if ability.is_enabled() { look } else { look.disabled(theme) };
    let is_active = ability.is_enabled() && (response.hovered() || response.is_pointer_button_down_on());
    let fill = if is_active { look.fill_active } else { look.fill };
    let radius = theme.px(look.radius).min(rect.height() / 2.0);
    ui.painter().rect(rect, radius, fill, theme.stroke(3.0, look.border), StrokeKind::Inside);
    let set = Type { colour: look.text, ..set };
    let inner = rect.shrink2(egui::vec2(theme.px(20.0).min(rect.width() * 0.1), theme.px(6.0)));
    let Some(icon) = icon else {
        paint_text(ui, theme, inner, Fit::line(Align2::CENTER_CENTER), set, text);
        return response;
    };
    let side = theme.px(set.size * 1.25);
    let gap = theme.px(set.size * 0.4);
    let room = Rect::from_min_max(inner.min + egui::vec2(side + gap, 0.0), inner.max);
    let galley = Fit::line(Align2::LEFT_CENTER).galley(ui, theme, room, set, text);
    let width = side + gap + galley.size().x;
    let left = inner.center().x - width / 2.0;
    let icon_rect =
        Rect::from_center_size(egui::pos2(left + side / 2.0, inner.center().y), egui::Vec2::splat(side));
    paint_icon(ui, icon_rect, icon, look.text);
    let text_rect = Rect::from_min_max(egui::pos2(left + side + gap, inner.top()), inner.max);
    paint_text(ui, theme, text_rect, Fit::line(Align2::LEFT_CENTER), set, text);
    response
}

/// The usual text of a large button.
pub fn big_button_font(theme: &Theme) -> Type {
    Type::extra_bold(46.0, theme.on_accent)
}

/// The main button of a screen.
pub fn big_button(ui: &Ui, theme: &Theme, rect: Rect, ability: Ability, text: &str) -> Response {
    button_at(ui, theme, rect, (Look::main(theme), ability), big_button_font(theme), (None, text))
}

/// A second button, with a border in the main colour.
pub fn outline_button(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    ability: Ability,
    content: (Option<Icon>, &str),
) -> Response {
    let set = Type::semi_bold(34.0, theme.accent);
    button_at(ui, theme, rect, (Look::outline(theme), ability), set, content)
}

/// A round-ended button for one of several choices such as languages.
pub fn pill_button(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    look: Look,
    content: (Option<Icon>, &str),
) -> Response {
    let round = Look { radius: 1000.0, ..look };
    let set = Type::regular(28.0, look.text);
    button_at(ui, theme, rect, (round, Ability::Enabled), set, content)
}
