//! Errors as problem details (RFC 9457), in Vietnamese and English.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use goiso_protocol::{REQUEST_BYTES_MAX, RefusalText};
use serde::Serialize;
use utoipa::ToSchema;

use super::Web;
use crate::refusal;

/// A problem, ready to be sent.
#[derive(Debug)]
pub(super) struct Problem(Box<Details>);

/// What a problem says.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Details {
    /// `/problems/` and the code with dashes.
    r#type: String,
    /// In the language asked for, else in Vietnamese.
    title: String,
    /// In Vietnamese.
    title_vi: String,
    /// In English.
    title_en: String,
    /// The HTTP status.
    status: u16,
    /// Names the problem for good, e.g. `nobody_waiting`.
    code: String,
    /// What exactly was wrong, for whoever writes the calling program.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// What the title speaks of, e.g. `counter` = `3`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, String>,
}

impl Problem {
    /// A refusal of the hall or the hub.
    pub(super) fn refusal(web: &Web, headers: &HeaderMap, refusal: RefusalText) -> Self {
        let status = refusal::http_status(&refusal.code);
        Self::new(web, headers, status, refusal, None)
    }

    /// A request that cannot be understood; `detail` says where.
    pub(super) fn malformed(web: &Web, headers: &HeaderMap, detail: String) -> Self {
        Self::new(web, headers, 400, plain("malformed"), Some(detail))
    }

    /// Something that is not there.
    pub(super) fn unknown(web: &Web, headers: &HeaderMap) -> Self {
        Self::new(web, headers, 404, plain("not_found"), None)
    }

    /// What was once done under this request id, and undone since.
    pub(super) fn gone(web: &Web, headers: &HeaderMap) -> Self {
        Self::new(web, headers, 410, plain("message_gone"), None)
    }

    /// A body over the limit.
    pub(super) fn too_large(web: &Web, headers: &HeaderMap) -> Self {
        let detail = format!("a body may have {REQUEST_BYTES_MAX} bytes");
        Self::new(web, headers, 413, plain("malformed"), Some(detail))
    }

    /// A body that is not announced as JSON.
    pub(super) fn not_json(web: &Web, headers: &HeaderMap) -> Self {
        let detail = "send the body as content-type: application/json".to_owned();
        Self::new(web, headers, 415, plain("malformed"), Some(detail))
    }

    fn new(
        web: &Web,
        headers: &HeaderMap,
        status: u16,
        refusal: RefusalText,
        detail: Option<String>,
    ) -> Self {
        let RefusalText { code, values } = refusal;
        let say = |texts: &goiso_i18n::Texts| texts.refusal(&code, &values);
        Self(Box::new(Details {
            r#type: format!("/problems/{}", code.replace('_', "-")),
            title: say(web.texts(headers)),
            title_vi: say(&web.vietnamese),
            title_en: say(&web.english),
            status,
            code,
            detail,
            values,
        }))
    }
}

fn plain(code: &str) -> RefusalText {
    RefusalText { code: code.to_owned(), values: BTreeMap::new() }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self.0)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// For paths that are not served.
pub(super) async fn not_found(
    axum::extract::State(web): axum::extract::State<Web>,
    headers: HeaderMap,
) -> Problem {
    Problem::unknown(&web, &headers)
}

/// For paths that are served under another method.
pub(super) async fn wrong_method(
    axum::extract::State(web): axum::extract::State<Web>,
    headers: HeaderMap,
) -> Problem {
    Problem::new(&web, &headers, 405, plain("wrong_method"), None)
}
