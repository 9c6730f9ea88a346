//! `goiso-display`: the hall board.

use anyhow::anyhow;
use clap::Parser;
use goiso_display::{App, Options};
use goiso_i18n::Texts;

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let title = Texts::new(&options.language).text("board-window");
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("goiso-display")
        .with_title(&title)
        .with_inner_size(options.size)
        .with_fullscreen(!options.windowed);
    let native = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    eframe::run_native(&title, native, Box::new(move |cc| Ok(Box::new(App::start(&options, &cc.egui_ctx)?))))
        .map_err(|error| anyhow!("the window could not be opened or kept: {error}"))
}
