//! Who waits, in the order in which this counter would call them.

use egui::{Align2, Rect, StrokeKind, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::{CounterView, WaitingTicket};
use goiso_ui::layout::{column, split_right, split_top};
use goiso_ui::widgets::pill;
use goiso_ui::{Fit, Theme, Type, label, paint_text};

use super::Scene;
use crate::words;

const ROW: f32 = 88.0;
const GAP: f32 = 16.0;

impl Scene<'_> {
    pub(super) fn waiting_ui(&self, ui: &Ui, rect: Rect) {
        let Some(view) = self.counter.view() else { return };
        let theme = self.theme;
        let (head, rows) = split_top(rect, theme.px(60.0));
        let waiting = self.texts.format("counter-waiting", &[("n", Value::from(view.n_waiting))]);
        let set = Type::regular(29.0, theme.muted);
        let (left, right) = head.split_left_right_at_fraction(0.5);
        label(ui, theme, left, Fit::line(Align2::LEFT_CENTER), set, &waiting);
        if let Some(longest) = self.longest(view) {
            label(ui, theme, right, Fit::line(Align2::RIGHT_CENTER), set, &longest);
        }
        let rows = rows.with_max_y(rows.bottom() - self.messages_height());
        let (row, gap) = (theme.px(ROW), theme.px(GAP));
        let n_fit = ((rows.height() - theme.px(12.0)) / (row + gap)).floor().max(0.0) as usize;
        let n_all = view.n_waiting as usize;
        // The last place is given up for "and so many more" when not all fit.
        let n_shown = if n_all > n_fit { n_fit.saturating_sub(1) } else { n_fit }.min(view.waiting.len());
        let mut remaining = rows;
        for ticket in &view.waiting[..n_shown] {
            let (place, below) = split_top(remaining, row + gap);
            self.waiting_row_ui(ui, place.with_max_y(place.bottom() - gap), view, ticket);
            remaining = below;
        }
        if n_all > n_shown && n_fit > 0 {
            let (place, _) = split_top(remaining, row);
            let n_more = u32::try_from(n_all - n_shown).unwrap_or(u32::MAX);
            let more = self.texts.format("counter-more-waiting", &[("n", Value::from(n_more))]);
            label(ui, theme, place, Fit::line(Align2::CENTER_CENTER), set, &more);
        }
    }

    fn waiting_row_ui(&self, ui: &Ui, rect: Rect, view: &CounterView, ticket: &WaitingTicket) {
        let theme = self.theme;
        let stroke = theme.stroke(2.0, theme.line);
        ui.painter().rect(rect, theme.px(Theme::RADIUS * 0.8), theme.card, stroke, StrokeKind::Inside);
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
        }
        let name = view.services.iter().find(|(id, _)| *id == ticket.service);
        let name = name.map_or(ticket.service.as_str(), |(_, name)| name.get(self.texts.language()));
        paint_text(ui, theme, service, left, Type::regular(29.0, theme.muted), name);
    }

    /// Why somebody stands where they stand, if it is not simply the time: the class, or the reason.
    fn mark(&self, view: &CounterView, ticket: &WaitingTicket) -> Option<String> {
        let class = ticket.priority.as_ref().map(|id| words::class(self.texts, &view.classes, id).to_owned());
        class.or_else(|| words::reason(self.texts, ticket.reason))
    }
}
