//! The LED displays over the counters, and the keypads on their buses.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use goiso_config::{
    Config, KeypadKind, LedArrow, LedBusKind, LedClosed, LedConfig, LedProtocol, LedRegisters,
};
use goiso_hardware::keypad::Key;
use goiso_hardware::led::{
    AlphaFile, Arrow, BrightnessRegister, BusKeypad, ClosedLook, Counters, Echo, LedBusConfig, LedBusHandle,
    LedBusTarget, LedDisplay, LedEvent, LedModel, LedSimulator, LedState, RegisterMap, Template, VfdDialect,
    VfdRow, spawn_bus,
};
use goiso_model::{CounterNumber, DeviceName};
use tokio::sync::mpsc;

use super::{EVENTS_WAITING_MAX, Simulated, path_text};
use crate::core::DeviceReport;

/// Starts every bus. Fails where a template file is wrong: without it nobody knows what to say to the displays.
pub(super) fn start(
    config: &Config,
    reports: &mpsc::UnboundedSender<DeviceReport>,
    simulated: &mut Simulated,
) -> io::Result<BTreeMap<DeviceName, LedBusHandle>> {
    let (events, happened) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell(happened, leds_by_address(config), reports.clone()));
    let mut handles = BTreeMap::new();
    for bus in &config.led_buses {
        let displays = displays(config, bus)?;
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
    Ok(handles)
}

fn displays(config: &Config, bus: &goiso_config::LedBusConfig) -> io::Result<Vec<LedDisplay>> {
    let leds = config.counters.iter().filter_map(|counter| counter.led.as_ref());
    let closed = match bus.closed {
        LedClosed::Dark => ClosedLook::Dark,
        LedClosed::Dashes => ClosedLook::Dashes,
    };
    let mut displays = Vec::new();
    for led in leds.filter(|led| led.bus == bus.name) {
        let Some(protocol) = config.led_protocol(led) else { continue };
        let arrow = match led.arrow {
            LedArrow::None => Arrow::None,
            LedArrow::Left => Arrow::Left,
            LedArrow::Right => Arrow::Right,
        };
        displays.push(LedDisplay { address: led.address, model: model(&protocol)?, arrow, closed });
    }
    Ok(displays)
}

fn model(protocol: &LedProtocol) -> io::Result<LedModel> {
    Ok(match protocol {
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
        LedProtocol::Alpha { width, is_in_text_file } => {
            let file = if *is_in_text_file { AlphaFile::Text } else { AlphaFile::String };
            LedModel::Alpha { file, width: *width }
        }
        LedProtocol::Onbon { width } => LedModel::Onbon { width: *width },
        LedProtocol::Vfd { is_epson, is_lower } => LedModel::Vfd {
            dialect: if *is_epson { VfdDialect::EpsonDm } else { VfdDialect::Cd5220 },
            row: if *is_lower { VfdRow::Lower } else { VfdRow::Upper },
        },
        LedProtocol::Template { path, width, has_letters } => {
            let file = path_text(path);
            let text = std::fs::read_to_string(path)
                .map_err(|error| io::Error::new(error.kind(), format!("{file}: {error}")))?;
            let template = Template::read(&file, &text).map_err(io::Error::other)?;
            let model = LedModel::Template(Arc::new(template));
            agrees(&file, &model, *width, *has_letters)?;
            model
        }
    })
}

/// The numbers were checked against what the configuration says, so the file must say the same.
fn agrees(file: &str, model: &LedModel, width: u8, has_letters: bool) -> io::Result<()> {
    let own = (model.width(), model.can_show('A'));
    if own == (usize::from(width), has_letters) {
        return Ok(());
    }
    let (width, letters) = own;
    Err(io::Error::other(format!(
        "{file}: the board shows {width} characters, so set width = {width} and letters = {letters} in [[led_models]]"
    )))
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

fn is_up(state: LedState) -> bool {
    match state {
        // Nobody can tell whether a silent display is there: it is not reported as missing.
        LedState::Up | LedState::Unheard => true,
        LedState::Down => false,
    }
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
                tracing::info!(%bus, %counter, ?state, "LED display");
                DeviceReport::Led { counter: *counter, is_up: is_up(state) }
            }
            LedEvent::KeypadChanged { keypad, state } => {
                tracing::info!(%keypad, ?state, "keypad");
                DeviceReport::Input { device: keypad, is_up: is_up(state) }
            }
            LedEvent::Pressed(press) => DeviceReport::Key(press),
        };
        if reports.send(report).is_err() {
            return;
        }
    }
}
