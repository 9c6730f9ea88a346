//! `/board/NAME`: a hall board in any browser, from the same view as the board's own program. The page asks
//! for the next view and waits for it (long polling), which the browser of an old television can do.

mod page;
mod report;
mod say;

use std::time::Duration;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use goiso_config::BoardConfig;
use goiso_protocol::{ALIVE_SECS, FromHub, encode};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::Web;
use super::api::named;
use super::problem::Problem;
use crate::channels::Frame;
use crate::core::ViewKey;

pub(super) use page::{asset, page};
pub(super) use report::report;
pub(super) use say::{Packs, say};

/// A page must not be shown by an older program's rules: it loads itself anew when this changes.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a page has seen last.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Seen {
    /// Which run of the hub; revisions begin anew with each.
    #[serde(default)]
    run: String,
    /// The revision of the last view.
    #[serde(default)]
    after: u64,
}

/// What goes with each frame. The frame itself is put behind as it is.
#[derive(Debug, Serialize)]
struct Told<'a> {
    version: &'a str,
    run: &'a str,
    /// The zone of the centre, in seconds east of Greenwich, as it is now.
    offset_secs: i32,
    /// Today, in words.
    date: String,
}

/// The next view that the page has not seen, or a sign of life.
pub(super) async fn view(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    seen: Result<Query<Seen>, QueryRejection>,
) -> Response {
    let Some(board) = find(&web, &named(path)) else { return unknown(&web, &headers) };
    let Some(mut views) = web.shared.views.watch(&ViewKey::Board(board.name.clone())) else {
        return unknown(&web, &headers);
    };
    // What cannot be read has seen nothing.
    let seen = seen.map(|Query(seen)| seen).unwrap_or_default();
    let is_new = |frame: &Frame| {
        frame.as_ref().is_some_and(|frame| seen.run != web.shared.run || frame.revision() != seen.after)
    };
    let next = timeout(Duration::from_secs(ALIVE_SECS), views.wait_for(is_new)).await;
    // Neither a wait in vain nor a hub that stops is a view.
    let frame = next.ok().and_then(Result::ok).and_then(|frame| frame.clone());
    let now = web.shared.clock.now();
    let frame = frame.map_or_else(|| encode(&FromHub::Alive { now }), |frame| frame.text().to_string());
    let head = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (head, tell(&web, now, &frame)).into_response()
}

/// The frame with what goes with it, as one JSON object.
fn tell(web: &Web, now: Timestamp, frame: &str) -> String {
    let zone = TimeZone::get(&web.shared.config.centre.zone).unwrap_or(TimeZone::UTC);
    let local = now.to_zoned(zone);
    let told = Told {
        version: VERSION,
        run: &web.shared.run,
        offset_secs: local.offset().seconds(),
        date: web.vietnamese.date(local.date()),
    };
    let told = encode(&told);
    let open = told.strip_suffix('}').expect("a struct is written as an object");
    format!("{open},\"frame\":{frame}}}")
}

fn find<'a>(web: &'a Web, name: &str) -> Option<&'a BoardConfig> {
    web.shared.config.boards.iter().find(|board| board.name.as_str() == name)
}

fn unknown(web: &Web, headers: &HeaderMap) -> Response {
    Problem::unknown(web, headers).into_response()
}
