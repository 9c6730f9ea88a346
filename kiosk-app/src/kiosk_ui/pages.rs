//! Cards on one screen where they fit, on pages where they do not.

use std::ops::Range;

use egui::{Align2, Rect, Ui};
use goiso_ui::layout::{grid, split_bottom};
use goiso_ui::widgets::{Ability, outline_button};
use goiso_ui::{Fit, Theme, Type, icon_named, label};

use super::{Scene, Shape};
use crate::{Action, Letters};

/// A row is never higher, in design pixels: few services stand at the top rather than fill the screen.
const ROW_MAX: f32 = 190.0;
/// Nor lower, in design pixels, before letters are scaled: its letters could not be read.
const ROW_MIN: f32 = 84.0;
/// The same for who asked for large letters: what then does not fit goes on further pages.
const ROW_MIN_LARGE: f32 = 96.0;

/// A page of cards.
pub(super) struct Page {
    /// Where each card of this page is.
    pub(super) cells: Vec<Rect>,
    /// Which of all cards are on it.
    pub(super) shown: Range<usize>,
    /// Room for turning pages; none where there is one page only.
    turning: Option<Turning>,
}

struct Turning {
    rect: Rect,
    page: usize,
    n_pages: usize,
}

/// Lays `n` cards out; `page` is from 0, and the last one where there are fewer.
pub(super) fn page(scene: &Scene<'_>, rect: Rect, n: usize, page: usize) -> Page {
    let theme = &scene.theme;
    let n_columns = n_columns(scene.shape, scene.kiosk.comfort().letters, n);
    let row_min = row_min(scene);
    let dense_gap = theme.px(Theme::GAP * 0.66);
    let n_rows_in = |height: f32| (((height + dense_gap) / (row_min + dense_gap)) as usize).max(1);
    let n_rows = n.div_ceil(n_columns);
    if n_rows <= n_rows_in(rect.height()) {
        return Page { cells: cells(scene, rect, (n_columns, n_rows), n), shown: 0..n, turning: None };
    }
    let turning_height = scene.touch_by_shape(96.0, 80.0);
    let (cards, turning) = split_bottom(rect, turning_height);
    let cards = cards.with_max_y(cards.bottom() - theme.px(Theme::GAP));
    let n_rows = n_rows_in(cards.height());
    let n_a_page = n_rows * n_columns;
    let n_pages = n.div_ceil(n_a_page);
    let page = page.min(n_pages - 1);
    let shown = page * n_a_page..((page + 1) * n_a_page).min(n);
    let cells = cells(scene, cards, (n_columns, n_rows), shown.len());
    Page { cells, shown, turning: Some(Turning { rect: turning, page, n_pages }) }
}

fn row_min(scene: &Scene<'_>) -> f32 {
    let row_min = match scene.kiosk.comfort().letters {
        Letters::Normal => ROW_MIN,
        Letters::Large => ROW_MIN_LARGE,
    };
    scene.theme.touch_px(row_min * scene.theme.text_scale)
}

/// One column to 6, two to 14, then tiles; a lying screen is too low for long columns. Large letters need wider cards.
fn n_columns(shape: Shape, letters: Letters, n: usize) -> usize {
    let n_columns = match (shape, n) {
        (Shape::Upright, 0..=6) | (Shape::Lying, 0..=1) => 1,
        (Shape::Upright, 7..=14) | (Shape::Lying, 2..=10) => 2,
        (Shape::Upright, _) | (Shape::Lying, 11..=15) => 3,
        (Shape::Lying, _) => 4,
    };
    match letters {
        Letters::Normal => n_columns,
        Letters::Large => n_columns.min(2),
    }
}

fn cells(scene: &Scene<'_>, rect: Rect, (n_columns, n_rows): (usize, usize), n: usize) -> Vec<Rect> {
    let theme = &scene.theme;
    let is_tight =
        (row_min(scene) + theme.px(Theme::GAP)) * n_rows as f32 > rect.height() + theme.px(Theme::GAP);
    let is_dense = is_tight || n_rows > 6 || (scene.shape == Shape::Lying && n_rows > 3);
    let gap = theme.px(if is_dense { Theme::GAP * 0.66 } else { Theme::GAP });
    let height = (theme.px(ROW_MAX) * theme.text_scale + gap) * n_rows as f32 - gap;
    let rect = rect.with_max_y(rect.bottom().min(rect.top() + height.max(0.0)));
    let mut cells = grid(rect, n_columns, n_rows, gap);
    cells.truncate(n);
    cells
}

impl Page {
    /// Draws what turns the pages; the answer is what was touched.
    pub(super) fn turning_ui(&self, ui: &Ui, scene: &Scene<'_>) -> Option<Action> {
        let Turning { rect, page, n_pages } = self.turning.as_ref()?;
        let theme = &scene.theme;
        let cells = grid(*rect, 3, 1, theme.px(Theme::GAP));
        let (page, n_pages) = (*page, *n_pages);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let values = [("page", count(page + 1).into()), ("pages", count(n_pages).into())];
        let text = scene.texts.format("kiosk-page", &values);
        let set = Type::semi_bold(32.0, theme.muted);
        label(ui, theme, cells[1], Fit::line(Align2::CENTER_CENTER), set, &text);
        let button = |cell, ability, icon, key: &str| {
            let words = scene.texts.text(key);
            outline_button(ui, theme, cell, ability, (icon_named(icon), &words)).clicked()
        };
        let earlier = button(cells[0], Ability::when(page > 0), "arrow_back", "kiosk-page-before");
        let later = button(cells[2], Ability::when(page + 1 < n_pages), "arrow_forward", "kiosk-page-after");
        match (earlier, later) {
            (true, _) => Some(Action::ShowPage(page.saturating_sub(1))),
            (false, true) => Some(Action::ShowPage(page + 1)),
            (false, false) => None,
        }
    }
}
