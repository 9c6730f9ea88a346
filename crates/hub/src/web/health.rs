//! Whether the hub lives, whether it can give numbers, and its figures.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use goiso_hardware::printer::PrinterState;
use goiso_model::DeviceName;
use goiso_protocol::SoundState;
use serde::Serialize;

use super::Web;
use crate::core::sound::BoardFigures;
use crate::core::{Asked, DeviceStatus, Figures, JournalState, Question};

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Numbers can be given.
pub(super) async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    match figures(&web).await {
        Some(figures) => match figures.journal {
            JournalState::Ready => (StatusCode::OK, "ready\n"),
            JournalState::OnReserve => {
                (StatusCode::SERVICE_UNAVAILABLE, "disk full: on the reserve, no new numbers\n")
            }
            JournalState::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "the journal takes no entries\n"),
            JournalState::Broken => (StatusCode::SERVICE_UNAVAILABLE, "today's journal was changed\n"),
        },
        None => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
    }
}

/// How the hub and its devices are.
#[derive(Debug, Serialize)]
struct Health {
    /// `ready`, `on_reserve`, `unavailable` or `broken`.
    journal: &'static str,
    boards: Vec<BoardHealth>,
    printers: Vec<PrinterHealth>,
    n_leds_down: usize,
    /// Every device of the centre's file.
    devices: Vec<DeviceStatus>,
}

/// How a board is.
#[derive(Debug, Serialize)]
struct BoardHealth {
    name: DeviceName,
    is_connected: bool,
    /// Its sound zone; absent for a silent board.
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    /// `ready`, or why it cannot speak; absent before its first report.
    #[serde(skip_serializing_if = "Option::is_none")]
    sound: Option<SoundState>,
    is_speaker: bool,
}

/// How a printer is.
#[derive(Debug, Serialize)]
struct PrinterHealth {
    name: DeviceName,
    can_print: bool,
}

/// How the hub and its devices are, for people and programs that look after them.
pub(super) async fn report(State(web): State<Web>) -> Response {
    let Some(figures) = figures(&web).await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    };
    let board = |board: BoardFigures| BoardHealth {
        name: board.name,
        is_connected: board.is_connected,
        zone: board.zone,
        sound: board.sound,
        is_speaker: board.is_speaker,
    };
    let printer =
        |(name, state): (DeviceName, PrinterState)| PrinterHealth { name, can_print: state.can_print() };
    let health = Health {
        journal: match figures.journal {
            JournalState::Ready => "ready",
            JournalState::OnReserve => "on_reserve",
            JournalState::Unavailable => "unavailable",
            JournalState::Broken => "broken",
        },
        boards: figures.boards.into_iter().map(board).collect(),
        printers: figures.printers.into_iter().map(printer).collect(),
        n_leds_down: figures.n_leds_down,
        devices: figures.devices,
    };
    Json(health).into_response()
}

/// Figures in the Prometheus text format, version 0.0.4.
pub(super) async fn metrics(State(web): State<Web>) -> Response {
    let Some(figures) = figures(&web).await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    };
    let text = written(&web, &figures).expect("writing to a String cannot fail");
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

async fn figures(web: &Web) -> Option<Figures> {
    match web.ask(Question::Figures).await {
        Ok(Asked::Figures(figures)) => Some(*figures),
        Ok(_) | Err(_) => None,
    }
}

fn written(web: &Web, figures: &Figures) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let is_ready = u8::from(figures.journal == JournalState::Ready);
    writeln!(
        text,
        "# HELP goiso_journal_ready Whether the journal takes entries.\n# TYPE goiso_journal_ready gauge"
    )?;
    writeln!(text, "goiso_journal_ready {is_ready}")?;
    writeln!(text, "# HELP goiso_tickets Today's tickets by state.\n# TYPE goiso_tickets gauge")?;
    for (state, n) in &figures.tickets {
        writeln!(text, "goiso_tickets{{state=\"{state}\"}} {n}")?;
    }
    writeln!(text, "# HELP goiso_printer_up Whether a printer prints.\n# TYPE goiso_printer_up gauge")?;
    for (printer, state) in &figures.printers {
        writeln!(
            text,
            "goiso_printer_up{{printer=\"{printer}\",state=\"{state:?}\"}} {}",
            u8::from(state.can_print())
        )?;
    }
    writeln!(text, "# HELP goiso_leds_down LED displays that do not answer.\n# TYPE goiso_leds_down gauge")?;
    writeln!(text, "goiso_leds_down {}", figures.n_leds_down)?;
    write_devices(&mut text, &figures.devices)?;
    write_boards(&mut text, &figures.boards)?;
    writeln!(
        text,
        "# HELP goiso_slips_total Slips since the start by fate.\n# TYPE goiso_slips_total counter"
    )?;
    let slips = figures.slips;
    for (fate, n) in [("printed", slips.printed), ("failed", slips.failed), ("unknown", slips.unknown)] {
        writeln!(text, "goiso_slips_total{{fate=\"{fate}\"}} {n}")?;
    }
    for (name, n, help) in [
        ("held", slips.held, "Printers that stopped over a slip."),
        ("reprinted", slips.reprinted, "Slips printed again because somebody asked."),
        ("diverted", slips.diverted, "Slips that a kiosk's other printer took over."),
    ] {
        writeln!(text, "# HELP goiso_slips_{name}_total {help}\n# TYPE goiso_slips_{name}_total counter")?;
        writeln!(text, "goiso_slips_{name}_total {n}")?;
    }
    writeln!(
        text,
        "# HELP goiso_printer_stand_in A kiosk's slips come out at another printer than its own."
    )?;
    writeln!(text, "# TYPE goiso_printer_stand_in gauge")?;
    for (kiosk, printer) in &figures.stand_ins {
        writeln!(text, "goiso_printer_stand_in{{kiosk=\"{kiosk}\",printer=\"{printer}\"}} 1")?;
    }
    writeln!(
        text,
        "# HELP goiso_commits_total Commits of the journal since the start, each one sync of the disk."
    )?;
    writeln!(text, "# TYPE goiso_commits_total counter\ngoiso_commits_total {}", figures.n_commits)?;
    let shared = &web.shared;
    writeln!(text, "# HELP goiso_sessions Clients connected.\n# TYPE goiso_sessions gauge")?;
    writeln!(text, "goiso_sessions {}", shared.n_sessions.load(Ordering::Relaxed))?;
    writeln!(
        text,
        "# HELP goiso_sessions_dropped_total Clients dropped for silence, slowness or bad frames."
    )?;
    writeln!(text, "# TYPE goiso_sessions_dropped_total counter")?;
    writeln!(text, "goiso_sessions_dropped_total {}", shared.n_dropped.load(Ordering::Relaxed))?;
    writeln!(text, "# HELP goiso_requests_total Wishes taken.\n# TYPE goiso_requests_total counter")?;
    writeln!(text, "goiso_requests_total {}", shared.n_requests.load(Ordering::Relaxed))?;
    Ok(text)
}

/// Displays by their counter, keypads and scanners by their name.
fn write_devices(text: &mut String, devices: &[DeviceStatus]) -> std::fmt::Result {
    for (kind, label, what) in [
        ("led", "counter", "an LED display answers"),
        ("keypad", "keypad", "a keypad can be read"),
        ("scanner", "scanner", "a scanner can be read"),
    ] {
        writeln!(text, "# HELP goiso_{kind}_up Whether {what}.\n# TYPE goiso_{kind}_up gauge")?;
        for DeviceStatus { name, state, .. } in devices.iter().filter(|device| device.kind == kind) {
            let is_up = u8::from(state == "ready" || state == "unheard");
            writeln!(text, "goiso_{kind}_up{{{label}=\"{name}\",state=\"{state}\"}} {is_up}")?;
        }
    }
    Ok(())
}

fn write_boards(text: &mut String, boards: &[BoardFigures]) -> std::fmt::Result {
    writeln!(text, "# HELP goiso_board_up Whether a board is connected.\n# TYPE goiso_board_up gauge")?;
    for board in boards {
        writeln!(text, "goiso_board_up{{board=\"{}\"}} {}", board.name, u8::from(board.is_connected))?;
    }
    writeln!(
        text,
        "# HELP goiso_board_sound Whether a board of a sound zone can speak.\n# TYPE goiso_board_sound gauge"
    )?;
    for (board, zone) in boards.iter().filter_map(|board| Some((board, board.zone.as_ref()?))) {
        let sound = match board.sound {
            Some(SoundState::Off) => "off",
            Some(SoundState::Ready) => "ready",
            Some(SoundState::NoDevice) => "no_device",
            Some(SoundState::NoPack) => "no_pack",
            Some(SoundState::Unknown) | None => "unknown",
        };
        let (name, can_speak) = (&board.name, u8::from(board.sound == Some(SoundState::Ready)));
        writeln!(
            text,
            "goiso_board_sound{{board=\"{name}\",zone=\"{zone}\",state=\"{sound}\"}} {can_speak}"
        )?;
    }
    Ok(())
}
