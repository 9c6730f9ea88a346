//! A QR code drawn as squares.

use std::sync::Arc;

use egui::{Color32, Id, Mesh, Rect, Ui, Vec2, pos2};
use qrcode::{Color, EcLevel, QrCode};

/// The quiet zone that readers need: 4 modules (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// Paints `text` as a QR code into the middle of `rect`. Nothing for a text that no code holds.
pub(super) fn qr_ui(ui: &Ui, rect: Rect, text: &str, (dark, light): (Color32, Color32)) {
    let Some(code) = encoded(ui, text) else { return };
    let n_modules = code.width() + 2 * QUIET;
    // Whole pixels, so that every module is as wide as its neighbour.
    let pixel = ui.ctx().pixels_per_point();
    let module = (rect.width().min(rect.height()) * pixel / n_modules as f32).floor().max(1.0) / pixel;
    let square = Rect::from_center_size(rect.center(), Vec2::splat(module * n_modules as f32));
    let origin = pos2((square.left() * pixel).round() / pixel, (square.top() * pixel).round() / pixel);
    ui.painter().rect_filled(square, 0.0, light);
    let mut mesh = Mesh::default();
    for (i, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let place = Vec2::new((i % code.width() + QUIET) as f32, (i / code.width() + QUIET) as f32);
            mesh.add_colored_rect(Rect::from_min_size(origin + place * module, Vec2::splat(module)), dark);
        }
    }
    ui.painter().add(mesh);
}

/// The code of a text, kept from one frame to the next.
fn encoded(ui: &Ui, text: &str) -> Option<Arc<QrCode>> {
    let id = Id::unique("kiosk follow code").with(text);
    if let Some(known) = ui.ctx().data(|data| data.get_temp::<Arc<QrCode>>(id)) {
        return Some(known);
    }
    let code = Arc::new(QrCode::with_error_correction_level(text, EcLevel::M).ok()?);
    ui.ctx().data_mut(|data| {
        data.remove_by_type::<Arc<QrCode>>();
        data.insert_temp(id, Arc::clone(&code));
    });
    Some(code)
}
