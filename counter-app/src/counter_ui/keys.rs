//! The main button and the keys below it.

use egui::{Align2, Rect, Response, StrokeKind, Ui, vec2};
use goiso_ui::layout::grid;
use goiso_ui::widgets::{Ability, Look, key_hint, touchable};
use goiso_ui::{Fit, Type, paint_text};

use super::Scene;
use super::shortcuts::{KEYS, PAUSES, main_action};
use crate::{Action, Panel, words};

const GAP: f32 = 20.0;

/// How a key is painted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    Usual,
    /// It is what should be done next.
    Suggested,
}

impl Scene<'_> {
    /// Call next, open or resume: the one thing that is usually next.
    pub(super) fn main_button_ui(&self, ui: &Ui, rect: Rect) -> Option<Action> {
        let theme = self.theme;
        let action = main_action(self.counter);
        let text = self.texts.text(match (action, self.is_paused()) {
            (Action::Open, true) => "counter-resume",
            (Action::Open, false) => "counter-open",
            _ => "counter-call-next",
        });
        let ability = Ability::when(self.counter.can(action, self.now));
        let response = touchable(ui, theme, rect, ability, &text);
        let look = if ability.is_enabled() { Look::main(theme) } else { Look::main(theme).disabled(theme) };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(44.0), theme.px(10.0)));
        let hint =
            key_hint(ui, theme, inner, Align2::RIGHT_CENTER, Type::semi_bold(26.0, look.text), "Space");
        let words = inner.with_max_x(hint.left() - theme.px(20.0));
        paint_text(
            ui,
            theme,
            words,
            Fit::line(Align2::LEFT_CENTER),
            Type::extra_bold(52.0, look.text),
            &text,
        );
        response.clicked().then_some(action)
    }

    /// The six usual keys, or the reasons for a pause.
    pub(super) fn keys_ui(&self, ui: &Ui, rect: Rect) -> Option<Action> {
        let cells = grid(rect, 3, 2, self.theme.px(GAP));
        match self.counter.panel() {
            Panel::Keys => KEYS
                .iter()
                .zip(cells)
                .map(|((action, _, key, text), cell)| {
                    let is_due = *action == Action::MarkAbsent && self.counter.is_absent_due();
                    let emphasis = if is_due { Emphasis::Suggested } else { Emphasis::Usual };
                    self.key_ui(ui, cell, *action, emphasis, (&self.texts.text(text), key))
                })
                .fold(None, Option::or),
            Panel::PauseReasons => {
                let chosen = PAUSES.iter().zip(&cells).map(|((reason, _, key), cell)| {
                    let text = words::pause(self.texts, *reason);
                    self.key_ui(ui, *cell, Action::Pause(*reason), Emphasis::Usual, (&text, key))
                });
                let chosen = chosen.fold(None, Option::or);
                let last = cells[4].union(cells[5]);
                let back = self.texts.text("counter-back");
                chosen.or(self.key_ui(ui, last, Action::Back, Emphasis::Usual, (&back, "Esc")))
            }
        }
    }

    fn key_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        action: Action,
        emphasis: Emphasis,
        (text, key): (&str, &str),
    ) -> Option<Action> {
        let theme = self.theme;
        let ability = Ability::when(self.counter.can(action, self.now));
        let response = touchable(ui, theme, rect, ability, text);
        let usual = Look::plain(theme);
        let look = match (ability, emphasis) {
            (Ability::Disabled, _) => usual.disabled(theme),
            (Ability::Enabled, Emphasis::Usual) => usual,
            (Ability::Enabled, Emphasis::Suggested) => {
                Look { fill: theme.gold_tint, fill_active: theme.gold_tint, border: theme.gold, ..usual }
            }
        };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(12.0), theme.px(22.0)));
        let (upper, lower) = inner.split_top_bottom_at_fraction(0.58);
        let centre = Fit::line(Align2::CENTER_CENTER);
        paint_text(ui, theme, upper, centre, Type::semi_bold(30.0, look.text), text);
        let hint = if ability.is_enabled() { theme.muted } else { look.text };
        paint_text(ui, theme, lower, centre, Type::regular(24.0, hint), key);
        response.clicked().then_some(action)
    }

    fn face_ui(&self, ui: &Ui, rect: Rect, look: Look, response: &Response) {
        let theme = self.theme;
        let is_active = response.hovered() || response.is_pointer_button_down_on();
        let fill = if is_active { look.fill_active } else { look.fill };
        let stroke = theme.stroke(2.0, look.border);
        ui.painter().rect(rect, theme.px(look.radius), fill, stroke, StrokeKind::Inside);
    }
}
