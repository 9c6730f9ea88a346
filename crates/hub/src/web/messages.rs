//! `/api/v1/messages`: what the supervisor says to the hall.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use goiso_domain::{Message, MessageLevel};
use goiso_model::{Language, LocalText, RequestId};
use goiso_protocol::{Audience, MessageLevel as WireLevel, Request};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Web;
use super::api::{done, named, read, stopping, whole};
use super::problem::{Details, Problem};
use crate::core::{Asked, Question};

/// The most characters of a message: what a board can show at once.
const TEXT_CHARS_MAX: usize = 240;

/// Says something to the hall.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MessageBody {
    /// `emergency`: over the whole board. `notice`: among the notices, before the others.
    level: Level,
    /// In Vietnamese, or an object with a text for each language; at most 240 characters each.
    #[schema(value_type = Object)]
    text: Words,
    /// When it ends by itself; at the end of the business day without.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// `boards` for the people in the hall, `counters` for the officials, or `all`; `boards` without.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    audience: Audience,
    /// Drawn by the caller: the same id says nothing twice.
    #[schema(value_type = Option<String>)]
    request_id: Option<RequestId>,
}

/// How urgent a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Level {
    /// Over the whole board.
    Emergency,
    /// Among the notices.
    Notice,
}

/// One text, or one for each language.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    Vietnamese(String),
    Languages(LocalText),
}

impl Words {
    fn texts(self) -> LocalText {
        match self {
            Self::Vietnamese(text) => LocalText::vietnamese(text),
            Self::Languages(texts) => texts,
        }
    }
}

/// A message that is said to the hall.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SaidBody {
    /// Its number, by which it is taken back.
    message: u32,
    /// `emergency` or `notice`.
    level: Level,
    /// A text for each language.
    #[schema(value_type = Object)]
    text: LocalText,
    /// Since when it is said.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// When it ends by itself; absent for the end of the business day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// `boards`, `counters` or `all`.
    #[schema(value_type = String)]
    audience: Audience,
}

impl SaidBody {
    fn is(&self, level: Level, text: &LocalText, until: Option<Timestamp>, audience: Audience) -> bool {
        self.level == level && self.text == *text && self.until == until && self.audience == audience
    }

    fn new(number: u32, message: Message) -> Self {
        Self {
            message: number,
            level: match message.level {
                MessageLevel::Emergency => Level::Emergency,
                MessageLevel::Notice => Level::Notice,
            },
            text: message.text,
            since: message.since,
            until: message.until,
            audience: match message.audience {
                goiso_domain::Audience::Boards => Audience::Boards,
                goiso_domain::Audience::Counters => Audience::Counters,
                goiso_domain::Audience::All => Audience::All,
            },
        }
    }
}

/// What is said to the hall now, the oldest first.
#[utoipa::path(get, path = "/api/v1/messages", responses((status = 200, body = Vec<SaidBody>)))]
pub(super) async fn list(State(web): State<Web>, headers: HeaderMap) -> Result<Json<Vec<SaidBody>>, Problem> {
    Ok(Json(said(&web, &headers).await?))
}

/// Says something to the hall: on every board.
#[utoipa::path(post, path = "/api/v1/messages", request_body = MessageBody, responses(
    (status = 201, description = "It is said, and on disk; asked again with the same request_id, the same", body = SaidBody),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn post(
    State(web): State<Web>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<SaidBody>), Problem> {
    let body: MessageBody = read(&web, &headers, &whole(&web, &headers, bytes)?)?;
    let text = body.text.texts();
    if let Err(detail) = check(&text) {
        return Err(Problem::malformed(&web, &headers, detail));
    }
    let level = match body.level {
        Level::Emergency => WireLevel::Emergency,
        Level::Notice => WireLevel::Notice,
    };
    let request =
        Request::PostMessage { level, text: text.clone(), until: body.until, audience: body.audience };
    done(&web, &headers, request, body.request_id, None).await?;
    // The newest of these words is the one just said, or, asked again, the one said then.
    let posted = said(&web, &headers).await?.into_iter().rev();
    let mut posted = posted.filter(|said| said.is(body.level, &text, body.until, body.audience));
    match posted.next() {
        Some(said) => Ok((StatusCode::CREATED, Json(said))),
        // It was said once under this id, and taken back since.
        None => Err(Problem::gone(&web, &headers)),
    }
}

/// Says it no longer.
#[utoipa::path(delete, path = "/api/v1/messages/{message}", params(("message" = u32, Path, description = "Its number")), responses(
    (status = 200, description = "What is still said, the oldest first", body = Vec<SaidBody>),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn remove(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<Vec<SaidBody>>, Problem> {
    // No message has the number 0.
    let message = named(path).parse().unwrap_or(0);
    done(&web, &headers, Request::RemoveMessage { message }, None, None).await?;
    Ok(Json(said(&web, &headers).await?))
}

async fn said(web: &Web, headers: &HeaderMap) -> Result<Vec<SaidBody>, Problem> {
    match web.ask(Question::Messages).await {
        Ok(Asked::Messages(said)) => {
            Ok(said.into_iter().map(|(number, message)| SaidBody::new(number, message)).collect())
        }
        Ok(_) | Err(_) => Err(stopping(web, headers)),
    }
}

/// What is wrong with the words.
fn check(text: &LocalText) -> Result<(), String> {
    if text.0.get(&Language::vietnamese()).is_none_or(|words| words.trim().is_empty()) {
        return Err("'text' lacks the Vietnamese words, the key 'vi'".to_owned());
    }
    for (language, words) in &text.0 {
        let n_chars = words.chars().count();
        if n_chars > TEXT_CHARS_MAX {
            return Err(format!("'text.{language}' has {n_chars} characters; at most {TEXT_CHARS_MAX}"));
        }
        if words.chars().any(char::is_control) {
            return Err(format!("'text.{language}' must be one line without control characters"));
        }
    }
    Ok(())
}
