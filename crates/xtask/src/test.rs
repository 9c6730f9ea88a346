//! `cargo xtask test`: every check, one after the other, and what came of each.

use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use crate::shell;
use crate::tools::TOOLS;

/// One check.
struct Step {
    name: &'static str,
    /// `None` where its program is not installed.
    command: Option<Command>,
    /// How that is mended.
    comes_with: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Passed(Duration),
    Failed(Duration),
    /// What would bring its program.
    Skipped(&'static str),
}

/// Runs all checks, also after one has failed, so that one run names every failure.
pub(crate) fn run() -> ExitCode {
    let start = shell::clock();
    let endings: Vec<(&str, Ending)> = steps().into_iter().map(|step| (step.name, run_step(step))).collect();
    print!("\n{}", summary(&endings, start.elapsed()));
    let has_failed = endings.iter().any(|(_, ending)| matches!(ending, Ending::Failed(_)));
    if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn steps() -> Vec<Step> {
    let mut steps = vec![
        step("fmt", &["fmt", "--all", "--check"]),
        step("clippy", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        step("test", &["test", "--workspace"]),
        step("doc", &["doc", "--workspace", "--no-deps"]),
    ];
    steps.extend(TOOLS.iter().map(|tool| Step {
        name: tool.package,
        command: shell::is_on_path(tool.program).then(|| {
            let mut command = Command::new(tool.program);
            command.args(tool.arguments).current_dir(shell::root());
            command
        }),
        comes_with: "`cargo xtask tools`",
    }));
    steps.push(udev_rules());
    steps
}

/// The rules for devices, by the program that will read them. The group that they name is made when they are installed.
fn udev_rules() -> Step {
    let command = || {
        let mut command = Command::new("udevadm");
        command.current_dir(shell::root());
        command
    };
    let can_verify = shell::is_on_path("udevadm") && {
        let mut asked = command();
        asked.args(["verify", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
        asked.status().is_ok_and(|status| status.success())
    };
    Step {
        name: "udev",
        command: can_verify.then(|| {
            let mut command = command();
            command.args(["verify", "--resolve-names=never", UDEV_RULES]);
            command
        }),
        comes_with: "the package `udev`, from systemd 254 on",
    }
}

/// Below the top of the checkout.
const UDEV_RULES: &str = "hardware/udev/60-goiso.rules";

fn step(name: &'static str, arguments: &[&str]) -> Step {
    let mut command = shell::cargo();
    command.args(arguments);
    // Only the documentation's compiler reads this.
    command.env("RUSTDOCFLAGS", "-D warnings");
    // The processor draws the same pixels on every machine; a graphics card would not.
    command.env("LIBGL_ALWAYS_SOFTWARE", "1");
    Step { name, command: Some(command), comes_with: "" }
}

fn run_step(step: Step) -> Ending {
    let Some(mut command) = step.command else { return Ending::Skipped(step.comes_with) };
    println!("\n──── {}: {}", step.name, shell::shown(&command));
    let start = shell::clock();
    let result = shell::run(&mut command);
    let elapsed = start.elapsed();
    match result {
        Ok(()) => {
            println!("──── {} passed in {}", step.name, seconds(elapsed));
            Ending::Passed(elapsed)
        }
        Err(error) => {
            println!("──── {} FAILED after {}: {error:#}", step.name, seconds(elapsed));
            Ending::Failed(elapsed)
        }
    }
}

fn summary(endings: &[(&str, Ending)], elapsed: Duration) -> String {
    use std::fmt::Write;
    let mut text = format!("──── all steps, {}\n", seconds(elapsed));
    for (name, ending) in endings {
        let line = match ending {
            Ending::Passed(elapsed) => format!("passed   {name:<14} {}", seconds(*elapsed)),
            Ending::Failed(elapsed) => format!("FAILED   {name:<14} {}", seconds(*elapsed)),
            Ending::Skipped(comes_with) => {
                format!("skipped  {name:<14} not installed: comes with {comes_with}")
            }
        };
        writeln!(text, "{line}").expect("a String takes all text");
    }
    text
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_what_failed_and_what_was_left_out() {
        let second = Duration::from_secs(1);
        let endings = [
            ("fmt", Ending::Passed(second)),
            ("clippy", Ending::Failed(second)),
            ("typos-cli", Ending::Skipped("`cargo xtask tools`")),
        ];
        assert_eq!(
            summary(&endings, Duration::from_millis(2_049)),
            "──── all steps, 2.0 s\n\
             passed   fmt            1.0 s\n\
             FAILED   clippy         1.0 s\n\
             skipped  typos-cli      not installed: comes with `cargo xtask tools`\n"
        );
    }

    #[test]
    fn udev_understands_the_rules_for_devices_where_it_can_be_asked() {
        assert!(!matches!(run_step(udev_rules()), Ending::Failed(_)));
    }

    #[test]
    fn a_step_fails_with_its_program_and_passes_with_it() {
        let run = |program: &str| {
            run_step(Step { name: "try", command: Some(Command::new(program)), comes_with: "" })
        };
        assert!(matches!(run("true"), Ending::Passed(_)));
        assert!(matches!(run("false"), Ending::Failed(_)));
        assert!(matches!(run("no-such-program"), Ending::Failed(_)));
        let absent = run_step(Step { name: "try", command: None, comes_with: "a package" });
        assert_eq!(absent, Ending::Skipped("a package"));
    }
}
