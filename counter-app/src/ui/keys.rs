//! The main button, the keys below it, and the panels that take their place.

use egui::{Align2, Rect, Ui, vec2};
use goiso_protocol::CounterState;
use goiso_ui::layout::{grid, split_top};
use goiso_ui::widgets::{Look, key_hint, touchable};
use goiso_ui::{Fit, Type, paint_text};

use super::Scene;
use super::parts::Emphasis;
use super::shortcuts::{OUTCOME_KEYS, PAUSES, keys, main_action};
use crate::{Action, Counter, CounterAction, Panel, words};

const GAP: f32 = 20.0;

/// More choices than these stand in two columns.
const ONE_COLUMN_MAX: usize = 5;

/// A row of a panel, in design pixels.
pub(super) const PANEL_ROW: f32 = 96.0;
pub(super) const PANEL_GAP: f32 = 14.0;

impl Scene<'_> {
    /// Call next, open or resume: the one thing that is usually next.
    pub(super) fn main_button_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let action = Self::at_counter(main_action(counter));
        let text = self.main_words(counter);
        let ability = self.ability(&action);
        let response = touchable(ui, theme, rect, ability, &text);
        let look = if ability.is_enabled() { Look::main(theme) } else { Look::main(theme).disabled(theme) };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(44.0), theme.px(10.0)));
        let hint =
            key_hint(ui, theme, inner, Align2::RIGHT_CENTER, Type::semi_bold(26.0, look.text), "Space");
        let words = inner.with_max_x(hint.left() - theme.px(20.0));
        let set = Type::extra_bold(52.0, look.text);
        paint_text(ui, theme, words, Fit::line(Align2::LEFT_CENTER), set, &text);
        response.clicked().then_some(action)
    }

    /// What the main button says.
    pub(super) fn main_words(&self, counter: &Counter) -> String {
        self.texts.text(match counter.view.state {
            CounterState::Closed => "counter-open",
            CounterState::Paused { .. } => "counter-resume",
            CounterState::Open { .. } => "counter-call-next",
        })
    }

    /// The six usual keys.
    pub(super) fn keys_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let cells = grid(rect, 3, 2, self.theme.px(GAP));
        let mut touched = None;
        for (key, cell) in keys(counter).into_iter().zip(cells) {
            let is_due = key.action == CounterAction::MarkAbsent && counter.is_absent_due();
            let emphasis = if is_due { Emphasis::Suggested } else { Emphasis::Usual };
            let text = self.texts.text(key.text);
            let action = Self::at_counter(key.action);
            touched = touched.or(self.key_ui(ui, cell, action, emphasis, (&text, key.hint)));
        }
        touched
    }

    /// A panel with its choices, and the way back.
    pub(super) fn panel_ui(&self, ui: &mut Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let title = self.texts.text(match counter.panel() {
            Panel::Keys => return None,
            Panel::Outcomes => "counter-outcomes",
            Panel::PauseReasons => "counter-pause-why",
            Panel::Hold => "counter-hold-why",
            Panel::Transfer => "counter-transfer-to",
            Panel::CallNumber => "counter-call-number",
            Panel::WalkIn => "counter-walk-in",
            Panel::More => "counter-more",
        });
        let (head, rows) = split_top(rect, self.theme.px(72.0));
        self.heading_ui(ui, head, &title);
        match counter.panel() {
            Panel::Keys => None,
            Panel::Outcomes => {
                let outcomes = counter.outcomes();
                let rows_of = outcomes.iter().zip(OUTCOME_KEYS).map(|(outcome, (_, hint))| {
                    let action = Self::at_counter(CounterAction::Finish(Some(outcome.id.clone())));
                    (action, words::outcome(self.texts, outcome), hint)
                });
                self.choices_ui(ui, rows, rows_of.collect())
            }
            Panel::PauseReasons => {
                let rows_of = PAUSES.map(|(reason, _, hint)| {
                    let action = Self::at_counter(CounterAction::Pause(reason));
                    (action, words::pause(self.texts, reason), hint)
                });
                self.choices_ui(ui, rows, rows_of.into())
            }
            Panel::Hold => self.hold_ui(ui, rows, counter),
            Panel::Transfer => self.transfer_ui(ui, rows, counter),
            Panel::CallNumber => self.call_number_ui(ui, rows, counter),
            Panel::WalkIn => self.walk_in_ui(ui, rows, counter),
            Panel::More => self.more_ui(ui, rows, counter),
        }
    }

    /// Rows to choose one of, the first one suggested, and the way back below them.
    pub(super) fn choices_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        choices: Vec<(Action, String, &str)>,
    ) -> Option<Action> {
        let n_columns = if choices.len() > ONE_COLUMN_MAX { 2 } else { 1 };
        let n_rows = choices.len().div_ceil(n_columns);
        let (row, gap) = (self.theme.px(PANEL_ROW), self.theme.px(PANEL_GAP));
        let (area, remaining) = split_top(rect, n_rows as f32 * (row + gap));
        let mut touched = None;
        let cells = grid(area.with_max_y(area.bottom() - gap), n_columns, n_rows, gap);
        for (idx, ((action, text, hint), cell)) in choices.into_iter().zip(cells).enumerate() {
            let emphasis = if idx == 0 { Emphasis::Suggested } else { Emphasis::Usual };
            touched = touched.or(self.row_ui(ui, cell, action, emphasis, (&text, hint)));
        }
        touched.or(self.back_ui(ui, remaining))
    }

    /// The way back to the usual keys.
    pub(super) fn back_ui(&self, ui: &Ui, rect: Rect) -> Option<Action> {
        let (place, _) = self.panel_row(rect);
        let action = Self::at_counter(CounterAction::Back);
        self.row_ui(ui, place, action, Emphasis::Usual, (&self.texts.text("counter-back"), "Esc"))
    }

    /// Cuts a row of a panel off the top.
    pub(super) fn panel_row(&self, rect: Rect) -> (Rect, Rect) {
        let (place, below) = split_top(rect, self.theme.px(PANEL_ROW));
        (place, below.with_min_y((below.top() + self.theme.px(PANEL_GAP)).min(below.bottom())))
    }
}
