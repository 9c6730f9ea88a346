//! A keyboard on the screen.

use egui::{Rect, Ui, Vec2, pos2};
use goiso_ui::layout::grid;
use goiso_ui::widgets::{Ability, Look, button_at};
use goiso_ui::{Icon, Type, icon_named};

use super::Scene;

/// The letters as keyboards have them.
pub(super) const LETTERS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// A key and its width in letters.
pub(super) type Cell = (KeyCap, f32);

/// What is on a key.
#[derive(Clone, Copy)]
pub(super) enum KeyCap {
    Letter(char),
    Erase,
    Space,
    Back,
}

/// Letters in the longest row.
const ROW_LETTERS: f32 = 10.0;

/// Draws the rows of a keyboard, out over the sides of `rect` where fingers need it; the answer is the key that was
/// touched.
pub(super) fn keyboard_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    keyboard: Vec<Vec<Cell>>,
    gap: f32,
) -> Option<KeyCap> {
    let needed = (scene.theme.touch_min + gap) * ROW_LETTERS - gap;
    let side = ((needed - rect.width()) / 2.0).clamp(0.0, rect.left() - scene.window.left());
    let rect = rect.expand2(Vec2::new(side, 0.0));
    let rows = grid(rect, 1, keyboard.len(), gap);
    let unit = (rect.width() + gap) / ROW_LETTERS - gap;
    let mut touched = None;
    for (row, keys) in rows.into_iter().zip(keyboard) {
        let width = |units: f32| units * (unit + gap) - gap;
        let whole = width(keys.iter().map(|(_, units)| units).sum());
        let mut left = row.center().x - whole / 2.0;
        for (cap, units) in keys {
            let cell = Rect::from_min_size(pos2(left, row.top()), Vec2::new(width(units), row.height()));
            touched = touched.or(cap_ui(ui, scene, cell, cap));
            left += width(units) + gap;
        }
    }
    touched
}

fn cap_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, cap: KeyCap) -> Option<KeyCap> {
    let is_touched = match cap {
        KeyCap::Letter(letter) => key_ui(ui, scene, rect, letter),
        KeyCap::Erase => key_with_words(ui, scene, rect, "backspace", "kiosk-key-erase"),
        KeyCap::Space => key_with_words(ui, scene, rect, "space_bar", "kiosk-key-space"),
        KeyCap::Back => key_with_words(ui, scene, rect, "arrow_back", "kiosk-back"),
    };
    is_touched.then_some(cap)
}

fn key_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, letter: char) -> bool {
    let theme = &scene.theme;
    let capital: String = letter.to_uppercase().collect();
    let look = Look { radius: 18.0, ..Look::plain(theme) };
    let set = Type::semi_bold(44.0 / theme.text_scale, theme.ink);
    button_at(ui, theme, rect, (look, Ability::Enabled), set, (None, &capital)).clicked()
}

fn key_with_words(ui: &Ui, scene: &Scene<'_>, rect: Rect, icon: &str, key: &str) -> bool {
    let theme = &scene.theme;
    let words = scene.texts.text(key);
    let content: (Option<Icon>, &str) = (icon_named(icon), &words);
    // Keys stay as they are: larger letters would need wider ones.
    let set = Type::semi_bold(32.0 / theme.text_scale, theme.accent);
    button_at(ui, theme, rect, (Look::outline(theme), Ability::Enabled), set, content).clicked()
}
