//! The slip printers of the hall.

use std::collections::BTreeMap;
use std::io;

use goiso_config::{Config, PrinterKind, SerialConfig};
use goiso_hardware::printer::{
    Fate, PrinterConfig, PrinterEvent, PrinterHandle, PrinterTarget, VirtualPrinter, spawn,
};
use goiso_hardware::{RelayLine, UsbId};
use goiso_model::{DeviceName, TicketId};
use tokio::sync::mpsc;

use super::relays::{RelayedPort, Relays};
use super::slips::Memory;
use super::{EVENTS_WAITING_MAX, Simulated, SlipBooks, SlipFolder, path_text};
use crate::core::{DeviceReport, SlipNews};

pub(super) fn start(
    config: &Config,
    slips: &SlipFolder,
    books: &SlipBooks,
    reports: &mpsc::UnboundedSender<DeviceReport>,
    (simulated, relays): (&mut Simulated, &mut Relays),
) -> io::Result<BTreeMap<DeviceName, PrinterHandle>> {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell(happened, books.memory(), reports.clone()));
    let mut handles = BTreeMap::new();
    for printer in &config.printers {
        let target = target(printer, slips, books, (simulated, relays))?;
        handles.insert(printer.name.clone(), spawn(books.printer(printer, target), events.clone()));
    }
    Ok(handles)
}

/// Starts one printer alone, for a tool that wants to hear all it says.
pub(crate) fn start_alone(
    printer: &goiso_config::PrinterConfig,
    slips: &SlipFolder,
    books: &SlipBooks,
) -> io::Result<(PrinterHandle, mpsc::Receiver<PrinterEvent>)> {
    let target = target(printer, slips, books, (&mut Simulated::default(), &mut Relays::default()))?;
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    let config: PrinterConfig = books.printer(printer, target);
    Ok((spawn(config, events), happened))
}

fn target(
    printer: &goiso_config::PrinterConfig,
    slips: &SlipFolder,
    books: &SlipBooks,
    (simulated, relays): (&mut Simulated, &mut Relays),
) -> io::Result<PrinterTarget> {
    Ok(match &printer.kind {
        PrinterKind::Virtual { folder } => {
            let made = VirtualPrinter::spawn(slips.of(folder), books.dots(printer))?;
            simulated.printers.insert(printer.name.clone(), made.clone());
            PrinterTarget::Virtual(made)
        }
        PrinterKind::Tcp { host, port } => PrinterTarget::Tcp { host: host.clone(), port: *port },
        PrinterKind::Serial(serial) => {
            PrinterTarget::Serial { path: path_text(&serial.path), baud: serial.baud }
        }
        PrinterKind::Usb { vendor, product, serial_number } => PrinterTarget::Usb(UsbId {
            vendor: *vendor,
            product: *product,
            serial_number: serial_number.clone(),
        }),
        PrinterKind::File { path } => PrinterTarget::File { path: path.clone() },
        PrinterKind::Kiosk { kiosk, serial } => {
            let (line, calls) = RelayLine::new();
            let baud = baud(serial);
            let port = RelayedPort { printer: printer.name.clone(), path: path_text(&serial.path), baud };
            relays.add(kiosk, port, calls);
            PrinterTarget::Relay { line, baud }
        }
    })
}

/// The device files of USB printers have no speed.
fn baud(serial: &SerialConfig) -> Option<u32> {
    (!serial.path.starts_with("/dev/usb")).then_some(serial.baud)
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
                DeviceReport::Slip { printer, ticket, news: SlipNews::Held }
            }
            PrinterEvent::Kept { printer, resident } => {
                memory.keep(&printer, &resident).await;
                continue;
            }
            PrinterEvent::Named { printer, text, model } => {
                tracing::info!(%printer, name = text, model, "the printer has told its name");
                DeviceReport::PrinterNamed { printer, name: text }
            }
            PrinterEvent::Said { printer, answer } => {
                tracing::debug!(%printer, bytes = ?answer.bytes(), words = ?answer.words(), "printer status");
                continue;
            }
            PrinterEvent::Job { printer, job, fate } => {
                slip_report(printer, TicketId::from_bits(job.0), &fate)
            }
        };
        if reports.send(report).is_err() {
            return;
        }
    }
}

fn slip_report(printer: DeviceName, ticket: TicketId, fate: &Fate) -> DeviceReport {
    let news = match fate {
        Fate::Printed => SlipNews::Printed,
        Fate::NotPrinted { why } => {
            tracing::warn!(%printer, %ticket, ?why, "a slip is not printed");
            SlipNews::NotPrinted
        }
        Fate::Unknown { why } => {
            tracing::warn!(%printer, %ticket, ?why, "a slip may not be printed");
            SlipNews::Unclear
        }
    };
    DeviceReport::Slip { printer, ticket, news }
}
