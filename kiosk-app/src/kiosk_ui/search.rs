//! Looking for a service by its name, with a keyboard on the screen.

use egui::{Align2, Rect, StrokeKind, Ui, Vec2, pos2};
use goiso_protocol::KioskView;
use goiso_ui::layout::{grid, split_bottom, split_left, split_right, split_top};
use goiso_ui::widgets::{Ability, Look, button_at};
use goiso_ui::{Fit, Theme, Type, icon_named, label, paint_icon};

use super::choose::service_tile;
use super::keyboard::{Cell, KeyCap, LETTERS, keyboard_ui};
use super::tile::{Tile, tiles_ui};
use super::{Scene, Shape};
use crate::{Action, Key, found};

/// Services that are shown at once; whoever types on finds the others.
const UPRIGHT_SHOWN_MAX: usize = 6;
const LYING_SHOWN_MAX: usize = 4;
/// Letters in the longest row of keys.
const KEYS_A_ROW: f32 = 10.0;
/// Between what has been typed and what is found, in design pixels.
const LINE_GAP: f32 = 16.0;

pub(super) fn search_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    query: &str,
) -> Option<Action> {
    let theme = &scene.theme;
    let margin = scene.by_shape(36.0, 22.0);
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), margin));
    let gap = theme.px(14.0);
    let key_height = scene.touch_by_shape(96.0, 74.0);
    let n_rows = keyboard(scene).len() as f32;
    // Back is among the keys, so that no footer takes room from what is found.
    let board_size = Vec2::new((key_height + gap) * KEYS_A_ROW - gap, (key_height + gap) * n_rows - gap);
    let (above, board) = split_bottom(inner, board_size.y);
    let above = scene.within_reach(above.with_max_y(above.bottom() - theme.px(Theme::GAP)));
    let line_height = scene.touch_by_shape(112.0, 84.0);
    let least = line_height + theme.px(LINE_GAP) + head_height(scene) + card_height_min(scene);
    // On a wide, low screen large keys leave no room above them.
    let (above, board, n_columns) = if above.height() < least && scene.shape == Shape::Lying {
        let (left, right) = split_right(inner, board_size.x);
        let left = left.with_max_x(left.right() - theme.px(Theme::GAP));
        (left, split_bottom(right, board_size.y).1, 1)
    } else {
        (above, board, if scene.shape == Shape::Lying { 2 } else { 1 })
    };
    let (line, results) = split_top(above, line_height);
    let erased = line_ui(ui, scene, line, query);
    let results = results.with_min_y(results.top() + theme.px(LINE_GAP));
    let chosen = results_ui(ui, scene, (results, n_columns), view, query);
    let typed = keyboard_ui(ui, scene, board, keyboard(scene), gap);
    let typed = typed.map(|cap| match cap {
        KeyCap::Letter(letter) => Action::Type(Key::Char(letter)),
        KeyCap::Space => Action::Type(Key::Char(' ')),
        KeyCap::Erase => Action::Type(Key::Erase),
        KeyCap::Back => Action::Back,
    });
    erased.or(chosen).or(typed)
}

/// What has been typed.
fn line_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, query: &str) -> Option<Action> {
    let theme = &scene.theme;
    ui.painter().rect(
        rect,
        theme.px(Theme::RADIUS),
        theme.card,
        theme.stroke(4.0, theme.accent),
        StrokeKind::Inside,
    );
    let inner = rect.shrink2(Vec2::new(theme.px(26.0), theme.px(8.0)));
    let side = inner.height() * 0.62;
    let (picture, words) = split_left(inner, side + theme.px(18.0));
    let icon = icon_named("search").expect("our own icons are in the table");
    let square =
        Rect::from_center_size(pos2(picture.left() + side / 2.0, picture.center().y), Vec2::splat(side));
    paint_icon(ui, square, icon, theme.accent);
    let line = Fit::line(Align2::LEFT_CENTER);
    if query.is_empty() {
        let hint = scene.texts.text("kiosk-search-hint");
        label(ui, theme, words, line, Type::regular(34.0, theme.muted), &hint);
        return None;
    }
    let clear = scene.texts.text("kiosk-search-clear");
    let (words, clear_rect) = split_right(words, theme.px(190.0));
    label(ui, theme, words, line, Type::semi_bold(44.0, theme.ink), query);
    let look = Look { radius: 1000.0, ..Look::plain(theme) };
    let set = Type::regular(30.0, theme.ink);
    let content = (icon_named("close"), clear.as_str());
    let response = button_at(ui, theme, clear_rect, (look, Ability::Enabled), set, content);
    response.clicked().then_some(Action::Type(Key::Clear))
}

fn head_height(scene: &Scene<'_>) -> f32 {
    scene.by_shape(56.0, 44.0) * scene.theme.text_scale
}

/// The least height of a service that is found.
fn card_height_min(scene: &Scene<'_>) -> f32 {
    scene.theme.touch_px(96.0 * scene.theme.text_scale)
}

fn results_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    (rect, n_columns): (Rect, usize),
    view: &KioskView,
    query: &str,
) -> Option<Action> {
    let theme = &scene.theme;
    let found = found(view, query, scene.texts.language());
    let words = match (found.len(), query.is_empty()) {
        (0, true) => scene.texts.text("kiosk-search-start"),
        (0, false) => scene.texts.text("kiosk-search-none"),
        (_, true) => scene.texts.text("kiosk-search-often"),
        (n, false) => {
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            scene.texts.format("kiosk-search-found", &[("n", n.into())])
        }
    };
    let (head, cards) = split_top(rect, head_height(scene));
    let set = Type::regular(32.0, theme.muted);
    label(ui, theme, head, Fit::line(Align2::LEFT_CENTER), set, &words);
    let shown_max = match scene.shape {
        Shape::Upright => UPRIGHT_SHOWN_MAX,
        Shape::Lying => LYING_SHOWN_MAX,
    };
    let gap = theme.px(16.0);
    let row_min = card_height_min(scene);
    let n_rows_max = (((cards.height() + gap) / (row_min + gap)) as usize).max(1);
    let n = found.len().min(shown_max).min(n_rows_max * n_columns);
    let n_rows = n.div_ceil(n_columns);
    let row = (theme.px(150.0) * theme.text_scale).min((cards.height() + gap) / n_rows.max(1) as f32 - gap);
    let cards = cards.with_max_y(cards.top() + (row + gap) * n_rows as f32 - gap);
    let tiles: Vec<Tile<'_>> =
        found.into_iter().take(n).map(|service| service_tile(scene, service, None)).collect();
    let mut cells = grid(cards, n_columns, n_rows, gap);
    cells.truncate(n);
    tiles_ui(ui, theme, &cells, &tiles)
}

/// The rows of the keyboard, each as wide as ten letters at most.
fn keyboard(scene: &Scene<'_>) -> Vec<Vec<Cell>> {
    let own = scene.texts.text("kiosk-keys");
    // Above the letters that all keyboards have are those that only Vietnamese has, seven.
    let letters = [own.as_str()].into_iter().chain(LETTERS);
    let mut rows: Vec<Vec<Cell>> =
        letters.map(|row| row.chars().map(|letter| (KeyCap::Letter(letter), 1.0)).collect()).collect();
    rows[0].push((KeyCap::Erase, 3.0));
    match scene.shape {
        Shape::Upright => rows.push(vec![(KeyCap::Back, 3.5), (KeyCap::Space, 6.5)]),
        Shape::Lying => {
            rows[3].insert(0, (KeyCap::Back, 1.5));
            rows[3].push((KeyCap::Space, 1.5));
        }
    }
    rows
}
