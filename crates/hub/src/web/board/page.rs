//! The page itself, and what it is made of. Nothing in it comes from elsewhere.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use goiso_i18n::Texts;
use goiso_model::Language;

use super::{VERSION, find, unknown};
use crate::web::Web;
use crate::web::api::named;
use crate::web::follow::escape;

/// Scripts, styles, letters, views and sounds from this hub alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self'";

/// How long a browser may keep an asset, in seconds; its address changes with the version.
const ASSET_CACHE: &str = "public, max-age=86400";

/// The names and the words that the script draws with.
const WORDS: [(&str, &str); 15] = [
    ("invite", "board-invite"),
    ("to", "board-to-counter"),
    ("last", "board-last-call"),
    ("number", "board-number"),
    ("counter", "board-counter"),
    ("welcome", "board-welcome"),
    ("wait", "board-please-wait"),
    ("calling", "board-calling"),
    ("serving", "board-serving"),
    ("free", "board-free"),
    ("paused", "board-paused"),
    ("closed", "board-closed"),
    ("next", "board-next"),
    ("notice", "board-notice"),
    ("emergency", "board-emergency"),
];

/// A tenth of a second of silence, 8,000 samples a second, by which a page finds out whether it may be heard.
const SILENCE: &[u8] = include_bytes!("silence.wav");

/// The page of a board, in the centre's first language.
pub(in crate::web) async fn page(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let Some(board) = find(&web, &named(path)) else { return unknown(&web, &headers) };
    let texts = texts(&web);
    let words = WORDS.iter().fold(String::new(), |words, (name, key)| {
        words + &format!(" data-text-{name}=\"{}\"", escape(&texts.text(key)))
    });
    let say = |key: &str| escape(&texts.text(key));
    let page = format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{window}</title>\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/assets/board.css?{VERSION}\"></head>\
         <body data-board=\"{name}\" data-language=\"{language}\" data-version=\"{VERSION}\"{words}>\
         <div id=\"head\"><div id=\"unit\"></div><div id=\"title\"></div>\
         <div id=\"time\"><div id=\"clock\"></div><div id=\"date\"></div></div></div>\
         <div id=\"hall\"><div id=\"spot\" class=\"spot\"></div>\
         <div id=\"side\"><table id=\"recent\"></table><div id=\"cells\"></div><div id=\"next\"></div></div></div>\
         <div id=\"grid\"></div><div id=\"strip\"></div>\
         <div id=\"foot\"><div id=\"notice\">{notice}</div><div id=\"band\"><span id=\"track\"></span></div></div>\
         <div id=\"away\">{away}</div><button id=\"sound\" autofocus>{sound}</button>\
         <div id=\"emergency\"><h1>{emergency}</h1><div id=\"alarm\"></div></div>\
         <script src=\"/assets/board.js?{VERSION}\"></script>\
         <script src=\"/assets/board-voice.js?{VERSION}\"></script></body></html>",
        language = texts.language(),
        window = say("board-window"),
        name = board.name,
        notice = say("board-notice"),
        away = say("board-reconnecting"),
        sound = say("board-touch-for-sound"),
        emergency = say("board-emergency"),
    );
    let head = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (head, Html(page)).into_response()
}

/// The centre's first language, if the hub has its words; else Vietnamese.
fn texts(web: &Web) -> &Texts {
    if web.shared.config.centre.languages.first() == Some(&Language::english()) {
        &web.english
    } else {
        &web.vietnamese
    }
}

/// What the page is made of.
pub(in crate::web) async fn asset(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let (kind, bytes): (_, &[u8]) = match named(path).as_str() {
        "board.js" => ("text/javascript; charset=utf-8", include_bytes!("board.js")),
        "board-voice.js" => ("text/javascript; charset=utf-8", include_bytes!("board-voice.js")),
        "board.css" => ("text/css; charset=utf-8", include_bytes!("board.css")),
        "silence.wav" => ("audio/wav", SILENCE),
        "BeVietnamPro-Regular.ttf" => {
            ("font/ttf", include_bytes!("../../../../../assets/fonts/BeVietnamPro-Regular.ttf"))
        }
        "BeVietnamPro-SemiBold.ttf" => {
            ("font/ttf", include_bytes!("../../../../../assets/fonts/BeVietnamPro-SemiBold.ttf"))
        }
        "BeVietnamPro-ExtraBold.ttf" => {
            ("font/ttf", include_bytes!("../../../../../assets/fonts/BeVietnamPro-ExtraBold.ttf"))
        }
        _ => return unknown(&web, &headers),
    };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, ASSET_CACHE)], bytes).into_response()
}
