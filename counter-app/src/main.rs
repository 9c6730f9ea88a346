//! `goiso-counter`: the counter terminal.

use anyhow::anyhow;
use clap::Parser;
use eframe::egui;
use goiso_counter::{App, Options};
use goiso_i18n::{Texts, Value};

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let counter = u32::from(options.counter);
    let title = Texts::new(&options.language).format("counter-window", &[("counter", Value::from(counter))]);
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("goiso-counter")
        .with_title(&title)
        .with_inner_size(options.size)
        .with_fullscreen(options.fullscreen);
    let native = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    eframe::run_native(&title, native, Box::new(move |cc| Ok(Box::new(App::start(&options, &cc.egui_ctx)?))))
        .map_err(|error| anyhow!("the window could not be opened or kept: {error}"))
}
