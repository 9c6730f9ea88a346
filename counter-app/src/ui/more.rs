//! What is done seldom: closing, leaving, and the window's place.

use egui::{Rect, Ui};

use super::Scene;
use super::parts::Emphasis;
use crate::{Action, CounterAction, WindowAction};

impl Scene<'_> {
    pub(super) fn more_ui(&self, ui: &Ui, rect: Rect) -> Option<Action> {
        let mut rows = vec![(Self::at_counter(CounterAction::Close), "counter-close", "C")];
        if self.terminal.can_sign_out() {
            rows.push((Action::SignOut, "counter-sign-out", ""));
        }
        let mut remaining = rect;
        let mut touched = None;
        for (action, text, hint) in rows {
            let (place, below) = self.panel_row(remaining);
            let text = self.texts.text(text);
            touched = touched.or(self.row_ui(ui, place, action, Emphasis::Usual, (&text, hint)));
            remaining = below;
        }
        let (head, remaining) = goiso_ui::layout::split_top(remaining, self.theme.px(72.0));
        self.heading_ui(ui, head, &self.texts.text("counter-window-heading"));
        let (windows, remaining) = self.window_ui(ui, remaining);
        touched.or(windows).or(self.back_ui(ui, remaining))
    }

    /// Where the window stands; what is left below comes back too.
    pub(super) fn window_ui(&self, ui: &Ui, rect: Rect) -> (Option<Action>, Rect) {
        let (first, below) = self.panel_row(rect);
        let (second, remaining) = self.panel_row(below);
        let chips = |pairs: [(WindowAction, &str); 2]| {
            pairs
                .map(|(action, text)| (Action::Window(action), Emphasis::Usual, self.texts.text(text)))
                .into()
        };
        let upper = self.chips_ui(
            ui,
            first,
            chips([
                (WindowAction::DockLeft, "window-dock-left"),
                (WindowAction::DockRight, "window-dock-right"),
            ]),
        );
        let (wide, mini) = (WindowAction::Wide, WindowAction::Mini);
        let lower = self.chips_ui(ui, second, chips([(wide, "window-wide"), (mini, "window-mini")]));
        let (third, remaining) = self.panel_row(remaining);
        let top = Action::Window(WindowAction::ToggleOnTop);
        let on_top = self.row_ui(ui, third, top, Emphasis::Usual, (&self.texts.text("window-on-top"), ""));
        (upper.or(lower).or(on_top), remaining)
    }
}
