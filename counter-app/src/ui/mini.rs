//! One row for officials who work in another program: the number, next, again.

use egui::{Align2, Rect, Ui, pos2, vec2};
use goiso_i18n::Value;
use goiso_protocol::TicketStage;
use goiso_ui::layout::{centred, split_left, split_right};
use goiso_ui::widgets::{Banner, Look, touchable};
use goiso_ui::{Fit, Theme, Type, icon_named, label, paint_icon, paint_text};

use super::Scene;
use super::parts::Emphasis;
use super::shortcuts::main_action;
use crate::{Action, Counter, CounterAction, WindowAction, words};

impl Scene<'_> {
    pub(super) fn mini_ui(&self, ui: &Ui, whole: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        ui.painter().rect_filled(whole, 0.0, theme.card);
        let inner = whole.shrink2(vec2(theme.px(20.0), theme.px(14.0)));
        let (number, keys) = split_left(inner, theme.px(260.0));
        self.mini_number_ui(ui, number, counter);
        let (keys, dot) = split_right(keys, theme.px(40.0));
        self.link_dot_ui(ui, pos2(dot.right() - theme.px(14.0), dot.center().y));
        let (keys, larger) = split_right(keys, theme.px(96.0));
        let gap = theme.px(14.0);
        let main_width = (keys.width() - gap * 2.0) * 0.62;
        let (main, again) = split_left(keys, main_width);
        let again = again.with_min_x(again.left() + gap).with_max_x(again.right() - gap);
        let main = self.mini_main_ui(ui, main, counter);
        let again = self.mini_again_ui(ui, again, counter);
        let larger = self.mini_larger_ui(ui, larger, counter);
        main.or(again).or(larger)
    }

    /// The way to a larger window. Where something is to be told, it stands out and says what: the row has no room for it.
    fn mini_larger_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let action = Action::Window(WindowAction::DockRight);
        let larger = self.texts.text("window-larger");
        let Some((kind, icon, text)) = self.told(counter).into_iter().next() else {
            return self.bar_button_ui(ui, rect, "open_in_full", &larger, action);
        };
        let response = touchable(ui, theme, rect, self.ability(&action), &text);
        let plain = Look::plain(theme);
        let look = match kind {
            Banner::Fault => {
                Look { fill: theme.accent, fill_active: theme.accent, text: theme.on_accent, ..plain }
            }
            Banner::Notice => {
                Look { fill: theme.gold_tint, fill_active: theme.gold_tint, border: theme.gold, ..plain }
            }
        };
        self.face_ui(ui, rect, look, &response);
        let icon = icon_named(icon).expect("the icon is one of ours, as a test draws");
        paint_icon(ui, centred(rect, rect.size() * 0.7), icon, look.text);
        response.on_hover_text(text).clicked().then_some(action)
    }

    fn mini_number_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) {
        let theme = self.theme;
        let left = Fit::line(Align2::LEFT_CENTER);
        if let Some(refusal) = self.terminal.refusal(self.now) {
            let words = self.texts.refusal(&refusal.code, &refusal.values);
            let lines = Fit { shrink_min: 0.4, ..Fit::lines(Align2::LEFT_CENTER, 4) };
            label(ui, theme, rect, lines, Type::semi_bold(30.0, theme.accent), &words);
            return;
        }
        let (big, small) = rect.split_top_bottom_at_fraction(0.64);
        let view = &counter.view;
        let waiting = self.texts.format("counter-waiting", &[("n", Value::from(view.n_waiting))]);
        let (number, colour, below) = match &view.current {
            Some(current) => {
                let is_called = current.stage == TicketStage::Called;
                let colour = if is_called { theme.accent } else { theme.ink };
                let calls = [("n", Value::from(current.n_calls)), ("max", Value::from(view.calls_max))];
                let calls = self.texts.format("counter-calls", &calls);
                let below = if is_called { calls } else { self.running(current) };
                (current.number.to_string(), colour, below)
            }
            None => (words::state(self.texts, &view.state), theme.muted, waiting),
        };
        label(ui, theme, big, left, Type::extra_bold(58.0, colour), &number);
        paint_text(ui, theme, small, left, Type::regular(24.0, theme.muted), &below);
    }

    fn mini_main_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let action = Self::at_counter(main_action(counter));
        let short = self.texts.text(match main_action(counter) {
            CounterAction::CallNext => "counter-next-short",
            _ => "counter-open-short",
        });
        self.mini_key_ui(ui, rect, action, Emphasis::Main, &short)
    }

    fn mini_again_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let (action, text, emphasis) = if counter.view.undo_until.is_some_and(|until| self.now < until) {
            (CounterAction::Undo, "counter-undo-short", Emphasis::Suggested)
        } else if counter.is_absent_due() {
            (CounterAction::MarkAbsent, "counter-absent", Emphasis::Suggested)
        } else {
            (CounterAction::Recall, "counter-recall", Emphasis::Usual)
        };
        self.mini_key_ui(ui, rect, Self::at_counter(action), emphasis, &self.texts.text(text))
    }

    fn mini_key_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        action: Action,
        emphasis: Emphasis,
        text: &str,
    ) -> Option<Action> {
        self.chip_ui(ui, rect, action, emphasis, text)
    }

    /// A seat without a mini row: the way back to a larger window.
    pub(super) fn too_low_ui(&self, ui: &Ui, whole: Rect) -> Option<Action> {
        let theme = self.theme;
        let text = self.texts.text("window-larger");
        let action = Action::Window(WindowAction::DockRight);
        let rect = whole.shrink(theme.px(14.0));
        let response = touchable(ui, theme, rect, self.ability(&action), &text);
        self.face_ui(ui, rect, Look::plain(theme), &response);
        let (mark, words) = split_left(rect.shrink(theme.px(16.0)), theme.px(72.0));
        let icon = icon_named("open_in_full").expect("the icon is one of ours, as a test draws");
        let side = mark.height().min(theme.px(Theme::TOUCH_MIN * 0.7));
        paint_icon(ui, Rect::from_center_size(mark.center(), vec2(side, side)), icon, theme.ink);
        let set = Type::semi_bold(30.0, theme.ink);
        paint_text(ui, theme, words, Fit::line(Align2::LEFT_CENTER), set, &text);
        response.clicked().then_some(action)
    }
}
