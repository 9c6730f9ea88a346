//! What a page tells of its sound, and whether it is to speak.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use goiso_protocol::BoardReport;
use serde::{Deserialize, Serialize};

use super::{find, unknown};
use crate::core::{Asked, BoardNews, Input, Question, Source};
use crate::message::Message;
use crate::refusal::HubRefusal;
use crate::web::api::{named, read, stopping, whole};
use crate::web::problem::Problem;
use crate::web::{Web, is_foreign};

/// A page's report, once a second.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageReport {
    /// The number that it drew when it was loaded.
    page: u64,
    report: BoardReport,
}

/// What it is to do.
#[derive(Debug, Serialize)]
struct PageDuty {
    is_speaker: bool,
    spoken_through: u64,
}

/// Takes a page's report, and names its duty.
pub(in crate::web) async fn report(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    bytes: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(board) = find(&web, &named(path)).map(|board| board.name.clone()) else {
        return unknown(&web, &headers);
    };
    if is_foreign(&headers) {
        return Problem::refusal(&web, &headers, HubRefusal::NotAllowed.text()).into_response();
    }
    let body = whole(&web, &headers, bytes).and_then(|bytes| read::<PageReport>(&web, &headers, &bytes));
    let PageReport { page, report } = match body {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let source = Source::Page(board, page);
    let news = Input::Board(BoardNews::Reported(source.clone(), report));
    if web.shared.messages.send(Message::Input(news, None)).await.is_err() {
        return stopping(&web, &headers).into_response();
    }
    match web.ask(Question::Speaker(source)).await {
        Ok(Asked::Speaker { is_speaker, spoken_through }) => {
            Json(PageDuty { is_speaker, spoken_through }).into_response()
        }
        Ok(_) | Err(_) => stopping(&web, &headers).into_response(),
    }
}
