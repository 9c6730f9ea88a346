//! The commune of the samples, with devices of the test's own, giving numbers at any hour.

use std::path::{Path, PathBuf};

use goiso_model::ServiceId;
use tempfile::TempDir;
use toml::{Table, Value};

/// The service of most tests: its numbers are A001 and so on.
pub(crate) const SERVICE: &str = "chung-thuc";

/// The counter of most tests, which serves it.
pub(crate) const COUNTER: u32 = 2;

/// As many and as long lines as a centre's file may have.
const N_NOTICES: usize = 20;
const LINE_CHARS: usize = 240;

pub(crate) fn service() -> ServiceId {
    SERVICE.parse().expect("a slug")
}

/// A centre's file and its data folder.
pub(crate) struct Centre {
    folder: TempDir,
    table: Table,
}

impl Centre {
    /// With the sample's virtual devices, and a second kiosk that has no printer.
    pub(crate) fn sample() -> Self {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/centres/commune.toml");
        let text = std::fs::read_to_string(&sample).expect("the sample is in the checkout");
        let mut table: Table = text.parse().expect("the sample is TOML");
        for service in rows(&mut table, "services") {
            service.as_table_mut().expect("a table").remove("calendar");
        }
        rows(&mut table, "kiosks").push(toml::toml! { name = "kiosk-2" }.into());
        let centre = Self { folder: TempDir::with_prefix("goiso-e2e-").expect("a folder"), table };
        centre.write();
        centre
    }

    /// With a staff corner at its kiosks: the line that `goiso-hub kiosk-pin` has made.
    pub(crate) fn with_staff_pin(line: &str) -> Self {
        let mut centre = Self::sample();
        let made: Table = line.parse().expect("a line of TOML");
        let head = centre.table.get_mut("centre").and_then(toml::Value::as_table_mut).expect("a table");
        head.extend(made);
        centre.write();
        centre
    }

    /// With a network printer at this port, and LED displays on this serial line.
    pub(crate) fn with_devices(printer_port: u16, led_line: &Path) -> Self {
        let mut centre = Self::sample();
        let port = i64::from(printer_port);
        let printer = toml::toml! { name = "printer-1"
        kind = "tcp"
        host = "127.0.0.1" };
        *rows(&mut centre.table, "printers") = vec![with(printer, "port", port.into())];
        let line = led_line.to_str().expect("paths of tests are text").to_owned();
        let bus = toml::toml! { name = "led-1"
        kind = "serial"
        width = 4 };
        *rows(&mut centre.table, "led_buses") = vec![with(bus, "path", line.into())];
        centre.write();
        centre
    }

    /// With a number pad and a serial scanner at the counter of most tests; neither is plugged in.
    pub(crate) fn with_inputs() -> Self {
        let mut centre = Self::sample();
        let text = |path: PathBuf| Value::from(path.to_str().expect("paths of tests are text"));
        let keypad = toml::toml! { name = "keypad-2"
        counter = 2
        kind = "usb"
        opens_counter = "can-bo-2" };
        let scanner = toml::toml! { name = "scanner-2"
        counter = 2
        kind = "serial" };
        let keypads = vec![with(keypad, "path", text(centre.keypad()))];
        let scanners = vec![with(scanner, "path", text(centre.scanner()))];
        centre.table.insert("keypads".to_owned(), keypads.into());
        centre.table.insert("scanners".to_owned(), scanners.into());
        centre.write();
        centre
    }

    /// With a printer at the first kiosk's computer, on this port.
    pub(crate) fn with_printer_at_kiosk(port: &Path) -> Self {
        let mut centre = Self::sample();
        let path = port.to_str().expect("paths of tests are text").to_owned();
        let printer = toml::toml! { name = "printer-1"
        kind = "kiosk"
        kiosk = "kiosk-1" };
        *rows(&mut centre.table, "printers") = vec![with(printer, "path", path.into())];
        centre.write();
        centre
    }

    /// Where its number pad is plugged in.
    pub(crate) fn keypad(&self) -> PathBuf {
        self.folder().join("pad-event-kbd")
    }

    /// Where its scanner is plugged in.
    pub(crate) fn scanner(&self) -> PathBuf {
        self.folder().join("usb-Scanner-if00")
    }

    /// With so much to say on every board that its view is some 30 KiB.
    pub(crate) fn talkative() -> Self {
        let mut centre = Self::sample();
        let line = Value::from("ừ".repeat(LINE_CHARS));
        let notice = Table::from_iter([("vi".to_owned(), line.clone()), ("en".to_owned(), line)]);
        let notices = vec![Value::from(notice); N_NOTICES];
        let table = centre.table.get_mut("centre").and_then(Value::as_table_mut).expect("the sample has it");
        table.insert("notices".to_owned(), notices.into());
        centre.write();
        centre
    }

    /// With boards of the test's own.
    pub(crate) fn with_boards(boards: &[Table]) -> Self {
        let mut centre = Self::sample();
        *rows(&mut centre.table, "boards") = boards.iter().cloned().map(Value::from).collect();
        centre.write();
        centre
    }

    /// The same, which says each call in these languages.
    pub(crate) fn speaking(languages: &[&str], boards: &[Table]) -> Self {
        let mut centre = Self::with_boards(boards);
        let sentence = |language: &&str| {
            Value::from(Table::from_iter([("language".to_owned(), Value::from(*language))]))
        };
        let sentences: Vec<_> = languages.iter().map(sentence).collect();
        let voice = Table::from_iter([("sentences".to_owned(), Value::from(sentences))]);
        centre.table.insert("voice".to_owned(), voice.into());
        centre.write();
        centre
    }

    fn write(&self) {
        let text = toml::to_string(&self.table).expect("was read from TOML");
        std::fs::write(self.config(), text).expect("the folder can be written to");
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder().join("centre.toml")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    /// Where the slips of its virtual printer fall.
    pub(crate) fn slips(&self) -> PathBuf {
        self.folder().join("slips")
    }
}

fn with(mut table: Table, key: &str, value: Value) -> Value {
    table.insert(key.to_owned(), value);
    table.into()
}

fn rows<'a>(table: &'a mut Table, list: &str) -> &'a mut Vec<Value> {
    table.get_mut(list).and_then(Value::as_array_mut).expect("the sample has every list")
}
