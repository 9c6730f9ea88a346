//! `goiso-display`: the hall board.

use std::error::Error as _;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::Parser;
use goiso_display::{App, Options};
use goiso_i18n::Texts;

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
    let title = texts.text("board-window");
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("goiso-display")
        .with_title(&title)
        .with_inner_size(options.size)
        .with_fullscreen(!options.windowed);
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
        Box::new(move |cc| Ok(Box::new(App::start(&options, texts, &cc.egui_ctx)?))),
    )
    .map_err(|error| anyhow!("the window could not be opened or kept: {error}"))?;
    Ok(ExitCode::SUCCESS)
}
