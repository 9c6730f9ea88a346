//! The card at the top: who is called or served, or why nobody is.

use egui::{Align2, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::{CounterState, CounterView, CurrentTicket, Onward, TicketStage};
use goiso_ui::layout::split_top;
use goiso_ui::widgets::{card, pill};
use goiso_ui::{Fit, Type, label, paint_text};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Scene;
use crate::{Counter, words};

/// What the card says when no number is at the counter.
struct Empty {
    caption: String,
    title: String,
    detail: String,
}

impl Scene<'_> {
    pub(super) fn card_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) {
        let theme = self.theme;
        card(ui, theme, rect);
        let inner = rect.shrink2(vec2(theme.px(42.0), theme.px(32.0)));
        let view = &counter.view;
        match &view.current {
            Some(current) => self.current_ui(ui, inner, view, current),
            None => self.empty_ui(ui, inner, view),
        }
    }

    fn current_ui(&self, ui: &Ui, rect: Rect, view: &CounterView, current: &CurrentTicket) {
        let theme = self.theme;
        let left = Fit::line(Align2::LEFT_CENTER);
        let (top, remaining) = split_top(rect, theme.px(46.0));
        let (number, remaining) = split_top(remaining, theme.px(216.0));
        let (service, detail) = split_top(remaining, theme.px(52.0));
        let caption = self.texts.text(match current.stage {
            TicketStage::Called => "counter-stage-called",
            TicketStage::Serving
            | TicketStage::Waiting
            | TicketStage::Absent
            | TicketStage::Held
            | TicketStage::PutOff
            | TicketStage::Done
            | TicketStage::Cancelled
            | TicketStage::Unknown => "counter-stage-serving",
        });
        let at = label(ui, theme, top, left, Type::regular(28.0, theme.muted), &caption).rect;
        let marks = top.with_min_x(at.right() + theme.px(16.0));
        if let Some(class) = &current.priority {
            let class = words::class(self.texts, &view.classes, class);
            let text = self.texts.format("counter-priority", &[("class", Value::from(class))]);
            let set = Type::semi_bold(26.0, theme.gold_ink);
            pill(ui, theme, marks, Align2::RIGHT_CENTER, theme.gold_tint, set, &text);
        } else if let Some(reason) = words::reason(self.texts, current.reason) {
            let set = Type::semi_bold(26.0, theme.gold_ink);
            pill(ui, theme, marks, Align2::RIGHT_CENTER, theme.gold_tint, set, &reason);
        }
        let colour = if current.stage == TicketStage::Called { theme.accent } else { theme.ink };
        // Digits have neither marks nor tails, so that their line may reach over its neighbours.
        let number = number.expand2(vec2(0.0, theme.px(60.0)));
        // A note needs room to be read in; the number is large enough without.
        let has_note = !current.note.is_empty() || !current.then.is_empty();
        let widest = if has_note { number.width() * 0.55 } else { number.width() };
        let number_room = number.with_max_x(number.left() + widest);
        let at =
            label(ui, theme, number_room, left, Type::extra_bold(222.0, colour), current.number.as_str())
                .rect;
        let room = number.shrink2(vec2(0.0, theme.px(78.0))).with_min_x(at.right() + theme.px(28.0));
        self.note_card_ui(ui, room, view, current);
        let language = self.texts.language();
        let name = view.services.iter().find(|(id, _)| *id == current.service);
        let name = name.map_or(current.service.as_str(), |(_, name)| name.get(language));
        paint_text(ui, theme, service, left, Type::semi_bold(36.0, theme.ink), name);
        let words = self.details(view, current);
        label(ui, theme, detail, left, Type::regular(30.0, theme.muted), &words);
    }

    /// What a colleague wrote down, and where the visitor goes to after this counter.
    fn note_card_ui(&self, ui: &Ui, rect: Rect, view: &CounterView, current: &CurrentTicket) {
        let theme = self.theme;
        let then: Vec<String> = current.then.iter().map(|onward| self.onward(view, onward)).collect();
        let then = (!then.is_empty())
            .then(|| self.texts.format("counter-then", &[("places", Value::from(then.join(", ")))]));
        let note = Some(current.note.clone()).filter(|note| !note.is_empty());
        let lines: Vec<String> = note.into_iter().chain(then).collect();
        if lines.is_empty() {
            return;
        }
        ui.painter().rect_filled(rect, theme.px(18.0), theme.gold_tint);
        let inner = rect.shrink2(vec2(theme.px(20.0), theme.px(12.0)));
        let fit = Fit { shrink_min: 0.4, ..Fit::lines(Align2::LEFT_CENTER, 6) };
        label(ui, theme, inner, fit, Type::semi_bold(28.0, theme.gold_ink), &lines.join(" · "));
    }

    fn onward(&self, view: &CounterView, onward: &Onward) -> String {
        if let Some(counter) = onward.counter {
            return self.texts.format("counter-title", &[("counter", Value::from(u32::from(counter)))]);
        }
        let known = onward.service.as_ref().and_then(|id| view.hall.iter().find(|known| known.id == *id));
        known.map_or_else(|| "…".to_owned(), |known| known.name.get(self.texts.language()).to_owned())
    }

    /// "Đã chờ 6 phút · Phục vụ 02:14 · Gọi 1/3 lần".
    fn details(&self, view: &CounterView, current: &CurrentTicket) -> String {
        let texts = self.texts;
        let waited = current.called_at.duration_since(current.issued_at).as_mins().max(0);
        let waited = texts.format("counter-waited", &[("minutes", Value::from(waited))]);
        let calls = [("n", Value::from(current.n_calls)), ("max", Value::from(view.calls_max))];
        [waited, self.running(current), texts.format("counter-calls", &calls)].join(" · ")
    }

    /// "Phục vụ 02:14", or how long ago the call was.
    pub(super) fn running(&self, current: &CurrentTicket) -> String {
        let since = current.serving_since.unwrap_or(current.called_at);
        let running = self.texts.stopwatch(self.now.duration_since(since));
        let key = if current.serving_since.is_some() { "counter-serving-for" } else { "counter-called-for" };
        let running = self.texts.format(key, &[("time", Value::from(running))]);
        match current.usual_minutes.filter(|_| current.serving_since.is_some()) {
            Some(usual) => {
                let usual = self.texts.format("counter-usual", &[("n", Value::from(usual))]);
                format!("{running} ({usual})")
            }
            None => running,
        }
    }

    fn empty_ui(&self, ui: &Ui, rect: Rect, view: &CounterView) {
        let theme = self.theme;
        let empty = self.empty(view);
        let left = Fit::line(Align2::LEFT_CENTER);
        let (top, remaining) = split_top(rect, theme.px(46.0));
        let (title, detail) = split_top(remaining, theme.px(190.0));
        let (detail, _) = split_top(detail, theme.px(52.0));
        label(ui, theme, top, left, Type::regular(28.0, theme.muted), &empty.caption);
        let lines = Fit::lines(Align2::LEFT_BOTTOM, 2);
        label(ui, theme, title, lines, Type::extra_bold(66.0, theme.ink), &empty.title);
        label(ui, theme, detail, left, Type::regular(34.0, theme.muted), &empty.detail);
    }

    fn empty(&self, view: &CounterView) -> Empty {
        let texts = self.texts;
        match &view.state {
            CounterState::Closed => Empty {
                caption: texts.text("counter-state-closed"),
                title: texts.text("counter-is-closed"),
                detail: texts.text("counter-open-hint"),
            },
            CounterState::Paused { since, reason, .. } => Empty {
                caption: texts.text("counter-state-paused"),
                title: texts.text("counter-is-paused"),
                detail: texts.format(
                    "counter-paused-since",
                    &[
                        ("reason", words::pause(texts, *reason).into()),
                        ("time", self.clock(view, *since).into()),
                    ],
                ),
            },
            CounterState::Open { .. } => Empty {
                caption: texts.text("counter-nobody"),
                title: match view.n_waiting {
                    0 => texts.text("counter-nobody-waiting"),
                    n => texts.format("counter-n-can-call", &[("n", Value::from(n))]),
                },
                detail: self.longest(view).unwrap_or_default(),
            },
        }
    }

    /// "Chờ lâu nhất 11 phút"; nothing if nobody waits.
    pub(super) fn longest(&self, view: &CounterView) -> Option<String> {
        let minutes = self.now.duration_since(view.longest_since?).as_mins().max(0);
        Some(self.texts.format("counter-longest", &[("n", Value::from(minutes))]))
    }

    /// The time of day in the centre's zone; in UTC if this machine does not know the zone.
    fn clock(&self, view: &CounterView, at: Timestamp) -> String {
        let zone = TimeZone::get(&view.centre.zone).unwrap_or(TimeZone::UTC);
        self.texts.time(at.to_zoned(zone).time())
    }
}
