//! The demo's hub and its REST API, as people and officials of the script use it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use super::Folders;
use super::children::{self, Children};
use super::people::{Act, Answer, Hall, Wish};

/// How long the hub may take to say where it listens.
const READY_PATIENCE: Duration = Duration::from_secs(30);
const READY: &str = "listening on ";

/// Starts the hub on a free loopback port and waits for the line that says which.
pub(crate) fn start(
    children: &mut Children,
    programs: &Path,
    config: &Path,
    folders: &Folders,
) -> anyhow::Result<Api> {
    let mut command = Command::new(programs.join("goiso-hub"));
    command.arg("run").arg("--config").arg(config).arg("--data").arg(&folders.data);
    command.args(["--listen", "127.0.0.1:0"]).arg("--slips").arg(&folders.slips).stdout(Stdio::piped());
    let child = children.start("hub", &mut command, &folders.logs)?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let output = children::log_file(&folders.logs, "hub-output")?;
    let (ready, address) = mpsc::channel();
    thread::Builder::new().name("hub-output".to_owned()).spawn(move || pass_on(stdout, output, &ready))?;
    if let Ok(address) = address.recv_timeout(READY_PATIENCE) {
        return Ok(Api::new(address));
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
}

impl Api {
    fn new(address: String) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(5)))
            .build();
        Self { agent: config.into(), address }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn websocket(&self) -> String {
        format!("{}/ws", self.address.replacen("http", "ws", 1))
    }

    /// Who works in this hall and what for.
    pub(crate) fn hall(&self) -> anyhow::Result<Hall> {
        let url = format!("{}/api/v1/centre", self.address);
        let mut response = self.agent.get(&url).call().with_context(|| format!("cannot get {url}"))?;
        let centre: Value = response.body_mut().read_json().with_context(|| format!("no JSON from {url}"))?;
        hall_from(&centre)
    }

    /// Does what somebody wishes, and tells in one line what came of it.
    pub(crate) fn ask(&self, wish: &Wish, request_id: &str) -> anyhow::Result<(Answer, String)> {
        let (path, body) = request(wish, request_id);
        let url = format!("{}/api/v1/{path}", self.address);
        let mut response =
            self.agent.post(&url).send_json(&body).with_context(|| format!("cannot post to {url}"))?;
        let status = response.status();
        let text = response.body_mut().read_to_string().with_context(|| format!("no answer from {url}"))?;
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        ensure!(!status.is_server_error(), "{url}: {status} {text}");
        if status.is_success() {
            return Ok((Answer::Done, told(wish, &body)));
        }
        let answer = if is_nobody_waiting(&body) { Answer::NobodyWaiting } else { Answer::Refused };
        Ok((answer, format!("{wish} – refused: {}", body["title"].as_str().unwrap_or(&text))))
    }
}

fn hall_from(centre: &Value) -> anyhow::Result<Hall> {
    let list = |name: &str| centre[name].as_array().with_context(|| format!("the centre has no {name}"));
    let text = |value: &Value| value["id"].as_str().map(str::to_owned);
    let services: Vec<String> = list("services")?.iter().filter_map(text).collect();
    let counters: Vec<u64> =
        list("counters")?.iter().filter_map(|counter| counter["number"].as_u64()).collect();
    ensure!(!services.is_empty() && !counters.is_empty(), "the centre has no services or counters: {centre}");
    Ok(Hall { services, counters })
}

/// Path under `/api/v1/` and body of the request for a wish.
fn request(wish: &Wish, request_id: &str) -> (String, Value) {
    match wish {
        Wish::TakeNumber { service } => {
            ("tickets".to_owned(), json!({ "service": service, "request_id": request_id }))
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
                _ => json!({ "request_id": request_id }),
            };
            (format!("counters/{counter}/{path}"), body)
        }
    }
}

/// One line of the story.
fn told(wish: &Wish, body: &Value) -> String {
    match (wish, body["number"].as_str()) {
        (Wish::TakeNumber { service }, Some(number)) => match body["ahead"].as_u64() {
            Some(ahead) => format!("a visitor takes {number} for {service}, {ahead} before"),
            None => format!("a visitor takes {number} for {service}"),
        },
        (_, Some(number)) => format!("{wish}: {number}"),
        (_, None) => wish.to_string(),
    }
}

/// Problem details name the refusal in `type` (RFC 9457).
fn is_nobody_waiting(problem: &Value) -> bool {
    problem["type"].as_str().is_some_and(|name| name.contains("nobody"))
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
        assert_eq!(Api::new("http://127.0.0.1:7300".to_owned()).websocket(), "ws://127.0.0.1:7300/ws");
    }

    #[test]
    fn a_hall_is_read_from_the_centre() {
        let centre = json!({
            "services": [{ "id": "chung-thuc" }, { "id": "ho-tich" }],
            "counters": [{ "number": 1 }, { "number": 3 }],
        });
        let hall = hall_from(&centre).expect("complete");
        assert_eq!(hall.services, ["chung-thuc", "ho-tich"]);
        assert_eq!(hall.counters, [1, 3]);
        assert!(hall_from(&json!({ "services": [], "counters": [] })).is_err());
    }

    #[test]
    fn a_wish_becomes_one_post() {
        let (path, body) = request(&Wish::TakeNumber { service: "ho-tich".to_owned() }, "demo-1");
        assert_eq!(path, "tickets");
        assert_eq!(body, json!({ "service": "ho-tich", "request_id": "demo-1" }));
        let (path, _) = request(&Wish::At { counter: 3, act: Act::MarkAbsent }, "demo-2");
        assert_eq!(path, "counters/3/absent");
    }
}
