//! The one list of what the system must have, what each is for, and how it gets there.

use std::process::{Command, Stdio};

use anyhow::Context;

use crate::shell;

/// What a package is needed for; each command asks only for its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To compile the workspace.
    Build,
    /// To draw screens with no window, in tests and for docs/screens.
    Draw,
    /// To open a real window on a display, real or virtual.
    Window,
    /// To run the demo's windows where there is no display, and to photograph them.
    VirtualDisplay,
    /// To touch such a window as a visitor does.
    Finger,
    /// To hold our bytes and pictures against programs that we did not write.
    Judge,
    /// To make the built-in voice packs anew.
    Voice,
}

/// One Debian package.
struct Package {
    name: &'static str,
    /// A program that makes the package unnecessary, wherever it came from.
    or_program: Option<&'static str>,
    purpose: Purpose,
    why: &'static str,
}

const fn library(name: &'static str, purpose: Purpose, why: &'static str) -> Package {
    Package { name, or_program: None, purpose, why }
}

const fn program(name: &'static str, program: &'static str, purpose: Purpose, why: &'static str) -> Package {
    Package { name, or_program: Some(program), purpose, why }
}

/// The libraries are those that the programs open by name while they run; found out on a bare Debian 12.
const PACKAGES: &[Package] = &[
    program("gcc", "cc", Purpose::Build, "compiles the bundled SQLite, and links"),
    library("libc6-dev", Purpose::Build, "the system's C headers, for the same"),
    library("libasound2-dev", Purpose::Build, "ALSA: the hall board's loudspeaker"),
    program("pkg-config", "pkg-config", Purpose::Build, "tells the build where ALSA is"),
    library(
        "mesa-vulkan-drivers",
        Purpose::Draw,
        "lavapipe: draws the screens of the tests on the processor",
    ),
    library("libgl1", Purpose::Window, "OpenGL for a window on X11"),
    library("libgl1-mesa-dri", Purpose::Window, "llvmpipe: OpenGL where there is no graphics card"),
    library("libx11-6", Purpose::Window, "windows on X11"),
    library("libx11-xcb1", Purpose::Window, "the same"),
    library("libxcursor1", Purpose::Window, "mouse pointers on X11"),
    library("libxi6", Purpose::Window, "touch and keys on X11"),
    library("libxkbcommon-x11-0", Purpose::Window, "keyboard layouts on X11"),
    library("libegl1", Purpose::Window, "OpenGL for a window on Wayland"),
    library("libwayland-egl1", Purpose::Window, "the same"),
    program("xvfb", "Xvfb", Purpose::VirtualDisplay, "a display in memory"),
    program("imagemagick", "import", Purpose::VirtualDisplay, "screenshots of that display"),
    program("xdotool", "xdotool", Purpose::Finger, "touches the kiosk that is measured"),
    program("zbar-tools", "zbarimg", Purpose::Judge, "reads the QR code of a drawn slip"),
    program("tesseract-ocr", "tesseract", Purpose::Judge, "reads the words of a drawn slip"),
    library("tesseract-ocr-vie", Purpose::Judge, "the same, in Vietnamese"),
    program("espeak-ng", "espeak-ng", Purpose::Voice, "says the words of the built-in voices"),
    program("sox", "sox", Purpose::Voice, "packs them as OGG Vorbis"),
    library("libsox-fmt-base", Purpose::Voice, "the same"),
    program("chromium", "chromium", Purpose::Judge, "opens the board's web page, for the end-to-end tests"),
    library("python3-venv", Purpose::Judge, "a place for the judges in Python"),
];

/// Something is not there that a person has to bring.
#[derive(Debug)]
pub(crate) struct Missing(String);

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Missing {}

/// Sees to it that everything for these purposes is installed.
///
/// Installs what is missing when it can do so without asking (as root, or by a sudo that needs no password);
/// otherwise the error, [`Missing`], holds the one command that does.
pub(crate) fn ensure(purposes: &[Purpose]) -> anyhow::Result<()> {
    let wanted: Vec<&Package> =
        PACKAGES.iter().filter(|package| purposes.contains(&package.purpose)).collect();
    if !shell::is_on_path("dpkg-query") || !shell::is_on_path("apt-get") {
        return elsewhere(&wanted);
    }
    let missing = not_installed(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this system:");
    for package in &missing {
        println!("  {:<22} {}", package.name, package.why);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let Some(right) = right_to_install() else {
        return Err(
            Missing(format!("please run this, then try again:\n\n    {}\n", pasteable(&names))).into()
        );
    };
    if install(&names, right) {
        Ok(())
    } else {
        let advice = format!("could not install them; please run this:\n\n    {}\n", pasteable(&names));
        Err(Missing(advice).into())
    }
}

/// On a system without apt we know programs, but not which package a library comes in.
fn elsewhere(wanted: &[&Package]) -> anyhow::Result<()> {
    let missing: Vec<&&Package> = wanted
        .iter()
        .filter(|package| package.or_program.is_some_and(|program| !shell::is_on_path(program)))
        .collect();
    println!("This is no Debian or Ubuntu, so its packages were not checked. Needed, by their names there:");
    for package in wanted {
        println!("  {:<22} {}", package.name, package.why);
    }
    if missing.is_empty() {
        return Ok(());
    }
    let programs: Vec<&str> = missing.iter().filter_map(|package| package.or_program).collect();
    Err(Missing(format!("please install the programs that are not on the PATH: {}", programs.join(", ")))
        .into())
}

fn not_installed<'a>(wanted: &[&'a Package]) -> anyhow::Result<Vec<&'a Package>> {
    let unsure: Vec<&Package> =
        wanted.iter().copied().filter(|package| !package.or_program.is_some_and(shell::is_on_path)).collect();
    if unsure.is_empty() {
        return Ok(unsure);
    }
    // dpkg-query exits 1 when it does not know one of them, and still prints the others.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\\n"])
        .args(unsure.iter().map(|package| package.name))
        .output()
        .context("cannot run dpkg-query")?;
    let report = String::from_utf8_lossy(&output.stdout);
    Ok(unsure.into_iter().filter(|package| !is_installed(&report, package.name)).collect())
}

/// Reads dpkg-query's lines of `package status`.
fn is_installed(report: &str, name: &str) -> bool {
    report.lines().any(|line| line.split_once(' ') == Some((name, "installed")))
}

#[derive(Clone, Copy)]
enum Right {
    Root,
    Sudo,
}

fn right_to_install() -> Option<Right> {
    if rustix::process::geteuid().is_root() {
        return Some(Right::Root);
    }
    let sudo = Command::new("sudo").args(["-n", "true"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    sudo.is_ok_and(|status| status.success()).then_some(Right::Sudo)
}

fn install(names: &[&str], right: Right) -> bool {
    // The lists may be absent (a fresh container) or old, and then the install fails for no good reason.
    apt(&["update"], right) && apt(&install_arguments(names), right)
}

fn apt(arguments: &[&str], right: Right) -> bool {
    let mut command = match right {
        Right::Root => Command::new("env"),
        Right::Sudo => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env"]);
            sudo
        }
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]).args(arguments).stdin(Stdio::null());
    match shell::run(&mut command) {
        Ok(()) => true,
        Err(error) => {
            eprintln!("{error:#}");
            false
        }
    }
}

fn install_arguments<'a>(names: &[&'a str]) -> Vec<&'a str> {
    [["install", "-y", "--no-install-recommends"].as_slice(), names].concat()
}

/// The one command a person runs instead of us.
fn pasteable(names: &[&str]) -> String {
    format!("sudo apt-get update && sudo apt-get {}", install_arguments(names).join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_for_a_person_is_one_line_that_installs_all() {
        assert_eq!(
            pasteable(&["gcc", "xvfb"]),
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends gcc xvfb"
        );
    }

    #[test]
    fn a_removed_package_is_not_installed() {
        let report = "gcc installed\nxvfb config-files\nlibegl1 not-installed\n";
        assert!(is_installed(report, "gcc"));
        assert!(!is_installed(report, "xvfb"));
        assert!(!is_installed(report, "libegl1"));
    }

    #[test]
    fn a_package_is_not_taken_for_one_whose_name_begins_alike() {
        assert!(!is_installed("libgl1-mesa-dri installed\n", "libgl1"));
    }

    #[test]
    fn every_package_stands_once_and_says_what_it_is_for() {
        for (idx, package) in PACKAGES.iter().enumerate() {
            assert!(!package.why.is_empty(), "{} does not say why", package.name);
            let again = PACKAGES[idx + 1..].iter().any(|other| other.name == package.name);
            assert!(!again, "{} stands twice", package.name);
        }
    }
}
