//! `cargo xtask judges`: programs that we did not write, which tests hold our bytes and pictures against.
//!
//! Debian's are in [`packages`](crate::packages); Python's come, pinned, into a virtual environment of their own.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use crate::shell;

/// Which versions, below the top of the checkout.
const REQUIREMENTS: &str = "tests/judges/requirements.txt";

/// Where tests look for the judges, below the top of the checkout: not in cargo's target folder, which each
/// person may have elsewhere.
const FOLDER: &str = "target/judges";

/// Sees to it that the Python judges are there in the versions that are asked for.
pub(crate) fn ensure() -> anyhow::Result<()> {
    let wanted = std::fs::read_to_string(shell::root().join(REQUIREMENTS))
        .with_context(|| format!("cannot read {REQUIREMENTS}"))?;
    let folder = folder();
    let note = folder.join("installed.txt");
    if std::fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing the judges of {REQUIREMENTS} into {}", folder.display());
    shell::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
        .context("cannot make a virtual environment; Debian has it in python3-venv")?;
    let requirements = shell::root().join(REQUIREMENTS);
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    shell::run(Command::new(folder.join("bin/python")).args(pip).arg(requirements))?;
    // Last, so that an install that failed halfway is done anew.
    std::fs::write(&note, wanted).with_context(|| format!("cannot write {}", note.display()))
}

fn folder() -> PathBuf {
    shell::root().join(FOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_judge_is_pinned() {
        let text = std::fs::read_to_string(shell::root().join(REQUIREMENTS)).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            assert!(line.contains("=="), "{line} has no version");
        }
    }
}
