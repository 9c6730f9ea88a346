//! What is done seldom, the window's place, and what may be taken back or printed again.

use egui::{Align2, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_ui::layout::{grid, split_bottom, split_top};
use goiso_ui::widgets::{Look, key_hint, touchable};
use goiso_ui::{Fit, Type, paint_text};

use super::Scene;
use super::parts::Emphasis;
use crate::{Action, Counter, CounterAction, Panel, WindowAction, words};

/// The band in which something may be taken back, or a slip printed again, in design pixels.
const BAND: f32 = 96.0;

impl Scene<'_> {
    pub(super) fn more_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let help = if counter.view.help_since.is_some() {
            (CounterAction::EndHelp, "counter-help-end")
        } else {
            (CounterAction::AskHelp, "counter-help")
        };
        let mut cells = vec![
            (Self::at_counter(CounterAction::Show(Panel::CallNumber)), "counter-call-number", "G"),
            (Self::at_counter(CounterAction::Show(Panel::WalkIn)), "counter-walk-in", "W"),
            (Self::at_counter(help.0), help.1, "K"),
            (Self::at_counter(CounterAction::Close), "counter-close", "C"),
        ];
        if self.terminal.can_sign_out() {
            cells.push((Action::SignOut, "counter-sign-out", ""));
        }
        let (area, remaining) = split_top(rect, self.theme.px(330.0));
        let mut touched = None;
        for ((action, text, hint), cell) in cells.into_iter().zip(grid(area, 2, 3, self.theme.px(14.0))) {
            let text = self.texts.text(text);
            touched = touched.or(self.row_ui(ui, cell, action, Emphasis::Usual, (&text, hint)));
        }
        let (head, remaining) = split_top(remaining, self.theme.px(72.0));
        self.heading_ui(ui, head, &self.texts.text("counter-window-heading"));
        let (windows, remaining) = self.window_ui(ui, remaining);
        touched.or(windows).or(self.back_ui(ui, remaining))
    }

    /// Where the window stands; what is left below comes back too.
    fn window_ui(&self, ui: &Ui, rect: Rect) -> (Option<Action>, Rect) {
        let (upper, below) = self.panel_row(rect);
        let (lower, remaining) = self.panel_row(below);
        let chips = |pairs: &[(WindowAction, &str)]| {
            let chip = |(action, text): &(WindowAction, &str)| {
                let is_so = *action == WindowAction::ToggleOnTop && self.terminal.setup().is_on_top;
                let emphasis = if is_so { Emphasis::Chosen } else { Emphasis::Usual };
                (Action::Window(*action), emphasis, self.texts.text(text))
            };
            pairs.iter().map(chip).collect::<Vec<_>>()
        };
        let docks =
            [(WindowAction::DockLeft, "window-dock-left"), (WindowAction::DockRight, "window-dock-right")];
        let shapes = [
            (WindowAction::Wide, "window-wide"),
            (WindowAction::Mini, "window-mini"),
            (WindowAction::ToggleOnTop, "window-on-top"),
        ];
        let upper = self.chips_ui(ui, upper, chips(&docks));
        let lower = self.chips_ui(ui, lower, chips(&shapes));
        (upper.or(lower), remaining)
    }

    fn is_undo_shown(&self, counter: &Counter) -> bool {
        let is_open = counter.view.undo_until.is_some_and(|until| self.now < until);
        is_open && counter.panel() == Panel::Keys
    }

    /// Cuts the band in which something may be taken back, or a slip printed again, off the bottom of `body`.
    pub(super) fn without_band(&self, body: Rect, counter: &Counter) -> (Rect, Rect) {
        let is_shown = self.is_undo_shown(counter) || Self::is_reprint_shown(counter);
        split_bottom(body, if is_shown { self.theme.px(BAND) } else { 0.0 })
    }

    fn is_reprint_shown(counter: &Counter) -> bool {
        counter.lost_slip().is_some() && counter.panel() == Panel::Keys
    }

    /// "Hoàn tác việc vừa làm (4 s)", else "A005: phiếu chưa in được – in lại".
    pub(super) fn band_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        if let Some(until) = counter.view.undo_until.filter(|_| self.is_undo_shown(counter)) {
            let secs = (until.duration_since(self.now).as_millis() + 999) / 1000;
            let secs = i64::try_from(secs).unwrap_or(0);
            let text = self.texts.format("counter-undo", &[("secs", Value::from(secs))]);
            let short = self.texts.text("counter-undo-short");
            return self.band_button_ui(ui, rect, CounterAction::Undo, (&text, &short, "Z"));
        }
        let slip = counter.lost_slip().filter(|_| Self::is_reprint_shown(counter))?;
        let text = words::lost_slip(self.texts, slip);
        let short = self.texts.text("counter-reprint");
        self.band_button_ui(ui, rect, CounterAction::Reprint, (&text, &short, "I"))
    }

    fn band_button_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        action: CounterAction,
        (text, short, key): (&str, &str, &str),
    ) -> Option<Action> {
        let theme = self.theme;
        let action = Self::at_counter(action);
        let place = rect.shrink2(vec2(theme.px(32.0), theme.px(6.0)));
        let response = touchable(ui, theme, place, self.ability(&action), short);
        let look = Look { radius: 20.0, ..Look::chosen(theme) };
        self.face_ui(ui, place, look, &response);
        let inner = place.shrink2(vec2(theme.px(32.0), theme.px(8.0)));
        let hint = key_hint(ui, theme, inner, Align2::RIGHT_CENTER, Type::semi_bold(26.0, look.text), key);
        let words = inner.with_max_x(hint.left() - theme.px(16.0));
        let set = Type::semi_bold(32.0, look.text);
        paint_text(ui, theme, words, Fit::line(Align2::LEFT_CENTER), set, text);
        response.clicked().then_some(action)
    }
}
