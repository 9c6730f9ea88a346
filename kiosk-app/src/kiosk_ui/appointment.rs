//! An appointment that was scanned: when it is, and its number with one touch.

use egui::{Rect, Ui};
use goiso_protocol::{KioskView, ScannedAppointment};
use goiso_ui::widgets::Ability;

use super::choose::service_tile;
use super::frame::frame_ui;
use super::tile::{Side, Tile, Tone, tiles_ui};
use super::{Scene, footer, pages};
use crate::Action;

pub(super) fn appointment_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    appointment: &ScannedAppointment,
) -> Option<Action> {
    let moment = |at| [("moment", scene.moment(at).into())];
    let title = scene.texts.format("kiosk-appointment", &moment(appointment.slot));
    let hint = if scene.now < appointment.from {
        scene.texts.format("kiosk-appointment-early", &moment(appointment.from))
    } else if scene.now > appointment.in_order_until {
        scene.texts.text("kiosk-appointment-late")
    } else {
        scene.texts.text("kiosk-appointment-hint")
    };
    let frame = frame_ui(ui, scene, rect, &title, &hint);
    let is_early = scene.now < appointment.from;
    let tiles: Vec<Tile<'_>> = view
        .services
        .iter()
        .filter(|service| service.id == appointment.service)
        .map(|service| Tile {
            // The promise holds whatever the service's numbers of today are.
            ability: Ability::when(scene.kiosk.can_issue() && !is_early),
            tone: if is_early { Tone::Greyed } else { Tone::Inviting },
            side: if is_early {
                Side::new(scene.texts.text("kiosk-appointment-from"), scene.moment(appointment.from))
            } else {
                Side::default()
            },
            note: String::new(),
            action: Action::CheckIn(appointment.code),
            ..service_tile(scene, service, None)
        })
        .collect();
    let page = pages::page(scene, frame.middle, tiles.len(), 0);
    let touched = tiles_ui(ui, &scene.theme, &page.cells, &tiles);
    touched.or(footer::footer_ui(ui, scene, frame.bottom, view)).or(frame.touched)
}
