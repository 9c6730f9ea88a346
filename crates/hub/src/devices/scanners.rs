//! The code scanners.

use goiso_config::{Config, ScannerKind};
use goiso_hardware::scanner::{
    ScannerConfig, ScannerEvent, ScannerState, ScannerTarget, VirtualScanner, spawn_scanner,
};
use tokio::sync::mpsc;

use super::{EVENTS_WAITING_MAX, Simulated, path_text};
use crate::core::DeviceReport;

pub(super) fn start(
    config: &Config,
    reports: &mpsc::UnboundedSender<DeviceReport>,
    simulated: &mut Simulated,
) {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell(happened, reports.clone()));
    for scanner in &config.scanners {
        let target = match &scanner.kind {
            ScannerKind::Virtual => {
                let made = VirtualScanner::default();
                simulated.scanners.insert(scanner.name.clone(), made.clone());
                ScannerTarget::Virtual(made)
            }
            ScannerKind::Serial(serial) => {
                ScannerTarget::Serial { path: path_text(&serial.path), baud: serial.baud }
            }
            ScannerKind::Keyboard { path } => ScannerTarget::Keyboard { path: path.clone() },
        };
        spawn_scanner(ScannerConfig { name: scanner.name.clone(), target }, events.clone());
    }
}

async fn tell(mut happened: mpsc::Receiver<ScannerEvent>, reports: mpsc::UnboundedSender<DeviceReport>) {
    while let Some(event) = happened.recv().await {
        let report = match event {
            ScannerEvent::Scanned { scanner, scan } => DeviceReport::Scan { scanner, scan },
            ScannerEvent::StateChanged { scanner, state } => {
                let is_up = match state {
                    ScannerState::Up => true,
                    ScannerState::Gone => false,
                };
                if is_up {
                    tracing::info!(%scanner, "scanner");
                } else {
                    tracing::warn!(%scanner, "a scanner is not there");
                }
                DeviceReport::Input { device: scanner, is_up }
            }
        };
        if reports.send(report).is_err() {
            return;
        }
    }
}
