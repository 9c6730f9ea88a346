//! `goiso-hub devices …`: what hangs on this computer, whether it works, and how it is now.

mod ask;
mod identify;
mod test;
mod watch;

use std::time::Duration;

pub use ask::Asked;
pub use identify::{Found, FoundPort, identify, look};
pub use test::{Tested, test};
pub use watch::watch;

/// All is well.
pub const EXIT_OK: u8 = 0;
/// A device did not do what it was asked, or nothing was found.
pub const EXIT_FAULT: u8 = 1;
/// Somebody must change something first; the text says what.
pub const EXIT_MEND: u8 = 2;

/// How long a hub may take to answer; it answers in milliseconds.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// The states of its devices as a running hub tells them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
struct Health {
    devices: Vec<DeviceLine>,
}

/// A device in the hub's answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
struct DeviceLine {
    kind: String,
    name: String,
    state: String,
    /// What it calls itself, where it does.
    #[serde(default)]
    model: Option<String>,
}

/// Asks the hub at this address, e.g. `127.0.0.1:7300`. The error says why there is no answer.
fn ask_hub(hub: &str) -> Result<Health, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(ANSWER_MAX)).build().into();
    let mut answer = agent.get(format!("http://{hub}/health")).call().map_err(|error| error.to_string())?;
    answer.body_mut().read_json().map_err(|error| error.to_string())
}
