//! Every limit of the link, with its unit.

use std::time::Duration;

/// The most requests that wait for an answer at a time. A person makes one or two; more is a stuck key.
pub const OUTSTANDING_MAX: usize = 16;

/// The longest silence before the screen says that the line is down. The hub speaks every
/// [`goiso_protocol::ALIVE_SECS`].
pub const STALE_AFTER: Duration = Duration::from_secs(5);

/// The longest silence before a connection is given up and another is made.
pub const SILENCE_MAX: Duration = Duration::from_secs(12);

/// The longest time from the first packet of a connection to its open websocket.
pub const CONNECT_MAX: Duration = Duration::from_secs(5);

/// The wait before the first reconnect. It doubles with every failure.
pub const BACKOFF_MIN: Duration = Duration::from_millis(500);

/// The longest wait before a reconnect, used at once when the hub does not accept this device.
pub const BACKOFF_MAX: Duration = Duration::from_secs(8);

/// How long a session must have lasted for the backoff to begin anew. A hub that welcomes and breaks off,
/// again and again, is thus asked less and less often.
pub const STEADY_AFTER: Duration = Duration::from_secs(5);
