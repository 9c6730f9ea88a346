//! `goiso-hub devices identify`: what hangs on this computer, and the lines to write for it.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::ask::{Asked, Question, ask};
use super::{EXIT_FAULT, EXIT_OK};

/// The class of USB printers (USB-IF, "Defined Class Codes").
const USB_CLASS_PRINTER: &str = "07";

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is, and what it calls itself.
    pub what: String,
    /// What to write into the centre's file; the name is to be chosen.
    pub lines: String,
    /// The port that can be asked what hangs on it.
    pub port: Option<FoundPort>,
}

/// A port that understands questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundPort {
    /// A serial port.
    Serial(PathBuf),
    /// The kernel's file of a USB printer.
    PrinterFile(PathBuf),
}

impl FoundPort {
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Serial(path) | Self::PrinterFile(path) => path,
        }
    }
}

/// Looks at the computer whose files are below `root`, asks those ports that are to be asked, and writes what it found;
/// the answer is the exit code. A port that a running hub holds cannot be opened, and so is not disturbed.
pub async fn identify(root: &Path, asked: &Asked, out: &mut (dyn io::Write + Send)) -> io::Result<u8> {
    let mut of_port = EXIT_OK;
    let mut found = match asked {
        Asked::Nobody | Asked::Printers | Asked::Ports { .. } => look(root),
        Asked::Port { path, .. } => {
            vec![Found { port: Some(FoundPort::Serial(path.clone())), ..serial_port(path) }]
        }
    };
    let question = match asked {
        Asked::Nobody => None,
        Asked::Printers => Some(Question::Printer),
        Asked::Ports { up_to } | Asked::Port { up_to, .. } => Some(Question::Anything { up_to: *up_to }),
    };
    if let Some(question) = question {
        for port in &mut found {
            of_port = of_port.max(ask(port, question, root, out).await?);
        }
    }
    let (text, code) = told(&found);
    writeln!(out, "{text}")?;
    Ok(match asked {
        // Of a walk it is enough that something is there.
        Asked::Nobody | Asked::Printers | Asked::Ports { .. } => code,
        Asked::Port { .. } => code.max(of_port),
    })
}

fn told(found: &[Found]) -> (String, u8) {
    if found.is_empty() {
        let text = "no serial port, printer or input device found; plug one in and look again, and see that this \
            user may read /dev/serial and /dev/input (hardware/udev)";
        return (text.to_owned(), EXIT_FAULT);
    }
    let mut text = String::new();
    for (idx, Found { what, lines, .. }) in found.iter().enumerate() {
        if idx > 0 {
            text.push('\n');
        }
        writeln!(text, "# {what}\n{lines}").expect("a String takes all text");
    }
    (text.trim_end().to_owned(), EXIT_OK)
}

/// What a computer has, whose files are below `root`: serial ports, printers, number pads and keyboards.
pub fn look(root: &Path) -> Vec<Found> {
    let mut found = serial_ports(root);
    found.extend(printers(root));
    found.extend(inputs(root));
    found
}

fn serial_ports(root: &Path) -> Vec<Found> {
    let mut ports = names(root, "dev/serial/by-id", |_| true);
    if ports.is_empty() {
        // Built-in ports have no name of their own; /dev/ttyS* exist whether anything is there or not.
        ports = names(root, "dev", |name| name.starts_with("ttyUSB") || name.starts_with("ttyACM"));
    }
    ports.into_iter().map(|path| serial_port(&path)).collect()
}

fn serial_port(path: &Path) -> Found {
    let shown = path.display();
    let name = path.to_string_lossy().to_lowercase();
    let is_one_of = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let is_scanner = is_one_of(&["scan", "barcode", "newland", "honeywell", "zebra", "symbol", "datalogic"]);
    let lines = if is_scanner {
        format!(
            "[[scanners]]\nname = \"scanner-1\"\nkind = \"serial\"\npath = \"{shown}\"\nkiosk = \"kiosk-1\""
        )
    } else if is_one_of(&["print", "epson", "xprinter", "rongta", "bixolon", "citizen"]) {
        format!("[[printers]]\nname = \"printer-1\"\nkind = \"serial\"\npath = \"{shown}\"\nbaud = 115200")
    } else {
        format!("[[led_buses]]\nname = \"led-1\"\nkind = \"serial\"\npath = \"{shown}\"\nbaud = 9600")
    };
    // A scanner says nothing unasked, and understands no question.
    let port = (!is_scanner).then(|| FoundPort::Serial(path.to_owned()));
    Found { what: format!("serial port {}", last(path)), lines, port }
}

fn printers(root: &Path) -> Vec<Found> {
    let files = names(root, "dev/usb", |name| name.starts_with("lp"));
    let known: Vec<String> = usb_printers(root);
    let file = |path: PathBuf| Found {
        what: format!("printer file {}", last(&path)),
        lines: format!("[[printers]]\nname = \"printer-1\"\nkind = \"file\"\npath = \"{}\"", path.display()),
        port: Some(FoundPort::PrinterFile(path)),
    };
    let is_driverless = files.is_empty();
    let mut found: Vec<Found> = files.into_iter().map(file).collect();
    for (idx, name) in known.into_iter().enumerate() {
        match found.get_mut(idx) {
            // The kernel numbers them in the order it met them, which is the order of the folders, too.
            Some(file) => file.what = format!("{}: {name}", file.what),
            None if is_driverless => found.push(Found {
                what: format!("USB printer {name}, without a file of its own"),
                lines: "# load the kernel's driver: modprobe usblp".to_owned(),
                port: None,
            }),
            None => {}
        }
    }
    found
}

/// What USB devices with an interface of the printers' class call themselves.
fn usb_printers(root: &Path) -> Vec<String> {
    let interfaces = names(root, "sys/bus/usb/devices", |name| name.contains(':'));
    let is_printer = |interface: &&PathBuf| {
        read(&root.join(relative(interface)).join("bInterfaceClass")).as_deref() == Some(USB_CLASS_PRINTER)
    };
    interfaces
        .iter()
        .filter(is_printer)
        .filter_map(|interface| {
            let interface = root.join(relative(interface));
            let name = interface.file_name()?.to_str()?.split(':').next()?.to_owned();
            let device = interface.with_file_name(name);
            let part = |file: &str| read(&device.join(file)).unwrap_or_default();
            let called = format!("{} {}", part("manufacturer"), part("product"));
            Some(format!("{} ({}:{})", called.trim(), part("idVendor"), part("idProduct")))
        })
        .collect()
}

fn inputs(root: &Path) -> Vec<Found> {
    let by_path =
        names(root, "dev/input/by-path", |name| name.contains("usb") && name.ends_with("-event-kbd"));
    let by_id = names(root, "dev/input/by-id", |name| name.ends_with("-event-kbd"));
    let target = |path: &Path| std::fs::canonicalize(root.join(relative(path))).ok();
    let mut found = Vec::new();
    for path in &by_id {
        let twin = by_path.iter().find(|other| target(other).is_some() && target(other) == target(path));
        found.push(input(path, twin.unwrap_or(path)));
    }
    let is_new =
        |path: &&PathBuf| !by_id.iter().any(|other| target(other).is_some() && target(other) == target(path));
    found.extend(by_path.iter().filter(is_new).map(|path| input(path, path)));
    found
}

fn input(called: &Path, path: &Path) -> Found {
    let name = last(called);
    let lower = name.to_lowercase();
    let is_scanner = ["scan", "barcode", "newland", "honeywell", "zebra", "datalogic"].iter();
    let lines = if is_scanner.clone().any(|word| lower.contains(word)) {
        format!(
            "[[scanners]]\nname = \"scanner-1\"\nkind = \"keyboard\"\npath = \"{}\"\nkiosk = \"kiosk-1\"",
            called.display()
        )
    } else {
        format!(
            "[[keypads]]\nname = \"keypad-1\"\nkind = \"usb\"\npath = \"{}\"\ncounter = 1",
            path.display()
        )
    };
    Found { what: format!("keyboard or number pad {name}"), lines, port: None }
}

/// The paths in a folder whose names pass, sorted, as they will be on the computer itself.
fn names(root: &Path, folder: &str, passes: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| passes(name))
        .map(|name| Path::new("/").join(folder).join(name))
        .collect();
    paths.sort();
    paths
}

/// A path of the computer, as it is below `root`; one that begins here stays.
pub(super) fn below(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix("/").map_or_else(|_| path.to_owned(), |inner| root.join(inner))
}

fn relative(path: &Path) -> &Path {
    path.strip_prefix("/").unwrap_or(path)
}

fn last(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok().map(|text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn file(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[test]
    fn what_hangs_on_a_computer_is_told_with_the_lines_to_write() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        file(root, "dev/serial/by-id/usb-FTDI_USB-RS485_A1-if00-port0", "");
        file(root, "dev/serial/by-id/usb-Newland_HR22_B2-if00", "");
        file(root, "dev/ttyUSB0", "");
        file(root, "dev/usb/lp0", "");
        let device = "sys/bus/usb/devices/1-2";
        for (name, text) in [
            ("manufacturer", "XP\n"),
            ("product", "Printer-80\n"),
            ("idVendor", "0416\n"),
            ("idProduct", "5011\n"),
        ] {
            file(root, &format!("{device}/{name}"), text);
        }
        file(root, "sys/bus/usb/devices/1-2:1.0/bInterfaceClass", "07\n");
        file(root, "sys/bus/usb/devices/1-3:1.0/bInterfaceClass", "03\n");
        file(root, "dev/input/event3", "");
        for link in ["by-id/usb-SIGMACHIP_Keypad-event-kbd", "by-path/pci-0-usb-0:4:1.0-event-kbd"] {
            let path = root.join("dev/input").join(link);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            symlink(root.join("dev/input/event3"), path).unwrap();
        }
        let (text, code) = told(&look(root));
        assert_eq!(code, EXIT_OK);
        insta::assert_snapshot!(text, @r#"
        # serial port usb-FTDI_USB-RS485_A1-if00-port0
        [[led_buses]]
        name = "led-1"
        kind = "serial"
        path = "/dev/serial/by-id/usb-FTDI_USB-RS485_A1-if00-port0"
        baud = 9600

        # serial port usb-Newland_HR22_B2-if00
        [[scanners]]
        name = "scanner-1"
        kind = "serial"
        path = "/dev/serial/by-id/usb-Newland_HR22_B2-if00"
        kiosk = "kiosk-1"

        # printer file lp0: XP Printer-80 (0416:5011)
        [[printers]]
        name = "printer-1"
        kind = "file"
        path = "/dev/usb/lp0"

        # keyboard or number pad usb-SIGMACHIP_Keypad-event-kbd
        [[keypads]]
        name = "keypad-1"
        kind = "usb"
        path = "/dev/input/by-path/pci-0-usb-0:4:1.0-event-kbd"
        counter = 1
        "#);
    }

    #[test]
    fn the_lines_are_read_as_they_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for path in [
            "dev/serial/by-id/usb-FTDI-if00",
            "dev/serial/by-id/usb-Barcode_Scanner-if00",
            "dev/serial/by-id/usb-EPSON_TM-if00",
            "dev/usb/lp0",
            "dev/input/by-id/usb-Pad-event-kbd",
            "dev/input/by-id/usb-Honeywell_Scanner-event-kbd",
        ] {
            file(root, path, "");
        }
        let hall = "[centre]\nname = 'T'\n[[services]]\nid = 'a'\nsign = 'A'\nname = 'A'\n[[counters]]\nnumber = 1\n\
            services = ['a']\n[[kiosks]]\nname = 'kiosk-1'\n";
        let found = look(root);
        assert_eq!(found.len(), 6);
        for Found { what, lines, .. } in found {
            let config = goiso_config::Config::parse(&format!("{hall}{lines}\n"), "centre.toml");
            assert!(config.is_ok(), "{what}: {}", config.unwrap_err());
        }
    }

    #[test]
    fn a_computer_with_nothing_on_it_is_told_what_to_look_for() {
        let folder = tempfile::tempdir().unwrap();
        let (text, code) = told(&look(folder.path()));
        assert_eq!(code, EXIT_FAULT);
        assert!(text.contains("plug one in"), "{text}");
    }
}
