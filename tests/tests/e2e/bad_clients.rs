//! Clients that send what they may not, or do not listen.

use goiso_model::RequestId;
use goiso_protocol::{Answer, ErrorCode, FromHub};
use serde_json::json;
use tungstenite::Message;

use crate::support::{Centre, Inside, Patience, RawSocket, Rest, SERVICE, Screen, hello, request_id};

/// Views that do not fit into any line's buffers together: Linux holds some 2.6 MiB for a sender.
const N_FILLING: usize = 150;

const BOARD: &str = r#""role":"board""#;

/// A request frame around this JSON.
fn request(id: &str, request: &str) -> String {
    format!(r#"{{"type":"request","id":"{id}","request":{request}}}"#)
}

#[test]
fn a_bad_frame_gets_one_clear_error_and_the_end_and_nobody_else_is_touched() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let mut neighbour = RawSocket::open(hub.address).hello("board-1", BOARD);
    let large = |bytes: usize| Message::text(request("r-1", &"x".repeat(bytes)));
    let bad: Vec<(&str, Message, ErrorCode)> = vec![
        ("not JSON", "{\"type\":".into(), ErrorCode::Malformed),
        ("no object", "[]".into(), ErrorCode::Malformed),
        ("a wish without its keys", request("r-1", r#"{"do":"issue"}"#).into(), ErrorCode::Malformed),
        (
            "a key too many",
            request("r-1", r#"{"do":"call_next","counter":2,"x":1}"#).into(),
            ErrorCode::Malformed,
        ),
        ("an empty id", request("", r#"{"do":"call_next","counter":2}"#).into(), ErrorCode::Malformed),
        ("a second hello", hello("board-1", BOARD).into(), ErrorCode::UnexpectedFrame),
        ("a binary frame", Message::binary(vec![0x7b, 0x7d]), ErrorCode::Binary),
        ("9 KiB", large(9 * 1024), ErrorCode::TooLarge),
        ("100 KiB", large(100 * 1024), ErrorCode::TooLarge),
    ];
    let n_bad = bad.len();
    for (what, message, code) in bad {
        let mut socket = RawSocket::open(hub.address).hello("board-1", BOARD);
        socket.throw(message);
        assert_eq!(socket.fault(), code, "{what}");
    }
    // What a newer client says is no reason to hang up.
    neighbour.send(r#"{"type":"wave"}"#);
    assert!(matches!(neighbour.next_but_views(), Some(FromHub::Error { code: ErrorCode::UnknownFrame, .. })));
    for (id, wish, code) in [
        ("n-1", r#"{"do":"dance"}"#, "unknown_request"),
        ("n-2", r#"{"do":"call_next","counter":2}"#, "not_allowed"),
    ] {
        neighbour.send(&request(id, wish));
        assert_eq!(refused(&mut neighbour), (request_id(id), code.to_owned()));
    }
    let metrics = Rest::of(hub.address).get("/metrics").body;
    assert!(metrics.contains(&format!("goiso_sessions_dropped_total {n_bad}\n")), "{metrics}");
    hub.stop();
}

#[test]
fn whoever_does_not_say_a_proper_hello_gets_no_session() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let silent = RawSocket::open(hub.address);
    let other_version = hello("board-1", BOARD).replace(r#""version":1"#, r#""version":2"#);
    let cases = [
        ("another version", other_version, ErrorCode::WrongVersion),
        ("an unknown kiosk", hello("kiosk-9", r#""role":"kiosk""#), ErrorCode::UnknownDevice),
        ("a board that says it is a kiosk", hello("board-1", r#""role":"kiosk""#), ErrorCode::UnknownDevice),
        ("an unknown counter", hello("desk", r#""role":"counter","counter":99"#), ErrorCode::UnknownDevice),
        ("an unknown role", hello("desk", r#""role":"dancer""#), ErrorCode::Malformed),
        ("a wish first", request("r-1", r#"{"do":"call_next","counter":2}"#), ErrorCode::UnexpectedFrame),
    ];
    for (what, first, code) in cases {
        let mut socket = RawSocket::open(hub.address);
        socket.send(&first);
        assert_eq!(socket.fault(), code, "{what}");
    }
    assert_eq!(silent.fault(), ErrorCode::UnexpectedFrame, "no hello at all");
    hub.stop();
}

/// The next answer, which must be a no.
fn refused(socket: &mut RawSocket) -> (RequestId, String) {
    match socket.next_but_views() {
        Some(FromHub::Answer { id, answer: Answer::Refused { refusal } }) => (id, refusal.code),
        other => panic!("no refusal, but {other:?}"),
    }
}

#[test]
fn a_client_that_sends_too_many_frames_is_dropped() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let mut neighbour = RawSocket::open(hub.address).hello("board-1", BOARD);
    for wish in [r#"{"do":"call_next","counter":2}"#, r#"{"do":"dance"}"#] {
        let mut socket = RawSocket::open(hub.address).hello("board-1", BOARD);
        for n in 0..300 {
            socket.throw(request(&format!("r-{n}"), wish).into());
        }
        assert_eq!(socket.fault(), ErrorCode::TooFast, "{wish}");
    }
    neighbour.send(&request("n-1", r#"{"do":"call_next","counter":2}"#));
    assert_eq!(
        refused(&mut neighbour),
        (request_id("n-1"), "not_allowed".to_owned()),
        "a board may wish nothing"
    );
    hub.stop();
}

#[test]
fn a_page_of_another_site_may_not_connect() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let own = format!("http://{}", hub.address);
    assert_eq!(RawSocket::open_as(hub.address, Some("https://example.org")).map(drop), Err(403));
    assert_eq!(RawSocket::open_as(hub.address, Some("null")).map(drop), Err(403));
    assert_eq!(RawSocket::open_as(hub.address, Some(&own)).map(drop), Ok(()));
    let rest = Rest::of(hub.address);
    let headers = [("content-type", "application/json"), ("origin", "https://example.org")];
    let reply = rest.send("POST", "/api/v1/counters/2/call-next", &headers, "{}");
    assert_eq!(reply.problem(), (403, "not_allowed".to_owned()));
    hub.stop();
}

#[test]
fn a_client_that_never_reads_is_dropped_and_the_others_do_not_wait_for_it() {
    let centre = Centre::talkative();
    let hub = Inside::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let mut deaf = RawSocket::open_deaf(hub.address);
    deaf.send(&hello("board-1", BOARD));
    let mut beat = RawSocket::open(hub.address).hello("kiosk-2", r#""role":"kiosk""#);
    let mut board = Screen::board(&url);
    // Over HTTP, because a screen that wishes so fast would itself be dropped.
    let rest = Rest::of(hub.address);
    assert_eq!(rest.post("/api/v1/counters/2/open", &json!({ "official": "hoa" })).status, 200);
    let patience = Patience::begin();
    for n in 0.. {
        let ticket =
            rest.post("/api/v1/tickets", &json!({ "service": SERVICE, "request_id": format!("r-{n}") }));
        let number = ticket.json()["number"].as_str().expect("a number").to_owned();
        assert_eq!(rest.post("/api/v1/counters/2/call-next", &json!({})).status, 200);
        board.board_view("the call", |view| (view.calls.first()?.number.as_str() == number).then_some(()));
        if n < N_FILLING {
            continue;
        }
        // By now nothing more fits into the deaf one's line; the hub gives it five seconds.
        beat.wait_alive();
        let metrics = rest.get("/metrics").body;
        if metrics.contains("goiso_sessions_dropped_total 1\n") {
            break;
        }
        assert!(!patience.left().is_zero(), "the deaf client is never dropped: {metrics}");
    }
    hub.stop();
}
