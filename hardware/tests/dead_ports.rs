//! What a dead port costs: next to no processor time, and no other task waits for it.
//!
//! A busy loop on a port that reads nothing for ever would take a whole processor; so the thread's own processor time
//! is measured, which other programs on the machine do not lengthen.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use goiso_hardware::Pty;
use goiso_hardware::keypad::{Key, PadEvent, PadState, UsbPadConfig, spawn_usb_pad};
use goiso_hardware::led::{
    AlphaFile, BusKeypad, Counters, Echo, LedBusConfig, LedBusHandle, LedBusTarget, LedDisplay, LedEvent,
    LedModel, LedShow, LedState, RegisterMap, spawn_bus,
};
use goiso_hardware::scanner::{ScannerConfig, ScannerEvent, ScannerState, ScannerTarget, spawn_scanner};
use goiso_model::DeviceName;
use rustix::fs::{FileType, Mode};
use rustix::time::{ClockId, clock_gettime};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// How long a dead port is watched.
const WATCHED: Duration = Duration::from_secs(1);
/// A few attempts to open it and a few frames take some milliseconds of a slow machine; a busy loop takes all of
/// the second, or what other programs leave of it.
const PROCESSOR_MAX: Duration = Duration::from_millis(60);
/// Longer than anything a driver waits for.
const PATIENCE: Duration = Duration::from_mins(2);

fn name(name: &str) -> DeviceName {
    name.parse().unwrap()
}

/// The processor time of this thread, which is all that a single-threaded runtime has.
fn processor_time() -> Duration {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(used.tv_sec.try_into().unwrap(), used.tv_nsec.try_into().unwrap())
}

/// Watches the drivers of this runtime for a second in which nothing is to be done.
async fn costs_next_to_nothing(what: &str) {
    let before = processor_time();
    // Not waiting for anything to happen: that nothing does is what is looked at.
    assert!(timeout(WATCHED, std::future::pending::<()>()).await.is_err());
    let used = processor_time().saturating_sub(before);
    assert!(used <= PROCESSOR_MAX, "{what}: {used:?} of processor time in {WATCHED:?}");
}

fn bus(
    path: &str,
    displays: Vec<LedDisplay>,
    keypads: Vec<BusKeypad>,
) -> (LedBusHandle, mpsc::Receiver<LedEvent>) {
    let (sender, events) = mpsc::channel(256);
    let config = LedBusConfig {
        name: name("led-1"),
        target: LedBusTarget::Serial { path: path.to_owned(), baud: 9600 },
        echo: Echo::Absent,
        displays,
        keypads,
    };
    (spawn_bus(config, sender), events)
}

fn displays(n: u8) -> Vec<LedDisplay> {
    let map = RegisterMap::Characters { start: 0, width: 4 };
    (1..=n).map(|address| LedDisplay::new(address, map.into())).collect()
}

fn keypad() -> BusKeypad {
    BusKeypad {
        name: name("pad-1"),
        address: 100,
        first_register: 0,
        counters: Counters::OneARegister,
        keys: vec![Key::Next],
    }
}

/// Until all of them are down, and the keypad.
async fn all_down(events: &mut mpsc::Receiver<LedEvent>, mut n_left: usize) {
    while n_left > 0 {
        let event = timeout(PATIENCE, events.recv()).await.expect("they go down").expect("a living driver");
        match event {
            LedEvent::StateChanged { state: LedState::Down, .. }
            | LedEvent::KeypadChanged { state: LedState::Down, .. } => n_left -= 1,
            LedEvent::StateChanged { .. } | LedEvent::KeypadChanged { .. } | LedEvent::Pressed(_) => {}
        }
    }
}

#[tokio::test]
async fn a_bus_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("absent");
    let (_bus, mut events) = bus(path.to_str().unwrap(), displays(30), vec![keypad()]);
    all_down(&mut events, 31).await;
    costs_next_to_nothing("a bus that is not there").await;
}

#[tokio::test]
async fn a_bus_whose_cable_is_pulled() {
    let cable = Pty::open().unwrap();
    let (_bus, mut events) = bus(cable.path(), displays(3), vec![keypad()]);
    drop(cable);
    all_down(&mut events, 4).await;
    costs_next_to_nothing("a bus whose cable is pulled").await;
}

/// Nothing is written, so only reading can tell: it reads nothing, at once and for ever.
#[tokio::test]
async fn an_idle_bus_whose_cable_is_pulled() {
    let cable = Pty::open().unwrap();
    let sign = LedModel::Alpha { file: AlphaFile::String, width: 4, dimming_mode: None };
    let (_bus, mut events) = bus(cable.path(), vec![LedDisplay::new(1, sign)], Vec::new());
    let event = timeout(PATIENCE, events.recv()).await.expect("it is written").expect("a living driver");
    assert!(matches!(event, LedEvent::StateChanged { state: LedState::Unheard, .. }), "{event:?}");
    drop(cable);
    costs_next_to_nothing("an idle bus whose cable is pulled").await;
    all_down(&mut events, 1).await;
}

#[tokio::test]
async fn a_bus_on_which_nobody_answers() {
    let cable = Pty::open().unwrap();
    let (_bus, mut events) = bus(cable.path(), displays(2), vec![keypad()]);
    all_down(&mut events, 3).await;
    costs_next_to_nothing("a bus on which nobody answers").await;
}

/// An adapter that hangs takes no more bytes; waiting for it must hold up no other task, and not last for ever.
#[tokio::test]
async fn a_bus_whose_adapter_takes_no_bytes() {
    let cable = Pty::open().unwrap();
    fill(Path::new(cable.path()));
    let sign = LedModel::Alpha { file: AlphaFile::String, width: 4, dimming_mode: None };
    let (bus, mut events) = bus(cable.path(), vec![LedDisplay::new(1, sign)], Vec::new());
    bus.show(1, LedShow::Steady("A005".to_owned()));
    costs_next_to_nothing("a bus whose adapter takes no bytes").await;
    all_down(&mut events, 1).await;
}

/// Writes into a cable that nobody reads until it takes no more.
fn fill(path: &Path) {
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap();
    let mut port = OpenOptions::new().write(true).custom_flags(flags).open(path).unwrap();
    loop {
        match port.write(&[0; 512]) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return,
            Err(error) => panic!("{error}"),
        }
    }
}

async fn scanner_gone(target: ScannerTarget) -> mpsc::Receiver<ScannerEvent> {
    let (events, mut happened) = mpsc::channel(256);
    spawn_scanner(ScannerConfig { name: name("scanner-1"), target }, events);
    loop {
        let event = timeout(PATIENCE, happened.recv()).await.expect("it is gone").expect("a living driver");
        if let ScannerEvent::StateChanged { state: ScannerState::Gone, .. } = event {
            return happened;
        }
    }
}

#[tokio::test]
async fn a_scanner_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("absent");
    let serial = ScannerTarget::Serial { path: path.to_str().unwrap().to_owned(), baud: 9600 };
    let _serial = scanner_gone(serial).await;
    let _keyboard = scanner_gone(ScannerTarget::Keyboard { path }).await;
    costs_next_to_nothing("two scanners that are not there").await;
}

#[tokio::test]
async fn a_scanner_whose_cable_is_pulled() {
    let cable = Pty::open().unwrap();
    let target = ScannerTarget::Serial { path: cable.path().to_owned(), baud: 9600 };
    let (events, mut happened) = mpsc::channel(256);
    spawn_scanner(ScannerConfig { name: name("scanner-1"), target }, events);
    let up = ScannerEvent::StateChanged { scanner: name("scanner-1"), state: ScannerState::Up };
    assert_eq!(happened.recv().await, Some(up));
    drop(cable);
    costs_next_to_nothing("a scanner whose cable is pulled").await;
    let gone = ScannerEvent::StateChanged { scanner: name("scanner-1"), state: ScannerState::Gone };
    assert_eq!(timeout(PATIENCE, happened.recv()).await.expect("it is gone"), Some(gone));
}

/// A pipe whose writer has gone reads nothing at once and for ever, as some unplugged devices do.
#[tokio::test]
async fn a_keypad_and_a_scanner_that_read_nothing_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = |name: &str| {
        let path = folder.path().join(name);
        rustix::fs::mknodat(rustix::fs::CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        path
    };
    let pull = |path: &Path| drop(OpenOptions::new().write(true).open(path).unwrap());
    let (pad, scanner) = (pipe("pad"), pipe("scanner"));
    let (events, mut happened) = mpsc::channel(256);
    spawn_usb_pad(UsbPadConfig { name: name("pad-1"), path: pad.clone() }, events);
    let pad_is = |state| Some(PadEvent::StateChanged { pad: name("pad-1"), state });
    assert_eq!(happened.recv().await, pad_is(PadState::Up));
    pull(&pad);
    costs_next_to_nothing("a keypad that reads nothing").await;
    assert_eq!(happened.recv().await, pad_is(PadState::Gone));

    let (events, mut happened) = mpsc::channel(256);
    let target = ScannerTarget::Keyboard { path: scanner.clone() };
    spawn_scanner(ScannerConfig { name: name("scanner-1"), target }, events);
    let scanner_is = |state| Some(ScannerEvent::StateChanged { scanner: name("scanner-1"), state });
    assert_eq!(happened.recv().await, scanner_is(ScannerState::Up));
    pull(&scanner);
    costs_next_to_nothing("a scanner that reads nothing").await;
    assert_eq!(happened.recv().await, scanner_is(ScannerState::Gone));
}
