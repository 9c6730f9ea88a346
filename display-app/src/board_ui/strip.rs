//! A strip over one counter: the counter, its number, and how it is.

use egui::{Align2, Color32, Rect, Ui, Vec2, vec2};
use goiso_protocol::BoardCounter;
use goiso_ui::layout::{split_bottom, split_left, split_right, split_top};
use goiso_ui::{Fit, Type, icon_named, label, paint_icon, paint_text};

use super::Scene;
use super::cells::said;
use crate::{CounterScene, Glow, LinkState};

/// The window that a wide strip is designed for, in design pixels.
pub(super) const DESIGN_WIDE: Vec2 = Vec2::new(1920.0, 360.0);
/// From this share of width to height on, the parts stand side by side.
const WIDE: f32 = 2.4;
/// Any size: the text shrinks to its place.
const FREE: f32 = 0.1;

/// Whether a screen is a wide strip.
pub(super) fn is_wide(whole: Rect) -> bool {
    whole.width() / whole.height().max(1.0) >= WIDE
}

/// The places of a strip's parts.
struct Places {
    sign: Rect,
    number: Rect,
    words: Rect,
}

fn places(whole: Rect, pad: f32) -> Places {
    let inner = whole.shrink(pad);
    if is_wide(whole) {
        let (sign, remaining) = split_left(inner, inner.height() * 1.05);
        let (number, words) = split_right(remaining, remaining.width() * 0.36);
        return Places { sign, number: number.shrink2(vec2(pad * 2.0, 0.0)), words };
    }
    let (sign, remaining) = split_top(inner, inner.height() * 0.4);
    let (number, words) = split_bottom(remaining, remaining.height() * 0.42);
    Places { sign, number, words }
}

impl Scene<'_> {
    pub(super) fn strip_ui(&self, ui: &Ui, whole: Rect) {
        let theme = self.theme;
        let Some(counter) = self.board.view().and_then(|view| view.counters.first()) else {
            self.strip_centre_ui(ui, whole.shrink(whole.height().min(whole.width()) * 0.12));
            self.strip_link_ui(ui, whole, theme.mist);
            return;
        };
        let scene = self.board.at_counter(counter);
        let (fill, ink, quiet) = match scene {
            CounterScene::Calling(call) => match self.board.glow_of(call, self.now) {
                Glow::Steady => (Some(theme.gold), theme.night, theme.night),
                Glow::Flash => (Some(theme.snow), theme.night, theme.night),
            },
            CounterScene::Serving(_) => (None, theme.snow, theme.mist),
            CounterScene::Free | CounterScene::Paused | CounterScene::Closed => {
                (None, theme.mist, theme.mist)
            }
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(whole, 0.0, fill);
        }
        let places = places(whole, theme.px(28.0));
        self.strip_sign_ui(ui, places.sign, counter);
        let centre = Fit { align: Align2::CENTER_CENTER, lines_max: 1, shrink_min: FREE };
        let number = match scene {
            CounterScene::Calling(call) => Some(call.number.as_str()),
            CounterScene::Serving(number) => Some(number),
            CounterScene::Free | CounterScene::Paused | CounterScene::Closed => None,
        };
        if let Some(number) = number {
            let size = places.number.height() * 0.95 / theme.scale;
            label(
                ui,
                theme,
                places.number.expand2(vec2(0.0, theme.px(24.0))),
                centre,
                Type::extra_bold(size, ink),
                number,
            );
            self.strip_words_ui(ui, places.words, scene, counter, quiet);
        } else {
            let both = places.number.union(places.words);
            self.strip_words_ui(ui, both.shrink2(both.size() * vec2(0.04, 0.14)), scene, counter, quiet);
        }
        self.strip_link_ui(ui, whole, quiet);
    }

    /// "QUẦY" and its number, as on the sign of a counter.
    fn strip_sign_ui(&self, ui: &Ui, rect: Rect, counter: &BoardCounter) {
        let theme = self.theme;
        ui.painter().rect_filled(rect, theme.px(26.0), theme.accent);
        let (caption, number) = split_top(rect.shrink(theme.px(12.0)), rect.height() * 0.25);
        let centre = Fit { align: Align2::CENTER_CENTER, lines_max: 1, shrink_min: FREE };
        let set =
            |share: f32, part: Rect| Type::extra_bold(part.height() * share / theme.scale, theme.on_accent);
        let words = self.texts.text("board-counter");
        paint_text(ui, theme, caption, centre, set(0.75, caption), &words);
        let text = counter.counter.to_string();
        label(ui, theme, number.expand2(vec2(0.0, theme.px(10.0))), centre, set(0.92, number), &text);
    }

    /// The state in words, and under it the service or the counter's own name.
    fn strip_words_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        scene: CounterScene<'_>,
        counter: &BoardCounter,
        ink: Color32,
    ) {
        let theme = self.theme;
        let language = self.texts.language();
        let below = match scene {
            CounterScene::Calling(call) => call.service_name.get(language),
            CounterScene::Serving(_) | CounterScene::Free | CounterScene::Paused | CounterScene::Closed => {
                counter.name.get(language)
            }
        };
        let (upper, lower) = split_top(rect, rect.height() * if below.is_empty() { 1.0 } else { 0.52 });
        let said = said(scene);
        let words = self.texts.text(said.words);
        let side = if said.icon.is_some() { (upper.height() * 0.8).min(upper.width() * 0.24) } else { 0.0 };
        let (mark, room) = split_left(upper, side);
        if let Some(icon) = said.icon {
            paint_icon(ui, Rect::from_center_size(mark.center(), Vec2::splat(side)), icon, ink);
        }
        let room = room.with_min_x(room.left() + side * 0.2);
        let left = Fit { align: Align2::LEFT_CENTER, lines_max: 2, shrink_min: FREE };
        let large = (upper.height() * 0.6 / theme.scale).min(190.0);
        label(ui, theme, room, left, Type::extra_bold(large, ink), &words);
        let small = (lower.height() * 0.34 / theme.scale).min(80.0);
        if !below.is_empty() {
            paint_text(ui, theme, lower, left, Type::semi_bold(small, ink), below);
        }
    }

    /// Whose hall it is, where there is no counter to speak of.
    fn strip_centre_ui(&self, ui: &Ui, rect: Rect) {
        let Some(view) = self.board.view() else { return };
        let theme = self.theme;
        let name = view.centre.name.get(self.texts.language());
        let centre = Fit { align: Align2::CENTER_CENTER, lines_max: 4, shrink_min: FREE };
        label(ui, theme, rect, centre, Type::extra_bold(92.0, theme.mist), name);
    }

    fn strip_link_ui(&self, ui: &Ui, whole: Rect, ink: Color32) {
        if self.board.link() == LinkState::Up {
            return;
        }
        let side = self.theme.px(44.0);
        let corner = whole.right_top() + vec2(-side * 0.8, side * 0.8);
        let icon = icon_named("cloud_off").expect("the icon is one of ours, as a test draws");
        paint_icon(ui, Rect::from_center_size(corner, Vec2::splat(side)), icon, ink);
    }
}
