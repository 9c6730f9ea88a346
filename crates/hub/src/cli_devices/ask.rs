//! `goiso-hub devices identify --ask`: what answers on a serial port.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use goiso_hardware::printer::PrinterModel;
use goiso_hardware::probe::{Answered, ask_port};

use super::{EXIT_FAULT, EXIT_OK, Found};

/// Who is asked what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Nobody: no port is opened.
    Nobody,
    /// Every serial port that is no scanner.
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

/// Asks a port, and puts what answered in the place of what its name made guess. The answer is an exit code.
pub(super) async fn ask(found: &mut Found, up_to: u8, out: &mut (dyn io::Write + Send)) -> io::Result<u8> {
    let Some(path) = &found.port else { return Ok(EXIT_OK) };
    let path = path.to_string_lossy().into_owned();
    writeln!(out, "# asking {path} …")?;
    out.flush()?;
    match ask_port(&path, 1..=up_to).await {
        Ok(Some(answered)) => {
            let (what, lines) = told(&path, &answered);
            write!(found.what, ": {what}").expect("a String takes all text");
            found.lines = lines;
            Ok(EXIT_OK)
        }
        Ok(None) => {
            found.what.push_str(
                ": nothing answers. Without power, with A and B swapped, or of a kind that never answers \
            (docs/hardware.md); the lines are a guess",
            );
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

fn told(path: &str, answered: &Answered) -> (String, String) {
    let bus = |baud: u32| {
        format!("[[led_buses]]\nname = \"led-1\"\nkind = \"serial\"\npath = \"{path}\"\nbaud = {baud}")
    };
    match answered {
        Answered::Printer { baud, model } => {
            let named = if model.is_empty() { String::new() } else { format!(", \"{model}\"") };
            let known = PrinterModel::by_identity(model).map_or("auto", |known| known.id.as_str());
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
            let (what, lines) = told("/dev/ttyUSB0", &answered);
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
