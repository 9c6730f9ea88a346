//! `goiso-hub devices test`: a slip from a printer, the digits over a counter.

mod printer;

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use goiso_config::{Config, LedBusConfig, LedBusKind, LedConfig};
use goiso_hardware::led::{LedShow, LedState};
use goiso_hardware::probe::can_open;
use goiso_model::{CounterNumber, DeviceName};
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::{EXIT_FAULT, EXIT_MEND, EXIT_OK, ask_hub};
use crate::core::{Action, DeviceReport, Input};
use crate::devices::{self, DeviceHandles, DevicesEnd, LedTemplates, SlipBooks, SlipFolder};
use crate::message::{INPUTS_WAITING_MAX, Message};

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
    let slips = SlipFolder::Configured(data.to_owned());
    let templates = match LedTemplates::load(&config, config_path) {
        Ok(templates) => templates,
        Err(error) => {
            writeln!(out, "{error}")?;
            return Ok(EXIT_MEND);
        }
    };
    let mut code = EXIT_OK;
    for printer in &printers {
        code = code.max(printer::test(&config, printer, (&slips, &books), now, out).await?);
    }
    for counter in counters {
        let counted = if introduce(&config, counter, out)? {
            Bench::begin(&config, data, (&books, &templates), counter)?.count(counter, out).await?
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

/// One display at work, without a hub.
struct Bench {
    handles: DeviceHandles,
    messages: mpsc::Receiver<Message>,
    end: DevicesEnd,
}

impl Bench {
    /// Starts this display alone, so that no other device is disturbed.
    fn begin(
        config: &Config,
        data: &Path,
        (books, templates): (&SlipBooks, &LedTemplates),
        counter: CounterNumber,
    ) -> io::Result<Self> {
        let mut alone = config.clone();
        alone.keypads.clear();
        alone.scanners.clear();
        alone.printers.clear();
        for known in &mut alone.counters {
            known.led = known.led.take().filter(|_| known.number == counter);
        }
        let buses: Vec<_> =
            alone.counters.iter().filter_map(|known| known.led.as_ref()).map(|led| led.bus.clone()).collect();
        alone.led_buses.retain(|bus| buses.contains(&bus.name));
        let (sender, messages) = mpsc::channel(INPUTS_WAITING_MAX);
        let (handles, _, end) =
            devices::start(&alone, &SlipFolder::Configured(data.to_owned()), books, templates, sender)?;
        Ok(Self { handles, messages, end })
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
