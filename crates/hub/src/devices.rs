//! The devices of this hall: what the hub says to them, and what they report.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use goiso_hardware::led::{
    Echo, LedBusConfig, LedBusHandle, LedBusTarget, LedDisplay, LedEvent, LedSimulator, LedState,
    RegisterMap, spawn_bus,
};
use goiso_hardware::printer::{
    Fate, JobId, PrinterConfig, PrinterEvent, PrinterHandle, PrinterTarget, Profile, VirtualPrinter, spawn,
};
use goiso_model::{CounterNumber, DeviceName, TicketId};
use tokio::sync::mpsc;

use crate::config::{self, Config, LedBusKind, LedConfig, PrinterKind};
use crate::core::{Action, DeviceReport, Input};
use crate::message::Message;

/// Events of one kind that wait to be told to the hub.
const EVENTS_WAITING_MAX: usize = 256;

/// Says to the devices what the hub wants of them. Never waits for one.
#[derive(Debug)]
pub struct DeviceHandles {
    printers: BTreeMap<DeviceName, PrinterHandle>,
    buses: BTreeMap<DeviceName, LedBusHandle>,
    leds: BTreeMap<CounterNumber, LedConfig>,
    reports: mpsc::UnboundedSender<DeviceReport>,
}

/// The devices that are part of this process, for whoever demonstrates or tests the hub.
#[derive(Debug, Clone, Default)]
pub struct Simulated {
    /// Virtual printers.
    pub printers: BTreeMap<DeviceName, VirtualPrinter>,
    /// Virtual LED buses.
    pub buses: BTreeMap<DeviceName, LedSimulator>,
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
    messages: mpsc::Sender<Message>,
) -> io::Result<(DeviceHandles, Simulated)> {
    let mut simulated = Simulated::default();
    let (reports, reported) = mpsc::unbounded_channel();
    tokio::spawn(tell(reported, messages));
    let printers = start_printers(config, slips, &reports, &mut simulated)?;
    let buses = start_buses(config, &reports, &mut simulated);
    let leds =
        config.counters.iter().filter_map(|counter| Some((counter.number, counter.led.clone()?))).collect();
    Ok((DeviceHandles { printers, buses, leds, reports }, simulated))
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
                    self.report(DeviceReport::Slip { ticket: *ticket, is_printed: Some(false) });
                }
            }
            Action::Light { counter, show } => {
                let Some(led) = self.leds.get(counter) else { return };
                if let Some(bus) = self.buses.get(&led.bus) {
                    bus.show(led.address, show.clone());
                }
            }
        }
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

fn start_printers(
    config: &Config,
    slips: &SlipFolder,
    reports: &mpsc::UnboundedSender<DeviceReport>,
    simulated: &mut Simulated,
) -> io::Result<BTreeMap<DeviceName, PrinterHandle>> {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(printer_events(happened, reports.clone()));
    let mut handles = BTreeMap::new();
    for printer in &config.printers {
        let target = match &printer.kind {
            PrinterKind::Virtual { folder } => {
                let made = VirtualPrinter::spawn(slips.of(folder), printer.dots)?;
                simulated.printers.insert(printer.name.clone(), made.clone());
                PrinterTarget::Virtual(made)
            }
            PrinterKind::Tcp { host, port } => PrinterTarget::Tcp { host: host.clone(), port: *port },
            PrinterKind::Serial(serial) => {
                PrinterTarget::Serial { path: path_text(&serial.path), baud: serial.baud }
            }
            PrinterKind::File { path } => PrinterTarget::File { path: path.clone() },
        };
        let model = if printer.dots > 384 { Profile::GENERIC_80MM } else { Profile::GENERIC_58MM };
        let profile = Profile { dots: printer.dots, ..model };
        let printer_config = PrinterConfig { name: printer.name.clone(), target, profile };
        handles.insert(printer.name.clone(), spawn(printer_config, events.clone()));
    }
    Ok(handles)
}

async fn printer_events(
    mut happened: mpsc::Receiver<PrinterEvent>,
    reports: mpsc::UnboundedSender<DeviceReport>,
) {
    while let Some(event) = happened.recv().await {
        let report = match event {
            PrinterEvent::StateChanged { printer, state } => {
                tracing::info!(%printer, ?state, "printer");
                DeviceReport::Printer { printer, state }
            }
            PrinterEvent::Job { printer, job, fate } => {
                let ticket = TicketId::from_bits(job.0);
                let is_printed = match fate {
                    Fate::Printed => Some(true),
                    Fate::NotPrinted { ref why } => {
                        tracing::warn!(%printer, %ticket, ?why, "a slip is not printed");
                        Some(false)
                    }
                    Fate::Unknown { why } => {
                        tracing::warn!(%printer, %ticket, ?why, "a slip may not be printed");
                        None
                    }
                };
                DeviceReport::Slip { ticket, is_printed }
            }
        };
        if reports.send(report).is_err() {
            return;
        }
    }
}

fn start_buses(
    config: &Config,
    reports: &mpsc::UnboundedSender<DeviceReport>,
    simulated: &mut Simulated,
) -> BTreeMap<DeviceName, LedBusHandle> {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(led_events(happened, leds_by_address(config), reports.clone()));
    let mut handles = BTreeMap::new();
    for bus in &config.led_buses {
        let displays = displays(config, bus);
        let target = match &bus.kind {
            LedBusKind::Virtual => {
                let simulator = LedSimulator::new(displays.iter().map(|display| display.address));
                simulated.buses.insert(bus.name.clone(), simulator.clone());
                LedBusTarget::Virtual(simulator)
            }
            LedBusKind::Serial(serial) => {
                LedBusTarget::Serial { path: path_text(&serial.path), baud: serial.baud }
            }
        };
        let bus_config = LedBusConfig { name: bus.name.clone(), target, echo: Echo::default(), displays };
        handles.insert(bus.name.clone(), spawn_bus(bus_config, events.clone()));
    }
    handles
}

fn displays(config: &Config, bus: &config::LedBusConfig) -> Vec<LedDisplay> {
    let map = RegisterMap::Characters { start: bus.start_register, width: bus.width };
    let leds = config.counters.iter().filter_map(|counter| counter.led.as_ref());
    leds.filter(|led| led.bus == bus.name).map(|led| LedDisplay { address: led.address, map }).collect()
}

fn leds_by_address(config: &Config) -> BTreeMap<LedConfig, CounterNumber> {
    config.counters.iter().filter_map(|counter| Some((counter.led.clone()?, counter.number))).collect()
}

async fn led_events(
    mut happened: mpsc::Receiver<LedEvent>,
    counters: BTreeMap<LedConfig, CounterNumber>,
    reports: mpsc::UnboundedSender<DeviceReport>,
) {
    while let Some(LedEvent::StateChanged { bus, display, state }) = happened.recv().await {
        let Some(counter) = counters.get(&LedConfig { bus: bus.clone(), address: display }) else { continue };
        tracing::info!(%bus, %counter, ?state, "LED display");
        let report = DeviceReport::Led { counter: *counter, is_up: state == LedState::Up };
        if reports.send(report).is_err() {
            return;
        }
    }
}

fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
