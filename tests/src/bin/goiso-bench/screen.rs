//! The screens' own programs on a display in memory, and its pixels as the display's file has them.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use crate::hub::Hub;
use crate::{now, sleep_until};

/// A full-HD screen, as boards lie.
pub(crate) const LYING: &str = "1920x1080";
/// The same as kiosks stand.
pub(crate) const UPRIGHT: &str = "1080x1920";
/// What the kiosk's log says after each frame, at the level debug, before its microseconds.
const FRAME: &str = "frame micros=";
/// What the board's log says when a sound begins, at the level debug.
const FIRST_SAMPLE: &str = "the first sample is with the sound card";

/// A display in memory. Its file holds what would be on a screen, at every moment.
pub(crate) struct Display {
    server: Child,
    name: String,
    size: &'static str,
    frame: File,
    /// Where the first pixel is in the file, and the length of a row, in bytes; four make a pixel.
    first: u64,
    row: u64,
}

impl Display {
    /// Starts `Xvfb`, which draws `size` into a file in `folder`.
    pub(crate) fn start(folder: &Path, size: &'static str) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{size}x24"), "-nolisten", "tcp", "-fbdir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("rows with a screen need Xvfb; `cargo xtask demo` installs it")?;
        let mut name = String::new();
        BufReader::new(server.stdout.take().context("it is piped")?).read_line(&mut name)?;
        let mut frame = File::open(folder.join("Xvfb_screen0"))?;
        // XWD, as X11/XWDFile.h has it: big-endian words, the colours after them, then the rows.
        let mut head = [0; 100];
        frame.read_exact(&mut head)?;
        let word = |idx: usize| {
            let bytes = head[idx * 4..idx * 4 + 4].try_into().expect("four bytes");
            u64::from(u32::from_be_bytes(bytes))
        };
        ensure!(word(11) == 32, "the display has {} bits a pixel", word(11));
        let first = word(0) + word(19) * 12;
        Ok(Self { server, name: format!(":{}", name.trim()), size, frame, first, row: word(12) })
    }

    /// The bytes of a row of the screen, blue, green, red and nothing for each pixel.
    pub(crate) fn row(&self, y: u64) -> anyhow::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(self.row)?];
        self.frame.read_exact_at(&mut bytes, self.first + y * self.row)?;
        Ok(bytes)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}

/// A screen's program in a window over the whole display.
pub(crate) struct Program(Child);

impl Program {
    /// Starts `name`, built beside this program.
    fn spawn(
        name: &str,
        (hub, display): (&Hub, &Display),
        levels: &str,
        own: &[&str],
        log: Stdio,
    ) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?.with_file_name(name);
        ensure!(program.is_file(), "no {}: cargo build --release -p {name}", program.display());
        let child = Command::new(program)
            .args(["--hub", &format!("ws://{}/ws", hub.address), "--windowed", "--size", display.size])
            .args(own)
            .env("DISPLAY", &display.name)
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("RUST_LOG", levels)
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()?;
        Ok(Self(child))
    }

    /// Starts `goiso-kiosk`.
    pub(crate) fn kiosk(hub: &Hub, display: &Display, name: &str) -> anyhow::Result<Self> {
        Self::spawn("goiso-kiosk", (hub, display), "warn", &["--device", name], Stdio::inherit())
    }

    /// Starts `goiso-kiosk` so that it draws without a pause; each frame comes with the moment at which it was done.
    pub(crate) fn restless_kiosk(
        hub: &Hub,
        display: &Display,
        name: &str,
    ) -> anyhow::Result<(Self, Receiver<(Instant, Duration)>)> {
        let own = ["--device", name, "--frames"];
        let levels = "warn,goiso_kiosk=debug";
        let mut program = Self::spawn("goiso-kiosk", (hub, display), levels, &own, Stdio::piped())?;
        let log = program.0.stderr.take().context("it is piped")?;
        let frames = watch(log, |at, line| {
            let (_, micros) = line.split_once(FRAME)?;
            Some((at, Duration::from_micros(micros.trim().parse().ok()?)))
        })?;
        Ok((program, frames))
    }

    /// Its resident memory in KiB.
    pub(crate) fn memory_kib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }

    /// What it takes of one processor in so many seconds, in percent.
    pub(crate) async fn share(&self, secs: usize) -> anyhow::Result<f64> {
        let before = self.ticks()?;
        sleep_until(now() + Duration::from_secs(secs as u64)).await;
        Ok((self.ticks()? - before) as f64 / secs as f64)
    }

    /// Hundredths of a second that it has had of the processors: fields 14 and 15 of proc(5).
    fn ticks(&self) -> anyhow::Result<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        let (_, fields) = stat.rsplit_once(')').context("no name")?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let field = |idx: usize| fields.get(idx).context("too short");
        Ok(field(11)?.parse::<u64>()? + field(12)?.parse::<u64>()?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        end(&mut self.0);
    }
}

/// The board's program, and when it said that a sound began.
pub(crate) struct Board {
    pub(crate) program: Program,
    first_samples: Receiver<Instant>,
}

impl Board {
    /// Starts `goiso-display` with ALSA's device that hears nothing.
    pub(crate) fn start(hub: &Hub, display: &Display, name: &str) -> anyhow::Result<Self> {
        let own = ["--device", name, "--sound-device", "null"];
        let levels = "warn,goiso_display=debug";
        let mut program = Program::spawn("goiso-display", (hub, display), levels, &own, Stdio::piped())?;
        let log = program.0.stderr.take().context("it is piped")?;
        let first_samples = watch(log, |at, line| line.contains(FIRST_SAMPLE).then_some(at))?;
        Ok(Self { program, first_samples })
    }

    /// The moments at which sounds began.
    pub(crate) fn first_samples(&self) -> &Receiver<Instant> {
        &self.first_samples
    }
}

/// A visitor's finger: `xdotool`, which takes one order a line.
pub(crate) struct Finger {
    tool: Child,
    orders: ChildStdin,
}

impl Finger {
    pub(crate) fn over(display: &Display) -> anyhow::Result<Self> {
        let mut tool = Command::new("xdotool")
            .arg("-")
            .env("DISPLAY", &display.name)
            .stdin(Stdio::piped())
            .spawn()
            .context("rows of the kiosk need xdotool")?;
        let orders = tool.stdin.take().context("it is piped")?;
        Ok(Self { tool, orders })
    }

    /// Puts it over a place, in pixels from the left and the top.
    pub(crate) fn move_to(&mut self, [x, y]: [u32; 2]) -> anyhow::Result<()> {
        Ok(writeln!(self.orders, "mousemove {x} {y}")?)
    }

    /// Presses; the answer is when.
    pub(crate) fn press(&mut self) -> anyhow::Result<Instant> {
        let begin = now();
        writeln!(self.orders, "mousedown 1")?;
        Ok(begin)
    }

    /// Lets go; the answer is when.
    pub(crate) fn lift(&mut self) -> anyhow::Result<Instant> {
        let begin = now();
        writeln!(self.orders, "mouseup 1")?;
        Ok(begin)
    }
}

impl Drop for Finger {
    fn drop(&mut self) {
        end(&mut self.tool);
    }
}

/// Hands on what `is_told` makes of the log's lines, each with the moment at which it came; other lines go on.
fn watch<T: Send + 'static>(
    log: ChildStderr,
    is_told: impl Fn(Instant, &str) -> Option<T> + Send + 'static,
) -> anyhow::Result<Receiver<T>> {
    let (tell, told) = channel();
    std::thread::Builder::new().name("log".to_owned()).spawn(move || {
        for line in BufReader::new(log).lines().map_while(Result::ok) {
            match is_told(now(), &line) {
                None => eprintln!("{line}"),
                Some(event) => {
                    if tell.send(event).is_err() {
                        return;
                    }
                }
            }
        }
    })?;
    Ok(told)
}

fn end(child: &mut Child) {
    if let Err(error) = child.kill().and_then(|()| child.wait().map(drop)) {
        eprintln!("a program that was measured does not end: {error}");
    }
}
