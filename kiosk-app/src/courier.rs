//! The way of a slip to the agent on the same computer, and of its fate back. A thread a slip: the screen never waits.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use goiso_model::TicketId;
use goiso_protocol::{LOCAL_SLIP_BYTES_MAX, LocalSlip, LocalSlipAnswer};

/// An agent that has not answered by then does not: it gives up a printer sooner.
const ANSWER_WITHIN: Duration = Duration::from_secs(40);

/// Carries slips to an agent's socket.
#[derive(Debug)]
pub struct Courier {
    socket: PathBuf,
    answers: mpsc::Receiver<(TicketId, LocalSlipAnswer)>,
    answered: mpsc::Sender<(TicketId, LocalSlipAnswer)>,
}

impl Courier {
    /// To the agent at this socket.
    pub fn new(socket: PathBuf) -> Self {
        let (answered, answers) = mpsc::channel();
        Self { socket, answers, answered }
    }

    /// Hands a slip over; `wake` is called once [`Courier::poll`] has its fate. An error means that there is no agent, and
    /// nothing is printed.
    pub fn print(
        &self,
        ticket: TicketId,
        slip: &LocalSlip,
        wake: impl FnOnce() + Send + 'static,
    ) -> io::Result<()> {
        let stream = connect(&self.socket)?;
        let (line, answered) = (slip.line(), self.answered.clone());
        thread::Builder::new().name("goiso-slip".to_owned()).spawn(move || {
            let answer = ask(stream, &line).unwrap_or_else(|error| {
                tracing::warn!(%error, "the agent did not say what became of a slip");
                LocalSlipAnswer::Unclear
            });
            // The kiosk's program has ended.
            drop(answered.send((ticket, answer)));
            wake();
        })?;
        Ok(())
    }

    /// What has become of slips since the last call. Never waits.
    pub fn poll(&self) -> Vec<(TicketId, LocalSlipAnswer)> {
        self.answers.try_iter().collect()
    }

    /// Waits for the fate of a slip. For tests.
    pub fn wait(&self, within: Duration) -> Option<(TicketId, LocalSlipAnswer)> {
        self.answers.recv_timeout(within).ok()
    }
}

fn connect(socket: &Path) -> io::Result<UnixStream> {
    let stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    stream.set_write_timeout(Some(ANSWER_WITHIN))?;
    Ok(stream)
}

fn ask(mut stream: UnixStream, line: &str) -> io::Result<LocalSlipAnswer> {
    stream.write_all(line.as_bytes())?;
    let mut answer = String::new();
    BufReader::new(stream.take(LOCAL_SLIP_BYTES_MAX as u64)).read_line(&mut answer)?;
    LocalSlipAnswer::parse(&answer).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
