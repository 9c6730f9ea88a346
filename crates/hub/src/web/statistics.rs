//! `GET /api/v1/statistics`.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use jiff::civil::Date;
use serde::Deserialize;

use super::Web;
use super::problem::{Details, Problem};
use crate::refusal::HubRefusal;
use crate::report::{self, Report};

/// Which business days.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Days {
    from: Option<String>,
    to: Option<String>,
}

/// What managers read: the figures of some business days, out of the journal.
#[utoipa::path(get, path = "/api/v1/statistics", params(
    ("from" = Option<String>, Query, description = "The first business day, e.g. 2026-11-23; without, the first of all"),
    ("to" = Option<String>, Query, description = "The last; without, the present one"),
), responses(
    (status = 200, body = Report),
    (status = 400, description = "A date is none, or they are the wrong way round", body = Details),
    (status = 503, description = "The journal cannot be read now", body = Details),
))]
pub(super) async fn statistics(
    State(web): State<Web>,
    headers: HeaderMap,
    days: Result<Query<Days>, QueryRejection>,
) -> Result<Json<Report>, Problem> {
    let malformed = |detail: String| Problem::malformed(&web, &headers, detail);
    let Query(days) = days.map_err(|rejection| malformed(rejection.body_text()))?;
    let date = |key: &str, text: Option<String>| match text {
        None => Ok(None),
        Some(text) => text.parse::<Date>().map(Some).map_err(|_| {
            let text: String = text.chars().take(32).collect();
            malformed(format!("{key} is '{text}', not a date like 2026-11-23"))
        }),
    };
    let (from, to) = (date("from", days.from)?, date("to", days.to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(malformed(format!("from {from} is later than to {to}")));
    }
    let stopping = || Problem::refusal(&web, &headers, HubRefusal::Stopping.text());
    let (Some(folder), now) = (web.data.clone(), web.shared.clock.now()) else { return Err(stopping()) };
    let read = tokio::task::spawn_blocking(move || report::read(&folder, from, to, now)).await;
    match read {
        Ok(Ok(report)) => Ok(Json(report)),
        Ok(Err(error)) => {
            tracing::warn!(error = crate::advice::about(&error), "the statistics cannot be read");
            Err(Problem::refusal(&web, &headers, HubRefusal::JournalUnavailable.text()))
        }
        Err(_) => Err(stopping()),
    }
}
