//! One frame to a device on a bus, and what comes back to it.

use std::time::Duration;

use super::modbus::{Echo, Reply, Request};
use super::onbon;

/// What is written at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub bytes: Vec<u8>,
    pub answer: Answer,
    /// How long the device is deaf after it, besides the silence between frames.
    pub settle: Duration,
}

/// What the device says to a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing, ever.
    Never,
    /// As the Modbus specification says.
    Modbus(Request),
    /// A card's acknowledgement.
    Onbon { address: u8 },
    /// A card's word, for or against: of what not every card can.
    OnbonEither { address: u8 },
    /// Exactly these bytes, after so long at most.
    Exact { bytes: Vec<u8>, thinking_max: Duration },
}

/// How long a device may think before it answers, where its protocol does not say.
pub(super) const THINKING_MAX: Duration = Duration::from_millis(80);

impl Frame {
    pub(super) fn silent(bytes: Vec<u8>) -> Self {
        Self { bytes, answer: Answer::Never, settle: Duration::ZERO }
    }

    pub(super) fn modbus(request: Request) -> Self {
        Self { bytes: request.to_bytes(), answer: Answer::Modbus(request), settle: Duration::ZERO }
    }

    /// How many bytes its answer has at most.
    pub(super) fn answer_bytes(&self) -> usize {
        match &self.answer {
            Answer::Never => 0,
            Answer::Modbus(request) => request.answer_bytes(),
            Answer::Onbon { .. } | Answer::OnbonEither { .. } => onbon::ANSWER_BYTES_MAX,
            Answer::Exact { bytes, .. } => bytes.len(),
        }
    }

    pub(super) fn thinking_max(&self) -> Duration {
        match &self.answer {
            Answer::Never => Duration::ZERO,
            Answer::Modbus(_) | Answer::Onbon { .. } | Answer::OnbonEither { .. } => THINKING_MAX,
            Answer::Exact { thinking_max, .. } => *thinking_max,
        }
    }

    /// Looks for the reply in what came back, past our own echo, noise and others' answers.
    pub(super) fn find_reply(&self, heard: &[u8], echo: Echo) -> Option<Reply> {
        match &self.answer {
            Answer::Never => None,
            Answer::Modbus(request) => request.find_reply(heard, echo),
            Answer::Onbon { address } => onbon::find_reply(heard, *address),
            Answer::OnbonEither { address } => onbon::find_reply(heard, *address).map(|_| Reply::Done),
            Answer::Exact { bytes, .. } => {
                let heard = match echo {
                    Echo::Present => heard.strip_prefix(self.bytes.as_slice()).unwrap_or_default(),
                    Echo::Absent => heard,
                };
                heard.windows(bytes.len().max(1)).any(|part| part == bytes).then_some(Reply::Done)
            }
        }
    }
}
