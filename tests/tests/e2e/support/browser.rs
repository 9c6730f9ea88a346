//! A real browser without a window, driven over its debugging socket.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket};

use super::Patience;

/// Names under which distributions install it.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

pub(crate) struct Browser {
    process: Child,
    socket: WebSocket<TcpStream>,
    /// The tab's session on that socket.
    session: String,
    n_sent: u64,
    // After the process: it writes there until it ends.
    _profile: TempDir,
}

impl Browser {
    /// Opens a page of this size in pixels.
    pub(crate) fn open(url: &str, width: u32, height: u32) -> Self {
        let profile = TempDir::with_prefix("goiso-browser-").expect("a folder");
        let mut process = PROGRAMS
            .iter()
            .find_map(|program| start(program, &profile))
            .expect("chromium is installed, as 'cargo xtask setup' does");
        let devtools = devtools_of(&mut process);
        let authority = devtools.trim_start_matches("ws://").split('/').next().expect("an authority");
        let stream = TcpStream::connect(authority).expect("the browser listens");
        stream.set_read_timeout(Some(Patience::SPAN)).expect("a fresh socket");
        let (socket, _) = tungstenite::client(devtools.as_str(), stream).expect("the browser speaks");
        let mut browser = Self { process, socket, session: String::new(), n_sent: 0, _profile: profile };
        let target = browser.command("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = browser.command("Target.attachToTarget", &attach);
        attached["sessionId"].as_str().expect("a session").clone_into(&mut browser.session);
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.command("Emulation.setDeviceMetricsOverride", &metrics);
        browser.command("Page.navigate", &json!({ "url": url }));
        browser
    }

    /// Waits until an expression of the page is true.
    pub(crate) fn wait_for(&mut self, expression: &str) {
        let patience = Patience::begin();
        // The page itself looks again and again for a second, and answers when it is so.
        let promise = format!(
            "new Promise(function (tell) {{ var left = 50; (function look() {{ \
             if (document.body && ({expression})) {{ tell(true); }} \
             else if (left-- > 0) {{ setTimeout(look, 20); }} else {{ tell(false); }} }}()); }})"
        );
        while !patience.left().is_zero() {
            // A page that is still loading throws its promises away.
            if self.evaluate(&promise) == Some(json!(true)) {
                return;
            }
        }
        panic!("never: {expression}; the page says: {:?}", self.text("document.body.innerText"));
    }

    /// The text that an expression of the page gives.
    pub(crate) fn text(&mut self, expression: &str) -> String {
        let value = self.evaluate(expression).unwrap_or_default();
        value.as_str().map(str::to_owned).unwrap_or_default()
    }

    /// Whether an expression of the page is true now.
    pub(crate) fn is(&mut self, expression: &str) -> bool {
        self.evaluate(expression) == Some(json!(true))
    }

    fn evaluate(&mut self, expression: &str) -> Option<Value> {
        let wish = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        self.try_command("Runtime.evaluate", &wish).ok()?["result"].get("value").cloned()
    }

    /// Touches an element as a finger does, so that the page may be heard.
    pub(crate) fn touch(&mut self, id: &str) {
        let wish =
            json!({ "expression": format!("document.getElementById('{id}').click()"), "userGesture": true });
        self.command("Runtime.evaluate", &wish);
    }

    /// What the page looks like: a PNG file.
    pub(crate) fn picture(&mut self) -> Vec<u8> {
        let shot = self.command("Page.captureScreenshot", &json!({ "format": "png" }));
        base64(shot["data"].as_str().expect("a picture"))
    }

    fn command(&mut self, method: &str, parameters: &Value) -> Value {
        self.try_command(method, parameters).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_command(&mut self, method: &str, parameters: &Value) -> Result<Value, Value> {
        self.n_sent += 1;
        let mut wish = json!({ "id": self.n_sent, "method": method, "params": parameters });
        if !self.session.is_empty() {
            wish["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(wish.to_string())).expect("the browser lives");
        loop {
            let Message::Text(text) = self.socket.read().expect("the browser answers") else { continue };
            let mut told: Value = serde_json::from_str(&text).expect("the browser speaks JSON");
            if told["id"] != json!(self.n_sent) {
                continue;
            }
            return match told.get_mut("error") {
                Some(error) => Err(error.take()),
                None => Ok(told["result"].take()),
            };
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended with the test that failed.
        self.process.kill().unwrap_or_default();
        self.process.wait().map(drop).unwrap_or_default();
    }
}

/// Starts a browser by this name, if there is one.
fn start(program: &str, profile: &TempDir) -> Option<Child> {
    Command::new(program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        .args([
            "--disable-extensions",
            "--disable-background-networking",
            "--mute-audio",
            "--hide-scrollbars",
        ])
        .args(["--remote-debugging-port=0", "--remote-allow-origins=*"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg("about:blank")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .ok()
}

/// Where the browser says that it can be driven.
fn devtools_of(process: &mut Child) -> String {
    let stderr = process.stderr.take().expect("it is piped");
    let (found, address) = mpsc::channel();
    let listen = move || {
        let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
        let told = lines.find_map(|line| Some(line.split_once("DevTools listening on ")?.1.to_owned()));
        if let Some(told) = told {
            found.send(told).unwrap_or_default();
        }
        // A full pipe would stop the browser.
        lines.for_each(drop);
    };
    thread::Builder::new().name("browser-output".to_owned()).spawn(listen).expect("a thread");
    address.recv_timeout(Patience::SPAN).expect("the browser says where it listens")
}

/// Base64 of RFC 4648, section 4.
fn base64(text: &str) -> Vec<u8> {
    let digits = text.bytes().filter_map(|byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    });
    let (mut bytes, mut held, mut n_bits) = (Vec::new(), 0_u32, 0);
    for digit in digits {
        held = held << 6 | u32::from(digit);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(u8::try_from(held >> n_bits & 0xFF).expect("eight bits"));
        }
    }
    bytes
}
