//! A test slip: what the printer says before, meanwhile and after, in plain words.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use goiso_config::{Config, PrinterKind};
use goiso_hardware::printer::{
    Fate, JobId, NotPrintedWhy, PrinterEvent, PrinterHandle, PrinterState, SlipContent, StatusAnswer,
    UnknownWhy,
};
use goiso_i18n::Texts;
use goiso_model::{DeviceName, Language, LocalText};
use goiso_protocol::{Answer, Request};
use goiso_store::Today;
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::super::{EXIT_FAULT, EXIT_MEND, EXIT_OK};
use super::deadline;
use crate::core::{Action, DeviceReport, Hub, Input, Origin, TicketIds};
use crate::devices::{SlipBooks, SlipFolder, start_alone};

/// How long a printer may take to say how it is.
const STATE_WITHIN: Duration = Duration::from_secs(15);
/// How long a slip may take.
const SLIP_WITHIN: Duration = Duration::from_mins(1);
/// How long a printer is listened to for its name, which it tells behind its state.
const NAME_WITHIN: Duration = Duration::from_secs(1);

/// Prints a test slip on one printer of the centre's file.
pub(super) async fn test(
    config: &Config,
    name: &DeviceName,
    (slips, books): (&SlipFolder, &SlipBooks),
    now: Timestamp,
    out: &mut (dyn Write + Send),
) -> io::Result<u8> {
    let Some(printer) = config.printers.iter().find(|printer| printer.name == *name) else {
        return Ok(EXIT_MEND);
    };
    writeln!(out, "printer {name}: {}", place(&printer.kind))?;
    if let PrinterKind::Kiosk { kiosk, .. } = &printer.kind {
        writeln!(
            out,
            "  it hangs on the computer of {kiosk}: start goiso-device-agent there and the hub here, look at \
            'devices watch', and take a number at {kiosk}"
        )?;
        return Ok(EXIT_MEND);
    }
    let (handle, events) = start_alone(printer, slips, books)?;
    Talk { handle, events, out }.test(config, name, now).await
}

fn place(kind: &PrinterKind) -> String {
    match kind {
        PrinterKind::Virtual { folder } => format!("virtual, pictures go to {}", folder.display()),
        PrinterKind::Tcp { host, port } => format!("network, {host}:{port}"),
        PrinterKind::Serial(serial) => {
            format!("serial port {} at {} baud", serial.path.display(), serial.baud)
        }
        PrinterKind::Usb { vendor, product, .. } => format!("USB {vendor:04x}:{product:04x}"),
        PrinterKind::File { path } => format!("file {}", path.display()),
        PrinterKind::Kiosk { kiosk, serial } => format!("port {} at {kiosk}", serial.path.display()),
    }
}

/// One printer at work, without a hub.
struct Talk<'a> {
    handle: PrinterHandle,
    events: mpsc::Receiver<PrinterEvent>,
    out: &'a mut (dyn Write + Send),
}

impl Talk<'_> {
    async fn test(mut self, config: &Config, name: &DeviceName, now: Timestamp) -> io::Result<u8> {
        let Some(state) = self.state().await? else {
            self.say("it says nothing; look at its cable, its path and whether another program holds it")?;
            return Ok(EXIT_FAULT);
        };
        if !state.can_print() {
            self.say(&format!("it cannot print now: {}", advice(state)))?;
            return Ok(EXIT_FAULT);
        }
        let Some(slip) = test_slip(config, name, state, now) else {
            self.say("no slip can be made: the centre's file needs a kiosk and a service")?;
            return Ok(EXIT_MEND);
        };
        self.say("sending a test slip")?;
        if let Err(refusal) = self.handle.print(JobId(1), slip) {
            self.say(&format!("it was not taken: {refusal}"))?;
            return Ok(EXIT_FAULT);
        }
        self.fate().await
    }

    /// The next word of the printer; none when there is none in time.
    async fn next(&mut self, until: Instant) -> Option<PrinterEvent> {
        timeout_at(until, self.events.recv()).await.ok()?
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "  {text}")?;
        self.out.flush()
    }

    /// The first states, up to one in which the printer can print, else the last; and its name.
    async fn state(&mut self) -> io::Result<Option<PrinterState>> {
        let mut until = deadline(STATE_WITHIN);
        let mut last = None;
        while let Some(event) = self.next(until).await {
            match event {
                PrinterEvent::StateChanged { state, .. } => {
                    self.say(&words(state))?;
                    last = Some(state);
                    if is_settled(state) {
                        until = until.min(deadline(NAME_WITHIN));
                    }
                }
                PrinterEvent::Named { .. } => {
                    self.tell(&event)?;
                    if last.is_some_and(PrinterState::can_print) {
                        break;
                    }
                }
                PrinterEvent::Said { .. }
                | PrinterEvent::Held { .. }
                | PrinterEvent::Kept { .. }
                | PrinterEvent::Job { .. } => self.tell(&event)?,
            }
        }
        Ok(last)
    }

    async fn fate(&mut self) -> io::Result<u8> {
        let until = deadline(SLIP_WITHIN);
        while let Some(event) = self.next(until).await {
            if let PrinterEvent::Job { fate, .. } = &event {
                let (told, code) = fate_words(fate);
                self.say(&told)?;
                return Ok(code);
            }
            self.tell(&event)?;
        }
        self.say(&format!("nothing was heard of the slip for {} s", SLIP_WITHIN.as_secs()))?;
        Ok(EXIT_FAULT)
    }

    fn tell(&mut self, event: &PrinterEvent) -> io::Result<()> {
        match event {
            PrinterEvent::StateChanged { state, .. } => self.say(&words(*state)),
            PrinterEvent::Said { answer, .. } => self.say(&status_words(*answer)),
            PrinterEvent::Named { text, model: Some(model), .. } => {
                self.say(&format!("it calls itself '{text}', which is our profile {model}"))
            }
            PrinterEvent::Named { text, model: None, .. } => {
                self.say(&format!("it calls itself '{text}', which we have no profile for"))
            }
            PrinterEvent::Held { state, .. } => self.say(&format!(
                "it has stopped over the slip: {}; the slip comes out after that",
                advice(*state)
            )),
            PrinterEvent::Kept { .. } | PrinterEvent::Job { .. } => Ok(()),
        }
    }
}

/// Whether a printer that says so will say the same in a while, unless somebody lends a hand.
fn is_settled(state: PrinterState) -> bool {
    match state {
        PrinterState::Ready
        | PrinterState::PaperLow
        | PrinterState::NoPaper
        | PrinterState::CoverOpen
        | PrinterState::CutterFault
        | PrinterState::Hot
        | PrinterState::Stopped
        | PrinterState::Broken => true,
        PrinterState::Offline | PrinterState::Garbled | PrinterState::Gone | PrinterState::Unknown => false,
    }
}

/// The bytes of a status answer, and what they say.
fn status_words(answer: StatusAnswer) -> String {
    let kind = match answer {
        StatusAnswer::RealTime(_) => "DLE EOT 1-4",
        StatusAnswer::AutoStatus(_) => "automatic status",
    };
    let bytes = answer.bytes().map(|byte| format!("{byte:02X}")).join(" ");
    let words = answer.words();
    let meaning = if words.is_empty() { "all well".to_owned() } else { words.join(", ") };
    format!("{kind}: {bytes} ({meaning})")
}

fn words(state: PrinterState) -> String {
    format!("state: {state:?}{}", if state.can_print() { ", it can print" } else { "" })
}

/// What a hand can do about it.
fn advice(state: PrinterState) -> &'static str {
    match state {
        PrinterState::Ready => "nothing is wrong",
        PrinterState::PaperLow => "have a new roll at hand",
        PrinterState::NoPaper => "put a new roll in",
        PrinterState::CoverOpen => "close its cover",
        PrinterState::CutterFault => {
            "free the cutter: open the cover, take the paper out, switch it off and on"
        }
        PrinterState::Hot => "let its head cool down for some minutes",
        PrinterState::Stopped => "take the jammed paper out and close the cover",
        PrinterState::Broken => "switch it off and on; if that does not help it needs a workshop",
        PrinterState::Offline => "release its feed key, and see whether a lamp blinks",
        PrinterState::Garbled => "its answers make no sense: try the baud rate that its own test page names",
        PrinterState::Gone => "look at its cable, its path, its power and whether another program holds it",
        PrinterState::Unknown => "it has not said anything yet",
    }
}

fn fate_words(fate: &Fate) -> (String, u8) {
    match fate {
        Fate::Printed => ("the slip is on paper".to_owned(), EXIT_OK),
        Fate::NotPrinted { why: NotPrintedWhy::State(state) } => {
            (format!("the slip was not printed: {}", advice(*state)), EXIT_FAULT)
        }
        Fate::NotPrinted { why: NotPrintedWhy::Unprintable(error) } => {
            (format!("the slip was not printed: {error}"), EXIT_FAULT)
        }
        Fate::Unknown { why: UnknownWhy::NoProof } => {
            ("the slip was sent, but the printer cannot say whether it is on paper".to_owned(), EXIT_OK)
        }
        Fate::Unknown { why: UnknownWhy::NoAnswer } => {
            ("the slip was sent, but the printer did not confirm it in time".to_owned(), EXIT_FAULT)
        }
        Fate::Unknown { why: UnknownWhy::ConnectionLost } => {
            ("the connection broke under the slip: it may be on paper".to_owned(), EXIT_FAULT)
        }
        Fate::Unknown { why: UnknownWhy::Held(state) } => {
            (format!("the printer holds the slip: {}", advice(*state)), EXIT_FAULT)
        }
    }
}

/// A slip as the hall prints it, but named a test.
fn test_slip(
    config: &Config,
    printer: &DeviceName,
    state: PrinterState,
    now: Timestamp,
) -> Option<SlipContent> {
    let mut config = config.clone();
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
    hub.handle(&Input::Device(DeviceReport::Printer { printer: printer.clone(), state }), now);
    let request = Request::Issue { service, priority: None, scan: None };
    let outcome = hub.handle(&Input::Request { origin: Origin::Kiosk(kiosk), id: None, request }, now);
    match outcome.answer {
        Some(Answer::Done { .. }) => {}
        Some(Answer::Refused { .. } | Answer::SignedIn { .. }) | None => return None,
    }
    outcome.actions.into_iter().find_map(|action| match action {
        Action::Print { slip, .. } => Some(*slip),
        Action::Light { .. } | Action::Dim { .. } => None,
    })
}
