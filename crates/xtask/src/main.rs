//! `cargo xtask …`: everything a person does with this checkout, each as one command.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a developer's tool talks on the terminal")]

mod demo;
mod judges;
mod packages;
mod shell;
mod shots;
mod test;
mod tools;
mod voice;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::packages::{Missing, Purpose};

/// The ways to run, test and show Gọi Số from its checkout.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set up what is missing, then check and test everything
    Test,
    /// Run a whole hall with virtual devices, visitors and officials
    Demo(demo::Options),
    /// Measure the hub against the raw limits of this disk and loopback
    Bench {
        /// Passed on to `goiso-bench`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Make the pictures in docs/screens anew
    Shots,
    /// Set up the foreign programs that the tests hold our bytes and pictures against
    Judges,
    /// Make the built-in voices in assets/voice anew
    Voice,
    /// Install the optional checkers that `test` runs where it finds them
    Tools,
}

fn main() -> ExitCode {
    match run(Options::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            // Exit code 2 is kept for "do this first": the person, not the code, has something to do.
            if error.is::<Missing>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Test => {
            packages::ensure(&[Purpose::Build, Purpose::Draw, Purpose::Judge])?;
            judges::ensure()?;
            Ok(test::run())
        }
        Command::Demo(options) => {
            packages::ensure(&demo::purposes())?;
            demo::run(&options)
        }
        Command::Bench { arguments } => {
            packages::ensure(&[Purpose::Build, Purpose::Window, Purpose::VirtualDisplay, Purpose::Finger])?;
            // The rows of the screens measure their own programs.
            let apps = ["-p", "goiso-display", "-p", "goiso-kiosk"];
            shell::run(shell::cargo().args(["build", "--release"]).args(apps))?;
            let bench = ["run", "--release", "-p", "goiso-tests", "--bin", "goiso-bench", "--"];
            shell::run(shell::cargo().args(bench).args(arguments))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Shots => {
            packages::ensure(&[Purpose::Build, Purpose::Draw])?;
            shots::run()
        }
        Command::Judges => {
            packages::ensure(&[Purpose::Judge])?;
            judges::ensure()?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Voice => {
            packages::ensure(&[Purpose::Build, Purpose::Voice])?;
            voice::run()
        }
        Command::Tools => {
            packages::ensure(&[Purpose::Build])?;
            tools::install()
        }
    }
}
