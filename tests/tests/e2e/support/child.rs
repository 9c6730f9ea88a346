//! A hub as a process of its own, which can be killed.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;

use rustix::process::{Pid, Signal, kill_process};

use super::{Centre, Patience};

/// The program that is `goiso-hub` under another name.
pub(crate) const HUB: &str = env!("CARGO_BIN_EXE_goiso-test-hub");

pub(crate) struct Child {
    pub(crate) address: SocketAddr,
    process: std::process::Child,
    ended: mpsc::Receiver<()>,
}

impl Child {
    /// Starts a hub on a free port and waits until it says which.
    pub(crate) fn start(centre: &Centre) -> Self {
        Self::start_with(centre, &[])
    }

    /// The same with more options.
    pub(crate) fn start_with(centre: &Centre, options: &[&str]) -> Self {
        let log = centre.folder().join("hub.log");
        let mut process = command(centre)
            .args(options)
            .stderr(OpenOptions::new().create(true).append(true).open(&log).expect("a log"))
            .spawn()
            .expect("the hub's program was built with this test");
        let stdout = process.stdout.take().expect("stdout is piped");
        let (ready, address) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let listen = move || {
            let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
            let told = lines.find_map(|line| line.strip_prefix("listening on http://")?.parse().ok());
            if let Some(address) = told {
                ready.send(address).unwrap_or_default();
            }
            lines.for_each(drop);
            // The output's end is the process's end, however it ends.
            end.send(()).unwrap_or_default();
        };
        thread::Builder::new().name("hub-output".to_owned()).spawn(listen).expect("a thread");
        let Ok(address) = address.recv_timeout(Patience::SPAN) else {
            let words = std::fs::read_to_string(log).unwrap_or_default();
            panic!("the hub does not say where it listens:\n{words}");
        };
        Self { address, process, ended }
    }

    /// As a power cut does.
    pub(crate) fn kill(mut self) {
        self.process.kill().expect("the hub still runs");
        self.ended.recv_timeout(Patience::SPAN).expect("a killed hub ends");
        self.process.wait().expect("it is our child");
    }

    /// As a service manager does.
    pub(crate) fn terminate(&self) {
        let id = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw).expect("a process id");
        kill_process(id, Signal::TERM).expect("the hub still runs");
    }

    /// Waits until it ends by itself.
    pub(crate) fn end(mut self) -> ExitStatus {
        self.ended.recv_timeout(Patience::SPAN).expect("the hub does not end");
        self.process.wait().expect("it is our child")
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        self.process.kill().unwrap_or_default();
        self.process.wait().map(drop).unwrap_or_default();
    }
}

/// Runs a hub that does not start; gives its exit code and its words.
pub(crate) fn refused(centre: &Centre) -> (Option<i32>, String) {
    let mut process = command(centre).stderr(Stdio::piped()).spawn().expect("the hub's program");
    let mut words = String::new();
    let mut stderr = process.stderr.take().expect("stderr is piped");
    stderr.read_to_string(&mut words).expect("words");
    (process.wait().expect("it is our child").code(), words)
}

fn command(centre: &Centre) -> Command {
    let mut command = Command::new(HUB);
    command.arg("run").arg("--config").arg(centre.config()).arg("--data").arg(centre.data());
    command.args(["--listen", "127.0.0.1:0"]).arg("--slips").arg(centre.slips());
    command.env("GOISO_LOG", "info").stdin(Stdio::null()).stdout(Stdio::piped());
    command
}
