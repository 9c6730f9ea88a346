//! What reaches the core loop.

use goiso_protocol::Answer;
use tokio::sync::oneshot;

use crate::core::{Asked, Input, Question};

/// The most inputs that wait for the loop; beyond it a caller is told that the hub is too busy.
pub const INPUTS_WAITING_MAX: usize = 4096;

/// What reaches the loop.
#[derive(Debug)]
pub enum Message {
    /// An input, and where its answer goes.
    Input(Input, Option<oneshot::Sender<Answer>>),
    /// A question.
    Question(Question, oneshot::Sender<Asked>),
    /// Commit what waits and end.
    Stop,
}
