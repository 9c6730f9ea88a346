//! The processes of the demo: started in order, stopped in the opposite order, never left behind.

use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use rustix::process::{Pid, Signal};

use crate::shell;

/// How long a process has to end after SIGTERM before it is killed; the hub promises 2 s.
const STOP_PATIENCE: Duration = Duration::from_secs(4);

/// All processes that still run; dropping it stops them.
#[derive(Default)]
pub(crate) struct Children {
    running: Vec<(String, Child)>,
}

impl Children {
    /// Starts the command, with no input and its error output in `logs/NAME.log`.
    ///
    /// Its process group is its own, so that Ctrl-C on the terminal reaches us alone and we stop it in order.
    pub(crate) fn start(
        &mut self,
        name: &str,
        command: &mut Command,
        logs: &Path,
    ) -> anyhow::Result<&mut Child> {
        let log = log_file(logs, name)?;
        let child = command
            .stdin(Stdio::null())
            .stderr(log)
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        self.running.push((name.to_owned(), child));
        let (_, child) = self.running.last_mut().expect("just pushed");
        Ok(child)
    }

    /// Those that have ended by themselves since the last time this was asked.
    pub(crate) fn take_ended(&mut self) -> io::Result<Vec<(String, ExitStatus)>> {
        let mut ended = Vec::new();
        for (name, child) in &mut self.running {
            if let Some(status) = child.try_wait()? {
                ended.push((name.clone(), status));
            }
        }
        self.running.retain(|(name, _)| !ended.iter().any(|(gone, _)| gone == name));
        Ok(ended)
    }

    /// Stops all, the last started first, and waits until they are gone.
    pub(crate) fn stop(&mut self) {
        while let Some((name, mut child)) = self.running.pop() {
            match stop_one(&mut child) {
                Ok(Stopped::InTime) => {}
                Ok(Stopped::Killed) => {
                    eprintln!("{name} did not stop within {STOP_PATIENCE:?} and was killed");
                }
                Err(error) => eprintln!("cannot stop {name}: {error}"),
            }
        }
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A fresh `logs/NAME.log`.
pub(crate) fn log_file(logs: &Path, name: &str) -> anyhow::Result<File> {
    let path = logs.join(format!("{name}.log"));
    File::create(&path).with_context(|| format!("cannot write {}", path.display()))
}

enum Stopped {
    InTime,
    Killed,
}

fn stop_one(child: &mut Child) -> io::Result<Stopped> {
    if child.try_wait()?.is_some() {
        return Ok(Stopped::InTime);
    }
    rustix::process::kill_process(Pid::from_child(child), Signal::TERM)?;
    let start = shell::clock();
    while start.elapsed() < STOP_PATIENCE {
        if child.try_wait()?.is_some() {
            return Ok(Stopped::InTime);
        }
        thread::sleep(Duration::from_millis(10));
    }
    child.kill()?;
    child.wait()?;
    Ok(Stopped::Killed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_alive(pid: Pid) -> bool {
        rustix::process::test_kill_process(pid).is_ok()
    }

    #[test]
    fn nothing_that_was_started_outlives_the_demo() {
        let logs = std::env::temp_dir();
        let mut children = Children::default();
        let child = children.start("goiso-xtask-sleeper", Command::new("sleep").arg("600"), &logs);
        let pid = Pid::from_child(child.expect("sleep is on every system"));
        assert!(is_alive(pid));
        drop(children);
        assert!(!is_alive(pid));
        std::fs::remove_file(logs.join("goiso-xtask-sleeper.log")).expect("the log was made");
    }
}
