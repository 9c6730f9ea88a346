//! `goiso-hub devices test`: a slip from a printer, the digits over a counter.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use goiso_config::{Config, LedBusConfig, LedBusKind, LedConfig};
use goiso_hardware::led::{LedShow, LedState};
use goiso_hardware::printer::PrinterState;
use goiso_hardware::probe::can_open;
use goiso_i18n::Texts;
use goiso_model::{CounterNumber, DeviceName, Language, LocalText};
use goiso_protocol::{Answer, Request};
use goiso_store::Today;
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::{EXIT_FAULT, EXIT_MEND, EXIT_OK, ask_hub};
use crate::core::{Action, DeviceReport, Hub, Input, Origin, TicketIds};
use crate::devices::{self, DeviceHandles, DevicesEnd, LedTemplates, SlipBooks, SlipFolder};
use crate::message::{INPUTS_WAITING_MAX, Message};

/// How long a printer may take to say how it is.
const STATE_WITHIN: Duration = Duration::from_secs(15);
/// How long a slip may take.
const SLIP_WITHIN: Duration = Duration::from_mins(1);
/// How long a display shows each digit.
const DIGIT_SHOWN: Duration = Duration::from_secs(1);

/// What is tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tested {
    /// A printer of the centre's file.
    Printer(DeviceName),
    /// The display over a counter.
    Led(CounterNumber),
    /// Every printer and every display, one after the other.
    All,
}

/// Tests devices of the centre's file, and writes what happens; the answer is the exit code. A hub that runs at
/// `hub` holds the ports, so it must be stopped first. Slips of virtual printers go below `data`. `now` stands on
/// the slip.
pub async fn test(
    config_path: &Path,
    data: &Path,
    hub: &str,
    tested: &Tested,
    now: Timestamp,
    out: &mut (dyn Write + Send),
) -> io::Result<u8> {
    let config = match Config::load(config_path) {
        Ok(config) => config,
        Err(errors) => {
            writeln!(out, "{errors}")?;
            return Ok(EXIT_MEND);
        }
    };
    let asked = hub.to_owned();
    if tokio::task::spawn_blocking(move || ask_hub(&asked)).await.is_ok_and(|answer| answer.is_ok()) {
        writeln!(out, "a hub runs at {hub} and holds the devices; stop it first, or see 'devices watch'")?;
        return Ok(EXIT_MEND);
    }
    let (printers, counters) = match chosen(&config, tested) {
        Ok(chosen) => chosen,
        Err(problem) => {
            writeln!(out, "{problem}")?;
            return Ok(EXIT_MEND);
        }
    };
    // Without samples nothing is kept in a printer's own memory, which takes few writes.
    let books = match SlipBooks::load(&config, config_path, data, Vec::new(), now) {
        Ok(books) => books,
        Err(error) => {
            writeln!(out, "{error}")?;
            return Ok(EXIT_MEND);
        }
    };
    let templates = match LedTemplates::load(&config, config_path) {
        Ok(templates) => templates,
        Err(error) => {
            writeln!(out, "{error}")?;
            return Ok(EXIT_MEND);
        }
    };
    let begin = |printer, counter| Bench::begin(&config, data, (&books, &templates), (printer, counter));
    let mut code = EXIT_OK;
    for printer in &printers {
        code = code.max(begin(Some(printer), None)?.print(printer, now, out).await?);
    }
    for counter in counters {
        let counted = if introduce(&config, counter, out)? {
            begin(None, Some(counter))?.count(counter, out).await?
        } else {
            EXIT_FAULT
        };
        code = code.max(counted);
    }
    Ok(code)
}

/// What is named, if it is there.
fn chosen(config: &Config, tested: &Tested) -> Result<(Vec<DeviceName>, Vec<CounterNumber>), String> {
    let printers: Vec<DeviceName> = config.printers.iter().map(|printer| printer.name.clone()).collect();
    let with_led = config.counters.iter().filter(|counter| counter.led.is_some());
    let counters: Vec<CounterNumber> = with_led.map(|counter| counter.number).collect();
    match tested {
        Tested::All if printers.is_empty() && counters.is_empty() => {
            Err("the centre's file names no printer and no display".to_owned())
        }
        Tested::All => Ok((printers, counters)),
        Tested::Printer(name) if printers.contains(name) => Ok((vec![name.clone()], Vec::new())),
        Tested::Printer(name) => Err(format!("there is no printer '{name}'; there are: {}", list(&printers))),
        Tested::Led(counter) if counters.contains(counter) => Ok((Vec::new(), vec![*counter])),
        Tested::Led(counter) => {
            Err(format!("counter {counter} has no display; those that have: {}", list(&counters)))
        }
    }
}

fn list(names: &[impl ToString]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// One device at work, without a hub.
struct Bench {
    config: Arc<Config>,
    handles: DeviceHandles,
    messages: mpsc::Receiver<Message>,
    end: DevicesEnd,
}

impl Bench {
    /// Starts this device alone, so that no other is disturbed.
    fn begin(
        config: &Config,
        data: &Path,
        (books, templates): (&SlipBooks, &LedTemplates),
        (printer, counter): (Option<&DeviceName>, Option<CounterNumber>),
    ) -> io::Result<Self> {
        let mut alone = config.clone();
        alone.keypads.clear();
        alone.scanners.clear();
        alone.printers.retain(|known| Some(&known.name) == printer);
        for known in &mut alone.counters {
            known.led = known.led.take().filter(|_| Some(known.number) == counter);
        }
        let buses: Vec<_> =
            alone.counters.iter().filter_map(|known| known.led.as_ref()).map(|led| led.bus.clone()).collect();
        alone.led_buses.retain(|bus| buses.contains(&bus.name));
        let (sender, messages) = mpsc::channel(INPUTS_WAITING_MAX);
        let (handles, _, end) =
            devices::start(&alone, &SlipFolder::Configured(data.to_owned()), books, templates, sender)?;
        Ok(Self { config: Arc::new(alone), handles, messages, end })
    }

    /// The next word from the device; none when there is none in time.
    async fn report(&mut self, until: Instant) -> Option<DeviceReport> {
        loop {
            match timeout_at(until, self.messages.recv()).await.ok()?? {
                Message::Input(Input::Device(report), _) => return Some(report),
                Message::Input(..) | Message::Question(..) | Message::Stop => {}
            }
        }
    }

    async fn print(mut self, printer: &DeviceName, now: Timestamp, out: &mut dyn Write) -> io::Result<u8> {
        writeln!(out, "printer {printer}:")?;
        let Some(state) = self.state(STATE_WITHIN, out).await? else {
            writeln!(
                out,
                "  it says nothing; look at its cable, its path and whether another program holds it"
            )?;
            return Ok(EXIT_FAULT);
        };
        if !state.can_print() {
            writeln!(out, "  it cannot print now")?;
            return Ok(EXIT_FAULT);
        }
        let Some(action) = self.test_slip(printer, state, now) else {
            writeln!(out, "  no slip can be made: the centre's file needs a kiosk and a service")?;
            return Ok(EXIT_MEND);
        };
        writeln!(out, "  sending a test slip")?;
        self.handles.act(&action);
        let until = deadline(SLIP_WITHIN);
        while let Some(report) = self.report(until).await {
            match report {
                DeviceReport::Printer { state, .. } => writeln!(out, "  {}", words(state))?,
                DeviceReport::Slip { is_printed, .. } => {
                    let (told, code) = match is_printed {
                        Some(true) => ("the slip is on paper", EXIT_OK),
                        Some(false) => ("the slip was not printed", EXIT_FAULT),
                        None => {
                            ("the slip was sent, but the printer cannot say whether it is on paper", EXIT_OK)
                        }
                    };
                    writeln!(out, "  {told}")?;
                    return Ok(code);
                }
                DeviceReport::Led { .. }
                | DeviceReport::Input { .. }
                | DeviceReport::Key(_)
                | DeviceReport::Scan { .. } => {}
            }
        }
        writeln!(out, "  nothing was heard of the slip for {} s", SLIP_WITHIN.as_secs())?;
        Ok(EXIT_FAULT)
    }

    /// The first states, up to one in which the printer can print, else the last.
    async fn state(&mut self, within: Duration, out: &mut dyn Write) -> io::Result<Option<PrinterState>> {
        let until = deadline(within);
        let mut last = None;
        while let Some(report) = self.report(until).await {
            let DeviceReport::Printer { state, .. } = report else { continue };
            writeln!(out, "  {}", words(state))?;
            last = Some(state);
            if state.can_print() {
                break;
            }
        }
        Ok(last)
    }

    /// A slip as the hall prints it, but named a test.
    fn test_slip(&self, printer: &DeviceName, state: PrinterState, now: Timestamp) -> Option<Action> {
        let mut config = self.config.as_ref().clone();
        let kiosk = config.kiosks.first_mut()?;
        kiosk.printer = Some(printer.clone());
        let kiosk = kiosk.name.clone();
        for service in &mut config.services {
            (service.calendar, service.daily_max) = (None, None);
        }
        let words = Texts::new(&Language::vietnamese()).text("slip-test");
        config.centre.name = LocalText::vietnamese(words);
        let service = config.services.first()?.id.clone();
        let today =
            Today { rules: None, day: None, records: vec![], earlier: vec![], last_at: None, chain: Ok(()) };
        let mut hub = Hub::new(Arc::new(config), &today, "test", TicketIds::new([0; 32]), "http://test");
        hub.start(now).ok()?;
        let report = DeviceReport::Printer { printer: printer.clone(), state };
        hub.handle(&Input::Device(report), now);
        let request = Request::Issue { service, priority: None };
        let outcome = hub.handle(&Input::Request { origin: Origin::Kiosk(kiosk), id: None, request }, now);
        match outcome.answer {
            Some(Answer::Done { .. }) => {}
            Some(Answer::Refused { .. } | Answer::SignedIn { .. }) | None => return None,
        }
        outcome.actions.into_iter().find(|action| matches!(action, Action::Print { .. }))
    }

    async fn count(mut self, counter: CounterNumber, out: &mut dyn Write) -> io::Result<u8> {
        write!(out, "  counting:")?;
        let mut last = None;
        let mut was_down = false;
        for digit in 0..=9 {
            write!(out, " {digit}")?;
            out.flush()?;
            self.handles.act(&Action::Light { counter, show: LedShow::Steady(digit.to_string()) });
            let until = deadline(DIGIT_SHOWN);
            while let Some(report) = self.report(until).await {
                if let DeviceReport::Led { state, .. } = report {
                    was_down |= state == LedState::Down;
                    last = Some(state);
                }
            }
        }
        writeln!(out)?;
        let (told, code) = match last {
            Some(LedState::Up) if was_down => (
                "it answered, but not always: look at the plugs, the terminators and the length of the cable",
                EXIT_FAULT,
            ),
            Some(LedState::Up) => ("it answered each time", EXIT_OK),
            Some(LedState::Unheard) => ("its kind never answers: did you see it count?", EXIT_OK),
            Some(LedState::Down) | None => (
                "it does not answer; look, in this order, whether it has power, whether A and B are swapped, and at its \
                 address and speed (docs/hardware.md)",
                EXIT_FAULT,
            ),
        };
        writeln!(out, "  {told}")?;
        let Self { handles, end, .. } = self;
        // It goes dark when nobody gives orders any more.
        drop(handles);
        end.wait().await;
        Ok(code)
    }
}

/// Which display it is, and whether its port can be opened: in two lines at most.
fn introduce(config: &Config, counter: CounterNumber, out: &mut dyn Write) -> io::Result<bool> {
    let Some((led, bus)) = bus_of(config, counter) else { return Ok(false) };
    write!(out, "display over counter {counter} (bus {}, address {}, ", led.bus, led.address)?;
    match &bus.kind {
        LedBusKind::Virtual => {
            writeln!(out, "simulated):")?;
            Ok(true)
        }
        LedBusKind::Serial { line, .. } => {
            let path = line.path.display();
            writeln!(out, "{path}, {} baud):", line.baud)?;
            let opens = can_open(&line.path.to_string_lossy(), line.baud);
            if let Err(error) = &opens {
                writeln!(
                    out,
                    "  {path} cannot be opened: {error}; is the adapter plugged in, may this user open it \
                    (hardware/udev), does another program hold it?"
                )?;
            }
            Ok(opens.is_ok())
        }
    }
}

fn bus_of(config: &Config, counter: CounterNumber) -> Option<(&LedConfig, &LedBusConfig)> {
    let led = config.counters.iter().find(|known| known.number == counter)?.led.as_ref()?;
    let bus = config.led_buses.iter().find(|bus| bus.name == led.bus)?;
    Some((led, bus))
}

#[expect(clippy::disallowed_methods, reason = "deadlines of a tool; tests pause this clock")]
fn deadline(within: Duration) -> Instant {
    Instant::now() + within
}

fn words(state: PrinterState) -> String {
    format!("state: {state:?}{}", if state.can_print() { ", it can print" } else { "" })
}
