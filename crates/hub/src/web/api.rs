//! `/api/v1`: what other programs may ask and wish.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use goiso_model::{
    CounterNumber, DeviceName, OutcomeId, PriorityClassId, RequestId, ServiceId, TicketId, TicketNumber,
};
use goiso_protocol::{
    Answer, BoardView, CounterState, CounterView, RefusalText, Request, SlipState, TicketInfo, TicketStage,
    WaitRange,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Details, Problem};
use super::{Web, is_foreign, refused};
use crate::core::{API_DEVICE, Asked, Input, Origin, Question};
use crate::refusal::HubRefusal;

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
    /// For how many people who come together; one without.
    people: Option<u32>,
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
    /// `waiting`, `called`, `serving`, `held`, `absent`, `done`, `put_off` or `cancelled`.
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
    /// `printing`, `held`, `printed`, `not_printed` or `unclear`; absent where there is no slip to tell of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    slip: Option<SlipState>,
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
            slip: info.slip,
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
    /// How a service can end, the usual way first.
    #[schema(value_type = Vec<String>)]
    outcomes: Vec<OutcomeId>,
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
    known_kiosk(&web, &headers, body.kiosk.as_ref())?;
    let IssueBody { service, priority, .. } = body;
    let request = match body.people {
        None | Some(1) => Request::Issue { service, priority, scan: None },
        Some(people) => Request::IssueGroup { service, people, priority },
    };
    match done(&web, &headers, request, Some(body.request_id), body.kiosk).await? {
        Some(ticket) => Ok((StatusCode::CREATED, Json(TicketBody::from(ticket))).into_response()),
        None => Err(stopping(&web, &headers)),
    }
}

pub(super) fn known_kiosk(web: &Web, headers: &HeaderMap, kiosk: Option<&DeviceName>) -> Result<(), Problem> {
    match kiosk.filter(|kiosk| !web.shared.config.kiosks.iter().any(|known| known.name == **kiosk)) {
        Some(kiosk) => {
            Err(Problem::malformed(web, headers, format!("kiosk '{kiosk}' is not in the configuration")))
        }
        None => Ok(()),
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
    let ticket = named::<String>(path);
    let id = ticket_id(&web, &headers, &ticket)?;
    match web.ask(Question::Ticket(id)).await {
        Ok(Asked::Ticket(Some(info))) => Ok(Json((*info).into())),
        Ok(Asked::Ticket(None)) => Err(unknown_ticket(&web, &headers, &ticket)),
        Ok(_) | Err(_) => Err(stopping(&web, &headers)),
    }
}

/// Asks for a slip once more.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReprintBody {
    /// The kiosk whose printer prints it; where the number was given without.
    #[schema(value_type = Option<String>)]
    kiosk: Option<DeviceName>,
    /// Drawn by the caller: the same id prints nothing twice.
    #[schema(value_type = Option<String>)]
    request_id: Option<RequestId>,
}

/// Prints a ticket's slip once more.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/reprint", request_body = ReprintBody, params(("ticket" = String, Path, description = "Its opaque id")), responses(
    (status = 200, description = "It is being printed, and that is on disk", body = TicketBody),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn reprint(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<TicketBody>, Problem> {
    let ticket = ticket_id(&web, &headers, &named::<String>(path))?;
    let bytes = whole(&web, &headers, bytes)?;
    let body: ReprintBody =
        if bytes.is_empty() { ReprintBody::default() } else { read(&web, &headers, &bytes)? };
    known_kiosk(&web, &headers, body.kiosk.as_ref())?;
    match done(&web, &headers, Request::Reprint { ticket }, body.request_id, body.kiosk).await? {
        Some(ticket) => Ok(Json(ticket.into())),
        None => Err(stopping(&web, &headers)),
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
        outcomes: config.outcome_ids(),
    })
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
        // Programs do not sign in.
        Answer::SignedIn { .. } => Ok(None),
    }
}

fn ticket_id(web: &Web, headers: &HeaderMap, text: &str) -> Result<TicketId, Problem> {
    text.parse().map_err(|_| unknown_ticket(web, headers, text))
}

pub(super) fn unknown_ticket(web: &Web, headers: &HeaderMap, text: &str) -> Problem {
    let values = [("ticket".to_owned(), text.chars().take(16).collect())].into();
    Problem::refusal(web, headers, RefusalText { code: "unknown_ticket".to_owned(), values })
}

pub(super) async fn counter_body(
    web: &Web,
    headers: &HeaderMap,
    number: CounterNumber,
) -> Result<CounterBody, Problem> {
    match web.ask(Question::Counter(number)).await {
        Ok(Asked::Counter(Some(view))) => Ok((*view).into()),
        Ok(Asked::Counter(None)) => Err(unknown_counter(web, headers, &number.to_string())),
        Ok(_) | Err(_) => Err(stopping(web, headers)),
    }
}

pub(super) fn counter_number(web: &Web, headers: &HeaderMap, text: &str) -> Result<CounterNumber, Problem> {
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
