//! The interface for other programs, the visitor's page, and what whoever looks after the hub asks it.

use serde_json::{Value, json};

use crate::support::{Centre, Inside, Reply, Rest, SERVICE, numbers};

fn code(reply: &Reply) -> (u16, String) {
    reply.problem()
}

fn no(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

fn take(rest: &Rest, id: &str) -> Value {
    let reply = rest.post("/api/v1/tickets", &json!({ "service": SERVICE, "request_id": id }));
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

#[test]
fn a_number_is_given_once_for_each_request_id() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let first = take(&rest, "r-1");
    for key in ["ticket", "number", "service", "ahead", "issued_at"] {
        assert!(!first[key].is_null(), "no {key} in {first}");
    }
    assert_eq!((first["number"].as_str(), first["ahead"].as_u64()), (Some("A001"), Some(0)));
    assert_eq!(take(&rest, "r-1"), first);
    let other = rest.post("/api/v1/tickets", &json!({ "service": "ho-tich", "request_id": "r-1" }));
    assert_eq!(code(&other), no(422, "request_reused"));
    let second = take(&rest, "r-2");
    assert_eq!((second["number"].as_str(), second["ahead"].as_u64()), (Some("A002"), Some(1)));
    let path = format!("/api/v1/tickets/{}", first["ticket"].as_str().expect("an id"));
    let asked = rest.get(&path).json();
    assert_eq!((&asked["number"], &asked["state"]), (&json!("A001"), &json!("waiting")));
    hub.stop();
    assert_eq!(numbers(&centre.data()), ["A001", "A002"]);
}

#[test]
fn what_cannot_be_done_is_refused_by_name_and_in_two_languages() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let json = [("content-type", "application/json")];
    let tickets = "/api/v1/tickets";
    let wish = |body: Value| rest.post(tickets, &body);
    let at = |path: &str, body: Value| rest.post(&format!("/api/v1/counters/{path}"), &body);
    let cases = [
        (wish(json!({ "service": "khong-co", "request_id": "r-1" })), no(404, "unknown_service")),
        (
            wish(json!({ "service": SERVICE, "priority": "vip", "request_id": "r-2" })),
            no(404, "unknown_priority"),
        ),
        (wish(json!({ "service": SERVICE, "kiosk": "kiosk-9", "request_id": "r-3" })), no(400, "malformed")),
        (wish(json!({ "service": SERVICE })), no(400, "malformed")),
        (wish(json!({ "service": SERVICE, "request_id": "" })), no(400, "malformed")),
        (wish(json!({ "service": SERVICE, "request_id": "r-4", "colour": 1 })), no(400, "malformed")),
        (rest.send("POST", tickets, &json, "{\"service\":"), no(400, "malformed")),
        (rest.send("POST", tickets, &json, ""), no(400, "malformed")),
        (rest.send("POST", tickets, &[("content-type", "text/plain")], "{}"), no(415, "malformed")),
        (rest.send("POST", tickets, &[], "{}"), no(415, "malformed")),
        (rest.send("POST", tickets, &json, &" ".repeat(9 * 1024)), no(413, "malformed")),
        (rest.get("/api/v1/tickets/0000000000000"), no(404, "unknown_ticket")),
        (rest.get("/api/v1/tickets/%ff"), no(404, "unknown_ticket")),
        (at("2/call-next", json!({})), no(409, "counter_closed")),
        (at("99/call-next", json!({})), no(404, "unknown_counter")),
        (at("hai/call-next", json!({})), no(404, "unknown_counter")),
        (rest.get("/api/v1/counters/99"), no(404, "unknown_counter")),
        (rest.get("/api/v1/counters/%ff"), no(404, "unknown_counter")),
        (at("2/dance", json!({})), no(404, "unknown_request")),
        (at("2/%ff", json!({})), no(404, "unknown_counter")),
        (at("2/open", json!({})), no(400, "malformed")),
        (at("2/open", json!({ "official": "hoa", "number": "A001" })), no(400, "malformed")),
        (rest.get("/api/v1/nothing"), no(404, "not_found")),
        (rest.get("/"), no(404, "not_found")),
        (rest.get(tickets), no(405, "wrong_method")),
        (rest.send("DELETE", "/api/v1/board", &[], ""), no(405, "wrong_method")),
    ];
    for (case_idx, (reply, expected)) in cases.iter().enumerate() {
        assert_eq!(code(reply), *expected, "case {case_idx}: {reply:?}");
    }
    at("2/open", json!({ "official": "hoa" }));
    assert_eq!(code(&at("2/call-next", json!({}))), no(409, "nobody_waiting"));
    assert_eq!(code(&at("2/call", json!({ "number": "A777" }))), no(404, "unknown_number"));
    let title = |language: &str| {
        let headers = [("content-type", "application/json"), ("accept-language", language)];
        rest.send("POST", "/api/v1/counters/2/call-next", &headers, "{}").json()["title"].clone()
    };
    assert_eq!(title("vi"), "Không còn ai chờ ở quầy này");
    assert_eq!(title("en-GB,en;q=0.9"), "Nobody is waiting for this counter");
    hub.stop();
    assert!(numbers(&centre.data()).is_empty());
}

#[test]
fn a_counter_is_worked_over_http() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let ticket = take(&rest, "r-1");
    let at = |wish: &str, body: Value| {
        let reply = rest.post(&format!("/api/v1/counters/2/{wish}"), &body);
        assert_eq!(reply.status, 200, "{wish}: {reply:?}");
        let body = reply.json();
        (body["counter"]["state"].clone(), body["ticket"]["state"].clone())
    };
    let page = format!("/t/{}", ticket["ticket"].as_str().expect("an id"));
    let is_told = |words: &str| {
        let reply = rest.send("GET", &page, &[("accept-language", "en")], "");
        assert_eq!((reply.status, reply.content_type.as_str()), (200, "text/html; charset=utf-8"));
        assert!(reply.body.contains(words) && reply.body.contains("A001"), "no '{words}' in {}", reply.body);
    };
    is_told("people before you");
    assert_eq!(at("open", json!({ "official": "hoa" })), (json!("open"), Value::Null));
    assert_eq!(at("call-next", json!({ "request_id": "c-1" })), (json!("open"), json!("called")));
    is_told("Please go to counter 2");
    assert_eq!(
        at("call-next", json!({ "request_id": "c-1" })),
        (json!("open"), json!("called")),
        "once more"
    );
    assert_eq!(at("recall", json!({})).1, "called");
    assert_eq!(at("arrive", json!({})).1, "serving");
    is_told("Being served at counter 2");
    assert_eq!(at("finish", json!({ "outcome": "received" })).1, "done");
    is_told("Done. Thank you!");
    assert_eq!(at("pause", json!({ "reason": "lunch" })).0, "paused");
    assert_eq!(at("close", json!({})).0, "closed");
    let unknown = rest.send("GET", "/t/0000000000000", &[("accept-language", "en")], "");
    assert_eq!(unknown.status, 404);
    assert!(unknown.body.contains("This number was not found today"), "{}", unknown.body);
    assert_eq!(rest.get("/t/%ff").status, 404);
    assert!(rest.get("/t/0000000000000").body.contains("Không tìm thấy số này"));
    let board = rest.get("/api/v1/board").json();
    assert_eq!(board["calls"][0]["number"], "A001");
    assert_eq!(rest.get("/api/v1/counters/2").json()["state"], "closed");
    assert_eq!(rest.get("/api/v1/centre").json()["counters"].as_array().map(Vec::len), Some(8));
    hub.stop();
}

#[test]
fn the_figures_of_a_day_can_be_had_while_the_hub_works() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    take(&rest, "r-1");
    take(&rest, "r-2");
    let at = |wish: &str, body: Value| rest.post(&format!("/api/v1/counters/2/{wish}"), &body);
    assert_eq!(at("open", json!({ "official": "lan" })).status, 200);
    assert_eq!(at("call-next", json!({})).status, 200);
    assert_eq!(code(&at("finish", json!({ "outcome": "lost" }))), no(404, "unknown_outcome"));
    assert_eq!(at("finish", json!({ "outcome": "received" })).status, 200);
    let figures = rest.get("/api/v1/statistics").json();
    let all = &figures["all"];
    assert_eq!((&figures["days"], &all["issued"], &all["served"]), (&json!(1), &json!(2), &json!(1)));
    assert_eq!((&all["waiting"], &all["wait"]["n"]), (&json!(1), &json!(1)));
    assert_eq!(all["outcomes"], json!({ "received": 1 }));
    assert_eq!(rest.get("/api/v1/centre").json()["outcomes"][0], "done");
    assert_eq!(figures["counters"]["2"]["served"], 1);
    assert_eq!(figures["officials"]["lan"]["called"], 1);
    let long_ago = rest.get("/api/v1/statistics?from=2001-01-01&to=2001-01-02").json();
    assert_eq!((&long_ago["days"], &long_ago["all"]["issued"]), (&json!(0), &json!(0)));
    for (days, what) in [
        ("from=23.11.2026", "from is '23.11.2026'"),
        ("to=2026-02-30", "to is '2026-02-30'"),
        ("from=2026-02-02&to=2026-02-01", "later than"),
        ("since=2026-02-02", "since"),
    ] {
        let reply = rest.get(&format!("/api/v1/statistics?{days}"));
        assert_eq!(code(&reply), no(400, "malformed"));
        assert!(reply.json()["detail"].as_str().is_some_and(|told| told.contains(what)), "{}", reply.body);
    }
    hub.stop();
}

#[test]
fn the_description_names_every_path_and_each_answers() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let openapi = rest.get("/api/v1/openapi.json");
    assert_eq!((openapi.status, openapi.content_type.as_str()), (200, "application/json"));
    let document = openapi.json();
    let paths: Vec<&str> = document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "/api/v1/appointments",
            "/api/v1/appointments/{code}",
            "/api/v1/appointments/{code}/check-in",
            "/api/v1/board",
            "/api/v1/centre",
            "/api/v1/counters/{counter}",
            "/api/v1/counters/{counter}/{wish}",
            "/api/v1/day/end",
            "/api/v1/messages",
            "/api/v1/messages/{message}",
            "/api/v1/services/{service}",
            "/api/v1/statistics",
            "/api/v1/tickets",
            "/api/v1/tickets/{ticket}",
            "/api/v1/tickets/{ticket}/reprint",
            "/api/v1/tickets/{ticket}/story",
            "/api/v1/tickets/{ticket}/{wish}",
        ]
    );
    assert_eq!((rest.get("/healthz").status, rest.get("/readyz").status), (200, 200));
    take(&rest, "r-1");
    let metrics = rest.get("/metrics");
    assert_eq!(metrics.content_type, "text/plain; version=0.0.4");
    for line in [
        "goiso_journal_ready 1",
        "goiso_tickets{state=\"waiting\"} 1",
        "goiso_tickets{state=\"done\"} 0",
        "goiso_leds_down 0",
        "goiso_slips_reprinted_total 0",
        "goiso_requests_total 1",
        "goiso_sessions 0",
    ] {
        assert!(metrics.body.lines().any(|told| told == line), "no '{line}' in {}", metrics.body);
    }
    assert!(metrics.body.contains("\ngoiso_led_up{counter=\"1\",state="), "{}", metrics.body);
    hub.stop();
}

#[test]
fn whoever_fetches_a_paper_comes_back_and_the_story_says_why_another_was_called_first() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let first = take(&rest, "r-1");
    take(&rest, "r-2");
    let id = first["ticket"].as_str().expect("an id");
    let at = |wish: &str, body: Value| {
        let reply = rest.post(&format!("/api/v1/counters/2/{wish}"), &body);
        assert_eq!(reply.status, 200, "{wish}: {reply:?}");
        reply.json()
    };
    at("open", json!({ "official": "hoa" }));
    at("call-next", json!({}));
    let held = at("hold", json!({ "reason": "papers", "minutes": 30, "note": "bản sao" }));
    assert_eq!(held["ticket"]["state"], "held");
    let second = at("call-next", json!({}));
    assert_eq!(second["ticket"]["number"], "A002");
    let back = rest.post(&format!("/api/v1/tickets/{id}/return"), &json!({ "request_id": "r-3" }));
    assert_eq!((back.status, &back.json()["state"]), (200, &json!("waiting")));
    at("transfer", json!({ "to": { "service": "ho-tich" }, "place": "last" }));
    assert_eq!(at("call-next", json!({}))["ticket"]["number"], "A001");
    assert_eq!(rest.post("/api/v1/counters/2/undo", &json!({})).problem(), no(409, "counter_busy"));

    let story = rest.get(&format!("/api/v1/tickets/{id}/story")).json();
    let lines: Vec<_> =
        story["lines"].as_array().expect("lines").iter().filter_map(|line| line["text"].as_str()).collect();
    assert_eq!(story["number"], "A001");
    let passed = lines.iter().find(|line| line.contains("A002")).expect("A002 was called before it");
    assert!(passed.contains("A001 đang bổ sung giấy tờ") && passed.contains("quầy 2"), "{passed}");
    assert_eq!(rest.get("/api/v1/tickets/0000000000000/story").problem(), no(404, "unknown_ticket"));
    hub.stop();
}

#[test]
fn a_supervisor_stops_a_service_sets_its_limit_and_ends_the_day() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let json_headers = [("content-type", "application/json")];
    let set = |body: Value| {
        rest.send("PUT", &format!("/api/v1/services/{SERVICE}"), &json_headers, &body.to_string())
    };
    let issue = |id: &str| rest.post("/api/v1/tickets", &json!({ "service": SERVICE, "request_id": id }));
    assert_eq!(set(json!({ "state": "paused" })).status, 200);
    assert_eq!(issue("r-1").problem(), no(409, "service_stopped"));
    assert_eq!(set(json!({ "state": "open", "quota": { "max": 1 } })).status, 200);
    assert_eq!(issue("r-2").status, 201);
    assert_eq!(issue("r-3").problem(), no(409, "service_full"));
    assert_eq!(set(json!({})).problem(), no(400, "malformed"));
    assert_eq!(rest.post("/api/v1/day/end", &json!({ "rest": "carry" })).status, 200);
    assert_eq!(issue("r-4").problem(), no(409, "day_closed"));
    let book = json!({ "code": "0j4mz3v9k2q7e", "service": SERVICE, "slot": "2099-01-01T02:00:00Z" });
    assert_eq!(rest.post("/api/v1/appointments", &book).problem(), no(409, "no_appointments"));
    assert_eq!(rest.get("/api/v1/appointments").json(), json!([]));
    let unknown = rest.post("/api/v1/appointments/0j4mz3v9k2q7e/check-in", &json!({}));
    assert_eq!(unknown.problem(), no(404, "unknown_booking"));
    hub.stop();
}
