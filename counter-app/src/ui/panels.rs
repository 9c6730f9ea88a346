//! The panels with something to fill in: setting aside, sending on, calling out of turn, no slip.

use egui::{Key, Rect, Ui};
use goiso_i18n::Value;
use goiso_protocol::{BoardCounterCondition, CounterView, HoldReason, Target, TransferPlace};
use goiso_ui::layout::{grid, split_bottom, split_top};

use super::cells::Cells;
use super::parts::{Emphasis, Typing};
use super::{Scene, Shape};
use crate::{Action, Counter, CounterAction, FormAction, HOLD_MINUTES, words};

/// Why visitors are set aside, in the order they stand on the screen.
pub(super) const HOLDS: [(HoldReason, Key, &str); 6] = [
    (HoldReason::Papers, Key::Num1, "1"),
    (HoldReason::Copies, Key::Num2, "2"),
    (HoldReason::Form, Key::Num3, "3"),
    (HoldReason::Payment, Key::Num4, "4"),
    (HoldReason::Signature, Key::Num5, "5"),
    (HoldReason::Other, Key::Num6, "6"),
];

/// Reasons for a call out of turn that need no typing.
const CALL_REASONS: [&str; 3] = ["call-reason-back", "call-reason-urgent", "call-reason-asked"];

/// More places to send somebody to than this are not seen at once, however small.
const TARGETS_IN_SIGHT: usize = 24;

/// A field with its name, in design pixels.
const FIELD: f32 = 140.0;

impl Scene<'_> {
    fn fill(action: FormAction) -> Action {
        Self::at_counter(CounterAction::Fill(action))
    }

    /// Set aside: why, and for how long the place is kept.
    pub(super) fn hold_ui(&self, ui: &mut Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let form = counter.form();
        let (chips, remaining) = self.panel_row(rect);
        let minutes = std::iter::once(None).chain(HOLD_MINUTES.map(Some));
        let minutes = minutes.map(|minutes| {
            let text = match minutes {
                Some(n) => self.texts.format("minutes-short", &[("n", Value::from(n))]),
                None => self.texts.text("hold-no-limit"),
            };
            let emphasis = if form.minutes == minutes { Emphasis::Chosen } else { Emphasis::Usual };
            (Self::fill(FormAction::Minutes(minutes)), emphasis, text)
        });
        let minutes = self.chips_ui(ui, chips.shrink2(egui::vec2(0.0, theme.px(12.0))), minutes.collect());
        let (reasons, remaining) = split_top(remaining, theme.px(330.0));
        let mut touched = None;
        for (idx, (cell, (reason, _, hint))) in
            grid(reasons, 2, 3, theme.px(14.0)).into_iter().zip(HOLDS).enumerate()
        {
            let action = Self::at_counter(CounterAction::Hold(reason));
            let emphasis = if idx == 0 { Emphasis::Suggested } else { Emphasis::Usual };
            let text = words::hold(self.texts, reason);
            touched = touched.or(self.row_ui(ui, cell, action, emphasis, (&text, hint)));
        }
        let (_, remaining) = split_top(remaining, theme.px(14.0));
        let (note, remaining) = split_top(remaining, theme.px(FIELD));
        let note = self.note_ui(ui, note, "panel-note", counter);
        let (_, remaining) = split_top(remaining, theme.px(14.0));
        note.or(minutes).or(touched).or(self.back_ui(ui, remaining))
    }

    fn note_ui(&self, ui: &mut Ui, rect: Rect, name: &str, counter: &Counter) -> Option<Action> {
        let name = self.texts.text(name);
        let (_, typed) = self.field_ui(ui, rect, &name, &counter.form().note, Typing::Seen);
        typed.map(|note| Self::fill(FormAction::Note(note)))
    }

    /// Send on: where to, to which place of the line, with which note.
    pub(super) fn transfer_ui(&self, ui: &mut Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let form = counter.form();
        let (targets, foot) = split_bottom(rect, theme.px(FIELD + 3.0 * 96.0 + 3.0 * 14.0 + 20.0));
        let target = self.targets_ui(ui, targets, counter);
        let (_, foot) = split_top(foot, theme.px(14.0));
        let (places, foot) = self.panel_row(foot);
        let chips = [TransferPlace::Keep, TransferPlace::First, TransferPlace::Last].map(|place| {
            let emphasis = if form.place == place { Emphasis::Chosen } else { Emphasis::Usual };
            (Self::fill(FormAction::Place(place)), emphasis, words::place(self.texts, place))
        });
        let place = self.chips_ui(ui, places.shrink2(egui::vec2(0.0, theme.px(12.0))), chips.into());
        let (note, foot) = split_top(foot, theme.px(FIELD));
        let note = self.note_ui(ui, note, "panel-note", counter);
        let (_, foot) = split_top(foot, theme.px(14.0));
        let (buttons, foot) = self.panel_row(foot);
        let buttons = self.chips_ui(
            ui,
            buttons,
            vec![
                (Self::at_counter(CounterAction::Transfer), Emphasis::Main, self.texts.text("transfer-now")),
                (Self::at_counter(CounterAction::Chain), Emphasis::Usual, self.texts.text("transfer-after")),
            ],
        );
        note.or(target).or(place).or(buttons).or(self.back_ui(ui, foot))
    }

    fn targets_ui(&self, ui: &mut Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let targets = self.targets(&counter.view);
        let columns_max = if self.shape == Shape::Wide { 4 } else { 3 };
        let cells = Cells {
            n: targets.len(),
            columns_max,
            // Where they must be moved anyway, names get more room.
            width_min: if targets.len() > TARGETS_IN_SIGHT { 360.0 } else { 240.0 },
            height_min: 64.0,
            height_max: 84.0,
            gap: 10.0,
        };
        self.cells_ui(ui, rect, "targets", cells, |ui, idx, cell| {
            let (target, text) = &targets[idx];
            let is_chosen = counter.form().target.as_ref() == Some(target);
            let emphasis = if is_chosen { Emphasis::Chosen } else { Emphasis::Usual };
            self.chip_ui(ui, cell, Self::fill(FormAction::Target(target.clone())), emphasis, text)
        })
    }

    /// Where a visitor can be sent: every service, and every counter where somebody serves.
    fn targets(&self, view: &CounterView) -> Vec<(Target, String)> {
        let services = view.hall.iter().map(|service| {
            let n = [
                ("service", Value::from(service.name.get(self.texts.language()))),
                ("n", Value::from(service.n_waiting)),
            ];
            (Target::Service(service.id.clone()), self.texts.format("transfer-service", &n))
        });
        let staffed = view.colleagues.iter().filter(|colleague| match colleague.condition {
            BoardCounterCondition::Open | BoardCounterCondition::Paused => true,
            BoardCounterCondition::Closed | BoardCounterCondition::Unknown => false,
        });
        let counters = staffed.map(|colleague| {
            let number = [("counter", Value::from(u32::from(colleague.counter)))];
            (Target::Counter(colleague.counter), self.texts.format("counter-title", &number))
        });
        services.chain(counters).collect()
    }

    /// Call a number out of turn: which, and why.
    pub(super) fn call_number_ui(&self, ui: &mut Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let form = counter.form();
        let (number, remaining) = split_top(rect, theme.px(FIELD));
        let name = self.texts.text("call-number");
        let (field, typed) = self.field_ui(ui, number, &name, &form.number, Typing::Seen);
        if form.number.is_empty() && ui.ctx().memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        let typed = typed.map(|number| Self::fill(FormAction::Number(number)));
        let (_, remaining) = split_top(remaining, theme.px(14.0));
        let (reason, remaining) = split_top(remaining, theme.px(FIELD));
        let reason = self.note_ui(ui, reason, "call-reason", counter);
        let (place, remaining) = self.panel_row(remaining);
        let chips = CALL_REASONS.map(|reason| {
            let text = self.texts.text(reason);
            let emphasis = if form.note == text { Emphasis::Chosen } else { Emphasis::Usual };
            (Self::fill(FormAction::Note(text.clone())), emphasis, text)
        });
        let chosen = self.chips_ui(ui, place.shrink2(egui::vec2(0.0, theme.px(12.0))), chips.into());
        let (button, remaining) = split_top(remaining, theme.px(120.0));
        let call = Self::at_counter(CounterAction::CallNumber);
        let call = self.big_ui(ui, button, call, &self.texts.text("call-number-now"));
        let (_, remaining) = split_top(remaining, theme.px(14.0));
        let (row, remaining) = self.panel_row(remaining);
        let give_up = Self::at_counter(CounterAction::GiveUp);
        let give_up =
            self.row_ui(ui, row, give_up, Emphasis::Usual, (&self.texts.text("call-number-give-up"), ""));
        typed.or(reason).or(chosen).or(call).or(give_up).or(self.back_ui(ui, remaining))
    }

    /// A visitor without a slip: of which class, for what.
    pub(super) fn walk_in_ui(&self, ui: &mut Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let view = &counter.view;
        let form = counter.form();
        let classes: Vec<_> = std::iter::once(None).chain(view.classes.iter().map(Some)).collect();
        let mut remaining = rect;
        let mut touched = None;
        for row in classes.chunks(2) {
            let (place, below) = split_top(remaining, theme.px(72.0));
            for (class, cell) in row.iter().zip(grid(place, 2, 1, theme.px(12.0))) {
                let id = class.map(|class| class.id.clone());
                let text = class.map_or_else(
                    || self.texts.text("assistant-no-class"),
                    |class| class.name.get(self.texts.language()).to_owned(),
                );
                let emphasis = if form.class == id { Emphasis::Chosen } else { Emphasis::Usual };
                touched =
                    touched.or(self.chip_ui(ui, cell, Self::fill(FormAction::Class(id)), emphasis, &text));
            }
            remaining = below.with_min_y(below.top() + theme.px(10.0));
        }
        let (_, remaining) = split_top(remaining, theme.px(20.0));
        let (services, foot) = split_bottom(remaining, theme.px(124.0));
        let (_, foot) = split_top(foot, theme.px(14.0));
        let cells = Cells {
            n: view.services.len(),
            columns_max: 2,
            width_min: 380.0,
            height_min: 80.0,
            height_max: 96.0,
            gap: 14.0,
        };
        let taken = self.cells_ui(ui, services, "services", cells, |ui, idx, cell| {
            let (service, name) = &view.services[idx];
            let action = Self::at_counter(CounterAction::WalkIn(service.clone()));
            self.row_ui(ui, cell, action, Emphasis::Suggested, (name.get(self.texts.language()), ""))
        });
        touched.or(taken).or(self.back_ui(ui, foot))
    }
}
