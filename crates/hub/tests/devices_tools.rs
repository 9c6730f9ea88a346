//! `goiso-hub devices test`, `identify` and `watch` with simulated devices, and in the way of a running hub.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::io::{self, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use goiso_hardware::Pty;
use goiso_hardware::printer::{Paper, VirtualPrinter};
use goiso_hub::cli_devices::{Asked, EXIT_FAULT, EXIT_MEND, EXIT_OK, Tested, identify, test, watch};
use goiso_hub::run::{RunOptions, start};
use goiso_store::OpenOptions;
use tokio::net::TcpListener;

const SAMPLE: &str = include_str!("../../../assets/centres/sample.toml");

/// Nothing listens there: port 1 of a loopback address that nobody uses.
const NOBODY: &str = "127.9.9.9:1";

fn centre(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("centre.toml");
    std::fs::write(&path, text).unwrap();
    path
}

async fn tested(config: &Path, hub: &str, tested: Tested) -> (String, u8) {
    let mut out = Vec::new();
    let now = "2026-11-23T08:00:00+07:00".parse().unwrap();
    let data = config.parent().unwrap();
    let code = test(config, data, hub, &tested, now, &mut out).await.unwrap();
    (String::from_utf8(out).unwrap(), code)
}

fn options(folder: &Path, config: PathBuf) -> RunOptions {
    RunOptions {
        config,
        data: folder.join("data"),
        listen: ([127, 0, 0, 1], 0).into(),
        slips: None,
        locales: None,
        journal: OpenOptions { ballast_bytes: 0, ..OpenOptions::default() },
    }
}

#[tokio::test]
async fn a_test_slip_comes_out_and_the_printer_tells_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let config = centre(folder.path(), SAMPLE);
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-1".parse().unwrap())).await;
    assert_eq!(code, EXIT_OK, "{text}");
    assert!(text.contains("state: Ready, it can print") && text.contains("the slip is on paper"), "{text}");
    let slips = std::fs::read_dir(folder.path().join("slips")).unwrap().count();
    assert_eq!(slips, 1);
}

#[tokio::test]
async fn a_display_counts_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let config = centre(folder.path(), SAMPLE);
    // Time stands still while a display thinks, so that the ten seconds take none.
    tokio::time::pause();
    let (text, code) =
        tested(&config, NOBODY, Tested::Led(goiso_model::CounterNumber::new(1).unwrap())).await;
    assert_eq!(code, EXIT_OK, "{text}");
    insta::assert_snapshot!(text, @r"
    display over counter 1 (bus led-1, address 1, simulated):
      counting: 0 1 2 3 4 5 6 7 8 9
      it answered each time
    ");
}

/// The sample centre with its printer elsewhere.
fn with_printer(lines: &str) -> String {
    let other = SAMPLE.replacen(
        "kind = \"virtual\"                 # writes each slip as a picture\nfolder = \"slips\"                 # below the data folder",
        lines,
        1,
    );
    assert_ne!(other, SAMPLE);
    other
}

#[tokio::test]
async fn a_test_slip_comes_out_of_a_printer_on_a_serial_line_which_tells_its_name_and_states() {
    let folder = tempfile::tempdir().unwrap();
    let printer = VirtualPrinter::spawn(folder.path().join("paper"), 576).unwrap();
    printer.set_name("TM-T82", "J1");
    let cable = Pty::open().unwrap();
    let lines = format!("kind = \"serial\"\npath = \"{}\"\nbaud = 115200\nprofile = \"auto\"", cable.path());
    printer.attach(cable).await.unwrap();
    let config = centre(folder.path(), &with_printer(&lines));
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-1".parse().unwrap())).await;
    assert_eq!(code, EXIT_OK, "{text}");
    for told in
        ["(all well)", "it calls itself 'TM-T82', which is our profile epson-tm-t82", "the slip is on paper"]
    {
        assert!(text.contains(told), "no '{told}' in:\n{text}");
    }
    assert_eq!(printer.printed().borrow().slips, 1);
}

#[tokio::test]
async fn a_network_printer_without_paper_is_told_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let printer = VirtualPrinter::spawn(folder.path().join("paper"), 576).unwrap();
    printer.set_paper(Paper::End);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(printer.clone().serve_tcp(listener));
    let lines = format!("kind = \"tcp\"\nhost = \"127.0.0.1\"\nport = {port}");
    let config = centre(folder.path(), &with_printer(&lines));
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-1".parse().unwrap())).await;
    assert_eq!(code, EXIT_FAULT, "{text}");
    assert!(text.contains("it cannot print now: put a new roll in"), "{text}");
    assert!(text.contains("no paper"), "the bytes of its answer, decoded: {text}");
    printer.set_paper(Paper::Ok);
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-1".parse().unwrap())).await;
    assert_eq!(code, EXIT_OK, "{text}");
    assert_eq!(printer.printed().borrow().slips, 1);
}

/// A computer with these ports: names below its root that lead to the far ends of cables.
fn computer(root: &Path, ports: &[(&str, &str)]) {
    for (name, path) in ports {
        let name = root.join(name);
        std::fs::create_dir_all(name.parent().unwrap()).unwrap();
        symlink(path, name).unwrap();
    }
}

#[tokio::test]
async fn identify_walks_the_ports_and_says_which_printer_hangs_on_each() {
    let folder = tempfile::tempdir().unwrap();
    let (root, paper) = (folder.path().join("root"), folder.path().join("paper"));
    let (serial, silent, usb) = (Pty::open().unwrap(), Pty::open().unwrap(), Pty::open().unwrap());
    computer(
        &root,
        &[
            ("dev/serial/by-id/usb-FTDI_A1-if00-port0", serial.path()),
            ("dev/serial/by-id/usb-FTDI_B2-if00-port0", silent.path()),
            ("dev/usb/lp0", usb.path()),
        ],
    );
    let printers = ["TM-T88V", "Xprinter 80"].map(|name| {
        let printer = VirtualPrinter::spawn(paper.clone(), 576).unwrap();
        printer.set_name(name, "1");
        printer
    });
    printers[0].attach(serial).await.unwrap();
    printers[1].attach(usb).await.unwrap();
    let mut out = Vec::new();
    let code = identify(&root, &Asked::Printers, &mut out).await.unwrap();
    assert_eq!(code, EXIT_OK);
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
    # asking /dev/serial/by-id/usb-FTDI_A1-if00-port0 …
    # asking /dev/serial/by-id/usb-FTDI_B2-if00-port0 …
    # asking /dev/usb/lp0 …
    # serial port usb-FTDI_A1-if00-port0: a slip printer at 9600 baud, "TM-T88V"
    [[printers]]
    name = "printer-1"
    kind = "serial"
    path = "/dev/serial/by-id/usb-FTDI_A1-if00-port0"
    baud = 9600
    profile = "epson-tm-t88"

    # serial port usb-FTDI_B2-if00-port0: no printer answers; the lines are a guess (--ask looks for displays and keypads, too)
    [[led_buses]]
    name = "led-1"
    kind = "serial"
    path = "/dev/serial/by-id/usb-FTDI_B2-if00-port0"
    baud = 9600

    # printer file lp0: a slip printer, "Xprinter 80"
    [[printers]]
    name = "printer-1"
    kind = "file"
    path = "/dev/usb/lp0"
    profile = "auto"
    "#);
    assert_eq!(std::fs::read_dir(&paper).unwrap().count(), 0, "nothing is printed");
}

/// Hands lines on, and fails once nobody wants them: so ends what writes for ever.
struct Lines(mpsc::Sender<String>, Vec<u8>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1.extend_from_slice(bytes);
        while let Some(end) = self.1.iter().position(|byte| *byte == b'\n') {
            let line = String::from_utf8_lossy(&self.1[..end]).into_owned();
            self.1.drain(..=end);
            self.0.send(line).map_err(|_| io::ErrorKind::BrokenPipe)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn watch_shows_a_network_printer_and_each_change_of_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let printer = VirtualPrinter::spawn(folder.path().join("paper"), 576).unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(printer.clone().serve_tcp(listener));
    let lines = format!("kind = \"tcp\"\nhost = \"127.0.0.1\"\nport = {port}");
    let hub = start(&options(folder.path(), centre(folder.path(), &with_printer(&lines)))).await.unwrap();
    let address = hub.address.to_string();
    let (sender, told) = mpsc::channel();
    let watcher = std::thread::Builder::new().name("watch".to_owned());
    let watching = watcher.spawn(move || watch(&address, &mut Lines(sender, Vec::new()))).unwrap();
    let seen = tokio::task::spawn_blocking(move || {
        let mut seen = Vec::new();
        let mut wait_for = |what: &str| {
            while let Ok(line) = told.recv() {
                seen.push(line);
                if seen.last().unwrap().contains(what) {
                    return;
                }
            }
            panic!("no '{what}' in {seen:?}");
        };
        // In the table, or as a change where the hub was asked before it knew.
        wait_for("ready");
        printer.set_paper(Paper::End);
        wait_for("→ nopaper");
        printer.set_paper(Paper::Ok);
        wait_for("nopaper → ready");
    });
    seen.await.unwrap();
    hub.stop().await.unwrap();
    // The next line finds nobody: the hub does not answer any more.
    let ended = tokio::task::spawn_blocking(|| watching.join()).await.unwrap().unwrap();
    assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
}

#[tokio::test]
async fn a_device_that_is_not_there_is_told_with_what_to_look_at() {
    let folder = tempfile::tempdir().unwrap();
    let config = centre(folder.path(), &with_printer("kind = \"serial\"\npath = \"/dev/absent\""));
    tokio::time::pause();
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-1".parse().unwrap())).await;
    assert_eq!(code, EXIT_FAULT, "{text}");
    assert!(text.contains("cannot print") || text.contains("says nothing"), "{text}");
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-9".parse().unwrap())).await;
    assert_eq!((text.as_str(), code), ("there is no printer 'printer-9'; there are: printer-1\n", EXIT_MEND));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_hub_keeps_its_devices() {
    let folder = tempfile::tempdir().unwrap();
    let config = centre(folder.path(), SAMPLE);
    let hub = start(&options(folder.path(), config.clone())).await.unwrap();
    let (text, code) = tested(&config, &hub.address.to_string(), Tested::All).await;
    assert_eq!(code, EXIT_MEND);
    assert!(text.contains("holds the devices; stop it first"), "{text}");
    hub.stop().await.unwrap();
}
