//! Devices that fail take nothing else down, and somebody is told.

use goiso_hardware::led::LedFault;
use goiso_hardware::printer::Paper;
use goiso_protocol::{AlertKind, PrinterCondition};

use crate::support::{COUNTER, Centre, Inside, Screen, call_next, done, numbers, open};

#[test]
fn without_paper_the_number_is_on_the_screen_alone_and_the_officials_know() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
    let mut wait = |kiosk: &mut Screen, condition: PrinterCondition, alert: Option<AlertKind>| {
        let what = format!("{condition:?}");
        kiosk.kiosk_view(&what, |view| (view.printer == condition).then_some(()));
        desk.counter_view(&what, |view| {
            let alerts = view.alerts.iter().filter(|told| told.device == "printer-1");
            alerts.map(|told| told.kind).eq(alert).then_some(())
        });
    };
    wait(&mut kiosk, PrinterCondition::Ready, None);
    hub.printer().set_paper(Paper::End);
    wait(&mut kiosk, PrinterCondition::NoPaper, Some(AlertKind::PrinterNoPaper));
    let ticket = kiosk.take_number("k-1");
    assert_eq!((ticket.number.as_str(), ticket.is_printing), ("A001", false));
    hub.printer().set_paper(Paper::Low);
    wait(&mut kiosk, PrinterCondition::PaperLow, Some(AlertKind::PrinterPaperLow));
    hub.printer().set_paper(Paper::Ok);
    wait(&mut kiosk, PrinterCondition::Ready, None);
    let ticket = kiosk.take_number("k-2");
    assert_eq!((ticket.number.as_str(), ticket.is_printing), ("A002", true));
    let mut printed = hub.printer().printed();
    let slips =
        hub.wait("a slip", async { printed.wait_for(|now| now.slips > 0).await.map(|now| now.slips) });
    assert_eq!(slips.expect("the printer is on"), 1, "the number given without paper is not printed later");
    hub.stop();
    assert_eq!(numbers(&centre.data()), ["A001", "A002"]);
}

#[test]
fn a_mute_display_is_told_at_its_counter_and_catches_up_when_it_is_back() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
    let is_down = |desk: &mut Screen, is_down: bool| {
        let what = if is_down { "an alert" } else { "no alert" };
        desk.counter_view(what, |view| {
            let found =
                view.alerts.iter().any(|alert| alert.kind == AlertKind::LedDown && alert.device == "2");
            (found == is_down).then_some(())
        });
    };
    let address = u8::try_from(COUNTER).expect("small");
    let mut displays = hub.leds().displays();
    let mut is_written = hub.leds().displays();
    let first = is_written.wait_for(|all| all[&address].writes > 0);
    hub.wait("the first light", async { first.await.map(drop) }).expect("the bus is on");
    is_down(&mut desk, false);
    hub.leds().set_fault(address, Some(LedFault::Mute));
    kiosk.take_number("k-1");
    desk.ask("d-1", open());
    let called = done(desk.ask("d-2", call_next()));
    assert_eq!(called.number.as_str(), "A001", "the visitor is called all the same");
    is_down(&mut desk, true);
    hub.leds().set_fault(address, None);
    is_down(&mut desk, false);
    let shown = displays.wait_for(|all| all[&address].text() == "A001");
    hub.wait("A001 over the counter", async { shown.await.map(drop) }).expect("the bus is on");
    hub.stop();
}
