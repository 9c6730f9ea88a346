//! `cargo xtask demo`: a hub, its windows and a hall full of people, all on this machine.

mod centre;
mod children;
mod hub;
mod people;
mod screens;
mod show;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use crate::packages::Purpose;
use crate::shell;

use centre::{Centre, Sample};
use children::Children;
use hub::Api;
use people::People;
use screens::{Place, Window};
use show::Show;

/// What to show, how busy, for how long.
#[derive(Parser)]
pub(crate) struct Options {
    /// Which sample centre
    #[arg(long, value_enum, default_value_t = Centre::Commune)]
    centre: Centre,
    /// How many visitors come in an hour of their own time [default: 100 commune, 500 province]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    visitors_per_hour: Option<u32>,
    /// How many times faster than life people walk, wait and are served
    #[arg(long, value_name = "X", default_value_t = 10.0, value_parser = speed)]
    speed: f64,
    /// Stop by itself after so many seconds; without it Ctrl-C does
    #[arg(long, value_name = "S")]
    seconds: Option<u64>,
    /// The same seed, the same people
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| format!("`{text}` is not a number"))?;
    if (0.1..=1_000.0).contains(&speed) { Ok(speed) } else { Err("must be from 0.1 to 1000".to_owned()) }
}

/// What this machine must have for the demo, by whether it has a display.
pub(crate) fn purposes() -> Vec<Purpose> {
    let mut purposes = vec![Purpose::Build, Purpose::Window];
    if screens::real_display().is_none() {
        purposes.push(Purpose::VirtualDisplay);
    }
    purposes
}

const KIOSK: &str = "goiso-kiosk";

/// The windows on show, each with a size that stands for its real screen.
fn windows(sample: &Sample) -> Vec<Window> {
    let window =
        |program, device: &str, size| Window { program, device: device.to_owned(), counter: None, size };
    let mut windows =
        vec![window(KIOSK, &sample.kiosk, (540, 960)), window("goiso-display", &sample.board, (1280, 720))];
    windows.extend(sample.hall.counters.iter().take(COUNTER_WINDOWS).map(|&number| Window {
        program: "goiso-counter",
        device: format!("counter-{number}"),
        counter: Some(number),
        size: (460, 900),
    }));
    windows
}

/// How many of the centre's counters have a window; the others work unseen.
const COUNTER_WINDOWS: usize = 2;

/// Where everything of one demo lies; emptied at its start.
struct Folders {
    config: PathBuf,
    data: PathBuf,
    /// The kiosk's own, for numbers while the hub is away.
    kiosk: PathBuf,
    slips: PathBuf,
    screens: PathBuf,
    logs: PathBuf,
}

impl Folders {
    fn fresh(demo: &Path) -> anyhow::Result<Self> {
        if demo.exists() {
            std::fs::remove_dir_all(demo).with_context(|| format!("cannot empty {}", demo.display()))?;
        }
        let make = |name: &str| -> anyhow::Result<PathBuf> {
            let folder = demo.join(name);
            std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
            Ok(folder)
        };
        Ok(Self {
            config: demo.join("centre.toml"),
            data: make("data")?,
            kiosk: make("kiosk")?,
            slips: make("slips")?,
            screens: make("screens")?,
            logs: make("logs")?,
        })
    }
}

/// Builds, starts, plays and stops; whatever happens, nothing that it started is left running.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let sample = options.centre.read()?;
    build()?;
    // From here on Ctrl-C is a wish to stop in order, not a death.
    let stop = show::stop_requests()?;
    let target = shell::target_dir()?;
    let programs = target.join("debug");
    let folders = Folders::fresh(&target.join("demo"))?;
    std::fs::write(&folders.config, &sample.config).context("cannot write the hub's configuration")?;

    let mut children = Children::default();
    let api = hub::start(&mut children, &programs, &folders, &sample.kiosk)?;
    let windows = windows(&sample);
    let place = match screens::real_display() {
        Some(display) => Place::Desktop { display },
        None => screens::start_virtual_display(&mut children, &windows, &folders.logs)?,
    };
    for (idx, window) in windows.iter().enumerate() {
        let mut command = window.command(&programs, &api.websocket());
        if window.program == KIOSK {
            command.arg("--data").arg(&folders.kiosk);
        }
        place.prepare(&mut command, idx);
        children.start(&window.device, &mut command, &folders.logs)?;
    }
    introduce(&api, &folders, &place, &windows);
    let camera = screens::Camera::start(&place, &windows, &folders.screens)?;

    let visitors_per_hour = options.visitors_per_hour.unwrap_or(options.centre.visitors_per_hour());
    let people = People::new(sample.hall, visitors_per_hour, options.seed);
    let show = Show { speed: options.speed, seconds: options.seconds, stop };
    let ending = show.play(people, &api, &mut children);
    camera.stop();
    children.stop();
    let n_numbers = ending?;
    println!("Stopped. {n_numbers} numbers were taken.");
    Ok(ExitCode::SUCCESS)
}

fn build() -> anyhow::Result<()> {
    let packages = ["goiso-hub", "goiso-kiosk", "goiso-counter", "goiso-display"];
    let arguments = packages.iter().flat_map(|package| ["-p", package]);
    shell::run(shell::cargo().args(["build", "--bins"]).args(arguments))
}

fn introduce(api: &Api, folders: &Folders, place: &Place, windows: &[Window]) {
    println!("\nThe hall is open. What runs where:");
    println!("  hub          {}  (try {0}/healthz, {0}/api/v1/board)", api.address());
    println!("  its settings {}", folders.config.display());
    println!("  its journal  {}", folders.data.display());
    println!("  kiosk's own  {}", folders.kiosk.display());
    println!("  slips        {}", folders.slips.display());
    println!("  LED bus      virtual, inside the hub");
    for (idx, window) in windows.iter().enumerate() {
        println!("  {:<12} {} on display {}", window.device, window.program, place.display_of(idx));
    }
    match place {
        Place::Desktop { .. } => {}
        Place::Virtual { .. } => println!("  screenshots  {}", folders.screens.display()),
    }
    println!("  logs         {}", folders.logs.display());
    println!("Stop with Ctrl-C.\n");
}

#[cfg(test)]
mod tests {
    use super::people::Hall;
    use super::*;

    #[test]
    fn the_kiosk_the_board_and_two_counters_have_windows() {
        let hall = Hall { services: vec![], classes: vec![], counters: vec![1, 3, 5] };
        let (kiosk, board) = ("kiosk-1".to_owned(), "board-1".to_owned());
        let windows = windows(&Sample { config: String::new(), hall, kiosk, board });
        let devices: Vec<&str> = windows.iter().map(|window| window.device.as_str()).collect();
        assert_eq!(devices, ["kiosk-1", "board-1", "counter-1", "counter-3"]);
    }

    #[test]
    fn a_speed_must_be_a_number_that_makes_sense() {
        assert_eq!(speed("2.5"), Ok(2.5));
        assert!(speed("0").is_err());
        assert!(speed("NaN").is_err());
        assert!(speed("fast").is_err());
    }

    #[test]
    fn a_demo_starts_with_empty_folders() {
        let demo = shell::target_dir().expect("built by cargo").join("xtask-folders-test");
        let first = Folders::fresh(&demo).expect("can be made");
        std::fs::write(first.slips.join("old.png"), "old").expect("can be written");
        let second = Folders::fresh(&demo).expect("can be made again");
        assert_eq!(std::fs::read_dir(&second.slips).expect("is there").count(), 0);
        std::fs::remove_dir_all(&demo).expect("can be removed");
    }
}
