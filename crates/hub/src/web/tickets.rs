//! `/api/v1/tickets/{ticket}/{wish}` and `/api/v1/appointments`: visitors who come back, and who come at a time.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use goiso_model::{DeviceName, RequestId, ServiceId, TicketId};
use goiso_protocol::{RefusalText, Request};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Web;
use super::api::{TicketBody, done, known_kiosk, named, read, stopping, unknown_ticket, whole};
use super::problem::{Details, Problem};
use crate::core::{Asked, Question};

/// What goes with a wish about a ticket.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketWishBody {
    /// Drawn by the caller: the same id does nothing twice.
    #[schema(value_type = Option<String>)]
    request_id: Option<RequestId>,
}

/// Promises somebody a time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BookBody {
    /// The appointment's code, drawn by the caller from 64 random bits: 13 characters, as a ticket's id, which it
    /// becomes. Whoever has it has the promise; no name goes with it.
    #[schema(value_type = String)]
    code: TicketId,
    /// For which service.
    #[schema(value_type = String)]
    service: ServiceId,
    /// The beginning of a slot.
    #[schema(value_type = String, format = DateTime)]
    slot: Timestamp,
    /// Drawn by the caller: the same id promises nothing twice.
    #[schema(value_type = Option<String>)]
    request_id: Option<RequestId>,
}

/// Somebody has come to an appointment.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckInBody {
    /// The kiosk whose printer prints the slip; no slip without.
    #[schema(value_type = Option<String>)]
    kiosk: Option<DeviceName>,
    /// Drawn by the caller: the same id brings the same ticket.
    #[schema(value_type = Option<String>)]
    request_id: Option<RequestId>,
}

/// A time promised.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BookingBody {
    /// The appointment's code.
    #[schema(value_type = String)]
    code: TicketId,
    /// For which service.
    #[schema(value_type = String)]
    service: ServiceId,
    /// The beginning of its slot.
    #[schema(value_type = String, format = DateTime)]
    slot: Timestamp,
}

/// Does what a visitor wishes, or what is found of one who comes back.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/{wish}", request_body = TicketWishBody, params(
    ("ticket" = String, Path, description = "Its opaque id"),
    ("wish" = String, Path, description = "return, of somebody who fetched something; restore, of somebody absent; or cancel"),
), responses(
    (status = 200, description = "Done, and on disk", body = TicketBody),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn wish(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<(String, String)>, PathRejection>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<TicketBody>, Problem> {
    let (ticket, wish) = named(path);
    let bytes = whole(&web, &headers, bytes)?;
    let body: TicketWishBody =
        if bytes.is_empty() { TicketWishBody::default() } else { read(&web, &headers, &bytes)? };
    let id: TicketId = ticket.parse().map_err(|_| unknown_ticket(&web, &headers, &ticket))?;
    let request = match wish.as_str() {
        "return" => Request::ReturnHeld { ticket: id },
        "restore" => Request::Restore { ticket: id },
        "cancel" => Request::Cancel { ticket: id, counter: None },
        _ => {
            let values = [("request".to_owned(), wish.chars().take(40).collect())].into();
            let refusal = RefusalText { code: "unknown_request".to_owned(), values };
            return Err(Problem::refusal(&web, &headers, refusal));
        }
    };
    match done(&web, &headers, request, body.request_id, None).await? {
        Some(ticket) => Ok(Json(ticket.into())),
        None => Err(unknown_ticket(&web, &headers, &ticket)),
    }
}

/// The times promised for today and later.
#[utoipa::path(get, path = "/api/v1/appointments", responses((status = 200, body = Vec<BookingBody>)))]
pub(super) async fn appointments(
    State(web): State<Web>,
    headers: HeaderMap,
) -> Result<Json<Vec<BookingBody>>, Problem> {
    match web.ask(Question::Bookings).await {
        Ok(Asked::Bookings(bookings)) => {
            let body = |(code, booking): (TicketId, goiso_domain::Booking)| BookingBody {
                code,
                service: booking.service,
                slot: booking.slot,
            };
            Ok(Json(bookings.into_iter().map(body).collect()))
        }
        Ok(_) | Err(_) => Err(stopping(&web, &headers)),
    }
}

/// Promises somebody a time.
#[utoipa::path(post, path = "/api/v1/appointments", request_body = BookBody, responses(
    (status = 201, description = "It is promised, and on disk", body = BookingBody),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn book(
    State(web): State<Web>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let BookBody { code, service, slot, request_id } = read(&web, &headers, &whole(&web, &headers, bytes)?)?;
    let request = Request::Book { code, service: service.clone(), slot };
    done(&web, &headers, request, request_id, None).await?;
    Ok((StatusCode::CREATED, Json(BookingBody { code, service, slot })).into_response())
}

/// Takes an appointment back.
#[utoipa::path(delete, path = "/api/v1/appointments/{code}", params(("code" = String, Path, description = "Its code")), responses(
    (status = 200, description = "It is off; what is still promised", body = Vec<BookingBody>),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn drop_booking(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<Vec<BookingBody>>, Problem> {
    let code = code(&web, &headers, &named(path))?;
    done(&web, &headers, Request::DropBooking { code }, None, None).await?;
    appointments(State(web), headers).await
}

/// Gives a number to somebody who has come to an appointment.
#[utoipa::path(post, path = "/api/v1/appointments/{code}/check-in", request_body = CheckInBody, params(("code" = String, Path, description = "Its code")), responses(
    (status = 201, description = "The number is on disk", body = TicketBody),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot give numbers now", body = Details),
))]
pub(super) async fn check_in(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let code = code(&web, &headers, &named(path))?;
    let bytes = whole(&web, &headers, bytes)?;
    let body: CheckInBody =
        if bytes.is_empty() { CheckInBody::default() } else { read(&web, &headers, &bytes)? };
    known_kiosk(&web, &headers, body.kiosk.as_ref())?;
    let request = Request::CheckIn { code };
    match done(&web, &headers, request, body.request_id, body.kiosk).await? {
        Some(ticket) => Ok((StatusCode::CREATED, Json(TicketBody::from(ticket))).into_response()),
        None => Err(stopping(&web, &headers)),
    }
}

fn code(web: &Web, headers: &HeaderMap, text: &str) -> Result<TicketId, Problem> {
    text.parse().map_err(|_| {
        let values = [("code".to_owned(), text.chars().take(16).collect())].into();
        Problem::refusal(web, headers, RefusalText { code: "unknown_booking".to_owned(), values })
    })
}
