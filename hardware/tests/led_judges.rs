//! Displays and keypads before judges that we did not write: pymodbus plays Modbus devices, alphasignpy writes the
//! same signs. `cargo xtask judges` sets them up.
#![allow(clippy::unwrap_used, reason = "whatever fails here, the test fails")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use goiso_hardware::Pty;
use goiso_hardware::keypad::{Key, KeyPress};
use goiso_hardware::led::{
    AlphaFile, BusKeypad, Counters, Echo, LedBusConfig, LedBusHandle, LedBusTarget, LedDisplay, LedEvent,
    LedModel, LedShow, LedState, RegisterMap, spawn_bus,
};
use goiso_hardware::probe::{Answered, ask_port};
use goiso_model::DeviceName;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines, copy_bidirectional};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::sync::mpsc;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_mins(2);

fn python() -> PathBuf {
    top().join("target/judges/bin/python")
}

fn script(name: &str) -> PathBuf {
    top().join("tests/judges").join(name)
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn pad_name() -> DeviceName {
    "pad-1".parse().unwrap()
}

/// pymodbus at the far end of a cable.
struct Slaves {
    child: Child,
    told: Lines<BufReader<ChildStdout>>,
    keys: ChildStdin,
}

impl Slaves {
    /// Displays with so many registers each, and a keypad, at the end of this cable.
    async fn at(near: Pty, displays: &str, keypad: u8) -> Self {
        let mut near = near;
        let mut far = Pty::open().unwrap();
        let mut child = tokio::process::Command::new(python())
            .arg(script("modbus_slaves.py"))
            .args([far.path(), "9600", displays, &keypad.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("no python ({error}): run `cargo xtask judges` first"));
        let keys = child.stdin.take().unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap()).lines();
        tokio::spawn(async move { copy_bidirectional(&mut near, &mut far).await });
        assert_eq!(told.next_line().await.unwrap().as_deref(), Some("ready"));
        Self { child, told, keys }
    }

    async fn press(&mut self, key: usize) {
        self.keys.write_all(format!("press {key}\n").as_bytes()).await.unwrap();
    }

    /// Waits for this write to a display; others before it are passed over.
    async fn is_told(&mut self, write: &str) {
        let told = async {
            while let Some(line) = self.told.next_line().await.unwrap() {
                if line == write {
                    return;
                }
            }
            panic!("pymodbus ended without '{write}'");
        };
        assert!(timeout(PATIENCE, told).await.is_ok(), "pymodbus never tells '{write}'");
    }

    async fn end(mut self) {
        drop(self.keys);
        assert!(self.child.wait().await.unwrap().success());
    }
}

fn bus(path: &str, displays: Vec<LedDisplay>) -> (LedBusHandle, mpsc::Receiver<LedEvent>) {
    let (sender, events) = mpsc::channel(64);
    let keypads = vec![BusKeypad {
        name: pad_name(),
        address: 50,
        first_register: 0,
        counters: Counters::OneARegister,
        keys: vec![Key::Next, Key::Recall, Key::Absent, Key::Finish],
    }];
    let target = LedBusTarget::Serial { path: path.to_owned(), baud: 9600 };
    let name = "led-1".parse().unwrap();
    (spawn_bus(LedBusConfig { name, target, echo: Echo::Absent, displays, keypads }, sender), events)
}

async fn event(events: &mut mpsc::Receiver<LedEvent>) -> LedEvent {
    timeout(PATIENCE, events.recv()).await.expect("an event").expect("a living driver")
}

#[tokio::test]
async fn pymodbus_shows_what_is_called_refuses_what_it_has_not_and_its_keypad_is_heard() {
    let cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    // The third display has two registers only.
    let mut slaves = Slaves::at(cable, "1:16,2:16,3:2", 50).await;
    let letters = LedModel::from(RegisterMap::Characters { start: 0, width: 4 });
    let displays = vec![
        LedDisplay::new(1, letters.clone()),
        LedDisplay::new(2, RegisterMap::Number { register: 5, blank: 0xffff }.into()),
        LedDisplay::new(3, letters),
    ];
    let (bus, mut events) = bus(&path, displays);
    bus.show(1, LedShow::Steady("A005".to_owned()));
    slaves.is_told("wrote 1 0 65 48 48 53").await;
    bus.show(2, LedShow::Blink("B050".to_owned()));
    slaves.is_told("wrote 2 5 50").await;
    slaves.is_told("wrote 2 5 65535").await;

    let (up, down) = (LedState::Up, LedState::Down);
    let wanted = BTreeMap::from([(1, up), (2, up), (3, down), (50, up)]);
    let mut states = BTreeMap::new();
    while states != wanted {
        match event(&mut events).await {
            LedEvent::StateChanged { display, state, .. } => states.insert(display, state),
            LedEvent::KeypadChanged { state, .. } => states.insert(50, state),
            LedEvent::Pressed(press) => panic!("nobody pressed {press:?}"),
        };
    }
    for (at, key) in [(0, Key::Next), (3, Key::Finish), (0, Key::Next)] {
        slaves.press(at).await;
        assert_eq!(pressed(&mut slaves, &mut events, at).await, key);
    }

    // The hub stops: one broadcast makes all of a kind dark.
    drop(bus);
    slaves.is_told("wrote 1 0 32 32 32 32").await;
    slaves.end().await;
}

/// The next key. A keypad that a busy machine made too slow forgets its presses, and is pressed again.
async fn pressed(slaves: &mut Slaves, events: &mut mpsc::Receiver<LedEvent>, at: usize) -> Key {
    loop {
        match event(events).await {
            LedEvent::Pressed(KeyPress { key, .. }) => return key,
            LedEvent::KeypadChanged { state: LedState::Up, .. } => slaves.press(at).await,
            LedEvent::KeypadChanged { .. } | LedEvent::StateChanged { .. } => {}
        }
    }
}

#[tokio::test]
async fn pymodbus_is_found_on_a_port_that_is_asked() {
    let cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    let slaves = Slaves::at(cable, "1:16,2:1", 3).await;
    // Which of them answer in time is left open: a busy machine may be slower than any device.
    let found = ask_port(&path, 1..=3).await.unwrap();
    assert!(matches!(found, Some(Answered::Modbus { .. })), "{found:?}");
    slaves.end().await;
}

/// What alphasignpy sends: set-up, the text file that calls the string, the string, the text, the text blinking, and
/// the dimming register in mode 1 at 60 %.
fn alphasignpy(address: u8, text: &str) -> [Vec<u8>; 6] {
    let output = Command::new(python())
        .arg(script("alpha_frames.py"))
        .args([&address.to_string(), text])
        .output()
        .unwrap_or_else(|error| panic!("no python ({error}): run `cargo xtask judges` first"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let bytes = |line: &str| -> Vec<u8> {
        let pairs = line.as_bytes().chunks(2);
        pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    };
    let frames: Vec<_> = said.lines().filter_map(|line| line.strip_prefix("bytes ")).map(bytes).collect();
    frames.try_into().expect("six frames")
}

/// The first bytes that a sign is sent, as many as the judge sends.
async fn sent(file: AlphaFile, show: LedShow, wanted: &[u8]) -> Vec<u8> {
    sent_by(LedModel::Alpha { file, width: 8, dimming_mode: None }, show, wanted).await
}

/// The same of any sign, at 60 %.
async fn sent_by(model: LedModel, show: LedShow, wanted: &[u8]) -> Vec<u8> {
    let mut cable = Pty::open().unwrap();
    let (sender, _events) = mpsc::channel(16);
    let target = LedBusTarget::Serial { path: cable.path().to_owned(), baud: 9600 };
    let displays = vec![LedDisplay::new(3, model)];
    let name = "led-1".parse().unwrap();
    let config = LedBusConfig { name, target, echo: Echo::Absent, displays, keypads: Vec::new() };
    let bus = spawn_bus(config, sender);
    bus.dim(60);
    bus.show(3, show);
    let mut bytes = vec![0; wanted.len()];
    timeout(PATIENCE, cable.read_exact(&mut bytes)).await.expect("enough bytes").unwrap();
    bytes
}

#[tokio::test]
async fn alphasignpy_writes_the_same_signs() {
    let [set_up, calling, string, text, blinking, dimming] = alphasignpy(3, "A005");
    let wanted = [set_up, calling, string].concat();
    let number = || "A005".to_owned();
    assert_eq!(sent(AlphaFile::String, LedShow::Steady(number()), &wanted).await, wanted);
    assert_eq!(sent(AlphaFile::Text, LedShow::Steady(number()), &text).await, text);
    assert_eq!(sent(AlphaFile::Text, LedShow::Blink(number()), &blinking).await, blinking);
    let dimmed = LedModel::Alpha { file: AlphaFile::Text, width: 8, dimming_mode: Some(1) };
    let wanted = [text, dimming].concat();
    assert_eq!(sent_by(dimmed, LedShow::Steady(number()), &wanted).await, wanted);
}
