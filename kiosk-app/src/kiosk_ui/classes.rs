//! The priority classes to choose from, and the one that a scanned card suggests.

use egui::{Rect, Ui};
use goiso_model::PriorityClassId;
use goiso_protocol::{ClassInfo, KioskView};
use goiso_ui::icon_named;
use goiso_ui::widgets::Ability;

use super::frame::frame_ui;
use super::tile::{Side, Sign, Tile, Tone, tiles_ui};
use super::{Scene, footer, pages};
use crate::Action;

pub(super) fn classes_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) -> Option<Action> {
    let tiles: Vec<Tile<'_>> = view.classes.iter().map(|class| class_tile(scene, class)).collect();
    cards_ui(ui, scene, rect, view, ("kiosk-priority-title", "kiosk-priority-hint"), &tiles)
}

/// The card's birth year goes with a class: the visitor decides.
pub(super) fn suggested_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    class: &PriorityClassId,
) -> Option<Action> {
    let without = scene.texts.text("kiosk-suggested-without");
    let suggested = view.classes.iter().filter(|known| known.id == *class);
    let mut tiles: Vec<Tile<'_>> = suggested.map(|class| class_tile(scene, class)).collect();
    tiles.push(Tile {
        action: Action::DropClass,
        ..plain_tile(
            scene,
            Sign::Picture(icon_named("person").expect("our own icons are in the table")),
            &without,
        )
    });
    cards_ui(ui, scene, rect, view, ("kiosk-suggested-title", "kiosk-suggested-hint"), &tiles)
}

fn cards_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    (title, hint): (&str, &str),
    tiles: &[Tile<'_>],
) -> Option<Action> {
    let frame = frame_ui(ui, scene, rect, &scene.texts.text(title), &scene.texts.text(hint));
    let page = pages::page(scene, frame.middle, tiles.len(), 0);
    let touched = tiles_ui(ui, &scene.theme, &page.cells, &tiles[page.shown]);
    if !scene.kiosk.can_issue() {
        ui.painter().rect_filled(frame.middle, 0.0, scene.theme.veil);
    }
    touched.or(footer::footer_ui(ui, scene, frame.bottom, view)).or(frame.touched)
}

fn class_tile<'a>(scene: &Scene<'_>, class: &'a ClassInfo) -> Tile<'a> {
    let else_icon = icon_named("accessible").expect("our own icons are in the table");
    let sign = Sign::Picture(icon_named(&class.icon).unwrap_or(else_icon));
    Tile {
        action: Action::ChooseClass(class.id.clone()),
        ..plain_tile(scene, sign, class.name.get(scene.texts.language()))
    }
}

fn plain_tile<'a>(scene: &Scene<'_>, sign: Sign<'a>, name: &'a str) -> Tile<'a> {
    Tile {
        sign,
        name,
        description: "",
        side: Side::default(),
        note: String::new(),
        said_above: String::new(),
        ability: Ability::when(scene.kiosk.can_issue()),
        tone: Tone::Inviting,
        action: Action::Back,
    }
}
