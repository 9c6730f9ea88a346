//! Ports of a kiosk's computer that the hub uses as if they were its own.

use serde::{Deserialize, Serialize};

/// The most bytes of one [`PortOrder::Write`] or [`PortNews::Read`].
pub const PORT_BYTES_MAX: usize = 2048;

/// The most bytes that the hub sends ahead of [`PortNews::Written`].
pub const PORT_WINDOW_BYTES: usize = 8192;

/// What the hub wants of a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum PortOrder {
    /// Open it, and close whatever connection there was before.
    Open {
        /// The device file, below `/dev`.
        path: String,
        /// Bits a second of a serial port, 8N1; absent for a device file without a speed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        baud: Option<u32>,
    },
    /// Write this, in order.
    Write {
        /// At most [`PORT_BYTES_MAX`] bytes; base64 on the wire.
        #[serde(with = "base64_text")]
        data: Vec<u8>,
    },
    /// Close it.
    Close,
    /// An order of a newer hub.
    #[serde(other)]
    Unknown,
}

/// What came of a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "port", rename_all = "snake_case")]
pub enum PortNews {
    /// It is open.
    Opened,
    /// The device said this.
    Read {
        /// At most [`PORT_BYTES_MAX`] bytes; base64 on the wire.
        #[serde(with = "base64_text")]
        data: Vec<u8>,
    },
    /// So many bytes more have left.
    Written {
        /// How many.
        bytes: u32,
    },
    /// It could not be opened, or is gone.
    Closed {
        /// Why, for a log.
        message: String,
    },
    /// News of a newer agent.
    #[serde(other)]
    Unknown,
}

/// Bytes as text.
mod base64_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let bytes = STANDARD.decode(String::deserialize(deserializer)?).map_err(de::Error::custom)?;
        let max = super::PORT_BYTES_MAX;
        if bytes.len() > max {
            return Err(de::Error::custom(format!("{} bytes are more than {max}", bytes.len())));
        }
        Ok(bytes)
    }
}
