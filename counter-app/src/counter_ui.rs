//! How a counter terminal looks: who is called, the keys, who waits, the day's figures.

mod card;
mod foot;
mod keys;
mod shortcuts;
mod waiting;

use egui::{Align2, Rect, Ui, Vec2, pos2, vec2};
use goiso_i18n::{Texts, Value};
use goiso_ui::layout::{split_bottom, split_top};
use goiso_ui::widgets::status_dot;
use goiso_ui::{Fit, Theme, Type, label, paint_text};
use jiff::Timestamp;

use crate::{Action, Counter, LinkState};

/// The window that sizes are designed for, in design pixels: two for each point of a 460 × 900 window.
pub const DESIGN: Vec2 = Vec2::new(920.0, 1800.0);

/// A wider window gets margins beyond this width, in design pixels.
const WIDTH_MAX: f32 = 1300.0;
const BAR_HEIGHT: f32 = 115.0;
const FOOT_HEIGHT: f32 = 86.0;
const SIDE: f32 = 32.0;

/// Everything that a part of the screen is drawn from.
struct Scene<'a> {
    counter: &'a Counter,
    texts: &'a Texts,
    theme: &'a Theme,
    now: Timestamp,
}

/// Draws the terminal over the whole of `ui`. What the official touched or pressed comes back.
pub fn counter_ui(ui: &mut Ui, counter: &Counter, texts: &Texts, now: Timestamp) -> Option<Action> {
    let whole = ui.max_rect();
    let colour = counter.view().and_then(|view| view.centre.colour.as_deref());
    let theme = Theme::fitting(whole.size(), DESIGN).with_centre_colour(colour);
    let scene = Scene { counter, texts, theme: &theme, now };
    let pressed = shortcuts::pressed(ui, counter, now);

    ui.painter().rect_filled(whole, 0.0, theme.paper);
    let (bar, remaining) = split_top(whole, theme.px(BAR_HEIGHT));
    let (body, foot) = split_bottom(remaining, theme.px(FOOT_HEIGHT));
    scene.bar_ui(ui, bar);
    scene.foot_ui(ui, foot);
    let touched = scene.body_ui(ui, scene.column(body));
    if counter.link() != LinkState::Up && counter.view().is_some() {
        // What cannot be pressed is pale already; the number must still be read.
        ui.painter().rect_filled(body, 0.0, theme.veil.gamma_multiply(0.6));
    }
    scene.messages_ui(ui, body);
    pressed.or(touched)
}

impl Scene<'_> {
    /// The part of `rect` that holds content.
    fn column(&self, rect: Rect) -> Rect {
        let width = rect.width().min(self.theme.px(WIDTH_MAX));
        Rect::from_center_size(rect.center(), vec2(width, rect.height()))
            .shrink2(vec2(self.theme.px(SIDE), 0.0))
    }

    fn bar_ui(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, 0.0, theme.card);
        ui.painter().hline(rect.x_range(), rect.bottom(), theme.stroke(2.0, theme.line));
        let inner = self.column(rect).shrink2(vec2(theme.px(8.0), 0.0));
        let dot = pos2(inner.right() - theme.px(12.0), inner.center().y);
        let (colour, state) = match self.counter.link() {
            LinkState::Up => (theme.green, "counter-link-up"),
            LinkState::Connecting => (theme.gold, "link-connecting"),
            LinkState::Down(_) => (theme.accent, "link-down"),
            LinkState::NotAccepted => (theme.accent, "link-not-accepted"),
        };
        status_dot(ui, theme, dot, 12.0, colour, &self.texts.text(state));

        let number = u32::from(self.counter.number());
        let title = self.texts.format("counter-title", &[("counter", Value::from(number))]);
        let names = inner.with_max_x(dot.x - theme.px(40.0));
        let set = Type::extra_bold(40.0, theme.ink);
        let fit = Fit::line(Align2::LEFT_CENTER);
        let title_rect = names.with_max_x(names.left() + names.width() * 0.45);
        let at = label(ui, theme, title_rect, fit, set, &title).rect;
        let services = names.with_min_x(at.right() + theme.px(26.0));
        paint_text(ui, theme, services, fit, Type::regular(28.0, theme.muted), &self.subtitle());
    }

    /// What the counter serves: "Chứng thực · Hộ tịch".
    fn subtitle(&self) -> String {
        let Some(view) = self.counter.view() else { return String::new() };
        let language = self.texts.language();
        let services: Vec<&str> = view.services.iter().map(|(_, name)| name.get(language)).collect();
        services.join(" · ")
    }

    fn body_ui(&self, ui: &Ui, rect: Rect) -> Option<Action> {
        let theme = self.theme;
        let (_, remaining) = split_top(rect, theme.px(33.0));
        let (card, remaining) = split_top(remaining, theme.px(426.0));
        let (_, remaining) = split_top(remaining, theme.px(32.0));
        let (main, remaining) = split_top(remaining, theme.px(154.0));
        let (_, remaining) = split_top(remaining, theme.px(24.0));
        let (keys, remaining) = split_top(remaining, theme.px(276.0));
        let (_, list) = split_top(remaining, theme.px(40.0));
        self.card_ui(ui, card);
        let main = self.main_button_ui(ui, main);
        let keys = self.keys_ui(ui, keys);
        self.waiting_ui(ui, list);
        main.or(keys)
    }
}
