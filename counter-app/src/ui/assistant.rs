//! Taking numbers for people in the hall.

use egui::{Align2, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::{KioskService, Seat, ServiceState};
use goiso_ui::layout::{grid, split_top};
use goiso_ui::widgets::{Look, card, touchable};
use goiso_ui::{Fit, Theme, Type, label, paint_text};

use super::cells::Cells;
use super::parts::Emphasis;
use super::{Scene, Shape};
use crate::{Action, Assistant, AssistantAction, DeskAction, words};

impl Scene<'_> {
    pub(super) fn assistant_ui(&self, ui: &mut Ui, whole: Rect, assistant: &Assistant) -> Option<Action> {
        if self.shape == Shape::Mini {
            return self.too_low_ui(ui, whole);
        }
        let theme = self.theme;
        let messages = self.common_messages();
        let (body, banners) = self.without_banners(self.below_bar(whole), &messages);
        let inner = body.shrink2(vec2(theme.px(48.0), theme.px(28.0)));
        let (taken, remaining) = split_top(inner, theme.px(176.0));
        self.taken_ui(ui, taken, assistant);
        let (classes, remaining) =
            self.choice_rows_ui(ui, remaining, &self.class_chips(assistant), "assistant-class");
        let (kiosks, remaining) =
            self.choice_rows_ui(ui, remaining, &self.kiosk_chips(assistant), "assistant-print-at");
        let (_, services) = split_top(remaining, theme.px(20.0));
        let service = self.services_ui(ui, services, assistant);
        self.veil_ui(ui, body);
        self.banners_ui(ui, banners, &messages);
        let left_the_seat = self.seat_bar_ui(ui, whole, "seat-assistant", Seat::Supervisor);
        left_the_seat.or(classes).or(kiosks).or(service)
    }

    /// The bar of a seat that is not at a counter: who sits here, the way to the other seat, the way out. It is drawn
    /// after all else: the tabulator must not begin with the way out.
    pub(super) fn seat_bar_ui(&self, ui: &Ui, whole: Rect, title: &str, other: Seat) -> Option<Action> {
        let to_other = Action::Desk(DeskAction::Take(other));
        let can_switch = self.terminal.role() == Some(goiso_protocol::OfficialRole::Supervisor);
        let buttons =
            self.bar_ui(ui, whole, &self.texts.text(title), &self.who(), if can_switch { 2 } else { 1 });
        let switch = buttons.get(1).and_then(|rect| {
            let (icon, text) = match other {
                Seat::Supervisor => ("groups", "seat-supervisor"),
                Seat::Assistant | Seat::Counter { .. } => ("support_agent", "seat-assistant"),
            };
            self.bar_button_ui(ui, *rect, icon, &self.texts.text(text), to_other)
        });
        let text = self.texts.text("counter-sign-out");
        let out = self.bar_button_ui(ui, buttons[0], "logout", &text, Action::SignOut);
        out.or(switch)
    }

    fn taken_ui(&self, ui: &Ui, rect: Rect, assistant: &Assistant) {
        let theme = self.theme;
        card(ui, theme, rect);
        let inner = rect.shrink2(vec2(theme.px(36.0), theme.px(16.0)));
        let left = Fit::line(Align2::LEFT_CENTER);
        let Some(ticket) = assistant.taken().first() else {
            let set = Type::regular(34.0, theme.muted);
            let lines = Fit::lines(Align2::LEFT_CENTER, 2);
            label(ui, theme, inner, lines, set, &self.texts.text("assistant-hint"));
            return;
        };
        let (number, words) = inner.split_left_right_at_fraction(0.42);
        label(ui, theme, number, left, Type::extra_bold(110.0, theme.accent), ticket.number.as_str());
        let (upper, lower) = words.split_top_bottom_at_fraction(0.5);
        let name = ticket.service_name.get(self.texts.language());
        label(ui, theme, upper, Fit::lines(Align2::LEFT_BOTTOM, 2), Type::semi_bold(30.0, theme.ink), name);
        let ahead = self.texts.format("assistant-ahead", &[("n", Value::from(ticket.ahead))]);
        let printing = if ticket.is_printing { "assistant-printing" } else { "assistant-not-printing" };
        let detail = format!("{ahead} · {}", self.texts.text(printing));
        label(ui, theme, lower, Fit::lines(Align2::LEFT_TOP, 2), Type::regular(26.0, theme.muted), &detail);
    }

    fn class_chips(&self, assistant: &Assistant) -> Vec<(Action, Emphasis, String)> {
        let language = self.texts.language();
        let chip = |class: Option<&goiso_protocol::ClassInfo>| {
            let id = class.map(|class| class.id.clone());
            let is_chosen = assistant.class() == id.as_ref();
            let text = class.map_or_else(
                || self.texts.text("assistant-no-class"),
                |class| class.name.get(language).to_owned(),
            );
            let emphasis = if is_chosen { Emphasis::Chosen } else { Emphasis::Usual };
            (Action::Assistant(AssistantAction::Class(id)), emphasis, text)
        };
        std::iter::once(None).chain(assistant.view.classes.iter().map(Some)).map(chip).collect()
    }

    fn kiosk_chips(&self, assistant: &Assistant) -> Vec<(Action, Emphasis, String)> {
        let chip = |kiosk: Option<&goiso_protocol::KioskPrinter>| {
            let name = kiosk.map(|kiosk| kiosk.kiosk.clone());
            let is_chosen = assistant.kiosk() == name.as_ref();
            let text = kiosk.map_or_else(
                || self.texts.text("assistant-no-slip"),
                |kiosk| format!("{} · {}", kiosk.kiosk, words::printer(self.texts, kiosk.printer)),
            );
            let emphasis = if is_chosen { Emphasis::Chosen } else { Emphasis::Usual };
            (Action::Assistant(AssistantAction::PrintAt(name)), emphasis, text)
        };
        std::iter::once(None).chain(assistant.view.kiosks.iter().map(Some)).map(chip).collect()
    }

    /// Chips under their heading, as many side by side as can be read; what is left below comes back too.
    fn choice_rows_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        chips: &[(Action, Emphasis, String)],
        heading: &str,
    ) -> (Option<Action>, Rect) {
        let theme = self.theme;
        let (head, mut remaining) = split_top(rect, theme.px(60.0));
        let set = Type::regular(28.0, theme.muted);
        label(ui, theme, head, Fit::line(Align2::LEFT_CENTER), set, &self.texts.text(heading));
        let n_columns = match self.shape {
            Shape::Wide => 6,
            Shape::Narrow | Shape::Mini => 2,
        };
        let mut touched = None;
        for row in chips.chunks(n_columns) {
            let (place, below) = split_top(remaining, theme.px(68.0));
            let cells = grid(place, n_columns, 1, theme.px(12.0));
            for ((action, emphasis, text), cell) in row.iter().cloned().zip(cells) {
                touched = touched.or(self.chip_ui(ui, cell, action, emphasis, &text));
            }
            remaining = below.with_min_y(below.top() + theme.px(10.0));
        }
        (touched, remaining)
    }

    fn services_ui(&self, ui: &mut Ui, rect: Rect, assistant: &Assistant) -> Option<Action> {
        let services = &assistant.view.services;
        let cells = Cells {
            n: services.len(),
            columns_max: 3,
            width_min: 400.0,
            height_min: 96.0,
            height_max: 140.0,
            gap: 14.0,
        };
        self.cells_ui(ui, rect, "services", cells, |ui, idx, cell| {
            self.service_choice_ui(ui, cell, &services[idx])
        })
    }

    fn service_choice_ui(&self, ui: &Ui, rect: Rect, service: &KioskService) -> Option<Action> {
        let theme = self.theme;
        let name = service.name.get(self.texts.language());
        let action = Action::Assistant(AssistantAction::Take(service.id.clone()));
        let ability = self.ability(&action);
        let response = touchable(ui, theme, rect, ability, name);
        let look = Look { radius: Theme::RADIUS * 0.8, ..Look::plain(theme) };
        let look = if ability.is_enabled() { look } else { look.disabled(theme) };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(24.0), theme.px(8.0).min(rect.height() * 0.08)));
        let (sign, words) = goiso_ui::layout::split_left(inner, theme.px(80.0));
        let colour = if ability.is_enabled() { theme.accent } else { look.text };
        let line = Fit::line(Align2::LEFT_CENTER);
        paint_text(ui, theme, sign, line, Type::extra_bold(44.0, colour), &service.sign);
        let (upper, lower) = words.split_top_bottom_at_fraction(0.58);
        let lines = Fit { shrink_min: 0.4, ..Fit::lines(Align2::LEFT_CENTER, 2) };
        paint_text(ui, theme, upper, lines, Type::semi_bold(30.0, look.text), name);
        let waiting = match service.state {
            ServiceState::Open => {
                self.texts.format("assistant-waiting", &[("n", Value::from(service.n_waiting))])
            }
            ServiceState::Closed { .. }
            | ServiceState::Full
            | ServiceState::Paused
            | ServiceState::Unknown => words::service_state(self.texts, &service.state),
        };
        paint_text(ui, theme, lower, line, Type::regular(24.0, theme.muted), &waiting);
        response.clicked().then_some(action)
    }
}
