//! Boards: who speaks, what the supervisor says, and how they are.

use goiso_protocol::{BoardView, SoundState};
use serde_json::json;

use crate::support::{Centre, Inside, RawSocket, Rest, Screen};

const BOARD: &str = r#""role":"board""#;

/// Two boards that are heard in one place.
fn centre() -> Centre {
    Centre::with_boards(&[
        toml::toml! { name = "board-1"
        zone = "sanh" },
        toml::toml! { name = "board-2"
        zone = "sanh" },
    ])
}

fn speaks(view: &BoardView) -> bool {
    view.voice.as_ref().expect("it has a zone").is_speaker
}

#[test]
fn another_board_speaks_when_the_speakers_line_breaks() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let mut first = RawSocket::open(hub.address).hello("board-1", BOARD);
    first.report_until(SoundState::Ready, speaks);
    let mut second = RawSocket::open(hub.address).hello("board-2", BOARD);
    second.report(SoundState::Ready);
    drop(first);
    second.report_until(SoundState::Ready, speaks);
    hub.stop();
}

#[test]
fn another_board_speaks_when_the_speaker_falls_silent_and_when_it_loses_its_sound() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let mut first = RawSocket::open(hub.address).hello("board-1", BOARD);
    let mut second = RawSocket::open(hub.address).hello("board-2", BOARD);
    first.report_until(SoundState::Ready, speaks);
    // The first one's line stands, but it says nothing more of itself.
    second.report_until(SoundState::Ready, speaks);
    first.report(SoundState::Ready);
    second.report(SoundState::NoDevice);
    first.report_until(SoundState::Ready, speaks);
    hub.stop();
}

#[test]
fn a_board_without_a_sound_card_is_seen_by_whoever_looks_after_the_hub() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let mut first = RawSocket::open(hub.address).hello("board-1", BOARD);
    first.report(SoundState::NoDevice);
    // Answers come in turn: once this one is here, the report has been taken.
    first.send(r#"{"type":"request","id":"r-1","request":{"do":"call_next","counter":1}}"#);
    first.next_but_views();
    let health = rest.get("/health");
    assert_eq!((health.status, health.content_type.as_str()), (200, "application/json"));
    let health = health.json();
    assert_eq!(health["journal"], "ready");
    let boards = health["boards"].as_array().expect("boards");
    assert_eq!(
        boards[0],
        json!({ "name": "board-1", "is_connected": true, "zone": "sanh", "sound": "no_device", "is_speaker": false })
    );
    assert_eq!(
        boards[1],
        json!({ "name": "board-2", "is_connected": false, "zone": "sanh", "is_speaker": false })
    );
    let metrics = rest.get("/metrics").body;
    for line in [
        "goiso_board_up{board=\"board-1\"} 1",
        "goiso_board_up{board=\"board-2\"} 0",
        "goiso_board_sound{board=\"board-1\",zone=\"sanh\",state=\"no_device\"} 0",
    ] {
        assert!(metrics.lines().any(|told| told == line), "no '{line}' in {metrics}");
    }
    hub.stop();
}

#[test]
fn what_the_supervisor_says_is_on_the_board_until_it_is_taken_back() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let mut board = Screen::board(&format!("ws://{}/ws", hub.address));
    let messages = "/api/v1/messages";
    let body = json!({ "level": "notice", "text": "Mất điện khu B", "request_id": "m-1" });
    let posted = rest.post(messages, &body);
    assert_eq!(posted.status, 201, "{posted:?}");
    assert_eq!((&posted.json()["message"], &posted.json()["level"]), (&json!(1), &json!("notice")));
    assert_eq!(rest.post(messages, &body).json(), posted.json(), "the same id says nothing twice");
    let text = json!({ "vi": "Xin rời khỏi sảnh", "en": "Please leave the hall" });
    let emergency = rest.post(messages, &json!({ "level": "emergency", "text": text })).json();
    assert_eq!((&emergency["message"], &emergency["text"]), (&json!(2), &text));
    board.board_view("both messages", |view| {
        let said: Vec<_> = view.messages.iter().map(|message| message.text.0.len()).collect();
        (said == [2, 1]).then_some(())
    });
    assert_eq!(rest.get(messages).json().as_array().map(Vec::len), Some(2));
    let left = rest.send("DELETE", "/api/v1/messages/1", &[], "");
    assert_eq!((left.status, left.json().as_array().map(Vec::len)), (200, Some(1)));
    board.board_view("the emergency alone", |view| (view.messages.len() == 1).then_some(()));
    assert_eq!(rest.post(messages, &body).problem(), (410, "message_gone".to_owned()));
    hub.stop();

    let hub = Inside::start(&centre);
    let kept = Rest::of(hub.address).get(messages).json();
    assert_eq!(kept.as_array().map(Vec::len), Some(1), "what was said is on disk: {kept}");
    hub.stop();
}

#[test]
fn a_message_that_makes_no_sense_is_refused() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let post = |body: serde_json::Value| rest.post("/api/v1/messages", &body).problem();
    let malformed = (400, "malformed".to_owned());
    assert_eq!(post(json!({ "level": "notice" })), malformed);
    assert_eq!(post(json!({ "level": "urgent", "text": "A" })), malformed);
    assert_eq!(post(json!({ "level": "notice", "text": " " })), malformed);
    assert_eq!(post(json!({ "level": "notice", "text": { "en": "A" } })), malformed);
    assert_eq!(post(json!({ "level": "notice", "text": "ừ".repeat(241) })), malformed);
    assert_eq!(post(json!({ "level": "notice", "text": "A\nB" })), malformed);
    let over = json!({ "level": "notice", "text": "A", "until": "2020-01-01T00:00:00Z" });
    assert_eq!(post(over), (409, "message_over".to_owned()));
    for number in ["9", "0", "x"] {
        let reply = rest.send("DELETE", &format!("/api/v1/messages/{number}"), &[], "");
        assert_eq!(reply.problem(), (404, "unknown_message".to_owned()), "{number}");
    }
    for _ in 0..10 {
        assert_eq!(rest.post("/api/v1/messages", &json!({ "level": "notice", "text": "A" })).status, 201);
    }
    let one_more = json!({ "level": "emergency", "text": "A" });
    assert_eq!(post(one_more), (409, "too_many_messages".to_owned()));
    let evil = [("content-type", "application/json"), ("origin", "http://evil.example")];
    let foreign = rest.send("POST", "/api/v1/messages", &evil, r#"{"level":"notice","text":"A"}"#);
    assert_eq!(foreign.problem(), (403, "not_allowed".to_owned()));
    hub.stop();
}
