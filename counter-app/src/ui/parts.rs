//! Parts that several screens are made of: keys, rows, tabs and fields.

use egui::{Align2, Rect, Response, StrokeKind, TextEdit, Ui, vec2};
use goiso_ui::widgets::{Ability, Look, key_hint, touchable};
use goiso_ui::{Fit, Theme, Type, Weight, label, paint_text};

use super::Scene;
use crate::Action;

/// How a key is painted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Emphasis {
    Usual,
    /// It is what should be done next.
    Suggested,
    /// It is the one main thing to do.
    Main,
    /// It is the chosen one of several.
    Chosen,
}

/// Whether what is typed is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Typing {
    Seen,
    Unseen,
}

impl Scene<'_> {
    fn look(&self, emphasis: Emphasis, ability: Ability) -> Look {
        let theme = self.theme;
        let usual = Look::plain(theme);
        let look = match emphasis {
            Emphasis::Usual => usual,
            Emphasis::Suggested => {
                Look { fill: theme.gold_tint, fill_active: theme.gold_tint, border: theme.gold, ..usual }
            }
            Emphasis::Main => Look::main(theme),
            Emphasis::Chosen => Look::chosen(theme),
        };
        // What is chosen is seen to be, also where it cannot be changed now.
        if ability.is_enabled() || emphasis == Emphasis::Chosen { look } else { look.disabled(theme) }
    }

    /// Paints the ground of something touchable.
    pub(super) fn face_ui(&self, ui: &Ui, rect: Rect, look: Look, response: &Response) {
        let theme = self.theme;
        let is_active = response.hovered() || response.is_pointer_button_down_on();
        let fill = if is_active { look.fill_active } else { look.fill };
        let radius = theme.px(look.radius).min(rect.height() / 2.0);
        ui.painter().rect(rect, radius, fill, theme.stroke(2.0, look.border), StrokeKind::Inside);
    }

    /// A key: its word over the name of the key of the keyboard.
    pub(super) fn key_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        action: Action,
        emphasis: Emphasis,
        (text, key): (&str, &str),
    ) -> Option<Action> {
        let theme = self.theme;
        let ability = self.ability(&action);
        let response = touchable(ui, theme, rect, ability, text);
        let look = self.look(emphasis, ability);
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(12.0), theme.px(16.0)));
        let (upper, lower) = inner.split_top_bottom_at_fraction(0.6);
        let centre = Fit::lines(Align2::CENTER_CENTER, 2);
        paint_text(ui, theme, upper, centre, Type::semi_bold(30.0, look.text), text);
        let hint = if emphasis == Emphasis::Usual && ability.is_enabled() { theme.muted } else { look.text };
        paint_text(ui, theme, lower, Fit::line(Align2::CENTER_CENTER), Type::regular(24.0, hint), key);
        response.clicked().then_some(action)
    }

    /// A row to touch: its words at the left, the name of the key at the right, if it has one.
    pub(super) fn row_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        action: Action,
        emphasis: Emphasis,
        (text, key): (&str, &str),
    ) -> Option<Action> {
        let theme = self.theme;
        let ability = self.ability(&action);
        let response = touchable(ui, theme, rect, ability, text);
        let look = Look { radius: Theme::RADIUS * 0.8, ..self.look(emphasis, ability) };
        self.face_ui(ui, rect, look, &response);
        let mut inner = rect.shrink2(vec2(theme.px(28.0), theme.px(6.0)));
        if !key.is_empty() {
            let set = Type::semi_bold(24.0, look.text);
            let hint = key_hint(ui, theme, inner, Align2::RIGHT_CENTER, set, key);
            inner = inner.with_max_x(hint.left() - theme.px(16.0));
        }
        let set = Type::semi_bold(30.0, look.text);
        paint_text(ui, theme, inner, Fit::lines(Align2::LEFT_CENTER, 2), set, text);
        response.clicked().then_some(action)
    }

    /// A round-ended choice, as wide as its rectangle.
    pub(super) fn chip_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        action: Action,
        emphasis: Emphasis,
        text: &str,
    ) -> Option<Action> {
        let theme = self.theme;
        let ability = self.ability(&action);
        let response = touchable(ui, theme, rect, ability, text);
        let look = Look { radius: 1000.0, ..self.look(emphasis, ability) };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(20.0), theme.px(4.0)));
        let set = Type::semi_bold(26.0, look.text);
        let fit = Fit { shrink_min: 0.45, ..Fit::lines(Align2::CENTER_CENTER, 2) };
        paint_text(ui, theme, inner, fit, set, text);
        response.clicked().then_some(action)
    }

    /// Chips side by side in `rect`, all as wide.
    pub(super) fn chips_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        chips: Vec<(Action, Emphasis, String)>,
    ) -> Option<Action> {
        let cells = goiso_ui::layout::grid(rect, chips.len(), 1, self.theme.px(12.0));
        let mut touched = None;
        for ((action, emphasis, text), cell) in chips.into_iter().zip(cells) {
            touched = touched.or(self.chip_ui(ui, cell, action, emphasis, &text));
        }
        touched
    }

    /// A heading over a part of a screen.
    pub(super) fn heading_ui(&self, ui: &Ui, rect: Rect, text: &str) {
        let set = Type::extra_bold(36.0, self.theme.ink);
        label(ui, self.theme, rect, Fit::line(Align2::LEFT_CENTER), set, text);
    }

    /// A field to type in, under its name. What has been typed comes back when it changes.
    pub(super) fn field_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        name: &str,
        typed: &str,
        typing: Typing,
    ) -> (Response, Option<String>) {
        let theme = self.theme;
        let (above, field) = goiso_ui::layout::split_top(rect, theme.px(44.0));
        let set = Type::regular(28.0, theme.muted);
        let named = label(ui, theme, above, Fit::line(Align2::LEFT_CENTER), set, name);
        let field = field.with_max_y(field.top() + theme.px(84.0));
        ui.painter().rect(
            field,
            theme.px(Theme::RADIUS * 0.7),
            theme.card,
            theme.stroke(2.0, theme.line),
            StrokeKind::Inside,
        );
        let mut text = typed.to_owned();
        let font = theme.font(Weight::SemiBold, 36.0);
        let edit = TextEdit::singleline(&mut text)
            .id(ui.scope_id().with(("field", name)))
            .password(typing == Typing::Unseen)
            .frame(egui::Frame::NONE)
            .font(font)
            .text_color(theme.ink)
            .margin(egui::Margin::ZERO)
            .align(Align2::LEFT_CENTER);
        let inner = field.shrink2(vec2(theme.px(24.0), theme.px(12.0)));
        let response = ui.put(inner, edit).labelled_by(named.id);
        if response.has_focus() {
            let ring = theme.stroke(4.0, theme.ink);
            ui.painter().rect_stroke(field, theme.px(Theme::RADIUS * 0.7), ring, StrokeKind::Outside);
        }
        let changed = (text != typed).then_some(text);
        (response, changed)
    }
}
