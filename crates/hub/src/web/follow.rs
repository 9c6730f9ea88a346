//! `/t/…`: what a slip's QR leads to. A plain page that any telephone can show; it asks again by itself.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use goiso_i18n::Texts;
use goiso_protocol::{BoardView, TicketInfo, TicketStage};

use super::Web;
use super::api::named;
use crate::core::{Asked, Question};

/// How often the page asks again, in seconds.
const REFRESH_SECS: u32 = 15;

/// The most calls shown under "being called".
const CALLS_SHOWN_MAX: usize = 6;

const STYLE: &str = include_str!("follow.css");

/// The page of a ticket.
pub(super) async fn page(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let texts = web.texts(&headers);
    let (status, main) = match named(path).parse() {
        Ok(id) => match (web.ask(Question::Ticket(id)).await, web.ask(Question::Board).await) {
            (Ok(Asked::Ticket(Some(info))), Ok(Asked::Board(board))) => {
                let served_from = served_from(texts, &info, &web.shared.config.centre.zone);
                (StatusCode::OK, served_from + &told(texts, &info, &board))
            }
            (Ok(Asked::Ticket(None)), Ok(_)) => (StatusCode::NOT_FOUND, sorry(&texts.text("follow-unknown"))),
            (_, _) => (StatusCode::SERVICE_UNAVAILABLE, sorry(&texts.text("refusal-stopping"))),
        },
        Err(_) => (StatusCode::NOT_FOUND, sorry(&texts.text("follow-unknown"))),
    };
    let centre = escape(web.shared.config.centre.name.get(texts.language()));
    let unit = escape(web.shared.config.centre.unit.get(texts.language()));
    let page = format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"refresh\" content=\"{REFRESH_SECS}\"><title>{centre}</title><style>{STYLE}</style></head>\
         <body><header>{centre}<small>{unit}</small></header><main>{main}</main></body></html>",
        language = texts.language(),
    );
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    let head = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, policy)];
    (status, head, Html(page)).into_response()
}

/// When the counters go on, for whoever waits over lunch or has come before they open.
fn served_from(texts: &Texts, info: &TicketInfo, zone: &str) -> String {
    let Some(at) = info.served_from.and_then(|at| at.in_tz(zone).ok()) else { return String::new() };
    let time = texts.date_time(at.datetime());
    format!(
        "<section class=\"card\">{}</section>",
        escape(&texts.format("follow-served-from", &[("time", time.into())]))
    )
}

fn told(texts: &Texts, info: &TicketInfo, board: &BoardView) -> String {
    let counters = info.counters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut service = info.service_name.get(texts.language()).to_owned();
    if !counters.is_empty() {
        service =
            format!("{service} · {}", texts.format("slip-counters", &[("list", counters.as_str().into())]));
    }
    let number = format!(
        "<section class=\"card\"><p>{}</p><h1>{}</h1><h2>{}</h2></section>",
        escape(&texts.text("follow-your-number")),
        escape(info.number.as_str()),
        escape(&service),
    );
    format!("{number}{}{}", standing(texts, info, &counters), being_called(texts, board))
}

fn standing(texts: &Texts, info: &TicketInfo, counters: &str) -> String {
    let words = match info.stage {
        TicketStage::Waiting => {
            let (wait, unit) = match info.wait {
                None => ("–".to_owned(), texts.text("wait-unknown")),
                Some(wait) if wait.max_minutes == 0 => ("0".to_owned(), texts.text("follow-minutes")),
                Some(wait) => {
                    (format!("{}–{}", wait.min_minutes, wait.max_minutes), texts.text("follow-minutes"))
                }
            };
            return format!(
                "<div class=\"pair\"><section class=\"card\"><b>{}</b>{}</section><section class=\"card\"><b>{}</b>{}</section></div>",
                info.ahead,
                escape(&texts.text("follow-ahead")),
                escape(&wait),
                escape(&unit),
            );
        }
        TicketStage::Called => texts.format("follow-called", &[("counter", counters.into())]),
        TicketStage::Serving => texts.format("follow-serving", &[("counter", counters.into())]),
        TicketStage::Absent => texts.text("follow-absent"),
        TicketStage::Held => texts.format("follow-held", &[("counter", counters.into())]),
        TicketStage::PutOff => texts.text("follow-put-off"),
        TicketStage::Done => texts.text("follow-done"),
        TicketStage::Cancelled | TicketStage::Unknown => texts.text("follow-cancelled"),
    };
    format!("<section class=\"card now\">{}</section>", escape(&words))
}

fn being_called(texts: &Texts, board: &BoardView) -> String {
    let rows = board.calls.iter().take(CALLS_SHOWN_MAX).fold(String::new(), |rows, call| {
        rows + "<tr><td>"
            + &escape(call.number.as_str())
            + "</td><td>"
            + &call.counter.to_string()
            + "</td></tr>"
    });
    if rows.is_empty() {
        return String::new();
    }
    let (called, counter) =
        (escape(&texts.text("follow-being-called")), escape(&texts.text("follow-counter")));
    format!("<table><tr><th>{called}</th><th>{counter}</th></tr>{rows}</table>")
}

fn sorry(words: &str) -> String {
    format!("<section class=\"card now\">{}</section>", escape(words))
}

pub(super) fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut page, letter| {
        match letter {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            other => page.push(other),
        }
        page
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_centres_own_words_cannot_become_markup() {
        assert_eq!(escape("<b>Quầy \"1\" & 2</b>"), "&lt;b&gt;Quầy &quot;1&quot; &amp; 2&lt;/b&gt;");
    }
}
