//! Running other programs from the top of the checkout.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};

/// The top of the checkout, where every command runs.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("crates/xtask lies two folders down")
}

/// Where cargo puts what it builds, whatever set it: this program was built into it.
pub(crate) fn target_dir() -> anyhow::Result<PathBuf> {
    let this = env::current_exe().context("cannot tell where this program lies")?;
    let folder = this.ancestors().nth(2).context("this program was not built by cargo")?;
    Ok(folder.to_path_buf())
}

/// The cargo that started us, in the checkout.
pub(crate) fn cargo() -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// The command as a person would type it, for messages.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| quoted(&word.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    if word.contains([' ', '&', '|', ';', '*', '"']) { format!("'{word}'") } else { word.to_owned() }
}

/// Runs the command with our terminal and fails if it does.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = shown(command);
    let status = command.status().with_context(|| format!("cannot start `{name}`"))?;
    ensure!(status.success(), "`{name}` ended with {status}");
    Ok(())
}

/// Whether a program of that name lies on the PATH.
pub(crate) fn is_on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The real time: steps, people and screenshots of a developer's tool happen in it.
#[expect(clippy::disallowed_methods, reason = "a developer's tool measures real time; nothing decides by it")]
pub(crate) fn clock() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_command_can_be_pasted_into_a_shell() {
        let mut command = Command::new("/opt/rust/bin/cargo");
        command.args(["clippy", "--", "-D", "two words"]);
        assert_eq!(shown(&command), "cargo clippy -- -D 'two words'");
    }

    #[test]
    fn the_root_is_the_folder_of_the_workspace() {
        assert!(root().join("rust-toolchain.toml").is_file(), "{} is not the top", root().display());
    }

    #[test]
    fn a_program_is_found_only_by_its_whole_name() {
        assert!(is_on_path("sh"));
        assert!(!is_on_path("no-such-program-sh"));
    }
}
