//! The optional checkers: bought by minutes of compiling, so asked for, never forced.

use std::process::ExitCode;

use crate::shell;

/// A checker from crates.io, at the version whose answers we know.
pub(crate) struct Tool {
    /// The package on crates.io.
    pub(crate) package: &'static str,
    version: &'static str,
    /// The program it installs.
    pub(crate) program: &'static str,
    /// What `test` runs.
    pub(crate) arguments: &'static [&'static str],
    /// What it finds.
    pub(crate) finds: &'static str,
}

/// In the order in which `test` runs them.
pub(crate) const TOOLS: [Tool; 3] = [
    Tool {
        package: "cargo-deny",
        version: "0.20.2",
        program: "cargo-deny",
        arguments: &["check", "bans", "licenses", "sources"],
        finds: "licences we may not use, crates linked twice",
    },
    Tool {
        package: "cargo-machete",
        version: "0.9.2",
        program: "cargo-machete",
        arguments: &[],
        finds: "dependencies that nothing uses",
    },
    Tool {
        package: "typos-cli",
        version: "1.52.0",
        program: "typos",
        arguments: &[],
        finds: "spelling mistakes",
    },
];

/// Installs those that are not on the PATH; takes about twenty minutes on two cores.
pub(crate) fn install() -> anyhow::Result<ExitCode> {
    for tool in TOOLS {
        if shell::is_on_path(tool.program) {
            println!("{} is there already", tool.program);
            continue;
        }
        println!("Installing {} {}: finds {}", tool.package, tool.version, tool.finds);
        shell::run(shell::cargo().args(["install", "--locked", tool.package, "--version", tool.version]))?;
    }
    Ok(ExitCode::SUCCESS)
}
