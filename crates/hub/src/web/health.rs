//! Whether the hub lives, whether it can give numbers, and its figures.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Web;
use crate::core::{Asked, Figures, JournalState, Question};

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
    writeln!(
        text,
        "# HELP goiso_slips_total Slips since the start by fate.\n# TYPE goiso_slips_total counter"
    )?;
    let slips = figures.slips;
    for (fate, n) in [("printed", slips.printed), ("failed", slips.failed), ("unknown", slips.unknown)] {
        writeln!(text, "goiso_slips_total{{fate=\"{fate}\"}} {n}")?;
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
