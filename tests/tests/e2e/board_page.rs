//! The hall board as a web page, as a browser gets it and as it looks in one.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::support::{Browser, COUNTER, Centre, Inside, Patience, Rest, SERVICE};

fn centre() -> Centre {
    Centre::with_boards(&boards())
}

fn boards() -> [toml::Table; 5] {
    [
        toml::toml! { name = "board-1"
        zone = "sanh"
        next_numbers = 3
        services = ["chung-thuc"] },
        toml::toml! { name = "board-2"
        layout = "grid" },
        toml::toml! { name = "board-3"
        layout = "strip"
        counters = [2] },
        toml::toml! { name = "board-4"
        layout = "service"
        services = ["chung-thuc"]
        title = "Khu A" },
        toml::toml! { name = "board-5"
        layout = "split"
        folder = "slides" },
    ]
}

/// Gives so many numbers.
fn issue(rest: &Rest, from: u32, n: u32) {
    (from..from + n).for_each(|number| issue_of(rest, SERVICE, number));
}

fn issue_of(rest: &Rest, service: &str, number: u32) {
    let id = format!("r-{number}");
    let reply = rest.post("/api/v1/tickets", &json!({ "service": service, "request_id": id }));
    assert_eq!(reply.status, 201, "{reply:?}");
}

fn at_counter(rest: &Rest, wish: &str, body: &serde_json::Value) {
    at(rest, COUNTER, wish, body);
}

fn at(rest: &Rest, counter: u32, wish: &str, body: &serde_json::Value) {
    let reply = rest.post(&format!("/api/v1/counters/{counter}/{wish}"), body);
    assert_eq!(reply.status, 200, "{wish}: {reply:?}");
}

fn open(rest: &Rest) {
    at_counter(rest, "open", &json!({ "official": "hoa" }));
}

fn url(hub: &Inside, board: &str) -> String {
    format!("http://{}/board/{board}", hub.address)
}

/// Leaves what a page looks like for people, and for whoever reviews a change of the screens.
fn keep(browser: &mut Browser, name: &str) {
    let picture = browser.picture();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 5_000, "{name} is an empty picture");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("board-pages");
    std::fs::create_dir_all(&folder).expect("the target folder can be written to");
    std::fs::write(folder.join(name), picture).expect("the target folder can be written to");
}

#[test]
fn the_page_and_all_it_is_made_of_come_from_the_hub() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let page = rest.get("/board/board-1");
    assert_eq!((page.status, page.content_type.as_str()), (200, "text/html; charset=utf-8"));
    assert!(page.body.contains("data-text-invite=\"MỜI CÔNG DÂN CÓ SỐ\""), "{}", page.body);
    assert!(!page.body.contains("<style") && !page.body.contains("style="), "its policy forbids that");
    let addresses = page.body.split(['"']).filter(|part| part.starts_with('/') || part.contains("://"));
    let addresses: Vec<_> = addresses.map(|part| part.split('?').next().unwrap_or("")).collect();
    assert_eq!(addresses, ["/assets/board.css", "/assets/board.js", "/assets/board-voice.js"]);
    for address in &addresses[1..] {
        let script = rest.get(address);
        assert_eq!((script.status, script.content_type.as_str()), (200, "text/javascript; charset=utf-8"));
        assert!(script.body.is_ascii(), "every word comes from the locales");
        let code = script.body.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: String = code.collect();
        for modern in ["fetch(", "Symbol", "Map(", "Set(", ".includes(", ".find(", ".assign(", ".padStart("] {
            assert!(!code.contains(modern), "{address}: an old television has no '{modern}'");
        }
    }
    let style = rest.get("/assets/board.css");
    assert_eq!((style.status, style.content_type.as_str()), (200, "text/css; charset=utf-8"));
    assert!(
        !style.body.contains("var(") && !style.body.contains("display:grid"),
        "an old television has none"
    );
    for path in ["/board/board-9", "/board/board-9/view", "/board/board-1/say/1.wav", "/assets/nothing"] {
        assert_eq!(rest.get(path).problem(), (404, "not_found".to_owned()), "{path}");
    }
    hub.stop();
}

#[test]
fn the_scripts_of_the_page_are_of_an_edition_that_old_televisions_know() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let scripts = ["board.js", "board-voice.js"].map(|name| top.join("crates/hub/src/web/board").join(name));
    let read = |scripts: &[std::path::PathBuf]| {
        let python = top.join("target/judges/bin/python");
        let judge = Command::new(&python).arg(top.join("tests/judges/es5.py")).args(scripts).output();
        judge.unwrap_or_else(|error| {
            panic!("no {} ({error}): run `cargo xtask judges` first", python.display())
        })
    };
    let verdict = read(&scripts);
    assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stderr));
    let folder = tempfile::tempdir().expect("a folder");
    let modern = folder.path().join("modern.js");
    std::fs::write(&modern, "var call = (number) => number;").expect("the folder can be written to");
    assert!(!read(&[modern]).status.success(), "the judge refuses what is newer");
}

#[test]
fn a_page_waits_for_what_it_has_not_seen_and_hears_that_the_hub_lives() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let first = rest.get("/board/board-1/view?run=&after=0").json();
    assert_eq!((&first["frame"]["type"], &first["offset_secs"]), (&json!("view"), &json!(25_200)));
    assert!(first["date"].as_str().is_some_and(|date| date.contains('/')), "{first}");
    let seen = |told: &serde_json::Value| {
        let run = told["run"].as_str().expect("a run").to_owned();
        format!("/board/board-1/view?run={run}&after={}", told["frame"]["revision"])
    };
    // Devices may still be starting, each a view of its own.
    let mut last = first;
    while last["frame"]["type"] == "view" {
        let next = rest.get(&seen(&last)).json();
        if next["frame"]["type"] == "alive" {
            break;
        }
        last = next;
    }
    issue(&rest, 1, 1);
    let next = rest.get(&seen(&last)).json();
    assert_eq!(next["frame"]["view"]["next"][0]["numbers"], json!(["A001"]));
    let another_run =
        rest.get(&format!("/board/board-1/view?run=1&after={}", next["frame"]["revision"])).json();
    assert_eq!(another_run["frame"]["type"], "view", "revisions of another run say nothing");
    assert_eq!(rest.get("/board/board-1/view?after=much").json()["frame"]["type"], "view");
    hub.stop();
}

#[test]
fn a_page_that_may_be_heard_is_the_speaker_of_its_zone() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let path = "/board/board-1/report";
    let report = |page: u32, sound: &str| {
        let reply =
            rest.post(path, &json!({ "page": page, "report": { "sound": sound, "spoken_through": 0 } }));
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json()["is_speaker"] == true
    };
    assert!(!report(1, "no_device"));
    assert!(report(2, "ready"));
    assert!(!report(3, "ready"), "one at a time");
    assert!(!report(2, "no_device"));
    assert_eq!(rest.post(path, &json!({ "page": 1 })).problem(), (400, "malformed".to_owned()));
    let evil = [("content-type", "application/json"), ("origin", "http://evil.example")];
    let body = r#"{"page":1,"report":{"sound":"ready","spoken_through":0}}"#;
    assert_eq!(rest.send("POST", path, &evil, body).problem(), (403, "not_allowed".to_owned()));
    assert_eq!(rest.post("/board/board-9/report", &json!({})).problem(), (404, "not_found".to_owned()));
    hub.stop();
}

#[test]
fn a_browser_shows_a_call_large_and_the_earlier_ones_beside_it() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let mut browser = Browser::open(&url(&hub, "board-1"), 1920, 1080);
    browser.wait_for("document.getElementById('spot').innerText.indexOf('Xin chờ') >= 0");
    issue(&rest, 1, 7);
    open(&rest);
    at_counter(&rest, "call-next", &json!({}));
    browser.wait_for("document.querySelector('#spot .number') && document.querySelector('#spot .number').innerText === 'A001'");
    // The two that come while it is being read come on together.
    issue_of(&rest, "ho-tich", 8);
    for (counter, official) in [(3, "lan"), (1, "minh")] {
        at(&rest, counter, "open", &json!({ "official": official }));
        at(&rest, counter, "call-next", &json!({}));
    }
    browser.wait_for("document.querySelectorAll('#spot.n2 .call').length === 2");
    assert_eq!(browser.text("document.querySelectorAll('#spot .number')[0].innerText"), "A002");
    assert!(browser.text("document.getElementById('recent').innerText").contains("A001"));
    assert!(browser.text("document.getElementById('next').innerText").contains("A003  A004  A005"));
    assert!(browser.text("document.getElementById('clock').innerText").contains(':'));
    assert!(!browser.is("document.getElementById('away').offsetWidth > 0"), "the hub is there");
    keep(&mut browser, "main.png");

    rest.post("/api/v1/messages", &json!({ "level": "notice", "text": "Mất điện khu B" }));
    let alarm = json!({ "vi": "Xin rời khỏi sảnh", "en": "Please leave the hall" });
    browser.wait_for("document.getElementById('track').innerText.indexOf('Mất điện khu B') === 0");
    rest.post("/api/v1/messages", &json!({ "level": "emergency", "text": alarm }));
    browser.wait_for("document.getElementById('emergency').offsetWidth === 1920");
    assert_eq!(
        browser.text("document.getElementById('alarm').innerText"),
        "Xin rời khỏi sảnh\nPlease leave the hall"
    );
    keep(&mut browser, "emergency.png");
    rest.send("DELETE", "/api/v1/messages/2", &[], "");
    browser.wait_for("document.getElementById('emergency').offsetWidth === 0");

    hub.stop();
    browser.wait_for("document.getElementById('away').offsetWidth > 0");
    assert!(
        browser.text("document.getElementById('recent').innerText").contains("A001"),
        "the last state stays"
    );
    keep(&mut browser, "away.png");
}

#[test]
fn a_browser_that_comes_later_shows_the_state_and_lights_nothing_up() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    issue(&rest, 1, 6);
    open(&rest);
    for _ in 0..6 {
        at_counter(&rest, "call-next", &json!({}));
    }
    for (board, size, name, expression) in [
        ("board-1", (1280, 720), "late.png", "document.querySelectorAll('#recent td').length === 10"),
        ("board-1", (1080, 1920), "tall.png", "document.querySelectorAll('#recent td').length === 10"),
        ("board-2", (1920, 1080), "grid.png", "document.querySelectorAll('#grid .cell').length === 8"),
        ("board-3", (1920, 540), "strip.png", "document.querySelector('#strip.calling .number') !== null"),
        (
            "board-4",
            (3840, 2160),
            "service.png",
            "document.querySelectorAll('#cells .cell').length > 0 && document.getElementById('title').textContent === 'Khu A'",
        ),
        ("board-5", (1920, 1080), "split.png", "document.querySelectorAll('#recent td').length === 10"),
    ] {
        let mut browser = Browser::open(&url(&hub, board), size.0, size.1);
        browser.wait_for(expression);
        assert!(browser.text("document.body.innerText").contains("A006"), "{board}");
        assert!(
            browser.is("document.querySelectorAll('.new').length === 0"),
            "{board}: an old call is no news"
        );
        assert!(browser.is("document.documentElement.scrollWidth <= window.innerWidth"), "{board}: too wide");
        keep(&mut browser, name);
    }
    hub.stop();
}

#[test]
fn a_page_says_in_words_how_each_counter_is() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let mut grid = Browser::open(&url(&hub, "board-2"), 1920, 1080);
    let mut strip = Browser::open(&url(&hub, "board-3"), 1920, 360);
    let says = |words: &str| format!("document.body.innerText.indexOf('{words}') >= 0");
    strip.wait_for(&says("Đóng"));
    issue(&rest, 1, 1);
    open(&rest);
    strip.wait_for(&says("Xin chờ"));
    at_counter(&rest, "call-next", &json!({}));
    for browser in [&mut grid, &mut strip] {
        browser.wait_for("document.querySelector('.calling.new .number') !== null");
        browser.wait_for(&says("Mời vào"));
    }
    keep(&mut strip, "strip-calling.png");
    keep(&mut grid, "grid-calling.png");
    at_counter(&rest, "arrive", &json!({}));
    for browser in [&mut grid, &mut strip] {
        browser.wait_for("document.querySelector('.serving .number') !== null");
        browser.wait_for(&says("Đang phục vụ"));
    }
    at_counter(&rest, "finish", &json!({ "outcome": "done" }));
    at_counter(&rest, "pause", &json!({ "reason": "lunch" }));
    strip.wait_for(&says("Tạm nghỉ"));
    keep(&mut strip, "strip-paused.png");
    hub.stop();
}

#[test]
fn a_page_is_silent_during_an_alarm_and_says_the_call_after_it() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let mut browser = Browser::open(&url(&hub, "board-1"), 1280, 720);
    browser.wait_for("document.getElementById('sound').offsetWidth > 0");
    browser.touch("sound");
    browser.wait_for("document.getElementById('sound').offsetWidth === 0");
    let alarm = rest.post("/api/v1/messages", &json!({ "level": "emergency", "text": "Có cháy" }));
    assert_eq!(alarm.status, 201, "{alarm:?}");
    browser.wait_for("document.getElementById('emergency').offsetWidth > 0");
    issue(&rest, 1, 1);
    open(&rest);
    at_counter(&rest, "call-next", &json!({}));
    browser.wait_for("document.querySelector('#spot .number') && document.querySelector('#spot .number').textContent === 'A001'");
    let patience = Patience::begin();
    while rest.get("/health").json()["boards"][0]["is_speaker"] != true {
        assert!(!patience.left().is_zero(), "the page is never named the speaker");
    }
    // Two more of its reports have been answered, at each of which it might have begun to speak.
    let reports = "performance.getEntriesByType('resource').filter(function (one) { return /report$/.test(one.name); }).length";
    let n_reports: u32 = browser.text(&format!("String({reports})")).parse().expect("a number");
    browser.wait_for(&format!("{reports} >= {}", n_reports + 2));
    let said = "performance.getEntriesByType('resource').some(function (one) { return /say.1.wav/.test(one.name); })";
    assert!(!browser.is(said), "people have to hear the alarm");
    assert_eq!(rest.send("DELETE", "/api/v1/messages/1", &[], "").status, 200);
    browser.wait_for(said);
    hub.stop();
}

#[test]
fn a_page_speaks_once_it_has_been_touched() {
    let centre = centre();
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    let mut browser = Browser::open(&url(&hub, "board-1"), 1280, 720);
    browser.wait_for("document.getElementById('sound').offsetWidth > 0");
    browser.touch("sound");
    browser.wait_for("document.getElementById('sound').offsetWidth === 0");
    issue(&rest, 1, 1);
    open(&rest);
    at_counter(&rest, "call-next", &json!({}));
    // It has played the sound to its end, and says so.
    browser.wait_for("performance.getEntriesByType('resource').some(function (one) { return /say.1.wav/.test(one.name); })");
    let patience = Patience::begin();
    let mut duty = json!({});
    while duty["spoken_through"] != 1 && !patience.left().is_zero() {
        // Another page asks in the meantime, as a second board of the zone would.
        let report = json!({ "page": 1, "report": { "sound": "no_device", "spoken_through": 0 } });
        duty = rest.post("/board/board-1/report", &report).json();
        browser.wait_for("true");
    }
    assert_eq!(duty["spoken_through"], 1, "{duty}");
    let health = rest.get("/health").json()["boards"][0].clone();
    assert_eq!(health["is_speaker"], true, "{health}");
    hub.stop();
}

#[test]
fn a_call_comes_as_sound() {
    let centre = Centre::speaking(&["vi", "en"], &boards());
    let hub = Inside::start(&centre);
    let rest = Rest::of(hub.address);
    issue(&rest, 1, 1);
    open(&rest);
    at_counter(&rest, "call-next", &json!({}));
    let seconds = |query: &str| {
        let wav = rest.get_bytes(&format!("/board/board-1/say/1.wav{query}"));
        assert_eq!((&wav[..4], &wav[8..12]), (&b"RIFF"[..], &b"WAVE"[..]));
        let rate = u32::from_le_bytes([wav[24], wav[25], wav[26], wav[27]]);
        f64::from(u32::try_from(wav.len() - 44).expect("a short sound")) / 2.0 / f64::from(rate)
    };
    let (twice, once) = (seconds("?full"), seconds("?once"));
    assert!(once > 2.0 && twice > once * 1.5 && twice < 30.0, "{once} s, twice {twice} s");
    let vietnamese = seconds("?one_language");
    assert!(vietnamese > 1.0 && vietnamese < once * 0.7, "{vietnamese} s of {once} s");
    assert_eq!(rest.get("/board/board-2/say/1.wav").problem(), (404, "not_found".to_owned()), "it is silent");
    hub.stop();
}
