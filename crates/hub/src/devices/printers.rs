//! The slip printers of the hall.

use std::collections::BTreeMap;
use std::io;

use goiso_config::{Config, PrinterKind};
use goiso_hardware::printer::{
    Fate, PrinterConfig, PrinterEvent, PrinterHandle, PrinterTarget, VirtualPrinter, spawn,
};
use goiso_model::{DeviceName, TicketId};
use tokio::sync::mpsc;

use super::slips::Memory;
use super::{EVENTS_WAITING_MAX, Simulated, SlipBooks, SlipFolder, path_text};
use crate::core::DeviceReport;

pub(super) fn start(
    config: &Config,
    slips: &SlipFolder,
    books: &SlipBooks,
    reports: &mpsc::UnboundedSender<DeviceReport>,
    simulated: &mut Simulated,
) -> io::Result<BTreeMap<DeviceName, PrinterHandle>> {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell(happened, books.memory(), reports.clone()));
    let mut handles = BTreeMap::new();
    for printer in &config.printers {
        let target = match &printer.kind {
            PrinterKind::Virtual { folder } => {
                let made = VirtualPrinter::spawn(slips.of(folder), books.of(printer).0.dots)?;
                simulated.printers.insert(printer.name.clone(), made.clone());
                PrinterTarget::Virtual(made)
            }
            PrinterKind::Tcp { host, port } => PrinterTarget::Tcp { host: host.clone(), port: *port },
            PrinterKind::Serial(serial) => {
                PrinterTarget::Serial { path: path_text(&serial.path), baud: serial.baud }
            }
            PrinterKind::File { path } => PrinterTarget::File { path: path.clone() },
        };
        let (profile, slips) = books.of(printer);
        let printer_config = PrinterConfig { name: printer.name.clone(), target, profile, slips };
        handles.insert(printer.name.clone(), spawn(printer_config, events.clone()));
    }
    Ok(handles)
}

async fn tell(
    mut happened: mpsc::Receiver<PrinterEvent>,
    memory: Memory,
    reports: mpsc::UnboundedSender<DeviceReport>,
) {
    while let Some(event) = happened.recv().await {
        let report = match event {
            PrinterEvent::StateChanged { printer, state } => {
                tracing::info!(%printer, ?state, "printer");
                DeviceReport::Printer { printer, state }
            }
            PrinterEvent::Held { printer, job, state } => {
                let ticket = TicketId::from_bits(job.0);
                tracing::warn!(%printer, %ticket, ?state, "the printer has stopped over a slip");
                continue;
            }
            PrinterEvent::Kept { printer, resident } => {
                memory.keep(&printer, &resident).await;
                continue;
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
