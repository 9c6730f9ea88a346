//! The LED displays over the counters, and the keypads on their buses.

use std::collections::BTreeMap;

use goiso_config::{
    Config, KeypadKind, LedArrow, LedBusKind, LedClosed, LedConfig, LedProtocol, LedRegisters,
};
use goiso_hardware::keypad::Key;
use goiso_hardware::led::{
    AlphaFile, Arrow, BrightnessRegister, BusKeypad, ClosedLook, Counters, Echo, LedBusConfig, LedBusHandle,
    LedBusTarget, LedDisplay, LedEvent, LedModel, LedSimulator, LedState, RegisterMap, VfdDialect, VfdRow,
    spawn_bus,
};
use goiso_model::{CounterNumber, DeviceName};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::{EVENTS_WAITING_MAX, LedTemplates, Simulated, path_text};
use crate::core::DeviceReport;

/// All buses at work.
pub(super) struct Buses {
    pub(super) handles: BTreeMap<DeviceName, LedBusHandle>,
    /// Ends once every bus has ended, its displays dark.
    pub(super) ended: JoinHandle<()>,
}

/// Starts every bus.
pub(super) fn start(
    config: &Config,
    templates: &LedTemplates,
    reports: &mpsc::UnboundedSender<DeviceReport>,
    simulated: &mut Simulated,
) -> Buses {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    let ended = tokio::spawn(tell(happened, leds_by_address(config), reports.clone()));
    let mut handles = BTreeMap::new();
    for bus in &config.led_buses {
        let displays = displays(config, bus, templates);
        let keypads = keypads(config, &bus.name);
        let (target, echo) = match &bus.kind {
            LedBusKind::Virtual => {
                let simulator = LedSimulator::of(&displays, &keypads);
                simulated.buses.insert(bus.name.clone(), simulator.clone());
                (LedBusTarget::Virtual(simulator), Echo::Absent)
            }
            LedBusKind::Serial { line, has_echo } => {
                let echo = if *has_echo { Echo::Present } else { Echo::Absent };
                (LedBusTarget::Serial { path: path_text(&line.path), baud: line.baud }, echo)
            }
        };
        let bus_config = LedBusConfig { name: bus.name.clone(), target, echo, displays, keypads };
        handles.insert(bus.name.clone(), spawn_bus(bus_config, events.clone()));
    }
    Buses { handles, ended }
}

fn displays(config: &Config, bus: &goiso_config::LedBusConfig, templates: &LedTemplates) -> Vec<LedDisplay> {
    let leds = config.counters.iter().filter_map(|counter| counter.led.as_ref());
    let closed = match bus.closed {
        LedClosed::Dark => ClosedLook::Dark,
        LedClosed::Dashes => ClosedLook::Dashes,
    };
    let mut displays = Vec::new();
    for led in leds.filter(|led| led.bus == bus.name) {
        let Some(protocol) = config.led_protocol(led) else { continue };
        let Some(model) = model(&protocol, templates) else { continue };
        let arrow = match led.arrow {
            LedArrow::None => Arrow::None,
            LedArrow::Left => Arrow::Left,
            LedArrow::Right => Arrow::Right,
        };
        displays.push(LedDisplay { address: led.address, model, arrow, closed });
    }
    displays
}

fn model(protocol: &LedProtocol, templates: &LedTemplates) -> Option<LedModel> {
    Some(match protocol {
        LedProtocol::Modbus { registers, start_register, width, blank, brightness } => {
            let (start, width, blank) = (*start_register, *width, *blank);
            let map = match registers {
                LedRegisters::Characters => RegisterMap::Characters { start, width },
                LedRegisters::Digits => RegisterMap::Digits { start, width, blank },
                LedRegisters::Bcd => RegisterMap::Bcd { start, width },
                LedRegisters::Number => RegisterMap::Number { register: start, blank },
            };
            let brightness = brightness.map(|(register, max)| BrightnessRegister { register, max });
            LedModel::Modbus { map, brightness }
        }
        LedProtocol::Alpha { width, is_in_text_file, dimming_mode } => {
            let file = if *is_in_text_file { AlphaFile::Text } else { AlphaFile::String };
            LedModel::Alpha { file, width: *width, dimming_mode: *dimming_mode }
        }
        LedProtocol::Onbon { width } => LedModel::Onbon { width: *width },
        LedProtocol::Vfd { is_epson, is_lower } => LedModel::Vfd {
            dialect: if *is_epson { VfdDialect::EpsonDm } else { VfdDialect::Cd5220 },
            row: if *is_lower { VfdRow::Lower } else { VfdRow::Upper },
        },
        // Whoever read the centre's file read its templates, too.
        LedProtocol::Template { path, .. } => LedModel::Template(templates.of(path)?),
    })
}

fn keypads(config: &Config, own: &DeviceName) -> Vec<BusKeypad> {
    let on_bus = config.keypads.iter().filter_map(|keypad| match &keypad.kind {
        KeypadKind::Bus { bus, address, first_register, counters_per_register, keys } if bus == own => {
            Some(BusKeypad {
                name: keypad.name.clone(),
                address: *address,
                first_register: *first_register,
                counters: if *counters_per_register == 2 {
                    Counters::TwoARegister
                } else {
                    Counters::OneARegister
                },
                keys: keys.iter().filter_map(|key| Key::named(key)).collect(),
            })
        }
        KeypadKind::Bus { .. } | KeypadKind::Usb { .. } | KeypadKind::Virtual => None,
    });
    on_bus.collect()
}

type CountersByAddress = BTreeMap<(DeviceName, u8), CounterNumber>;

fn leds_by_address(config: &Config) -> CountersByAddress {
    let leds = config.counters.iter().filter_map(|counter| Some((counter.led.as_ref()?, counter.number)));
    leds.map(|(LedConfig { bus, address, .. }, counter)| ((bus.clone(), *address), counter)).collect()
}

async fn tell(
    mut happened: mpsc::Receiver<LedEvent>,
    counters: CountersByAddress,
    reports: mpsc::UnboundedSender<DeviceReport>,
) {
    while let Some(event) = happened.recv().await {
        let report = match event {
            LedEvent::StateChanged { bus, display, state } => {
                let Some(counter) = counters.get(&(bus.clone(), display)) else { continue };
                match state {
                    LedState::Up | LedState::Unheard => {
                        tracing::info!(%bus, %counter, ?state, "LED display");
                    }
                    LedState::Down => tracing::warn!(%bus, %counter, "an LED display does not answer"),
                }
                DeviceReport::Led { counter: *counter, state }
            }
            LedEvent::KeypadChanged { keypad, state } => {
                let is_up = match state {
                    LedState::Up | LedState::Unheard => true,
                    LedState::Down => false,
                };
                if is_up {
                    tracing::info!(%keypad, "keypad");
                } else {
                    tracing::warn!(%keypad, "a keypad does not answer");
                }
                DeviceReport::Input { device: keypad, is_up }
            }
            LedEvent::Pressed(press) => DeviceReport::Key(press),
        };
        if reports.send(report).is_err() {
            // The hub has ended, and the buses are making their displays dark.
            while happened.recv().await.is_some() {}
            return;
        }
    }
}
