//! The day's figures, and what the official should know.

use egui::{Align2, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_protocol::MessageLevel;
use goiso_ui::widgets::Banner;
use goiso_ui::{Fit, Type, paint_text};
use jiff::SignedDuration;

use super::frame::Message;
use super::{Scene, Shape};
use crate::{Counter, Panel, words};

/// More alerts than this would push the waiting list away.
const ALERTS_SHOWN_MAX: usize = 2;
/// The same of the supervisor's messages.
const MESSAGES_SHOWN_MAX: usize = 2;

impl Scene<'_> {
    pub(super) fn foot_ui(&self, ui: &Ui, rect: Rect, counter: &Counter) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.card);
        ui.painter().hline(rect.x_range(), rect.top(), theme.stroke(2.0, theme.line));
        let (texts, today) = (self.texts, counter.view.today);
        let served = texts.format("counter-today-served", &[("n", Value::from(today.n_served))]);
        let mean = today.mean_service_secs.map_or_else(
            || "–".to_owned(),
            |secs| texts.stopwatch(SignedDuration::from_secs(i64::from(secs))),
        );
        let figures = [
            (Align2::LEFT_CENTER, "counter-today", served),
            (Align2::CENTER_CENTER, "counter-mean-service", mean),
            (Align2::RIGHT_CENTER, "counter-absent-today", today.n_absent.to_string()),
        ];
        let inner = self.bar_column(rect);
        for (align, name, value) in figures {
            self.figure_ui(ui, inner, align, &texts.text(name), &value);
        }
    }

    /// "Hôm nay **17 lượt**", placed in `rect` by `align`.
    fn figure_ui(&self, ui: &Ui, rect: Rect, align: Align2, name: &str, value: &str) {
        let theme = self.theme;
        let fit = Fit::line(Align2::LEFT_CENTER);
        let third = rect.with_max_x(rect.left() + rect.width() * 0.36);
        let (name_set, value_set) = (Type::regular(28.0, theme.muted), Type::extra_bold(28.0, theme.ink));
        let gap = theme.px(10.0);
        let name_width = fit.galley(ui, theme, third, name_set, name).size().x;
        let value_width = fit.galley(ui, theme, third, value_set, value).size().x;
        let whole = vec2(name_width + gap + value_width, rect.height());
        let place = align.align_size_within_rect(whole, rect);
        paint_text(ui, theme, place.with_max_x(place.left() + name_width + 1.0), fit, name_set, name);
        let value_rect =
            Rect::from_min_max(place.min + vec2(name_width + gap, 0.0), place.max + vec2(1.0, 0.0));
        paint_text(ui, theme, value_rect, fit, value_set, value);
    }

    /// The state of the line, refusals, what is said and what is wrong, the most urgent one first.
    pub(super) fn messages(&self, counter: &Counter) -> Vec<Message> {
        let told = self.told(counter).into_iter().filter(|(kind, _, _)| match kind {
            Banner::Fault => true,
            // In a narrow window a panel needs the room.
            Banner::Notice => counter.panel() == Panel::Keys || self.shape == Shape::Wide,
        });
        self.common_messages().into_iter().chain(told).collect()
    }

    /// What the supervisor says, whether help has been asked for, and what is wrong with devices.
    pub(super) fn told(&self, counter: &Counter) -> Vec<Message> {
        let view = &counter.view;
        let alerts = view.alerts.iter().take(ALERTS_SHOWN_MAX);
        let alerts = alerts.map(|alert| (Banner::Notice, "warning", words::alert(self.texts, alert)));
        let said = view.messages.iter().take(MESSAGES_SHOWN_MAX).map(|said| {
            let kind = match said.level {
                MessageLevel::Emergency => Banner::Fault,
                MessageLevel::Notice | MessageLevel::Unknown => Banner::Notice,
            };
            (kind, "campaign", said.text.get(self.texts.language()).to_owned())
        });
        let help =
            view.help_since.map(|_| (Banner::Notice, "support_agent", self.texts.text("counter-help-asked")));
        said.chain(help).chain(alerts).collect()
    }
}
