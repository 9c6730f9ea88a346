//! Screens without a window: drawn by a software renderer (lavapipe), found by label, kept as images.

use std::path::PathBuf;

use egui::{Ui, UiBuilder, Vec2};
use egui_kittest::{Harness, SnapshotOptions, try_image_snapshot_options};

use crate::install_fonts;

pub use egui_kittest;

/// Where `cargo xtask shots` asks for the images, instead of comparing them.
const SHOTS_DIR: &str = "GOISO_SHOTS";

/// How much a pixel may differ. Letters' edges differ by a little between versions of the renderer;
/// a moved or recoloured thing differs by far more.
const PIXEL_THRESHOLD: f32 = 2.0;

/// The side of the largest texture of almost every graphics card.
const LARGE_TEXTURE_SIDE: usize = 8_192;

/// A screen of `size` pixels that a test can look at and touch, with our fonts.
pub fn harness<'a>(size: [u32; 2], mut screen: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    let mut harness = Harness::builder()
        .with_size(Vec2::new(size[0] as f32, size[1] as f32))
        .with_pixels_per_point(1.0)
        .with_theme(egui::Theme::Light)
        .with_context_setup(install_fonts)
        .with_render_cursor(false)
        .build_ui(move |ui| {
            // The harness leaves a margin that a real window has not.
            let window = ui.ctx().content_rect();
            let mut whole = ui.new_child(UiBuilder::new().max_rect(window));
            whole.set_clip_rect(window);
            screen(&mut whole);
        });
    // As a graphics card says for itself. Without it letters of 4,000-dot screens are painted over each other.
    if size.iter().any(|side| *side > 2_048) {
        harness.input_mut().max_texture_side = Some(LARGE_TEXTURE_SIDE);
    }
    harness
}

/// Draws a screen and compares it with `tests/snapshots/<name>.png`; `UPDATE_SNAPSHOTS=1` accepts what is
/// new. With `GOISO_SHOTS=<folder>` it writes `<folder>/<name>.png` and compares nothing. Up to one pixel
/// in 20,000 may differ, which is less than any letter has.
pub fn shot<'a>(name: &str, size: [u32; 2], screen: impl FnMut(&mut Ui) + 'a) {
    let mut harness = harness(size, screen);
    harness.step();
    let image = harness.render().expect("the software renderer draws");
    if let Some(folder) = std::env::var_os(SHOTS_DIR).map(PathBuf::from) {
        std::fs::create_dir_all(&folder).expect("the folder for the shots can be made");
        image.save(folder.join(format!("{name}.png"))).expect("the shot can be written");
        return;
    }
    let options = SnapshotOptions::new()
        .threshold(PIXEL_THRESHOLD)
        .max_failed_pixels((size[0] * size[1] / 20_000) as usize);
    // Not by the harness's own method, which takes one harness a test and no more.
    if let Err(difference) = try_image_snapshot_options(&image, name, &options) {
        panic!("{difference}");
    }
}
