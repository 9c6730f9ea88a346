//! Where the hub is.

use tungstenite::http::Uri;

use crate::ClientError;

/// A checked `ws://host[:port]/ws`.
#[derive(Debug, Clone)]
pub(crate) struct HubUrl {
    pub(crate) uri: Uri,
    /// A name or an address, an IPv6 one without its brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
}

const PORT_OF_WS: u16 = 80;

impl HubUrl {
    pub(crate) fn parse(url: &str) -> Result<Self, ClientError> {
        let wrong = |problem: &'static str| ClientError::Url { url: url.to_owned(), problem };
        let uri: Uri = url.parse().map_err(|_| wrong("is not a URL"))?;
        match uri.scheme_str() {
            Some("ws") => {}
            Some("wss") => return Err(wrong("asks for TLS, which the hub does not speak")),
            Some(_) | None => return Err(wrong("does not begin with 'ws://'")),
        }
        let authority = uri.authority().ok_or_else(|| wrong("names no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong("has a user name, which the hub does not know"));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(wrong("names no host"));
        }
        let has_port = authority.as_str().len() > authority.host().len();
        let port = match authority.port_u16() {
            Some(0) => return Err(wrong("has no usable port")),
            Some(port) => port,
            None if has_port => return Err(wrong("has no usable port")),
            None => PORT_OF_WS,
        };
        if uri.path() != "/ws" || uri.query().is_some() {
            return Err(wrong("does not end with '/ws'"));
        }
        Ok(Self { uri, host, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(url: &str) -> String {
        match HubUrl::parse(url) {
            Ok(HubUrl { host, port, .. }) => format!("{host} port {port}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_hub_is_named_by_host_and_port() {
        assert_eq!(verdict("ws://127.0.0.1:7300/ws"), "127.0.0.1 port 7300");
        assert_eq!(verdict("ws://hub.lan/ws"), "hub.lan port 80");
        assert_eq!(verdict("ws://[::1]:7300/ws"), "::1 port 7300");
    }

    #[test]
    fn a_wrong_url_is_told_with_what_is_wrong() {
        let urls = [
            "",
            "hub.lan",
            "hub.lan:7300/ws",
            "http://hub.lan/ws",
            "wss://hub.lan/ws",
            "ws://hub.lan",
            "ws://hub.lan/",
            "ws://hub.lan/ws/",
            "ws://hub.lan/ws?a=b",
            "ws://a@hub.lan/ws",
            "ws://:7300/ws",
            "ws://hub.lan:0/ws",
            "ws://hub.lan:99999/ws",
            "ws://trung tâm/ws",
        ];
        insta::assert_snapshot!(urls.map(verdict).join("\n"), @r"
        hub url '' is not a URL; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'hub.lan' does not begin with 'ws://'; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'hub.lan:7300/ws' is not a URL; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'http://hub.lan/ws' does not begin with 'ws://'; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'wss://hub.lan/ws' asks for TLS, which the hub does not speak; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://hub.lan' does not end with '/ws'; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://hub.lan/' does not end with '/ws'; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://hub.lan/ws/' does not end with '/ws'; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://hub.lan/ws?a=b' does not end with '/ws'; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://a@hub.lan/ws' has a user name, which the hub does not know; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://:7300/ws' names no host; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://hub.lan:0/ws' has no usable port; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://hub.lan:99999/ws' has no usable port; it should be like 'ws://192.168.1.10:7300/ws'
        hub url 'ws://trung tâm/ws' is not a URL; it should be like 'ws://192.168.1.10:7300/ws'
        ");
    }
}
