//! `/api/v1/tickets/{ticket}/story`: what happened to a number, who was called before it, and why.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use goiso_domain::{Rules, Story};
use goiso_model::{TicketId, TicketNumber};
use goiso_store::{Reader, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::Web;
use super::api::{named, stopping, unknown_ticket};
use super::problem::{Details, Problem};
use crate::story::{Teller, events};

/// What happened to a number of today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StoryBody {
    /// Whose story it is.
    #[schema(value_type = String)]
    number: TicketNumber,
    /// In the order in which it happened.
    lines: Vec<LineBody>,
}

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
struct LineBody {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// In words of the language asked for: `Accept-Language` `en`, else Vietnamese.
    text: String,
}

/// What happened to a number of today, who was called before it, and why.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/story", params(("ticket" = String, Path, description = "Its opaque id")), responses(
    (status = 200, body = StoryBody),
    (status = 404, description = "No such ticket today", body = Details),
    (status = 503, description = "The journal cannot be read now", body = Details),
))]
pub(super) async fn tell(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<StoryBody>, Problem> {
    let name = named(path);
    let id: TicketId = name.parse().map_err(|_| unknown_ticket(&web, &headers, &name))?;
    let Some(data) = web.data.clone() else { return Err(stopping(&web, &headers)) };
    // A day's records are read from the disk, which must keep nobody waiting.
    let told = tokio::task::spawn_blocking(move || story(&data, id)).await;
    match told {
        Ok(Ok(Some(Told { story, rules, day }))) => {
            let teller = Teller::new(web.texts(&headers), &rules, day);
            let line = |line| LineBody { at: line_at(line), text: teller.line(&story, line) };
            let lines = story.lines.iter().map(line).collect();
            Ok(Json(StoryBody { number: story.number.clone(), lines }))
        }
        Ok(Ok(None)) => Err(unknown_ticket(&web, &headers, &name)),
        Ok(Err(error)) => {
            tracing::warn!(%error, "a story cannot be told");
            Err(Problem::refusal(&web, &headers, crate::refusal::HubRefusal::JournalUnavailable.text()))
        }
        Err(_) => Err(stopping(&web, &headers)),
    }
}

fn line_at(line: &goiso_domain::Line) -> Timestamp {
    line.at
}

/// A story, and what it is told with.
struct Told {
    story: Story,
    /// As the day began.
    rules: Rules,
    day: Date,
}

/// The story of a ticket of the newest day.
fn story(data: &std::path::Path, id: TicketId) -> Result<Option<Told>, StoreError> {
    let reader = Reader::open(data)?;
    let Some(day) = reader.days()?.last().copied() else { return Ok(None) };
    let Some(rules) = reader.rules_at(day)? else { return Ok(None) };
    let events = events(reader.records_of_day(day)?);
    Ok(Story::of(rules.clone(), &events, id).map(|story| Told { story, rules, day }))
}
