//! Plays the script against the hub in real time, until the end or until it is asked to stop.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::children::Children;
use super::hub::Api;
use super::people::{Answer, People, Wish};
use crate::shell;

/// How often to look whether a process has ended, when nothing else happens.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// One message for each Ctrl-C or SIGTERM from now on.
pub(crate) fn stop_requests() -> anyhow::Result<Receiver<()>> {
    let mut signals = Signals::new([SIGINT, SIGTERM]).context("cannot listen for signals")?;
    let (sender, receiver) = mpsc::channel();
    let forward = move || {
        for _ in signals.forever() {
            if sender.send(()).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(forward)?;
    Ok(receiver)
}

/// How fast and how long.
pub(crate) struct Show {
    /// People's seconds in a real one.
    pub(crate) speed: f64,
    pub(crate) seconds: Option<u64>,
    pub(crate) stop: Receiver<()>,
}

impl Show {
    /// Plays to the end; the count of numbers taken. Fails when the hub does.
    pub(crate) fn play(&self, mut people: People, api: &Api, children: &mut Children) -> anyhow::Result<u64> {
        let start = shell::clock();
        let end = self.seconds.map(Duration::from_secs);
        let (mut n_numbers, mut n_requests) = (0, 0_u64);
        loop {
            let now = start.elapsed();
            if end.is_some_and(|end| now >= end) {
                return Ok(n_numbers);
            }
            let due = people.next_due().div_f64(self.speed);
            let wake = due.min(now + LOOK_EVERY).min(end.unwrap_or(Duration::MAX));
            match self.stop.recv_timeout(wake.saturating_sub(now)) {
                Ok(()) => return Ok(n_numbers),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => bail!("the signal thread ended"),
            }
            look_after(children)?;
            if start.elapsed() < due {
                continue;
            }
            let (at, wish) = people.next();
            n_requests += 1;
            let (answer, story) = api.ask(&wish, &format!("demo-{n_requests}"))?;
            if answer == Answer::Done && matches!(wish, Wish::TakeNumber { .. }) {
                n_numbers += 1;
            }
            // A hall with nobody waiting would otherwise fill the terminal.
            if answer != Answer::NobodyWaiting {
                println!("{}  {story}", clock_face(at));
            }
            people.learn(at, &wish, answer);
        }
    }
}

/// Without its hub the show is over; a window may be closed.
fn look_after(children: &mut Children) -> anyhow::Result<()> {
    for (name, status) in children.take_ended()? {
        if name == "hub" {
            bail!("the hub ended by itself with {status}; see its log");
        }
        println!("{name} has ended with {status}");
    }
    Ok(())
}

/// The people's time since the hall opened.
fn clock_face(time: Duration) -> String {
    let secs = time.as_secs();
    format!("{:02}:{:02}:{:02}", secs / 3_600, secs / 60 % 60, secs % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peoples_time_is_shown_as_a_clock() {
        assert_eq!(clock_face(Duration::from_millis(3_725_900)), "01:02:05");
    }
}
