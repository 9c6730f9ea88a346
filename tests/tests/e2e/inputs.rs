//! Keypads and scanners that are plugged in and out while the hall works.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use goiso_hardware::Pty;
use goiso_protocol::{AlertKind, TicketStage};
use rustix::fs::{FileType, Mode};
use tokio::io::AsyncWriteExt as _;

use crate::support::{COUNTER, Centre, Inside, Screen};

/// `KEY_KPENTER` and `KEY_KPPLUS` (linux/input-event-codes.h).
const ENTER: u16 = 96;
const PLUS: u16 = 78;

/// A number pad: a pipe with what a real one writes into its event file.
struct NumberPad(File);

impl NumberPad {
    fn plug_in(path: &Path) -> Self {
        rustix::fs::mknodat(rustix::fs::CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0)
            .expect("the folder can be written to");
        // For both, so that opening waits for nobody.
        Self(OpenOptions::new().read(true).write(true).open(path).expect("it was just made"))
    }

    fn pull_out(self, path: &Path) {
        std::fs::remove_file(path).expect("it is there");
        drop(self.0);
    }

    /// Down and up again, each with its report (`struct input_event`: two words of time, type, code, value).
    fn press(&mut self, code: u16) {
        for (kind, code, value) in [(1_u16, code, 1_i32), (0, 0, 0), (1, code, 0), (0, 0, 0)] {
            let mut event = vec![0; 2 * size_of::<usize>()];
            event.extend(kind.to_ne_bytes());
            event.extend(code.to_ne_bytes());
            event.extend(value.to_ne_bytes());
            self.0.write_all(&event).expect("the hub reads it");
        }
    }
}

fn is_told(desk: &mut Screen, kind: AlertKind, device: &str, is_gone: bool) {
    desk.counter_view(&format!("{kind:?} {is_gone}"), |view| {
        let found = view.alerts.iter().any(|alert| alert.kind == kind && alert.device == device);
        (found == is_gone).then_some(())
    });
}

#[test]
fn an_official_serves_from_a_number_pad_and_is_told_when_it_is_pulled_out() {
    let centre = Centre::with_inputs();
    let path = centre.keypad();
    let mut pad = NumberPad::plug_in(&path);
    let hub = Inside::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
    kiosk.take_number("k-1");
    is_told(&mut desk, AlertKind::KeypadGone, "keypad-2", false);

    // Enter opens the closed counter and calls.
    pad.press(ENTER);
    let calls = |view: &goiso_protocol::CounterView| {
        let current = view.current.as_ref()?;
        (current.number.as_str() == "A001" && current.stage == TicketStage::Called).then_some(current.n_calls)
    };
    assert_eq!(desk.counter_view("A001 called", calls), 1);
    let address = u8::try_from(COUNTER).expect("small");
    let mut displays = hub.leds().displays();
    let shown = displays.wait_for(|all| all[&address].text() == "A001");
    hub.wait("A001 over the counter", async { shown.await.map(drop) }).expect("the bus is on");

    pad.pull_out(&path);
    is_told(&mut desk, AlertKind::KeypadGone, "keypad-2", true);
    kiosk.take_number("k-2");
    let mut pad = NumberPad::plug_in(&path);
    is_told(&mut desk, AlertKind::KeypadGone, "keypad-2", false);
    pad.press(PLUS);
    desk.counter_view("A001 called again", |view| calls(view).filter(|n_calls| *n_calls == 2));
    hub.stop();
}

#[test]
fn a_scanner_is_told_while_it_is_gone_and_leads_a_card_to_the_counter_when_it_is_there() {
    let centre = Centre::with_inputs();
    let hub = Inside::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let mut desk = Screen::counter(&url);
    is_told(&mut desk, AlertKind::ScannerGone, "scanner-2", true);

    let mut cable = hub.wait("a cable", async { Pty::open() }).expect("there are pseudo-terminals");
    symlink(cable.path(), centre.scanner()).expect("the folder can be written to");
    is_told(&mut desk, AlertKind::ScannerGone, "scanner-2", false);
    let card = "001060000001||NGUYỄN VĂN A|01011960|Nam|Số 1 Phố X, Hà Nội|01072021\r";
    hub.wait("the bytes sent", cable.write_all(card.as_bytes())).expect("the hub reads it");
    let scanned =
        desk.counter_view("the card", |view| view.scanned.as_ref().map(|scanned| format!("{scanned:?}")));
    assert!(scanned.contains("IdentityCard"), "{scanned}");
    for secret in ["001060000001", "NGUY", "1960", "Phố"] {
        assert!(!scanned.contains(secret), "{scanned}");
    }

    drop(cable);
    is_told(&mut desk, AlertKind::ScannerGone, "scanner-2", true);
    hub.stop();
}
