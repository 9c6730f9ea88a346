//! The devices of this hall: what the hub says to them, and what they report.

mod keypads;
mod leds;
mod printers;
mod relays;
mod scanners;
mod slips;
mod templates;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use goiso_config::{Config, LedConfig};
use goiso_hardware::keypad::{Key, KeyPress};
use goiso_hardware::led::{LedBusHandle, LedSimulator};
use goiso_hardware::printer::{JobId, PrinterHandle, VirtualPrinter};
use goiso_hardware::scanner::VirtualScanner;
use goiso_model::{CounterNumber, DeviceName};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::core::{Action, DeviceReport, Input, SlipNews};
use crate::message::Message;

use relays::Relays;

pub(crate) use printers::start_alone;
pub use relays::{AgentOrder, AgentSession, Agents};
pub use slips::SlipBooks;
pub(crate) use slips::check_files;
pub use templates::{LedTemplates, LedTemplatesError};

/// Events of one kind that wait to be told to the hub.
const EVENTS_WAITING_MAX: usize = 256;

/// Says to the devices what the hub wants of them. Never waits for one.
#[derive(Debug)]
pub struct DeviceHandles {
    printers: BTreeMap<DeviceName, PrinterHandle>,
    buses: BTreeMap<DeviceName, LedBusHandle>,
    leds: BTreeMap<CounterNumber, LedConfig>,
    agents: Agents,
    reports: mpsc::UnboundedSender<DeviceReport>,
}

/// The devices that are part of this process, for whoever demonstrates or tests the hub.
#[derive(Debug, Clone, Default)]
pub struct Simulated {
    /// Virtual printers.
    pub printers: BTreeMap<DeviceName, VirtualPrinter>,
    /// Virtual LED buses.
    pub buses: BTreeMap<DeviceName, LedSimulator>,
    /// All keypads: a real one can be pressed by a program, too.
    pub keypads: BTreeMap<DeviceName, VirtualKeypad>,
    /// Virtual scanners.
    pub scanners: BTreeMap<DeviceName, VirtualScanner>,
}

/// A keypad without keys.
#[derive(Debug, Clone)]
pub struct VirtualKeypad {
    name: DeviceName,
    reports: mpsc::UnboundedSender<DeviceReport>,
}

impl VirtualKeypad {
    /// Presses a key.
    pub fn press(&self, key: Key) {
        // The hub has ended: nobody hears it.
        drop(self.reports.send(DeviceReport::Key(KeyPress { pad: self.name.clone(), key })));
    }
}

/// Where virtual printers put their slips.
#[derive(Debug, Clone)]
pub enum SlipFolder {
    /// Each printer's own folder, below this one where it is relative.
    Configured(PathBuf),
    /// All into this one.
    Together(PathBuf),
}

impl SlipFolder {
    fn of(&self, folder: &Path) -> PathBuf {
        match self {
            Self::Configured(data) => data.join(folder),
            Self::Together(together) => together.clone(),
        }
    }
}

/// Starts every device of the configuration on the current runtime. Fails only where a virtual printer's
/// folder cannot be made: a real device that is absent is retried for ever.
pub fn start(
    config: &Config,
    slips: &SlipFolder,
    books: &SlipBooks,
    templates: &LedTemplates,
    messages: mpsc::Sender<Message>,
) -> io::Result<(DeviceHandles, Simulated, DevicesEnd)> {
    let mut simulated = Simulated::default();
    let (reports, reported) = mpsc::unbounded_channel();
    tokio::spawn(tell(reported, messages));
    let mut relays = Relays::default();
    let printers = printers::start(config, slips, books, &reports, (&mut simulated, &mut relays))?;
    let agents = relays.start();
    let leds::Buses { handles: buses, ended } = leds::start(config, templates, &reports, &mut simulated);
    keypads::start(config, &reports);
    scanners::start(config, &reports, &mut simulated);
    for keypad in &config.keypads {
        let pressed = VirtualKeypad { name: keypad.name.clone(), reports: reports.clone() };
        simulated.keypads.insert(keypad.name.clone(), pressed);
    }
    let leds =
        config.counters.iter().filter_map(|counter| Some((counter.number, counter.led.clone()?))).collect();
    Ok((DeviceHandles { printers, buses, leds, agents, reports }, simulated, DevicesEnd { ended }))
}

/// How long the displays of a bus may take to go dark: a few frames, or a bus that hangs.
const DARK_WITHIN: Duration = Duration::from_secs(2);

/// The end of the devices, once their [`DeviceHandles`] are dropped.
#[derive(Debug)]
pub struct DevicesEnd {
    ended: JoinHandle<()>,
}

impl DevicesEnd {
    /// Waits until the displays are dark, so that no number stays lit when the hub is away; not for long.
    pub async fn wait(self) {
        if tokio::time::timeout(DARK_WITHIN, self.ended).await.is_err() {
            tracing::warn!("some displays may still show a number: their bus did not end in time");
        }
    }
}

impl DeviceHandles {
    /// Does what the hub wants.
    pub fn act(&self, action: &Action) {
        match action {
            Action::Print { printer, ticket, slip } => {
                let Some(handle) = self.printers.get(printer) else { return };
                // The ticket's own id names the job, so that its fate finds it again.
                if let Err(refusal) = handle.print(JobId(ticket.bits()), slip.as_ref().clone()) {
                    tracing::warn!(%printer, %ticket, %refusal, "a slip is not printed");
                    let (printer, ticket) = (printer.clone(), *ticket);
                    self.report(DeviceReport::Slip { printer, ticket, news: SlipNews::NotPrinted });
                }
            }
            Action::Light { counter, show } => {
                let Some(led) = self.leds.get(counter) else { return };
                if let Some(bus) = self.buses.get(&led.bus) {
                    bus.show(led.address, show.clone());
                }
            }
            Action::Dim { bus, percent } => {
                if let Some(bus) = self.buses.get(bus) {
                    bus.dim(*percent);
                }
            }
        }
    }

    /// Where the kiosks' computers connect that have printers of ours.
    pub fn agents(&self) -> &Agents {
        &self.agents
    }

    fn report(&self, report: DeviceReport) {
        // The hub has ended: nobody needs to know.
        drop(self.reports.send(report));
    }
}

/// Carries reports to the hub. Unbounded on the devices' side, because each device has at most a queue of
/// [`goiso_hardware::printer::QUEUED_SLIPS_MAX`] slips to report on, and the core loop may not wait for itself.
async fn tell(mut reported: mpsc::UnboundedReceiver<DeviceReport>, messages: mpsc::Sender<Message>) {
    while let Some(report) = reported.recv().await {
        if messages.send(Message::Input(Input::Device(report), None)).await.is_err() {
            return;
        }
    }
}

fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
