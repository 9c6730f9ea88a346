//! Slips of numbers that the kiosk gives by itself while the hub is away.
//!
//! The kiosk's program connects to a socket of this computer, sends one line with the texts, and gets one line back. The
//! number is on the kiosk's disk by then: what is printed here decides nothing.

use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use goiso_hardware::printer::{
    Fate, JobId, Naming, NotPrintedWhy, Past, PrintRefusal, PrinterConfig, PrinterEvent, PrinterState,
    PrinterTarget, Profile, SlipContent, SlipSetup, SlipTexts, spawn,
};
use goiso_model::DeviceName;
use goiso_protocol::{LOCAL_SLIP_BYTES_MAX, LocalSlip, LocalSlipAnswer, LocalSlipTexts};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use crate::gate::Gate;

/// How long the kiosk may take to send its line.
const LINE_WITHIN: Duration = Duration::from_secs(2);
/// The kiosk may find out before the agent does that the hub is away.
const HUB_GONE_WITHIN: Duration = Duration::from_secs(3);
/// How long a printer may take to say that it is ready, and then to print. After that its port is given back: the hub may
/// be there again.
const READY_WITHIN: Duration = Duration::from_secs(6);
const PRINTED_WITHIN: Duration = Duration::from_secs(20);
/// Printer events that wait.
const EVENTS_WAITING_MAX: usize = 16;

/// The printer of this computer, for slips without the hub.
#[derive(Debug, Clone)]
pub struct LocalPrinter {
    /// Where it is.
    pub target: PrinterTarget,
    /// What it can do, as far as is known.
    pub profile: Profile,
    /// Whether its own name says better.
    pub naming: Naming,
    /// What its slips look like.
    pub slips: SlipSetup,
}

/// Why no socket can be had.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another agent listens there.
    #[error("another agent listens at '{0}'")]
    InUse(PathBuf),
    /// The system gives none.
    #[error("cannot listen at '{path}'")]
    Listen {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Prints what kiosks of this user wish at this socket, one slip after the other, whenever the hub has no port open. Goes
/// on until it is dropped; an error means that it could not begin.
pub async fn serve_local(socket: &Path, printer: LocalPrinter, gate: Gate) -> Result<(), ServeError> {
    let listener = listen(socket).await?;
    tracing::info!(socket = %socket.display(), "slips can be printed without the hub");
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                if let Err(error) = answer(stream, &printer, &gate).await {
                    tracing::warn!(%error, "a kiosk's wish for a slip was cut off");
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a kiosk could not be heard");
                tokio::time::sleep(LINE_WITHIN).await;
            }
        }
    }
}

async fn listen(socket: &Path) -> Result<UnixListener, ServeError> {
    let failed = |source| ServeError::Listen { path: socket.to_owned(), source };
    if UnixStream::connect(socket).await.is_ok() {
        return Err(ServeError::InUse(socket.to_owned()));
    }
    // What an agent that is gone has left behind.
    match std::fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        Ok(()) | Err(_) => {}
    }
    let listener = UnixListener::bind(socket).map_err(failed)?;
    std::fs::set_permissions(socket, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
    Ok(listener)
}

async fn answer(stream: UnixStream, printer: &LocalPrinter, gate: &Gate) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut line = String::new();
    let mut reader = BufReader::new(reader).take(LOCAL_SLIP_BYTES_MAX as u64);
    timeout(LINE_WITHIN, reader.read_line(&mut line)).await??;
    let answer = match LocalSlip::parse(&line) {
        Ok(slip) => print(slip, printer.clone(), gate).await,
        Err(error) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            LocalSlipAnswer::NotPrinted { message: format!("the wish was {error}: {cause}") }
        }
    };
    writer.write_all(answer.line().as_bytes()).await
}

async fn print(slip: LocalSlip, printer: LocalPrinter, gate: &Gate) -> LocalSlipAnswer {
    let Some(held) = gate.for_us(HUB_GONE_WITHIN).await else {
        return LocalSlipAnswer::NotPrinted { message: "the hub has the printer".to_owned() };
    };
    let past = if gate.take_maybe_torn() { Past::MaybeTorn } else { Past::Clean };
    let number = slip.number.clone();
    // The driver's tasks end with their runtime, and give the port back, whatever the printer does.
    let thread = tokio::task::spawn_blocking(move || -> io::Result<LocalSlipAnswer> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(runtime.block_on(print_one(content(slip), printer, past)))
    });
    let answer = match thread.await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => LocalSlipAnswer::NotPrinted { message: error.to_string() },
        Err(error) => {
            tracing::error!(%error, "a slip's thread ended unexpectedly");
            LocalSlipAnswer::Unclear
        }
    };
    match &answer {
        LocalSlipAnswer::Printed => tracing::info!(%number, "printed without the hub"),
        LocalSlipAnswer::NotPrinted { message } => tracing::warn!(%number, message, "not printed"),
        LocalSlipAnswer::Unclear => {
            gate.note_torn();
            tracing::warn!(%number, "nobody can tell whether it is printed");
        }
    }
    drop(held);
    answer
}

/// Opens the printer, waits until it is ready, and prints one slip.
async fn print_one(slip: SlipContent, printer: LocalPrinter, past: Past) -> LocalSlipAnswer {
    const JOB: JobId = JobId(1);
    let LocalPrinter { target, profile, naming, slips } = printer;
    let name = DeviceName::new("emergency").expect("a slug");
    let (events, mut told) = mpsc::channel(EVENTS_WAITING_MAX);
    let handle = spawn(PrinterConfig { name, target, profile, naming, past, slips }, events);
    let ready_by = deadline(READY_WITHIN);
    while matches!(handle.state(), PrinterState::Unknown | PrinterState::Gone) {
        match timeout_at(ready_by, told.recv()).await {
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return not_printed(PrintRefusal::State(handle.state())),
        }
    }
    if let Err(refusal) = handle.print(JOB, slip) {
        return not_printed(refusal);
    }
    let printed_by = deadline(PRINTED_WITHIN);
    loop {
        match timeout_at(printed_by, told.recv()).await {
            Ok(Some(PrinterEvent::Job { job: JOB, fate, .. })) => return answer_of(&fate),
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return LocalSlipAnswer::Unclear,
        }
    }
}

fn answer_of(fate: &Fate) -> LocalSlipAnswer {
    match fate {
        Fate::Printed => LocalSlipAnswer::Printed,
        Fate::NotPrinted { why: NotPrintedWhy::State(state) } => not_printed(PrintRefusal::State(*state)),
        Fate::NotPrinted { why: NotPrintedWhy::Unprintable(error) } => {
            LocalSlipAnswer::NotPrinted { message: error.to_string() }
        }
        Fate::Unknown { .. } => LocalSlipAnswer::Unclear,
    }
}

fn not_printed(refusal: PrintRefusal) -> LocalSlipAnswer {
    LocalSlipAnswer::NotPrinted { message: refusal.to_string() }
}

#[expect(clippy::disallowed_methods, reason = "the runtime's clock, for how long a device may take")]
fn deadline(within: Duration) -> Instant {
    Instant::now() + within
}

fn content(slip: LocalSlip) -> SlipContent {
    let LocalSlip { number, qr, texts: first, second } = slip;
    SlipContent { number: number.to_string(), qr, texts: texts(first), second: second.map(texts) }
}

fn texts(own: LocalSlipTexts) -> SlipTexts {
    let LocalSlipTexts { unit, centre, caption, service, priority, counters, wait, qr_caption, date, footer } =
        own;
    SlipTexts {
        unit,
        centre,
        caption,
        service,
        priority,
        counters,
        place: String::new(),
        ahead: String::new(),
        wait,
        qr_caption,
        date,
        footer,
    }
}
