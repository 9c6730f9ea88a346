//! The description of `/api/v1`.

use axum::Json;
use utoipa::OpenApi;

use super::{api, messages, problem, statistics, story, supervisor, tickets, wishes};

#[derive(OpenApi)]
#[openapi(
    info(title = "Gọi Số", description = "Numbers and counters of one public service centre."),
    paths(
        api::issue,
        api::ticket,
        api::reprint,
        api::counter,
        wishes::wish,
        story::tell,
        tickets::wish,
        tickets::appointments,
        tickets::book,
        tickets::drop_booking,
        tickets::check_in,
        supervisor::set_service,
        supervisor::end_day,
        api::board,
        api::centre,
        statistics::statistics,
        messages::list,
        messages::post,
        messages::remove
    ),
    components(schemas(problem::Details))
)]
struct Api;

/// The description as JSON.
pub(super) async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(Api::openapi())
}
