//! Counters as cells: each with its sign and its number, or the words that say why it has none.

use egui::{Align2, Color32, Rect, Ui, Vec2, vec2};
use goiso_protocol::BoardCounter;
use goiso_ui::layout::{grid, split_bottom, split_left, split_right};
use goiso_ui::{Fit, Icon, Type, icon_named, label, paint_icon, paint_text};

use super::{MARGIN, Scene};
use crate::{CounterScene, Glow};

/// The space between cells, in design pixels.
const GAP: f32 = 16.0;
/// How much wider than high a cell is best: a sign and four figures.
const ASPECT: f32 = 2.6;
/// A cell at least this high has room for a line of words under its number, in design pixels.
const ROOMY: f32 = 150.0;

/// How a counter's state is said.
pub(super) struct Said {
    pub(super) icon: Option<Icon>,
    pub(super) words: &'static str,
}

/// The words and the pictogram of a counter's state; the words' key.
pub(super) fn said(scene: CounterScene<'_>) -> Said {
    let (icon, words) = match scene {
        CounterScene::Calling(_) => (Some("campaign"), "board-calling"),
        CounterScene::Serving(_) => (None, "board-serving"),
        CounterScene::Free => (None, "board-free"),
        CounterScene::Paused => (Some("pause_circle"), "board-paused"),
        CounterScene::Closed => (Some("block"), "board-closed"),
    };
    let known = |name| icon_named(name).expect("the icon is one of ours, as a test draws");
    Said { icon: icon.map(known), words }
}

/// The number of columns that makes the cells of `n` counters largest.
fn n_columns(n: usize, size: Vec2) -> usize {
    let unit = |n_columns: usize| {
        let n_rows = n.div_ceil(n_columns);
        (size.y / n_rows as f32).min(size.x / n_columns as f32 / ASPECT)
    };
    (1..=n.max(1)).max_by(|a, b| unit(*a).total_cmp(&unit(*b)).then(b.cmp(a))).unwrap_or(1)
}

impl Scene<'_> {
    /// Every counter with its current number.
    pub(super) fn grid_ui(&self, ui: &Ui, body: Rect) {
        let theme = self.theme;
        if self.board.view().is_none_or(|view| view.counters.is_empty()) {
            self.nobody_ui(ui, body.shrink2(vec2(theme.px(MARGIN), 0.0)));
            return;
        }
        self.cells_ui(ui, body.shrink(theme.px(24.0)));
    }

    /// The counters of the view, filling `rect`.
    pub(super) fn cells_ui(&self, ui: &Ui, rect: Rect) {
        let counters = self.board.view().map(|view| view.counters.as_slice()).unwrap_or_default();
        let n_columns = n_columns(counters.len(), rect.size());
        let n_rows = counters.len().div_ceil(n_columns);
        let cells = grid(rect, n_columns, n_rows, self.theme.px(GAP));
        for (counter, cell) in counters.iter().zip(cells) {
            self.cell_ui(ui, cell, counter);
        }
    }

    fn cell_ui(&self, ui: &Ui, rect: Rect, counter: &BoardCounter) {
        let theme = self.theme;
        let scene = self.board.at_counter(counter);
        let (fill, ink, sign_fill, sign_ink) = match scene {
            CounterScene::Calling(call) => {
                let fill = match self.board.glow_of(call, self.now) {
                    Glow::Steady => theme.gold,
                    Glow::Flash => theme.snow,
                };
                (fill, theme.night, theme.night, fill)
            }
            CounterScene::Serving(_) => (theme.night2, theme.snow, theme.night_line, theme.snow),
            CounterScene::Free | CounterScene::Paused | CounterScene::Closed => {
                (theme.night2, theme.mist, theme.night_line, theme.mist)
            }
        };
        // A hundredth of the cell: its letters grow with it.
        let unit = rect.height().min(rect.width() / ASPECT) / 100.0 / theme.scale;
        let radius = theme.px(14.0 * unit).min(theme.px(26.0));
        ui.painter().rect_filled(rect, radius, fill);
        let (sign, remaining) = split_left(rect, theme.px(84.0 * unit));
        let sign = sign.shrink(theme.px(9.0 * unit));
        ui.painter().rect_filled(sign, radius * 0.7, sign_fill);
        let centre = Fit { align: Align2::CENTER_CENTER, lines_max: 1, shrink_min: 0.3 };
        let number = counter.counter.to_string();
        label(ui, theme, sign, centre, Type::extra_bold(54.0 * unit, sign_ink), &number);
        let room = remaining.with_max_x(remaining.right() - theme.px(12.0 * unit));
        self.cell_scene_ui(ui, room, scene, ink, unit);
    }

    fn cell_scene_ui(&self, ui: &Ui, rect: Rect, scene: CounterScene<'_>, ink: Color32, unit: f32) {
        let theme = self.theme;
        let number = match scene {
            CounterScene::Calling(call) => call.number.as_str(),
            CounterScene::Serving(number) => number,
            CounterScene::Free | CounterScene::Paused | CounterScene::Closed => {
                let size = if scene == CounterScene::Free { 26.0 } else { 32.0 };
                self.said_ui(ui, rect, scene, Type::semi_bold(size * unit, ink));
                return;
            }
        };
        let left = Fit { align: Align2::LEFT_CENTER, lines_max: 1, shrink_min: 0.3 };
        let set = Type::extra_bold(66.0 * unit, ink);
        if rect.height() < theme.px(ROOMY) {
            let (number_rect, mark) = match said(scene).icon {
                Some(_) => split_right(rect, theme.px(34.0 * unit)),
                None => (rect, Rect::NOTHING),
            };
            label(ui, theme, number_rect, left, set, number);
            if let Some(icon) = said(scene).icon {
                paint_icon(ui, mark.shrink(theme.px(2.0)), icon, ink);
            }
            return;
        }
        let (upper, lower) = split_bottom(rect, rect.height() * 0.34);
        label(ui, theme, upper, left, set, number);
        let lower = lower.with_max_y(lower.bottom() - theme.px(8.0 * unit));
        let colour = if ink == theme.snow { theme.mist } else { ink };
        self.said_ui(ui, lower, scene, Type::semi_bold(23.0 * unit, colour));
    }

    /// A state in words, with its pictogram before them.
    pub(super) fn said_ui(&self, ui: &Ui, rect: Rect, scene: CounterScene<'_>, set: Type) {
        let theme = self.theme;
        let said = said(scene);
        let words = self.texts.text(said.words);
        let side = theme.px(set.size * 1.15).min(rect.height());
        let room = match said.icon {
            Some(icon) => {
                let (mark, room) = split_left(rect, side);
                paint_icon(ui, Rect::from_center_size(mark.center(), Vec2::splat(side)), icon, set.colour);
                room.with_min_x(room.left() + theme.px(set.size * 0.3))
            }
            None => rect,
        };
        let left = Fit { align: Align2::LEFT_CENTER, lines_max: 1, shrink_min: 0.3 };
        paint_text(ui, theme, room, left, set, &words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_follow_the_number_of_counters_and_the_shape_of_the_screen() {
        let lying = vec2(1872.0, 836.0);
        let columns: Vec<usize> = [1, 2, 3, 6, 12, 24, 60].map(|n| n_columns(n, lying)).into();
        assert_eq!(columns, [1, 1, 2, 2, 3, 5, 7]);
        let upright = vec2(1032.0, 1676.0);
        assert_eq!([1, 3, 12, 60].map(|n| n_columns(n, upright)), [1, 1, 2, 4]);
        assert_eq!(n_columns(0, lying), 1);
    }
}
