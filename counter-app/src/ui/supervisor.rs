//! Looking after the whole hall: counters, services, who waits longest, what is said.

use egui::{Align2, Key, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::{
    Audience, CounterState, MessageLevel, Rest, Seat, ServiceState, ServiceSwitch, SupervisedCounter,
    SupervisedService, TicketStage, WaitingLongest,
};
use goiso_ui::layout::{grid, split_bottom, split_left, split_right, split_top};
use goiso_ui::widgets::{Banner, Look, touchable};
use goiso_ui::{Fit, Theme, Type, label, paint_text};

use super::frame::Message;
use super::parts::{Emphasis, Typing};
use super::{Scene, Shape};
use crate::{Action, Supervisor, SupervisorAction, SupervisorPanel, words};

/// More alerts than this would push the hall away.
const ALERTS_SHOWN_MAX: usize = 2;
const LINE: f32 = 84.0;
/// A counter's line narrower than this says how many wait as a bare number.
const SHORT_BELOW: f32 = 640.0;
const GAP: f32 = 12.0;

impl Scene<'_> {
    pub(super) fn supervisor_ui(&self, ui: &mut Ui, whole: Rect, supervisor: &Supervisor) -> Option<Action> {
        if self.shape == Shape::Mini {
            return self.too_low_ui(ui, whole);
        }
        let theme = self.theme;
        let behind = supervisor.panel().behind().filter(|_| ui.input(|input| input.key_pressed(Key::Escape)));
        let back = behind.map(|panel| Action::Supervisor(SupervisorAction::Show(panel)));
        let bar = self.seat_bar_ui(ui, whole, "seat-supervisor", Seat::Assistant);
        let messages = self.supervisor_messages(supervisor);
        let (body, banners) = self.without_banners(self.below_bar(whole), &messages);
        let inner = body.shrink2(vec2(theme.px(40.0), theme.px(24.0)));
        let (tabs, remaining) = split_top(inner, theme.px(76.0));
        let tab = self.tabs_ui(ui, tabs, supervisor);
        let content = remaining.with_min_y(remaining.top() + theme.px(20.0));
        let action = match (self.shape, supervisor.panel()) {
            (_, SupervisorPanel::Service(id)) => match supervisor.service(id) {
                Some(service) => self.service_closer_ui(ui, content, supervisor, service),
                None => None,
            },
            (_, SupervisorPanel::Day) => self.day_ui(ui, content, supervisor),
            (Shape::Wide, SupervisorPanel::Counters | SupervisorPanel::Services) => {
                let (left, right) = content.split_left_right_at_fraction(0.54);
                let counters =
                    self.counters_ui(ui, left.with_max_x(left.right() - theme.px(16.0)), supervisor);
                let hall = self.hall_ui(ui, right.with_min_x(right.left() + theme.px(16.0)), supervisor);
                counters.or(hall)
            }
            (_, SupervisorPanel::Counters) => self.counters_ui(ui, content, supervisor),
            (_, SupervisorPanel::Services) => self.hall_ui(ui, content, supervisor),
            (_, SupervisorPanel::Messages) => self.said_ui(ui, content, supervisor),
            (_, SupervisorPanel::Counter(number)) => match supervisor.counter(*number) {
                Some(counter) => self.counter_closer_ui(ui, content, supervisor, counter),
                None => self.counters_ui(ui, content, supervisor),
            },
        };
        self.veil_ui(ui, body);
        self.banners_ui(ui, banners, &messages);
        bar.or(tab).or(action).or(back)
    }

    fn supervisor_messages(&self, supervisor: &Supervisor) -> Vec<Message> {
        let alerts = supervisor.view.alerts.iter().take(ALERTS_SHOWN_MAX);
        let alerts = alerts.map(|alert| (Banner::Notice, "warning", words::alert_of_hall(self.texts, alert)));
        self.common_messages().into_iter().chain(alerts).collect()
    }

    fn tabs_ui(&self, ui: &Ui, rect: Rect, supervisor: &Supervisor) -> Option<Action> {
        let view = &supervisor.view;
        let n_open = view.counters.iter().filter(|counter| crate::terminal::is_open(&counter.state)).count();
        let n_waiting: u32 = view.services.iter().map(|service| service.n_waiting).sum();
        let counters =
            [("open", Value::from(count(n_open))), ("all", Value::from(count(view.counters.len())))];
        let texts = self.texts;
        let tabs = [
            (SupervisorPanel::Counters, texts.format("supervisor-counters", &counters)),
            (
                SupervisorPanel::Services,
                texts.format("supervisor-services", &[("n", Value::from(n_waiting))]),
            ),
            (
                SupervisorPanel::Messages,
                texts.format("supervisor-messages", &[("n", Value::from(count(view.messages.len())))]),
            ),
        ];
        let chips = tabs.map(|(panel, text)| {
            let is_shown =
                *supervisor.panel() == panel || supervisor.panel().behind().as_ref() == Some(&panel);
            let emphasis = if is_shown { Emphasis::Chosen } else { Emphasis::Usual };
            (Action::Supervisor(SupervisorAction::Show(panel)), emphasis, text)
        });
        self.chips_ui(ui, rect, chips.into())
    }

    fn counters_ui(&self, ui: &Ui, rect: Rect, supervisor: &Supervisor) -> Option<Action> {
        let theme = self.theme;
        let counters = &supervisor.view.counters;
        let gap = theme.px(GAP);
        let fits = |n_columns: usize| {
            let n_rows = counters.len().div_ceil(n_columns) as f32;
            n_rows * (theme.px(LINE) + gap) <= rect.height() + gap
        };
        let n_columns = (1..=4).find(|n| fits(*n)).unwrap_or(4);
        let n_rows = counters.len().div_ceil(n_columns).max(1);
        let height = ((rect.height() + gap) / n_rows as f32 - gap).min(theme.px(LINE * 1.25));
        let (rows, _) = split_top(rect, n_rows as f32 * (height + gap) - gap);
        let mut touched = None;
        for (counter, cell) in counters.iter().zip(grid(rows, n_columns, n_rows, gap)) {
            touched = touched.or(self.counter_line_ui(ui, cell, counter));
        }
        touched
    }

    fn counter_line_ui(&self, ui: &Ui, rect: Rect, counter: &SupervisedCounter) -> Option<Action> {
        let theme = self.theme;
        let number = [("counter", Value::from(u32::from(counter.counter)))];
        let title = self.texts.format("counter-title", &number);
        let action = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Counter(counter.counter)));
        let response = touchable(ui, theme, rect, self.ability(&action), &title);
        let is_open = crate::terminal::is_open(&counter.state);
        let plain = Look { radius: Theme::RADIUS * 0.7, ..Look::plain(theme) };
        let needs = counter.freed_at.or(counter.help_since);
        let look = match (needs, is_open) {
            (Some(_), _) => Look { fill: theme.gold_tint, border: theme.gold, ..plain },
            (None, true) => plain,
            (None, false) => Look { fill: theme.paper, ..plain },
        };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(24.0), theme.px(6.0)));
        let line = Fit::line(Align2::LEFT_CENTER);
        let (name, remaining) = split_left(inner, inner.width() * 0.27);
        let (number, remaining) = split_left(remaining, remaining.width() * 0.36);
        let (state, waiting) = split_left(remaining, remaining.width() * 0.68);
        let colour = if is_open { theme.ink } else { theme.muted };
        paint_text(ui, theme, name, line, Type::extra_bold(32.0, colour), &title);
        let current = counter.number.as_ref().map_or("–", |number| number.as_str());
        let colour = if counter.stage == Some(TicketStage::Called) { theme.accent } else { colour };
        paint_text(ui, theme, number, line, Type::extra_bold(34.0, colour), current);
        let set = Type::regular(26.0, theme.muted);
        let state = state.with_max_x(state.right() - theme.px(8.0));
        paint_text(ui, theme, state, Fit::lines(Align2::LEFT_CENTER, 2), set, &self.counter_words(counter));
        let n = if rect.width() < theme.px(SHORT_BELOW) {
            counter.n_waiting.to_string()
        } else {
            self.texts.format("supervisor-n-waiting", &[("n", Value::from(counter.n_waiting))])
        };
        let set = Type::semi_bold(26.0, theme.ink);
        paint_text(ui, theme, waiting, Fit::line(Align2::RIGHT_CENTER), set, &n);
        response.clicked().then_some(action)
    }

    /// What a counter does, in a few words.
    fn counter_words(&self, counter: &SupervisedCounter) -> String {
        let texts = self.texts;
        if counter.freed_at.is_some() {
            return texts.text("supervisor-lost");
        }
        if counter.help_since.is_some() {
            return texts.text("supervisor-help");
        }
        let Some(since) = counter.stage_since else { return words::state(texts, &counter.state) };
        let minutes = self.now.duration_since(since).as_mins().max(0);
        texts.format("minutes-short", &[("n", Value::from(minutes))])
    }

    /// Services and who waits longest.
    fn hall_ui(&self, ui: &Ui, rect: Rect, supervisor: &Supervisor) -> Option<Action> {
        let theme = self.theme;
        let view = &supervisor.view;
        let n_longest = view.longest.len().min(5);
        let longest_height = theme.px(64.0 + n_longest as f32 * 60.0);
        let (services, longest) = split_bottom(rect, if n_longest == 0 { 0.0 } else { longest_height });
        let gap = theme.px(GAP);
        let n = view.services.len().max(1);
        let height = ((services.height() - gap) / n as f32 - gap).min(theme.px(LINE));
        let mut remaining = services;
        let mut touched = None;
        for service in &view.services {
            let (place, below) = split_top(remaining, height);
            touched = touched.or(self.service_line_ui(ui, place, service));
            remaining = below.with_min_y((below.top() + gap).min(below.bottom()));
        }
        if n_longest > 0 {
            let (head, rows) = split_top(longest, theme.px(60.0));
            self.heading_ui(ui, head, &self.texts.text("supervisor-longest"));
            for (waiting, cell) in view.longest.iter().zip(grid(rows, 1, n_longest, theme.px(4.0))) {
                self.longest_line_ui(ui, cell, supervisor, waiting);
            }
        }
        touched
    }

    fn service_line_ui(&self, ui: &Ui, rect: Rect, service: &SupervisedService) -> Option<Action> {
        let theme = self.theme;
        let action = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Service(service.id.clone())));
        let text = service.name.get(self.texts.language());
        let response = touchable(ui, theme, rect, self.ability(&action), text);
        self.face_ui(ui, rect, Look { radius: Theme::RADIUS * 0.7, ..Look::plain(theme) }, &response);
        let inner = rect.shrink2(vec2(theme.px(24.0), theme.px(4.0)));
        let line = Fit::line(Align2::LEFT_CENTER);
        let (name, figures) = split_left(inner, inner.width() * 0.5);
        let name = name.with_max_x(name.right() - theme.px(12.0));
        let set = Type::semi_bold(28.0, theme.ink);
        let lines = Fit { shrink_min: 0.4, ..Fit::lines(Align2::LEFT_CENTER, 2) };
        paint_text(ui, theme, name, lines, set, text);
        let (waiting, longest) = split_left(figures, figures.width() * 0.46);
        let n = self.texts.format("supervisor-n-waiting", &[("n", Value::from(service.n_waiting))]);
        paint_text(ui, theme, waiting, line, Type::semi_bold(28.0, theme.ink), &n);
        let words = match (&service.state, service.longest_since) {
            (ServiceState::Open, Some(since)) => {
                let minutes = self.now.duration_since(since).as_mins().max(0);
                self.texts.format("supervisor-longest-short", &[("n", Value::from(minutes))])
            }
            (state, _) => words::service_state(self.texts, state),
        };
        let set = Type::regular(26.0, theme.muted);
        paint_text(ui, theme, longest, Fit::line(Align2::RIGHT_CENTER), set, &words);
        response.clicked().then_some(action)
    }

    fn longest_line_ui(&self, ui: &Ui, rect: Rect, supervisor: &Supervisor, waiting: &WaitingLongest) {
        let theme = self.theme;
        let line = Fit::line(Align2::LEFT_CENTER);
        let (number, remaining) = split_left(rect, theme.px(150.0));
        label(ui, theme, number, line, Type::extra_bold(32.0, theme.ink), waiting.number.as_str());
        let (service, minutes) = split_right(remaining, theme.px(130.0));
        let known = supervisor.view.services.iter().find(|known| known.id == waiting.service);
        let name = known.map_or(waiting.service.as_str(), |known| known.name.get(self.texts.language()));
        paint_text(ui, theme, service, line, Type::regular(28.0, theme.muted), name);
        let waited = self.now.duration_since(waiting.issued_at).as_mins().max(0);
        let text = self.texts.format("minutes-short", &[("n", Value::from(waited))]);
        let set = Type::semi_bold(28.0, theme.ink);
        paint_text(ui, theme, minutes, Fit::line(Align2::RIGHT_CENTER), set, &text);
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
        let (about, remaining) = split_top(remaining, theme.px(120.0));
        let set = Type::regular(30.0, theme.muted);
        label(ui, theme, about, Fit::lines(Align2::LEFT_TOP, 3), set, &self.about(supervisor, counter));
        let (services, mut remaining) = self.assignment_ui(ui, remaining, supervisor, counter);
        let mut touched = services;
        for (action, text) in [
            (SupervisorAction::EndHelp(counter.counter), "supervisor-end-help"),
            (SupervisorAction::PauseCounter(counter.counter), "supervisor-pause"),
            (SupervisorAction::CloseCounter(counter.counter), "supervisor-close"),
            (SupervisorAction::Show(SupervisorPanel::Counters), "counter-back"),
        ] {
            let (row, below) = self.panel_row(remaining);
            let action = Action::Supervisor(action);
            touched = touched.or(self.row_ui(ui, row, action, Emphasis::Usual, (&texts.text(text), "")));
            remaining = below;
        }
        touched
    }

    /// What a counter serves, to change; what is left below comes back too.
    fn assignment_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        supervisor: &Supervisor,
        counter: &SupervisedCounter,
    ) -> (Option<Action>, Rect) {
        let theme = self.theme;
        let services = &supervisor.view.services;
        let n_columns = if self.shape == Shape::Wide { 3 } else { 2 };
        let n_rows = services.len().div_ceil(n_columns).max(1);
        let gap = theme.px(10.0);
        let foot = theme.px(5.0 * 110.0);
        let height = (((rect.height() - foot) / n_rows as f32) - gap).clamp(theme.px(40.0), theme.px(72.0));
        let (area, remaining) = split_top(rect, n_rows as f32 * (height + gap));
        let mut touched = None;
        for (service, cell) in services.iter().zip(grid(area, n_columns, n_rows, gap)) {
            let emphasis =
                if supervisor.is_to_serve(&service.id) { Emphasis::Chosen } else { Emphasis::Usual };
            let action = Action::Supervisor(SupervisorAction::Toggle(service.id.clone()));
            let cell = cell.with_max_y(cell.top() + height);
            let text = service.name.get(self.texts.language());
            touched = touched.or(self.chip_ui(ui, cell, action, emphasis, text));
        }
        let (_, remaining) = split_top(remaining, gap);
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
            texts.format("supervisor-n-issued", &[("n", Value::from(service.n_issued))]),
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

    fn about(&self, supervisor: &Supervisor, counter: &SupervisedCounter) -> String {
        let texts = self.texts;
        let language = texts.language();
        let official = match &counter.state {
            CounterState::Open { official, .. } | CounterState::Paused { official, .. } => {
                official.to_string()
            }
            CounterState::Closed => String::new(),
        };
        let services: Vec<&str> = supervisor
            .view
            .services
            .iter()
            .filter(|service| counter.services.contains(&service.id))
            .map(|service| service.name.get(language))
            .collect();
        let served = texts.format("counter-today-served", &[("n", Value::from(counter.today.n_served))]);
        let words = [words::state(texts, &counter.state), official, served, services.join(", ")];
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
        let chips = [
            (Audience::Boards, "audience-boards"),
            (Audience::Counters, "audience-counters"),
            (Audience::All, "audience-all"),
        ];
        let chips = chips.map(|(audience, text)| {
            let emphasis = if supervisor.audience() == audience { Emphasis::Chosen } else { Emphasis::Usual };
            (Action::Supervisor(SupervisorAction::To(audience)), emphasis, texts.text(text))
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
        let mut remaining = remaining;
        let mut touched = None;
        for said in &supervisor.view.messages {
            let (row, below) = self.panel_row(remaining);
            let (words, button) = split_right(row, theme.px(220.0));
            let set = Type::semi_bold(
                28.0,
                if said.level == MessageLevel::Emergency { theme.accent } else { theme.ink },
            );
            let words = words.with_max_x(words.right() - theme.px(16.0));
            label(ui, theme, words, Fit::lines(Align2::LEFT_CENTER, 3), set, said.text.get(texts.language()));
            let action = Action::Supervisor(SupervisorAction::RemoveMessage(said.message));
            let text = texts.text("supervisor-remove");
            touched = touched.or(self.chip_ui(ui, button, action, Emphasis::Usual, &text));
            remaining = below;
        }
        let (day, _) = self.panel_row(remaining);
        let action = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Day));
        let day = self.row_ui(ui, day, action, Emphasis::Usual, (&texts.text("supervisor-end-day"), ""));
        let typed = typed.map(|text| Action::Supervisor(SupervisorAction::TypeMessage(text)));
        typed.or(audience).or(post).or(touched).or(day)
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

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
