//! Signing in, and choosing a seat.

use egui::{Align2, Key, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::{DeskCounter, Pin, Seat};
use goiso_ui::layout::{grid, split_bottom, split_top};
use goiso_ui::widgets::{Look, touchable};
use goiso_ui::{Fit, Theme, Type, label, paint_text};

use super::cells::Cells;
use super::parts::{Emphasis, Typing};
use super::{Scene, Shape};
use crate::{Action, Desk, DeskAction, words};

/// No part of a form is wider than this, in design pixels.
const FORM_WIDTH: f32 = 900.0;
/// No counter's row is narrower than this, in design pixels.
const ROW_WIDTH_MIN: f32 = 480.0;
const COUNTER_ROW: f32 = 132.0;
/// Of a seat that is not at a counter.
const SEAT_ROW: f32 = 96.0;

impl Scene<'_> {
    pub(super) fn desk_ui(&self, ui: &mut Ui, whole: Rect, desk: &Desk) -> Option<Action> {
        if self.shape == Shape::Mini {
            return self.too_low_ui(ui, whole);
        }
        let language = self.texts.language();
        let centre = &desk.view.centre;
        let messages = self.common_messages();
        let (body, banners) = self.without_banners(self.below_bar(whole), &messages);
        let action = if self.terminal.role().is_none() {
            self.sign_in_ui(ui, body, desk)
        } else if let Some(counter) = desk.chosen() {
            self.confirm_ui(ui, body, desk, counter)
        } else {
            self.choose_ui(ui, body, desk)
        };
        self.banners_ui(ui, banners, &messages);
        // Last, so that the tabulator does not begin with the way out.
        let buttons = usize::from(self.terminal.signed_in().is_some());
        let bar = self.bar_ui(ui, whole, centre.name.get(language), "", buttons);
        let out = bar.first().and_then(|rect| {
            let text = self.texts.text("counter-sign-out");
            self.bar_button_ui(ui, *rect, "logout", &text, Action::SignOut)
        });
        out.or(action)
    }

    fn form(&self, body: Rect) -> Rect {
        let theme = self.theme;
        let width = (body.width() - theme.px(96.0)).min(theme.px(FORM_WIDTH));
        Rect::from_center_size(body.center(), vec2(width, body.height() - theme.px(72.0)))
    }

    fn sign_in_ui(&self, ui: &mut Ui, body: Rect, desk: &Desk) -> Option<Action> {
        let theme = self.theme;
        let form = self.form(body);
        let (_, form) = split_top(form, (form.height() - theme.px(820.0)).max(0.0) * 0.35);
        let (head, remaining) = split_top(form, theme.px(90.0));
        let set = Type::extra_bold(56.0, theme.ink);
        label(ui, theme, head, Fit::line(Align2::LEFT_CENTER), set, &self.texts.text("sign-in-title"));
        let (hint, remaining) = split_top(remaining, theme.px(84.0));
        let set = Type::regular(30.0, theme.muted);
        let lines = Fit::lines(Align2::LEFT_TOP, 2);
        label(ui, theme, hint, lines, set, &self.texts.text("sign-in-hint"));
        let (_, remaining) = split_top(remaining, theme.px(24.0));
        let (name, remaining) = split_top(remaining, theme.px(150.0));
        let (pin, remaining) = split_top(remaining, theme.px(150.0));
        let (_, remaining) = split_top(remaining, theme.px(36.0));
        let (button, _) = split_top(remaining, theme.px(130.0));

        let name_text = self.texts.text("sign-in-name");
        let (name_field, typed_name) = self.field_ui(ui, name, &name_text, desk.name(), Typing::Seen);
        let pin_text = self.texts.text("sign-in-pin");
        let (pin_field, typed_pin) = self.field_ui(ui, pin, &pin_text, desk.pin().expose(), Typing::Unseen);
        let is_entered = |field: &egui::Response| {
            field.lost_focus() && ui.ctx().input(|input| input.key_pressed(Key::Enter))
        };
        let entered = is_entered(&pin_field).then_some(Action::Desk(DeskAction::SignIn));
        // Asked for the focus, a field no longer knows that it has lost it.
        if ui.ctx().memory(|memory| memory.focused().is_none()) {
            let field = if desk.name().is_empty() { &name_field } else { &pin_field };
            field.request_focus();
        }
        let text = self.texts.text("sign-in-go");
        let touched = self.big_ui(ui, button, Action::Desk(DeskAction::SignIn), &text);
        let typed = typed_name.map(DeskAction::TypeName);
        let typed = typed.or(typed_pin.map(|pin| DeskAction::TypePin(Pin::new(pin))));
        typed.map(Action::Desk).or(entered).or(touched)
    }

    /// The one main thing to do on a form.
    pub(super) fn big_ui(&self, ui: &Ui, rect: Rect, action: Action, text: &str) -> Option<Action> {
        let theme = self.theme;
        let ability = self.ability(&action);
        let response = touchable(ui, theme, rect, ability, text);
        let look = if ability.is_enabled() { Look::main(theme) } else { Look::main(theme).disabled(theme) };
        self.face_ui(ui, rect, look, &response);
        let set = Type::extra_bold(46.0, look.text);
        paint_text(ui, theme, rect.shrink(theme.px(24.0)), Fit::line(Align2::CENTER_CENTER), set, text);
        response.clicked().then_some(action)
    }

    /// Who has signed in: "cb-lan · cán bộ".
    pub(super) fn who(&self) -> String {
        self.terminal.signed_in().map_or_else(String::new, |who| {
            format!("{} · {}", who.official, words::role(self.texts, who.role))
        })
    }

    fn choose_ui(&self, ui: &mut Ui, body: Rect, desk: &Desk) -> Option<Action> {
        let theme = self.theme;
        let inner = body.shrink2(vec2(theme.px(48.0), theme.px(36.0)));
        let (head, remaining) = split_top(inner, theme.px(84.0));
        let (title, who) = head.split_left_right_at_fraction(0.55);
        self.heading_ui(ui, title, &self.texts.text("seat-title"));
        let set = Type::regular(28.0, theme.muted);
        label(ui, theme, who, Fit::line(Align2::RIGHT_CENTER), set, &self.who());

        let role = self.terminal.role()?;
        let others = Desk::other_seats(role);
        let n_columns = if self.shape == Shape::Wide { others.len().max(1) } else { 1 };
        let (n_rows, gap) = (others.len().div_ceil(n_columns), theme.px(14.0));
        let (seats, remaining) = split_top(remaining, n_rows as f32 * (theme.px(SEAT_ROW) + gap));
        let cells = grid(seats.with_max_y(seats.bottom() - gap), n_columns, n_rows, gap);
        let mut touched = None;
        for (seat, cell) in others.iter().zip(cells) {
            let text = self.texts.text(match seat {
                Seat::Assistant => "seat-assistant",
                Seat::Supervisor => "seat-supervisor",
                Seat::Counter { .. } => "seat-title",
            });
            let action = Action::Desk(DeskAction::Take(*seat));
            touched = touched.or(self.row_ui(ui, cell, action, Emphasis::Suggested, (&text, "")));
        }
        let counters = &desk.view.counters;
        let cells = Cells {
            n: counters.len(),
            columns_max: 4,
            width_min: ROW_WIDTH_MIN,
            height_min: 100.0,
            height_max: COUNTER_ROW,
            gap: 14.0,
        };
        let chosen = self.cells_ui(ui, remaining, "counters", cells, |ui, idx, cell| {
            self.counter_choice_ui(ui, cell, &counters[idx])
        });
        touched.or(chosen)
    }

    fn counter_choice_ui(&self, ui: &Ui, rect: Rect, counter: &DeskCounter) -> Option<Action> {
        let theme = self.theme;
        let number = [("counter", Value::from(u32::from(counter.counter)))];
        let title = self.texts.format("counter-title", &number);
        let action = Action::Desk(DeskAction::Choose(counter.counter));
        let ability = self.ability(&action);
        let response = touchable(ui, theme, rect, ability, &title);
        let look = Look { radius: Theme::RADIUS * 0.8, ..Look::plain(theme) };
        let look = if ability.is_enabled() { look } else { look.disabled(theme) };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(28.0), theme.px(10.0).min(rect.height() * 0.1)));
        let (left, right) = inner.split_left_right_at_fraction(0.7);
        let (upper, lower) = left.split_top_bottom_at_fraction(0.45);
        let fit = Fit::line(Align2::LEFT_CENTER);
        paint_text(ui, theme, upper, fit, Type::extra_bold(34.0, look.text), &title);
        let services = self.services_in_short(&counter.services);
        paint_text(
            ui,
            theme,
            lower,
            Fit { shrink_min: 0.5, ..Fit::lines(Align2::LEFT_CENTER, 2) },
            Type::regular(26.0, theme.muted),
            &services,
        );
        let state = words::condition(self.texts, counter.condition);
        let set = Type::regular(26.0, theme.muted);
        paint_text(ui, theme, right, Fit::line(Align2::RIGHT_CENTER), set, &state);
        response.clicked().then_some(action)
    }

    fn confirm_ui(&self, ui: &mut Ui, body: Rect, desk: &Desk, counter: &DeskCounter) -> Option<Action> {
        let theme = self.theme;
        let language = self.texts.language();
        let form = self.form(body);
        let (head, remaining) = split_top(form, theme.px(110.0));
        let number = [("counter", Value::from(u32::from(counter.counter)))];
        let title = self.texts.format("counter-title", &number);
        let set = Type::extra_bold(72.0, theme.ink);
        label(ui, theme, head, Fit::line(Align2::LEFT_CENTER), set, &title);
        let (place, remaining) = split_top(remaining, theme.px(60.0));
        let words: Vec<String> = [counter.place.get(language).to_owned(), self.who()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let set = Type::regular(30.0, theme.muted);
        label(ui, theme, place, Fit::line(Align2::LEFT_CENTER), set, &words.join(" · "));
        let (services_head, remaining) = split_top(remaining, theme.px(84.0));
        self.heading_ui(ui, services_head, &self.texts.text("seat-services"));

        let (rows, buttons) = split_bottom(remaining, theme.px(270.0));
        let cells = Cells {
            n: counter.services.len(),
            columns_max: 2,
            width_min: 400.0,
            height_min: 80.0,
            height_max: 96.0,
            gap: 10.0,
        };
        let touched = self.cells_ui(ui, rows, "services", cells, |ui, idx, cell| {
            let (service, name) = &counter.services[idx];
            let is_served = desk.serves(service);
            let mark = if is_served { "seat-served" } else { "seat-not-served" };
            let action = Action::Desk(DeskAction::Toggle(service.clone()));
            let emphasis = if is_served { Emphasis::Suggested } else { Emphasis::Usual };
            let text = [("service", Value::from(name.get(language)))];
            self.row_ui(ui, cell, action, emphasis, (&self.texts.format(mark, &text), ""))
        });
        let (_, buttons) = split_top(buttons, theme.px(20.0));
        let (go, other) = split_top(buttons, theme.px(130.0));
        let take = Action::Desk(DeskAction::Take(Seat::Counter { counter: counter.counter }));
        let go = self.big_ui(ui, go, take.clone(), &self.texts.text("seat-take"));
        let (_, other) = split_top(other, theme.px(20.0));
        let (other, _) = self.panel_row(other);
        let another = Action::Desk(DeskAction::ChooseAnother);
        let other = self.row_ui(ui, other, another, Emphasis::Usual, (&self.texts.text("seat-another"), ""));
        // A button that has the keyboard is pressed by the same key, and comes first.
        let is_entered = ui.ctx().input(|input| input.key_pressed(Key::Enter));
        touched.or(go).or(other).or(is_entered.then_some(take))
    }
}
