//! `/api/v1/services/{service}` and `/api/v1/day/end`: what a supervisor settles for the day.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use goiso_model::{LocalText, RequestId, ServiceId};
use goiso_protocol::{RefusalText, Request, Rest, ServiceSwitch};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Web;
use super::api::{done, named, read, whole};
use super::problem::{Details, Problem};

/// What is settled for a service: at least one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceBody {
    /// `open`, `paused` or `closed`.
    #[schema(value_type = Option<String>)]
    state: Option<ServiceSwitch>,
    /// How many numbers it gives today.
    quota: Option<Quota>,
}

/// A daily limit.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Quota {
    /// No limit without.
    max: Option<u32>,
}

/// What holds for a service from now on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceAnswer {
    /// Which.
    #[schema(value_type = String)]
    service: ServiceId,
    /// `open`, `paused` or `closed`, if it was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    state: Option<ServiceSwitch>,
    /// How many numbers it gives today, if that was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<Quota>,
}

/// What became of those who still waited.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EndAnswer {
    /// `cancel` or `carry`.
    #[schema(value_type = String)]
    rest: Rest,
}

/// Ends the service of the day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EndBody {
    /// `cancel`: the numbers of those who wait end. `carry`: they keep them and come first on the next business day.
    #[schema(value_type = String)]
    rest: Rest,
    /// Said to the hall until the day ends.
    #[schema(value_type = Option<Object>)]
    text: Option<LocalText>,
    /// Drawn by the caller: the same id does nothing twice.
    #[schema(value_type = Option<String>)]
    request_id: Option<RequestId>,
}

/// Lets a service give numbers or stops it, and settles how many it gives today.
#[utoipa::path(put, path = "/api/v1/services/{service}", request_body = ServiceBody, params(("service" = String, Path, description = "Its id")), responses(
    (status = 200, description = "Done, and on disk", body = ServiceAnswer),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn set_service(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<ServiceAnswer>, Problem> {
    let name = named(path);
    let body: ServiceBody = read(&web, &headers, &whole(&web, &headers, bytes)?)?;
    let service: ServiceId = name.parse().map_err(|_| {
        let values = [("service".to_owned(), name.chars().take(40).collect())].into();
        Problem::refusal(&web, &headers, RefusalText { code: "unknown_service".to_owned(), values })
    })?;
    if body.state.is_none() && body.quota.is_none() {
        let detail = "needs the key 'state' or the key 'quota'".to_owned();
        return Err(Problem::malformed(&web, &headers, detail));
    }
    if let Some(state) = body.state {
        done(&web, &headers, Request::SetService { service: service.clone(), state }, None, None).await?;
    }
    if let Some(Quota { max }) = body.quota {
        done(&web, &headers, Request::SetQuota { service: service.clone(), max }, None, None).await?;
    }
    Ok(Json(ServiceAnswer { service, state: body.state, quota: body.quota }))
}

/// Gives no more numbers today, and settles what becomes of those who wait.
#[utoipa::path(post, path = "/api/v1/day/end", request_body = EndBody, responses(
    (status = 200, description = "Done, and on disk", body = EndAnswer),
    (status = "4XX", description = "Nothing has changed", body = Details),
    (status = 503, description = "The hub cannot take entries now", body = Details),
))]
pub(super) async fn end_day(
    State(web): State<Web>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<EndAnswer>, Problem> {
    let EndBody { rest, text, request_id } = read(&web, &headers, &whole(&web, &headers, bytes)?)?;
    done(&web, &headers, Request::EndDay { rest, text }, request_id, None).await?;
    Ok(Json(EndAnswer { rest }))
}
