//! What is known of the devices, and what they should show.

use std::collections::{BTreeMap, BTreeSet};

use goiso_domain::{CounterState, Hall, TicketState};
use goiso_hardware::keypad::KeyPress;
use goiso_hardware::led::{LedShow, LedState};
use goiso_hardware::printer::PrinterState;
use goiso_hardware::scanner::Scan;
use goiso_model::{CounterNumber, DeviceName, TicketId};
use goiso_protocol::{Alert, AlertKind, PrinterCondition, StandInPrinter};

use super::Stale;
use super::slips::{SlipNews, printers_of};
use goiso_config::{Config, ScannerPlace};

/// Word from a device.
#[derive(Debug, Clone, PartialEq)]
pub enum DeviceReport {
    /// A printer's state has changed.
    Printer {
        /// Which.
        printer: DeviceName,
        /// To what.
        state: PrinterState,
    },
    /// A printer has told its name.
    PrinterNamed {
        /// Which.
        printer: DeviceName,
        /// What it calls itself.
        name: String,
    },
    /// Word of a slip.
    Slip {
        /// From which printer.
        printer: DeviceName,
        /// For which ticket.
        ticket: TicketId,
        /// What became of it.
        news: SlipNews,
    },
    /// A counter's LED display has gone or come back.
    Led {
        /// Over which counter.
        counter: CounterNumber,
        /// Whether it answers.
        state: LedState,
    },
    /// A keypad or scanner has come or gone.
    Input {
        /// Which.
        device: DeviceName,
        /// Whether it is there.
        is_up: bool,
    },
    /// A key of a keypad went down.
    Key(KeyPress),
    /// A scanner read something.
    Scan {
        /// Which scanner.
        scanner: DeviceName,
        /// What.
        scan: Scan,
    },
}

/// What is known of the devices.
#[derive(Debug)]
pub struct Devices {
    printers: BTreeMap<DeviceName, PrinterState>,
    /// What printers call themselves.
    names: BTreeMap<DeviceName, String>,
    /// Displays that have told of themselves.
    leds: BTreeMap<CounterNumber, LedState>,
    /// Keypads and scanners that have told of themselves, and whether they are there.
    inputs: BTreeMap<DeviceName, bool>,
}

impl Devices {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            printers: config.printers.iter().map(|p| (p.name.clone(), PrinterState::Unknown)).collect(),
            names: BTreeMap::new(),
            leds: BTreeMap::new(),
            inputs: BTreeMap::new(),
        }
    }

    pub(super) fn take(&mut self, report: &DeviceReport, config: &Config) -> Stale {
        match report {
            DeviceReport::Printer { printer, state } => {
                let was = self.printers.insert(printer.clone(), *state);
                if was == Some(*state) { Stale::default() } else { Stale::all() }
            }
            DeviceReport::Input { device, is_up } => {
                let was = self.inputs.insert(device.clone(), *is_up);
                // One that is there from the beginning is no news.
                if was.unwrap_or(true) == *is_up { Stale::default() } else { told_to(device, config) }
            }
            DeviceReport::PrinterNamed { printer, name } => {
                self.names.insert(printer.clone(), name.clone());
                Stale::default()
            }
            // A wish or a finding: the hub takes it itself.
            DeviceReport::Slip { .. } | DeviceReport::Key(_) | DeviceReport::Scan { .. } => Stale::default(),
            DeviceReport::Led { counter, state } => {
                let was_down = self.is_led_down(*counter);
                if config.counters.iter().any(|known| known.number == *counter) {
                    self.leds.insert(*counter, *state);
                }
                if self.is_led_down(*counter) == was_down {
                    Stale::default()
                } else {
                    Stale { is_kiosks: true, counters: BTreeSet::from([*counter]), ..Stale::default() }
                }
            }
        }
    }

    pub(super) fn printer_state(&self, printer: &DeviceName) -> PrinterState {
        self.printers.get(printer).copied().unwrap_or(PrinterState::Unknown)
    }

    /// What a printer calls itself, once it has told.
    pub(super) fn name_of(&self, printer: &DeviceName) -> Option<&str> {
        self.names.get(printer).map(String::as_str)
    }

    /// The printer for a kiosk's slips: the first of its printers that can print now.
    pub(super) fn printer_for(&self, kiosk: &DeviceName, config: &Config) -> Option<DeviceName> {
        let mut printers = printers_of(kiosk, config);
        printers.find(|printer| self.printer_state(printer).can_print()).cloned()
    }

    /// How the printer is that prints a kiosk's slips now; where none can, its own.
    pub(super) fn condition_for(&self, kiosk: &DeviceName, config: &Config) -> PrinterCondition {
        let printing = self.printer_for(kiosk, config);
        let printer = printing.as_ref().or_else(|| printers_of(kiosk, config).next());
        printer.map_or(PrinterCondition::Absent, |printer| condition(self.printer_state(printer)))
    }

    /// The printer that stands in for a kiosk's own, while it does.
    pub(super) fn stand_in(&self, kiosk: &DeviceName, config: &Config) -> Option<StandInPrinter> {
        let printing = self.printer_for(kiosk, config)?;
        let own = config.kiosks.iter().find(|known| known.name == *kiosk)?.printer.as_ref();
        let other = config.printers.iter().find(|printer| printer.name == printing)?;
        let is_other = own.is_some_and(|own| *own != printing);
        is_other.then(|| StandInPrinter { device: printing.to_string(), place: other.place.clone() })
    }

    /// What the official at a counter should know.
    pub(super) fn alerts(&self, counter: CounterNumber, config: &Config) -> Vec<Alert> {
        let led = self
            .is_led_down(counter)
            .then(|| Alert { kind: AlertKind::LedDown, device: counter.to_string() });
        led.into_iter().chain(self.inputs_gone(counter, config)).chain(self.printer_alerts()).collect()
    }

    /// What whoever looks after the hall should know.
    pub(super) fn all_alerts(&self, config: &Config) -> Vec<Alert> {
        let leds = self.leds.keys().filter(|counter| self.is_led_down(**counter));
        let leds = leds.map(|counter| Alert { kind: AlertKind::LedDown, device: counter.to_string() });
        leds.chain(self.all_inputs_gone(config)).chain(self.printer_alerts()).collect()
    }

    fn printer_alerts(&self) -> impl Iterator<Item = Alert> {
        self.printers.iter().filter_map(|(printer, state)| {
            let kind = alert_kind(*state)?;
            Some(Alert { kind, device: printer.to_string() })
        })
    }

    /// The counter's own keypads and scanners, and the scanners of all kiosks, as with their printers.
    fn inputs_gone<'a>(&'a self, counter: CounterNumber, config: &'a Config) -> impl Iterator<Item = Alert> {
        let keypads = config.keypads.iter().filter(move |keypad| keypad.counter == counter);
        let keypads = keypads.map(|keypad| (AlertKind::KeypadGone, &keypad.name));
        let scanners = config.scanners.iter().filter(move |scanner| match &scanner.place {
            ScannerPlace::Kiosk(_) => true,
            ScannerPlace::Counter(own) => *own == counter,
        });
        let scanners = scanners.map(|scanner| (AlertKind::ScannerGone, &scanner.name));
        self.gone(keypads.chain(scanners))
    }

    /// Whether a kiosk's scanner was there and is not now, nor another one of it.
    pub(super) fn is_scanner_gone_at(&self, kiosk: &DeviceName, config: &Config) -> bool {
        let is_here = |place: &ScannerPlace| matches!(place, ScannerPlace::Kiosk(own) if own == kiosk);
        let mut here = config.scanners.iter().filter(|scanner| is_here(&scanner.place)).peekable();
        here.peek().is_some() && here.all(|scanner| self.is_input_up(&scanner.name) == Some(false))
    }

    fn all_inputs_gone<'a>(&'a self, config: &'a Config) -> impl Iterator<Item = Alert> {
        let keypads = config.keypads.iter().map(|keypad| (AlertKind::KeypadGone, &keypad.name));
        let scanners = config.scanners.iter().map(|scanner| (AlertKind::ScannerGone, &scanner.name));
        self.gone(keypads.chain(scanners))
    }

    fn gone<'a>(
        &'a self,
        inputs: impl Iterator<Item = (AlertKind, &'a DeviceName)>,
    ) -> impl Iterator<Item = Alert> {
        let is_gone = |(_, device): &(AlertKind, &DeviceName)| self.inputs.get(*device) == Some(&false);
        inputs.filter(is_gone).map(|(kind, device)| Alert { kind, device: device.to_string() })
    }

    /// How the display over a counter is; none before it has told.
    pub(super) fn led_state(&self, counter: CounterNumber) -> Option<LedState> {
        self.leds.get(&counter).copied()
    }

    fn is_led_down(&self, counter: CounterNumber) -> bool {
        match self.led_state(counter) {
            Some(LedState::Down) => true,
            // Nobody can tell whether a display that never answers is there: it is not reported as missing.
            Some(LedState::Up | LedState::Unheard) | None => false,
        }
    }

    /// Whether a keypad or scanner is there; none before it has told.
    pub(super) fn is_input_up(&self, device: &DeviceName) -> Option<bool> {
        self.inputs.get(device).copied()
    }

    pub(super) fn n_leds_down(&self) -> usize {
        self.leds.keys().filter(|counter| self.is_led_down(**counter)).count()
    }

    pub(super) fn printers(&self) -> impl Iterator<Item = (&DeviceName, PrinterState)> {
        self.printers.iter().map(|(name, state)| (name, *state))
    }
}

/// Whose views tell of this keypad or scanner.
fn told_to(device: &DeviceName, config: &Config) -> Stale {
    let keypad = config.keypads.iter().find(|keypad| keypad.name == *device);
    let scanner = config.scanners.iter().find(|scanner| scanner.name == *device);
    match (keypad, scanner.map(|scanner| &scanner.place)) {
        (Some(keypad), _) => Stale { counters: [keypad.counter].into(), ..Stale::default() },
        (None, Some(ScannerPlace::Counter(counter))) => {
            Stale { counters: [*counter].into(), ..Stale::default() }
        }
        (None, Some(ScannerPlace::Kiosk(_))) => {
            let counters = config.counters.iter().map(|counter| counter.number).collect();
            Stale { is_kiosks: true, counters, ..Stale::default() }
        }
        (None, None) => Stale::default(),
    }
}

fn condition(state: PrinterState) -> PrinterCondition {
    match state {
        PrinterState::Ready => PrinterCondition::Ready,
        PrinterState::PaperLow => PrinterCondition::PaperLow,
        PrinterState::NoPaper => PrinterCondition::NoPaper,
        PrinterState::CoverOpen
        | PrinterState::CutterFault
        | PrinterState::Hot
        | PrinterState::Stopped
        | PrinterState::Broken
        | PrinterState::Offline
        | PrinterState::Garbled
        | PrinterState::Gone
        | PrinterState::Unknown => PrinterCondition::Fault,
    }
}

fn alert_kind(state: PrinterState) -> Option<AlertKind> {
    match condition(state) {
        PrinterCondition::PaperLow => Some(AlertKind::PrinterPaperLow),
        PrinterCondition::NoPaper => Some(AlertKind::PrinterNoPaper),
        PrinterCondition::Fault | PrinterCondition::Unknown => Some(AlertKind::PrinterFault),
        PrinterCondition::Ready | PrinterCondition::Absent => None,
    }
}

/// What the display over a counter should show.
pub(super) fn led_show(hall: &Hall, counter: CounterNumber) -> LedShow {
    let current = hall.at_counter(counter).and_then(|ticket| hall.ticket(ticket));
    let state = hall.counter(counter).map(|counter| &counter.state);
    match (current, state) {
        (Some(ticket), _) => match ticket.state {
            TicketState::Called { .. } => LedShow::Blink(ticket.number.to_string()),
            TicketState::Serving { .. } => LedShow::Steady(ticket.number.to_string()),
            TicketState::Waiting
            | TicketState::Held { .. }
            | TicketState::PutOff { .. }
            | TicketState::Absent { .. }
            | TicketState::Done { .. }
            | TicketState::Cancelled { .. } => LedShow::Dark,
        },
        (None, Some(CounterState::Paused { .. })) => LedShow::Paused,
        (None, Some(CounterState::Closed)) => LedShow::Closed,
        (None, Some(CounterState::Open { .. }) | None) => LedShow::Dark,
    }
}
