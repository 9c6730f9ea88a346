//! The USB keypads at the counters.

use goiso_config::{Config, KeypadKind};
use goiso_hardware::keypad::{PadEvent, PadState, UsbPadConfig, spawn_usb_pad};
use tokio::sync::mpsc;

use super::EVENTS_WAITING_MAX;
use crate::core::DeviceReport;

pub(super) fn start(config: &Config, reports: &mpsc::UnboundedSender<DeviceReport>) {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell(happened, reports.clone()));
    for keypad in &config.keypads {
        match &keypad.kind {
            // Those on a bus belong to the bus.
            KeypadKind::Virtual | KeypadKind::Bus { .. } => {}
            KeypadKind::Usb { path } => {
                spawn_usb_pad(UsbPadConfig { name: keypad.name.clone(), path: path.clone() }, events.clone());
            }
        }
    }
}

async fn tell(mut happened: mpsc::Receiver<PadEvent>, reports: mpsc::UnboundedSender<DeviceReport>) {
    while let Some(event) = happened.recv().await {
        let report = match event {
            PadEvent::Pressed(press) => DeviceReport::Key(press),
            PadEvent::StateChanged { pad, state } => {
                let is_up = match state {
                    PadState::Up => true,
                    PadState::Gone => false,
                };
                if is_up {
                    tracing::info!(keypad = %pad, "keypad");
                } else {
                    tracing::warn!(keypad = %pad, "a keypad is not there");
                }
                DeviceReport::Input { device: pad, is_up }
            }
        };
        if reports.send(report).is_err() {
            return;
        }
    }
}
