//! Many things of one kind, in as many columns as can be read. What has no room there is moved into sight by the wheel,
//! a finger, the tabulator or the keys for pages.

use egui::scroll_area::{ScrollAreaOutput, ScrollBarVisibility};
use egui::style::ScrollAnimation;
use egui::{Align, Key, Layout, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};
use goiso_ui::layout::{grid, split_top};

use super::Scene;
use crate::Action;

/// What is kept free at the right of what moves, for the mark of where it stands, in design pixels.
const MARK_ROOM: f32 = 20.0;
const MARK: f32 = 8.0;
/// What stays in sight when a page is turned: a share of the height.
const OVERLAP: f32 = 0.15;

/// How many things there are and how they may stand, in design pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells {
    pub(super) n: usize,
    pub(super) columns_max: usize,
    /// A second column is begun only where each of them is this wide.
    pub(super) width_min: f32,
    pub(super) height_min: f32,
    pub(super) height_max: f32,
    pub(super) gap: f32,
}

/// How they stand, in points.
struct Placed {
    n_columns: usize,
    n_rows: usize,
    gap: f32,
    height: f32,
}

impl Placed {
    fn total(&self) -> f32 {
        self.n_rows as f32 * (self.height + self.gap) - self.gap
    }
}

impl Scene<'_> {
    /// Draws each of the cells. `name` tells several such parts of a screen apart.
    pub(super) fn cells_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        name: &str,
        cells: Cells,
        mut draw: impl FnMut(&Ui, usize, Rect) -> Option<Action>,
    ) -> Option<Action> {
        let placed = self.placed(rect, cells);
        let mut all_ui = |ui: &Ui, area: Rect| {
            let mut touched = None;
            for (idx, cell) in
                grid(area, placed.n_columns, placed.n_rows, placed.gap).into_iter().take(cells.n).enumerate()
            {
                touched = touched.or(draw(ui, idx, cell));
                if has_just_got_the_keyboard(ui, cell) {
                    ui.scroll_to_rect_animation(cell, None, ScrollAnimation::none());
                }
            }
            touched
        };
        if placed.total() <= rect.height() + 0.5 {
            return all_ui(ui, split_top(rect, placed.total()).0);
        }
        let place = UiBuilder::new().id_salt(name).max_rect(rect).layout(Layout::top_down(Align::Min));
        let mut frame = ui.new_child(place);
        let moved = ScrollArea::vertical()
            .id_salt(name)
            .auto_shrink(false)
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
            .show(&mut frame, |ui| {
                let size = vec2(rect.width() - self.theme.px(MARK_ROOM), placed.total());
                let (area, _) = ui.allocate_exact_size(size, Sense::hover());
                turn_pages(ui, rect.height() * (1.0 - OVERLAP));
                all_ui(ui, area)
            });
        self.mark_ui(ui, rect, &moved);
        moved.inner
    }

    /// In the fewest columns in which all have room; else in as many as can be read.
    fn placed(&self, rect: Rect, cells: Cells) -> Placed {
        let theme = self.theme;
        let gap = theme.px(cells.gap);
        let readable =
            |n: &usize| *n == 1 || (rect.width() + gap) / *n as f32 - gap >= theme.px(cells.width_min);
        let rows = |n_columns: usize| cells.n.div_ceil(n_columns).max(1);
        let height = |n_columns: usize| (rect.height() + gap) / rows(n_columns) as f32 - gap;
        let columns = (1..=cells.columns_max.max(1)).take_while(readable);
        let roomy = columns.clone().find(|n| height(*n) >= theme.px(cells.height_min));
        let n_columns = roomy.or_else(|| columns.last()).unwrap_or(1);
        let height = height(n_columns).clamp(theme.px(cells.height_min), theme.px(cells.height_max));
        Placed { n_columns, n_rows: rows(n_columns), gap, height }
    }

    /// Where what moves stands: a bar at the right, as long as the part that is seen.
    fn mark_ui<R>(&self, ui: &Ui, rect: Rect, moved: &ScrollAreaOutput<R>) {
        let theme = self.theme;
        let share = |length: f32| rect.height() * (length / moved.content_size.y).clamp(0.0, 1.0);
        let top = rect.top() + share(moved.state.clamped_offset().y);
        let left = rect.right() - theme.px(MARK);
        let bar = Rect::from_min_size(pos2(left, top), vec2(theme.px(MARK), share(rect.height())));
        ui.painter().rect_filled(rect.with_min_x(left), theme.px(MARK), theme.line);
        ui.painter().rect_filled(bar, theme.px(MARK), theme.muted);
    }
}

/// Whether the tabulator has just come to what is drawn there.
fn has_just_got_the_keyboard(ui: &Ui, cell: Rect) -> bool {
    let focused = ui.ctx().memory(egui::Memory::focused);
    let response = focused.and_then(|id| ui.ctx().read_response(id));
    response.is_some_and(|response| response.gained_focus() && cell.contains(response.rect.center()))
}

fn turn_pages(ui: &Ui, page: f32) {
    let turned = ui.input(|input| {
        let n = |key| input.num_presses(key) as f32;
        n(Key::PageUp) - n(Key::PageDown)
    });
    if turned != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, turned * page), ScrollAnimation::none());
    }
}
