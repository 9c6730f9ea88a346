//! `goiso-counter`: the counter terminal.

use std::error::Error as _;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::Parser;
use eframe::egui;
use goiso_counter::{App, Options, Place, place_file};
use goiso_i18n::{Texts, Value};

/// Somebody must mend a text first.
const EXIT_MEND: u8 = 2;

fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let texts = match Texts::load(&options.language, options.locales.as_deref()) {
        Ok(texts) => texts,
        Err(error) => {
            tracing::error!(cause = ?error.source(), "{error}; mend it, or leave --locales out");
            return Ok(ExitCode::from(EXIT_MEND));
        }
    };
    let title = match options.counter {
        Some(counter) => texts.format("counter-window", &[("counter", Value::from(u32::from(counter)))]),
        None => texts.text("counter-app-name"),
    };
    let folder = |name| std::env::var_os(name).map(std::path::PathBuf::from);
    // A window whose size is ordered has no place of its own to remember.
    let remembers = options.size.is_none() && !options.fullscreen;
    let file =
        place_file(&options.place_name(), folder("XDG_CONFIG_HOME"), folder("HOME")).filter(|_| remembers);
    let place = file.as_deref().and_then(Place::read);
    let viewport = window(&options, place, &title);
    let native = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        // There are no gradients to smooth, and each dot costs time where the processor draws.
        dithering: false,
        ..Default::default()
    };
    eframe::run_native(
        &title,
        native,
        Box::new(move |cc| Ok(Box::new(App::start(&options, texts, &cc.egui_ctx, place, file)?))),
    )
    .map_err(|error| anyhow!("the window could not be opened or kept: {error}"))?;
    Ok(ExitCode::SUCCESS)
}

/// The window as it was left, unless the command line says otherwise.
fn window(options: &Options, place: Option<Place>, title: &str) -> egui::ViewportBuilder {
    let size = options.size.map(egui::Vec2::from);
    let left = place.map(|place| egui::vec2(place.width, place.height));
    let mut window = egui::ViewportBuilder::default()
        .with_app_id("goiso-counter")
        .with_title(title)
        .with_inner_size(size.or(left).unwrap_or(egui::vec2(460.0, 900.0)))
        .with_fullscreen(options.fullscreen);
    if let Some(Place { x: Some(x), y: Some(y), .. }) = place.filter(|_| size.is_none()) {
        window = window.with_position(egui::pos2(x, y));
    }
    if place.is_some_and(|place| place.is_on_top) {
        window = window.with_always_on_top();
    }
    window
}
