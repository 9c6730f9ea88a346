//! The demo's windows: on the desktop where there is one, else each on its own screen of a display in memory.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, ensure};

use super::children::Children;

/// Between two rounds of screenshots.
const SHOT_EVERY: Duration = Duration::from_secs(3);
/// So many rounds are kept, then the oldest is overwritten: about 50 MB.
const SHOTS_KEPT: u32 = 200;

/// One program of the demo that shows a window.
pub(crate) struct Window {
    pub(crate) program: &'static str,
    pub(crate) device: String,
    pub(crate) counter: Option<i64>,
    /// Width and height in pixels.
    pub(crate) size: (u16, u16),
}

impl Window {
    /// Starts the program with its link to `hub`, a websocket's address.
    pub(crate) fn command(&self, programs: &Path, hub: &str) -> Command {
        let mut command = Command::new(programs.join(self.program));
        command.args(["--hub", hub, "--device", &self.device]);
        if let Some(counter) = self.counter {
            command.arg("--counter").arg(counter.to_string());
        }
        let (width, height) = self.size;
        command.arg("--windowed").arg("--size").arg(format!("{width}x{height}")).stdout(Stdio::null());
        command
    }
}

/// Where the windows are.
pub(crate) enum Place {
    /// On the display of whoever started us.
    Desktop { display: String },
    /// On a virtual display; window N is alone on its screen N.
    Virtual { display: String },
}

impl Place {
    /// The name of the display of the window with this index.
    pub(crate) fn display_of(&self, window_idx: usize) -> String {
        match self {
            Place::Desktop { display } => display.clone(),
            Place::Virtual { display } => format!("{display}.{window_idx}"),
        }
    }

    /// Lets the program find its display.
    pub(crate) fn prepare(&self, command: &mut Command, window_idx: usize) {
        match self {
            Place::Desktop { .. } => {}
            Place::Virtual { .. } => {
                // There is no graphics card behind it, and no Wayland, whatever the environment says.
                let display = self.display_of(window_idx);
                command
                    .env("DISPLAY", display)
                    .env("LIBGL_ALWAYS_SOFTWARE", "1")
                    .env_remove("WAYLAND_DISPLAY");
            }
        }
    }
}

/// The display a person would see a window on, if any.
pub(crate) fn real_display() -> Option<String> {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    set("WAYLAND_DISPLAY").or_else(|| set("DISPLAY"))
}

/// Starts Xvfb on a free display number, with a screen of the right size for each window.
pub(crate) fn start_virtual_display(
    children: &mut Children,
    windows: &[Window],
    logs: &Path,
) -> anyhow::Result<Place> {
    let mut command = Command::new("Xvfb");
    command.args(screen_arguments(windows)).stdout(Stdio::piped());
    let child = children.start("Xvfb", &mut command, logs)?;
    // With -displayfd 1 it picks a free number and prints it when it is ready; it prints nothing else there.
    let mut number = String::new();
    let stdout = child.stdout.take().expect("stdout is piped");
    BufReader::new(stdout).read_line(&mut number).context("cannot read from Xvfb")?;
    let number = number.trim();
    ensure!(!number.is_empty(), "Xvfb did not start; see {}", logs.join("Xvfb.log").display());
    Ok(Place::Virtual { display: format!(":{number}") })
}

fn screen_arguments(windows: &[Window]) -> Vec<String> {
    let mut arguments: Vec<String> =
        ["-displayfd", "1", "-nolisten", "tcp", "-noreset"].map(str::to_owned).to_vec();
    for (idx, window) in windows.iter().enumerate() {
        let (width, height) = window.size;
        arguments.extend(["-screen".to_owned(), idx.to_string(), format!("{width}x{height}x24")]);
    }
    arguments
}

/// Takes pictures of a virtual display, every few seconds, until it is stopped.
pub(crate) struct Camera {
    /// Dropping it stops the thread. `None` for both on a desktop: what a person sees there is theirs.
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Camera {
    pub(crate) fn start(place: &Place, windows: &[Window], folder: &Path) -> anyhow::Result<Self> {
        match place {
            Place::Desktop { .. } => return Ok(Self { running: None }),
            Place::Virtual { .. } => {}
        }
        let views: Vec<(String, String)> = windows
            .iter()
            .enumerate()
            .map(|(idx, window)| (place.display_of(idx), window.device.clone()))
            .collect();
        let folder = folder.to_path_buf();
        let (sender, stopped) = mpsc::channel();
        let shoot = move || {
            for round in (1..=SHOTS_KEPT).cycle() {
                match stopped.recv_timeout(SHOT_EVERY) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
                }
                for (display, device) in &views {
                    take_picture(display, &folder.join(format!("{device}-{round:03}.png")));
                }
            }
        };
        let thread = thread::Builder::new().name("camera".to_owned()).spawn(shoot)?;
        Ok(Self { running: Some((sender, thread)) })
    }

    pub(crate) fn stop(self) {
        if let Some((sender, thread)) = self.running {
            drop(sender);
            if thread.join().is_err() {
                eprintln!("the screenshots ended early");
            }
        }
    }
}

/// A picture that fails is reported and costs nothing else.
fn take_picture(display: &str, file: &PathBuf) {
    let mut import = Command::new("import");
    import.args(["-display", display, "-window", "root"]).arg(file).stdin(Stdio::null());
    match import.status() {
        Ok(status) if status.success() => {}
        Ok(status) => eprintln!("no screenshot of {display}: import ended with {status}"),
        Err(error) => eprintln!("no screenshot of {display}: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell;

    fn windows() -> [Window; 2] {
        let counter = Window {
            program: "goiso-counter",
            device: "counter-3".to_owned(),
            counter: Some(3),
            size: (460, 900),
        };
        let board = Window {
            program: "goiso-display",
            device: "board-1".to_owned(),
            counter: None,
            size: (1280, 720),
        };
        [counter, board]
    }

    #[test]
    fn each_window_has_a_screen_of_its_own_size() {
        let arguments = screen_arguments(&windows()).join(" ");
        assert!(arguments.ends_with("-screen 0 460x900x24 -screen 1 1280x720x24"), "{arguments}");
        let place = Place::Virtual { display: ":7".to_owned() };
        assert_eq!(place.display_of(1), ":7.1");
    }

    #[test]
    fn a_program_is_told_its_hub_its_name_and_its_size() {
        let shown =
            windows().map(|window| shell::shown(&window.command(Path::new("/x"), "ws://127.0.0.1:7300/ws")));
        assert_eq!(
            shown,
            [
                "goiso-counter --hub ws://127.0.0.1:7300/ws --device counter-3 --counter 3 --windowed --size 460x900",
                "goiso-display --hub ws://127.0.0.1:7300/ws --device board-1 --windowed --size 1280x720",
            ]
        );
    }
}
