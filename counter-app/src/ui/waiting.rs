//! Who waits, in the order in which this counter would call them.

use egui::{Align2, Rect, StrokeKind, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::{AwayTicket, CounterView, HallService, TicketStage, WaitingTicket};
use goiso_ui::layout::{column, split_left, split_right, split_top};
use goiso_ui::widgets::{Look, pill, touchable};
use goiso_ui::{Fit, Theme, Type, label, paint_text};

use super::Scene;
use super::cells::Cells;
use super::parts::Emphasis;
use crate::{Action, Counter, CounterAction, Listed, words};

const ROW: f32 = 88.0;
/// A row with a note that does not fit into two lines.
const NOTED_ROW: f32 = 132.0;
const SHORT_NOTE_CHARS: usize = 30;
const GAP: f32 = 16.0;
const TABS: f32 = 64.0;

impl Scene<'_> {
    /// What is listed below the keys, under its tabs.
    pub(super) fn lists_ui(&self, ui: &mut Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let (head, rows) = split_top(rect, theme.px(TABS));
        let (tabs, longest) = split_left(head, head.width() * 0.76);
        let touched = self.list_tabs_ui(ui, tabs, counter);
        if let Some(text) = self.longest(&counter.view) {
            let set = Type::regular(28.0, theme.muted);
            let place = longest.with_min_x(longest.left() + theme.px(16.0));
            label(ui, theme, place, Fit::lines(Align2::RIGHT_CENTER, 2), set, &text);
        }
        let rows = rows.with_min_y((rows.top() + theme.px(GAP)).min(rows.bottom()));
        match counter.listed() {
            Listed::Waiting => touched.or(self.waiting_ui(ui, rows, &counter.view)),
            Listed::Away => touched.or(self.away_ui(ui, rows, &counter.view)),
            Listed::Hall => {
                self.hall_list_ui(ui, rows, &counter.view);
                touched
            }
        }
    }

    fn list_tabs_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        let view = &counter.view;
        let n_hall: u32 = view.hall.iter().map(|service| service.n_waiting).sum();
        let tabs = [
            (Listed::Waiting, self.texts.format("counter-waiting", &[("n", Value::from(view.n_waiting))])),
            (Listed::Away, self.texts.format("counter-away", &[("n", Value::from(count(view.away.len())))])),
            (Listed::Hall, self.texts.format("counter-hall", &[("n", Value::from(n_hall))])),
        ];
        let chips = tabs.map(|(listed, text)| {
            let emphasis = if counter.listed() == listed { Emphasis::Chosen } else { Emphasis::Usual };
            (Self::at_counter(CounterAction::List(listed)), emphasis, text)
        });
        self.chips_ui(ui, rect, chips.into())
    }

    /// Cuts `rect` into rows; how many fit comes first.
    fn list_rows(&self, rect: Rect) -> (usize, f32) {
        let (row, gap) = (self.theme.px(ROW), self.theme.px(GAP));
        (((rect.height() + gap) / (row + gap)).floor().max(0.0) as usize, row + gap)
    }

    fn waiting_ui(&self, ui: &Ui, rect: Rect, view: &CounterView) -> Option<Action> {
        let theme = self.theme;
        let (n_fit, step) = self.list_rows(rect);
        let n_all = view.n_waiting as usize;
        // The last place is given up for "and so many more" when not all fit.
        let n_shown = if n_all > n_fit { n_fit.saturating_sub(1) } else { n_fit }.min(view.waiting.len());
        let mut remaining = rect;
        let mut touched = None;
        for ticket in &view.waiting[..n_shown] {
            let (place, below) = split_top(remaining, step);
            let place = place.with_max_y(place.top() + theme.px(ROW));
            touched = touched.or(self.waiting_row_ui(ui, place, view, ticket));
            remaining = below;
        }
        if n_all > n_shown && n_fit > 0 {
            let (place, _) = split_top(remaining, theme.px(ROW));
            let n_more = u32::try_from(n_all - n_shown).unwrap_or(u32::MAX);
            let more = self.texts.format("counter-more-waiting", &[("n", Value::from(n_more))]);
            let set = Type::regular(29.0, theme.muted);
            label(ui, theme, place, Fit::line(Align2::CENTER_CENTER), set, &more);
        }
        touched
    }

    /// Who was here and may come back; a touch brings them back.
    fn away_ui(&self, ui: &mut Ui, rect: Rect, view: &CounterView) -> Option<Action> {
        let is_long = |away: &AwayTicket| away.note.chars().count() > SHORT_NOTE_CHARS;
        let height = if view.away.iter().any(is_long) { NOTED_ROW } else { ROW };
        let cells = Cells {
            n: view.away.len(),
            columns_max: 1,
            width_min: 0.0,
            height_min: height,
            height_max: height,
            gap: GAP,
        };
        self.cells_ui(ui, rect, "away", cells, |ui, idx, cell| self.away_row_ui(ui, cell, &view.away[idx]))
    }

    fn away_row_ui(&self, ui: &Ui, rect: Rect, away: &AwayTicket) -> Option<Action> {
        let theme = self.theme;
        let stroke = theme.stroke(2.0, theme.line);
        ui.painter().rect(rect, theme.px(Theme::RADIUS * 0.8), theme.card, stroke, StrokeKind::Inside);
        let inner = rect.shrink2(vec2(theme.px(30.0), theme.px(8.0)));
        let (words, button) = split_right(inner, theme.px(250.0));
        let (number, about) = split_left(words, theme.px(148.0));
        let left = Fit::line(Align2::LEFT_CENTER);
        label(ui, theme, number, left, Type::extra_bold(34.0, theme.ink), away.number.as_str());
        let text = self.away_words(away);
        let lines = Fit::lines(Align2::LEFT_CENTER, 4);
        let about = about.with_max_x(about.right() - theme.px(12.0));
        label(ui, theme, about, lines, Type::regular(26.0, theme.muted), &text);
        let is_held = away.stage == TicketStage::Held;
        let name = if is_held { "counter-returned" } else { "counter-restore" };
        let action = Self::at_counter(CounterAction::BringBack(away.ticket));
        self.chip_ui(ui, button, action, Emphasis::Usual, &self.texts.text(name))
    }

    /// "Bổ sung giấy tờ đến 09:30", or for how long somebody has been absent.
    fn away_words(&self, away: &AwayTicket) -> String {
        let minutes = self.now.duration_since(away.since).as_mins().max(0);
        match away.until {
            Some(until) => {
                let left = (until.duration_since(self.now).as_secs().max(0) + 59) / 60;
                let held = self.texts.format("counter-held-for", &[("n", Value::from(left))]);
                if away.note.is_empty() { held } else { format!("{held} · {}", away.note) }
            }
            None => self.texts.format("counter-absent-for", &[("n", Value::from(minutes))]),
        }
    }

    /// Every service of the hall: how many wait, and how many counters serve it.
    fn hall_list_ui(&self, ui: &mut Ui, rect: Rect, view: &CounterView) {
        let cells = Cells {
            n: view.hall.len(),
            columns_max: 2,
            width_min: 560.0,
            height_min: 60.0,
            height_max: ROW,
            gap: 10.0,
        };
        self.cells_ui(ui, rect, "hall", cells, |ui, idx, cell| {
            self.hall_row_ui(ui, cell, &view.hall[idx]);
            None
        });
    }

    fn hall_row_ui(&self, ui: &Ui, rect: Rect, service: &HallService) {
        let theme = self.theme;
        let stroke = theme.stroke(2.0, theme.line);
        ui.painter().rect(rect, theme.px(Theme::RADIUS * 0.7), theme.card, stroke, StrokeKind::Inside);
        let inner = rect.shrink2(vec2(theme.px(26.0), theme.px(4.0)));
        let (name, figures) = split_left(inner, inner.width() * 0.56);
        let lines = Fit { shrink_min: 0.4, ..Fit::lines(Align2::LEFT_CENTER, 2) };
        let name = name.with_max_x(name.right() - theme.px(10.0));
        let words = service.name.get(self.texts.language());
        label(ui, theme, name, lines, Type::regular(29.0, theme.ink), words);
        let n = [("n", Value::from(service.n_waiting)), ("counters", Value::from(service.n_counters))];
        let text = self.texts.format("counter-hall-line", &n);
        let set = Type::semi_bold(28.0, theme.ink);
        paint_text(ui, theme, figures, Fit::line(Align2::RIGHT_CENTER), set, &text);
    }

    fn waiting_row_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        view: &CounterView,
        ticket: &WaitingTicket,
    ) -> Option<Action> {
        let theme = self.theme;
        let action = Self::at_counter(CounterAction::Pick(ticket.number.clone()));
        let number = [("number", Value::from(ticket.number.as_str()))];
        let name = self.texts.format("counter-pick", &number);
        let response = touchable(ui, theme, rect, self.ability(&action), &name);
        let look = Look { radius: Theme::RADIUS * 0.8, ..Look::plain(theme) };
        self.face_ui(ui, rect, look, &response);
        let inner = rect.shrink2(vec2(theme.px(30.0), 0.0));
        let left = Fit::line(Align2::LEFT_CENTER);
        let number = column(inner, 0.0, theme.px(132.0));
        label(ui, theme, number, left, Type::extra_bold(34.0, theme.ink), ticket.number.as_str());

        let (remaining, minutes) = split_right(inner.with_min_x(number.right()), theme.px(120.0));
        let waited = self.now.duration_since(ticket.issued_at).as_mins().max(0);
        let waited = self.texts.format("minutes-short", &[("n", Value::from(waited))]);
        let right = Fit::line(Align2::RIGHT_CENTER);
        paint_text(ui, theme, minutes, right, Type::regular(30.0, theme.ink), &waited);

        let mut service = remaining.with_min_x(remaining.left() + theme.px(16.0));
        if let Some(mark) = self.mark(view, ticket) {
            let room = service.with_min_x(service.left() + service.width() * 0.42);
            let set = Type::semi_bold(24.0, theme.gold_ink);
            let at = pill(ui, theme, room, Align2::RIGHT_CENTER, theme.gold_tint, set, &mark);
            service = service.with_max_x(at.left() - theme.px(12.0));
        } else {
            let room = service.with_min_x(service.left() + service.width() * 0.58);
            let set = Type::regular(24.0, theme.muted);
            let text = self.texts.text("reason-in-order");
            let at = paint_text(ui, theme, room, Fit::line(Align2::RIGHT_CENTER), set, &text);
            service = service.with_max_x(at.left() - theme.px(12.0));
        }
        let name = view.services.iter().find(|(id, _)| *id == ticket.service);
        let name = name.map_or(ticket.service.as_str(), |(_, name)| name.get(self.texts.language()));
        paint_text(ui, theme, service, left, Type::regular(29.0, theme.muted), name);
        response.clicked().then_some(action)
    }

    /// Why somebody stands where they stand: the class, or the reason of the order.
    fn mark(&self, view: &CounterView, ticket: &WaitingTicket) -> Option<String> {
        let class = ticket.priority.as_ref().map(|id| words::class(self.texts, &view.classes, id).to_owned());
        class.or_else(|| words::reason(self.texts, ticket.reason))
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
