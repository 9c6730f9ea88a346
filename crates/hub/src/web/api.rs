//! `/api/v1`: what other programs may ask and wish.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use goiso_model::{
    CounterNumber, DeviceName, OfficialId, PriorityClassId, RequestId, ServiceId, TicketId, TicketNumber,
};
use goiso_protocol::{
    Answer, BoardView, CounterState, CounterView, Outcome, PauseReason, RefusalText, Request, TicketInfo,
    TicketStage, WaitRange,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Details, Problem};
use super::{Web, is_foreign, refused};
use crate::core::{Asked, Input, Origin, Question};
use crate::refusal::HubRefusal;

/// The name under which request ids of this interface are kept.
const API_DEVICE: &str = "api";

/// Asks for a number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IssueBody {
    /// The service's id, e.g. `chung-thuc`.
    #[schema(value_type = String)]
    service: ServiceId,
    /// The priority class's id, e.g. `nct`.
    #[schema(value_type = Option<String>)]
    priority: Option<PriorityClassId>,
    /// The kiosk whose printer prints the slip; no slip without.
    #[schema(value_type = Option<String>)]
    kiosk: Option<DeviceName>,
    /// Drawn by the caller, 1 to 64 visible ASCII characters: the same id brings the same ticket.
    #[schema(value_type = String)]
    request_id: RequestId,
}

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketBody {
    /// Its opaque id.
    #[schema(value_type = String)]
    ticket: TicketId,
    /// What the visitor sees, e.g. `A005`.
    #[schema(value_type = String)]
    number: TicketNumber,
    /// The service's id.
    #[schema(value_type = String)]
    service: ServiceId,
    /// `waiting`, `called`, `serving`, `absent`, `done` or `cancelled`.
    #[schema(value_type = String)]
    state: TicketStage,
    /// How many are before it; 0 once called.
    ahead: u32,
    /// The expected wait in minutes, least and most; absent when it cannot be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    wait: Option<WaitRange>,
    /// Counters that may call it, or the one that did.
    #[schema(value_type = Vec<u16>)]
    counters: Vec<CounterNumber>,
    /// When it was issued.
    #[schema(value_type = String, format = DateTime)]
    issued_at: jiff::Timestamp,
    /// What the slip's QR leads to.
    follow_url: String,
    /// Whether a slip is being printed.
    is_printing: bool,
}

impl From<TicketInfo> for TicketBody {
    fn from(info: TicketInfo) -> Self {
        Self {
            ticket: info.ticket,
            number: info.number,
            service: info.service,
            state: info.stage,
            ahead: info.ahead,
            wait: info.wait,
            counters: info.counters,
            issued_at: info.issued_at,
            follow_url: info.follow_url,
            is_printing: info.is_printing,
        }
    }
}

/// A counter.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CounterBody {
    /// Which.
    #[schema(value_type = u16)]
    counter: CounterNumber,
    /// `{"state": "closed" | "open" | "paused", "official": …, "since": …, "reason": …}`.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    state: CounterState,
    /// The number called or served there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    number: Option<TicketNumber>,
    /// `called` or `serving`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    stage: Option<TicketStage>,
    /// How many wait for its services.
    n_waiting: u32,
}

impl From<CounterView> for CounterBody {
    fn from(view: CounterView) -> Self {
        Self {
            counter: view.counter,
            state: view.state,
            stage: view.current.as_ref().map(|current| current.stage),
            number: view.current.map(|current| current.number),
            n_waiting: view.n_waiting,
        }
    }
}

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
    /// `open`: for which services, in order; all of the counter's without.
    #[schema(value_type = Option<Vec<String>>)]
    services: Option<Vec<ServiceId>>,
    /// `pause`: `break`, `lunch`, `meeting` or `technical`; `break` without.
    #[schema(value_type = Option<String>)]
    reason: Option<PauseReason>,
    /// `call`: which number.
    #[schema(value_type = Option<String>)]
    number: Option<TicketNumber>,
    /// `finish`: `done`, `received`, `refused` or `guided`; `done` without.
    #[schema(value_type = Option<String>)]
    outcome: Option<Outcome>,
    /// Drawn by the caller: the same id does nothing twice.
    #[schema(value_type = Option<String>)]
    request_id: Option<RequestId>,
}

/// The centre.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CentreBody {
    /// Its names by language.
    #[schema(value_type = Object)]
    name: goiso_model::LocalText,
    /// The zone of its clocks.
    zone: String,
    /// Its services' ids and names.
    #[schema(value_type = Vec<Object>)]
    services: Vec<(ServiceId, goiso_model::LocalText)>,
    /// Its counters' numbers.
    #[schema(value_type = Vec<u16>)]
    counters: Vec<CounterNumber>,
    /// Its priority classes' ids and names.
    #[schema(value_type = Vec<Object>)]
    classes: Vec<(PriorityClassId, goiso_model::LocalText)>,
}

/// Gives a number.
#[utoipa::path(post, path = "/api/v1/tickets", request_body = IssueBody, responses(
    (status = 201, description = "The number is on disk; asked again with the same request_id, the same", body = TicketBody),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot give numbers now", body = Details),
))]
pub(super) async fn issue(
    State(web): State<Web>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body: IssueBody = read(&web, &headers, &whole(&web, &headers, bytes)?)?;
    if let Some(kiosk) = &body.kiosk
        && !web.shared.config.kiosks.iter().any(|known| known.name == *kiosk)
    {
        return Err(Problem::malformed(
            &web,
            &headers,
            format!("kiosk '{kiosk}' is not in the configuration"),
        ));
    }
    let request = Request::Issue { service: body.service, priority: body.priority };
    match done(&web, &headers, request, Some(body.request_id), body.kiosk).await? {
        Some(ticket) => Ok((StatusCode::CREATED, Json(TicketBody::from(ticket))).into_response()),
        None => Err(stopping(&web, &headers)),
    }
}

/// How a ticket stands.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}", params(("ticket" = String, Path, description = "Its opaque id")), responses(
    (status = 200, body = TicketBody),
    (status = 404, description = "No such ticket today", body = Details),
))]
pub(super) async fn ticket(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<TicketBody>, Problem> {
    let ticket = named(path);
    let unknown = || {
        let values = [("ticket".to_owned(), ticket.clone())].into();
        Problem::refusal(&web, &headers, RefusalText { code: "unknown_ticket".to_owned(), values })
    };
    let id: TicketId = ticket.parse().map_err(|_| unknown())?;
    match web.ask(Question::Ticket(id)).await {
        Ok(Asked::Ticket(Some(info))) => Ok(Json((*info).into())),
        Ok(Asked::Ticket(None)) => Err(unknown()),
        Ok(_) | Err(_) => Err(stopping(&web, &headers)),
    }
}

/// How a counter stands.
#[utoipa::path(get, path = "/api/v1/counters/{counter}", params(("counter" = u16, Path, description = "Its number")), responses(
    (status = 200, body = CounterBody),
    (status = 404, description = "No such counter", body = Details),
))]
pub(super) async fn counter(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<CounterBody>, Problem> {
    let number = counter_number(&web, &headers, &named(path))?;
    Ok(Json(counter_body(&web, &headers, number).await?))
}

/// Does what an official does at a counter.
#[utoipa::path(post, path = "/api/v1/counters/{counter}/{wish}", request_body = WishBody, params(
    ("counter" = u16, Path, description = "Its number"),
    ("wish" = String, Path, description = "open, pause, close, call-next, call, recall, arrive, finish or absent"),
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

/// The counters and the newest calls, as all boards together show them.
#[utoipa::path(get, path = "/api/v1/board", responses((status = 200, description = "A board's view, as in docs/protocol.md", body = Object)))]
pub(super) async fn board(State(web): State<Web>, headers: HeaderMap) -> Result<Json<BoardView>, Problem> {
    match web.ask(Question::Board).await {
        Ok(Asked::Board(view)) => Ok(Json(*view)),
        Ok(_) | Err(_) => Err(stopping(&web, &headers)),
    }
}

/// What the centre offers.
#[utoipa::path(get, path = "/api/v1/centre", responses((status = 200, body = CentreBody)))]
pub(super) async fn centre(State(web): State<Web>) -> Json<CentreBody> {
    let config = &web.shared.config;
    Json(CentreBody {
        name: config.centre.name.clone(),
        zone: config.centre.zone.clone(),
        services: config.services.iter().map(|service| (service.id.clone(), service.name.clone())).collect(),
        counters: config.counters.iter().map(|counter| counter.number).collect(),
        classes: config.classes.iter().map(|class| (class.id.clone(), class.name.clone())).collect(),
    })
}

/// The request behind a path and its body; none if there is no such wish, words if a key is missing.
fn wished(wish: &str, counter: CounterNumber, body: WishBody) -> Result<Request, Option<String>> {
    let missing = |key: &str| Some(format!("'{wish}' needs the key '{key}'"));
    let has = [
        ("official", body.official.is_some(), "open"),
        ("services", body.services.is_some(), "open"),
        ("reason", body.reason.is_some(), "pause"),
        ("number", body.number.is_some(), "call"),
        ("outcome", body.outcome.is_some(), "finish"),
    ];
    let request = match wish {
        "open" => Request::OpenCounter {
            counter,
            official: body.official.ok_or_else(|| missing("official"))?,
            services: body.services.unwrap_or_default(),
        },
        "pause" => Request::PauseCounter { counter, reason: body.reason.unwrap_or_default() },
        "close" => Request::CloseCounter { counter },
        "call-next" => Request::CallNext { counter },
        "call" => {
            let number = body.number.ok_or_else(|| missing("number"))?;
            Request::CallNumber { counter, number: TicketNumber::typed(number.as_str()) }
        }
        "recall" => Request::Recall { counter },
        "arrive" => Request::Arrive { counter },
        "finish" => Request::Finish { counter, outcome: body.outcome.unwrap_or_default() },
        "absent" => Request::MarkAbsent { counter },
        _ => return Err(None),
    };
    match has.iter().find(|(_, is_given, owner)| *is_given && *owner != wish) {
        Some((key, _, owner)) => {
            Err(Some(format!("'{wish}' does not take the key '{key}'; it belongs to '{owner}'")))
        }
        None => Ok(request),
    }
}

pub(super) async fn done(
    web: &Web,
    headers: &HeaderMap,
    request: Request,
    id: Option<RequestId>,
    kiosk: Option<DeviceName>,
) -> Result<Option<TicketInfo>, Problem> {
    let answer = if is_foreign(headers) {
        refused(HubRefusal::NotAllowed)
    } else {
        let device = DeviceName::new(API_DEVICE).expect("'api' is a slug");
        web.wish(Input::Request { origin: Origin::Api { device, kiosk }, id, request }).await
    };
    match answer {
        Answer::Done { ticket } => Ok(ticket),
        Answer::Refused { refusal } => Err(Problem::refusal(web, headers, refusal)),
    }
}

async fn counter_body(web: &Web, headers: &HeaderMap, number: CounterNumber) -> Result<CounterBody, Problem> {
    match web.ask(Question::Counter(number)).await {
        Ok(Asked::Counter(Some(view))) => Ok((*view).into()),
        Ok(Asked::Counter(None)) => Err(unknown_counter(web, headers, &number.to_string())),
        Ok(_) | Err(_) => Err(stopping(web, headers)),
    }
}

fn counter_number(web: &Web, headers: &HeaderMap, text: &str) -> Result<CounterNumber, Problem> {
    let number = text.parse().ok().and_then(|number| CounterNumber::new(number).ok());
    number.ok_or_else(|| unknown_counter(web, headers, text))
}

fn unknown_counter(web: &Web, headers: &HeaderMap, text: &str) -> Problem {
    let values = [("counter".to_owned(), text.chars().take(16).collect())].into();
    Problem::refusal(web, headers, RefusalText { code: "unknown_counter".to_owned(), values })
}

pub(super) fn stopping(web: &Web, headers: &HeaderMap) -> Problem {
    Problem::refusal(web, headers, HubRefusal::Stopping.text())
}

/// What a path names; what is not even text names nothing that we have.
pub(super) fn named<T: Default>(path: Result<Path<T>, PathRejection>) -> T {
    path.map(|Path(named)| named).unwrap_or_default()
}

/// The body, if all of it came and it is no larger than a wish may be.
pub(super) fn whole(
    web: &Web,
    headers: &HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Bytes, Problem> {
    bytes.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(web, headers),
        _ => Problem::malformed(web, headers, rejection.body_text()),
    })
}

/// Reads a JSON body. A browser page of another site cannot send one without asking first, which nobody
/// here answers.
pub(super) fn read<T: DeserializeOwned>(web: &Web, headers: &HeaderMap, bytes: &Bytes) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.starts_with("application/json") {
        return Err(Problem::not_json(web, headers));
    }
    serde_json::from_slice(bytes).map_err(|error| Problem::malformed(web, headers, error.to_string()))
}
