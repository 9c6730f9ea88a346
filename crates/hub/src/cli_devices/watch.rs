//! `goiso-hub devices watch`: the states of a running hub's devices, and each change.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use jiff::{Timestamp, Unit};

use super::{DeviceLine, EXIT_MEND, ask_hub};
use crate::clock::Clock;

/// How often the hub is asked.
const EVERY: Duration = Duration::from_secs(1);

/// Writes a table of all devices, and then a line for each change, until it is stopped. The answer is the exit
/// code where the hub cannot be reached in the beginning.
pub fn watch(hub: &str, out: &mut dyn io::Write) -> io::Result<u8> {
    let clock = Clock::new(None);
    let mut before = match ask_hub(hub) {
        Ok(health) => health.devices,
        Err(error) => {
            writeln!(out, "no hub answers at {hub}: {error}; start it, or say where it is with --hub")?;
            return Ok(EXIT_MEND);
        }
    };
    write!(out, "{}", table(&before))?;
    out.flush()?;
    let mut is_away = false;
    loop {
        std::thread::sleep(EVERY);
        let now = clock.now();
        match ask_hub(hub) {
            Ok(health) => {
                if std::mem::take(&mut is_away) {
                    writeln!(out, "{} the hub is back", time(now))?;
                }
                for change in changes(&before, &health.devices) {
                    writeln!(out, "{} {change}", time(now))?;
                }
                before = health.devices;
            }
            Err(error) if !is_away => {
                is_away = true;
                writeln!(out, "{} the hub does not answer: {error}", time(now))?;
            }
            Err(_) => {}
        }
        out.flush()?;
    }
}

fn time(now: Timestamp) -> String {
    let local = now.to_zoned(jiff::tz::TimeZone::system());
    local.time().round(Unit::Second).unwrap_or(local.time()).to_string()
}

fn table(devices: &[DeviceLine]) -> String {
    if devices.is_empty() {
        return "the centre's file names no devices\n".to_owned();
    }
    let width = |of: fn(&DeviceLine) -> &str| {
        devices.iter().map(|device| of(device).chars().count()).max().unwrap_or_default()
    };
    let (kind, name) = (width(|device| &device.kind), width(|device| &device.name));
    devices.iter().fold(String::new(), |mut text, device| {
        let model = device.model.as_ref().map_or_else(String::new, |model| format!("  ({model})"));
        writeln!(text, "{:kind$}  {:name$}  {}{model}", device.kind, device.name, device.state)
            .expect("a String takes all text");
        text
    })
}

fn changes(before: &[DeviceLine], after: &[DeviceLine]) -> Vec<String> {
    let was = |device: &DeviceLine| {
        before.iter().find(|other| other.kind == device.kind && other.name == device.name)
    };
    let change = |device: &DeviceLine| match was(device) {
        Some(was) if was.state == device.state => None,
        Some(was) => Some(format!("{} {}: {} → {}", device.kind, device.name, was.state, device.state)),
        None => Some(format!("{} {}: {}", device.kind, device.name, device.state)),
    };
    after.iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(states: &[(&str, &str, &str)]) -> Vec<DeviceLine> {
        let owned = |&(kind, name, state): &(&str, &str, &str)| DeviceLine {
            kind: kind.to_owned(),
            name: name.to_owned(),
            state: state.to_owned(),
            model: None,
        };
        states.iter().map(owned).collect()
    }

    #[test]
    fn the_table_has_a_line_for_each_device_and_later_one_for_each_change() {
        let before = lines(&[("printer", "printer-1", "ready"), ("led", "3", "ready")]);
        insta::assert_snapshot!(table(&before), @r"
        printer  printer-1  ready
        led      3          ready
        ");
        let after =
            lines(&[("printer", "printer-1", "nopaper"), ("led", "3", "ready"), ("scanner", "s", "gone")]);
        assert_eq!(changes(&before, &after), ["printer printer-1: ready → nopaper", "scanner s: gone"]);
        assert_eq!(table(&[]), "the centre's file names no devices\n");
    }
}
