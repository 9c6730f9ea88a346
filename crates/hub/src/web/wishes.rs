//! `/api/v1/counters/{counter}/{wish}`: what an official does at a counter.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use goiso_model::{
    CounterNumber, OfficialId, OutcomeId, PriorityClassId, RequestId, ServiceId, TicketNumber,
};
use goiso_protocol::{RefusalText, Request, Target, TransferPlace};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Web;
use super::api::{CounterBody, TicketBody, counter_body, counter_number, done, named, read, whole};
use super::problem::{Details, Problem};

/// What came of a counter's wish.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WishAnswer {
    /// The counter as it stands now.
    counter: CounterBody,
    /// The ticket the wish was about, as it stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<TicketBody>,
}

/// What a counter may wish, in one body: each wish takes only its own keys.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WishBody {
    /// `open`: who serves.
    #[schema(value_type = Option<String>)]
    official: Option<OfficialId>,
    /// `open`, `assign`: for which services, in order; all of the counter's without.
    #[schema(value_type = Option<Vec<String>>)]
    services: Option<Vec<ServiceId>>,
    /// `pause`: `break`, `lunch`, `meeting` or `technical`; `break` without. `call`: why out of turn. `hold`: `papers`,
    /// `copies`, `form`, `payment`, `signature` or `other`; `papers` without.
    reason: Option<String>,
    /// `call`: which number.
    #[schema(value_type = Option<String>)]
    number: Option<TicketNumber>,
    /// `finish`: one of the centre's outcomes (`GET /api/v1/centre`); the usual one without.
    #[schema(value_type = Option<String>)]
    outcome: Option<OutcomeId>,
    /// `hold`: for how long the place is kept; as long as the centre allows without.
    minutes: Option<u32>,
    /// `hold`, `transfer`, `note`: what the official writes down.
    note: Option<String>,
    /// `transfer`: `{"service": "ho-tich"}` or `{"counter": 7}`.
    #[schema(value_type = Option<Object>)]
    to: Option<Target>,
    /// `transfer`: `keep`, `first` or `last`; `keep` without.
    #[schema(value_type = Option<String>)]
    place: Option<TransferPlace>,
    /// `chain`: where to go once finished here, one after the other.
    #[schema(value_type = Option<Vec<Object>>)]
    then: Option<Vec<Target>>,
    /// `walk-in`: for which service.
    #[schema(value_type = Option<String>)]
    service: Option<ServiceId>,
    /// `walk-in`: the priority claimed.
    #[schema(value_type = Option<String>)]
    priority: Option<PriorityClassId>,
    /// Drawn by the caller: the same id does nothing twice.
    #[schema(value_type = Option<String>)]
    request_id: Option<RequestId>,
}

/// Does what an official does at a counter.
#[utoipa::path(post, path = "/api/v1/counters/{counter}/{wish}", request_body = WishBody, params(
    ("counter" = u16, Path, description = "Its number"),
    ("wish" = String, Path, description = "open, pause, close, call-next, call, recall, arrive, finish, absent, hold, transfer, chain, note, undo, walk-in, ask-help, end-help or assign"),
), responses(
    (status = 200, description = "Done, and on disk", body = WishAnswer),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn wish(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<(String, String)>, PathRejection>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<WishAnswer>, Problem> {
    let (counter, wish) = named(path);
    let bytes = whole(&web, &headers, bytes)?;
    let counter = counter_number(&web, &headers, &counter)?;
    let body: WishBody = if bytes.is_empty() { WishBody::default() } else { read(&web, &headers, &bytes)? };
    let id = body.request_id.clone();
    let request = wished(&wish, counter, body).map_err(|detail| match detail {
        Some(detail) => Problem::malformed(&web, &headers, detail),
        None => Problem::refusal(
            &web,
            &headers,
            RefusalText {
                code: "unknown_request".to_owned(),
                values: [("request".to_owned(), wish.clone())].into(),
            },
        ),
    })?;
    let ticket = done(&web, &headers, request, id, None).await?;
    let counter = counter_body(&web, &headers, counter).await?;
    Ok(Json(WishAnswer { counter, ticket: ticket.map(TicketBody::from) }))
}

/// Which wishes take which keys.
const KEYS: [(&str, &[&str]); 11] = [
    ("official", &["open"]),
    ("services", &["open", "assign"]),
    ("reason", &["pause", "call", "hold"]),
    ("number", &["call"]),
    ("outcome", &["finish"]),
    ("minutes", &["hold"]),
    ("note", &["hold", "transfer", "note"]),
    ("to", &["transfer"]),
    ("place", &["transfer"]),
    ("then", &["chain"]),
    ("service", &["walk-in"]),
];

/// The request behind a path and its body; none if there is no such wish, words if a key is missing.
fn wished(wish: &str, counter: CounterNumber, body: WishBody) -> Result<Request, Option<String>> {
    let missing = |key: &str| Some(format!("'{wish}' needs the key '{key}'"));
    let stray = stray_key(wish, &body);
    let request = match wish {
        "open" => Request::OpenCounter {
            counter,
            official: body.official.ok_or_else(|| missing("official"))?,
            services: body.services.unwrap_or_default(),
        },
        "pause" => Request::PauseCounter { counter, reason: word(body.reason)? },
        "close" => Request::CloseCounter { counter },
        "call-next" => Request::CallNext { counter },
        "call" => {
            let number = body.number.ok_or_else(|| missing("number"))?;
            Request::CallNumber { counter, number: TicketNumber::typed(number.as_str()), reason: body.reason }
        }
        "recall" => Request::Recall { counter },
        "arrive" => Request::Arrive { counter },
        "finish" => Request::Finish { counter, outcome: body.outcome },
        "absent" => Request::MarkAbsent { counter },
        "hold" => {
            Request::Hold { counter, reason: word(body.reason)?, minutes: body.minutes, note: body.note }
        }
        "transfer" => Request::Transfer {
            counter,
            to: body.to.ok_or_else(|| missing("to"))?,
            place: body.place.unwrap_or_default(),
            note: body.note,
        },
        "chain" => Request::Chain { counter, then: body.then.ok_or_else(|| missing("then"))? },
        "note" => Request::Note { counter, note: body.note.ok_or_else(|| missing("note"))? },
        "undo" => Request::Undo { counter },
        "walk-in" => Request::WalkIn {
            counter,
            service: body.service.ok_or_else(|| missing("service"))?,
            priority: body.priority,
        },
        "ask-help" => Request::AskHelp { counter },
        "end-help" => Request::EndHelp { counter },
        "assign" => Request::AssignServices { counter, services: body.services.unwrap_or_default() },
        _ => return Err(None),
    };
    match stray {
        Some((key, owners)) => Err(Some(format!(
            "'{wish}' does not take the key '{key}'; it belongs to '{}'",
            owners.join("', '")
        ))),
        None => Ok(request),
    }
}

/// A key that is given, though this wish does not take it, and the wishes that do.
fn stray_key(wish: &str, body: &WishBody) -> Option<(&'static str, &'static [&'static str])> {
    let is_given = |key: &str| match key {
        "official" => body.official.is_some(),
        "services" => body.services.is_some(),
        "reason" => body.reason.is_some(),
        "number" => body.number.is_some(),
        "outcome" => body.outcome.is_some(),
        "minutes" => body.minutes.is_some(),
        "note" => body.note.is_some(),
        "to" => body.to.is_some(),
        "place" => body.place.is_some(),
        "then" => body.then.is_some(),
        _ => body.service.is_some() || body.priority.is_some(),
    };
    KEYS.into_iter().find(|(key, owners)| is_given(key) && !owners.contains(&wish))
}

/// A word of the protocol, or the usual one.
fn word<T: DeserializeOwned + Default>(text: Option<String>) -> Result<T, Option<String>> {
    let Some(text) = text else { return Ok(T::default()) };
    serde_json::from_value(serde_json::Value::String(text)).map_err(|error| Some(format!("reason: {error}")))
}
