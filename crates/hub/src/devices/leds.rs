//! The LED displays over the counters.

use std::collections::BTreeMap;

use goiso_config::{Config, LedBusKind, LedConfig};
use goiso_hardware::led::{
    Echo, LedBusConfig, LedBusHandle, LedBusTarget, LedDisplay, LedEvent, LedSimulator, LedState,
    RegisterMap, spawn_bus,
};
use goiso_model::{CounterNumber, DeviceName};
use tokio::sync::mpsc;

use super::{EVENTS_WAITING_MAX, Simulated, path_text};
use crate::core::DeviceReport;

pub(super) fn start(
    config: &Config,
    reports: &mpsc::UnboundedSender<DeviceReport>,
    simulated: &mut Simulated,
) -> BTreeMap<DeviceName, LedBusHandle> {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell(happened, leds_by_address(config), reports.clone()));
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

fn displays(config: &Config, bus: &goiso_config::LedBusConfig) -> Vec<LedDisplay> {
    let map = RegisterMap::Characters { start: bus.start_register, width: bus.width };
    let leds = config.counters.iter().filter_map(|counter| counter.led.as_ref());
    leds.filter(|led| led.bus == bus.name).map(|led| LedDisplay { address: led.address, map }).collect()
}

fn leds_by_address(config: &Config) -> BTreeMap<LedConfig, CounterNumber> {
    config.counters.iter().filter_map(|counter| Some((counter.led.clone()?, counter.number))).collect()
}

async fn tell(
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
