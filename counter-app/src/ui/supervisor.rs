//! Looking after the whole hall: counters, services, who waits longest, what is said.

use egui::{Align2, Key, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::{Seat, ServiceState, SupervisedCounter, SupervisedService, TicketStage, WaitingLongest};
use goiso_ui::layout::{grid, split_bottom, split_left, split_right, split_top};
use goiso_ui::widgets::{Banner, Look, touchable};
use goiso_ui::{Fit, Theme, Type, label, paint_text};

use super::cells::Cells;
use super::frame::Message;
use super::parts::Emphasis;
use super::{Scene, Shape};
use crate::{Action, Supervisor, SupervisorAction, SupervisorPanel, words};

/// More alerts than this would push the hall away.
const ALERTS_SHOWN_MAX: usize = 2;
/// The lines of a list, in design pixels.
const LINE: f32 = 84.0;
const LINE_MAX: f32 = 105.0;
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
        let messages = self.supervisor_messages(supervisor);
        let (body, banners) = self.without_banners(self.below_bar(whole), &messages);
        let inner = body.shrink2(vec2(theme.px(40.0), theme.px(24.0)));
        let (tabs, remaining) = split_top(inner, theme.px(76.0));
        let tab = self.tabs_ui(ui, tabs, supervisor);
        let content = remaining.with_min_y(remaining.top() + theme.px(20.0));
        let action = self.panels_ui(ui, content, supervisor);
        self.veil_ui(ui, body);
        self.banners_ui(ui, banners, &messages);
        let bar = self.seat_bar_ui(ui, whole, "seat-supervisor", Seat::Assistant);
        bar.or(tab).or(action).or(back)
    }

    /// What is looked at. Beside a form on a wide screen stands the list that it was reached from, or else the queues; it
    /// is drawn after the form, so that the tabulator comes to the form first.
    fn panels_ui(&self, ui: &mut Ui, rect: Rect, supervisor: &Supervisor) -> Option<Action> {
        let (left, right) = rect.split_left_right_at_fraction(0.54);
        let left = left.with_max_x(left.right() - self.theme.px(16.0));
        let right = right.with_min_x(right.left() + self.theme.px(16.0));
        let action = match (self.shape, supervisor.panel()) {
            (Shape::Wide, SupervisorPanel::Counters | SupervisorPanel::Services) => {
                let counters = self.counters_ui(ui, left, supervisor);
                counters.or(self.hall_ui(ui, right, supervisor))
            }
            (Shape::Wide, SupervisorPanel::Counter(_)) => {
                let form = self.supervisor_form_ui(ui, right, supervisor);
                form.or(self.counters_ui(ui, left, supervisor))
            }
            (Shape::Wide, SupervisorPanel::Service(_) | SupervisorPanel::Messages | SupervisorPanel::Day) => {
                let form = self.supervisor_form_ui(ui, left, supervisor);
                form.or(self.hall_ui(ui, right, supervisor))
            }
            (Shape::Narrow | Shape::Mini, SupervisorPanel::Counters) => {
                self.counters_ui(ui, rect, supervisor)
            }
            (Shape::Narrow | Shape::Mini, SupervisorPanel::Services) => self.hall_ui(ui, rect, supervisor),
            (
                Shape::Narrow | Shape::Mini,
                SupervisorPanel::Counter(_)
                | SupervisorPanel::Service(_)
                | SupervisorPanel::Messages
                | SupervisorPanel::Day,
            ) => self.supervisor_form_ui(ui, rect, supervisor),
        };
        if let Some(Action::Supervisor(SupervisorAction::Show(panel))) = &action
            && panel.behind().is_some()
        {
            // The keyboard goes to what has opened, not on in the list beside it.
            ui.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
        }
        action
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

    fn counters_ui(&self, ui: &mut Ui, rect: Rect, supervisor: &Supervisor) -> Option<Action> {
        let counters = &supervisor.view.counters;
        let cells = Cells {
            n: counters.len(),
            columns_max: 4,
            width_min: 400.0,
            height_min: 64.0,
            height_max: LINE_MAX,
            gap: GAP,
        };
        self.cells_ui(ui, rect, "counters", cells, |ui, idx, cell| {
            let is_chosen = *supervisor.panel() == SupervisorPanel::Counter(counters[idx].counter);
            self.counter_line_ui(ui, cell, &counters[idx], look_of(is_chosen))
        })
    }

    fn counter_line_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        counter: &SupervisedCounter,
        emphasis: Emphasis,
    ) -> Option<Action> {
        let theme = self.theme;
        let number = [("counter", Value::from(u32::from(counter.counter)))];
        let title = self.texts.format("counter-title", &number);
        let action = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Counter(counter.counter)));
        let response = touchable(ui, theme, rect, self.ability(&action), &title);
        let is_open = crate::terminal::is_open(&counter.state);
        let plain = Look { radius: Theme::RADIUS * 0.7, ..Look::plain(theme) };
        let needs = counter.freed_at.or(counter.help_since);
        let look = match (needs, is_open) {
            _ if emphasis == Emphasis::Chosen => Look { border: theme.ink, ..plain },
            (Some(_), _) => Look { fill: theme.gold_tint, border: theme.gold, ..plain },
            (None, true) => plain,
            (None, false) => Look { fill: theme.paper, ..plain },
        };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(20.0), theme.px(6.0)));
        let line = Fit::line(Align2::LEFT_CENTER);
        let is_short = rect.width() < theme.px(SHORT_BELOW);
        let (of_name, of_number, of_state) = if is_short { (0.33, 0.38, 0.74) } else { (0.27, 0.36, 0.68) };
        let (name, remaining) = split_left(inner, inner.width() * of_name);
        let (number, remaining) = split_left(remaining, remaining.width() * of_number);
        let (state, waiting) = split_left(remaining, remaining.width() * of_state);
        let (name, number) = (
            name.with_max_x(name.right() - theme.px(8.0)),
            number.with_max_x(number.right() - theme.px(8.0)),
        );
        let colour = if is_open { theme.ink } else { theme.muted };
        paint_text(ui, theme, name, line, Type::extra_bold(32.0, colour), &title);
        let current = counter.number.as_ref().map_or("–", |number| number.as_str());
        let colour = if counter.stage == Some(TicketStage::Called) { theme.accent } else { colour };
        paint_text(ui, theme, number, line, Type::extra_bold(34.0, colour), current);
        let set = Type::regular(26.0, theme.muted);
        let state = state.with_max_x(state.right() - theme.px(8.0));
        paint_text(ui, theme, state, Fit::lines(Align2::LEFT_CENTER, 2), set, &self.counter_words(counter));
        let n = if is_short {
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
    fn hall_ui(&self, ui: &mut Ui, rect: Rect, supervisor: &Supervisor) -> Option<Action> {
        let theme = self.theme;
        let view = &supervisor.view;
        let n_longest = view.longest.len().min(5);
        let longest_height = theme.px(64.0 + n_longest as f32 * 60.0);
        let (services, longest) = split_bottom(rect, if n_longest == 0 { 0.0 } else { longest_height });
        let services = services.with_max_y(services.bottom() - theme.px(GAP));
        let cells = Cells {
            n: view.services.len(),
            columns_max: 3,
            width_min: 400.0,
            height_min: 76.0,
            height_max: LINE,
            gap: GAP,
        };
        let touched = self.cells_ui(ui, services, "queues", cells, |ui, idx, cell| {
            let service = &view.services[idx];
            let is_chosen = *supervisor.panel() == SupervisorPanel::Service(service.id.clone());
            self.service_line_ui(ui, cell, service, look_of(is_chosen))
        });
        if n_longest > 0 {
            let (head, rows) = split_top(longest, theme.px(60.0));
            self.heading_ui(ui, head, &self.texts.text("supervisor-longest"));
            for (waiting, cell) in view.longest.iter().zip(grid(rows, 1, n_longest, theme.px(4.0))) {
                self.longest_line_ui(ui, cell, supervisor, waiting);
            }
        }
        touched
    }

    fn service_line_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        service: &SupervisedService,
        emphasis: Emphasis,
    ) -> Option<Action> {
        let theme = self.theme;
        let action = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Service(service.id.clone())));
        let text = service.name.get(self.texts.language());
        let response = touchable(ui, theme, rect, self.ability(&action), text);
        let plain = Look { radius: Theme::RADIUS * 0.7, ..Look::plain(theme) };
        let look = if emphasis == Emphasis::Chosen { Look { border: theme.ink, ..plain } } else { plain };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(24.0), theme.px(4.0)));
        let is_short = rect.width() < theme.px(SHORT_BELOW);
        let (name, figures) = split_left(inner, inner.width() * if is_short { 0.62 } else { 0.5 });
        let name = name.with_max_x(name.right() - theme.px(12.0));
        let set = Type::semi_bold(28.0, theme.ink);
        let lines = Fit { shrink_min: 0.4, ..Fit::lines(Align2::LEFT_CENTER, 3) };
        paint_text(ui, theme, name, lines, set, text);
        let (waiting, longest, align) = if is_short {
            let (upper, lower) = figures.split_top_bottom_at_fraction(0.5);
            (upper, lower, Align2::RIGHT_CENTER)
        } else {
            let (left, right) = split_left(figures, figures.width() * 0.46);
            (left, right, Align2::LEFT_CENTER)
        };
        let n = self.texts.format("supervisor-n-waiting", &[("n", Value::from(service.n_waiting))]);
        paint_text(ui, theme, waiting, Fit::line(align), Type::semi_bold(28.0, theme.ink), &n);
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
}

fn look_of(is_chosen: bool) -> Emphasis {
    if is_chosen { Emphasis::Chosen } else { Emphasis::Usual }
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
