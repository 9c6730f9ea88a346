//! What a supervisor settles: what a counter serves, how a service gives numbers, what is said, how the day ends.

use egui::{Align2, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::{
    Audience, CounterState, MessageLevel, Rest, SaidMessage, ServiceState, ServiceSwitch, SupervisedCounter,
    SupervisedService,
};
use goiso_ui::layout::{grid, split_bottom, split_right, split_top};
use goiso_ui::{Fit, Type, label};

use super::Scene;
use super::cells::Cells;
use super::parts::{Emphasis, Typing};
use crate::{Action, Supervisor, SupervisorAction, SupervisorPanel, words};

/// The height of a button among others, in design pixels.
const BUTTON: f32 = 96.0;

impl Scene<'_> {
    /// The form of what is looked at; nothing where that has gone from the view.
    pub(super) fn supervisor_form_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        supervisor: &Supervisor,
    ) -> Option<Action> {
        match supervisor.panel() {
            SupervisorPanel::Counter(number) => {
                self.counter_closer_ui(ui, rect, supervisor, supervisor.counter(*number)?)
            }
            SupervisorPanel::Service(id) => {
                self.service_closer_ui(ui, rect, supervisor, supervisor.service(id)?)
            }
            SupervisorPanel::Messages => self.said_ui(ui, rect, supervisor),
            SupervisorPanel::Day => self.day_ui(ui, rect, supervisor),
            SupervisorPanel::Counters | SupervisorPanel::Services => None,
        }
    }

    fn counter_closer_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        supervisor: &Supervisor,
        counter: &SupervisedCounter,
    ) -> Option<Action> {
        let theme = self.theme;
        let texts = self.texts;
        let (head, remaining) = split_top(rect, theme.px(80.0));
        let number = [("counter", Value::from(u32::from(counter.counter)))];
        self.heading_ui(ui, head, &texts.format("counter-title", &number));
        let (about, remaining) = split_top(remaining, theme.px(72.0));
        let set = Type::regular(30.0, theme.muted);
        label(ui, theme, about, Fit::line(Align2::LEFT_TOP), set, &self.about(counter));
        let (services, remaining) = self.assignment_ui(ui, remaining, supervisor, counter);
        let mut touched = services;
        let gap = theme.px(14.0);
        let (rows, _) = split_top(remaining, theme.px(2.0 * BUTTON) + gap);
        let buttons = [
            (SupervisorAction::EndHelp(counter.counter), "supervisor-end-help"),
            (SupervisorAction::PauseCounter(counter.counter), "supervisor-pause"),
            (SupervisorAction::CloseCounter(counter.counter), "supervisor-close"),
            (SupervisorAction::Show(SupervisorPanel::Counters), "counter-back"),
        ];
        for ((action, text), cell) in buttons.into_iter().zip(grid(rows, 2, 2, gap)) {
            let action = Action::Supervisor(action);
            touched = touched.or(self.row_ui(ui, cell, action, Emphasis::Usual, (&texts.text(text), "")));
        }
        touched
    }

    /// What a counter serves, to change; what is left below comes back too.
    fn assignment_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        supervisor: &Supervisor,
        counter: &SupervisedCounter,
    ) -> (Option<Action>, Rect) {
        let theme = self.theme;
        let services = &supervisor.view.services;
        let cells = Cells {
            n: services.len(),
            columns_max: 2,
            width_min: 0.0,
            height_min: 64.0,
            height_max: 72.0,
            gap: 10.0,
        };
        let n_rows = services.len().div_ceil(cells.columns_max) as f32;
        let wanted = theme.px(n_rows * (cells.height_max + cells.gap));
        let (area, _) = split_bottom(rect, theme.px(3.0 * (BUTTON + 14.0)));
        let (area, _) = split_top(area, wanted);
        let touched = self.cells_ui(ui, area, "assigned", cells, |ui, idx, cell| {
            let service = &services[idx];
            let is_served = supervisor.is_to_serve(&service.id);
            let emphasis = if is_served { Emphasis::Chosen } else { Emphasis::Usual };
            let action = Action::Supervisor(SupervisorAction::Toggle(service.id.clone()));
            self.chip_ui(ui, cell, action, emphasis, service.name.get(self.texts.language()))
        });
        let remaining = rect.with_min_y(area.bottom() + theme.px(10.0));
        let (row, below) = self.panel_row(remaining);
        let save = Action::Supervisor(SupervisorAction::Assign(counter.counter));
        let save = self.chip_ui(ui, row, save, Emphasis::Main, &self.texts.text("supervisor-assign"));
        (touched.or(save), below)
    }

    fn service_closer_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        supervisor: &Supervisor,
        service: &SupervisedService,
    ) -> Option<Action> {
        let theme = self.theme;
        let texts = self.texts;
        let (head, remaining) = split_top(rect, theme.px(80.0));
        self.heading_ui(ui, head, service.name.get(texts.language()));
        let (about, remaining) = split_top(remaining, theme.px(80.0));
        let figures = [
            texts.format("supervisor-n-waiting", &[("n", Value::from(service.n_waiting))]),
            match service.daily_max {
                Some(max) => {
                    let n = [("n", Value::from(service.n_issued)), ("max", Value::from(max))];
                    texts.format("supervisor-n-issued-of", &n)
                }
                None => texts.format("supervisor-n-issued", &[("n", Value::from(service.n_issued))]),
            },
            words::service_state(texts, &service.state),
        ];
        let set = Type::regular(30.0, theme.muted);
        label(ui, theme, about, Fit::lines(Align2::LEFT_TOP, 2), set, &figures.join(" · "));
        let (switches, remaining) = self.panel_row(remaining);
        let switches = self.chips_ui(
            ui,
            switches,
            [ServiceSwitch::Open, ServiceSwitch::Paused, ServiceSwitch::Closed]
                .map(|switch| {
                    let action = SupervisorAction::Switch(service.id.clone(), switch);
                    let is_so = switch_of(&service.state) == Some(switch);
                    let emphasis = if is_so { Emphasis::Chosen } else { Emphasis::Usual };
                    (Action::Supervisor(action), emphasis, words::switch(texts, switch))
                })
                .into(),
        );
        let (_, remaining) = split_top(remaining, theme.px(16.0));
        let (field, remaining) = split_top(remaining, theme.px(150.0));
        let name = texts.text("supervisor-quota");
        let (_, typed) = self.field_ui(ui, field, &name, supervisor.quota(), Typing::Seen);
        let typed = typed.map(|text| Action::Supervisor(SupervisorAction::TypeQuota(text)));
        let (save, remaining) = self.panel_row(remaining);
        let action = Action::Supervisor(SupervisorAction::SetQuota(service.id.clone()));
        let save = self.chip_ui(ui, save, action, Emphasis::Main, &texts.text("supervisor-set-quota"));
        let (back, _) = self.panel_row(remaining);
        let action = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Services));
        let back = self.row_ui(ui, back, action, Emphasis::Usual, (&texts.text("counter-back"), ""));
        typed.or(switches).or(save).or(back)
    }

    /// The end of the service of the day: what becomes of those who wait, and what is said of it.
    fn day_ui(&self, ui: &mut Ui, rect: Rect, supervisor: &Supervisor) -> Option<Action> {
        let theme = self.theme;
        let texts = self.texts;
        let (head, remaining) = split_top(rect, theme.px(80.0));
        self.heading_ui(ui, head, &texts.text("supervisor-end-day"));
        let (about, remaining) = split_top(remaining, theme.px(100.0));
        let n: u32 = supervisor.view.services.iter().map(|service| service.n_waiting).sum();
        let text = texts.format("supervisor-end-day-about", &[("n", Value::from(n))]);
        let set = Type::regular(30.0, theme.muted);
        label(ui, theme, about, Fit::lines(Align2::LEFT_TOP, 3), set, &text);
        let (rests, remaining) = self.panel_row(remaining);
        let chips =
            [(Rest::Carry, "supervisor-carry"), (Rest::Cancel, "supervisor-cancel")].map(|(rest, text)| {
                let emphasis = if supervisor.rest() == rest { Emphasis::Chosen } else { Emphasis::Usual };
                (Action::Supervisor(SupervisorAction::Rest(rest)), emphasis, texts.text(text))
            });
        let rests = self.chips_ui(ui, rests, chips.into());
        let (field, remaining) = split_top(remaining, theme.px(150.0));
        let name = texts.text("supervisor-message");
        let (_, typed) = self.field_ui(ui, field, &name, supervisor.message(), Typing::Seen);
        let typed = typed.map(|text| Action::Supervisor(SupervisorAction::TypeMessage(text)));
        let (button, remaining) = split_top(remaining, theme.px(120.0));
        let end = Action::Supervisor(SupervisorAction::EndDay);
        let what = match supervisor.rest() {
            Rest::Carry => "supervisor-end-day-carry",
            Rest::Cancel => "supervisor-end-day-cancel",
        };
        let end = self.big_ui(ui, button, end, &texts.format(what, &[("n", Value::from(n))]));
        let (_, remaining) = split_top(remaining, theme.px(14.0));
        let (back, _) = self.panel_row(remaining);
        let action = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Messages));
        let back = self.row_ui(ui, back, action, Emphasis::Usual, (&texts.text("counter-back"), ""));
        typed.or(rests).or(end).or(back)
    }

    /// "Đang mở · cb-lan · 11 lượt".
    fn about(&self, counter: &SupervisedCounter) -> String {
        let texts = self.texts;
        let official = match &counter.state {
            CounterState::Open { official, .. } | CounterState::Paused { official, .. } => {
                official.to_string()
            }
            CounterState::Closed => String::new(),
        };
        let served = texts.format("counter-today-served", &[("n", Value::from(counter.today.n_served))]);
        let words = [words::state(texts, &counter.state), official, served];
        let words: Vec<String> = words.into_iter().filter(|text| !text.is_empty()).collect();
        words.join(" · ")
    }

    fn said_ui(&self, ui: &mut Ui, rect: Rect, supervisor: &Supervisor) -> Option<Action> {
        let theme = self.theme;
        let texts = self.texts;
        let (field, remaining) = split_top(rect, theme.px(144.0));
        let name = texts.text("supervisor-message");
        let (_, typed) = self.field_ui(ui, field, &name, supervisor.message(), Typing::Seen);
        let (audiences, remaining) = self.panel_row(remaining);
        let chips = [Audience::Boards, Audience::Counters, Audience::All].map(|audience| {
            let emphasis = if supervisor.audience() == audience { Emphasis::Chosen } else { Emphasis::Usual };
            let text = texts.text(audience_key(audience));
            (Action::Supervisor(SupervisorAction::To(audience)), emphasis, text)
        });
        let audience = self.chips_ui(ui, audiences, chips.into());
        let (buttons, remaining) = self.panel_row(remaining);
        let post = |level| Action::Supervisor(SupervisorAction::Post(level));
        let post = self.chips_ui(
            ui,
            buttons,
            vec![
                (post(MessageLevel::Notice), Emphasis::Main, texts.text("supervisor-post")),
                (post(MessageLevel::Emergency), Emphasis::Usual, texts.text("supervisor-post-emergency")),
            ],
        );
        let messages = &supervisor.view.messages;
        let (said, foot) = split_bottom(remaining, theme.px(BUTTON + 14.0));
        let wanted = theme.px(messages.len() as f32 * (BUTTON + 14.0));
        let (said, foot) = if wanted < said.height() {
            (split_top(said, wanted).0, foot.translate(vec2(0.0, wanted - said.height())))
        } else {
            (said, foot)
        };
        let cells = Cells {
            n: messages.len(),
            columns_max: 1,
            width_min: 0.0,
            height_min: BUTTON,
            height_max: BUTTON,
            gap: 14.0,
        };
        let touched = self
            .cells_ui(ui, said, "said", cells, |ui, idx, cell| self.said_row_ui(ui, cell, &messages[idx]));
        let (day, _) = self.panel_row(foot);
        let action = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Day));
        let day = self.row_ui(ui, day, action, Emphasis::Usual, (&texts.text("supervisor-end-day"), ""));
        let typed = typed.map(|text| Action::Supervisor(SupervisorAction::TypeMessage(text)));
        typed.or(audience).or(post).or(touched).or(day)
    }

    /// A message, for whom it is, and the way to take it back.
    fn said_row_ui(&self, ui: &Ui, rect: Rect, said: &SaidMessage) -> Option<Action> {
        let theme = self.theme;
        let texts = self.texts;
        let (words, button) = split_right(rect, theme.px(200.0));
        let words = words.with_max_x(words.right() - theme.px(16.0));
        let (text, about) = words.split_top_bottom_at_fraction(0.66);
        let is_emergency = said.level == MessageLevel::Emergency;
        let set = Type::semi_bold(28.0, if is_emergency { theme.accent } else { theme.ink });
        let lines = Fit { shrink_min: 0.4, ..Fit::lines(Align2::LEFT_CENTER, 3) };
        label(ui, theme, text, lines, set, said.text.get(texts.language()));
        let for_whom = texts.text(audience_key(said.audience));
        let set = Type::regular(22.0, theme.muted);
        label(ui, theme, about, Fit::line(Align2::LEFT_CENTER), set, &for_whom);
        let action = Action::Supervisor(SupervisorAction::RemoveMessage(said.message));
        self.chip_ui(ui, button, action, Emphasis::Usual, &texts.text("supervisor-remove"))
    }
}

fn audience_key(audience: Audience) -> &'static str {
    match audience {
        Audience::Boards => "audience-boards",
        Audience::Counters => "audience-counters",
        Audience::All => "audience-all",
    }
}

/// What is settled about a service that is as it is.
fn switch_of(state: &ServiceState) -> Option<ServiceSwitch> {
    match state {
        ServiceState::Open | ServiceState::Full => Some(ServiceSwitch::Open),
        ServiceState::Paused => Some(ServiceSwitch::Paused),
        ServiceState::Closed { .. } => Some(ServiceSwitch::Closed),
        ServiceState::Unknown => None,
    }
}
