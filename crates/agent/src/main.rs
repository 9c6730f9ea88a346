//! `goiso-device-agent`: runs on a kiosk's computer and opens its printers for the hub.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Parser;
use goiso_agent::{Gate, LocalPrinter};
use goiso_hardware::printer::{Naming, PrinterModel, PrinterTarget, Profile, SlipLayout, SlipSetup};
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
    /// The printer for slips of numbers that the kiosk gives while the hub is away, e.g. /dev/usb/lp0; without it they are
    /// on the screen only.
    #[arg(long)]
    printer: Option<PathBuf>,
    /// Bits a second of a serial printer; left out for one that has no such speed.
    #[arg(long, requires = "printer")]
    baud: Option<u32>,
    /// Its model: auto, a shipped one, or a file that ends in .toml (docs/slip.md).
    #[arg(long, default_value = "auto", requires = "printer")]
    profile: String,
    /// The printable width in dots, for --profile auto: 576 for 80 mm paper, 384 for 58 mm.
    #[arg(long, default_value_t = 576, requires = "printer")]
    dots: u16,
    /// What the slips look like: vietnamese, bilingual, or a file that ends in .toml (docs/slip.md).
    #[arg(long, default_value = "vietnamese", requires = "printer")]
    layout: String,
    /// Where the kiosk's program asks for such slips. Usually $XDG_RUNTIME_DIR/goiso-device-agent.sock.
    #[arg(long, requires = "printer")]
    socket: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let options = Options::parse();
    let gate = Gate::default();
    let local = options.local()?;
    let local_gate = gate.clone();
    let slips = async move {
        match local {
            Some((socket, printer)) => goiso_agent::serve_local(&socket, printer, local_gate).await,
            None => std::future::pending().await,
        }
    };
    let mut told_to_end = signal(SignalKind::terminate())?;
    tokio::select! {
        begun = goiso_agent::run(&options.hub, options.device.clone(), gate) => begun?,
        begun = slips => begun?,
        _ = told_to_end.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

impl Options {
    /// The printer for slips without the hub, and where they are asked for.
    fn local(&self) -> anyhow::Result<Option<(PathBuf, LocalPrinter)>> {
        let Some(path) = &self.printer else { return Ok(None) };
        let usual = || {
            let folder = std::env::var_os("XDG_RUNTIME_DIR").filter(|folder| !folder.is_empty())?;
            Some(Path::new(&folder).join("goiso-device-agent.sock"))
        };
        let socket = self.socket.clone().or_else(usual);
        let socket = socket.context("there is no XDG_RUNTIME_DIR: give a socket with --socket")?;
        let target = match self.baud {
            Some(baud) => PrinterTarget::Serial { path: path.to_string_lossy().into_owned(), baud },
            None => PrinterTarget::File { path: path.clone() },
        };
        let (profile, naming) = self.profile()?;
        let slips = SlipSetup { layout: self.layout()?, ..SlipSetup::default() };
        Ok(Some((socket, LocalPrinter { target, profile, naming, slips })))
    }

    fn profile(&self) -> anyhow::Result<(Profile, Naming)> {
        let name = self.profile.as_str();
        let is_file = Path::new(name).extension().is_some_and(|ending| ending == "toml");
        match name {
            "auto" => {
                let profile = match self.dots {
                    576 => Profile::GENERIC_80MM,
                    384 => Profile::GENERIC_58MM,
                    other => anyhow::bail!("--dots is {other}; write 576 or 384"),
                };
                Ok((profile, Naming::Asked { dots_max: self.dots }))
            }
            _ if is_file => Ok((PrinterModel::load(Path::new(name))?.profile, Naming::Given)),
            _ => {
                let shipped = || PrinterModel::shipped().iter().map(|model| model.id.as_str());
                let known = || shipped().collect::<Vec<_>>().join(", ");
                let model = PrinterModel::by_id(name)
                    .with_context(|| format!("--profile is '{name}'; there are auto, {}", known()))?;
                Ok((model.profile, Naming::Given))
            }
        }
    }

    fn layout(&self) -> anyhow::Result<Arc<SlipLayout>> {
        match self.layout.as_str() {
            "vietnamese" => Ok(SlipLayout::vietnamese()),
            "bilingual" => Ok(SlipLayout::bilingual()),
            file => Ok(Arc::new(SlipLayout::load(Path::new(file))?)),
        }
    }
}
