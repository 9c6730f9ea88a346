//! `cargo xtask shots`: the pictures of README.md, each screen in Vietnamese and English.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use crate::shell;

/// The screens that README.md shows; every other one is among the apps' own snapshots.
const SHOWN: [&str; 4] = ["kiosk", "kiosk-taken", "counter", "board"];

/// The apps draw all their screens into the target folder, of which those of README.md go to `docs/screens`;
/// the slip comes from the printer's own renderer.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let folder: PathBuf = shell::root().join("docs/screens");
    let drawn = shell::target_dir()?.join("shots");
    for made in [&folder, &drawn] {
        std::fs::create_dir_all(made).with_context(|| format!("cannot make {}", made.display()))?;
    }
    let apps = ["-p", "goiso-kiosk", "-p", "goiso-counter", "-p", "goiso-display"];
    shell::run(
        shell::cargo()
            .arg("test")
            .args(apps)
            .args(["--test", "shots"])
            .env("GOISO_SHOTS", &drawn)
            .env("LIBGL_ALWAYS_SOFTWARE", "1"),
    )?;
    for screen in SHOWN {
        for language in ["", "-en"] {
            let name = format!("{screen}{language}.png");
            std::fs::copy(drawn.join(&name), folder.join(&name))
                .with_context(|| format!("cannot copy {name}"))?;
        }
    }
    let slip = folder.join("slip.png");
    shell::run(shell::cargo().args(["run", "-p", "goiso-hardware", "--example", "slip", "--"]).arg(&slip))?;
    println!("The pictures of README.md are in {}, all screens in {}", folder.display(), drawn.display());
    Ok(ExitCode::SUCCESS)
}
