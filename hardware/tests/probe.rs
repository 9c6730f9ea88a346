//! What is found on a serial port by asking, with simulated devices behind pseudo-terminals.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use goiso_hardware::Pty;
use goiso_hardware::led::{LedDisplay, LedModel, LedSimulator};
use goiso_hardware::printer::VirtualPrinter;
use goiso_hardware::probe::{Answered, ask_port, can_open};
use tokio::io::AsyncReadExt;

#[tokio::test]
async fn displays_are_found_by_their_addresses_and_show_nothing() {
    let cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    let simulator = LedSimulator::new([2, 7]);
    tokio::spawn(simulator.clone().serve(cable));
    let found = ask_port(&path, 1..=8).await.unwrap();
    assert_eq!(found, Some(Answered::Modbus { baud: 9600, addresses: vec![2, 7] }));
    assert!(simulator.displays().borrow().values().all(|display| display.writes == 0));
}

#[tokio::test]
async fn onbon_cards_are_found_by_a_ping() {
    let cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    let card = LedDisplay::new(1, LedModel::Onbon { width: 4 });
    let simulator = LedSimulator::of(&[card], &[]);
    tokio::spawn(simulator.clone().serve(cable));
    let found = ask_port(&path, 1..=2).await.unwrap();
    assert_eq!(found, Some(Answered::Onbon { baud: 9600, addresses: vec![1] }));
    assert_eq!(simulator.displays().borrow()[&1].writes, 0);
}

#[tokio::test]
async fn a_printer_is_found_first_and_gets_nothing_to_print() {
    let folder = tempfile::tempdir().unwrap();
    let device = VirtualPrinter::spawn(folder.path(), 576).unwrap();
    let cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    device.attach(cable).await.unwrap();
    let found = ask_port(&path, 1..=1).await.unwrap();
    assert!(matches!(found, Some(Answered::Printer { baud: 9600, .. })), "{found:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_port_on_which_nobody_answers_and_one_that_only_echoes_are_nothing() {
    let silent = Pty::open().unwrap();
    assert_eq!(ask_port(silent.path(), 1..=1).await.unwrap(), None);

    let cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    tokio::spawn(async move {
        let (mut reader, mut writer) = tokio::io::split(cable);
        tokio::io::copy(&mut reader, &mut writer).await
    });
    assert_eq!(ask_port(&path, 1..=1).await.unwrap(), None);
}

#[tokio::test]
async fn a_port_that_another_holds_cannot_be_asked() {
    let mut cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    assert!(can_open(&path, 9600).is_ok());
    let asking = tokio::spawn({
        let path = path.clone();
        async move { ask_port(&path, 1..=247).await }
    });
    cable.read_exact(&mut [0; 3]).await.unwrap();
    assert!(can_open(&path, 9600).is_err(), "it is held while it is asked");
    asking.abort();
    assert!(ask_port("/dev/absent", 1..=1).await.is_err());
}
