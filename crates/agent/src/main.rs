//! `goiso-device-agent`: runs on a kiosk's computer and opens its printers for the hub.

use clap::Parser;
use goiso_model::DeviceName;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Opens the printers of a kiosk's computer for the hub, whose file says which they are (`kind = "kiosk"`).
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Where the hub is.
    #[arg(long, default_value = "ws://127.0.0.1:7300/ws")]
    hub: String,
    /// The kiosk's name in the hub's configuration.
    #[arg(long, default_value = "kiosk-1")]
    device: DeviceName,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let Options { hub, device } = Options::parse();
    let mut told_to_end = signal(SignalKind::terminate())?;
    tokio::select! {
        begun = goiso_agent::run(&hub, device) => begun?,
        _ = told_to_end.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}
