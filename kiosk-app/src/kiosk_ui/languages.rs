//! All languages, where there are more than fit beside the other buttons.

use egui::{Rect, Ui};
use goiso_ui::icon_named;
use goiso_ui::widgets::Ability;

use super::frame::frame_ui;
use super::tile::{Side, Sign, Tile, Tone, tiles_ui};
use super::{Scene, footer, pages};
use crate::Action;

pub(super) fn languages_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<Action> {
    let title = scene.texts.text("kiosk-languages-title");
    let frame = frame_ui(ui, scene, rect, &title, &scene.texts.text("kiosk-languages-hint"));
    let sign = Sign::Picture(icon_named("language").expect("our own icons are in the table"));
    let tiles: Vec<Tile<'_>> = scene
        .kiosk
        .languages()
        .iter()
        .map(|(language, name)| Tile {
            sign,
            name,
            description: "",
            side: Side::default(),
            note: String::new(),
            said_above: String::new(),
            ability: Ability::Enabled,
            tone: Tone::Inviting,
            action: Action::Speak(language.clone()),
        })
        .collect();
    let page = pages::page(scene, frame.middle, tiles.len(), 0);
    let touched = tiles_ui(ui, &scene.theme, &page.cells, &tiles[page.shown]);
    let view = scene.kiosk.view()?;
    touched.or(footer::footer_ui(ui, scene, frame.bottom, view)).or(frame.touched)
}
