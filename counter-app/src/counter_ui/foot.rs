//! The day's figures, and above them what the official should know.

use egui::{Align2, Rect, Ui, vec2};
use goiso_i18n::Value;
use goiso_ui::layout::split_bottom;
use goiso_ui::widgets::{Banner, banner};
use goiso_ui::{Fit, Theme, Type, icon_named, paint_text};
use jiff::SignedDuration;

use super::Scene;
use crate::{LinkState, words};

const MESSAGE_HEIGHT: f32 = 92.0;
/// More alerts than this would push the waiting list away.
const ALERTS_SHOWN_MAX: usize = 2;

impl Scene<'_> {
    pub(super) fn foot_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.card);
        ui.painter().hline(rect.x_range(), rect.top(), theme.stroke(2.0, theme.line));
        let Some(view) = self.counter.view() else { return };
        let (texts, today) = (self.texts, view.today);
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
        let inner = self.column(rect).shrink2(vec2(theme.px(8.0), 0.0));
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

    /// How high the messages over the foot are.
    pub(super) fn messages_height(&self) -> f32 {
        self.messages().len() as f32 * self.theme.px(MESSAGE_HEIGHT)
    }

    /// The state of the line, refusals and alerts, the most urgent one lowest.
    pub(super) fn messages_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        // The banner's letters are designed for a kiosk; here two design pixels make a point.
        let own = Theme { scale: theme.scale * 0.9, ..theme.clone() };
        let mut remaining = rect;
        for (kind, icon, text) in self.messages() {
            let (above, place) = split_bottom(remaining, theme.px(MESSAGE_HEIGHT));
            let icon = icon_named(icon).expect("the icon is one of ours, as a test draws");
            banner(ui, &own, place, kind, icon, &text);
            ui.painter().hline(place.x_range(), place.top(), theme.stroke(2.0, theme.line));
            remaining = above;
        }
    }

    fn messages(&self) -> Vec<(Banner, &'static str, String)> {
        let mut messages = Vec::new();
        let texts = self.texts;
        match self.counter.link() {
            LinkState::Down(_) => messages.push((Banner::Fault, "cloud_off", texts.text("link-down"))),
            LinkState::NotAccepted => {
                messages.push((Banner::Fault, "cloud_off", texts.text("link-not-accepted")));
            }
            LinkState::Up | LinkState::Connecting => {}
        }
        if let Some(refusal) = self.counter.refusal(self.now) {
            messages.push((Banner::Notice, "info", texts.refusal(&refusal.code, &refusal.values)));
        }
        let alerts = self.counter.view().map(|view| view.alerts.as_slice()).unwrap_or_default();
        messages.extend(
            alerts
                .iter()
                .take(ALERTS_SHOWN_MAX)
                .map(|alert| (Banner::Notice, "warning", words::alert(texts, alert))),
        );
        messages
    }
}
