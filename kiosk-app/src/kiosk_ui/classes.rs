//! The priority classes to choose from.

use egui::{Rect, Ui};
use goiso_protocol::KioskView;
use goiso_ui::icon_named;
use goiso_ui::widgets::Ability;

use super::choose::{cells, frame_ui};
use super::tile::{Side, Sign, Tile, Tone, tiles_ui};
use super::{Scene, footer};
use crate::Action;

pub(super) fn classes_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) -> Option<Action> {
    let title = scene.texts.text("kiosk-priority-title");
    let hint = scene.texts.text("kiosk-priority-hint");
    let frame = frame_ui(ui, scene, rect, &title, &hint);
    let else_icon = icon_named("accessible").expect("our own icons are in the table");
    let tiles: Vec<Tile<'_>> = view
        .classes
        .iter()
        .map(|class| Tile {
            sign: Sign::Picture(icon_named(&class.icon).unwrap_or(else_icon)),
            name: scene.own(&class.name),
            description: "",
            side: Side::default(),
            ability: Ability::when(scene.kiosk.can_issue()),
            tone: Tone::Inviting,
            action: Action::ChooseClass(class.id.clone()),
        })
        .collect();
    let touched = tiles_ui(ui, &scene.theme, &cells(scene, frame.middle, tiles.len()), &tiles);
    if !scene.kiosk.can_issue() {
        ui.painter().rect_filled(rect, 0.0, scene.theme.veil);
    }
    touched.or(footer::footer_ui(ui, scene, frame.bottom, view))
}
