//! `goiso-counter`: the counter terminal.

use std::error::Error as _;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::Parser;
use eframe::egui;
use goiso_counter::{App, Options};
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
    let counter = u32::from(options.counter);
    let title = texts.format("counter-window", &[("counter", Value::from(counter))]);
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("goiso-counter")
        .with_title(&title)
        .with_inner_size(options.size)
        .with_fullscreen(options.fullscreen);
    let native = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    eframe::run_native(
        &title,
        native,
        Box::new(move |cc| Ok(Box::new(App::start(&options, texts, &cc.egui_ctx)?))),
    )
    .map_err(|error| anyhow!("the window could not be opened or kept: {error}"))?;
    Ok(ExitCode::SUCCESS)
}
