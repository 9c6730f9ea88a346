//! HTTP as plain as it is, so that a test can also send what a library would not.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;

use super::Patience;

/// The hub's pages and its interface for programs.
pub(crate) struct Rest {
    hub: SocketAddr,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// Status and code of problem details, after a look at their form.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.content_type, "application/problem+json", "{self:?}");
        let body = self.json();
        assert_eq!(body["status"], self.status, "{self:?}");
        for key in ["type", "title", "title_vi", "title_en"] {
            assert!(body[key].as_str().is_some_and(|text| !text.is_empty()), "no {key} in {self:?}");
        }
        (self.status, body["code"].as_str().expect("a problem has a code").to_owned())
    }
}

impl Rest {
    pub(crate) fn of(hub: SocketAddr) -> Self {
        Self { hub }
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "")
    }

    /// What is no text.
    pub(crate) fn get_bytes(&self, path: &str) -> Vec<u8> {
        let bytes = self.exchange("GET", path, &[], "").unwrap_or_default();
        let head_end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer with a head");
        assert!(bytes.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&bytes[..head_end]));
        bytes[head_end + 4..].to_vec()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, &[("content-type", "application/json")], &body.to_string())
    }

    /// None if the hub is gone, or was before it had answered.
    pub(crate) fn try_post(&self, path: &str, body: &Value) -> Option<Reply> {
        self.try_send("POST", path, &[("content-type", "application/json")], &body.to_string())
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        self.try_send(method, path, headers, body).unwrap_or_else(|| panic!("no answer to {method} {path}"))
    }

    fn try_send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Reply> {
        read(&String::from_utf8(self.exchange(method, path, headers, body)?).ok()?)
    }

    fn exchange(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Vec<u8>> {
        let mut stream = TcpStream::connect(self.hub).ok()?;
        stream.set_read_timeout(Some(Patience::SPAN)).ok()?;
        let headers: String = headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
            self.hub,
            body.len()
        );
        stream.write_all((head + body).as_bytes()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

fn read(text: &str) -> Option<Reply> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let header = |wanted: &str| {
        head.lines().skip(1).filter_map(|line| line.split_once(": ")).find(|(name, _)| *name == wanted)
    };
    let is_whole = header("content-length").is_some_and(|(_, length)| length.parse() == Ok(body.len()));
    let content_type = header("content-type").map(|(_, value)| value.to_owned()).unwrap_or_default();
    is_whole.then(|| Reply { status, content_type, body: body.to_owned() })
}
