//! The bar at the top, the band of messages at the foot, and what lies over a screen whose line is down.

use egui::{Align2, Rect, Ui, pos2, vec2};
use goiso_i18n::Value;
use goiso_model::{LocalText, ServiceId};
use goiso_ui::layout::{split_bottom, split_top};
use goiso_ui::widgets::{Banner, Look, banner, status_dot, touchable};
use goiso_ui::{Fit, Theme, Type, icon_named, label, paint_icon, paint_text};

use super::{Scene, Shape};
use crate::{Action, Counter, CounterAction, LinkState, Panel};

/// A wider window gets margins beyond this width, in design pixels.
const WIDTH_MAX: f32 = 1300.0;
const BAR_HEIGHT: f32 = 115.0;
const FOOT_HEIGHT: f32 = 86.0;
const SIDE: f32 = 32.0;
const MESSAGE_HEIGHT: f32 = 92.0;
/// The names of services longer than this together cannot be read in two short lines.
const NAMES_CHARS_MAX: usize = 90;

/// A message in the band at the foot.
pub(super) type Message = (Banner, &'static str, String);

impl Scene<'_> {
    /// The part of `rect` that holds content.
    pub(super) fn column(&self, rect: Rect) -> Rect {
        let width = rect.width().min(self.theme.px(WIDTH_MAX));
        Rect::from_center_size(rect.center(), vec2(width, rect.height()))
            .shrink2(vec2(self.theme.px(SIDE), 0.0))
    }

    /// The foot of the window, and what is between it and the bar.
    pub(super) fn foot_and_body(&self, whole: Rect) -> (Rect, Rect) {
        let (_, remaining) = split_top(whole, self.theme.px(BAR_HEIGHT));
        let (body, foot) = split_bottom(remaining, self.theme.px(FOOT_HEIGHT));
        (foot, body)
    }

    /// What is below the bar, where there is no foot.
    pub(super) fn below_bar(&self, whole: Rect) -> Rect {
        split_top(whole, self.theme.px(BAR_HEIGHT)).1
    }

    /// The part of the bar, or of the foot, that holds content.
    pub(super) fn bar_column(&self, rect: Rect) -> Rect {
        match self.shape {
            Shape::Narrow => self.column(rect).shrink2(vec2(self.theme.px(8.0), 0.0)),
            Shape::Wide | Shape::Mini => rect.shrink2(vec2(self.theme.px(48.0), 0.0)),
        }
    }

    /// The bar: where this is, what it serves, how the line is. What is left of it at the right comes back.
    pub(super) fn bar_ui(
        &self,
        ui: &Ui,
        whole: Rect,
        title: &str,
        subtitle: &str,
        n_buttons: usize,
    ) -> Vec<Rect> {
        let theme = self.theme;
        let (rect, _) = split_top(whole, theme.px(BAR_HEIGHT));
        ui.painter().rect_filled(rect, 0.0, theme.card);
        ui.painter().hline(rect.x_range(), rect.bottom(), theme.stroke(2.0, theme.line));
        let inner = self.bar_column(rect);
        let dot = pos2(inner.right() - theme.px(12.0), inner.center().y);
        self.link_dot_ui(ui, dot);
        let side = theme.px(72.0);
        let mut right = dot.x - theme.px(36.0);
        let mut buttons = Vec::new();
        for _ in 0..n_buttons {
            buttons
                .push(Rect::from_center_size(pos2(right - side / 2.0, inner.center().y), vec2(side, side)));
            right -= side + theme.px(12.0);
        }
        let names = inner.with_max_x(right - theme.px(12.0));
        let fit = Fit::line(Align2::LEFT_CENTER);
        let title_rect =
            names.with_max_x(names.left() + names.width() * if subtitle.is_empty() { 1.0 } else { 0.5 });
        let at = label(ui, theme, title_rect, fit, Type::extra_bold(40.0, theme.ink), title).rect;
        if !subtitle.is_empty() {
            let services = names.with_min_x(at.right() + theme.px(26.0));
            let lines = Fit::lines(Align2::LEFT_CENTER, 2);
            paint_text(
                ui,
                theme,
                services.shrink2(vec2(0.0, theme.px(12.0))),
                lines,
                Type::regular(28.0, theme.muted),
                subtitle,
            );
        }
        buttons
    }

    /// A round button of the bar with a pictogram.
    pub(super) fn bar_button_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        icon: &str,
        text: &str,
        action: Action,
    ) -> Option<Action> {
        let theme = self.theme;
        let ability = self.ability(&action);
        let response = touchable(ui, theme, rect, ability, text);
        let look = Look::plain(theme);
        let is_active = response.hovered() || response.is_pointer_button_down_on();
        let fill = if is_active { look.fill_active } else { look.fill };
        ui.painter().rect_filled(rect, theme.px(Theme::RADIUS), fill);
        let colour = if ability.is_enabled() { theme.ink } else { theme.line };
        let icon = icon_named(icon).expect("the icon is one of ours, as a test draws");
        paint_icon(ui, Rect::from_center_size(rect.center(), rect.size() * 0.62), icon, colour);
        response.on_hover_text(text).clicked().then_some(action)
    }

    pub(super) fn link_dot_ui(&self, ui: &Ui, centre: egui::Pos2) {
        let theme = self.theme;
        let (colour, state) = match self.terminal.link() {
            LinkState::Up => (theme.green, "counter-link-up"),
            LinkState::Connecting => (theme.gold, "link-connecting"),
            LinkState::Down(_) => (theme.accent, "link-down"),
            LinkState::NotAccepted => (theme.accent, "link-not-accepted"),
        };
        status_dot(ui, theme, centre, 12.0, colour, &self.texts.text(state));
    }

    pub(super) fn counter_bar_ui(&self, ui: &Ui, whole: Rect, counter: &Counter) -> Option<Action> {
        let number = u32::from(counter.view.counter);
        let title = self.texts.format("counter-title", &[("counter", Value::from(number))]);
        let buttons = self.bar_ui(ui, whole, &title, &self.subtitle(counter), 1);
        let (panel, icon) = match counter.panel() {
            Panel::More => (Panel::Keys, "close"),
            Panel::Keys
            | Panel::Outcomes
            | Panel::PauseReasons
            | Panel::Hold
            | Panel::Transfer
            | Panel::CallNumber
            | Panel::WalkIn => (Panel::More, "menu"),
        };
        let text = self.texts.text("counter-more");
        self.bar_button_ui(ui, buttons[0], icon, &text, Action::Counter(CounterAction::Show(panel)))
    }

    /// What the counter serves: "Chứng thực · Hộ tịch".
    fn subtitle(&self, counter: &Counter) -> String {
        self.services_in_short(&counter.view.services)
    }

    /// The names of services where they can be read in two short lines, else how many there are.
    pub(super) fn services_in_short(&self, services: &[(ServiceId, LocalText)]) -> String {
        let language = self.texts.language();
        let names: Vec<&str> = services.iter().map(|(_, name)| name.get(language)).collect();
        let names = names.join(" · ");
        if services.len() < 2 || names.chars().count() <= NAMES_CHARS_MAX {
            return names;
        }
        let n = u32::try_from(services.len()).unwrap_or(u32::MAX);
        self.texts.format("counter-n-services", &[("n", Value::from(n))])
    }

    /// Cuts the band of messages off the bottom of `body`.
    pub(super) fn without_banners(&self, body: Rect, messages: &[Message]) -> (Rect, Rect) {
        split_bottom(body, messages.len() as f32 * self.theme.px(MESSAGE_HEIGHT))
    }

    /// Messages below each other, the most urgent one lowest.
    pub(super) fn banners_ui(&self, ui: &Ui, rect: Rect, messages: &[Message]) {
        let theme = self.theme;
        // The banner's letters are designed for a kiosk; here two design pixels make a point.
        let own = Theme { scale: theme.scale * 0.9, ..theme.clone() };
        let mut remaining = rect;
        for (kind, icon, text) in messages {
            let (above, place) = split_bottom(remaining, theme.px(MESSAGE_HEIGHT));
            let icon = icon_named(icon).expect("the icon is one of ours, as a test draws");
            banner(ui, &own, place, *kind, icon, text);
            ui.painter().hline(place.x_range(), place.top(), theme.stroke(2.0, theme.line));
            remaining = above;
        }
    }

    /// The state of the line, and the last refusal.
    pub(super) fn common_messages(&self) -> Vec<Message> {
        let texts = self.texts;
        let line = match self.terminal.link() {
            LinkState::Down(_) => Some((Banner::Fault, "cloud_off", texts.text("link-down"))),
            LinkState::NotAccepted => Some((Banner::Fault, "cloud_off", texts.text("link-not-accepted"))),
            LinkState::Up | LinkState::Connecting => None,
        };
        let refusal = self
            .terminal
            .refusal(self.now)
            .map(|refusal| (Banner::Notice, "info", texts.refusal(&refusal.code, &refusal.values)));
        line.into_iter().chain(refusal).collect()
    }

    /// What cannot be pressed is pale already; the number must still be read.
    pub(super) fn veil_ui(&self, ui: &Ui, body: Rect) {
        if self.terminal.link() != LinkState::Up {
            ui.painter().rect_filled(body, 0.0, self.theme.veil.gamma_multiply(0.6));
        }
    }

    /// Before the first view.
    pub(super) fn connecting_ui(&self, ui: &Ui, whole: Rect) -> Option<Action> {
        let theme = self.theme;
        if self.shape != Shape::Mini {
            self.bar_ui(ui, whole, &self.texts.text("counter-app-name"), "", 0);
        }
        let words = self.texts.text(match self.terminal.link() {
            LinkState::NotAccepted => "link-not-accepted",
            LinkState::Connecting | LinkState::Up | LinkState::Down(_) => "link-connecting",
        });
        let rect = whole.shrink(theme.px(60.0).min(whole.height() * 0.2));
        let set = Type::extra_bold(48.0, theme.ink);
        label(ui, theme, rect, Fit::lines(Align2::CENTER_CENTER, 4), set, &words);
        None
    }
}
