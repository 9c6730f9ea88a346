//! `goiso-hub devices identify`: what answers on a port.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use goiso_hardware::printer::PrinterModel;
use goiso_hardware::probe::{Answered, ask_for_printer, ask_port, ask_printer_file};

use super::identify::{FoundPort, below};
use super::{EXIT_FAULT, EXIT_OK, Found};

/// Who is asked what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Nobody: no port is opened.
    Nobody,
    /// Printers, by their name: every printer's file, and every serial port that is no scanner.
    Printers,
    /// Every serial port that is no scanner, for displays and keypads as well.
    Ports {
        /// The highest address asked on a bus, 1 to 247.
        up_to: u8,
    },
    /// One serial port.
    Port {
        /// Its device file.
        path: PathBuf,
        /// The highest address asked on a bus, 1 to 247.
        up_to: u8,
    },
}

/// How much is asked of a serial port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether it is a printer's: a second where nothing answers.
    Printer,
    /// Displays and keypads as well.
    Anything {
        /// The highest address asked on a bus, 1 to 247.
        up_to: u8,
    },
}

/// Asks a port of a computer whose files are below `root`, and puts what answered in the place of what its name made
/// guess. The answer is an exit code.
pub(super) async fn ask(
    found: &mut Found,
    question: Question,
    root: &Path,
    out: &mut (dyn io::Write + Send),
) -> io::Result<u8> {
    let Some(port) = found.port.clone() else { return Ok(EXIT_OK) };
    let path = port.path();
    writeln!(out, "# asking {} …", path.display())?;
    out.flush()?;
    let file = below(root, path);
    let answered = match (&port, question) {
        (FoundPort::PrinterFile(_), _) => {
            ask_printer_file(&file).await.map(|model| model.map(|model| file_told(path, &model)))
        }
        (FoundPort::Serial(_), Question::Printer) => ask_for_printer(&file.to_string_lossy())
            .await
            .map(|answer| answer.map(|answer| told(path, &answer))),
        (FoundPort::Serial(_), Question::Anything { up_to }) => ask_port(&file.to_string_lossy(), 1..=up_to)
            .await
            .map(|answer| answer.map(|answer| told(path, &answer))),
    };
    match answered {
        Ok(Some((what, lines))) => {
            write!(found.what, ": {what}").expect("a String takes all text");
            found.lines = lines;
            Ok(EXIT_OK)
        }
        Ok(None) => {
            found.what.push_str(match (&port, question) {
                (FoundPort::PrinterFile(_), _) => ": says nothing of itself; is it switched on?",
                (FoundPort::Serial(_), Question::Printer) => {
                    ": no printer answers; the lines are a guess (--ask looks for displays and keypads, too)"
                }
                (FoundPort::Serial(_), Question::Anything { .. }) => {
                    ": nothing answers. Without power, with A and B swapped, or of a kind that never answers \
                     (docs/hardware.md); the lines are a guess"
                }
            });
            Ok(EXIT_FAULT)
        }
        Err(error) => {
            let advice = match error.kind() {
                io::ErrorKind::NotFound => "is it plugged in?",
                io::ErrorKind::PermissionDenied => "this user may not open it (hardware/udev)",
                _ => "does a hub or another program hold it?",
            };
            write!(found.what, ": cannot be asked: {error}; {advice}").expect("a String takes all text");
            Ok(EXIT_FAULT)
        }
    }
}

/// A printer's name and the profile to write for it.
fn named(model: &str) -> (String, &'static str) {
    let named = if model.is_empty() { String::new() } else { format!(", \"{model}\"") };
    (named, PrinterModel::by_identity(model).map_or("auto", |known| known.id.as_str()))
}

fn file_told(path: &Path, model: &str) -> (String, String) {
    let (named, profile) = named(model);
    let path = path.display();
    let lines = format!(
        "[[printers]]\nname = \"printer-1\"\nkind = \"file\"\npath = \"{path}\"\nprofile = \"{profile}\""
    );
    (format!("a slip printer{named}"), lines)
}

fn told(path: &Path, answered: &Answered) -> (String, String) {
    let path = path.display();
    let bus = |baud: u32| {
        format!("[[led_buses]]\nname = \"led-1\"\nkind = \"serial\"\npath = \"{path}\"\nbaud = {baud}")
    };
    match answered {
        Answered::Printer { baud, model } => {
            let (named, known) = named(model);
            let lines = format!(
                "[[printers]]\nname = \"printer-1\"\nkind = \"serial\"\npath = \"{path}\"\nbaud = {baud}\nprofile = \"{known}\""
            );
            (format!("a slip printer at {baud} baud{named}"), lines)
        }
        Answered::Modbus { baud, addresses } => {
            let what = format!("Modbus displays or keypads at {baud} baud, addresses {}", list(addresses));
            (what, format!("{}\n{}", bus(*baud), counters(addresses)))
        }
        Answered::Onbon { baud, addresses } => {
            let what = format!("ONBON cards at {baud} baud, addresses {}", list(addresses));
            let model = "[[led_models]]\nname = \"onbon\"\nprotocol = \"onbon\"";
            (what, format!("{}\nmodel = \"onbon\"\n{model}\n{}", bus(*baud), counters(addresses)))
        }
    }
}

fn list(addresses: &[u8]) -> String {
    addresses.iter().map(u8::to_string).collect::<Vec<_>>().join(", ")
}

/// What to write into the counters below which the displays hang.
fn counters(addresses: &[u8]) -> String {
    let line = |address: &u8| format!("# in its counter: led = {{ bus = \"led-1\", address = {address} }}");
    addresses.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_answers_is_told_with_lines_that_are_read_as_they_are_told() {
        let hall = "[centre]\nname = 'T'\n[[services]]\nid = 'a'\nsign = 'A'\nname = 'A'\n[[counters]]\nnumber = 1\n\
            services = ['a']\n[[kiosks]]\nname = 'kiosk-1'\n";
        let told = [
            Answered::Printer { baud: 19_200, model: "TM-T82".to_owned() },
            Answered::Modbus { baud: 9600, addresses: vec![1, 7] },
            Answered::Onbon { baud: 57_600, addresses: vec![1] },
        ]
        .map(|answered| {
            let (what, lines) = told(Path::new("/dev/ttyUSB0"), &answered);
            let config = goiso_config::Config::parse(&format!("{hall}{lines}\n"), "centre.toml");
            assert!(config.is_ok(), "{what}: {}", config.unwrap_err());
            what
        });
        assert_eq!(
            told,
            [
                "a slip printer at 19200 baud, \"TM-T82\"",
                "Modbus displays or keypads at 9600 baud, addresses 1, 7",
                "ONBON cards at 57600 baud, addresses 1"
            ]
        );
    }
}
