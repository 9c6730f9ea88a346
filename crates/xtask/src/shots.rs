//! `cargo xtask shots`: the pictures of README.md, each screen in Vietnamese and English.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use crate::shell;

/// The apps draw themselves into `docs/screens`; the slip comes from the printer's own renderer.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let folder: PathBuf = shell::root().join("docs/screens");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let apps = ["-p", "goiso-kiosk", "-p", "goiso-counter", "-p", "goiso-display"];
    shell::run(
        shell::cargo()
            .arg("test")
            .args(apps)
            .args(["--test", "shots"])
            .env("GOISO_SHOTS", &folder)
            .env("LIBGL_ALWAYS_SOFTWARE", "1"),
    )?;
    let slip = folder.join("slip.png");
    shell::run(shell::cargo().args(["run", "-p", "goiso-hardware", "--example", "slip", "--"]).arg(&slip))?;
    println!("The pictures are in {}", folder.display());
    Ok(ExitCode::SUCCESS)
}
