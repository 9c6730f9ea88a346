//! The demo's hub and its REST API, as people and officials of the script use it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};

use super::Folders;
use super::children::{self, Children};
use super::people::{Act, Answer, Wish};

/// How long the hub may take to say where it listens.
const READY_PATIENCE: Duration = Duration::from_secs(30);
const READY: &str = "listening on ";

/// Starts the hub on a free loopback port and waits for the line that says which.
pub(crate) fn start(
    children: &mut Children,
    programs: &Path,
    folders: &Folders,
    kiosk: &str,
) -> anyhow::Result<Api> {
    let mut command = Command::new(programs.join("goiso-hub"));
    command.arg("run").arg("--config").arg(&folders.config).arg("--data").arg(&folders.data);
    command.args(["--listen", "127.0.0.1:0"]).arg("--slips").arg(&folders.slips).stdout(Stdio::piped());
    let child = children.start("hub", &mut command, &folders.logs)?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let output = children::log_file(&folders.logs, "hub-output")?;
    let (ready, address) = mpsc::channel();
    thread::Builder::new().name("hub-output".to_owned()).spawn(move || pass_on(stdout, output, &ready))?;
    if let Ok(address) = address.recv_timeout(READY_PATIENCE) {
        return Ok(Api::new(address, kiosk));
    }
    let log = std::fs::read_to_string(folders.logs.join("hub.log")).unwrap_or_default();
    bail!("the hub did not say where it listens; it said:\n{log}")
}

/// Reads the hub's output to its end, so that it never blocks on a full pipe.
fn pass_on(stdout: ChildStdout, mut output: impl Write, ready: &mpsc::Sender<String>) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        if let Some(address) = ready_address(&line) {
            // Only the first such line has a listener; later ones are no news.
            ready.send(address.to_owned()).unwrap_or_default();
        }
        if let Err(error) = writeln!(output, "{line}") {
            eprintln!("cannot keep the hub's output: {error}");
            return;
        }
    }
}

/// `http://127.0.0.1:PORT` from the hub's line `listening on http://127.0.0.1:PORT`.
fn ready_address(line: &str) -> Option<&str> {
    let address = line.trim().strip_prefix(READY)?;
    let port = address.strip_prefix("http://127.0.0.1:")?;
    port.parse::<u16>().is_ok_and(|port| port != 0).then_some(address)
}

/// The hub's REST API.
pub(crate) struct Api {
    agent: ureq::Agent,
    address: String,
    /// Whose printer prints the slips.
    kiosk: String,
}

impl Api {
    fn new(address: String, kiosk: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(5)))
            .build();
        Self { agent: config.into(), address, kiosk: kiosk.to_owned() }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn websocket(&self) -> String {
        format!("{}/ws", self.address.replacen("http", "ws", 1))
    }

    /// Does what somebody wishes, and tells in one line what came of it.
    pub(crate) fn ask(&self, wish: &Wish, request_id: &str) -> anyhow::Result<(Answer, String)> {
        let (path, body) = request(wish, request_id, &self.kiosk);
        let url = format!("{}/api/v1/{path}", self.address);
        let mut response =
            self.agent.post(&url).send_json(&body).with_context(|| format!("cannot post to {url}"))?;
        let is_done = response.status().is_success();
        let text = response.body_mut().read_to_string().with_context(|| format!("no answer from {url}"))?;
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if is_done {
            return Ok((Answer::Done, told(wish, &body)));
        }
        let reason = body["title_en"].as_str().or(body["title"].as_str()).unwrap_or(&text);
        let detail = body["detail"].as_str().map(|detail| format!(" ({detail})")).unwrap_or_default();
        Ok((refusal(&body), format!("{wish} – refused: {reason}{detail}")))
    }
}

/// Path under `/api/v1/` and body of the request for a wish.
fn request(wish: &Wish, request_id: &str, kiosk: &str) -> (String, Value) {
    match wish {
        Wish::TakeNumber { service, class } => {
            let mut body = json!({ "service": service, "kiosk": kiosk, "request_id": request_id });
            if let Some(class) = class {
                body["priority"] = json!(class);
            }
            ("tickets".to_owned(), body)
        }
        Wish::At { counter, act } => {
            let path = match act {
                Act::Open => "open",
                Act::CallNext => "call-next",
                Act::Recall => "recall",
                Act::Arrive => "arrive",
                Act::Finish => "finish",
                Act::MarkAbsent => "absent",
                Act::Pause => "pause",
            };
            let body = match act {
                Act::Open => json!({ "request_id": request_id, "official": format!("demo-{counter}") }),
                Act::CallNext | Act::Recall | Act::Arrive | Act::Finish | Act::MarkAbsent | Act::Pause => {
                    json!({ "request_id": request_id })
                }
            };
            (format!("counters/{counter}/{path}"), body)
        }
    }
}

/// One line of the story.
fn told(wish: &Wish, body: &Value) -> String {
    match wish {
        Wish::TakeNumber { service, class } => {
            let number = body["number"].as_str().unwrap_or("a number");
            let ahead = body["ahead"].as_u64().map(|ahead| format!(", {ahead} before")).unwrap_or_default();
            let class = class.as_ref().map(|class| format!(", priority {class}")).unwrap_or_default();
            format!("a visitor takes {number} for {service}{ahead}{class}")
        }
        Wish::At { .. } => match body["ticket"]["number"].as_str() {
            Some(number) => format!("{wish}: {number}"),
            None => wish.to_string(),
        },
    }
}

/// The `code` of problem details names the refusal for good.
fn refusal(problem: &Value) -> Answer {
    match problem["code"].as_str() {
        Some("nobody_waiting") => Answer::NobodyWaiting,
        Some("counter_closed" | "counter_paused") => Answer::NotOpen,
        Some(_) | None => Answer::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_line_gives_the_address() {
        assert_eq!(ready_address("listening on http://127.0.0.1:40123\n"), Some("http://127.0.0.1:40123"));
    }

    #[test]
    fn other_lines_are_not_taken_for_the_ready_line() {
        for line in [
            "",
            "not listening on http://127.0.0.1:1",
            "listening on http://127.0.0.1:0",
            "listening on 7300",
        ] {
            assert_eq!(ready_address(line), None, "{line}");
        }
    }

    #[test]
    fn the_websocket_is_at_the_same_address() {
        let api = Api::new("http://127.0.0.1:7300".to_owned(), "kiosk-1");
        assert_eq!(api.websocket(), "ws://127.0.0.1:7300/ws");
    }

    #[test]
    fn a_wish_becomes_one_post() {
        let take = |class: Option<&str>| {
            let wish = Wish::TakeNumber { service: "ho-tich".to_owned(), class: class.map(str::to_owned) };
            request(&wish, "demo-1", "kiosk-1")
        };
        let body = json!({ "service": "ho-tich", "kiosk": "kiosk-1", "request_id": "demo-1" });
        assert_eq!(take(None), ("tickets".to_owned(), body));
        assert_eq!(take(Some("nct")).1["priority"], "nct");
        let (path, body) = request(&Wish::At { counter: 3, act: Act::MarkAbsent }, "demo-2", "kiosk-1");
        assert_eq!((path.as_str(), body), ("counters/3/absent", json!({ "request_id": "demo-2" })));
    }

    #[test]
    fn refusals_are_told_apart_by_their_code() {
        assert_eq!(refusal(&json!({ "code": "nobody_waiting" })), Answer::NobodyWaiting);
        assert_eq!(refusal(&json!({ "code": "counter_paused" })), Answer::NotOpen);
        assert_eq!(refusal(&json!({ "code": "counter_busy" })), Answer::Refused);
        assert_eq!(refusal(&Value::Null), Answer::Refused);
    }

    #[test]
    fn the_story_names_the_number() {
        let call = Wish::At { counter: 3, act: Act::CallNext };
        assert_eq!(told(&call, &json!({ "ticket": { "number": "A005" } })), "counter 3 calls the next: A005");
        let take = Wish::TakeNumber { service: "ho-tich".to_owned(), class: None };
        let body = json!({ "number": "B001", "ahead": 2 });
        assert_eq!(told(&take, &body), "a visitor takes B001 for ho-tich, 2 before");
    }
}
